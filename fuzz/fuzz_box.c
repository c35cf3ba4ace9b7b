/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key box of a store, from anywhere: what is accepted asks for no more than stated, and is
 * written as it was read. */
#include "../src/store/seal.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    seal_box box;
    pack written = {0};
    if (seal_box_read((scalp_bytes){data, size}, &box, NULL) != SCALP_OK)
        return 0;
    for (unsigned i = 0; i < SEAL_BOX_SLOTS; i++)
        if (box.slots[i].cost.memory > 1u << 30 || box.slots[i].cost.memory < 8192 ||
            box.slots[i].cost.passes > 16)
            abort();
    seal_box_write(&box, &written);
    if (!written.failed && (written.size != size || memcmp(written.data, data, size) != 0))
        abort();
    pack_close(&written);
    return 0;
}
