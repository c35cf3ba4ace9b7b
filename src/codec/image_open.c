/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image library, and the first look at a file: what it is, by its bytes, and how large.
 *
 * Only the loader that the first bytes ask for is ever called, and every other one is switched
 * off in the library besides: its less used loaders have let strangers read files. */
#include "image_codec.h"

#include <stdlib.h>
#include <string.h>

static void be_silent(const gchar *domain, GLogLevelFlags level, const gchar *message,
                      gpointer data) {
    (void)domain;
    (void)level;
    (void)message;
    (void)data;
}

scalp_status scalp_codec_images_open(unsigned threads, scalp_error *error) {
    static const char *const allowed[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng",
                                          "VipsForeignLoadWebp", "VipsForeignLoadTiff",
                                          "VipsForeignLoadHeif"};
    if (vips_init("scalptor"))
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "The image library libvips does not start; install it again.");
    g_log_set_handler("VIPS", G_LOG_LEVEL_MASK, be_silent, NULL);
    vips_concurrency_set((int)threads);
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        vips_operation_block_set(allowed[i], FALSE);
    return SCALP_OK;
}

void scalp_codec_images_close(void) {
    vips_shutdown();
}

/* ---- What a file is ---------------------------------------------------------------------- */

typedef struct signature {
    size_t offset, length;
    const char *bytes;
    int format; /* scalp_image_format, or -1: not read */
    const char *what;
} signature;

enum { not_read = -1 };

/* PNG: ISO 15948 5.2; TIFF 6.0 p. 13; BigTIFF; WebP container: RFC 9649; ISO 14496-12 4.3. A
 * Canon raw file is a TIFF file in which only the small preview could be read. */
static const signature signatures[] = {
    {0, 3, "\xff\xd8\xff", SCALP_FORMAT_JPEG, ""},
    {0, 8, "\x89PNG\r\n\x1a\n", SCALP_FORMAT_PNG, ""},
    {8, 4, "WEBP", SCALP_FORMAT_WEBP, ""},
    {8, 2, "CR", not_read, "a camera raw file"},
    {0, 4, "II*\0", SCALP_FORMAT_TIFF, ""},
    {0, 4, "MM\0*", SCALP_FORMAT_TIFF, ""},
    {0, 4, "II+\0", SCALP_FORMAT_TIFF, ""},
    {0, 4, "MM\0+", SCALP_FORMAT_TIFF, ""},
    {4, 8, "ftypheic", SCALP_FORMAT_HEIC, ""},
    {4, 8, "ftypheix", SCALP_FORMAT_HEIC, ""},
    {4, 8, "ftypheim", SCALP_FORMAT_HEIC, ""},
    {4, 8, "ftypheis", SCALP_FORMAT_HEIC, ""},
    {4, 8, "ftypmif1", SCALP_FORMAT_HEIC, ""},
    {4, 8, "ftypmsf1", SCALP_FORMAT_HEIC, ""},
    {4, 8, "ftypavif", SCALP_FORMAT_HEIC, ""},
    {4, 4, "ftyp", not_read, "a video or another kind of media file"},
    {0, 4, "GIF8", not_read, "a GIF picture"},
    {0, 2, "BM", not_read, "a BMP picture"},
    {0, 4, "%PDF", not_read, "a PDF document"},
    {0, 4, "<svg", not_read, "an SVG drawing"},
    {0, 5, "<?xml", not_read, "an XML or SVG document"},
    {0, 4, "8BPS", not_read, "a Photoshop document"},
    {0, 2, "PK", not_read, "a ZIP archive or an office document"},
};

static const signature *look(scalp_bytes bytes) {
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const signature *s = &signatures[i];
        if (bytes.size >= s->offset + s->length &&
            memcmp(bytes.data + s->offset, s->bytes, s->length) == 0)
            return s;
    }
    return NULL;
}

static scalp_status find_format(scalp_bytes bytes, const char *name, scalp_image_format *format,
                                scalp_error *error) {
    if (bytes.size == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is empty; copy it again from the camera or phone.", name);
    const signature *s = look(bytes);
    if (!s || s->format == not_read)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is %s; save the photo as JPEG, PNG, HEIC, WebP or TIFF.", name,
                          s ? s->what : "not a picture that can be read");
    *format = (scalp_image_format)s->format;
    return SCALP_OK;
}

/* ---- Its header -------------------------------------------------------------------------- */

