/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well the area of a zone is known: by the scale, by where its border lies, and by what of it
 * is only modelled. */
#include <scalptor/design.h>

#include <math.h>

/* A border that lies off at one place does so for about as far as a thumb is long. */
static const double alike_mm = 40;
/* The nape's upper border hangs on the opisthocranion, which is no clear place on a flat back. */
static const double nape_times = 2;
/* Standard heads of a person's measures against their scans: zones differ by up to 10 %. */
static const double modelled_share = 0.1;

/* Of one zone. */
typedef struct outline {
    double area_mm2, modelled_mm2, border_mm;
} outline;

static uint32_t bit(const scalp_design *design, size_t face) {
    return (uint32_t)1 << design->zone[face];
}

/* Zones that meet at each vertex. */
static void collect(const scalp_design *design, uint32_t *zones) {
    const scalp_mesh *mesh = design->mesh;
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++)
            zones[mesh->faces[f].v[k]] |= bit(design, f);
    }
}

static double area_modelled(const scalp_mesh *mesh, const uint8_t *met, size_t face) {
    const uint32_t *v = mesh->faces[face].v;
    const int count = met ? met[v[0]] + met[v[1]] + met[v[2]] : 3;
    return (3 - count) * scalp_mesh_face_area_mm2(mesh, face) / 3;
}

/* The faces' edges that lie on a border of their zone; `whole` is all zones as one. */
static void add_face(const scalp_design *design, const scalp_area_doubt *doubt,
                     const uint32_t *zones, size_t face, outline *own, outline *whole) {
    const scalp_mesh *mesh = design->mesh;
    const uint32_t *v = mesh->faces[face].v, none = (uint32_t)1 << SCALP_ZONE_NONE;
    const double area = scalp_mesh_face_area_mm2(mesh, face);
    const double modelled = area_modelled(mesh, doubt->met, face);
    own->area_mm2 += area;
    whole->area_mm2 += area;
    own->modelled_mm2 += modelled;
    whole->modelled_mm2 += modelled;
    for (int k = 0; k < 3; k++) {
        const uint32_t a = v[k], b = v[(k + 1) % 3];
        const double length = scalp_vec3_distance(mesh->vertices[a], mesh->vertices[b]);
        if (zones[a] != bit(design, face) && zones[b] != bit(design, face))
            own->border_mm += length;
        if (zones[a] & zones[b] & none)
            whole->border_mm += length;
    }
}

static double sd_of(const outline *o, const scalp_area_doubt *doubt, int zone) {
    const double scale = 2 * doubt->length_sd * o->area_mm2;
    const double times = zone == SCALP_ZONE_NAPE ? nape_times : 1;
    const double border = times * doubt->border_mm * sqrt(o->border_mm * alike_mm);
    const double modelled = modelled_share * o->modelled_mm2;
    return sqrt(scale * scale + border * border + modelled * modelled) / 100;
}

scalp_status scalp_design_area_sd(const scalp_design *design, const scalp_area_doubt *doubt,
                                  const scalp_work *work, double sd_cm2[SCALP_ZONE_COUNT],
                                  scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    outline outlines[SCALP_ZONE_COUNT] = {{0, 0, 0}};
    void *memory;
    SCALP_TRY(scalp_work_take(work, design->mesh->vertex_count, sizeof(uint32_t), &memory, error));
    collect(design, memory);
    for (size_t f = 0; f < design->mesh->face_count; f++) {
        if (design->zone[f] != SCALP_ZONE_NONE)
            add_face(design, doubt, memory, f, &outlines[design->zone[f]],
                     &outlines[SCALP_ZONE_NONE]);
    }
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++)
        sd_cm2[zone] = sd_of(&outlines[zone], doubt, zone);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
