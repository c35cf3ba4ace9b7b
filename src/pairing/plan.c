/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a plan: found dots laid on it, what follows it one by one, what is missing. */
#include "pair_plan.h"

/* Spacings: within which a dot is the planned one; beyond which it is displaced. */
static const double half = 0.5, quarter = 0.25;

const char *scalp_paired_name(scalp_paired state) {
    static const char *const names[SCALP_PAIRED_COUNT] = {"done",   "displaced", "missing", "extra",
                                                          "unseen", "freehand",  "outside"};
    return (unsigned)state < SCALP_PAIRED_COUNT ? names[state] : "";
}

const char *scalp_pair_verdict_name(scalp_pair_verdict verdict) {
    static const char *const names[] = {"not seen", "as planned", "displaced", "freehand"};
    return (unsigned)verdict < sizeof names / sizeof *names ? names[verdict] : "";
}

scalp_vec2 scalp_pair_invert(const scalp_pair_map *map, scalp_vec2 b) {
    const double(*m)[3] = map->b_from_a.m;
    const scalp_mat3 back = {
        {{m[1][1] * m[2][2] - m[1][2] * m[2][1], m[0][2] * m[2][1] - m[0][1] * m[2][2],
          m[0][1] * m[1][2] - m[0][2] * m[1][1]},
         {m[1][2] * m[2][0] - m[1][0] * m[2][2], m[0][0] * m[2][2] - m[0][2] * m[2][0],
          m[0][2] * m[1][0] - m[0][0] * m[1][2]},
         {m[1][0] * m[2][1] - m[1][1] * m[2][0], m[0][1] * m[2][0] - m[0][0] * m[2][1],
          m[0][0] * m[1][1] - m[0][1] * m[1][0]}}};
    scalp_vec2 aim = b, a = pair_plane_apply(&back, aim);
    /* The warp is a small contraction: each round divides the error by ten and more. */
    for (int round = 0; map->warp.columns > 0 && round < 12; round++) {
        const scalp_vec2 there = scalp_pair_apply(map, a);
        aim.x += b.x - there.x;
        aim.y += b.y - there.y;
        a = pair_plane_apply(&back, aim);
    }
    return a;
}

static scalp_status check(const scalp_planned *planned, size_t count, const scalp_window *w,
                          scalp_error *error) {
    for (size_t i = 0; i < count; i++)
        if (planned[i].zone >= SCALP_ZONE_COUNT)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Planned dot %zu is in zone %d, which there is not.", i + 1,
                              planned[i].zone);
    if (!(w->cell_mm > 0) || w->columns < 1 || w->rows < 1)
        return scalp_fail(error, SCALP_ERR_INPUT, "Nothing of the photo was judged.");
    return SCALP_OK;
}

/* Places of dots and merged dots, and of the plan, for the search. */
static scalp_status take_dots(plan_match *m, scalp_vec2 **places, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, m->all_count, sizeof(scalp_found), &memory, error));
    scalp_found *found = memory;
    SCALP_TRY(scalp_work_take(m->work, m->all_count, sizeof(uint32_t), &memory, error));
    uint32_t *id = memory;
    SCALP_TRY(scalp_work_take(m->work, m->all_count, sizeof(scalp_vec2), &memory, error));
    *places = memory;
    size_t n = 0;
    for (size_t i = 0; i < m->all_count; i++)
        if (m->all[i].kind != SCALP_FOUND_STUB && isfinite(m->all[i].mm.x) &&
            isfinite(m->all[i].mm.y)) {
            found[n] = m->all[i];
            id[n] = (uint32_t)i;
            (*places)[n++] = m->all[i].mm;
        }
    m->found = found;
    m->found_id = id;
    m->found_count = n;
    return SCALP_OK;
}

