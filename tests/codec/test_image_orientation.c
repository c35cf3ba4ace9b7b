/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photos lie upright, however the camera was held: EXIF 2.32 table 6 says where the stored first
 * row and first column belong. */
#include "pictures.h"

enum { width = 48, height = 32 };

/* The stored picture for that orientation, so that it looks like `upright`. */
static unsigned stored_value(const scalp_image *upright, int orientation, int x, int y, int band) {
    const int w = upright->width - 1, h = upright->height - 1;
    switch (orientation) {
    case 2: /* top, right */
        return picture_sample(upright, w - x, y, band);
    case 3: /* bottom, right */
        return picture_sample(upright, w - x, h - y, band);
    case 4: /* bottom, left */
        return picture_sample(upright, x, h - y, band);
    case 5: /* left, top */
        return picture_sample(upright, y, x, band);
    case 6: /* right, top */
        return picture_sample(upright, w - y, x, band);
    case 7: /* right, bottom */
        return picture_sample(upright, w - y, h - x, band);
    case 8: /* left, bottom */
        return picture_sample(upright, y, h - x, band);
    default:
        return picture_sample(upright, x, y, band);
    }
}

static VipsImage *make_stored(const check_work *w, const scalp_image *upright, int orientation) {
    const bool turned = orientation >= 5;
    const int sw = turned ? height : width, sh = turned ? width : height;
    uint8_t *pixels = scalp_arena_take(w->work.memory, (size_t)(width * height), 3);
    for (int i = 0; i < width * height * 3; i++)
        pixels[i] = (uint8_t)stored_value(upright, orientation, i / 3 % sw, i / 3 / sw, i % 3);
    const scalp_image stored = {.width = sw, .height = sh, .bands = 3, .bits = 8, .pixels = pixels};
    VipsImage *view = picture_view(&stored);
    /* An empty block, without which the image library writes no EXIF into PNG. */
    static const uint8_t exif[20] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', '*', 0, 8};
    vips_image_set_blob_copy(view, VIPS_META_EXIF_NAME, exif, sizeof exif);
    vips_image_set_int(view, VIPS_META_ORIENTATION, orientation);
    vips_image_set_string(view, "exif-ifd2-FocalLengthIn35mmFilm", "26");
    return view;
}

static scalp_bytes encode(const check_work *w, VipsImage *view, scalp_image_format format) {
    void *data = NULL;
    size_t size = 0;
    if (format == SCALP_FORMAT_JPEG)
        CHECK(vips_jpegsave_buffer(view, &data, &size, "Q", 100, NULL) == 0);
    else if (format == SCALP_FORMAT_PNG)
        CHECK(vips_pngsave_buffer(view, &data, &size, NULL) == 0);
    else if (format == SCALP_FORMAT_TIFF)
        CHECK(vips_tiffsave_buffer(view, &data, &size, NULL) == 0);
    else
        CHECK(vips_webpsave_buffer(view, &data, &size, "lossless", TRUE, NULL) == 0);
    return picture_bytes(w, data, size);
}

static int greatest_difference(const scalp_image *a, const scalp_image *b) {
    int most = 0;
    for (int i = 0; i < width * height * 3; i++) {
        const int x = i / 3 % width, y = i / 3 / width;
        const int difference =
            abs((int)picture_sample(a, x, y, i % 3) - (int)picture_sample(b, x, y, i % 3));
        most = difference > most ? difference : most;
    }
    return most;
}

static void check_upright(const check_work *w, scalp_bytes bytes, const scalp_image *upright,
                          int tolerance) {
    scalp_error error;
    scalp_photo_facts facts = {.width = 0};
    CHECK_STATUS(scalp_codec_image_facts(bytes, "photo", &w->work, &facts, &error), SCALP_OK);
    CHECK(facts.width == width && facts.height == height);
    const scalp_image image = picture_read(w, bytes);
    CHECK(image.width == width && image.height == height);
    if (image.width == width && image.height == height)
        CHECK_AT_MOST(greatest_difference(&image, upright), tolerance);
}

/* JPEG carries the focal length too; and what is written again is upright in every format. */
static void check_again(const check_work *w, const scalp_image *upright, int orientation) {
    VipsImage *view = make_stored(w, upright, orientation);
    const scalp_bytes bytes = encode(w, view, SCALP_FORMAT_JPEG);
    scalp_error error;
    scalp_photo_facts facts;
    CHECK_STATUS(scalp_codec_image_facts(bytes, "photo", &w->work, &facts, &error), SCALP_OK);
    CHECK_NEAR(facts.focal_35mm, 26, 0);
    const scalp_image image = picture_read(w, bytes);
    CHECK_NEAR(image.focal_35mm, 26, 0);
    for (int format = SCALP_FORMAT_JPEG; format <= SCALP_FORMAT_HEIC; format++)
        check_upright(w, picture_write(w, &image, (scalp_image_format)format, "a note"), upright,
                      8);
    g_object_unref(view);
}

int main(void) {
    static const scalp_image_format stored_in[] = {SCALP_FORMAT_JPEG, SCALP_FORMAT_PNG,
                                                   SCALP_FORMAT_TIFF, SCALP_FORMAT_WEBP};
    check_work w;
    scalp_error error;
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_codec_images_open(1, &error), SCALP_OK);
    const scalp_image upright = picture_make(&w, width, height, 3, 8);
    for (int orientation = 1; orientation <= 8; orientation++) {
        char name[40];
        snprintf(name, sizeof name, "EXIF orientation %d", orientation);
        CASE(name) {
            for (int i = 0; i < 4; i++) {
                VipsImage *view = make_stored(&w, &upright, orientation);
                check_upright(&w, encode(&w, view, stored_in[i]), &upright, i == 0 ? 6 : 0);
                g_object_unref(view);
            }
            check_again(&w, &upright, orientation);
        }
        check_end_case(); /* the name goes out of scope */
    }
    scalp_codec_images_close();
    check_work_close(&w);
    return check_done();
}
