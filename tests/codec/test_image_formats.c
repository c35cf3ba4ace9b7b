/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of image through every format and back. */
#include "pictures.h"

static const char *const names[] = {"JPEG", "PNG", "WebP", "TIFF", "HEIC"};

/* The greatest difference between an image and what came back, on the scale of 8 bits, the alpha
 * of `before` laid on white where the other has none. */
static double distance(const scalp_image *before, const scalp_image *after) {
    const int colours = scalp_image_colours(before), back = scalp_image_colours(after);
    const double scale = before->bits == 8 ? 1 : 257, back_scale = after->bits == 8 ? 1 : 257;
    const bool laid = before->bands != colours && after->bands == back;
    double most = 0;
    for (int i = 0; i < before->width * before->height * back; i++) {
        const int band = i % back, x = i / back % before->width, y = i / back / before->width;
        double value = picture_sample(before, x, y, colours == 1 ? 0 : band) / scale;
        if (laid) {
            const double alpha = picture_sample(before, x, y, colours) / scale / 255;
            value = value * alpha + 255 * (1 - alpha);
        }
        most = fmax(most, fabs(value - picture_sample(after, x, y, band) / back_scale));
    }
    return most;
}

static void check_lossless(check_work *w, scalp_image_format format, int bands, int bits) {
    const scalp_image image = picture_make(w, 37, 29, bands, bits);
    const scalp_image back = picture_read(w, picture_write(w, &image, format, "note"));
    CHECK(back.width == 37 && back.height == 29 && back.bands == bands && back.bits == bits);
    if (back.pixels && back.bands == bands && back.bits == bits)
        CHECK(memcmp(back.pixels, image.pixels, scalp_image_bytes(&image)) == 0);
    CHECK(back.curve[0].count == (size_t)1 << bits);
}

static void check_lossy(check_work *w, scalp_image_format format, int bands, int bits) {
    const bool alpha = format != SCALP_FORMAT_JPEG, grey = format == SCALP_FORMAT_JPEG;
    const int colours = bands < 3 && grey ? 1 : 3;
    const int expected = colours + (alpha && (bands == 2 || bands == 4));
    const scalp_image image = picture_make(w, 64, 48, bands, bits);
    const scalp_image back = picture_read(w, picture_write(w, &image, format, "note"));
    CHECK(back.width == 64 && back.height == 48 && back.bits == 8);
    if (back.bands != expected)
        CHECK_FAILED("%s, %d bands of %d bits: %d bands came back, not %d", names[format], bands,
                     bits, back.bands, expected);
    else
        CHECK_AT_MOST(distance(&image, &back), 6);
}

static void check_small(check_work *w, scalp_image_format format) {
    for (int side = 1; side <= 9; side += 4) {
        const scalp_image image = picture_make(w, side, 10 - side, 3, 8);
        const scalp_image back = picture_read(w, picture_write(w, &image, format, NULL));
        CHECK(back.width == side && back.height == 10 - side);
    }
}

static void check_limits_and_names(const check_work *w) {
    scalp_error error;
    CASE("too long for the format") {
        const scalp_image image = picture_make(w, 20000, 1, 1, 8);
        scalp_bytes bytes;
        CHECK_STATUS(
            scalp_codec_image_write(&image, SCALP_FORMAT_WEBP, NULL, &w->work, &bytes, &error),
            SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "WebP ends at 16383") != NULL);
    }
    CASE("the name says the format") {
        static const char *const paths[] = {"a.jpg", "a.b/c.PNG", "x.webp", "x.TIFF", "y.heic"};
        scalp_image_format format;
        for (int i = 0; i < 5; i++) {
            CHECK_STATUS(scalp_codec_image_format(paths[i], &format, &error), SCALP_OK);
            CHECK((int)format == i);
        }
        CHECK_STATUS(scalp_codec_image_format("a.jp", &format, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_image_format("jpg", &format, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_image_format("a.jpg/b", &format, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_image_format("a.", &format, &error), SCALP_ERR_INPUT);
    }
}

int main(void) {
    check_work w;
    scalp_error error;
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_codec_images_open(1, &error), SCALP_OK);
    CASE("PNG and TIFF give every sample back") {
        for (int bands = 1; bands <= 4; bands++) {
            for (int bits = 8; bits <= 16; bits += 8) {
                check_lossless(&w, SCALP_FORMAT_PNG, bands, bits);
                check_lossless(&w, SCALP_FORMAT_TIFF, bands, bits);
            }
        }
    }
    CASE("JPEG, WebP and HEIC come close; what they cannot hold is reduced") {
        for (int bands = 1; bands <= 4; bands++) {
            for (int bits = 8; bits <= 16; bits += 8) {
                check_lossy(&w, SCALP_FORMAT_JPEG, bands, bits);
                check_lossy(&w, SCALP_FORMAT_WEBP, bands, bits);
                check_lossy(&w, SCALP_FORMAT_HEIC, bands, bits);
            }
        }
    }
    CASE("pictures of a few pixels") {
        for (int format = SCALP_FORMAT_JPEG; format <= SCALP_FORMAT_HEIC; format++) {
            check_small(&w, (scalp_image_format)format);
            const scalp_image one = picture_make(&w, 1, 1, 3, 8);
            const scalp_image back =
                picture_read(&w, picture_write(&w, &one, (scalp_image_format)format, NULL));
            CHECK(back.width == 1 && back.height == 1);
        }
    }
    CASE("the same image gives the same bytes") {
        const scalp_image image = picture_make(&w, 130, 90, 3, 8);
        for (int format = SCALP_FORMAT_JPEG; format <= SCALP_FORMAT_HEIC; format++) {
            const scalp_bytes a = picture_write(&w, &image, (scalp_image_format)format, "note");
            const scalp_bytes b = picture_write(&w, &image, (scalp_image_format)format, "note");
            CHECK(a.size == b.size && memcmp(a.data, b.data, a.size) == 0);
        }
    }
    check_limits_and_names(&w);
    scalp_codec_images_close();
    check_work_close(&w);
    return check_done();
}
