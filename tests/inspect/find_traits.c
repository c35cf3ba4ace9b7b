/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the candidates of photos with their traits as CSV, for tools/train-evidence.
 *
 *   find_traits PX_PER_MM PHOTO */
#include "../../src/inspect/find.h"

#include <scalptor/codec.h>

#include <stdio.h>
#include <stdlib.h>

static scalp_status show(const char *path, double px_per_mm, const scalp_work *work,
                         scalp_error *error) {
    scalp_bytes bytes;
    scalp_image image;
    scalp_survey survey;
    const scalp_flat flat = scalp_flat_square(px_per_mm, 0);
    SCALP_TRY(scalp_codec_file_read(path, SCALP_CODEC_MAX_IMAGE_BYTES, work, &bytes, error));
    SCALP_TRY(scalp_codec_image_read(bytes, path, work, &image, error));
    SCALP_TRY(scalp_survey_make(&image, &flat, NULL, work, &survey, error));
    SCALP_TRY(scalp_evidence_read(&survey, work, error));
    printf("x,y,d,s,probability");
    for (int k = 0; k < SCALP_TRAITS; k++)
        printf(",%s", scalp_trait_names[k]);
    putchar('\n');
    for (size_t i = 0; i < survey.count; i++) {
        const scalp_candidate *c = &survey.all[i];
        const scalp_vec2 px = scalp_survey_px(&survey, c->x, c->y);
        printf("%.3f,%.3f,%.3f,%.3f,%.4f", px.x, px.y, survey.factor * c->diameter_px, c->blur_px,
               c->first);
        for (int k = 0; k < SCALP_TRAITS; k++)
            printf(",%.5g", (double)c->trait[k]);
        putchar('\n');
    }
    return SCALP_OK;
}

int main(int count, char **arguments) {
    scalp_error error;
    scalp_work work = {0};
    scalp_status status = SCALP_ERR_INPUT;
    if (count == 3 && scalp_arena_open(NULL, &work.memory) == SCALP_OK &&
        scalp_codec_images_open(1, &error) == SCALP_OK) {
        status = show(arguments[2], strtod(arguments[1], NULL), &work, &error);
        if (status != SCALP_OK)
            fprintf(stderr, "%s\n", error.message);
        scalp_codec_images_close();
    } else
        fputs("usage: find_traits PX_PER_MM PHOTO\n", stderr);
    scalp_arena_close(&work.memory);
    return status == SCALP_OK ? 0 : 2;
}