/* The library's reason, up to the end of its first line, for the middle of a sentence. */
static void take_reason(char *reason, size_t room) {
    const char *text = vips_error_buffer();
    size_t length = strcspn(text, "\n");
    if (length >= room)
        length = room - 1;
    memcpy(reason, text, length);
    reason[length] = 0;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)reason[i] < 32 || (unsigned char)reason[i] > 126)
            reason[i] = ' ';
    }
    vips_error_clear();
}

scalp_status scalp_picture_damaged(const char *name, scalp_error *error) {
    char reason[81];
    take_reason(reason, sizeof reason);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%s is damaged or cut off (%s); copy it again from the camera or phone.",
                      name, reason[0] ? reason : "it cannot be decoded");
}

static int load_header(scalp_bytes bytes, scalp_image_format format, VipsImage **in) {
    /* The library takes a pointer to void and never writes through it. */
    void *data = (void *)(uintptr_t)bytes.data;
#define LOAD(loader)                                                                               \
    loader(data, bytes.size, in, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR,  \
           NULL)
    switch (format) {
    case SCALP_FORMAT_JPEG:
        return LOAD(vips_jpegload_buffer);
    case SCALP_FORMAT_PNG:
        return LOAD(vips_pngload_buffer);
    case SCALP_FORMAT_WEBP:
        return LOAD(vips_webpload_buffer);
    case SCALP_FORMAT_TIFF:
        return LOAD(vips_tiffload_buffer);
    case SCALP_FORMAT_HEIC:
        return LOAD(vips_heifload_buffer);
    }
#undef LOAD
    return -1;
}

static scalp_status check_limits(VipsImage *in, const char *name, scalp_error *error) {
    const int width = vips_image_get_width(in), height = vips_image_get_height(in);
    if (width < 1 || height < 1)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s has no pixels; export it again.", name);
    if (width > SCALP_CODEC_MAX_SIDE || height > SCALP_CODEC_MAX_SIDE ||
        (uint64_t)width * (uint64_t)height > SCALP_CODEC_MAX_PIXELS)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "%s has %d x %d pixels, more than the limit of %llu million pixels and "
                          "%d a side; make it smaller first.",
                          name, width, height, SCALP_CODEC_MAX_PIXELS / 1000000,
                          SCALP_CODEC_MAX_SIDE);
    return SCALP_OK;
}

scalp_status scalp_picture_open(scalp_bytes bytes, const char *name, scalp_picture *picture,
                                scalp_error *error) {
    *picture = (scalp_picture){.orientation = 1};
    name = scalp_shown_name(name, picture->name);
    SCALP_TRY(find_format(bytes, name, &picture->format, error));
    vips_error_clear();
    if (load_header(bytes, picture->format, &picture->in))
        return scalp_picture_damaged(name, error);
    SCALP_TRY(check_limits(picture->in, name, error));
    picture->orientation = vips_image_get_orientation(picture->in);
    return SCALP_OK;
}

void scalp_picture_close(scalp_picture *picture) {
    g_clear_object(&picture->in);
    vips_error_clear();
}

double scalp_picture_focal_35mm(VipsImage *in) {
    const char *text;
    if (!vips_image_get_typeof(in, "exif-ifd2-FocalLengthIn35mmFilm") ||
        vips_image_get_string(in, "exif-ifd2-FocalLengthIn35mmFilm", &text)) {
        vips_error_clear();
        return 0;
    }
    const double focal_mm = g_ascii_strtod(text, NULL);
    return focal_mm >= 1 && focal_mm <= 2000 ? focal_mm : 0;
}

scalp_status scalp_codec_image_facts(scalp_bytes bytes, const char *name, const scalp_work *work,
                                     scalp_photo_facts *facts, scalp_error *error) {
    (void)work;
    scalp_picture picture;
    const scalp_status status = scalp_picture_open(bytes, name, &picture, error);
    if (status == SCALP_OK) {
        const int width = vips_image_get_width(picture.in);
        const int height = vips_image_get_height(picture.in);
        const bool turned = picture.orientation >= 5;
        *facts = (scalp_photo_facts){.width = turned ? height : width,
                                     .height = turned ? width : height,
                                     .focal_35mm = scalp_picture_focal_35mm(picture.in)};
        scalp_hash hash = scalp_hash_make();
        scalp_hash_add(&hash, bytes.data, bytes.size);
        scalp_hash_hex(&hash, facts->sha256);
    }
    scalp_picture_close(&picture);
    return status;
}
