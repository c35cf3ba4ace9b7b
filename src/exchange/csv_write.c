/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"

#include <scalptor/exchange.h>

#include <string.h>

bool scalp_csv_guarded(const char *text) {
    text += strspn(text, "'");
    return *text && strchr("=+-@\t\r\n", *text);
}

/* Digits with a minus, a point, an exponent: what no spreadsheet takes for anything but a number.
 * One with a plus is not: +49... is a telephone. */
static bool is_number(const char *text) {
    text += *text == '-';
    size_t digits = strspn(text, "0123456789");
    text += digits;
    if (*text == '.') {
        const size_t more = strspn(text + 1, "0123456789");
        digits += more;
        text += 1 + more;
    }
    if (digits && *text == 'e') {
        text += 1 + (text[1] == '-' || text[1] == '+');
        digits = strspn(text, "0123456789");
        text += digits;
    }
    return digits && !*text;
}

static void put_cell(scalp_writer *out, const char *cell) {
    const bool guarded = scalp_csv_guarded(cell) && !is_number(cell);
    const size_t length = strlen(cell);
    const bool quoted = guarded || strcspn(cell, "\",;\t\r\n") < length ||
                        (length && (cell[0] == ' ' || cell[length - 1] == ' '));
    scalp_writer_put(out, "\"'", (size_t)quoted + guarded);
    for (const char *at = cell; *at;) {
        const size_t plain = strcspn(at, "\"");
        scalp_writer_put(out, at, plain);
        at += plain;
        if (*at)
            scalp_writer_put(out, "\"\"", 2), at++;
    }
    scalp_writer_put(out, "\"", quoted);
}

static void put_row(scalp_writer *out, const char *const *cells, size_t columns) {
    for (size_t k = 0; k < columns; k++) {
        scalp_writer_put(out, ",", k > 0);
        put_cell(out, cells[k]);
    }
    scalp_writer_put(out, "\r\n", 2);
}

scalp_status scalp_csv_write(const scalp_csv_sheet *sheet, const scalp_work *work,
                             scalp_bytes *bytes, scalp_error *error) {
    scalp_writer out = scalp_writer_make(work, error);
    scalp_writer_put(&out, "\xef\xbb\xbf", 3);
    put_row(&out, sheet->header, sheet->columns);
    for (size_t i = 0; i < sheet->rows; i++)
        put_row(&out, sheet->cells + i * sheet->columns, sheet->columns);
    return scalp_writer_close(&out, bytes);
}
