/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "area_kinds.h"

#include <string.h>

static const area_kind_row kinds[SCALP_AREA_KINDS] = {
#define ROW(kind, zone, density, margin, edge, drawn, spot, spots, source)                         \
    {kind, zone, density, margin, edge, drawn, spot, spots},
#include "area_kinds.inc"
#undef ROW
};

typedef struct curve_row {
    const char *kind;
    scalp_vec3 at;
} curve_row;

static const curve_row rows[] = {
#define ROW(kind, x, y, z, source) {kind, {x, y, z}},
#include "areas.inc"
#undef ROW
};

enum { row_count = sizeof rows / sizeof rows[0] };

const area_kind_row *area_kind_row_of(scalp_area_kind kind) {
    return &kinds[kind];
}

const char *scalp_area_kind_name(scalp_area_kind kind) {
    return kinds[kind].name;
}

bool scalp_area_kind_find(const char *name, scalp_area_kind *kind) {
    for (int i = 0; i < SCALP_AREA_KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *kind = (scalp_area_kind)i;
            return true;
        }
    }
    return false;
}

scalp_zone scalp_area_kind_zone(scalp_area_kind kind) {
    scalp_zone zone = SCALP_ZONE_NONE;
    (void)scalp_zone_find(kinds[kind].zone, &zone);
    return zone;
}

bool scalp_area_kind_has_spots(scalp_area_kind kind) {
    return kinds[kind].spot_mm > 0;
}

double scalp_area_kind_spot_mm(scalp_area_kind kind) {
    return kinds[kind].spot_mm;
}

bool scalp_area_kind_has_template(scalp_area_kind kind) {
    return kinds[kind].has_template;
}

scalp_status area_template_make(const scalp_work *work, area_template *made, scalp_error *error) {
    const scalp_head_measures mean = {0};
    SCALP_TRY(scalp_head_make(&mean, "male", work, &made->head, error));
    return scalp_bvh_make(&made->head.mesh, work, &made->bvh, error);
}

static scalp_mesh_point place(const area_template *from, scalp_vec3 at) {
    double distance;
    return scalp_bvh_closest(from->bvh, at, &distance);
}

static scalp_vec2 chart_at(const scalp_head *head, scalp_mesh_point at) {
    const uint32_t *v = head->mesh.faces[at.face].v;
    const scalp_vec2 a = head->chart[v[0]], b = head->chart[v[1]], c = head->chart[v[2]];
    const double w = 1 - at.u - at.v;
    return (scalp_vec2){w * a.x + at.u * b.x + at.v * c.x, w * a.y + at.u * b.y + at.v * c.y};
}

static scalp_vec3 mirrored(scalp_vec3 p, bool mirror) {
    return (scalp_vec3){mirror ? -p.x : p.x, p.y, p.z};
}

scalp_status area_template_points(const area_template *from, const scalp_head *head,
                                  scalp_area_spec *area, const scalp_work *work,
                                  scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, (size_t)2 * row_count, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *points = memory;
    size_t count = 0;
    const char *name = scalp_area_kind_name(area->kind);
    const size_t stem = strlen(name);
    const bool sided = stem > 2 && name[stem - 2] == '_', right = sided && name[stem - 1] == 'r';
    const size_t compared = sided ? stem - 1 : stem + 1;
    for (int i = 0; i < row_count; i++) {
        if (strncmp(rows[i].kind, name, compared) == 0)
            points[count++] = chart_at(head, place(from, mirrored(rows[i].at, right)));
    }
    for (int i = row_count - 1; i >= 0 && !sided; i--) {
        if (strcmp(rows[i].kind, name) == 0 && rows[i].at.x > 0)
            points[count++] = chart_at(head, place(from, mirrored(rows[i].at, true)));
    }
    area->points = points;
    area->point_count = count;
    return SCALP_OK;
}

void area_template_nostrils(const area_template *from, const scalp_head *head,
                            scalp_vec3 nostril[2]) {
    for (int i = 0; i < row_count; i++) {
        if (strcmp(rows[i].kind, "nostril") != 0)
            continue;
        for (int k = 0; k < 2; k++)
            nostril[k] = scalp_mesh_position(&head->mesh, place(from, mirrored(rows[i].at, k)));
    }
}
