/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dots that were decided on, measured: each fitted with its neighbours' discs taken away, so
 * that touching ones do not widen each other. */
#include "near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { side = 512, border = 48, rounds = 2, held = 8192 /* dots of a tile */ };

/* Dots' edges fall off more slowly outside than a blurred disc's: fitted discs are wider than the
 * dots at half their depth by this. Measured on close-ups with known dots, diameters 5 to 14 px. */
static const double width_at_half = 0.98;
/* Pixels beside each other share texture: errors are larger than those of independent ones. */
static const double alike = 3.5;
enum { blur_dots = 500 }; /* are enough to see the photo's blur by */

typedef struct one {
    size_t index; /* of the candidate */
    bool fitted;  /* not only taken away from its neighbours */
    bool alone;   /* nobody reaches it: one fit is enough */
    scalp_disc disc;
} one;

typedef struct measure_job {
    scalp_survey *survey;
    const scalp_near *near;
    double threshold, blur_px;
    bool free;    /* the blur is to be found.. */
    size_t every; /* ..in every so many-th tile */
    size_t step;
    int across;
    scalp_slots slots;
} measure_job;

/* The dots of one tile. */
typedef struct tile_list {
    one *list;
    size_t count, most;
} tile_list;

/* The plane that is measured in: pigment and plain darkness in equal parts. The first is free of
 * shine, but JPEG blurs its colours. */
static void mix(const scalp_tile *tile) {
    const size_t pixels = (size_t)tile->width * (size_t)tile->height;
    const float luma =
        3 / (float)(scalp_pigment_rgb[0] + scalp_pigment_rgb[1] + scalp_pigment_rgb[2]);
    for (size_t i = 0; i < pixels; i++)
        tile->rest[i] = 0.5F * (tile->pigment[i] + luma * tile->luma[i]);
}

/* Adds a disc to the plane, or takes it away. */
static void stamp(const scalp_disc_table *table, const scalp_tile *tile, const scalp_disc *d,
                  double sign) {
    const double reach = d->r + 3.6 * d->s; /* of the rest a thousandth */
    const int left = (int)fmax(ceil(d->x - reach), 0), top = (int)fmax(ceil(d->y - reach), 0);
    const int right = (int)fmin(floor(d->x + reach), tile->width - 1);
    const int bottom = (int)fmin(floor(d->y + reach), tile->height - 1);
    scalp_lane_profile profile;
    scalp_disc_profile(table, d->r, d->s, &profile);
    for (int y = top; y <= bottom && left <= right; y++)
        table->lanes->stamp(&profile, (float)(left - d->x), (float)(y - d->y),
                            (float)(sign * d->depth), right - left + 1,
                            tile->rest + (size_t)y * (size_t)tile->width + (size_t)left);
}

/* Whether a dot lies in the tile's inner square or a dot's width beside it. */
static bool near_inside(const scalp_tile *tile, const scalp_candidate *c) {
    const double room = 0.5 + c->diameter_px;
    return c->x >= tile->left - room && c->y >= tile->top - room &&
           c->x < tile->left + tile->inner_w + room && c->y < tile->top + tile->inner_h + room;
}

/* How far a fit looks, or a disc reaches. */
static double sphere(const scalp_disc *d) {
    return 1.4 * d->r + 2 * d->s + 1;
}

static void find_alone(tile_list *dots) {
    for (size_t i = 0; i < dots->count; i++)
        dots->list[i].alone = true;
    /* By rows of cells of 64 px: those that touch stand within some rows of each other. */
    for (size_t i = 0; i < dots->count; i++)
        for (size_t k = i + 1; k < dots->count; k++) {
            const scalp_disc *a = &dots->list[i].disc, *b = &dots->list[k].disc;
            const double dx = a->x - b->x, dy = a->y - b->y, reach = sphere(a) + sphere(b);
            if (dy < -192)
                break;
            if (dx * dx + dy * dy < reach * reach)
                dots->list[i].alone = dots->list[k].alone = false;
        }
}

static void list_tile(const measure_job *job, const scalp_tile *tile, tile_list *to) {
    const scalp_survey *v = job->survey;
    const double x0 = tile->left - tile->border, y0 = tile->top - tile->border;
    const double half_w = 0.5 * tile->width, half_h = 0.5 * tile->height;
    const scalp_near_rows rows =
        scalp_near_within(job->near, x0 + half_w, y0 + half_h, fmax(half_w, half_h));
    to->count = 0;
    for (int row = rows.first; row <= rows.last; row++) {
        size_t from, last;
        scalp_near_row(job->near, &rows, row, &from, &last);
        for (; from < last && to->count < to->most; from++) {
            const size_t index = job->near->item[from];
            const scalp_candidate *c = &v->all[index];
            const double x = c->x - x0, y = c->y - y0;
            if (c->probability < job->threshold || x < 4 || y < 4 || x > tile->width - 5 ||
                y > tile->height - 5)
                continue;
            to->list[to->count++] = (one){
                .index = index,
                .fitted = near_inside(tile, c),
                .disc = {
                    .x = x, .y = y, .r = c->diameter_px / 2, .s = job->blur_px, .depth = c->depth}};
        }
    }
}

