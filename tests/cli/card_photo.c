/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a drawn photo of the calibration card and a sticker, as JPEG: card_photo FILE
 * [mirrored|two]. For the tests that are shell scripts. */
#include "calibrate/scene.h"

#include <scalptor/codec.h>

int main(int count, char **arguments) {
    check_work w;
    scalp_bytes bytes;
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
    s.mirrored = count > 2 && strcmp(arguments[2], "mirrored") == 0;
    if (count > 2 && strcmp(arguments[2], "two") == 0)
        s.marks[1] = (scene_mark){-1, {0, 0, 0.4}, {70, 0, 260}};
    if (count > 2 && strcmp(arguments[2], "two") == 0)
        s.marks[0].at = (scalp_vec3){-50, 0, 260};
    const scalp_image image = scene_make(&s, &w);
    if (scalp_codec_images_open(1, NULL) != SCALP_OK ||
        scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, &w.work, &bytes, NULL) !=
            SCALP_OK ||
        scalp_codec_file_write(arguments[1], bytes, NULL) != SCALP_OK)
        return 3;
    scalp_codec_images_close();
    printf("%.4f %.2f\n", scene_px_per_mm(&s, &s.marks[0]), scene_tilt_deg(&s.marks[0]));
    check_work_close(&w);
    return 0;
}
