/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same strokes on any machine and any number of threads; what is refused; and what happens when
 * the work is stopped or memory runs out. */
#include "layout/bands.h"

/* Made on x86-64; it changes only when the method or data/strokes.csv does. */
static const char *const pinned =
    "f5e43e3d85c2ba9bbc5f081d30f014541a2297488a57b809b520690b85825496";

static const scalp_layout_params usual = {
    .seed = 3, .regularity = 0.5, .stroke_width_mm = 0.15, .stroke_gap_mm = 0.37};

static void hash_with(unsigned threads, uint64_t seed, char hex[SCALP_HASH_HEX]) {
    static bands b;
    check_work w;
    check_work_open(&w, threads);
    bands_open(&b, &w, 22, 0, 1.6);
    scalp_layout_params params = usual;
    params.seed = seed;
    const scalp_layout layout = layout_of(&w, &b.design, &params);
    strokes_hash(&layout, hex);
    check_work_close(&w);
}

static void check_refused(const bands *b, const scalp_layout_params *params, check_work *w,
                          scalp_status expected, const char *words) {
    scalp_error error = {SCALP_OK, ""};
    scalp_layout layout = {.dot_count = 9};
    const scalp_arena_mark before = scalp_arena_here(w->work.memory);
    CHECK_STATUS(scalp_layout_make(&b->design, params, &w->work, &layout, &error), expected);
    const scalp_arena_mark behind = scalp_arena_here(w->work.memory);
    CHECK(layout.dot_count == 9 && layout.strokes == NULL);
    CHECK(before.block == behind.block && before.used == behind.used);
    if (!strstr(error.message, words))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, words);
}

typedef struct patience {
    int left, asked;
} patience;

static bool listen(void *context, const char *stage, double done) {
    patience *p = context;
    CHECK(stage[0] && done >= 0 && done <= 1);
    p->asked++;
    return p->left-- > 0;
}

int main(void) {
    static bands b;
    char one[SCALP_HASH_HEX], other[SCALP_HASH_HEX];
    hash_with(0, 3, one);
    CASE("any machine gives these very bytes") {
        CHECK_TEXT(one, pinned);
    }
    CASE("threads change nothing, the seed does") {
        hash_with(3, 3, other);
        CHECK_TEXT(other, one);
        hash_with(0, 4, other);
        CHECK(strcmp(other, one) != 0);
    }
    check_work w;
    check_work_open(&w, 0);
    bands_open(&b, &w, 8, 0, 2.5);
    CASE("bad input is refused in words, and nothing is left behind") {
        scalp_layout_params p = usual;
        p.stroke_width_mm = 0.7;
        check_refused(&b, &p, &w, SCALP_ERR_INPUT, "width of strokes is 0.7 mm");
        p = usual;
        p.stroke_gap_mm = NAN;
        check_refused(&b, &p, &w, SCALP_ERR_INPUT, "least distance of strokes");
        b.areas[0].strokes = 401;
        check_refused(&b, &usual, &w, SCALP_ERR_LIMIT, "would need 401 strokes");
        b.areas[0].strokes = 60;
        p.stroke_gap_mm = 1.9;
        check_refused(&b, &p, &w, SCALP_ERR_LIMIT, "has room for");
        b.areas[0].strokes = 0;
        check_refused(&b, &usual, &w, SCALP_ERR_INPUT, "The design is empty");
        b.areas[0].strokes = 8;
    }
    CASE("stopping at any point leaves nothing behind") {
        patience p = {1 << 30, 0};
        w.work.progress = listen;
        w.work.progress_context = &p;
        layout_of(&w, &b.design, &usual);
        const int reports = p.asked;
        CHECK(reports > 5);
        for (int after = 0; after < reports; after += 1 + reports / 6) {
            p = (patience){after, 0};
            check_refused(&b, &usual, &w, SCALP_ERR_CANCELLED, "");
        }
    }
    CASE("when memory is out at any point, the layout is left alone") {
        bool done = false;
        int n = 1;
        for (; n < 60 && !done; n++) {
            check_stingy s = {n, 0};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
            scalp_work work = {0};
            CHECK_STATUS(scalp_arena_open(&allocator, &work.memory), SCALP_OK);
            scalp_layout layout = {.dot_count = 9};
            const scalp_status status = scalp_layout_make(&b.design, &usual, &work, &layout, NULL);
            done = status == SCALP_OK;
            CHECK(done || (status == SCALP_ERR_MEMORY && layout.dot_count == 9));
            scalp_arena_close(&work.memory);
            CHECK(s.live == 0);
        }
        CHECK(done && n > 3);
    }
    check_work_close(&w);
    return check_done();
}
