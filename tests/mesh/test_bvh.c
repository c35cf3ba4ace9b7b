/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nearest points and first hits against trying every face. */
#include "shapes.h"

static scalp_vec3 random_point(scalp_random *r, double size) {
    const double x = scalp_random_uniform(r), y = scalp_random_uniform(r);
    return (scalp_vec3){size * (x - 0.5), size * (y - 0.5), size * (scalp_random_uniform(r) - 0.5)};
}

/* Faces of very different sizes, a tenth of them without area. */
static scalp_mesh shape_soup(check_work *w, size_t faces) {
    scalp_random r = scalp_random_make(11, 0);
    scalp_vec3 *v = scalp_arena_take(w->work.memory, faces * 3, sizeof *v);
    scalp_face *f = scalp_arena_take(w->work.memory, faces, sizeof *f);
    for (uint32_t i = 0; i < faces; i++) {
        const double size = 0.02 + 5 * scalp_pow(scalp_random_uniform(&r) + 1e-3, 6);
        const scalp_vec3 middle = random_point(&r, 20);
        for (uint32_t k = 0; k < 3; k++) {
            v[3 * i + k] = scalp_vec3_add(middle, random_point(&r, size));
            f[i].v[k] = 3 * i + k;
        }
        if (i % 10 == 0)
            v[3 * i + 2] = scalp_vec3_scale(scalp_vec3_add(v[3 * i], v[3 * i + 1]), 0.5);
    }
    return shape_finish(w, v, faces * 3, f, faces);
}

static const scalp_bvh *tree(check_work *w, const scalp_mesh *mesh) {
    const scalp_bvh *bvh = NULL;
    CHECK_STATUS(scalp_bvh_make(mesh, &w->work, &bvh, NULL), SCALP_OK);
    return bvh;
}

/* Distance to a face by ternary search over its weights: slow, and of another kind than the
 * tree's own. The distance is convex over the triangle. */
static double slow_distance(const scalp_mesh *mesh, uint32_t face, scalp_vec3 p) {
    double low = 0, high = 1, best = HUGE_VAL;
    for (int i = 0; i < 60; i++) {
        const double u[2] = {low + (high - low) / 3, high - (high - low) / 3};
        double d[2];
        for (int k = 0; k < 2; k++) {
            const scalp_vec3 a = scalp_mesh_position(mesh, (scalp_mesh_point){face, u[k], 0});
            const scalp_vec3 b =
                scalp_mesh_position(mesh, (scalp_mesh_point){face, u[k], 1 - u[k]});
            const scalp_vec3 ab = scalp_vec3_sub(b, a);
            const double l = scalp_vec3_dot(ab, ab);
            const double s =
                l > 0 ? scalp_clamp(scalp_vec3_dot(ab, scalp_vec3_sub(p, a)) / l, 0, 1) : 0;
            d[k] = scalp_vec3_distance(p, scalp_vec3_add(a, scalp_vec3_scale(ab, s)));
            best = d[k] < best ? d[k] : best;
        }
        if (d[0] < d[1])
            high = u[1];
        else
            low = u[0];
    }
    return best;
}

