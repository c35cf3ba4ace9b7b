/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots drawn on plain skin are found where they are, as wide and as dark as they are, however the
 * photo is turned, scaled, stored, and on however many threads; and a photo of nothing gives none.
 */
#include "drawn.h"

#include <string.h>

static drawn_dots dots;

static drawn plain(void) {
    return (drawn){.width = 240,
                   .height = 180,
                   .spacing_px = 22,
                   .diameter_px = 8,
                   .contrast = 0.35,
                   .blur_px = 1,
                   .noise = 0.02,
                   .seed = 7};
}

static void find(const scalp_image *image, double px_per_mm, check_work *w, scalp_finds *finds) {
    const scalp_flat flat = scalp_flat_square(px_per_mm, 0);
    scalp_error error = {0};
    CHECK_STATUS(scalp_find(image, &flat, NULL, &w->work, finds, &error), SCALP_OK);
}

static void all_found(const drawn *d, double px_per_mm) {
    check_work w;
    scalp_finds finds;
    check_work_open(&w, 0);
    drawn_places(d, &dots);
    const scalp_image image = drawn_make(d, &dots, &w);
    find(&image, px_per_mm, &w, &finds);
    const drawn_score s = drawn_compare(&image, &dots, &finds, 2, 10);
    printf("# %d of %d dots, %d false\n", s.hit, s.dots, s.false_finds);
    CHECK(s.dots > 20 && s.hit >= s.dots - 1);
    CHECK_AT_MOST(s.false_finds, 1);
    check_work_close(&w);
}

static void as_wide_and_dark(void) {
    check_work w;
    scalp_finds finds;
    const drawn d = plain();
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    const scalp_image image = drawn_make(&d, &dots, &w);
    find(&image, 22, &w, &finds);
    double wide = 0, dark = 0, sure = 0;
    for (size_t i = 0; i < finds.count; i++) {
        wide += finds.dots[i].diameter_px;
        dark += finds.dots[i].darkness;
        sure += finds.dots[i].confidence;
    }
    const double n = (double)finds.count;
    printf("# %.3f px wide, darkness %.3f, confidence %.3f, blur %.2f px\n", wide / n, dark / n,
           sure / n, finds.quality.blur_px);
    CHECK_NEAR(wide / n, 8, 0.4);
    CHECK_NEAR(dark / n, 0.35 * (1.04 + 1 + 0.86) / 3, 0.03);
    CHECK_NEAR(finds.quality.diameter_px, 8, 0.4);
    CHECK_NEAR(finds.dots[0].diameter_mm, finds.dots[0].diameter_px / 22, 1e-9);
    CHECK(sure / n > 0.8);
    check_work_close(&w);
}

/* The photo turned by 90 degrees, or mirrored. */
static scalp_image turned(const scalp_image *from, bool mirror, check_work *w) {
    scalp_image to = *from;
    void *memory;
    const int width = from->width, height = from->height;
    const uint8_t *pixels = from->pixels;
    if (!mirror) {
        to.width = height;
        to.height = width;
    }
    CHECK_STATUS(scalp_work_take(&w->work, (size_t)width * (size_t)height, 3, &memory, NULL),
                 SCALP_OK);
    uint8_t *out = memory;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const size_t a = (size_t)y * (size_t)width + (size_t)x;
            const size_t b = mirror ? (size_t)y * (size_t)width + (size_t)(width - 1 - x)
                                    : (size_t)x * (size_t)height + (size_t)(height - 1 - y);
            memcpy(out + 3 * b, pixels + 3 * a, 3);
        }
    to.pixels = out;
    return to;
}

static void however_turned(bool mirror) {
    check_work w;
    scalp_finds finds, others;
    drawn d = plain();
    d.contrast = 0.2;
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    const scalp_image image = drawn_make(&d, &dots, &w);
    const scalp_image other = turned(&image, mirror, &w);
    find(&image, 22, &w, &finds);
    find(&other, 22, &w, &others);
    int lost = 0;
    for (size_t i = 0; i < finds.count; i++) {
        const scalp_vec2 c = finds.dots[i].px;
        const scalp_vec2 p = mirror ? (scalp_vec2){image.width - 1 - c.x, c.y}
                                    : (scalp_vec2){image.height - 1 - c.y, c.x};
        bool hit = false;
        for (size_t k = 0; k < others.count && !hit; k++)
            hit = hypot(others.dots[k].px.x - p.x, others.dots[k].px.y - p.y) < 0.5;
        lost += !hit;
    }
    CHECK(finds.count > 20);
    CHECK_AT_MOST(abs((int)finds.count - (int)others.count), 2);
    CHECK_AT_MOST(lost, 2);
    check_work_close(&w);
}

