/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strokes of all areas that are made of them. */
#include "strokes.h"

#include <math.h>
#include <string.h>

enum { seed_strokes = 4, seed_places = 5, candidates_per_stroke = 20 };

static const double usual_width_mm = 0.15;
/* What strokes keep beside their gap, so that their mirror images keep the gap as well. */
static const double mirror_room_mm = 0.002;

/* What one area came to. */
typedef struct stroke_area {
    band band;
    size_t count;
    double there; /* strokes that are there already */
    stroke_trace *strokes;
    uint8_t *session;
    bool done;
} stroke_area;

typedef struct making {
    const scalp_design *design;
    const scalp_layout_params *params;
    const stroke_shares *shares;
    double width_mm;
    const scalp_bvh *bvh;
    stroke_area *areas; /* as in the design */
    stroke_there *there;
    size_t no_room;
} making;

/* ---- Candidates -------------------------------------------------------------------------- */

/* A root somewhere in the cell; false where no hair has one. */
static bool draw_seed(const band *b, double x, double y, double cell, scalp_random *random,
                      stroke_seed *seed) {
    const double turn = scalp_stroke_fact_at(SCALP_STROKE_TURN_SD_DEG, 0, false);
    const double spread = scalp_stroke_fact_at(SCALP_STROKE_LENGTH_SD, 0, false);
    seed->x = x + cell * scalp_random_uniform(random);
    seed->y = y + cell * scalp_random_uniform(random);
    seed->turn_deg = turn * scalp_clamp(scalp_random_normal(random), -2.5, 2.5);
    seed->length_factor = 1 + spread * scalp_clamp(scalp_random_normal(random), -2.5, 2.5);
    seed->rim = scalp_random_uniform(random);
    seed->tip_shift = scalp_stroke_fact_at(SCALP_STROKE_TIP_SPREAD, 0, false) *
                      (2 * scalp_random_uniform(random) - 1);
    const double chance = scalp_random_uniform(random);
    scalp_mesh_point at;
    band_place p;
    if (!layout_band_over(b, seed->x, seed->y, &at) ||
        !layout_band_place(b, at, scalp_mesh_position(b->mesh, at), &p) || p.rim_mm < 0 ||
        chance >= p.share)
        return false;
    for (int upper = 0; upper < 2; upper++) {
        const double from = scalp_stroke_fact_at(SCALP_STROKE_ROOT_FROM, p.t, upper);
        const double to = scalp_stroke_fact_at(SCALP_STROKE_ROOT_TO, p.t, upper);
        seed->upper = upper;
        if (p.v >= from && p.v < to)
            return true;
    }
    return false;
}

static bool add_cell(const band *b, double x, double y, stroke_field *f) {
    scalp_mesh_point at;
    band_place p;
    if (!layout_band_over(b, x, y, &at))
        return false;
    const scalp_vec3 position = scalp_mesh_position(b->mesh, at);
    if (!layout_band_place(b, at, position, &p) || p.rim_mm < 0 || !(p.share > 0))
        return false;
    f->cells[f->cell_count] = position;
    f->cell_share[f->cell_count++] = p.share * scalp_stroke_fact_at(SCALP_STROKE_TINT, p.t, false);
    return true;
}

/* The chart's box in square cells; each is a point of the area, and a try for a stroke. */
static scalp_status make_field(const making *m, const band *b, const scalp_work *work,
                               stroke_field *f, scalp_error *error) {
    const double one = scalp_stroke_fact_at(SCALP_STROKE_AREA_LENGTH_MM, 0, false) *
                       b->area->length_share * b->area->spacing_mm;
    const double cell = sqrt(one / candidates_per_stroke);
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int k = 0; k < band_stations; k++) {
        low = b->low[k] < low ? b->low[k] : low;
        high = b->high[k] > high ? b->high[k] : high;
    }
    const double columns = ceil(b->width / cell), rows = ceil((high - low) / cell);
    if (!(columns * rows <= 40.0 * candidates_per_stroke * SCALP_LAYOUT_MAX_STROKES)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s is no band that strokes could fill; draw it as one curve "
                          "round a stretch of skin.",
                          b->area->id);
    }
    const size_t most = (size_t)columns * (size_t)rows;
    void *traces, *cells, *shares;
    SCALP_TRY(scalp_work_take(work, 2 * most, sizeof(stroke_trace), &traces, error));
    SCALP_TRY(scalp_work_take(work, most, sizeof(scalp_vec3), &cells, error));
    SCALP_TRY(scalp_work_take(work, most, sizeof(double), &shares, error));
    f->traces = traces, f->cells = cells, f->cell_share = shares;
    f->cell_mm2 = cell * cell;
    const uint64_t stream = m->params->seed ^ (uint64_t)seed_strokes << 56;
    for (size_t i = 0; i < most; i++) {
        const double x = cell * (double)(i / (size_t)rows);
        const double y = low + cell * (double)(i % (size_t)rows);
        scalp_random random = scalp_random_make(stream, i);
        stroke_seed seed = {.x = 0};
        add_cell(b, x + cell / 2, y + cell / 2, f);
        if (!draw_seed(b, x, y, cell, &random, &seed))
            continue;
        const double mini = scalp_stroke_fact_at(SCALP_STROKE_MINI_SHARE, 0, false);
        for (int k = 0; k < 2; k++) { /* a long and a short one from the same root */
            seed.mini = k > 0;
            seed.length_factor *= k > 0 ? mini : 1;
            if (layout_stroke_trace(b, &seed, m->width_mm, &f->traces[f->trace_count]))
                f->trace_count++;
        }
    }
    return SCALP_OK;
}

