/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs with areas of hair strokes: two bands like brows, bent round a forehead. */
#ifndef SCALPTOR_BANDS_H
#define SCALPTOR_BANDS_H

#include "layout/designs.h"

enum { band_half_outline = 40, band_outline = 2 * band_half_outline };

static const double band_head_x = 8, band_tail_x = 50, band_round_mm = 75;

typedef struct bands {
    scalp_mesh mesh;
    scalp_design design;
    scalp_area_result areas[2]; /* left, right */
    scalp_vec3 outline[2][band_outline];
} bands;

static inline scalp_vec3 band_surface(double x, double y) {
    return (scalp_vec3){x, y, sqrt(band_round_mm * band_round_mm - x * x)};
}

/* y of the band's middle, and half its height, at x > 0. */
static inline double band_middle(double x) {
    const double t = (x - 34) / 26;
    return 5 * (1 - t * t);
}

static inline double band_half(double x) {
    const double t = (x - band_head_x) / (band_tail_x - band_head_x);
    return 3.2 * scalp_smoothstep(-0.1, 0.06, t) * (1 - 0.93 * scalp_smoothstep(0.5, 1, t));
}

static inline bool band_holds(double x, double y, double tolerance) {
    const double along = fabs(x);
    return along > band_head_x - tolerance && along < band_tail_x + tolerance &&
           fabs(y - band_middle(along)) < band_half(along) + tolerance;
}

static inline scalp_mesh band_mesh(check_work *w) {
    enum { nx = 60, ny = 24 };
    const scalp_mesh sheet = shape_sheet(w, 120, 48, nx, ny);
    scalp_vec3 *v = scalp_arena_take(w->work.memory, sheet.vertex_count, sizeof *v);
    scalp_face *f = scalp_arena_take(w->work.memory, sheet.face_count, sizeof *f);
    for (size_t i = 0; i < sheet.vertex_count; i++)
        v[i] = band_surface(sheet.vertices[i].x - 60, sheet.vertices[i].y - 24);
    memcpy(f, sheet.faces, sheet.face_count * sizeof *f);
    /* Every other half of the sheet is cut the other way, so that left mirrors right. */
    for (uint32_t j = 0; j < ny; j++) {
        for (uint32_t i = nx / 2; i < nx; i++) {
            const uint32_t a = j * (nx + 1) + i, b = a + nx + 1, at = 2 * (j * nx + i);
            f[at] = (scalp_face){{a, a + 1, b}};
            f[at + 1] = (scalp_face){{a + 1, b + 1, b}};
        }
    }
    return shape_finish(w, v, sheet.vertex_count, f, sheet.face_count);
}

/* Its area seen from everywhere square on, mm2. */
static inline double band_mm2(void) {
    double sum = 0;
    const double step = 0.01;
    for (double x = band_head_x; x < band_tail_x; x += step) {
        const double bent = band_round_mm / sqrt(band_round_mm * band_round_mm - x * x);
        sum += 2 * band_half(x) * step * bent;
    }
    return sum;
}

/* `strokes` of them on the left, and as many on the right; 0: none there. */
static inline void bands_open(bands *b, check_work *w, double left, double right,
                              double spacing_mm) {
    memset(b, 0, sizeof *b);
    b->mesh = band_mesh(w);
    for (int side = 0; side < 2; side++) {
        const double sign = side == 0 ? 1 : -1;
        for (int i = 0; i < band_half_outline; i++) {
            const double t = (double)i / (band_half_outline - 1);
            const double x = band_head_x + t * (band_tail_x - band_head_x);
            const double y = band_middle(x), h = band_half(x);
            b->outline[side][i] = band_surface(sign * x, y - h);
            b->outline[side][band_outline - 1 - i] = band_surface(sign * x, y + h);
        }
        b->areas[side] = (scalp_area_result){
            .id = side == 0 ? "left" : "right",
            .kind = side == 0 ? SCALP_AREA_BROW_L : SCALP_AREA_BROW_R,
            .outline = b->outline[side],
            .outline_count = band_outline,
            .strokes = side == 0 ? left : right,
            .spacing_mm = spacing_mm,
            .length_share = 1,
            .edge_mm = 2,
        };
    }
    b->design = (scalp_design){
        .mesh = &b->mesh,
        .density_per_cm2 = scalp_arena_take(w->work.memory, b->mesh.vertex_count, sizeof(double)),
        .zone = scalp_arena_take(w->work.memory, b->mesh.face_count, 1),
        .areas = b->areas,
        .area_count = 2,
        .strokes = {[SCALP_ZONE_BROW_L] = left, [SCALP_ZONE_BROW_R] = right},
    };
}

static inline double mean_length(const scalp_layout *layout) {
    double sum = 0;
    for (size_t i = 0; i < layout->stroke_count; i++)
        sum += scalp_stroke_path_length_mm(&layout->strokes[i]);
    return sum / (double)layout->stroke_count;
}

/* The bytes that a plan file keeps of the strokes. */
static inline void strokes_hash(const scalp_layout *layout, char hex[SCALP_HASH_HEX]) {
    scalp_hash hash = scalp_hash_make();
    for (size_t i = 0; i < layout->stroke_count; i++) {
        const scalp_stroke_path *s = &layout->strokes[i];
        for (size_t k = 0; k < s->point_count; k++) {
            const scalp_stroke_point *p = &s->points[k];
            scalp_hash_add(&hash, &p->at.face, sizeof p->at.face);
            scalp_hash_add(&hash, &p->at.u, sizeof p->at.u);
            scalp_hash_add(&hash, &p->at.v, sizeof p->at.v);
            scalp_hash_add(&hash, &p->width_mm, sizeof p->width_mm);
        }
        scalp_hash_add(&hash, &s->zone, 1);
        scalp_hash_add(&hash, &s->session, 1);
    }
    scalp_hash_hex(&hash, hex);
}

#endif
