/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a plan on the head, as CSV. */
#include "decimal.h"

#include <scalptor/codec.h>

#include <math.h>
#include <stdio.h>

enum { longest_row = 200 };

static int put_number(char *to, size_t size, size_t number) {
    return number == 0 ? snprintf(to, size, ",") : snprintf(to, size, "%zu,", number);
}

scalp_status scalp_codec_worked_write(const scalp_worked *worked, const uint32_t *plan_ids,
                                      const scalp_work *work, scalp_bytes *bytes,
                                      scalp_error *error) {
    static const char header[] =
        "state,plan_id,id,zone,session,x_mm,y_mm,z_mm,displaced_mm,doubt\n";
    void *memory;
    SCALP_TRY(
        scalp_work_take(work, sizeof header + longest_row * worked->dot_count, 1, &memory, error));
    char *to = memory;
    size_t size = (size_t)snprintf(to, sizeof header, "%s", header), found = 0;
    for (size_t i = 0; i < worked->dot_count; i++) {
        const scalp_worked_dot *d = &worked->dots[i];
        const bool is_found = d->found != SCALP_PAIR_NONE;
        const bool both = is_found && d->planned != SCALP_PAIR_NONE;
        const scalp_vec3 at = d->dot.position;
        const double cells[5] = {at.x, at.y, at.z, d->displaced_mm, both ? d->doubt : (double)NAN};
        int n = snprintf(to + size, longest_row, "%s,", scalp_paired_name(d->state));
        n +=
            put_number(to + size + n, 24, d->planned == SCALP_PAIR_NONE ? 0 : plan_ids[d->planned]);
        n += put_number(to + size + n, 24, is_found ? ++found : 0);
        n += snprintf(to + size + n, 48, "%s,%d,", scalp_zone_name((scalp_zone)d->dot.zone),
                      d->dot.session);
        for (int k = 0; k < 5; k++)
            n += scalp_decimal_put(to + size + n, (size_t)(longest_row - n), cells[k],
                                   k < 4 ? ',' : '\n');
        size += (size_t)n;
    }
    *bytes = (scalp_bytes){memory, size};
    return SCALP_OK;
}
