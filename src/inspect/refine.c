/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candidates of a tile: a disc fitted to each, and its traits read. */
#include "find.h"

#include <math.h>

/* Of ten thousand candidates that a disc explains less well hardly one is a dot. */
static const double least_explained = 0.15;

scalp_disc_limits scalp_refine_limits(const scalp_scales *scales, double blur_px) {
    const double least = scales->sigma[0] * 1.4142135623730951;
    const double most = scales->sigma[scales->count] * 1.4142135623730951;
    return (scalp_disc_limits){.least_r = 0.7 * least,
                               .most_r = 1.1 * most,
                               .s = blur_px > 0 ? blur_px : 1.1,
                               .s_free = !(blur_px > 0),
                               .least_s = 0.5,
                               .most_s = 4,
                               .least_explained = least_explained};
}

bool scalp_refine(const scalp_sight *sight, const scalp_tile *tile, const scalp_disc_table *table,
                  const scalp_disc_limits *limits, double px_per_mm, scalp_candidate *c) {
    const scalp_patch patch = {tile->pigment, tile->known, tile->width, tile->height};
    const double r0 = 1.4142135623730951 * c->sigma;
    scalp_disc disc = {.x = c->peak_x, .y = c->peak_y};
    disc.r = sqrt(fmax(r0 * r0 - 1.5 * limits->s * limits->s, 0.3 * r0 * r0));
    scalp_disc_fit(table, &patch, limits, &disc);
    c->explained = scalp_clamp(disc.explained, 0, 1);
    if (!disc.good)
        return false;
    const float *const planes[SCALP_DISC_PLANES] = {tile->pigment, tile->lift[0], tile->lift[1],
                                                    tile->lift[2], tile->luma};
    scalp_disc_seen seen[SCALP_DISC_PLANES];
    scalp_disc_read(table, planes, SCALP_DISC_PLANES, &patch, &disc, seen);
    for (int b = 0; b < 3; b++)
        c->lift[b] = seen[1 + b].depth;
    c->explained = seen[0].explained;
    c->luma_ground = seen[4].ground;
    c->luma_explained = seen[4].explained;
    c->depth = disc.depth;
    c->depth_sd = disc.depth_sd;
    c->blur_px = disc.s;
    c->diameter_px = 2 * disc.r;
    c->diameter_sd = 2 * disc.r_sd;
    c->centre_sd = disc.centre_sd;
    c->x = disc.x + tile->left - tile->border;
    c->y = disc.y + tile->top - tile->border;
    scalp_traits_read(sight, tile, px_per_mm, &disc, c);
    return true;
}
