/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target over every file of the folders and files that are named, whole and cut off at
 * sixteen places, without a fuzzing engine. TAP on stdout; a fault ends the program. */
#define _XOPEN_SOURCE 700 /* scandir */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { cuts = 16 };

/* A block of exactly that size, so that the sanitizer sees a step beyond it. */
static void run(const uint8_t *data, size_t size) {
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        exit(3);
    if (size)
        memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

/* The number of files that were run: 1 or 0. */
static int replay_file(const char *path) {
    static uint8_t data[1 << 22];
    FILE *file = fopen(path, "rb");
    if (!file) {
        printf("# cannot read %s\n", path);
        return 0;
    }
    const size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    run(data, size);
    for (size_t i = 0; i < cuts; i++)
        run(data, size * i / cuts);
    return 1;
}

static int replay(const char *path) {
    struct stat facts;
    struct dirent **entries;
    if (stat(path, &facts) == 0 && !S_ISDIR(facts.st_mode))
        return replay_file(path);
    const int count = scandir(path, &entries, NULL, alphasort);
    int done = 0;
    for (int i = 0; i < count; i++) {
        char inside[4096];
        snprintf(inside, sizeof inside, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            done += replay_file(inside);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return done;
}

int main(int count, char **arguments) {
    for (int i = 1; i < count; i++) {
        const int done = replay(arguments[i]);
        const char *name = strrchr(arguments[i], '/');
        printf("%s %d - %d inputs of %s\n", done > 0 ? "ok" : "not ok", i, done,
               name ? name + 1 : arguments[i]);
        fflush(stdout);
    }
    printf("1..%d\n", count - 1);
    return 0;
}
