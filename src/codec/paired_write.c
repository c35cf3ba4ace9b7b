/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of planned dots, and of those of an earlier photo, as CSV. */
#include "decimal.h"

#include <scalptor/codec.h>

#include <math.h>
#include <stdio.h>

enum { longest_row = 192 };

static int put_all(char *to, size_t size, const double *x, size_t count) {
    int n = 0;
    for (size_t i = 0; i < count; i++)
        n += scalp_decimal_put(to + n, size - (size_t)n, x[i], i + 1 < count ? ',' : '\n');
    return n;
}

/* Found dots are numbered as scalp_codec_found_write does. */
static int put_found(char *to, size_t size, uint32_t found) {
    return found == SCALP_PAIR_NONE ? snprintf(to, size, ",")
                                    : snprintf(to, size, "%u,", found + 1);
}

scalp_status scalp_codec_paired_write(const scalp_plan_compared *compared,
                                      const scalp_planned *planned, const scalp_work *work,
                                      scalp_bytes *bytes, scalp_error *error) {
    static const char header[] =
        "state,plan_id,id,zone,x_mm,y_mm,off_x_mm,off_y_mm,displaced_mm,doubt\n";
    void *memory;
    SCALP_TRY(scalp_work_take(work, sizeof header + longest_row * compared->dot_count, 1, &memory,
                              error));
    char *to = memory;
    size_t size = (size_t)snprintf(to, sizeof header, "%s", header);
    for (size_t i = 0; i < compared->dot_count; i++) {
        const scalp_pair_dot *d = &compared->dots[i];
        const bool both = d->planned != SCALP_PAIR_NONE && d->found != SCALP_PAIR_NONE;
        const double none = (double)NAN;
        const double cells[] = {d->mm.x,
                                d->mm.y,
                                both ? d->off_mm.x : none,
                                both ? d->off_mm.y : none,
                                both ? hypot(d->off_mm.x, d->off_mm.y) : none,
                                both ? d->doubt : none};
        int n = snprintf(to + size, longest_row, "%s,", scalp_paired_name(d->state));
        if (d->planned == SCALP_PAIR_NONE)
            n += snprintf(to + size + n, 8, ",");
        else
            n += snprintf(to + size + n, 16, "%u,", planned[d->planned].id);
        n += put_found(to + size + n, 16, d->found);
        n += snprintf(to + size + n, 40, "%s,",
                      d->planned == SCALP_PAIR_NONE
                          ? ""
                          : scalp_zone_name((scalp_zone)planned[d->planned].zone));
        n += put_all(to + size + n, (size_t)(longest_row - n), cells, sizeof cells / sizeof *cells);
        size += (size_t)n;
    }
    *bytes = (scalp_bytes){memory, size};
    return SCALP_OK;
}

scalp_status scalp_codec_kept_write(const scalp_before_compared *compared, const scalp_work *work,
                                    scalp_bytes *bytes, scalp_error *error) {
    static const char header[] = "state,before_id,id,x_mm,y_mm,darkness_ratio,darkness_ratio_sd,"
                                 "diameter_ratio,diameter_ratio_sd,doubt\n";
    void *memory;
    SCALP_TRY(scalp_work_take(work, sizeof header + longest_row * compared->dot_count, 1, &memory,
                              error));
    char *to = memory;
    size_t size = (size_t)snprintf(to, sizeof header, "%s", header);
    for (size_t i = 0; i < compared->dot_count; i++) {
        const scalp_kept_dot *d = &compared->dots[i];
        const double cells[] = {d->mm.x,           d->mm.y,
                                d->darkness_ratio, d->darkness_ratio_sd,
                                d->diameter_ratio, d->diameter_ratio_sd,
                                d->doubt};
        int n = snprintf(to + size, longest_row, "%s,", scalp_kept_name(d->state));
        n += put_found(to + size + n, 16, d->before);
        n += put_found(to + size + n, 16, d->after);
        n += put_all(to + size + n, (size_t)(longest_row - n), cells, sizeof cells / sizeof *cells);
        size += (size_t)n;
    }
    *bytes = (scalp_bytes){memory, size};
    return SCALP_OK;
}
