/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal.h"

#include <string.h>

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

scalp_status seal_start(scalp_error *error) {
    return sodium_init() < 0 ? scalp_fail(error, SCALP_ERR_MACHINE,
                                          "The machine gives no random numbers; nothing can be "
                                          "sealed.")
                             : SCALP_OK;
}

void seal_keys_derive(seal_keys *keys) {
    static const char context[crypto_kdf_CONTEXTBYTES + 1] = "scalptor";
    uint8_t *const derived[] = {keys->wrap, keys->mark, keys->audit, keys->head, keys->backup};
    for (uint64_t i = 0; i < sizeof derived / sizeof *derived; i++)
        crypto_kdf_derive_from_key(derived[i], SEAL_KEY, i + 1, context, keys->root);
}

void seal(const uint8_t key[SEAL_KEY], const char *bound_to, scalp_bytes plain, pack *sealed) {
    uint8_t *to = pack_more(sealed, plain.size + SEAL_EXTRA);
    if (!to)
        return;
    randombytes_buf(to, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(to + NONCE, NULL, plain.data, plain.size,
                                               (const uint8_t *)bound_to, strlen(bound_to), NULL,
                                               to, key);
}

bool unseal(const uint8_t key[SEAL_KEY], const char *bound_to, scalp_bytes sealed, pack *plain) {
    if (sealed.size < SEAL_EXTRA)
        return false;
    const size_t before = plain->size, size = sealed.size - SEAL_EXTRA;
    uint8_t nothing;
    uint8_t *to = size > 0 ? pack_more(plain, size) : &nothing;
    if (!to)
        return false;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(to, NULL, NULL, sealed.data + NONCE,
                                                   sealed.size - NONCE, (const uint8_t *)bound_to,
                                                   strlen(bound_to), sealed.data, key) == 0)
        return true;
    plain->size = before;
    return false;
}

void seal_mark(const uint8_t key[SEAL_KEY], const char *bound_to, scalp_bytes plain,
               uint8_t mark[SEAL_MARK]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, key, SEAL_KEY, SEAL_MARK);
    crypto_generichash_update(&state, (const uint8_t *)bound_to, strlen(bound_to) + 1);
    crypto_generichash_update(&state, plain.data, plain.size);
    crypto_generichash_final(&state, mark, SEAL_MARK);
}

void seal_base32(const uint8_t *bytes, size_t size, char *text) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < size; i++) {
        held = held << 8 | bytes[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *text++ = letters[held >> (bits - 5) & 31];
        held &= 0xff;
    }
    if (bits > 0)
        *text++ = letters[held << (5 - bits) & 31];
    *text = 0;
}

void seal_hex(const uint8_t bytes[32], char hex[SCALP_STORE_HASH]) {
    sodium_bin2hex(hex, SCALP_STORE_HASH, bytes, 32);
}
