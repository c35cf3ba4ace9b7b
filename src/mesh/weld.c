/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vertices at one place, found through a table of the cells of space that hold one. A vertex within
 * the tolerance of a cell's side looks into the neighbour too. */
#include <scalptor/mesh.h>

#include <math.h>
#include <string.h>

typedef struct welder {
    const scalp_vec3 *vertices;
    double tolerance, cell;
    uint32_t *table; /* vertex + 1; 0: empty */
    size_t mask;
} welder;

static uint64_t mix(uint64_t x) {
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    return x;
}

/* A place in the table for the cell, or for the exact place when nothing is tolerated. Adding 0
 * makes one zero of the two. */
static size_t place_of(const welder *w, const double cell[3]) {
    uint64_t key = 0;
    for (int k = 0; k < 3; k++) {
        const double number = cell[k] + 0.0;
        uint64_t bits;
        memcpy(&bits, &number, sizeof bits);
        key = mix(key * 31 + bits);
    }
    return (size_t)key & w->mask;
}

static double to_cell(const welder *w, double x) {
    return w->tolerance > 0 ? floor(x / w->cell) : x;
}

/* The first vertex found in the run of the table that begins at `place` and is near enough. */
static uint32_t look(const welder *w, scalp_vec3 p, size_t place) {
    const double limit = w->tolerance * w->tolerance;
    uint32_t found = UINT32_MAX;
    for (; w->table[place]; place = (place + 1) & w->mask) {
        const uint32_t other = w->table[place] - 1;
        const scalp_vec3 gap = scalp_vec3_sub(w->vertices[other], p);
        if (scalp_vec3_dot(gap, gap) <= limit && other < found)
            found = other;
    }
    return found;
}

static uint32_t find(const welder *w, scalp_vec3 p) {
    const double at[3] = {p.x, p.y, p.z};
    double low[3], high[3];
    uint32_t found = UINT32_MAX;
    for (int k = 0; k < 3; k++) {
        low[k] = to_cell(w, at[k] - w->tolerance);
        high[k] = to_cell(w, at[k] + w->tolerance);
    }
    for (int corner = 0; corner < 8; corner++) {
        double cell[3];
        bool repeated = false;
        for (int k = 0; k < 3; k++) {
            const bool upper = corner >> k & 1;
            cell[k] = upper ? high[k] : low[k];
            repeated = repeated || (upper && !(high[k] > low[k]));
        }
        if (repeated)
            continue;
        const uint32_t one = look(w, p, place_of(w, cell));
        found = one < found ? one : found;
    }
    return found;
}

static void enter(const welder *w, uint32_t vertex) {
    const scalp_vec3 p = w->vertices[vertex];
    const double cell[3] = {to_cell(w, p.x), to_cell(w, p.y), to_cell(w, p.z)};
    size_t place = place_of(w, cell);
    while (w->table[place])
        place = (place + 1) & w->mask;
    w->table[place] = vertex + 1;
}

scalp_status scalp_mesh_weld(const scalp_vec3 *vertices, size_t count, double tolerance_mm,
                             const scalp_work *work, uint32_t *same, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    size_t places = 16;
    void *memory;
    while (places < 2 * count)
        places *= 2;
    SCALP_TRY(scalp_work_take(work, places, sizeof(uint32_t), &memory, error));
    const welder w = {vertices, tolerance_mm, 4 * tolerance_mm, memory, places - 1};
    for (size_t i = 0; i < count; i++) {
        same[i] = find(&w, vertices[i]);
        if (same[i] == UINT32_MAX) {
            same[i] = (uint32_t)i;
            enter(&w, (uint32_t)i);
        }
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
