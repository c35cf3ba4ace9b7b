/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/image.h>

#include <assert.h>

typedef struct reduction {
    const scalp_image *from, *to;
    uint8_t *pixels;
    int factor;
} reduction;

static unsigned sample(const scalp_image *image, int x, int y, int band) {
    const size_t at =
        ((size_t)y * (size_t)image->width + (size_t)x) * (size_t)image->bands + (size_t)band;
    return image->bits == 8 ? ((const uint8_t *)image->pixels)[at]
                            : ((const uint16_t *)image->pixels)[at];
}

static void reduce_row(void *context, size_t row) {
    const reduction *r = context;
    const int colours = scalp_image_colours(r->from), factor = r->factor;
    const uint64_t count = (uint64_t)factor * (uint64_t)factor;
    for (int x = 0; x < r->to->width; x++) {
        for (int band = 0; band < colours; band++) {
            uint64_t sum = 0;
            for (int j = 0; j < factor; j++) {
                for (int i = 0; i < factor; i++)
                    sum += sample(r->from, x * factor + i, (int)row * factor + j, band);
            }
            const size_t at =
                (row * (size_t)r->to->width + (size_t)x) * (size_t)colours + (size_t)band;
            const uint64_t mean = (sum + count / 2) / count;
            if (r->from->bits == 8)
                r->pixels[at] = (uint8_t)mean;
            else
                ((uint16_t *)(void *)r->pixels)[at] = (uint16_t)mean;
        }
    }
}

scalp_status scalp_image_reduce(const scalp_image *image, int factor, const scalp_work *work,
                                scalp_image *reduced, scalp_error *error) {
    assert(factor >= 1);
    scalp_image to = *image;
    void *pixels;
    to.width = image->width / factor;
    to.height = image->height / factor;
    to.bands = scalp_image_colours(image);
    to.px_per_mm_x /= factor;
    to.px_per_mm_y /= factor;
    to.notes = NULL;
    to.note_count = 0;
    if (to.width < 1 || to.height < 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A picture of %d x %d pixels cannot be made %d times smaller.",
                          image->width, image->height, factor);
    SCALP_TRY(scalp_work_take(work, scalp_image_bytes(&to), 1, &pixels, error));
    to.pixels = pixels;
    reduction r = {image, &to, pixels, factor};
    scalp_pool_for(work->pool, (size_t)to.height, reduce_row, &r);
    *reduced = to;
    return SCALP_OK;
}
