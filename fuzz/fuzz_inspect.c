/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots in a photo from anywhere: every find lies in the photo and is a number. The last bytes say
 * the scale. Pictures of more than 40 000 pixels are passed over. */
#include <scalptor/codec.h>
#include <scalptor/inspect.h>

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_finds(const scalp_image *image, const scalp_finds *finds) {
    for (size_t i = 0; i < finds->count; i++) {
        const scalp_found *f = &finds->dots[i];
        if (!(f->px.x > -1 && f->px.y > -1 && f->px.x < image->width && f->px.y < image->height) ||
            !(f->diameter_px > 0) || !(f->confidence >= 0 && f->confidence <= 1) ||
            !(f->darkness >= 0 && f->darkness <= 1))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool open;
    scalp_work work = {.memory = NULL};
    scalp_photo_facts facts;
    scalp_image image;
    scalp_finds finds;
    const scalp_bytes bytes = {data, size};
    if (!open && scalp_codec_images_open(1, NULL) != SCALP_OK)
        abort();
    open = true;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    const scalp_flat flat = scalp_flat_square(size > 0 ? data[size - 1] : 0, 0);
    if (scalp_codec_image_facts(bytes, "fuzz", &work, &facts, NULL) == SCALP_OK &&
        (long)facts.width * facts.height <= 40000 &&
        scalp_codec_image_read(bytes, "fuzz", &work, &image, NULL) == SCALP_OK &&
        scalp_find(&image, &flat, NULL, &work, &finds, NULL) == SCALP_OK)
        check_finds(&image, &finds);
    scalp_arena_close(&work.memory);
    return 0;
}
