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
