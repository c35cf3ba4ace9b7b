/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head drawn as a photo of 2 megapixels, against that photo read and written. */
#include "bench.h"

#include <scalptor/case.h>
#include <scalptor/render.h>

enum { side = 1448 };

static const char name[] = "head.jpg";

static scalp_status draw(const scalp_work *work, scalp_image *image, scalp_error *error) {
    static const scalp_head_measures none = {0, 0, 0, 0};
    scalp_head head;
    SCALP_TRY(scalp_head_make(&none, "male", work, &head, error));
    const scalp_camera camera = scalp_camera_make(&head, 45, 8, 0, 1500, 0.8, side, side);
    const scalp_head_look look = {
        .skin = scalp_lab_from_ita_deg(40), .light = SCALP_LIGHT_DAYLIGHT, .seed = 1};
    return scalp_render_head(&head, &camera, &look, work, image, error);
}

scalp_status bench_head_make(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_image image;
    scalp_bytes bytes;
    SCALP_TRY(draw(work, &image, error));
    SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, work, &bytes, error));
    return bench_write(folder, name, bytes, error);
}

scalp_status bench_head_draw(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_image image;
    (void)folder;
    return draw(work, &image, error);
}

scalp_status bench_head_copy(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_bytes bytes;
    scalp_image image;
    SCALP_TRY(bench_read(folder, name, work, &bytes, error));
    SCALP_TRY(scalp_codec_image_read(bytes, name, work, &image, error));
    return scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, work, &bytes, error);
}
