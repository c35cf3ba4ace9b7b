/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The photo with rings about what was found, and hatching over what was not judged. */
#include "inspect.h"

#include <math.h>
#include <string.h>

typedef struct canvas {
    uint8_t *pixels;
    int width, height;
} canvas;

static scalp_status copy_photo(cli_job *job, const scalp_image *photo, canvas *to,
                               scalp_error *error) {
    const size_t pixels = (size_t)photo->width * (size_t)photo->height;
    const size_t step = scalp_image_colours(photo) == 3 ? 1 : 0, bands = (size_t)photo->bands;
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, pixels, 3, &memory, error));
    *to = (canvas){memory, photo->width, photo->height};
    for (size_t i = 0; i < pixels; i++)
        for (size_t c = 0; c < 3; c++) {
            const size_t at = i * bands + c * step;
            to->pixels[3 * i + c] = photo->bits == 8
                                        ? ((const uint8_t *)photo->pixels)[at]
                                        : (uint8_t)(((const uint16_t *)photo->pixels)[at] >> 8);
        }
    return SCALP_OK;
}

static void mix(canvas *to, int x, int y, const int colour[3], double share) {
    if (x < 0 || y < 0 || x >= to->width || y >= to->height || share <= 0)
        return;
    uint8_t *p = to->pixels + 3 * ((size_t)y * (size_t)to->width + (size_t)x);
    for (int c = 0; c < 3; c++)
        p[c] = (uint8_t)(p[c] + (colour[c] - p[c]) * fmin(share, 1) + 0.5);
}

/* A ring `wide` px thick with soft edges. */
static void ring(canvas *to, scalp_vec2 centre, double radius, double wide, const int colour[3]) {
    const int reach = (int)ceil(radius + wide + 1);
    const int cx = (int)floor(centre.x + 0.5), cy = (int)floor(centre.y + 0.5);
    for (int y = cy - reach; y <= cy + reach; y++)
        for (int x = cx - reach; x <= cx + reach; x++) {
            const double r = hypot(x - centre.x, y - centre.y);
            mix(to, x, y, colour, 0.5 + wide / 2 - fabs(r - radius));
        }
}

static void draw_dots(canvas *to, const scalp_finds *finds) {
    static const int light[3] = {255, 255, 255}, blue[3] = {0, 70, 220}, orange[3] = {230, 120, 0};
    for (size_t i = 0; i < finds->count; i++) {
        const scalp_found *f = &finds->dots[i];
        const double radius = 0.5 * f->diameter_px + 2.5;
        const int *colour = f->kind == SCALP_FOUND_DOT ? blue : orange;
        ring(to, f->px, radius, f->confidence >= 0.8 ? 2.4 : 1.6, light);
        ring(to, f->px, radius, f->confidence >= 0.8 ? 1.2 : 0.6, colour);
    }
}

/* Stripes whose direction tells why: without colour. */
static void hatch(canvas *to, const cli_inspection *it) {
    static const int dark[3] = {20, 20, 20}, light[3] = {250, 250, 250};
    const scalp_window *w = &it->finds.window;
    for (int y = 0; y < to->height; y++)
        for (int x = 0; x < to->width; x++) {
            const scalp_vec2 mm = scalp_flat_from_px(&it->flat, (scalp_vec2){x, y});
            const double i = floor((mm.x - w->origin_mm.x) / w->cell_mm);
            const double j = floor((mm.y - w->origin_mm.y) / w->cell_mm);
            if (!(i >= 0 && j >= 0 && i < w->columns && j < w->rows))
                continue;
            const uint8_t why = w->why[(size_t)j * (size_t)w->columns + (size_t)i];
            if (why == SCALP_UNSEEN_NOT || why == SCALP_UNSEEN_OUTSIDE)
                continue;
            const int stripe = ((why % 2 ? x + y : x - y) + 12000) % 12;
            if (stripe < 2)
                mix(to, x, y, stripe ? light : dark, 0.8);
        }
}

scalp_status cli_inspect_overlay(cli_job *job, const cli_inspection *it, const char *path,
                                 scalp_error *error) {
    scalp_image_format format;
    scalp_image image = it->image;
    scalp_bytes bytes;
    canvas to;
    SCALP_TRY(scalp_codec_image_format(path, &format, error));
    SCALP_TRY(copy_photo(job, &it->image, &to, error));
    hatch(&to, it);
    draw_dots(&to, &it->finds);
    image.bands = 3;
    image.bits = 8;
    image.pixels = to.pixels;
    SCALP_TRY(scalp_image_curve_make(8, &job->work, &image.curve[0], error));
    image.curve[1] = image.curve[2] = image.curve[0];
    SCALP_TRY(scalp_codec_image_write(&image, format, "Dots found by Scalptor " SCALP_VERSION ".",
                                      &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}