static double confidence_with(double noise, int *false_finds) {
    check_work w;
    scalp_finds finds;
    drawn d = plain();
    d.contrast = 0.12;
    d.noise = noise;
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    const scalp_image image = drawn_make(&d, &dots, &w);
    find(&image, 22, &w, &finds);
    *false_finds = drawn_compare(&image, &dots, &finds, 3, 10).false_finds;
    double sure = 0;
    for (size_t i = 0; i < finds.count; i++)
        sure += finds.dots[i].confidence;
    const double mean = finds.count ? sure / (double)finds.count : 0;
    check_work_close(&w);
    return mean;
}

static void however_many_threads(void) {
    check_work one, four;
    scalp_finds finds, others;
    drawn d = plain();
    d.width = 500;
    d.height = 420;
    check_work_open(&one, 0);
    check_work_open(&four, 4);
    drawn_places(&d, &dots);
    const scalp_image image = drawn_make(&d, &dots, &one);
    find(&image, 22, &one, &finds);
    find(&image, 22, &four, &others);
    CHECK(finds.count == others.count && finds.count > 50);
    CHECK(memcmp(finds.dots, others.dots, finds.count * sizeof *finds.dots) == 0);
    check_work_close(&one);
    check_work_close(&four);
}

static void in_other_samples(void) {
    check_work w;
    scalp_finds finds, others;
    const drawn d = plain();
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    const scalp_image image = drawn_make(&d, &dots, &w);
    scalp_image wide = image;
    void *memory;
    const size_t pixels = (size_t)image.width * (size_t)image.height;
    wide.bits = 16;
    wide.bands = 4;
    CHECK_STATUS(scalp_image_curve_make(16, &w.work, &wide.curve[0], NULL), SCALP_OK);
    wide.curve[1] = wide.curve[2] = wide.curve[0];
    CHECK_STATUS(scalp_work_take(&w.work, pixels, 8, &memory, NULL), SCALP_OK);
    uint16_t *to = memory;
    for (size_t i = 0; i < pixels; i++) {
        for (size_t b = 0; b < 3; b++)
            to[4 * i + b] = (uint16_t)(257 * ((const uint8_t *)image.pixels)[3 * i + b]);
        to[4 * i + 3] = 65535;
    }
    wide.pixels = to;
    find(&image, 22, &w, &finds);
    find(&wide, 22, &w, &others);
    CHECK_AT_MOST(abs((int)finds.count - (int)others.count), 1);
    for (size_t i = 0; i < finds.count && finds.count == others.count; i++)
        CHECK_NEAR(others.dots[i].px.x, finds.dots[i].px.x, 0.02);
    check_work_close(&w);
}

/* Grey, by the same pixels' green. */
static void in_grey(void) {
    check_work w;
    scalp_finds finds;
    const drawn d = plain();
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    scalp_image image = drawn_make(&d, &dots, &w);
    const size_t pixels = (size_t)image.width * (size_t)image.height;
    void *memory;
    CHECK_STATUS(scalp_work_take(&w.work, pixels, 1, &memory, NULL), SCALP_OK);
    uint8_t *to = memory;
    for (size_t i = 0; i < pixels; i++)
        to[i] = ((const uint8_t *)image.pixels)[3 * i + 1];
    image.bands = 1;
    image.pixels = to;
    find(&image, 22, &w, &finds);
    const drawn_score s = drawn_compare(&image, &dots, &finds, 2, 10);
    printf("# %d of %d dots, %d false\n", s.hit, s.dots, s.false_finds);
    CHECK(s.hit >= 0.8 * s.dots);
    check_work_close(&w);
}

