/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots are drawn channel by channel; here every pixel is worked out at 41 wavelengths, each dot
 * multiplying the light of its own wavelength, and only then seen by the camera. */
#include "spectral.h"

#include <stdio.h>

enum { side = 161, most_dots = 900, stride = 9 };
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

/* Share of each band that is left at pixel (x, y): seen after all dots have taken theirs at each
 * wavelength, and, as it is drawn, after each dot by itself. */
typedef struct left {
    double true_[3], drawn[3];
} left;

static left expect(const scalp_scene *scene, const spectral_dot *dot, int x, int y) {
    double kept[SCALP_SPECTRUM_COUNT];
    left l = {.drawn = {1, 1, 1}};
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        kept[w] = 1;
    for (size_t i = 0; i < scene->plan->layout.dot_count; i++) {
        const scalp_vec2 at =
            scalp_camera_project(&scene->camera, scene->plan->layout.dots[i].position, NULL);
        const double r = hypot(at.x - x, at.y - y) / px_per_mm;
        double own[SCALP_SPECTRUM_COUNT], ratio[3];
        for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
            own[w] = 1 - spectral_contrast(dot, w, r);
            kept[w] *= own[w];
        }
        spectral_ratio(&dot->bare, own, ratio);
        for (int b = 0; b < 3; b++)
            l.drawn[b] *= ratio[b];
    }
    spectral_ratio(&dot->bare, kept, l.true_);
    return l;
}

typedef struct errors {
    double mean, rms, most, n;
} errors;

static void add_error(errors *e, double off) {
    e->mean += off, e->rms += off * off, e->n += 1;
    e->most = fmax(e->most, fabs(off));
}

static void print_errors(const char *what, errors *e) {
    e->mean /= e->n, e->rms = sqrt(e->rms / e->n);
    printf("# %s: mean %.5f, rms %.5f, most %.5f\n", what, e->mean, e->rms, e->most);
}

typedef struct comparison {
    errors channels; /* channel by channel instead of wavelength by wavelength */
    errors picture;  /* the picture instead of what is true */
} comparison;

static comparison compare(const ball *with, double per_cm2, double depth_mm, check_work *w) {
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
    comparison c = {.channels = {0}, .picture = {0}};
    for (int y = 3; y < side; y += stride) {
        for (int x = 3; x < side; x += stride) {
            const left l = expect(&scene, &dot, x, y);
            for (int band = 0; band < 3; band++) {
                const double is = (double)scalp_image_linear(&picture, x, y, band) /
                                  (double)scalp_image_linear(&photo, x, y, band);
                add_error(&c.channels, l.drawn[band] - l.true_[band]);
                add_error(&c.picture, is - l.true_[band]);
            }
        }
    }
    printf("# %g dots per cm2 at %g mm, error in the share of light left\n", per_cm2, depth_mm);
    print_errors("channels", &c.channels);
    print_errors("picture", &c.picture);
    return c;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    ball b;
    ball_mesh(&b, ball_everywhere, &w.work);
    const double cases[][2] = {{100, 0.12}, {170, 0.12}, {250, 0.12}, {170, 0.5}};
    CASE("channel by channel is as good as wavelength by wavelength") {
        for (int i = 0; i < 4; i++) {
            const comparison c = compare(&b, cases[i][0], cases[i][1], &w);
            CHECK_NEAR(c.channels.mean, 0, 0.002);
            CHECK_AT_MOST(c.channels.rms, 0.004);
            CHECK_AT_MOST(c.channels.most, 0.012);
            CHECK_NEAR(c.picture.mean, 0, 0.003);
            CHECK_AT_MOST(c.picture.rms, 0.008);
            CHECK_AT_MOST(c.picture.most, 0.035);
        }
    }
    check_work_close(&w);
    return check_done();
}
