/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ball as a head, with a planned zone, dots along a spiral, and photos of it. */
#ifndef SCALPTOR_TESTS_RENDER_BALL_H
#define SCALPTOR_TESTS_RENDER_BALL_H

#include "shapes.h"

#include <scalptor/render.h>

static const double ball_mm = 60, ball_away_mm = 800;

typedef struct ball {
    scalp_head head;
    scalp_design design;
    scalp_plan plan;
} ball;

/* Dots per cm2 at a point of the ball. */
typedef double (*ball_field)(scalp_vec3 point);

static inline double ball_everywhere(scalp_vec3 point) {
    (void)point;
    return 100;
}

/* The front upper part, with an edge 8 mm wide. */
static inline double ball_cap(scalp_vec3 point) {
    return 100 * scalp_smoothstep(10, 18, point.y);
}

static inline void ball_mesh(ball *b, ball_field field, const scalp_work *work) {
    *b = (ball){0};
    b->head.mesh = shape_ball(ball_mm, 74, work); /* edges of 2.5 mm */
    const size_t n = b->head.mesh.vertex_count, f = b->head.mesh.face_count;
    uint8_t *region = scalp_arena_take(work->memory, n, 1),
            *zone = scalp_arena_take(work->memory, f, 1);
    double *density = scalp_arena_take(work->memory, n, sizeof *density);
    for (size_t i = 0; i < n; i++)
        density[i] = field(b->head.mesh.vertices[i]);
    for (size_t i = 0; i < f; i++) {
        const uint32_t *v = b->head.mesh.faces[i].v;
        zone[i] = density[v[0]] + density[v[1]] + density[v[2]] > 0 ? SCALP_ZONE_MIDSCALP : 0;
    }
    b->head.region = region;
    b->design = (scalp_design){.mesh = &b->head.mesh, .density_per_cm2 = density, .zone = zone};
    b->plan.treatment = (scalp_treatment){.pigment = "carbon-black",
                                          .pigment_depth_mm = 0.12,
                                          .thickness_mm = 0.08,
                                          .diameter_mm = 0.2,
                                          .dilution = 20};
    b->plan.session_count = b->plan.layout.session_count = 3;
}

/* A dot on the true ball, in the direction given. */
static inline scalp_dot ball_dot(scalp_vec3 direction, unsigned session) {
    const scalp_vec3 n = scalp_vec3_unit(direction);
    return (scalp_dot){.position = scalp_vec3_scale(n, ball_mm),
                       .normal = n,
                       .zone = SCALP_ZONE_MIDSCALP,
                       .session = (uint8_t)session};
}

/* About field dots per cm2: a golden spiral over the ball, thinned by hash. */
static inline void ball_dots(ball *b, ball_field field, const scalp_work *work) {
    const double area_cm2 = 4 * SCALP_PI * ball_mm * ball_mm / 100;
    const size_t n = (size_t)(100 * area_cm2);
    scalp_dot *dots = scalp_arena_take(work->memory, n, sizeof *dots);
    scalp_random r = scalp_random_make(3, 0);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const double y = 1 - 2 * ((double)i + 0.5) / (double)n;
        const double out = sqrt(1 - y * y), turn = 2.399963229728653 * (double)i;
        const double jitter = 0.003;
        const scalp_vec3 p = {out * cos(turn) + jitter * scalp_random_normal(&r),
                              y + jitter * scalp_random_normal(&r),
                              out * sin(turn) + jitter * scalp_random_normal(&r)};
        const double u = scalp_random_uniform(&r);
        const unsigned session = u < 0.3 ? 1 : u < 0.7 ? 2 : 3;
        const scalp_dot dot = ball_dot(p, session);
        if (scalp_random_uniform(&r) * 100 < field(dot.position))
            dots[kept++] = dot;
    }
    b->plan.layout.dots = dots;
    b->plan.layout.dot_count = kept;
}