static void nothing_there(int level) {
    check_work w;
    scalp_finds finds;
    drawn d = plain();
    d.spacing_px = 0;
    d.noise = level < 0 ? 0.03 : 0;
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    scalp_image image = drawn_make(&d, &dots, &w);
    const size_t bytes = 3 * (size_t)image.width * (size_t)image.height;
    if (level >= 0) {
        void *memory;
        CHECK_STATUS(scalp_work_take(&w.work, bytes, 1, &memory, NULL), SCALP_OK);
        memset(memory, level, bytes);
        image.pixels = memory;
    }
    find(&image, 22, &w, &finds);
    printf("# %zu finds, judged %.2f\n", finds.count, finds.quality.share[SCALP_UNSEEN_NOT]);
    CHECK_AT_MOST((double)finds.count, level < 0 ? 4 : 0);
    if (level == 0 || level == 255)
        CHECK(!finds.quality.judged && finds.quality.note);
    check_work_close(&w);
}

static void refused(void) {
    check_work w;
    scalp_finds finds;
    scalp_error error = {0};
    const drawn d = plain();
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    scalp_image image = drawn_make(&d, &dots, &w);
    scalp_flat flat = scalp_flat_square(5, 0);
    CHECK_STATUS(scalp_find(&image, &flat, NULL, &w.work, &finds, &error), SCALP_ERR_NO);
    CHECK(strstr(error.message, "of the distance") != NULL);
    image.width = image.height = 1;
    flat = scalp_flat_square(20, 0);
    CHECK_STATUS(scalp_find(&image, &flat, NULL, &w.work, &finds, &error), SCALP_ERR_INPUT);
    check_work_close(&w);
}

static void masked(void) {
    check_work w;
    scalp_finds finds;
    const drawn d = plain();
    void *memory;
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    const scalp_image image = drawn_make(&d, &dots, &w);
    const size_t pixels = (size_t)image.width * (size_t)image.height;
    CHECK_STATUS(scalp_work_take(&w.work, pixels, 1, &memory, NULL), SCALP_OK);
    uint8_t *mask = memory;
    for (size_t i = 0; i < pixels; i++)
        mask[i] = i % (size_t)image.width < 120 ? SCALP_UNSEEN_MARK : SCALP_UNSEEN_NOT;
    const scalp_find_params params = {.mask = mask};
    const scalp_flat flat = scalp_flat_square(22, 0);
    CHECK_STATUS(scalp_find(&image, &flat, &params, &w.work, &finds, NULL), SCALP_OK);
    const double whole = 240.0 / 22 * 180 / 22;
    CHECK_NEAR(scalp_window_area_mm2(&finds.window), whole / 2, 0.06 * whole);
    for (size_t i = 0; i < finds.count; i++)
        CHECK(finds.dots[i].px.x > 110);
    CHECK(finds.count > 15);
    check_work_close(&w);
}

int main(void) {
    drawn d = plain();
    CASE("dots on plain skin") {
        all_found(&d, 22);
    }
    CASE("without a scale") {
        all_found(&d, 0);
    }
    CASE("twice as large") {
        d.size = 2;
        all_found(&d, 44);
    }
    CASE("0.7 times as large") {
        d.size = 0.7;
        all_found(&d, 15.4);
    }
    CASE("as wide and as dark as they are") {
        as_wide_and_dark();
    }
    CASE("turned by 90 degrees") {
        however_turned(false);
    }
    CASE("mirrored") {
        however_turned(true);
    }
    CASE("noise lowers confidence before it adds dots") {
        int few, many;
        const double still = confidence_with(0.01, &few), noisy = confidence_with(0.08, &many);
        printf("# confidence %.2f, with noise %.2f; %d and %d false\n", still, noisy, few, many);
        CHECK(noisy < still);
        CHECK_AT_MOST(many, few + 3);
    }
    CASE("on one thread and on four") {
        however_many_threads();
    }
    CASE("16 bits and alpha") {
        in_other_samples();
    }
    CASE("grey") {
        in_grey();
    }
    CASE("nothing but noise") {
        nothing_there(-1);
    }
    CASE("all black") {
        nothing_there(0);
    }
    CASE("all white") {
        nothing_there(255);
    }
    CASE("one colour") {
        nothing_there(128);
    }
    CASE("too few pixels") {
        refused();
    }
    CASE("what is masked does not count") {
        masked();
    }
    return check_done();
}
