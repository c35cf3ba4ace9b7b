/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colour of an area, away from shine, shadow and clipping. */
#include "scene.h"

enum { side = 120 };

typedef struct canvas {
    check_work w;
    uint8_t *pixels;
    scalp_image image;
} canvas;

static void open_canvas(canvas *c) {
    check_work_open(&c->w, 0);
    c->pixels = scalp_arena_take(c->w.work.memory, side * side, 3);
    c->image =
        (scalp_image){.width = side, .height = side, .bands = 3, .bits = 8, .pixels = c->pixels};
    CHECK_STATUS(scalp_image_curve_make(8, &c->w.work, &c->image.curve[0], NULL), SCALP_OK);
    c->image.curve[1] = c->image.curve[2] = c->image.curve[0];
    for (int i = 0; i < side * side; i++) {
        c->pixels[3 * i] = 190;
        c->pixels[3 * i + 1] = 140;
        c->pixels[3 * i + 2] = 115;
    }
}

/* A rectangle in one grey, or black. */
static void fill(canvas *c, int x0, int y0, int x1, int y1, int value) {
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++)
            memset(c->pixels + 3 * (y * side + x), value, 3);
}

static scalp_status measure(canvas *c, const scalp_area *area, const uint8_t *mask,
                            scalp_area_colour *colour) {
    return scalp_area_measure(&c->image, area, mask, &c->w.work, colour, NULL);
}

int main(void) {
    const scalp_area circle = {.points = {{60, 60}}, .point_count = 1, .radius_px = 40};
    const scalp_area square = {.points = {{20, 20}, {100, 20}, {100, 100}, {20, 100}},
                               .point_count = 4};
    scalp_area_colour colour;
    canvas c;
    open_canvas(&c);
    const double red = (double)c.image.curve[0].linear[190],
                 green = (double)c.image.curve[0].linear[140],
                 blue = (double)c.image.curve[0].linear[115];

    CASE("an even area is its colour") {
        CHECK_STATUS(measure(&c, &circle, NULL, &colour), SCALP_OK);
        CHECK_NEAR(colour.rgb.r, red, 1e-6);
        CHECK_NEAR(colour.rgb.g, green, 1e-6);
        CHECK_NEAR(colour.rgb.b, blue, 1e-6);
        CHECK_NEAR((double)colour.pixels, SCALP_PI * 40 * 40, 60);
        CHECK_NEAR(colour.spread, 0, 1e-6);
        CHECK_STATUS(measure(&c, &square, NULL, &colour), SCALP_OK);
        CHECK_NEAR((double)colour.pixels, 80 * 80, 170);
    }
    CASE("a third of shine, a fifth of shadow: the colour stays, and both are told") {
        fill(&c, 20, 20, 100, 46, 240);
        fill(&c, 20, 84, 100, 100, 30);
        CHECK_STATUS(measure(&c, &square, NULL, &colour), SCALP_OK);
        CHECK_NEAR(colour.rgb.r, red, 1e-6);
        CHECK_NEAR(colour.rgb.b, blue, 1e-6);
        CHECK_NEAR(colour.gloss, 0.325, 0.02);
        CHECK_NEAR(colour.shadow, 0.2, 0.02);
    }
    CASE("clipped pixels do not count, and are told") {
        fill(&c, 20, 20, 100, 46, 255);
        CHECK_STATUS(measure(&c, &square, NULL, &colour), SCALP_OK);
        CHECK_NEAR(colour.rgb.r, red, 1e-6);
        CHECK_NEAR(colour.clipped, 0.325, 0.02);
    }
    CASE("more than half clipped is refused") {
        fill(&c, 20, 20, 100, 70, 255);
        CHECK_STATUS(measure(&c, &square, NULL, &colour), SCALP_ERR_INPUT);
    }
    CASE("what a mask covers does not count") {
        static uint8_t mask[side * side];
        memset(mask, 255, (size_t)side * 70);
        CHECK_STATUS(measure(&c, &square, mask, &colour), SCALP_OK);
        CHECK_NEAR(colour.clipped, 0, 0);
        memset(mask, 255, sizeof mask);
        CHECK_STATUS(measure(&c, &square, mask, &colour), SCALP_ERR_INPUT);
    }
    CASE("outside the photo, or too small") {
        CHECK_STATUS(measure(&c,
                             &(scalp_area){.points = {{5, 60}}, .point_count = 1, .radius_px = 10},
                             NULL, &colour),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(measure(&c,
                             &(scalp_area){.points = {{60, 60}}, .point_count = 1, .radius_px = 2},
                             NULL, &colour),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(
            measure(&c,
                    &(scalp_area){.points = {{60, 60}}, .point_count = 1, .radius_px = (double)NAN},
                    NULL, &colour),
            SCALP_ERR_INPUT);
        CHECK_STATUS(
            measure(&c, &(scalp_area){.points = {{10, 10}, {90, 10}, {50, 10}}, .point_count = 3},
                    NULL, &colour),
            SCALP_ERR_INPUT);
    }
    CASE("a slope of light shows as spread") {
        for (int i = 0; i < side * side; i++)
            memset(c.pixels + 3 * i, 110 + i % side / 4, 3);
        CHECK_STATUS(measure(&c, &square, NULL, &colour), SCALP_OK);
        CHECK(colour.spread > 0.05 && colour.spread < 0.2);
        CHECK_NEAR(colour.rgb.r, (double)c.image.curve[0].linear[125], 0.01);
    }
    check_work_close(&c.w);
    return check_done();
}
