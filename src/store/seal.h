/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealing bytes, the keys it takes, and the box that holds the first of them.
 *
 *     passphrase, recovery code --argon2id--> open a slot of the box --> root key
 *     root key --BLAKE2b--> wrap, mark, audit, head, backup
 *     wrap key --> a random key for each client --> documents, and a random key for each blob
 *
 * A sealed thing is nonce (24) | XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), bound to a text that
 * says what it is. A mark is BLAKE2b-256 keyed: it tells whether two contents are equal only to
 * who holds the key. */
#ifndef SCALPTOR_STORE_SEAL_H
#define SCALPTOR_STORE_SEAL_H

#include "pack.h"

#include <scalptor/store.h>
#include <sodium.h>

#define SEAL_KEY 32
#define SEAL_MARK 32
#define SEAL_EXTRA                                                                                 \
    (crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)

typedef struct seal_keys {
    uint8_t root[SEAL_KEY];
    uint8_t wrap[SEAL_KEY];   /* of clients' keys */
    uint8_t mark[SEAL_KEY];   /* of contents */
    uint8_t audit[SEAL_KEY];  /* details of the log */
    uint8_t head[SEAL_KEY];   /* end of the log */
    uint8_t backup[SEAL_KEY]; /* files */
} seal_keys;

/* libsodium, once for a process. */
SCALP_CHECKED scalp_status seal_start(scalp_error *error);
/* The others from the root. */
void seal_keys_derive(seal_keys *keys);

/* Appends the sealed bytes to `sealed`. */
void seal(const uint8_t key[SEAL_KEY], const char *bound_to, scalp_bytes plain, pack *sealed);
/* Appends what was sealed to `plain`; false when it does not open. */
bool unseal(const uint8_t key[SEAL_KEY], const char *bound_to, scalp_bytes sealed, pack *plain);
void seal_mark(const uint8_t key[SEAL_KEY], const char *bound_to, scalp_bytes plain,
               uint8_t mark[SEAL_MARK]);

/* ---- The box ----------------------------------------------------------------------------- */

typedef struct seal_cost {
    uint64_t memory; /* bytes */
    uint32_t passes;
} seal_cost;

#define SEAL_BOX_SLOTS 2 /* the passphrase, the recovery code */
#define SEAL_BOX_ROOM 512

typedef struct seal_slot {
    seal_cost cost;
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t sealed[SEAL_KEY + SEAL_EXTRA];
} seal_slot;

typedef struct seal_box {
    seal_slot slots[SEAL_BOX_SLOTS];
} seal_box;

/* Reads foreign bytes. SCALP_ERR_INPUT: not a box, or one that asks for more than 1 GiB or 16
 * passes. */
SCALP_CHECKED scalp_status seal_box_read(scalp_bytes bytes, seal_box *box, scalp_error *error);
void seal_box_write(const seal_box *box, pack *to);
/* Puts the root key into slot 0 (the passphrase) or 1 (the recovery code). */
SCALP_CHECKED scalp_status seal_box_fill(seal_box *box, unsigned slot, const char *secret,
                                         seal_cost cost, const uint8_t root[SEAL_KEY],
                                         scalp_error *error);
/* Opens it by passphrase or recovery code. SCALP_ERR_NO: neither. */
SCALP_CHECKED scalp_status seal_box_open(const seal_box *box, const char *secret,
                                         uint8_t root[SEAL_KEY], scalp_error *error);
/* A new one. */
void seal_recovery_make(char code[SCALP_STORE_RECOVERY]);

/* `size` bytes as base32 (RFC 4648, lower case, no padding), with a NUL. */
void seal_base32(const uint8_t *bytes, size_t size, char *text);
void seal_hex(const uint8_t bytes[32], char hex[SCALP_STORE_HASH]);

#endif
