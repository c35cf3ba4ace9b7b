/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files in and out. A file is written beside its place, synced and renamed into it, so that
 * whatever happens the reader sees the old file or the new one. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "shown.h"

#include <scalptor/codec.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- Reading ----------------------------------------------------------------------------- */

static scalp_status check_readable(int fd, const char *path, size_t most, size_t *size,
                                   scalp_error *error) {
    struct stat facts;
    if (fstat(fd, &facts))
        return scalp_fail(error, SCALP_ERR_MACHINE, "Cannot look at %s: %s.", path,
                          strerror(errno));
    if (!S_ISREG(facts.st_mode))
        return scalp_fail(error, SCALP_ERR_INPUT, "%s is not a file; give the path of a file.",
                          path);
    if (facts.st_size == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is empty; copy it again from where it came from.", path);
    if ((uintmax_t)facts.st_size > most)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "%s has %jd bytes, more than the %zu that are read; give a smaller file.",
                          path, (intmax_t)facts.st_size, most);
    *size = (size_t)facts.st_size;
    return SCALP_OK;
}

static scalp_status read_all(int fd, const char *path, uint8_t *data, size_t size,
                             scalp_error *error) {
    size_t done = 0;
    while (done < size) {
        const ssize_t got = read(fd, data + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return scalp_fail(error, SCALP_ERR_MACHINE, "Cannot read %s: %s.", path,
                              strerror(errno));
        if (got == 0)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%s became shorter while it was read; try again when it is complete.",
                              path);
        done += (size_t)got;
    }
    return SCALP_OK;
}

scalp_status scalp_codec_file_read(const char *path, size_t most, const scalp_work *work,
                                   scalp_bytes *bytes, scalp_error *error) {
    char shown[SCALP_SHOWN_NAME];
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hang us */
    if (fd < 0) {
        const bool absent =
            errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG || errno == ELOOP;
        return scalp_fail(error, absent ? SCALP_ERR_INPUT : SCALP_ERR_MACHINE,
                          "Cannot open %s: %s; check the path and its permissions.",
                          scalp_shown_name(path, shown), strerror(errno));
    }
    size_t size = 0;
    void *data = NULL;
    scalp_status status = check_readable(fd, scalp_shown_name(path, shown), most, &size, error);
    if (status == SCALP_OK)
        status = scalp_work_take(work, size, 1, &data, error);
    if (status == SCALP_OK)
        status = read_all(fd, shown, data, size, error);
    if (status == SCALP_OK)
        *bytes = (scalp_bytes){data, size};
    close(fd);
    return status;
}

/* ---- Writing ----------------------------------------------------------------------------- */

/* 0 or errno. */
static int write_all(int fd, scalp_bytes bytes) {
    size_t done = 0;
    while (done < bytes.size) {
        const ssize_t put = write(fd, bytes.data + done, bytes.size - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return put < 0 ? errno : EIO;
        done += (size_t)put;
    }
    return 0;
}

/* A file-size limit raises SIGXFSZ, which kills by default; held back here, the write fails with
 * EFBIG instead, and the signal is taken off again. */
static int write_within_limits(int fd, scalp_bytes bytes) {
    sigset_t size_signal, before, pending;
    sigemptyset(&size_signal);
    sigaddset(&size_signal, SIGXFSZ);
    const bool held = pthread_sigmask(SIG_BLOCK, &size_signal, &before) == 0;
    const int failure = write_all(fd, bytes);
    if (held) {
        static const struct timespec at_once = {0, 0};
        if (sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1)
            sigtimedwait(&size_signal, NULL, &at_once);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    return failure;
}

static scalp_status cannot_write(const char *path, int failure, scalp_error *error) {
    char shown[SCALP_SHOWN_NAME];
    return scalp_fail(error, SCALP_ERR_MACHINE,
                      "Cannot write %s: %s; nothing was left behind, make room or choose another "
                      "folder.",
                      scalp_shown_name(path, shown), strerror(failure));
}

/* A device or a pipe cannot be replaced: it is written to. */
static int write_into(const char *path, scalp_bytes bytes) {
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    const int failure = write_within_limits(fd, bytes);
    return close(fd) && !failure ? errno : failure;
}

/* Opens a new file in the folder of `path`; its path goes to `beside`. Gives the descriptor, or -1
 * with errno. */
static int open_beside(const char *path, char *beside, size_t room) {
    const char *slash = strrchr(path, '/');
    const int folder = slash ? (int)(slash - path + 1) : 0;
    for (unsigned i = 0; i < 100; i++) {
        const int length =
            snprintf(beside, room, "%.*s.scalptor-%ld-%u.part", folder, path, (long)getpid(), i);
        if (length < 0 || (size_t)length >= room) {
            errno = ENAMETOOLONG;
            return -1;
        }
        const int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* The name is on the disk only when the folder is. Some file systems cannot; then it is as safe as
 * they are. */
static void sync_folder(const char *path, char *scratch, size_t room) {
    const char *slash = strrchr(path, '/');
    if (slash)
        snprintf(scratch, room, "%.*s", (int)(slash - path + 1), path);
    else
        snprintf(scratch, room, ".");
    const int fd = open(scratch, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    close(fd);
}

/* 0 or errno. `mode` of the file that is replaced, or -1. */
static int replace(const char *path, scalp_bytes bytes, long mode) {
    char beside[4096];
    const int fd = open_beside(path, beside, sizeof beside);
    if (fd < 0)
        return errno;
    int failure = write_within_limits(fd, bytes);
    if (!failure && mode >= 0 && fchmod(fd, (mode_t)mode))
        failure = errno;
    if (!failure && fsync(fd))
        failure = errno;
    if (close(fd) && !failure)
        failure = errno;
    if (!failure && rename(beside, path))
        failure = errno;
    if (failure)
        unlink(beside);
    else
        sync_folder(path, beside, sizeof beside);
    return failure;
}

scalp_status scalp_codec_file_write(const char *path, scalp_bytes bytes, scalp_error *error) {
    if (strcmp(path, "-") == 0) {
        const int failure = write_within_limits(STDOUT_FILENO, bytes);
        return failure ? cannot_write("the result to standard output", failure, error) : SCALP_OK;
    }
    char shown[SCALP_SHOWN_NAME];
    struct stat facts;
    const bool exists = stat(path, &facts) == 0;
    if (exists && S_ISDIR(facts.st_mode))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is a folder; give the name of a file to write.",
                          scalp_shown_name(path, shown));
    if (exists && !S_ISREG(facts.st_mode)) {
        const int failure = write_into(path, bytes);
        return failure ? cannot_write(path, failure, error) : SCALP_OK;
    }
    /* A link stays a link: what it leads to is replaced. */
    char *real = exists ? realpath(path, NULL) : NULL;
    const int failure =
        replace(real ? real : path, bytes, exists ? (long)(facts.st_mode & 0777) : -1);
    free(real);
    return failure ? cannot_write(path, failure, error) : SCALP_OK;
}
