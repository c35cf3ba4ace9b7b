/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup from anywhere: its head, and a record as it may stand inside. What is accepted is
 * written as it was read, and names only what may be a name. */
#include "../src/store/copy.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_row(scalp_bytes bytes) {
    store_row row;
    store_row_names names;
    pack written = {0};
    if (!store_row_unpack(bytes, &row, &names))
        return;
    if (strpbrk(names.table, ";\"'()") || strpbrk(names.columns, ";\"'()") ||
        row.count > STORE_MAX_COLUMNS)
        abort();
    store_row_pack(&row, &written);
    if (!written.failed &&
        (written.size != bytes.size || memcmp(written.data, bytes.data, bytes.size) != 0))
        abort();
    pack_close(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    backup_head head = {0};
    size_t used = 0;
    const scalp_bytes bytes = {data, size};
    if (backup_head_read(bytes, &head, &used, NULL) == SCALP_OK && used > size)
        abort();
    pack_close(&head.bytes);
    read_row(bytes);
    return 0;
}
