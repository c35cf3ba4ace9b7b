/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shaved hairs, red spots and moles among dots are not reported as pigment. */
#include "check.h"
#include "close_up_found.h"

static void look(int pictures, found_counts *sum) {
    for (int seed = 0; seed < pictures; seed++) {
        scalp_arena *arena = NULL;
        CHECK(scalp_arena_open(NULL, &arena) == SCALP_OK);
        close_up_params p = close_up_draw(CLOSE_UP_MARKS, 200 + (uint64_t)seed);
        p.width = check_times(440, 1280);
        p.height = check_times(330, 960);
        p.px_per_mm = fmin(p.px_per_mm, 24);
        close_up made;
        scalp_finds finds;
        CHECK(close_up_find(&p, arena, &made, &finds));
        const found_counts c = found_count(&made, &finds);
        sum->pigment += c.pigment;
        sum->hits += c.hits;
        sum->true_dots += c.true_dots;
        for (int k = 0; k < CLOSE_UP_KINDS; k++) {
            sum->others[k] += c.others[k];
            sum->taken[k] += c.taken[k];
        }
        scalp_arena_close(&arena);
    }
}

int main(void) {
    scalp_error error = {0};
    if (scalp_codec_images_open(1, &error) != SCALP_OK)
        return 1;
    found_counts sum = {0};
    look(check_times(3, 24), &sum);
    CASE("few of them are taken for pigment") {
        const close_up_kind kinds[] = {CLOSE_UP_STUB, CLOSE_UP_RED_SPOT, CLOSE_UP_MOLE};
        for (int i = 0; i < 3; i++) {
            const double taken = (double)sum.taken[kinds[i]], all = (double)sum.others[kinds[i]];
            printf("# %s: %g of %g\n", close_up_kind_name(kinds[i]), taken, all);
            CHECK(all > 0);
            CHECK_AT_MOST(taken, .05 * all + .999 * (all < 20)); /* one of a handful may be */
        }
    }
    CASE("the dots among them are found") {
        printf("# dots: %zu there, %zu found, %zu of them right\n", sum.true_dots, sum.pigment,
               sum.hits);
        CHECK_NEAR((double)sum.hits / (double)sum.true_dots, 1, .15);
        CHECK_NEAR((double)sum.pigment / (double)sum.true_dots, 1, .1);
    }
    scalp_codec_images_close();
    return check_done();
}
