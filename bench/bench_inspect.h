/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of inspect share. */
#ifndef SCALPTOR_BENCH_INSPECT_H
#define SCALPTOR_BENCH_INSPECT_H

#include "bench.h"

#include <close_up.h>
#include <scalptor/evenness.h>

typedef struct bench_spots {
    size_t count;
    scalp_vec2 px[40000];
} bench_spots;

/* The plain way: differences of Gaussians of the green band's optical density, their peaks in place
 * and scale above a fixed threshold (Lindeberg 1998). */
scalp_status bench_dog_find(const scalp_image *image, double px_per_mm, const scalp_work *work,
                            bench_spots *to, scalp_error *error);

#endif
