/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of the bare head: its colours and its limits. */
#include "pictures.h"

static void check_skin(const scalp_head *head, const scalp_work *work) {
    const scalp_camera camera = scalp_camera_make(head, 0, 0, 0, 1200, 0.8, 240, 300);
    double before = 100;
    for (double ita = 60; ita >= -60; ita -= 60) {
        const scalp_image picture = picture_of(head, &camera, ita, SCALP_LIGHT_DAYLIGHT, work);
        const scalp_lab seen = picture_colour(&picture, &camera, picture_forehead(head), 5);
        const scalp_lab skin = scalp_lab_from_ita_deg(ita);
        CHECK_NEAR(seen.l, skin.l, 14); /* lit from one side, and some sheen */
        CHECK_NEAR(seen.a, skin.a, 5);
        CHECK_NEAR(seen.b, skin.b, 6);
        CHECK(seen.l < before);
        before = seen.l;
    }
}

static void check_lights(const scalp_head *head, const scalp_work *work) {
    const scalp_camera camera = scalp_camera_make(head, 0, 0, 0, 1200, 0.8, 240, 300);
    scalp_lab seen[SCALP_LIGHT_COUNT];
    for (int i = 0; i < SCALP_LIGHT_COUNT; i++) {
        const scalp_image picture = picture_of(head, &camera, 40, (scalp_light)i, work);
        seen[i] = picture_colour(&picture, &camera, picture_forehead(head), 5);
    }
    CHECK(seen[SCALP_LIGHT_WARM].b > seen[SCALP_LIGHT_DAYLIGHT].b + 4);
    CHECK_NEAR(seen[SCALP_LIGHT_FLASH].b, seen[SCALP_LIGHT_DAYLIGHT].b, 5);
}

static bool stop(void *context, const char *stage, double done) {
    (void)context;
    (void)stage;
    return done < 0.4;
}

int main(void) {
    check_work one;
    check_work_open(&one, 2);
    const scalp_head head = picture_head(&one.work);
    CASE("skin is shown in about its own colour, darker skin darker")
    check_skin(&head, &one.work);
    CASE("a lamp is yellower than daylight, a flash is not")
    check_lights(&head, &one.work);
    CASE("too large is refused, and work can be cancelled") {
        scalp_camera camera = scalp_camera_make(&head, 0, 0, 0, 1200, 0.8, 100, 100);
        const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(30), .seed = 1};
        scalp_image picture;
        scalp_work work = one.work;
        work.progress = stop;
        CHECK_STATUS(scalp_render_head(&head, &camera, &look, &work, &picture, NULL),
                     SCALP_ERR_CANCELLED);
        camera.width = 12001;
        CHECK_STATUS(scalp_render_head(&head, &camera, &look, &one.work, &picture, NULL),
                     SCALP_ERR_LIMIT);
        camera.width = 0;
        CHECK_STATUS(scalp_render_head(&head, &camera, &look, &one.work, &picture, NULL),
                     SCALP_ERR_LIMIT);
    }
    CASE("lights by name") {
        scalp_light light = SCALP_LIGHT_DAYLIGHT;
        for (int i = 0; i < SCALP_LIGHT_COUNT; i++)
            CHECK(scalp_light_find(scalp_light_name((scalp_light)i), &light) && (int)light == i);
        CHECK(!scalp_light_find("neon", &light));
    }
    check_work_close(&one);
    return check_done();
}
