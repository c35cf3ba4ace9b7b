/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the scene says is no skin keeps the photo's bytes; half skin is drawn with half the light
 * taken; in 8 and 16 bits, grey and colour. A coarse mask is linear between its cells. */
#include "ball.h"

enum { size = 110 };

static scalp_image draw(const ball *b, const scalp_image *photo, const scalp_mask *mask,
                        const scalp_work *work) {
    scalp_scene scene = ball_scene(b, 1.2, size, size);
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    scalp_image picture = {0};
    if (mask)
        scene.skin = *mask;
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
    const scalp_mask mask = {skin, size, size, 1, {0, 0, size, size}};
    const size_t bytes = scalp_image_bytes(&photo), pixel = bytes / (size * size);
    const scalp_image free = draw(b, &photo, NULL, work);
    memset(skin, 255, size * size);
    const scalp_image all = draw(b, &photo, &mask, work);
    CHECK(memcmp(all.pixels, free.pixels, bytes) == 0);
    memset(skin, 0, size * size);
    const scalp_image none = draw(b, &photo, &mask, work);
    CHECK(memcmp(none.pixels, photo.pixels, bytes) == 0);
    for (int i = 0; i < size * size; i++)
        skin[i] = i % size < size / 2 ? 0 : 255;
    const scalp_image half = draw(b, &photo, &mask, work);
    int wrong = 0;
    for (size_t i = 0; i < size * size; i++) {
        const scalp_image *from = i % size < size / 2 ? &photo : &free;
        wrong += memcmp((const uint8_t *)half.pixels + i * pixel,
                        (const uint8_t *)from->pixels + i * pixel, pixel) != 0;
    }
    CHECK(wrong == 0);
    memset(skin, 128, size * size);
    const scalp_image faint = draw(b, &photo, &mask, work);
    const double was = light_of(&photo), taken = was - light_of(&free);
    printf("# %d bands of %d bits: %.3f of the light taken\n", bands, bits,
           (was - light_of(&faint)) / taken);
    CHECK(taken > 0);
    CHECK_NEAR((was - light_of(&faint)) / taken, 128.0 / 255, bits == 8 ? 0.1 : 0.01);
}

/* What a coarse mask says of a pixel: linear between the cells' middles, all beyond its box. */
static double mask_at(const scalp_mask *m, int x, int y) {
    const int at[2] = {x - m->box.left, y - m->box.top}, count[2] = {m->width, m->height};
    double part[2];
    int low[2], high[2];
    if (x < m->box.left || y < m->box.top || x >= m->box.right || y >= m->box.bottom)
        return 1;
    for (int d = 0; d < 2; d++) {
        const double middle =
            fmin(fmax((at[d] + 0.5) / m->factor - 0.5, 0), (double)(count[d] - 1));
        low[d] = (int)middle;
        high[d] = low[d] + 1 < count[d] ? low[d] + 1 : low[d];
        part[d] = middle - low[d];
    }
    const uint8_t *top = m->cells + low[1] * m->width, *bottom = m->cells + high[1] * m->width;
    const double above = top[low[0]] * (1 - part[0]) + top[high[0]] * part[0];
    const double below = bottom[low[0]] * (1 - part[0]) + bottom[high[0]] * part[0];
    return (above * (1 - part[1]) + below * part[1]) / 255;
}

static void check_coarse(const ball *b, int factor, const scalp_work *work) {
    const scalp_image photo = ball_blank(size, size, 3, 16, 0.6, work);
    const scalp_image free = draw(b, &photo, NULL, work);
    scalp_mask mask = {.factor = factor, .box = {7, 11, 103, 92}};
    mask.width = 96 / factor;
    mask.height = 81 / factor;
    uint8_t *cells = scalp_arena_take(work->memory, (size_t)(mask.width * mask.height), 1);
    scalp_random random = scalp_random_make(3, (uint64_t)factor);
    for (int i = 0; i < mask.width * mask.height; i++)
        cells[i] = (uint8_t)(255 * scalp_clamp(2 * scalp_random_uniform(&random) - 0.5, 0, 1));
    mask.cells = cells;
    const scalp_image drawn = draw(b, &photo, &mask, work);
    double worst = 0, most = 0;
    for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
            const double was = (double)scalp_image_linear(&photo, x, y, 1);
            const double full = (double)scalp_image_linear(&free, x, y, 1) - was;
            const double is = (double)scalp_image_linear(&drawn, x, y, 1) - was;
            worst = fmax(worst, fabs(is - full * mask_at(&mask, x, y)));
            most = fmax(most, -full);
        }
    }
    printf("# cells of %d px: off by %.2g of at most %.2g\n", factor, worst, most);
    CHECK(most > 0.01);
    CHECK_AT_MOST(worst, 3e-5);
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
    CASE("a coarse mask over a part of the photo") {
        for (int factor = 1; factor <= 7; factor++)
            check_coarse(&b, factor, &w.work);
    }
    check_work_close(&w);
    return check_done();
}
