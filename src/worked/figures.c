/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of the plan by zone, and where dots are missing together. */
#include "inside.h"

#include <math.h>
#include <stdlib.h>

#define SURE 1.959964 /* 95 % */

enum { seen_least = 10 };

static const double fifth = 0.2; /* of the spacing */

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(const double *sorted, size_t count, double q) {
    if (count == 0)
        return NAN;
    const double at = q * (double)(count - 1);
    const size_t i = (size_t)at, next = i + 1 < count ? i + 1 : i;
    return sorted[i] + (at - (double)i) * (sorted[next] - sorted[i]);
}

static void count_states(worked_job *job) {
    for (size_t i = 0; i < job->to->dot_count; i++) {
        const scalp_worked_dot *d = &job->dots[i];
        scalp_pair_zone *z = &job->to->zones[d->dot.zone];
        if (d->planned != SCALP_PAIR_NONE) {
            z->planned++;
            z->seen += d->state != SCALP_PAIRED_UNSEEN;
            /* In a freehand zone those that are found are counted. */
            if (d->state == SCALP_PAIRED_FREEHAND)
                continue;
        }
        z->count[d->state]++;
    }
}

/* What one photo says of a zone, into the means. */
static void add_view(const scalp_pair_zone *from, scalp_pair_zone *to, double *weight) {
    const double seen = (double)from->seen;
    if (!(seen > 0))
        return;
    to->share += seen * from->share;
    to->shifted_mean += seen * from->shifted_mean;
    to->shifted_most += seen * from->shifted_most;
    to->freehand_mm2 += seen * from->freehand_mm2 / fmax(from->seen_mm2, 1e-9);
    weight[0] += seen;
    if (isfinite(from->spacing_mm) && isfinite(from->planned_spacing_mm)) {
        to->spacing_mm += seen * from->spacing_mm;
        to->planned_spacing_mm += seen * from->planned_spacing_mm;
        weight[1] += seen;
    }
    if (from->diameter_ratio_sd > 0) {
        const double sure = 1 / (from->diameter_ratio_sd * from->diameter_ratio_sd);
        to->diameter_ratio += sure * from->diameter_ratio;
        weight[2] += sure;
    }
}

static void join_views(const worked_job *job, uint8_t zone) {
    scalp_pair_zone *to = &job->to->zones[zone];
    double weight[3] = {0, 0, 0};
    for (size_t p = 0; p < job->ask->photo_count; p++) {
        const scalp_plan_compared *c = &job->views[p].compared;
        for (size_t i = 0; i < c->zone_count; i++)
            if (c->zones[i].zone == zone)
                add_view(&c->zones[i], to, weight);
    }
    to->seen_mm2 = job->ask->onto->zones[zone].seen_mm2;
    const double seen = weight[0] > 0 ? weight[0] : (double)NAN;
    to->share /= seen;
    to->shifted_mean /= seen;
    to->shifted_most /= seen;
    to->freehand_mm2 *= to->seen_mm2 / seen;
    to->spacing_mm = weight[1] > 0 ? to->spacing_mm / weight[1] : (double)NAN;
    to->planned_spacing_mm = weight[1] > 0 ? to->planned_spacing_mm / weight[1] : (double)NAN;
    to->diameter_ratio = weight[2] > 0 ? to->diameter_ratio / weight[2] : (double)NAN;
    to->diameter_ratio_sd = weight[2] > 0 ? 1 / sqrt(weight[2]) : (double)NAN;
    to->darkness_ratio = to->darkness_ratio_sd = NAN;
}

static void measure(const worked_job *job, uint8_t zone, double *offs) {
    scalp_pair_zone *z = &job->to->zones[zone];
    const scalp_onto_zone *skin = &job->ask->onto->zones[zone];
    double doubt = 0;
    size_t n = 0;
    for (size_t i = 0; i < job->ask->planned_count; i++)
        if (job->dots[i].dot.zone == zone && job->dots[i].found != SCALP_PAIR_NONE) {
            doubt += job->dots[i].doubt;
            offs[n++] = job->dots[i].displaced_mm;
        }
    qsort(offs, n, sizeof *offs, by_size);
    z->doubt = n ? doubt / (double)n : (double)NAN;
    z->displaced_median_mm = quantile(offs, n, 0.5);
    z->displaced_p95_mm = quantile(offs, n, 0.95);
    z->found_per_cm2 = skin->per_cm2;
    z->planned_per_cm2 = z->seen_mm2 > 0 ? 100 * (double)z->seen / z->seen_mm2 : (double)NAN;
}

