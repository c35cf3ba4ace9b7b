/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that might be a dot: candidates with their fits and traits. */
#include "blur.h"
#include "near.h"
#include "over.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    tile_side = 256,
    held = 4000, /* candidates of a tile */
    most_spots = 600000,
    sharpest = 300, /* candidates that the blur is read from.. */
    of_tile = 60,   /* ..the best of each tile */
    parts = 3,      /* of a tile, each way */
    part = tile_side / parts,
    of_part = 3,       /* candidates of each tell the blur there.. */
    faint_of_part = 8, /* ..sought among so many where few answer clearly */
};

static const double least_score = 2.0;
static const double clear_disc = 0.7; /* share explained by a disc, of what shows blur */
static const double soft = 0.75;      /* blur over radius */
static const double clear_fit = 0.8, clear_score = 6;
static const double faint = 0.2; /* of what the photo's clear dots answer: not looked at further */
static const double block_mm = 0.35;
static const double usual_px_per_mm = 25; /* of traits in mm, where no scale is known */

typedef struct survey_job {
    scalp_survey *survey;
    const scalp_flat *flat;
    int border, across;
    double blur_px; /* 0: this pass is to find it */
    double least_response;
    size_t step; /* every so many-th tile */
    size_t most;
    scalp_slots slots;
    size_t found[SCALP_SLOTS_MAX];
    double refused[SCALP_SLOTS_MAX], refused_explained[SCALP_SLOTS_MAX];
} survey_job;

