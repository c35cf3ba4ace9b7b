/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots on skin laid flat whose evenness is known: cut from layouts of this program, random, in
 * heaps, or on lattices; with faults planted; seen through windows with holes. */
#ifndef SCALPTOR_EVEN_LAYOUTS_H
#define SCALPTOR_EVEN_LAYOUTS_H

#include "layout/designs.h"

#include <scalptor/evenness.h>

/* Dots in a rectangle from (0, 0), at most `most`. */
typedef struct dots {
    size_t count, most;
    double wide, tall;
    scalp_found *found;
} dots;

static inline dots dots_make(check_work *w, size_t most, double wide, double tall) {
    return (dots){0, most, wide, tall, scalp_arena_take(w->work.memory, most, sizeof(scalp_found))};
}

/* A dot of .26 mm that differs a little from others, as they do. */
static inline void dots_add(dots *d, double x, double y, scalp_random *random) {
    const double size = 0.26 * (1 + 0.08 * scalp_random_normal(random));
    if (d->count < d->most && x >= 0 && y >= 0 && x < d->wide && y < d->tall)
        d->found[d->count++] =
            (scalp_found){.kind = SCALP_FOUND_DOT,
                          .px = {20 * x, 20 * y},
                          .mm = {x, y},
                          .diameter_px = 20 * size,
                          .diameter_mm = size,
                          .diameter_sd_mm = 0.01,
                          .darkness = 0.3 * (1 + 0.1 * scalp_random_normal(random)),
                          .darkness_sd = 0.02,
                          .confidence = 0.97};
}

/* A sheet of skin laid out by this program, from which pieces are cut. */
typedef struct sheet {
    scalp_layout layout;
    double side, per_cm2;
} sheet;

static inline sheet sheet_make(check_work *w, double side, double per_cm2, double regularity,
                               uint64_t seed) {
    const scalp_mesh mesh = shape_sheet(w, side, side, 57, 57);
    const scalp_design design = design_of(w, &mesh, NULL, per_cm2);
    const scalp_layout_params params = {.regularity = regularity, .seed = seed};
    return (sheet){layout_of(w, &design, &params), side, per_cm2};
}

/* A piece of wide x tall mm, turned, from anywhere on the sheet; `sessions`: bit s-1; `lost` of the
 * dots are gone at random. */
static inline void dots_cut(dots *d, const sheet *s, unsigned sessions, double lost,
                            scalp_random *random) {
    const double turn = 2 * SCALP_PI * scalp_random_uniform(random);
    const double reach = hypot(d->wide, d->tall) / 2;
    const double mx = reach + scalp_random_uniform(random) * fmax(s->side - 2 * reach, 0);
    const double my = reach + scalp_random_uniform(random) * fmax(s->side - 2 * reach, 0);
    for (size_t i = 0; i < s->layout.dot_count; i++) {
        const scalp_dot *dot = &s->layout.dots[i];
        const double u = dot->position.x - mx, v = dot->position.y - my;
        if (!(sessions >> (dot->session - 1) & 1u) || fabs(u) > reach || fabs(v) > reach ||
            scalp_random_uniform(random) < lost)
            continue;
        dots_add(d, d->wide / 2 + cos(turn) * u - sin(turn) * v,
                 d->tall / 2 + sin(turn) * u + cos(turn) * v, random);
    }
}

static inline void dots_random(dots *d, double per_mm2, scalp_random *random) {
    const size_t count = (size_t)(per_mm2 * d->wide * d->tall + 0.5);
    for (size_t i = 0; i < count; i++)
        dots_add(d, d->wide * scalp_random_uniform(random), d->tall * scalp_random_uniform(random),
                 random);
}

/* A lattice with `side` between dots of a row and `row` between rows, every other one shifted by
 * `shift`, turned, jittered. */
static inline void dots_lattice(dots *d, double side, double row, double shift, double turn_deg,
                                double jitter, scalp_random *random) {
    const double c = cos(turn_deg * SCALP_PI / 180), s = sin(turn_deg * SCALP_PI / 180);
    const int reach = (int)(hypot(d->wide, d->tall) / fmin(side, row)) + 1;
    for (int j = -reach; j <= reach; j++)
        for (int i = -reach; i <= reach; i++) {
            const double u = i * side + (j & 1) * shift + jitter * scalp_random_normal(random);
            const double v = j * row + jitter * scalp_random_normal(random);
            dots_add(d, d->wide / 2 + c * u - s * v, d->tall / 2 + s * u + c * v, random);
        }
}

/* Takes out the dots within a disc, each with a probability. */
static inline void dots_clear(dots *d, double x, double y, double radius, double share,
                              scalp_random *random) {
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++)
        if (hypot(d->found[i].mm.x - x, d->found[i].mm.y - y) >= radius ||
            scalp_random_uniform(random) >= share)
            d->found[kept++] = d->found[i];
    d->count = kept;
}

/* The window over the dots' rectangle, all judged. */
static inline scalp_window window_make(check_work *w, const dots *d, double cell) {
    const int columns = (int)(d->wide / cell + 0.5), rows = (int)(d->tall / cell + 0.5);
    return (scalp_window){
        {0, 0}, cell, columns, rows, scalp_arena_take(w->work.memory, (size_t)(columns * rows), 1)};
}

/* Cells within a disc were not judged. */
static inline void window_hole(const scalp_window *window, double x, double y, double radius,
                               scalp_unseen why) {
    uint8_t *cells; /* they are window_make's own */
    memcpy(&cells, &window->why, sizeof cells);
    for (int j = 0; j < window->rows; j++)
        for (int i = 0; i < window->columns; i++)
            if (hypot(window->origin_mm.x + (i + 0.5) * window->cell_mm - x,
                      window->origin_mm.y + (j + 0.5) * window->cell_mm - y) < radius)
                cells[j * window->columns + i] = (uint8_t)why;
}

static inline scalp_evenness evenness_of(check_work *w, const dots *d, const scalp_window *window) {
    const scalp_evenness_ask ask = {
        .found = d->found, .count = d->count, .window = window, .has_mm = true, .seed = 1};
    scalp_evenness evenness = {0};
    scalp_error error = {0};
    if (scalp_evenness_make(&ask, &w->work, &evenness, &error))
        CHECK_FAILED("no evenness: %s", error.message);
    return evenness;
}

static inline size_t spots_of(const scalp_evenness *e, scalp_uneven_kind kind) {
    size_t count = 0;
    for (size_t i = 0; i < e->spot_count; i++)
        count += e->spots[i].kind == kind;
    return count;
}

#endif
