/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exposure.h"

#include "plane.h"

#include <math.h>

scalp_rgb scalp_pixel(const scalp_image *image, int x, int y, bool *clipped) {
    const scalp_vec3 own = {(double)scalp_image_linear(image, x, y, 0),
                            (double)scalp_image_linear(image, x, y, 1),
                            (double)scalp_image_linear(image, x, y, 2)};
    *clipped = own.x >= SCALP_CLIPPED || own.y >= SCALP_CLIPPED || own.z >= SCALP_CLIPPED;
    const scalp_vec3 rgb = scalp_image_srgb(image, own);
    return (scalp_rgb){rgb.x, rgb.y, rgb.z};
}

double scalp_luminance(scalp_rgb rgb) {
    return 0.2126 * rgb.r + 0.7152 * rgb.g + 0.0722 * rgb.b;
}

/* A sum of samples of the mark. */
typedef struct samples {
    scalp_rgb sum;
    double count, clipped;
} samples;

static void take(const scalp_image *image, const scalp_scale *scale, scalp_vec2 mm, samples *s) {
    const scalp_vec2 p = scalp_plane_apply(&scale->px_from_mm, mm);
    if (!(p.x > -0.5 && p.y > -0.5 && p.x < image->width - 0.5 && p.y < image->height - 0.5))
        return;
    bool clipped;
    const scalp_rgb rgb =
        scalp_pixel(image, (int)floor(p.x + 0.5), (int)floor(p.y + 0.5), &clipped);
    s->sum.r += rgb.r;
    s->sum.g += rgb.g;
    s->sum.b += rgb.b;
    s->count++;
    s->clipped += clipped;
}

static scalp_rgb mean(const samples *s) {
    const double n = s->count > 0 ? s->count : 1;
    return (scalp_rgb){s->sum.r / n, s->sum.g / n, s->sum.b / n};
}

/* The middle of a grey patch. */
static samples patch(const scalp_image *image, const scalp_scale *scale,
                     const scalp_card_part *part, double factor) {
    enum { side = 9 };
    samples s = {{0, 0, 0}, 0, 0};
    for (int i = 0; i < side * side; i++) {
        const double u = (double)(i % side) / (side - 1) - 0.5;
        const double v = (double)(i / side) / (side - 1) - 0.5;
        take(image, scale,
             (scalp_vec2){factor * (part->x_mm + 0.6 * u * part->width_mm),
                          factor * (part->y_mm + 0.6 * v * part->height_mm)},
             &s);
    }
    return s;
}

/* The white rim of a tag. */
static samples rim(const scalp_image *image, const scalp_scale *scale, const scalp_card_part *part,
                   double factor) {
    enum { side = 17 };
    samples s = {{0, 0, 0}, 0, 0};
    const double out = part->width_mm * (0.5 + 0.5 / 8);
    for (int i = 0; i < side; i++) {
        const double t = ((double)i / (side - 1) - 0.5) * part->width_mm;
        const scalp_vec2 step[4] = {{t, -out}, {out, t}, {t, out}, {-out, t}};
        for (int k = 0; k < 4; k++)
            take(image, scale,
                 (scalp_vec2){factor * (part->x_mm + step[k].x), factor * (part->y_mm + step[k].y)},
                 &s);
    }
    return s;
}

static const char *warning_for(const scalp_exposure *e) {
    if (e->clipped_share > 0.1)
        return "The paper is overexposed: colours near it are cut off; take the photo again with "
               "less exposure.";
    if (e->paper < 0.12)
        return "The photo is underexposed: the paper is darker than skin should be; take it again "
               "with more light.";
    if (e->evenness < 0.7)
        return "The light is uneven across the card; turn the lamp or the head, away from "
               "shadows.";
    for (size_t i = 1; i < e->grey_count; i++)
        if (e->grey[i] > e->grey[i - 1] * 1.03)
            return "The greys are not in their order: something shines on them, shades them or "
                   "covers them.";
    return NULL;
}

scalp_exposure scalp_exposure_make(const scalp_image *image, const scalp_scale *scale,
                                   double factor) {
    const scalp_mark_kind mark =
        scale->kind == SCALP_SCALE_CARD ? SCALP_MARK_CARD : SCALP_MARK_STICKER;
    scalp_exposure e = {.evenness = 1};
    double darkest = HUGE_VAL, brightest = 0;
    size_t count;
    const scalp_card_part *parts = scalp_card_parts(&count);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].mark != mark)
            continue;
        const samples s = parts[i].kind == SCALP_PART_TAG ? rim(image, scale, &parts[i], factor)
                                                          : patch(image, scale, &parts[i], factor);
        const double light = scalp_luminance(mean(&s));
        if (parts[i].kind == SCALP_PART_TAG) {
            darkest = fmin(darkest, light);
            brightest = fmax(brightest, light);
            continue;
        }
        if (e.grey_count == 0) {
            e.paper = light;
            e.paper_rgb = mean(&s);
            e.clipped_share = s.count > 0 ? s.clipped / s.count : 0;
        }
        e.grey[e.grey_count++] = e.paper > 0 ? light / e.paper : 0;
    }
    if (brightest > 0)
        e.evenness = darkest / brightest;
    e.warning = warning_for(&e);
    return e;
}