/* The surer ones say where the photo lies. */
static scalp_status lay_on_plan(const plan_match *m, const scalp_pair_start *start,
                                scalp_pair_map *map, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, m->found_count, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *a = memory;
    SCALP_TRY(scalp_work_take(m->work, m->planned_count, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *b = memory;
    size_t n = 0;
    for (size_t i = 0; i < m->found_count; i++)
        if (m->found[i].confidence >= 0.5)
            a[n++] = m->found[i].mm;
    for (size_t i = 0; i < m->planned_count; i++)
        b[i] = m->planned[i].mm;
    scalp_pair_start loose = *start;
    loose.loose = true;
    return scalp_pair_find(a, n, b, m->planned_count, &loose, m->work, map, error);
}

/* A dot under a hair is not known to be missing. */
static bool under_hair(const plan_match *m, scalp_vec2 at) {
    for (size_t i = 0; i < m->all_count; i++) {
        const scalp_found *f = &m->all[i];
        const double reach = f->diameter_mm > 0 ? f->diameter_mm : 0.2;
        if (f->kind == SCALP_FOUND_STUB && hypot(f->mm.x - at.x, f->mm.y - at.y) < reach)
            return true;
    }
    return false;
}

/* A dot on the edge of what was judged may have been cut in half. */
static bool is_whole(const plan_match *m, scalp_vec2 at) {
    static const double reach_mm = 0.25;
    return scalp_window_has(m->window, (scalp_vec2){at.x - reach_mm, at.y}) &&
           scalp_window_has(m->window, (scalp_vec2){at.x + reach_mm, at.y}) &&
           scalp_window_has(m->window, (scalp_vec2){at.x, at.y - reach_mm}) &&
           scalp_window_has(m->window, (scalp_vec2){at.x, at.y + reach_mm});
}

static scalp_status take_plan(plan_match *m, const scalp_pair_map *map, scalp_error *error) {
    const scalp_window *w = m->window;
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, m->planned_count, sizeof(scalp_vec2), &memory, error));
    m->near_mm = memory;
    SCALP_TRY(scalp_work_take(m->work, m->planned_count, sizeof(uint32_t), &memory, error));
    m->near_id = memory;
    SCALP_TRY(scalp_work_take(m->work, m->planned_count, sizeof(bool), &memory, error));
    m->seen = memory;
    const double width = w->columns * w->cell_mm, height = w->rows * w->cell_mm;
    const double margin = fmax(8 * map->spacing, 0.1 * fmax(width, height));
    for (size_t i = 0; i < m->planned_count; i++) {
        const scalp_vec2 at = scalp_pair_invert(map, m->planned[i].mm);
        const double x = at.x - w->origin_mm.x, y = at.y - w->origin_mm.y;
        if (!(x > -margin && y > -margin && x < width + margin && y < height + margin))
            continue;
        m->near_mm[m->near_count] = at;
        m->near_id[m->near_count] = (uint32_t)i;
        m->seen[m->near_count++] = scalp_window_has(w, at);
    }
    return pair_set_make(m->near_mm, m->near_count, m->work, &m->plan, error);
}

static void state_planned(const plan_match *m, scalp_pair_dot *dots) {
    for (size_t i = 0; i < m->planned_count; i++)
        dots[i] = (scalp_pair_dot){.state = SCALP_PAIRED_UNSEEN,
                                   .planned = (uint32_t)i,
                                   .found = SCALP_PAIR_NONE,
                                   .mm = {NAN, NAN}};
    for (size_t i = 0; i < m->near_count; i++) {
        scalp_pair_dot *d = &dots[m->near_id[i]];
        d->mm = m->near_mm[i];
        if (m->mates.mate[i] != PAIR_NONE) {
            const scalp_found *f = &m->found[m->mates.mate[i]];
            d->found = m->found_id[m->mates.mate[i]];
            d->off_mm = (scalp_vec2){f->mm.x - d->mm.x, f->mm.y - d->mm.y};
            d->doubt = fmin(pair_doubt(&m->mates, (uint32_t)i), m->displaced_doubt);
            d->state = m->mates.distance[i] > quarter ? SCALP_PAIRED_DISPLACED : SCALP_PAIRED_DONE;
        } else if (m->seen[i] && is_whole(m, d->mm) && !under_hair(m, d->mm)) {
            d->state = plan_freehand_at(m, d->mm) ? SCALP_PAIRED_FREEHAND : SCALP_PAIRED_MISSING;
        }
    }
}

