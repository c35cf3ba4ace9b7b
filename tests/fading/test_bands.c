/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The band clients of the preview against the population they stand for. */
#include "../check.h"

#include <scalptor/fading.h>

static const double year = 365.25;

/* Share of the population of whom less is seen than of `limit`, of the middle client's day 28. */
static double share_below(double limit, double days, int clients) {
    int below = 0;
    for (int i = 0; i < clients; i++) {
        scalp_random r = scalp_random_make(11, (uint64_t)i);
        const scalp_pace pace = {scalp_random_normal(&r), scalp_random_normal(&r),
                                 scalp_random_normal(&r), scalp_random_normal(&r)};
        below += scalp_fading_of(NULL, &pace, days).seen < limit;
    }
    return (double)below / clients;
}

int main(void) {
    static const double at[] = {28, 365.25, 5 * 365.25};
    const int clients = check_times(1500, 20000);
    CASE("between 1 and 10 % of clients lie beyond the band at either end") {
        for (int i = 0; i < 3; i++) {
            const double high = scalp_fading_at(NULL, at[i], SCALP_BAND_HIGH).seen;
            const double low = scalp_fading_at(NULL, at[i], SCALP_BAND_LOW).seen;
            const double below = share_below(high, at[i], clients);
            const double above = 1 - share_below(low, at[i], clients);
            printf("# day %.0f: %.1f %% fade more, %.1f %% less\n", at[i], 100 * below,
                   100 * above);
            CHECK(below > 0.01 && below < 0.13);
            CHECK(above > 0.01 && above < 0.13);
        }
    }
    CASE("the bands keep their order") {
        for (double days = 1; days < 8000; days *= 1.2) {
            const scalp_faded low = scalp_fading_at(NULL, days, SCALP_BAND_LOW);
            const scalp_faded middle = scalp_fading_at(NULL, days, SCALP_BAND_MIDDLE);
            const scalp_faded high = scalp_fading_at(NULL, days, SCALP_BAND_HIGH);
            CHECK(low.seen > middle.seen && middle.seen > high.seen);
            CHECK(low.dermal_mass > middle.dermal_mass && middle.dermal_mass > high.dermal_mass);
            CHECK(low.width <= middle.width && middle.width <= high.width);
        }
    }
    CASE("those who fade least do not grow darker by more than a photo could tell") {
        for (double days = 28; days < 10 * year; days += 30)
            CHECK(scalp_fading_at(NULL, days, SCALP_BAND_LOW).seen < 1.10);
    }
    return check_done();
}
