/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIEDE2000 against the 34 pairs of Sharma, Wu & Dalal 2005, and its symmetries. */
#include "check.h"

#include <scalptor/colour.h>

int main(void) {
    const char *folder = check_shared();
    char path[4096], line[512];
    CASE("pairs that try the turns of hue (Sharma et al. 2005, table 1: rows 1, 7, 9, 25, 34)") {
        CHECK_NEAR(
            scalp_lab_difference((scalp_lab){50, 2.6772, -79.7751}, (scalp_lab){50, 0, -82.7485}),
            2.0425, 5e-5);
        CHECK_NEAR(scalp_lab_difference((scalp_lab){50, 0, 0}, (scalp_lab){50, -1, 2}), 2.3669,
                   5e-5);
        CHECK_NEAR(
            scalp_lab_difference((scalp_lab){50, 2.49, -0.001}, (scalp_lab){50, -2.49, 0.0009}),
            7.1792, 5e-5);
        CHECK_NEAR(scalp_lab_difference((scalp_lab){60.2574, -34.0099, 36.2677},
                                        (scalp_lab){60.4626, -34.1751, 39.4387}),
                   1.2644, 5e-5);
        CHECK_NEAR(scalp_lab_difference((scalp_lab){2.0776, 0.0795, -1.135},
                                        (scalp_lab){0.9033, -0.0636, -0.5514}),
                   0.9082, 5e-5);
    }
    CASE("either way alike, nothing from a colour to itself") {
        scalp_random r = scalp_random_make(3, 0);
        for (int i = 0; i < 500; i++) {
            const scalp_lab a = {100 * scalp_random_uniform(&r), 30 * scalp_random_normal(&r),
                                 30 * scalp_random_normal(&r)};
            const scalp_lab b = {100 * scalp_random_uniform(&r), 30 * scalp_random_normal(&r),
                                 30 * scalp_random_normal(&r)};
            CHECK_NEAR(scalp_lab_difference(a, b), scalp_lab_difference(b, a), 1e-9);
            CHECK(scalp_lab_difference(a, a) == 0);
            CHECK(scalp_lab_difference(a, b) > 0);
        }
    }
    snprintf(path, sizeof path, "%s/data/optics/ciede2000_sharma_pairs.csv", folder ? folder : "");
    FILE *file = folder ? fopen(path, "r") : NULL;
    if (!file) {
        check_skip("all 34 pairs", "the shared test data is not there");
        return check_done();
    }
    CASE("all 34 pairs") {
        int pairs = 0;
        while (fgets(line, sizeof line, file)) {
            double v[8];
            if (sscanf(line, "%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf", v, v + 1, v + 2, v + 3, v + 4,
                       v + 5, v + 6, v + 7) != 8)
                continue;
            const double *p = v[0] == ++pairs ? v + 1 : v;
            CHECK_NEAR(
                scalp_lab_difference((scalp_lab){p[0], p[1], p[2]}, (scalp_lab){p[3], p[4], p[5]}),
                p[6], 1e-4);
        }
        CHECK(pairs == 34);
    }
    fclose(file);
    return check_done();
}
