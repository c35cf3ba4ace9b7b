/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drawn.h"

#include "skin.h"

#include <string.h>

static scalp_vec2 chart_at(const scalp_head *head, scalp_mesh_point at) {
    const uint32_t *v = head->mesh.faces[at.face].v;
    const scalp_vec2 a = head->chart[v[0]], b = head->chart[v[1]], c = head->chart[v[2]];
    const double w = 1 - at.u - at.v;
    return (scalp_vec2){w * a.x + at.u * b.x + at.v * c.x, w * a.y + at.u * b.y + at.v * c.y};
}

/* One curve into the chart; `photo` NULL: it is there already. */
static scalp_status carry(const scalp_case_area *area, const scalp_fit *fit, const scalp_bvh *bvh,
                          const scalp_camera *camera, const scalp_vec2 *from, size_t count,
                          const scalp_work *work, const scalp_vec2 **to, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, count + 1, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *points = memory;
    for (size_t i = 0; i < count; i++) {
        scalp_mesh_point at;
        points[i] = from[i];
        if (!camera)
            continue;
        if (!scalp_clicked(bvh, camera, from[i], &at)) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Area %s: the point [%.1f, %.1f] clicked in the photo %s lies beside "
                              "the fitted head; click on the skin.",
                              area->id, from[i].x, from[i].y, area->in);
        }
        points[i] = chart_at(&fit->head, at);
    }
    *to = points;
    return SCALP_OK;
}

static scalp_status carry_area(const scalp_case *document, const scalp_fit *fit,
                               const scalp_bvh *bvh, const scalp_case_area *area,
                               const scalp_work *work, scalp_area_spec *spec, scalp_error *error) {
    const scalp_case_photo *photo = scalp_case_photo_find(document, area->in);
    const bool chart = strcmp(area->in, "chart") == 0;
    const scalp_camera *camera =
        photo && !chart ? &fit->views[photo - document->photos].camera : NULL;
    *spec = (scalp_area_spec){.id = area->id,
                              .density_per_cm2 = area->density_per_cm2,
                              .strength = area->strength,
                              .margin_mm = area->margin_mm >= 0 ? area->margin_mm : -1,
                              .edge_mm = area->edge_mm >= 0 ? area->edge_mm : -1,
                              .strokes = strcmp(area->made_of, "strokes") == 0,
                              .spacing_mm = area->stroke_spacing_mm,
                              .length_mm = area->stroke_length_mm,
                              .spot_mm = area->spot_mm,
                              .spots_per_cm2 = area->spots_per_cm2,
                              .spot_count = (size_t)area->spot_count,
                              .dots_per_spot = area->dots_per_spot};
    if (!scalp_area_kind_find(area->kind, &spec->kind))
        return scalp_fail(error, SCALP_ERR_INPUT, "Area %s is of no known kind.", area->id);
    if (strcmp(area->in, "template") == 0)
        return SCALP_OK;
    SCALP_TRY(
        carry(area, fit, bvh, camera, area->points, area->point_count, work, &spec->points, error));
    spec->point_count = area->point_count;
    spec->hole_count = area->hole_count;
    for (size_t h = 0; h < area->hole_count; h++) {
        SCALP_TRY(carry(area, fit, bvh, camera, area->holes[h], area->hole_points[h], work,
                        &spec->holes[h], error));
        spec->hole_points[h] = area->hole_points[h];
    }
    return SCALP_OK;
}

/* Four dots in a spot of 0.9 mm: more do not stay apart. */
static const double most_per_mm2 = 6.3;

/* Spots whose dots nobody counted get as many as make them look like the skin around. */
static scalp_status blend_spots(const scalp_case *document, const scalp_drawn *drawn,
                                const scalp_work *work, scalp_error *error) {
    double per_mm2 = 0;
    for (size_t i = 0; i < drawn->count; i++) {
        scalp_area_spec *area = &drawn->list[i];
        if (!scalp_area_kind_has_spots(area->kind) || area->dots_per_spot > 0 ||
            area->density_per_cm2 > 0)
            continue;
        if (!(per_mm2 > 0))
            SCALP_TRY(scalp_case_blend(document, work, &per_mm2, error));
        const double room = per_mm2 < most_per_mm2 ? per_mm2 : most_per_mm2;
        const double across =
            area->spot_mm > 0 ? area->spot_mm : scalp_area_kind_spot_mm(area->kind);
        area->dots_per_spot =
            scalp_clamp(SCALP_PI / 4 * across * across * room, 1, SCALP_SPOT_MAX_DOTS);
    }
    return SCALP_OK;
}

/* The kind whose template fills the zone. */
static bool kind_of_zone(scalp_zone zone, scalp_area_kind *kind) {
    for (int k = 0; k < SCALP_AREA_KINDS; k++) {
        if (scalp_area_kind_zone((scalp_area_kind)k) == zone &&
            scalp_area_kind_has_template((scalp_area_kind)k)) {
            *kind = (scalp_area_kind)k;
            return true;
        }
    }
    return false;
}

/* A zone off the scalp: its density goes to its areas, or to its template. */
static scalp_status add_zone(const scalp_case_zone *wish, size_t index, scalp_zone zone,
                             scalp_drawn *drawn, scalp_error *error) {
    bool found = false;
    for (size_t i = 0; i < drawn->count; i++) {
        scalp_area_spec *area = &drawn->list[i];
        if (scalp_area_kind_zone(area->kind) != zone)
            continue;
        found = true;
        if (!(area->density_per_cm2 > 0))
            area->density_per_cm2 = wish->density_per_cm2;
    }
    scalp_area_kind kind;
    if (found)
        return SCALP_OK;
    if (!kind_of_zone(zone, &kind)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "design.zones[%zu].zone is \"%s\", but no area of design.areas is one; "
                          "draw it there.",
                          index, wish->zone);
    }
    if (drawn->count == SCALP_DESIGN_MAX_AREAS) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "design.areas and design.zones name more than %d areas together.",
                          SCALP_DESIGN_MAX_AREAS);
    }
    drawn->list[drawn->count++] = (scalp_area_spec){.id = scalp_zone_name(zone),
                                                    .kind = kind,
                                                    .density_per_cm2 = wish->density_per_cm2,
                                                    .margin_mm = -1,
                                                    .edge_mm = -1};
    return SCALP_OK;
}

scalp_status scalp_drawn_make(const scalp_case *document, const scalp_fit *fit,
                              const scalp_work *work, scalp_drawn *drawn, scalp_error *error) {
    void *memory;
    const scalp_bvh *bvh = NULL;
    SCALP_TRY(
        scalp_work_take(work, SCALP_DESIGN_MAX_AREAS, sizeof(scalp_area_spec), &memory, error));
    scalp_drawn made = {memory, document->area_count};
    if (document->area_count > 0)
        SCALP_TRY(scalp_bvh_make(&fit->head.mesh, work, &bvh, error));
    for (size_t i = 0; i < document->area_count; i++)
        SCALP_TRY(carry_area(document, fit, bvh, &document->areas[i], work, &made.list[i], error));
    for (size_t i = 0; i < document->zone_count; i++) {
        scalp_zone zone = SCALP_ZONE_NONE;
        if (scalp_zone_find(document->zones[i].zone, &zone) && zone > SCALP_ZONE_NAPE)
            SCALP_TRY(add_zone(&document->zones[i], i, zone, &made, error));
    }
    SCALP_TRY(blend_spots(document, &made, work, error));
    *drawn = made;
    return SCALP_OK;
}
