/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in space by cubes, hashed. */
#include "onto.h"

#include <math.h>

static size_t bucket_of(int64_t x, int64_t y, int64_t z, size_t mask) {
    const uint64_t h = (uint64_t)x * 0x9e3779b97f4a7c15u ^ (uint64_t)y * 0xc2b2ae3d27d4eb4fu ^
                       (uint64_t)z * 0x165667b19e3779f9u;
    return (size_t)(h ^ h >> 29) & mask;
}

static int64_t cell_of(double x, double cell) {
    return (int64_t)floor(x / cell);
}

scalp_status onto_grid_make(const scalp_vec3 *at, size_t count, double cell, const scalp_work *work,
                            onto_grid *grid, scalp_error *error) {
    size_t buckets = 64;
    void *memory;
    while (buckets < count)
        buckets *= 2;
    SCALP_TRY(scalp_work_take(work, buckets + count, sizeof(uint32_t), &memory, error));
    uint32_t *head = memory, *next = head + buckets;
    for (size_t i = 0; i < buckets; i++)
        head[i] = UINT32_MAX;
    for (size_t i = count; i-- > 0;) {
        const size_t b = bucket_of(cell_of(at[i].x, cell), cell_of(at[i].y, cell),
                                   cell_of(at[i].z, cell), buckets - 1);
        next[i] = head[b];
        head[b] = (uint32_t)i;
    }
    *grid = (onto_grid){at, cell, buckets - 1, head, next};
    return SCALP_OK;
}

/* Of a bucket, the points that are of that cube: others only share its number. */
static void see_cube(const onto_grid *grid, const int64_t cube[3], scalp_vec3 place, double reach,
                     void (*see)(void *, uint32_t), void *context) {
    const size_t b = bucket_of(cube[0], cube[1], cube[2], grid->mask);
    for (uint32_t i = grid->head[b]; i != UINT32_MAX; i = grid->next[i]) {
        const scalp_vec3 p = grid->at[i];
        if (cell_of(p.x, grid->cell) == cube[0] && cell_of(p.y, grid->cell) == cube[1] &&
            cell_of(p.z, grid->cell) == cube[2] && scalp_vec3_distance(p, place) <= reach)
            see(context, i);
    }
}

void onto_grid_near(const onto_grid *grid, scalp_vec3 place, double reach,
                    void (*see)(void *context, uint32_t index), void *context) {
    const double from[3] = {place.x, place.y, place.z};
    int64_t low[3], high[3], c[3];
    for (int k = 0; k < 3; k++) {
        low[k] = cell_of(from[k] - reach, grid->cell);
        high[k] = cell_of(from[k] + reach, grid->cell);
    }
    for (c[0] = low[0]; c[0] <= high[0]; c[0]++)
        for (c[1] = low[1]; c[1] <= high[1]; c[1]++)
            for (c[2] = low[2]; c[2] <= high[2]; c[2]++)
                see_cube(grid, c, place, reach, see, context);
}

typedef struct nearest {
    const onto_grid *grid;
    scalp_vec3 place;
    double best;
    uint32_t index;
} nearest;

static void try_nearest(void *context, uint32_t index) {
    nearest *n = context;
    const double d = scalp_vec3_distance(n->grid->at[index], n->place);
    if (d < n->best || (!(d > n->best) && index < n->index)) {
        n->best = d;
        n->index = index;
    }
}

uint32_t onto_grid_nearest(const onto_grid *grid, scalp_vec3 place, double reach) {
    nearest n = {grid, place, HUGE_VAL, UINT32_MAX};
    onto_grid_near(grid, place, reach, try_nearest, &n);
    return n.index;
}
