/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The z-buffer against rays, against itself in parts, and its fill rule. */
#include "../../src/render/raster.h"
#include "shapes.h"

static scalp_raster raster_of(const scalp_mesh *mesh, const scalp_camera *camera,
                              scalp_raster_window window, const scalp_work *work) {
    scalp_raster raster = {0};
    CHECK_STATUS(scalp_raster_make(mesh, camera, &window, work, &raster, NULL), SCALP_OK);
    return raster;
}

/* Depth at which the ray through a pixel enters the ball about the origin; below 0: it misses. */
static double ball_depth(const scalp_camera *camera, double radius, double x, double y) {
    const double dx = (x - camera->centre_x) / camera->focal_px;
    const double dy = (y - camera->centre_y) / camera->focal_px;
    const double a = 1 + dx * dx + dy * dy, d = camera->translation.z;
    const double root = d * d - a * (d * d - radius * radius);
    return root < 0 ? -1 : (d - sqrt(root)) / a;
}

static void check_ball(const scalp_work *work) {
    const scalp_mesh ball = shape_ball(80, 96, work);
    const scalp_camera camera = shape_camera(600, 500, 160, 160);
    const scalp_raster r =
        raster_of(&ball, &camera, (scalp_raster_window){0, 0, 160, 160, 2}, work);
    size_t hits = 0, inside = 0;
    double worst_depth = 0, worst_place = 0;
    for (int j = 0; j < r.height; j++) {
        for (int i = 0; i < r.width; i++) {
            const size_t at = (size_t)(j * r.width + i);
            const double x = (i + 0.5) / 2 - 0.5, y = (j + 0.5) / 2 - 0.5;
            const double depth = ball_depth(&camera, 80, x, y);
            inside += depth > 0;
            if (r.face[at] == SCALP_RASTER_NONE)
                continue;
            hits++;
            const scalp_vec3 p = scalp_mesh_position(
                &ball, (scalp_mesh_point){r.face[at], (double)r.u[at], (double)r.v[at]});
            const double z = 600 - p.z;
            worst_place =
                fmax(worst_place, hypot(p.x / z * 500 + 79.5 - x, -p.y / z * 500 + 79.5 - y));
            if (depth > 0 && hypot(p.x, p.y) < 60)
                worst_depth = fmax(worst_depth, fabs((double)r.depth_mm[at] - depth));
        }
    }
    CHECK_NEAR((double)hits, (double)inside, 0.004 * (double)inside);
    CHECK_AT_MOST(worst_depth, 0.08); /* a chord of 2.6 mm lies 0.04 mm under the sphere */
    CHECK_AT_MOST(worst_place, 0.01); /* the barycentrics are those of the pixel's own ray */
}

/* A level field of quads whose inner corners are scattered; one face at a time may be drawn. */
static void check_fill_rule(const scalp_work *work) {
    enum { side = 9, quads = side - 1, pixels = 64 };
    scalp_vec3 vertices[side * side];
    scalp_face faces[quads * quads * 2];
    unsigned count[pixels * pixels] = {0};
    scalp_random random = scalp_random_make(5, 0);
    for (int i = 0; i < side * side; i++) {
        const double x = i % side, y = i / side;
        const bool rim = i % side == 0 || i % side == quads || i / side == 0 || i / side == quads;
        /* Whole and half pixels on purpose: corners and edges that pass through samples. */
        const double dx = rim ? 0 : (double)scalp_random_below(&random, 7) / 2 - 1.5;
        const double dy = rim ? 0 : (double)scalp_random_below(&random, 7) / 2 - 1.5;
        vertices[i] = (scalp_vec3){x * 8 - 32 + dx, 32 - y * 8 + dy, 0};
    }
    for (unsigned q = 0; q < quads * quads; q++) {
        const unsigned a = q / quads * side + q % quads;
        faces[2 * q] = (scalp_face){{a, a + side, a + 1}};
        faces[2 * q + 1] = (scalp_face){{a + 1, a + side, a + side + 1}};
    }
    scalp_camera camera = shape_camera(100, 100, pixels, pixels);
    camera.centre_x = camera.centre_y = 32;
    for (unsigned f = 0; f < quads * quads * 2; f++) {
        scalp_mesh one = {0};
        CHECK_STATUS(scalp_mesh_make(vertices, side * side, &faces[f], 1, work, &one, NULL),
                     SCALP_OK);
        const scalp_raster r =
            raster_of(&one, &camera, (scalp_raster_window){0, 0, pixels, pixels, 1}, work);
        for (size_t i = 0; i < pixels * pixels; i++)
            count[i] += r.face[i] == 0;
    }
    size_t once = 0;
    for (size_t i = 0; i < pixels * pixels; i++)
        once += count[i] == 1;
    CHECK(once == pixels * pixels);
}

static void check_alike(const scalp_work *one, const scalp_work *three) {
    const scalp_mesh ball = shape_ball(80, 40, one);
    const scalp_camera camera = shape_camera(400, 900, 300, 200);
    const scalp_raster a = raster_of(&ball, &camera, (scalp_raster_window){0, 0, 300, 200, 2}, one);
    const scalp_raster b =
        raster_of(&ball, &camera, (scalp_raster_window){0, 0, 300, 200, 2}, three);
    const size_t samples = (size_t)a.width * (size_t)a.height;
    CHECK(memcmp(a.face, b.face, samples * sizeof *a.face) == 0);
    CHECK(memcmp(a.u, b.u, samples * sizeof *a.u) == 0);
    CHECK(memcmp(a.depth_mm, b.depth_mm, samples * sizeof *a.depth_mm) == 0);
    const scalp_raster part =
        raster_of(&ball, &camera, (scalp_raster_window){37, 51, 100, 90, 2}, three);
    for (int j = 0; j < part.height; j++) {
        const size_t from = (size_t)((j + 102) * a.width + 74), to = (size_t)(j * part.width);
        CHECK(memcmp(part.face + to, a.face + from, 200 * sizeof *a.face) == 0);
        CHECK(memcmp(part.v + to, a.v + from, 200 * sizeof *a.v) == 0);
    }
}

int main(void) {
    check_work one, three;
    check_work_open(&one, 0);
    check_work_open(&three, 3);
    CASE("a ball is seen where its rays meet it")
    check_ball(&one.work);
    CASE("every sample of a field of faces is taken exactly once")
    check_fill_rule(&one.work);
    CASE("threads and windows change nothing")
    check_alike(&one.work, &three.work);
    CASE("the far side and what is too near are not drawn") {
        const scalp_mesh ball = shape_ball(80, 16, &one.work);
        const scalp_camera inside = shape_camera(0, 100, 32, 32);
        const scalp_raster r =
            raster_of(&ball, &inside, (scalp_raster_window){0, 0, 32, 32, 1}, &one.work);
        size_t hits = 0;
        for (size_t i = 0; i < 32 * 32; i++)
            hits += r.face[i] != SCALP_RASTER_NONE;
        CHECK(hits == 0);
    }
    CASE("an empty window is refused") {
        const scalp_mesh ball = shape_ball(80, 8, &one.work);
        const scalp_camera camera = shape_camera(600, 500, 8, 8);
        scalp_raster r;
        const scalp_raster_window empty = {0, 0, 0, 8, 1}, fine = {0, 0, 8, 8, 99};
        CHECK_STATUS(scalp_raster_make(&ball, &camera, &empty, &one.work, &r, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_raster_make(&ball, &camera, &fine, &one.work, &r, NULL),
                     SCALP_ERR_INPUT);
    }
    check_work_close(&one);
    check_work_close(&three);
    return check_done();
}
