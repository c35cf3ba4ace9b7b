/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shape.h"

#include <math.h>
#include <string.h>

/* How far a measure is changed to learn what it does, mm; and a mode, standard deviations. */
#define PROBE_MM 2.0
#define PROBE_SD 1.0

/* Limits of the measures as scalp_head_make has them, and of the modes. */
static const double lowest[SCALP_MEASURES] = {160, 120, 450, 100};
static const double highest[SCALP_MEASURES] = {240, 190, 680, 165};
#define MOST_SD 4.0

scalp_status head_shape_head(const double values[SCALP_SHAPES], const char *sex,
                             const scalp_work *work, scalp_head *head, scalp_error *error) {
    double mm[SCALP_MEASURES];
    scalp_head_form form = {{0}, {{0, 0, 0}}};
    for (int k = 0; k < SCALP_MEASURES; k++)
        mm[k] = scalp_clamp(values[k], lowest[k], highest[k]);
    for (int k = 0; k < SCALP_HEAD_MODES; k++)
        form.modes[k] = scalp_clamp(values[SCALP_MEASURES + k], -MOST_SD, MOST_SD);
    const scalp_head_measures measures = scalp_measures_from_array(mm);
    return scalp_head_make_own(&measures, &form, sex, work, head, error);
}

static void keep_slopes(scalp_shape *shape, int k, const scalp_head *head, const scalp_head *moved,
                        double step, scalp_vec3 *slopes) {
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        shape->slope[k][i] =
            scalp_vec3_scale(scalp_vec3_sub(moved->landmarks[i], head->landmarks[i]), 1 / step);
    for (size_t i = 0; slopes && i < head->mesh.vertex_count; i++)
        slopes[i] = scalp_vec3_scale(
            scalp_vec3_sub(moved->mesh.vertices[i], head->mesh.vertices[i]), 1 / step);
    shape->vertex_slope[k] = slopes;
}

/* Moves one value up, or down where no head has it so; the head so made is given up again. */
static scalp_status probe(scalp_shape *shape, int k, const scalp_head *head, const char *sex,
                          bool vertices, const scalp_work *work, scalp_error *error) {
    void *slopes = NULL;
    double step = k < SCALP_MEASURES ? PROBE_MM : PROBE_SD;
    if (vertices)
        SCALP_TRY(
            scalp_work_take(work, head->mesh.vertex_count, sizeof(scalp_vec3), &slopes, error));
    for (int attempt = 0; attempt < 2; attempt++, step = -step) {
        double wanted[SCALP_SHAPES];
        memcpy(wanted, shape->made_with, sizeof wanted);
        wanted[k] += step;
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        scalp_head moved;
        const scalp_status status = head_shape_head(wanted, sex, work, &moved, error);
        if (status == SCALP_OK)
            keep_slopes(shape, k, head, &moved, wanted[k] - shape->made_with[k], slopes);
        scalp_arena_return(work->memory, mark);
        if (status != SCALP_ERR_INPUT)
            return status;
    }
    shape->free[k] = false;
    return SCALP_OK;
}

scalp_status head_shape_make(const scalp_head *head, const double given[SCALP_MEASURES],
                             const char *sex, bool vertices, const scalp_work *work,
                             scalp_shape *shape, scalp_error *error) {
    memset(shape, 0, sizeof *shape);
    memcpy(shape->base, head->landmarks, sizeof shape->base);
    for (size_t k = 0; k < SCALP_FACE_MODES; k++) {
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            shape->face[k][i] = scalp_spread_face(k, (scalp_landmark)i);
    }
    scalp_measures_to_array(&head->measures, shape->made_with);
    for (int k = 0; k < SCALP_SHAPES; k++) {
        const bool measure = k < SCALP_MEASURES;
        shape->free[k] = measure && given[k] == 0;
        if (measure ? shape->free[k] : vertices)
            SCALP_TRY(probe(shape, k, head, sex, vertices, work, error));
    }
    return SCALP_OK;
}

void head_shape_move(scalp_shape *shape, const scalp_head *head,
                     const double values[SCALP_SHAPES]) {
    memcpy(shape->base, head->landmarks, sizeof shape->base);
    memcpy(shape->made_with, values, sizeof shape->made_with);
}
