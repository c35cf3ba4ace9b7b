/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated year: dots lost, faded and spread, found again without marks. */
#include "check.h"
#include "pair_world.h"

enum { most = 4000, cells = 500 * 500 };

static scalp_vec2 places[most];
static scalp_found before[2 * most], after[2 * most];
static int is_before[2 * most], is_after[2 * most]; /* which place; -1, -2: none */
static uint8_t why_before[cells], why_after[cells];

typedef struct year {
    double kept, fade, noise_mm;
    world_view view;
} year;

static const double side = 36;

static scalp_found find(scalp_vec2 mm, double density, double diameter, scalp_random *random) {
    const double seen = density * (1 + 0.06 * scalp_random_normal(random));
    return (scalp_found){.mm = mm,
                         .confidence = 0.98,
                         .diameter_mm = diameter * (1 + 0.05 * scalp_random_normal(random)),
                         .diameter_sd_mm = 0.05 * diameter,
                         .darkness = 1 - pow(10, -seen),
                         .darkness_sd = 0.06 * seen * 2.3026 * pow(10, -seen)};
}

typedef struct totals {
    double retention_off, density_off, same, others;
} totals;

static scalp_vec2 noisy(scalp_vec2 p, double sd, scalp_random *random) {
    return (scalp_vec2){p.x + sd * scalp_random_normal(random),
                        p.y + sd * scalp_random_normal(random)};
}

/* Detection of either photo: 3 % overlooked, 2 % false. */
static void photograph(const year *y, uint64_t seed, scalp_side *b, scalp_side *a,
                       double *retention, double *density) {
    scalp_random random = scalp_random_make(seed, 4);
    const size_t n = world_darts(&random, side, 0.95, places, most);
    size_t nb = 0, na = 0, kept = 0;
    double was = 0, is = 0;
    for (size_t i = 0; i < n; i++) {
        const double od = 0.18 * exp(0.2 * scalp_random_normal(&random));
        const double left = od * y->fade * exp(0.12 * scalp_random_normal(&random));
        const bool there = scalp_random_uniform(&random) < y->kept;
        kept += there;
        was += there ? od : 0;
        is += there ? left : 0;
        if (scalp_random_uniform(&random) >= 0.03) {
            is_before[nb] = (int)i;
            before[nb++] = find(noisy(places[i], y->noise_mm, &random), od, 0.28, &random);
        }
        if (there && scalp_random_uniform(&random) >= 0.03) {
            is_after[na] = (int)i;
            after[na++] = find(world_seen(&y->view, noisy(places[i], y->noise_mm, &random)), left,
                               0.3, &random);
        }
    }
    for (size_t k = 0; k < n / 50; k++) {
        const scalp_vec2 p = {side * scalp_random_uniform(&random),
                              side * scalp_random_uniform(&random)};
        const scalp_vec2 q = {side * scalp_random_uniform(&random),
                              side * scalp_random_uniform(&random)};
        is_before[nb] = -1;
        before[nb++] = find(p, 0.1, 0.28, &random);
        is_after[na] = -2;
        after[na++] = find(world_seen(&y->view, q), 0.1, 0.28, &random);
    }
    b->count = nb;
    a->count = na;
    *retention = (double)kept / (double)n;
    *density = is / was;
}

static totals pass(const year *y, uint64_t seed) {
    const scalp_window window_b = world_window(-1, side + 1, why_before, cells);
    const scalp_window window_a = world_window(-2 * side, 2 * side, why_after, cells);
    scalp_side b = {.found = before, .window = &window_b};
    scalp_side a = {.found = after, .window = &window_a};
    double retention, density;
    photograph(y, seed, &b, &a, &retention, &density);
    check_work w;
    check_work_open(&w, 0);
    const scalp_before_params params = {.missed = 0.03, .missed_sd = 0.01};
    scalp_before_compared c;
    totals t = {0};
    CHECK_STATUS(scalp_pair_before(&b, &a, &params, &w.work, &c, NULL), SCALP_OK);
    CHECK(c.map.found && c.zone_count == 1);
    for (size_t i = 0; i < c.dot_count; i++)
        if (c.dots[i].before != SCALP_PAIR_NONE && c.dots[i].after != SCALP_PAIR_NONE) {
            const bool same = is_before[c.dots[i].before] == is_after[c.dots[i].after];
            t.same += same;
            t.others += !same;
        }
    t.retention_off = c.zones[0].retained.value - retention;
    t.density_off = c.zones[0].darkness.value - density;
    CHECK(c.zones[0].retained.low <= c.zones[0].retained.value &&
          c.zones[0].retained.value <= c.zones[0].retained.high);
    check_work_close(&w);
    return t;
}

