/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Address cards from anywhere: what is accepted has names, and is written and read again. */
#include <scalptor/exchange.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {.memory = NULL};
    const scalp_vcard *contacts, *again;
    size_t count, same;
    scalp_bytes bytes;
    scalp_error error;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_vcard_read((scalp_bytes){data, size}, "fuzz", &work, &contacts, &count, NULL,
                         &error) == SCALP_OK &&
        count) {
        if (scalp_vcard_write(contacts, count, &work, &bytes, &error) != SCALP_OK ||
            scalp_vcard_read(bytes, "again", &work, &again, &same, NULL, &error) != SCALP_OK ||
            same != count)
            abort();
        for (size_t i = 0; i < count; i++)
            if (!contacts[i].name[0] || strcmp(contacts[i].name, again[i].name) != 0 ||
                strcmp(contacts[i].city, again[i].city) != 0)
                abort();
    }
    scalp_arena_close(&work.memory);
    return 0;
}
