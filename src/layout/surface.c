/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a design that carries dots, and points spread over it. */
#include "parts.h"

#include <math.h>
#include <string.h>

/* ---- The surface ------------------------------------------------------------------------- */

static scalp_status check_density(const scalp_design *design, scalp_error *error) {
    for (size_t i = 0; i < design->mesh->vertex_count; i++) {
        const double d = design->density_per_cm2[i];
        if (!(d >= 0) || !isfinite(d)) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The design's density at vertex %zu is %g dots per cm2; it must be a "
                              "finite number of 0 or more.",
                              i + 1, d);
        }
    }
    return SCALP_OK;
}

static double face_mass(const scalp_design *design, size_t f) {
    if (design->zone[f] == SCALP_ZONE_NONE || (design->of_strokes && design->of_strokes[f] > 0))
        return 0;
    const uint32_t *v = design->mesh->faces[f].v;
    const double *d = design->density_per_cm2;
    return scalp_mesh_face_area_mm2(design->mesh, f) * (d[v[0]] + d[v[1]] + d[v[2]]) / 300;
}

static scalp_vec3 face_middle(const scalp_mesh *mesh, size_t f) {
    return scalp_mesh_position(mesh, (scalp_mesh_point){(uint32_t)f, 1.0 / 3, 1.0 / 3});
}

/* The cube about the faces that carry something. */
static void measure(const scalp_design *design, const uint32_t *faces, size_t count, surface *s) {
    double low[3] = {HUGE_VAL, HUGE_VAL, HUGE_VAL}, high[3] = {-HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < 3 * count; i++) {
        const scalp_vec3 at = design->mesh->vertices[design->mesh->faces[faces[i / 3]].v[i % 3]];
        const double p[3] = {at.x, at.y, at.z};
        for (int k = 0; k < 3; k++) {
            low[k] = p[k] < low[k] ? p[k] : low[k];
            high[k] = p[k] > high[k] ? p[k] : high[k];
        }
    }
    s->size = 0;
    for (int k = 0; k < 3; k++) {
        s->least[k] = low[k];
        s->size = high[k] - low[k] > s->size ? high[k] - low[k] : s->size;
    }
    s->centre = (scalp_vec3){0.5 * low[0] + 0.5 * high[0], 0.5 * low[1] + 0.5 * high[1],
                             0.5 * low[2] + 0.5 * high[2]};
}

typedef struct faces {
    scalp_face *face;
    uint32_t *original;
    double *mass;
    float (*normal)[3];
} faces;

static scalp_status take_faces(size_t count, const scalp_work *work, faces *f, scalp_error *error) {
    void *face, *original, *mass, *normal;
    SCALP_TRY(scalp_work_take(work, count, sizeof *f->face, &face, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *f->original, &original, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *f->mass, &mass, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *f->normal, &normal, error));
    *f = (faces){face, original, mass, normal};
    return SCALP_OK;
}

/* Brings the faces into the order of the curve. */
static scalp_status order_faces(const scalp_design *design, const surface *s, uint32_t *list,
                                size_t count, const scalp_work *work, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *keys_memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint64_t), &keys_memory, error));
    uint64_t *keys = keys_memory;
    for (size_t i = 0; i < count; i++)
        keys[i] = layout_curve(s, face_middle(design->mesh, list[i]));
    SCALP_TRY(layout_sort(keys, list, count, work, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status layout_surface_make(const scalp_design *design, const scalp_work *work, surface *s,
                                 scalp_error *error) {
    SCALP_TRY(check_density(design, error));
    const scalp_mesh *mesh = design->mesh;
    size_t count = 0;
    for (size_t f = 0; f < mesh->face_count; f++)
        count += face_mass(design, f) > 0;
    if (count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "The design is empty: no zone has a density.");
    void *density_memory;
    faces made;
    SCALP_TRY(take_faces(count, work, &made, error));
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(double), &density_memory, error));
    size_t used = 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        if (face_mass(design, f) > 0)
            made.original[used++] = (uint32_t)f;
    }
    measure(design, made.original, count, s);
    SCALP_TRY(order_faces(design, s, made.original, count, work, error));
    s->total = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t f = made.original[i];
        const scalp_vec3 n = scalp_mesh_face_normal(mesh, f);
        made.face[i] = mesh->faces[f];
        made.mass[i] = face_mass(design, f);
        made.normal[i][0] = (float)n.x, made.normal[i][1] = (float)n.y,
        made.normal[i][2] = (float)n.z;
        s->total += made.mass[i];
    }
    double *density = density_memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        density[i] = design->density_per_cm2[i] / 100;
    s->mesh = (scalp_mesh){mesh->vertex_count, count, mesh->vertices, mesh->normals, made.face};
    s->original = made.original;
    s->density = density;
    s->mass = made.mass;
    s->normal = (const float(*)[3])made.normal;
    return scalp_bvh_make(&s->mesh, work, &s->bvh, error);
}

