/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between sites every zone gets what it wants beside what is there. Dots drift over the borders of
 * zones while they are relaxed, a few in a thousand: from zones with too many, those with the least
 * room go to the roomiest places of zones with too few. */
#include "parts.h"

#include <math.h>
#include <string.h>

/* So many more than are wanted have drifted in from other zones, and are not missing there. */
static const double drift_least = 3, drift_share = 0.01;
static const double places_per_dot = 3; /* that are tried */
static const double reach = 2;          /* within which room is measured, in spacings */
static const double apart = 1.5;        /* no two go from, or come to, one place */

size_t layout_quota_find(const scalp_design *design, const surface *s, const site_set *sites,
                         size_t quota[SCALP_ZONE_COUNT]) {
    double due[SCALP_ZONE_COUNT] = {0}, wanted[SCALP_ZONE_COUNT], sum = 0, over = 0;
    size_t given = 0;
    for (size_t f = 0; f < s->mesh.face_count; f++)
        due[design->zone[s->original[f]]] += s->mass[f];
    memcpy(wanted, due, sizeof wanted);
    for (size_t i = 0; i < sites->count; i++)
        due[design->zone[s->original[sites->face[i]]]] -= (double)sites->weight[i];
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        over += fmin(fmax(-due[z], 0), drift_least + drift_share * wanted[z]);
        due[z] = due[z] > 0 ? due[z] : 0;
        sum += due[z];
    }
    const double all_due = fmax(sum - over, 0), part = sum > 0 ? all_due / sum : 0;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        due[z] *= part;
        quota[z] = (size_t)floor(due[z]);
        due[z] -= (double)quota[z];
        given += quota[z];
    }
    const size_t all = (size_t)floor(all_due + 0.5);
    for (; given < all; given++) {
        int most = 0;
        for (int z = 1; z < SCALP_ZONE_COUNT; z++)
            most = due[z] > due[most] ? z : most;
        quota[most]++;
        due[most] -= 1;
    }
    return all;
}

typedef struct balancing {
    const jitter *job;
    const scalp_design *design;
    crowd crowd;    /* what is to be kept */
    near_tree tree; /* of all points, where they were */
    long spare[SCALP_ZONE_COUNT];
    uint32_t *moved; /* dots, in the order they were moved */
    scalp_vec3 *left;
    size_t moved_count;
} balancing;

static uint8_t zone_of(const balancing *b, uint32_t face) {
    return b->design->zone[b->job->surface->original[face]];
}

static bool is_out(const balancing *b, size_t i) {
    return b->job->at[i].face == UINT32_MAX;
}

/* u^2 from point i of `at` to the nearest other point. */
static float room_about(const balancing *b, const cloud *at, size_t i) {
    const cloud *c = b->tree.points;
    const near_box box = near_box_of(at, i, i + 1);
    float least = (float)(reach * reach);
    near_walk walk = near_walk_start(&b->tree, &box, least);
    for (uint32_t block; near_walk_next(&walk, &block);) {
        const size_t from = (size_t)block * near_block, to = from + near_block;
        for (size_t k = from; k < c->count && k < to; k++) {
            const float x = c->x[k] - at->x[i], y = c->y[k] - at->y[i], z = c->z[k] - at->z[i];
            const float u2 = (x * x + y * y + z * z) * (0.5f * (c->density[k] + at->density[i]));
            if ((at != c || k != i) && u2 < least &&
                layout_facing(b->tree.surface, c->face[k], at->face[i]))
                least = u2;
        }
    }
    return least;
}

/* A number of 0 or more as an integer that is ordered as it is. */
static uint64_t ordered(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* A list of points, by a key. */
typedef struct ranking {
    uint64_t *key;
    uint32_t *item;
    size_t count;
} ranking;

static scalp_status take_ranking(size_t most, const scalp_work *work, ranking *r,
                                 scalp_error *error) {
    void *key, *item;
    SCALP_TRY(scalp_work_take(work, most, sizeof(uint64_t), &key, error));
    SCALP_TRY(scalp_work_take(work, most, sizeof(uint32_t), &item, error));
    *r = (ranking){key, item, 0};
    return SCALP_OK;
}

/* Sorts the list; layout_sort wants to begin with 0, 1, ... */
static scalp_status sort_ranking(ranking *r, const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, r->count, sizeof(uint32_t), &memory, error));
    uint32_t *order = memory;
    for (size_t i = 0; i < r->count; i++)
        order[i] = (uint32_t)i;
    SCALP_TRY(layout_sort(r->key, order, r->count, work, error));
    for (size_t i = 0; i < r->count; i++)
        order[i] = r->item[order[i]];
    r->item = order;
    return SCALP_OK;
}

/* Dots of zones with too many, those with the least room first, and then those that were left out.
 */
static scalp_status rank_dots(const balancing *b, const scalp_work *work, ranking *r,
                              scalp_error *error) {
    const size_t count = layout_moving(b->job);
    SCALP_TRY(take_ranking(count, work, r, error));
    for (size_t i = 0; i < count; i++) {
        if (!is_out(b, i) && b->spare[zone_of(b, b->job->at[i].face)] <= 0)
            continue;
        r->key[r->count] = is_out(b, i) ? UINT64_MAX : ordered(room_about(b, b->job->points, i));
        r->item[r->count++] = (uint32_t)i;
    }
    return sort_ranking(r, work, error);
}

