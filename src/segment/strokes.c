/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stuff.h"

#include <string.h>

static const char *const names[stuff_kinds] = {
    [SCALP_STUFF_SKIN] = "skin",
    [SCALP_STUFF_HAIR] = "hair",
    [SCALP_STUFF_BACKGROUND] = "background",
    [SCALP_STUFF_OTHER] = "other",
};

const char *scalp_stuff_name(scalp_stuff stuff) {
    return names[stuff];
}

bool scalp_stuff_find(const char *name, scalp_stuff *stuff) {
    for (int k = 0; k < stuff_kinds; k++) {
        if (strcmp(names[k], name) == 0) {
            *stuff = (scalp_stuff)k;
            return true;
        }
    }
    return false;
}

static bool has_kind(const uint8_t *seed, size_t cells, int kind) {
    for (size_t i = 0; i < cells; i++)
        if (seed[i] == 1 + kind)
            return true;
    return false;
}

/* Labels of the cells, and which kinds there are. */
static scalp_status divide(const scalp_image *image, const scalp_stroke *strokes, size_t count,
                           const scalp_seed_map *seeds, const scalp_work *work,
                           const stuff_look *look, uint8_t *label, uint8_t *cover,
                           bool used[stuff_kinds], scalp_error *error) {
    const size_t cells = (size_t)look->width * (size_t)look->height;
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells, 1, &memory, error));
    uint8_t *seed = memory;
    SCALP_TRY(scalp_stuff_seed(image, look, strokes, count, seeds, seed, error));
    SCALP_TRY(scalp_stuff_shade(look, seed, work, error));
    const bool guessed = seeds && seeds->guess && !has_kind(seed, cells, SCALP_STUFF_OTHER);
    if (seeds && seeds->guess) {
        SCALP_TRY(scalp_stuff_guess(look, seeds, work, seed, error));
        /* What the user says stays, whatever it looks like. */
        SCALP_TRY(scalp_stuff_seed(image, look, strokes, count, NULL, seed, error));
    }
    uint8_t *unlike[stuff_kinds];
    SCALP_TRY(scalp_stuff_unlike(look, seed, work, unlike, error));
    if (guessed && unlike[SCALP_STUFF_OTHER])
        scalp_stuff_limit(look, seeds, unlike[SCALP_STUFF_OTHER]);
    SCALP_TRY(scalp_work_report(work, "segment", 0.3, error));
    SCALP_TRY(scalp_stuff_grow(look, seed, unlike, work, label, error));
    for (int k = 0; k < stuff_kinds; k++)
        used[k] = unlike[k] != NULL;
    if (used[SCALP_STUFF_HAIR])
        scalp_stuff_cover(image, look, seed, label, work, cover);
    return SCALP_OK;
}

scalp_status scalp_segment_strokes(const scalp_image *image, const scalp_stroke *strokes,
                                   size_t count, const scalp_seed_map *seeds,
                                   const scalp_work *work, scalp_segments *segments,
                                   scalp_error *error) {
    SCALP_TRY(scalp_work_report(work, "segment", 0, error));
    const size_t pixels = (size_t)image->width * (size_t)image->height;
    stuff_look look;
    void *memory;
    bool used[stuff_kinds];
    stuff_planes out;
    uint8_t **const planes[] = {&out.label,    &out.cover,    &out.alpha[0],
                                &out.alpha[1], &out.alpha[2], &out.alpha[3]};
    for (size_t k = 0; k < sizeof planes / sizeof *planes; k++) {
        SCALP_TRY(scalp_work_take(work, pixels, 1, &memory, error));
        *planes[k] = memory;
    }
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_stuff_look(image, work, &look, error));
    SCALP_TRY(scalp_work_take(work, (size_t)look.width * (size_t)look.height, 1, &memory, error));
    uint8_t *label = memory;
    SCALP_TRY(divide(image, strokes, count, seeds, work, &look, label, out.cover, used, error));
    SCALP_TRY(scalp_stuff_soften(image, &look, label, used, work, &out, error));
    scalp_arena_return(work->memory, mark);
    *segments = (scalp_segments){image->width, image->height, out.label, {0}, out.cover};
    for (int k = 0; k < stuff_kinds; k++)
        segments->alpha[k] = out.alpha[k];
    return scalp_work_report(work, "segment", 1, error);
}
