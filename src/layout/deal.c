/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which session makes which dot, so that every session, and every union of the first few, is even
 * by itself. An order whose beginnings are even does not do that: its later thirds are two to four
 * times as uneven. Instead the places are fixed first; labels are dealt along the curve in the
 * order of the shares, and then neighbours swap labels as long as that lowers
 *
 *     E = sum over pairs of  [same session s] k(u, share of s)
 *                          + sum over unions [both in it, or both not] k(u, its share)
 *
 * with k(u, a) = exp(-u^2 a / (2 0.55^2)): repulsion over the class's own spacing, the energy of
 * void-and-cluster (Ulichney 1993) for several classes at once. Swaps keep every count.
 *
 * Where shares differ by place, `a` is the mean of the two dots' own. */
#include "parts.h"

#include <math.h>
#include <string.h>

enum { classes_most = 2 * SCALP_LAYOUT_MAX_SESSIONS, passes_most = 12, table_size = 512 };

static const double reach = 4.2, swap_reach = 2.2, core = 0.55;
/* Unions matter less than sessions: what is left of the last session suffers for them. */
static const float union_weight = 0.5f, union_weight_around = 0.3f;
/* Two dots of a session nearer than this part of its own spacing would look like a pair: that costs
 * more than anything else may gain. */
static const double pair_least = 0.385;
static const float pair_cost = 8;

/* Sessions, then the unions of the first 2, 3, ... of them; where there are sites, they belong to
 * every union, and the first session with them is one as well. A dot is in one session and several
 * unions; member[label] has one bit per class. */
typedef struct dealing {
    const deal *job;
    near_list near;
    size_t classes;
    uint32_t member[SCALP_LAYOUT_MAX_SESSIONS];
    float scale[classes_most];              /* weight of the class */
    float kernel[classes_most][table_size]; /* over u^2 */
    float *field; /* [dot][class]: sum of the kernel over its neighbours in the class */
    float *local; /* [dot][class]: shares where they differ by place; NULL: one for all */
} dealing;

/* The kernel of a class between two dots. Where shares differ by place it is a table over u^2 times
 * the mean of both dots' shares: a class is even when its density follows its share. */
static float kernel(const dealing *d, size_t class, size_t i, size_t j, float u2) {
    if (d->local)
        u2 *= 0.5f * (d->local[i * d->classes + class] + d->local[j * d->classes + class]);
    const float place = u2 * (float)(table_size / (reach * reach));
    const uint32_t at = (uint32_t)place;
    return d->kernel[class][at < table_size ? at : table_size - 1];
}

static void make_classes(dealing *d) {
    const size_t sessions = d->job->sessions;
    const double there = d->job->sites->total, all = there + (double)d->job->count;
    const double new = (double)d->job->count / all;
    double share[classes_most], sum = there / all;
    for (size_t s = 0; s < sessions; s++) {
        share[s] = d->job->shares[s] * new;
        d->scale[s] = 1;
        d->member[s] = 1u << s;
    }
    d->classes = sessions;
    for (size_t last = 0; last + 1 < sessions; last++) {
        sum += share[last];
        if (last == 0 && !(there > 0))
            continue; /* the union of one is a session */
        share[d->classes] = sum;
        d->scale[d->classes] = there > 0 ? union_weight_around : union_weight;
        for (size_t s = 0; s <= last; s++)
            d->member[s] |= 1u << d->classes;
        d->classes++;
    }
    for (size_t c = 0; c < d->classes; c++) {
        const double own = d->job->local ? 1 : share[c]; /* of u^2, where it is not in it already */
        const double rate = own / (2 * core * core);
        for (size_t k = 0; k < table_size; k++) {
            const double u2 = ((double)k + 0.5) * reach * reach / table_size;
            d->kernel[c][k] = d->scale[c] * (float)scalp_exp(-u2 * rate);
            const double nearest2 = (double)k * reach * reach / table_size;
            if ((c < sessions || there > 0) && nearest2 * own < pair_least * pair_least)
                d->kernel[c][k] += d->scale[c] * pair_cost;
        }
    }
}

