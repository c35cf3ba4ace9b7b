/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stains: unwiped ink, scabs, moles, drops of blood: darker than the skin about them, in red light
 * too (which redness leaves alone), over a square wider than any dot. */
#include "over.h"

#include <math.h>
#include <stdlib.h>

static const float dark_red = 0.085F, dark_green = 0.1F; /* optical density above the skin's */
static const float beyond = 4;                           /* standard deviations of bare skin */
static const double full = 0.85;                         /* of the square that must be dark */
static const double rim = 0.5;                           /* of the square's side */

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

static int by_number(const void *a, const void *b) {
    const float p = *(const float *)a, q = *(const float *)b;
    return p < q ? -1 : p > q;
}

/* How much skin varies, by its lighter cells, which no stain is among: of a normal distribution the
 * tenth and the fortieth of a hundred are 1.03 standard deviations apart. */
static float spread(const float *lift, size_t cells, float *room) {
    size_t n = 0;
    const size_t step = 1 + cells / 20000;
    for (size_t i = 0; i < cells; i += step)
        if (!isnan(lift[i]))
            room[n++] = lift[i];
    if (n < 100)
        return 0;
    qsort(room, n, sizeof *room, by_number);
    return (room[n * 4 / 10] - room[n / 10]) / 1.03F;
}

scalp_status scalp_stains_paint(const scalp_bare *bare, const scalp_work *work, scalp_over *over,
                                bool *some, scalp_error *error) {
    void *memory, *room;
    const size_t cells = (size_t)over->columns * (size_t)over->rows;
    SCALP_TRY(scalp_work_take(work, cells, 1, &memory, error));
    SCALP_TRY(scalp_work_take(work, 40000, sizeof(float), &room, error));
    uint8_t *mask = memory;
    const float red = fmaxf(dark_red, beyond * spread(bare->lift[0], cells, room));
    const float green = fmaxf(dark_green, beyond * spread(bare->lift[1], cells, room));
    for (size_t i = 0; i < cells; i++)
        mask[i] = bare->lift[0][i] > red && bare->lift[1][i] > green;
    return paint(mask, work, over, some, error);
}