static double spacing_of(const worked_job *job) {
    double sum = 0, seen = 0;
    for (size_t p = 0; p < job->ask->photo_count; p++) {
        const scalp_plan_compared *c = &job->views[p].compared;
        double n = 0;
        for (size_t i = 0; i < c->zone_count; i++)
            n += (double)c->zones[i].seen;
        sum += c->placed ? n * c->spacing_mm : 0;
        seen += c->placed ? n : 0;
    }
    return seen > 0 ? sum / seen : (double)NAN;
}

scalp_status worked_zones(worked_job *job, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(job->work, job->ask->planned_count, sizeof(double), &memory, error));
    job->to->spacing_mm = spacing_of(job);
    count_states(job);
    for (uint8_t zone = 0; zone < SCALP_ZONE_COUNT; zone++) {
        scalp_pair_zone *z = &job->to->zones[zone];
        z->zone = zone;
        join_views(job, zone);
        measure(job, zone, memory);
        z->verdict = SCALP_VERDICT_AS_PLANNED;
        if (z->seen < seen_least)
            z->verdict = SCALP_VERDICT_UNSEEN;
        else if (z->freehand_mm2 > 0.5 * z->seen_mm2)
            z->verdict = SCALP_VERDICT_FREEHAND;
        else if (z->displaced_median_mm > fifth * job->to->spacing_mm)
            z->verdict = SCALP_VERDICT_DISPLACED;
    }
    return SCALP_OK;
}

scalp_share scalp_worked_retained(const scalp_pair_zone *z, double missed, double missed_sd) {
    const double found = (double)(z->count[SCALP_PAIRED_DONE] + z->count[SCALP_PAIRED_DISPLACED]);
    const double n = (double)z->seen * (1 - missed), z2 = SURE * SURE;
    if (!(n > 0) || z->verdict == SCALP_VERDICT_UNSEEN || z->verdict == SCALP_VERDICT_FREEHAND)
        return (scalp_share){NAN, NAN, NAN};
    const double p = scalp_clamp(found / n, 0, 1);
    const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = SURE * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    const double wide = hypot(half, SURE * p * missed_sd / (1 - missed));
    return (scalp_share){p, fmax(0, fmin(p, middle - wide)), fmin(1, fmax(p, middle + wide))};
}

/* ---- Bare patches -------------------------------------------------------------------------- */

static int by_dots(const void *a, const void *b) {
    const scalp_worked_bare *x = a, *y = b;
    if (x->dots != y->dots)
        return x->dots > y->dots ? -1 : 1;
    if (x->photo != y->photo)
        return x->photo < y->photo ? -1 : 1;
    return (x->middle.position.z > y->middle.position.z) -
           (x->middle.position.z < y->middle.position.z);
}

/* Two photos may show the same patch: it counts as the one has it that shows more of it. */
static size_t drop_twins(scalp_worked_bare *bare, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool twin = false;
        for (size_t k = 0; k < kept && !twin; k++)
            twin = bare[k].photo != bare[i].photo &&
                   scalp_vec3_distance(bare[k].middle.position, bare[i].middle.position) <
                       0.5 * (bare[k].diameter_mm + bare[i].diameter_mm);
        if (!twin)
            bare[kept++] = bare[i];
    }
    return kept;
}

scalp_status worked_bare(worked_job *job, scalp_error *error) {
    size_t most = 0, n = 0;
    void *memory;
    for (size_t p = 0; p < job->ask->photo_count; p++)
        most += job->views[p].compared.bare_count;
    SCALP_TRY(scalp_work_take(job->work, most, sizeof(scalp_worked_bare), &memory, error));
    scalp_worked_bare *bare = memory;
    for (size_t p = 0; p < job->ask->photo_count; p++) {
        const worked_view *view = &job->views[p];
        for (size_t i = 0; i < view->compared.bare_count; i++) {
            const scalp_pair_bare *from = &view->compared.bare[i];
            scalp_worked_bare to = {
                .diameter_mm = from->diameter_mm, .dots = from->dots, .photo = (uint32_t)p};
            const scalp_vec2 mm = view->compared.map.found
                                      ? scalp_pair_apply(&view->compared.map, from->mm)
                                      : from->mm;
            if (!worked_land(job, view, mm, &to.middle))
                continue;
            to.middle.zone = from->zone;
            bare[n++] = to;
        }
    }
    qsort(bare, n, sizeof *bare, by_dots);
    job->to->bare = bare;
    job->to->bare_count = drop_twins(bare, n);
    return SCALP_OK;
}
