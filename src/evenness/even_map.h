/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect, evenness: dots and skin in cells, each level twice as coarse as the last. */
#ifndef SCALPTOR_INSPECT_EVEN_MAP_H
#define SCALPTOR_INSPECT_EVEN_MAP_H

#include "even.h"

/* Sums over cells: dots, skin (mm2), and skin times what is wanted there. Kernels are 3 cells
 * wide (sigma). */
typedef struct even_level {
    scalp_vec2 origin;
    double cell;
    int columns, rows;
    float *dots, *skin, *wanted;
} even_level;

SCALP_CHECKED scalp_status even_level_make(const even_job *job, even_level *level);
SCALP_CHECKED scalp_status even_level_half(const even_job *job, const even_level *from,
                                           even_level *level);
/* The nearest cell of a place. */
size_t even_level_cell(const even_level *level, scalp_vec2 at);
/* A Gaussian over cells of an array; beyond the array nothing. `from` may be `to`. */
enum { EVEN_TAPS = 10 };
void even_blur(const float *from, float *to, float *scratch, int columns, int rows, double sigma);

#endif
