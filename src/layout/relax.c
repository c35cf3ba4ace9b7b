/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Capacity-weighted relaxation. The density is stood for by many weighted points; each belongs to
 * the dot of least d^2 - w (a power diagram, Aurenhammer 1987). Weights w grow where a dot holds
 * too little and shrink where it holds too much, until shares are equal; then every dot moves to
 * the middle of its share. It is the discrete cousin of "Blue noise through optimal transport"
 * (de Goes et al. 2012), on the surface itself: no edge attracts or repels, for there is nothing
 * beyond it.
 *
 * Quadrature points are kept grouped by owner, so that one group and its few rivals are read
 * together:
 *
 *     group   0   1   2 ...            start[i] .. start[i+1]-1 are i's points
 *             |--|----|---|            rivals of i: i itself and its list of neighbours */
#include "parts.h"

#include <math.h>
#include <string.h>

static const double points_per_dot = 16, own_points_per_dot = 10;
/* How far dots go to where their own shares want them, from where those with sites do. */
static const float own_part = 0.5f, lack_least = 0.03f;
static const double rival_reach = 1.9;
/* A point's first owner is sought within this; nearly always it is within the second. */
static const double first_reach = 1.6, close_reach = 1.1;
enum {
    rounds = 6,
    rounds_around = 10, /* between sites, which do not give way */
    rounds_apart = 3,   /* there, rivals are found anew after so many; dots move little by then */
    weight_steps = 2,   /* in each round, before the points move */
    rivals_most = 40,
    batch = 32,
    items_per_task = 256,
};
static const uint32_t none = UINT32_MAX;
/* The gain of the weights: a hexagonal cell gains sqrt(3) of its share for every 1/density of w,
 * and a checkerboard of errors half as much again; 0.5 is stable. */
static const float gain = 0.45f, momentum = 0.5f, weight_most = 0.6f, weight_kept = 0.95f;
/* A site that stands for nothing has to lose nearly all of its cell. */
static const float site_weight_most = 1.2f;

typedef struct shares {
    const surface *surface;
    const site_set *sites;
    cloud *dots;          /* and the sites behind them */
    size_t moving;        /* dots that are no sites */
    cloud points, sorted; /* quadrature, and room to regroup it */
    float *mass, *sorted_mass;
    uint32_t *owner, *start;
    float *weight, *push, *held; /* per dot: w, its last change, mass owned */
    near_list rivals;
    float fair;            /* mass of a fair share */
    const near_tree *tree; /* of the dots, while points find their first owners */
    scalp_mesh_point *at;  /* where the dots land */
    size_t first_task;
} shares;

static scalp_status take_shares(shares *s, const scalp_work *work, scalp_error *error) {
    const size_t points = s->points.count, dots = s->dots->count;
    void *mass, *owner, *start, *weight, *push, *held;
    SCALP_TRY(layout_cloud_take(points, work, &s->sorted, error));
    SCALP_TRY(scalp_work_take(work, points, sizeof(float), &mass, error));
    SCALP_TRY(scalp_work_take(work, points, sizeof(uint32_t), &owner, error));
    SCALP_TRY(scalp_work_take(work, dots + 1, sizeof(uint32_t), &start, error));
    SCALP_TRY(scalp_work_take(work, dots, sizeof(float), &weight, error));
    SCALP_TRY(scalp_work_take(work, dots, sizeof(float), &push, error));
    SCALP_TRY(scalp_work_take(work, dots, sizeof(float), &held, error));
    s->sorted_mass = mass;
    s->owner = owner;
    s->start = start;
    s->weight = weight;
    s->push = push;
    s->held = held;
    return SCALP_OK;
}

/* Runs the task for all of `count`, asking the listener in between. */
static scalp_status run(shares *s, size_t count, void (*task)(void *, size_t), double done,
                        const scalp_work *work, scalp_error *error) {
    const size_t tasks = (count + items_per_task - 1) / items_per_task, portion = 64;
    for (s->first_task = 0; s->first_task < tasks; s->first_task += portion) {
        SCALP_TRY(layout_report(work, LAYOUT_STEP_RELAX, done, error));
        const size_t left = tasks - s->first_task;
        scalp_pool_for(work->pool, left < portion ? left : portion, task, s);
    }
    return SCALP_OK;
}

/* ---- Who owns what ----------------------------------------------------------------------- */

