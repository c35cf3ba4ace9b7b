/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scan's way of standing found without landmarks: right, or refused. */
#include "check.h"
#include "scanned.h"

#include <scalptor/head.h>

/* A head of its own measures and form, somewhere. */
static scalp_mesh own_head(const scalp_mat3 *turn, scalp_vec3 shift, const scalp_work *work,
                           scalp_head *head) {
    const scalp_head_measures measures = {.length_mm = 192, .breadth_mm = 158};
    const scalp_head_form form = {
        .modes = {1, -0.5, 0.8, 0, -1, 0.4},
        .offsets = {[SCALP_MENTON] = {0, -4, 2}, [SCALP_TRAGION_L] = {1, 2, -4}}};
    scalp_head_marks none = {{false}, {{0, 0, 0}}};
    CHECK_STATUS(scalp_head_make_own(&measures, &form, "male", work, head, NULL), SCALP_OK);
    return scanned_moved(&head->mesh, &none, *turn, shift, false, work, &none);
}

static void check_found(double x, double y, double z, const scalp_work *work) {
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){x, y, z});
    const scalp_vec3 shift = {400, -100, 35};
    scalp_head head;
    scalp_scan_fit fit;
    scalp_error error = {0};
    double worst = 0;
    const scalp_mesh scan = own_head(&turn, shift, work, &head);
    if (scalp_scan_find(&scan, "male", work, &fit, &error))
        CHECK_FAILED("%s", error.message);
    for (size_t i = 0; i < head.mesh.vertex_count; i++) {
        const scalp_vec3 p =
            scalp_vec3_add(scalp_mat3_apply(&fit.rotation, scan.vertices[i]), fit.shift);
        worst = fmax(worst, scalp_vec3_distance(p, head.mesh.vertices[i]));
    }
    printf("# %.2f mm from the standard head, next %.2f; at most %.1f mm off\n", fit.surface_mm,
           fit.next_mm, worst);
    CHECK_AT_MOST(worst, 6); /* 2 degrees, or the face of another */
    CHECK_AT_MOST(fit.surface_mm, 2);
    CHECK(fit.next_mm > 2 * fit.surface_mm);
}

/* A head without its face, or without its back. */
static void check_half(double sign, const scalp_work *work) {
    static const scalp_mat3 straight = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    scalp_head head;
    scalp_scan_fit fit;
    scalp_error error = {0};
    size_t count = 0;
    scalp_mesh scan = own_head(&straight, (scalp_vec3){0, 0, 0}, work, &head);
    scalp_face *faces = scalp_arena_take(work->memory, scan.face_count, sizeof *faces);
    for (size_t f = 0; f < scan.face_count; f++) {
        if (sign * scan.vertices[scan.faces[f].v[0]].z > 0)
            faces[count++] = scan.faces[f];
    }
    CHECK_STATUS(scalp_mesh_make(scan.vertices, scan.vertex_count, faces, count, work, &scan, NULL),
                 SCALP_OK);
    CHECK_STATUS(scalp_scan_find(&scan, "male", work, &fit, &error), SCALP_ERR_NO);
    CHECK(strstr(error.message, "Without landmarks the head is not found"));
}

/* An egg as long and broad as a head. */
static void check_egg(const scalp_work *work) {
    static const scalp_mat3 straight = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    scalp_head head;
    scalp_scan_fit fit;
    scalp_error error = {0};
    scalp_mesh scan = own_head(&straight, (scalp_vec3){0, 0, 0}, work, &head);
    scalp_vec3 *v = scalp_arena_take(work->memory, scan.vertex_count, sizeof *v);
    for (size_t i = 0; i < scan.vertex_count; i++) {
        const scalp_vec3 d = scalp_vec3_unit(scan.vertices[i]);
        v[i] = (scalp_vec3){78 * d.x, 120 * d.y, 98 * d.z};
    }
    scan.vertices = v;
    CHECK_STATUS(scalp_scan_find(&scan, "male", work, &fit, &error), SCALP_ERR_NO);
}

static double turn_between(const scalp_mat3 *a, const scalp_mat3 *b) {
    double trace = 0;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++)
            trace += a->m[i][k] * b->m[i][k];
    }
    return acos(fmin(1, (trace - 1) / 2)) * 180 / SCALP_PI;
}

/* Against the pose that picked landmarks give. */
static void check_scan(int which, const scalp_work *work) {
    scalp_mesh scan;
    scalp_head_marks marks;
    scalp_scan_fit found, picked;
    scalp_error error = {0};
    if (!scanned_read(which, work, &scan, &marks)) {
        printf("# %s is not there\n", scanned_names[which]);
        return;
    }
    if (scalp_scan_find(&scan, "male", work, &found, &error))
        CHECK_FAILED("%s: %s", scanned_names[which], error.message);
    CHECK_STATUS(scalp_scan_fit_make(&scan, &marks, "male", work, &picked, &error), SCALP_OK);
    const double off = turn_between(&found.rotation, &picked.rotation);
    printf("# %s: %.2f mm from the standard head, next %.2f; %.1f degrees from the picked one\n",
           scanned_names[which], found.surface_mm, found.next_mm, off);
    CHECK_AT_MOST(off, 6);
    CHECK_AT_MOST(found.surface_mm, 2.5);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a head is found wherever it lies and looks") {
        check_found(0.2, 2.6, -0.1, &w.work);
        for (int i = 1; i < check_times(1, 7); i++)
            check_found(1.57 * (i % 3) - 0.2, 0.9 * i, 1.4 * (i / 3), &w.work);
    }
    CASE("half a head and an egg are refused") {
        check_half(1, &w.work);
        if (check_times(0, 1)) {
            check_half(-1, &w.work);
            check_egg(&w.work);
        }
    }
    CASE("scans stand as their landmarks say") {
        for (int i = check_times(scanned_count, 0); i < scanned_count; i++) /* brief: register */
            check_scan(i, &w.work);
    }
    check_work_close(&w);
    return check_done();
}