/* Moeller & Trumbore 1997, once per face. */
static bool slow_cast(const scalp_mesh *mesh, scalp_vec3 o, scalp_vec3 d, double *first) {
    *first = HUGE_VAL;
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        const scalp_vec3 a = mesh->vertices[v[0]];
        const scalp_vec3 e = scalp_vec3_sub(mesh->vertices[v[1]], a);
        const scalp_vec3 g = scalp_vec3_sub(mesh->vertices[v[2]], a);
        const scalp_vec3 q = scalp_vec3_cross(d, g), t = scalp_vec3_sub(o, a);
        const double det = scalp_vec3_dot(e, q);
        if (!(fabs(det) > 1e-9))
            continue;
        const double u = scalp_vec3_dot(t, q) / det;
        const scalp_vec3 r = scalp_vec3_cross(t, e);
        const double s = scalp_vec3_dot(g, r) / det, x = scalp_vec3_dot(d, r) / det;
        if (u >= 0 && x >= 0 && u + x <= 1 && s > 0 && s < *first)
            *first = s;
    }
    return *first < HUGE_VAL;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh soup = shape_soup(&w, 400), ball = shape_ball(&w, 10, 12);
    CASE("the nearest point is the nearest of all faces") {
        scalp_random r = scalp_random_make(5, 0);
        const scalp_bvh *bvh = tree(&w, &soup);
        for (int i = 0; i < 60; i++) {
            const scalp_vec3 from = random_point(&r, i % 2 ? 20 : 60);
            double distance, best = HUGE_VAL;
            const scalp_mesh_point at = scalp_bvh_closest(bvh, from, &distance);
            CHECK(at.u >= 0 && at.v >= 0 && at.u + at.v <= 1 + 1e-12);
            CHECK_NEAR(scalp_vec3_distance(from, scalp_mesh_position(&soup, at)), distance, 1e-9);
            for (uint32_t f = 0; f < soup.face_count; f++) {
                const double d = slow_distance(&soup, f, from);
                best = d < best ? d : best;
            }
            CHECK_NEAR(distance, best, 1e-7);
        }
    }
    CASE("a ray's first hit is the first of all faces") {
        scalp_random r = scalp_random_make(6, 0);
        const scalp_bvh *bvh = tree(&w, &soup);
        int hits = 0;
        for (int i = 0; i < check_times(2000, 100000); i++) {
            const scalp_vec3 from = random_point(&r, 30);
            const uint32_t face = (uint32_t)(i % 40 * 10 + 1 + i % 9); /* one that has area */
            const scalp_mesh_point aim = {face, 0.3, 0.4};
            const scalp_vec3 by = scalp_vec3_sub(scalp_mesh_position(&soup, aim), from);
            const scalp_vec3 way = scalp_vec3_add(by, random_point(&r, i % 2));
            scalp_mesh_point at;
            double s = 0, slow;
            const bool hit = scalp_bvh_cast(bvh, from, way, 0, &at, &s);
            CHECK(hit == slow_cast(&soup, from, way, &slow));
            if (hit) {
                hits++;
                CHECK_NEAR(s, slow, 1e-8 * (1 + slow));
                const scalp_vec3 p = scalp_vec3_add(from, scalp_vec3_scale(way, s));
                CHECK_NEAR(scalp_vec3_distance(p, scalp_mesh_position(&soup, at)), 0, 1e-7);
            }
        }
        CHECK(hits > 1000);
    }
    CASE("no ray leaves a closed surface, not even through edges and corners") {
        const scalp_bvh *bvh = tree(&w, &ball);
        for (size_t f = 0; f < ball.face_count; f++) {
            const double weights[4][2] = {{0, 0}, {0.5, 0}, {0.5, 0.5}, {0.3, 0.3}};
            for (int k = 0; k < 4; k++) {
                const scalp_mesh_point to = {(uint32_t)f, weights[k][0], weights[k][1]};
                scalp_mesh_point at;
                double s;
                CHECK(scalp_bvh_cast(
                    bvh, (scalp_vec3){0.1, 0.2, -0.3},
                    scalp_vec3_sub(scalp_mesh_position(&ball, to), (scalp_vec3){0.1, 0.2, -0.3}), 0,
                    &at, &s));
                CHECK_NEAR(s, 1, 1e-12);
            }
        }
    }
    CASE("rays along the axes within a side of a box are answered") {
        const scalp_mesh box = shape_box(&w, (scalp_vec3){1, 1, 1}, 1);
        const scalp_bvh *bvh = tree(&w, &box);
        scalp_mesh_point at;
        double s;
        CHECK(scalp_bvh_cast(bvh, (scalp_vec3){0.25, 0.5, -1}, (scalp_vec3){0, 0, 2}, 0, &at, &s));
        CHECK_NEAR(s, 0.5, 0);
        CHECK(scalp_bvh_cast(bvh, (scalp_vec3){0.25, 0.5, -1}, (scalp_vec3){0, 0, 2}, s, &at, &s));
        CHECK_NEAR(s, 1, 0);
        CHECK(scalp_bvh_cast(bvh, (scalp_vec3){0, 0.5, -1}, (scalp_vec3){0, 0, 1}, 0, &at, &s));
        CHECK(!scalp_bvh_cast(bvh, (scalp_vec3){2, 0.5, -1}, (scalp_vec3){0, 0, 1}, 0, &at, &s));
        CHECK(!scalp_bvh_cast(bvh, (scalp_vec3){0, 0, -1}, (scalp_vec3){0, 0, 0}, 0, &at, &s));
        CHECK(!scalp_bvh_cast(bvh, (scalp_vec3){0, 0, -1}, (scalp_vec3){0, (double)NAN, 1}, 0, &at,
                              &s));
    }
    CASE("the lowest face wins a tie, also among faces that lie on each other") {
        scalp_face *f = scalp_arena_take(w.work.memory, 3000, sizeof *f);
        for (uint32_t i = 0; i < 3000; i++)
            f[i] = (scalp_face){{0, 1, 2}};
        const scalp_vec3 v[3] = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
        const scalp_mesh pile = shape_finish(&w, v, 3, f, 3000);
        const scalp_bvh *bvh = tree(&w, &pile);
        double d;
        const scalp_mesh_point at = scalp_bvh_closest(bvh, (scalp_vec3){0.2, 0.2, 1}, &d);
        CHECK(at.face == 0);
        CHECK_NEAR(d, 1, 1e-15);
        scalp_mesh_point hit;
        CHECK(scalp_bvh_cast(bvh, (scalp_vec3){0.2, 0.2, 1}, (scalp_vec3){0, 0, -1}, 0, &hit, &d));
        CHECK(hit.face == 0);
    }
    check_work_close(&w);
    return check_done();
}
