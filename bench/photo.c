/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A photo in and out again: the floor under everything that is done to photos. */
#include "bench.h"

#include <vips/vips.h>

enum { width = 4000, height = 3000 };

/* Skin as a camera sees it, roughly: a shaded warm surface with the grain of a sensor. */
static void fill(uint8_t *pixels) {
    static const double warm[3] = {205, 160, 132};
    scalp_random random = scalp_random_make(12, 0);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const double across = (x - 1700.0) / width, down = (y - 1300.0) / height;
            const double shade = 1 - 0.9 * (across * across + down * down);
            const double grain = 6 * scalp_random_uniform(&random) - 3;
            for (int band = 0; band < 3; band++)
                *pixels++ = (uint8_t)scalp_clamp(warm[band] * shade + grain, 0, 255);
        }
    }
}

scalp_status bench_photo_make(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_image image = {.width = width, .height = height, .bands = 3, .bits = 8};
    scalp_bytes bytes;
    void *pixels;
    SCALP_TRY(scalp_work_take(work, (size_t)width * height, 3, &pixels, error));
    fill(pixels);
    image.pixels = pixels;
    SCALP_TRY(scalp_image_curve_make(8, work, &image.curve[0], error));
    image.curve[1] = image.curve[2] = image.curve[0];
    SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, work, &bytes, error));
    return bench_write(folder, "photo.jpg", bytes, error);
}

scalp_status bench_photo_ours(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_bytes bytes;
    scalp_image image;
    SCALP_TRY(bench_read(folder, "photo.jpg", work, &bytes, error));
    SCALP_TRY(scalp_codec_image_read(bytes, "photo.jpg", work, &image, error));
    SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, "bench", work, &bytes, error));
    return bench_write(folder, "out.jpg", bytes, error);
}

/* Into memory and out of it with the same quality, as anybody would do it with the library. */
scalp_status bench_photo_library(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(bench_read(folder, "photo.jpg", work, &bytes, error));
    VipsImage *in = vips_image_new_from_buffer(bytes.data, bytes.size, "", NULL);
    VipsImage *pixels = in ? vips_image_copy_memory(in) : NULL;
    void *data = NULL;
    size_t size = 0;
    scalp_status status = SCALP_OK;
    if (!pixels || vips_jpegsave_buffer(pixels, &data, &size, "Q", 95, "subsample_mode",
                                        VIPS_FOREIGN_SUBSAMPLE_OFF, NULL))
        status = scalp_fail(error, SCALP_ERR_MACHINE, "libvips: %s", vips_error_buffer());
    else
        status = bench_write(folder, "out.jpg", (scalp_bytes){data, size}, error);
    g_free(data);
    g_clear_object(&pixels);
    g_clear_object(&in);
    return status;
}
