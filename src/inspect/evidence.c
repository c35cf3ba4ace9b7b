/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How likely a candidate is a dot: boosted trees (Friedman 2001, Ann. Stat. 29:1189) over its
 * traits, in two rounds. The second knows what the first made of the whole photo: dots of one photo
 * are alike in width and darkness, and lie apart. The trees are rows of data/dot_evidence.csv. */
#include "near.h"

#include <math.h>

enum { depth = 4, splits = 15, leaves = 16 };

typedef struct tree {
    int round;
    double cell[2 * splits + leaves]; /* trait and threshold of each split, then the leaves */
} tree;

static const tree trees[] = {
#define ROW(round, source, ...) {round, {__VA_ARGS__}},
#include "dot_evidence.inc"
#undef ROW
};

/* The trees of a round, close together in memory. */
typedef struct small_tree {
    uint8_t trait[splits];
    float from[splits], leaf[leaves];
} small_tree;

enum { trees_all = sizeof trees / sizeof *trees };

typedef struct forest {
    size_t count;
    small_tree tree[trees_all];
} forest;

static void forest_make(int round, forest *to) {
    to->count = 0;
    for (size_t i = 0; i < trees_all; i++) {
        if (trees[i].round != round)
            continue;
        small_tree *t = &to->tree[to->count++];
        for (int k = 0; k < splits; k++) {
            t->trait[k] = (uint8_t)trees[i].cell[2 * k];
            t->from[k] = (float)trees[i].cell[2 * k + 1];
        }
        for (int k = 0; k < leaves; k++)
            t->leaf[k] = (float)trees[i].cell[2 * splits + k];
    }
}

static double sum_of(const forest *f, const float *trait) {
    double sum = 0;
    for (size_t i = 0; i < f->count; i++) {
        const small_tree *t = &f->tree[i];
        int node = 0;
        for (int level = 0; level < depth; level++)
            node = 2 * node + 1 + (trait[t->trait[node]] >= t->from[node]);
        sum += (double)t->leaf[node - splits];
    }
    return sum;
}

static double likely(double sum) {
    return 1 / (1 + scalp_exp(-scalp_clamp(sum, -30, 30)));
}

/* ---- The photo as the first round sees it -------------------------------------------------- */

typedef struct crowd {
    double diameter, diameter_sd, depth, depth_sd; /* logarithms */
    double sure;                                   /* how decided the first round is, 0..1 */
    double covered;                                /* logarithm of the share of the photo */
    double spacing;                                /* px */
    double response; /* of the photo's dots, the deeper ones weighing more */
    /* Of all candidates: how far what they are goes on beside them, as furrows do; how well discs
     * fit; and how many there are by area, as a logarithm. */
    double luma_along, ring_along, explained, many;
} crowd;

static crowd crowd_of(const scalp_survey *v) {
    crowd it = {0};
    double deep = 0, deeper = 0;
    double w = 0, d = 0, dd = 0, k = 0, kk = 0, n = 1e-3, squares = 0;
    for (size_t i = 0; i < v->count; i++) {
        const scalp_candidate *c = &v->all[i];
        const double weight = c->probability * c->probability + 1e-4;
        const double ld = (double)c->trait[SCALP_TRAIT_DIAMETER];
        const double lk = (double)c->trait[SCALP_TRAIT_DEPTH];
        w += weight;
        deep += weight * c->response;
        deeper += weight * c->response * c->response;
        d += weight * ld;
        dd += weight * ld * ld;
        k += weight * lk;
        kk += weight * lk * lk;
        n += c->probability;
        squares += c->probability * c->probability;
        it.luma_along += scalp_clamp((double)c->trait[SCALP_TRAIT_LUMA_ALONG], -1, 2);
        it.ring_along += scalp_clamp((double)c->trait[SCALP_TRAIT_RING_ALONG], -1, 2);
        it.explained += (double)c->trait[SCALP_TRAIT_EXPLAINED];
    }
    if (w <= 0)
        return it;
    const double area = (double)v->image.width * (double)v->image.height;
    it.response = deep > 0 ? deeper / deep : 0;
    it.diameter = d / w;
    it.diameter_sd = sqrt(fmax(dd / w - it.diameter * it.diameter, 0));
    it.depth = k / w;
    it.depth_sd = sqrt(fmax(kk / w - it.depth * it.depth, 0));
    it.sure = squares / n;
    const double px = scalp_exp(it.diameter);
    it.covered = scalp_log(n * px * px / area);
    const double count = (double)v->count + v->refused;
    it.luma_along /= (double)v->count;
    it.ring_along /= (double)v->count;
    it.explained = (it.explained + v->refused_explained) / count;
    it.many = scalp_log(count * px * px / area);
    it.spacing = fmin(sqrt(area / fmax(n, 1)), 12 * px);
    return it;
}

