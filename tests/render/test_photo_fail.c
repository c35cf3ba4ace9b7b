/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Out of memory at any allocation, and cancelled at any report: the status says so, and the picture
 * is left alone. */
#include "ball.h"

static bool stop_at(void *context, const char *stage, double done) {
    (void)stage;
    (void)done;
    size_t *left = context;
    return (*left)-- > 0;
}

int main(void) {
    enum { side = 120 };
    check_work w;
    check_work_open(&w, 0);
    ball b;
    ball_mesh(&b, ball_cap, &w.work);
    ball_dots(&b, ball_cap, &w.work);
    const scalp_scene scene = ball_scene(&b, 0.8, side, side);
    const scalp_image photo = ball_photo(&scene.camera, 2, 3, &w.work);
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    CASE("memory that runs out anywhere is reported") {
        size_t failures = 0;
        for (size_t allowed = 0; allowed < 400; allowed++) {
            check_stingy s = {(long)allowed, 0};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
            scalp_work work = {.kernels = &w.kernels};
            if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK) {
                failures++;
                continue;
            }
            scalp_image picture = {.width = -1};
            scalp_error error = {0};
            const scalp_status status =
                scalp_render_photo(&scene, &photo, &params, &work, &picture, &error);
            scalp_arena_close(&work.memory);
            if (status == SCALP_OK)
                break;
            failures++;
            CHECK(status == SCALP_ERR_MEMORY && error.message[0] && picture.width == -1);
        }
        CHECK(failures > 5 && failures < 400);
    }
    CASE("cancelling is heeded at every report") {
        size_t cancelled = 0;
        for (size_t allowed = 0; allowed < 100; allowed++) {
            size_t left = allowed;
            scalp_work work = w.work;
            work.progress = stop_at;
            work.progress_context = &left;
            scalp_image picture = {.width = -1};
            const scalp_status status =
                scalp_render_photo(&scene, &photo, &params, &work, &picture, NULL);
            if (status == SCALP_OK)
                break;
            cancelled++;
            CHECK(status == SCALP_ERR_CANCELLED && picture.width == -1);
        }
        CHECK(cancelled >= 5 && cancelled < 100);
    }
    check_work_close(&w);
    return check_done();
}
