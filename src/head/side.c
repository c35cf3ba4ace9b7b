/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "side.h"

#include "camera.h"

#include <string.h>

/* How well people hit a side is judged: a full profile or front better than something between. */
static const struct {
    const char *name;
    double yaw_deg, pitch_deg, sd_deg;
} sides[] = {{"front", 0, 0, 8},    {"left", 90, 0, 8},      {"right", -90, 0, 8},
             {"left45", 45, 0, 12}, {"right45", -45, 0, 12}, {"back", 180, 0, 10},
             {"top", 0, 80, 20}};

bool scalp_side_find(const char *name, scalp_side *side) {
    for (size_t i = 0; name && i < sizeof sides / sizeof *sides; i++) {
        if (strcmp(sides[i].name, name) != 0)
            continue;
        side->turn = scalp_camera_turn(sides[i].yaw_deg, sides[i].pitch_deg, 0);
        side->sd = sides[i].sd_deg * SCALP_PI / 180;
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
    return (scalp_vec2){-along(&side->turn, 0, rotation, 2) / side->sd,
                        -along(&side->turn, 1, rotation, 2) / side->sd};
}
