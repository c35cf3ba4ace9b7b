/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The photo with rings about what was found, hatching over what was not judged, and below it what
 * they mean. */
#include "inspect.h"

#include <math.h>
#include <string.h>

typedef struct canvas {
    uint8_t *pixels;
    int width, height;
    int right, bottom; /* of the photo on it */
} canvas;

/* The photo, with room for the legend below it; the rest is white. */
static scalp_status copy_photo(cli_job *job, const scalp_image *photo, const scalp_image *legend,
                               canvas *to, scalp_error *error) {
    const size_t step = scalp_image_colours(photo) == 3 ? 1 : 0, bands = (size_t)photo->bands;
    void *memory;
    *to = (canvas){.width = photo->width > legend->width ? photo->width : legend->width,
                   .height = photo->height + legend->height,
                   .right = photo->width,
                   .bottom = photo->height};
    const size_t width = (size_t)to->width, pixels = width * (size_t)to->height;
    SCALP_TRY(scalp_work_take(&job->work, pixels, 3, &memory, error));
    to->pixels = memory;
    memset(to->pixels, 255, 3 * pixels);
    for (size_t y = 0; y < (size_t)photo->height; y++)
        for (size_t x = 0; x < (size_t)photo->width; x++)
            for (size_t c = 0; c < 3; c++) {
                const size_t at = (y * (size_t)photo->width + x) * bands + c * step;
                to->pixels[3 * (y * width + x) + c] =
                    photo->bits == 8 ? ((const uint8_t *)photo->pixels)[at]
                                     : (uint8_t)(((const uint16_t *)photo->pixels)[at] >> 8);
            }
    for (size_t y = 0; y < (size_t)legend->height; y++)
        memcpy(to->pixels + 3 * (y + (size_t)photo->height) * width,
               (const uint8_t *)legend->pixels + 3 * y * (size_t)legend->width,
               3 * (size_t)legend->width);
    return SCALP_OK;
}

static void mix(canvas *to, int x, int y, const int colour[3], double share) {
    if (x < 0 || y < 0 || x >= to->right || y >= to->bottom || share <= 0)
        return;
    uint8_t *p = to->pixels + 3 * ((size_t)y * (size_t)to->width + (size_t)x);
    for (int c = 0; c < 3; c++)
        p[c] = (uint8_t)(p[c] + (colour[c] - p[c]) * fmin(share, 1) + 0.5);
}

typedef struct pen {
    double wide;
    const int *colour;
    bool dashed; /* in eighths of a turn */
} pen;

/* A ring with soft edges. */
static void ring(canvas *to, scalp_vec2 centre, double radius, const pen *with) {
    const int reach = (int)ceil(radius + with->wide + 1);
    const int cx = (int)floor(centre.x + 0.5), cy = (int)floor(centre.y + 0.5);
    for (int y = cy - reach; y <= cy + reach; y++)
        for (int x = cx - reach; x <= cx + reach; x++) {
            const double dx = x - centre.x, dy = y - centre.y, r = hypot(dx, dy);
            const bool gap = (dx > 0) ^ (dy > 0) ^ (fabs(dx) > fabs(dy));
            if (!(with->dashed && gap))
                mix(to, x, y, with->colour, 0.5 + with->wide / 2 - fabs(r - radius));
        }
}

static void draw_dots(canvas *to, const scalp_finds *finds) {
    static const int light[3] = {255, 255, 255}, blue[3] = {0, 70, 220}, orange[3] = {200, 90, 0};
    for (size_t i = 0; i < finds->count; i++) {
        const scalp_found *f = &finds->dots[i];
        const bool sure = scalp_codec_found_sure(finds, f);
        const double radius = 0.5 * f->diameter_px + 2.5;
        const pen below = {sure ? 2.6 : 1.6, light, false};
        const pen above = {sure ? 1.4 : 0.6, f->kind == SCALP_FOUND_STUB ? orange : blue,
                           f->kind == SCALP_FOUND_STUB};
        ring(to, f->px, radius, &below);
        ring(to, f->px, radius, &above);
        if (f->kind != SCALP_FOUND_MERGED)
            continue;
        ring(to, f->px, 0.5 * radius, &below);
        ring(to, f->px, 0.5 * radius, &above);
    }
}

static scalp_unseen why_at(const cli_inspection *it, double x, double y) {
    return scalp_window_why(&it->finds.window, scalp_flat_from_px(&it->flat, (scalp_vec2){x, y}));
}

/* Paler, with lines whose direction tells why, and a line about it. */
static void hatch(canvas *to, const cli_inspection *it) {
    static const int dark[3] = {20, 20, 20}, light[3] = {250, 250, 250};
    for (int y = 0; y < to->bottom; y++)
        for (int x = 0; x < to->right; x++) {
            const scalp_unseen why = why_at(it, x, y);
            if (why == SCALP_UNSEEN_NOT || why == SCALP_UNSEEN_OUTSIDE)
                continue;
            mix(to, x, y, light, 0.25);
            if (scalp_codec_found_hatch(why, x, y))
                mix(to, x, y, dark, 0.6);
            if (why_at(it, x + 1, y) == SCALP_UNSEEN_NOT ||
                why_at(it, x - 1, y) == SCALP_UNSEEN_NOT ||
                why_at(it, x, y + 1) == SCALP_UNSEEN_NOT ||
                why_at(it, x, y - 1) == SCALP_UNSEEN_NOT)
                mix(to, x, y, dark, 0.8);
        }
}

scalp_status cli_inspect_overlay(cli_job *job, const cli_inspection *it, const char *path,
                                 scalp_error *error) {
    scalp_image_format format;
    scalp_image image = it->image, legend;
    scalp_bytes bytes;
    canvas to;
    SCALP_TRY(scalp_codec_image_format(path, &format, error));
    SCALP_TRY(scalp_codec_found_legend(&it->finds, &job->work, &legend, error));
    SCALP_TRY(copy_photo(job, &it->image, &legend, &to, error));
    hatch(&to, it);
    draw_dots(&to, &it->finds);
    image.width = to.width;
    image.height = to.height;
    image.bands = 3;
    image.bits = 8;
    image.pixels = to.pixels;
    SCALP_TRY(scalp_image_curve_make(8, &job->work, &image.curve[0], error));
    image.curve[1] = image.curve[2] = image.curve[0];
    SCALP_TRY(scalp_codec_image_write(&image, format, "Dots found by Scalptor " SCALP_VERSION ".",
                                      &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}
