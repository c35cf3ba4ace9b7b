/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colour of skin with how sure it is, and the grey card. */
#include "check.h"

#include <scalptor/calibrate.h>

/* Linear sRGB of a Lab under a light of gains r, g, b. */
static scalp_area_colour seen(scalp_lab lab, double r, double g, double b) {
    const scalp_rgb c = scalp_rgb_from_xyz(scalp_xyz_from_lab(lab));
    return (scalp_area_colour){.rgb = {r * c.r, g * c.g, b * c.b}, .pixels = 1000};
}

int main(void) {
    const scalp_lab light = {64.4, 8.0, 13.3};
    scalp_error error;
    scalp_correction c;

    CASE("a grey card undoes exposure and the light's colour") {
        const double y = 0.18, l = 116 * cbrt(y) - 16;
        const scalp_area_colour card = seen((scalp_lab){l, 0, 0}, 1.3, 1, 0.6);
        CHECK_STATUS(scalp_correction_from_grey(&card, y, &c, &error), SCALP_OK);
        const scalp_area_colour skin = seen(light, 1.3, 1, 0.6);
        const scalp_tone tone = scalp_tone_make(&c, &skin);
        CHECK_NEAR(tone.lab.l, light.l, 0.05);
        CHECK_NEAR(tone.lab.a, light.a, 0.05);
        CHECK_NEAR(tone.lab.b, light.b, 0.05);
        CHECK_NEAR(tone.ita_deg, scalp_ita_deg_from_lab(light), 0.3);
        CHECK_TEXT(tone.ita_class, "light");
        CHECK(c.model == SCALP_COLOUR_GREY);
    }
    CASE("it is no chart: the class is told with its neighbour") {
        const scalp_area_colour skin = seen(light, 1.3, 1, 0.6);
        const scalp_tone tone = scalp_tone_make(&c, &skin);
        CHECK(tone.sd.l >= 3 && tone.ita_sd_deg > 8);
        CHECK(strcmp(tone.ita_class_darker, tone.ita_class) != 0);
    }
    CASE("the sd of the angle is what the sd of Lab makes of it") {
        scalp_random random = scalp_random_make(1, 1);
        double sum = 0, square = 0;
        enum { draws = 4000 };
        c.sd = (scalp_lab){1, 1, 1};
        const scalp_area_colour skin = seen(light, 1.3, 1, 0.6);
        const scalp_tone tone = scalp_tone_make(&c, &skin);
        for (int i = 0; i < draws; i++) {
            const scalp_lab lab = {tone.lab.l + scalp_random_normal(&random), tone.lab.a,
                                   tone.lab.b + scalp_random_normal(&random)};
            const double ita = scalp_ita_deg_from_lab(lab);
            sum += ita / draws;
            square += ita * ita / draws;
        }
        CHECK_NEAR(tone.ita_sd_deg / sqrt(square - sum * sum), 1, 0.08);
    }
    CASE("far from a border one class is named, at a border two") {
        c.sd = (scalp_lab){1, 1, 1};
        scalp_area_colour skin = seen(scalp_lab_from_ita_deg(48), 1.3, 1, 0.6);
        scalp_tone tone = scalp_tone_make(&c, &skin);
        CHECK_TEXT(tone.ita_class, "light");
        CHECK_TEXT(tone.ita_class_darker, "light");
        CHECK_TEXT(tone.ita_class_lighter, "light");
        skin = seen(scalp_lab_from_ita_deg(42), 1.3, 1, 0.6);
        tone = scalp_tone_make(&c, &skin);
        CHECK_TEXT(tone.ita_class_darker, "intermediate");
        CHECK_TEXT(tone.ita_class_lighter, "light");
    }
    CASE("an uneven area is less sure") {
        scalp_area_colour skin = seen(light, 1.3, 1, 0.6);
        const double even = scalp_tone_make(&c, &skin).sd.l;
        skin.spread = 0.2;
        CHECK(scalp_tone_make(&c, &skin).sd.l > even + 0.5);
    }
    CASE("what has no colour of skin has no class") {
        const scalp_lab others[] = {{60, 0, 0}, {60, 5, -8}, {95, 5, 12}, {5, 3, 6}};
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
            const scalp_area_colour wall = seen(others[i], 1.3, 1, 0.6);
            CHECK(scalp_tone_make(&c, &wall).ita_class == NULL);
        }
        for (double ita = -60; ita <= 65; ita += 5) {
            const scalp_area_colour skin = seen(scalp_lab_from_ita_deg(ita), 1.3, 1, 0.6);
            CHECK(scalp_tone_make(&c, &skin).ita_class != NULL);
        }
    }
    CASE("what is no grey card") {
        scalp_area_colour card = {.rgb = {0.2, 0.2, 0.2}, .pixels = 100};
        CHECK_STATUS(scalp_correction_from_grey(&card, 0.18, &c, &error), SCALP_OK);
        CHECK_STATUS(scalp_correction_from_grey(&card, 0.02, &c, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_correction_from_grey(&card, (double)NAN, &c, &error), SCALP_ERR_INPUT);
        card.clipped = 0.1;
        CHECK_STATUS(scalp_correction_from_grey(&card, 0.18, &c, &error), SCALP_ERR_INPUT);
        card = (scalp_area_colour){.rgb = {0.001, 0.001, 0.001}};
        CHECK_STATUS(scalp_correction_from_grey(&card, 0.18, &c, &error), SCALP_ERR_INPUT);
        card = (scalp_area_colour){.rgb = {0.9, 0.2, 0.1}};
        CHECK_STATUS(scalp_correction_from_grey(&card, 0.18, &c, &error), SCALP_ERR_INPUT);
    }
    return check_done();
}