/* A float as an integer that is ordered as floats are, for both signs: integers are compared and
 * chosen many at a time where the compiler would branch on every float. */
static inline int32_t ordered(float value) {
    int32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits ^ ((bits >> 31) & INT32_MAX);
}

/* Points side by side, what the dots cost that cost them least so far, and those. */
typedef struct owning {
    int32_t best[batch];
    uint32_t owner[batch];
} owning;

/* Dot j takes over the points that it costs less. */
static inline void take_over(owning *o, size_t width, const int32_t cost[batch], uint32_t j) {
    for (size_t i = 0; i < width; i++) {
        const int32_t own = cost[i], best = o->best[i];
        const uint32_t wins = own < best ? UINT32_MAX : 0;
        o->best[i] = own < best ? own : best;
        o->owner[i] = (j & wins) | (o->owner[i] & ~wins);
    }
}

/* The nearest dot that faces the same way as point i; `box` holds the point. */
static void own_point(const shares *s, size_t i, const near_box *box) {
    const cloud *q = &s->points, *c = s->dots;
    float best = HUGE_VALF;
    s->owner[i] = none;
    near_walk walk = near_walk_start(s->tree, box, (float)(first_reach * first_reach));
    for (uint32_t block; near_walk_next(&walk, &block);) {
        const size_t from = (size_t)block * near_block, to = from + near_block;
        for (size_t j = from; j < to && j < c->count; j++) {
            const float dx = c->x[j] - q->x[i], dy = c->y[j] - q->y[i], dz = c->z[j] - q->z[i];
            const float d2 = dx * dx + dy * dy + dz * dz;
            if (d2 < best && layout_facing(s->surface, c->face[j], q->face[i])) {
                best = d2;
                s->owner[i] = (uint32_t)j;
            }
        }
    }
}

typedef struct places {
    float x[batch], y[batch], z[batch];
} places;

static void own_nearer(const cloud *c, size_t block, const places *p, owning *o) {
    const size_t from = block * near_block, to = from + near_block;
    for (size_t j = from; j < to && j < c->count; j++) {
        const float jx = c->x[j], jy = c->y[j], jz = c->z[j];
        int32_t cost[batch];
        for (size_t i = 0; i < batch; i++) {
            const float dx = p->x[i] - jx, dy = p->y[i] - jy, dz = p->z[i] - jz;
            cost[i] = ordered(dx * dx + dy * dy + dz * dz);
        }
        take_over(o, batch, cost, (uint32_t)j);
    }
}

static float distance2_of(int32_t ordered_bits) {
    float d2;
    memcpy(&d2, &ordered_bits, sizeof d2);
    return d2;
}

/* The nearest dot for each of a batch of points, which lie side by side. */
static void own_batch(const shares *s, size_t number) {
    const cloud *q = &s->points, *c = s->dots;
    const size_t first = number * batch;
    const size_t count = q->count - first < batch ? q->count - first : batch;
    near_box box = {{q->x[first], q->y[first], q->z[first]},
                    {q->x[first], q->y[first], q->z[first]},
                    q->density[first]};
    owning o;
    places side;
    for (size_t k = 0; k < batch; k++) {
        const size_t i = first + (k < count ? k : 0);
        const float p[3] = {q->x[i], q->y[i], q->z[i]};
        for (int a = 0; a < 3; a++) {
            box.low[a] = p[a] < box.low[a] ? p[a] : box.low[a];
            box.high[a] = p[a] > box.high[a] ? p[a] : box.high[a];
        }
        box.least = q->density[i] < box.least ? q->density[i] : box.least;
        side.x[k] = p[0], side.y[k] = p[1], side.z[k] = p[2];
        o.best[k] = INT32_MAX;
        o.owner[k] = none;
    }
    near_walk walk = near_walk_start(s->tree, &box, (float)(close_reach * close_reach));
    for (uint32_t block; near_walk_next(&walk, &block);)
        own_nearer(c, block, &side, &o);
    for (size_t k = 0; k < count; k++) {
        const uint32_t owner = s->owner[first + k] = o.owner[k];
        const bool close =
            owner != none && distance2_of(o.best[k]) * (0.5f * (box.least + c->density[owner])) <
                                 (float)(close_reach * close_reach);
        if (!close || !layout_facing(s->surface, c->face[owner], q->face[first + k]))
            own_point(s, first + k, &box);
    }
}

