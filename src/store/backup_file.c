/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup: 16 letters, the size of the head in 4 bytes, the head (version, key box, stream
 * header), then one libsodium secretstream of messages of SCALP_STORE_CHUNK bytes, the last tagged
 * as final. Letters and head are bound to the first message. Inside the stream are records, each
 * its size in 4 bytes and then it. */
#include "copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char magic[] = "SCALPTOR BACKUP\n";
#define MAGIC (sizeof magic - 1)
#define FILE_VERSION 1
#define MOST_HEAD 4096u
#define MOST_RECORD (SCALP_STORE_MAX_BODY + (1u << 20))
#define EXTRA crypto_secretstream_xchacha20poly1305_ABYTES

typedef crypto_secretstream_xchacha20poly1305_state stream_state;

static scalp_status damaged(const char *path, scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The backup %s is damaged or was cut short; nothing was changed, use another "
                      "one.",
                      path);
}

/* ---- Writing ----------------------------------------------------------------------------- */

struct backup_writer {
    int file;
    char *path;
    stream_state stream;
    pack head;
    bool first;
    size_t used;
    uint8_t plain[SCALP_STORE_CHUNK], sealed[SCALP_STORE_CHUNK + EXTRA];
};

static scalp_status put(backup_writer *w, const void *data, size_t size, scalp_error *error) {
    const int failure = store_write_all(w->file, data, size);
    return failure ? store_file_failed(w->path, "write", failure, error) : SCALP_OK;
}

static scalp_status
write_head(backup_writer *w, const seal_box *box,
           const uint8_t stream[crypto_secretstream_xchacha20poly1305_HEADERBYTES],
           scalp_error *error) {
    pack inner = {0}, bytes = {0};
    seal_box_write(box, &bytes);
    pack_number(&inner, FILE_VERSION);
    pack_bytes(&inner, pack_view(&bytes));
    pack_bytes(&inner, (scalp_bytes){stream, crypto_secretstream_xchacha20poly1305_HEADERBYTES});
    pack_raw(&w->head, magic, MAGIC);
    pack_bytes(&w->head, pack_view(&inner));
    scalp_status status = pack_check(bytes.failed   ? &bytes
                                     : inner.failed ? &inner
                                                    : &w->head,
                                     error);
    pack_close(&inner);
    pack_close(&bytes);
    return status == SCALP_OK ? put(w, w->head.data, w->head.size, error) : status;
}

