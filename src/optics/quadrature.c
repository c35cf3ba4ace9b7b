/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Legendre and Gauss-Radau nodes (Abramowitz & Stegun 1964, 25.4.29 and 25.4.31), on (0, 1).
 *
 * A node is a root of a Legendre polynomial P_n, for Radau of P_(n-1) + P_n with -1 divided out.
 * Newton's method finds them one after another, each time with the roots already found divided
 * out (Maehly 1954), so that no start finds a root twice. */
#include "adding.h"

#include <assert.h>
#include <math.h>

typedef struct legendre {
    double before, value, slope_before, slope; /* of orders n - 1 and n */
} legendre;

/* By the recurrence (l + 1) P_(l+1) = (2l + 1) x P_l - l P_(l-1), and its derivative. */
static legendre legendre_at(int n, double x) {
    legendre at = {0, 1, 0, 0};
    for (int l = 0; l < n; l++) {
        const double value = ((2 * l + 1) * x * at.value - l * at.before) / (l + 1);
        const double slope =
            ((2 * l + 1) * (at.value + x * at.slope) - l * at.slope_before) / (l + 1);
        at = (legendre){at.value, value, at.slope, slope};
    }
    return at;
}

/* The roots of P_n, or of P_(n-1) + P_n without -1, on (-1, 1), descending, polished. */
static void roots(int n, bool radau, double *x) {
    const int count = radau ? n - 1 : n;
    for (int i = 0; i < count; i++) {
        double root = i ? x[i - 1] - 1e-9 : 1;
        for (int step = 0; step < 200; step++) {
            const legendre at = legendre_at(n, root);
            const double value = radau ? at.before + at.value : at.value;
            const double slope = radau ? at.slope_before + at.slope : at.slope;
            double divided = radau ? 1 / (root + 1) : 0;
            for (int j = 0; j < i; j++)
                divided += 1 / (root - x[j]);
            const double move = value / (slope - value * divided);
            root -= move;
            if (fabs(move) < 1e-15)
                break;
        }
        x[i] = root;
    }
}

void scalp_quadrature_gauss(int count, double *nodes, double *weights) {
    assert(count > 0);
    roots(count, false, nodes);
    for (int i = 0; i < count; i++) {
        const double x = nodes[i], slope = legendre_at(count, x).slope;
        weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
    for (int i = 0; i < count; i++)
        nodes[i] = (1 + nodes[i]) / 2;
    for (int i = 0; i < count / 2; i++) {
        const double node = nodes[i], weight = weights[i];
        nodes[i] = nodes[count - 1 - i];
        weights[i] = weights[count - 1 - i];
        nodes[count - 1 - i] = node;
        weights[count - 1 - i] = weight;
    }
}

/* The rule with a fixed node at -1, turned round. */
void scalp_quadrature_radau(int count, double *nodes, double *weights) {
    assert(count > 0);
    roots(count, true, nodes);
    for (int i = 0; i < count - 1; i++) {
        const double x = nodes[i], before = legendre_at(count, x).before;
        weights[i] = (1 - x) / (2.0 * count * count * before * before);
    }
    nodes[count - 1] = -1;
    weights[count - 1] = 1.0 / ((double)count * count);
    for (int i = 0; i < count; i++)
        nodes[i] = (1 - nodes[i]) / 2;
}
