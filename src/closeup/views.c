/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The finds of every photo where they fall on the head. */
#include "onto.h"

#include <math.h>
#include <stdlib.h>

#define AROUND_MM 4.0
#define FEW 12 /* dots of a photo, below which it has no spacing */

typedef struct counting {
    size_t seen;
} counting;

static void count_one(void *context, uint32_t index) {
    (void)index;
    ((counting *)context)->seen++;
}

static int by_size(const void *a, const void *b) {
    const size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* 1 / sqrt(density) from how many lie around most of them: the upper part, for at the photo's edge
 * there are fewer. */
static scalp_status measure_spacing(const onto_views *views, size_t photo, const scalp_work *work,
                                    double *spacing_mm, scalp_error *error) {
    const size_t first = views->first[photo], count = views->first[photo + 1] - first;
    void *memory;
    *spacing_mm = 0;
    if (count < FEW)
        return SCALP_OK;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, count, sizeof(size_t), &memory, error));
    size_t *near = memory;
    for (size_t i = 0; i < count; i++) {
        counting c = {0};
        onto_grid_near(&views->grids[photo], views->places[first + i], AROUND_MM, count_one, &c);
        near[i] = c.seen;
    }
    qsort(near, count, sizeof *near, by_size);
    *spacing_mm = sqrt(SCALP_PI * AROUND_MM * AROUND_MM / (double)near[count * 7 / 10]);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status onto_views_make(const scalp_mesh *mesh, const scalp_bvh *bvh,
                             const scalp_onto_photo *photos, size_t count, const scalp_work *work,
                             onto_views *views, scalp_error *error) {
    size_t most = 0, used = 0;
    void *memory;
    for (size_t i = 0; i < count; i++)
        most += photos[i].found_count;
    SCALP_TRY(scalp_work_take(work, most, sizeof(onto_sight), &memory, error));
    views->sights = memory;
    SCALP_TRY(scalp_work_take(work, most, sizeof(scalp_vec3), &memory, error));
    views->places = memory;
    SCALP_TRY(scalp_work_take(work, count + 1, sizeof(size_t), &memory, error));
    views->first = memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &memory, error));
    views->spacing_mm = memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(onto_grid), &memory, error));
    views->grids = memory;
    for (size_t p = 0; p < count; p++) {
        views->first[p] = used;
        for (size_t i = 0; i < photos[p].found_count; i++) {
            onto_sight sight = {.photo = (uint32_t)p, .found = (uint32_t)i};
            if (!onto_land(mesh, bvh, &photos[p].placement.camera, photos[p].found[i].px,
                           &sight.on))
                continue;
            views->places[used] = sight.on.position;
            views->sights[used++] = sight;
        }
        views->first[p + 1] = used;
        SCALP_TRY(onto_grid_make(views->places + views->first[p], used - views->first[p],
                                 AROUND_MM / 2, work, &views->grids[p], error));
        SCALP_TRY(measure_spacing(views, p, work, &views->spacing_mm[p], error));
    }
    return SCALP_OK;
}
