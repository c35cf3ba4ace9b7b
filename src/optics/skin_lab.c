/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin from a measured colour: melanin, blood and scattering for L, a and b, by Levenberg's and
 * Marquardt's method (Marquardt 1963) in the logarithms. A weak pull to the mean person keeps the
 * three sensible where the colour does not tell them apart; it costs about a tenth. */
#include <scalptor/optics.h>

#include <math.h>

enum { unknowns = 3, residuals = 6, most_steps = 40 };

static const double slope_step = 1e-3, pull = 0.15;
static const double lowest[unknowns] = {1e-4, 1e-3, 0.6}, highest[unknowns] = {0.3, 0.15, 1.7};
static const double usual[unknowns] = {0.03, SCALP_SKIN_BLOOD, 1}, spread[unknowns] = {3, 0.8, 0.1};

typedef struct fit {
    scalp_lab wanted;
    int nodes;
    const scalp_work *work;
    double x[unknowns], residual[residuals], slope[unknowns][residuals], square;
    scalp_lab lab;
} fit;

static scalp_status lab_at(const fit *f, const double *x, scalp_lab *lab, scalp_error *error) {
    const scalp_skin_parts skin = {
        .melanin = scalp_exp(x[0]), .blood = scalp_exp(x[1]), .scatter = scalp_exp(x[2])};
    scalp_spectrum spectrum;
    SCALP_TRY(scalp_skin_spectrum_make(&skin, f->nodes, f->work, &spectrum, error));
    *lab = scalp_lab_from_spectrum(&spectrum, SCALP_ILLUMINANT_D65);
    return SCALP_OK;
}

static void residual_of(const fit *f, const double *x, scalp_lab lab, double *r) {
    r[0] = lab.l - f->wanted.l;
    r[1] = lab.a - f->wanted.a;
    r[2] = lab.b - f->wanted.b;
    for (int k = 0; k < unknowns; k++)
        r[3 + k] = pull * (x[k] - scalp_log(usual[k])) / spread[k];
}

static scalp_status evaluate(fit *f, scalp_error *error) {
    SCALP_TRY(lab_at(f, f->x, &f->lab, error));
    residual_of(f, f->x, f->lab, f->residual);
    f->square = 0;
    for (int i = 0; i < residuals; i++)
        f->square += f->residual[i] * f->residual[i];
    return SCALP_OK;
}

static scalp_status find_slopes(fit *f, scalp_error *error) {
    for (int k = 0; k < unknowns; k++) {
        double x[unknowns] = {f->x[0], f->x[1], f->x[2]}, there[residuals];
        scalp_lab lab;
        x[k] += slope_step;
        SCALP_TRY(lab_at(f, x, &lab, error));
        residual_of(f, x, lab, there);
        for (int i = 0; i < residuals; i++)
            f->slope[k][i] = (there[i] - f->residual[i]) / slope_step;
    }
    return SCALP_OK;
}

static double dot(const double *a, const double *b) {
    double sum = 0;
    for (int i = 0; i < residuals; i++)
        sum += a[i] * b[i];
    return sum;
}

static double determinant(double m[unknowns][unknowns]) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
           m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/* Where the damped normal equations lead, within the limits (Cramer's rule). */
static void next(const fit *f, double damping, double *x) {
    double m[unknowns][unknowns];
    for (int i = 0; i < unknowns; i++) {
        for (int k = 0; k < unknowns; k++)
            m[i][k] = dot(f->slope[i], f->slope[k]) * (i == k ? 1 + damping : 1);
    }
    const double whole = determinant(m);
    for (int k = 0; k < unknowns; k++) {
        double changed[unknowns][unknowns];
        for (int i = 0; i < unknowns; i++) {
            for (int j = 0; j < unknowns; j++)
                changed[i][j] = j == k ? -dot(f->slope[i], f->residual) : m[i][j];
        }
        const double move = scalp_clamp(determinant(changed) / whole, -1, 1);
        x[k] = scalp_clamp(f->x[k] + move, scalp_log(lowest[k]), scalp_log(highest[k]));
    }
}

scalp_status scalp_skin_from_lab(scalp_lab measured, int nodes, const scalp_work *work,
                                 scalp_skin_parts *skin, double *difference, scalp_error *error) {
    if (!(measured.l >= 0 && measured.l <= 100 && fabs(measured.a) <= 128 &&
          fabs(measured.b) <= 128))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Lab %g, %g, %g is no colour; L must be 0 to 100, a and b -128 to 128.",
                          measured.l, measured.a, measured.b);
    fit f = {.wanted = measured, .nodes = nodes, .work = work};
    double damping = 1e-3;
    for (int k = 0; k < unknowns; k++)
        f.x[k] = scalp_log(usual[k]);
    SCALP_TRY(evaluate(&f, error));
    for (int i = 0; i < most_steps; i++) {
        SCALP_TRY(find_slopes(&f, error));
        fit there = f;
        for (;; damping *= 8) {
            next(&f, damping, there.x);
            SCALP_TRY(evaluate(&there, error));
            if (there.square < f.square || damping > 10)
                break;
        }
        const double gain = f.square - there.square;
        if (gain > 0)
            f = there;
        if (!(gain > 1e-4 * f.square + 1e-7))
            break;
        damping = fmax(damping * 0.1, 1e-3);
    }
    *skin = (scalp_skin_parts){
        .melanin = scalp_exp(f.x[0]), .blood = scalp_exp(f.x[1]), .scatter = scalp_exp(f.x[2])};
    *difference = scalp_lab_difference(f.lab, measured);
    return SCALP_OK;
}
