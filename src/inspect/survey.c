/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that might be a dot: candidates with their fits and traits. */
#include "blur.h"
#include "find.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    tile_side = 512,
    sharpest = 300, /* candidates that the blur is read from */
    near_cells = 64,
};

static const double least_score = 2.2;
static const double block_mm = 0.35;
static const double usual_px_per_mm = 25; /* of traits in mm, where no scale is known */

typedef struct survey_job {
    scalp_survey *survey;
    const scalp_flat *flat;
    int border;
    float *memory;
    size_t most;
} survey_job;

static scalp_status too_small(double px, double px_per_mm, scalp_error *error) {
    const double wanted = px_per_mm * SCALP_FIND_LEAST_PX / px;
    return scalp_fail(
        error, SCALP_ERR_NO,
        "The photo has %.1f pixels across a dot, too few to find dots in; take it "
        "from %.0f %% of the distance or nearer, so that a millimetre has %.0f pixels "
        "or more.",
        px, floor(100 * px_per_mm / ceil(wanted)), ceil(wanted));
}

/* Diameters looked for, in px. */
static scalp_status range(const scalp_image *image, const scalp_flat *flat,
                          const scalp_find_params *params, double *least, double *most,
                          scalp_error *error) {
    const double low = params && params->least_mm > 0 ? params->least_mm : SCALP_FIND_LEAST_MM;
    const double high = params && params->most_mm > 0 ? params->most_mm : SCALP_FIND_MOST_MM;
    if (image->width < 16 || image->height < 16)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The photo has %d x %d pixels; dots can be found from 16 x 16 on.",
                          image->width, image->height);
    *least = SCALP_FIND_LEAST_PX;
    *most = 36;
    if (!flat->has_mm)
        return SCALP_OK;
    const double scale = scalp_flat_scale_at(
        flat, (scalp_vec2){(image->width - 1) / 2.0, (image->height - 1) / 2.0}, NULL);
    if (!(scale * high >= SCALP_FIND_LEAST_PX))
        return too_small(scale * (low + high) / 2, scale, error);
    *least = fmax(low * scale, SCALP_FIND_LEAST_PX);
    *most = fmax(high * scale, *least * 1.2);
    return SCALP_OK;
}

static int by_rows(const void *a, const void *b) {
    const scalp_candidate *p = a, *q = b;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    return p->x < q->x ? -1 : p->x > q->x;
}

static int by_score(const void *a, const void *b) {
    const scalp_candidate *p = a, *q = b;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    return by_rows(a, b);
}

static int by_number(const void *a, const void *b) {
    const double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

/* The photo's blur: the median of what the surest candidates are fitted with. */
static double blur_of(const scalp_candidate *all, size_t count) {
    double s[sharpest];
    size_t n = 0;
    for (size_t i = 0; i < count && n < sharpest; i++)
        if (all[i].trait[2] > 0.6F && all[i].depth > 0.02)
            s[n++] = all[i].blur_px;
    if (n < 8)
        return 1.1;
    qsort(s, n, sizeof *s, by_number);
    return s[n / 2];
}

static size_t refine_all(survey_job *job, const scalp_tile *tile, scalp_candidate *c, size_t count,
                         double blur_px) {
    const scalp_survey *v = job->survey;
    const scalp_disc_limits limits = scalp_refine_limits(&v->scales, blur_px);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const double scale =
            job->flat->has_mm ? scalp_flat_scale_at(job->flat, (scalp_vec2){c[i].x, c[i].y}, NULL)
                              : usual_px_per_mm;
        if (scalp_refine(&v->sight, tile, &v->table, &limits, scale > 0 ? scale : usual_px_per_mm,
                         &c[i]))
            c[kept++] = c[i];
    }
    return kept;
}

static scalp_status pass(survey_job *job, double blur_px, const scalp_work *work,
                         scalp_error *error) {
    scalp_survey *v = job->survey;
    const scalp_image *image = v->sight.image;
    const int across = (image->width + tile_side - 1) / tile_side;
    const int down = (image->height + tile_side - 1) / tile_side;
    v->count = 0;
    for (int i = 0; i < across * down; i++) {
        scalp_tile tile;
        scalp_candidate *to = v->all + v->count;
        scalp_tile_make(&v->sight, i % across * tile_side, i / across * tile_side, tile_side,
                        job->border, job->memory, &tile);
        size_t n =
            scalp_blobs_find(&v->sight, &tile, &v->scales, least_score, to, job->most - v->count);
        if (!(blur_px > 0)) {
            qsort(to, n, sizeof *to, by_score);
            n = n > sharpest ? sharpest : n;
        }
        v->count += refine_all(job, &tile, to, n, blur_px);
        SCALP_TRY(scalp_work_report(work, "dots", (double)(i + 1) / (across * down), error));
    }
    return SCALP_OK;
}

