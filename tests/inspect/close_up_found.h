/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found in a close-up against what is known of it. */
#ifndef SCALPTOR_TESTS_CLOSE_UP_FOUND_H
#define SCALPTOR_TESTS_CLOSE_UP_FOUND_H

#include "close_up.h"

#include <scalptor/codec.h>
#include <scalptor/inspect.h>

#include <math.h>

typedef struct found_counts {
    size_t pigment, true_dots;     /* within what was judged: found, and there */
    size_t hits;                   /* found at a dot that is there */
    size_t others[CLOSE_UP_KINDS]; /* things that are no pigment, within the margin */
    size_t taken[CLOSE_UP_KINDS];  /* of them, taken for pigment */
    double judged_mm2;
} found_counts;

/* Draws the picture, makes a JPEG of it, reads that and finds its dots. */
static inline bool close_up_find(const close_up_params *params, scalp_arena *arena, close_up *made,
                                 scalp_finds *finds) {
    const scalp_work work = {.memory = arena};
    scalp_error error = {0};
    scalp_bytes bytes;
    scalp_image image;
    if (!close_up_make(params, arena, made) || !close_up_jpeg(made, arena, &bytes))
        return false;
    if (scalp_codec_image_read(bytes, "close-up", &work, &image, &error) != SCALP_OK)
        return false;
    scalp_flat flat = scalp_flat_square(params->px_per_mm, 0);
    flat.px_from_mm = made->px_from_mm;
    flat.mm_from_px = made->mm_from_px;
    const scalp_find_params how = {0};
    return scalp_find(&image, &flat, &how, &work, finds, &error) == SCALP_OK;
}

static inline bool found_is_pigment(const scalp_found *f) {
    return f->kind != SCALP_FOUND_STUB;
}

static inline bool dot_at(const close_up *made, scalp_vec2 mm, double within_mm) {
    for (size_t i = 0; i < made->count; i++) {
        const close_up_dot *d = &made->dots[i];
        if (hypot(d->mm.x - mm.x, d->mm.y - mm.y) <= within_mm + d->diam_mm / 2)
            return true;
    }
    return false;
}

/* Whether something is taken for pigment: a find at it that has no dot of its own. */
static inline bool found_taken(const close_up *made, const scalp_finds *finds, scalp_vec2 mm,
                               double within_mm) {
    for (size_t i = 0; i < finds->count; i++) {
        const scalp_found *f = &finds->dots[i];
        if (found_is_pigment(f) && scalp_window_has(&finds->window, f->mm) &&
            hypot(f->mm.x - mm.x, f->mm.y - mm.y) <= within_mm &&
            !dot_at(made, f->mm, 1 / made->params.px_per_mm))
            return true;
    }
    return false;
}

/* Within the margin of the picture: what is cut by the border is no fair question. */
static inline bool found_inside(const close_up *made, scalp_vec2 mm) {
    const scalp_vec3 v = scalp_mat3_apply(&made->px_from_mm, (scalp_vec3){mm.x, mm.y, 1});
    const double x = v.x / v.z, y = v.y / v.z, m = made->margin_px;
    return x >= m && y >= m && x <= made->image.width - 1 - m && y <= made->image.height - 1 - m;
}

static inline bool found_judged(const close_up *made, const scalp_window *window, scalp_vec2 mm) {
    return found_inside(made, mm) && scalp_window_has(window, mm);
}

static inline double found_area_mm2(const close_up *made, const scalp_window *w) {
    double sum = 0;
    for (int j = 0; j < w->rows; j++)
        for (int i = 0; i < w->columns; i++)
            for (int q = 0; q < 16; q++) {
                const scalp_vec2 mm = {w->origin_mm.x + (i + (q % 4 + .5) / 4) * w->cell_mm,
                                       w->origin_mm.y + (j + (q / 4 + .5) / 4) * w->cell_mm};
                sum += found_judged(made, w, mm) ? w->cell_mm * w->cell_mm / 16 : 0;
            }
    return sum;
}

/* Small things that lie on a dot or touch it are no fair question and are left out. */
static inline found_counts found_count(const close_up *made, const scalp_finds *finds) {
    found_counts c = {.judged_mm2 = found_area_mm2(made, &finds->window)};
    for (size_t i = 0; i < finds->count; i++) {
        const scalp_found *f = &finds->dots[i];
        if (!found_is_pigment(f) || !found_judged(made, &finds->window, f->mm))
            continue;
        c.pigment++;
        c.hits += dot_at(made, f->mm, 1 / made->params.px_per_mm);
    }
    for (size_t i = 0; i < made->count; i++)
        c.true_dots += found_judged(made, &finds->window, made->dots[i].mm);
    for (size_t i = 0; i < made->other_count; i++) {
        const close_up_dot *d = &made->others[i];
        const double reach = d->kind == CLOSE_UP_STUB ? .6 * d->diam_mm : .5 * d->diam_mm;
        if (!found_inside(made, d->mm) || (d->diam_mm < 1 && dot_at(made, d->mm, reach + .05)))
            continue;
        c.others[d->kind]++;
        c.taken[d->kind] += found_taken(made, finds, d->mm, reach);
    }
    return c;
}

#endif
