/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a record. What is accepted must be writable, and read again as the same bytes. */
#include <scalptor/codec.h>
#include <scalptor/codec_records.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {0};
    scalp_record record, again;
    scalp_bytes one, two;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_record_read((scalp_bytes){data, size}, "fuzz", &work, &record, NULL) ==
        SCALP_OK) {
        if (scalp_codec_record_write(&record, &work, &one, NULL) != SCALP_OK ||
            scalp_codec_record_read(one, "fuzz", &work, &again, NULL) != SCALP_OK ||
            scalp_codec_record_write(&again, &work, &two, NULL) != SCALP_OK ||
            one.size != two.size || memcmp(one.data, two.data, one.size) != 0)
            abort();
    }
    scalp_arena_close(&work.memory);
    return 0;
}
