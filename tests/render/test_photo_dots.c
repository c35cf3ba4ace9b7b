/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One dot takes exactly its share of the light, wherever it falls between the pixels, however
 * small it is and however far the skin is tilted; many take the same at every size of the photo. */
#include "spectral.h"

static double sparse(scalp_vec3 point) {
    (void)point;
    return 1e-6;
}

/* Integral of the light gone, against the spectral one x px^2 per mm^2 x cosine of the tilt. */
static double one_dot(const ball *with, double px_per_mm, scalp_vec3 direction, int band) {
    check_work w;
    check_work_open(&w, 0);
    ball b = *with;
    b.design.mesh = &b.head.mesh;
    const scalp_dot dot = ball_dot(direction, 1);
    b.plan.layout.dots = &dot;
    b.plan.layout.dot_count = 1;
    /* Either the whole ball, its outline far from the border, or a piece far from the outline. */
    const int side = (int)(px_per_mm < 5 ? 180 * px_per_mm : 6 * px_per_mm + 40);
    scalp_scene scene = ball_scene(&b, px_per_mm, side, side);
    const double depth = scene.camera.translation.z - dot.position.z;
    if (px_per_mm >= 5) { /* the picture's middle is brought to the dot */
        scene.camera.centre_x -= floor(scene.camera.focal_px * dot.position.x / depth);
        scene.camera.centre_y += floor(scene.camera.focal_px * dot.position.y / depth);
    }
    const scalp_image photo = ball_blank(side, side, 3, 16, 0.7, &w.work);
    scalp_image picture;
    const scalp_render_params params = {
        .stage = SCALP_STAGE_HEALED, .sessions = 1, .skin = &spectral_skin};
    CHECK_STATUS(scalp_render_photo(&scene, &photo, &params, &w.work, &picture, NULL), SCALP_OK);
    const double gone = ball_gone(&photo, &picture, band, (int[4]){0, 0, side, side});
    const spectral_dot seen = spectral_dot_make(&b.plan, &spectral_skin, &w.work);
    double total_mm2[3];
    spectral_total(&seen, total_mm2);
    const scalp_vec3 eye = scalp_vec3_sub((scalp_vec3){0, 0, ball_away_mm}, dot.position);
    const double distance = scalp_vec3_length(eye);
    const double cosine = scalp_vec3_dot(dot.normal, eye) / distance;
    /* Solid angle of the dot, over that of a pixel where the dot lies. */
    const double scale = scene.camera.focal_px / depth;
    const double expected = total_mm2[band] * scale * scale * cosine * distance / depth;
    check_work_close(&w);
    return gone / expected;
}

/* Share of green light gone between two distances (mm) from the middle of the picture. */
static double ring_gone(const ball *b, double px_per_mm, check_work *w, const double ring[2]) {
    const int side = (int)(150 * px_per_mm);
    const scalp_scene scene = ball_scene(b, px_per_mm, side, side);
    const scalp_image photo = ball_photo(&scene.camera, 0, 3, &w->work);
    scalp_image picture;
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED, .skin = &spectral_skin};
    CHECK_STATUS(scalp_render_photo(&scene, &photo, &params, &w->work, &picture, NULL), SCALP_OK);
    double was = 0, is = 0;
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            const double r =
                hypot(x - scene.camera.centre_x, y - scene.camera.centre_y) / px_per_mm;
            if (r < ring[0] || r >= ring[1])
                continue;
            was += (double)scalp_image_linear(&photo, x, y, 1);
            is += (double)scalp_image_linear(&picture, x, y, 1);
        }
    }
    return 1 - is / was;
}

/* Mean share of green light gone in the middle of a flat photo of that many bits. */
static double flat_gone(const ball *b, int bits, check_work *w) {
    const int side = 150;
    const scalp_scene scene = ball_scene(b, 3, side, side);
    const scalp_image photo = ball_blank(side, side, 3, bits, 0.6, &w->work);
    scalp_image picture;
    const scalp_render_params params = {.stage = SCALP_STAGE_5Y, .sessions = 1};
    CHECK_STATUS(scalp_render_photo(&scene, &photo, &params, &w->work, &picture, NULL), SCALP_OK);
    return ball_gone(&photo, &picture, 1, (int[4]){0, 0, side, side}) / (side * side);
}

