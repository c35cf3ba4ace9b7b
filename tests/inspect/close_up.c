/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order of events: skin, light and gloss, what lies in the skin, what lies on it, the camera. */
#include "close_up_parts.h"

#include <math.h>
#include <string.h>

scalp_vec2 canvas_mm(const canvas *c, double x, double y) {
    const scalp_vec3 v = scalp_mat3_apply(&c->mm_from_px, (scalp_vec3){x, y, 1});
    return (scalp_vec2){v.x / v.z, v.y / v.z};
}

scalp_vec2 canvas_px(const canvas *c, scalp_vec2 mm) {
    const scalp_vec3 v = scalp_mat3_apply(&c->px_from_mm, (scalp_vec3){mm.x, mm.y, 1});
    return (scalp_vec2){v.x / v.z, v.y / v.z};
}

double canvas_scale(const canvas *c, scalp_vec2 mm) {
    const double h = 1e-3;
    const scalp_vec2 o = canvas_px(c, mm);
    const scalp_vec2 x = canvas_px(c, (scalp_vec2){mm.x + h, mm.y});
    const scalp_vec2 y = canvas_px(c, (scalp_vec2){mm.x, mm.y + h});
    return sqrt(fabs((x.x - o.x) * (y.y - o.y) - (x.y - o.y) * (y.x - o.x))) / h;
}

bool close_up_add(close_up_dot **list, size_t *count, scalp_arena *arena, close_up_dot dot) {
    if ((*count & (*count - 1)) == 0) { /* full at every power of two */
        close_up_dot *more = scalp_arena_take(arena, *count ? 2 * *count : 1, sizeof *more);
        if (!more)
            return false;
        if (*count)
            memcpy(more, *list, *count * sizeof *more);
        *list = more;
    }
    (*list)[(*count)++] = dot;
    return true;
}

static scalp_mat3 inverse(const scalp_mat3 *a) {
    scalp_mat3 r;
    double d = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const int p = (i + 1) % 3, q = (i + 2) % 3, s = (j + 1) % 3, t = (j + 2) % 3;
            r.m[j][i] = a->m[p][s] * a->m[q][t] - a->m[p][t] * a->m[q][s];
        }
    for (int j = 0; j < 3; j++)
        d += a->m[0][j] * r.m[j][0];
    for (int i = 0; i < 9; i++)
        r.m[i / 3][i % 3] /= d;
    return r;
}

/* A camera 2.34 widths away looks at skin turned by the tilt about an axis in it, a little nearer
 * so that the skin fills the picture. */
static void aim(canvas *c) {
    const close_up_params *p = c->p;
    const double s = p->px_per_mm, x0 = (c->width - 1) / 2.0, y0 = (c->height - 1) / 2.0;
    c->size_mm = (scalp_vec2){c->width / s, c->height / s};
    c->px_from_mm = (scalp_mat3){{{s, 0, 0}, {0, s, 0}, {0, 0, 1}}};
    if (p->tilt_deg > 0) {
        scalp_random random = scalp_random_make(p->seed, 80);
        const double turn = draw_between(&random, 0, 2 * SCALP_PI),
                     tilt = p->tilt_deg * SCALP_PI / 180;
        const scalp_mat3 r =
            scalp_mat3_rotation((scalp_vec3){tilt * cos(turn), tilt * sin(turn), 0});
        const double far = 2.34 * c->width, near = far * (1.045 + .005 * p->tilt_deg);
        scalp_mat3 h; /* of places about the middle, in px */
        for (int j = 0; j < 2; j++) {
            h.m[0][j] = near * r.m[0][j] + x0 * r.m[2][j];
            h.m[1][j] = near * r.m[1][j] + y0 * r.m[2][j];
            h.m[2][j] = r.m[2][j];
        }
        h.m[0][2] = x0 * far;
        h.m[1][2] = y0 * far;
        h.m[2][2] = far;
        const scalp_mat3 centred = {{{s, 0, -x0}, {0, s, -y0}, {0, 0, 1}}};
        c->px_from_mm = scalp_mat3_multiply(&h, &centred);
        for (int i = 0; i < 9; i++)
            c->px_from_mm.m[i / 3][i % 3] /= far;
        const double w = c->px_from_mm.m[2][2];
        for (int i = 0; i < 9; i++)
            c->px_from_mm.m[i / 3][i % 3] /= w;
    }
    c->mm_from_px = inverse(&c->px_from_mm);
}

/* Of the skin seen within the margin: straight edges stay straight. */
static double area_within(const canvas *c, double margin) {
    const double right = c->width - 1 - margin, bottom = c->height - 1 - margin;
    const scalp_vec2 corner[4] = {canvas_mm(c, margin, margin), canvas_mm(c, right, margin),
                                  canvas_mm(c, right, bottom), canvas_mm(c, margin, bottom)};
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        const scalp_vec2 a = corner[i], b = corner[(i + 1) % 4];
        sum += a.x * b.y - b.x * a.y;
    }
    return fabs(sum) / 2;
}

bool close_up_make(const close_up_params *params, scalp_arena *arena, close_up *made) {
    *made = (close_up){.params = *params, .margin_px = params->margin_mm * params->px_per_mm};
    canvas c = {
        .p = &made->params, .arena = arena, .width = params->width, .height = params->height};
    const size_t count = (size_t)c.width * (size_t)c.height;
    uint8_t *samples = scalp_arena_take(arena, 3 * count, 1);
    c.rgb = scalp_arena_take(arena, 3 * count, sizeof *c.rgb);
    c.glow = scalp_arena_take(arena, count, sizeof *c.glow);
    if (!samples || !c.rgb || !c.glow)
        return false;
    aim(&c);
    made->px_from_mm = c.px_from_mm;
    made->mm_from_px = c.mm_from_px;
    made->area_mm2 = area_within(&c, made->margin_px);
    if (!canvas_place(&c, made) || !canvas_skin(&c, made) || !canvas_fresh_below(&c, made) ||
        !canvas_gloss(&c) || !canvas_dots(&c, made) || !canvas_fresh_above(&c, made))
        return false;
    canvas_hairs(&c);
    scalp_error error = {0};
    const scalp_work work = {.memory = arena};
    scalp_image_curve curve;
    if (!canvas_lens(&c, samples) || scalp_image_curve_make(8, &work, &curve, &error) != SCALP_OK)
        return false;
    made->image = (scalp_image){.width = c.width,
                                .height = c.height,
                                .bands = 3,
                                .bits = 8,
                                .pixels = samples,
                                .curve = {curve, curve, curve}};
    return true;
}
