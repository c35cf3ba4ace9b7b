/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels: decoded strip by strip and put upright at once, so that no second copy of the picture
 * is ever in memory and no temporary file is made. */
#include "image_codec.h"

#include <string.h>

enum { strip_rows = 64 };

/* Where the stored pixel (column, row) stands in the upright picture. */
typedef struct placing {
    bool turned;         /* rows become columns */
    bool flip_x, flip_y; /* of the upright picture */
} placing;

/* EXIF 2.32, table 6, "Orientation"; index 0 is not used. */
static const placing placings[9] = {
    {false, false, false}, {false, false, false}, {false, true, false},
    {false, true, true},   {false, false, true},  {true, false, false},
    {true, true, false},   {true, true, true},    {true, false, true},
};

/* One picture on its way into an image. */
typedef struct decoding {
    const scalp_picture *picture;
    const scalp_picture_colours *colours;
    int width, height; /* as stored */
    placing place;
    size_t pixel_bytes; /* of the image */
    uint8_t *pixels;
    void *converted; /* one row as it will be */
    float *floats;   /* one row of scaled floats */
} decoding;

static void put_row(const decoding *d, const uint8_t *row, int y) {
    const int upright_width = d->place.turned ? d->height : d->width;
    const int upright_height = d->place.turned ? d->width : d->height;
    const size_t size = d->pixel_bytes;
    if (!d->place.turned && !d->place.flip_x) {
        const int to = d->place.flip_y ? upright_height - 1 - y : y;
        memcpy(d->pixels + (size_t)to * (size_t)d->width * size, row, (size_t)d->width * size);
        return;
    }
    for (int x = 0; x < d->width; x++) {
        int to_x = d->place.turned ? y : x, to_y = d->place.turned ? x : y;
        to_x = d->place.flip_x ? upright_width - 1 - to_x : to_x;
        to_y = d->place.flip_y ? upright_height - 1 - to_y : to_y;
        uint8_t *to = d->pixels + ((size_t)to_y * (size_t)upright_width + (size_t)to_x) * size;
        for (size_t i = 0; i < size; i++)
            to[i] = row[(size_t)x * size + i];
    }
}

static const float *scale_floats(const decoding *d, const float *row) {
    const scalp_picture_colours *c = d->colours;
    const size_t count = (size_t)d->width * (size_t)vips_image_get_bands(d->picture->in);
    for (size_t i = 0; i < count; i++) {
        const float value = row[i] * c->scale;
        d->floats[i] = value >= c->low ? (value <= c->high ? value : c->high) : c->low;
        if (value != value)
            d->floats[i] = 0;
    }
    return d->floats;
}

/* 10 or 12 bits stand at the top of 16; their highest value must become the highest of 16. */
static const uint16_t *widen(const decoding *d, const uint16_t *row) {
    const int used = d->colours->used_bits;
    const unsigned most = (1u << used) - 1;
    uint16_t *wide = d->converted;
    for (size_t i = 0; i < (size_t)d->width * (size_t)d->colours->bands; i++)
        wide[i] = (uint16_t)(((unsigned)row[i] >> (16 - used)) * 65535u / most);
    return wide;
}

static const void *convert_row(const decoding *d, const void *row) {
    const scalp_picture_colours *c = d->colours;
    if (c->bits == 16 && c->used_bits < 16)
        row = widen(d, row);
    if (!c->transform)
        return row;
    /* lcms may work in place when the formats are alike, as after widening. */
    cmsDoTransform(c->transform, c->floats ? scale_floats(d, row) : row, d->converted,
                   (cmsUInt32Number)d->width);
    return d->converted;
}

/* The library's own macro mixes signed and unsigned numbers. */
static const void *row_of(const VipsRegion *region, int y) {
    return region->data + (size_t)(y - region->valid.top) * (size_t)region->bpl;
}

static scalp_status decode(const decoding *d, const scalp_work *work, scalp_error *error) {
    VipsRegion *region = vips_region_new(d->picture->in);
    scalp_status status = SCALP_OK;
    for (int top = 0; top < d->height && status == SCALP_OK; top += strip_rows) {
        const int rows = d->height - top < strip_rows ? d->height - top : strip_rows;
        const VipsRect strip = {0, top, d->width, rows};
        status = scalp_work_report(work, "photo", (double)top / d->height, error);
        if (status == SCALP_OK && vips_region_prepare(region, &strip))
            status = scalp_picture_damaged(d->picture->name, error);
        for (int y = top; y < top + rows && status == SCALP_OK; y++)
            put_row(d, convert_row(d, row_of(region, y)), y);
    }
    g_object_unref(region);
    return status;
}

