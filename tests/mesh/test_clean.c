/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scans with every fault there is, and what becomes of them. */
#include "shapes.h"

static scalp_mesh_cleaned cleaned(check_work *w, const scalp_mesh *mesh, double close_mm) {
    const scalp_mesh_clean_params params = {.close_mm = close_mm};
    scalp_mesh_cleaned c = {0};
    scalp_error error = {0};
    if (scalp_mesh_clean(mesh, NULL, &params, &w->work, &c, &error))
        CHECK_FAILED("refused: %s", error.message);
    return c;
}

static void check_sound(check_work *w, const scalp_mesh *mesh, size_t open) {
    size_t boundary = 99, bad = 99;
    CHECK_STATUS(scalp_mesh_edges_check(mesh, &w->work, &boundary, &bad, NULL), SCALP_OK);
    CHECK_NEAR((double)boundary, (double)open, 0);
    CHECK_NEAR((double)bad, 0, 0);
}

/* The faces of a mesh, with room for more. */
static scalp_face *copy_faces(check_work *w, const scalp_mesh *mesh, size_t more) {
    scalp_face *f = scalp_arena_take(w->work.memory, mesh->face_count + more, sizeof *f);
    memcpy(f, mesh->faces, mesh->face_count * sizeof *f);
    return f;
}

static void flip(scalp_face *f) {
    const uint32_t swap = f->v[1];
    f->v[1] = f->v[2];
    f->v[2] = swap;
}

static double volume(const scalp_mesh *mesh) {
    double sum = 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        sum += scalp_vec3_dot(mesh->vertices[v[0]],
                              scalp_vec3_cross(mesh->vertices[v[1]], mesh->vertices[v[2]]));
    }
    return sum / 6;
}

/* Every face with corners of its own, as STL has them. */
static scalp_mesh torn(check_work *w, const scalp_mesh *mesh) {
    scalp_vec3 *v = scalp_arena_take(w->work.memory, 3 * mesh->face_count, sizeof *v);
    scalp_face *f = scalp_arena_take(w->work.memory, mesh->face_count, sizeof *f);
    for (uint32_t i = 0; i < 3 * mesh->face_count; i++) {
        v[i] = mesh->vertices[mesh->faces[i / 3].v[i % 3]];
        f[i / 3].v[i % 3] = i;
    }
    return shape_finish(w, v, 3 * mesh->face_count, f, mesh->face_count);
}

