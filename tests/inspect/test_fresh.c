/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Freshly worked skin: redness, blood, unwiped ink, ointment, scabs, and all together. Either the
 * density is right, within what was judged and of the picture, or nothing is said of it. */
#include "check.h"
#include "close_up_found.h"

static void one(uint64_t seed) {
    scalp_arena *arena = NULL;
    CHECK(scalp_arena_open(NULL, &arena) == SCALP_OK);
    close_up_params p = close_up_draw(CLOSE_UP_FRESH, 300 + seed);
    p.width = check_times(420, 900);
    p.height = check_times(315, 675);
    p.px_per_mm = fmin(p.px_per_mm, 20 + (double)check_times(0, 10));
    p.layout = CLOSE_UP_BLUE; /* so that any part has the whole's density */
    close_up made;
    scalp_finds finds;
    CHECK(close_up_find(&p, arena, &made, &finds));
    const found_counts c = found_count(&made, &finds);
    const double truth = 100 * (double)made.inside / made.area_mm2;
    const double found = 100 * (double)c.pigment / c.judged_mm2;
    printf("# redness %.1f blood %.1f ink %.1f ointment %.1f scabs %.1f: %s, %.0f%% judged, "
           "%.1f/cm2 of %.1f, confusion %.2f, missed %.2f\n",
           p.fresh.redness, p.fresh.blood, p.fresh.ink, p.fresh.ointment, p.fresh.scabs,
           finds.quality.judged ? "judged" : "cannot judge",
           100 * finds.quality.share[SCALP_UNSEEN_NOT], found, truth, finds.quality.confusion,
           finds.quality.missed);
    if (finds.quality.judged)
        CHECK_NEAR(found / truth, 1, .08);
    scalp_arena_close(&arena);
}

int main(void) {
    static const char *const names[] = {"redness", "blood", "ink", "ointment", "scabs", "mixed"};
    scalp_error error = {0};
    if (scalp_codec_images_open(1, &error) != SCALP_OK)
        return 1;
    const int rounds = check_times(1, 8);
    for (uint64_t kind = 0; kind < 6; kind++)
        CASE(names[kind]) {
            for (int i = 0; i < rounds; i++)
                one(kind + 10 * (uint64_t)i);
        }
    scalp_codec_images_close();
    return check_done();
}
