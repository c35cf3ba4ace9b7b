/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first patch: two neighbours in `a` are laid on every two neighbours in `b` as far apart, and
 * the places around them say whether that was it. Nearly all fail at the third or fourth place. */
#include "pair.h"

#include <stdlib.h>
#include <string.h>

enum {
    edges_each = 12, /* neighbours of a place in b that it makes edges with */
    patch_most = 72,
    first_look = 14, /* places about an edge that are asked first */
};

static int by_length(const void *a, const void *b) {
    const pair_edge *x = a, *y = b;
    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->x > y->x) - (x->x < y->x);
}

scalp_status pair_edges_make(const pair_search *search, const scalp_work *work, pair_edges *edges,
                             scalp_error *error) {
    const pair_set *b = search->b;
    void *memory;
    SCALP_TRY(scalp_work_take(work, b->count * edges_each, sizeof(pair_edge), &memory, error));
    *edges = (pair_edges){.edge = memory};
    for (uint32_t i = 0; i < b->count; i++) {
        pair_near near;
        pair_set_around(b, b->at[i], edges_each + 1, &near);
        for (int k = 0; k < near.count; k++) {
            const scalp_vec2 to = b->at[near.id[k]];
            const float x = (float)(to.x - b->at[i].x), y = (float)(to.y - b->at[i].y);
            const float length = (float)sqrt(near.d2[k]);
            if (near.id[k] != i && length > 0)
                edges->edge[edges->count++] = (pair_edge){length, x, y, i};
        }
    }
    qsort(edges->edge, edges->count, sizeof *edges->edge, by_length);
    return SCALP_OK;
}

static const double share_same = 0.6; /* of the places that are in the other set too */

double pair_likelihood(double d2, double sigma) {
    const double s2 = sigma * sigma;
    return log(1 - share_same + share_same * exp(-d2 / (2 * s2)) / (2 * SCALP_PI * s2));
}

/* Turned and scaled about `from`. */
typedef struct guess {
    double re, im;
    scalp_vec2 from, to;
} guess;

/* Whether the first places fall nearer to b's than chance would have it: a walk that stops as soon
 * as it is hopeless (Wald 1945). A step is pair_likelihood at sigma .2, the error of a place laid
 * by an edge, as a parabola: no exponential here. */
static bool first_glance(const pair_search *s, const scalp_vec2 *around, int count,
                         const guess *g) {
    static const double best = 1.03, fall = 10, worst = -0.9, hopeless = -1.8, hopeful = 2.4;
    double sum = 0;
    for (int k = 0; k < count; k++) {
        const double x = around[k].x, y = around[k].y;
        const double bx = g->to.x + g->re * x - g->im * y, by = g->to.y + g->im * x + g->re * y;
        const uint32_t id = pair_raster_at(s->raster, bx, by);
        double step = worst;
        if (id != PAIR_NONE) {
            const double dx = s->b->at[id].x - bx, dy = s->b->at[id].y - by;
            const double sp = s->b->spacing[id];
            step = best - fall * (dx * dx + dy * dy) / (sp * sp);
            step = step < worst ? worst : step;
        }
        sum += step;
        if (sum < hopeless)
            return false;
    }
    return sum > hopeful;
}

/* Ties of the `count` nearest places under a fit, within `gate` spacings, and their evidence: the
 * best of several sigmas (`evidence` may be NULL). */
static size_t take_ties(const pair_search *s, const uint32_t *ids, int count,
                        const pair_affine *fit, double gate, pair_tie *ties, double *evidence) {
    static const double sigmas[] = {0.02, 0.05, 0.09, 0.14, 0.2};
    enum { sigma_count = sizeof sigmas / sizeof *sigmas };
    double sum[sigma_count] = {0};
    size_t n = 0;
    for (int k = 0; k < count; k++) {
        const scalp_vec2 a = s->a->at[ids[k]], at = pair_affine_apply(fit, a);
        const uint32_t id = pair_raster_at(s->raster, at.x, at.y);
        double d2 = HUGE_VAL;
        if (id != PAIR_NONE) {
            const double dx = s->b->at[id].x - at.x, dy = s->b->at[id].y - at.y;
            d2 = (dx * dx + dy * dy) / (s->b->spacing[id] * s->b->spacing[id]);
            if (d2 < gate * gate)
                ties[n++] = (pair_tie){a, s->b->at[id], ids[k], id, 1, sqrt(d2)};
        }
        for (int i = 0; evidence && i < sigma_count; i++)
            sum[i] += pair_likelihood(d2, sigmas[i]);
    }
    if (!evidence)
        return n;
    *evidence = sum[0];
    for (int i = 1; i < sigma_count; i++)
        *evidence = fmax(*evidence, sum[i]);
    *evidence -= log((double)sigma_count);
    return n;
}

