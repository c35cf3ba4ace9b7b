/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of evenness as a picture: there in every state, the same again, readable without colours,
 * and what was not judged is no lightness. */
#include "evenness/even_layouts.h"

#include <scalptor/codec.h>

static scalp_image drawn(check_work *w, const scalp_evenness *e, const dots *d) {
    scalp_image image = {0};
    scalp_error error = {0};
    if (scalp_codec_evenness_map(e, d->found, d->count, "photo.jpg", &w->work, &image, &error))
        CHECK_FAILED("no map: %s", error.message);
    return image;
}

static const uint8_t *pixel(const scalp_image *image, int x, int y) {
    return (const uint8_t *)image->pixels + 3 * ((size_t)y * (size_t)image->width + (size_t)x);
}

/* Mean lightness of a part of the panel, whose upper left corner is at 60, 190. */
static double lightness(const scalp_image *image, double left, double top, double right,
                        double bottom) {
    double sum = 0, count = 0;
    for (int y = (int)top; y < (int)bottom; y++)
        for (int x = (int)left; x < (int)right; x++, count++)
            sum += pixel(image, x, y)[1];
    return sum / count;
}

static void states(check_work *w, const sheet *s) {
    scalp_random random = scalp_random_make(1, 0);
    for (int state = 0; state < 3; state++) {
        dots d = dots_make(w, 2000, state == 2 ? 4 : 20, state == 2 ? 4 : 16);
        dots_cut(&d, s, 7, 0, &random);
        const scalp_window window = window_make(w, &d, 0.25);
        if (state == 1)
            window_hole(&window, 10, 8, 100, SCALP_UNSEEN_BLUR);
        const scalp_evenness e = evenness_of(w, &d, &window);
        CHECK(e.judged == (state == 0));
        const scalp_image image = drawn(w, &e, &d), again = drawn(w, &e, &d);
        CHECK(image.bands == 3 && image.bits == 8 && image.height > 100);
        CHECK(memcmp(image.pixels, again.pixels, scalp_image_bytes(&image)) == 0);
    }
}

/* The left half has half as many dots: lighter by far in one band alone; a hole is hatched. */
static void without_colour(check_work *w, const sheet *s) {
    scalp_random random = scalp_random_make(2, 0);
    dots d = dots_make(w, 2000, 24, 20);
    dots_cut(&d, s, 7, 0, &random);
    dots_clear(&d, -988, 10, 1000, 0.5, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    window_hole(&window, 18, 10, 3, SCALP_UNSEEN_GLOSS);
    const scalp_evenness e = evenness_of(w, &d, &window);
    const scalp_image image = drawn(w, &e, &d);
    const double mm = 1060 / 24.0, left = 60, top = 190;
    CHECK(lightness(&image, left + mm, top + 13 * mm, left + 10 * mm, top + 19 * mm) >
          lightness(&image, left + 13 * mm, top + 14 * mm, left + 23 * mm, top + 19 * mm) + 30);
    /* Stripes: along a line light and dark take turns. */
    int turns = 0;
    for (int x = (int)(left + 16 * mm); x < (int)(left + 20 * mm); x++) {
        const int y = (int)(top + 8.5 * mm);
        turns += (pixel(&image, x, y)[1] > 180) != (pixel(&image, x + 1, y)[1] > 180);
    }
    CHECK(turns > 12);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const sheet s = sheet_make(&w, 40, 100, 0.5, 9);
    CASE("a map, or why there is none, and the same again")
    states(&w, &s);
    CASE("it reads without colours")
    without_colour(&w, &s);
    check_work_close(&w);
    return check_done();
}
