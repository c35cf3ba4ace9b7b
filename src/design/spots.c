/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spots.h"

#include "area_kinds.h"

#include <math.h>

static const double most_per_cm2 = 60, least_keep = 0.5;

static double spot_cm2(const scalp_spot_field *field) {
    return SCALP_PI / 400 * field->diameter_mm * field->diameter_mm;
}

/* ---- Fields ------------------------------------------------------------------------------ */

/* How much of the area's curve covers each vertex, what is kept out taken away; its integral, and
 * the skin that has any. */
static double weigh(const scalp_areas *areas, const scalp_area *area, const scalp_head *head,
                    double *weight, double *any_cm2) {
    double cm2 = 0;
    *any_cm2 = 0;
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        weight[i] = area->weight[i] * areas->keep[i];
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        const double mean = (weight[v[0]] + weight[v[1]] + weight[v[2]]) / 3;
        const int inside = (weight[v[0]] > 0) + (weight[v[1]] > 0) + (weight[v[2]] > 0);
        if (inside == 0)
            continue;
        const double face_cm2 = scalp_mesh_face_area_mm2(&head->mesh, f) / 100;
        cm2 += mean * face_cm2;
        *any_cm2 += face_cm2 * inside / 3;
    }
    return cm2;
}

static scalp_status make_field(const scalp_areas *areas, const scalp_area *area,
                               const scalp_head *head, const scalp_work *work,
                               scalp_spot_field *field, double *cm2, scalp_error *error) {
    const scalp_area_spec *spec = area->spec;
    void *memory;
    SCALP_TRY(scalp_work_take(work, head->mesh.vertex_count, sizeof(double), &memory, error));
    double *per_cm2 = memory;
    const double weighed = weigh(areas, area, head, per_cm2, cm2);
    field->count = spec->spot_count > 0 ? spec->spot_count
                                        : (size_t)floor(weighed * area->spots_per_cm2 + 0.5);
    if (field->count == 0 || !(weighed > 0)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s leaves no skin for a spot: it is too small, or lies on ears, "
                          "eyes, lips or keep-outs.",
                          spec->id);
    }
    const double each = (double)field->count / weighed;
    if (!(each <= most_per_cm2)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: %zu spots on %.1f cm2 are %.0f per cm2; at most %.0f are "
                          "laid out.",
                          spec->id, field->count, weighed, each, most_per_cm2);
    }
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        per_cm2[i] *= each;
    field->per_cm2 = per_cm2;
    return SCALP_OK;
}

/* ---- Single spots ------------------------------------------------------------------------ */

/* Those on what is kept out are left out. */
static scalp_status make_points(const scalp_areas *areas, const scalp_area *area,
                                const scalp_head *head, const scalp_work *work,
                                scalp_spot_field *field, double *cm2, scalp_error *error) {
    const scalp_area_spec *spec = area->spec;
    void *memory;
    SCALP_TRY(scalp_work_take(work, spec->point_count, sizeof(scalp_mesh_point), &memory, error));
    scalp_mesh_point *points = memory;
    for (size_t i = 0; i < spec->point_count; i++) {
        scalp_mesh_point at;
        if (scalp_atlas_find(areas->atlas, spec->points[i], &at) &&
            scalp_mesh_field(&head->mesh, areas->keep, at) > least_keep)
            points[field->count++] = at;
    }
    if (field->count == 0) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: all its spots lie on ears, eyes, lips or keep-outs.",
                          spec->id);
    }
    field->points = points;
    *cm2 = spot_cm2(field) * (double)field->count;
    return SCALP_OK;
}

/* ---- All --------------------------------------------------------------------------------- */

/* What a field adds to the maps; single spots only mark the corners of their faces. */
static void add_maps(const scalp_spots *spots, const scalp_spot_field *field,
                     const scalp_head *head) {
    const double marked = 1e-3;
    for (size_t i = 0; field->per_cm2 && i < head->mesh.vertex_count; i++) {
        spots->dots_per_cm2[i] += field->per_cm2[i] * field->dots;
        spots->cover[i] = fmin(spots->cover[i] + field->per_cm2[i] * spot_cm2(field), 1);
    }
    for (size_t i = 0; field->points && i < field->count; i++) {
        for (int k = 0; k < 3; k++)
            spots->dots_per_cm2[head->mesh.faces[field->points[i].face].v[k]] += marked;
    }
}

static scalp_status take(const scalp_areas *areas, const scalp_head *head, const scalp_work *work,
                         scalp_spots *made, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, areas->count, sizeof(scalp_spot_field), &memory, error));
    made->fields = memory;
    SCALP_TRY(scalp_work_take(work, areas->count, sizeof(scalp_area *), &memory, error));
    made->areas = memory;
    SCALP_TRY(scalp_work_take(work, areas->count, sizeof(double), &memory, error));
    made->cm2 = memory;
    SCALP_TRY(scalp_work_take(work, head->mesh.vertex_count, sizeof(double), &memory, error));
    made->dots_per_cm2 = memory;
    SCALP_TRY(scalp_work_take(work, head->mesh.vertex_count, sizeof(double), &memory, error));
    made->cover = memory;
    return SCALP_OK;
}

static double dots_of(const scalp_area *area) {
    const double wanted = area->spec->dots_per_spot > 0
                              ? area->spec->dots_per_spot
                              : area->density_per_cm2 / area->spots_per_cm2;
    return scalp_clamp(wanted, 1, SCALP_SPOT_MAX_DOTS);
}

scalp_status scalp_spots_make(const scalp_areas *areas, const scalp_head *head,
                              const scalp_work *work, scalp_spots *spots, scalp_error *error) {
    scalp_spots made = {.count = 0};
    for (size_t a = 0; a < areas->count; a++) {
        const scalp_area *area = &areas->list[a];
        if (!scalp_area_kind_has_spots(area->spec->kind))
            continue;
        if (!made.fields)
            SCALP_TRY(take(areas, head, work, &made, error));
        scalp_spot_field *field = &made.fields[made.count];
        *field = (scalp_spot_field){.diameter_mm = area->spot_mm, .dots = dots_of(area)};
        if (area->spec->kind == SCALP_AREA_SCAR_SPOTS)
            SCALP_TRY(make_points(areas, area, head, work, field, &made.cm2[made.count], error));
        else
            SCALP_TRY(make_field(areas, area, head, work, field, &made.cm2[made.count], error));
        add_maps(&made, field, head);
        made.areas[made.count++] = area;
    }
    *spots = made;
    return SCALP_OK;
}
