/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same dots again, later: kept, faded, spread or lost. */
#include "pair_before.h"

#include <stdlib.h>

static const double sure = 0.5;                 /* confidence from which a find counts by itself */
static const double faded = 0.8, spread = 1.15; /* ratios, beyond two standard deviations */
static const double most_doubt = 0.15;          /* of a match */
static const double gate_sigmas = 4, gate_least = 0.2, gate_most = 0.4; /* spacings */

const char *scalp_kept_name(scalp_kept state) {
    static const char *const names[SCALP_KEPT_COUNT] = {"kept", "faded", "spread",
                                                        "lost", "new",   "unseen"};
    return (unsigned)state < SCALP_KEPT_COUNT ? names[state] : "";
}

double before_density(const scalp_found *f, double *relative_sd) {
    const double darkness = scalp_clamp(f->darkness, 0, 0.98);
    const double density = -log10(1 - darkness);
    /* d(density) = d(darkness) / ((1 - darkness) ln 10) */
    *relative_sd = f->darkness_sd / ((1 - darkness) * 2.302585092994046) / fmax(density, 1e-6);
    return density;
}

static bool counts(const scalp_found *f, bool stubs) {
    return (stubs || f->kind != SCALP_FOUND_STUB) && isfinite(f->mm.x) && isfinite(f->mm.y);
}

/* A faded dot may be taken for a shaved hair: where a dot was, a stub is one still. */
static scalp_status take_places(const scalp_side *side, double least, bool stubs,
                                const scalp_work *work, scalp_vec2 **places, uint32_t **ids,
                                size_t *count, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, side->count, sizeof(scalp_vec2), &memory, error));
    *places = memory;
    SCALP_TRY(scalp_work_take(work, side->count, sizeof(uint32_t), &memory, error));
    *ids = memory;
    *count = 0;
    for (size_t i = 0; i < side->count; i++)
        if (counts(&side->found[i], stubs) && side->found[i].confidence >= least) {
            (*places)[*count] = side->found[i].mm;
            (*ids)[(*count)++] = (uint32_t)i;
        }
    return SCALP_OK;
}

/* What became of one dot, from ratios and how sure they are. */
static void judge(const before_match *m, scalp_kept_dot *d) {
    const scalp_found *b = &m->before->found[d->before], *a = &m->after->found[d->after];
    double sd_b, sd_a;
    const double density_b = before_density(b, &sd_b), density_a = before_density(a, &sd_a);
    d->darkness_ratio = density_a / fmax(density_b, 1e-6) / m->gain;
    d->darkness_ratio_sd = sqrt(sd_a * sd_a + sd_b * sd_b + m->gain_sd * m->gain_sd);
    d->diameter_ratio = a->diameter_mm / b->diameter_mm;
    d->diameter_ratio_sd =
        hypot(a->diameter_sd_mm / a->diameter_mm, b->diameter_sd_mm / b->diameter_mm);
    d->state = SCALP_KEPT;
    if (d->diameter_ratio > spread && d->diameter_ratio > 1 + 2 * d->diameter_ratio_sd)
        d->state = SCALP_KEPT_SPREAD;
    else if (d->darkness_ratio < faded && d->darkness_ratio < 1 - 2 * d->darkness_ratio_sd)
        d->state = SCALP_KEPT_FADED;
}

static size_t state_all(const before_match *m, const uint32_t *of_id, const uint32_t *to_id,
                        scalp_kept_dot *dots) {
    size_t n = 0;
    for (uint32_t i = 0; i < m->of.count; i++) {
        scalp_kept_dot *d = &dots[n++];
        *d = (scalp_kept_dot){.state = m->seen[i] ? SCALP_KEPT_LOST : SCALP_KEPT_UNSEEN,
                              .before = of_id[i],
                              .after = SCALP_PAIR_NONE,
                              .mm = m->at[i],
                              .darkness_ratio = NAN,
                              .darkness_ratio_sd = NAN,
                              .diameter_ratio = NAN,
                              .diameter_ratio_sd = NAN};
        if (m->mates.mate[i] == PAIR_NONE)
            continue;
        d->after = to_id[m->mates.mate[i]];
        d->doubt = pair_doubt(&m->mates, i);
        judge(m, d);
    }
    for (uint32_t i = 0; i < m->to.count; i++) {
        const scalp_found *f = &m->after->found[to_id[i]];
        if (m->mates.held[i] != PAIR_NONE || f->confidence < sure || f->kind == SCALP_FOUND_STUB)
            continue;
        dots[n++] = (scalp_kept_dot){.state = SCALP_KEPT_NEW,
                                     .before = SCALP_PAIR_NONE,
                                     .after = to_id[i],
                                     .mm = f->mm,
                                     .darkness_ratio = NAN,
                                     .darkness_ratio_sd = NAN,
                                     .diameter_ratio = NAN,
                                     .diameter_ratio_sd = NAN};
    }
    return n;
}

