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

/* At 30 px/mm the skin has grain, neither none nor noise, and pixels are not clipped. */
static void check_close_up(const scalp_head *head, const scalp_work *work) {
    scalp_camera camera = scalp_camera_make(head, 0, 20, 0, 600, 0.9, 300, 300);
    const scalp_vec2 at = scalp_camera_project(&camera, picture_forehead(head), NULL);
    const double zoom = 30 * 500 / camera.focal_px;
    camera.centre_x = 149.5 - (at.x - camera.centre_x) * zoom;
    camera.centre_y = 149.5 - (at.y - camera.centre_y) * zoom;
    camera.focal_px *= zoom;
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

int main(void) {
    check_work one, three;
    check_work_open(&one, 2);
    check_work_open(&three, 3);
    const scalp_head head = picture_head(&one.work);
    CASE("a grey ground, and edges without steps")
    check_edges(&head, &one.work);
    CASE("a close-up shows the grain of skin")
    check_close_up(&head, &one.work);
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
