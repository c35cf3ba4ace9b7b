/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "places.h"

#include <math.h>

enum { halvings = 40 };

static scalp_vec2 chart_at(const scalp_places *places, scalp_mesh_point at) {
    const scalp_head *head = places->head;
    const uint32_t *v = head->mesh.faces[at.face].v;
    const double w[3] = {1 - at.u - at.v, at.u, at.v};
    scalp_vec2 sum = {0, 0};
    for (int k = 0; k < 3; k++) {
        sum.x += w[k] * head->chart[v[k]].x;
        sum.y += w[k] * head->chart[v[k]].y;
    }
    return sum;
}

static double length(scalp_vec2 p) {
    return sqrt(p.x * p.x + p.y * p.y);
}

scalp_vec2 scalp_places_chart(const scalp_places *places, scalp_vec3 p) {
    double distance;
    return chart_at(places, scalp_bvh_closest(places->bvh, p, &distance));
}

scalp_status scalp_places_make(const scalp_head *head, const scalp_work *work, scalp_places *places,
                               scalp_error *error) {
    scalp_places made = {.head = head};
    SCALP_TRY(scalp_bvh_make(&head->mesh, work, &made.bvh, error));
    const scalp_vec3 *l = head->landmarks;
    made.front_mm = scalp_places_chart(&made, l[SCALP_GLABELLA]).y;
    made.back_mm = -scalp_places_chart(&made, l[SCALP_OPISTHOCRANION]).y;
    made.side_mm = (length(scalp_places_chart(&made, l[SCALP_OTOBASION_SUPERIUS_L])) +
                    length(scalp_places_chart(&made, l[SCALP_OTOBASION_SUPERIUS_R]))) /
                   2;
    if (!(made.front_mm > 110 && made.back_mm > 60 && made.side_mm > 80)) {
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "On this head glabella, opisthocranion and ear lie %.0f, %.0f and %.0f mm "
            "from the vertex along the skin; no head is like that, check its landmarks.",
            made.front_mm, made.back_mm, made.side_mm);
    }
    *places = made;
    return SCALP_OK;
}

/* Casts a ray from within the head; the surface it leaves through. */
static scalp_mesh_point leave(const scalp_places *places, scalp_vec3 from, scalp_vec3 direction) {
    scalp_mesh_point hit = {0, 0, 0};
    double s;
    if (scalp_bvh_cast(places->bvh, from, direction, 0, &hit, &s))
        return hit;
    return scalp_bvh_closest(places->bvh, scalp_vec3_add(from, scalp_vec3_scale(direction, 100)),
                             &s);
}

/* A point inside the skull, on the chart's axis, at the height of the ears' upper roots. */
static scalp_vec3 inner_point(const scalp_places *places) {
    const scalp_vec3 *l = places->head->landmarks;
    const double y = (l[SCALP_OTOBASION_SUPERIUS_L].y + l[SCALP_OTOBASION_SUPERIUS_R].y) / 2;
    return (scalp_vec3){0, y, l[SCALP_VERTEX].z};
}

scalp_vec3 scalp_places_point(const scalp_places *places, scalp_vec2 chart) {
    const double arc = length(chart);
    const scalp_vec3 from = inner_point(places);
    const double s = arc > 0 ? chart.x / arc : 0, c = arc > 0 ? chart.y / arc : 1;
    double high = SCALP_PI / 2, low = -SCALP_PI / 4;
    scalp_mesh_point at = {0, 0, 0};
    for (int i = 0; i < halvings; i++) {
        const double middle = (high + low) / 2;
        double up, out;
        scalp_sincos(middle, &up, &out);
        at = leave(places, from, (scalp_vec3){s * out, up, c * out});
        if (length(chart_at(places, at)) < arc)
            high = middle;
        else
            low = middle;
    }
    return scalp_mesh_position(&places->head->mesh, at);
}

scalp_vec3 scalp_places_front_point(const scalp_places *places, double x_mm, double chart_y) {
    scalp_vec3 from = inner_point(places);
    from.x = x_mm;
    double high = SCALP_PI / 2, low = 0;
    scalp_mesh_point at = {0, 0, 0};
    for (int i = 0; i < halvings; i++) {
        const double middle = (high + low) / 2;
        double up, out;
        scalp_sincos(middle, &up, &out);
        at = leave(places, from, (scalp_vec3){0, up, out});
        if (chart_at(places, at).y < chart_y)
            high = middle;
        else
            low = middle;
    }
    return scalp_mesh_position(&places->head->mesh, at);
}

bool scalp_places_side_point(const scalp_places *places, double left, double y, double z,
                             scalp_vec3 *point) {
    scalp_mesh_point hit;
    double s;
    if (!scalp_bvh_cast(places->bvh, (scalp_vec3){left * 1000, y, z}, (scalp_vec3){-left, 0, 0}, 0,
                        &hit, &s))
        return false;
    *point = scalp_mesh_position(&places->head->mesh, hit);
    return true;
}

scalp_vec2 scalp_places_unit(const scalp_places *places, scalp_vec2 chart) {
    return (scalp_vec2){chart.x / places->side_mm,
                        chart.y / (chart.y > 0 ? places->front_mm : places->back_mm)};
}

scalp_vec2 scalp_places_mm(const scalp_places *places, scalp_vec2 unit) {
    return (scalp_vec2){unit.x * places->side_mm,
                        unit.y * (unit.y > 0 ? places->front_mm : places->back_mm)};
}