static void years(int seeds) {
    totals all = {0};
    double worst = 0, square = 0, most_off = 0;
    for (int s = 0; s < seeds; s++) {
        const year y = {
            .kept = 0.7 + 0.05 * (s % 5),
            .fade = 0.75,
            .noise_mm = 0.03 + 0.01 * (s % 3),
            .view = {.angle = 0.4 * s, .scale = 0.98 + 0.01 * (s % 5), .slant = 0.0006 * (s % 4)}};
        const totals t = pass(&y, 900 + (uint64_t)s);
        all.same += t.same;
        all.others += t.others;
        square += t.retention_off * t.retention_off;
        worst = fmax(worst, fabs(t.density_off));
        most_off = fmax(most_off, fabs(t.retention_off));
    }
    printf("# %d years: retention off by %.4f rms, %.4f at most; %.0f false of %.0f matches\n",
           seeds, sqrt(square / seeds), most_off, all.others, all.same + all.others);
    CHECK_AT_MOST(most_off, 0.02);
    CHECK_AT_MOST(sqrt(square / seeds), 0.01);
    CHECK_AT_MOST(worst, 0.02);
    CHECK_AT_MOST(all.others, 0.005 * (all.same + all.others));
}

/* A third faded, a third spread, a third as it was. */
static void states(void) {
    scalp_random random = scalp_random_make(1, 5);
    const size_t n = world_darts(&random, side, 0.95, places, most);
    const scalp_window window = world_window(-1, side + 1, why_before, cells);
    for (size_t i = 0; i < n; i++) {
        before[i] = (scalp_found){.mm = places[i],
                                  .confidence = 1,
                                  .diameter_mm = 0.28,
                                  .diameter_sd_mm = 0.01,
                                  .darkness = 0.4,
                                  .darkness_sd = 0.02};
        after[i] = before[i];
        after[i].darkness = i % 3 == 1 ? 0.2 : 0.4;
        after[i].diameter_mm = i % 3 == 2 ? 0.36 : 0.28;
    }
    const scalp_side b = {.found = before, .count = n, .window = &window};
    const scalp_side a = {.found = after, .count = n, .window = &window};
    check_work w;
    check_work_open(&w, 0);
    const scalp_before_params params = {0};
    scalp_before_compared c;
    CHECK_STATUS(scalp_pair_before(&b, &a, &params, &w.work, &c, NULL), SCALP_OK);
    static const scalp_kept expected[3] = {SCALP_KEPT, SCALP_KEPT_FADED, SCALP_KEPT_SPREAD};
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++)
        wrong += c.dots[i].state != expected[i % 3];
    CHECK_NEAR((double)wrong, 0, 0);
    check_work_close(&w);
}

static void likeness(void) {
    const scalp_look look = {20, 5, 0.05, 0.01, 0, 0.4, 1.4, 0.8};
    CHECK(scalp_pair_unlike(&look, &look) == 0);
    scalp_look other = look;
    other.px_per_mm = 29;
    CHECK(scalp_pair_unlike(&look, &other) == SCALP_UNLIKE_SCALE);
    other = look, other.tilt_deg = 25, other.blur_mm = 0.1;
    CHECK(scalp_pair_unlike(&look, &other) == (SCALP_UNLIKE_ANGLE | SCALP_UNLIKE_SHARPNESS));
    other = look, other.light_deg = 300;
    CHECK(scalp_pair_unlike(&look, &other) == 0); /* 60 degrees the short way */
    other.light_deg = 180;
    CHECK(scalp_pair_unlike(&look, &other) == SCALP_UNLIKE_LIGHT);
    other = look, other.gloss_share = 0.2, other.red_green = 1.7;
    CHECK(scalp_pair_unlike(&other, &look) == (SCALP_UNLIKE_GLOSS | SCALP_UNLIKE_COLOUR));
    other = (scalp_look){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    CHECK(scalp_pair_unlike(&look, &other) == 0);
    for (unsigned bit = 1; bit <= SCALP_UNLIKE_COLOUR; bit *= 2)
        CHECK(scalp_unlike_name((scalp_unlike)bit)[0] != '\0');
}

int main(void) {
    CASE("a year: retention within 2 points, false matches at most .5 %")
    years(check_times(8, 200));
    CASE("kept, faded, spread")
    states();
    CASE("photos unlike in scale, angle, light are called so")
    likeness();
    return check_done();
}