/* A class's share at a dot: that of the sessions in it. */
static scalp_status find_local(dealing *d, const scalp_work *work, scalp_error *error) {
    const size_t sessions = d->job->sessions;
    void *memory;
    if (!d->job->local)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, d->job->count * d->classes, sizeof(float), &memory, error));
    d->local = memory;
    for (size_t i = 0; i < d->job->count; i++) {
        for (size_t c = 0; c < d->classes; c++) {
            float sum = 0;
            for (size_t s = 0; s < sessions; s++)
                sum += d->member[s] >> c & 1u ? d->job->local[i * sessions + s] : 0;
            d->local[i * d->classes + c] = sum;
        }
    }
    return SCALP_OK;
}

/* ---- The first deal ---------------------------------------------------------------------- */

/* What of the new dots goes to the sessions up to one that fills up to `level`, where sites stand
 * for `there` of all. */
static double filled(double level, double there) {
    return scalp_clamp((level - there) / (1 - there), 0, 1);
}

static double part_of(const double *level, size_t s, double there) {
    return filled(level[s], there) - (s ? filled(level[s - 1], there) : 0);
}

/* Up to which share of what is wanted each session fills, so that it holds its quota: where less is
 * there, more of the first sessions' dots go. */
static void find_levels(const deal *job, const float *there, size_t first, size_t end,
                        const size_t *quota, double *level) {
    enum { halvings = 40 };
    double due = 0;
    for (size_t s = 0; s < job->sessions; s++) {
        double low = 0, high = 1;
        due += (double)quota[s];
        for (int h = 0; h < halvings && s + 1 < job->sessions; h++) {
            const double middle = 0.5 * (low + high);
            double held = 0;
            for (size_t i = first; i < end; i++)
                held += filled(middle, (double)there[i]);
            if (held < due)
                low = middle;
            else
                high = middle;
        }
        level[s] = high;
    }
}

static double local_share(const deal *job, size_t i, size_t s) {
    return (double)job->local[i * job->sessions + s];
}

static bool may_be(const deal *job, size_t i, size_t s) {
    return !job->local || local_share(job, i, s) > 0;
}

/* How many dots of a zone each session is to have. */
static void find_wanted(const deal *job, size_t first, size_t end, double *want) {
    const double *row = job->rows + (size_t)job->zone[first] * SCALP_LAYOUT_MAX_SESSIONS;
    for (size_t s = 0; s < job->sessions; s++) {
        want[s] = job->local ? 0 : (double)(end - first) * row[s];
        for (size_t i = first; i < end && job->local; i++)
            want[s] += local_share(job, i, s);
    }
}

/* Shares of each zone's count; what rounding leaves over is carried to the next zone, so that the
 * sessions' totals are right as well. */
