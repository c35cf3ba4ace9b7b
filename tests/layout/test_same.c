/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same bytes on any number of threads and any machine; and what happens when a layout is
 * stopped, or runs out of memory, at any point. */
#include "layout/designs.h"

/* Made on x86-64; the same on aarch64. It changes only when the method does. */
static const char *const pinned =
    "ff3028c2c713eb5df822e9c87661725c457c633a79c1ce33db83c303f2b9e2e4";

static scalp_mesh fielded_ball(check_work *w, double **field) {
    const scalp_mesh ball = shape_ball(w, 16, 11);
    *field = scalp_arena_take(w->work.memory, ball.vertex_count, sizeof **field);
    for (size_t i = 0; i < ball.vertex_count; i++)
        (*field)[i] = scalp_smoothstep(-6, 14, ball.vertices[i].z);
    return ball;
}

static void hash_with(unsigned threads, uint64_t seed, char hex[SCALP_HASH_HEX]) {
    check_work w;
    check_work_open(&w, threads);
    double *field;
    const scalp_mesh ball = fielded_ball(&w, &field);
    const scalp_design design = design_of(&w, &ball, field, 90);
    const scalp_layout_params params = {.seed = seed, .regularity = 0.5, .min_distance_mm = 0.5};
    const scalp_layout layout = layout_of(&w, &design, &params);
    layout_hash(&layout, hex);
    check_work_close(&w);
}

typedef struct patience {
    int left, asked;
    double last;
    bool went_back;
} patience;

static bool listen(void *context, const char *stage, double done) {
    patience *p = context;
    p->asked++;
    const bool dots = strcmp(stage, "dots") == 0; /* else the tree of the surface, on its way */
    p->went_back |= done < 0 || done > 1 || (dots && done < p->last);
    p->went_back |= !dots && strcmp(stage, "tree") != 0;
    p->last = dots ? done : p->last;
    return p->left-- > 0;
}

int main(void) {
    char one[SCALP_HASH_HEX], other[SCALP_HASH_HEX];
    hash_with(0, 7, one);
    CASE("any machine gives these very bytes") {
        CHECK_TEXT(one, pinned);
    }
    CASE("any number of threads gives the same bytes") {
        const unsigned threads[] = {1, 2, 5};
        for (int k = 0; k < 3; k++) {
            hash_with(threads[k], 7, other);
            CHECK_TEXT(other, one);
        }
    }
    CASE("another seed gives other dots") {
        hash_with(0, 8, other);
        CHECK(strcmp(one, other) != 0);
    }
    check_work w;
    check_work_open(&w, 0);
    double *field;
    const scalp_mesh ball = fielded_ball(&w, &field);
    const scalp_design design = design_of(&w, &ball, field, 90);
    const scalp_layout_params params = {.regularity = 0.5};
    CASE("progress goes forward, and stopping at any point leaves nothing behind") {
        patience p = {1 << 30, 0, 0, false};
        w.work.progress = listen;
        w.work.progress_context = &p;
        layout_of(&w, &design, &params);
        const int reports = p.asked;
        CHECK(reports > 20 && !p.went_back && p.last >= 1);
        for (int after = 0; after < reports; after += 1 + reports / 12) {
            const scalp_arena_mark before = scalp_arena_here(w.work.memory);
            scalp_layout layout = {.dot_count = 9};
            p = (patience){after, 0, 0, false};
            CHECK_STATUS(scalp_layout_make(&design, &params, &w.work, &layout, NULL),
                         SCALP_ERR_CANCELLED);
            const scalp_arena_mark behind = scalp_arena_here(w.work.memory);
            CHECK(p.asked == after + 1 && layout.dot_count == 9);
            CHECK(before.block == behind.block && before.used == behind.used);
        }
    }
    CASE("when memory is out at any point, the layout is left alone") {
        bool done = false;
        for (int n = 1; n < 60 && !done; n++) {
            check_stingy s = {n, 0};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
            scalp_work work = {0};
            CHECK_STATUS(scalp_arena_open(&allocator, &work.memory), SCALP_OK);
            scalp_layout layout = {.dot_count = 9};
            const scalp_status status = scalp_layout_make(&design, &params, &work, &layout, NULL);
            done = status == SCALP_OK;
            CHECK(done || (status == SCALP_ERR_MEMORY && layout.dot_count == 9));
            CHECK(n > 3 || !done);
            scalp_arena_close(&work.memory);
        }
        CHECK(done);
    }
    check_work_close(&w);
    return check_done();
}
