/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin laid flat, and which of it was judged. */
#include "check.h"

#include <scalptor/inspect.h>

#include <math.h>

/* 20 px/mm, the plane turned a little and tilted, touching a ball of 80 mm at (3, 2). */
static scalp_flat flat_made(double radius_mm) {
    return (scalp_flat){
        .has_mm = true,
        .px_from_mm = {{{20, 1, 100}, {-1, 18, 50}, {0, 0.002, 1}}},
        .mm_from_px = {{{0.04958448753462604, -0.0022160664819944596, -4.847645429362881},
                        {0.0027700831024930752, 0.055401662049861494, -3.0470914127423825},
                        {-5.540166204986149e-06, -0.000110803324099723, 1.0}}},
        .touch_mm = {3, 2},
        .radius_mm = radius_mm,
    };
}

static void there_and_back(double radius_mm) {
    const scalp_flat flat = flat_made(radius_mm);
    double worst = 0;
    for (int y = 0; y <= 1000; y += 50)
        for (int x = 0; x <= 1000; x += 50) {
            const scalp_vec2 mm = scalp_flat_from_px(&flat, (scalp_vec2){x, y});
            const scalp_vec2 px = scalp_flat_to_px(&flat, mm);
            worst = fmax(worst, hypot(px.x - x, px.y - y));
        }
    CHECK_AT_MOST(worst, 1e-6);
}

static void roundness(void) {
    scalp_flat flat = {.px_from_mm = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                       .mm_from_px = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                       .radius_mm = 80};
    /* Half way up a ball of 80 mm, 30 degrees of arc: 80 pi / 6 mm along the skin. */
    CHECK_NEAR(scalp_flat_from_px(&flat, (scalp_vec2){40, 0}).x, 80 * SCALP_PI / 6, 1e-12);
    CHECK(isnan(scalp_flat_from_px(&flat, (scalp_vec2){0, 80}).y));
    CHECK(isnan(scalp_flat_to_px(&flat, (scalp_vec2){0, 130}).y));
}

static void judged(void) {
    uint8_t why[6] = {SCALP_UNSEEN_NOT, SCALP_UNSEEN_GLOSS, SCALP_UNSEEN_NOT,
                      SCALP_UNSEEN_NOT, SCALP_UNSEEN_HAIR,  SCALP_UNSEEN_OUTSIDE};
    const scalp_window window = {{-1, 2}, 0.5, 3, 2, why};
    CHECK_NEAR(scalp_window_area_mm2(&window), 0.75, 1e-15);
    CHECK(scalp_window_has(&window, (scalp_vec2){-1, 2}));
    CHECK(!scalp_window_has(&window, (scalp_vec2){-0.4, 2}));
    CHECK(scalp_window_has(&window, (scalp_vec2){-0.6, 2.7}));
    CHECK(!scalp_window_has(&window, (scalp_vec2){-1.01, 2}));
    CHECK(!scalp_window_has(&window, (scalp_vec2){-1, 3}));
    CHECK(!scalp_window_has(&window, (scalp_vec2){NAN, 2.2}));
}

static void names(void) {
    for (int why = 0; why < SCALP_UNSEEN_COUNT; why++)
        CHECK(scalp_unseen_name((scalp_unseen)why)[0] != '\0');
    CHECK(scalp_unseen_name(SCALP_UNSEEN_COUNT)[0] == '\0');
}

int main(void) {
    CASE("pixels to flattened skin and back, flat and round") {
        there_and_back(0);
        there_and_back(80);
    }
    CASE("a ball is measured along its skin")
    roundness();
    CASE("only what was judged counts")
    judged();
    CASE("every reason has a name")
    names();
    return check_done();
}