static void deal_zone(const deal *job, const float *there, size_t first, size_t end, double *due) {
    size_t given[SCALP_LAYOUT_MAX_SESSIONS] = {0};
    double owed[SCALP_LAYOUT_MAX_SESSIONS];
    const size_t count = end - first;
    double want[SCALP_LAYOUT_MAX_SESSIONS];
    find_wanted(job, first, end, want);
    for (size_t s = 0; s < job->sessions; s++)
        due[s] += want[s];
    /* Largest remainder: whole parts first, then to whom most is owed. */
    size_t left = count;
    for (size_t s = 0; s < job->sessions; s++) {
        const double whole = floor(due[s]);
        given[s] = whole > 0 && want[s] > 0 ? (size_t)whole : 0;
        given[s] = given[s] < left ? given[s] : left;
        left -= given[s];
        owed[s] = due[s] - (double)given[s];
    }
    while (left--) {
        size_t most = job->sessions;
        for (size_t s = 0; s < job->sessions; s++)
            most = want[s] > 0 && (most == job->sessions || owed[s] > owed[most]) ? s : most;
        given[most]++;
        owed[most] -= 1;
    }
    /* Along the curve: each dot to the session that is furthest behind its share. */
    double debt[SCALP_LAYOUT_MAX_SESSIONS] = {0};
    scalp_random random = scalp_random_make(job->seed, first);
    for (size_t s = 0; s < job->sessions; s++)
        debt[s] = 0.999 * scalp_random_uniform(&random);
    size_t held[SCALP_LAYOUT_MAX_SESSIONS];
    memcpy(held, given, sizeof held);
    double level[SCALP_LAYOUT_MAX_SESSIONS];
    if (there)
        find_levels(job, there, first, end, held, level);
    for (size_t i = first; i < end; i++) {
        size_t next = job->sessions;
        for (size_t s = 0; s < job->sessions; s++) {
            if (there)
                debt[s] += part_of(level, s, (double)there[i]);
            else if (job->local && want[s] > 0)
                debt[s] += local_share(job, i, s) * (double)held[s] / want[s];
            else if (!job->local)
                debt[s] += (double)held[s] / (double)count;
            if (!given[s])
                continue;
            /* Where a session has no share it comes last. */
            const bool here = may_be(job, i, s), any = next < job->sessions;
            const bool best = any && may_be(job, i, next);
            if (!any || (here && !best) || (here == best && debt[s] > debt[next]))
                next = s;
        }
        job->session[i] = (uint8_t)next;
        given[next]--;
        debt[next] -= 1;
    }
    memcpy(due, owed, sizeof owed);
}

static void deal_first(const deal *job, const float *there) {
    double due[SCALP_LAYOUT_MAX_SESSIONS] = {0};
    for (size_t i = 0, end; i < job->count; i = end) {
        for (end = i; end < job->count && job->zone[end] == job->zone[i]; end++)
            continue;
        deal_zone(job, there, i, end, due);
    }
}

/* ---- Swaps ------------------------------------------------------------------------------- */

/* Sites are in every union, as much as they stand for. */
static void field_add_sites(const dealing *d) {
    for (size_t i = 0; i < d->job->count; i++) {
        float *field = d->field + i * d->classes;
        for (uint32_t k = d->near.start[i]; k < d->near.end[i]; k++) {
            const uint32_t j = d->near.item[k];
            if (j < d->job->count)
                continue;
            const float weight = d->job->sites->weight[j - d->job->count];
            for (size_t c = d->job->sessions; c < d->classes; c++)
                field[c] += weight * kernel(d, c, i, i, d->near.u2[k]);
        }
    }
}

static void field_add(const dealing *d, size_t dot, uint32_t classes, float sign) {
    for (uint32_t k = d->near.start[dot]; k < d->near.end[dot]; k++) {
        if (d->near.item[k] >= d->job->count)
            continue;
        float *field = d->field + (size_t)d->near.item[k] * d->classes;
        for (size_t c = 0; c < d->classes; c++) {
            if (classes >> c & 1u)
                field[c] += sign * kernel(d, c, dot, d->near.item[k], d->near.u2[k]);
        }
    }
}

/* What a dot's label costs it: the fields of the classes it is in. */
static float cost(const dealing *d, size_t dot, uint32_t classes) {
    const float *field = d->field + dot * d->classes;
    float sum = 0;
    for (size_t c = 0; c < d->classes; c++)
        sum += classes >> c & 1u ? field[c] : 0;
    return sum;
}

/* How much E changes when i and j, u2 apart, swap labels. */
static float swap_gain(const dealing *d, size_t i, size_t j, float u2) {
    const uint32_t a = d->member[d->job->session[i]], b = d->member[d->job->session[j]];
    float change = cost(d, i, b) - cost(d, i, a) + cost(d, j, a) - cost(d, j, b);
    /* In the class one of them is in, the other counted it, and will not. */
    for (size_t c = 0; c < d->classes; c++) {
        if ((a ^ b) >> c & 1u)
            change -= kernel(d, c, i, j, u2);
    }
    return change;
}

