/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/image.h>

#include <assert.h>
#include <string.h>

typedef struct reduction {
    const scalp_image *from, *to;
    scalp_box box;
    uint8_t *pixels;
    int factor;
} reduction;

/* Sums of the columns of `factor` rows, a run of samples at a time, so that the sums stay near. */
enum { run = 4 * SCALP_IMAGE_MAX_REDUCTION };

static void add_narrow(const uint8_t *from, size_t stride, int rows, size_t count, uint32_t *sum) {
    memset(sum, 0, count * sizeof *sum);
    for (int j = 0; j < rows; j++, from += stride)
        for (size_t i = 0; i < count; i++)
            sum[i] += from[i];
}

static void add_wide(const uint16_t *from, size_t stride, int rows, size_t count, uint32_t *sum) {
    memset(sum, 0, count * sizeof *sum);
    for (int j = 0; j < rows; j++, from += stride)
        for (size_t i = 0; i < count; i++)
            sum[i] += from[i];
}

static void put_mean(const reduction *r, size_t at, uint64_t sum) {
    const uint32_t count = (uint32_t)r->factor * (uint32_t)r->factor;
    if (r->from->bits == 8) /* the sum fits, and so divides faster */
        r->pixels[at] = (uint8_t)(((uint32_t)sum + count / 2) / count);
    else
        ((uint16_t *)(void *)r->pixels)[at] = (uint16_t)((sum + count / 2) / count);
}

static void reduce_row(void *context, size_t row) {
    const reduction *r = context;
    const size_t colours = (size_t)scalp_image_colours(r->from), bands = (size_t)r->from->bands;
    const size_t factor = (size_t)r->factor, stride = (size_t)r->from->width * bands;
    const size_t width = (size_t)r->to->width, cell = factor * bands;
    const size_t cells = run / cell; /* in a run */
    uint32_t sum[run];
    for (size_t left = 0; left < width; left += cells) {
        const size_t count = width - left < cells ? width - left : cells;
        const size_t from = ((size_t)r->box.top + row * factor) * stride +
                            (size_t)r->box.left * bands + left * cell;
        if (r->from->bits == 8)
            add_narrow((const uint8_t *)r->from->pixels + from, stride, r->factor, count * cell,
                       sum);
        else
            add_wide((const uint16_t *)r->from->pixels + from, stride, r->factor, count * cell,
                     sum);
        for (size_t x = 0; x < count; x++) {
            for (size_t band = 0; band < colours; band++) {
                uint64_t all = 0;
                for (size_t i = band; i < cell; i += bands)
                    all += sum[x * cell + i];
                put_mean(r, (row * width + left + x) * colours + band, all);
            }
        }
    }
}

scalp_status scalp_image_reduce(const scalp_image *image, const scalp_box *box, int factor,
                                const scalp_work *work, scalp_image *reduced, scalp_error *error) {
    const scalp_box part = box ? *box : (scalp_box){0, 0, image->width, image->height};
    assert(factor >= 1 && factor <= SCALP_IMAGE_MAX_REDUCTION);
    assert(part.left >= 0 && part.top >= 0 && part.left <= part.right && part.top <= part.bottom);
    assert(part.right <= image->width && part.bottom <= image->height);
    scalp_image to = *image;
    void *pixels;
    to.width = (part.right - part.left) / factor;
    to.height = (part.bottom - part.top) / factor;
    to.bands = scalp_image_colours(image);
    to.px_per_mm_x /= factor;
    to.px_per_mm_y /= factor;
    to.notes = NULL;
    to.note_count = 0;
    if (to.width < 1 || to.height < 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A picture of %d x %d pixels cannot be made %d times smaller.",
                          part.right - part.left, part.bottom - part.top, factor);
    SCALP_TRY(scalp_work_take(work, scalp_image_bytes(&to), 1, &pixels, error));
    to.pixels = pixels;
    reduction r = {image, &to, part, pixels, factor};
    scalp_pool_for(work->pool, (size_t)to.height, reduce_row, &r);
    *reduced = to;
    return SCALP_OK;
}
