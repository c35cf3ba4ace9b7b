/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card file from anywhere, and the same bytes as places that somebody typed. What is accepted is
 * written, and read again as it was. */
#include <scalptor/codec.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {.memory = NULL};
    scalp_card card, again;
    scalp_area area;
    scalp_error error;
    scalp_bytes bytes;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_card_read((scalp_bytes){data, size}, "fuzz", &card, &error) == SCALP_OK)
        if (scalp_codec_card_write(&card, &work, &bytes, &error) != SCALP_OK ||
            scalp_codec_card_read(bytes, "again", &again, &error) != SCALP_OK ||
            again.measured_mm != card.measured_mm || strcmp(again.print_id, card.print_id) != 0)
            abort();
    const char *text = scalp_arena_text(work.memory, (const char *)data, size);
    if (text && scalp_codec_area_read(text, "fuzz", &area, &error) == SCALP_OK)
        for (size_t i = 0; i < area.point_count; i++)
            if (!(fabs(area.points[i].x) <= 1e9) || !(fabs(area.points[i].y) <= 1e9))
                abort();
    scalp_arena_close(&work.memory);
    return 0;
}