static void own_task(void *context, size_t task) {
    const shares *s = context;
    const size_t batches = (s->points.count + batch - 1) / batch;
    const size_t first = (s->first_task + task) * items_per_task;
    for (size_t b = first; b < batches && b < first + items_per_task; b++)
        own_batch(s, b);
}

/* Points in the order of their owners; those without one are left out. */
static void regroup(shares *s) {
    const size_t dots = s->dots->count;
    memset(s->start, 0, (dots + 1) * sizeof *s->start);
    for (size_t i = 0; i < s->points.count; i++) {
        if (s->owner[i] != none)
            s->start[s->owner[i]]++;
    }
    uint32_t sum = 0;
    for (size_t i = 0; i <= dots; i++) {
        const uint32_t own = s->start[i];
        s->start[i] = sum;
        sum += own;
    }
    const cloud *q = &s->points, *to = &s->sorted;
    for (size_t i = 0; i < q->count; i++) {
        if (s->owner[i] == none)
            continue;
        const uint32_t k = s->start[s->owner[i]]++;
        to->x[k] = q->x[i], to->y[k] = q->y[i], to->z[k] = q->z[i];
        to->density[k] = q->density[i];
        to->face[k] = q->face[i];
        s->sorted_mass[k] = s->mass[i];
    }
    memmove(s->start + 1, s->start, dots * sizeof *s->start);
    s->start[0] = 0;
    const cloud swap = s->points;
    float *mass = s->mass;
    s->points = s->sorted;
    s->points.count = sum;
    s->sorted = swap;
    s->mass = s->sorted_mass;
    s->sorted_mass = mass;
    for (size_t i = 0; i < dots; i++) {
        for (uint32_t k = s->start[i]; k < s->start[i + 1]; k++)
            s->owner[k] = (uint32_t)i;
    }
}

/* Those who may own a dot's points: places and weights, the dot itself first. */
typedef struct rivals {
    size_t count;
    uint32_t dot[rivals_most];
    float x[rivals_most], y[rivals_most], z[rivals_most], weight[rivals_most];
} rivals;

static void gather_rivals(const shares *s, size_t dot, rivals *r) {
    const uint32_t first = s->rivals.start[dot], end = s->rivals.end[dot];
    r->count = 1;
    r->dot[0] = (uint32_t)dot;
    for (uint32_t k = first; k < end && r->count < rivals_most; k++)
        r->dot[r->count++] = s->rivals.item[k];
    for (size_t k = 0; k < r->count; k++) {
        const uint32_t j = r->dot[k];
        r->x[k] = s->dots->x[j], r->y[k] = s->dots->y[j], r->z[k] = s->dots->z[j];
        r->weight[k] = s->weight[j];
    }
}

/* Who of the rivals owns each of up to `batch` points. The few behind them that are reckoned along
 * are in the cloud's padding at the latest. */
static void assign_batch(const shares *s, const rivals *r, size_t first, size_t count) {
    const float *x = s->points.x + first, *y = s->points.y + first, *z = s->points.z + first;
    const size_t width = (count + 3) / 4 * 4;
    owning o;
    for (size_t i = 0; i < width; i++) {
        o.best[i] = INT32_MAX;
        o.owner[i] = r->dot[0];
    }
    for (size_t k = 0; k < r->count; k++) {
        const float rx = r->x[k], ry = r->y[k], rz = r->z[k], rw = r->weight[k];
        int32_t cost[batch];
        for (size_t i = 0; i < width; i++) {
            const float dx = x[i] - rx, dy = y[i] - ry, dz = z[i] - rz;
            cost[i] = ordered(dx * dx + dy * dy + dz * dz - rw);
        }
        take_over(&o, width, cost, r->dot[k]);
    }
    memcpy(s->owner + first, o.owner, count * sizeof *o.owner);
}

static void assign_task(void *context, size_t task) {
    const shares *s = context;
    const size_t first = (s->first_task + task) * items_per_task;
    for (size_t dot = first; dot < s->dots->count && dot < first + items_per_task; dot++) {
        rivals r;
        gather_rivals(s, dot, &r);
        for (size_t k = s->start[dot]; k < s->start[dot + 1]; k += batch) {
            const size_t left = s->start[dot + 1] - k;
            assign_batch(s, &r, k, left < batch ? left : batch);
        }
    }
}

