/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stroke takes as much light as the pigment that lies along it, is as wide as a dot, and fades as
 * dots do. */
#include "spectral.h"

static double sparse(scalp_vec3 point) {
    (void)point;
    return 1e-6;
}

enum { points = 9, side = 420 };

static const double px_per_mm = 30;

typedef struct line {
    ball b;
    scalp_stroke_point point[points];
    scalp_stroke_path path;
} line;

/* A stroke of so many mm across the middle of the ball's front, 0.2 mm wide all along. */
static void line_open(line *l, double length_mm, double dilution, const scalp_work *work) {
    ball_mesh(&l->b, sparse, work);
    for (int i = 0; i < points; i++) {
        const double angle = length_mm / ball_mm * ((double)i / (points - 1) - 0.5);
        const scalp_vec3 n = {sin(angle), 0, cos(angle)};
        l->point[i] = (scalp_stroke_point){
            .position = scalp_vec3_scale(n, ball_mm), .normal = n, .width_mm = 0.2};
    }
    l->path = (scalp_stroke_path){l->point, points, SCALP_ZONE_MIDSCALP, 1};
    l->b.design.mesh = &l->b.head.mesh;
    l->b.plan.treatment.dilution = dilution;
    l->b.plan.layout.strokes = &l->path;
    l->b.plan.layout.stroke_count = 1;
}

static scalp_image draw(const line *l, const scalp_image *photo, scalp_stage stage,
                        const scalp_work *work) {
    const scalp_scene scene = ball_scene(&l->b, px_per_mm, side, side);
    const scalp_render_params params = {.stage = stage, .sessions = 1, .skin = &spectral_skin};
    scalp_image picture = *photo;
    CHECK_STATUS(scalp_render_photo(&scene, photo, &params, work, &picture, NULL), SCALP_OK);
    return picture;
}

/* Light of green at a pixel, as a share of the photo's. */
static double kept(const scalp_image *photo, const scalp_image *picture, int x, int y) {
    const size_t at = ((size_t)y * side + (size_t)x) * 3 + 1;
    const float *linear = photo->curve[1].linear;
    return (double)(linear[((const uint16_t *)picture->pixels)[at]] /
                    linear[((const uint16_t *)photo->pixels)[at]]);
}

/* Optical density of green summed across the stroke's middle, mm, and its width at half the most.
 */
static double across(const scalp_image *photo, const scalp_image *picture, double *width_mm) {
    double sum = 0, most = 0;
    int wide = 0;
    for (int y = 0; y < side; y++)
        most = fmax(most, 1 - kept(photo, picture, side / 2, y));
    for (int y = 0; y < side; y++) {
        const double light = kept(photo, picture, side / 2, y);
        sum -= log(light) / px_per_mm;
        wide += 1 - light > most / 2;
    }
    *width_mm = wide / px_per_mm;
    return sum;
}

/* Green light that dots of the same deposit take, mm2 each. */
static double dot_mm2(const line *l, const scalp_work *work) {
    const spectral_dot seen = spectral_dot_make(&l->b.plan, &spectral_skin, work);
    double total[3];
    spectral_total(&seen, total);
    return total[1];
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    static line l;
    const scalp_image photo = ball_blank(side, side, 3, 16, 0.7, &w.work);
    CASE("a faint stroke takes from the light what its pigment takes, per mm of its way") {
        line_open(&l, 12, 90, &w.work);
        double width;
        const scalp_image picture = draw(&l, &photo, SCALP_STAGE_HEALED, &w.work);
        const double per_mm = 0.2 / (SCALP_PI / 4 * 0.2 * 0.2) * dot_mm2(&l, &w.work);
        CHECK_NEAR(across(&photo, &picture, &width) / per_mm, 1, 0.04);
        CHECK(width > 0.15 && width < 0.35);
        /* Even along its way: the dots it is summed from are not seen. */
        const double middle = kept(&photo, &picture, side / 2, side / 2);
        for (int x = side / 2 - 60; x <= side / 2 + 60; x++)
            CHECK_NEAR(kept(&photo, &picture, x, side / 2), middle, 0.01);
    }
    CASE("all of it takes what all of its pigment takes") {
        line_open(&l, 5, 90, &w.work);
        const scalp_image picture = draw(&l, &photo, SCALP_STAGE_HEALED, &w.work);
        double sum = 0;
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                sum -= log(kept(&photo, &picture, x, y));
        const double dots = 5 * 0.2 / (SCALP_PI / 4 * 0.2 * 0.2);
        CHECK_NEAR(sum / (px_per_mm * px_per_mm) / (dots * dot_mm2(&l, &w.work)), 1, 0.04);
    }
    CASE("a strong one is darker, but never below black") {
        line_open(&l, 12, 10, &w.work);
        const scalp_image picture = draw(&l, &photo, SCALP_STAGE_HEALED, &w.work);
        const double light = kept(&photo, &picture, side / 2, side / 2);
        CHECK(light > 0.02 && light < 0.5);
    }
    CASE("it fades and spreads with the years, and another session's is not drawn") {
        line_open(&l, 12, 30, &w.work);
        double healed_mm, old_mm;
        const scalp_image healed = draw(&l, &photo, SCALP_STAGE_HEALED, &w.work);
        const scalp_image old = draw(&l, &photo, SCALP_STAGE_5Y, &w.work);
        const double before = across(&photo, &healed, &healed_mm);
        const double after = across(&photo, &old, &old_mm);
        CHECK(after < 0.8 * before && after > 0.2 * before && old_mm > healed_mm);
        l.path.session = 2;
        const scalp_image none = draw(&l, &photo, SCALP_STAGE_HEALED, &w.work);
        CHECK(memcmp(none.pixels, photo.pixels, scalp_image_bytes(&photo)) == 0);
    }
    CASE("the same picture on any number of threads") {
        line_open(&l, 12, 30, &w.work);
        const scalp_image one = draw(&l, &photo, SCALP_STAGE_HEALED, &w.work);
        check_work other;
        check_work_open(&other, 3);
        const scalp_image three = draw(&l, &photo, SCALP_STAGE_HEALED, &other.work);
        CHECK(memcmp(one.pixels, three.pixels, scalp_image_bytes(&photo)) == 0);
        check_work_close(&other);
    }
    check_work_close(&w);
    return check_done();
}
