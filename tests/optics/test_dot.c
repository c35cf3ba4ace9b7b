/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reference dots (disc of 0.20 mm by 0.08 mm, perturbation Monte Carlo) come out again,
 * measured on the profile by numbers of the test's own; and the laws by which other discs follow.
 */
#include "check.h"

#include <scalptor/optics.h>

/* Bands in the profile's order: red 650, green 550, blue 450 nm. */
typedef struct reference {
    double depth, contrast[3], weak[3], hwhm[3], total[3];
} reference;

static const reference rows[] = {
    {0.10, {.612, .527, .442}, {.360, .315, .269}, {.106, .109, .114}, {.1317, .0803, .0564}},
    {0.12, {.514, .417, .329}, {.300, .249, .200}, {.111, .116, .121}, {.1314, .0748, .0492}},
    {0.15, {.401, .305, .223}, {.233, .180, .135}, {.124, .130, .136}, {.1304, .0680, .0409}},
    {0.20, {.269, .187, .120}, {.155, .110, .073}, {.152, .160, .165}, {.1268, .0575, .0297}},
    {0.30, {.132, .077, .040}, {.077, .046, .025}, {.225, .232, .232}, {.1168, .0415, .0164}},
};
enum { row_count = sizeof rows / sizeof *rows };

static double contrast(const scalp_dot_band *b, double r) {
    return b->core * exp(-r * r / (2 * b->core_sigma_mm * b->core_sigma_mm)) +
           b->skirt * exp(-r * r / (2 * b->skirt_sigma_mm * b->skirt_sigma_mm));
}

/* Integral over the disc of radius `to`, by rings. */
static double integral(const scalp_dot_band *b, double to) {
    const int rings = 4000;
    double sum = 0;
    for (int i = 0; i < rings; i++) {
        const double r = to * (i + 0.5) / rings;
        sum += contrast(b, r) * 2 * SCALP_PI * r * to / rings;
    }
    return sum;
}

static double half_width(const scalp_dot_band *b) {
    double r = 0;
    while (contrast(b, r) > contrast(b, 0) / 2)
        r += 1e-5;
    return r;
}

static double half_light(const scalp_dot_band *b) {
    double r = 0.01;
    while (integral(b, r) < b->total_mm2 / 2)
        r += 0.004;
    return r;
}

static scalp_deposit deposit(double depth, double dmua) {
    return (scalp_deposit){depth, 0.20, 0.08, dmua};
}

int main(void) {
    const double disc = SCALP_PI * 0.01;
    CASE("every row of the table comes out again within 2 %") {
        for (int i = 0; i < row_count; i++) {
            const scalp_deposit d = deposit(rows[i].depth, 50);
            const scalp_dot_profile p = scalp_optics_dot(&d);
            for (int b = 0; b < 3; b++) {
                const scalp_dot_band *band = &p.band[b];
                CHECK(band->core > 0 && band->skirt > 0 && band->core + band->skirt < 1);
                CHECK_NEAR(integral(band, 0.10) / disc / rows[i].contrast[b], 1, 0.02);
                CHECK_NEAR(half_width(band) / rows[i].hwhm[b], 1, 0.02);
                CHECK_NEAR(integral(band, 6) / rows[i].total[b], 1, 0.02);
                CHECK_NEAR(band->total_mm2 / rows[i].total[b], 1, 0.002);
            }
            CHECK_NEAR(p.seen_diameter_mm / (2 * rows[i].hwhm[1]), 1, 0.02);
        }
    }
    CASE("weaker ink follows the saturation law to the table's other column") {
        for (int i = 0; i < row_count; i++) {
            const scalp_deposit d = deposit(rows[i].depth, 10);
            const scalp_dot_profile p = scalp_optics_dot(&d);
            for (int b = 0; b < 3; b++) /* the table is rounded to 0.001 */
                CHECK_NEAR(integral(&p.band[b], 0.10) / disc, rows[i].weak[b],
                           0.02 * rows[i].weak[b] + 0.0005);
        }
    }
    CASE("the missing light reaches as far as in the larger reference dots") {
        const double deep[2] = {0.2, 0.3};
        const double r50[2][3] = {{.65, .34, .25}, {.77, .42, .32}};
        for (int i = 0; i < 2; i++) {
            const scalp_deposit d = deposit(deep[i], 50);
            const scalp_dot_profile p = scalp_optics_dot(&d);
            for (int b = 0; b < 3; b++)
                CHECK_NEAR(half_light(&p.band[b]) / r50[i][b], 1, 0.10);
        }
    }
    CASE("a disc of 0.30 mm by 0.15 mm, by area and saturation, is near its own reference") {
        const scalp_deposit d = {0.2, 0.30, 0.15, 50};
        const scalp_dot_profile p = scalp_optics_dot(&d);
        const double expected[3] = {.493, .362, .253};
        for (int b = 0; b < 3; b++)
            CHECK_NEAR(integral(&p.band[b], 0.15) / (disc * 2.25) / expected[b], 1, 0.15);
    }
    CASE("darkness falls with depth and rises with ink, without a jump") {
        double before[3] = {1, 1, 1};
        for (double z = 0.10; z <= 0.3001; z += 0.005) {
            const scalp_deposit d = deposit(z, 50);
            const scalp_dot_profile p = scalp_optics_dot(&d);
            for (int b = 0; b < 3; b++) {
                const double peak = p.band[b].core + p.band[b].skirt;
                CHECK(peak < before[b] && (before[b] == 1 || peak > 0.85 * before[b]));
                before[b] = peak;
            }
            CHECK(p.band[0].total_mm2 > p.band[1].total_mm2);
            CHECK(p.band[1].total_mm2 > p.band[2].total_mm2);
        }
        double total = -1;
        for (double dmua = 0; dmua <= 500; dmua += 20) {
            const scalp_deposit d = deposit(0.12, dmua);
            const scalp_dot_profile p = scalp_optics_dot(&d);
            CHECK(p.band[1].total_mm2 > total);
            total = p.band[1].total_mm2;
        }
    }
    CASE("values outside the ranges are clamped, and no dot is blacker than black") {
        const scalp_deposit low = {-1, 0, 0, -5}, high = {9, 9, 9, 9e9}, thick = {.1, .6, .3, 500};
        const scalp_dot_profile none = scalp_optics_dot(&low), all = scalp_optics_dot(&high);
        const scalp_dot_profile wide = scalp_optics_dot(&thick);
        CHECK(none.band[1].total_mm2 == 0 && none.seen_diameter_mm == 0);
        CHECK(all.band[1].total_mm2 > 0 && all.seen_diameter_mm < 1.5);
        for (int b = 0; b < 3; b++) {
            CHECK(wide.band[b].core + wide.band[b].skirt <= 0.9701);
            CHECK_NEAR(integral(&wide.band[b], 12) / wide.band[b].total_mm2, 1, 0.002);
        }
    }
    CASE("dilution") {
        CHECK_NEAR(scalp_optics_dmua_from_dilution(0), 1125, 1e-9);
        CHECK_NEAR(scalp_optics_dmua_from_dilution(20), 53.5714285714, 1e-9);
    }
    return check_done();
}