/* A dot on the edge of what was judged may have been cut in half, there or not. */
static bool is_whole(const scalp_window *w, scalp_vec2 at) {
    static const double reach_mm = 0.25;
    return scalp_window_has(w, at) && scalp_window_has(w, (scalp_vec2){at.x - reach_mm, at.y}) &&
           scalp_window_has(w, (scalp_vec2){at.x + reach_mm, at.y}) &&
           scalp_window_has(w, (scalp_vec2){at.x, at.y - reach_mm}) &&
           scalp_window_has(w, (scalp_vec2){at.x, at.y + reach_mm});
}

/* New dots count where the earlier photo shows the place. */
static void hide_unseen(const before_match *m, const scalp_pair_map *map, scalp_kept_dot *dots,
                        size_t count) {
    for (size_t i = 0; i < count; i++)
        if (dots[i].state == SCALP_KEPT_NEW &&
            !(is_whole(m->before->window, scalp_pair_apply(map, dots[i].mm)) &&
              is_whole(m->after->window, dots[i].mm)))
            dots[i].state = SCALP_KEPT_UNSEEN;
}

static double seen_area(const before_match *m, const scalp_pair_map *map) {
    const scalp_window *w = m->after->window;
    double area = 0;
    for (int j = 0; j < w->rows; j++)
        for (int i = 0; i < w->columns; i++) {
            if (w->why[(size_t)j * (size_t)w->columns + (size_t)i] != SCALP_UNSEEN_NOT)
                continue;
            const scalp_vec2 at = {w->origin_mm.x + (i + 0.5) * w->cell_mm,
                                   w->origin_mm.y + (j + 0.5) * w->cell_mm};
            if (scalp_window_has(m->before->window, scalp_pair_apply(map, at)))
                area += w->cell_mm * w->cell_mm;
        }
    return area;
}

static scalp_status match(before_match *m, const scalp_pair_map *map, const scalp_vec2 *places_b,
                          size_t count_b, const scalp_vec2 *places_a, size_t count_a,
                          scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, count_b, sizeof(scalp_vec2), &memory, error));
    m->at = memory;
    SCALP_TRY(scalp_work_take(m->work, 2 * count_b, sizeof(bool), &memory, error));
    m->seen = memory;
    bool *may = m->seen + count_b;
    for (size_t i = 0; i < count_b; i++) {
        m->at[i] = scalp_pair_invert(map, places_b[i]);
        if (!isfinite(m->at[i].x) || !isfinite(m->at[i].y))
            m->at[i] = (scalp_vec2){1e9, 1e9};
        may[i] = m->seen[i] =
            is_whole(m->after->window, m->at[i]) && is_whole(m->before->window, places_b[i]);
    }
    SCALP_TRY(pair_set_make(m->at, count_b, m->work, &m->of, error));
    SCALP_TRY(pair_set_make(places_a, count_a, m->work, &m->to, error));
    const double gate =
        scalp_clamp(gate_sigmas * map->residual / fmax(map->spacing, 1e-9), gate_least, gate_most);
    m->mates.heavy = true;
    SCALP_TRY(pair_assign(&m->of, &m->to, may, gate, m->work, &m->mates, error));
    SCALP_TRY(scalp_work_take(m->work, count_b, sizeof(double), &memory, error));
    m->there = memory;
    /* What may well be another dot is rather lost and new, but counts for what it may be. */
    for (uint32_t i = 0; i < count_b; i++) {
        const bool has = m->mates.mate[i] != PAIR_NONE;
        m->there[i] = has ? 1 - pair_doubt(&m->mates, i) : 0;
        if (has && m->there[i] < 1 - most_doubt) {
            m->mates.held[m->mates.mate[i]] = PAIR_NONE;
            m->mates.mate[i] = PAIR_NONE;
        }
    }
    return SCALP_OK;
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Median darkness ratio of the dots that are there still, with the interval of its ranks. */
static scalp_status find_common(const before_match *m, scalp_before_compared *c,
                                scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, c->dot_count, sizeof(double), &memory, error));
    double *ratios = memory;
    size_t n = 0;
    for (size_t i = 0; i < c->dot_count; i++)
        if (isfinite(c->dots[i].darkness_ratio))
            ratios[n++] = c->dots[i].darkness_ratio;
    c->common = (scalp_share){NAN, NAN, NAN};
    if (n < 6)
        return SCALP_OK;
    qsort(ratios, n, sizeof *ratios, by_size);
    const double half = 0.98 * sqrt((double)n), middle = 0.5 * (double)(n - 1);
    c->common = (scalp_share){ratios[n / 2], ratios[(size_t)fmax(0, floor(middle - half))],
                              ratios[(size_t)fmin((double)(n - 1), ceil(middle + half))]};
    return SCALP_OK;
}

