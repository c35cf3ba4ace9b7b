/* SPDX-License-Identifier: GPL-3.0-or-later */
/* close_up LEVEL FIRST COUNT FOLDER: pictures LEVELnn.jpg with their truth, for seeds from FIRST. */
#include "close_up.h"

#include <scalptor/codec.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool one(close_up_level level, uint64_t seed, const char *folder) {
    scalp_arena *arena = NULL;
    if (scalp_arena_open(NULL, &arena) != SCALP_OK)
        return false;
    const close_up_params params = close_up_draw(level, seed);
    close_up *made = scalp_arena_take(arena, 1, sizeof *made);
    char name[64];
    snprintf(name, sizeof name, "%s%02llu", close_up_level_name(level), (unsigned long long)seed);
    const bool good = made && close_up_make(&params, arena, made) && close_up_files(made, folder, name, arena);
    scalp_arena_close(&arena);
    return good;
}

int main(int count, char **arguments) {
    int level = 0;
    while (count == 5 && level < CLOSE_UP_LEVELS && strcmp(arguments[1], close_up_level_name(level)) != 0)
        level++;
    if (count != 5 || level == CLOSE_UP_LEVELS) {
        fprintf(stderr, "usage: close_up LEVEL FIRST COUNT FOLDER\n");
        return 2;
    }
    scalp_error error = {0};
    if (scalp_codec_images_open(1, &error) != SCALP_OK)
        return 3;
    const uint64_t first = strtoull(arguments[2], NULL, 10), pictures = strtoull(arguments[3], NULL, 10);
    bool good = true;
    for (uint64_t i = 0; good && i < pictures; i++)
        good = one((close_up_level)level, first + i, arguments[4]);
    scalp_codec_images_close();
    if (!good)
        fprintf(stderr, "close_up: a picture could not be drawn or written.\n");
    return good ? 0 : 1;
}
