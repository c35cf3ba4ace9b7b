/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the chart's patches to a correction. Phones bend their tone curve, so a curve of two numbers
 * goes before the matrix. The fit is in Lab, chroma weighted as CIEDE2000 does, and a patch that is
 * far off counts by its distance instead of the square (Huber 1964). What it is worth is judged by
 * patches that took no part. */
#include "least.h"
#include "solve.h"

#include <scalptor/calibrate.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    most_terms = 6,
    most_unknowns = 3 * most_terms + 2,
    most_rows = 3 * SCALP_CHART_PATCHES + 2,
    least_patches = 16,
};

static const double huber = 3, tone_sd[2] = {0.3, 0.1};
static const double least_light = 1e-5;
static const double worst_median_de = 6;

static int terms_of(scalp_colour_model model) {
    return model == SCALP_COLOUR_ROOTS ? 6 : 3;
}

scalp_xyz scalp_correction_apply(const scalp_correction *correction, scalp_rgb rgb) {
    const double in[3] = {rgb.r, rgb.g, rgb.b}, *tone = correction->tone;
    const int terms = terms_of(correction->model);
    double x[most_terms], out[3] = {0, 0, 0};
    for (int i = 0; i < 3; i++) {
        const double l = scalp_log(fmax(in[i], least_light));
        x[i] = scalp_exp(scalp_clamp((1 + tone[0]) * l + tone[1] * l * l, -60, 60));
    }
    for (int i = 3; i < terms; i++)
        x[i] = sqrt(x[i - 3] * x[(i - 2) % 3]);
    for (int i = 0; i < terms; i++)
        for (int j = 0; j < 3; j++)
            out[j] += x[i] * correction->m[i][j];
    return (scalp_xyz){out[0], out[1], out[2]};
}

/* ---- The fit ------------------------------------------------------------------------------- */

typedef struct task {
    const scalp_chart_view *view;
    const scalp_lab *want;
    bool use[SCALP_CHART_PATCHES];
    scalp_colour_model model;
    int terms;
} task;

static double chroma_weight(scalp_lab lab) {
    return 1 / (1 + 0.045 * hypot(lab.a, lab.b));
}

static void correction_from(const task *t, const double *x, scalp_correction *c) {
    c->model = t->model;
    memcpy(c->m, x, (size_t)t->terms * sizeof *c->m);
    memcpy(c->tone, x + 3 * t->terms, sizeof c->tone);
}

static void residuals(void *context, const double *x, double *rows) {
    const task *t = context;
    scalp_correction c;
    correction_from(t, x, &c);
    for (size_t i = 0; i < SCALP_CHART_PATCHES; i++) {
        double *row = rows + 3 * i;
        memset(row, 0, 3 * sizeof *row);
        if (!t->use[i])
            continue;
        const scalp_lab got = scalp_lab_from_xyz(scalp_correction_apply(&c, t->view->rgb[i]));
        const scalp_lab want = t->want[i];
        const double weight = chroma_weight(want);
        const double d[3] = {got.l - want.l, weight * (got.a - want.a), weight * (got.b - want.b)};
        const double size = sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        const double bent = size > huber ? sqrt(huber * (2 * size - huber)) / size : 1;
        for (int k = 0; k < 3; k++)
            row[k] = d[k] * bent;
    }
    for (int k = 0; k < 2; k++)
        rows[3 * SCALP_CHART_PATCHES + k] = c.tone[k] / tone_sd[k];
}

/* Without tone, by linear least squares in XYZ relative to Y: where the search starts. */
static bool start(const task *t, double *x) {
    double normal[most_terms * most_terms] = {0}, right[3][most_terms] = {{0}};
    const size_t n = (size_t)t->terms;
    for (size_t p = 0; p < SCALP_CHART_PATCHES; p++) {
        if (!t->use[p])
            continue;
        const scalp_xyz want = scalp_xyz_from_lab(t->want[p]);
        const scalp_rgb rgb = t->view->rgb[p];
        const double w = 1 / fmax(want.y, 0.03), to[3] = {want.x, want.y, want.z};
        double f[most_terms] = {rgb.r, rgb.g, rgb.b};
        for (size_t i = 3; i < n; i++)
            f[i] = sqrt(fmax(f[i - 3] * f[(i - 2) % 3], 0));
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++)
                normal[i * n + j] += w * w * f[i] * f[j];
            for (int k = 0; k < 3; k++)
                right[k][i] += w * w * f[i] * to[k];
        }
    }
    for (size_t i = 0; i < n; i++)
        normal[i * n + i] += 1e-4;
    if (!scalp_solve(normal, right[0], n))
        return false;
    scalp_solve_again(normal, right[1], n);
    scalp_solve_again(normal, right[2], n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++)
            x[3 * i + k] = right[k][i];
    x[3 * n] = x[3 * n + 1] = 0;
    return true;
}

