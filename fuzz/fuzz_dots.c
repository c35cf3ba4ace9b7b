/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots and hairs from anywhere: what is accepted lies within its limits. */
#include <scalptor/codec.h>

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_row(const scalp_placed_row *r, bool dot) {
    const scalp_vec3 p = r->point;
    if (!(fabs(p.x) <= 1000 && fabs(p.y) <= 1000 && fabs(p.z) <= 1000) || !r->line ||
        !(r->radius_mm >= 0 && r->radius_mm <= SCALP_SITE_MAX_RADIUS_MM) || r->id < 0)
        abort();
    if (dot &&
        (r->session < 1 || r->session > SCALP_LAYOUT_MAX_SESSIONS || r->zone == SCALP_ZONE_NONE ||
         r->zone >= SCALP_ZONE_COUNT || !(fabs(scalp_vec3_length(r->normal) - 1) < 0.06)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {.memory = NULL};
    const scalp_placed_row *rows;
    size_t count;
    scalp_error error;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    const scalp_bytes bytes = {data, size};
    if (scalp_codec_dots_read(bytes, "fuzz", &work, &rows, &count, &error) == SCALP_OK)
        for (size_t i = 0; i < count; i++)
            check_row(&rows[i], true);
    if (scalp_codec_sites_read(bytes, "fuzz", &work, &rows, &count, &error) == SCALP_OK)
        for (size_t i = 0; i < count; i++)
            check_row(&rows[i], false);
    scalp_arena_close(&work.memory);
    return 0;
}
