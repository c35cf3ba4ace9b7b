/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photos by themselves, and the marks in them. */
#include "cli.h"

#include <stdlib.h>

scalp_status cli_photo_read(cli_job *job, const char *path, scalp_image *image,
                            scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_IMAGE_BYTES, &bytes, error));
    return scalp_codec_image_read(bytes, path, &job->work, image, error);
}

scalp_status cli_card_read(cli_job *job, const char *path, scalp_card *card, scalp_error *error) {
    scalp_bytes bytes;
    *card = (scalp_card){.measured_mm = 0};
    if (!path)
        return SCALP_OK;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_CASE_BYTES, &bytes, error));
    return scalp_codec_card_read(bytes, path, card, error);
}

json_t *cli_json_places(const scalp_vec2 *places, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("[f,f]", places[i].x, places[i].y));
    return list;
}

scalp_status cli_mask_bytes(cli_job *job, const char *path, const uint8_t *mask, int width,
                            int height, scalp_bytes *bytes, scalp_error *error) {
    scalp_image_format format;
    scalp_image image = {.width = width, .height = height, .bands = 1, .bits = 8, .pixels = mask};
    SCALP_TRY(scalp_codec_image_format(path, &format, error));
    SCALP_TRY(scalp_image_curve_make(8, &job->work, &image.curve[0], error));
    image.curve[1] = image.curve[2] = image.curve[0];
    return scalp_codec_image_write(&image, format, NULL, &job->work, bytes, error);
}
