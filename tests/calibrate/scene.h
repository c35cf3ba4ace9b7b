/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photos of cards and stickers, drawn with a pinhole camera, so that scale and tilt are known. */
#ifndef SCALPTOR_TESTS_SCENE_H
#define SCALPTOR_TESTS_SCENE_H

#include "check.h"

#include <scalptor/calibrate.h>

/* One mark in front of the camera: turned by `turn` (radians about x, y, z), its centre at `at`. */
typedef struct scene_mark {
    int tag; /* -1: the card; otherwise a sticker's number */
    scalp_vec3 turn, at;
} scene_mark;

typedef struct scene {
    int width, height;
    double focal_px;
    scene_mark marks[4];
    size_t mark_count;
    double light, uneven;  /* of white at the middle; relative fall from left to right */
    double blur_px, noise; /* of samples, 0..1 */
    double factor;         /* of the print; 0: 1 */
    double bend_mm;        /* radius of the paper, bent about its upright middle; 0: flat */
    scalp_vec2 cover[2];   /* a dark rectangle that lies on top; equal: none */
    bool mirrored;
} scene;

/* Where things are on the print, to be looked up quickly. */
typedef struct scene_print {
    bool cells[SCALP_TAG_CELLS * SCALP_TAG_CELLS];
} scene_print;

static inline void scene_turn(const scene_mark *m, scalp_mat3 *r) {
    *r = scalp_mat3_rotation(m->turn);
}

static inline void scene_size(const scene_mark *m, double factor, double *width, double *height) {
    *width = factor * (m->tag < 0 ? SCALP_CARD_WIDTH_MM : SCALP_STICKER_WIDTH_MM);
    *height = factor * (m->tag < 0 ? SCALP_CARD_HEIGHT_MM : SCALP_STICKER_HEIGHT_MM);
}

/* True mm on the mark to px, and its derivative's area root by a small square. */
static inline scalp_vec2 scene_project(const scene *s, const scene_mark *m, scalp_vec2 mm) {
    scalp_mat3 r;
    double width, height;
    scene_turn(m, &r);
    scene_size(m, s->factor > 0 ? s->factor : 1, &width, &height);
    const scalp_vec3 p = scalp_vec3_add(
        scalp_mat3_apply(&r, (scalp_vec3){mm.x - width / 2, mm.y - height / 2, 0}), m->at);
    return (scalp_vec2){(s->width - 1) / 2.0 + s->focal_px * p.x / p.z,
                        (s->height - 1) / 2.0 + s->focal_px * p.y / p.z};
}

static inline double scene_px_per_mm(const scene *s, const scene_mark *m) {
    double width, height;
    const double h = 1e-3;
    scene_size(m, s->factor > 0 ? s->factor : 1, &width, &height);
    const scalp_vec2 o = scene_project(s, m, (scalp_vec2){width / 2, height / 2});
    const scalp_vec2 x = scene_project(s, m, (scalp_vec2){width / 2 + h, height / 2});
    const scalp_vec2 y = scene_project(s, m, (scalp_vec2){width / 2, height / 2 + h});
    return sqrt(fabs((x.x - o.x) * (y.y - o.y) - (x.y - o.y) * (y.x - o.x))) / h;
}

static inline double scene_tilt_deg(const scene_mark *m) {
    scalp_mat3 r;
    scene_turn(m, &r);
    const scalp_vec3 normal = {r.m[0][2], r.m[1][2], r.m[2][2]};
    return acos(fmin(1, fabs(scalp_vec3_dot(normal, scalp_vec3_unit(m->at))))) * 180 / SCALP_PI;
}

/* Reflectance of the print at nominal mm, or -1 beside it. */
static inline double scene_print_at(const scene_mark *m, double x, double y,
                                    bool cells[4][SCALP_TAG_CELLS * SCALP_TAG_CELLS]) {
    const double paper = 0.88, black = 0.04;
    double width, height;
    size_t count;
    scene_size(m, 1, &width, &height);
    if (x < 0 || y < 0 || x > width || y > height)
        return -1;
    const scalp_card_part *parts = scalp_card_parts(&count);
    for (size_t i = 0; i < count; i++) {
        const scalp_card_part *p = &parts[i];
        if ((p->mark == SCALP_MARK_CARD) != (m->tag < 0))
            continue;
        const double u = x - p->x_mm + p->width_mm / 2, v = y - p->y_mm + p->height_mm / 2;
        if (u < 0 || v < 0 || u >= p->width_mm || v >= p->height_mm)
            continue;
        if (p->kind == SCALP_PART_GREY)
            return paper + p->ink * (black - paper);
        const int column = 1 + (int)(u / p->width_mm * (SCALP_TAG_CELLS - 2));
        const int row = 1 + (int)(v / p->height_mm * (SCALP_TAG_CELLS - 2));
        return cells[p->tag < 0 ? 0 : p->tag][row * SCALP_TAG_CELLS + column] ? black : paper;
    }
    return paper;
}

/* Skin behind everything: no squares in it. */
static inline double scene_skin(double x, double y) {
    return 0.35 + 0.03 * sin(x / 9) * cos(y / 7);
}

/* Where a ray meets the mark, in mm from its middle along the paper: `from` and `way` are in the
 * mark's own frame, z away from the camera. */
static inline scalp_vec2 scene_meet(const scene *s, scalp_vec3 from, scalp_vec3 way) {
    const double r = s->bend_mm;
    double t = -from.z / way.z;
    if (r > 0) {
        /* x^2 + (z - r)^2 = r^2, the nearer side of the cylinder. */
        const double a = way.x * way.x + way.z * way.z;
        const double b = from.x * way.x + (from.z - r) * way.z;
        const double c = from.x * from.x + (from.z - r) * (from.z - r) - r * r;
        t = (-b - sqrt(fmax(b * b - a * c, 0))) / a;
    }
    const scalp_vec3 p = scalp_vec3_add(from, scalp_vec3_scale(way, t));
    return (scalp_vec2){r > 0 ? r * atan2(p.x, r - p.z) : p.x, p.y};
}

