/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the scene says is no skin keeps the photo's bytes; half skin is drawn with half the light
 * taken; in 8 and 16 bits, grey and colour. */
#include "ball.h"

enum { size = 110 };

static scalp_image draw(const ball *b, const scalp_image *photo, const uint8_t *skin,
                        const scalp_work *work) {
    scalp_scene scene = ball_scene(b, 1.2, size, size);
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    scalp_image picture = {0};
    scene.skin = skin;
    CHECK_STATUS(scalp_render_photo(&scene, photo, &params, work, &picture, NULL), SCALP_OK);
    return picture;
}

static double light_of(const scalp_image *image) {
    double sum = 0;
    for (int y = 0; y < size; y++)
        for (int x = 0; x < size; x++)
            sum += (double)scalp_image_linear(image, x, y, 1);
    return sum;
}

static void check_kind(const ball *b, int bands, int bits, const scalp_work *work) {
    const scalp_image photo = ball_blank(size, size, bands, bits, 0.6, work);
    uint8_t *skin = scalp_arena_take(work->memory, size * size, 1);
    const size_t bytes = scalp_image_bytes(&photo), pixel = bytes / (size * size);
    const scalp_image free = draw(b, &photo, NULL, work);
    memset(skin, 255, size * size);
    const scalp_image all = draw(b, &photo, skin, work);
    CHECK(memcmp(all.pixels, free.pixels, bytes) == 0);
    memset(skin, 0, size * size);
    const scalp_image none = draw(b, &photo, skin, work);
    CHECK(memcmp(none.pixels, photo.pixels, bytes) == 0);
    for (int i = 0; i < size * size; i++)
        skin[i] = i % size < size / 2 ? 0 : 255;
    const scalp_image half = draw(b, &photo, skin, work);
    int wrong = 0;
    for (size_t i = 0; i < size * size; i++) {
        const scalp_image *from = i % size < size / 2 ? &photo : &free;
        wrong += memcmp((const uint8_t *)half.pixels + i * pixel,
                        (const uint8_t *)from->pixels + i * pixel, pixel) != 0;
    }
    CHECK(wrong == 0);
    memset(skin, 128, size * size);
    const scalp_image faint = draw(b, &photo, skin, work);
    const double was = light_of(&photo), taken = was - light_of(&free);
    printf("# %d bands of %d bits: %.3f of the light taken\n", bands, bits,
           (was - light_of(&faint)) / taken);
    CHECK(taken > 0);
    CHECK_NEAR((was - light_of(&faint)) / taken, 128.0 / 255, bits == 8 ? 0.1 : 0.01);
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    ball b;
    ball_mesh(&b, ball_everywhere, &w.work);
    ball_dots(&b, ball_everywhere, &w.work);
    CASE("8 bits, colour") {
        check_kind(&b, 3, 8, &w.work);
    }
    CASE("16 bits, colour with alpha") {
        check_kind(&b, 4, 16, &w.work);
    }
    CASE("8 bits, grey") {
        check_kind(&b, 1, 8, &w.work);
    }
    check_work_close(&w);
    return check_done();
}
