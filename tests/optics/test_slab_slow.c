/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against adding-doubling as the textbook has it, with the same directions. */
#include "adding_slow.h"
#include "slabs.h"

static void compare(check_work *w, const scalp_layer *layers, size_t count, int nodes,
                    double tolerance) {
    double u[4];
    slow_slab(layers, count, nodes, u);
    const scalp_slab slab = slab_in_air(w, layers, count, nodes);
    CHECK_NEAR(slab.ur1[0], u[0], tolerance);
    CHECK_NEAR(slab.ut1[0], u[1], tolerance);
    CHECK_NEAR(slab.uru[0], u[2], tolerance);
    CHECK_NEAR(slab.utu[0], u[3], tolerance);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_random r = scalp_random_make(5, 0);
    CASE("without surfaces") {
        const scalp_layer layers[] = {{1, 0.1, 0.9, 0.75, 2}, {1, 0.3, 4, 0.5, 0.5}};
        compare(&w, layers, 2, 8, 5e-6);
        compare(&w, layers, 2, 16, 5e-6);
    }
    CASE("skin at 450 nm") {
        const scalp_layer layers[] = {layer_per_cm(20.49, 322.3, 0.7505, 0.08),
                                      layer_per_cm(9.007, 218.6, 0.7505, 0.20),
                                      layer_per_cm(5.222, 218.6, 0.7505, 1.72)};
        compare(&w, layers, 3, 16, 5e-6);
        if (check_times(0, 1))
            compare(&w, layers, 3, 32, 5e-6);
    }
    CASE("random pairs of layers") {
        for (int i = 0; i < check_times(4, 60); i++) {
            scalp_layer layers[2] = {any_layer(&r), any_layer(&r)};
            layers[0].g = fabs(layers[0].g);
            layers[1].g = fabs(layers[1].g);
            compare(&w, layers, 2, 16, 2e-4);
        }
    }
    check_work_close(&w);
    return check_done();
}
