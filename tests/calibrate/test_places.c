/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places to measure skin and stubble in, found without a pick. */
#include "check.h"

#include <scalptor/codec.h>

enum { width = 360, height = 300, hair_above = 80, stubble_above = 130 };

static scalp_correction plain(void) {
    scalp_correction c;
    const scalp_area_colour grey = {.rgb = {0.18, 0.18, 0.18}, .pixels = 100};
    CHECK_STATUS(scalp_correction_from_grey(&grey, 0.18, &c, NULL), SCALP_OK);
    return c;
}

static bool on_head(int x, int y) {
    return hypot((x - 180) / 110.0, (y - 150) / 130.0) < 1;
}

static double shade(int x) {
    return 1 - 0.75 / (1 + exp((x - 120) / 8.0)); /* the left cheek lies in shadow */
}

/* Hair above stubble above skin, the left in shade, a glint in the middle, before grey. */
static scalp_image head(check_work *w, double ita_deg, bool stubble) {
    uint16_t *to = scalp_arena_take(w->work.memory, width * height, 3 * sizeof *to);
    scalp_image image = {.width = width, .height = height, .bands = 3, .bits = 16, .pixels = to};
    scalp_random random = scalp_random_make(2, 0);
    CHECK_STATUS(scalp_image_curve_make(16, &w->work, &image.curve[0], NULL), SCALP_OK);
    image.curve[1] = image.curve[2] = image.curve[0];
    for (int i = 0; i < width * height; i++) {
        const int x = i % width, y = i / width;
        scalp_xyz xyz = scalp_xyz_from_lab((scalp_lab){45, 0, 0});
        double light = 1;
        if (on_head(x, y)) {
            scalp_lab lab = scalp_lab_from_ita_deg(ita_deg);
            light = shade(x) * (1 + 0.01 * scalp_random_normal(&random));
            if (y < hair_above)
                lab = (scalp_lab){10 + 12 * scalp_random_uniform(&random), 1, 2};
            else if (y < stubble_above && stubble)
                lab = (scalp_lab){0.86 * lab.l, 0.62 * lab.a, 0.62 * lab.b};
            if (hypot(x - 215, y - 190) < 16)
                light *= 1.6;
            xyz = scalp_xyz_from_lab(lab);
        }
        const scalp_rgb c = scalp_rgb_from_xyz(xyz);
        const double band[3] = {c.r, c.g, c.b};
        for (int k = 0; k < 3; k++)
            to[3 * i + k] = (uint16_t)scalp_image_sample_from_linear(
                &image.curve[0], (float)scalp_clamp(light * band[k], 0, 1));
    }
    return image;
}

/* All of the circle between two rows, on the head, not in the shadow's edge, off the glint. */
static void check_circle(const scalp_area *a, int top, int bottom, bool lit) {
    const scalp_vec2 p = a->points[0];
    CHECK(a->point_count == 1 && a->radius_px >= 3);
    CHECK(p.y - a->radius_px >= top - 1 && p.y + a->radius_px <= bottom + 1);
    for (int k = 0; k < 12; k++) {
        const double angle = k * SCALP_PI / 6;
        CHECK(on_head((int)(p.x + a->radius_px * cos(angle)),
                      (int)(p.y + a->radius_px * sin(angle))));
    }
    if (lit) {
        CHECK(p.x - a->radius_px > 120);
        CHECK(hypot(p.x - 215, p.y - 190) > 16 + a->radius_px - 2);
    }
}

static scalp_lab measured(const scalp_image *image, const scalp_correction *c,
                          const scalp_area *area, check_work *w) {
    scalp_area_colour colour;
    CHECK_STATUS(scalp_area_measure(image, area, NULL, &w->work, &colour, NULL), SCALP_OK);
    return scalp_tone_make(c, &colour).lab;
}

static void check_head(double ita_deg, const scalp_correction *c) {
    check_work w;
    scalp_area places[SCALP_PLACES_MAX];
    size_t count = 0;
    check_work_open(&w, 0);
    const scalp_image image = head(&w, ita_deg, true);
    const scalp_lab skin = scalp_lab_from_ita_deg(ita_deg);
    CHECK_STATUS(
        scalp_places_find(&image, c, NULL, SCALP_PLACE_SKIN, &w.work, places, &count, NULL),
        SCALP_OK);
    CHECK(count > 0);
    for (size_t i = 0; i < count; i++) {
        check_circle(&places[i], stubble_above, height, true);
        CHECK_AT_MOST(scalp_lab_difference(measured(&image, c, &places[i], &w), skin), 2);
    }
    CHECK_STATUS(
        scalp_places_find(&image, c, NULL, SCALP_PLACE_STUBBLE, &w.work, places, &count, NULL),
        SCALP_OK);
    CHECK(count > 0);
    printf("# skin of %.0f degrees: %zu places of stubble\n", ita_deg, count);
    for (size_t i = 0; i < count; i++)
        check_circle(&places[i], hair_above, stubble_above, false);
    check_work_close(&w);
}

int main(void) {
    static const double angles[] = {55, 35, 10, -30};
    const scalp_correction c = plain();

    CASE("on skin of every kind: skin off glint and shadow, stubble between skin and hair") {
        for (size_t i = 0; i < sizeof angles / sizeof *angles; i++)
            check_head(angles[i], &c);
    }
    CASE("shaded skin is no stubble; under a mask nothing is found; each refusal says why") {
        check_work w;
        scalp_area places[SCALP_PLACES_MAX];
        size_t count;
        scalp_error error;
        static uint8_t mask[width * height];
        check_work_open(&w, 0);
        const scalp_image image = head(&w, 45, false);
        CHECK_STATUS(scalp_places_find(&image, &c, NULL, SCALP_PLACE_STUBBLE, &w.work, places,
                                       &count, &error),
                     SCALP_ERR_NO);
        CHECK(strstr(error.message, "shaved hair") != NULL);
        /* All but threads of skin, too thin for a circle. */
        for (int i = 0; i < width * height; i++)
            mask[i] = i / width % 9 < 3 || i % width % 9 < 3 ? 0 : 255;
        CHECK_STATUS(
            scalp_places_find(&image, &c, mask, SCALP_PLACE_SKIN, &w.work, places, &count, &error),
            SCALP_ERR_NO);
        CHECK(strstr(error.message, "pick an area") != NULL);
        memset(mask, 255, sizeof mask);
        CHECK_STATUS(
            scalp_places_find(&image, &c, mask, SCALP_PLACE_SKIN, &w.work, places, &count, &error),
            SCALP_ERR_NO);
        check_work_close(&w);
    }
    CASE("out of memory is said at every turn") {
        check_work w;
        check_work_open(&w, 0);
        const scalp_image image = head(&w, 45, true);
        for (long n = 0; n < 8; n++) {
            check_stingy stingy = {.left = n};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release,
                                               &stingy};
            scalp_work work = {.memory = NULL};
            scalp_area places[SCALP_PLACES_MAX];
            size_t count;
            if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
                continue;
            const scalp_status status =
                scalp_places_find(&image, &c, NULL, SCALP_PLACE_SKIN, &work, places, &count, NULL);
            CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
            scalp_arena_close(&work.memory);
            CHECK(stingy.live == 0);
        }
        check_work_close(&w);
    }
    return check_done();
}
