/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be judged is left out, with its reason, and the rest is judged as if it were not
 * there: a hair's strip, a stain, blur, shine, too few pixels far away. */
#include "drawn.h"

#include <string.h>

static drawn_dots dots;

static const double px_per_mm = 22;

typedef struct scene {
    check_work w;
    drawn d;
    scalp_image image;
    uint8_t *pixels;
    scalp_finds finds;
} scene;

static void scene_open(scene *s) {
    s->d = (drawn){.width = 360,
                   .height = 240,
                   .spacing_px = 22,
                   .diameter_px = 8,
                   .contrast = 0.35,
                   .blur_px = 1,
                   .noise = 0.02,
                   .seed = 3};
    check_work_open(&s->w, 0);
    drawn_places(&s->d, &dots);
    s->image = drawn_make(&s->d, &dots, &s->w);
    s->pixels = (uint8_t *)(uintptr_t)s->image.pixels;
}

static void scene_find(scene *s) {
    const scalp_flat flat = scalp_flat_square(px_per_mm, 0);
    scalp_error error = {0};
    CHECK_STATUS(scalp_find(&s->image, &flat, NULL, &s->w.work, &s->finds, &error), SCALP_OK);
}

static uint8_t *pixel(scene *s, int x, int y) {
    return s->pixels + 3 * ((size_t)y * (size_t)s->image.width + (size_t)x);
}

static void darken(scene *s, int x, int y, double red, double green, double blue) {
    const double left[3] = {red, green, blue};
    const scalp_image_curve *curve = &s->image.curve[0];
    for (int b = 0; b < 3; b++) {
        uint8_t *p = &pixel(s, x, y)[b];
        *p = (uint8_t)scalp_image_sample_from_linear(
            curve, (float)scalp_clamp((double)curve->linear[*p] * left[b], 0, 1));
    }
}

static scalp_unseen why_at(const scene *s, double x, double y) {
    return scalp_window_why(&s->finds.window, (scalp_vec2){x / px_per_mm, y / px_per_mm});
}

/* Of cells within a rectangle of pixels, the share with that reason. */
static double share_within(const scene *s, scalp_unseen why, int left, int top, int right,
                           int bottom) {
    int n = 0, all = 0;
    for (int y = top; y < bottom; y += 2)
        for (int x = left; x < right; x += 2) {
            all++;
            n += why_at(s, x, y) == why;
        }
    return (double)n / all;
}

/* Dots per mm2 of the judged skin, by finds and by what was drawn. */
static void same_density(const scene *s, double within) {
    double found = 0, there = 0;
    for (size_t i = 0; i < s->finds.count; i++)
        found += scalp_window_has(&s->finds.window, s->finds.dots[i].mm);
    for (size_t i = 0; i < dots.count; i++)
        there += why_at(s, dots.px[i].x, dots.px[i].y) == SCALP_UNSEEN_NOT;
    printf("# judged %.1f %%: %g found, %g there\n", 100 * s->finds.quality.share[0], found, there);
    CHECK(there > 50);
    CHECK_NEAR(found / there, 1, within);
}

static double drawn_density(const scene *s) {
    return (double)dots.count / ((double)s->image.width * s->image.height) * px_per_mm * px_per_mm;
}

static void plain_skin(void) {
    scene s;
    scene_open(&s);
    scene_find(&s);
    CHECK(s.finds.quality.share[SCALP_UNSEEN_NOT] == 1);
    same_density(&s, 0.03);
    check_work_close(&s.w);
}

/* A hair 1.8 px wide, bent, across the whole picture. */
static void hair(void) {
    scene s;
    scene_open(&s);
    for (int x = 0; x < s.image.width; x++) {
        const double middle = 30 + 0.45 * x + 30 * sin(x / 130.0);
        for (int y = (int)middle - 4; y <= (int)middle + 4; y++) {
            const double cover = scalp_clamp(1.6 - fabs(y - middle), 0, 0.85);
            if (y >= 0 && y < s.image.height)
                darken(&s, x, y, 1 - cover, 1 - cover, 1 - cover);
        }
    }
    scene_find(&s);
    int on = 0, all = 0;
    for (int x = 20; x < s.image.width - 20; x += 3, all++)
        on += why_at(&s, x, 30 + 0.45 * x + 30 * sin(x / 130.0)) == SCALP_UNSEEN_HAIR;
    printf("# hair marked on %d of %d places\n", on, all);
    CHECK(on >= 0.9 * all);
    CHECK_NEAR(s.finds.quality.share[SCALP_UNSEEN_HAIR], 0.06, 0.025); /* its strip, no more */
    CHECK(s.finds.quality.share[SCALP_UNSEEN_WOUND] == 0);
    same_density(&s, 0.03);
    check_work_close(&s.w);
}

