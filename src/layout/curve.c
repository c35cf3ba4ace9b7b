/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order along a Hilbert curve: places that are near in the order are near on the head. */
#include "parts.h"

#include <string.h>

enum { curve_bits = 12 };

/* Skilling 2004, "Programming the Hilbert curve": coordinates become the curve's index, one bit
 * of each axis in turn. */
static uint64_t hilbert_index(uint32_t axis[3]) {
    const uint32_t top = 1u << (curve_bits - 1);
    for (uint32_t bit = top; bit > 1; bit >>= 1) {
        const uint32_t below = bit - 1;
        for (int k = 0; k < 3; k++) {
            if (axis[k] & bit) {
                axis[0] ^= below;
            } else {
                const uint32_t swap = (axis[0] ^ axis[k]) & below;
                axis[0] ^= swap;
                axis[k] ^= swap;
            }
        }
    }
    axis[1] ^= axis[0];
    axis[2] ^= axis[1];
    uint32_t flip = 0;
    for (uint32_t bit = top; bit > 1; bit >>= 1)
        flip ^= axis[2] & bit ? bit - 1 : 0;
    uint64_t index = 0;
    for (int b = curve_bits - 1; b >= 0; b--) {
        for (int k = 0; k < 3; k++)
            index = index << 1 | (((axis[k] ^ flip) >> b) & 1u);
    }
    return index;
}

uint64_t layout_curve(const surface *s, scalp_vec3 position) {
    const double p[3] = {position.x, position.y, position.z};
    const double cells = 1 << curve_bits;
    uint32_t axis[3];
    for (int k = 0; k < 3; k++) {
        const double place = (p[k] - s->least[k]) / s->size * cells;
        axis[k] = (uint32_t)scalp_clamp(place, 0, cells - 1);
    }
    return hilbert_index(axis);
}

enum { radix_bits = 12, radix_size = 1 << radix_bits };

scalp_status layout_sort(uint64_t *keys, uint32_t *order, size_t count, const scalp_work *work,
                         scalp_error *error) {
    void *spare_keys, *spare_order;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, count, sizeof *keys, &spare_keys, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *order, &spare_order, error));
    uint64_t *from = keys, *to = spare_keys;
    uint32_t *order_from = order, *order_to = spare_order;
    /* 4 rounds of 12 bits: 3 x 12 of the curve, and a zone above them. */
    for (int shift = 0; shift < 4 * radix_bits; shift += radix_bits) {
        uint32_t place[radix_size] = {0}, sum = 0;
        for (size_t i = 0; i < count; i++)
            place[from[i] >> shift & (radix_size - 1)]++;
        for (size_t k = 0; k < radix_size; k++) {
            const uint32_t here = place[k];
            place[k] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++) {
            const uint32_t where = place[from[i] >> shift & (radix_size - 1)]++;
            to[where] = from[i];
            order_to[where] = order_from[i];
        }
        uint64_t *keys_swap = from;
        from = to;
        to = keys_swap;
        uint32_t *order_swap = order_from;
        order_from = order_to;
        order_to = order_swap;
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
