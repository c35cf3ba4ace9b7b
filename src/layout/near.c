/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is near whom, where near scales with the density. Points lie in the order of a curve, so a
 * run of 8 is a small patch; boxes about the patches, and about 8 boxes, make a shallow tree.
 *
 * The measure is symmetric and every box is tested with the same monotonic operations as the
 * points in it, so that j is in i's list whenever i is in j's, in every rounding. */
#include "parts.h"

#include <math.h>

static near_box empty_box(void) {
    const float far = HUGE_VALF;
    return (near_box){{far, far, far}, {-far, -far, -far}, far};
}

static float smaller(float a, float b) {
    return a < b ? a : b;
}

static float larger(float a, float b) {
    return a > b ? a : b;
}

static void box_grow(near_box *box, const near_box *by) {
    for (int k = 0; k < 3; k++) {
        box->low[k] = smaller(box->low[k], by->low[k]);
        box->high[k] = larger(box->high[k], by->high[k]);
    }
    box->least = smaller(box->least, by->least);
}

static near_box point_box(const cloud *c, size_t i) {
    return (near_box){{c->x[i], c->y[i], c->z[i]}, {c->x[i], c->y[i], c->z[i]}, c->density[i]};
}

/* The least u^2 between points of the two. */
static float box_u2(const near_box *a, const near_box *b) {
    float gap[3];
    for (int k = 0; k < 3; k++)
        gap[k] = larger(larger(a->low[k] - b->high[k], b->low[k] - a->high[k]), 0);
    const float d2 = gap[0] * gap[0] + gap[1] * gap[1] + gap[2] * gap[2];
    return d2 * (0.5f * (a->least + b->least));
}

scalp_status near_tree_make(const cloud *points, const surface *s, const scalp_work *work,
                            near_tree *tree, scalp_error *error) {
    *tree = (near_tree){.points = points, .surface = s};
    size_t below = points->count;
    for (; tree->levels == 0 || below > 1; tree->levels++) {
        const size_t count = (below + near_block - 1) / near_block;
        void *memory;
        SCALP_TRY(scalp_work_take(work, count, sizeof(near_box), &memory, error));
        near_box *boxes = memory;
        for (size_t i = 0; i < count; i++)
            boxes[i] = empty_box();
        for (size_t i = 0; i < below; i++) {
            const near_box one =
                tree->levels ? tree->level[tree->levels - 1][i] : point_box(points, i);
            box_grow(&boxes[i / near_block], &one);
        }
        tree->level[tree->levels] = boxes;
        tree->count[tree->levels] = below = count;
    }
    return SCALP_OK;
}

near_walk near_walk_start(const near_tree *tree, const near_box *box, float reach2) {
    near_walk walk = {.tree = tree, .box = *box, .reach2 = reach2};
    walk.stack[walk.waiting++] = (struct near_place){tree->levels, 0}; /* above the root */
    return walk;
}

bool near_walk_next(near_walk *walk, uint32_t *block) {
    const near_tree *tree = walk->tree;
    while (walk->waiting) {
        const struct near_place at = walk->stack[--walk->waiting];
        if (at.level == 0) {
            *block = at.index;
            return true;
        }
        const int below = at.level - 1;
        const size_t first = (size_t)at.index * near_block, all = tree->count[below];
        const size_t end = first + near_block < all ? first + near_block : all;
        for (size_t i = end; i > first; i--) {
            if (box_u2(&tree->level[below][i - 1], &walk->box) < walk->reach2)
                walk->stack[walk->waiting++] = (struct near_place){below, (uint32_t)(i - 1)};
        }
    }
    return false;
}

/* ---- Lists ------------------------------------------------------------------------------- */

/* A row is first measured from above (all points within reach), then filled with those that face
 * the same way, which may leave room behind it. */

enum { blocks_per_task = 64, blocks_together = 4, gathered_most = 64 * near_block };

typedef struct listing {
    const near_tree *tree;
    near_list *list;
    float reach2;
    bool counting;
    size_t first_task;
} listing;

/* Points that may be near those of a few blocks, side by side. */
typedef struct gathered {
    size_t count;
    float x[gathered_most], y[gathered_most], z[gathered_most], density[gathered_most];
    uint32_t item[gathered_most];
} gathered;

static void gather_block(const cloud *c, size_t block, gathered *g) {
    const size_t first = block * near_block;
    const size_t end = first + near_block < c->count ? first + near_block : c->count;
    for (size_t j = first; j < end; j++) {
        const size_t k = g->count++;
        g->x[k] = c->x[j], g->y[k] = c->y[j], g->z[k] = c->z[j];
        g->density[k] = c->density[j];
        g->item[k] = (uint32_t)j;
    }
}

