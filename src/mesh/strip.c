/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip of a surface along a line, laid flat as one lays tape on a head: true along the line. */
#include <scalptor/mesh.h>

#include <math.h>

#define LEAST_CELL 0.05 /* of a square cell's area; what is smaller has folded over */

/* The ribbon while it is made: `rows` points along the spine, `columns` across it. */
typedef struct ribbon {
    const scalp_mesh *mesh;
    const scalp_bvh *bvh;
    size_t rows, columns, spine; /* `spine`: its column */
    double step_mm;              /* along */
    double across_mm;
    scalp_vec3 *points;
    scalp_vec2 *flat;
} ribbon;

static scalp_vec3 on_surface(const ribbon *r, scalp_vec3 from, scalp_vec3 *normal) {
    double distance;
    const scalp_mesh_point at = scalp_bvh_closest(r->bvh, from, &distance);
    *normal = scalp_mesh_normal(r->mesh, at);
    return scalp_mesh_position(r->mesh, at);
}

static scalp_vec3 in_plane(scalp_vec3 v, scalp_vec3 normal) {
    return scalp_vec3_sub(v, scalp_vec3_scale(normal, scalp_vec3_dot(v, normal)));
}

/* ---- The spine ----------------------------------------------------------------------------- */

static double length_of(const scalp_vec3 *line, size_t count) {
    double length = 0;
    for (size_t i = 1; i < count; i++)
        length += scalp_vec3_distance(line[i - 1], line[i]);
    return length;
}

/* Points of the line in equal steps, on the surface. */
static void lay_spine(const ribbon *r, const scalp_vec3 *line, size_t count, double length) {
    const double step = length / (double)(r->rows - 1);
    size_t at = 1;
    double before = 0, span = scalp_vec3_distance(line[0], line[1]);
    for (size_t i = 0; i < r->rows; i++) {
        scalp_vec3 normal;
        const double wanted = (double)i * step;
        while (before + span < wanted && at + 1 < count) {
            before += span;
            at++;
            span = scalp_vec3_distance(line[at - 1], line[at]);
        }
        const double t = span > 0 ? fmin((wanted - before) / span, 1) : 0;
        const scalp_vec3 way = scalp_vec3_sub(line[at], line[at - 1]);
        r->points[i * r->columns + r->spine] =
            on_surface(r, scalp_vec3_add(line[at - 1], scalp_vec3_scale(way, t)), &normal);
    }
}

static scalp_vec3 spine_at(const ribbon *r, size_t i) {
    return r->points[i * r->columns + r->spine];
}

/* The spine in the plane: its own lengths, and at each point the turn it makes within the surface.
 * Sideways from there the columns follow, `across_mm` apart. */
static void lay_flat(const ribbon *r) {
    double heading = 0;
    scalp_vec2 at = {0, 0};
    for (size_t i = 0; i < r->rows; i++) {
        const scalp_vec3 here = spine_at(r, i);
        double turn = 0, sine, cosine;
        if (i > 0 && i + 1 < r->rows) {
            scalp_vec3 normal;
            (void)on_surface(r, here, &normal);
            const scalp_vec3 in =
                scalp_vec3_unit(in_plane(scalp_vec3_sub(here, spine_at(r, i - 1)), normal));
            const scalp_vec3 out =
                scalp_vec3_unit(in_plane(scalp_vec3_sub(spine_at(r, i + 1), here), normal));
            turn = scalp_atan2(scalp_vec3_dot(scalp_vec3_cross(in, out), normal),
                               scalp_vec3_dot(in, out));
        }
        if (i > 0) {
            const double way = scalp_vec3_distance(spine_at(r, i - 1), here);
            scalp_sincos(heading, &sine, &cosine);
            at.x += way * cosine;
            at.y += way * sine;
        }
        scalp_sincos(heading + turn / 2, &sine, &cosine);
        heading += turn;
        for (size_t j = 0; j < r->columns; j++) {
            const double out = ((double)j - (double)r->spine) * r->across_mm;
            r->flat[i * r->columns + j] = (scalp_vec2){at.x - out * sine, at.y + out * cosine};
        }
    }
}

/* From the spine outwards, straight on along the surface; `side` 1: to its left seen from outside.
 */
static void walk_out(const ribbon *r, size_t i, int side) {
    scalp_vec3 normal, at = spine_at(r, i);
    (void)on_surface(r, at, &normal);
    const scalp_vec3 along =
        scalp_vec3_sub(spine_at(r, i + 1 < r->rows ? i + 1 : i), spine_at(r, i > 0 ? i - 1 : i));
    scalp_vec3 way = scalp_vec3_unit(scalp_vec3_scale(scalp_vec3_cross(normal, along), side));
    const size_t steps = side > 0 ? r->columns - 1 - r->spine : r->spine;
    for (size_t k = 1; k <= steps; k++) {
        const scalp_vec3 next =
            on_surface(r, scalp_vec3_add(at, scalp_vec3_scale(way, r->across_mm)), &normal);
        const scalp_vec3 went = in_plane(scalp_vec3_sub(next, at), normal);
        if (scalp_vec3_length(went) > 0)
            way = scalp_vec3_unit(went);
        at = next;
        r->points[i * r->columns + (side > 0 ? r->spine + k : r->spine - k)] = at;
    }
}