static bool sane(const pair_search *s, const pair_affine *f) {
    const double det = f->xx * f->yy - f->xy * f->yx;
    if (!(det > 0))
        return false;
    const double trace = f->xx * f->xx + f->xy * f->xy + f->yx * f->yx + f->yy * f->yy;
    const double scale = sqrt(det);
    return scale > 0.85 * s->scale_low && scale < 1.18 * s->scale_high &&
           trace < 2.6 * det; /* ratio of the axes below 2 */
}

/* From an edge to a patch in rings; every ring must still look like the same. */
static bool look_closer(const pair_search *s, const uint32_t *ids, int count, const guess *g,
                        pair_patch *patch) {
    static const int ring[] = {16, 24, 40, patch_most};
    static const double gate[] = {0.36, 0.36, 0.34, 0.32}, least[] = {4, 9, 18, 0};
    pair_tie ties[patch_most];
    pair_affine fit = {g->re, -g->im, g->im, g->re, g->from, g->to};
    double evidence = -HUGE_VAL;
    for (int r = 0; r < 4; r++) {
        const int n = ring[r] < count ? ring[r] : count;
        for (int round = 0; round < 2; round++) {
            const size_t held = take_ties(s, ids, n, &fit, gate[r], ties, NULL);
            const bool ok = r < 1 || held < 10 ? pair_fit_similar(ties, held, &fit)
                                               : pair_fit_affine(ties, held, &fit);
            if (!ok || !sane(s, &fit))
                return false;
        }
        take_ties(s, ids, n, &fit, gate[r], ties, &evidence);
        if (evidence < least[r] && n == ring[r])
            return false;
        if (n < ring[r])
            break;
    }
    const scalp_vec2 last = s->a->at[ids[count - 1]], first = s->a->at[ids[0]];
    *patch = (pair_patch){fit, hypot(last.x - first.x, last.y - first.y), evidence};
    return true;
}

static size_t first_at_least(const pair_edges *edges, double length) {
    size_t low = 0, high = edges->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if ((double)edges->edge[middle].length < length)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Jitter of both ends of an edge: .14 spacings each way, twice that. */
static const double edge_slack = 0.3;

/* One edge of a on all of b. `around` are the first places relative to the edge's start. */
static bool try_edge(const pair_search *s, const pair_edges *edges, const uint32_t *ids, int count,
                     scalp_vec2 edge, pair_patch *patch, double *tried) {
    const scalp_vec2 from = s->a->at[ids[0]];
    scalp_vec2 around[first_look];
    const int looks = count < first_look ? count : first_look;
    for (int k = 1; k < looks; k++)
        around[k - 1] = (scalp_vec2){s->a->at[ids[k]].x - from.x, s->a->at[ids[k]].y - from.y};
    const double length2 = edge.x * edge.x + edge.y * edge.y, length = sqrt(length2);
    const double slack = edge_slack * s->a->spacing[ids[0]] / length;
    const double low = s->scale_low * (1 - slack), high = s->scale_high * (1 + slack);
    scalp_vec2 start = {0, 0};
    if (s->start)
        start = pair_plane_apply(s->start, from);
    bool found = false;
    for (size_t i = first_at_least(edges, low * length); i < edges->count; i++) {
        const pair_edge *e = &edges->edge[i];
        if ((double)e->length > high * length)
            break;
        const scalp_vec2 to = s->b->at[e->from];
        if (s->start && !(hypot(to.x - start.x, to.y - start.y) < s->start_reach))
            continue;
        const double ex = (double)e->x, ey = (double)e->y;
        const guess g = {(ex * edge.x + ey * edge.y) / length2,
                         (ey * edge.x - ex * edge.y) / length2, from, to};
        *tried += 1;
        if (!first_glance(s, around, looks - 1, &g))
            continue;
        pair_patch seen;
        if (look_closer(s, ids, count, &g, &seen) && (!found || seen.evidence > patch->evidence)) {
            *patch = seen;
            found = true;
        }
    }
    return found;
}

bool pair_seed_try(const pair_search *search, const pair_edges *edges, uint32_t at,
                   pair_patch *patch, double *tried) {
    static const int ranks[] = {3, 4, 5, 6};
    pair_near near;
    pair_set_around(search->a, search->a->at[at], patch_most, &near);
    bool found = false;
    patch->evidence = -HUGE_VAL;
    for (size_t r = 0; r < sizeof ranks / sizeof *ranks; r++) {
        if (ranks[r] >= near.count || near.d2[ranks[r]] <= 0)
            continue;
        const scalp_vec2 to = search->a->at[near.id[ranks[r]]], from = search->a->at[near.id[0]];
        pair_patch one;
        if (try_edge(search, edges, near.id, near.count, (scalp_vec2){to.x - from.x, to.y - from.y},
                     &one, tried) &&
            one.evidence > patch->evidence) {
            *patch = one;
            found = true;
        }
    }
    return found;
}
