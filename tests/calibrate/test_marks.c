/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scale and tilt of cards and stickers in drawn photos, where both are known. */
#include "scene.h"

#include <scalptor/codec.h>

static const double turn = SCALP_PI / 180;

static scene plain(void) {
    return (scene){.width = 560,
                   .height = 420,
                   .focal_px = 700,
                   .mark_count = 1,
                   .marks = {{-1, {0, 0, 0}, {0, 0, 150}}},
                   .light = 0.8,
                   .blur_px = 0.6,
                   .noise = 0.01};
}

static scalp_status find(const scalp_image *image, double focal_px, double measured_mm,
                         check_work *w, scalp_marks *marks, scalp_error *error) {
    const scalp_marks_params params = {{"", measured_mm}, focal_px};
    return scalp_marks_find(image, &params, &w->work, marks, error);
}

/* One mark: scale within 1 %, tilt within `tilt` degrees; half of that is a fair surprise. */
static void check_scene(const scene *s, double focal_px, double tilt) {
    check_work w;
    scalp_marks marks;
    scalp_error error = {0};
    check_work_open(&w, 0);
    const scalp_image image = scene_make(s, &w);
    CHECK_STATUS(find(&image, focal_px, 100 * (s->factor > 0 ? s->factor : 1), &w, &marks, &error),
                 SCALP_OK);
    CHECK(marks.count == s->mark_count);
    for (size_t i = 0; i < marks.count && i < s->mark_count; i++) {
        const scalp_scale *got = &marks.marks[i].scale;
        const double want = scene_px_per_mm(s, &s->marks[i]);
        printf("# px/mm %.3f (true %.3f, %+.2f %%, sd %.2f %%), tilt %.2f +- %.2f (true %.2f), "
               "rms %.3f px\n",
               got->px_per_mm, want, 100 * (got->px_per_mm / want - 1),
               100 * got->px_per_mm_sd / want, got->tilt_deg, got->tilt_sd_deg,
               scene_tilt_deg(&s->marks[i]), got->rms_px);
        CHECK_NEAR(got->px_per_mm / want, 1, 0.01);
        CHECK_NEAR(got->tilt_deg, scene_tilt_deg(&s->marks[i]), tilt);
        CHECK(got->has_plane && got->px_per_mm_sd > 0);
        CHECK(got->kind == (s->marks[i].tag < 0 ? SCALP_SCALE_CARD : SCALP_SCALE_STICKER));
        const scalp_vec2 corner = scene_project(s, &s->marks[i], (scalp_vec2){0, 0});
        const double near = s->cover[1].x > 0 ? 3 : 1; /* far from the tags that are left */
        CHECK_NEAR(got->outline_px[0].x, corner.x, near);
        CHECK_NEAR(got->outline_px[0].y, corner.y, near);
    }
    check_work_close(&w);
}