double layout_density(const surface *s, scalp_mesh_point at) {
    return scalp_mesh_field(&s->mesh, s->density, at);
}

scalp_mesh_point layout_quantised(scalp_mesh_point at) {
    double u = floor(scalp_clamp(at.u, 0, 1) * SCALP_LAYOUT_GRID + 0.5);
    double v = floor(scalp_clamp(at.v, 0, 1) * SCALP_LAYOUT_GRID + 0.5);
    if (u + v > SCALP_LAYOUT_GRID) {
        if (u > v)
            u = SCALP_LAYOUT_GRID - v;
        else
            v = SCALP_LAYOUT_GRID - u;
    }
    return (scalp_mesh_point){at.face, u / SCALP_LAYOUT_GRID, v / SCALP_LAYOUT_GRID};
}

enum { points_per_report = 16384 };

/* ---- Clouds ------------------------------------------------------------------------------ */

scalp_status layout_cloud_take(size_t count, const scalp_work *work, cloud *c, scalp_error *error) {
    const size_t padded = (count / near_block + 2) * near_block;
    void *x, *y, *z, *density, *face;
    SCALP_TRY(scalp_work_take(work, padded, sizeof(float), &x, error));
    SCALP_TRY(scalp_work_take(work, padded, sizeof(float), &y, error));
    SCALP_TRY(scalp_work_take(work, padded, sizeof(float), &z, error));
    SCALP_TRY(scalp_work_take(work, padded, sizeof(float), &density, error));
    SCALP_TRY(scalp_work_take(work, padded, sizeof(uint32_t), &face, error));
    *c = (cloud){count, x, y, z, density, face};
    return SCALP_OK;
}

void layout_cloud_set(cloud *c, size_t i, scalp_vec3 relative, double density, uint32_t face) {
    c->x[i] = (float)relative.x;
    c->y[i] = (float)relative.y;
    c->z[i] = (float)relative.z;
    c->density[i] = (float)(density > 1e-9 ? density : 1e-9); /* never 0: it is divided by */
    c->face[i] = face;
}

static void cloud_place(cloud *c, size_t i, const surface *s, scalp_mesh_point at) {
    const scalp_vec3 p = scalp_vec3_sub(scalp_mesh_position(&s->mesh, at), s->centre);
    layout_cloud_set(c, i, p, layout_density(s, at), at.face);
}

/* A random place in the face, as likely as the place is dense. The density is linear, so that
 * at least one try in three succeeds. */
static scalp_mesh_point sample_face(const surface *s, uint32_t face, scalp_random *random) {
    const uint32_t *v = s->mesh.faces[face].v;
    double most = s->density[v[0]];
    for (int k = 1; k < 3; k++)
        most = s->density[v[k]] > most ? s->density[v[k]] : most;
    scalp_mesh_point at = {face, 0, 0};
    for (int tries = 0; tries < 64; tries++) {
        at.u = scalp_random_uniform(random);
        at.v = scalp_random_uniform(random);
        if (at.u + at.v > 1) {
            at.u = 1 - at.u;
            at.v = 1 - at.v;
        }
        if (scalp_random_uniform(random) * most < layout_density(s, at))
            break;
    }
    return at;
}

