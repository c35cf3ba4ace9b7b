/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images into files. The samples go into the encoder as they are wherever the format can hold
 * them; what it cannot hold (16 bits, alpha, grey) is reduced here, not by the image library, which
 * would convert colours on the way. */
#include "image_codec.h"

#include <ctype.h>
#include <string.h>

/* What a format can hold, and how well it is to be encoded. */
typedef struct format_row {
    const char *name, *endings; /* endings separated by | */
    int most_bits, max_side;
    bool alpha, grey;
} format_row;

/* Sides: libjpeg 65500; WebP RFC 9649 (14 bits); HEIC as libheif reads them back. */
static const format_row formats[] = {
    [SCALP_FORMAT_JPEG] = {"JPEG", "jpg|jpeg", 8, 65500, false, true},
    [SCALP_FORMAT_PNG] = {"PNG", "png", 16, 1000000, true, true},
    [SCALP_FORMAT_WEBP] = {"WebP", "webp", 8, 16383, true, false},
    [SCALP_FORMAT_TIFF] = {"TIFF", "tif|tiff", 16, 1000000, true, true},
    [SCALP_FORMAT_HEIC] = {"HEIC", "heic", 8, 16384, true, false},
};

static bool has_ending(const char *endings, const char *ending) {
    const size_t length = strlen(ending);
    for (const char *at = endings; at; at = strchr(at, '|')) {
        at += *at == '|';
        size_t i = 0;
        while (i < length && tolower((unsigned char)ending[i]) == at[i])
            i++;
        if (i == length && length > 0 && (at[i] == '|' || at[i] == 0))
            return true;
    }
    return false;
}

scalp_status scalp_codec_image_format(const char *path, scalp_image_format *format,
                                      scalp_error *error) {
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    for (size_t i = 0; dot && i < sizeof formats / sizeof *formats; i++) {
        if (has_ending(formats[i].endings, dot + 1)) {
            *format = (scalp_image_format)i;
            return SCALP_OK;
        }
    }
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The name %s does not say which format to write; end it with .jpg, .png, "
                      ".webp, .tif or .heic.",
                      path);
}

/* ---- Reducing ---------------------------------------------------------------------------- */

/* Samples as the encoder gets them. */
typedef struct samples {
    int bands, bits;
    const void *data;
    size_t size;
    scalp_bytes profile;
} samples;

static unsigned eight_bits(const scalp_image *image, size_t sample) {
    if (image->bits == 8)
        return ((const uint8_t *)image->pixels)[sample];
    return (((const uint16_t *)image->pixels)[sample] * 255u + 32767u) / 65535u;
}

/* A grey sample's place on the sRGB curve. Without a profile it is on it already. */
static scalp_status map_grey(const scalp_image *image, const scalp_work *work, uint8_t map[256],
                             scalp_error *error) {
    scalp_image_curve srgb;
    SCALP_TRY(scalp_image_curve_make(8, work, &srgb, error));
    const scalp_image_curve *curve = &image->curve[0];
    for (size_t i = 0; i < 256; i++) {
        const size_t entry = curve->count == 256 ? i : i * 257;
        map[i] = (uint8_t)scalp_image_sample_from_linear(&srgb, curve->linear[entry]);
    }
    return SCALP_OK;
}

/* One pixel: grey spread over three bands, alpha laid on white where the format has none. */
static void reduce_pixel(const scalp_image *image, size_t pixel, const uint8_t *map, int bands,
                         uint8_t *to) {
    const int colours = scalp_image_colours(image);
    const bool has_alpha = image->bands == 2 || image->bands == 4;
    const bool keeps_alpha = bands == 2 || bands == 4;
    const size_t first = pixel * (size_t)image->bands;
    const unsigned alpha = has_alpha ? eight_bits(image, first + (size_t)colours) : 255;
    const int to_colours = bands < 3 ? 1 : 3;
    for (int band = 0; band < to_colours; band++) {
        const size_t place = first + (size_t)(colours == 1 ? 0 : band);
        unsigned value = eight_bits(image, place);
        if (map)
            value = map[value];
        if (!keeps_alpha)
            value = (value * alpha + 255 * (255 - alpha) + 127) / 255;
        to[band] = (uint8_t)value;
    }
    if (keeps_alpha)
        to[to_colours] = (uint8_t)alpha;
}

static scalp_status reduce(const scalp_image *image, const format_row *format,
                           const scalp_work *work, samples *s, scalp_error *error) {
    const bool has_alpha = image->bands == 2 || image->bands == 4;
    const bool spread = image->bands < 3 && !format->grey;
    const size_t pixels = (size_t)image->width * (size_t)image->height;
    uint8_t map[256];
    if (spread && s->profile.size) {
        SCALP_TRY(map_grey(image, work, map, error));
        SCALP_TRY(scalp_picture_srgb_profile(work, &s->profile, error));
    }
    const bool mapped = spread && s->profile.size;
    s->bits = 8;
    s->bands = (image->bands < 3 && !spread ? 1 : 3) + (has_alpha && format->alpha ? 1 : 0);
    void *items;
    SCALP_TRY(scalp_work_take(work, pixels, (size_t)s->bands, &items, error));
    for (size_t i = 0; i < pixels; i++)
        reduce_pixel(image, i, mapped ? map : NULL, s->bands,
                     (uint8_t *)items + i * (size_t)s->bands);
    s->data = items;
    s->size = pixels * (size_t)s->bands;
    return SCALP_OK;
}

