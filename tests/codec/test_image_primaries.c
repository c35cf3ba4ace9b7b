/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One picture of a chart and of skins, saved with the profiles of phones and cameras, is measured
 * as the same colours. */
#include "pictures.h"

#include <scalptor/calibrate.h>

#include <lcms2.h>

enum {
    tile = 48,
    columns = 6,
    rows = 6,
    skins = 11,
    card = 35,
    width = columns * tile,
    height = rows * tile
};

static const double angles[skins] = {62, 55, 48, 41, 34, 28, 19, 5, -10, -30, -50};

static scalp_lab lab_of(int at) {
    if (at == card)
        return (scalp_lab){50, 0, 0};
    return at < SCALP_CHART_PATCHES ? scalp_chart_lab(SCALP_CHART_2014, (size_t)at)
                                    : scalp_lab_from_ita_deg(angles[at - SCALP_CHART_PATCHES]);
}

static cmsHPROFILE rgb_profile(double red_x, double red_y, double green_x, double green_y,
                               double gamma) {
    static const cmsCIExyY d65 = {0.3127, 0.3290, 1};
    static const double srgb[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    const cmsCIExyYTRIPLE primaries = {{red_x, red_y, 1}, {green_x, green_y, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *tone =
        gamma > 0 ? cmsBuildGamma(NULL, gamma) : cmsBuildParametricToneCurve(NULL, 4, srgb);
    cmsToneCurve *const tones[3] = {tone, tone, tone};
    cmsHPROFILE profile = cmsCreateRGBProfile(&d65, &primaries, tones);
    cmsFreeToneCurve(tone);
    return profile;
}

/* The picture as a file in the profile's colours, with the profile; `profile` is spent. */
static scalp_bytes draw(check_work *w, cmsHPROFILE profile) {
    static double from[width * height * 3];
    static uint16_t fine[width * height * 3];
    static uint8_t to[width * height * 3], bytes[1 << 15];
    scalp_random random = scalp_random_make(3, 0);
    cmsUInt32Number size = 0;
    for (int i = 0; i < width * height; i++) {
        const scalp_lab lab = lab_of(i / width / tile * columns + i % width / tile);
        const scalp_rgb c = scalp_rgb_from_xyz(scalp_xyz_from_lab(lab));
        const double band[3] = {c.r, c.g, c.b};
        for (int k = 0; k < 3; k++) {
            const double v = scalp_clamp(0.8 * band[k], 0, 1);
            from[3 * i + k] = v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
        }
    }
    cmsHPROFILE srgb = cmsCreate_sRGBProfile();
    cmsHTRANSFORM transform =
        cmsCreateTransform(srgb, TYPE_RGB_DBL, profile, TYPE_RGB_16, INTENT_RELATIVE_COLORIMETRIC,
                           cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    cmsDoTransform(transform, from, fine, width * height);
    /* The noise of a camera, without which eight bits are too coarse for dark skin. */
    for (int i = 0; i < width * height * 3; i++)
        to[i] =
            (uint8_t)scalp_clamp(fine[i] / 257.0 + 0.5 + 2 * scalp_random_normal(&random), 0, 255);
    CHECK(cmsSaveProfileToMem(profile, NULL, &size) && size <= sizeof bytes);
    CHECK(cmsSaveProfileToMem(profile, bytes, &size));
    cmsDeleteTransform(transform);
    cmsCloseProfile(srgb);
    cmsCloseProfile(profile);
    const scalp_image image = {
        .width = width, .height = height, .bands = 3, .bits = 8, .pixels = to};
    VipsImage *view = picture_view(&image);
    void *data = NULL;
    vips_image_set_blob_copy(view, VIPS_META_ICC_NAME, bytes, size);
    size_t length = 0;
    CHECK(vips_pngsave_buffer(view, &data, &length, NULL) == 0);
    g_object_unref(view);
    return picture_bytes(w, data, length);
}

static scalp_area_colour area(check_work *w, const scalp_image *image, int at) {
    const scalp_area middle = {
        .points = {{(at % columns + 0.5) * tile - 0.5, (at / columns + 0.5) * tile - 0.5}},
        .point_count = 1,
        .radius_px = tile / 3.0};
    scalp_area_colour colour = {.pixels = 0};
    CHECK_STATUS(scalp_area_measure(image, &middle, NULL, &w->work, &colour, NULL), SCALP_OK);
    return colour;
}

/* By the grey card beside the skins, and by the chart. */
static void measure(check_work *w, const scalp_image *image, scalp_lab grey[skins],
                    scalp_lab chart[skins]) {
    static const scalp_vec2 corners[4] = {{tile / 2.0, tile / 2.0},
                                          {width - tile / 2.0, tile / 2.0},
                                          {width - tile / 2.0, 3.5 * tile},
                                          {tile / 2.0, 3.5 * tile}};
    scalp_correction c;
    scalp_chart_view view;
    const scalp_area_colour paper = area(w, image, card);
    CHECK_STATUS(scalp_correction_from_grey(&paper, scalp_xyz_from_lab(lab_of(card)).y, &c, NULL),
                 SCALP_OK);
    for (int i = 0; i < skins; i++) {
        const scalp_area_colour skin = area(w, image, SCALP_CHART_PATCHES + i);
        grey[i] = scalp_tone_make(&c, &skin).lab;
    }
    CHECK_STATUS(scalp_chart_read(image, corners, &view, NULL), SCALP_OK);
    CHECK_STATUS(scalp_correction_from_chart(&view, SCALP_CHART_2014, &w->work, &c, NULL),
                 SCALP_OK);
    for (int i = 0; i < skins; i++) {
        const scalp_area_colour skin = area(w, image, SCALP_CHART_PATCHES + i);
        chart[i] = scalp_tone_make(&c, &skin).lab;
    }
}

static double worst_of(check_work *w, cmsHPROFILE profile, const scalp_lab want[skins],
                       bool other) {
    scalp_lab grey[skins], chart[skins];
    const scalp_image image = picture_read(w, draw(w, profile));
    double worst = 0;
    CHECK((image.srgb_from_rgb.m[1][1] > 0) == other);
    measure(w, &image, grey, chart);
    for (int i = 0; i < skins; i++) {
        worst = fmax(worst, scalp_lab_difference(grey[i], want[i]));
        worst = fmax(worst, scalp_lab_difference(chart[i], want[i]));
    }
    return worst;
}

int main(void) {
    check_work w;
    scalp_lab truth[skins];
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_codec_images_open(1, NULL), SCALP_OK);
    for (int i = 0; i < skins; i++)
        truth[i] = lab_of(SCALP_CHART_PATCHES + i);
    CASE("skin has its Lab whichever profile the file has") {
        const double srgb = worst_of(&w, cmsCreate_sRGBProfile(), truth, false);
        const double p3 = worst_of(&w, rgb_profile(0.68, 0.32, 0.265, 0.69, 0), truth, true);
        const double adobe =
            worst_of(&w, rgb_profile(0.64, 0.33, 0.21, 0.71, 563 / 256.0), truth, true);
        printf("# worst dE00: sRGB %.2f, Display P3 %.2f, Adobe RGB %.2f\n", srgb, p3, adobe);
        CHECK_AT_MOST(srgb, 0.5);
        CHECK_AT_MOST(p3, 0.5);
        CHECK_AT_MOST(adobe, 0.5);
    }
    CASE("a picture made smaller keeps its primaries; linear light of white stays white") {
        scalp_image small;
        const scalp_image image =
            picture_read(&w, draw(&w, rgb_profile(0.68, 0.32, 0.265, 0.69, 0)));
        CHECK_STATUS(scalp_image_reduce(&image, NULL, 2, &w.work, &small, NULL), SCALP_OK);
        const scalp_vec3 white = scalp_image_srgb(&small, (scalp_vec3){1, 1, 1});
        const scalp_vec3 red = scalp_image_srgb(&small, (scalp_vec3){1, 0, 0});
        CHECK_NEAR(white.x, 1, 1e-3);
        CHECK_NEAR(white.y, 1, 1e-3);
        CHECK_NEAR(white.z, 1, 1e-3);
        /* Red of P3 in sRGB (its xy above against IEC 61966-2-1's). */
        CHECK_NEAR(red.x, 1.2249, 2e-3);
        CHECK_NEAR(red.y, -0.0420, 2e-3);
        CHECK_NEAR(red.z, -0.0196, 2e-3);
    }
    scalp_codec_images_close();
    check_work_close(&w);
    return check_done();
}