scalp_status layout_candidates_make(const surface *s, size_t count, size_t more, uint64_t seed,
                                    const scalp_work *work, cloud *c, scalp_error *error) {
    void *keys_memory, *order_memory;
    SCALP_TRY(layout_cloud_take(count + more, work, c, error));
    c->count = count;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    cloud raw;
    SCALP_TRY(layout_cloud_take(count, work, &raw, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint64_t), &keys_memory, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &order_memory, error));
    uint64_t *keys = keys_memory;
    uint32_t *order = order_memory;
    const double step = s->total / (double)count;
    double above = s->mass[0];
    uint32_t face = 0;
    for (size_t i = 0; i < count; i++) {
        if (i % points_per_report == 0)
            SCALP_TRY(layout_report(work, LAYOUT_STEP_SPREAD, (double)i / (double)count, error));
        scalp_random random = scalp_random_make(seed, i);
        const double place = ((double)i + scalp_random_uniform(&random)) * step;
        while (above < place && face + 1 < s->mesh.face_count)
            above += s->mass[++face];
        cloud_place(&raw, i, s, sample_face(s, face, &random));
        const scalp_vec3 p = {(double)raw.x[i], (double)raw.y[i], (double)raw.z[i]};
        keys[i] = layout_curve(s, scalp_vec3_add(p, s->centre));
        order[i] = (uint32_t)i;
    }
    SCALP_TRY(layout_sort(keys, order, count, work, error));
    for (size_t i = 0; i < count; i++) {
        const size_t from = order[i];
        c->x[i] = raw.x[from], c->y[i] = raw.y[from], c->z[i] = raw.z[from];
        c->density[i] = raw.density[from];
        c->face[i] = raw.face[from];
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* ---- Quadrature -------------------------------------------------------------------------- */

/* How finely a face is cut: n * n like triangles, each of at most 1/per_dot. Faces lighter than
 * half of that share a point with those that follow on the curve. */
static uint32_t face_cuts(double mass, double per_dot) {
    const double n = ceil(sqrt(mass * per_dot));
    return n < 1 ? 1 : n > 30000 ? 30000 : (uint32_t)n;
}

/* The middle of triangle (row, column) of n * n; odd columns point down. */
static scalp_mesh_point cut_middle(uint32_t face, uint32_t n, uint32_t row, uint32_t column) {
    const double third = column % 2 ? 2.0 / 3 : 1.0 / 3;
    return (scalp_mesh_point){face, ((double)(column / 2) + third) / n, ((double)row + third) / n};
}

/* Cutting in progress; `cloud` NULL only counts. */
typedef struct cutting {
    const surface *surface;
    double per_dot;
    cloud *cloud;
    float *weight;
    size_t used, reported;
} cutting;

/* Gives the n * n points of face f to the cloud, standing for `mass` together. */
static void cut_face(cutting *c, uint32_t f, uint32_t n, double mass) {
    const surface *s = c->surface;
    const double area = scalp_mesh_face_area_mm2(&s->mesh, f);
    const double scale = mass / s->mass[f] * area / n / n;
    for (uint32_t row = 0; row < n; row++) {
        for (uint32_t column = 0; column < 2 * (n - row) - 1; column++) {
            const scalp_mesh_point at = cut_middle(f, n, row, column);
            cloud_place(c->cloud, c->used, s, at);
            c->weight[c->used++] = (float)(layout_density(s, at) * scale);
        }
    }
}

static scalp_status cut_faces(cutting *c, const scalp_work *work, scalp_error *error) {
    const surface *s = c->surface;
    double carried = 0;
    for (uint32_t f = 0; f < s->mesh.face_count; f++) {
        carried += s->mass[f];
        if (carried * c->per_dot < 0.5)
            continue;
        const uint32_t n = face_cuts(s->mass[f], c->per_dot);
        if (c->cloud)
            cut_face(c, f, n, carried);
        else
            c->used += (size_t)n * n;
        carried = 0;
        if (c->cloud && c->used > c->reported + points_per_report) {
            c->reported = c->used;
            SCALP_TRY(layout_report(work, LAYOUT_STEP_RELAX, 0, error));
        }
    }
    return SCALP_OK;
}

scalp_status layout_quadrature_make(const surface *s, double per_dot, const scalp_work *work,
                                    cloud *c, float **weight, scalp_error *error) {
    cutting counted = {.surface = s, .per_dot = per_dot};
    void *weights;
    SCALP_TRY(cut_faces(&counted, work, error));
    SCALP_TRY(layout_cloud_take(counted.used, work, c, error));
    SCALP_TRY(scalp_work_take(work, counted.used, sizeof(float), &weights, error));
    *weight = weights;
    cutting filled = {.surface = s, .per_dot = per_dot, .cloud = c, .weight = weights};
    return cut_faces(&filled, work, error);
}
