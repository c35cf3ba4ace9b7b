/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No photo without a card has one, nor noise, nor squares that are no tags; nor has any photo a
 * chart that shows none. */
#include "scene.h"

#include <scalptor/codec.h>

static const char *const photos[] = {"photos/heads_portrait/C000984.jpg",
                                     "photos/heads_portrait/C001077.jpg",
                                     "photos/heads_portrait/D000614.jpg",
                                     "photos/heads_portrait/G000552.jpg",
                                     "photos/heads_portrait/J000292.jpg",
                                     "photos/heads_portrait/L000174.jpg",
                                     "photos/heads_portrait/M000312.jpg",
                                     "photos/heads_portrait/M001150.jpg",
                                     "photos/heads_portrait/S000510.jpg",
                                     "photos/heads_portrait/T000193.jpg",
                                     "photos/heads_portrait/W000273.jpg",
                                     "photos/heads_portrait/W000797.jpg",
                                     "photos/heads_portrait/astronaut_collins.png",
                                     "photos/heads_scan/lps_back.jpg",
                                     "photos/heads_scan/lps_front.jpg",
                                     "photos/heads_scan/lps_medium_threequarter.jpg",
                                     "photos/heads_scan/lps_rightside.jpg",
                                     "photos/heads_scan/lps_top.jpg",
                                     "photos/skin/lps_beard_stubble.png",
                                     "photos/skin/microaneurysms.png",
                                     "photos/colour/classic.png",
                                     "photos/colour/calibrite-passport.png",
                                     "photos/colour/coins_grey.png",
                                     "photos/colour/seedhead-rgb.jpg",
                                     "dots/blank00.jpg",
                                     "dots/easy00.jpg",
                                     "dots/easy01.jpg",
                                     "dots/medium00.jpg",
                                     "dots/hard00.jpg",
                                     "dots/extreme00.jpg",
                                     "dots/plan00.jpg"};

static size_t marks_in(const scalp_image *image, check_work *w, bool *mirrored) {
    const scalp_marks_params params = {.focal_px = 0};
    scalp_marks marks;
    CHECK_STATUS(scalp_marks_find(image, &params, &w->work, &marks, NULL), SCALP_OK);
    *mirrored = marks.mirrored;
    return marks.count;
}

int main(void) {
    bool mirrored;
    if (!check_shared()) {
        check_skip("shared photos", "the shared data is not there");
    } else {
        CASE("shared photos") {
            CHECK_STATUS(scalp_codec_images_open(1, NULL), SCALP_OK);
            const size_t every = check_times(3, 1) == 1 ? 1 : 3;
            for (size_t i = 0; i < sizeof photos / sizeof *photos; i += every) {
                check_work w;
                char path[4096];
                scalp_bytes bytes;
                scalp_image image;
                check_work_open(&w, 0);
                snprintf(path, sizeof path, "%s/data/%s", check_shared(), photos[i]);
                CHECK_STATUS(
                    scalp_codec_file_read(path, SCALP_CODEC_MAX_IMAGE_BYTES, &w.work, &bytes, NULL),
                    SCALP_OK);
                CHECK_STATUS(scalp_codec_image_read(bytes, path, &w.work, &image, NULL), SCALP_OK);
                scalp_chart_view view;
                const bool chart = strstr(photos[i], "classic") || strstr(photos[i], "passport");
                if (scalp_image_colours(&image) == 3 && !chart)
                    CHECK_STATUS(scalp_chart_find(&image, &w.work, &view, NULL), SCALP_ERR_NO);
                const size_t count = marks_in(&image, &w, &mirrored);
                if (count || mirrored)
                    CHECK_FAILED("%s: %zu marks%s", photos[i], count, mirrored ? ", mirrored" : "");
                check_work_close(&w);
            }
            scalp_codec_images_close();
        }
    }
    CASE("noise, and squares without a code") {
        check_work w;
        check_work_open(&w, 0);
        scene s = {.width = 400, .height = 300, .focal_px = 500, .light = 1, .noise = 0.3};
        scalp_image image = scene_make(&s, &w);
        CHECK(marks_in(&image, &w, &mirrored) == 0 && !mirrored);
        s.noise = 0.01;
        image = scene_make(&s, &w);
        uint8_t *pixels = (uint8_t *)scalp_arena_take(w.work.memory, 400 * 300, 3);
        for (int i = 0; i < 400 * 300; i++) {
            const int x = i % 400 % 50, y = i / 400 % 50;
            memset(pixels + 3 * i, x > 10 && y > 10 && x < 42 && y < 42 ? 20 : 230, 3);
        }
        image.pixels = pixels;
        CHECK(marks_in(&image, &w, &mirrored) == 0 && !mirrored);
        for (int i = 0; i < 400 * 300; i++)
            memset(pixels + 3 * i, (i % 400 / 8 + i / 400 / 8) % 2 ? 20 : 230, 3);
        CHECK(marks_in(&image, &w, &mirrored) == 0 && !mirrored);
        check_work_close(&w);
    }
    return check_done();
}