/* The farthest changed pixel from a dot in the middle, mm. */
static double reach_mm(const ball *with, double depth_mm, check_work *w) {
    ball b = *with;
    b.design.mesh = &b.head.mesh;
    const scalp_dot dot = ball_dot((scalp_vec3){0, 0, 1}, 1);
    b.plan.layout.dots = &dot;
    b.plan.layout.dot_count = 1;
    b.plan.treatment.pigment_depth_mm = depth_mm;
    const int side = 191;
    const scalp_scene scene = ball_scene(&b, 20, side, side);
    const scalp_image photo = ball_blank(side, side, 3, 16, 0.7, &w->work);
    scalp_image picture;
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED, .sessions = 1};
    CHECK_STATUS(scalp_render_photo(&scene, &photo, &params, &w->work, &picture, NULL), SCALP_OK);
    double most = 0;
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            if (scalp_image_linear(&photo, x, y, 0) != scalp_image_linear(&picture, x, y, 0))
                most = fmax(most, hypot(x - side / 2, y - side / 2) / 20);
    return most;
}

int main(void) {
    scalp_random r = scalp_random_make(1, 0);
    CASE("one dot's missing light is its integral times the foreshortened area") {
        check_work w;
        check_work_open(&w, 0);
        ball b;
        ball_mesh(&b, sparse, &w.work);
        const double scales[] = {0.8, 1.7, 3.3, 8, 11, 25};
        for (int i = 0; i < 18; i++) {
            const double tilt = 0.95 * scalp_random_uniform(&r); /* up to 54 degrees */
            const double turn = 2 * SCALP_PI * scalp_random_uniform(&r);
            const scalp_vec3 to = {sin(tilt) * cos(turn), sin(tilt) * sin(turn), cos(tilt)};
            CHECK_NEAR(one_dot(&b, scales[i % 6], to, i % 3), 1, 0.01);
        }
        check_work_close(&w);
    }
    CASE("a region is as dark at 1, 1/2 and 1/4 of the size, within 2 %, in 8 bits") {
        check_work w;
        check_work_open(&w, 2);
        ball b;
        ball_mesh(&b, ball_everywhere, &w.work);
        ball_dots(&b, ball_everywhere, &w.work);
        const double rings[3][2] = {{0, 26}, {26, 44}, {44, 52}};
        for (int k = 0; k < 3; k++) {
            const double full = ring_gone(&b, 3.2, &w, rings[k]);
            const double half = ring_gone(&b, 1.6, &w, rings[k]);
            const double quarter = ring_gone(&b, 0.8, &w, rings[k]);
            CHECK_NEAR(full, spectral_shadow(&b.plan, &w.work), 0.004);
            CHECK_NEAR(half / full, 1, 0.02);
            CHECK_NEAR(quarter / full, 1, 0.02);
        }
        check_work_close(&w);
    }
    CASE("a dot reaches 1.5 mm and no farther, a deep one twice as far") {
        check_work w;
        check_work_open(&w, 0);
        ball b;
        ball_mesh(&b, sparse, &w.work);
        const double usual = reach_mm(&b, 0.12, &w), deep = reach_mm(&b, 0.6, &w);
        CHECK(usual > 1.2 && usual < 1.5 + 0.2); /* and a cell of the skirts' grid */
        CHECK(deep > 2 && deep < 3 + 0.2);
        check_work_close(&w);
    }
    CASE("a faint shadow on a flat ground is as dark in 8 bits as in 16") {
        check_work w;
        check_work_open(&w, 0);
        ball b;
        ball_mesh(&b, ball_everywhere, &w.work);
        ball_dots(&b, ball_everywhere, &w.work);
        const double fine = flat_gone(&b, 16, &w), coarse = flat_gone(&b, 8, &w);
        CHECK(fine > 0.005 && fine < 0.025);
        CHECK_NEAR(coarse / fine, 1, 0.02);
        check_work_close(&w);
    }
    return check_done();
}
