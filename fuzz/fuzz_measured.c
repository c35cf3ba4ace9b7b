/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measurements from anywhere: what is accepted lies within its limits, and a forecast can follow.
 */
#include <scalptor/codec.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_row(const scalp_case_measured *m) {
    double day;
    if (!scalp_case_day_from_date(m->date, &day) || m->zone >= SCALP_ZONE_COUNT || !m->line ||
        !(m->low_pct >= 0 && m->low_pct <= m->retained_pct && m->retained_pct <= m->high_pct &&
          m->high_pct <= SCALP_CODEC_MOST_PCT))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {.memory = NULL};
    const scalp_case_measured *measured;
    size_t count;
    scalp_error error;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_measured_read((scalp_bytes){data, size}, "fuzz", &work, &measured, &count,
                                  &error) == SCALP_OK) {
        if (count == 0 || count > SCALP_FORECAST_MAX_MEASURED)
            abort();
        for (size_t i = 0; i < count; i++)
            check_row(&measured[i]);
    }
    scalp_arena_close(&work.memory);
    return 0;
}