static size_t state_found(const plan_match *m, scalp_pair_dot *to) {
    size_t n = 0;
    for (uint32_t i = 0; i < m->found_count; i++) {
        if (m->mates.held[i] != PAIR_NONE || m->found[i].confidence < 0.5)
            continue;
        const scalp_vec2 at = m->found[i].mm;
        scalp_paired state = SCALP_PAIRED_EXTRA;
        if (pair_set_nearest(&m->plan, at, 1.2 * m->plan.median, NULL) == PAIR_NONE)
            state = SCALP_PAIRED_OUTSIDE;
        else if (plan_freehand_at(m, at))
            state = SCALP_PAIRED_FREEHAND;
        to[n++] = (scalp_pair_dot){
            .state = state, .planned = SCALP_PAIR_NONE, .found = m->found_id[i], .mm = at};
    }
    return n;
}

/* Where dots follow the plan closely, one far off is more likely a dot of its own beside a place
 * that was left out. */
static void part_strangers(pair_mates *mates) {
    static const double close = 0.15; /* spacings, of a coordinate */
    for (uint32_t i = 0; mates->sigma < close && i < mates->count; i++)
        if (mates->mate[i] != PAIR_NONE && pair_doubt(mates, i) > 0.5) {
            mates->held[mates->mate[i]] = PAIR_NONE;
            mates->mate[i] = PAIR_NONE;
        }
}

static scalp_status compare(plan_match *m, uint64_t seed, scalp_plan_compared *to,
                            scalp_error *error) {
    void *memory;
    SCALP_TRY(plan_chance(m, seed, error));
    SCALP_TRY(scalp_work_take(m->work, m->near_count, sizeof(bool), &memory, error));
    bool *may = memory;
    for (size_t i = 0; i < m->near_count; i++)
        may[i] = !plan_freehand_at(m, m->near_mm[i]);
    SCALP_TRY(pair_assign(&m->plan, &m->dots, may, half, m->work, &m->mates, error));
    part_strangers(&m->mates);
    SCALP_TRY(plan_displaced(m, error));
    SCALP_TRY(scalp_work_take(m->work, m->planned_count + m->found_count, sizeof(scalp_pair_dot),
                              &memory, error));
    scalp_pair_dot *dots = memory;
    to->dots = dots;
    state_planned(m, dots);
    to->dot_count = m->planned_count + state_found(m, dots + m->planned_count);
    to->spacing_mm = m->plan.median;
    SCALP_TRY(plan_zones(m, dots, to, error));
    return plan_bare(m, dots, to, error);
}

scalp_status scalp_pair_plan(const scalp_planned *planned, size_t planned_count,
                             const scalp_found *found, size_t found_count,
                             const scalp_window *window, const scalp_pair_start *start,
                             const scalp_work *work, scalp_plan_compared *compared,
                             scalp_error *error) {
    plan_match m = {.planned = planned,
                    .planned_count = planned_count,
                    .all = found,
                    .all_count = found_count,
                    .window = window,
                    .work = work};
    scalp_vec2 *places;
    *compared = (scalp_plan_compared){0};
    SCALP_TRY(check(planned, planned_count, window, error));
    SCALP_TRY(take_dots(&m, &places, error));
    SCALP_TRY(lay_on_plan(&m, start, &compared->map, error));
    if (!compared->map.found && !start->has_place)
        return SCALP_OK;
    SCALP_TRY(take_plan(&m, &compared->map, error));
    if (m.near_count < 4 || !(m.plan.median > 0))
        return SCALP_OK;
    compared->placed = true;
    SCALP_TRY(pair_set_make(places, m.found_count, work, &m.dots, error));
    return compare(&m, start->seed, compared, error);
}