scalp_status backup_write_open(const char *path, const seal_box *box, const seal_keys *keys,
                               backup_writer **writer, scalp_error *error) {
    uint8_t stream[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    backup_writer *w = calloc(1, sizeof *w);
    *writer = w;
    if (!w)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing a backup.");
    const size_t size = strlen(path) + 1;
    w->first = true;
    w->file = -1;
    w->path = malloc(size);
    if (!w->path)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing a backup.");
    memcpy(w->path, path, size);
    w->file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (w->file < 0)
        return store_file_failed(path, "make", errno, error);
    crypto_secretstream_xchacha20poly1305_init_push(&w->stream, stream, keys->backup);
    return write_head(w, box, stream, error);
}

static scalp_status flush(backup_writer *w, bool final, scalp_error *error) {
    unsigned long long size;
    crypto_secretstream_xchacha20poly1305_push(
        &w->stream, w->sealed, &size, w->plain, w->used, w->first ? w->head.data : NULL,
        w->first ? w->head.size : 0, final ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
    w->first = false;
    w->used = 0;
    return put(w, w->sealed, (size_t)size, error);
}

static scalp_status add(backup_writer *w, const uint8_t *data, size_t size, scalp_error *error) {
    while (size > 0) {
        if (w->used == SCALP_STORE_CHUNK)
            SCALP_TRY(flush(w, false, error));
        const size_t room = SCALP_STORE_CHUNK - w->used, part = size < room ? size : room;
        memcpy(w->plain + w->used, data, part);
        w->used += part;
        data += part;
        size -= part;
    }
    return SCALP_OK;
}

scalp_status backup_write(backup_writer *w, scalp_bytes record, scalp_error *error) {
    uint8_t length[4];
    for (int i = 0; i < 4; i++)
        length[i] = (uint8_t)(record.size >> (8 * i));
    SCALP_TRY(add(w, length, sizeof length, error));
    return add(w, record.data, record.size, error);
}

scalp_status backup_write_close(backup_writer **writer, bool keep, scalp_error *error) {
    backup_writer *w = *writer;
    scalp_status status = SCALP_OK;
    if (!w)
        return SCALP_OK;
    if (keep)
        status = flush(w, true, error);
    if (status == SCALP_OK && keep && fsync(w->file) != 0)
        status = store_file_failed(w->path, "write", errno, error);
    if (w->file >= 0 && close(w->file) != 0 && keep && status == SCALP_OK)
        status = store_file_failed(w->path, "write", errno, error);
    if (w->file >= 0 && (!keep || status != SCALP_OK))
        unlink(w->path);
    pack_close(&w->head);
    free(w->path);
    sodium_memzero(w, sizeof *w);
    free(w);
    *writer = NULL;
    return status;
}

/* ---- Reading ----------------------------------------------------------------------------- */

struct backup_reader {
    int file;
    const char *path;
    backup_head head;
    off_t body; /* where the stream begins */
    stream_state stream;
    bool first, final;
    size_t at, size;
    pack record;
    uint8_t sealed[SCALP_STORE_CHUNK + EXTRA], plain[SCALP_STORE_CHUNK];
};

scalp_status backup_head_read(scalp_bytes bytes, backup_head *head, size_t *used,
                              scalp_error *error) {
    if (bytes.size < MAGIC || memcmp(bytes.data, magic, MAGIC) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "This is no backup of a store.");
    unpack u = unpack_make((scalp_bytes){bytes.data + MAGIC, bytes.size - MAGIC});
    const scalp_bytes inner = unpack_bytes(&u);
    unpack v = unpack_make(inner);
    const int64_t version = unpack_number(&v);
    if (!u.failed && !v.failed && version > FILE_VERSION)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The backup was made by a newer scalptor; use that.");
    const scalp_bytes box = unpack_bytes(&v), stream = unpack_bytes(&v);
    if (u.failed || !unpack_done(&v) || version != FILE_VERSION || inner.size > MOST_HEAD ||
        stream.size != sizeof head->stream)
        return scalp_fail(error, SCALP_ERR_INPUT, "The backup's head is damaged.");
    SCALP_TRY(seal_box_read(box, &head->box, error));
    memcpy(head->stream, stream.data, stream.size);
    *used = MAGIC + u.at;
    head->bytes.size = 0;
    pack_raw(&head->bytes, bytes.data, *used);
    return pack_check(&head->bytes, error);
}

static scalp_status read_head(backup_reader *r, scalp_error *error) {
    uint8_t bytes[MAGIC + 4 + MOST_HEAD];
    size_t got, used;
    scalp_error why = {0};
    SCALP_TRY(store_read_full(r->file, bytes, sizeof bytes, &got, r->path, error));
    const scalp_status status = backup_head_read((scalp_bytes){bytes, got}, &r->head, &used, &why);
    if (status != SCALP_OK)
        return scalp_fail(error, status, "%s: %s", r->path, why.message);
    r->body = (off_t)used;
    return SCALP_OK;
}

scalp_status backup_read_open(const char *path, seal_box *box, backup_reader **reader,
                              scalp_error *error) {
    backup_reader *r = calloc(1, sizeof *r);
    *reader = r;
    if (!r)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while reading a backup.");
    r->path = path;
    r->file = open(path, O_RDONLY | O_CLOEXEC);
    if (r->file < 0)
        return scalp_fail(error, errno == ENOENT ? SCALP_ERR_INPUT : SCALP_ERR_MACHINE,
                          "Cannot open %s: %s; check the path and its permissions.", path,
                          strerror(errno));
    SCALP_TRY(read_head(r, error));
    *box = r->head.box;
    return SCALP_OK;
}

scalp_status backup_read_start(backup_reader *r, const seal_keys *keys, scalp_error *error) {
    if (lseek(r->file, r->body, SEEK_SET) < 0)
        return store_file_failed(r->path, "read", errno, error);
    r->first = true;
    r->final = false;
    r->at = r->size = 0;
    return crypto_secretstream_xchacha20poly1305_init_pull(&r->stream, r->head.stream,
                                                           keys->backup) == 0
               ? SCALP_OK
               : damaged(r->path, error);
}

static scalp_status next_message(backup_reader *r, scalp_error *error) {
    size_t got;
    unsigned long long size;
    uint8_t tag;
    SCALP_TRY(store_read_full(r->file, r->sealed, sizeof r->sealed, &got, r->path, error));
    if (r->final || got < EXTRA ||
        crypto_secretstream_xchacha20poly1305_pull(&r->stream, r->plain, &size, &tag, r->sealed,
                                                   got, r->first ? r->head.bytes.data : NULL,
                                                   r->first ? r->head.bytes.size : 0) != 0)
        return damaged(r->path, error);
    r->first = false;
    r->final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    r->at = 0;
    r->size = (size_t)size;
    return SCALP_OK;
}

static scalp_status take(backup_reader *r, uint8_t *to, size_t size, scalp_error *error) {
    while (size > 0) {
        if (r->at == r->size)
            SCALP_TRY(next_message(r, error));
        const size_t there = r->size - r->at, part = size < there ? size : there;
        memcpy(to, r->plain + r->at, part);
        r->at += part;
        to += part;
        size -= part;
    }
    return SCALP_OK;
}

/* Behind the final message there is nothing, in the stream and in the file. */
static scalp_status check_end(backup_reader *r, scalp_error *error) {
    uint8_t more;
    size_t got;
    SCALP_TRY(store_read_full(r->file, &more, 1, &got, r->path, error));
    return got ? damaged(r->path, error) : SCALP_OK;
}

scalp_status backup_read(backup_reader *r, scalp_bytes *record, bool *there, scalp_error *error) {
    uint8_t length[4];
    if (r->at == r->size && r->final) {
        *there = false;
        return check_end(r, error);
    }
    SCALP_TRY(take(r, length, sizeof length, error));
    const size_t size = (size_t)length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 |
                        (size_t)length[3] << 24;
    if (size > MOST_RECORD)
        return damaged(r->path, error);
    r->record.size = 0;
    uint8_t *to = pack_more(&r->record, size);
    SCALP_TRY(pack_check(&r->record, error));
    if (size > 0)
        SCALP_TRY(take(r, to, size, error));
    *record = pack_view(&r->record);
    *there = true;
    return SCALP_OK;
}

void backup_read_close(backup_reader **reader) {
    backup_reader *r = *reader;
    if (!r)
        return;
    if (r->file >= 0)
        close(r->file);
    pack_close(&r->record);
    pack_close(&r->head.bytes);
    sodium_memzero(r, sizeof *r);
    free(r);
    *reader = NULL;
}
