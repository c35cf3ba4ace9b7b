/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin from a measured spectrum: least squares over the logarithms of melanin, blood and
 * scattering, by Levenberg's and Marquardt's method (Marquardt 1963): first over every fourth
 * wavelength, which costs a quarter, then over all. The slopes are computed once and then kept up
 * by Broyden's rule (Broyden 1965); when they mislead, computed again. */
#include <scalptor/optics.h>

#include <math.h>

enum { unknowns = 3, first = 2, samples = 31, most_steps = 40 }; /* 400, 410 .. 700 nm */

static const double step = 1e-3; /* of a logarithm, for slopes */
static const double lowest[unknowns] = {1e-4, 1e-4, 0.3}, highest[unknowns] = {0.3, 0.3, 3};

/* The state x, its residuals, and their slopes. */
typedef struct fit {
    const scalp_spectrum *measured;
    int nodes;
    const scalp_work *work;
    int stride, count; /* samples in use: every stride-th */
    double x[unknowns];
    double residual[samples], slope[unknowns][samples];
    double square;
    bool fresh; /* the slopes are those at x */
} fit;

static scalp_skin_parts parts_of(const double *x) {
    return (scalp_skin_parts){scalp_exp(x[0]), scalp_exp(x[1]), scalp_exp(x[2])};
}

/* The skin at x and, with slopes, those a step beside it, all in one stack. */
static scalp_status evaluate(fit *f, bool slopes, scalp_error *error) {
    enum { skins = unknowns + 1 };
    scalp_layer layers[skins * samples * SCALP_SKIN_LAYERS];
    double nm[samples];
    scalp_slab slab;
    const size_t used = slopes ? skins : 1, count = (size_t)f->count, stride = (size_t)f->stride;
    for (size_t i = 0; i < count; i++)
        nm[i] = scalp_spectrum_wavelength_nm(first + i * stride);
    for (size_t s = 0; s < used; s++) {
        double x[unknowns];
        for (size_t k = 0; k < unknowns; k++)
            x[k] = f->x[k] + (k + 1 == s ? step : 0);
        const scalp_skin_parts skin = parts_of(x);
        scalp_skin_layers_make(&skin, nm, count, layers + s * count * SCALP_SKIN_LAYERS);
    }
    const scalp_stack stack = {layers, SCALP_SKIN_LAYERS, used * count, 1, layers->n};
    const scalp_arena_mark mark = scalp_arena_here(f->work->memory);
    SCALP_TRY(scalp_optics_slab_make(&stack, f->nodes, f->work, &slab, error));
    f->square = 0;
    f->fresh = slopes;
    for (size_t i = 0; i < count; i++) {
        f->residual[i] = slab.ur1[i] - f->measured->r[first + i * stride];
        f->square += f->residual[i] * f->residual[i];
        for (size_t k = 0; slopes && k < unknowns; k++)
            f->slope[k][i] = (slab.ur1[(k + 1) * count + i] - slab.ur1[i]) / step;
    }
    scalp_arena_return(f->work->memory, mark);
    return SCALP_OK;
}

/* Broyden's rule: the smallest change of the slopes that explains what a move did. */
static void learn(const fit *before, fit *after) {
    double move[unknowns], square = 0;
    for (int k = 0; k < unknowns; k++) {
        move[k] = after->x[k] - before->x[k];
        square += move[k] * move[k];
    }
    if (!(square > 0))
        return;
    for (int i = 0; i < before->count; i++) {
        double surprise = after->residual[i] - before->residual[i];
        for (int k = 0; k < unknowns; k++)
            surprise -= before->slope[k][i] * move[k];
        for (int k = 0; k < unknowns; k++)
            after->slope[k][i] = before->slope[k][i] + surprise * move[k] / square;
    }
}

static double dot(const double *a, const double *b, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++)
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
            m[i][k] = dot(f->slope[i], f->slope[k], f->count) * (i == k ? 1 + damping : 1);
        m[i][i] += 1e-12;
        right[i] = -dot(f->slope[i], f->residual, f->count);
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

/* As much melanin as skin of that reflectance at 550 nm has on the whole: the classes of
 * docs/optics.md lie within a tenth of this line. */
static double start_of(const scalp_spectrum *measured) {
    const double ln = -0.85 - 11.2 * measured->r[17];
    return scalp_clamp(ln, scalp_log(0.005), scalp_log(0.2));
}

/* Down to where a step gains less than that share of the square. */
static scalp_status descend(fit *f, int stride, double least_gain, scalp_error *error) {
    double damping = 1e-3;
    f->stride = stride;
    f->count = (samples - 1) / stride + 1;
    SCALP_TRY(evaluate(f, true, error));
    for (int i = 0; i < most_steps && f->square > 1e-12; i++) {
        fit there = *f;
        next(f, damping, there.x);
        SCALP_TRY(evaluate(&there, false, error));
        const double gain = f->square - there.square;
        const bool stuck = gain <= 0 && !f->fresh;
        learn(f, &there);
        damping *= gain > 0 ? 0.2 : 8;
        if (fabs(gain) <= least_gain * f->square) {
            *f = gain > 0 ? there : *f;
            break;
        }
        if (gain > 0)
            *f = there;
        if (stuck) {
            SCALP_TRY(evaluate(f, true, error));
            damping = fmin(damping, 1e-3);
        }
    }
    return SCALP_OK;
}

scalp_status scalp_skin_from_spectrum(const scalp_spectrum *measured, int nodes,
                                      const scalp_work *work, scalp_skin_parts *skin, double *rms,
                                      scalp_error *error) {
    fit f = {.measured = measured,
             .nodes = nodes,
             .work = work,
             .x = {start_of(measured), scalp_log(SCALP_SKIN_BLOOD), 0}};
    SCALP_TRY(descend(&f, 4, 1e-2, error));
    SCALP_TRY(descend(&f, 1, 1e-3, error));
    *skin = parts_of(f.x);
    *rms = sqrt(f.square / samples);
    return SCALP_OK;
}
