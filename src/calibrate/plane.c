/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pose of a flat mark. Six numbers of pose and the focal length, held near what is known of it, are
 * fitted to the corners. A plane seen from afar has two poses that look nearly alike (the tilt
 * mirrored in the line of sight), so both are tried. */
#include "plane.h"

#include "least.h"

#include <math.h>
#include <string.h>

enum { unknowns = 7 };

static const double corner_sd_px = 0.15; /* of a tag's corner in a good photo */

typedef struct view {
    const scalp_plane_points *points;
    const scalp_plane_camera *camera;
    scalp_mat3 start; /* the rotation that the unknowns turn on */
} view;

/* The unknowns: turn about the start; where the mark's origin is seen, in 100 px from the picture's
 * middle; the logarithms of px/mm there and of the focal length over the expected one. Of an
 * upright mark distance and focal length cannot be told apart, but px/mm can: it must be an unknown
 * itself. */
static double focal_from(const view *v, const double *x) {
    return v->camera->focal_px * scalp_exp(scalp_clamp(x[6], -3, 3));
}

static scalp_vec3 place_from(const view *v, const double *x) {
    const double f = focal_from(v, x), z = f * scalp_exp(-scalp_clamp(x[5], -30, 30));
    return (scalp_vec3){100 * x[3] * z / f, 100 * x[4] * z / f, z};
}

static void set_place(const view *v, scalp_vec3 at, double *x) {
    const double f = v->camera->focal_px;
    x[3] = at.x * f / at.z / 100;
    x[4] = at.y * f / at.z / 100;
    x[5] = scalp_log(f / at.z);
    x[6] = 0;
}

static scalp_mat3 matrix_from(const view *v, const double *x) {
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){x[0], x[1], x[2]});
    const scalp_mat3 r = scalp_mat3_multiply(&turn, &v->start);
    const double f = focal_from(v, x);
    const scalp_vec3 t = place_from(v, x);
    const scalp_vec2 c = v->camera->middle_px;
    const scalp_mat3 k = {{{f, 0, c.x}, {0, f, c.y}, {0, 0, 1}}};
    const scalp_mat3 rt = {
        {{r.m[0][0], r.m[0][1], t.x}, {r.m[1][0], r.m[1][1], t.y}, {r.m[2][0], r.m[2][1], t.z}}};
    return scalp_mat3_multiply(&k, &rt);
}

static void residuals(void *context, const double *x, double *rows) {
    const view *v = context;
    const scalp_mat3 m = matrix_from(v, x);
    for (size_t i = 0; i < v->points->count; i++) {
        const scalp_vec2 p = scalp_plane_apply(&m, v->points->mm[i]);
        rows[2 * i] = (p.x - v->points->px[i].x) / corner_sd_px;
        rows[2 * i + 1] = (p.y - v->points->px[i].y) / corner_sd_px;
    }
    rows[2 * v->points->count] = x[6] / v->camera->focal_sd;
}

/* The pose that a homography stands for, if the focal length is the expected one (Zhang 2000). */
static bool start_from(const scalp_mat3 *h, view *v, double *x) {
    const double f = v->camera->focal_px;
    const scalp_vec2 c = v->camera->middle_px;
    scalp_vec3 a[3];
    for (int i = 0; i < 3; i++)
        a[i] = (scalp_vec3){(h->m[0][i] - c.x * h->m[2][i]) / f,
                            (h->m[1][i] - c.y * h->m[2][i]) / f, h->m[2][i]};
    const double size = (scalp_vec3_length(a[0]) + scalp_vec3_length(a[1])) / 2;
    const scalp_vec3 n = scalp_vec3_unit(scalp_vec3_cross(a[0], a[1]));
    /* The two axes nearest to the given ones that stand at right angles. */
    const scalp_vec3 p = scalp_vec3_unit(a[0]), q = scalp_vec3_unit(a[1]);
    const scalp_vec3 sum = scalp_vec3_unit(scalp_vec3_add(p, q));
    const scalp_vec3 across = scalp_vec3_cross(n, sum);
    const scalp_vec3 r1 = scalp_vec3_scale(scalp_vec3_sub(sum, across), sqrt(0.5));
    const scalp_vec3 r2 = scalp_vec3_scale(scalp_vec3_add(sum, across), sqrt(0.5));
    v->start = (scalp_mat3){{{r1.x, r2.x, n.x}, {r1.y, r2.y, n.y}, {r1.z, r2.z, n.z}}};
    memset(x, 0, unknowns * sizeof *x);
    if (!(a[2].z > 0) || !(size > 0))
        return false;
    set_place(v, scalp_vec3_scale(a[2], 1 / size), x);
    return true;
}

/* The rotation whose tilt is mirrored in the line of sight. */
static scalp_mat3 reversed(const scalp_mat3 *r, scalp_vec3 sight) {
    scalp_mat3 mirror, out;
    const double d[3] = {sight.x, sight.y, sight.z};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            mirror.m[i][j] = (i == j) - 2 * d[i] * d[j];
    out = scalp_mat3_multiply(&mirror, r);
    for (int i = 0; i < 3; i++)
        out.m[i][2] = -out.m[i][2];
    return out;
}

