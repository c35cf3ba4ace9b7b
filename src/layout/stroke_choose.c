/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the candidates are drawn. Their ink shall be as even over the area as it can be, edges
 * included, and their roots by an anisotropic measure. With overlap E(i,j) of two strokes, and A(i)
 * that of a stroke with an even tint of the whole area,
 *
 *     cost = sum over pairs E(i,j) + sum over strokes (E(i,i)/2 - A(i)),
 *
 * the square of what is too much or too little, seen through a kernel of two spacings. Strokes are
 * added one by one where they cost least, then each is taken out and put back where it costs least
 * then, until nothing moves. No two that come too near are ever in together. */
#include "strokes.h"

#include <math.h>

static const double reach_spacings = 1.5, root_weight = 2.5;
/* A short stroke is for where a long one does not fit. */
static const double mini_dearer[] = {0.5, 0, -0.4, -0.8};

enum { passes_most = 12, turns_per_stroke = 15, kept_out = 12, forbidden = 1 << 20 };

typedef struct neighbour {
    uint32_t trace;
    float overlap;
    bool clash;
} neighbour;

typedef struct choosing {
    const stroke_field *field;
    double reach_mm, root_ratio;
    size_t *start; /* of each trace's neighbours; one more at the end */
    neighbour *near;
    double *self;      /* half a stroke's overlap with itself */
    double *own;       /* what it costs by itself */
    double *crowd;     /* overlap with those that are in */
    uint32_t *clashes; /* with those that are in */
    uint32_t *back;    /* turn from which a stroke that had to go may come again */
    bool *in;
} choosing;

static double bell(double square) {
    const double left = 1 - square;
    return left > 0 ? left * left * left : 0;
}

static double overlap_at(const stroke_trace *t, scalp_vec3 p, double reach_mm) {
    const double per_square = 1 / (reach_mm * reach_mm);
    double sum = 0;
    for (size_t i = 0; i < t->count; i++) {
        const scalp_vec3 d = t->point[i].position;
        const double x = p.x - d.x, y = p.y - d.y, z = p.z - d.z;
        sum += t->share_mm[i] * bell((x * x + y * y + z * z) * per_square);
    }
    return sum;
}

double layout_strokes_overlap(const stroke_trace *a, const stroke_trace *b, double reach_mm) {
    double sum = 0;
    for (size_t i = 0; i < a->count; i++)
        sum += a->share_mm[i] * overlap_at(b, a->point[i].position, reach_mm);
    return sum;
}

/* Of a place and a root. Along the hair the reach is longer than across it by the ratio. */
static double root_bell(const choosing *c, const stroke_trace *a, scalp_vec3 p) {
    const double ratio = c->root_ratio, reach_mm = c->reach_mm;
    const scalp_vec3 d = scalp_vec3_sub(p, a->point[0].position);
    const double along = scalp_vec3_dot(d, a->forward);
    const double across2 = scalp_vec3_dot(d, d) - along * along;
    return bell((along * along / (ratio * ratio) + across2) / (reach_mm * reach_mm));
}

static double pair_overlap(const choosing *c, const stroke_trace *a, const stroke_trace *b) {
    return layout_strokes_overlap(a, b, c->reach_mm) +
           root_weight * c->field->spacing_mm *
               (root_bell(c, a, b->point[0].position) + root_bell(c, b, a->point[0].position)) / 2;
}

/* Whether they can overlap, by their balls or their roots, or clash. */
static bool is_near(const choosing *c, const stroke_trace *a, const stroke_trace *b) {
    const double lines = a->radius_mm + b->radius_mm + c->reach_mm,
                 roots = c->reach_mm * c->root_ratio;
    const scalp_vec3 d = scalp_vec3_sub(a->middle, b->middle);
    const scalp_vec3 r = scalp_vec3_sub(a->point[0].position, b->point[0].position);
    return scalp_vec3_dot(d, d) < lines * lines || scalp_vec3_dot(r, r) < roots * roots;
}

/* ---- Neighbours -------------------------------------------------------------------------- */

/* How many each has, as where its own begin. */
static void count_neighbours(choosing *c) {
    const stroke_field *f = c->field;
    const size_t n = f->trace_count;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            if (!is_near(c, &f->traces[i], &f->traces[k]))
                continue;
            c->start[i + 1]++;
            c->start[k + 1]++;
        }
    }
    for (size_t i = 0; i < n; i++)
        c->start[i + 1] += c->start[i];
}

