/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the sealed parts of a blob are: rows of blob_parts, or one file blobs/ab/abcd... of a
 * folder's store, part behind part. */
#include "inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 4096

static void shelf_path(const scalp_store *store, const char *id, char path[PATH_ROOM]) {
    snprintf(path, PATH_ROOM, "%s/blobs/%.2s", store->folder, id);
}

static void file_path(const scalp_store *store, const char *id, const char *ending,
                      char path[PATH_ROOM]) {
    snprintf(path, PATH_ROOM, "%s/blobs/%.2s/%s%s", store->folder, id, id, ending);
}

scalp_status store_files_add(store_files *files, const char *id, scalp_error *error) {
    if (files->count == files->room) {
        const size_t room = files->room ? 2 * files->room : 16;
        void *more = realloc(files->ids, room * sizeof *files->ids);
        if (!more)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory in the store.");
        files->ids = more;
        files->room = room;
    }
    store_copy_text(files->ids[files->count++], SCALP_STORE_ID, id);
    return SCALP_OK;
}

void store_parts_remove(scalp_store *store, const store_files *files) {
    char path[PATH_ROOM];
    for (size_t i = 0; store->folder && i < files->count; i++) {
        file_path(store, files->ids[i], "", path);
        unlink(path);
    }
}

/* ---- Writing ----------------------------------------------------------------------------- */

static scalp_status make_shelf(const scalp_store *store, const char *id, scalp_error *error) {
    char path[PATH_ROOM];
    shelf_path(store, id, path);
    if (mkdir(path, 0700) != 0)
        return errno == EEXIST ? SCALP_OK : store_file_failed(path, "make", errno, error);
    snprintf(path, sizeof path, "%s/blobs", store->folder);
    return store_folder_sync(path, error);
}

scalp_status store_parts_create(scalp_store *store, const char *id, store_parts *parts,
                                scalp_error *error) {
    char path[PATH_ROOM];
    *parts = (store_parts){.store = store, .file = -1};
    store_copy_text(parts->id, sizeof parts->id, id);
    if (!store->folder)
        return SCALP_OK;
    SCALP_TRY(make_shelf(store, id, error));
    file_path(store, id, ".part", path);
    /* Only one program writes at a time: what lies there is of a write that was cut short. */
    parts->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return parts->file < 0 ? store_file_failed(path, "make", errno, error) : SCALP_OK;
}

scalp_status store_parts_add(store_parts *parts, scalp_bytes sealed, scalp_error *error) {
    if (parts->store->folder) {
        const int failure = store_write_all(parts->file, sealed.data, sealed.size);
        return failure ? scalp_fail(error, SCALP_ERR_MACHINE,
                                    "The disk does not take the picture (%s); nothing of this was "
                                    "kept, make room and try again.",
                                    strerror(failure))
                       : SCALP_OK;
    }
    return db_run(parts->store->db, "INSERT INTO blob_parts (id, part, sealed) VALUES ($1, $2, $3)",
                  DB_ARGUMENTS(db_text(parts->id), db_number(parts->part++),
                               db_bytes(sealed.data, sealed.size)),
                  NULL, error);
}

static scalp_status keep_file(store_parts *parts, const char *path, scalp_error *error) {
    char name[PATH_ROOM];
    scalp_store *store = parts->store;
    file_path(store, parts->id, "", name);
    SCALP_TRY(store_files_add(&store->added, parts->id, error));
    if (rename(path, name) != 0)
        return store_file_failed(name, "make", errno, error);
    shelf_path(store, parts->id, name);
    return store_folder_sync(name, error);
}

scalp_status store_parts_close(store_parts *parts, bool keep, scalp_error *error) {
    char path[PATH_ROOM];
    if (parts->file < 0)
        return SCALP_OK;
    file_path(parts->store, parts->id, ".part", path);
    int failure = keep && fsync(parts->file) ? errno : 0;
    if (close(parts->file) != 0 && keep && !failure)
        failure = errno;
    parts->file = -1;
    scalp_status status = failure ? store_file_failed(path, "write", failure, error) : SCALP_OK;
    if (keep && status == SCALP_OK)
        status = keep_file(parts, path, error);
    if (!keep || status != SCALP_OK)
        unlink(path);
    return status;
}

/* ---- Reading ----------------------------------------------------------------------------- */

