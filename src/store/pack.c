/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(pack *p, size_t more) {
    if (p->failed || more > SIZE_MAX / 4 - p->size) {
        p->failed = true;
        return false;
    }
    if (p->size + more <= p->room)
        return true;
    const size_t room = 2 * (p->size + more) + 64;
    uint8_t *data = malloc(room);
    if (!data) {
        p->failed = true;
        return false;
    }
    if (p->size > 0)
        memcpy(data, p->data, p->size);
    if (p->data)
        sodium_memzero(p->data, p->room);
    free(p->data);
    p->data = data;
    p->room = room;
    return true;
}

void pack_raw(pack *p, const void *data, size_t size) {
    if (size == 0 || !reserve(p, size))
        return;
    memcpy(p->data + p->size, data, size);
    p->size += size;
}

uint8_t *pack_more(pack *p, size_t size) {
    if (!reserve(p, size))
        return NULL;
    p->size += size;
    return p->data + p->size - size;
}

static void low_first(uint64_t number, uint8_t *to, int size) {
    for (int i = 0; i < size; i++)
        to[i] = (uint8_t)(number >> (8 * i));
}

void pack_number(pack *p, int64_t number) {
    uint8_t bytes[8];
    low_first((uint64_t)number, bytes, 8);
    pack_raw(p, bytes, 8);
}

void pack_bytes(pack *p, scalp_bytes bytes) {
    uint8_t length[4];
    if (bytes.size > UINT32_MAX) {
        p->failed = true;
        return;
    }
    low_first(bytes.size, length, 4);
    pack_raw(p, length, 4);
    pack_raw(p, bytes.data, bytes.size);
}

void pack_text(pack *p, const char *text) {
    pack_bytes(p, (scalp_bytes){(const uint8_t *)text, strlen(text)});
}

void pack_close(pack *p) {
    if (p->data)
        sodium_memzero(p->data, p->room);
    free(p->data);
    *p = (pack){0};
}

scalp_status pack_check(const pack *p, scalp_error *error) {
    return p->failed ? scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory in the store.")
                     : SCALP_OK;
}

scalp_bytes pack_view(const pack *p) {
    return (scalp_bytes){p->data, p->size};
}

/* ---- Reading ----------------------------------------------------------------------------- */

unpack unpack_make(scalp_bytes bytes) {
    return (unpack){.data = bytes.data, .size = bytes.size};
}

static const uint8_t *take(unpack *u, size_t size) {
    if (u->failed || size > u->size - u->at) {
        u->failed = true;
        return NULL;
    }
    u->at += size;
    return u->data + u->at - size;
}

static uint64_t number_of(const uint8_t *from, int size) {
    uint64_t number = 0;
    for (int i = 0; i < size; i++)
        number |= (uint64_t)from[i] << (8 * i);
    return number;
}

int64_t unpack_number(unpack *u) {
    const uint8_t *from = take(u, 8);
    return from ? (int64_t)number_of(from, 8) : 0;
}

scalp_bytes unpack_bytes(unpack *u) {
    const uint8_t *from = take(u, 4);
    if (!from)
        return (scalp_bytes){0};
    const size_t size = (size_t)number_of(from, 4);
    const uint8_t *data = take(u, size);
    return data ? (scalp_bytes){data, size} : (scalp_bytes){0};
}

void unpack_text(unpack *u, char *text, size_t room) {
    const scalp_bytes bytes = unpack_bytes(u);
    text[0] = 0;
    if (bytes.size + 1 > room || (bytes.size > 0 && memchr(bytes.data, 0, bytes.size))) {
        u->failed = true;
        return;
    }
    if (bytes.size > 0)
        memcpy(text, bytes.data, bytes.size);
    text[bytes.size] = 0;
}

bool unpack_done(const unpack *u) {
    return !u->failed && u->at == u->size;
}
