/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shaved hairs among the finds: as dark as dots, but thin and drawn out. Boosted trees (Friedman
 * 2001, Ann. Stat. 29:1189), the rows of data/stub_evidence.csv. */
#include "stubs.h"

#include <scalptor/base.h>

enum { depth = 4, splits = 15, leaves = 16 };

static const double trees[][2 * splits + leaves] = {
#define ROW(source, ...) {__VA_ARGS__},
#include "stub_evidence.inc"
#undef ROW
};

double scalp_stub_likely(const float *trait) {
    double sum = 0; /* logarithm of the odds that it is a dot */
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        int node = 0;
        for (int level = 0; level < depth; level++) {
            const double *split = trees[i] + 2 * (size_t)node;
            node = 2 * node + 1 + ((double)trait[(int)split[0]] >= split[1]);
        }
        sum += trees[i][2 * splits + node - splits];
    }
    return 1 / (1 + scalp_exp(scalp_clamp(sum, -30, 30)));
}
