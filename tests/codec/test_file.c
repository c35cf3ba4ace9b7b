/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files are read whole or refused, and written whole or not at all. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "check.h"

#include <scalptor/codec.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64] = "/tmp/scalptor-test-XXXXXX";

static const char *in_folder(const char *name) {
    static char path[4][128];
    static unsigned turn;
    char *to = path[turn++ % 4];
    snprintf(to, sizeof path[0], "%s/%s", folder, name);
    return to;
}

static int entries(void) {
    int count = 0;
    DIR *dir = opendir(folder);
    for (const struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(dir);
    return count;
}

static scalp_status write_text(const char *path, const char *text, scalp_error *error) {
    return scalp_codec_file_write(path, (scalp_bytes){(const uint8_t *)text, strlen(text)}, error);
}

static bool holds(const check_work *w, const char *path, const char *text) {
    scalp_bytes bytes;
    scalp_error error;
    return scalp_codec_file_read(path, 1000000, &w->work, &bytes, &error) == SCALP_OK &&
           bytes.size == strlen(text) && memcmp(bytes.data, text, bytes.size) == 0;
}

static void check_replacing(const check_work *w) {
    scalp_error error;
    struct stat facts;
    CASE("a new file obeys the umask, a replaced one keeps its permissions") {
        umask(027);
        CHECK_STATUS(write_text(in_folder("a"), "first", &error), SCALP_OK);
        CHECK(stat(in_folder("a"), &facts) == 0 && (facts.st_mode & 0777) == 0640);
        CHECK(chmod(in_folder("a"), 0604) == 0);
        CHECK_STATUS(write_text(in_folder("a"), "second", &error), SCALP_OK);
        CHECK(stat(in_folder("a"), &facts) == 0 && (facts.st_mode & 0777) == 0604);
        CHECK(holds(w, in_folder("a"), "second"));
        CHECK(entries() == 1);
    }
    CASE("a link stays a link") {
        CHECK(symlink("a", in_folder("link")) == 0);
        CHECK_STATUS(write_text(in_folder("link"), "third", &error), SCALP_OK);
        CHECK(lstat(in_folder("link"), &facts) == 0 && S_ISLNK(facts.st_mode));
        CHECK(holds(w, in_folder("a"), "third"));
        unlink(in_folder("link"));
    }
    CASE("a folder is not replaced") {
        CHECK(mkdir(in_folder("d"), 0755) == 0);
        CHECK_STATUS(write_text(in_folder("d"), "x", &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "is a folder") != NULL);
        rmdir(in_folder("d"));
    }
}

static void check_full_disk(const check_work *w) {
    scalp_error error;
    CASE("a full device") {
        CHECK_STATUS(write_text("/dev/full", "x", &error), SCALP_ERR_MACHINE);
        CHECK(strstr(error.message, "/dev/full") != NULL);
    }
    CASE("a full disk leaves the old file and nothing beside it") {
        static uint8_t large[65536];
        const struct rlimit little = {4096, RLIM_INFINITY};
        const struct rlimit before = {RLIM_INFINITY, RLIM_INFINITY};
        CHECK(setrlimit(RLIMIT_FSIZE, &little) == 0);
        const scalp_status status =
            scalp_codec_file_write(in_folder("a"), (scalp_bytes){large, sizeof large}, &error);
        CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
        CHECK(status == SCALP_ERR_MACHINE);
        CHECK(strstr(error.message, "File too large") != NULL);
        CHECK(holds(w, in_folder("a"), "third"));
        CHECK(entries() == 1);
        sigset_t pending;
        CHECK(sigpending(&pending) == 0 && !sigismember(&pending, SIGXFSZ));
    }
    CASE("a folder that is not there") {
        CHECK_STATUS(write_text(in_folder("none/a"), "x", &error), SCALP_ERR_MACHINE);
        CHECK(strstr(error.message, "none/a") != NULL);
    }
    if (geteuid() == 0) {
        check_skip("a folder that may not be written to", "the superuser may write anywhere");
    } else {
        CASE("a folder that may not be written to") {
            CHECK(chmod(folder, 0555) == 0);
            CHECK_STATUS(write_text(in_folder("b"), "x", &error), SCALP_ERR_MACHINE);
            CHECK(chmod(folder, 0755) == 0);
            CHECK(entries() == 1);
        }
    }
}

static void check_streams(void) {
    scalp_error error;
    CASE("a pipe is written to, and stdout by the name -") {
        char got[8] = "";
        int ends[2];
        CHECK(mkfifo(in_folder("pipe"), 0600) == 0);
        const int fd = open(in_folder("pipe"), O_RDWR);
        CHECK_STATUS(write_text(in_folder("pipe"), "abc", &error), SCALP_OK);
        CHECK(read(fd, got, 3) == 3 && strcmp(got, "abc") == 0);
        close(fd);
        unlink(in_folder("pipe"));
        fflush(stdout);
        const int saved = dup(STDOUT_FILENO);
        CHECK(pipe(ends) == 0 && dup2(ends[1], STDOUT_FILENO) >= 0);
        const scalp_status status = write_text("-", "def", &error);
        dup2(saved, STDOUT_FILENO);
        CHECK(status == SCALP_OK && read(ends[0], got, 3) == 3 && strcmp(got, "def") == 0);
        close(saved), close(ends[0]), close(ends[1]);
    }
}

static void check_refusals(const check_work *w) {
    scalp_error error;
    scalp_bytes bytes;
    CASE("what is not read, and why") {
        CHECK_STATUS(scalp_codec_file_read(in_folder("no"), 10, &w->work, &bytes, &error),
                     SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "No such file") != NULL);
        CHECK_STATUS(scalp_codec_file_read(folder, 10, &w->work, &bytes, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "not a file") != NULL);
        CHECK_STATUS(scalp_codec_file_read("/dev/zero", 10, &w->work, &bytes, &error),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_file_read(in_folder("a"), 4, &w->work, &bytes, &error),
                     SCALP_ERR_LIMIT);
        CHECK(strstr(error.message, "5 bytes") != NULL);
        CHECK_STATUS(write_text(in_folder("empty"), "", &error), SCALP_OK);
        CHECK_STATUS(scalp_codec_file_read(in_folder("empty"), 4, &w->work, &bytes, &error),
                     SCALP_ERR_INPUT);
        unlink(in_folder("empty"));
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    if (!mkdtemp(folder))
        return 3;
    check_replacing(&w);
    check_full_disk(&w);
    check_streams();
    check_refusals(&w);
    unlink(in_folder("a"));
    CASE("nothing is left") {
        CHECK(rmdir(folder) == 0);
    }
    check_work_close(&w);
    return check_done();
}
