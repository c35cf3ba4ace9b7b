/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A studio's pigments from anywhere: what is accepted is written and read again as it was, and a
 * swatch either makes a pigment that absorbs or is refused. */
#include <scalptor/codec.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_same(double a, double b) {
    return isfinite(a) && fabs(a - b) <= 1e-14 * fabs(a);
}

static void check_again(const scalp_pigment_swatch_row *rows, size_t count,
                        const scalp_work *work) {
    const scalp_pigment_swatch_row *again;
    size_t same = 0;
    scalp_bytes bytes;
    scalp_error error;
    if (scalp_codec_pigments_write(rows, count, work, &bytes, &error) != SCALP_OK ||
        scalp_codec_pigments_read(bytes, "again", work, &again, &same, &error) != SCALP_OK ||
        same != count)
        abort();
    for (size_t i = 0; i < count; i++) {
        const scalp_pigment_swatch_row *a = &rows[i], *b = &again[i];
        if (!scalp_codec_pigment_id(a->id) || strcmp(a->id, b->id) != 0 ||
            !is_same(a->lab.l, b->lab.l) || !is_same(a->lab.a, b->lab.a) ||
            !is_same(a->lab.b, b->lab.b) || !is_same(a->dilution, b->dilution) ||
            !is_same(a->thickness_mm, b->thickness_mm))
            abort();
    }
}

static void check_pigment(const scalp_pigment_swatch_row *row) {
    scalp_pigment pigment;
    double difference;
    scalp_error error;
    if (scalp_pigment_from_swatch(row->id, row->lab, row->dilution, row->thickness_mm, &pigment,
                                  &difference, &error) != SCALP_OK)
        return;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        if (!(pigment.dmua_per_mm[w] >= 0) || !isfinite(pigment.dmua_per_mm[w]))
            abort();
    if (!(difference >= 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { swatches = 2 }; /* each takes a while */
    scalp_work work = {.memory = NULL};
    const scalp_pigment_swatch_row *rows;
    size_t count;
    scalp_error error;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_pigments_read((scalp_bytes){data, size}, "fuzz", &work, &rows, &count,
                                  &error) == SCALP_OK) {
        if (count > SCALP_CODEC_MAX_PIGMENTS)
            abort();
        check_again(rows, count, &work);
        for (size_t i = 0; i < count && i < swatches; i++)
            check_pigment(&rows[i]);
    }
    scalp_arena_close(&work.memory);
    return 0;
}
