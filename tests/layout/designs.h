/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs that tests lay out, and how even a set of dots is. */
#ifndef SCALPTOR_DESIGNS_H
#define SCALPTOR_DESIGNS_H

#include "mesh/shapes.h"

#include <scalptor/layout.h>

/* One density over the whole mesh, or `relative` to it. */
static inline scalp_design design_of(check_work *w, const scalp_mesh *mesh, const double *relative,
                                     double per_cm2) {
    scalp_design design = {0};
    scalp_error error = {0};
    if (scalp_design_from_field(mesh, relative, per_cm2, &w->work, &design, &error)) {
        printf("Bail out! design: %s\n", error.message);
        exit(3);
    }
    return design;
}

static inline scalp_layout layout_of(check_work *w, const scalp_design *design,
                                     const scalp_layout_params *params) {
    scalp_layout layout = {0};
    scalp_error error = {0};
    if (scalp_layout_make(design, params, &w->work, &layout, &error))
        CHECK_FAILED("no layout: %s", error.message);
    return layout;
}

/* The bytes that a plan file keeps of a layout. */
static inline void layout_hash(const scalp_layout *layout, char hex[SCALP_HASH_HEX]) {
    scalp_hash hash = scalp_hash_make();
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *d = &layout->dots[i];
        scalp_hash_add(&hash, &d->at.face, sizeof d->at.face);
        scalp_hash_add(&hash, &d->at.u, sizeof d->at.u);
        scalp_hash_add(&hash, &d->at.v, sizeof d->at.v);
        scalp_hash_add(&hash, &d->position, sizeof d->position);
        scalp_hash_add(&hash, &d->normal, sizeof d->normal);
        scalp_hash_add(&hash, &d->zone, 1);
        scalp_hash_add(&hash, &d->session, 1);
    }
    scalp_hash_hex(&hash, hex);
}

static inline int compare_x(const void *a, const void *b) {
    const double x = ((const scalp_dot *)a)->position.x, y = ((const scalp_dot *)b)->position.x;
    return (x > y) - (x < y);
}

/* The least distance between two dots whose normals agree. */
static inline double least_distance(const scalp_layout *layout) {
    scalp_dot *dots = malloc(layout->dot_count * sizeof *dots + 1);
    double least = HUGE_VAL;
    if (!dots)
        return 0;
    memcpy(dots, layout->dots, layout->dot_count * sizeof *dots);
    qsort(dots, layout->dot_count, sizeof *dots, compare_x);
    for (size_t i = 0; i < layout->dot_count; i++) {
        for (size_t j = i + 1; j < layout->dot_count; j++) {
            if (dots[j].position.x - dots[i].position.x > least)
                break;
            const double d = scalp_vec3_distance(dots[i].position, dots[j].position);
            if (d < least && scalp_vec3_dot(dots[i].normal, dots[j].normal) > 0.3)
                least = d;
        }
    }
    free(dots);
    return least;
}

/* Variance over mean of the number of dots in discs that hold `expected` on average, for the
 * sessions in `sessions` (bit s-1) on a flat sheet with even density. Random dots: 1. */
static inline double disc_noise(const scalp_layout *layout, unsigned sessions, double width,
                                double height, double expected) {
    enum { discs = 500, most = 60000 };
    static double x[most], y[most];
    double sum = 0;
    size_t count = 0;
    CHECK(layout->dot_count <= most);
    for (size_t i = 0; i < layout->dot_count && count < most; i++) {
        if (sessions >> (layout->dots[i].session - 1) & 1u) {
            x[count] = layout->dots[i].position.x;
            y[count++] = layout->dots[i].position.y;
        }
    }
    const double r2 = expected * width * height / (SCALP_PI * (double)count), r = sqrt(r2);
    scalp_random random = scalp_random_make(77, 0);
    for (int k = 0; k < discs; k++) {
        const double cx = r + scalp_random_uniform(&random) * (width - 2 * r);
        const double cy = r + scalp_random_uniform(&random) * (height - 2 * r);
        double held = 0;
        for (size_t i = 0; i < count; i++)
            held += (x[i] - cx) * (x[i] - cx) + (y[i] - cy) * (y[i] - cy) < r2;
        sum += (held - expected) * (held - expected);
    }
    return sum / discs / expected;
}

#endif
