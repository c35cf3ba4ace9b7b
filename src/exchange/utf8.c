/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "utf8.h"

static bool is_tail(uint8_t byte) {
    return (byte & 0xc0) == 0x80;
}

size_t scalp_utf8_letter(const uint8_t *at, const uint8_t *end) {
    const size_t left = (size_t)(end - at);
    if (left >= 1 && at[0] < 0x80)
        return 1;
    if (left >= 2 && at[0] >= 0xc2 && at[0] <= 0xdf && is_tail(at[1]))
        return 2;
    if (left >= 3 && (at[0] & 0xf0) == 0xe0 && is_tail(at[1]) && is_tail(at[2])) {
        const unsigned letter = (at[0] & 0xfu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
        return letter >= 0x800 && (letter < 0xd800 || letter > 0xdfff) ? 3 : 0;
    }
    if (left >= 4 && (at[0] & 0xf8) == 0xf0 && is_tail(at[1]) && is_tail(at[2]) && is_tail(at[3])) {
        const unsigned letter = (at[0] & 7u) << 18 | (at[1] & 0x3fu) << 12 | (at[2] & 0x3fu) << 6;
        return letter >= 0x10000 && letter <= 0x10ffff ? 4 : 0;
    }
    return 0;
}

bool scalp_utf8_check(scalp_bytes bytes) {
    const uint8_t *at = bytes.data, *end = at + bytes.size;
    while (at < end) {
        const size_t size = scalp_utf8_letter(at, end);
        if (!size)
            return false;
        at += size;
    }
    return true;
}

size_t scalp_utf8_cut(const char *text, size_t length, size_t most) {
    if (length <= most)
        return length;
    while (most > 0 && is_tail((uint8_t)text[most]))
        most--;
    return most;
}

void scalp_utf8_put(scalp_writer *text, uint32_t letter) {
    uint8_t bytes[3] = {(uint8_t)letter};
    size_t size = 1;
    if (letter >= 0x800) {
        bytes[0] = (uint8_t)(0xe0 | letter >> 12);
        bytes[1] = (uint8_t)(0x80 | (letter >> 6 & 0x3f));
        bytes[2] = (uint8_t)(0x80 | (letter & 0x3f));
        size = 3;
    } else if (letter >= 0x80) {
        bytes[0] = (uint8_t)(0xc0 | letter >> 6);
        bytes[1] = (uint8_t)(0x80 | (letter & 0x3f));
        size = 2;
    }
    scalp_writer_put(text, bytes, size);
}
