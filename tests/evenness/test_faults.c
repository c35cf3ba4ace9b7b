/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults planted in natural layouts are found, where they are and as what they are. */
#include "evenness/even_layouts.h"

typedef struct planted {
    const char *name;
    scalp_uneven_kind kind;
    scalp_grade least;
    double size; /* of a bare spot */
} planted;

static const planted faults[] = {
    {"a bare spot of 3 mm", SCALP_UNEVEN_BARE, SCALP_GRADE_SLIGHT, 3},
    {"a bare spot of 4 mm", SCALP_UNEVEN_BARE, SCALP_GRADE_CLEAR, 4},
    {"a bare spot at the edge, 5 mm of it in the picture", SCALP_UNEVEN_BARE, SCALP_GRADE_CLEAR, 5},
    {"a heap of a dozen dots", SCALP_UNEVEN_CROWDED, SCALP_GRADE_CLEAR, 0},
    {"the left third thinner by 30 %", SCALP_UNEVEN_THIN, SCALP_GRADE_SLIGHT, 0},
    {"the right quarter denser by 30 %", SCALP_UNEVEN_DENSE, SCALP_GRADE_SLIGHT, 0},
    {"ten dots that ran together", SCALP_UNEVEN_MERGED, SCALP_GRADE_CLEAR, 0},
    {"rows", SCALP_UNEVEN_ROWS, SCALP_GRADE_CLEAR, 0},
    {"two needles", SCALP_UNEVEN_DIAMETER, SCALP_GRADE_SLIGHT, 0},
    {"dots that grow paler to one side", SCALP_UNEVEN_DARKNESS, SCALP_GRADE_SLIGHT, 0},
    {"strewn at random", SCALP_UNEVEN_SPACING, SCALP_GRADE_SLIGHT, 0},
};

enum { fault_count = sizeof faults / sizeof *faults };

static void plant(dots *d, int which, scalp_random *random) {
    switch (which) {
    case 0:
        dots_clear(d, 20, 12, 1.5, 1, random);
        break;
    case 1:
        dots_clear(d, 8, 7, 2, 1, random);
        break;
    case 2:
        dots_clear(d, 30, 12, 3, 1, random);
        break;
    case 3:
        for (int i = 0; i < 12; i++)
            dots_add(d, 10 + 0.6 * scalp_random_normal(random),
                     16 + 0.6 * scalp_random_normal(random), random);
        break;
    case 4:
        dots_clear(d, -989, 12, 1000, 0.3, random);
        break;
    case 5:
        dots_clear(d, -976, 12, 1000, 0.23, random);
        break;
    case 6:
        for (int i = 0; i < 10; i++) {
            dots_add(d, 20 + 0.28 * (i % 4), 8 + 0.28 * (i / 4), random);
            d->found[d->count - 1].kind = i % 3 ? SCALP_FOUND_DOT : SCALP_FOUND_MERGED;
        }
        break;
    case 7:
        d->count = 0;
        dots_lattice(d, 0.8, 1.25, 0.4, 25, 0.12, random);
        break;
    case 8:
        for (size_t i = 0; i < d->count; i++)
            if (i % 3 == 0)
                d->found[i].diameter_mm *= 1.4;
        break;
    case 9:
        for (size_t i = 0; i < d->count; i++)
            d->found[i].darkness *= 1.3 - 0.6 * d->found[i].mm.x / d->wide;
        break;
    default:
        d->count = 0;
        dots_random(d, 1, random);
        break;
    }
}

static bool near_planted(const scalp_evenness *e, int which) {
    static const double x[] = {20, 8, 29.5, 10}, y[] = {12, 7, 12, 16};
    for (size_t i = 0; i < e->spot_count; i++) {
        const scalp_uneven_spot *s = &e->spots[i];
        if (s->kind != faults[which].kind)
            continue;
        if (hypot(s->place.x - x[which], s->place.y - y[which]) > 1)
            return false;
        /* Seen wider than what was taken out, by less than a spacing. */
        return faults[which].kind != SCALP_UNEVEN_BARE ||
               (s->size > faults[which].size - 1 && s->size < faults[which].size + 1);
    }
    return false;
}

/* The right third of the picture, as far as the words go. */
static void place_in_words(const scalp_evenness *e) {
    const char *text = e->lines[SCALP_UNEVEN_BARE].text;
    CHECK(strstr(text, "One bare spot") == text);
    CHECK(strstr(text, "at the right edge"));
    CHECK(strstr(text, " mm"));
}

static int found(check_work *w, const sheet *s, int which, int seed) {
    const scalp_arena_mark mark = scalp_arena_here(w->work.memory);
    scalp_random random = scalp_random_make(21, (uint64_t)seed);
    dots d = dots_make(w, 3000, 32, 24);
    dots_cut(&d, s, 7, 0.05, &random);
    plant(&d, which, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    window_hole(&window, 15, 20, 2.5, SCALP_UNSEEN_GLOSS);
    const scalp_evenness e = evenness_of(w, &d, &window);
    bool ok = e.lines[faults[which].kind].grade >= faults[which].least;
    if (which < 4)
        ok = ok && near_planted(&e, which);
    if (which == 2)
        place_in_words(&e);
    if (!ok)
        printf("# %s: %s\n", faults[which].name, e.lines[faults[which].kind].text);
    scalp_arena_return(w->work.memory, mark);
    return ok;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const int times = check_times(1, 20);
    const sheet s = sheet_make(&w, 60, 100, 0.5, 3);
    for (int which = 0; which < fault_count; which++) {
        CASE(faults[which].name) {
            int held = 0;
            for (int k = 0; k < times; k++)
                held += found(&w, &s, which, k);
            printf("# %d of %d\n", held, times);
            CHECK(held >= 0.95 * times);
        }
    }
    check_work_close(&w);
    return check_done();
}
