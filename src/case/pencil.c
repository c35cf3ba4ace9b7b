/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hairline pencilled on the skin and clicked in a photo, against the design's. */
#include "clicked.h"

#include <math.h>
#include <string.h>

enum { steps = 12 }; /* between two clicks, so that the line follows the skin */

static const double step_apart_mm = 60; /* farther apart than that the line has left the skin */

typedef struct nearest {
    double mm;   /* without sign */
    double sign; /* above 0: the place lies behind the line */
} nearest;

/* The line runs from right to left; outward normal x direction points behind it. */
static nearest find_nearest(const scalp_design *design, scalp_vec3 p, scalp_vec3 normal) {
    nearest best = {1e9, 1};
    for (size_t i = 0; i + 1 < design->hairline_count; i++) {
        const scalp_vec3 a = design->hairline[i];
        const scalp_vec3 along = scalp_vec3_sub(design->hairline[i + 1], a);
        const double square = scalp_vec3_dot(along, along);
        const double t =
            square > 0 ? scalp_clamp(scalp_vec3_dot(scalp_vec3_sub(p, a), along) / square, 0, 1)
                       : 0;
        const scalp_vec3 way = scalp_vec3_sub(p, scalp_vec3_add(a, scalp_vec3_scale(along, t)));
        const double mm = scalp_vec3_length(way);
        if (mm < best.mm)
            best =
                (nearest){mm, scalp_vec3_dot(way, scalp_vec3_cross(normal, along)) >= 0 ? 1 : -1};
    }
    return best;
}

typedef struct sums {
    double most, all, side[2];
    size_t count, side_count[2];
} sums;

static void add(sums *s, const scalp_design *design, scalp_vec3 p, scalp_vec3 normal) {
    const nearest n = find_nearest(design, p, normal);
    const int left = p.x >= 0;
    s->most = fmax(s->most, n.mm);
    s->all += n.mm;
    s->side[left] += n.sign * n.mm;
    s->side_count[left]++;
    s->count++;
}

static scalp_status miss(const scalp_case_photo *photo, size_t i, scalp_error *error) {
    return scalp_fail(
        error, SCALP_ERR_INPUT,
        "Photo %s: the pencilled line leaves the fitted head near its point %zu; click "
        "on the skin.",
        photo->id, i + 1);
}

scalp_status scalp_case_pencil(const scalp_case *document, const scalp_fit *fit, size_t index,
                               const scalp_design *design, const scalp_work *work,
                               scalp_pencil *pencil, scalp_error *error) {
    const scalp_case_photo *photo = &document->photos[index];
    if (photo->pencil_count < 2)
        return scalp_fail(error, SCALP_ERR_INPUT, "Photo %s has no pencilled line.", photo->id);
    const scalp_bvh *bvh;
    SCALP_TRY(scalp_bvh_make(&fit->head.mesh, work, &bvh, error));
    sums s = {0};
    scalp_pencil made = {0};
    scalp_vec3 before = {0, 0, 0};
    for (size_t i = 0; i + 1 < photo->pencil_count; i++) {
        const scalp_vec2 a = photo->pencil[i], b = photo->pencil[i + 1];
        for (int k = i > 0; k <= steps; k++) {
            const double t = (double)k / steps;
            scalp_mesh_point at;
            const scalp_vec2 px = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
            if (!scalp_clicked(bvh, &fit->views[index].camera, px, &at))
                return miss(photo, i, error);
            const scalp_vec3 p = scalp_mesh_position(&fit->head.mesh, at);
            const double way = scalp_vec3_distance(p, before);
            if (s.count > 0 && way > step_apart_mm)
                return miss(photo, i, error);
            made.length_mm += s.count > 0 ? way : 0;
            before = p;
            add(&s, design, p, scalp_mesh_normal(&fit->head.mesh, at));
        }
    }
    made.max_mm = s.most;
    made.mean_mm = s.all / (double)s.count;
    for (int left = 0; left < 2; left++) {
        made.has_side[left] = s.side_count[left] > 0;
        made.side_mm[left] = s.side_count[left] > 0 ? s.side[left] / (double)s.side_count[left] : 0;
    }
    *pencil = made;
    return SCALP_OK;
}
