/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card as a hurried hand photographs it: tilted, bent, out of focus, in bad light, strongly
 * compressed. Its scale must still be right, or be refused. */
#include "scene.h"

#include <scalptor/codec.h>

#include <vips/vips.h>

static const double turn = SCALP_PI / 180;

/* The photo as a JPEG of quality 70, colour at half size, and back. */
static scalp_image squeezed(const scalp_image *image, check_work *w) {
    VipsImage *plain = vips_image_new_from_memory(
        image->pixels, scalp_image_bytes(image), image->width, image->height, 3, VIPS_FORMAT_UCHAR);
    VipsImage *view = NULL;
    void *data = NULL;
    size_t size = 0;
    scalp_image back = *image;
    CHECK(vips_copy(plain, &view, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) == 0);
    CHECK(vips_jpegsave_buffer(view, &data, &size, "Q", 70, NULL) == 0);
    CHECK_STATUS(
        scalp_codec_image_read((scalp_bytes){data, size}, "card.jpg", &w->work, &back, NULL),
        SCALP_OK);
    g_free(data);
    g_object_unref(view);
    g_object_unref(plain);
    return back;
}

/* Relative error of the scale; counts a photo that is refused, which is no error. */
static double error_of(const scene *s, int *refused) {
    check_work w;
    scalp_marks marks = {.count = 0};
    scalp_error error = {.message = ""};
    double off = 0;
    check_work_open(&w, 0);
    const scalp_image drawn = scene_make(s, &w), image = squeezed(&drawn, &w);
    const scalp_marks_params params = {.focal_px = s->focal_px};
    const scalp_status status = scalp_marks_find(&image, &params, &w.work, &marks, &error);
    *refused += status != SCALP_OK || marks.count != 1;
    if (status != SCALP_OK) {
        CHECK(status == SCALP_ERR_INPUT);
        printf("# bend %.0f mm: %s\n", s->bend_mm, error.message);
    }
    if (status == SCALP_OK && marks.count == 1) {
        const scalp_scale *got = &marks.marks[0].scale;
        const double want = scene_px_per_mm(s, &s->marks[0]);
        off = got->px_per_mm / want - 1;
        printf("# tilt %2.0f, bend %4.0f mm, blur %.1f px: %+.2f %% (sd %.2f %%)\n",
               scene_tilt_deg(&s->marks[0]), s->bend_mm, s->blur_px, 100 * off,
               100 * got->px_per_mm_sd / want);
    }
    check_work_close(&w);
    return fabs(off);
}

static scene hard(uint64_t number) {
    scalp_random r = scalp_random_make(23, number);
    scene s = {.width = 640, .height = 480, .focal_px = 800, .mark_count = 1, .light = 0.6};
    s.marks[0] = (scene_mark){
        -1,
        {turn * 80 * (scalp_random_uniform(&r) - 0.5), turn * 80 * (scalp_random_uniform(&r) - 0.5),
         turn * 60 * scalp_random_normal(&r)},
        {20 * (scalp_random_uniform(&r) - 0.5), 15 * (scalp_random_uniform(&r) - 0.5),
         150 + 50 * scalp_random_uniform(&r)}};
    s.blur_px = 0.8 + scalp_random_uniform(&r);
    s.noise = 0.01 + 0.015 * scalp_random_uniform(&r);
    s.uneven = 1.2 * scalp_random_uniform(&r);
    return s;
}

int main(void) {
    if (scalp_codec_images_open(1, NULL) != SCALP_OK)
        return 1;
    CASE("perspective, blur, noise, uneven light and JPEG 70 together: within 1 %") {
        const int count = check_times(4, 40);
        int refused = 0;
        for (int i = 0; i < count; i++) {
            const scene s = hard((uint64_t)i);
            CHECK_AT_MOST(error_of(&s, &refused), 0.01);
        }
        CHECK_AT_MOST(refused, 0.05 * count);
    }
    CASE("on bent paper within 1 % down to a radius of 400 mm, 2.3 mm of sag") {
        static const double bends[] = {400, 600, 800, 1500};
        const int count = check_times(4, 24);
        int refused = 0;
        for (int i = 0; i < count; i++) {
            scene s = hard(100 + (uint64_t)i);
            s.bend_mm = bends[i % 4];
            CHECK_AT_MOST(error_of(&s, &refused), 0.01);
        }
        CHECK_AT_MOST(refused, 0.25 * count);
    }
    CASE("bent more it is refused, or at most 2 % wrong") {
        int refused = 0;
        for (int i = 0; i < check_times(2, 12); i++) {
            scene s = hard(100 + (uint64_t)i);
            s.bend_mm = i % 2 ? 180 : 250;
            CHECK_AT_MOST(error_of(&s, &refused), 0.02);
        }
        CHECK(refused > 0);
    }
    scalp_codec_images_close();
    return check_done();
}
