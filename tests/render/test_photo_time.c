/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a dot looks like by depth, age, session and light: in one, straight below the camera, with a
 * second one beside it. */
#include "spectral.h"

enum { side = 161 };
static const double px_per_mm = 40, apart_mm = 1.6;

/* The planned field is thin, but dense enough to redden. */
static double field(scalp_vec3 point) {
    (void)point;
    return 90;
}

/* Contrast in each band at `mm` to the right of the middle. */
static void contrast_at(const scalp_image *photo, const scalp_image *picture, double mm,
                        double contrast[3]) {
    const int x = side / 2 + (int)(mm * px_per_mm + 0.5), y = side / 2;
    for (int b = 0; b < 3; b++)
        contrast[b] = 1 - (double)scalp_image_linear(picture, x, y, b) /
                              (double)scalp_image_linear(photo, x, y, b);
}

typedef struct view {
    double dot[3], other[3],
        skin[3];     /* contrast: in the middle, on the second dot, far from both */
    double width_mm; /* full, at half of the middle's, in green */
} view;

/* One dot of session 1 in the middle, and one of session 2 where there is one. */
static view look(const ball *with, double depth_mm, unsigned sessions,
                 const scalp_render_params *given, check_work *w) {
    ball b = *with;
    b.design.mesh = &b.head.mesh;
    b.plan.treatment.pigment_depth_mm = depth_mm;
    const scalp_dot dots[] = {ball_dot((scalp_vec3){0, 0, 1}, 1),
                              ball_dot((scalp_vec3){apart_mm / ball_mm, 0, 1}, 2)};
    b.plan.layout.dots = dots;
    b.plan.layout.dot_count = sessions;
    b.plan.layout.session_count = sessions;
    const scalp_scene scene = ball_scene(&b, px_per_mm, side, side);
    const scalp_image photo = ball_blank(side, side, 3, 16, 0.8, &w->work);
    scalp_image picture = photo;
    scalp_render_params params = *given;
    if (!params.skin)
        params.skin = &spectral_skin;
    CHECK_STATUS(scalp_render_photo(&scene, &photo, &params, &w->work, &picture, NULL), SCALP_OK);
    view v;
    contrast_at(&photo, &picture, 0, v.dot);
    contrast_at(&photo, &picture, apart_mm, v.other);
    contrast_at(&photo, &picture, -1.9, v.skin);
    double c[3], mm = 0;
    do {
        mm += 0.5 / px_per_mm;
        contrast_at(&photo, &picture, mm, c);
    } while (c[1] > v.dot[1] / 2 && mm < 2);
    v.width_mm = 2 * mm;
    return v;
}

/* Skin of which that share of each band is gone. */
static scalp_lab without(const double contrast[3], const scalp_work *work) {
    const ball none = {.plan = {.treatment = {.pigment = "carbon-black",
                                              .pigment_depth_mm = 0.12,
                                              .thickness_mm = 0.08,
                                              .diameter_mm = 0.2,
                                              .dilution = 20}}};
    const spectral_dot dot = spectral_dot_make(&none.plan, &spectral_skin, work);
    const scalp_rgb skin =
        scalp_rgb_from_xyz(scalp_xyz_from_spectrum(&dot.bare, SCALP_ILLUMINANT_D65));
    return scalp_lab_from_xyz(scalp_xyz_from_rgb((scalp_rgb){
        skin.r * (1 - contrast[0]), skin.g * (1 - contrast[1]), skin.b * (1 - contrast[2])}));
}