static scalp_disc_limits limits_of(const measure_job *job, const one *it, bool free) {
    const double r = job->survey->all[it->index].diameter_px / 2;
    return (scalp_disc_limits){.least_r = 0.5 * r,
                               .most_r = 1.8 * r,
                               .s = job->blur_px,
                               .s_free = free,
                               .tight = true,
                               .least_s = 0.4,
                               .most_s = 4};
}

static void fit_tile(const measure_job *job, const scalp_tile *tile, tile_list *dots) {
    const scalp_survey *v = job->survey;
    const scalp_patch patch = {tile->rest, tile->known, tile->width, tile->height};
    for (size_t i = 0; i < dots->count; i++)
        stamp(&v->table, tile, &dots->list[i].disc, -1);
    find_alone(dots);
    for (int round = 0; round < (job->free ? 1 : rounds); round++)
        for (size_t i = 0; i < dots->count; i++) {
            one *it = &dots->list[i];
            if (!it->fitted || (round > 0 && it->alone))
                continue;
            const scalp_disc_limits limits = limits_of(job, it, job->free);
            stamp(&v->table, tile, &it->disc, 1);
            scalp_disc fit = it->disc;
            scalp_disc_fit(&v->table, &patch, &limits, &fit);
            if (fit.good)
                it->disc = fit;
            stamp(&v->table, tile, &it->disc, -1);
        }
}

static bool inside(const scalp_tile *tile, const scalp_candidate *c) {
    return c->x >= tile->left - 0.5 && c->y >= tile->top - 0.5 &&
           c->x < tile->left + tile->inner_w - 0.5 && c->y < tile->top + tile->inner_h - 0.5;
}

static void keep(const measure_job *job, const scalp_tile *tile, const tile_list *dots) {
    const scalp_survey *v = job->survey;
    const scalp_patch patch = {tile->rest, tile->known, tile->width, tile->height};
    const float *const planes[3] = {tile->lift[0], tile->lift[1], tile->lift[2]};
    for (size_t i = 0; i < dots->count; i++) {
        const one *it = &dots->list[i];
        scalp_candidate *c = &v->all[it->index];
        scalp_disc_seen seen[3];
        if (!inside(tile, c) || !it->disc.good)
            continue;
        scalp_disc_read(&v->table, planes, 3, &patch, &it->disc, seen);
        for (int b = 0; b < 3; b++)
            c->lift[b] = seen[b].depth;
        c->fit_x = it->disc.x + tile->left - tile->border;
        c->fit_y = it->disc.y + tile->top - tile->border;
        c->diameter = width_at_half * 2 * it->disc.r;
        c->diameter_sd = alike * 2 * it->disc.r_sd;
        c->depth_sd = alike * it->disc.depth_sd;
        c->centre_sd = alike * it->disc.centre_sd;
        c->blur_px = it->disc.s;
    }
}

static void tile_pass(void *context, size_t slot) {
    measure_job *job = context;
    const size_t index = (job->slots.first + slot) * job->step;
    tile_list dots = {.list = job->slots.memory[slot].items, .most = held};
    scalp_tile tile;
    scalp_tile_make(&job->survey->sight, (int)(index % (size_t)job->across) * side,
                    (int)(index / (size_t)job->across) * side, side, border,
                    job->slots.memory[slot].floats, &tile);
    mix(&tile);
    list_tile(job, &tile, &dots);
    fit_tile(job, &tile, &dots);
    keep(job, &tile, &dots);
}

static scalp_status pass(measure_job *job, bool free, const scalp_work *work, scalp_error *error) {
    const scalp_image *image = &job->survey->image;
    job->across = (image->width + side - 1) / side;
    job->free = free;
    const size_t all = (size_t)job->across * (size_t)((image->height + side - 1) / side);
    job->step = free ? job->every : 1;
    const size_t tiles = (all + job->step - 1) / job->step;
    for (size_t i = 0; i < tiles; i += job->slots.count) {
        job->slots.first = i;
        scalp_pool_for(work->pool, tiles - i < job->slots.count ? tiles - i : job->slots.count,
                       tile_pass, job);
        SCALP_TRY(scalp_work_report(
            work, "measure", fmin((double)(i + job->slots.count) / (double)tiles, 1), error));
    }
    return SCALP_OK;
}

