/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stains: unwiped ink, scabs, moles, drops of blood: darker than the skin about them, in red light
 * too (which redness leaves alone), over a square wider than any dot. */
#include "over.h"

#include <math.h>

static const float dark_red = 0.085F, dark_green = 0.1F; /* optical density above the skin's */
static const double full = 0.85;                         /* of the square that must be dark */
static const double rim = 0.35;                          /* of the square's side */

/* What of `mask` fills squares, and a rim about them, is painted. */
static scalp_status paint(uint8_t *mask, const scalp_work *work, scalp_over *over, bool *some,
                          scalp_error *error) {
    scalp_over_sums sums;
    uint32_t area;
    const size_t columns = (size_t)over->columns;
    const int side = (int)scalp_clamp(floor(over->wide + 0.5), 2, 1000);
    const int far = (int)ceil(rim * side);
    SCALP_TRY(scalp_over_sums_make(over, mask, work, &sums, error));
    for (int j = 0; j < over->rows; j++) /* squares by their upper left cell */
        for (int i = 0; i < over->columns; i++) {
            const uint32_t dark = scalp_over_sum(&sums, i, j, i + side, j + side, &area);
            mask[(size_t)j * columns + (size_t)i] = (double)dark >= full * side * side;
        }
    SCALP_TRY(scalp_over_sums_make(over, mask, work, &sums, error));
    for (int j = 0; j < over->rows; j++)
        for (int i = 0; i < over->columns; i++) {
            uint8_t *why = &over->why[(size_t)j * columns + (size_t)i];
            if (*why == SCALP_UNSEEN_NOT &&
                scalp_over_sum(&sums, i - side + 1 - far, j - side + 1 - far, i + 1 + far,
                               j + 1 + far, &area) > 0) {
                *why = SCALP_UNSEEN_WOUND;
                *some = true;
            }
        }
    return SCALP_OK;
}

scalp_status scalp_stains_paint(const scalp_bare *bare, const scalp_work *work, scalp_over *over,
                                bool *some, scalp_error *error) {
    void *memory;
    const size_t cells = (size_t)over->columns * (size_t)over->rows;
    SCALP_TRY(scalp_work_take(work, cells, 1, &memory, error));
    uint8_t *mask = memory;
    for (size_t i = 0; i < cells; i++)
        mask[i] = bare->lift[0][i] > dark_red && bare->lift[1][i] > dark_green;
    return paint(mask, work, over, some, error);
}