/* ---- Neighbours ---------------------------------------------------------------------------- */

/* The first candidate at or below a row. */
static size_t first_from(const scalp_survey *v, double y) {
    size_t low = 0, high = v->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (v->all[middle].y < y)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool stronger(const scalp_candidate *a, const scalp_candidate *b) {
    const double x = a->score * (double)a->trait[2], y = b->score * (double)b->trait[2];
    return x > y || (x == y && by_rows(a, b) < 0);
}

/* Of several fits of one thing the best remains. */
static void unite(scalp_survey *v) {
    size_t kept = 0;
    for (size_t i = 0; i < v->count; i++)
        v->all[i].probability = 0;
    for (size_t i = 0; i < v->count; i++) {
        const scalp_candidate *c = &v->all[i];
        const double reach = 0.5 * c->diameter_px;
        for (size_t k = first_from(v, c->y - reach); k < v->count && v->all[k].y <= c->y + reach;
             k++) {
            const scalp_candidate *o = &v->all[k];
            const double dx = o->x - c->x, dy = o->y - c->y;
            const double near = 0.25 * (o->diameter_px + c->diameter_px);
            if (k != i && dx * dx + dy * dy < near * near && stronger(o, c)) {
                v->all[i].probability = -1;
                break;
            }
        }
    }
    for (size_t i = 0; i < v->count; i++)
        if (v->all[i].probability >= 0)
            v->all[kept++] = v->all[i];
    v->count = kept;
}

static void neighbours(scalp_survey *v) {
    for (size_t i = 0; i < v->count; i++) {
        scalp_candidate *c = &v->all[i];
        const double reach = 6 * c->diameter_px;
        double nearest = reach, crowd = 0;
        for (size_t k = first_from(v, c->y - reach); k < v->count && v->all[k].y <= c->y + reach;
             k++) {
            const scalp_candidate *o = &v->all[k];
            const double d = sqrt((o->x - c->x) * (o->x - c->x) + (o->y - c->y) * (o->y - c->y));
            if (k == i || d > reach)
                continue;
            if (stronger(o, c)) {
                nearest = fmin(nearest, d);
                crowd += 1;
            }
        }
        c->trait[SCALP_TRAITS - 2] = (float)(nearest / c->diameter_px);
        c->trait[SCALP_TRAITS - 1] = (float)crowd;
    }
}

scalp_status scalp_survey_make(const scalp_image *image, const scalp_flat *flat,
                               const scalp_find_params *params, const scalp_work *work,
                               scalp_survey *v, scalp_error *error) {
    double least, most;
    survey_job job = {.survey = v, .flat = flat};
    void *memory;
    memset(v, 0, sizeof *v);
    SCALP_TRY(range(image, flat, params, &least, &most, error));
    v->scales = scalp_scales_make(least, most);
    scalp_disc_table_make(&v->table);
    const double block = flat->has_mm ? block_mm * flat->px_per_mm : 12;
    SCALP_TRY(scalp_sight_make(image, params ? params->mask : NULL, block, work, &v->sight, error));
    SCALP_TRY(scalp_sight_colour(&v->sight, sqrt(least * most), work, error));
    job.border = 2 * scalp_blur_radius(v->scales.sigma[v->scales.count]);
    SCALP_TRY(scalp_work_take(work, scalp_tile_floats(tile_side, job.border), sizeof(float),
                              &memory, error));
    job.memory = memory;
    job.most = (size_t)image->width * (size_t)image->height / 20 + 1000;
    SCALP_TRY(scalp_work_take(work, job.most, sizeof(scalp_candidate), &memory, error));
    v->all = memory;
    SCALP_TRY(pass(&job, 0, work, error));
    qsort(v->all, v->count, sizeof *v->all, by_score);
    v->blur_px = blur_of(v->all, v->count);
    SCALP_TRY(pass(&job, v->blur_px, work, error));
    qsort(v->all, v->count, sizeof *v->all, by_rows);
    unite(v);
    neighbours(v);
    return SCALP_OK;
}
