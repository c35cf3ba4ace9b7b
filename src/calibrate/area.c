/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colour of an area of skin, away from what is not skin's colour: shine, shadow, clipping. */
#include "exposure.h"

#include <math.h>
#include <stdlib.h>

enum {
    least_pixels = 25,
    most_pixels = 200000, /* larger areas are taken every second, third ... pixel */
    tiles = 4,            /* a side */
};

static const double gloss_from = 1.35, shadow_below = 0.6; /* of the median */

typedef struct sample {
    double light;
    scalp_rgb rgb;
    int tile;
} sample;

typedef struct box {
    int x0, y0, x1, y1; /* both included */
} box;

static bool inside(const scalp_area *area, double x, double y) {
    if (area->point_count == 1)
        return hypot(x - area->points[0].x, y - area->points[0].y) <= area->radius_px;
    bool in = false;
    for (size_t i = 0, j = area->point_count - 1; i < area->point_count; j = i++) {
        const scalp_vec2 p = area->points[i], q = area->points[j];
        if ((p.y > y) != (q.y > y) && x < p.x + (y - p.y) / (q.y - p.y) * (q.x - p.x))
            in = !in;
    }
    return in;
}

static scalp_status box_of(const scalp_image *image, const scalp_area *area, box *b,
                           scalp_error *error) {
    double x0 = HUGE_VAL, y0 = HUGE_VAL, x1 = -HUGE_VAL, y1 = -HUGE_VAL;
    const double r = area->point_count == 1 ? area->radius_px : 0;
    for (size_t i = 0; i < area->point_count; i++) {
        x0 = fmin(x0, area->points[i].x - r);
        y0 = fmin(y0, area->points[i].y - r);
        x1 = fmax(x1, area->points[i].x + r);
        y1 = fmax(y1, area->points[i].y + r);
    }
    if (!(x0 >= -0.5 && y0 >= -0.5 && x1 <= image->width - 0.5 && y1 <= image->height - 0.5))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The area from %.0f,%.0f to %.0f,%.0f does not lie within the photo of "
                          "%d x %d pixels.",
                          x0, y0, x1, y1, image->width, image->height);
    *b = (box){(int)ceil(x0), (int)ceil(y0), (int)floor(x1), (int)floor(y1)};
    return SCALP_OK;
}

static int by_light(const void *a, const void *b) {
    const double p = ((const sample *)a)->light, q = ((const sample *)b)->light;
    return (p > q) - (p < q);
}

/* All pixels of the area that are neither under the mask nor clipped; counts the clipped. */
static size_t gather(const scalp_image *image, const scalp_area *area, const uint8_t *mask, box b,
                     int step, sample *samples, scalp_area_colour *colour) {
    size_t count = 0, clipped = 0;
    colour->pixels = 0;
    for (int y = b.y0; y <= b.y1; y += step)
        for (int x = b.x0; x <= b.x1; x += step) {
            bool cut;
            if (!inside(area, x, y) || (mask && mask[(size_t)y * (size_t)image->width + (size_t)x]))
                continue;
            const scalp_rgb rgb = scalp_pixel(image, x, y, &cut);
            colour->pixels++;
            clipped += cut;
            if (cut)
                continue;
            const int column = (x - b.x0) * tiles / (b.x1 - b.x0 + 1);
            const int row = (y - b.y0) * tiles / (b.y1 - b.y0 + 1);
            samples[count++] = (sample){scalp_luminance(rgb), rgb, row * tiles + column};
        }
    colour->clipped = colour->pixels ? (double)clipped / (double)colour->pixels : 0;
    return count;
}

/* Of the means of the tiles that hold enough, relative to their mean. */
static double spread_of(const sample *samples, size_t count) {
    double sum[tiles * tiles] = {0}, number[tiles * tiles] = {0}, mean = 0, square = 0, used = 0;
    for (size_t i = 0; i < count; i++) {
        sum[samples[i].tile] += samples[i].light;
        number[samples[i].tile]++;
    }
    for (int t = 0; t < tiles * tiles; t++) {
        if (number[t] < (double)count / (4 * tiles * tiles) || number[t] < 1)
            continue;
        mean += sum[t] / number[t];
        square += sum[t] / number[t] * (sum[t] / number[t]);
        used++;
    }
    if (used < 2 || !(mean > 0))
        return 0;
    mean /= used;
    return sqrt(fmax(0, square / used - mean * mean)) / mean;
}

/* Drops shine and shadow at the ends of the sorted samples, then takes the middle. */
static void middle(const sample *samples, size_t count, scalp_area_colour *colour) {
    const double median = samples[count / 2].light;
    size_t from = 0, to = count;
    while (to > from && samples[to - 1].light > gloss_from * median)
        to--;
    while (from < to && samples[from].light < shadow_below * median)
        from++;
    colour->gloss = (double)(count - to) / (double)colour->pixels;
    colour->shadow = (double)from / (double)colour->pixels;
    colour->spread = spread_of(samples + from, to - from);
    const size_t low = from + (to - from) * 3 / 10, high = from + ((to - from) * 7 + 9) / 10;
    scalp_rgb sum = {0, 0, 0};
    for (size_t i = low; i < high; i++) {
        sum.r += samples[i].rgb.r;
        sum.g += samples[i].rgb.g;
        sum.b += samples[i].rgb.b;
    }
    const double n = (double)(high - low);
    colour->rgb = (scalp_rgb){sum.r / n, sum.g / n, sum.b / n};
}

scalp_status scalp_area_measure(const scalp_image *image, const scalp_area *area,
                                const uint8_t *mask, const scalp_work *work,
                                scalp_area_colour *colour, scalp_error *error) {
    box b;
    void *place;
    *colour = (scalp_area_colour){.pixels = 0};
    SCALP_TRY(box_of(image, area, &b, error));
    const double all = ((double)b.x1 - b.x0 + 1) * ((double)b.y1 - b.y0 + 1);
    const int step = all > most_pixels ? (int)ceil(sqrt(all / most_pixels)) : 1;
    const size_t room = b.x1 < b.x0 || b.y1 < b.y0 ? 1
                                                   : ((size_t)(b.x1 - b.x0) / (size_t)step + 1) *
                                                         ((size_t)(b.y1 - b.y0) / (size_t)step + 1);
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, room, sizeof(sample), &place, error));
    sample *samples = place;
    const size_t count = gather(image, area, mask, b, step, samples, colour);
    if (colour->pixels < least_pixels)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The area holds %zu pixels that count; choose one with %d or more.",
                          colour->pixels, least_pixels);
    if (colour->clipped > 0.5 || count < least_pixels)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.0f %% of the area is overexposed; choose another or take the photo "
                          "again with less exposure.",
                          100 * colour->clipped);
    qsort(samples, count, sizeof *samples, by_light);
    middle(samples, count, colour);
    scalp_arena_return(work->memory, here);
    return SCALP_OK;
}
