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
    check_work_close(&w);
    return check_done();
}
