/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "side.h"

#include "camera.h"

#include <string.h>

/* How well people hit a side is judged: a full profile is told by the far brow that just goes out
 * of sight, and by a head held upright (best of all ways to turn it: Weber et al. 2013) before a
 * camera at the ear's height to 4 cm of a metre; a nod is less noticed, and between the sides
 * nothing tells. */
static const struct {
    const char *name;
    double yaw_deg, pitch_deg, turn_sd_deg, tilt_sd_deg;
} sides[] = {{"front", 0, 0, 5, 8},     {"left", 90, 0, 4, 2.5},     {"right", -90, 0, 4, 2.5},
             {"left45", 45, 0, 12, 15}, {"right45", -45, 0, 12, 15}, {"back", 180, 0, 6, 10},
             {"top", 0, 80, 10, 20}};

bool scalp_side_find(const char *name, scalp_side *side) {
    for (size_t i = 0; name && i < sizeof sides / sizeof *sides; i++) {
        if (strcmp(sides[i].name, name) != 0)
            continue;
        side->turn = scalp_camera_turn(sides[i].yaw_deg, sides[i].pitch_deg, 0);
        side->turn_sd = sides[i].turn_sd_deg * SCALP_PI / 180;
        side->tilt_sd = sides[i].tilt_sd_deg * SCALP_PI / 180;
        return true;
    }
    return false;
}

/* Dot product of two rows. */
static double along(const scalp_mat3 *a, int row, const scalp_mat3 *b, int of) {
    double sum = 0;
    for (int k = 0; k < 3; k++)
        sum += a->m[row][k] * b->m[of][k];
    return sum;
}

double scalp_side_cosine(const scalp_side *side, const scalp_mat3 *rotation) {
    return along(&side->turn, 2, rotation, 2);
}

scalp_vec2 scalp_side_deviation(const scalp_side *side, const scalp_mat3 *rotation) {
    return (scalp_vec2){-along(&side->turn, 0, rotation, 2) / side->turn_sd,
                        -along(&side->turn, 1, rotation, 2) / side->tilt_sd};
}
