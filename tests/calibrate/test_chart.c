/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts seen by cameras that are known. */
#include "chart_photo.h"

static double worst_error(const scalp_correction *c, const chart_photo *p) {
    double worst = 0;
    for (size_t i = 0; i < SCALP_CHART_PATCHES; i++) {
        double s[3];
        const scalp_lab want = scalp_chart_lab(p->chart, i);
        chart_samples(p, scalp_xyz_from_lab(want), s);
        const scalp_lab got =
            scalp_lab_from_xyz(scalp_correction_apply(c, (scalp_rgb){s[0], s[1], s[2]}));
        if (s[0] < 0.97 && s[1] < 0.97 && s[2] < 0.97)
            worst = fmax(worst, scalp_lab_difference(got, want));
    }
    return worst;
}

static void check_camera(const chart_photo *p, double most_median, double most_worst) {
    check_work w;
    scalp_vec2 corner[4];
    scalp_chart_view view;
    scalp_correction c;
    scalp_error error = {0};
    check_work_open(&w, 0);
    const scalp_image image = chart_photo_make(p, &w);
    chart_corners(p, corner);
    CHECK_STATUS(scalp_chart_read(&image, corner, &view, &error), SCALP_OK);
    CHECK(view.mirrored == p->mirrored);
    CHECK_STATUS(scalp_correction_from_chart(&view, p->chart, &w.work, &c, &error), SCALP_OK);
    printf("# %s: left out median %.2f, mean %.2f, worst %.2f; fit worst %.2f\n",
           scalp_colour_model_name(c.model), c.median_de, c.mean_de, c.worst_de,
           worst_error(&c, p));
    CHECK_AT_MOST(c.median_de, most_median);
    CHECK_AT_MOST(worst_error(&c, p), most_worst);
    check_work_close(&w);
}