static scalp_status list_neighbours(choosing *c, const scalp_work *work, scalp_error *error) {
    const stroke_field *f = c->field;
    const size_t n = f->trace_count;
    void *start, *near, *used_memory;
    SCALP_TRY(scalp_work_take(work, n + 1, sizeof(size_t), &start, error));
    c->start = start;
    count_neighbours(c);
    SCALP_TRY(scalp_work_take(work, c->start[n], sizeof(neighbour), &near, error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(size_t), &used_memory, error));
    c->near = near;
    size_t *used = used_memory;
    for (size_t i = 0; i < n; i++) {
        const stroke_trace *a = &f->traces[i];
        if (i % 64 == 0)
            SCALP_TRY(scalp_work_report(work, "strokes", 0.8 * (double)i / (double)n, error));
        for (size_t k = i + 1; k < n; k++) {
            const stroke_trace *b = &f->traces[k];
            if (!is_near(c, a, b))
                continue;
            const float both = (float)pair_overlap(c, a, b);
            const bool clash = layout_strokes_clash(a, b, f->gap_mm);
            c->near[c->start[i] + used[i]++] = (neighbour){(uint32_t)k, both, clash};
            c->near[c->start[k] + used[k]++] = (neighbour){(uint32_t)i, both, clash};
        }
    }
    return SCALP_OK;
}

/* Strokes that are there crowd those next to them, and forbid those that would come too near. */
static void add_there(choosing *c) {
    const stroke_field *f = c->field;
    for (size_t k = 0; k < f->there_count; k++) {
        const stroke_there *there = &f->there[k];
        for (size_t i = 0; i < f->trace_count; i++) {
            const stroke_trace *trace = &f->traces[i];
            if (is_near(c, trace, &there->trace))
                c->crowd[i] += there->strength * pair_overlap(c, trace, &there->trace);
            if (layout_strokes_clash(trace, &there->trace, f->gap_mm))
                c->clashes[i] = forbidden;
        }
    }
}

/* E(i,i)/2 - A(i), the tint being such that all strokes together make it. */
static void find_own(choosing *c, double count) {
    const stroke_field *f = c->field;
    double area = 0, length = 0;
    for (size_t q = 0; q < f->cell_count; q++)
        area += f->cell_mm2 * f->cell_share[q];
    for (size_t i = 0; i < f->trace_count; i++)
        length += f->traces[i].run[f->traces[i].count - 1] / (double)f->trace_count;
    const double roots = count / area, ink = roots * length;
    for (size_t i = 0; i < f->trace_count; i++) {
        const stroke_trace *t = &f->traces[i];
        double with_ink = 0, with_roots = 0;
        for (size_t q = 0; q < f->cell_count; q++) {
            const double mm2 = f->cell_mm2 * f->cell_share[q];
            if (scalp_vec3_distance(f->cells[q], t->middle) > t->radius_mm + 3 * c->reach_mm)
                continue;
            with_ink += mm2 * overlap_at(t, f->cells[q], c->reach_mm);
            with_roots += mm2 * root_bell(c, t, f->cells[q]);
        }
        c->self[i] = pair_overlap(c, t, t) / 2;
        c->own[i] = c->self[i] - ink * with_ink - root_weight * f->spacing_mm * roots * with_roots;
    }
}

/* ---- Choice ------------------------------------------------------------------------------ */

static void put(choosing *c, uint32_t i, bool in) {
    c->in[i] = in;
    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        const neighbour *n = &c->near[k];
        c->crowd[n->trace] += in ? (double)n->overlap : -(double)n->overlap;
        c->clashes[n->trace] += in ? n->clash : -(uint32_t)n->clash;
    }
}

/* The cheapest that is not in, may be back by that turn, and clashes with at most so many that are;
 * the number of traces when there is none. */
static uint32_t cheapest(const choosing *c, uint32_t clashes, uint32_t turn) {
    const uint32_t none = (uint32_t)c->field->trace_count;
    uint32_t best = none;
    for (uint32_t i = 0; i < none; i++) {
        if (c->in[i] || c->clashes[i] > clashes || (turn > 0 && c->back[i] > turn))
            continue;
        if (best == none || c->crowd[i] + c->own[i] < c->crowd[best] + c->own[best])
            best = i;
    }
    return best;
}

/* Each is taken out and put where it costs least; true when any found a better place. */
static bool improve(choosing *c) {
    const uint32_t n = (uint32_t)c->field->trace_count;
    bool moved = false;
    for (uint32_t i = 0; i < n; i++) {
        if (!c->in[i])
            continue;
        put(c, i, false);
        const uint32_t to = cheapest(c, 0, 0);
        /* A place that is better by rounding only would be left and found again for ever. */
        const double now = c->crowd[i] + c->own[i];
        const bool better =
            to < n && to != i && c->crowd[to] + c->own[to] < now - 1e-6 * (1 + fabs(now));
        put(c, better ? to : i, true);
        moved |= better;
    }
    return moved;
}