static scalp_status improve(task *t, double *x, const scalp_work *work, scalp_error *error) {
    const size_t unknowns = (size_t)(3 * t->terms + 2);
    const scalp_least problem = {residuals, t, unknowns, most_rows, 1200};
    return scalp_least_squares(&problem, x, NULL, NULL, work, error);
}

/* ---- What it is worth ---------------------------------------------------------------------- */

static int by_size(const void *a, const void *b) {
    const double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

/* Errors near skin count most: one over the distance to the middle of skin's colours. */
static void judge(const task *t, scalp_correction *c) {
    static const scalp_lab skin = {55, 12, 17};
    double sorted[SCALP_CHART_PATCHES], weights = 0;
    scalp_lab sum = {0, 0, 0};
    size_t count = 0;
    for (size_t i = 0; i < SCALP_CHART_PATCHES; i++) {
        if (!t->use[i])
            continue;
        const scalp_lab p = c->left_out[i], q = t->want[i];
        const double away = hypot(hypot(q.l - skin.l, q.a - skin.a), q.b - skin.b) / 25;
        const double w = 1 / (1 + away * away);
        sum.l += w * (p.l - q.l) * (p.l - q.l);
        sum.a += w * (p.a - q.a) * (p.a - q.a);
        sum.b += w * (p.b - q.b) * (p.b - q.b);
        weights += w;
        sorted[count++] = c->left_out_de[i];
        c->mean_de += c->left_out_de[i];
    }
    qsort(sorted, count, sizeof *sorted, by_size);
    c->patch_count = count;
    c->mean_de /= (double)count;
    c->median_de = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    c->worst_de = sorted[count - 1];
    c->sd = (scalp_lab){sqrt(sum.l / weights), sqrt(sum.a / weights), sqrt(sum.b / weights)};
}

static scalp_status fit_model(task *t, scalp_colour_model model, const scalp_work *work,
                              scalp_correction *c, scalp_error *error) {
    double all[most_unknowns], x[most_unknowns];
    *c = (scalp_correction){.model = model};
    t->model = model;
    t->terms = terms_of(model);
    if (!start(t, all))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The chart's patches hold too few different colours to fit anything to.");
    SCALP_TRY(improve(t, all, work, error));
    for (size_t i = 0; i < SCALP_CHART_PATCHES; i++) {
        if (!t->use[i])
            continue;
        memcpy(x, all, sizeof x);
        t->use[i] = false;
        SCALP_TRY(improve(t, x, work, error));
        t->use[i] = true;
        correction_from(t, x, c);
        c->left_out[i] = scalp_lab_from_xyz(scalp_correction_apply(c, t->view->rgb[i]));
        c->left_out_de[i] = scalp_lab_difference(c->left_out[i], t->want[i]);
        SCALP_TRY(
            scalp_work_report(work, "fitting colours", (double)i / SCALP_CHART_PATCHES, error));
    }
    correction_from(t, all, c);
    judge(t, c);
    return SCALP_OK;
}

scalp_status scalp_correction_from_chart(const scalp_chart_view *view, scalp_chart chart,
                                         const scalp_work *work, scalp_correction *correction,
                                         scalp_error *error) {
    scalp_lab want[SCALP_CHART_PATCHES];
    task t = {.view = view, .want = want};
    scalp_correction roots;
    size_t used = 0;
    for (size_t i = 0; i < SCALP_CHART_PATCHES; i++) {
        want[i] = scalp_chart_lab(chart, i);
        t.use[i] = !view->clipped[i];
        used += t.use[i];
    }
    if (used < least_patches)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%zu of the chart's %d patches are overexposed; take the photo again "
                          "with less exposure.",
                          SCALP_CHART_PATCHES - used, SCALP_CHART_PATCHES);
    SCALP_TRY(fit_model(&t, SCALP_COLOUR_MATRIX, work, correction, error));
    SCALP_TRY(fit_model(&t, SCALP_COLOUR_ROOTS, work, &roots, error));
    if (roots.mean_de < correction->mean_de)
        *correction = roots;
    correction->chart = chart;
    if (correction->median_de > worst_median_de)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The chart's colours do not come out (median dE00 %.1f of patches left "
                          "out, %.0f is the most): it is another chart, faded, unevenly lit or "
                          "shiny, or the photo was retouched.",
                          correction->median_de, worst_median_de);
    return SCALP_OK;
}
