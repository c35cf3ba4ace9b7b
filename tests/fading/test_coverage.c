/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the bands hold what they say? Simulated clients of known course are measured a few times, with
 * errors; the forecast sees only the measurements. */
#include "../check.h"

#include <scalptor/fading.h>

static const double year = 365.25;

enum { most_measured = 6, asked = 4 };

static double exponential(scalp_random *r) {
    return -scalp_log(1 - scalp_random_uniform(r));
}

/* Deviations with mean 0; wide: 1.3 times wider, and skewed (0.7 cubed times 2). */
static double deviation(scalp_random *r, bool wide) {
    if (!wide)
        return scalp_random_normal(r);
    return 1.3 * (0.7 * (exponential(r) - 1) + sqrt(1 - 0.49) * scalp_random_normal(r));
}

static scalp_wear any_wear(scalp_random *r) {
    return (scalp_wear){.oily = scalp_random_uniform(r) * 2 - 1,
                        .sun = scalp_random_uniform(r) * 2 - 1,
                        .smoking = (double)scalp_random_below(r, 2),
                        .scar = scalp_random_below(r, 4) == 0};
}

static double share_of(const scalp_wear *wear, const scalp_pace *pace, double days) {
    return scalp_fading_of(wear, pace, days).seen / scalp_fading_of(wear, pace, 28).seen;
}

/* What was found of the bands over all clients. */
typedef struct tally {
    double in50, in90, count, width, prior_width, surprising;
} tally;

static scalp_retained measure(scalp_random *r, double share, double days) {
    const double sigma = 0.015 + 0.05 * scalp_random_uniform(r), half = 1.645 * sigma;
    const double seen = scalp_clamp(share + sigma * scalp_random_normal(r), 0.01, 1.4);
    return (scalp_retained){days, 0, seen, fmax(seen - half, 0), fmin(seen + half, 1.5)};
}

static scalp_forecast forecast_of(const scalp_wear *wear, const scalp_retained *measured,
                                  size_t count, const double days[asked], const scalp_work *work) {
    scalp_error error;
    scalp_forecast forecast = {0};
    const scalp_forecast_kind kind = {*wear, scalp_seen_law_reference(), 1};
    const scalp_forecast_spec spec = {&kind, 1, measured, count, days, asked, NULL};
    CHECK_STATUS(scalp_forecast_make(&spec, work, &forecast, &error), SCALP_OK);
    return forecast;
}

static void simulate(uint64_t seed, bool wide, const scalp_work *work, tally *t) {
    scalp_random r = scalp_random_make(seed, wide);
    const scalp_wear wear = any_wear(&r);
    const scalp_pace pace = {deviation(&r, wide), deviation(&r, wide), deviation(&r, wide),
                             deviation(&r, wide)};
    const size_t count = 1 + (size_t)scalp_random_below(&r, most_measured);
    const double span = (0.5 + 3.5 * scalp_random_uniform(&r)) * year;
    scalp_retained measured[most_measured];
    for (size_t i = 0; i < count; i++) {
        const double days = 30 + span * scalp_random_uniform(&r);
        measured[i] = measure(&r, share_of(&wear, &pace, days), days);
    }
    const double days[asked] = {30 + span, 30 + span + year, 30 + span + 3 * year, 10 * year};
    const scalp_forecast f = forecast_of(&wear, measured, count, days, work);
    for (int i = 0; i < asked; i++) {
        const double truth = share_of(&wear, &pace, days[i]);
        const scalp_forecast_band b = f.kinds[0].seen[i];
        t->in50 += truth >= b.low50 && truth <= b.high50;
        t->in90 += truth >= b.low90 && truth <= b.high90;
        t->width += b.high90 - b.low90;
        t->count++;
    }
    t->surprising += f.surprising > 0;
}

static tally simulate_all(int clients, bool wide, check_work *w) {
    tally t = {0};
    for (int i = 0; i < clients; i++) {
        const scalp_arena_mark here = scalp_arena_here(w->work.memory);
        simulate((uint64_t)i, wide, &w->work, &t);
        scalp_arena_return(w->work.memory, here);
    }
    printf("# %d clients%s: %.1f %% within the 90 %% band, %.1f %% within the 50 %% band, mean "
           "width %.3f, surprising %.1f %%\n",
           clients, wide ? ", wider and skewed" : "", 100 * t.in90 / t.count,
           100 * t.in50 / t.count, t.width / t.count, 100 * t.surprising / clients);
    return t;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    /* Of few clients the shares are open by a standard error of 1.3 (300) and 2 (150) of 100. */
    CASE("the bands hold what they say of the population itself: 88 to 92 of 100") {
        const int clients = check_times(300, 4000);
        const double chance = check_times(1, 0) * 0.02;
        const tally t = simulate_all(clients, false, &w);
        CHECK(t.in90 / t.count > 0.88 - chance && t.in90 / t.count < 0.92 + chance);
        CHECK(t.in50 / t.count > 0.46 - chance && t.in50 / t.count < 0.54 + chance);
        CHECK(t.surprising / clients < 0.02);
    }
    CASE("and not much less of a wider and skewed one: 85 to 95") {
        const double chance = check_times(1, 0) * 0.02;
        const tally t = simulate_all(check_times(150, 4000), true, &w);
        CHECK(t.in90 / t.count > 0.85 - chance && t.in90 / t.count < 0.95);
    }
    check_work_close(&w);
    return check_done();
}
