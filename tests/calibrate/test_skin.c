/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bare skin found without a pick. */
#include "check.h"

#include <scalptor/codec.h>

enum { width = 300, height = 240 };

static scalp_correction plain(void) {
    scalp_correction c;
    const scalp_area_colour grey = {.rgb = {0.18, 0.18, 0.18}, .pixels = 100};
    CHECK_STATUS(scalp_correction_from_grey(&grey, 0.18, &c, NULL), SCALP_OK);
    return c;
}

/* A head of that skin before grey, with a strip of hair, a glint and a wooden-red box. */
static scalp_image head(check_work *w, scalp_lab skin) {
    uint16_t *to = scalp_arena_take(w->work.memory, width * height, 3 * sizeof *to);
    scalp_image image = {.width = width, .height = height, .bands = 3, .bits = 16, .pixels = to};
    scalp_random random = scalp_random_make(2, 0);
    CHECK_STATUS(scalp_image_curve_make(16, &w->work, &image.curve[0], NULL), SCALP_OK);
    image.curve[1] = image.curve[2] = image.curve[0];
    for (int i = 0; i < width * height; i++) {
        const int x = i % width, y = i / width;
        scalp_lab lab = {45, 0, 0};
        if (hypot((x - 150) / 80.0, (y - 120) / 100.0) < 1) {
            lab = skin;
            lab.l += 4 * (x - 150) / 80.0;
            if (y < 60)
                lab = (scalp_lab){14 + 10 * scalp_random_uniform(&random), 2, 3};
            if (hypot(x - 130, y - 90) < 12)
                lab = (scalp_lab){99, 1, 1};
        } else if (x < 50 && y > 180) {
            lab = (scalp_lab){45, 50, 35};
        }
        const scalp_rgb c = scalp_rgb_from_xyz(scalp_xyz_from_lab(lab));
        const double band[3] = {c.r, c.g, c.b};
        for (int k = 0; k < 3; k++)
            to[3 * i + k] = (uint16_t)scalp_image_sample_from_linear(
                &image.curve[0], (float)scalp_clamp(band[k], 0, 1));
    }
    return image;
}

static scalp_status measure(const scalp_image *image, const uint8_t *rest, check_work *w,
                            scalp_area_colour *colour) {
    const double right = image->width - 1, bottom = image->height - 1;
    const scalp_area all = {.points = {{0, 0}, {right, 0}, {right, bottom}, {0, bottom}},
                            .point_count = 4};
    return scalp_area_measure(image, &all, rest, &w->work, colour, NULL);
}

int main(void) {
    const scalp_correction c = plain();
    static const double angles[] = {60, 48, 35, 20, 0, -40};

    CASE("skin of every class is found, and its colour without hair and glint") {
        for (size_t i = 0; i < sizeof angles / sizeof *angles; i++) {
            check_work w;
            const uint8_t *rest;
            scalp_area_colour colour;
            check_work_open(&w, 0);
            const scalp_lab want = scalp_lab_from_ita_deg(angles[i]);
            const scalp_image image = head(&w, want);
            CHECK_STATUS(scalp_skin_find(&image, &c, NULL, &w.work, &rest, NULL), SCALP_OK);
            CHECK_STATUS(measure(&image, rest, &w, &colour), SCALP_OK);
            CHECK_AT_MOST(scalp_lab_difference(scalp_tone_make(&c, &colour).lab, want), 1);
            CHECK(rest[120 * width + 160] == 0);
            CHECK(rest[30 * width + 150] == 255);
            CHECK(rest[90 * width + 130] == 255);
            CHECK(rest[200 * width + 20] == 255);
            CHECK(rest[20 * width + 280] == 255);
            check_work_close(&w);
        }
    }
    CASE("where a mask lies there is no skin; without any the answer is no") {
        check_work w;
        const uint8_t *rest;
        static uint8_t mask[width * height];
        scalp_error error;
        check_work_open(&w, 0);
        const scalp_image image = head(&w, scalp_lab_from_ita_deg(40));
        memset(mask, 255, (size_t)width * 130);
        CHECK_STATUS(scalp_skin_find(&image, &c, mask, &w.work, &rest, NULL), SCALP_OK);
        CHECK(rest[120 * width + 160] == 255 && rest[160 * width + 160] == 0);
        memset(mask, 255, sizeof mask);
        CHECK_STATUS(scalp_skin_find(&image, &c, mask, &w.work, &rest, &error), SCALP_ERR_NO);
        check_work_close(&w);
    }
    if (!check_shared()) {
        check_skip("the scanned head", "the shared data is not there");
        return check_done();
    }
    CASE("in pictures of the scanned head nearly all that is found lies on it") {
        static const char *const views[] = {"lps_front", "lps_top"};
        CHECK_STATUS(scalp_codec_images_open(1, NULL), SCALP_OK);
        for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
            check_work w;
            scalp_image image[2];
            const uint8_t *rest;
            size_t on = 0, found = 0, of = 0;
            check_work_open(&w, 0);
            for (int k = 0; k < 2; k++) {
                char path[4096];
                scalp_bytes bytes;
                snprintf(path, sizeof path, "%s/data/photos/heads_scan/%s%s", check_shared(),
                         views[i], k ? ".mask.png" : ".jpg");
                CHECK_STATUS(
                    scalp_codec_file_read(path, SCALP_CODEC_MAX_IMAGE_BYTES, &w.work, &bytes, NULL),
                    SCALP_OK);
                CHECK_STATUS(scalp_codec_image_read(bytes, path, &w.work, &image[k], NULL),
                             SCALP_OK);
            }
            CHECK_STATUS(scalp_skin_find(&image[0], &c, NULL, &w.work, &rest, NULL), SCALP_OK);
            for (int y = 0; y < image[0].height; y++)
                for (int x = 0; x < image[0].width; x++) {
                    const bool head_there = scalp_image_linear(&image[1], x, y, 0) > 0.5F;
                    const bool skin = rest[(size_t)y * (size_t)image[0].width + (size_t)x] == 0;
                    found += skin;
                    on += skin && head_there;
                    of += head_there;
                }
            printf("# %s: %.1f %% of the head found, %.1f %% of it beside\n", views[i],
                   100.0 * (double)on / (double)of, 100.0 * (double)(found - on) / (double)found);
            CHECK((double)(found - on) < 0.02 * (double)found);
            CHECK((double)on > 0.1 * (double)of);
            check_work_close(&w);
        }
        scalp_codec_images_close();
    }
    return check_done();
}
