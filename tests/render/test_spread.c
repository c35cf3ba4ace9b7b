/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light that travels in skin, and what it does to shading. */
#include "../../src/render/spread.h"
#include "../check.h"

static void check_order(void) {
    float before[3] = {9, 9, 9};
    for (int ita = 60; ita >= -50; ita -= 10) {
        const scalp_spread spread = scalp_spread_of(ita);
        float now[3];
        for (int c = 0; c < 3; c++) {
            double sum = 0;
            for (int g = 0; g < SCALP_SPREAD_WIDTHS; g++)
                sum += (double)spread.share[c][g];
            CHECK_NEAR(sum, 1, 2e-3);
            now[c] = scalp_spread_variance_mm2(&spread, c);
            CHECK(now[c] < before[c]);
            before[c] = now[c];
        }
        CHECK(now[0] > 2 * now[1] && now[1] > now[2]);
    }
}

static void check_left(void) {
    const scalp_spread spread = scalp_spread_of(45);
    for (int c = 0; c < 3; c++) {
        float before = 0;
        for (float period = 0.1F; period < 400; period *= 1.5F) {
            const float left = scalp_spread_left(&spread, c, period);
            CHECK(left >= before && left <= 1.001F);
            CHECK(c == 0 || left >= scalp_spread_left(&spread, c - 1, period));
            before = left;
        }
        CHECK(before > 0.99F);
    }
}

/* A lamp of that angular radius, three times. */
static scalp_rig rig_of(double radius_deg) {
    double s, c;
    scalp_sincos(radius_deg * (SCALP_PI / 180), &s, &c);
    scalp_rig rig = {.backdrop = {0}};
    for (int i = 0; i < SCALP_RIG_LAMPS; i++)
        rig.lamp[i].spread = s / c;
    return rig;
}

/* Mean over the circle: of a cylinder's surface. */
static double mean_round(const scalp_shading *shading, int band, float bend) {
    double sum = 0, s, c;
    for (int i = 0; i < 720; i++) {
        scalp_sincos(SCALP_PI * i / 360, &s, &c);
        sum += (double)scalp_shading_at(shading, 0, band, (float)c, bend);
    }
    return sum / 720;
}

static void check_flat(const scalp_work *work) {
    const scalp_rig rig = rig_of(0);
    const scalp_spread spread = scalp_spread_of(50);
    const scalp_shading *shading;
    CHECK_STATUS(scalp_shading_make(&rig, &spread, work, &shading, NULL), SCALP_OK);
    for (int i = 0; i <= 20; i++) {
        const double cosine = i / 10.0 - 1;
        for (int c = 0; c < 3; c++) {
            const double left = (double)scalp_shading_at(shading, 1, c, (float)cosine, 0);
            CHECK(left <= fmax(cosine, 0) + 0.01);
            CHECK(left >= 0.75 * cosine - 0.01);
        }
    }
    CHECK_NEAR((double)scalp_shading_at(shading, 2, 1, 1, 0), 1, 3e-3);
}

static void check_bent(const scalp_work *work) {
    const scalp_rig rig = rig_of(2);
    const scalp_spread light = scalp_spread_of(55), dark = scalp_spread_of(-40);
    const scalp_shading *on_light, *on_dark;
    CHECK_STATUS(scalp_shading_make(&rig, &light, work, &on_light, NULL), SCALP_OK);
    CHECK_STATUS(scalp_shading_make(&rig, &dark, work, &on_dark, NULL), SCALP_OK);
    for (float bend = 0.03F; bend < 0.4F; bend *= 1.6F) {
        float left[3], lit[3];
        for (int c = 0; c < 3; c++) {
            left[c] = scalp_shading_at(on_light, 0, c, 0, bend);
            lit[c] = scalp_shading_at(on_light, 0, c, 0.8F, bend);
            CHECK_NEAR(mean_round(on_light, c, bend), mean_round(on_light, c, 0), 4e-3);
        }
        /* Where the lamp sets, skin is redder than where it shines; of dark skin all bands less. */
        CHECK(left[0] / lit[0] > 1.05F * left[1] / lit[1]);
        CHECK(left[1] / lit[1] > left[2] / lit[2]);
        CHECK(scalp_shading_at(on_dark, 0, 0, 0, bend) < left[0]);
        /* The more bent, the farther. */
        CHECK(left[0] > scalp_shading_at(on_light, 0, 0, 0, bend / 2));
    }
    const float past = scalp_shading_at(on_light, 0, 0, -0.1F, 0.1F);
    CHECK(past > 2 * scalp_shading_at(on_light, 0, 2, -0.1F, 0.1F));
}

static void check_fresnel(void) {
    CHECK_NEAR((double)scalp_shading_fresnel(1), 0.028, 1e-4);
    CHECK_NEAR((double)scalp_shading_fresnel(0), 1, 1e-4);
    CHECK(scalp_shading_fresnel(0.3F) > scalp_shading_fresnel(0.6F));
}

int main(void) {
    check_work one;
    check_work_open(&one, 0);
    CASE("red light goes farthest, blue least, all of them less in darker skin")
    check_order();
    CASE("coarse patterns of light come out as they are, fine ones fade, in red first")
    check_left();
    CASE("on flat skin the light falls with the cosine, and a little more at a glance")
    check_flat(&one.work);
    CASE("on bent skin the terminator is red, and no light is lost or won")
    check_bent(&one.work);
    CASE("the surface reflects 2.8 % straight on, everything at a glance")
    check_fresnel();
    check_work_close(&one);
    return check_done();
}
