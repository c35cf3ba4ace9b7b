/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loss.h"

#include <string.h>

enum { max_corners = 48, pieces = 6 };

/* Mirrors the half outline onto the client's right and rounds it. */
static scalp_status make_part(const scalp_vec2 *half, size_t count, const scalp_work *work,
                              scalp_path *path, scalp_error *error) {
    scalp_vec2 whole[2 * max_corners];
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        whole[n++] = half[i];
    for (size_t i = count; i-- > 0;) {
        if (half[i].x > 0)
            whole[n++] = (scalp_vec2){-half[i].x, half[i].y};
    }
    return scalp_path_smooth(whole, n, true, pieces, work, path, error);
}

scalp_status scalp_loss_make(const scalp_places *places, scalp_norwood stage,
                             const scalp_work *work, scalp_loss *loss, scalp_error *error) {
    scalp_loss made = {.everywhere = stage == SCALP_NORWOOD_NONE};
    const char *name = scalp_norwood_name(stage);
    const size_t rows = scalp_loss_corner_count();
    for (size_t i = 0; i < rows && !made.everywhere;) {
        const scalp_loss_corner *first = scalp_loss_corner_at(i);
        scalp_vec2 half[max_corners];
        size_t count = 0;
        for (; i < rows && count < max_corners; i++) {
            const scalp_loss_corner *corner = scalp_loss_corner_at(i);
            if (strcmp(corner->stage, first->stage) != 0 || strcmp(corner->part, first->part) != 0)
                break;
            half[count++] = scalp_places_mm(places, (scalp_vec2){corner->x, corner->y});
        }
        if (strcmp(first->stage, name) != 0 || made.part_count == SCALP_LOSS_PARTS)
            continue;
        made.blend_mm[made.part_count] = first->blend_mm;
        SCALP_TRY(make_part(half, count, work, &made.part[made.part_count], error));
        made.part_count++;
    }
    *loss = made;
    return SCALP_OK;
}

double scalp_loss_share(const scalp_loss *loss, scalp_vec2 chart) {
    if (loss->everywhere)
        return 1;
    double most = 0;
    for (size_t i = 0; i < loss->part_count; i++) {
        const double half = loss->blend_mm[i] / 2;
        const double distance = scalp_path_distance(&loss->part[i], chart, half + 1);
        const double depth = scalp_path_inside(&loss->part[i], chart) ? distance : -distance;
        const double share = scalp_smoothstep(-half, half, depth);
        most = share > most ? share : most;
    }
    return most;
}
