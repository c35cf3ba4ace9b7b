/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of the bare head: its edges, its texture, the same on any number of threads. */
#include "pictures.h"

/* Ground in the corners; along the head's edge, values between head and ground. */
static void check_edges(const scalp_head *head, const scalp_work *work) {
    const scalp_camera camera = scalp_camera_make(head, 0, 0, 0, 1200, 0.8, 240, 300);
    const scalp_image picture = picture_of(head, &camera, -50, SCALP_LIGHT_DAYLIGHT, work);
    const uint8_t *p = picture.pixels;
    CHECK(abs(p[0] - p[1]) < 6 && abs(p[1] - p[2]) < 6);
    size_t between = 0, rows = 0;
    for (int y = 40; y < 120; y++) {
        const uint8_t *row = p + (size_t)y * 240 * 3;
        int x = 0;
        while (x < 238 && row[3 * x] - row[3 * (x + 1)] < 8)
            x++;
        if (x >= 238)
            continue;
        rows++;
        between +=
            row[3 * (x + 1)] - row[3 * (x + 2)] > 5; /* a second step: an edge of two pixels */
    }
    CHECK(rows > 40);
    CHECK(between > rows / 4);
}

/* A camera that shows `side` pixels of the forehead at that scale. */
static scalp_camera camera_near(const scalp_head *head, double px_per_mm, int side) {
    scalp_camera camera = scalp_camera_make(head, 0, 20, 0, 600, 0.9, side, side);
    const scalp_vec2 at = scalp_camera_project(&camera, picture_forehead(head), NULL);
    const double zoom = px_per_mm * 500 / camera.focal_px, middle = (side - 1) / 2.0;
    camera.centre_x = middle - (at.x - camera.centre_x) * zoom;
    camera.centre_y = middle - (at.y - camera.centre_y) * zoom;
    camera.focal_px *= zoom;
    return camera;
}

/* At 30 px/mm the skin has grain, neither none nor noise, and pixels are not clipped. */
static void check_close_up(const scalp_head *head, const scalp_work *work) {
    const scalp_camera camera = camera_near(head, 30, 300);
    const scalp_image picture = picture_of(head, &camera, 40, SCALP_LIGHT_DAYLIGHT, work);
    const uint8_t *p = picture.pixels;
    double sum = 0, squares = 0, steps = 0;
    for (size_t i = 0; i < 300 * 300; i++) {
        const double v = p[3 * i + 1];
        sum += v;
        squares += v * v;
        steps += i % 300 ? fabs(v - p[3 * i - 2]) : 0;
        CHECK(p[3 * i] > 20 && p[3 * i] < 255);
    }
    const double n = 300 * 300, spread = sqrt(squares / n - sum / n * (sum / n));
    CHECK(spread > 1.5 && spread < 14);
    CHECK(steps / n < 2.5);
}

/* Pores and furrows neither darken nor brighten skin that is seen from farther off. */
static void check_far(const scalp_head *head, const scalp_work *work) {
    for (double ita = 50; ita >= -30; ita -= 80) {
        const scalp_camera near = camera_near(head, 24, 400), far = camera_near(head, 4, 66);
        const scalp_image fine = picture_of(head, &near, ita, SCALP_LIGHT_DAYLIGHT, work);
        const scalp_image plain = picture_of(head, &far, ita, SCALP_LIGHT_DAYLIGHT, work);
        const scalp_vec3 p = picture_forehead(head);
        const scalp_lab a = picture_colour(&fine, &near, p, 180);
        const scalp_lab b = picture_colour(&plain, &far, p, 30);
        CHECK_NEAR(a.l, b.l, 0.6);
        CHECK_NEAR(a.a, b.a, 0.5);
        CHECK_NEAR(a.b, b.b, 0.5);
    }
}

int main(void) {
    check_work one, three;
    check_work_open(&one, 2);
    check_work_open(&three, 3);
    const scalp_head head = picture_head(&one.work);
    CASE("a grey ground, and edges without steps")
    check_edges(&head, &one.work);
    CASE("a close-up shows the grain of skin")
    check_close_up(&head, &one.work);
    CASE("and has the same colour from farther off")
    check_far(&head, &one.work);
    CASE("threads change nothing") {
        const scalp_camera camera = scalp_camera_make(&head, 40, 10, 0, 1200, 0.8, 150, 170);
        check_work none;
        check_work_open(&none, 0);
        const scalp_image a = picture_of(&head, &camera, 20, SCALP_LIGHT_FLASH, &none.work);
        const scalp_image b = picture_of(&head, &camera, 20, SCALP_LIGHT_FLASH, &three.work);
        CHECK(a.width == 150 && a.height == 170 && a.bands == 3 && a.bits == 8 &&
              a.curve[2].count == 256);
        CHECK(memcmp(a.pixels, b.pixels, scalp_image_bytes(&a)) == 0);
        check_work_close(&none);
    }
    check_work_close(&one);
    check_work_close(&three);
    return check_done();
}
