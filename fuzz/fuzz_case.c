/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case.json from anywhere. What is accepted must survive being written and read again. */
#include <scalptor/codec.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_case document, again;
    scalp_error error;
    scalp_work work = {.memory = NULL};
    scalp_bytes bytes;
    char what[64];
    if (scalp_codec_case_read((scalp_bytes){data, size}, "fuzz", &document, &error) != SCALP_OK)
        return 0;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_case_write(&document, &work, &bytes, &error) != SCALP_OK ||
        scalp_codec_case_read(bytes, "again", &again, &error) != SCALP_OK ||
        scalp_case_differs(&document, &again, what, sizeof what))
        abort();
    scalp_arena_close(&work.memory);
    return 0;
}
