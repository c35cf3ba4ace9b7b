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

/* Where a place of a photo is when that is mirrored left to right, or not, and then turned by so
 * many times 90 degrees. */
static scalp_vec2 place_turned(const scalp_image *image, int turns, bool mirror, scalp_vec2 p) {
    double right = image->width - 1, bottom = image->height - 1;
    if (mirror)
        p.x = right - p.x;
    for (int i = 0; i < turns; i++) {
        const double old_right = right;
        p = (scalp_vec2){bottom - p.y, p.x};
        right = bottom;
        bottom = old_right;
    }
    return p;
}

static scalp_image turned(const scalp_image *from, int turns, bool mirror, check_work *w) {
    scalp_image to = *from;
    void *memory;
    const int width = from->width, height = from->height;
    const uint8_t *pixels = from->pixels;
    if (turns % 2) {
        to.width = height;
        to.height = width;
    }
    CHECK_STATUS(scalp_work_take(&w->work, (size_t)width * (size_t)height, 3, &memory, NULL),
                 SCALP_OK);
    uint8_t *out = memory;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const size_t a = (size_t)y * (size_t)width + (size_t)x;
            const scalp_vec2 p = place_turned(from, turns, mirror, (scalp_vec2){x, y});
            const size_t b = (size_t)p.y * (size_t)to.width + (size_t)p.x;
            memcpy(out + 3 * b, pixels + 3 * a, 3);
        }
    to.pixels = out;
    return to;
}

static void however_turned(int turns, bool mirror) {
    check_work w;
    scalp_finds finds, others;
    drawn d = plain();
    d.width = 180;
    d.height = 120;
    d.contrast = 0.2;
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    const scalp_image image = drawn_make(&d, &dots, &w);
    const scalp_image other = turned(&image, turns, mirror, &w);
    find(&image, 22, &w, &finds);
    find(&other, 22, &w, &others);
    int lost = 0;
    for (size_t i = 0; i < finds.count; i++) {
        const scalp_vec2 p = place_turned(&image, turns, mirror, finds.dots[i].px);
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
    d.width = 180;
    d.height = 140;
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

/* Of every fourth dot there is a second one half its width beside it. */
static void ran_together(void) {
    check_work w;
    scalp_finds finds;
    const drawn d = plain();
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    const size_t single = dots.count;
    for (size_t i = 0; i < single; i += 4)
        dots.px[dots.count++] = (scalp_vec2){dots.px[i].x + 4, dots.px[i].y + 2};
    const scalp_image image = drawn_make(&d, &dots, &w);
    find(&image, 22, &w, &finds);
    size_t right = 0, wrong = 0, merged = 0;
    for (size_t i = 0; i < finds.count; i++) {
        const scalp_vec2 at = finds.dots[i].px;
        bool pair = false;
        for (size_t k = single; k < dots.count; k++)
            pair |= hypot(dots.px[k].x - 2 - at.x, dots.px[k].y - 1 - at.y) < 3;
        merged += finds.dots[i].kind == SCALP_FOUND_MERGED;
        right += finds.dots[i].kind == SCALP_FOUND_MERGED && pair;
        wrong += finds.dots[i].kind == SCALP_FOUND_MERGED && !pair;
    }
    printf("# %zu of %zu pairs are told as merged, %zu others\n", right, dots.count - single,
           wrong);
    CHECK(right >= 0.6 * (double)(dots.count - single));
    CHECK(wrong <= single / 50);
    check_work_close(&w);
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
    CASE("1.4 times as large") {
        d.size = 1.4;
        all_found(&d, 30.8);
    }
    CASE("turned by 90, 180 and 270 degrees") {
        for (int turns = 1; turns < 4; turns++)
            however_turned(turns, false);
    }
    CASE("mirrored left to right, and upside down") {
        however_turned(0, true);
        however_turned(2, true);
    }
    CASE("noise lowers confidence before it adds dots") {
        const double noise[] = {0.01, 0.04, 0.08, 0.12};
        double before = 1;
        int few = 0, many;
        for (int i = 0; i < 4; i++) {
            const double sure = confidence_with(noise[i], i ? &many : &few);
            printf("# noise %.2f: confidence %.2f, %d false\n", noise[i], sure, i ? many : few);
            CHECK_AT_MOST(sure, before + 0.01);
            CHECK(i == 0 || many <= few + 3);
            CHECK(i < 2 || sure < 0.97);
            before = sure;
        }
    }
    CASE("dots that ran together are told") {
        ran_together();
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
