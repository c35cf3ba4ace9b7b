/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/base.h>

scalp_status scalp_work_report(const scalp_work *work, const char *stage, double done,
                               scalp_error *error) {
    if (work->progress && !work->progress(work->progress_context, stage, done))
        return scalp_fail(error, SCALP_ERR_CANCELLED, "Cancelled while at work on the %s.", stage);
    return SCALP_OK;
}

scalp_status scalp_work_take(const scalp_work *work, size_t count, size_t size, void **items,
                             scalp_error *error) {
    *items = scalp_arena_take(work->memory, count, size);
    if (!*items) {
        return scalp_fail(error, SCALP_ERR_MEMORY,
                          "Out of memory: %zu items of %zu bytes are needed; close other programs "
                          "and try again.",
                          count, size);
    }
    return SCALP_OK;
}
