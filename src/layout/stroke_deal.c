/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which session draws which stroke, so that every session, and every union of the first few, is
 * even by itself: dealt from head to tail in the order of the shares, then any two swap as long as
 * that lowers the overlap of strokes of one class, seen through the class's own spacing. */
#include "strokes.h"

#include <math.h>

enum { classes_most = 2 * SCALP_LAYOUT_MAX_SESSIONS, passes_most = 20 };

static const double reach_spacings = 2, union_weight = 0.5;

typedef struct class {
    double reach_mm, weight;
    uint32_t sessions; /* one bit each */
} class;

typedef struct dealing {
    const stroke_trace *strokes;
    size_t count, class_count;
    class classes[classes_most];
    double *overlap; /* [class][stroke][stroke] */
    uint8_t *session;
} dealing;

/* Between lines side by side (1 / share) and dots (1 / sqrt share): 1 / share^(3/4). */
static double reach_of(double share, double spacing_mm) {
    const double root = sqrt(share);
    return reach_spacings * spacing_mm / (root * sqrt(root));
}

static void make_classes(dealing *d, const double *shares, size_t sessions, double spacing_mm) {
    double sum = shares[0];
    for (size_t s = 0; s < sessions; s++)
        if (shares[s] > 0)
            d->classes[d->class_count++] = (class){reach_of(shares[s], spacing_mm), 1, 1u << s};
    for (size_t s = 1; s + 1 < sessions; s++) {
        sum += shares[s];
        if (shares[s] > 0)
            d->classes[d->class_count++] =
                (class){reach_of(sum, spacing_mm), union_weight, (2u << s) - 1};
    }
}

static double overlap(const dealing *d, size_t k, size_t i, size_t j) {
    return d->overlap[(k * d->count + i) * d->count + j];
}

/* What stroke i would share with the others if it were of that session. */
static double cost(const dealing *d, size_t i, uint8_t session, size_t but) {
    double sum = 0;
    for (size_t k = 0; k < d->class_count; k++) {
        if (!(d->classes[k].sessions >> session & 1u))
            continue;
        for (size_t j = 0; j < d->count; j++)
            if (j != i && j != but && d->classes[k].sessions >> d->session[j] & 1u)
                sum += d->classes[k].weight * overlap(d, k, i, j);
    }
    return sum;
}

static bool swap_if_better(dealing *d, size_t i, size_t j) {
    const uint8_t a = d->session[i], b = d->session[j];
    if (a == b)
        return false;
    const double now = cost(d, i, a, j) + cost(d, j, b, i);
    const double then = cost(d, i, b, j) + cost(d, j, a, i);
    if (!(then < now - 1e-9 * (1 + now)))
        return false;
    d->session[i] = b;
    d->session[j] = a;
    return true;
}

/* Whole parts of the shares, then to whom most is owed; each stroke to the session that is furthest
 * behind. */
static void deal_in_turn(const dealing *d, const double *shares, size_t sessions) {
    size_t left[SCALP_LAYOUT_MAX_SESSIONS], given = 0;
    double owed[SCALP_LAYOUT_MAX_SESSIONS], debt[SCALP_LAYOUT_MAX_SESSIONS] = {0};
    for (size_t s = 0; s < sessions; s++) {
        const double due = shares[s] * (double)d->count;
        left[s] = (size_t)floor(due + 1e-9);
        owed[s] = due - (double)left[s];
        given += left[s];
    }
    for (; given < d->count; given++) {
        size_t most = 0;
        for (size_t s = 1; s < sessions; s++)
            most = owed[s] > owed[most] + 1e-9 ? s : most;
        left[most]++;
        owed[most] -= 1;
    }
    for (size_t i = 0; i < d->count; i++) {
        size_t next = sessions;
        for (size_t s = 0; s < sessions; s++) {
            debt[s] += shares[s];
            if (left[s] > 0 && (next == sessions || debt[s] > debt[next] + 1e-9))
                next = s;
        }
        d->session[i] = (uint8_t)next;
        left[next]--;
        debt[next] -= 1;
    }
}

scalp_status layout_strokes_deal(const stroke_trace *strokes, size_t count, const double *shares,
                                 size_t sessions, double spacing_mm, const scalp_work *work,
                                 uint8_t *session, scalp_error *error) {
    dealing d = {.strokes = strokes, .count = count, .session = session};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    deal_in_turn(&d, shares, sessions);
    make_classes(&d, shares, sessions, spacing_mm);
    SCALP_TRY(scalp_work_take(work, d.class_count * count * count, sizeof(double), &memory, error));
    d.overlap = memory;
    for (size_t k = 0; k < d.class_count; k++) {
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < i; j++) {
                const double both =
                    layout_strokes_overlap(&strokes[j], &strokes[i], d.classes[k].reach_mm);
                d.overlap[(k * count + i) * count + j] = both;
                d.overlap[(k * count + j) * count + i] = both;
            }
        }
    }
    bool moved = sessions > 1;
    for (int pass = 0; pass < passes_most && moved; pass++) {
        moved = false;
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < i; j++)
                moved |= swap_if_better(&d, i, j);
        SCALP_TRY(scalp_work_report(work, "strokes", 0.98, error));
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
