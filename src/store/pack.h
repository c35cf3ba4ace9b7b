/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and bytes in a row: what is hashed, sealed and written to a backup.
 *
 * A number is 8 bytes, low ones first; text and bytes are their length in 4 bytes, then they. So no
 * two different lists give the same bytes. */
#ifndef SCALPTOR_STORE_PACK_H
#define SCALPTOR_STORE_PACK_H

#include <scalptor/base.h>

typedef struct pack {
    uint8_t *data;
    size_t size, room;
    bool failed; /* out of memory: everything after is ignored */
} pack;

void pack_number(pack *p, int64_t number);
void pack_bytes(pack *p, scalp_bytes bytes);
void pack_text(pack *p, const char *text);
/* Without a length. */
void pack_raw(pack *p, const void *data, size_t size);
/* Room for `size` more bytes, counted already, or NULL. */
uint8_t *pack_more(pack *p, size_t size);
/* Wipes and frees; an all-zero pack is empty and valid. */
void pack_close(pack *p);
/* SCALP_ERR_MEMORY when it failed. */
SCALP_CHECKED scalp_status pack_check(const pack *p, scalp_error *error);
scalp_bytes pack_view(const pack *p);

typedef struct unpack {
    const uint8_t *data;
    size_t size, at;
    bool failed; /* ran over the end: everything after is 0 or empty */
} unpack;

unpack unpack_make(scalp_bytes bytes);
int64_t unpack_number(unpack *u);
scalp_bytes unpack_bytes(unpack *u);
/* Into `text` of `room` bytes; fails when it does not fit, or has a NUL in it. */
void unpack_text(unpack *u, char *text, size_t room);
/* All was read, and no more. */
bool unpack_done(const unpack *u);

#endif
