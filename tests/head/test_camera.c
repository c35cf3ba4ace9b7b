/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "head/fit_tools.h"

static scalp_vec2 seen(const scalp_camera *camera, const scalp_head *head, scalp_landmark mark) {
    return scalp_camera_project(camera, head->landmarks[mark], NULL);
}

/* Half of the larger side of what the head without its neck fills of the picture. */
static double reach_px(const scalp_camera *camera, const scalp_head *head) {
    double most = 0;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        if (head->region[i] == SCALP_REGION_NECK)
            continue;
        const scalp_vec2 p = scalp_camera_project(camera, head->mesh.vertices[i], NULL);
        most = fmax(most, fabs(p.x - camera->centre_x));
        most = fmax(most, fabs(p.y - camera->centre_y));
    }
    return most;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error = {0};
    scalp_head head;
    CASE("a point by hand") {
        /* x right, y down: 100 mm left of the axis, 50 below, 1000 away, focal 2000. */
        const scalp_camera camera = {.focal_px = 2000,
                                     .centre_x = 400,
                                     .centre_y = 300,
                                     .rotation = {{{1, 0, 0}, {0, -1, 0}, {0, 0, -1}}},
                                     .translation = {0, 0, 900}};
        double depth;
        const scalp_vec2 p = scalp_camera_project(&camera, (scalp_vec3){-100, -50, -100}, &depth);
        CHECK_NEAR(p.x, 400 - 2000 * 100 / 1000.0, 1e-12);
        CHECK_NEAR(p.y, 300 + 2000 * 50 / 1000.0, 1e-12);
        CHECK_NEAR(depth, 1000, 1e-12);
        CHECK_NEAR(scalp_camera_position(&camera).z, 900, 1e-12);
    }
    CASE("a head to look at") {
        CHECK_STATUS(scalp_head_make(&fit_measures, "male", &w.work, &head, &error), SCALP_OK);
        if (error.status != SCALP_OK)
            return check_done();
    }
    CASE("from the front the client's left is on the right, up is up") {
        const scalp_camera camera = fit_camera(&head, 0, 0, 0);
        CHECK(seen(&camera, &head, SCALP_TRAGION_L).x > seen(&camera, &head, SCALP_TRAGION_R).x);
        CHECK(seen(&camera, &head, SCALP_VERTEX).y < seen(&camera, &head, SCALP_MENTON).y);
        CHECK(scalp_camera_position(&camera).z > 900);
        CHECK_NEAR(scalp_camera_position(&camera).x, 0, 1e-9);
    }
    CASE("yaw shows the left side, pitch the top, roll turns clockwise") {
        const scalp_camera yaw = fit_camera(&head, 40, 0, 0), pitch = fit_camera(&head, 0, 40, 0);
        const scalp_camera roll = fit_camera(&head, 0, 0, 90);
        CHECK(scalp_camera_position(&yaw).x > 500);
        CHECK(seen(&yaw, &head, SCALP_TRAGION_L).x > seen(&yaw, &head, SCALP_NASION).x);
        CHECK(scalp_camera_position(&pitch).y > 500);
        CHECK(seen(&roll, &head, SCALP_VERTEX).x > seen(&roll, &head, SCALP_MENTON).x + 400);
        CHECK_NEAR(seen(&roll, &head, SCALP_VERTEX).y, seen(&roll, &head, SCALP_MENTON).y, 30);
    }
    CASE("every camera is a rotation, stands off as told and is filled as told") {
        const double turns[5][3] = {
            {0, 0, 0}, {-90, 0, 0}, {135, -30, 20}, {10, 90, 0}, {45, 12, -170}};
        for (int i = 0; i < 5; i++) {
            const scalp_camera camera =
                scalp_camera_make(&head, turns[i][0], turns[i][1], turns[i][2], 800, 0.7, 900, 600);
            const scalp_mat3 *r = &camera.rotation;
            const scalp_vec3 x = {r->m[0][0], r->m[0][1], r->m[0][2]};
            const scalp_vec3 y = {r->m[1][0], r->m[1][1], r->m[1][2]};
            const scalp_vec3 z = {r->m[2][0], r->m[2][1], r->m[2][2]};
            CHECK_NEAR(scalp_vec3_distance(scalp_vec3_cross(x, y), z), 0, 1e-12);
            CHECK_NEAR(scalp_vec3_length(x), 1, 1e-12);
            const scalp_vec3 middle =
                scalp_vec3_add(scalp_camera_position(&camera), scalp_vec3_scale(z, 800));
            const scalp_vec2 p = scalp_camera_project(&camera, middle, NULL);
            CHECK_NEAR(p.x, 449.5, 1e-9);
            CHECK_NEAR(p.y, 299.5, 1e-9);
            /* The middle is one point of the head, wherever the camera stands. */
            CHECK_NEAR(middle.x, 0, 1e-9);
            CHECK(middle.y < head.landmarks[SCALP_VERTEX].y);
            CHECK(middle.y > head.landmarks[SCALP_MENTON].y);
            CHECK_NEAR(reach_px(&camera, &head), 0.7 * 600 / 2, 1e-6);
        }
    }
    check_work_close(&w);
    return check_done();
}
