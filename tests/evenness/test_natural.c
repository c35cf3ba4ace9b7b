/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Natural irregularity is no fault: layouts as this program plans them, whole and by session, of
 * several densities and regularities, some dots lost, seen through windows with holes. */
#include "evenness/even_layouts.h"

int main(void) {
    static const double regularities[] = {0, 0.5, 1, 0.25, 0.75}, densities[] = {100, 45, 190};
    static const unsigned sessions[] = {7, 1, 4, 3, 2};
    check_work w;
    check_work_open(&w, 0);
    const int layouts = check_times(2, 15), pieces = check_times(5, 20);
    scalp_random random = scalp_random_make(11, 0);
    int runs = 0, called = 0;
    double grown[3] = {0};
    CASE("at most one natural layout in twenty is called uneven in any way") {
        for (int k = 0; k < layouts; k++) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            const double per_cm2 = densities[k % 3], spacing = 10 / sqrt(per_cm2);
            const sheet s = sheet_make(&w, 60 * spacing, per_cm2, regularities[k % 5], (uint64_t)k);
            for (int p = 0; p < pieces; p++) {
                const scalp_arena_mark here = scalp_arena_here(w.work.memory);
                const double side = spacing * (14 + 22 * scalp_random_uniform(&random));
                dots d = dots_make(&w, 6000, 0.25 * floor(4 * side), 0.25 * floor(3 * side));
                dots_cut(&d, &s, sessions[p % 5], 0.12 * scalp_random_uniform(&random), &random);
                const scalp_window window = window_make(&w, &d, 0.25);
                for (uint64_t h = scalp_random_below(&random, 4); h > 0; h--)
                    window_hole(&window, d.wide * scalp_random_uniform(&random),
                                d.tall * scalp_random_uniform(&random),
                                0.2 * d.tall * scalp_random_uniform(&random), SCALP_UNSEEN_GLOSS);
                const scalp_evenness e = evenness_of(&w, &d, &window);
                if (e.judged) {
                    runs++;
                    called += e.grade != SCALP_GRADE_NONE;
                    for (int f = 0; f < SCALP_UNEVEN_COUNT && e.grade; f++)
                        if (e.lines[f].grade)
                            printf("# %zu dots: %s\n", e.dots, e.lines[f].text);
                }
                scalp_arena_return(w.work.memory, here);
            }
            scalp_arena_return(w.work.memory, mark);
        }
        printf("# %d of %d\n", called, runs);
        CHECK(runs >= layouts * pieces * 3 / 5);
        CHECK(called <= 0.05 * runs + (runs < 50 ? 0.5 : 0));
    }
    CASE("fewer finds widen the intervals, and recall is made up for") {
        const sheet s = sheet_make(&w, 30, 100, 0.5, 7);
        dots d = dots_make(&w, 3000, 24, 20);
        dots_cut(&d, &s, 7, 0.2, &random);
        const scalp_window window = window_make(&w, &d, 0.25);
        scalp_evenness_ask ask = {
            .found = d.found, .count = d.count, .window = &window, .has_mm = true};
        for (int k = 0; k < 3; k++) {
            scalp_evenness e;
            ask.recall = k == 0 ? 0 : 0.8;
            ask.recall_sd = k == 2 ? 0.05 : 0;
            CHECK_STATUS(scalp_evenness_make(&ask, &w.work, &e, NULL), SCALP_OK);
            grown[k] = e.density.high - e.density.low;
            CHECK_NEAR(e.density.value, k == 0 ? 0.8 : 1, 0.05);
            CHECK(e.lines[SCALP_UNEVEN_BARE].grade == SCALP_GRADE_NONE);
        }
        CHECK(grown[0] < grown[1] && grown[1] < grown[2]);
    }
    check_work_close(&w);
    return check_done();
}
