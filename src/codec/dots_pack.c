/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dot is three little-endian words of 32 bits, written as base64 (RFC 4648 section 4):
 *
 *     face | zone << 24 | u * 2^20 | session << 24 | v * 2^20
 *     ~~~~   ~~~~~~~~~~~~~~~~~~~~~   ~~~~~~~~~~~~~~~~~~~~~~~~
 *     word 0        word 1                  word 2
 *
 * Twelve bytes are sixteen letters, so nothing is ever padded. */
#include "dots_pack.h"

#include <math.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static uint32_t word_from_weight(double weight, uint8_t tag) {
    return (uint32_t)tag << 24 | (uint32_t)floor(scalp_clamp(weight, 0, 1) * 0x1p20 + 0.5);
}

static void letters_from_bytes(const uint8_t bytes[12], char *text) {
    for (int i = 0; i < 4; i++) {
        const uint8_t *b = bytes + 3 * i;
        const uint32_t bits = (uint32_t)b[0] << 16 | (uint32_t)b[1] << 8 | b[2];
        for (int k = 0; k < 4; k++)
            *text++ = alphabet[bits >> (18 - 6 * k) & 63];
    }
}

void scalp_dots_pack(const scalp_dot *dots, size_t count, char *text) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t words[3] = {dots[i].at.face, word_from_weight(dots[i].at.u, dots[i].zone),
                                   word_from_weight(dots[i].at.v, dots[i].session)};
        uint8_t bytes[12];
        for (int k = 0; k < 12; k++)
            bytes[k] = (uint8_t)(words[k / 4] >> (8 * (k % 4)));
        letters_from_bytes(bytes, text + SCALP_DOT_LETTERS * i);
    }
}

/* 0..63, or 64 for a character that is no letter of the alphabet. */
static uint32_t value_of(char c) {
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0') + 52;
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

static bool bytes_from_letters(const char *text, uint8_t bytes[12]) {
    uint32_t all = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t bits = 0;
        for (int k = 0; k < 4; k++) {
            const uint32_t value = value_of(*text++);
            all |= value;
            bits = bits << 6 | (value & 63);
        }
        for (int k = 0; k < 3; k++)
            *bytes++ = (uint8_t)(bits >> (16 - 8 * k));
    }
    return all < 64;
}

bool scalp_dots_unpack(const char *text, size_t count, scalp_dot *dots) {
    for (size_t i = 0; i < count; i++) {
        uint8_t bytes[12];
        if (!bytes_from_letters(text + SCALP_DOT_LETTERS * i, bytes))
            return false;
        uint32_t words[3] = {0, 0, 0};
        for (int k = 0; k < 12; k++)
            words[k / 4] |= (uint32_t)bytes[k] << (8 * (k % 4));
        dots[i].at.face = words[0];
        dots[i].at.u = (words[1] & 0xffffff) * 0x1p-20;
        dots[i].at.v = (words[2] & 0xffffff) * 0x1p-20;
        dots[i].zone = (uint8_t)(words[1] >> 24);
        dots[i].session = (uint8_t)(words[2] >> 24);
    }
    return true;
}
