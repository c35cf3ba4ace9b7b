/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Card and stickers in a photo of 12 megapixels, against decoding it. */
#include "bench.h"

enum { width = 4000, height = 3000, stickers = 4 };

static const double light_of_paper = 220, light_of_ink = 30;

/* A sticker's tag seen straight on, its upper left cell at x, y. */
static scalp_status put_tag(uint8_t *pixels, int number, int x, int y, int cell,
                            scalp_error *error) {
    bool cells[SCALP_TAG_CELLS * SCALP_TAG_CELLS];
    SCALP_TRY(scalp_tag_cells(number, cells, error));
    for (int v = 0; v < SCALP_TAG_CELLS * cell; v++)
        for (int u = 0; u < SCALP_TAG_CELLS * cell; u++) {
            const bool black = cells[v / cell * SCALP_TAG_CELLS + u / cell];
            uint8_t *to = pixels + 3 * ((size_t)(y + v) * width + (size_t)(x + u));
            to[0] = to[1] = to[2] = (uint8_t)(black ? light_of_ink : light_of_paper);
        }
    return SCALP_OK;
}

scalp_status bench_tags_make(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_image image;
    scalp_bytes bytes;
    SCALP_TRY(bench_photo_make(folder, work, error));
    SCALP_TRY(bench_read(folder, "photo.jpg", work, &bytes, error));
    SCALP_TRY(scalp_codec_image_read(bytes, "photo.jpg", work, &image, error));
    void *copy;
    const size_t size = (size_t)width * height * 3;
    SCALP_TRY(scalp_work_take(work, size, 1, &copy, error));
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)copy)[i] = ((const uint8_t *)image.pixels)[i];
    for (int i = 0; i < stickers; i++)
        SCALP_TRY(put_tag(copy, SCALP_STICKER_FIRST + i, 300 + 900 * i, 400 + 500 * i, 18, error));
    image.pixels = copy;
    SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, work, &bytes, error));
    return bench_write(folder, "tags.jpg", bytes, error);
}

scalp_status bench_tags_decode(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_bytes bytes;
    scalp_image image;
    SCALP_TRY(bench_read(folder, "tags.jpg", work, &bytes, error));
    return scalp_codec_image_read(bytes, "tags.jpg", work, &image, error);
}

scalp_status bench_tags_find(const char *folder, const scalp_work *work, scalp_error *error) {
    const scalp_marks_params params = {.focal_px = 0};
    scalp_bytes bytes;
    scalp_image image;
    scalp_marks marks;
    SCALP_TRY(bench_read(folder, "tags.jpg", work, &bytes, error));
    SCALP_TRY(scalp_codec_image_read(bytes, "tags.jpg", work, &image, error));
    SCALP_TRY(scalp_marks_find(&image, &params, work, &marks, error));
    if (marks.count != stickers)
        return scalp_fail(error, SCALP_ERR_MACHINE, "%zu of %d stickers were found.", marks.count,
                          stickers);
    return SCALP_OK;
}