int main(void) {
    const chart_photo plain = {.chart = SCALP_CHART_2014,
                               .cross = 0.1,
                               .exponent = 1,
                               .warm = 1.2,
                               .light = 0.7,
                               .noise = 0.004};

    CASE("published colours, adapted to D65: greys stay grey, the two editions differ little") {
        const scalp_lab grey = scalp_chart_lab(SCALP_CHART_2014, 21);
        CHECK_NEAR(grey.l, 50.76, 0.05);
        CHECK(hypot(grey.a, grey.b) < 0.5);
        const scalp_lab skin = scalp_chart_lab(SCALP_CHART_2005, 1);
        CHECK_NEAR(skin.l, 65.7, 1);
        CHECK(skin.a > 10 && skin.a < 20 && skin.b > 12 && skin.b < 20);
        for (size_t i = 0; i < SCALP_CHART_PATCHES; i++)
            CHECK_AT_MOST(scalp_lab_difference(scalp_chart_lab(SCALP_CHART_2014, i),
                                               scalp_chart_lab(SCALP_CHART_2005, i)),
                          3);
        CHECK_TEXT(scalp_chart_patch_name(0), "dark skin");
        CHECK_TEXT(scalp_chart_patch_name(23), "black");
    }
    CASE("near the nominal sRGB of the chart") {
        /* 8-bit sRGB of dark skin, light skin and neutral 5: 115 82 68, 194 150 130, 122 122 121.
         */
        static const struct {
            size_t patch;
            int rgb[3];
        } known[] = {{0, {115, 82, 68}}, {1, {194, 150, 130}}, {21, {122, 122, 121}}};
        for (size_t k = 0; k < 3; k++) {
            double v[3];
            for (int i = 0; i < 3; i++)
                v[i] = pow((known[k].rgb[i] / 255.0 + 0.055) / 1.055, 2.4);
            const scalp_lab lab =
                scalp_lab_from_xyz(scalp_xyz_from_rgb((scalp_rgb){v[0], v[1], v[2]}));
            CHECK_AT_MOST(
                scalp_lab_difference(lab, scalp_chart_lab(SCALP_CHART_2005, known[k].patch)), 2.5);
        }
    }
    CASE("a camera of three mixed bands comes out to within noise") {
        check_camera(&plain, 0.6, 1.5);
    }
    CASE("and one with a tone curve of its own") {
        chart_photo p = plain;
        p.exponent = 1.35;
        check_camera(&p, 1, 2);
        p.exponent = 0.8;
        p.light = 0.9;
        check_camera(&p, 1, 2);
    }
    CASE("the older chart, warm light, a mirror image") {
        chart_photo p = plain;
        p.chart = SCALP_CHART_2005;
        p.warm = 2.2;
        p.light = 0.5;
        check_camera(&p, 0.8, 2);
        p.mirrored = true;
        check_camera(&p, 0.8, 2);
    }
    CASE("corners in any order around the chart") {
        check_work w;
        scalp_vec2 corner[4], other[4];
        scalp_chart_view view, again;
        check_work_open(&w, 0);
        const scalp_image image = chart_photo_make(&plain, &w);
        chart_corners(&plain, corner);
        CHECK_STATUS(scalp_chart_read(&image, corner, &view, NULL), SCALP_OK);
        for (int turn = 0; turn < 4; turn++)
            for (int back = 0; back < 2; back++) {
                for (int i = 0; i < 4; i++)
                    other[i] = corner[(back ? 7 - i + turn : i + turn) % 4];
                CHECK_STATUS(scalp_chart_read(&image, other, &again, NULL), SCALP_OK);
                CHECK(!again.mirrored);
                for (size_t i = 0; i < SCALP_CHART_PATCHES; i++)
                    CHECK_NEAR(again.rgb[i].g, view.rgb[i].g, 1e-9);
            }
        check_work_close(&w);
    }
    CASE("found without clicks, mirrored too; a photo without one has none") {
        check_work w;
        scalp_vec2 corner[4];
        scalp_chart_view view, found;
        scalp_error error;
        check_work_open(&w, 0);
        for (int i = 0; i < 2; i++) {
            chart_photo p = plain;
            p.mirrored = i == 1;
            const scalp_image image = chart_photo_make(&p, &w);
            chart_corners(&p, corner);
            CHECK_STATUS(scalp_chart_read(&image, corner, &view, NULL), SCALP_OK);
            CHECK_STATUS(scalp_chart_find(&image, &w.work, &found, NULL), SCALP_OK);
            CHECK(found.mirrored == p.mirrored);
            for (size_t k = 0; k < SCALP_CHART_PATCHES; k++) {
                CHECK_NEAR(found.place_px[k].x, view.place_px[k].x, 2);
                CHECK_NEAR(found.place_px[k].y, view.place_px[k].y, 2);
            }
        }
        chart_photo dark = plain;
        dark.light = 0.002;
        const scalp_image none = chart_photo_make(&dark, &w);
        CHECK_STATUS(scalp_chart_find(&none, &w.work, &found, &error), SCALP_ERR_NO);
        check_work_close(&w);
    }
    CASE("what lies under the chart is masked, its frame too") {
        check_work w;
        scalp_vec2 corner[4];
        scalp_chart_view view;
        const uint8_t *mask;
        check_work_open(&w, 0);
        const scalp_image image = chart_photo_make(&plain, &w);
        chart_corners(&plain, corner);
        CHECK_STATUS(scalp_chart_read(&image, corner, &view, NULL), SCALP_OK);
        CHECK_STATUS(scalp_chart_mask(&view, photo_width, photo_height, &w.work, &mask, NULL),
                     SCALP_OK);
        for (size_t k = 0; k < SCALP_CHART_PATCHES; k++)
            CHECK(mask[(int)view.place_px[k].y * photo_width + (int)view.place_px[k].x] == 255);
        CHECK(mask[(photo_height - 2) * photo_width + photo_width - 2] == 0);
        check_work_close(&w);
    }
    CASE("two patches spoilt by shine do not spoil the rest") {
        check_work w;
        scalp_vec2 corner[4];
        scalp_chart_view view;
        scalp_correction c;
        check_work_open(&w, 0);
        const scalp_image image = chart_photo_make(&plain, &w);
        chart_corners(&plain, corner);
        CHECK_STATUS(scalp_chart_read(&image, corner, &view, NULL), SCALP_OK);
        view.rgb[4] = (scalp_rgb){0.6, 0.6, 0.6};
        view.rgb[13] = (scalp_rgb){0.5, 0.5, 0.5};
        CHECK_STATUS(scalp_correction_from_chart(&view, SCALP_CHART_2014, &w.work, &c, NULL),
                     SCALP_OK);
        for (size_t i = 18; i < 23; i++)
            CHECK_AT_MOST(
                scalp_lab_difference(scalp_lab_from_xyz(scalp_correction_apply(&c, view.rgb[i])),
                                     scalp_chart_lab(SCALP_CHART_2014, i)),
                2.5);
        CHECK(c.left_out_de[4] > 8);
        check_work_close(&w);
    }
    CASE("no chart, bad corners, an overexposed one") {
        check_work w;
        scalp_vec2 corner[4];
        scalp_chart_view view;
        scalp_correction c;
        scalp_error error;
        check_work_open(&w, 0);
        scalp_image image = chart_photo_make(&plain, &w);
        const scalp_vec2 crossed[4] = {{50, 50}, {52, 50}, {50, 52}, {52, 52}};
        CHECK_STATUS(scalp_chart_read(&image, crossed, &view, &error), SCALP_ERR_INPUT);
        const scalp_vec2 line[4] = {{50, 50}, {100, 50}, {150, 50}, {200, 50}};
        CHECK_STATUS(scalp_chart_read(&image, line, &view, &error), SCALP_ERR_INPUT);
        const scalp_vec2 outside[4] = {{-5, 50}, {300, 50}, {300, 200}, {50, 200}};
        CHECK_STATUS(scalp_chart_read(&image, outside, &view, &error), SCALP_ERR_INPUT);
        const scalp_vec2 nan[4] = {{(double)NAN, 50}, {300, 50}, {300, 200}, {50, 200}};
        CHECK_STATUS(scalp_chart_read(&image, nan, &view, &error), SCALP_ERR_INPUT);
        const scalp_vec2 beside[4] = {{60, 50}, {108, 53}, {112, 140}, {62, 96}};
        CHECK_STATUS(scalp_chart_read(&image, beside, &view, &error), SCALP_ERR_INPUT);
        chart_photo bright = plain;
        bright.light = 6;
        image = chart_photo_make(&bright, &w);
        chart_corners(&bright, corner);
        if (scalp_chart_read(&image, corner, &view, &error) == SCALP_OK)
            CHECK_STATUS(scalp_correction_from_chart(&view, SCALP_CHART_2014, &w.work, &c, &error),
                         SCALP_ERR_INPUT);
        check_work_close(&w);
    }
    return check_done();
}
