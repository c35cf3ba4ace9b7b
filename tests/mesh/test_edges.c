/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open, closed, flipped and branching surfaces are told apart. */
#include "shapes.h"

static void check(check_work *w, const scalp_mesh *mesh, size_t boundary, size_t bad) {
    size_t b = 99, c = 99;
    CHECK_STATUS(scalp_mesh_edges_check(mesh, &w->work, &b, &c, NULL), SCALP_OK);
    CHECK_NEAR((double)b, (double)boundary, 0);
    CHECK_NEAR((double)c, (double)bad, 0);
}

static scalp_face *copy_faces(check_work *w, const scalp_mesh *mesh, size_t more) {
    scalp_face *f = scalp_arena_take(w->work.memory, mesh->face_count + more, sizeof *f);
    memcpy(f, mesh->faces, mesh->face_count * sizeof *f);
    return f;
}

static void *refuse(void *context, size_t bytes) {
    int *left = context;
    return (*left)-- > 0 ? malloc(bytes) : NULL;
}

static void release(void *context, void *block) {
    (void)context;
    free(block);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh ball = shape_ball(&w, 1, 9);
    CASE("closed surfaces have no boundary") {
        check(&w, &ball, 0, 0);
        const scalp_mesh box = shape_box(&w, (scalp_vec3){1, 2, 3}, 4);
        check(&w, &box, 0, 0);
    }
    CASE("a sheet has its rim") {
        const scalp_mesh sheet = shape_sheet(&w, 1, 1, 7, 5);
        check(&w, &sheet, 24, 0);
    }
    CASE("a missing face leaves three edges open") {
        const scalp_mesh open =
            shape_finish(&w, ball.vertices, ball.vertex_count, ball.faces + 1, ball.face_count - 1);
        check(&w, &open, 3, 0);
    }
    CASE("a flipped face is bad on three edges") {
        scalp_face *f = copy_faces(&w, &ball, 0);
        const uint32_t swap = f[40].v[1];
        f[40].v[1] = f[40].v[2];
        f[40].v[2] = swap;
        const scalp_mesh mesh =
            shape_finish(&w, ball.vertices, ball.vertex_count, f, ball.face_count);
        check(&w, &mesh, 0, 3);
    }
    CASE("a third face on an edge, and an edge to itself, are bad") {
        scalp_face *f = copy_faces(&w, &ball, 1);
        f[ball.face_count] = (scalp_face){{f[0].v[1], f[0].v[0], f[200].v[0]}};
        scalp_mesh mesh =
            shape_finish(&w, ball.vertices, ball.vertex_count, f, ball.face_count + 1);
        check(&w, &mesh, 2, 1);
        f[ball.face_count] = (scalp_face){{5, 5, 5}};
        check(&w, &mesh, 0, 1);
    }
    CASE("no memory is an answer") {
        int left = 1;
        const scalp_allocator allocator = {refuse, release, &left};
        scalp_work work = {0};
        CHECK_STATUS(scalp_arena_open(&allocator, &work.memory), SCALP_OK);
        size_t b, c;
        CHECK_STATUS(scalp_mesh_edges_check(&ball, &work, &b, &c, NULL), SCALP_ERR_MEMORY);
        scalp_arena_close(&work.memory);
    }
    check_work_close(&w);
    return check_done();
}