static void check_holes(check_work *w, const scalp_mesh *ball) {
    /* Without the faces about vertex 100, and without one more face elsewhere. */
    scalp_face *f = copy_faces(w, ball, 0);
    size_t count = 0;
    for (size_t i = 0; i < ball->face_count; i++) {
        const uint32_t *v = ball->faces[i].v;
        if (i != 3 && v[0] != 100 && v[1] != 100 && v[2] != 100)
            f[count++] = ball->faces[i];
    }
    const scalp_mesh open = shape_finish(w, ball->vertices, ball->vertex_count, f, count);
    const scalp_mesh_cleaned none = cleaned(w, &open, 0);
    CHECK(none.defects.hole_count == 2 && none.mesh.face_count == count);
    CHECK(none.defects.unused_vertices == 1);
    CHECK(none.defects.holes[0].rim_mm > none.defects.holes[1].rim_mm);
    CHECK(none.defects.holes[1].edges == 3 && !none.defects.holes[0].closed);
    check_sound(w, &none.mesh, none.defects.holes[0].edges + 3);
    const scalp_mesh_cleaned all = cleaned(w, &open, 1e3);
    CHECK(all.defects.holes[0].closed && all.defects.holes[1].closed);
    check_sound(w, &all.mesh, 0);
    CHECK_NEAR(volume(&all.mesh), volume(ball), 0.01 * volume(ball));
    CHECK_NEAR(all.area_mm2, scalp_mesh_area_mm2(&open), 1e-9);
    const double between = (none.defects.holes[0].rim_mm + none.defects.holes[1].rim_mm) / 2;
    const scalp_mesh_cleaned one = cleaned(w, &open, between);
    CHECK(!one.defects.holes[0].closed && one.defects.holes[1].closed);
    check_sound(w, &one.mesh, one.defects.holes[0].edges);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh ball = shape_ball(&w, 50, 12);
    const double area = scalp_mesh_area_mm2(&ball);
    CASE("a sound mesh stays as it is") {
        const scalp_mesh_cleaned c = cleaned(&w, &ball, 100);
        const scalp_mesh_defects *d = &c.defects;
        CHECK(c.mesh.face_count == ball.face_count && c.mesh.vertex_count == ball.vertex_count);
        CHECK(memcmp(c.mesh.faces, ball.faces, ball.face_count * sizeof *ball.faces) == 0);
        CHECK(memcmp(c.mesh.vertices, ball.vertices, ball.vertex_count * sizeof *ball.vertices) ==
              0);
        CHECK(d->parts == 1 && d->flipped_faces + d->duplicate_faces + d->collapsed_faces == 0);
        CHECK(d->welded_vertices + d->branching_edges + d->pinched_vertices + d->hole_count == 0);
    }
    CASE("corners at one place are welded") {
        const scalp_mesh loose = torn(&w, &ball);
        const scalp_mesh_cleaned c = cleaned(&w, &loose, 0);
        CHECK(c.mesh.vertex_count == ball.vertex_count);
        CHECK(c.defects.welded_vertices == 3 * ball.face_count - ball.vertex_count);
        check_sound(&w, &c.mesh, 0);
    }
    CASE("flipped faces are turned, all of them or some") {
        scalp_face *f = copy_faces(&w, &ball, 0);
        for (size_t i = 0; i < ball.face_count; i++)
            flip(&f[i]);
        scalp_mesh mesh = shape_finish(&w, ball.vertices, ball.vertex_count, f, ball.face_count);
        const scalp_mesh_cleaned all = cleaned(&w, &mesh, 0);
        CHECK(all.defects.flipped_faces == ball.face_count && volume(&all.mesh) > 0);
        f = copy_faces(&w, &ball, 0);
        for (size_t i = 0; i < ball.face_count; i += 5)
            flip(&f[i]);
        mesh = shape_finish(&w, ball.vertices, ball.vertex_count, f, ball.face_count);
        const scalp_mesh_cleaned some = cleaned(&w, &mesh, 0);
        CHECK(some.defects.flipped_faces == (ball.face_count + 4) / 5);
        check_sound(&w, &some.mesh, 0);
        CHECK_NEAR(volume(&some.mesh), volume(&ball), 1e-6);
    }
    CASE("a mesh with every face twice has one of each, whichever way round") {
        for (int turned = 0; turned < 2; turned++) {
            scalp_face *f = copy_faces(&w, &ball, ball.face_count);
            for (size_t i = 0; i < ball.face_count; i++) {
                f[ball.face_count + i] = ball.faces[i];
                if (turned)
                    flip(&f[ball.face_count + i]);
            }
            const scalp_mesh mesh =
                shape_finish(&w, ball.vertices, ball.vertex_count, f, 2 * ball.face_count);
            const scalp_mesh_cleaned c = cleaned(&w, &mesh, 0);
            CHECK(c.defects.duplicate_faces == ball.face_count);
            CHECK_NEAR(c.area_mm2, area, 1e-9);
            check_sound(&w, &c.mesh, 0);
        }
    }
    CASE("of several parts the largest stays") {
        const size_t n = ball.vertex_count;
        scalp_vec3 *v = scalp_arena_take(w.work.memory, 2 * n, sizeof *v);
        scalp_face *f = copy_faces(&w, &ball, ball.face_count);
        for (size_t i = 0; i < n; i++) {
            v[i] = scalp_vec3_scale(ball.vertices[i], 0.5);
            v[n + i] = scalp_vec3_add(ball.vertices[i], (scalp_vec3){200, 0, 0});
        }
        for (size_t i = 0; i < 3 * ball.face_count; i++)
            f[ball.face_count + i / 3].v[i % 3] = ball.faces[i / 3].v[i % 3] + (uint32_t)n;
        const scalp_mesh mesh = shape_finish(&w, v, 2 * n, f, 2 * ball.face_count);
        const scalp_mesh_cleaned c = cleaned(&w, &mesh, 0);
        CHECK(c.defects.parts == 2 && c.defects.other_faces == ball.face_count);
        CHECK_NEAR(c.mesh.vertices[0].x, v[n].x, 0);
        CHECK_NEAR(c.area_mm2, area, 1e-6);
    }
    CASE("a wall inside a ball goes, the ball stays") {
        const scalp_mesh box = shape_box(&w, (scalp_vec3){60, 60, 60}, 2);
        scalp_face *f = copy_faces(&w, &box, 1);
        /* one face from three corners of the box through its inside */
        f[box.face_count] = (scalp_face){{box.faces[0].v[0], box.faces[0].v[1], 25}};
        const scalp_mesh mesh =
            shape_finish(&w, box.vertices, box.vertex_count, f, box.face_count + 1);
        const scalp_mesh_cleaned c = cleaned(&w, &mesh, 0);
        CHECK(c.defects.branching_edges >= 1);
        CHECK(c.mesh.face_count == box.face_count);
        check_sound(&w, &c.mesh, 0);
        CHECK_NEAR(c.area_mm2, 6 * 3600, 1e-9);
    }
    CASE("two cones tip to tip share no vertex afterwards") {
        const scalp_vec3 v[] = {{0, 0, 0},  {1, 0, 1},  {0, 1, 1},   {-1, -1, 1},
                                {1, 0, -1}, {0, 1, -1}, {-1, -1, -1}};
        const scalp_face f[] = {{{0, 1, 2}}, {{0, 2, 3}}, {{0, 3, 1}},
                                {{0, 5, 4}}, {{0, 6, 5}}, {{0, 4, 6}}};
        const scalp_mesh mesh = shape_finish(&w, v, 7, f, 6);
        const scalp_mesh_clean_params params = {.every_part = true};
        scalp_mesh_cleaned c;
        CHECK_STATUS(scalp_mesh_clean(&mesh, NULL, &params, &w.work, &c, NULL), SCALP_OK);
        CHECK(c.defects.pinched_vertices == 1 && c.mesh.vertex_count == 8);
        CHECK(c.defects.hole_count == 2 && c.defects.parts == 2);
    }
    CASE("a Moebius strip is cut") {
        enum { n = 24 };
        scalp_vec3 v[2 * n];
        scalp_face f[2 * n];
        for (uint32_t i = 0; i < n; i++) {
            double s, c, hs, hc;
            scalp_sincos(2 * SCALP_PI * i / n, &s, &c);
            scalp_sincos(SCALP_PI * i / n, &hs, &hc);
            for (uint32_t k = 0; k < 2; k++) {
                const double r = 30 + (k ? 5 : -5) * hc;
                v[2 * i + k] = (scalp_vec3){r * c, r * s, (k ? 5 : -5) * hs};
            }
            const uint32_t p = 2 * i, q = i + 1 < n ? 2 * i + 2 : 1, r = i + 1 < n ? 2 * i + 3 : 0;
            f[2 * i] = (scalp_face){{p, q, r}};
            f[2 * i + 1] = (scalp_face){{p, r, p + 1}};
        }
        const scalp_mesh mesh = shape_finish(&w, v, 2 * n, f, 2 * n);
        const scalp_mesh_cleaned c = cleaned(&w, &mesh, 0);
        CHECK(c.defects.one_sided_edges == 1);
        CHECK(c.mesh.face_count == 2 * n && c.defects.hole_count == 1);
    }
    CASE("holes are found, and small ones closed") {
        check_holes(&w, &ball);
    }
    CASE("the edge of an open scan is not closed") {
        const scalp_mesh sheet = shape_sheet(&w, 40, 30, 8, 6);
        const scalp_mesh_cleaned c = cleaned(&w, &sheet, 1e6);
        CHECK(c.defects.hole_count == 1 && !c.defects.holes[0].closed);
        CHECK_NEAR(c.defects.holes[0].rim_mm, 140, 1e-9);
        const scalp_vec3 v[] = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
        const scalp_face f = {{0, 1, 2}};
        const scalp_mesh lone = shape_finish(&w, v, 3, &f, 1);
        CHECK(cleaned(&w, &lone, 1e6).mesh.face_count == 1);
    }
    CASE("collapsed faces go, and nothing but those is refused") {
        const scalp_vec3 v[] = {{0, 0, 0}, {1, 0, 0}, {1, 0, 0.0001}};
        const scalp_face f = {{0, 1, 2}};
        const scalp_mesh mesh = shape_finish(&w, v, 3, &f, 1);
        const scalp_mesh_clean_params params = {0};
        scalp_mesh_cleaned c;
        scalp_error error;
        CHECK_STATUS(scalp_mesh_clean(&mesh, NULL, &params, &w.work, &c, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "no face with an area") != NULL);
    }
    CASE("colours and places in the texture stay with their corners") {
        const scalp_mesh loose = torn(&w, &ball);
        uint8_t(*rgba)[4] = scalp_arena_take(w.work.memory, loose.vertex_count, 4);
        float(*uv)[3][2] = scalp_arena_take(w.work.memory, loose.face_count, sizeof *uv);
        for (size_t i = 0; i < loose.vertex_count; i++) {
            rgba[i][0] = (uint8_t)(loose.vertices[i].x + 100);
            uv[i / 3][i % 3][0] = (float)i;
        }
        scalp_face *f = copy_faces(&w, &loose, 0);
        flip(&f[7]);
        f[9] = (scalp_face){{27, 27, 28}};
        const scalp_mesh mesh =
            shape_finish(&w, loose.vertices, loose.vertex_count, f, loose.face_count);
        const scalp_mesh_look look = {(const uint8_t(*)[4])rgba, (const float(*)[3][2])uv, {0}};
        const scalp_mesh_clean_params params = {.close_mm = 100};
        scalp_mesh_cleaned c;
        CHECK_STATUS(scalp_mesh_clean(&mesh, &look, &params, &w.work, &c, NULL), SCALP_OK);
        CHECK(c.mesh.face_count == ball.face_count && c.defects.flipped_faces == 1);
        for (size_t i = 0; i < c.mesh.vertex_count; i++)
            CHECK(c.look.rgba[i][0] == (uint8_t)(c.mesh.vertices[i].x + 100));
        for (size_t h = 0; h + 3 < 3 * c.mesh.face_count; h++) { /* the last closes the hole */
            const size_t was = (size_t)c.look.uv[h / 3][h % 3][0];
            const scalp_vec3 p = mesh.vertices[mesh.faces[was / 3].v[was % 3]];
            const scalp_vec3 q = c.mesh.vertices[c.mesh.faces[h / 3].v[h % 3]];
            CHECK(was / 3 == 7 || scalp_vec3_distance(p, q) < 1e-9);
        }
    }
    check_work_close(&w);
    return check_done();
}
