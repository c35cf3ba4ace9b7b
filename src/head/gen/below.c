/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart under the jaw. The meridians run on the base, which goes straight down there, while the
 * skin turns back to the neck: its points would all have one arc length. From a level on, arcs are
 * continued over the mesh instead, each along its own half plane through the chart's axis. */
#include "gen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { most_sweeps = 600 };

static const double level_mm = -62, far_mm = 1e6;

/* Where the half plane through the axis and c cuts the side from a to b: the arc there and the way
 * from there to c. */
static double over_face(scalp_vec3 a, scalp_vec3 b, scalp_vec3 c, double at_a, double at_b) {
    const double left = a.x * c.z - a.z * c.x, right = b.x * c.z - b.z * c.x;
    if (at_a >= far_mm || at_b >= far_mm || left * right > 0)
        return far_mm;
    const double t = fabs(right - left) > 0 ? left / (left - right) : 0;
    if (!(t >= 0 && t <= 1))
        return far_mm;
    const scalp_vec3 p = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), a.z + t * (b.z - a.z)};
    if (p.x * c.x + p.z * c.z < 0)
        return far_mm;
    return at_a + t * (at_b - at_a) + scalp_vec3_distance(p, c);
}

static scalp_vec3 about_axis(scalp_vec3 p, scalp_vec3 top) {
    return (scalp_vec3){p.x, p.y, p.z - top.z};
}

/* A first guess: the shortest way along edges from above the level. */
static void guess(const gen_mesh *mesh, double *arc) {
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t f = 0; f < mesh->face_count; f++) {
            for (int k = 0; k < 6; k++) {
                const size_t a = mesh->faces[f][k % 3], b = mesh->faces[f][(k + 1 + k / 3) % 3];
                const double way =
                    arc[a] + scalp_vec3_distance(mesh->vertices[a], mesh->vertices[b]);
                if (mesh->vertices[b].y < level_mm && way < arc[b] - 1e-9) {
                    arc[b] = way;
                    changed = true;
                }
            }
        }
    }
}

/* Every vertex below the level takes the nearer of the two sides that its half plane cuts. Guesses
 * that are too short grow with every sweep until the way from above is the shorter one. */
static double sweep(const gen_mesh *mesh, scalp_vec3 top, const double *arc, double *next) {
    double change = 0;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        next[i] = mesh->vertices[i].y < level_mm ? far_mm : arc[i];
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const size_t a = mesh->faces[f][k], b = mesh->faces[f][(k + 1) % 3];
            const size_t c = mesh->faces[f][(k + 2) % 3];
            if (!(mesh->vertices[c].y < level_mm))
                continue;
            const double t =
                over_face(about_axis(mesh->vertices[a], top), about_axis(mesh->vertices[b], top),
                          about_axis(mesh->vertices[c], top), arc[a], arc[b]);
            next[c] = t < next[c] ? t : next[c];
        }
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        next[i] = next[i] < far_mm ? next[i] : arc[i];
        change = fmax(change, fabs(next[i] - arc[i]));
    }
    return change;
}

bool gen_chart_below(const gen_mesh *mesh, scalp_vec3 top, double *arc) {
    double *next = malloc(mesh->vertex_count * sizeof *next);
    if (!next)
        return false;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        arc[i] = mesh->vertices[i].y < level_mm ? far_mm : arc[i];
    guess(mesh, arc);
    double change = 1;
    for (int i = 0; i < most_sweeps && change > 1e-4; i++) {
        change = sweep(mesh, top, arc, next);
        memcpy(arc, next, mesh->vertex_count * sizeof *next);
    }
    free(next);
    return true;
}