static void gathered_u2(const cloud *c, size_t i, const gathered *g, float u2[gathered_most]) {
    const float x = c->x[i], y = c->y[i], z = c->z[i], density = c->density[i];
    for (size_t k = 0; k < g->count; k++) {
        const float dx = g->x[k] - x, dy = g->y[k] - y, dz = g->z[k] - z;
        u2[k] = (dx * dx + dy * dy + dz * dz) * (0.5f * (density + g->density[k]));
    }
}

static void count_row(const listing *job, size_t i, const gathered *g) {
    float u2[gathered_most];
    gathered_u2(job->tree->points, i, g, u2);
    uint32_t within = 0;
    for (size_t k = 0; k < g->count; k++)
        within += u2[k] < job->reach2;
    job->list->end[i] += within;
}

static void fill_row(const listing *job, size_t i, const gathered *g) {
    const near_list *list = job->list;
    const surface *s = job->tree->surface;
    const uint32_t *face = job->tree->points->face;
    float u2[gathered_most];
    uint16_t within[gathered_most];
    size_t count = 0;
    gathered_u2(job->tree->points, i, g, u2);
    for (size_t k = 0; k < g->count; k++) {
        within[count] = (uint16_t)k;
        count += u2[k] < job->reach2;
    }
    uint32_t place = list->end[i];
    for (size_t k = 0; k < count; k++) {
        const uint32_t j = g->item[within[k]];
        if (j == i || !layout_facing(s, face[i], face[j]))
            continue;
        list->item[place] = j;
        list->u2[place++] = u2[within[k]];
    }
    list->end[i] = place;
}

static void rows(const listing *job, size_t first, size_t end, const gathered *g) {
    for (size_t i = first; i < end; i++) {
        if (job->counting)
            count_row(job, i, g);
        else
            fill_row(job, i, g);
    }
}

/* The rows of a few blocks that follow each other. */
static void list_blocks(const listing *job, size_t block, size_t blocks) {
    const cloud *c = job->tree->points;
    const size_t first = block * near_block, all = first + blocks * near_block;
    const size_t end = all < c->count ? all : c->count;
    near_box box = job->tree->level[0][block];
    for (size_t b = 1; b < blocks; b++)
        box_grow(&box, &job->tree->level[0][block + b]);
    gathered g;
    g.count = 0;
    near_walk walk = near_walk_start(job->tree, &box, job->reach2);
    for (uint32_t other; near_walk_next(&walk, &other);) {
        gather_block(c, other, &g);
        if (g.count > gathered_most - near_block) {
            rows(job, first, end, &g);
            g.count = 0;
        }
    }
    rows(job, first, end, &g);
}

static void list_task(void *context, size_t task) {
    const listing *job = context;
    const size_t blocks = job->tree->count[0];
    const size_t first = (job->first_task + task) * blocks_per_task;
    const size_t end = first + blocks_per_task < blocks ? first + blocks_per_task : blocks;
    for (size_t b = first; b < end; b += blocks_together)
        list_blocks(job, b, end - b < blocks_together ? end - b : blocks_together);
}

/* In portions, so that the listener is asked often enough. */
static scalp_status list_all(listing *job, const scalp_work *work, scalp_error *error) {
    const size_t tasks = (job->tree->count[0] + blocks_per_task - 1) / blocks_per_task;
    const size_t portion = 64;
    for (job->first_task = 0; job->first_task < tasks; job->first_task += portion) {
        SCALP_TRY(layout_report(work, job->tree->step, job->tree->done, error));
        const size_t left = tasks - job->first_task;
        scalp_pool_for(work->pool, left < portion ? left : portion, list_task, job);
    }
    return SCALP_OK;
}

scalp_status near_list_make(const near_tree *tree, double reach, const scalp_work *work,
                            near_list *list, scalp_error *error) {
    const size_t count = tree->points->count;
    void *start, *end, *item, *u2;
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &start, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &end, error));
    *list = (near_list){.start = start, .end = end};
    listing job = {tree, list, (float)(reach * reach), true, 0};
    SCALP_TRY(list_all(&job, work, error));
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        list->start[i] = (uint32_t)total;
        total += list->end[i];
        list->end[i] = list->start[i];
        if (total > UINT32_MAX / 8) {
            return scalp_fail(error, SCALP_ERR_LIMIT,
                              "The surface lies on itself in too many layers to be filled with "
                              "dots; remove doubled faces.");
        }
    }
    list->room = total;
    SCALP_TRY(scalp_work_take(work, total, sizeof(uint32_t), &item, error));
    SCALP_TRY(scalp_work_take(work, total, sizeof(float), &u2, error));
    list->item = item;
    list->u2 = u2;
    job.counting = false;
    return list_all(&job, work, error);
}