scalp_status scalp_find_too_small(double px, double px_per_mm, scalp_error *error) {
    const double nearer = px / SCALP_FIND_LEAST_PX;
    if (px_per_mm > 0)
        return scalp_fail(error, SCALP_ERR_NO,
                          "The photo has %.1f pixels across a dot, too few to tell dots; take it "
                          "from %.0f %% of the distance, with %.0f pixels or more to a millimetre.",
                          px, floor(100 * nearer), ceil(px_per_mm / nearer));
    return scalp_fail(error, SCALP_ERR_NO,
                      "The photo has %.1f pixels across a dot, too few to tell dots; take it from "
                      "%.0f %% of the distance.",
                      px, floor(100 * nearer));
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
    if (!(scale * 0.5 * (low + high) >= SCALP_FIND_LEAST_PX))
        return scalp_find_too_small(scale * 0.5 * (low + high), scale, error);
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

double scalp_blur_most(double blur_px, double seen_px) {
    return fmin(blur_px, 0.5 * seen_px * soft / sqrt(1 + 1.5 * soft * soft));
}

/* The photo's blur: the median of what the surest candidates are fitted with. */
static double blur_of(const scalp_candidate *all, size_t count) {
    double s[sharpest], seen[sharpest];
    size_t n = 0;
    for (size_t i = 0; i < count && n < sharpest; i++)
        if (all[i].trait[2] > 0.6F && all[i].depth > 0.02) {
            seen[n] = scalp_seen_width(all[i].diameter_px, all[i].blur_px);
            s[n++] = all[i].blur_px;
        }
    if (n < 8)
        return 1.1;
    qsort(s, n, sizeof *s, by_number);
    qsort(seen, n, sizeof *seen, by_number);
    return scalp_blur_most(s[n / 2], seen[n / 2]);
}

/* What the surest candidates of a photo with clear dots answer the search with; 0: too few are
 * clear.
 */
static double response_of(const scalp_candidate *all, size_t count) {
    double clear[sharpest];
    size_t n = 0;
    for (size_t i = 0; i < count && n < sharpest; i++)
        if (all[i].explained > clear_fit && all[i].score > clear_score)
            clear[n++] = all[i].response;
    if (n < 40 || 4 * n < count)
        return 0;
    qsort(clear, n, sizeof *clear, by_number);
    return clear[n / 2];
}

double scalp_seen_width(double diameter_px, double blur_px) {
    return sqrt(diameter_px * diameter_px + 6 * blur_px * blur_px);
}

scalp_vec2 scalp_survey_px(const scalp_survey *survey, double x, double y) {
    const double f = survey->factor, half = 0.5 * (f - 1);
    return (scalp_vec2){f * x + half, f * y + half};
}

/* Of many pixels to a dot fewer will do, and they are less noisy: the photo is made smaller as long
 * as the least dot keeps four. */
static scalp_status reduce(survey_job *job, const scalp_image *image,
                           const scalp_find_params *params, double least, const scalp_work *work,
                           scalp_error *error) {
    scalp_survey *v = job->survey;
    void *memory;
    v->factor = (int)scalp_clamp(floor(least / 4), 1, 64);
    v->image = *image;
    v->mask = params ? params->mask : NULL;
    if (v->factor == 1)
        return SCALP_OK;
    SCALP_TRY(scalp_image_reduce(image, NULL, v->factor, work, &v->image, error));
    if (!v->mask)
        return SCALP_OK;
    const size_t width = (size_t)v->image.width, f = (size_t)v->factor;
    SCALP_TRY(scalp_work_take(work, width * (size_t)v->image.height, 1, &memory, error));
    uint8_t *mask = memory;
    for (size_t y = 0; y < (size_t)v->image.height; y++)
        for (size_t x = 0; x < width; x++)
            mask[y * width + x] =
                params->mask[(y * f + f / 2) * (size_t)image->width + x * f + f / 2];
    v->mask = mask;
    return SCALP_OK;
}

static size_t refine_all(survey_job *job, size_t slot, const scalp_tile *tile, scalp_candidate *c,
                         size_t count) {
    const scalp_survey *v = job->survey;
    const scalp_disc_limits limits = scalp_refine_limits(&v->scales, job->blur_px);
    size_t kept = 0;
    job->refused[slot] = job->refused_explained[slot] = 0;
    for (size_t i = 0; i < count; i++) {
        const double scale =
            job->flat->has_mm
                ? scalp_flat_scale_at(job->flat, scalp_survey_px(v, c[i].x, c[i].y), NULL) /
                      v->factor
                : usual_px_per_mm;
        if (scalp_refine(&v->sight, tile, &v->table, &limits, scale > 0 ? scale : usual_px_per_mm,
                         &c[i]))
            c[kept++] = c[i];
        else {
            job->refused[slot] += 1;
            job->refused_explained[slot] += c[i].explained;
        }
    }
    return kept;
}

/* Of each part of a tile the candidates with the highest scores. */
typedef struct parts_best {
    size_t best[parts * parts][faint_of_part], n[parts * parts];
    size_t most; /* of each */
} parts_best;

static size_t part_of(const scalp_tile *tile, const scalp_candidate *c) {
    const int x = (int)scalp_clamp((c->peak_x - tile->border) / part, 0, parts - 1);
    const int y = (int)scalp_clamp((c->peak_y - tile->border) / part, 0, parts - 1);
    return (size_t)(y * parts + x);
}

static void keep_best(parts_best *of, size_t p, const scalp_candidate *c, size_t i) {
    size_t k = of->n[p];
    for (; k > 0 && c[i].score > c[of->best[p][k - 1]].score; k--)
        if (k < of->most)
            of->best[p][k] = of->best[p][k - 1];
    if (k < of->most)
        of->best[p][k] = i;
    of->n[p] += of->n[p] < of->most;
}

/* What the clearest candidates of each part of a tile say of the blur there. */
static void blur_here(const scalp_survey *v, const scalp_tile *tile, scalp_candidate *c,
                      size_t count) {
    parts_best clearest = {.most = of_part};
    const scalp_disc_limits free = scalp_refine_limits(&v->scales, 0);
    for (size_t i = 0; i < count; i++)
        if (c[i].explained > clear_disc)
            keep_best(&clearest, part_of(tile, &c[i]), c, i);
    for (size_t p = 0; p < parts * parts; p++)
        for (size_t k = 0; k < clearest.n[p]; k++)
            scalp_refine_blur(tile, &v->table, &free, &c[clearest.best[p][k]]);
}

/* Those that answer clearly; of parts with few of them the best of the others too, which tell
 * whether it is out of focus there. By rows, so that fits find the pixels they read still near the
 * processor. */
static size_t worth_a_look(const scalp_tile *tile, scalp_candidate *c, size_t count,
                           double least_response) {
    size_t kept = 0, clear[parts * parts] = {0};
    scalp_candidate others[parts * parts * faint_of_part];
    parts_best faint_ones = {.most = faint_of_part};
    for (size_t i = 0; i < count; i++)
        if (c[i].response >= least_response) {
            const scalp_candidate other = c[kept];
            clear[part_of(tile, &c[i])]++;
            c[kept++] = c[i];
            c[i] = other;
        }
    for (size_t i = kept; i < count; i++)
        keep_best(&faint_ones, part_of(tile, &c[i]), c, i);
    size_t n = 0;
    for (size_t p = 0; p < parts * parts; p++)
        for (size_t k = 0; k < faint_ones.n[p] && clear[p] < of_part; k++)
            others[n++] = c[faint_ones.best[p][k]];
    memcpy(c + kept, others, n * sizeof *c);
    kept += n;
    qsort(c, kept, sizeof *c, by_rows);
    return kept;
}

static void tile_pass(void *context, size_t slot) {
    survey_job *job = context;
    const scalp_survey *v = job->survey;
    const size_t index = (job->slots.first + slot) * job->step;
    scalp_candidate *to = job->slots.memory[slot].items;
    scalp_tile tile;
    scalp_tile_make(&v->sight, (int)(index % (size_t)job->across) * tile_side,
                    (int)(index / (size_t)job->across) * tile_side, tile_side, job->border,
                    job->slots.memory[slot].floats, &tile);
    size_t n = scalp_blobs_find(&v->sight, &tile, &v->scales, least_score, to, held);
    if (!(job->blur_px > 0)) {
        qsort(to, n, sizeof *to, by_score);
        n = n > of_tile ? of_tile : n;
    }
    n = worth_a_look(&tile, to, n, job->least_response);
    job->found[slot] = refine_all(job, slot, &tile, to, n);
    if (job->blur_px > 0)
        blur_here(v, &tile, to, job->found[slot]);
}

/* Candidates of a batch of tiles go behind those there, tile by tile. */
static scalp_status keep(survey_job *job, size_t tiles, scalp_error *error) {
    scalp_survey *v = job->survey;
    for (size_t k = 0; k < tiles; k++) {
        if (v->count + job->found[k] > job->most)
            return scalp_fail(
                error, SCALP_ERR_LIMIT,
                "The photo has more than %zu spots that might be dots; inspect a part "
                "of it.",
                job->most);
        memcpy(v->all + v->count, job->slots.memory[k].items, job->found[k] * sizeof *v->all);
        v->count += job->found[k];
        v->refused += job->refused[k];
        v->refused_explained += job->refused_explained[k];
    }
    return SCALP_OK;
}

static scalp_status pass(survey_job *job, double blur_px, const scalp_work *work,
                         scalp_error *error) {
    scalp_survey *v = job->survey;
    const scalp_image *image = v->sight.image;
    job->across = (image->width + tile_side - 1) / tile_side;
    const size_t all = (size_t)job->across * (size_t)((image->height + tile_side - 1) / tile_side);
    job->blur_px = blur_px;
    job->step = blur_px > 0 || all < 6 ? 1 : all / 5;
    const size_t tiles = (all + job->step - 1) / job->step;
    v->count = 0;
    v->refused = v->refused_explained = 0;
    for (size_t i = 0; i < tiles; i += job->slots.count) {
        const size_t n = tiles - i < job->slots.count ? tiles - i : job->slots.count;
        job->slots.first = i;
        scalp_pool_for(work->pool, n, tile_pass, job);
        SCALP_TRY(keep(job, n, error));
        SCALP_TRY(scalp_work_report(work, blur_px > 0 ? "dots" : "blur",
                                    (double)(i + n) / (double)tiles, error));
    }
    return SCALP_OK;
}

/* ---- Neighbours ---------------------------------------------------------------------------- */

static bool stronger(const scalp_candidate *a, const scalp_candidate *b) {
    const double x = a->score * (double)a->trait[2], y = b->score * (double)b->trait[2];
    return x > y || (x == y && by_rows(a, b) < 0);
}

/* Whether a stronger fit lies on the same thing. */
static bool beaten(const scalp_survey *v, const scalp_near *near, size_t index) {
    const scalp_candidate *c = &v->all[index];
    const double widest = v->scales.sigma[v->scales.count] * 2.9;
    const scalp_near_rows rows =
        scalp_near_within(near, c->x, c->y, 0.25 * (c->diameter_px + widest));
    for (int row = rows.first; row <= rows.last; row++) {
        size_t from, last;
        scalp_near_row(near, &rows, row, &from, &last);
        for (; from < last; from++) {
            const scalp_candidate *o = &v->all[near->item[from]];
            const double dx = o->x - c->x, dy = o->y - c->y;
            const double reach = 0.25 * (o->diameter_px + c->diameter_px);
            if (o != c && dx * dx + dy * dy < reach * reach && stronger(o, c))
                return true;
        }
    }
    return false;
}

/* Of several fits of one thing the best remains. */
static scalp_status unite(scalp_survey *v, const scalp_work *work, scalp_error *error) {
    scalp_near near;
    size_t kept = 0;
    SCALP_TRY(
        scalp_near_make(v->all, v->count, v->image.width, v->image.height, 8, work, &near, error));
    for (size_t i = 0; i < v->count; i++)
        v->all[i].first = beaten(v, &near, i) ? -1 : 0;
    for (size_t i = 0; i < v->count; i++)
        if (v->all[i].first >= 0)
            v->all[kept++] = v->all[i];
    v->count = kept;
    return SCALP_OK;
}

static void look_around(scalp_survey *v, const scalp_near *near, scalp_candidate *c) {
    const double reach = 6 * c->diameter_px;
    double nearest = reach, crowd = 0;
    const scalp_near_rows rows = scalp_near_within(near, c->x, c->y, reach);
    for (int row = rows.first; row <= rows.last; row++) {
        size_t from, last;
        scalp_near_row(near, &rows, row, &from, &last);
        for (; from < last; from++) {
            const scalp_candidate *o = &v->all[near->item[from]];
            const double dx = o->x - c->x, dy = o->y - c->y, away2 = dx * dx + dy * dy;
            if (o == c || away2 > reach * reach || !stronger(o, c))
                continue;
            if (away2 < nearest * nearest)
                nearest = sqrt(away2);
            crowd += 1;
        }
    }
    c->trait[SCALP_TRAITS_OWN] = (float)(nearest / c->diameter_px);
    c->trait[SCALP_TRAITS_OWN + 1] = (float)crowd;
}

static scalp_status neighbours(scalp_survey *v, const scalp_work *work, scalp_error *error) {
    scalp_near near;
    SCALP_TRY(
        scalp_near_make(v->all, v->count, v->image.width, v->image.height, 32, work, &near, error));
    for (size_t i = 0; i < v->count; i++)
        look_around(v, &near, &v->all[i]);
    return SCALP_OK;
}

/* Shaved hairs of one head lean the same way: where from most candidates more lies on one side. */
static void leaning(scalp_survey *v) {
    double x = 0, y = 0, n = 0;
    for (size_t i = 0; i < v->count; i++) {
        const scalp_candidate *c = &v->all[i];
        const double long_by = sqrt(c->lean_x * c->lean_x + c->lean_y * c->lean_y);
        const double weight = fmin(c->score, 20) * (double)c->trait[2];
        if (long_by < 0.15 || weight < 1)
            continue;
        x += weight * c->lean_x / long_by;
        y += weight * c->lean_y / long_by;
        n += weight;
    }
    const double all = sqrt(x * x + y * y), share = n > 0 ? all / n : 0;
    for (size_t i = 0; i < v->count; i++) {
        scalp_candidate *c = &v->all[i];
        c->trait[SCALP_TRAITS_OWN + 2] =
            (float)(all > 0 ? share * scalp_clamp((c->lean_x * x + c->lean_y * y) / all, -3, 3)
                            : 0);
        c->trait[SCALP_TRAITS_OWN + 3] = (float)share;
        c->trait[SCALP_TRAITS_OWN + 4] = (float)(v->blur_px / c->diameter_px);
    }
}

/* The skin, without the stains on it. */
static scalp_status look(scalp_survey *v, double block, double most, const scalp_work *work,
                         scalp_error *error) {
    bool stained = false;
    scalp_bare bare;
    SCALP_TRY(scalp_sight_make(&v->image, v->mask, block, work, &v->sight, error));
    SCALP_TRY(scalp_over_make(&v->image, most, work, &v->over, error));
    SCALP_TRY(scalp_bare_make(&v->sight, &v->over, work, &bare, error));
    SCALP_TRY(scalp_stains_paint(&bare, work, &v->over, &stained, error));
    SCALP_TRY(scalp_lines_paint(&bare, work, &v->over, error));
    if (!stained)
        return SCALP_OK;
    SCALP_TRY(scalp_over_mask(&v->over, &v->image, v->mask, work, &v->mask, error));
    return scalp_sight_make(&v->image, v->mask, block, work, &v->sight, error);
}

scalp_status scalp_survey_make(const scalp_image *image, const scalp_flat *flat,
                               const scalp_find_params *params, const scalp_work *work,
                               scalp_survey *v, scalp_error *error) {
    double least, most;
    survey_job job = {.survey = v, .flat = flat};
    void *memory;
    memset(v, 0, sizeof *v);
    SCALP_TRY(range(image, flat, params, &least, &most, error));
    SCALP_TRY(reduce(&job, image, params, least, work, error));
    least /= v->factor;
    most /= v->factor;
    v->scales = scalp_scales_make(least, most);
    scalp_disc_table_make(&v->table, scalp_lanes_find(work->kernels));
    const double block = flat->has_mm ? block_mm * flat->px_per_mm / v->factor : 12;
    SCALP_TRY(look(v, block, most, work, error));
    SCALP_TRY(scalp_sight_colour(&v->sight, sqrt(least * most), work, error));
    job.border = scalp_tile_border(scalp_blur_radius(v->scales.sigma[v->scales.count]) + 4);
    SCALP_TRY(scalp_slots_make(scalp_tile_floats(tile_side, job.border, v->scales.count + 4),
                               held * sizeof(scalp_candidate), work, &job.slots, error));
    job.most = (size_t)v->image.width * (size_t)v->image.height / 40 + 1000;
    job.most = job.most < most_spots ? job.most : most_spots;
    SCALP_TRY(scalp_work_take(work, job.most, sizeof(scalp_candidate), &memory, error));
    v->all = memory;
    SCALP_TRY(pass(&job, 0, work, error));
    qsort(v->all, v->count, sizeof *v->all, by_score);
    v->blur_px = blur_of(v->all, v->count);
    job.least_response = faint * response_of(v->all, v->count);
    SCALP_TRY(pass(&job, v->blur_px, work, error));
    qsort(v->all, v->count, sizeof *v->all, by_rows);
    SCALP_TRY(unite(v, work, error));
    SCALP_TRY(neighbours(v, work, error));
    leaning(v);
    return SCALP_OK;
}