/* Labels do not creep to where their session has little to do. */
static bool may_swap(const deal *job, size_t i, size_t j) {
    const size_t a = job->session[i], b = job->session[j];
    if (a == b || job->zone[i] != job->zone[j])
        return false;
    return !job->local || (2 * local_share(job, j, a) >= local_share(job, i, a) &&
                           2 * local_share(job, i, b) >= local_share(job, j, b) &&
                           may_be(job, j, a) && may_be(job, i, b));
}

static bool swap_best(const dealing *d, size_t i) {
    const deal *job = d->job;
    float best = -1e-4f;
    size_t with = i;
    for (uint32_t k = d->near.start[i]; k < d->near.end[i]; k++) {
        const uint32_t j = d->near.item[k];
        if (d->near.u2[k] > (float)(swap_reach * swap_reach) || j >= job->count ||
            !may_swap(job, i, j))
            continue;
        const float change = swap_gain(d, i, j, d->near.u2[k]);
        if (change < best) {
            best = change;
            with = j;
        }
    }
    if (with == i)
        return false;
    const uint32_t a = d->member[job->session[i]], b = d->member[job->session[with]];
    field_add(d, i, a & ~b, -1);
    field_add(d, i, b & ~a, 1);
    field_add(d, with, b & ~a, -1);
    field_add(d, with, a & ~b, 1);
    const uint8_t label = job->session[i];
    job->session[i] = job->session[with];
    job->session[with] = label;
    return true;
}

static scalp_status swap_all(const dealing *d, const scalp_work *work, scalp_error *error) {
    const size_t count = d->job->count;
    for (int pass = 0; pass < passes_most; pass++) {
        size_t swaps = 0;
        for (size_t i = 0; i < count; i++) {
            if (i % 4096 == 0) {
                const double done = (pass + (double)i / (double)count) / passes_most;
                SCALP_TRY(layout_report(work, LAYOUT_STEP_DEAL, done, error));
            }
            swaps += swap_best(d, i);
        }
        if (swaps * 2000 < count)
            break;
    }
    return SCALP_OK;
}

/* The share of sites in what lies around each dot. */
static scalp_status find_there(const dealing *d, const scalp_work *work, float **there,
                               scalp_error *error) {
    const deal *job = d->job;
    void *memory;
    *there = NULL;
    if (!(job->sites->total > 0))
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, job->count, sizeof(float), &memory, error));
    *there = memory;
    for (size_t i = 0; i < job->count; i++) {
        float sites = 0, all = 1;
        for (uint32_t k = d->near.start[i]; k < d->near.end[i]; k++) {
            const size_t j = d->near.item[k];
            const float t = 1 - d->near.u2[k] / (float)(reach * reach), bell = t * t;
            const float weight = j < job->count ? 1 : job->sites->weight[j - job->count];
            all += weight * bell;
            sites += j < job->count ? 0 : weight * bell;
        }
        (*there)[i] = sites / all;
    }
    return SCALP_OK;
}

scalp_status layout_deal(const deal *job, const scalp_work *work, scalp_error *error) {
    if (job->sessions < 2) {
        deal_first(job, NULL);
        return SCALP_OK;
    }
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory, *field;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(dealing), &memory, error));
    dealing *d = memory;
    d->job = job;
    d->local = NULL;
    make_classes(d);
    SCALP_TRY(find_local(d, work, error));
    SCALP_TRY(scalp_work_take(work, job->count * d->classes, sizeof(float), &field, error));
    d->field = field;
    near_tree tree;
    SCALP_TRY(near_tree_make(job->points, job->surface, work, &tree, error));
    tree.step = LAYOUT_STEP_DEAL;
    SCALP_TRY(near_list_make(&tree, reach, work, &d->near, error));
    float *there;
    SCALP_TRY(find_there(d, work, &there, error));
    deal_first(job, there);
    if (there)
        field_add_sites(d);
    for (size_t i = 0; i < job->count; i++)
        field_add(d, i, d->member[job->session[i]], 1);
    SCALP_TRY(swap_all(d, work, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