/* Neighbours by the first round's probabilities. */
static void among(const scalp_survey *v, const scalp_near *near, const crowd *it, size_t index,
                  double first[], float *to) {
    const scalp_candidate *c = &v->all[index];
    const double far = 4 * it->spacing;
    double nearest = 3 * it->spacing, beside = 0, unsure = 0, all = 0.5;
    const scalp_near_rows rows = scalp_near_within(near, c->x, c->y, far);
    for (int row = rows.first; row <= rows.last; row++) {
        size_t from, last;
        scalp_near_row(near, &rows, row, &from, &last);
        for (; from < last; from++) {
            const size_t k = near->item[from];
            const double dx = v->all[k].x - c->x, dy = v->all[k].y - c->y;
            const double away2 = dx * dx + dy * dy, p = first[k];
            if (k == index || away2 > far * far)
                continue;
            unsure += p * (1 - p);
            all += p;
            if (away2 < 2.25 * it->spacing * it->spacing)
                beside += p;
            if (p > 0.5 && away2 < nearest * nearest)
                nearest = sqrt(away2);
        }
    }
    to[0] = (float)(nearest / it->spacing);
    to[1] = (float)beside;
    to[2] = (float)(unsure / all);
}

static void second_traits(const scalp_survey *v, const scalp_near *near, const crowd *it,
                          size_t index, double first[], float trait[]) {
    const scalp_candidate *c = &v->all[index];
    for (int k = 0; k < SCALP_TRAITS; k++)
        trait[k] = c->trait[k];
    float *more = trait + SCALP_TRAITS;
    const double p = scalp_clamp(first[index], 3e-4, 1 - 3e-4);
    const double ld = (double)c->trait[SCALP_TRAIT_DIAMETER];
    const double lk = (double)c->trait[SCALP_TRAIT_DEPTH];
    more[0] = (float)scalp_log(p / (1 - p));
    more[1] = (float)(ld - it->diameter);
    more[2] = (float)((ld - it->diameter) / fmax(it->diameter_sd, 0.08));
    more[3] = (float)(lk - it->depth);
    more[4] = (float)it->diameter_sd;
    more[5] = (float)it->depth_sd;
    more[6] = (float)it->sure;
    more[7] = (float)it->covered;
    among(v, near, it, index, first, more + 8);
    more[11] = (float)it->luma_along;
    more[12] = (float)it->ring_along;
    more[13] = (float)it->explained;
    more[14] = (float)it->many;
}

/* Pores are fainter than any dot that a client would see, and a photo without noise shows them
 * clearly: what answers the search with less than half a hundredth, or much less than the photo's
 * dots do, is no dot. */
static double as_deep(const scalp_candidate *c, const crowd *it) {
    return scalp_smoothstep(0.003, 0.007, c->response) *
           scalp_smoothstep(0.12, 0.3, c->response / fmax(it->response, 1e-3));
}

scalp_status scalp_evidence_read(scalp_survey *v, const scalp_work *work, scalp_error *error) {
    scalp_near near;
    void *memory;
    forest trees_of_round;
    forest_make(1, &trees_of_round);
    for (size_t i = 0; i < v->count; i++)
        v->all[i].probability = likely(sum_of(&trees_of_round, v->all[i].trait));
    const crowd it = crowd_of(v);
    SCALP_TRY(scalp_work_take(work, v->count, sizeof(double), &memory, error));
    double *first = memory;
    SCALP_TRY(scalp_near_make(v->all, v->count, v->image.width, v->image.height,
                              fmax(it.spacing, 8), work, &near, error));
    for (size_t i = 0; i < v->count; i++)
        first[i] = v->all[i].first = v->all[i].probability;
    forest_make(2, &trees_of_round);
    for (size_t i = 0; i < v->count; i++) {
        float trait[SCALP_TRAITS + SCALP_TRAITS_AMONG];
        second_traits(v, &near, &it, i, first, trait);
        v->all[i].probability = likely(sum_of(&trees_of_round, trait)) * as_deep(&v->all[i], &it);
    }
    return SCALP_OK;
}

/* With probabilities that are right, the F measure expected of taking those above t is
 * 2 sum(p above t) / (number above t + sum of all p); it is largest where t is half of it (Ye,
 * Chai, Lee & Chieu 2012). */
double scalp_evidence_threshold(const scalp_survey *v) {
    enum { steps = 200 };
    double mass[steps + 1] = {0}, count[steps + 1] = {0}, all = 0, above = 0, taken = 0;
    double best = -1, threshold = 0.5;
    for (size_t i = 0; i < v->count; i++) {
        const int step = (int)(v->all[i].probability * steps);
        mass[step] += v->all[i].probability;
        count[step] += 1;
        all += v->all[i].probability;
    }
    for (int step = steps; step >= 0; step--) {
        above += mass[step];
        taken += count[step];
        const double f = taken + all > 0 ? 2 * above / (taken + all) : 0;
        if (f > best) {
            best = f;
            threshold = (double)step / steps;
        }
    }
    return scalp_clamp(threshold, 0.25, 0.75);
}
