/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures for the tests of the image codec, made here from arithmetic. */
#ifndef SCALPTOR_TEST_PICTURES_H
#define SCALPTOR_TEST_PICTURES_H

#include "check.h"

#include <scalptor/codec.h>

#include <vips/vips.h>

/* Smooth, with no symmetry: every band and every corner differ. */
static inline unsigned picture_value(int x, int y, int band, int width, int height) {
    const int across = width > 1 ? x * 150 / (width - 1) : 0;
    const int down = height > 1 ? y * 60 / (height - 1) : 0;
    return (unsigned)(20 + across + down + 7 * band * (x < width / 2 ? 1 : 2) / 2);
}

/* An image of that kind, sRGB curves, no metadata. */
static inline scalp_image picture_make(const check_work *w, int width, int height, int bands,
                                       int bits) {
    scalp_error error;
    scalp_image image = {.width = width, .height = height, .bands = bands, .bits = bits};
    const size_t count = (size_t)width * (size_t)height * (size_t)bands;
    uint8_t *small = scalp_arena_take(w->work.memory, count, 1);
    uint16_t *large = scalp_arena_take(w->work.memory, count, 2);
    for (size_t i = 0; i < count; i++) {
        const int band = (int)(i % (size_t)bands), pixel = (int)(i / (size_t)bands);
        const unsigned v = picture_value(pixel % width, pixel / width, band, width, height);
        small[i] = (uint8_t)v;
        large[i] = (uint16_t)(v * 257 + (i % 5)); /* the low byte counts too */
    }
    image.pixels = bits == 8 ? (void *)small : (void *)large;
    CHECK_STATUS(scalp_image_curve_make(bits, &w->work, &image.curve[0], &error), SCALP_OK);
    image.curve[1] = image.curve[2] = image.curve[0];
    return image;
}

/* A view of an image as the image library sees it, header free to be changed. Unref it. */
static inline VipsImage *picture_view(const scalp_image *image) {
    const bool grey = image->bands < 3;
    VipsImage *plain = vips_image_new_from_memory(
        image->pixels, scalp_image_bytes(image), image->width, image->height, image->bands,
        image->bits == 8 ? VIPS_FORMAT_UCHAR : VIPS_FORMAT_USHORT);
    VipsImage *view = NULL;
    const VipsInterpretation kind =
        image->bits == 8 ? (grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB)
                         : (grey ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16);
    CHECK(vips_copy(plain, &view, "interpretation", kind, NULL) == 0);
    g_object_unref(plain);
    return view;
}

/* Bytes in the arena instead of the image library's. */
static inline scalp_bytes picture_bytes(const check_work *w, void *data, size_t size) {
    const char *copy = scalp_arena_text(w->work.memory, data, size);
    g_free(data);
    return (scalp_bytes){(const uint8_t *)copy, size};
}

static inline void picture_set_profile(VipsImage *view, const char *name) {
    VipsBlob *blob = NULL;
    CHECK(vips_profile_load(name, &blob, NULL) == 0);
    size_t size;
    const void *data = vips_blob_get(blob, &size);
    vips_image_set_blob_copy(view, VIPS_META_ICC_NAME, data, size);
    vips_area_unref((VipsArea *)blob);
}

static inline scalp_image picture_read(const check_work *w, scalp_bytes bytes) {
    scalp_error error = {.message = ""};
    scalp_image image = {.pixels = NULL};
    const scalp_status status = scalp_codec_image_read(bytes, "photo", &w->work, &image, &error);
    if (status != SCALP_OK)
        CHECK_FAILED("status %d: %s", (int)status, error.message);
    return image;
}

static inline scalp_bytes picture_write(const check_work *w, const scalp_image *image,
                                        scalp_image_format format, const char *note) {
    scalp_error error = {.message = ""};
    scalp_bytes bytes = {NULL, 0};
    const scalp_status status =
        scalp_codec_image_write(image, format, note, &w->work, &bytes, &error);
    if (status != SCALP_OK)
        CHECK_FAILED("status %d: %s", (int)status, error.message);
    return bytes;
}

static inline unsigned picture_sample(const scalp_image *image, int x, int y, int band) {
    const size_t place =
        ((size_t)y * (size_t)image->width + (size_t)x) * (size_t)image->bands + (size_t)band;
    return image->bits == 8 ? ((const uint8_t *)image->pixels)[place]
                            : ((const uint16_t *)image->pixels)[place];
}

static inline const scalp_image_note *picture_note(const scalp_image *image, const char *name) {
    for (size_t i = 0; i < image->note_count; i++) {
        if (strcmp(image->notes[i].name, name) == 0)
            return &image->notes[i];
    }
    return NULL;
}

static inline bool picture_holds(scalp_bytes bytes, const void *what, size_t size) {
    for (size_t i = 0; i + size <= bytes.size; i++) {
        if (memcmp(bytes.data + i, what, size) == 0)
            return true;
    }
    return false;
}

#endif