static scalp_status compare(before_match *m, scalp_before_compared *c, scalp_error *error) {
    scalp_vec2 *places_b, *places_a, *sure_a;
    uint32_t *id_b, *id_a, *id_sure;
    size_t count_b, count_a, count_sure;
    void *memory;
    SCALP_TRY(take_places(m->before, sure, false, m->work, &places_b, &id_b, &count_b, error));
    SCALP_TRY(take_places(m->after, 0, true, m->work, &places_a, &id_a, &count_a, error));
    SCALP_TRY(take_places(m->after, sure, false, m->work, &sure_a, &id_sure, &count_sure, error));
    SCALP_TRY(scalp_pair_find(sure_a, count_sure, places_b, count_b, &m->params->start, m->work,
                              &c->map, error));
    if (!c->map.found)
        return SCALP_OK;
    SCALP_TRY(match(m, &c->map, places_b, count_b, places_a, count_a, error));
    SCALP_TRY(scalp_work_take(m->work, count_b + count_a, sizeof(scalp_kept_dot), &memory, error));
    scalp_kept_dot *dots = memory;
    c->dots = dots;
    c->dot_count = state_all(m, id_b, id_a, dots);
    hide_unseen(m, &c->map, dots, c->dot_count);
    c->seen_mm2 = seen_area(m, &c->map);
    SCALP_TRY(find_common(m, c, error));
    return before_zones(m, dots, c, error);
}

scalp_status scalp_pair_before(const scalp_side *before, const scalp_side *after,
                               const scalp_before_params *params, const scalp_work *work,
                               scalp_before_compared *compared, scalp_error *error) {
    *compared = (scalp_before_compared){0};
    if (!(params->darkness_gain >= 0 && params->darkness_gain < 100) ||
        !(params->darkness_gain_sd >= 0 && params->darkness_gain_sd < 1))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "What two photos differ by in darkness must be a positive ratio; it is "
                          "%g.",
                          params->darkness_gain);
    for (int k = 0; k < 2; k++) {
        const scalp_side *side = k ? after : before;
        for (size_t i = 0; side->zones && i < side->count; i++)
            if (side->zones[i] >= SCALP_ZONE_COUNT)
                return scalp_fail(error, SCALP_ERR_INPUT,
                                  "Found dot %zu is in zone %d, which there is not.", i + 1,
                                  side->zones[i]);
    }
    before_match m = {.before = before,
                      .after = after,
                      .params = params,
                      .work = work,
                      .gain = params->darkness_gain > 0 ? params->darkness_gain : 1,
                      .gain_sd = params->darkness_gain_sd > 0 ? params->darkness_gain_sd : 0.03};
    if (before->look && after->look)
        compared->unlike = scalp_pair_unlike(before->look, after->look);
    return compare(&m, compared, error);
}
