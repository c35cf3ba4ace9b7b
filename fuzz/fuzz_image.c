/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A photo from anywhere. What is accepted can be written again, without its place. Pictures of more
 * than a quarter of a million pixels are passed over: they only take longer. */
#include <scalptor/codec.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool open;
    scalp_work work = {.memory = NULL};
    scalp_photo_facts facts;
    scalp_image image;
    scalp_bytes written;
    const scalp_bytes bytes = {data, size};
    if (!open && scalp_codec_images_open(1, NULL) != SCALP_OK)
        abort();
    open = true;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_image_facts(bytes, "fuzz", &work, &facts, NULL) == SCALP_OK &&
        (long)facts.width * facts.height <= 250000 &&
        scalp_codec_image_read(bytes, "fuzz", &work, &image, NULL) == SCALP_OK) {
        if (image.width != facts.width || image.height != facts.height)
            abort();
        const scalp_image_format format = size % 2 ? SCALP_FORMAT_JPEG : SCALP_FORMAT_PNG;
        if (scalp_codec_image_write(&image, format, "note", &work, &written, NULL) != SCALP_OK)
            abort();
    }
    scalp_arena_close(&work.memory);
    return 0;
}
