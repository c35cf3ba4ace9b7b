/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which found dot is which test dot: the panel's constellation, turned by up to 60 degrees, moved,
 * and (without millimetres) scaled, so that most of its dots lie on found ones. Every pair of found
 * dots is tried for a few pairs of the panel; of equally many hits the nearest and least turned
 * wins, which tells a square grid from itself turned by a quarter. */
#include "panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double most_turn = 1.0471975511965976; /* 60 degrees */
static const double near = 0.3;                     /* of the panel's least distance */
static const double scale_off = 0.15;               /* of photos with millimetres */

enum { most_found = SCALP_PANEL_MAX_FOUND, most_pairs = 8 };

/* to = scale (turned) from + moved */
typedef struct placing {
    double a, b, x, y; /* a + ib: scale and turn */
} placing;

static scalp_vec2 place(const placing *p, scalp_vec2 v) {
    return (scalp_vec2){p->a * v.x - p->b * v.y + p->x, p->b * v.x + p->a * v.y + p->y};
}

static double apart(scalp_vec2 a, scalp_vec2 b) {
    const double x = a.x - b.x, y = a.y - b.y;
    return sqrt(x * x + y * y);
}

static double least_apart(const scalp_vec2 *panel, size_t count) {
    double least = INFINITY;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            least = fmin(least, apart(panel[i], panel[j]));
    }
    return least;
}

/* The placing that takes two dots of the panel onto two found ones. */
static placing from_pair(scalp_vec2 p, scalp_vec2 q, scalp_vec2 f, scalp_vec2 g) {
    const double x = q.x - p.x, y = q.y - p.y, u = g.x - f.x, v = g.y - f.y;
    const double square = x * x + y * y;
    placing made = {(x * u + y * v) / square, (x * v - y * u) / square, 0, 0};
    made.x = f.x - (made.a * p.x - made.b * p.y);
    made.y = f.y - (made.b * p.x + made.a * p.y);
    return made;
}

typedef struct search {
    const scalp_vec2 *panel, *found;
    size_t panel_count, found_count;
    bool has_mm;
    double reach; /* mm of the panel */
} search;

/* Hits, less what they are off and the turn; `which` gets the found dot of each, or -1. */
static double score(const search *s, const placing *p, int *which) {
    bool taken[most_found] = {false};
    const double scale = sqrt(p->a * p->a + p->b * p->b), reach = s->reach * scale;
    double sum = 0;
    for (size_t i = 0; i < s->panel_count; i++) {
        const scalp_vec2 at = place(p, s->panel[i]);
        double nearest = reach;
        which[i] = -1;
        for (size_t j = 0; j < s->found_count; j++) {
            const double d = apart(at, s->found[j]);
            if (d < nearest && !taken[j])
                nearest = d, which[i] = (int)j;
        }
        if (which[i] >= 0) {
            taken[which[i]] = true;
            sum += 1 - 0.5 * nearest / reach;
        }
    }
    return sum - 0.25 * fabs(scalp_atan2(p->b, p->a));
}

static bool allowed(const search *s, const placing *p) {
    const double scale = sqrt(p->a * p->a + p->b * p->b);
    if (!(scale > 0) || fabs(scalp_atan2(p->b, p->a)) > most_turn)
        return false;
    return !s->has_mm || fabs(scale - 1) < scale_off;
}

/* All found pairs for one pair of the panel. */
static void try_pair(const search *s, size_t i, size_t j, double *best, placing *placed,
                     int *which) {
    int tried[SCALP_PANEL_MAX_DOTS];
    for (size_t f = 0; f < s->found_count; f++) {
        for (size_t g = 0; g < s->found_count; g++) {
            if (f == g)
                continue;
            const placing p = from_pair(s->panel[i], s->panel[j], s->found[f], s->found[g]);
            if (!allowed(s, &p))
                continue;
            const double reached = score(s, &p, tried);
            if (reached > *best) {
                *best = reached;
                *placed = p;
                memcpy(which, tried, sizeof tried);
            }
        }
    }
}

/* The panel's pairs that lie farthest apart, each dot at most twice: they fix the turn best, and a
 * dot that is gone spoils two. */
static size_t choose_pairs(const search *s, size_t pairs[most_pairs][2]) {
    size_t used[SCALP_PANEL_MAX_DOTS] = {0}, count = 0;
    while (count < most_pairs) {
        double farthest = 0;
        for (size_t i = 0; i < s->panel_count; i++) {
            for (size_t j = 0; j < i; j++) {
                bool chosen = used[i] >= 2 || used[j] >= 2;
                for (size_t k = 0; k < count; k++)
                    chosen = chosen || (pairs[k][0] == i && pairs[k][1] == j);
                if (!chosen && apart(s->panel[i], s->panel[j]) > farthest) {
                    farthest = apart(s->panel[i], s->panel[j]);
                    pairs[count][0] = i;
                    pairs[count][1] = j;
                }
            }
        }
        if (!(farthest > 0))
            break;
        used[pairs[count][0]]++;
        used[pairs[count][1]]++;
        count++;
    }
    return count;
}

/* Then by place, so that the order is nobody's. */
static int by_sureness(const void *a, const void *b) {
    const scalp_found *p = a, *q = b;
    const double keys[4][2] = {{q->confidence, p->confidence},
                               {q->darkness, p->darkness},
                               {p->mm.y, q->mm.y},
                               {p->mm.x, q->mm.x}};
    for (int i = 0; i < 4; i++) {
        if (keys[i][0] < keys[i][1] || keys[i][0] > keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    }
    return 0;
}

size_t scalp_panel_surest(scalp_found *dots, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (dots[i].kind != SCALP_FOUND_STUB)
            dots[kept++] = dots[i];
    }
    qsort(dots, kept, sizeof *dots, by_sureness);
    return kept;
}

scalp_status scalp_panel_place(const scalp_vec2 *panel, size_t panel_count, const scalp_vec2 *found,
                               size_t found_count, bool has_mm, int *which, scalp_vec2 *where,
                               scalp_error *error) {
    size_t pairs[most_pairs][2], hits = 0;
    int best_which[SCALP_PANEL_MAX_DOTS];
    double best = -INFINITY;
    placing placed = {1, 0, 0, 0};
    const double least = least_apart(panel, panel_count);
    if (panel_count < 3 || panel_count > SCALP_PANEL_MAX_DOTS || !(least > 0))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A constellation of test dots needs 3 to %d dots, no two in one place.",
                          SCALP_PANEL_MAX_DOTS);
    const search s = {.panel = panel,
                      .found = found,
                      .panel_count = panel_count,
                      .found_count = found_count < most_found ? found_count : most_found,
                      .has_mm = has_mm,
                      .reach = near * least};
    memset(best_which, -1, sizeof best_which);
    const size_t count = choose_pairs(&s, pairs);
    for (size_t k = 0; k < count; k++)
        try_pair(&s, pairs[k][0], pairs[k][1], &best, &placed, best_which);
    for (size_t i = 0; i < panel_count; i++) {
        which[i] = best_which[i];
        hits += which[i] >= 0;
        if (where)
            where[i] = place(&placed, panel[i]);
    }
    if (hits >= 3 && 2 * hits > panel_count)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_NO,
                      "The panel is not to be made out: at most %zu of its %zu dots lie where "
                      "found ones do; hold the camera as the panel is drawn, or name the dots.",
                      hits, panel_count);
}
