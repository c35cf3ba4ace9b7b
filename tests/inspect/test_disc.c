/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blurred discs are fitted as they were drawn, and as a slow fit in doubles, with the disc itself
 * integrated for every pixel, fits them. */
#include "../../src/inspect/disc.h"
#include "check.h"

#include <math.h>
#include <string.h>

enum { side = 64, floats = side * side + SCALP_LANE };

static float field[floats], known[floats];
static scalp_disc_table table;

/* Share of a disc of radius r in a place, blurred by s: its chords integrated across the blur. */
static double drawn_profile(double distance, double r, double s) {
    enum { steps = 400 };
    double sum = 0;
    for (int i = 0; i < steps; i++) {
        const double angle = SCALP_PI * ((i + 0.5) / steps - 0.5), x = r * sin(angle);
        const double z = (x - distance) / s, half = r * cos(angle);
        sum += half * exp(-0.5 * z * z) * erf(half / (s * sqrt(2)));
    }
    return sum * SCALP_PI / steps / (s * sqrt(2 * SCALP_PI));
}

static double model(const scalp_disc *d, int x, int y) {
    const double dx = x - d->x, dy = y - d->y;
    return d->ground + d->slope_x * dx + d->slope_y * dy +
           d->depth * drawn_profile(hypot(dx, dy), d->r, d->s);
}

static void draw(const scalp_disc *d, double noise, uint64_t seed) {
    scalp_random random = scalp_random_make(seed, 2);
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++) {
            field[y * side + x] = (float)(model(d, x, y) + noise * scalp_random_normal(&random));
            known[y * side + x] = 1;
        }
}

static scalp_disc_limits limits(double s, bool s_free, bool tight) {
    return (scalp_disc_limits){.least_r = 1,
                               .most_r = 12,
                               .s = s,
                               .s_free = s_free,
                               .least_s = 0.4,
                               .most_s = 4,
                               .tight = tight};
}

static scalp_disc fit(const scalp_disc *truth, const scalp_disc_limits *l) {
    const scalp_patch patch = {field, known, side, side};
    scalp_disc d = {.x = truth->x + 0.4, .y = truth->y - 0.5, .r = 1.15 * truth->r};
    scalp_disc_fit(&table, &patch, l, &d);
    CHECK(d.good);
    return d;
}

static void as_drawn(double r, double s, bool s_free, bool tight) {
    const scalp_disc truth = {.x = 31.3,
                              .y = 30.8,
                              .r = r,
                              .s = s,
                              .depth = 0.2,
                              .ground = 0.03,
                              .slope_x = 0.001,
                              .slope_y = -0.002};
    const scalp_disc_limits l = limits(s_free ? 1.2 * s : s, s_free, tight);
    draw(&truth, 0, 1);
    const scalp_disc d = fit(&truth, &l);
    printf("# r %.1f s %.1f: off by %.4f %.4f px, r %+.4f s %+.4f depth %+.4f\n", r, s,
           d.x - truth.x, d.y - truth.y, d.r - r, d.s - s, d.depth - truth.depth);
    CHECK_AT_MOST(hypot(d.x - truth.x, d.y - truth.y), 0.02);
    CHECK_NEAR(d.r, r, s_free ? 0.12 : 0.05);
    CHECK_NEAR(d.depth, truth.depth, s_free ? 0.012 : 0.006);
    CHECK_NEAR(d.ground, truth.ground, 0.004);
}

/* ---- The slow fit -------------------------------------------------------------------------- */

enum { parameters = 7 };

static double *parameter(scalp_disc *d, int k) {
    double *all[parameters] = {&d->depth, &d->ground, &d->slope_x, &d->slope_y,
                               &d->x,     &d->y,      &d->r};
    return all[k];
}

static bool counts(const scalp_disc *about, int x, int y) {
    const double reach = 1.7 * about->r + 2.0 * about->s + 1.5;
    return hypot(x - about->x, y - about->y) <= reach && known[y * side + x] > 0;
}

/* Gaussian elimination of a small symmetric system. */
static void eliminate(double a[parameters][parameters + 1]) {
    for (int i = 0; i < parameters; i++)
        for (int j = 0; j < parameters; j++)
            for (int k = parameters; j != i && k >= i; k--)
                a[j][k] -= a[i][k] * a[j][i] / a[i][i];
}

/* Eight steps of Gauss and Newton, slopes by differences. */
static scalp_disc slow_fit(scalp_disc d, const scalp_disc *about) {
    for (int round = 0; round < 8; round++) {
        double a[parameters][parameters + 1] = {{0}};
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++) {
                double slope[parameters];
                if (!counts(about, x, y))
                    continue;
                const double here = model(&d, x, y);
                for (int k = 0; k < parameters; k++) {
                    scalp_disc moved = d;
                    *parameter(&moved, k) += 1e-5;
                    slope[k] = (model(&moved, x, y) - here) / 1e-5;
                }
                for (int p = 0; p < parameters; p++) {
                    for (int q = 0; q < parameters; q++)
                        a[p][q] += slope[p] * slope[q];
                    a[p][parameters] += slope[p] * ((double)field[y * side + x] - here);
                }
            }
        eliminate(a);
        for (int k = 0; k < parameters; k++)
            *parameter(&d, k) += a[k][parameters] / a[k][k];
    }
    return d;
}