/* Places of zones with too few, the roomiest first. */
static scalp_status rank_places(const balancing *b, const cloud *places, const scalp_work *work,
                                ranking *r, scalp_error *error) {
    SCALP_TRY(take_ranking(places->count, work, r, error));
    for (size_t i = 0; i < places->count; i++) {
        if (b->spare[zone_of(b, places->face[i])] >= 0)
            continue;
        r->key[r->count] = UINT64_MAX - ordered(room_about(b, places, i));
        r->item[r->count++] = (uint32_t)i;
    }
    return sort_ranking(r, work, error);
}

static bool is_apart(scalp_vec3 p, scalp_vec3 q, double density) {
    const scalp_vec3 d = scalp_vec3_sub(p, q);
    return scalp_vec3_dot(d, d) * density > apart * apart;
}

/* Clear of everybody who was there, and of those that came. */
static bool is_clear(const balancing *b, const cloud *places, size_t i, scalp_vec3 position,
                     double density) {
    const cloud *c = b->tree.points;
    const near_box box = near_box_of(places, i, i + 1);
    near_walk walk = near_walk_start(&b->tree, &box, (float)(reach * reach));
    for (size_t k = 0; k < b->moved_count; k++) {
        if (!is_apart(position, layout_crowd_place(b->job, b->moved[k]), density))
            return false;
    }
    for (uint32_t block; near_walk_next(&walk, &block);) {
        const size_t from = (size_t)block * near_block, to = from + near_block;
        for (size_t k = from; k < c->count && k < to; k++) {
            const scalp_vec3 gap = scalp_vec3_sub(position, layout_crowd_place(b->job, k));
            if (scalp_vec3_dot(gap, gap) < layout_crowd_floor2(&b->crowd, density, k) * (1 + 1e-6))
                return false;
        }
    }
    return true;
}

/* The next that may go; not two from one place. */
static bool next_giver(const balancing *b, const ranking *dots, size_t *next) {
    for (; *next < dots->count; ++*next) {
        const size_t i = dots->item[*next];
        if (is_out(b, i))
            return true;
        if (b->spare[zone_of(b, b->job->at[i].face)] <= 0)
            continue;
        const scalp_vec3 p = layout_crowd_place(b->job, i);
        bool alone = true;
        for (size_t k = 0; k < b->moved_count && alone; k++)
            alone = is_apart(p, b->left[k], (double)b->job->points->density[i]) && b->moved[k] != i;
        if (alone)
            return true;
    }
    return false;
}

static void move_to(balancing *b, size_t i, scalp_mesh_point at, scalp_vec3 position) {
    const surface *s = b->job->surface;
    const scalp_vec3 nowhere = {1e6, 1e6, 1e6};
    b->left[b->moved_count] = is_out(b, i) ? nowhere : layout_crowd_place(b->job, i);
    b->moved[b->moved_count++] = (uint32_t)i;
    if (!is_out(b, i))
        b->spare[zone_of(b, b->job->at[i].face)]--;
    b->spare[zone_of(b, at.face)]++;
    layout_crowd_move(b->job, i, at, position, layout_density(s, at));
}

static void move_all(balancing *b, const cloud *places, const ranking *to, const ranking *dots) {
    const surface *s = b->job->surface;
    size_t giver = 0;
    for (size_t k = 0; k < to->count && next_giver(b, dots, &giver); k++) {
        const size_t i = to->item[k];
        const uint8_t zone = zone_of(b, places->face[i]);
        if (b->spare[zone] >= 0)
            continue;
        const scalp_vec3 relative = {(double)places->x[i], (double)places->y[i],
                                     (double)places->z[i]};
        const scalp_mesh_point at =
            layout_quantised(scalp_bvh_closest(s->bvh, scalp_vec3_add(relative, s->centre), NULL));
        const scalp_vec3 position = scalp_mesh_position(&s->mesh, at);
        const double density = layout_density(s, at);
        if (zone_of(b, at.face) == zone && density > 0 &&
            layout_facing(s, at.face, places->face[i]) && is_clear(b, places, i, position, density))
            move_to(b, dots->item[giver++], at, position);
    }
}

static bool find_spare(balancing *b, const size_t *quota) {
    bool few = false;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        b->spare[z] = -(long)quota[z];
    for (size_t i = 0; i < layout_moving(b->job); i++) {
        if (!is_out(b, i))
            b->spare[zone_of(b, b->job->at[i].face)]++;
    }
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        few |= b->spare[z] < 0;
    return few;
}

scalp_status layout_quota_keep(const jitter *job, const scalp_design *design, const size_t *quota,
                               const scalp_work *work, scalp_error *error) {
    balancing b = {.job = job,
                   .design = design,
                   .crowd = {.job = job, .fixed_share = 1, .keeps_own = job->lack != NULL}};
    if (!find_spare(&b, quota))
        return SCALP_OK;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const size_t count = layout_moving(job);
    cloud places;
    float *mass;
    ranking dots, to;
    void *moved, *left;
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &moved, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_vec3), &left, error));
    b.moved = moved;
    b.left = left;
    SCALP_TRY(near_tree_make(job->points, job->surface, work, &b.tree, error));
    SCALP_TRY(layout_quadrature_make(job->surface, places_per_dot, work, &places, &mass, error));
    SCALP_TRY(rank_dots(&b, work, &dots, error));
    SCALP_TRY(layout_report(work, LAYOUT_STEP_JITTER, 1, error));
    SCALP_TRY(rank_places(&b, &places, work, &to, error));
    move_all(&b, &places, &to, &dots);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
