/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanned head's pictures and their masks. */
#ifndef SCALPTOR_TESTS_SEGMENT_SCAN_PICTURES_H
#define SCALPTOR_TESTS_SEGMENT_SCAN_PICTURES_H

#include "../check.h"

#include <scalptor/codec.h>
#include <scalptor/segment.h>

static inline bool scan_load(const char *name, const scalp_work *work, scalp_image *image) {
    char path[1024];
    scalp_bytes bytes;
    scalp_error error = {0};
    snprintf(path, sizeof path, "%s/data/photos/heads_scan/%s", check_shared(), name);
    if (scalp_codec_file_read(path, SCALP_CODEC_MAX_IMAGE_BYTES, work, &bytes, &error) ||
        scalp_codec_image_read(bytes, name, work, image, &error)) {
        CHECK_FAILED("%s", error.message);
        return false;
    }
    return true;
}

/* Whether the mask has head there; beyond it there is none. */
static inline bool scan_in_mask(const scalp_image *mask, int x, int y) {
    return x >= 0 && y >= 0 && x < mask->width && y < mask->height &&
           scalp_image_linear(mask, x, y, 0) > 0.2f;
}

#endif
