/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Share of the hair that a stage of loss leaves, on each vertex. */
#include "loss.h"

#include <string.h>

/* Hairs per cm2 (means of three continents): African 161, Caucasian 226, Asian 175 (Loussouarn et
 * al. 2005). */
static const double natural_per_cm2 = 187;

typedef struct row {
    const char *scale, *stage;
    double x, y, x_radius, y_radius, left, blend;
} row;

static const row rows[] = {
#define ROW(scale, stage, x, y, x_radius, y_radius, left, blend, source)                           \
    {scale, #stage, x, y, x_radius, y_radius, left, blend},
#include "hair_left.inc"
#undef ROW
};

enum { row_count = sizeof rows / sizeof rows[0], vertices_per_task = 512 };

double scalp_design_natural_per_cm2(void) {
    return natural_per_cm2;
}

/* Stages are texts in the table but for Savin's, which are numbers: both come as written, the texts
 * in quotes. */
static bool is_stage(const row *r, const char *scale, const char *stage) {
    const size_t length = strlen(stage);
    const char *name = r->stage[0] == '"' ? r->stage + 1 : r->stage;
    return strcmp(r->scale, scale) == 0 && strncmp(name, stage, length) == 0 &&
           (name[length] == 0 || name[length] == '"');
}

static bool is_scale(const char *scale) {
    for (size_t i = 0; i < row_count; i++)
        if (strcmp(rows[i].scale, scale) == 0)
            return true;
    return false;
}

bool scalp_design_stage_find(const char *scale, const char *stage) {
    scalp_norwood norwood;
    if (!is_scale(scale) || !stage[0])
        return false;
    if (strcmp(stage, "none") == 0)
        return true;
    if (strcmp(scale, "norwood") == 0 && scalp_norwood_find(stage, &norwood))
        return true;
    for (size_t i = 0; i < row_count; i++)
        if (is_stage(&rows[i], scale, stage))
            return true;
    return false;
}

typedef struct filling {
    const scalp_places *places;
    const scalp_loss *loss; /* NULL: by the rows */
    const char *scale, *stage;
    double *left;
} filling;

static double left_at(const filling *f, scalp_vec2 chart) {
    if (f->loss)
        return 1 - scalp_loss_share(f->loss, chart);
    const scalp_vec2 unit = scalp_places_unit(f->places, chart);
    double least = 1;
    for (size_t i = 0; i < row_count; i++) {
        const row *r = &rows[i];
        if (!is_stage(r, f->scale, f->stage))
            continue;
        const double x = ((unit.x < 0 ? -unit.x : unit.x) - r->x) / r->x_radius;
        const double y = (unit.y - r->y) / r->y_radius;
        const double away = x * x + y * y; /* squared, and so are the limits */
        const double inner = (1 - r->blend) * (1 - r->blend);
        const double outer = (1 + r->blend) * (1 + r->blend);
        const double left = r->left + (1 - r->left) * scalp_smoothstep(inner, outer, away);
        least = left < least ? left : least;
    }
    return least;
}

static void fill(void *context, size_t task) {
    const filling *f = context;
    const scalp_head *head = f->places->head;
    const size_t first = task * vertices_per_task, end = first + vertices_per_task;
    for (size_t i = first; i < end && i < head->mesh.vertex_count; i++)
        f->left[i] = head->region[i] == SCALP_REGION_SCALP ? left_at(f, head->chart[i]) : 1;
}

scalp_status scalp_design_hair_left(const scalp_head *head, const char *scale, const char *stage,
                                    const scalp_work *work, const double **left,
                                    scalp_error *error) {
    scalp_norwood norwood = SCALP_NORWOOD_NONE;
    scalp_places places;
    scalp_loss loss;
    void *memory;
    if (!scalp_design_stage_find(scale, stage))
        return scalp_fail(error, SCALP_ERR_INPUT, "The scale \"%.20s\" has no stage \"%.20s\".",
                          scale, stage);
    SCALP_TRY(scalp_places_make(head, work, &places, error));
    SCALP_TRY(scalp_work_take(work, head->mesh.vertex_count, sizeof(double), &memory, error));
    filling f = {.places = &places, .scale = scale, .stage = stage, .left = memory};
    const bool outline = strcmp(stage, "none") == 0 ||
                         (strcmp(scale, "norwood") == 0 && scalp_norwood_find(stage, &norwood));
    if (outline) {
        SCALP_TRY(scalp_loss_make(&places, norwood, work, &loss, error));
        f.loss = &loss;
    }
    const size_t tasks = (head->mesh.vertex_count + vertices_per_task - 1) / vertices_per_task;
    scalp_pool_for(work->pool, tasks, fill, &f);
    *left = f.left;
    return SCALP_OK;
}