/* ---- What the dots of the photo have in common ---------------------------------------------- */

static int by_number(const void *a, const void *b) {
    const double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

static double median(double *v, size_t n) {
    qsort(v, n, sizeof *v, by_number);
    return n % 2 ? v[n / 2] : 0.5 * (v[n / 2 - 1] + v[n / 2]);
}

/* The median blur of the deepest dots, which show it best. */
static double blur_of(const measure_job *job, double *room) {
    const scalp_survey *v = job->survey;
    size_t n = 0;
    for (size_t i = 0; i < v->count; i++)
        if (v->all[i].probability >= fmax(job->threshold, 0.8) && v->all[i].diameter > 0)
            room[n++] = v->all[i].depth;
    if (n < 8)
        return job->blur_px;
    const double deep = median(room, n);
    n = 0;
    for (size_t i = 0; i < v->count; i++)
        if (v->all[i].probability >= fmax(job->threshold, 0.8) && v->all[i].diameter > 0 &&
            v->all[i].depth >= deep)
            room[n++] = v->all[i].blur_px;
    const double blur = median(room, n);
    n = 0;
    for (size_t i = 0; i < v->count; i++)
        if (v->all[i].probability >= fmax(job->threshold, 0.8) && v->all[i].diameter > 0 &&
            v->all[i].depth >= deep)
            room[n++] = scalp_seen_width(v->all[i].diameter, v->all[i].blur_px);
    return scalp_blur_most(blur, median(room, n));
}

/* Dots of one photo are alike: what a weak fit does not tell, the others do (the estimator of
 * James & Stein 1961 in its empirical Bayes form, Efron & Morris 1973). */
static void shrink(measure_job *job, double *room) {
    scalp_survey *v = job->survey;
    size_t n = 0;
    for (size_t i = 0; i < v->count; i++)
        if (v->all[i].probability >= job->threshold && v->all[i].diameter > 0)
            room[n++] = v->all[i].diameter;
    v->diameter_px = n ? median(room, n) : 0;
    v->seen_px = n ? sqrt(v->diameter_px * v->diameter_px + 4 * v->blur_px * v->blur_px) : 0;
    if (n < 8)
        return;
    double own = 0;
    for (size_t i = 0; i < n; i++)
        room[i] = fabs(room[i] - v->diameter_px);
    const double spread = 1.4826 * median(room, n);
    n = 0;
    for (size_t i = 0; i < v->count; i++)
        if (v->all[i].probability >= job->threshold && v->all[i].diameter > 0)
            room[n++] = v->all[i].diameter_sd;
    own = median(room, n);
    const double among =
        fmax(spread * spread - own * own, 0.0016 * v->diameter_px * v->diameter_px);
    for (size_t i = 0; i < v->count; i++) {
        scalp_candidate *c = &v->all[i];
        if (c->probability < job->threshold || !(c->diameter > 0))
            continue;
        const double sd2 = c->diameter_sd * c->diameter_sd, share = among / (among + sd2);
        c->diameter = v->diameter_px + share * (c->diameter - v->diameter_px);
        c->diameter_sd = sqrt(share * sd2);
    }
}

scalp_status scalp_measure(scalp_survey *v, double threshold, const scalp_work *work,
                           scalp_error *error) {
    scalp_near near;
    void *memory;
    measure_job job = {.survey = v, .near = &near, .threshold = threshold, .blur_px = v->blur_px};
    SCALP_TRY(
        scalp_near_make(v->all, v->count, v->image.width, v->image.height, 64, work, &near, error));
    SCALP_TRY(scalp_work_take(work, v->count + 1, sizeof(double), &memory, error));
    double *room = memory;
    SCALP_TRY(scalp_slots_make(scalp_tile_floats(side, border, 1), held * sizeof(one), work,
                               &job.slots, error));
    size_t dots = 0;
    for (size_t i = 0; i < v->count; i++) {
        scalp_candidate *c = &v->all[i];
        dots += c->probability >= threshold;
        c->diameter = 0;
        c->fit_x = c->x;
        c->fit_y = c->y;
    }
    const size_t tiles = (size_t)((v->image.width + side - 1) / side) *
                         (size_t)((v->image.height + side - 1) / side);
    job.every = dots / blur_dots < 1 ? 1 : dots / blur_dots;
    job.every = job.every < tiles / 2 ? job.every : tiles > 2 ? tiles / 2 : 1;
    SCALP_TRY(pass(&job, true, work, error));
    job.blur_px = v->blur_px = blur_of(&job, room);
    SCALP_TRY(pass(&job, false, work, error));
    shrink(&job, room);
    return SCALP_OK;
}
