/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables from anywhere: what is accepted is written, and read again as it was. */
#include <scalptor/exchange.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {.memory = NULL};
    scalp_csv_sheet sheet, again;
    scalp_bytes bytes;
    scalp_error error;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_csv_read((scalp_bytes){data, size}, "fuzz", &work, &sheet, NULL, &error) ==
        SCALP_OK) {
        if (scalp_csv_write(&sheet, &work, &bytes, &error) != SCALP_OK ||
            scalp_csv_read(bytes, "again", &work, &again, NULL, &error) != SCALP_OK ||
            again.columns != sheet.columns || again.rows != sheet.rows)
            abort();
        for (size_t i = 0; i < sheet.rows * sheet.columns; i++)
            if (strcmp(sheet.cells[i], again.cells[i]) != 0)
                abort();
    }
    scalp_arena_close(&work.memory);
    return 0;
}
