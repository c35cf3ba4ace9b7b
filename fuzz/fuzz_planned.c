/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flat plans from anywhere, compared with a patch of dots of their own. */
#include <scalptor/codec.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { most = 200 };

static void compare(const scalp_planned *planned, size_t count, const scalp_work *work) {
    static const uint8_t why[400];
    const scalp_window window = {{0, 0}, 1, 20, 20, why};
    const scalp_pair_start start = {
        .has_place = true, .b_from_a = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, .place_sd = 0.1};
    scalp_found found[most];
    scalp_plan_compared compared;
    scalp_error error;
    scalp_bytes bytes;
    const size_t n = count < most ? count : most;
    for (size_t i = 0; i < n; i++)
        found[i] = (scalp_found){.mm = planned[i].mm, .confidence = 1, .diameter_mm = 0.3};
    if (scalp_pair_plan(planned, n, found, n, &window, &start, work, &compared, &error) != SCALP_OK)
        return;
    if (compared.placed && compared.dot_count < n)
        abort();
    if (scalp_codec_paired_write(&compared, planned, work, &bytes, &error) != SCALP_OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {.memory = NULL};
    scalp_error error;
    const scalp_planned *planned;
    size_t count;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_planned_read((scalp_bytes){data, size}, "fuzz", &work, &planned, &count,
                                 &error) == SCALP_OK)
        compare(planned, count, &work);
    scalp_arena_close(&work.memory);
    return 0;
}
