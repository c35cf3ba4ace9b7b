/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal.h"

#include <stdio.h>
#include <string.h>

/* "scalptor box" and a version, then for each slot: memory, passes, salt, sealed root key. */
static const char name[] = "scalptor box";
#define BOX_VERSION 1

#define LEAST_MEMORY 8192u
#define MOST_MEMORY (1u << 30)
#define MOST_PASSES 16u
#define CODE_LETTERS 32

static bool cost_is_sane(seal_cost cost) {
    return cost.memory >= LEAST_MEMORY && cost.memory <= MOST_MEMORY && cost.passes >= 1 &&
           cost.passes <= MOST_PASSES;
}

static scalp_status not_a_box(scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The store's key box is damaged; restore a backup of it.");
}

static bool read_exactly(unpack *u, uint8_t *to, size_t size) {
    const scalp_bytes bytes = unpack_bytes(u);
    if (u->failed || bytes.size != size)
        return false;
    memcpy(to, bytes.data, size);
    return true;
}

scalp_status seal_box_read(scalp_bytes bytes, seal_box *box, scalp_error *error) {
    char found[sizeof name];
    unpack u = unpack_make(bytes);
    unpack_text(&u, found, sizeof found);
    if (u.failed || strcmp(found, name) != 0)
        return not_a_box(error);
    if (unpack_number(&u) != BOX_VERSION)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The store's key box is of a newer kind; use a newer scalptor.");
    for (unsigned i = 0; i < SEAL_BOX_SLOTS; i++) {
        seal_slot *slot = &box->slots[i];
        const int64_t memory = unpack_number(&u), passes = unpack_number(&u);
        if (u.failed || memory < 0 || passes < 0 || passes > MOST_PASSES)
            return not_a_box(error);
        slot->cost = (seal_cost){(uint64_t)memory, (uint32_t)passes};
        if (!cost_is_sane(slot->cost) || !read_exactly(&u, slot->salt, sizeof slot->salt) ||
            !read_exactly(&u, slot->sealed, sizeof slot->sealed))
            return not_a_box(error);
    }
    return unpack_done(&u) ? SCALP_OK : not_a_box(error);
}

void seal_box_write(const seal_box *box, pack *to) {
    pack_text(to, name);
    pack_number(to, BOX_VERSION);
    for (unsigned i = 0; i < SEAL_BOX_SLOTS; i++) {
        const seal_slot *slot = &box->slots[i];
        pack_number(to, (int64_t)slot->cost.memory);
        pack_number(to, slot->cost.passes);
        pack_bytes(to, (scalp_bytes){slot->salt, sizeof slot->salt});
        pack_bytes(to, (scalp_bytes){slot->sealed, sizeof slot->sealed});
    }
}

/* The cost is bound too, so that nobody makes guessing cheaper by editing it. */
static void slot_binding(unsigned slot, seal_cost cost, char text[64]) {
    snprintf(text, 64, "box|%u|%llu|%u", slot, (unsigned long long)cost.memory, cost.passes);
}

static scalp_status slot_key(const seal_slot *slot, const char *secret, uint8_t key[SEAL_KEY],
                             scalp_error *error) {
    if (crypto_pwhash(key, SEAL_KEY, secret, strlen(secret), slot->salt, slot->cost.passes,
                      (size_t)slot->cost.memory, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_MEMORY,
                      "There is not enough memory to open the store; close other programs.");
}

/* Lower case, without what people put between the letters; empty when it cannot be a code. */
static void code_from_text(const char *text, char code[CODE_LETTERS + 1]) {
    size_t count = 0;
    for (; *text; text++) {
        const char c = *text >= 'A' && *text <= 'Z' ? (char)(*text + 'a' - 'A') : *text;
        if (c == ' ' || c == '-')
            continue;
        if (count == CODE_LETTERS || !((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'))) {
            count = 0;
            break;
        }
        code[count++] = c;
    }
    code[count == CODE_LETTERS ? count : 0] = 0;
}

/* What is hashed for a slot: the passphrase as it is, the letters of a recovery code. */
static const char *secret_of(unsigned slot, const char *secret, char code[CODE_LETTERS + 1]) {
    if (slot == 0)
        return secret;
    code_from_text(secret, code);
    return code;
}

scalp_status seal_box_fill(seal_box *box, unsigned slot, const char *secret, seal_cost cost,
                           const uint8_t root[SEAL_KEY], scalp_error *error) {
    char binding[64], code[CODE_LETTERS + 1];
    uint8_t key[SEAL_KEY];
    seal_slot *s = &box->slots[slot];
    if (!cost_is_sane(cost))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The cost of the key must be 8192 bytes to 1 GiB and 1 to 16 passes.");
    s->cost = cost;
    randombytes_buf(s->salt, sizeof s->salt);
    slot_binding(slot, cost, binding);
    scalp_status status = slot_key(s, secret_of(slot, secret, code), key, error);
    if (status == SCALP_OK) {
        pack sealed = {0};
        seal(key, binding, (scalp_bytes){root, SEAL_KEY}, &sealed);
        status = pack_check(&sealed, error);
        if (status == SCALP_OK)
            memcpy(s->sealed, sealed.data, sizeof s->sealed);
        pack_close(&sealed);
    }
    sodium_memzero(key, sizeof key);
    sodium_memzero(code, sizeof code);
    return status;
}

static scalp_status try_slot(const seal_box *box, unsigned slot, const char *secret,
                             uint8_t root[SEAL_KEY], bool *open, scalp_error *error) {
    char binding[64];
    uint8_t key[SEAL_KEY];
    const seal_slot *s = &box->slots[slot];
    SCALP_TRY(slot_key(s, secret, key, error));
    pack plain = {0};
    slot_binding(slot, s->cost, binding);
    *open = unseal(key, binding, (scalp_bytes){s->sealed, sizeof s->sealed}, &plain);
    const scalp_status status = pack_check(&plain, error);
    if (*open)
        memcpy(root, plain.data, SEAL_KEY);
    pack_close(&plain);
    sodium_memzero(key, sizeof key);
    return status;
}

scalp_status seal_box_open(const seal_box *box, const char *secret, uint8_t root[SEAL_KEY],
                           scalp_error *error) {
    char code[CODE_LETTERS + 1];
    bool open = false;
    scalp_status status = try_slot(box, 0, secret, root, &open, error);
    code_from_text(secret, code);
    if (status == SCALP_OK && !open && code[0])
        status = try_slot(box, 1, code, root, &open, error);
    sodium_memzero(code, sizeof code);
    if (status == SCALP_OK && !open)
        return scalp_fail(error, SCALP_ERR_NO,
                          "Neither the passphrase nor the recovery code of this store; check "
                          "capital letters and the keyboard's language.");
    return status;
}

void seal_recovery_make(char code[SCALP_STORE_RECOVERY]) {
    uint8_t random[20];
    char letters[CODE_LETTERS + 1];
    randombytes_buf(random, sizeof random);
    seal_base32(random, sizeof random, letters);
    size_t at = 0;
    for (size_t i = 0; i < CODE_LETTERS; i++) {
        if (i > 0 && i % 4 == 0)
            code[at++] = '-';
        code[at++] = letters[i];
    }
    code[at] = 0;
    sodium_memzero(letters, sizeof letters);
    sodium_memzero(random, sizeof random);
}
