/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keep.h"

typedef struct keeping {
    const scalp_image *photo;
    const uint8_t *skin;
    void *drawn;
} keeping;

static unsigned blend(const scalp_image_curve *curve, unsigned photo, unsigned drawn,
                      uint8_t skin) {
    if (photo == drawn || skin == 0)
        return photo;
    const float from = curve->linear[photo], to = curve->linear[drawn];
    return scalp_image_sample_from_linear(curve, from + (to - from) * (float)skin / 255);
}

static void keep_row(void *context, size_t row) {
    const keeping *k = context;
    const scalp_image *im = k->photo;
    const int colours = scalp_image_colours(im);
    for (int x = 0; x < im->width; x++) {
        const size_t at = row * (size_t)im->width + (size_t)x;
        if (k->skin[at] == 255)
            continue;
        for (int c = 0; c < colours; c++) {
            const size_t i = at * (size_t)im->bands + (size_t)c;
            if (im->bits == 8) {
                uint8_t *to = (uint8_t *)k->drawn + i;
                const uint8_t was = ((const uint8_t *)im->pixels)[i];
                *to = (uint8_t)blend(&im->curve[c], was, *to, k->skin[at]);
            } else {
                uint16_t *to = (uint16_t *)k->drawn + i;
                const uint16_t was = ((const uint16_t *)im->pixels)[i];
                *to = (uint16_t)blend(&im->curve[c], was, *to, k->skin[at]);
            }
        }
    }
}

void scalp_photo_keep(const scalp_image *photo, const uint8_t *skin, const scalp_work *work,
                      void *drawn) {
    keeping k = {photo, skin, drawn};
    scalp_pool_for(work->pool, (size_t)photo->height, keep_row, &k);
}