/* ---- One area ---------------------------------------------------------------------------- */

static const double *row_of(const making *m, const stroke_area *a) {
    return m->shares->rows[scalp_area_kind_zone(a->band.area->kind)];
}

static scalp_status deal_area(const making *m, stroke_area *a, const scalp_work *work,
                              scalp_error *error) {
    return layout_strokes_deal(a->strokes, a->count, row_of(m, a), m->shares->sessions,
                               a->band.area->spacing_mm, work, a->session, error);
}

/* From head to tail. */
static void sort_by_root(uint32_t *chosen, size_t count, const stroke_trace *traces) {
    for (size_t i = 1; i < count; i++) {
        const uint32_t one = chosen[i];
        size_t k = i;
        for (; k > 0 && traces[chosen[k - 1]].seed.x > traces[one].seed.x; k--)
            chosen[k] = chosen[k - 1];
        chosen[k] = one;
    }
}

static scalp_status make_area(making *m, stroke_area *a, const scalp_work *work,
                              scalp_error *error) {
    stroke_field field = {.band = &a->band,
                          .spacing_mm = a->band.area->spacing_mm,
                          .gap_mm = m->params->stroke_gap_mm + mirror_room_mm,
                          .there = m->there,
                          .there_count = m->params->strokes_there_count,
                          .there_sum = a->there};
    size_t count = a->count;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(make_field(m, &a->band, work, &field, error));
    SCALP_TRY(scalp_work_take(work, a->count, sizeof(uint32_t), &memory, error));
    uint32_t *chosen = memory;
    SCALP_TRY(layout_strokes_choose(&field, &count, work, chosen, error));
    m->no_room += a->count - count;
    a->count = count;
    sort_by_root(chosen, a->count, field.traces);
    for (size_t i = 0; i < a->count; i++)
        a->strokes[i] = field.traces[chosen[i]];
    scalp_arena_return(work->memory, mark);
    return deal_area(m, a, work, error);
}

static bool clashes(const stroke_trace *strokes, size_t i, double gap_mm) {
    for (size_t k = 0; k < i; k++)
        if (layout_strokes_clash(&strokes[k], &strokes[i], gap_mm))
            return true;
    return false;
}

/* Whether both are dealt by the same shares. */
static bool same_row(const making *m, const stroke_area *a, const stroke_area *b) {
    const double *p = row_of(m, a), *q = row_of(m, b);
    for (size_t s = 0; s < m->shares->sessions; s++)
        if (p[s] < q[s] || p[s] > q[s])
            return false;
    return true;
}

/* The other side's strokes, on this side; false where they do not all fit. */
static bool mirror_area(const making *m, const stroke_area *from, stroke_area *to) {
    for (size_t i = 0; i < to->count; i++) {
        if (!layout_stroke_replay(&to->band, &from->strokes[i], &to->strokes[i]) ||
            clashes(to->strokes, i, m->params->stroke_gap_mm))
            return false;
        to->session[i] = from->session[i];
    }
    return true;
}

static bool same(double a, double b) {
    return fabs(a - b) <= 1e-9 * (1 + fabs(a));
}

static bool is_mirror(const stroke_area *a, const stroke_area *b) {
    const scalp_area_result *r = a->band.area, *s = b->band.area;
    return a->done && a->there + b->there <= 0 && a->count == b->count && r->kind != s->kind &&
           same(r->spacing_mm, s->spacing_mm) && same(r->length_share, s->length_share) &&
           same(r->edge_mm, s->edge_mm) && layout_band_mirrors(&a->band, &b->band);
}