/* ---- Weights and moves ------------------------------------------------------------------- */

static void weigh(shares *s) {
    const size_t dots = s->dots->count;
    memset(s->held, 0, dots * sizeof *s->held);
    for (size_t i = 0; i < s->points.count; i++)
        s->held[s->owner[i]] += s->mass[i];
    for (size_t i = 0; i < dots; i++) {
        const bool site = i >= s->moving;
        const float unit = 1 / s->dots->density[i];
        const float lack = (site ? s->sites->weight[i - s->moving] : 1) - s->held[i] / s->fair;
        s->push[i] = momentum * s->push[i] + gain * unit * lack;
        float w = s->weight[i] + s->push[i];
        const float most = (site ? site_weight_most : weight_most) * unit;
        w = w < -most ? -most : w > most ? most : w;
        s->weight[i] = w;
    }
}

/* The dot goes to the middle of its points, with their mean density, and lies in the face of the
 * point next to it. */
static void move_dot(const shares *s, size_t dot) {
    const cloud *q = &s->points;
    const uint32_t first = s->start[dot], end = s->start[dot + 1];
    double x = 0, y = 0, z = 0, mass = 0, area = 0;
    for (uint32_t k = first; k < end; k++) {
        const double m = (double)s->mass[k];
        x += m * (double)q->x[k], y += m * (double)q->y[k], z += m * (double)q->z[k];
        mass += m;
        area += m / (double)q->density[k];
    }
    if (!(mass > 0))
        return;
    const scalp_vec3 p = {x / mass, y / mass, z / mass};
    uint32_t nearest = first;
    float best = HUGE_VALF;
    for (uint32_t k = first; k < end; k++) {
        const float dx = q->x[k] - (float)p.x, dy = q->y[k] - (float)p.y, dz = q->z[k] - (float)p.z;
        const float d2 = dx * dx + dy * dy + dz * dz;
        nearest = d2 < best ? k : nearest;
        best = d2 < best ? d2 : best;
    }
    layout_cloud_set(s->dots, dot, p, mass / area, q->face[nearest]);
    s->weight[dot] *= weight_kept;
}

static void move_task(void *context, size_t task) {
    const shares *s = context;
    const size_t first = (s->first_task + task) * items_per_task;
    for (size_t dot = first; dot < s->moving && dot < first + items_per_task; dot++)
        move_dot(s, dot);
}

static scalp_status find_rivals(shares *s, double done, const scalp_work *work,
                                scalp_error *error) {
    near_tree tree;
    SCALP_TRY(near_tree_make(s->dots, s->surface, work, &tree, error));
    tree.step = LAYOUT_STEP_RELAX;
    tree.done = done;
    return near_list_make(&tree, rival_reach, work, &s->rivals, error);
}

/* Among the rivals that have been found. */
static scalp_status relax_round(shares *s, double done, const scalp_work *work,
                                scalp_error *error) {
    const size_t dots = s->dots->count;
    for (int step = 0; step < weight_steps; step++) {
        SCALP_TRY(run(s, dots, assign_task, done, work, error));
        weigh(s);
    }
    SCALP_TRY(run(s, dots, assign_task, done, work, error));
    regroup(s);
    return run(s, dots, move_task, done, work, error);
}

/* ---- Onto the surface -------------------------------------------------------------------- */

static void land_task(void *context, size_t task) {
    const shares *s = context;
    const size_t first = (s->first_task + task) * items_per_task;
    for (size_t i = first; i < s->moving && i < first + items_per_task; i++)
        s->at[i] = layout_land(s->surface, s->dots, i);
}

