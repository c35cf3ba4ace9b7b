/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is near whom, where near scales with the density. Points lie in the order of a curve, so a
 * run of 8 is a small patch; boxes about the patches, and about 8 boxes, make a shallow tree.
 *
 * The measure is symmetric and every box is tested with the same monotonic operations as the
 * points in it, so that j is in i's list whenever i is in j's, in every rounding. */
#include "parts.h"

#include <math.h>
#include <string.h>

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

near_box near_box_of(const cloud *points, size_t first, size_t end) {
    near_box box = empty_box();
    for (size_t i = first; i < end; i++) {
        const near_box one = point_box(points, i);
        box_grow(&box, &one);
    }
    return box;
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

/* Tasks write their rows side by side into rooms of their own, which are then copied behind each
 * other into the list: nobody has to be counted first. */

enum {
    blocks_per_task = 64,
    blocks_together = 4,
    points_per_task = blocks_per_task * near_block,
    gathered_most = 128 * near_block,
    tasks_together = 16,
};

typedef struct listing {
    const near_tree *tree;
    near_list *list;
    float reach2;
    size_t first_task;
    size_t task_room; /* entries that a task has room for */
    uint32_t *item;   /* [task of the portion][task_room] */
    float *u2;
    size_t needed[tasks_together];
} listing;

/* Rows being written; what does not fit is only counted. */
typedef struct writing {
    uint32_t *item;
    float *u2;
    size_t room, used;
} writing;

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

/* Those of the gathered that are near i and face the same way. */
static void write_near(const listing *job, size_t i, const gathered *g, writing *to) {
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
    for (size_t k = 0; k < count; k++) {
        const uint32_t j = g->item[within[k]];
        if (j == i || !layout_facing(s, face[i], face[j]))
            continue;
        if (to->used < to->room) {
            to->item[to->used] = j;
            to->u2[to->used] = u2[within[k]];
        }
        to->used++;
    }
}

/* A row of its own, however many there are near its box. */
static void write_point(const listing *job, size_t i, const near_box *box, writing *to) {
    gathered g;
    g.count = 0;
    near_walk walk = near_walk_start(job->tree, box, job->reach2);
    for (uint32_t other; near_walk_next(&walk, &other);) {
        gather_block(job->tree->points, other, &g);
        if (g.count > gathered_most - near_block) {
            write_near(job, i, &g, to);
            g.count = 0;
        }
    }
    write_near(job, i, &g, to);
}

/* The rows of a few blocks that follow each other. */
static void list_blocks(const listing *job, size_t block, size_t blocks, writing *to) {
    const cloud *c = job->tree->points;
    const size_t first = block * near_block, all = first + blocks * near_block;
    const size_t end = all < c->count ? all : c->count;
    near_box box = job->tree->level[0][block];
    for (size_t b = 1; b < blocks; b++)
        box_grow(&box, &job->tree->level[0][block + b]);
    gathered g;
    g.count = 0;
    bool fits = true;
    near_walk walk = near_walk_start(job->tree, &box, job->reach2);
    for (uint32_t other; fits && near_walk_next(&walk, &other);) {
        gather_block(c, other, &g);
        fits = g.count <= gathered_most - near_block;
    }
    for (size_t i = first; i < end; i++) {
        job->list->start[i] = (uint32_t)to->used;
        if (fits)
            write_near(job, i, &g, to);
        else
            write_point(job, i, &box, to);
        job->list->end[i] = (uint32_t)to->used;
    }
}

static void list_task(void *context, size_t task) {
    listing *job = context;
    const size_t blocks = job->tree->count[0];
    const size_t first = (job->first_task + task) * blocks_per_task;
    const size_t end = first + blocks_per_task < blocks ? first + blocks_per_task : blocks;
    writing to = {job->item + task * job->task_room, job->u2 + task * job->task_room,
                  job->task_room, 0};
    for (size_t b = first; b < end; b += blocks_together)
        list_blocks(job, b, end - b < blocks_together ? end - b : blocks_together, &to);
    job->needed[task] = to.used;
}

/* How many entries the list will have, from every 16th of its rows and a little more. */
static size_t guess_entries(const listing *job) {
    enum { sampled = 16 };
    const size_t blocks = job->tree->count[0];
    writing count = {0};
    for (size_t b = 0; b < blocks; b += sampled * blocks_together)
        list_blocks(job, b, blocks - b < blocks_together ? blocks - b : blocks_together, &count);
    return count.used * sampled + count.used + (size_t)points_per_task * 32;
}

/* Moves the rows of a task of the portion behind those that are in the list. */
static void join_task(listing *job, size_t task, size_t *used) {
    near_list *list = job->list;
    const size_t first = (job->first_task + task) * points_per_task;
    const size_t all = job->tree->points->count;
    const size_t end = first + points_per_task < all ? first + points_per_task : all;
    const size_t needed = job->needed[task], from = task * job->task_room;
    if (*used + needed <= list->room && needed <= job->task_room) {
        memcpy(list->item + *used, job->item + from, needed * sizeof *list->item);
        memcpy(list->u2 + *used, job->u2 + from, needed * sizeof *list->u2);
    } else if (*used + needed <= list->room) { /* more than a task has room for: once more */
        listing alone = *job;
        alone.first_task += task;
        alone.item = list->item + *used;
        alone.u2 = list->u2 + *used;
        alone.task_room = needed;
        list_task(&alone, 0);
    }
    for (size_t i = first; i < end; i++) {
        list->start[i] += (uint32_t)*used;
        list->end[i] += (uint32_t)*used;
    }
    *used += needed;
}

static scalp_status check_entries(size_t used, scalp_error *error) {
    if (used <= UINT32_MAX / 8)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_LIMIT,
                      "The surface lies on itself in too many layers to be filled with dots; "
                      "remove doubled faces.");
}

