/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The random fields behind the texture of skin. */
#include "../../src/render/noise.h"
#include "../check.h"

static scalp_noise_point somewhere(scalp_random *random) {
    return (scalp_noise_point){(float)(200 * scalp_random_uniform(random) - 100),
                               (float)(200 * scalp_random_uniform(random) - 100),
                               (float)(200 * scalp_random_uniform(random) - 100)};
}

int main(void) {
    scalp_random random = scalp_random_make(1, 0);
    CASE("smooth: mean 0, spread near 0.27, never beyond 1.1") {
        double sum = 0, squares = 0, most = 0;
        for (int i = 0; i < 20000; i++) {
            const double n = (double)scalp_noise_smooth(somewhere(&random), 5, NULL);
            sum += n;
            squares += n * n;
            most = fmax(most, fabs(n));
        }
        CHECK_NEAR(sum / 20000, 0, 0.01);
        CHECK_NEAR(sqrt(squares / 20000), 0.27, 0.03);
        CHECK_AT_MOST(most, 1.1);
    }
    CASE("its slope is that of its values") {
        for (int i = 0; i < 500; i++) {
            const scalp_noise_point p = somewhere(&random);
            scalp_noise_point slope;
            (void)scalp_noise_smooth(p, 9, &slope);
            const float e = 1.0F / 64;
            const float dx = scalp_noise_smooth((scalp_noise_point){p.x + e, p.y, p.z}, 9, NULL) -
                             scalp_noise_smooth((scalp_noise_point){p.x - e, p.y, p.z}, 9, NULL);
            const float dz = scalp_noise_smooth((scalp_noise_point){p.x, p.y, p.z + e}, 9, NULL) -
                             scalp_noise_smooth((scalp_noise_point){p.x, p.y, p.z - e}, 9, NULL);
            CHECK_NEAR((double)(dx / (2 * e)), (double)slope.x, 0.02);
            CHECK_NEAR((double)(dz / (2 * e)), (double)slope.z, 0.02);
        }
    }
    CASE("no jump where lattice cells meet, also below 0") {
        for (int i = 0; i < 200; i++) {
            const scalp_noise_point p = somewhere(&random);
            const float low = nextafterf(floorf(p.x), -200), at = floorf(p.x);
            CHECK_NEAR((double)scalp_noise_smooth((scalp_noise_point){low, p.y, p.z}, 3, NULL),
                       (double)scalp_noise_smooth((scalp_noise_point){at, p.y, p.z}, 3, NULL),
                       1e-4);
        }
    }
    CASE("seeds give other fields") {
        double product = 0;
        for (int i = 0; i < 5000; i++) {
            const scalp_noise_point p = somewhere(&random);
            product += (double)(scalp_noise_smooth(p, 1, NULL) * scalp_noise_smooth(p, 2, NULL));
        }
        CHECK_NEAR(product / 5000, 0, 0.01);
    }
    CASE("cells: distance as expected, its slope away from the centre, margin 0 or more") {
        double sum = 0;
        for (int i = 0; i < 3000; i++) {
            const scalp_noise_point p = somewhere(&random);
            const scalp_noise_cell c = scalp_noise_cells(p, 4);
            const float e = 0.01F;
            const scalp_noise_cell out = scalp_noise_cells(
                (scalp_noise_point){p.x + e * c.outwards.x, p.y + e * c.outwards.y,
                                    p.z + e * c.outwards.z},
                4);
            CHECK(c.nearest >= 0 && c.margin >= 0);
            if (c.margin > 0.05F)
                CHECK_NEAR((double)(out.nearest - c.nearest), 0.01, 1e-3);
            sum += (double)c.nearest;
        }
        /* One point a unit cube: 0.554 for random points (3/(4 pi))^(1/3) Gamma(4/3), a little less
         * for one to a cell. */
        CHECK_NEAR(sum / 3000, 0.52, 0.05);
    }
    return check_done();
}
