/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a drawn photo of the calibration card and a sticker, as JPEG: card_photo FILE
 * [mirrored|two]; or of a 24-patch chart between bare skin (left) and stubble (right), as PNG, and
 * tells the chart's corners: card_photo FILE chart. For the tests that are shell scripts. */
#include "calibrate/chart_photo.h"
#include "calibrate/scene.h"

#include <scalptor/codec.h>

static void fill(const chart_photo *p, const scalp_image *image, int left, scalp_lab lab) {
    uint16_t *to = (uint16_t *)(uintptr_t)image->pixels;
    double sample[3];
    chart_samples(p, scalp_xyz_from_lab(lab), sample);
    for (int y = 200; y < 250; y++)
        for (int x = left; x < left + 26; x++)
            for (int band = 0; band < 3; band++)
                to[3 * (y * photo_width + x) + band] = (uint16_t)scalp_image_sample_from_linear(
                    &image->curve[0], (float)scalp_clamp(sample[band], 0, 1));
}

/* A camera whose bands overlap, in warm light. */
static scalp_image chart_make(check_work *w) {
    const chart_photo p = {.chart = SCALP_CHART_2014,
                           .cross = 0.1,
                           .exponent = 1.1,
                           .warm = 1.4,
                           .light = 0.7,
                           .noise = 0.001};
    const scalp_image image = chart_photo_make(&p, w);
    scalp_vec2 corner[4];
    fill(&p, &image, 4, (scalp_lab){60.7, 9.9, 15.5});
    fill(&p, &image, 330, (scalp_lab){56, 8, 12.5});
    chart_corners(&p, corner);
    for (int i = 0; i < 4; i++)
        printf("%s%g,%g", i ? "," : "", corner[i].x, corner[i].y);
    printf("\n");
    return image;
}

static int write(const char *path, const scalp_image *image, scalp_image_format format,
                 check_work *w) {
    scalp_bytes bytes;
    if (scalp_codec_images_open(1, NULL) != SCALP_OK ||
        scalp_codec_image_write(image, format, NULL, &w->work, &bytes, NULL) != SCALP_OK ||
        scalp_codec_file_write(path, bytes, NULL) != SCALP_OK)
        return 3;
    scalp_codec_images_close();
    return 0;
}

int main(int count, char **arguments) {
    check_work w;
    scene s = {.width = 800,
               .height = 600,
               .focal_px = 800,
               .mark_count = 2,
               .marks = {{-1, {0.3, 0.2, 0.1}, {-15, 0, 150}}, {17, {0, 0.4, 0}, {48, -20, 150}}},
               .light = 0.9,
               .blur_px = 0.6,
               .noise = 0.005};
    if (count < 2)
        return 2;
    check_work_open(&w, 0);
    const char *what = count > 2 ? arguments[2] : "";
    int status;
    if (strcmp(what, "chart") == 0) {
        const scalp_image image = chart_make(&w);
        status = write(arguments[1], &image, SCALP_FORMAT_PNG, &w);
        check_work_close(&w);
        return status;
    }
    s.mirrored = strcmp(what, "mirrored") == 0;
    if (strcmp(what, "two") == 0) {
        s.marks[1] = (scene_mark){-1, {0, 0, 0.4}, {70, 0, 260}};
        s.marks[0].at = (scalp_vec3){-50, 0, 260};
    }
    const scalp_image image = scene_make(&s, &w);
    status = write(arguments[1], &image, SCALP_FORMAT_JPEG, &w);
    printf("%.4f %.2f\n", scene_px_per_mm(&s, &s.marks[0]), scene_tilt_deg(&s.marks[0]));
    check_work_close(&w);
    return status;
}