/* In portions, so that the listener is asked often enough. `used` may come out above the list's
 * room, which is then too small. */
static scalp_status list_all(listing *job, size_t *used, const scalp_work *work,
                             scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const size_t tasks = (job->tree->count[0] + blocks_per_task - 1) / blocks_per_task;
    void *item, *u2;
    job->task_room = (size_t)points_per_task * 64;
    SCALP_TRY(
        scalp_work_take(work, tasks_together * job->task_room, sizeof(uint32_t), &item, error));
    SCALP_TRY(scalp_work_take(work, tasks_together * job->task_room, sizeof(float), &u2, error));
    job->item = item;
    job->u2 = u2;
    *used = 0;
    for (job->first_task = 0; job->first_task < tasks; job->first_task += tasks_together) {
        const size_t rest = tasks - job->first_task;
        const size_t portion = rest < tasks_together ? rest : tasks_together;
        SCALP_TRY(layout_report(work, job->tree->step, job->tree->done, error));
        scalp_pool_for(work->pool, portion, list_task, job);
        for (size_t task = 0; task < portion; task++)
            join_task(job, task, used);
        SCALP_TRY(check_entries(*used, error));
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status near_list_make(const near_tree *tree, double reach, const scalp_work *work,
                            near_list *list, scalp_error *error) {
    const size_t count = tree->points->count;
    void *start, *end, *item, *u2;
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &start, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &end, error));
    *list = (near_list){.start = start, .end = end};
    listing job = {.tree = tree, .list = list, .reach2 = (float)(reach * reach)};
    size_t used = guess_entries(&job);
    SCALP_TRY(check_entries(used, error));
    do {
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        list->room = used;
        SCALP_TRY(scalp_work_take(work, used, sizeof(uint32_t), &item, error));
        SCALP_TRY(scalp_work_take(work, used, sizeof(float), &u2, error));
        list->item = item;
        list->u2 = u2;
        SCALP_TRY(list_all(&job, &used, work, error));
        if (used > list->room)
            scalp_arena_return(work->memory, mark);
    } while (used > list->room);
    list->room = used;
    return SCALP_OK;
}