/* The one that is in and clashes with trace i. */
static uint32_t rival(const choosing *c, uint32_t i) {
    for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
        if (c->near[k].clash && c->in[c->near[k].trace])
            return c->near[k].trace;
    return i;
}

static size_t add_all(choosing *c, size_t have, size_t count) {
    const uint32_t none = (uint32_t)c->field->trace_count;
    for (; have < count; have++) {
        const uint32_t next = cheapest(c, 0, 0);
        if (next == none)
            break;
        put(c, next, true);
    }
    return have;
}

/* Where no more fit, one goes in and the one it clashes with out, which does not come back soon: as
 * they change places, gaps open for more. */
static scalp_status make_room(choosing *c, size_t count, size_t *have, const scalp_work *work,
                              scalp_error *error) {
    const uint32_t none = (uint32_t)c->field->trace_count;
    const uint32_t most = (uint32_t)count * turns_per_stroke;
    for (uint32_t turn = 1; *have < count && turn <= most; turn++) {
        if (turn % 64 == 0)
            SCALP_TRY(scalp_work_report(work, "strokes", 0.9, error));
        const uint32_t next = cheapest(c, 1, turn);
        if (next == none)
            break;
        const uint32_t out = c->clashes[next] > 0 ? rival(c, next) : next;
        if (out != next) {
            put(c, out, false);
            c->back[out] = turn + kept_out;
            --*have;
        }
        put(c, next, true);
        *have = add_all(c, *have + 1, count);
    }
    return SCALP_OK;
}

/* Short strokes cost so much more of their own than before. */
static void price_minis(choosing *c, double more) {
    for (size_t i = 0; i < c->field->trace_count; i++)
        c->own[i] += c->field->traces[i].seed.mini ? more * c->self[i] : 0;
}

static void empty(choosing *c) {
    for (uint32_t i = 0; i < c->field->trace_count; i++) {
        c->back[i] = 0;
        if (c->in[i])
            put(c, i, false);
    }
}

/* How many find room. */
static scalp_status fill(choosing *c, size_t count, size_t *have, const scalp_work *work,
                         scalp_error *error) {
    *have = add_all(c, 0, count);
    for (int pass = 0; pass < passes_most && improve(c); pass++)
        SCALP_TRY(scalp_work_report(work, "strokes", 0.85, error));
    *have = add_all(c, *have, count);
    SCALP_TRY(make_room(c, count, have, work, error));
    for (int pass = 0; pass < passes_most && *have == count && improve(c); pass++)
        SCALP_TRY(scalp_work_report(work, "strokes", 0.95, error));
    return SCALP_OK;
}

/* Once more with cheaper short strokes where there was no room. */
static scalp_status fill_somehow(choosing *c, size_t *wanted, const scalp_work *work,
                                 scalp_error *error) {
    enum { prices = sizeof mini_dearer / sizeof mini_dearer[0] };
    const size_t count = *wanted;
    size_t have = 0, most = 0;
    for (int k = 0; k < prices && have < count; k++) {
        empty(c);
        price_minis(c, mini_dearer[k] - (k > 0 ? mini_dearer[k - 1] : 0));
        SCALP_TRY(fill(c, count, &have, work, error));
        most = have > most ? have : most;
    }
    *wanted = have;
    if (have == count || c->field->there_count > 0)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_LIMIT,
                      "Area %.40s has room for %zu of its %zu strokes when they stay %.2f mm "
                      "apart; make the spacing wider or the strokes shorter or finer.",
                      c->field->band->area->id, most, count, c->field->gap_mm);
}

scalp_status layout_strokes_choose(const stroke_field *field, size_t *count, const scalp_work *work,
                                   uint32_t *chosen, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const size_t n = field->trace_count;
    choosing c = {.field = field,
                  .reach_mm = reach_spacings * field->spacing_mm,
                  .root_ratio = scalp_stroke_fact_at(SCALP_STROKE_ROOT_RATIO, 0, false)};
    void *own, *crowded, *clashes, *in, *back, *self;
    SCALP_TRY(scalp_work_take(work, n, sizeof(double), &own, error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(double), &crowded, error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(uint32_t), &clashes, error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(bool), &in, error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(uint32_t), &back, error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(double), &self, error));
    c.back = back, c.self = self, c.own = own, c.crowd = crowded, c.clashes = clashes, c.in = in;
    SCALP_TRY(list_neighbours(&c, work, error));
    find_own(&c, (double)*count + field->there_sum);
    add_there(&c);
    SCALP_TRY(fill_somehow(&c, count, work, error));
    size_t used = 0;
    for (uint32_t i = 0; i < n; i++)
        if (c.in[i])
            chosen[used++] = i;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