static void as_the_slow_fit(double r, double s, uint64_t seed, bool half_known) {
    const scalp_disc truth = {.x = 32.2, .y = 31.6, .r = r, .s = s, .depth = 0.15, .ground = 0.02};
    const scalp_disc_limits l = limits(s, false, false);
    draw(&truth, 0.01, seed);
    for (int i = 0; half_known && i < side * side; i += 3)
        known[i] = field[i] = 0;
    const scalp_disc d = fit(&truth, &l);
    const scalp_disc about = {.x = truth.x + 0.4, .y = truth.y - 0.5, .r = 1.15 * r, .s = s};
    const scalp_disc slow = slow_fit(truth, &about);
    printf("# r %.1f s %.1f: from the slow fit %.4f %.4f px, r %+.4f, depth %+.5f; sd %.4f\n", r, s,
           d.x - slow.x, d.y - slow.y, d.r - slow.r, d.depth - slow.depth, d.centre_sd);
    /* Far within what the noise moves both. */
    CHECK_AT_MOST(hypot(d.x - slow.x, d.y - slow.y), 0.35 * d.centre_sd);
    CHECK_AT_MOST(fabs(d.r - slow.r), 0.35 * d.r_sd);
    CHECK_AT_MOST(fabs(d.depth - slow.depth), 0.35 * d.depth_sd);
    CHECK_AT_MOST(fabs(d.r - r), 5 * d.r_sd);
}

/* ---- Other ways ---------------------------------------------------------------------------- */

static void beside_a_stranger(void) {
    const scalp_disc truth = {.x = 31, .y = 31, .r = 4, .s = 1, .depth = 0.2};
    const scalp_disc other = {.x = 38.6, .y = 31, .r = 2, .s = 1, .depth = 0.3};
    const scalp_disc_limits robust = limits(1, false, true), plain = limits(1, false, false);
    draw(&truth, 0, 1);
    for (int i = 0; i < side * side; i++)
        field[i] += (float)model(&other, i % side, i / side);
    const double off = fabs(fit(&truth, &robust).r - 4), without = fabs(fit(&truth, &plain).r - 4);
    printf("# radius off by %.3f px, by %.3f if all counts alike\n", off, without);
    CHECK_AT_MOST(off, 0.25);
    CHECK(off < without);
}

static void in_many_planes(void) {
    static float other[floats];
    const scalp_disc truth = {.x = 31, .y = 31, .r = 4, .s = 1, .depth = 0.2, .ground = 0.1};
    const scalp_patch patch = {field, known, side, side};
    const float *const planes[3] = {field, other, field};
    scalp_disc_seen seen[3];
    draw(&truth, 0, 1);
    for (int i = 0; i < side * side; i++)
        other[i] = 0.5F - 2 * field[i];
    scalp_disc_read(&table, planes, 3, &patch, &truth, seen);
    CHECK_NEAR(seen[0].depth, 0.2, 2e-3);
    CHECK_NEAR(seen[0].ground, 0.1, 1e-3);
    CHECK_NEAR(seen[1].depth, -0.4, 4e-3);
    CHECK_NEAR(seen[1].ground, 0.3, 2e-3);
    CHECK(seen[0].explained > 0.999 && seen[2].depth == seen[0].depth);
}

static void nothing_there(void) {
    const scalp_disc none = {.x = 31, .y = 31, .r = 4, .s = 1};
    scalp_disc_limits l = limits(1, false, false);
    const scalp_patch patch = {field, known, side, side};
    scalp_disc d = {.x = 31, .y = 31, .r = 4};
    l.least_explained = 0.15;
    draw(&none, 0.01, 9);
    scalp_disc_fit(&table, &patch, &l, &d);
    CHECK(!d.good && d.explained < 0.15);
    memset(known, 0, sizeof known);
    d = (scalp_disc){.x = 31, .y = 31, .r = 4};
    scalp_disc_fit(&table, &patch, &l, &d);
    CHECK(!d.good);
    d = (scalp_disc){.x = -40, .y = 300, .r = 4};
    scalp_disc_fit(&table, &patch, &l, &d);
    CHECK(!d.good);
}

int main(void) {
    const scalp_kernels kernels = scalp_kernels_find();
    scalp_disc_table_make(&table, scalp_lanes_find(&kernels));
    CASE("as drawn") {
        as_drawn(2.5, 1, false, false);
        as_drawn(4, 1.5, false, false);
        as_drawn(9, 1.5, false, false);
        as_drawn(4, 1.2, false, true);
    }
    CASE("the blur as drawn") {
        as_drawn(4, 1, true, false);
        as_drawn(5, 1.5, true, true);
    }
    CASE("as the slow fit") {
        as_the_slow_fit(3, 1, 4, false);
        as_the_slow_fit(4.2, 1.1, 5, false);
        as_the_slow_fit(4, 1.2, 6, true);
    }
    CASE("beside a stranger") {
        beside_a_stranger();
    }
    CASE("in many planes") {
        in_many_planes();
    }
    CASE("nothing there") {
        nothing_there();
    }
    return check_done();
}
