/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A spectrum bent smoothly until it has a wanted colour: times exp(a + b x + c x^2), with x from -1
 * to 1 over the visible. Three numbers for three, by Newton's method, halving steps that do not
 * help; beyond 0..1 the spectrum is cut, so a colour that no surface has is only approached. */
#include "parts.h"

#include <math.h>

static scalp_spectrum bent(const scalp_spectrum *from, const double p[3]) {
    scalp_spectrum to;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        const double x = (scalp_spectrum_wavelength_nm(w) - 560) / 140;
        const double factor = p[0] + p[1] * x + p[2] * (x * x > 2.5 ? 2.5 : x * x);
        to.r[w] = scalp_clamp(from->r[w] * scalp_exp(scalp_clamp(factor, -20, 20)), 1e-5, 1);
    }
    return to;
}

static double residual(const scalp_spectrum *from, const double p[3], scalp_lab want, double d[3]) {
    const scalp_spectrum s = bent(from, p);
    const scalp_lab lab = scalp_lab_from_spectrum(&s, SCALP_ILLUMINANT_D65);
    d[0] = lab.l - want.l;
    d[1] = lab.a - want.a;
    d[2] = lab.b - want.b;
    return d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
}

static double determinant(const double *u, const double *v, const double *w) {
    return u[0] * (v[1] * w[2] - v[2] * w[1]) - u[1] * (v[0] * w[2] - v[2] * w[0]) +
           u[2] * (v[0] * w[1] - v[1] * w[0]);
}

/* Newton's step at p, where the residual is d. False: the slopes lead nowhere. */
static bool newton(const scalp_spectrum *from, const double p[3], scalp_lab want, const double d[3],
                   double step[3]) {
    double slope[3][3]; /* a row for each parameter */
    for (int k = 0; k < 3; k++) {
        double q[3] = {p[0], p[1], p[2]}, there[3];
        q[k] += 1e-4;
        (void)residual(from, q, want, there);
        for (int i = 0; i < 3; i++)
            slope[k][i] = (there[i] - d[i]) / 1e-4;
    }
    const double whole = determinant(slope[0], slope[1], slope[2]);
    if (!(fabs(whole) > 1e-9))
        return false;
    step[0] = -determinant(d, slope[1], slope[2]) / whole;
    step[1] = -determinant(slope[0], d, slope[2]) / whole;
    step[2] = -determinant(slope[0], slope[1], d) / whole;
    return true;
}

scalp_spectrum match_tint(const scalp_spectrum *from, scalp_lab want) {
    double p[3] = {0, 0, 0}, d[3], step[3];
    double square = residual(from, p, want, d);
    for (int i = 0; i < 40 && square > 1e-12 && newton(from, p, want, d, step); i++) {
        double share = 1, there[3], q[3], now = square;
        for (; share > 1e-3; share /= 2) {
            for (int k = 0; k < 3; k++)
                q[k] = p[k] + share * scalp_clamp(step[k], -2, 2);
            now = residual(from, q, want, there);
            if (now < square)
                break;
        }
        if (!(now < square))
            break;
        for (int k = 0; k < 3; k++) {
            p[k] = q[k];
            d[k] = there[k];
        }
        square = now;
    }
    return bent(from, p);
}