int main(void) {
    scene s;

    CASE("a card square to the camera") {
        s = plain();
        check_scene(&s, 700, 2);
        check_scene(&s, 0, 2);
    }
    CASE("tilted, turned, off the middle, noisy, blurred, unevenly lit") {
        for (int i = 0; i < check_times(4, 60); i++) {
            scalp_random r = scalp_random_make(5, (uint64_t)i);
            s = plain();
            s.marks[0].turn = (scalp_vec3){turn * 90 * (scalp_random_uniform(&r) - 0.5),
                                           turn * 90 * (scalp_random_uniform(&r) - 0.5),
                                           turn * 40 * scalp_random_normal(&r)};
            s.marks[0].at = (scalp_vec3){20 * (scalp_random_uniform(&r) - 0.5),
                                         10 * (scalp_random_uniform(&r) - 0.5),
                                         150 + 60 * scalp_random_uniform(&r)};
            s.blur_px = 0.5 + scalp_random_uniform(&r);
            s.noise = 0.02 * scalp_random_uniform(&r);
            s.uneven = 0.8 * scalp_random_uniform(&r);
            check_scene(&s, 700, 2);
        }
    }
    CASE("the focal length need not be known for the scale, and hardly for the tilt of a card") {
        s = plain();
        s.marks[0].turn = (scalp_vec3){turn * 30, turn * -15, turn * 70};
        check_scene(&s, 0, 3);
    }
    CASE("a print that came out too small") {
        s = plain();
        s.factor = 0.96;
        check_scene(&s, 700, 2);
    }
    CASE("half of the card covered: the tags that are left will do") {
        s = plain();
        s.marks[0].turn = (scalp_vec3){turn * 20, 0, 0};
        s.cover[0] = (scalp_vec2){0, 0};
        s.cover[1] = (scalp_vec2){280, 420};
        check_scene(&s, 700, 2);
    }
    CASE("stickers, each with its own scale and tilt") {
        s = plain();
        s.mark_count = 3;
        s.marks[0] = (scene_mark){10, {turn * 25, 0, turn * 10}, {-30, -15, 120}};
        s.marks[1] = (scene_mark){15, {0, turn * -35, turn * -80}, {30, -10, 110}};
        s.marks[2] = (scene_mark){21, {turn * -20, turn * 20, turn * 170}, {0, 20, 130}};
        check_scene(&s, 700, 3);
    }
    CASE("a sticker of 35 px, as in a photo of the whole head") {
        s = plain();
        s.blur_px = 0.8;
        s.marks[0] = (scene_mark){13, {turn * 25, turn * 10, turn * 30}, {10, -5, 220}};
        check_scene(&s, 700, 6);
    }
    CASE("after JPEG") {
        check_work w;
        scalp_marks marks;
        scalp_bytes bytes;
        scalp_image back;
        check_work_open(&w, 0);
        CHECK_STATUS(scalp_codec_images_open(1, NULL), SCALP_OK);
        s = plain();
        s.marks[0].turn = (scalp_vec3){turn * 30, turn * 10, turn * 20};
        const scalp_image image = scene_make(&s, &w);
        CHECK_STATUS(
            scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, &w.work, &bytes, NULL),
            SCALP_OK);
        CHECK_STATUS(scalp_codec_image_read(bytes, "card.jpg", &w.work, &back, NULL), SCALP_OK);
        CHECK_STATUS(find(&back, 700, 0, &w, &marks, NULL), SCALP_OK);
        CHECK(marks.count == 1);
        if (marks.count == 1)
            CHECK_NEAR(marks.marks[0].scale.px_per_mm / scene_px_per_mm(&s, &s.marks[0]), 1, 0.01);
        scalp_codec_images_close();
        check_work_close(&w);
    }
    CASE("no card, a mirrored one, two of them, one sticker twice") {
        check_work w;
        scalp_marks marks;
        scalp_error error = {0};
        check_work_open(&w, 0);
        s = plain();
        s.mark_count = 0;
        scalp_image image = scene_make(&s, &w);
        CHECK_STATUS(find(&image, 700, 0, &w, &marks, &error), SCALP_OK);
        CHECK(marks.count == 0 && !marks.mirrored);
        s = plain();
        s.mirrored = true;
        image = scene_make(&s, &w);
        CHECK_STATUS(find(&image, 700, 0, &w, &marks, &error), SCALP_OK);
        CHECK(marks.count == 0 && marks.mirrored);
        s = plain();
        s.mark_count = 2;
        s.marks[0].at = (scalp_vec3){-45, 0, 240};
        s.marks[1] = (scene_mark){-1, {0, 0, 1}, {48, 0, 240}};
        image = scene_make(&s, &w);
        CHECK_STATUS(find(&image, 700, 0, &w, &marks, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "two cards") != NULL);
        s.marks[0] = (scene_mark){12, {0, 0, 0}, {-20, 0, 120}};
        s.marks[1] = (scene_mark){12, {0, 0, 1}, {20, 0, 120}};
        image = scene_make(&s, &w);
        CHECK_STATUS(find(&image, 700, 0, &w, &marks, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "12") != NULL);
        check_work_close(&w);
    }
    CASE("halves of two cards are no card") {
        check_work w;
        scalp_marks marks;
        scalp_error error = {0};
        check_work_open(&w, 0);
        s = plain();
        s.mark_count = 2;
        s.marks[0].at = (scalp_vec3){-60, 0, 240}; /* its right half is under the other */
        s.marks[1] = (scene_mark){-1, {0, 0, 0}, {-15, 8, 240}};
        s.marks[0].at = (scalp_vec3){-58, 0, 240};
        scalp_image image = scene_make(&s, &w);
        const scalp_status status = find(&image, 700, 0, &w, &marks, &error);
        CHECK(status == SCALP_ERR_INPUT ||
              (status == SCALP_OK && marks.count == 1 && marks.marks[0].scale.rms_px < 1));
        check_work_close(&w);
    }
    CASE("what lies under a mark is masked, and nothing far from it") {
        check_work w;
        scalp_marks marks;
        const uint8_t *mask;
        check_work_open(&w, 0);
        s = plain();
        s.marks[0].turn = (scalp_vec3){turn * 20, turn * 20, turn * 30};
        const scalp_image image = scene_make(&s, &w);
        CHECK_STATUS(find(&image, 700, 0, &w, &marks, NULL), SCALP_OK);
        CHECK_STATUS(scalp_marks_mask(&marks, s.width, s.height, 0.5, &w.work, &mask, NULL),
                     SCALP_OK);
        for (int i = 0; i < 400; i++) {
            const double u = (i % 20) / 19.0, v = (i / 20) / 19.0;
            const scalp_vec2 in = scene_project(
                &s, &s.marks[0], (scalp_vec2){u * SCALP_CARD_WIDTH_MM, v * SCALP_CARD_HEIGHT_MM});
            if (in.x > 0 && in.y > 0 && in.x < s.width - 1 && in.y < s.height - 1)
                CHECK(mask[(int)lround(in.y) * s.width + (int)lround(in.x)] == 255);
            const scalp_vec2 out =
                scene_project(&s, &s.marks[0], (scalp_vec2){u * SCALP_CARD_WIDTH_MM, -1.5});
            if (out.x > 0 && out.y > 0 && out.x < s.width - 1 && out.y < s.height - 1)
                CHECK(mask[(int)lround(out.y) * s.width + (int)lround(out.x)] == 0);
        }
        check_work_close(&w);
    }
    CASE("scale at another place of the plane") {
        check_work w;
        scalp_marks marks;
        double away;
        check_work_open(&w, 0);
        s = plain();
        s.marks[0].turn = (scalp_vec3){0, turn * 35, 0};
        const scalp_image image = scene_make(&s, &w);
        CHECK_STATUS(find(&image, 700, 0, &w, &marks, NULL), SCALP_OK);
        const scalp_vec2 place = scene_project(&s, &s.marks[0], (scalp_vec2){72.8, 26.99});
        const scalp_vec2 right = scene_project(&s, &s.marks[0], (scalp_vec2){72.9, 26.99});
        const scalp_vec2 below = scene_project(&s, &s.marks[0], (scalp_vec2){72.8, 27.09});
        const double want = sqrt(hypot(right.x - place.x, right.y - place.y) *
                                 hypot(below.x - place.x, below.y - place.y)) /
                            0.1;
        scalp_vec2 from, to;
        scalp_scale_points(&marks.marks[0].scale, 10, &from, &to);
        /* Tilted about y: 10 mm upright are not shortened, and at 150 mm they are 46.7 px. */
        CHECK_NEAR(hypot(to.x - from.x, to.y - from.y), 46.67, 0.25);
        CHECK_NEAR(to.x, from.x, 1);
        CHECK_NEAR(scalp_scale_at(&marks.marks[0].scale, place, &away) / want, 1, 0.01);
        CHECK_NEAR(away, 30, 0.3);
        check_work_close(&w);
    }
    CASE("pictures of every size and kind can be searched") {
        static const int sizes[][2] = {{1, 1},   {8, 8},    {31, 400}, {32, 32}, {33, 35},
                                       {37, 64}, {400, 33}, {65, 127}, {32, 999}};
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            for (int kind = 0; kind < 8; kind++) {
                check_work w;
                scalp_marks marks;
                scalp_random random = scalp_random_make(i, (uint64_t)kind);
                check_work_open(&w, 0);
                scalp_image image = {.width = sizes[i][0],
                                     .height = sizes[i][1],
                                     .bands = 1 + kind % 4,
                                     .bits = kind < 4 ? 8 : 16};
                uint8_t *bytes = scalp_arena_take(w.work.memory, scalp_image_bytes(&image), 1);
                for (size_t k = 0; k < scalp_image_bytes(&image); k++)
                    bytes[k] = (uint8_t)(k / 7 % 3 ? scalp_random_below(&random, 256) : 0);
                image.pixels = bytes;
                CHECK_STATUS(scalp_image_curve_make(image.bits, &w.work, &image.curve[0], NULL),
                             SCALP_OK);
                image.curve[1] = image.curve[2] = image.curve[0];
                CHECK_STATUS(find(&image, 0, 0, &w, &marks, NULL), SCALP_OK);
                CHECK(marks.count == 0);
                check_work_close(&w);
            }
    }
    CASE("out of memory is said at every turn") {
        check_work w;
        check_work_open(&w, 0);
        s = plain();
        s.width = 320;
        s.height = 240;
        s.focal_px = 400;
        const scalp_image image = scene_make(&s, &w);
        for (long n = 0; n < 12; n++) {
            check_stingy stingy = {.left = n};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release,
                                               &stingy};
            scalp_work work = {.memory = NULL};
            scalp_marks marks;
            const scalp_marks_params params = {.focal_px = 400};
            if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
                continue;
            const scalp_status status = scalp_marks_find(&image, &params, &work, &marks, NULL);
            CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
            scalp_arena_close(&work.memory);
            CHECK(stingy.live == 0);
        }
        check_work_close(&w);
    }
    return check_done();
}
