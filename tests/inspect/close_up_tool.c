/* SPDX-License-Identifier: GPL-3.0-or-later */
/* close_up LEVEL FIRST COUNT FOLDER [KEY=NUMBER ..]: pictures LEVELnn.jpg with their truth, for
 * seeds from FIRST; keys put single parameters in the place of those drawn. */
#include "close_up.h"

#include <scalptor/codec.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool put(close_up_params *p, const char *pair) {
    const struct {
        const char *key;
        double *value;
        int *whole;
    } keys[] = {
        {"px_per_mm", &p->px_per_mm, NULL},
        {"tilt_deg", &p->tilt_deg, NULL},
        {"tone", NULL, &p->tone},
        {"texture", &p->texture, NULL},
        {"furrows", &p->furrows, NULL},
        {"light", &p->light, NULL},
        {"pores", &p->pores, NULL},
        {"specular", &p->specular, NULL},
        {"freckles", NULL, &p->freckles},
        {"moles", NULL, &p->moles},
        {"red_spots", NULL, &p->red_spots},
        {"hairs", NULL, &p->hairs},
        {"stubs_cm2", &p->stubs_cm2, NULL},
        {"stubble", &p->stubble, NULL},
        {"density_cm2", &p->density_cm2, NULL},
        {"diam_from", &p->diam_mm[0], NULL},
        {"diam_to", &p->diam_mm[1], NULL},
        {"contrast_from", &p->contrast[0], NULL},
        {"contrast_to", &p->contrast[1], NULL},
        {"blur_px", &p->blur_px, NULL},
        {"blur_vary", &p->blur_vary, NULL},
        {"motion_px", &p->motion_px, NULL},
        {"noise", &p->noise, NULL},
        {"sharpen", &p->sharpen, NULL},
        {"exposure", &p->exposure, NULL},
        {"wb_red", &p->wb[0], NULL},
        {"wb_blue", &p->wb[2], NULL},
        {"jpeg", NULL, &p->jpeg},
        {"width", NULL, &p->width},
        {"height", NULL, &p->height},
        {"redness", &p->fresh.redness, NULL},
        {"blood", &p->fresh.blood, NULL},
        {"ink", &p->fresh.ink, NULL},
        {"ointment", &p->fresh.ointment, NULL},
        {"scabs", &p->fresh.scabs, NULL},
    };
    const char *sign = strchr(pair, '=');
    for (size_t i = 0; sign && i < sizeof keys / sizeof *keys; i++)
        if (strlen(keys[i].key) == (size_t)(sign - pair) &&
            strncmp(keys[i].key, pair, (size_t)(sign - pair)) == 0) {
            const double value = strtod(sign + 1, NULL);
            if (keys[i].value)
                *keys[i].value = value;
            else
                *keys[i].whole = (int)value;
            return true;
        }
    fprintf(stderr, "close_up: %s: no such parameter.\n", pair);
    return false;
}

static bool one(close_up_level level, uint64_t seed, const char *folder, char **pairs) {
    scalp_arena *arena = NULL;
    if (scalp_arena_open(NULL, &arena) != SCALP_OK)
        return false;
    close_up_params params = close_up_draw(level, seed);
    close_up *made = scalp_arena_take(arena, 1, sizeof *made);
    char name[64];
    snprintf(name, sizeof name, "%s%02llu", close_up_level_name(level), (unsigned long long)seed);
    bool known = true;
    while (*pairs && known)
        known = put(&params, *pairs++);
    const bool good = known && made && close_up_make(&params, arena, made) &&
                      close_up_files(made, folder, name, arena);
    scalp_arena_close(&arena);
    return good;
}

int main(int count, char **arguments) {
    int level = 0;
    while (count >= 5 && level < CLOSE_UP_LEVELS &&
           strcmp(arguments[1], close_up_level_name(level)) != 0)
        level++;
    if (count < 5 || level == CLOSE_UP_LEVELS) {
        fprintf(stderr, "usage: close_up LEVEL FIRST COUNT FOLDER [KEY=NUMBER ..]\n");
        return 2;
    }
    scalp_error error = {0};
    if (scalp_codec_images_open(1, &error) != SCALP_OK)
        return 3;
    const uint64_t first = strtoull(arguments[2], NULL, 10),
                   pictures = strtoull(arguments[3], NULL, 10);
    bool good = true;
    for (uint64_t i = 0; good && i < pictures; i++)
        good = one((close_up_level)level, first + i, arguments[4], arguments + 5);
    scalp_codec_images_close();
    if (!good)
        fprintf(stderr, "close_up: a picture could not be drawn or written.\n");
    return good ? 0 : 1;
}