/* Ink, neutral, over a fifth of the picture; a brown mole. */
static void stains(void) {
    scene s;
    scene_open(&s);
    for (int y = 0; y < s.image.height; y++)
        for (int x = 0; x < s.image.width; x++) {
            const double film = scalp_smoothstep(-6, 6, 70 + 20 * sin(y / 40.0) - x);
            const double mole = scalp_smoothstep(34, 24, hypot(x - 290, y - 120));
            darken(&s, x, y, (1 - 0.4 * film) * (1 - 0.35 * mole),
                   (1 - 0.4 * film) * (1 - 0.5 * mole), (1 - 0.4 * film) * (1 - 0.55 * mole));
        }
    scene_find(&s);
    CHECK(share_within(&s, SCALP_UNSEEN_WOUND, 4, 4, 40, 230) > 0.95);
    CHECK(share_within(&s, SCALP_UNSEEN_WOUND, 275, 105, 305, 135) > 0.95);
    CHECK(share_within(&s, SCALP_UNSEEN_NOT, 120, 10, 220, 230) > 0.95);
    for (size_t i = 0; i < s.finds.count; i++)
        CHECK(scalp_window_has(&s.finds.window, s.finds.dots[i].mm));
    same_density(&s, 0.04);
    check_work_close(&s.w);
}

/* Blood below skin takes next to no red: nothing is hidden. */
static void redness(void) {
    scene s;
    scene_open(&s);
    for (int y = 0; y < s.image.height; y++)
        for (int x = 0; x < s.image.width; x++) {
            const double red = scalp_smoothstep(110, 60, hypot(x - 180, y - 120));
            darken(&s, x, y, 1 - 0.04 * red, 1 - 0.3 * red, 1 - 0.25 * red);
        }
    scene_find(&s);
    CHECK_AT_MOST(s.finds.quality.share[SCALP_UNSEEN_WOUND], 0.01);
    same_density(&s, 0.04);
    check_work_close(&s.w);
}

/* The right half is out of focus, so far that dots keep a sixth of their depth. */
static void blur(void) {
    scene s;
    scene_open(&s);
    const int width = s.image.width, height = s.image.height;
    void *memory;
    CHECK_STATUS(scalp_work_take(&s.w.work, (size_t)width * (size_t)height, 3, &memory, NULL),
                 SCALP_OK);
    uint8_t *copy = memory;
    for (int round = 0; round < 8; round++) { /* boxes of 7 x 7: variance 4 each */
        memcpy(copy, s.pixels, 3 * (size_t)width * (size_t)height);
        for (int y = 0; y < height; y++)
            for (int x = width / 2; x < width; x++)
                for (int b = 0; b < 3; b++) {
                    int sum = 0, n = 0;
                    for (int k = 0; k < 49; k++) {
                        const int px = x + k % 7 - 3, py = y + k / 7 - 3;
                        if (px < 0 || py < 0 || px >= width || py >= height)
                            continue;
                        sum += copy[3 * (py * width + px) + b];
                        n++;
                    }
                    pixel(&s, x, y)[b] = (uint8_t)((sum + n / 2) / n);
                }
    }
    scene_find(&s);
    const double out = share_within(&s, SCALP_UNSEEN_BLUR, width * 2 / 3, 10, width - 10, 230);
    const double in = share_within(&s, SCALP_UNSEEN_NOT, 10, 10, width * 2 / 5, 230);
    printf("# blurred: %.2f of it left out; sharp: %.2f of it judged\n", out, in);
    CHECK(out > 0.8);
    CHECK(in > 0.98);
    check_work_close(&s.w);
}

/* Patches of shine brighter than white. Dots darken them, and must not so be counted more. */
static void shine(void) {
    scene s;
    scene_open(&s);
    const scalp_image_curve *curve = &s.image.curve[0];
    for (int y = 0; y < s.image.height; y++)
        for (int x = 0; x < s.image.width; x++) {
            const double light = 1.2 * scalp_smoothstep(0.2, 0.9, sin(x / 27.0) * sin(y / 23.0));
            for (int b = 0; b < 3; b++) {
                uint8_t *p = &pixel(&s, x, y)[b];
                *p = (uint8_t)scalp_image_sample_from_linear(
                    curve, fminf(1, curve->linear[*p] + (float)light));
            }
        }
    scene_find(&s);
    const scalp_find_quality *q = &s.finds.quality;
    const double area = scalp_window_area_mm2(&s.finds.window);
    double found = 0;
    for (size_t i = 0; i < s.finds.count; i++)
        found += scalp_window_has(&s.finds.window, s.finds.dots[i].mm);
    printf("# gloss %.2f, clipped %.2f; density %.2f of the true\n", q->share[SCALP_UNSEEN_GLOSS],
           q->share[SCALP_UNSEEN_CLIPPED], found / area / drawn_density(&s));
    CHECK(q->share[SCALP_UNSEEN_GLOSS] + q->share[SCALP_UNSEEN_CLIPPED] > 0.1);
    CHECK(!q->judged || fabs(found / area / drawn_density(&s) - 1) < 0.08);
    check_work_close(&s.w);
}

int main(void) {
    CASE("plain skin is judged, all of it") {
        plain_skin();
    }
    CASE("a hair hides its own strip") {
        hair();
    }
    CASE("ink and a mole are left out") {
        stains();
    }
    CASE("redness is not") {
        redness();
    }
    CASE("what is out of focus is left out") {
        blur();
    }
    CASE("shine is left out whether dots lie in it or not") {
        shine();
    }
    return check_done();
}