/* Skin under stubble of black hair that covers that share of it. */
static scalp_lab stubbled(double cover, const scalp_work *work) {
    const double none[3] = {0}, black = 0.03;
    const scalp_rgb skin = scalp_rgb_from_xyz(scalp_xyz_from_lab(without(none, work)));
    return scalp_lab_from_xyz(scalp_xyz_from_rgb((scalp_rgb){skin.r + cover * (black - skin.r),
                                                             skin.g + cover * (black - skin.g),
                                                             skin.b + cover * (black - skin.b)}));
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    ball b;
    ball_mesh(&b, field, &w.work);
    const double none[3] = {0};
    const scalp_lab skin = without(none, &w.work);
    const scalp_render_params healed = {.stage = SCALP_STAGE_HEALED};
    const view usual = look(&b, 0.12, 1, &healed, &w);
    CASE("healed, a dot of the default is seen 0.2 to 0.3 mm wide and as neutral as stubble") {
        const scalp_deposit deposit = {.depth_mm = 0.12,
                                       .diameter_mm = 0.2,
                                       .thickness_mm = 0.08,
                                       .dmua_per_mm = scalp_optics_dmua_from_dilution(20)};
        double seen_mm;
        CHECK_STATUS(scalp_optics_seen_diameter(&deposit, &w.work, &seen_mm, NULL), SCALP_OK);
        CHECK(usual.width_mm > 0.2 && usual.width_mm < 0.3);
        CHECK_NEAR(usual.width_mm, seen_mm, 0.05);
        const scalp_lab middle = without(usual.dot, &w.work);
        CHECK_AT_MOST(fabs(middle.a), 8);
        CHECK_AT_MOST(fabs(middle.b), 5);
        CHECK_AT_MOST(middle.l, skin.l - 10);
    }
    CASE("100 of them per cm2 have the tone of hair clipped to about half a millimetre") {
        /* 200 hairs of 70 um per cm2, 0.3 to 1 mm long at 45 degrees, cover 3 to 10 %. */
        const spectral_dot dot = spectral_dot_make(&b.plan, &spectral_skin, &w.work);
        double total[3], nearest = INFINITY;
        spectral_total(&dot, total); /* mm2, and one dot on each */
        const scalp_lab zone = without(total, &w.work);
        for (double cover = 0.03; cover < 0.10; cover += 0.005)
            nearest = fmin(nearest, scalp_lab_difference(zone, stubbled(cover, &w.work)));
        CHECK_AT_MOST(nearest, 2.5);
        CHECK(zone.l < skin.l - 1.5 && zone.l > skin.l - 6);
    }
    CASE("at 0.5 mm a dot is blurred, pale and cold") {
        const view deep = look(&b, 0.5, 1, &healed, &w);
        CHECK(deep.width_mm > 2 * usual.width_mm);
        CHECK(deep.dot[1] < 0.15 * usual.dot[1]);
        CHECK(deep.dot[0] / deep.dot[2] > 2 * usual.dot[0] / usual.dot[2]);
        const scalp_lab pale = without(deep.dot, &w.work), near = without(usual.dot, &w.work);
        /* More of the change goes to hue. */
        CHECK((pale.a - skin.a) / (pale.l - skin.l) > 1.2 * (near.a - skin.a) / (near.l - skin.l));
    }
    CASE("fresh dots are darker and wider, in redder skin; after ten days the redness is gone") {
        const view fresh =
            look(&b, 0.12, 1, &(scalp_render_params){.stage = SCALP_STAGE_FRESH}, &w);
        const view later =
            look(&b, 0.12, 1, &(scalp_render_params){.stage = SCALP_STAGE_DAY10}, &w);
        CHECK(fresh.dot[1] > usual.dot[1] + 0.2 && fresh.dot[1] > later.dot[1] + 0.05);
        CHECK(later.dot[1] > usual.dot[1]);
        CHECK(fresh.width_mm > 1.3 * usual.width_mm);
        const scalp_lab red = without(fresh.skin, &w.work), calm = without(later.skin, &w.work);
        CHECK(red.a - skin.a > 2 && red.a - skin.a < 8 && red.l < skin.l);
        CHECK_NEAR(calm.a, skin.a, 0.5);
    }
    CASE("years take contrast and give width") {
        double before = usual.dot[1], width = usual.width_mm;
        for (int s = SCALP_STAGE_1Y; s < SCALP_STAGE_COUNT; s += 3) {
            const view v = look(&b, 0.12, 1, &(scalp_render_params){.stage = (scalp_stage)s}, &w);
            CHECK(v.dot[1] < before && v.width_mm >= width);
            before = v.dot[1], width = v.width_mm;
        }
    }
    CASE("session 2 fresh beside session 1 healed, by the days between them") {
        scalp_render_params p = {.stage = SCALP_STAGE_FRESH, .sessions = 2};
        p.session_day[0] = 700, p.session_day[1] = 700 + 21;
        const view three_weeks = look(&b, 0.12, 2, &p, &w);
        p.session_day[1] = 700 + 365;
        const view a_year = look(&b, 0.12, 2, &p, &w);
        p.stage = SCALP_STAGE_HEALED;
        const view both = look(&b, 0.12, 2, &p, &w);
        /* Redness lies over both dots. */
        const double red = 1 - three_weeks.skin[1];
        CHECK_NEAR(1 - (1 - three_weeks.dot[1]) / red, usual.dot[1], 0.02);
        CHECK(three_weeks.other[1] > three_weeks.dot[1] + 0.2);
        CHECK(a_year.dot[1] < three_weeks.dot[1] - 0.02);
        CHECK_NEAR(a_year.other[1], three_weeks.other[1], 0.01);
        CHECK_NEAR(both.other[1], usual.dot[1], 0.02);
        CHECK(both.dot[1] < both.other[1]);
    }
    CASE("warm light is a white-balanced camera's: the same dot, a little otherwise") {
        const view warm = look(
            &b, 0.12, 1,
            &(scalp_render_params){.stage = SCALP_STAGE_HEALED, .light = SCALP_LIGHT_WARM}, &w);
        double most = 0;
        for (int c = 0; c < 3; c++)
            most = fmax(most, fabs(warm.dot[c] - usual.dot[c]));
        CHECK(most > 0.002 && most < 0.06);
    }
    CASE("dark skin veils the blue of a dot") {
        const scalp_skin_parts dark = {.melanin = 0.09, .blood = 0.02, .scatter = 1};
        const view v = look(&b, 0.12, 1,
                            &(scalp_render_params){.stage = SCALP_STAGE_HEALED, .skin = &dark}, &w);
        CHECK_NEAR(v.dot[0], usual.dot[0], 0.05);
        CHECK(v.dot[2] < usual.dot[2] - 0.05);
    }
    check_work_close(&w);
    return check_done();
}
