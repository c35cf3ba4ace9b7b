/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The light of a photo, as far as it matters for laying it beside another. */
#include "pair.h"

/* A plane through the light of judged skin, and sums by band. */
typedef struct light_sums {
    double n, x, y, xx, xy, yy, l, lx, ly, band[3];
} light_sums;

enum { samples_across = 96 };

static void add(light_sums *s, const scalp_image *image, int px, int py) {
    const double x = 2.0 * px / image->width - 1, y = 2.0 * py / image->height - 1;
    double light = 0;
    for (int b = 0; b < 3; b++) {
        const double value = (double)scalp_image_linear(image, px, py, b);
        s->band[b] += value;
        light += value / 3;
    }
    s->n += 1;
    s->x += x;
    s->y += y;
    s->xx += x * x;
    s->xy += x * y;
    s->yy += y * y;
    s->l += light;
    s->lx += light * x;
    s->ly += light * y;
}

static void slope_of(const light_sums *s, scalp_look *look) {
    const double xx = s->xx - s->x * s->x / s->n, yy = s->yy - s->y * s->y / s->n;
    const double xy = s->xy - s->x * s->y / s->n;
    const double lx = s->lx - s->l * s->x / s->n, ly = s->ly - s->l * s->y / s->n;
    const double det = xx * yy - xy * xy, mean = s->l / s->n;
    if (!(det > 1e-9 * s->n * s->n) || !(mean > 0))
        return;
    const double dx = (lx * yy - ly * xy) / det, dy = (ly * xx - lx * xy) / det;
    look->light_slope = 2 * hypot(dx, dy) / mean;
    look->light_deg = atan2(dy, dx) * 180 / SCALP_PI;
}

scalp_look scalp_look_of(const scalp_image *image, const scalp_flat *flat,
                         const scalp_finds *finds) {
    const scalp_find_quality *q = &finds->quality;
    scalp_look look = {.px_per_mm = flat->has_mm ? flat->px_per_mm : (double)NAN,
                       .tilt_deg = flat->tilt_deg,
                       .blur_mm = flat->has_mm ? q->blur_px / flat->px_per_mm : (double)NAN,
                       .gloss_share = q->share[SCALP_UNSEEN_GLOSS] + q->share[SCALP_UNSEEN_CLIPPED],
                       .light_deg = NAN,
                       .light_slope = NAN,
                       .red_green = NAN,
                       .blue_green = NAN};
    light_sums sums = {0};
    const int step_x = image->width / samples_across + 1;
    const int step_y = image->height / samples_across + 1;
    for (int y = step_y / 2; y < image->height; y += step_y)
        for (int x = step_x / 2; x < image->width; x += step_x)
            if (scalp_window_has(&finds->window, scalp_flat_from_px(flat, (scalp_vec2){x, y})))
                add(&sums, image, x, y);
    if (sums.n < 16)
        return look;
    slope_of(&sums, &look);
    if (scalp_image_colours(image) == 3 && sums.band[1] > 0) {
        look.red_green = sums.band[0] / sums.band[1];
        look.blue_green = sums.band[2] / sums.band[1];
    }
    return look;
}