/* Adds the mark to reflectances `to`, `fine` samples a pixel and side. */
static inline void scene_draw(const scene *s, const scene_mark *m, int fine, float *to) {
    bool cells[4][SCALP_TAG_CELLS * SCALP_TAG_CELLS];
    scalp_mat3 r;
    double width, height;
    const double factor = s->factor > 0 ? s->factor : 1;
    for (int i = 0; i < 4; i++)
        CHECK_STATUS(scalp_tag_cells(m->tag < 0 ? i : m->tag, cells[i], NULL), SCALP_OK);
    scene_turn(m, &r);
    scene_size(m, factor, &width, &height);
    scalp_vec2 low = {1e9, 1e9}, high = {-1e9, -1e9};
    for (int i = 0; i < 4; i++) {
        const scalp_vec2 p =
            scene_project(s, m, (scalp_vec2){i % 2 ? width : 0, i / 2 ? height : 0});
        low = (scalp_vec2){fmin(low.x, p.x), fmin(low.y, p.y)};
        high = (scalp_vec2){fmax(high.x, p.x), fmax(high.y, p.y)};
    }
    for (int y = (int)fmax(low.y - 1, 0); y < s->height && y < high.y + 1; y++)
        for (int x = (int)fmax(low.x - 1, 0); x < s->width && x < high.x + 1; x++) {
            double sum = 0;
            const size_t at = (size_t)y * (size_t)s->width + (size_t)x;
            for (int k = 0; k < fine * fine; k++) {
                const double px = x + (k % fine + 0.5) / fine - 0.5,
                             py = y + (k / fine + 0.5) / fine - 0.5;
                const scalp_vec3 ray = {(px - (s->width - 1) / 2.0) / s->focal_px,
                                        (py - (s->height - 1) / 2.0) / s->focal_px, 1};
                const scalp_vec3 none = {0, 0, 0};
                const scalp_vec2 p =
                    scene_meet(s, scalp_mat3_apply_transposed(&r, scalp_vec3_sub(none, m->at)),
                               scalp_mat3_apply_transposed(&r, ray));
                const double value = scene_print_at(m, (p.x + width / 2) / factor,
                                                    (p.y + height / 2) / factor, cells);
                sum += value >= 0 ? value : (double)to[at];
            }
            to[at] = (float)(sum / (fine * fine));
        }
}

static inline void scene_blur(const scene *s, float *light, float *spare) {
    const double sigma = s->blur_px;
    if (!(sigma > 0))
        return;
    const int reach = (int)ceil(3 * sigma);
    for (int pass = 0; pass < 2; pass++) {
        for (int y = 0; y < s->height; y++)
            for (int x = 0; x < s->width; x++) {
                double sum = 0, weights = 0;
                for (int k = -reach; k <= reach; k++) {
                    const int u = pass ? x : x + k, v = pass ? y + k : y;
                    if (u < 0 || v < 0 || u >= s->width || v >= s->height)
                        continue;
                    const double w = exp(-k * k / (2 * sigma * sigma));
                    sum += w * (double)light[v * s->width + u];
                    weights += w;
                }
                spare[y * s->width + x] = (float)(sum / weights);
            }
        memcpy(light, spare, (size_t)s->width * (size_t)s->height * sizeof *light);
    }
}

static inline double scene_encode(double linear) {
    const double c = scalp_clamp(linear, 0, 1);
    return c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055;
}

/* The photo: 8 bits, 3 bands, in w's arena. */
static inline scalp_image scene_make(const scene *s, check_work *w) {
    const size_t pixels = (size_t)s->width * (size_t)s->height;
    float *light = scalp_arena_take(w->work.memory, pixels, sizeof *light);
    float *spare = scalp_arena_take(w->work.memory, pixels, sizeof *spare);
    uint8_t *samples = scalp_arena_take(w->work.memory, pixels, 3);
    scalp_random random = scalp_random_make(11, 0);
    scalp_image image = {
        .width = s->width, .height = s->height, .bands = 3, .bits = 8, .pixels = samples};
    for (size_t i = 0; i < pixels; i++)
        light[i] =
            (float)scene_skin((double)(i % (size_t)s->width), (double)(i / (size_t)s->width));
    for (size_t i = 0; i < s->mark_count; i++)
        scene_draw(s, &s->marks[i], 3, light);
    for (int y = (int)s->cover[0].y; y < (int)s->cover[1].y; y++)
        for (int x = (int)s->cover[0].x; x < (int)s->cover[1].x; x++)
            light[y * s->width + x] = 0.3F;
    scene_blur(s, light, spare);
    for (size_t i = 0; i < pixels; i++) {
        const size_t x = i % (size_t)s->width, y = i / (size_t)s->width;
        const size_t to = s->mirrored ? y * (size_t)s->width + ((size_t)s->width - 1 - x) : i;
        const double t = (double)x / s->width - 0.5;
        const double value = scene_encode((double)light[i] * s->light * (1 - s->uneven * t));
        for (int band = 0; band < 3; band++)
            samples[3 * to + (size_t)band] = (uint8_t)floor(
                255 * scalp_clamp(value + s->noise * scalp_random_normal(&random), 0, 1) + 0.5);
    }
    CHECK_STATUS(scalp_image_curve_make(8, &w->work, &image.curve[0], NULL), SCALP_OK);
    image.curve[1] = image.curve[2] = image.curve[0];
    return image;
}

#endif
