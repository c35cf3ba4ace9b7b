/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "windows_1252.h"
#include "utf8.h"

/* What the bytes 80 to 9f are (WHATWG Encoding Standard, index windows-1252). */
static const uint16_t upper[32] = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

scalp_status scalp_windows_1252_read(scalp_bytes bytes, const scalp_work *work, scalp_bytes *utf8,
                                     scalp_error *error) {
    scalp_writer text = scalp_writer_make(work, error);
    for (size_t i = 0; i < bytes.size; i++) {
        const uint8_t byte = bytes.data[i];
        scalp_utf8_put(&text, byte >= 0x80 && byte < 0xa0 ? upper[byte - 0x80] : byte);
    }
    return scalp_writer_close(&text, utf8);
}
