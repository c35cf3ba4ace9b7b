/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strips laid flat: true on what can be unrolled, true along the line on what cannot. */
#include "shapes.h"

#define RADIUS 80.0

/* A piece of a cylinder about the x axis (`ball` 0) or of a sphere: columns by rows of 1 mm. */
static scalp_mesh bowl(check_work *w, bool ball) {
    enum { n = 121 };
    scalp_vec3 *v = scalp_arena_take(w->work.memory, (size_t)n * n, sizeof *v);
    scalp_face *f = scalp_arena_take(w->work.memory, (size_t)2 * n * n, sizeof *f);
    size_t faces = 0;
    for (int j = 0; j < n; j++)
        for (int i = 0; i < n; i++) {
            const double a = (j - 60) * 1.3 / RADIUS, b = (i - 60) * 1.3 / RADIUS;
            const double r = ball ? RADIUS * cos(b) : RADIUS;
            v[j * n + i] =
                (scalp_vec3){ball ? RADIUS * sin(b) : (i - 60) * 1.3, r * sin(a), r * cos(a)};
        }
    for (uint32_t j = 0; j + 1 < n; j++)
        for (uint32_t i = 0; i + 1 < n; i++) {
            const uint32_t a = j * n + i, b = a + n;
            f[faces++] = (scalp_face){{a, a + 1, b + 1}};
            f[faces++] = (scalp_face){{a, b + 1, b}};
        }
    return shape_finish(w, v, (size_t)n * n, f, faces);
}

static double apart(scalp_vec2 a, scalp_vec2 b) {
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/* A slanting geodesic of the cylinder: it comes out straight, and all about it keeps its places. */
static void check_cylinder(check_work *w) {
    const scalp_mesh mesh = bowl(w, false);
    const scalp_bvh *bvh;
    const scalp_strip *strip;
    const scalp_strip_params params = {15, 10, 0};
    scalp_vec3 line[81];
    scalp_vec2 first, last, beside;
    for (int i = 0; i <= 80; i++) {
        const double a = (i - 40) * 0.6 / RADIUS;
        line[i] = (scalp_vec3){(i - 40) * 0.8, RADIUS * sin(a), RADIUS * cos(a)};
    }
    CHECK_STATUS(scalp_bvh_make(&mesh, &w->work, &bvh, NULL), SCALP_OK);
    CHECK_STATUS(scalp_strip_make(&mesh, bvh, line, 81, &params, &w->work, &strip, NULL), SCALP_OK);
    CHECK_NEAR(strip->length_mm, 80, 0.05);
    CHECK(scalp_strip_place(strip, line[0], 0.2, &first));
    CHECK(scalp_strip_place(strip, line[80], 0.2, &last));
    CHECK_NEAR(apart(first, last), 80, 0.1);
    /* 12 mm to the left of the line's middle: unrolled, (-0.6, 0.8) times 12. */
    const double a = 12 * 0.8 / RADIUS;
    const scalp_vec3 there = {-12 * 0.6, RADIUS * sin(a), RADIUS * cos(a)};
    CHECK(scalp_strip_place(strip, there, 0.2, &beside));
    CHECK_NEAR(beside.x, 40, 0.15);
    CHECK_NEAR(beside.y, 12, 0.15);
    CHECK(!scalp_strip_place(strip, (scalp_vec3){0, 0, 0}, 0.2, &beside));
}

/* A circle of latitude on a sphere develops into a circle of radius R / tan(latitude). */
static void check_sphere(check_work *w) {
    const scalp_mesh mesh = bowl(w, true);
    const scalp_bvh *bvh;
    const scalp_strip *strip;
    const scalp_strip_params params = {8, 8, 1};
    const double latitude = 0.5;
    scalp_vec3 line[101];
    scalp_vec2 first, middle, last;
    for (int i = 0; i <= 100; i++) {
        const double a = (i - 50) * 0.01;
        line[i] = (scalp_vec3){RADIUS * sin(latitude), RADIUS * cos(latitude) * sin(a),
                               RADIUS * cos(latitude) * cos(a)};
    }
    CHECK_STATUS(scalp_bvh_make(&mesh, &w->work, &bvh, NULL), SCALP_OK);
    CHECK_STATUS(scalp_strip_make(&mesh, bvh, line, 101, &params, &w->work, &strip, NULL),
                 SCALP_OK);
    CHECK(scalp_strip_place(strip, line[0], 0.2, &first));
    CHECK(scalp_strip_place(strip, line[50], 0.2, &middle));
    CHECK(scalp_strip_place(strip, line[100], 0.2, &last));
    const double round = RADIUS / tan(latitude), turn = strip->length_mm / round;
    CHECK_NEAR(strip->length_mm, RADIUS * cos(latitude), 0.1);
    CHECK_NEAR(apart(first, last), 2 * round * sin(turn / 2), 0.3);
    CHECK_NEAR(apart(first, middle), 2 * round * sin(turn / 4), 0.2);
}

static void check_refused(check_work *w) {
    const scalp_mesh mesh = bowl(w, true);
    const scalp_bvh *bvh;
    const scalp_strip *strip;
    const scalp_vec3 line[2] = {{0, 0, RADIUS}, {0, 20, 77.5}};
    scalp_strip_params params = {0, 0, 0};
    scalp_error error;
    CHECK_STATUS(scalp_bvh_make(&mesh, &w->work, &bvh, NULL), SCALP_OK);
    CHECK_STATUS(scalp_strip_make(&mesh, bvh, line, 2, &params, &w->work, &strip, &error),
                 SCALP_ERR_INPUT);
    params.left_mm = 5;
    CHECK_STATUS(scalp_strip_make(&mesh, bvh, line, 1, &params, &w->work, &strip, &error),
                 SCALP_ERR_INPUT);
    CHECK_STATUS(scalp_strip_make(&mesh, bvh, line, 2, &params, &w->work, &strip, &error),
                 SCALP_OK);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a cylinder unrolls as it is") check_cylinder(&w);
    CASE("a circle on a sphere becomes the circle of its cone") check_sphere(&w);
    CASE("no line and no width are refused") check_refused(&w);
    check_work_close(&w);
    return check_done();
}
