/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/image.h>

#include <assert.h>

int scalp_image_colours(const scalp_image *image) {
    return image->bands < 3 ? 1 : 3;
}

size_t scalp_image_bytes(const scalp_image *image) {
    return (size_t)image->width * (size_t)image->height * (size_t)image->bands *
           (size_t)(image->bits / 8);
}

float scalp_image_linear(const scalp_image *image, int x, int y, int band) {
    assert(x >= 0 && x < image->width && y >= 0 && y < image->height && band >= 0 && band < 3);
    const int place = scalp_image_colours(image) == 1 ? 0 : band;
    const size_t pixel = (size_t)y * (size_t)image->width + (size_t)x;
    const size_t sample = pixel * (size_t)image->bands + (size_t)place;
    const size_t value = image->bits == 8 ? ((const uint8_t *)image->pixels)[sample]
                                          : ((const uint16_t *)image->pixels)[sample];
    assert(value < image->curve[place].count);
    return image->curve[place].linear[value];
}

scalp_vec3 scalp_image_srgb(const scalp_image *image, scalp_vec3 linear) {
    const scalp_mat3 *m = &image->srgb_from_rgb;
    /* Green is made of green in every set of primaries there is. */
    return m->m[1][1] > 0 ? scalp_mat3_apply(m, linear) : linear;
}
