/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

char *store_path(const char *folder, const char *name) {
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%s/%s", folder, name);
    return path;
}

scalp_status store_file_failed(const char *path, const char *doing, int failure,
                               scalp_error *error) {
    return scalp_fail(error, failure == ENOMEM ? SCALP_ERR_MEMORY : SCALP_ERR_MACHINE,
                      "Cannot %s %s: %s; check the disk and its permissions.", doing, path,
                      strerror(failure));
}

static bool is_empty(const char *path) {
    DIR *folder = opendir(path);
    bool empty = folder != NULL;
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry && empty;
         entry = readdir(folder))
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (folder)
        closedir(folder);
    return empty;
}

scalp_status store_folder_make(const char *path, bool *made, scalp_error *error) {
    struct stat facts;
    *made = mkdir(path, 0700) == 0;
    if (*made)
        return SCALP_OK;
    if (errno != EEXIST)
        return store_file_failed(path, "make the folder", errno, error);
    if (stat(path, &facts) != 0 || !S_ISDIR(facts.st_mode))
        return scalp_fail(error, SCALP_ERR_INPUT, "%s is no folder; choose another place.", path);
    if (!is_empty(path))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The folder %s is not empty; choose a new or an empty one.", path);
    return SCALP_OK;
}

scalp_status store_folder_sync(const char *path, scalp_error *error) {
    const int folder = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (folder < 0)
        return store_file_failed(path, "open the folder", errno, error);
    const int failure = fsync(folder) ? errno : 0;
    close(folder);
    /* Some file systems cannot; then a name is as safe as they make it. */
    return failure && failure != EINVAL ? store_file_failed(path, "write", failure, error)
                                        : SCALP_OK;
}

int store_write_all(int file, const void *data, size_t size) {
    const char *from = data;
    while (size > 0) {
        const ssize_t put = write(file, from, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return put < 0 ? errno : EIO;
        from += put;
        size -= (size_t)put;
    }
    return 0;
}

scalp_status store_read_full(int file, uint8_t *data, size_t room, size_t *got, const char *path,
                             scalp_error *error) {
    *got = 0;
    while (*got < room) {
        const ssize_t count = read(file, data + *got, room - *got);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return store_file_failed(path, "read", errno, error);
        if (count == 0)
            break;
        *got += (size_t)count;
    }
    return SCALP_OK;
}

/* ---- The lock ---------------------------------------------------------------------------- */

/* Held shared by who needs the sealed files of one moment, alone by who takes files away. */
bool store_lock(scalp_store *store, bool shared, bool wait) {
    int got;
    if (store->lock < 0)
        return false;
    do
        got = flock(store->lock, (shared ? LOCK_SH : LOCK_EX) | (wait ? 0 : LOCK_NB));
    while (got != 0 && errno == EINTR);
    return got == 0;
}

void store_lock_release(scalp_store *store) {
    if (store->lock >= 0)
        flock(store->lock, LOCK_UN);
}

/* ---- Taking away ------------------------------------------------------------------------- */

static void remove_name(const char *folder, const char *name) {
    char *path = store_path(folder, name);
    if (path && unlink(path) != 0)
        rmdir(path);
    free(path);
}

static void remove_all_in(const char *folder) {
    DIR *list = opendir(folder);
    for (struct dirent *entry = list ? readdir(list) : NULL; entry; entry = readdir(list))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_name(folder, entry->d_name);
    if (list)
        closedir(list);
}

void store_folder_unmake(const char *path, bool folder_too) {
    static const char *const names[] = {"scalptor.db", "scalptor.db-wal", "scalptor.db-shm",
                                        "scalptor.db-journal", "lock"};
    char *blobs = store_path(path, "blobs");
    DIR *list = blobs ? opendir(blobs) : NULL;
    for (struct dirent *entry = list ? readdir(list) : NULL; entry; entry = readdir(list)) {
        char *inner = entry->d_name[0] != '.' ? store_path(blobs, entry->d_name) : NULL;
        if (inner) {
            remove_all_in(inner);
            rmdir(inner);
        }
        free(inner);
    }
    if (list)
        closedir(list);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove_name(path, names[i]);
    if (blobs)
        rmdir(blobs);
    free(blobs);
    if (folder_too)
        rmdir(path);
}
