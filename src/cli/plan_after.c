/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan --after: an earlier plan goes on; its dots that are not there yet keep their places. */
#include "cli.h"

#include <math.h>
#include <stdlib.h>

static const double there_share = 0.5; /* of the spacing: a planned dot with one there is done */

static int by_x(const void *a, const void *b) {
    const double x = ((const scalp_vec3 *)a)->x, y = ((const scalp_vec3 *)b)->x;
    return (x > y) - (x < y);
}

/* Whether one of the places, sorted by x, lies within reach. */
static bool is_there(const scalp_vec3 *places, size_t count, scalp_vec3 at, double reach) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (places[middle].x < at.x - reach)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && places[low].x < at.x + reach; low++)
        if (scalp_vec3_distance(places[low], at) < reach)
            return true;
    return false;
}

static scalp_status sort_places(cli_job *job, const scalp_placed *placed, scalp_vec3 **places,
                                scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, placed->dot_count, sizeof(scalp_vec3), &memory, error));
    *places = memory;
    for (size_t i = 0; i < placed->dot_count; i++)
        (*places)[i] = placed->dots[i].position;
    qsort(*places, placed->dot_count, sizeof **places, by_x);
    return SCALP_OK;
}

scalp_status cli_plan_after(cli_job *job, const scalp_design *design, const scalp_plan *earlier,
                            scalp_placed *placed, scalp_error *error) {
    const scalp_layout *layout = &earlier->layout;
    const unsigned first = placed->first_session > 0 ? placed->first_session : 1;
    scalp_vec3 *places;
    void *memory;
    size_t n = 0, late = 0;
    SCALP_TRY(sort_places(job, placed, &places, error));
    SCALP_TRY(scalp_work_take(&job->work, layout->dot_count, sizeof(scalp_dot), &memory, error));
    scalp_dot *kept = memory;
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *dot = &layout->dots[i];
        const double per_cm2 = scalp_mesh_field(design->mesh, design->density_per_cm2, dot->at);
        const double reach = there_share * sqrt(100 / fmax(per_cm2, 10));
        if (is_there(places, placed->dot_count, dot->position, reach))
            continue;
        kept[n] = *dot;
        late += dot->session < first;
        if (dot->session < first)
            kept[n].session = (uint8_t)first;
        n++;
    }
    placed->kept = kept;
    placed->kept_count = n;
    cli_say(job,
            "%s: %zu of its dots are not there yet and keep their places, %zu of them from "
            "sessions before %u.",
            cli_text(job, "after", ""), n, late, first);
    return SCALP_OK;
}