static inline scalp_scene ball_scene(const ball *b, double px_per_mm, int width, int height) {
    return (scalp_scene){
        .camera = shape_camera(ball_away_mm, px_per_mm * (ball_away_mm - ball_mm), width, height),
        .head = &b->head,
        .design = &b->design,
        .plan = &b->plan};
}

/* A blank photo: `bands` and `bits` as said, every colour sample `value`, alpha 200 of 255. */
static inline scalp_image ball_blank(int width, int height, int bands, int bits, double value,
                                     const scalp_work *work) {
    scalp_image image = {.width = width, .height = height, .bands = bands, .bits = bits};
    const size_t n = (size_t)width * (size_t)height * (size_t)bands;
    void *pixels = scalp_arena_take(work->memory, n, (size_t)bits / 8);
    for (size_t i = 0; i < n; i++) {
        const bool alpha = bands % 2 == 0 && i % (size_t)bands == (size_t)bands - 1;
        const double v = alpha ? 200.0 / 255 : value;
        if (bits == 8)
            ((uint8_t *)pixels)[i] = (uint8_t)(v * 255 + 0.5);
        else
            ((uint16_t *)pixels)[i] = (uint16_t)(v * 65535 + 0.5);
    }
    image.pixels = pixels;
    CHECK_STATUS(scalp_image_curve_make(bits, work, &image.curve[0], NULL), SCALP_OK);
    image.curve[1] = image.curve[2] = image.curve[0];
    return image;
}

/* A photo of a ball of `grown` mm more than the model, on a darker ground, with some noise. */
static inline scalp_image ball_photo(const scalp_camera *c, double grown, int bands,
                                     const scalp_work *work) {
    scalp_image image = ball_blank(c->width, c->height, bands, 8, 0.45, work);
    uint8_t *pixels = scalp_arena_take(work->memory, scalp_image_bytes(&image), 1);
    memcpy(pixels, image.pixels, scalp_image_bytes(&image));
    scalp_random r = scalp_random_make(9, 0);
    const double limb = ball_mm / sqrt(ball_away_mm * ball_away_mm - ball_mm * ball_mm);
    const double edge = c->focal_px * limb * (ball_mm + grown) / ball_mm;
    for (int y = 0; y < c->height; y++) {
        for (int x = 0; x < c->width; x++) {
            const double d = hypot(x - c->centre_x, y - c->centre_y) - edge;
            const double cover = scalp_clamp(0.5 - d / 2, 0, 1);
            for (int b = 0; b < bands && b < 3; b++) {
                const double skin = 0.80 - 0.10 * b;
                const double v = 0.45 + (skin - 0.45) * cover + 0.008 * scalp_random_normal(&r);
                pixels[(y * c->width + x) * bands + b] =
                    (uint8_t)(scalp_clamp(v, 0, 1) * 255 + 0.5);
            }
        }
    }
    image.pixels = pixels;
    return image;
}

/* The point of the ball's front that pixel (x, y) sees; false beside it. */
static inline bool ball_seen(const scalp_camera *c, double x, double y, scalp_vec3 *point) {
    const scalp_vec3 ray = scalp_vec3_unit(
        (scalp_vec3){(x - c->centre_x) / c->focal_px, -(y - c->centre_y) / c->focal_px, -1});
    const double along = -ray.z * c->translation.z;
    const double inside = along * along - c->translation.z * c->translation.z + ball_mm * ball_mm;
    if (inside < 0)
        return false;
    const double s = along - sqrt(inside);
    *point = (scalp_vec3){ray.x * s, ray.y * s, c->translation.z + ray.z * s};
    return true;
}

/* Share of a band's linear light that is gone, summed over the pixels of a box. */
static inline double ball_gone(const scalp_image *before, const scalp_image *after, int band,
                               const int box[4]) {
    double sum = 0;
    for (int y = box[1]; y < box[3]; y++)
        for (int x = box[0]; x < box[2]; x++)
            sum += 1 - (double)scalp_image_linear(after, x, y, band) /
                           (double)scalp_image_linear(before, x, y, band);
    return sum;
}

#endif