/* Points that stand for what the dots share already; their first owners, and what is fair. */
static scalp_status prepare(shares *s, const scalp_work *work, scalp_error *error) {
    SCALP_TRY(take_shares(s, work, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    near_tree tree;
    SCALP_TRY(near_tree_make(s->dots, s->surface, work, &tree, error));
    s->tree = &tree;
    SCALP_TRY(run(s, (s->points.count + batch - 1) / batch, own_task, 0, work, error));
    s->tree = NULL;
    scalp_arena_return(work->memory, mark);
    regroup(s);
    double mass = 0;
    for (size_t i = 0; i < s->points.count; i++)
        mass += (double)s->mass[i];
    s->fair = (float)(mass / ((double)s->moving + s->sites->total));
    for (size_t i = s->moving; i < s->dots->count; i++)
        s->weight[i] = weight_most * (s->sites->weight[i - s->moving] - 1) / s->dots->density[i];
    return SCALP_OK;
}

/* ---- The new dots by themselves ---------------------------------------------------------- */

typedef struct own_shares {
    shares shares;
    cloud dots;
    lack_field field; /* at the dots, where they begin */
} own_shares;

static void fade(cloud *c, float *mass, const float *lack) {
    for (size_t i = 0; i < c->count; i++) {
        c->density[i] *= fmaxf(lack[i], lack_least);
        if (mass)
            mass[i] *= lack[i];
    }
}

/* Dots between sites, as dots of a layout of their own in the density of what is missing. */
static scalp_status prepare_own(own_shares *own, const shares *all, const lack_base *base,
                                const site_set *no_sites, const scalp_work *work,
                                scalp_error *error) {
    shares *s = &own->shares;
    cloud *dots = &own->dots;
    const cloud *c = all->dots;
    *s = (shares){.surface = all->surface, .sites = no_sites, .dots = dots, .moving = all->moving};
    SCALP_TRY(layout_cloud_take(s->moving, work, dots, error));
    for (size_t i = 0; i < s->moving; i++) {
        dots->x[i] = c->x[i], dots->y[i] = c->y[i], dots->z[i] = c->z[i];
        dots->density[i] = c->density[i];
        dots->face[i] = c->face[i];
    }
    SCALP_TRY(layout_lack_at(base, dots, work, &own->field, error));
    fade(dots, NULL, own->field.lack);
    lack_field field;
    SCALP_TRY(
        layout_quadrature_make(s->surface, own_points_per_dot, work, &s->points, &s->mass, error));
    SCALP_TRY(layout_lack_at(base, &s->points, work, &field, error));
    fade(&s->points, s->mass, field.lack);
    return prepare(s, work, error);
}

/* Both sets of shares have moved their own copy of the dots: these meet part of the way to where
 * their own shares want them, unless what is missing varies: there the whole comes first. */
static void meet(const shares *all, const own_shares *own) {
    const cloud *a = all->dots, *b = &own->dots;
    for (size_t i = 0; i < all->moving; i++) {
        const float part = own_part * own->field.even[i];
        a->x[i] += part * (b->x[i] - a->x[i]);
        a->y[i] += part * (b->y[i] - a->y[i]);
        a->z[i] += part * (b->z[i] - a->z[i]);
        b->x[i] = a->x[i], b->y[i] = a->y[i], b->z[i] = a->z[i];
    }
}

static scalp_status relax_around(shares *s, const lack_base *base, const scalp_work *work,
                                 float *lack, scalp_error *error) {
    const site_set no_sites = {0};
    own_shares own;
    SCALP_TRY(prepare_own(&own, s, base, &no_sites, work, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    for (int round = 0; round < rounds_around; round++) {
        const double done = (double)round / rounds_around;
        if (round == 0 || round % rounds_apart == 1) {
            scalp_arena_return(work->memory, mark);
            SCALP_TRY(find_rivals(s, done, work, error));
            SCALP_TRY(find_rivals(&own.shares, done, work, error));
        }
        SCALP_TRY(relax_round(s, done, work, error));
        SCALP_TRY(relax_round(&own.shares, done, work, error));
        meet(s, &own);
    }
    memcpy(lack, own.field.lack, s->moving * sizeof *lack);
    return SCALP_OK;
}

scalp_status layout_relax(cloud *points, const surface *on, const site_set *sites,
                          const lack_base *base, const scalp_work *work, scalp_mesh_point *at,
                          float *lack, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    shares s = {.surface = on, .sites = sites, .dots = points, .at = at};
    s.moving = points->count - sites->count;
    SCALP_TRY(layout_quadrature_make(on, points_per_dot, work, &s.points, &s.mass, error));
    SCALP_TRY(prepare(&s, work, error));
    if (sites->total > 0)
        SCALP_TRY(relax_around(&s, base, work, lack, error));
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    for (int round = 0; round < rounds && !(sites->total > 0); round++) {
        const double done = (double)round / rounds;
        SCALP_TRY(find_rivals(&s, done, work, error));
        SCALP_TRY(relax_round(&s, done, work, error));
        scalp_arena_return(work->memory, here);
    }
    SCALP_TRY(run(&s, points->count, land_task, 1, work, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