static scalp_status take_samples(const scalp_image *image, const format_row *format,
                                 const scalp_work *work, samples *s, scalp_error *error) {
    const scalp_image_note *profile = scalp_picture_note_find(image, VIPS_META_ICC_NAME);
    *s = (samples){image->bands, image->bits, image->pixels, scalp_image_bytes(image), {NULL, 0}};
    if (profile)
        s->profile = (scalp_bytes){profile->data, profile->size};
    const bool has_alpha = image->bands == 2 || image->bands == 4;
    if (image->bits <= format->most_bits && (!has_alpha || format->alpha) &&
        (image->bands >= 3 || format->grey))
        return SCALP_OK;
    return reduce(image, format, work, s, error);
}

/* ---- Encoding ---------------------------------------------------------------------------- */

static scalp_status encoder_failed(const char *format, scalp_error *error) {
    vips_error_clear();
    return scalp_fail(error, SCALP_ERR_MACHINE,
                      "The image library could not encode the %s; try another format.", format);
}

/* The header the encoder needs, on a view of the samples that already has its metadata. 72 per inch
 * is what EXIF says of a picture without resolution; the library always writes one. */
static VipsImage *with_header(const scalp_image *image, VipsImage *view) {
    const bool grey = vips_image_get_bands(view) < 3;
    const bool deep = vips_image_get_format(view) == VIPS_FORMAT_USHORT;
    const VipsInterpretation kind =
        deep ? (grey ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16)
             : (grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB);
    const double x = image->px_per_mm_x > 0 ? image->px_per_mm_x : 72.0 / 25.4;
    const double y = image->px_per_mm_y > 0 ? image->px_per_mm_y : 72.0 / 25.4;
    VipsImage *out = NULL;
    return vips_copy(view, &out, "interpretation", kind, "xres", x, "yres", y, NULL) ? NULL : out;
}

static int encode(VipsImage *in, scalp_image_format format, void **data, size_t *size) {
    switch (format) {
    case SCALP_FORMAT_JPEG: /* no chroma subsampling: dots are a pixel or two wide */
        return vips_jpegsave_buffer(in, data, size, "Q", 95, "subsample_mode",
                                    VIPS_FOREIGN_SUBSAMPLE_OFF, NULL);
    case SCALP_FORMAT_PNG:
        return vips_pngsave_buffer(in, data, size, "compression", 6, NULL);
    case SCALP_FORMAT_WEBP:
        return vips_webpsave_buffer(in, data, size, "Q", 95, "smart_subsample", TRUE, NULL);
    case SCALP_FORMAT_TIFF:
        return vips_tiffsave_buffer(in, data, size, "compression",
                                    VIPS_FOREIGN_TIFF_COMPRESSION_LZW, "predictor",
                                    VIPS_FOREIGN_TIFF_PREDICTOR_HORIZONTAL, "xres",
                                    vips_image_get_xres(in), "yres", vips_image_get_yres(in), NULL);
    case SCALP_FORMAT_HEIC:
        return vips_heifsave_buffer(in, data, size, "Q", 92, "bitdepth", 8, "compression",
                                    VIPS_FOREIGN_HEIF_COMPRESSION_HEVC, NULL);
    }
    return -1;
}

static scalp_status encode_into(VipsImage *out, scalp_image_format format, const scalp_work *work,
                                scalp_bytes *bytes, scalp_error *error) {
    void *data = NULL;
    size_t size = 0;
    if (encode(out, format, &data, &size) || !data)
        return encoder_failed(formats[format].name, error);
    const char *copy = scalp_arena_text(work->memory, data, size);
    g_free(data);
    if (!copy)
        return scalp_fail(
            error, SCALP_ERR_MEMORY,
            "Out of memory: the %s has %zu bytes; close other programs and try again.",
            formats[format].name, size);
    *bytes = (scalp_bytes){(const uint8_t *)copy, size};
    return SCALP_OK;
}

static scalp_status check_sides(const scalp_image *image, const format_row *format,
                                scalp_error *error) {
    const int side = image->width > image->height ? image->width : image->height;
    if (side > format->max_side)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The picture is %d pixels long and %s ends at %d; write PNG or TIFF.",
                          side, format->name, format->max_side);
    return SCALP_OK;
}

scalp_status scalp_codec_image_write(const scalp_image *image, scalp_image_format format,
                                     const char *note, const scalp_work *work, scalp_bytes *bytes,
                                     scalp_error *error) {
    samples s;
    SCALP_TRY(check_sides(image, &formats[format], error));
    SCALP_TRY(take_samples(image, &formats[format], work, &s, error));
    SCALP_TRY(scalp_work_report(work, "picture file", 0, error));
    vips_error_clear();
    VipsImage *view =
        vips_image_new_from_memory(s.data, s.size, image->width, image->height, s.bands,
                                   s.bits == 16 ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR);
    if (!view)
        return encoder_failed(formats[format].name, error);
    scalp_status status = scalp_picture_notes_write(image, s.profile, note, work, view, error);
    VipsImage *out = status == SCALP_OK ? with_header(image, view) : NULL;
    if (out)
        status = encode_into(out, format, work, bytes, error);
    else if (status == SCALP_OK)
        status = encoder_failed(formats[format].name, error);
    g_clear_object(&out);
    g_object_unref(view);
    if (status == SCALP_OK)
        status = scalp_work_report(work, "picture file", 1, error);
    return status;
}