/* The mark's normal and the line of sight to `mm`, unit vectors in the camera's frame. */
static scalp_vec3 normal_from(const view *v, const double *x) {
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){x[0], x[1], x[2]});
    const scalp_mat3 r = scalp_mat3_multiply(&turn, &v->start);
    return (scalp_vec3){r.m[0][2], r.m[1][2], r.m[2][2]};
}

static scalp_vec3 sight_to(const view *v, const double *x, scalp_vec2 mm) {
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){x[0], x[1], x[2]});
    const scalp_mat3 r = scalp_mat3_multiply(&turn, &v->start);
    const scalp_vec3 at = scalp_mat3_apply(&r, (scalp_vec3){mm.x, mm.y, 0});
    return scalp_vec3_unit(scalp_vec3_add(at, place_from(v, x)));
}

/* How far scale and normal move with the unknowns, hence how sure they are. */
static void sureness(const view *v, const double *x, const double *covariance, scalp_vec2 centre,
                     double widening, scalp_plane *plane) {
    double by_scale[unknowns], by_normal[3][unknowns];
    const scalp_vec3 normal = normal_from(v, x);
    for (int i = 0; i < unknowns; i++) {
        double moved[unknowns];
        memcpy(moved, x, sizeof moved);
        const double step = 1e-5;
        moved[i] += step;
        const scalp_mat3 m = matrix_from(v, moved);
        const scalp_vec3 n = normal_from(v, moved);
        by_scale[i] = (scalp_plane_scale(&m, centre) - plane->px_per_mm) / step;
        by_normal[0][i] = (n.x - normal.x) / step;
        by_normal[1][i] = (n.y - normal.y) / step;
        by_normal[2][i] = (n.z - normal.z) / step;
    }
    double scale = 0, turn = 0;
    for (int i = 0; i < unknowns; i++)
        for (int j = 0; j < unknowns; j++) {
            const double c = covariance[i * unknowns + j];
            scale += by_scale[i] * c * by_scale[j];
            for (int k = 0; k < 3; k++)
                turn += by_normal[k][i] * c * by_normal[k][j];
        }
    plane->px_per_mm_sd = widening * sqrt(fmax(scale, 0));
    plane->tilt_sd_deg = widening * sqrt(fmax(turn, 0)) * 180 / SCALP_PI;
}

/* One start, improved. */
static scalp_status improve(view *v, double *x, double *sum, double *covariance,
                            const scalp_work *work, scalp_error *error) {
    const scalp_least problem = {residuals, v, unknowns, 2 * v->points->count + 1, 2000};
    return scalp_least_squares(&problem, x, sum, covariance, work, error);
}

scalp_status scalp_plane_fit(const scalp_plane_points *points, const scalp_plane_camera *camera,
                             scalp_vec2 centre_mm, const scalp_work *work, scalp_plane *plane,
                             scalp_error *error) {
    view v = {points, camera, {{{0}}}}, other;
    scalp_mat3 h;
    double x[unknowns], y[unknowns], sum, rival, covariance[unknowns * unknowns],
        spare[unknowns * unknowns];
    if (!scalp_plane_homography(points, &h) || !start_from(&h, &v, x))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The tags lie so that no flat card can be seen so.");
    other = v;
    memcpy(y, x, sizeof y);
    const scalp_vec3 middle = {centre_mm.x, centre_mm.y, 0};
    const scalp_vec3 at = scalp_mat3_apply(&v.start, middle);
    other.start = reversed(&v.start, sight_to(&v, x, centre_mm));
    const scalp_vec3 moved = scalp_vec3_sub(at, scalp_mat3_apply(&other.start, middle));
    const scalp_vec3 place = scalp_vec3_add(place_from(&v, x), moved);
    if (place.z > 0)
        set_place(&other, place, y);
    SCALP_TRY(improve(&v, x, &sum, covariance, work, error));
    SCALP_TRY(improve(&other, y, &rival, spare, work, error));
    if (rival < sum) {
        v = other;
        sum = rival;
        memcpy(x, y, sizeof x);
        memcpy(covariance, spare, sizeof covariance);
    }
    const double freedom = fmax(1, 2.0 * (double)points->count - unknowns + 1);
    *plane = (scalp_plane){.px_from_mm = matrix_from(&v, x), .focal_px = focal_from(&v, x)};
    plane->rms_px = corner_sd_px * sqrt(sum / (2.0 * (double)points->count));
    plane->px_per_mm = scalp_plane_scale(&plane->px_from_mm, centre_mm);
    const double slope = fabs(scalp_vec3_dot(normal_from(&v, x), sight_to(&v, x, centre_mm)));
    plane->tilt_deg = scalp_acos(fmin(slope, 1)) * 180 / SCALP_PI;
    sureness(&v, x, covariance, centre_mm, fmax(1, sqrt(sum / freedom)), plane);
    return SCALP_OK;
}