static scalp_status take_rows(decoding *d, const scalp_work *work, scalp_error *error) {
    void *items;
    const size_t width = (size_t)d->width;
    SCALP_TRY(scalp_work_take(work, width * (size_t)d->height, d->pixel_bytes, &items, error));
    d->pixels = items;
    SCALP_TRY(scalp_work_take(work, width, d->pixel_bytes, &d->converted, error));
    if (d->colours->floats) {
        const size_t bands = (size_t)vips_image_get_bands(d->picture->in);
        SCALP_TRY(scalp_work_take(work, width * bands, sizeof(float), &items, error));
        d->floats = items;
    }
    return SCALP_OK;
}

/* An EXIF resolution in px/mm, as the library words it: "300/1 (...)"; 0 when there is none. */
static double exif_resolution(VipsImage *in, const char *field) {
    const char *text, *unit;
    if (!vips_image_get_typeof(in, field) || vips_image_get_string(in, field, &text) ||
        vips_image_get_string(in, VIPS_META_RESOLUTION_UNIT, &unit))
        return 0;
    char *rest;
    double value = g_ascii_strtod(text, &rest);
    if (*rest == '/')
        value /= g_ascii_strtod(rest + 1, NULL);
    return value / (unit[0] == 'c' ? 10 : 25.4);
}

/* The print resolution. Where a file has none the library names no unit and says 72 per inch or
 * 1 per mm; of PNG it never names a unit; of HEIC it says 1 per mm whatever EXIF says. */
static void set_resolution(VipsImage *in, bool turned, scalp_image *image) {
    double x = vips_image_get_xres(in), y = vips_image_get_yres(in);
    const bool unit = vips_image_get_typeof(in, VIPS_META_RESOLUTION_UNIT) != 0;
    const bool is_default = (x > 0.999 && x < 1.001) || (x > 2.834 && x < 2.835);
    if (unit && x == 1 && y == 1) {
        x = exif_resolution(in, "exif-ifd0-XResolution");
        y = exif_resolution(in, "exif-ifd0-YResolution");
    }
    const char *loader;
    const bool png =
        !vips_image_get_string(in, VIPS_META_LOADER, &loader) && strncmp(loader, "png", 3) == 0;
    if (!unit && (!png || is_default))
        return;
    if (!(x > 0 && x < 1e6) || !(y > 0 && y < 1e6))
        return;
    image->px_per_mm_x = turned ? y : x;
    image->px_per_mm_y = turned ? x : y;
}

static scalp_status make_image(const scalp_picture *picture, const scalp_picture_colours *colours,
                               const scalp_work *work, scalp_image *image, scalp_error *error) {
    decoding d = {
        .picture = picture,
        .colours = colours,
        .width = vips_image_get_width(picture->in),
        .height = vips_image_get_height(picture->in),
        .place = placings[picture->orientation],
        .pixel_bytes = (size_t)colours->bands * (size_t)(colours->bits / 8),
    };
    scalp_image made = {
        .width = d.place.turned ? d.height : d.width,
        .height = d.place.turned ? d.width : d.height,
        .bands = colours->bands,
        .bits = colours->bits,
        .curve = {colours->curve[0], colours->curve[1], colours->curve[2]},
        .srgb_from_rgb = colours->srgb_from_rgb,
        .focal_35mm = scalp_picture_focal_35mm(picture->in),
    };
    SCALP_TRY(take_rows(&d, work, error));
    SCALP_TRY(decode(&d, work, error));
    made.pixels = d.pixels;
    set_resolution(picture->in, d.place.turned, &made);
    SCALP_TRY(scalp_picture_notes_make(picture->in, colours->profile, work, &made, error));
    *image = made;
    return SCALP_OK;
}

scalp_status scalp_codec_image_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                    scalp_image *image, scalp_error *error) {
    scalp_picture picture;
    scalp_picture_colours colours = {.transform = NULL};
    scalp_status status = scalp_picture_open(bytes, name, &picture, error);
    if (status == SCALP_OK)
        status = scalp_picture_colours_open(&picture, work, &colours, error);
    if (status == SCALP_OK)
        status = make_image(&picture, &colours, work, image, error);
    scalp_picture_colours_close(&colours);
    scalp_picture_close(&picture);
    return status;
}
