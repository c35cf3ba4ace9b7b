/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for every stack: nothing is lost, either way is the same, halves make a whole, more
 * absorption darkens; and who computes it makes no difference. */
#include "slabs.h"

static const int nodes[] = {8, 16, 32, 48};

static int layers_make(scalp_random *r, scalp_layer *layers, bool one_index) {
    const int count = 1 + (int)scalp_random_below(r, 4);
    for (int i = 0; i < count; i++) {
        layers[i] = any_layer(r);
        if (!one_index)
            layers[i].n = uniform(r, 1, 1.6);
    }
    return count;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_random r = scalp_random_make(17, 0);
    scalp_layer layers[8];
    CASE("without absorption R + T = 1, whatever the indices, thick or thin") {
        for (int i = 0; i < check_times(12, 400); i++) {
            const int count = layers_make(&r, layers, i % 2 == 0);
            double absorbed = 0;
            for (int k = 0; k < count; k++) {
                layers[k].mua_per_mm = 0;
                if (i % 5 == 0)
                    layers[k].mus_per_mm *= 100;
            }
            const scalp_slab slab = slab_between(&w, uniform(&r, 1, 1.5), layers, (size_t)count,
                                                 uniform(&r, 1, 1.5), nodes[i % 4]);
            for (int k = 0; k < count; k++)
                absorbed += fabs(slab.absorbed[k]) + fabs(slab.absorbed_diffuse[k]);
            CHECK_NEAR(slab.ur1[0] + slab.ut1[0], 1, 1e-9);
            CHECK_NEAR(slab.uru[0] + slab.utu[0], 1, 1e-9);
            CHECK_AT_MOST(absorbed, 1e-9);
        }
        const scalp_layer endless = {1.4, 0, 20, 0.9, INFINITY};
        CHECK_NEAR(slab_in_air(&w, &endless, 1, 48).ur1[0], 1, 1e-9);
    }
    CASE("what is not reflected, transmitted or absorbed is nothing; no share is negative") {
        for (int i = 0; i < check_times(12, 400); i++) {
            const int count = layers_make(&r, layers, false);
            const scalp_slab s = slab_in_air(&w, layers, (size_t)count, nodes[i % 4]);
            double straight = s.ur1[0] + s.ut1[0], diffuse = s.uru[0] + s.utu[0];
            for (int k = 0; k < count; k++) {
                straight += s.absorbed[k];
                diffuse += s.absorbed_diffuse[k];
                CHECK(s.absorbed[k] > -1e-12 && s.absorbed_diffuse[k] > -1e-12);
            }
            CHECK_NEAR(straight, 1, 1e-12);
            CHECK_NEAR(diffuse, 1, 1e-12);
            CHECK(s.ur1[0] > 0 && s.uru[0] > 0 && s.ut1[0] > -1e-12 && s.utu[0] > -1e-12);
        }
    }
    CASE("diffuse light takes either way alike: n^2 UTU") {
        for (int i = 0; i < check_times(12, 400); i++) {
            scalp_layer turned[8];
            const int count = layers_make(&r, layers, false);
            const double above = uniform(&r, 1, 1.5), below = uniform(&r, 1, 1.5);
            for (int k = 0; k < count; k++)
                turned[k] = layers[count - 1 - k];
            const double there =
                slab_between(&w, above, layers, (size_t)count, below, nodes[i % 4]).utu[0];
            const double back =
                slab_between(&w, below, turned, (size_t)count, above, nodes[i % 4]).utu[0];
            CHECK_NEAR(above * above * there, below * below * back, 1e-11);
        }
    }
    CASE("a layer cut in two is the same layer") {
        for (int i = 0; i < check_times(16, 400); i++) {
            scalp_layer cut[8];
            const double share = uniform(&r, 0.01, 0.99);
            const int count = layers_make(&r, layers, false);
            memcpy(cut, layers, sizeof cut);
            memmove(cut + 1, cut, sizeof *cut * (size_t)count);
            cut[0].thickness_mm *= share;
            cut[1].thickness_mm *= 1 - share;
            const scalp_slab a = slab_in_air(&w, layers, (size_t)count, nodes[i % 4]);
            const scalp_slab b = slab_in_air(&w, cut, (size_t)count + 1, nodes[i % 4]);
            CHECK_NEAR(b.ur1[0], a.ur1[0], 1e-9);
            CHECK_NEAR(b.utu[0], a.utu[0], 1e-9);
            CHECK_NEAR(b.absorbed[0] + b.absorbed[1], a.absorbed[0], 1e-9);
        }
    }
    CASE("an endless layer is a very thick one") {
        scalp_layer layer = {1.4, 0.05, 10, 0.8, INFINITY};
        for (int i = 0; i < 4; i++) {
            layer.thickness_mm = INFINITY;
            const double endless = slab_between(&w, 1, &layer, 1, 1.4, nodes[i]).ur1[0];
            layer.thickness_mm = 60;
            CHECK_NEAR(slab_between(&w, 1, &layer, 1, 1.4, nodes[i]).ur1[0], endless, 1e-9);
        }
    }
    CASE("more absorption in any layer never raises R or T") {
        for (int i = 0; i < check_times(12, 400); i++) {
            const int count = layers_make(&r, layers, false);
            const scalp_slab before = slab_in_air(&w, layers, (size_t)count, nodes[i % 4]);
            layers[scalp_random_below(&r, (uint64_t)count)].mua_per_mm *= uniform(&r, 1, 3);
            const scalp_slab after = slab_in_air(&w, layers, (size_t)count, nodes[i % 4]);
            CHECK_AT_MOST(after.ur1[0], before.ur1[0] + 1e-13);
            CHECK_AT_MOST(after.uru[0], before.uru[0] + 1e-13);
            CHECK_AT_MOST(after.ut1[0], before.ut1[0] + 1e-13);
        }
    }
    check_work_close(&w);
    return check_done();
}