/* ---- The ribbon as a mesh ------------------------------------------------------------------ */

static double flat_area(const scalp_vec2 *flat, const scalp_face *face) {
    const scalp_vec2 a = flat[face->v[0]], b = flat[face->v[1]], c = flat[face->v[2]];
    return 0.5 * ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
}

/* Cells that fold over in the plane are left out. */
static size_t make_faces(const ribbon *r, scalp_face *faces) {
    const double least = LEAST_CELL * r->step_mm * r->across_mm;
    size_t count = 0;
    for (size_t i = 0; i + 1 < r->rows; i++)
        for (size_t j = 0; j + 1 < r->columns; j++) {
            const uint32_t a = (uint32_t)(i * r->columns + j), c = a + (uint32_t)r->columns;
            const scalp_face both[2] = {{{a, c, c + 1}}, {{a, c + 1, a + 1}}};
            if (flat_area(r->flat, &both[0]) < least || flat_area(r->flat, &both[1]) < least)
                continue;
            faces[count++] = both[0];
            faces[count++] = both[1];
        }
    return count;
}

static scalp_status take_ribbon(ribbon *r, const scalp_work *work, scalp_error *error) {
    void *points, *flat;
    SCALP_TRY(scalp_work_take(work, r->rows * r->columns, sizeof *r->points, &points, error));
    SCALP_TRY(scalp_work_take(work, r->rows * r->columns, sizeof *r->flat, &flat, error));
    r->points = points;
    r->flat = flat;
    return SCALP_OK;
}

scalp_status scalp_strip_make(const scalp_mesh *mesh, const scalp_bvh *bvh, const scalp_vec3 *line,
                              size_t count, const scalp_strip_params *params,
                              const scalp_work *work, const scalp_strip **strip,
                              scalp_error *error) {
    void *place, *faces;
    const double length = count > 1 ? length_of(line, count) : 0;
    const double step = params->step_mm > 0 ? params->step_mm : 2;
    if (!(length > 0) || length > SCALP_STRIP_MAX_MM || !(params->left_mm >= 0) ||
        !(params->right_mm >= 0) || params->left_mm + params->right_mm <= 0 ||
        params->left_mm + params->right_mm > SCALP_STRIP_MAX_MM)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A strip needs a line and a width between 0 and %.0f mm.",
                          SCALP_STRIP_MAX_MM);
    const size_t right = (size_t)ceil(params->right_mm / step);
    const size_t left = (size_t)ceil(params->left_mm / step);
    ribbon r = {.mesh = mesh, .bvh = bvh, .spine = right, .columns = left + right + 1};
    r.rows = (size_t)ceil(length / step) + 1;
    r.step_mm = length / (double)(r.rows - 1);
    r.across_mm = step;
    SCALP_TRY(take_ribbon(&r, work, error));
    SCALP_TRY(scalp_work_take(work, 2 * r.rows * r.columns, sizeof(scalp_face), &faces, error));
    SCALP_TRY(scalp_work_take(work, 1, sizeof **strip, &place, error));
    lay_spine(&r, line, count, length);
    for (size_t i = 0; i < r.rows; i++) {
        walk_out(&r, i, 1);
        walk_out(&r, i, -1);
    }
    lay_flat(&r);
    scalp_strip *made = place;
    const size_t face_count = make_faces(&r, faces);
    SCALP_TRY(
        scalp_mesh_make(r.points, r.rows * r.columns, faces, face_count, work, &made->mesh, error));
    SCALP_TRY(scalp_bvh_make(&made->mesh, work, &made->bvh, error));
    made->flat = r.flat;
    made->length_mm = length;
    made->columns_left = left;
    *strip = made;
    return SCALP_OK;
}

bool scalp_strip_place(const scalp_strip *strip, scalp_vec3 point, double most_mm,
                       scalp_vec2 *flat) {
    double distance;
    const scalp_mesh_point at = scalp_bvh_closest(strip->bvh, point, &distance);
    if (!(distance <= most_mm))
        return false;
    const scalp_face *face = &strip->mesh.faces[at.face];
    const scalp_vec2 a = strip->flat[face->v[0]], b = strip->flat[face->v[1]],
                     c = strip->flat[face->v[2]];
    const double w = 1 - at.u - at.v;
    *flat = (scalp_vec2){w * a.x + at.u * b.x + at.v * c.x, w * a.y + at.u * b.y + at.v * c.y};
    return true;
}
