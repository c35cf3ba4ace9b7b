/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots of a photo, step by step. */
#include "find.h"
#include "stubs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the photo's dots are like: pigment, as the logarithm of depth x width^2, and how drawn out
 * they are; medians and standard deviations. */
typedef struct usual {
    double amount, amount_sd, turn, turn_sd;
    size_t count;
} usual;

typedef struct find_job {
    const scalp_survey *survey;
    const scalp_flat *flat;
    double threshold, stub; /* from which likelihood on a find is one */
    usual usual;
} find_job;

static double amount_of(const scalp_candidate *c) {
    return scalp_log(fmax(c->depth * c->diameter * c->diameter, 1e-6));
}

/* Dots that ran together and could not be told apart: more pigment than one has, and drawn out.
 * Among dots set at random, a third of such pairs, and one single dot in two hundred. */
static bool ran_together(const find_job *job, const scalp_candidate *c) {
    const usual *u = &job->usual;
    const double more = (amount_of(c) - u->amount) / u->amount_sd;
    const double turn = ((double)c->trait[SCALP_TRAIT_CORE_TURN] - u->turn) / u->turn_sd;
    return u->count >= 20 && c->diameter > 0 && more > -0.3 && more + turn > 4.6;
}

static scalp_found found_from(const find_job *job, const scalp_candidate *c) {
    const scalp_flat *flat = job->flat;
    const double factor = job->survey->factor;
    scalp_found f = {.px = scalp_survey_px(job->survey, c->fit_x, c->fit_y),
                     .diameter_px = factor * (c->diameter > 0 ? c->diameter : c->diameter_px),
                     .centre_sd_px = factor * c->centre_sd};
    f.mm = scalp_flat_from_px(flat, f.px);
    const double scale = scalp_flat_scale_at(flat, f.px, NULL);
    f.diameter_mm = flat->has_mm && scale > 0 ? f.diameter_px / scale : (double)NAN;
    f.diameter_sd_mm = flat->has_mm ? factor * c->diameter_sd / scale : (double)NAN;
    f.confidence = c->probability;
    f.kind = scalp_stub_likely(c->trait) > job->stub ? SCALP_FOUND_STUB
             : ran_together(job, c)                  ? SCALP_FOUND_MERGED
                                                     : SCALP_FOUND_DOT;
    for (int i = 0; i < 3; i++) {
        const double taken = scalp_clamp(c->lift[i], 0, 0.99);
        f.density_rgb[i] = -0.43429448190325182765 * scalp_log(1 - taken);
        f.darkness += taken / 3;
    }
    f.darkness_sd = c->depth_sd;
    return f;
}

/* Where many finds are stubs beyond doubt, the doubtful ones are too. */
static double stub_threshold(const scalp_survey *v, double threshold) {
    double sure = 0, all = 0;
    for (size_t i = 0; i < v->count; i++) {
        if (v->all[i].probability < threshold)
            continue;
        all++;
        sure += scalp_stub_likely(v->all[i].trait) > 0.6;
    }
    return all > 0 ? scalp_clamp(0.49 - 2 * sure / all, 0.22, 0.45) : 0.45;
}

static int by_number(const void *a, const void *b) {
    const double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

static scalp_status usual_make(const scalp_survey *v, double threshold, const scalp_work *work,
                               usual *to, scalp_error *error) {
    void *memory;
    size_t n = 0;
    SCALP_TRY(scalp_work_take(work, 2 * v->count + 2, sizeof(double), &memory, error));
    double *amount = memory, *turn = amount + v->count + 1;
    for (size_t i = 0; i < v->count; i++) {
        const scalp_candidate *c = &v->all[i];
        if (c->probability < threshold || !(c->diameter > 0))
            continue;
        amount[n] = amount_of(c);
        turn[n++] = (double)c->trait[SCALP_TRAIT_CORE_TURN];
    }
    *to = (usual){.count = n};
    if (n == 0)
        return SCALP_OK;
    qsort(amount, n, sizeof *amount, by_number);
    qsort(turn, n, sizeof *turn, by_number);
    /* By the sides that merged dots are not on, or hardly. */
    to->amount = amount[n / 2];
    to->amount_sd = fmax(to->amount - amount[n * 16 / 100], 0.1);
    to->turn = turn[n / 2];
    to->turn_sd = fmax((turn[n * 3 / 4] - to->turn) / 0.674, 0.02);
    return SCALP_OK;
}

static scalp_status collect(const find_job *job, const scalp_work *work, scalp_finds *finds,
                            scalp_error *error) {
    void *memory;
    const scalp_survey *v = job->survey;
    SCALP_TRY(scalp_work_take(work, v->count, sizeof(scalp_found), &memory, error));
    scalp_found *to = memory;
    for (size_t i = 0; i < v->count; i++) {
        if (v->all[i].probability < job->threshold)
            continue;
        const scalp_found f = found_from(job, &v->all[i]);
        const scalp_unseen why = scalp_window_why(&finds->window, f.mm);
        if (why == SCALP_UNSEEN_NOT || why == SCALP_UNSEEN_BLUR ||
            (why == SCALP_UNSEEN_HAIR && f.kind != SCALP_FOUND_STUB))
            to[finds->count++] = f;
    }
    finds->dots = to;
    return SCALP_OK;
}

/* Without a scale, only what was found says how many pixels a dot has. */
static scalp_status too_small(const scalp_survey *v, const scalp_flat *flat, scalp_error *error) {
    const double px = v->factor * v->seen_px;
    if (flat->has_mm || !(px > 0) || px >= SCALP_FIND_LEAST_PX)
        return SCALP_OK;
    return scalp_find_too_small(px, 0, error);
}

scalp_status scalp_find(const scalp_image *image, const scalp_flat *flat,
                        const scalp_find_params *params, const scalp_work *work, scalp_finds *finds,
                        scalp_error *error) {
    scalp_survey survey;
    memset(finds, 0, sizeof *finds);
    SCALP_TRY(scalp_survey_make(image, flat, params, work, &survey, error));
    SCALP_TRY(scalp_evidence_read(&survey, work, error));
    const double threshold = scalp_evidence_threshold(&survey);
    SCALP_TRY(scalp_measure(&survey, threshold, work, error));
    SCALP_TRY(scalp_blurred_paint(&survey, work, error));
    SCALP_TRY(scalp_brown_doubt(&survey, threshold, work, error));
    SCALP_TRY(scalp_ink_doubt(&survey, threshold, work, error));
    find_job job = {&survey, flat, threshold, stub_threshold(&survey, threshold), {.count = 0}};
    SCALP_TRY(usual_make(&survey, threshold, work, &job.usual, error));
    SCALP_TRY(scalp_find_judge(&survey, flat, params, threshold, work, finds, error));
    SCALP_TRY(too_small(&survey, flat, error));
    SCALP_TRY(collect(&job, work, finds, error));
    return SCALP_OK;
}
