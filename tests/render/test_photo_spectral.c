/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots are drawn channel by channel; here every pixel is worked out at 41 wavelengths, each dot
 * multiplying the light of its own wavelength, and only then seen by the camera. */
#include "spectral.h"

#include <stdio.h>

enum { side = 161, most_dots = 900 };
static const double px_per_mm = 40, half_mm = 5.5;

/* Jittered squares of dots, as dense as asked for, over the ball's front. */
static size_t scatter(double per_cm2, scalp_dot *dots) {
    scalp_random r = scalp_random_make(5, 0);
    const double step = 10 / sqrt(per_cm2);
    size_t n = 0;
    for (double y = -half_mm; y < half_mm; y += step) {
        for (double x = -half_mm; x < half_mm; x += step) {
            const double dx = x + 0.7 * step * scalp_random_uniform(&r);
            const double dy = y + 0.7 * step * scalp_random_uniform(&r);
            dots[n++] = ball_dot((scalp_vec3){dx / ball_mm, dy / ball_mm, 1}, 1);
        }
    }
    CHECK(n <= most_dots);
    return n;
}

/* Share of each band that is left at pixel (x, y). */
static void expect(const scalp_scene *scene, const spectral_dot *dot, int x, int y,
                   double ratio[3]) {
    double kept[SCALP_SPECTRUM_COUNT];
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        kept[w] = 1;
    for (size_t i = 0; i < scene->plan->layout.dot_count; i++) {
        const scalp_vec2 at =
            scalp_camera_project(&scene->camera, scene->plan->layout.dots[i].position, NULL);
        const double r = hypot(at.x - x, at.y - y) / px_per_mm;
        for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
            kept[w] *= 1 - spectral_contrast(dot, w, r);
    }
    spectral_ratio(&dot->bare, kept, ratio);
}

typedef struct errors {
    double mean, rms, most; /* of the share of light left: drawn less expected */
} errors;

static errors compare(const ball *with, double per_cm2, double depth_mm, check_work *w) {
    ball b = *with;
    b.design.mesh = &b.head.mesh;
    b.plan.treatment.pigment_depth_mm = depth_mm;
    static scalp_dot dots[most_dots];
    b.plan.layout.dots = dots;
    b.plan.layout.dot_count = scatter(per_cm2, dots);
    const scalp_scene scene = ball_scene(&b, px_per_mm, side, side);
    const scalp_image photo = ball_blank(side, side, 3, 16, 0.8, &w->work);
    scalp_image picture = photo;
    const scalp_render_params params = {
        .stage = SCALP_STAGE_HEALED, .sessions = 1, .skin = &spectral_skin};
    CHECK_STATUS(scalp_render_photo(&scene, &photo, &params, &w->work, &picture, NULL), SCALP_OK);
    const spectral_dot dot = spectral_dot_make(&b.plan, &spectral_skin, &w->work);
    errors e = {0, 0, 0};
    double n = 0;
    for (int y = 3; y < side; y += 7) {
        for (int x = 3; x < side; x += 7) {
            double ratio[3];
            expect(&scene, &dot, x, y, ratio);
            for (int band = 0; band < 3; band++) {
                const double is = (double)scalp_image_linear(&picture, x, y, band) /
                                  (double)scalp_image_linear(&photo, x, y, band);
                const double off = is - ratio[band];
                e.mean += off, e.rms += off * off, n += 1;
                e.most = fmax(e.most, fabs(off));
            }
        }
    }
    e.mean /= n, e.rms = sqrt(e.rms / n);
    printf("# %g per cm2 at %g mm: mean %.5f, rms %.5f, most %.5f\n", per_cm2, depth_mm, e.mean,
           e.rms, e.most);
    return e;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    ball b;
    ball_mesh(&b, ball_everywhere, &w.work);
    const double densities[] = {60, 100, 170, 250};
    CASE("channel by channel is as good as wavelength by wavelength") {
        for (int i = 0; i < 4; i++) {
            const errors e = compare(&b, densities[i], 0.12, &w);
            CHECK_NEAR(e.mean, 0, 0.004);
            CHECK_AT_MOST(e.rms, 0.008);
            CHECK_AT_MOST(e.most, 0.03);
        }
    }
    CASE("deep pigment, too") {
        const errors e = compare(&b, 170, 0.3, &w);
        CHECK_NEAR(e.mean, 0, 0.004);
        CHECK_AT_MOST(e.rms, 0.01);
    }
    check_work_close(&w);
    return check_done();
}