scalp_status store_parts_open(scalp_store *store, const char *id, store_parts *parts,
                              scalp_error *error) {
    char path[PATH_ROOM];
    *parts = (store_parts){.store = store, .file = -1};
    store_copy_text(parts->id, sizeof parts->id, id);
    if (!store->folder)
        return SCALP_OK;
    file_path(store, id, "", path);
    parts->file = open(path, O_RDONLY | O_CLOEXEC);
    if (parts->file < 0 && errno == ENOENT)
        return scalp_fail(error, SCALP_ERR_NO,
                          "The sealed file of blob %s was taken away; restore a backup.", id);
    return parts->file < 0 ? store_file_failed(path, "open", errno, error) : SCALP_OK;
}

static scalp_status next_row(store_parts *parts, uint8_t *buffer, size_t *got, scalp_error *error) {
    db_rows rows;
    bool there = false;
    *got = 0;
    SCALP_TRY(db_query(parts->store->db,
                       "SELECT sealed FROM blob_parts WHERE id = $1 AND part = $2",
                       DB_ARGUMENTS(db_text(parts->id), db_number(parts->part++)), &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    if (status == SCALP_OK && there) {
        const scalp_bytes sealed = db_column_bytes(&rows, 0);
        if (sealed.size == 0 || sealed.size > STORE_PART_ROOM)
            status = scalp_fail(error, SCALP_ERR_NO,
                                "A part of blob %s was altered; restore a backup.", parts->id);
        else
            memcpy(buffer, sealed.data, *got = sealed.size);
    }
    db_rows_close(&rows);
    return status;
}

scalp_status store_parts_next(store_parts *parts, uint8_t *buffer, size_t *got,
                              scalp_error *error) {
    return parts->store->folder
               ? store_read_full(parts->file, buffer, STORE_PART_ROOM, got, parts->id, error)
               : next_row(parts, buffer, got, error);
}

void store_parts_end(store_parts *parts) {
    if (parts->file >= 0)
        close(parts->file);
    parts->file = -1;
}

/* ---- Leftovers --------------------------------------------------------------------------- */

static scalp_status sweep_file(scalp_store *store, const char *shelf, const char *name,
                               int64_t *count, scalp_error *error) {
    char id[SCALP_STORE_ID], path[PATH_ROOM + 64];
    int64_t there = 0;
    store_copy_text(id, sizeof id, name);
    if (!scalp_store_id_check(id) || (name[26] && strcmp(name + 26, ".part") != 0))
        return SCALP_OK; /* not ours */
    if (!name[26])
        SCALP_TRY(db_one_number(store->db, "SELECT count(*) FROM blobs WHERE id = $1",
                                DB_ARGUMENTS(db_text(id)), 0, &there, error));
    if (there)
        return SCALP_OK;
    snprintf(path, sizeof path, "%s/%.31s", shelf, name);
    if (unlink(path) == 0)
        ++*count;
    return SCALP_OK;
}

static scalp_status sweep_shelf(scalp_store *store, const char *shelf, int64_t *count,
                                scalp_error *error) {
    DIR *list = opendir(shelf);
    scalp_status status = SCALP_OK;
    if (!list)
        return SCALP_OK;
    for (struct dirent *entry = readdir(list); entry && status == SCALP_OK; entry = readdir(list))
        status = sweep_file(store, shelf, entry->d_name, count, error);
    closedir(list);
    return status;
}

/* Inside a writing transaction no other program is between its file and its row. */
scalp_status store_parts_sweep(scalp_store *store, int64_t *count, scalp_error *error) {
    char path[PATH_ROOM];
    *count = 0;
    if (!store->folder || !store_lock(store, false, false))
        return SCALP_OK; /* a backup reads them; another time */
    snprintf(path, sizeof path, "%s/blobs", store->folder);
    DIR *list = opendir(path);
    scalp_status status =
        list ? SCALP_OK : store_file_failed(path, "read the folder", errno, error);
    for (struct dirent *entry = list ? readdir(list) : NULL; entry && status == SCALP_OK;
         entry = readdir(list)) {
        snprintf(path, sizeof path, "%s/blobs/%s", store->folder, entry->d_name);
        if (strlen(entry->d_name) == 2 && entry->d_name[0] != '.')
            status = sweep_shelf(store, path, count, error);
    }
    if (list)
        closedir(list);
    store_lock_release(store);
    return status;
}
