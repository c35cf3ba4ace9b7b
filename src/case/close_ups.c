/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close-ups on the fitted head: what the case says of where they were taken. */
#include "clicked.h"

#include <math.h>
#include <string.h>

#define FILM_DIAGONAL_MM 43.267 /* 36 x 24 mm */
#define ASSUMED_MM 60.0         /* as the fit assumes; of little weight where a scale is known */
#define CLICK_PX 2.0
#define CORNER_PX 0.5 /* of a mark that was found */
#define DRAWN_MM 0.5  /* how well a place typed in mm is known, one standard deviation */
#define RULER_SD 0.005

static double focal_of(const scalp_case_close_up *c, const scalp_photo_facts *facts) {
    if (c->focal_px > 0)
        return c->focal_px;
    const double film = facts->focal_35mm > 0 ? facts->focal_35mm : ASSUMED_MM;
    return film * hypot(facts->width, facts->height) / FILM_DIAGONAL_MM;
}

/* The place of the surface that has that place in the chart. */
static bool from_chart(const scalp_head *head, scalp_vec2 p, scalp_mesh_point *at) {
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        if (head->region[v[0]] == SCALP_REGION_EAR || head->region[v[0]] == SCALP_REGION_NECK)
            continue;
        const scalp_vec2 a = head->chart[v[0]], b = head->chart[v[1]], c = head->chart[v[2]];
        const double all = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        const double u = ((p.x - a.x) * (c.y - a.y) - (p.y - a.y) * (c.x - a.x)) / all;
        const double w = ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / all;
        if (u >= 0 && w >= 0 && u + w <= 1) {
            *at = (scalp_mesh_point){(uint32_t)f, u, w};
            return true;
        }
    }
    return false;
}

typedef struct pinning {
    const scalp_case *document;
    const scalp_fit *fit;
    const scalp_bvh *bvh;
    const char *id; /* of the close-up */
} pinning;

static scalp_status place_in_photo(const pinning *p, const scalp_case_tie *tie, double click_px,
                                   scalp_mesh_point *at, double *sd_mm, scalp_error *error) {
    const scalp_case_photo *photo = scalp_case_photo_find(p->document, tie->in);
    if (!photo || (size_t)(photo - p->document->photos) >= p->fit->view_count)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Close-up %s: a tie is in the photo %s, which the fit does not have.",
                          p->id, tie->in);
    const scalp_camera *camera = &p->fit->views[photo - p->document->photos].camera;
    if (!scalp_clicked(p->bvh, camera, (scalp_vec2){tie->at[0], tie->at[1]}, at))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Close-up %s: the tie at [%.1f, %.1f] in the photo %s lies beside the "
                          "fitted head; click on the skin.",
                          p->id, tie->at[0], tie->at[1], tie->in);
    double depth;
    const scalp_mesh *mesh = &p->fit->head.mesh;
    const scalp_vec3 place = scalp_mesh_position(mesh, *at);
    const scalp_vec3 way = scalp_vec3_unit(scalp_vec3_sub(scalp_camera_position(camera), place));
    (void)scalp_camera_project(camera, place, &depth);
    /* Seen at a slant, a click slides farther along the skin. */
    const double cosine = fmax(scalp_vec3_dot(way, scalp_mesh_normal(mesh, *at)), 0.2);
    *sd_mm = click_px * depth / camera->focal_px / cosine;
    return SCALP_OK;
}

static scalp_status place_of(const pinning *p, const scalp_case_tie *tie, double click_px,
                             scalp_pin *pin, scalp_error *error) {
    const scalp_mesh *mesh = &p->fit->head.mesh;
    scalp_mesh_point at;
    double off;
    pin->sd_mm = DRAWN_MM;
    if (strcmp(tie->in, "head") == 0) {
        const scalp_vec3 place = {tie->at[0], tie->at[1], tie->at[2]};
        at = scalp_site_place(mesh, p->bvh, place, (scalp_vec3){0, 0, 0}, &off);
        if (off > SCALP_SITE_MAX_OFF_MM)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Close-up %s: the tie at [%.1f, %.1f, %.1f] lies %.0f mm off the "
                              "head, more than %g.",
                              p->id, place.x, place.y, place.z, off, SCALP_SITE_MAX_OFF_MM);
    } else if (strcmp(tie->in, "chart") == 0) {
        if (!from_chart(&p->fit->head, (scalp_vec2){tie->at[0], tie->at[1]}, &at))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Close-up %s: the tie at [%.1f, %.1f] lies beside the chart.", p->id,
                              tie->at[0], tie->at[1]);
    } else {
        SCALP_TRY(place_in_photo(p, tie, click_px, &at, &pin->sd_mm, error));
    }
    pin->px = tie->px;
    pin->sd_px = click_px;
    pin->at = scalp_mesh_position(mesh, at);
    pin->normal = scalp_mesh_normal(mesh, at);
    return SCALP_OK;
}

scalp_status scalp_case_close_up_place(const scalp_case *document, size_t index,
                                       const scalp_fit *fit, const scalp_photo_facts *facts,
                                       const scalp_close_up_marks *marks, const scalp_work *work,
                                       scalp_placement *placement, scalp_error *error) {
    const scalp_case_close_up *c = &document->close_ups[index];
    const scalp_close_up_marks none = {0};
    scalp_pin pins[SCALP_ONTO_MAX_PINS];
    scalp_pin_length lengths[SCALP_ONTO_MAX_LENGTHS];
    const scalp_bvh *bvh;
    size_t ties = 0, count = 0;
    marks = marks ? marks : &none;
    SCALP_TRY(scalp_bvh_make(&fit->head.mesh, work, &bvh, error));
    const pinning p = {document, fit, bvh, c->id};
    for (size_t k = 0; k < c->tie_count; k++)
        SCALP_TRY(place_of(&p, &c->ties[k], CLICK_PX, &pins[ties++], error));
    for (size_t k = 0; k < marks->tie_count && ties < SCALP_ONTO_MAX_PINS; k++)
        SCALP_TRY(place_of(&p, &marks->ties[k], CORNER_PX, &pins[ties++], error));
    if (c->has_scale) {
        const double px = hypot(c->scale_to.x - c->scale_from.x, c->scale_to.y - c->scale_from.y);
        const double click = sqrt(2) * CLICK_PX / px;
        lengths[count++] =
            (scalp_pin_length){c->scale_from, c->scale_to, c->scale_mm, hypot(RULER_SD, click)};
    }
    for (size_t k = 0; k < marks->length_count && count < SCALP_ONTO_MAX_LENGTHS; k++)
        lengths[count++] = marks->lengths[k];
    const scalp_pins all = {.id = c->id,
                            .width = facts->width,
                            .height = facts->height,
                            .focal_px = focal_of(c, facts),
                            .pins = pins,
                            .count = ties,
                            .lengths = lengths,
                            .length_count = count};
    return scalp_place_make(&fit->head.mesh, bvh, &all, placement, error);
}
