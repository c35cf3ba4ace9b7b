/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin from a measured spectrum: least squares over the logarithms of melanin, blood and
 * scattering, by Levenberg's and Marquardt's method (Marquardt 1963). */
#include <scalptor/optics.h>

#include <math.h>

enum { unknowns = 3, first = 2, samples = 31, most_steps = 30 }; /* 400, 410 .. 700 nm */

static const double step = 1e-3; /* of a logarithm, for slopes */
static const double lowest[unknowns] = {1e-4, 1e-4, 0.3}, highest[unknowns] = {0.3, 0.3, 3};

/* The state x, its residuals, and their slopes. */
typedef struct fit {
    const scalp_spectrum *measured;
    int nodes;
    const scalp_work *work;
    double x[unknowns];
    double residual[samples], slope[unknowns][samples];
    double square;
} fit;

static scalp_skin_parts parts_of(const double *x) {
    return (scalp_skin_parts){scalp_exp(x[0]), scalp_exp(x[1]), scalp_exp(x[2])};
}

/* The skin at x and those a step beside it, all in one stack. */
static scalp_status evaluate(fit *f, scalp_error *error) {
    enum { skins = unknowns + 1 };
    scalp_layer layers[skins * samples * SCALP_SKIN_LAYERS];
    double nm[samples];
    scalp_slab slab;
    for (size_t i = 0; i < samples; i++)
        nm[i] = scalp_spectrum_wavelength_nm(first + i);
    for (size_t s = 0; s < skins; s++) {
        double x[unknowns];
        for (size_t k = 0; k < unknowns; k++)
            x[k] = f->x[k] + (k + 1 == s ? step : 0);
        const scalp_skin_parts skin = parts_of(x);
        scalp_skin_layers_make(&skin, nm, samples, layers + s * samples * SCALP_SKIN_LAYERS);
    }
    const scalp_stack stack = {layers, SCALP_SKIN_LAYERS, (size_t)skins * samples, 1, layers->n};
    const scalp_arena_mark mark = scalp_arena_here(f->work->memory);
    SCALP_TRY(scalp_optics_slab_make(&stack, f->nodes, f->work, &slab, error));
    f->square = 0;
    for (size_t i = 0; i < samples; i++) {
        f->residual[i] = slab.ur1[i] - f->measured->r[first + i];
        f->square += f->residual[i] * f->residual[i];
        for (size_t k = 0; k < unknowns; k++)
            f->slope[k][i] = (slab.ur1[(k + 1) * samples + i] - slab.ur1[i]) / step;
    }
    scalp_arena_return(f->work->memory, mark);
    return SCALP_OK;
}

static double dot(const double *a, const double *b) {
    double sum = 0;
    for (int i = 0; i < samples; i++)
        sum += a[i] * b[i];
    return sum;
}

static double determinant(const double (*m)[unknowns]) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
           m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/* Where the damped normal equations lead, within the limits (Cramer's rule). */
static void next(const fit *f, double damping, double *x) {
    double m[unknowns][unknowns], right[unknowns];
    for (int i = 0; i < unknowns; i++) {
        for (int k = 0; k < unknowns; k++)
            m[i][k] = dot(f->slope[i], f->slope[k]) * (i == k ? 1 + damping : 1);
        m[i][i] += 1e-12;
        right[i] = -dot(f->slope[i], f->residual);
    }
    const double whole = determinant((const double(*)[unknowns])m);
    for (int k = 0; k < unknowns; k++) {
        double changed[unknowns][unknowns];
        for (int i = 0; i < unknowns; i++) {
            for (int j = 0; j < unknowns; j++)
                changed[i][j] = j == k ? right[i] : m[i][j];
        }
        const double move = determinant((const double(*)[unknowns])changed) / whole;
        x[k] = scalp_clamp(f->x[k] + scalp_clamp(move, -1, 1), scalp_log(lowest[k]),
                           scalp_log(highest[k]));
    }
}

scalp_status scalp_skin_from_spectrum(const scalp_spectrum *measured, int nodes,
                                      const scalp_work *work, scalp_skin_parts *skin, double *rms,
                                      scalp_error *error) {
    fit f = {.measured = measured,
             .nodes = nodes,
             .work = work,
             .x = {scalp_log(0.03), scalp_log(SCALP_SKIN_BLOOD), 0}};
    double damping = 1e-3;
    SCALP_TRY(evaluate(&f, error));
    for (int i = 0; i < most_steps; i++) {
        fit there = f;
        next(&f, damping, there.x);
        SCALP_TRY(evaluate(&there, error));
        const double gain = f.square - there.square;
        damping *= gain > 0 ? 0.2 : 8;
        if (gain > 0)
            f = there;
        if (fabs(gain) <= 1e-6 * f.square)
            break;
    }
    *skin = parts_of(f.x);
    *rms = sqrt(f.square / samples);
    return SCALP_OK;
}
