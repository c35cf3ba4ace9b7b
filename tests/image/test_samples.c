/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Size, colour samples and linear light of images of every band count and depth. */
#include "check.h"

#include <scalptor/image.h>

static scalp_image image_of(int bands, int bits, const void *pixels,
                            const scalp_image_curve *curve) {
    return (scalp_image){.width = 3,
                         .height = 2,
                         .bands = bands,
                         .bits = bits,
                         .pixels = pixels,
                         .curve = {curve[0], curve[1], curve[2]}};
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    /* Three curves that differ, so that a mixed-up band shows. */
    static float linear[3][256];
    static uint8_t small[24];
    static uint16_t large[24];
    scalp_image_curve curves[3], deep;
    scalp_error error;
    for (int band = 0; band < 3; band++) {
        for (int v = 0; v < 256; v++)
            linear[band][v] = (float)(v + 1000 * band);
        curves[band] = (scalp_image_curve){linear[band], 256};
    }
    for (int i = 0; i < 24; i++) {
        small[i] = (uint8_t)(10 * i);
        large[i] = (uint16_t)(2731 * i);
    }
    CHECK_STATUS(scalp_image_curve_make(16, &w.work, &deep, &error), SCALP_OK);

    CASE("bytes and colours") {
        static const int colours[5] = {0, 1, 1, 3, 3};
        for (int bands = 1; bands <= 4; bands++) {
            const scalp_image image = image_of(bands, 8, small, curves);
            const scalp_image wide = image_of(bands, 16, large, curves);
            CHECK(scalp_image_colours(&image) == colours[bands]);
            CHECK(scalp_image_bytes(&image) == (size_t)(6 * bands));
            CHECK(scalp_image_bytes(&wide) == (size_t)(12 * bands));
        }
    }
    CASE("linear light of a colour image reads each band by its own curve") {
        const scalp_image image = image_of(4, 8, small, curves);
        for (int band = 0; band < 3; band++) {
            CHECK_NEAR((double)scalp_image_linear(&image, 1, 1, band),
                       10.0 * (16 + band) + 1000.0 * band, 0);
        }
    }
    CASE("grey answers for every band") {
        const scalp_image image = image_of(2, 8, small, curves);
        for (int band = 0; band < 3; band++)
            CHECK_NEAR((double)scalp_image_linear(&image, 2, 0, band), 40, 0);
    }
    CASE("16 bits") {
        const scalp_image_curve same[3] = {deep, deep, deep};
        const scalp_image image = image_of(3, 16, large, same);
        CHECK_NEAR((double)scalp_image_linear(&image, 2, 1, 2), (double)deep.linear[2731 * 17], 0);
    }
    CASE("made smaller: the mean of every square, of a part and of all") {
        enum { wide = 523, high = 41 };
        static uint16_t deep_samples[wide * high * 4];
        static uint8_t samples[wide * high * 4];
        scalp_random random = scalp_random_make(8, 1);
        for (int i = 0; i < wide * high * 4; i++) {
            deep_samples[i] = (uint16_t)scalp_random_below(&random, 65536);
            samples[i] = (uint8_t)(deep_samples[i] >> 8);
        }
        for (int k = 0; k < 24; k++) {
            const int bands = 1 + k % 4, bits = k & 4 ? 16 : 8, factor = 1 + k * k / 14;
            scalp_image image =
                image_of(bands, bits, bits == 8 ? (void *)samples : deep_samples, curves);
            image.width = wide;
            image.height = high;
            const scalp_box box = {k, k % 3, wide - 3 * (k % 5), high};
            const scalp_box whole = {0, 0, wide, high}, part = k % 2 ? box : whole;
            scalp_image less;
            if ((part.bottom - part.top) / factor < 1) {
                CHECK_STATUS(scalp_image_reduce(&image, &part, factor, &w.work, &less, &error),
                             SCALP_ERR_INPUT);
                continue;
            }
            CHECK_STATUS(
                scalp_image_reduce(&image, k % 2 ? &box : NULL, factor, &w.work, &less, &error),
                SCALP_OK);
            const int colours = scalp_image_colours(&image);
            CHECK(less.width == (part.right - part.left) / factor);
            CHECK(less.height == (part.bottom - part.top) / factor);
            CHECK(less.bands == colours);
            int wrong = 0;
            for (int i = 0; i < less.width * less.height * colours; i++) {
                const int band = i % colours, x = i / colours % less.width;
                const int y = i / colours / less.width;
                uint64_t sum = 0;
                for (int v = 0; v < factor * factor; v++) {
                    const int at = ((part.top + y * factor + v / factor) * wide + part.left +
                                    x * factor + v % factor) *
                                       bands +
                                   band;
                    sum += bits == 8 ? samples[at] : deep_samples[at];
                }
                const uint64_t count = (uint64_t)(factor * factor);
                const uint64_t mean = (sum + count / 2) / count;
                wrong += mean != (bits == 8 ? ((const uint8_t *)less.pixels)[i]
                                            : ((const uint16_t *)less.pixels)[i]);
            }
            CHECK(wrong == 0);
        }
    }
    check_work_close(&w);
    return check_done();
}
