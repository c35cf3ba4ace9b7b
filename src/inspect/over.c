/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "over.h"

#include <math.h>

static const double cells_across = 4; /* the widest dot looked for */
static const double wider = 1.25;     /* than that: no dot, nor two that touch */

scalp_status scalp_over_make(const scalp_image *image, double most_px, const scalp_work *work,
                             scalp_over *over, scalp_error *error) {
    void *memory;
    *over = (scalp_over){.cell = (int)scalp_clamp(floor(most_px / cells_across + 0.5), 2, 64)};
    over->columns = (image->width + over->cell - 1) / over->cell;
    over->rows = (image->height + over->cell - 1) / over->cell;
    over->wide = wider * most_px / over->cell;
    SCALP_TRY(scalp_work_take(work, (size_t)over->columns * (size_t)over->rows, 1, &memory, error));
    over->why = memory;
    return SCALP_OK;
}

scalp_status scalp_over_mask(const scalp_over *over, const scalp_image *image, const uint8_t *mask,
                             const scalp_work *work, const uint8_t **to, scalp_error *error) {
    void *memory;
    const size_t width = (size_t)image->width, height = (size_t)image->height;
    SCALP_TRY(scalp_work_take(work, width * height, 1, &memory, error));
    uint8_t *out = memory;
    for (size_t y = 0; y < height; y++) {
        const uint8_t *why = over->why + y / (size_t)over->cell * (size_t)over->columns;
        for (size_t x = 0; x < width; x++) {
            const size_t at = y * width + x;
            const uint8_t here = why[x / (size_t)over->cell];
            out[at] = mask && mask[at] != SCALP_UNSEEN_NOT ? mask[at]
                      : here == SCALP_UNSEEN_WOUND         ? here
                                                           : SCALP_UNSEEN_NOT;
        }
    }
    *to = out;
    return SCALP_OK;
}

scalp_unseen scalp_over_at(const scalp_over *over, double x, double y) {
    const int i = (int)scalp_clamp(floor((x + 0.5) / over->cell), 0, over->columns - 1);
    const int j = (int)scalp_clamp(floor((y + 0.5) / over->cell), 0, over->rows - 1);
    return (scalp_unseen)over->why[(size_t)j * (size_t)over->columns + (size_t)i];
}

scalp_status scalp_over_sums_make(const scalp_over *over, const uint8_t *mask,
                                  const scalp_work *work, scalp_over_sums *sums,
                                  scalp_error *error) {
    void *memory;
    const size_t wide = (size_t)over->columns + 1;
    SCALP_TRY(
        scalp_work_take(work, wide * ((size_t)over->rows + 1), sizeof(uint32_t), &memory, error));
    uint32_t *sum = memory;
    for (size_t j = 0; j < (size_t)over->rows; j++) {
        uint32_t row = 0;
        for (size_t i = 0; i < (size_t)over->columns; i++) {
            row += mask[j * (size_t)over->columns + i];
            sum[(j + 1) * wide + i + 1] = sum[j * wide + i + 1] + row;
        }
    }
    *sums = (scalp_over_sums){over->columns, over->rows, sum};
    return SCALP_OK;
}

static size_t within(int at, int most) {
    return (size_t)(at < 0 ? 0 : at > most ? most : at);
}

uint32_t scalp_over_sum(const scalp_over_sums *s, int left, int top, int right, int bottom,
                        uint32_t *area) {
    const size_t wide = (size_t)s->columns + 1;
    const size_t l = within(left, s->columns), r = within(right, s->columns);
    const size_t t = within(top, s->rows), b = within(bottom, s->rows);
    *area = (uint32_t)((r - l) * (b - t));
    return s->sum[b * wide + r] + s->sum[t * wide + l] - s->sum[t * wide + r] -
           s->sum[b * wide + l];
}
