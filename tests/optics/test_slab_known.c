/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published and independently computed values. */
#include "slabs.h"

#define ENDLESS INFINITY

static const double unknown = -1;

/* What is expected: UR1, UT1, URU, UTU. */
static void check_all(const scalp_slab *slab, const double expected[4], double tolerance) {
    const double got[4] = {slab->ur1[0], slab->ut1[0], slab->uru[0], slab->utu[0]};
    for (int i = 0; i < 4; i++) {
        if (expected[i] != unknown)
            CHECK_NEAR(got[i], expected[i], tolerance);
    }
}

static void one(check_work *w, scalp_layer layer, const double expected[4], double tolerance) {
    const scalp_slab slab = slab_in_air(w, &layer, 1, 48);
    check_all(&slab, expected, tolerance);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a slab without surface reflection (van de Hulst 1980)") {
        one(&w, (scalp_layer){1, 0.1, 0.9, 0.75, 2}, (double[]){0.09739, 0.66096, -1, -1}, 5e-6);
    }
    CASE("endless, n = 1.5 (Giovanelli 1955)") {
        one(&w, (scalp_layer){1.5, 0.1, 0.9, 0, ENDLESS}, (double[]){0.2600, 0, -1, 0}, 1e-4);
    }
    CASE("three layers (the sample of the MCML manual, Wang & Jacques 1992)") {
        const scalp_layer layers[] = {
            {1.37, 0.1, 10, 0.9, 1}, {1.37, 0.1, 1, 0, 1}, {1.37, 0.2, 1, 0.7, 2}};
        const scalp_slab slab = slab_in_air(&w, layers, 3, 48);
        check_all(&slab, (double[]){0.262230, 0.096048, -1, -1}, 1e-5);
    }
    CASE("skin of four layers at 550 nm (iad 4.0.0, 96 directions)") {
        const scalp_layer layers[] = {
            layer_per_cm(5.399, 261.0, 0.7795, 0.08), layer_per_cm(5.336, 165.9, 0.7795, 0.20),
            layer_per_cm(2.926, 165.9, 0.7795, 1.72), layer_per_cm(2.712, 136.3, 0.7795, ENDLESS)};
        const scalp_slab slab = slab_in_air(&w, layers, 4, 48);
        check_all(&slab, (double[]){0.270298, 0, 0.321312, 0}, 1e-4);
    }
    CASE("skin of three layers at 450 and 650 nm (iad 4.0.0, 96 directions)") {
        const scalp_layer blue[] = {layer_per_cm(20.49, 322.3, 0.7505, 0.08),
                                    layer_per_cm(9.007, 218.6, 0.7505, 0.20),
                                    layer_per_cm(5.222, 218.6, 0.7505, 1.72)};
        const scalp_layer red[] = {layer_per_cm(5.956, 241.8, 0.8085, 0.08),
                                   layer_per_cm(0.4157, 148.6, 0.8085, 0.20),
                                   layer_per_cm(0.3627, 148.6, 0.8085, 1.72)};
        scalp_slab slab = slab_in_air(&w, blue, 3, 48);
        check_all(&slab, (double[]){0.185828, 0.001163, 0.236751, 0.000992}, 1e-4);
        slab = slab_in_air(&w, red, 3, 48);
        check_all(&slab, (double[]){0.452840, 0.166177, 0.486892, 0.148293}, 1e-4);
    }
    CASE("endless dermis at 450, 550, 650 nm (iad 4.0.0, 96 directions)") {
        one(&w, layer_per_cm(5.222, 218.6, 0.7505, ENDLESS), (double[]){0.287449, 0, -1, 0}, 1e-4);
        one(&w, layer_per_cm(2.926, 165.9, 0.7795, ENDLESS), (double[]){0.314270, 0, -1, 0}, 1e-4);
        one(&w, layer_per_cm(.3627, 148.6, 0.8085, ENDLESS), (double[]){0.598102, 0, -1, 0}, 1e-4);
    }
    CASE("strongly forward, n = 1.4 (iad, 64 directions)") {
        one(&w, (scalp_layer){1.4, 0.01, 0.99, 0.9, 1},
            (double[]){0.09307, 0.88494, 0.19260, 0.77246}, 1e-4);
        one(&w, (scalp_layer){1.4, 0.01, 9.99, 0.9, 1},
            (double[]){0.36898, 0.59384, 0.43010, 0.53220}, 1e-4);
        one(&w, (scalp_layer){1.4, 0.1, 0.9, 0.9, 1},
            (double[]){0.06436, 0.79444, 0.13702, 0.66626}, 1e-4);
    }
    CASE("a pane of glass: 2 r / (1 + r), and Beer's law with reflections") {
        const double r = 0.04, t = exp(-0.3);
        one(&w, (scalp_layer){1.5, 0, 0, 0, 1},
            (double[]){2 * r / (1 + r), 1 / (1 + r) * (1 - r), -1, -1}, 1e-12);
        one(&w, (scalp_layer){1.5, 0.3, 0, 0, 1},
            (double[]){r + r * t * t * (1 - r) * (1 - r) / (1 - r * r * t * t),
                       t * (1 - r) * (1 - r) / (1 - r * r * t * t), -1, -1},
            1e-9);
    }
    CASE("steps of index between layers (Monte Carlo, 1e6 photons, four standard errors)") {
        const scalp_layer four[] = {{1.43, 0.2, 2.23, 0.7505, 0.4},
                                    {1.39, 0.1, 4, 0.7505, 0.5},
                                    {1.41, 0.01, 5, 0.7505, 1.72},
                                    {1.44, 0.1, 5, 0.7, 1}};
        const scalp_layer two[] = {{1.33, 0.1, 5, 0.7, 0.3}, {1.55, 0.05, 4, 0.6, 0.4}};
        scalp_slab slab = slab_between(&w, 1, four, 4, 1.5, 48);
        check_all(&slab, (double[]){0.29815, 0.18894, -1, -1}, 1.7e-3);
        CHECK_NEAR(slab.absorbed[0], 0.23737, 1.7e-3);
        CHECK_NEAR(slab.absorbed[1], 0.14834, 1.4e-3);
        slab = slab_between(&w, 1, two, 2, 1.2, 48);
        check_all(&slab, (double[]){0.24526, 0.61672, -1, -1}, 1.9e-3);
        CHECK_NEAR(slab.absorbed[0], 0.07928, 1.1e-3);
    }
    check_work_close(&w);
    return check_done();
}
