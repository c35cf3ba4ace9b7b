/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design on any surface, from one relative density per vertex. */
#include <scalptor/design.h>

#include <math.h>

/* The largest value, or 0 and the fault when one is not a density. */
static scalp_status check_field(const double *relative, size_t count, double *largest,
                                scalp_error *error) {
    *largest = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(relative[i] >= 0) || !isfinite(relative[i])) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The density of vertex %zu is %g; it must be a finite number of 0 or "
                              "more.",
                              i + 1, relative[i]);
        }
        *largest = relative[i] > *largest ? relative[i] : *largest;
    }
    if (!(*largest > 0))
        return scalp_fail(error, SCALP_ERR_INPUT, "The density is 0 everywhere; nothing is to do.");
    return SCALP_OK;
}

/* Gives every face with density to the zone, and adds up the zone's area and dots. */
static void add_faces(const scalp_mesh *mesh, const double *density, uint8_t *zone,
                      scalp_design *design) {
    double area = 0, dots = 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        const double sum = density[v[0]] + density[v[1]] + density[v[2]];
        const double face_area = scalp_mesh_face_area_mm2(mesh, f) / 100;
        if (!(sum > 0) || !(face_area > 0))
            continue;
        zone[f] = SCALP_ZONE_MIDSCALP;
        area += face_area;
        dots += face_area * sum / 3;
    }
    design->area_cm2[SCALP_ZONE_MIDSCALP] = area;
    design->dots[SCALP_ZONE_MIDSCALP] = dots;
}

scalp_status scalp_design_from_field(const scalp_mesh *mesh, const double *relative,
                                     double density_per_cm2, const scalp_work *work,
                                     scalp_design *design, scalp_error *error) {
    if (!(density_per_cm2 > 0) || !(density_per_cm2 <= 1000)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The density is %g dots per cm2; it must be above 0 and at most 1000.",
                          density_per_cm2);
    }
    double largest = 1;
    if (relative)
        SCALP_TRY(check_field(relative, mesh->vertex_count, &largest, error));
    void *memory, *zones;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(double), &memory, error));
    SCALP_TRY(scalp_work_take(work, mesh->face_count, sizeof(uint8_t), &zones, error));
    double *density = memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        density[i] = relative ? relative[i] / largest * density_per_cm2 : density_per_cm2;
    scalp_design made = {.mesh = mesh, .density_per_cm2 = density, .zone = zones};
    add_faces(mesh, density, zones, &made);
    double *dots = &made.dots[SCALP_ZONE_MIDSCALP];
    if (!(*dots > 0) || !isfinite(*dots))
        return scalp_fail(error, SCALP_ERR_INPUT, "No face with density has an area in mm2.");
    if (relative) { /* so far the largest is right; the mean over the faces with dots shall be */
        const double wanted = density_per_cm2 * made.area_cm2[SCALP_ZONE_MIDSCALP];
        for (size_t i = 0; i < mesh->vertex_count; i++)
            density[i] *= wanted / *dots;
        *dots = wanted;
    }
    *design = made;
    return SCALP_OK;
}