static scalp_status open_area(making *m, size_t index, const scalp_work *work, scalp_error *error) {
    const scalp_area_result *area = &m->design->areas[index];
    stroke_area *a = &m->areas[index];
    void *strokes, *session;
    if (!(area->strokes >= 0.5))
        return SCALP_OK;
    if (!(area->strokes < SCALP_LAYOUT_MAX_STROKES + 0.5)) {
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "Area %.40s would need %.0f strokes, more than the %u of one area; make "
                          "the spacing wider, or fill it with dots.",
                          area->id, area->strokes, SCALP_LAYOUT_MAX_STROKES);
    }
    layout_band_make(m->design->mesh, m->bvh, area, &a->band);
    a->there = layout_strokes_there_in(&a->band, m->there, m->params->strokes_there_count);
    a->count = (size_t)floor(fmax(area->strokes - a->there, 0) + 0.5);
    SCALP_TRY(scalp_work_take(work, a->count, sizeof(stroke_trace), &strokes, error));
    SCALP_TRY(scalp_work_take(work, a->count, sizeof(uint8_t), &session, error));
    a->strokes = strokes;
    a->session = session;
    for (size_t k = 0; k < index && !a->done; k++) {
        a->done = is_mirror(&m->areas[k], a) && mirror_area(m, &m->areas[k], a);
        if (a->done && !same_row(m, &m->areas[k], a))
            SCALP_TRY(deal_area(m, a, work, error));
    }
    if (!a->done && a->count > 0)
        SCALP_TRY(make_area(m, a, work, error));
    a->done = true;
    return SCALP_OK;
}

/* ---- All areas --------------------------------------------------------------------------- */

static scalp_status check(const scalp_layout_params *params, scalp_error *error) {
    const double width = params->stroke_width_mm, gap = params->stroke_gap_mm;
    if (!(width >= 0 && width <= 0) && !(width >= 0.05 && width <= 0.6)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The width of strokes is %g mm; it must be 0.05 to 0.6.", width);
    }
    if (!(gap >= 0 && gap <= 2)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The least distance of strokes is %g mm; it must be 0 to 2.", gap);
    }
    return SCALP_OK;
}

/* Copies what was made behind the points that were taken for it. */
static void hand_out(const making *m, scalp_stroke_path *paths, scalp_stroke_point *points) {
    for (size_t k = 0; k < m->design->area_count; k++) {
        const stroke_area *a = &m->areas[k];
        for (size_t i = 0; i < a->count; i++) {
            const stroke_trace *t = &a->strokes[i];
            memcpy(points, t->point, t->count * sizeof *points);
            *paths++ = (scalp_stroke_path){points, t->count,
                                           (uint8_t)scalp_area_kind_zone(a->band.area->kind),
                                           (uint8_t)(a->session[i] + m->shares->first)};
            points += t->count;
        }
    }
}

static scalp_status make_all(making *m, const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, m->design->area_count, sizeof(stroke_area), &memory, error));
    m->areas = memory;
    SCALP_TRY(scalp_bvh_make(m->design->mesh, work, &m->bvh, error));
    SCALP_TRY(layout_strokes_there_make(m->design->mesh, m->params, work, &m->there, error));
    for (size_t i = 0; i < m->design->area_count; i++)
        SCALP_TRY(open_area(m, i, work, error));
    return SCALP_OK;
}

scalp_status layout_strokes_make(const scalp_design *design, const scalp_layout_params *params,
                                 const stroke_shares *shares, const scalp_work *work,
                                 scalp_layout *layout, scalp_error *error) {
    size_t count = 0;
    void *paths, *points;
    making m = {.design = design,
                .params = params,
                .shares = shares,
                .width_mm = params->stroke_width_mm > 0 ? params->stroke_width_mm : usual_width_mm};
    SCALP_TRY(check(params, error));
    for (size_t i = 0; i < design->area_count; i++)
        if (design->areas[i].strokes >= 0.5 &&
            design->areas[i].strokes < SCALP_LAYOUT_MAX_STROKES + 0.5)
            count += (size_t)floor(design->areas[i].strokes + 0.5);
    layout->strokes = NULL;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_stroke_path), &paths, error));
    SCALP_TRY(scalp_work_take(work, count * SCALP_STROKE_MAX_POINTS, sizeof(scalp_stroke_point),
                              &points, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(make_all(&m, work, error));
    hand_out(&m, paths, points);
    layout->stroke_count = 0;
    for (size_t i = 0; i < design->area_count; i++) {
        layout->stroke_count += m.areas[i].count;
        layout->strokes_there += m.areas[i].there;
    }
    for (size_t i = 0; i < params->strokes_there_count; i++)
        layout->strokes_outside += !m.there[i].counted;
    layout->strokes_no_room = m.no_room;
    scalp_arena_return(work->memory, mark);
    layout->strokes = paths;
    return SCALP_OK;
}
