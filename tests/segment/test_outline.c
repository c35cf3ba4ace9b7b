/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A soft disc with a wavy edge, whose true offset from the expected circle is known: found to a
 * fraction of a pixel, through noise, blur and clutter; and not claimed where it cannot be seen. */
#include "check.h"

#include <scalptor/segment.h>

enum { side = 400, points = 360 };
static const double centre = 199.5, radius = 120;

typedef struct picture {
    double noise, blur;
    double inside[3], outside[3]; /* encoded, 0..1 */
    bool boxes;                   /* of nearly the inside's colour, behind */
    bool faint;                   /* the ground takes the inside's colour in one third */
} picture;

static double true_offset(double angle) {
    return 5 * sin(3 * angle) + 3 * cos(angle);
}

static bool is_faint(double angle) {
    return angle > 0.5 && angle < 2.0;
}

static double shade(const picture *p, double x, double y, int band) {
    const double dx = x - centre, dy = y - centre, angle = atan2(dy, dx);
    const double distance = sqrt(dx * dx + dy * dy) - radius - true_offset(angle);
    const double cover = 0.5 * (1 + erf(-distance / (sqrt(2.0) * p->blur)));
    double ground = p->outside[band];
    if (p->boxes && ((x > 250 && x < 360 && y < 120) || (x < 90 && y > 230 && y < 330)))
        ground = p->inside[band] + (band == 2 ? 0.10 : 0.05);
    const double lit = p->inside[band] * (1 - 0.12 * dx / radius); /* shading across the disc */
    if (p->faint && is_faint(angle))
        ground = lit;
    return ground + (lit - ground) * cover;
}

static scalp_image paint(const picture *p, const scalp_work *work) {
    scalp_image image = {.width = side, .height = side, .bands = 3, .bits = 8};
    uint8_t *pixels = scalp_arena_take(work->memory, side * side * 3, 1);
    scalp_random r = scalp_random_make(5, 0);
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            for (int b = 0; b < 3; b++) {
                const double v = shade(p, x, y, b) + p->noise * scalp_random_normal(&r);
                pixels[(y * side + x) * 3 + b] = (uint8_t)(scalp_clamp(v, 0, 1) * 255 + 0.5);
            }
    scalp_image_curve curve;
    CHECK_STATUS(scalp_image_curve_make(8, work, &curve, NULL), SCALP_OK);
    image.curve[0] = image.curve[1] = image.curve[2] = curve;
    image.pixels = pixels;
    return image;
}

static scalp_curve circle(const scalp_work *work) {
    scalp_vec2 *p = scalp_arena_take(work->memory, points, sizeof *p);
    for (int i = 0; i < points; i++) { /* clockwise on the screen */
        const double a = 2 * SCALP_PI * i / points;
        p[i] = (scalp_vec2){centre + radius * cos(a), centre + radius * sin(a)};
    }
    return (scalp_curve){p, points, true};
}

typedef struct outcome {
    double rms, worst, confidence, rms_faint, confidence_faint;
} outcome;

static outcome run(const picture *p, unsigned threads) {
    check_work w;
    check_work_open(&w, threads);
    const scalp_image image = paint(p, &w.work);
    const scalp_curve expected = circle(&w.work);
    const scalp_outline_params params = {
        .reach_inside_px = 20, .reach_outside_px = 20, .blur_px = p->blur};
    scalp_outline found;
    CHECK_STATUS(scalp_segment_outline(&image, &expected, &params, &w.work, &found, NULL),
                 SCALP_OK);
    outcome o = {0};
    double clear = 0, faint = 0;
    for (int i = 0; i < points; i++) {
        const double a = 2 * SCALP_PI * i / points;
        const double e = found.offset_px[i] - true_offset(a);
        if (p->faint && a > 0.4 && a < 2.1) {
            o.rms_faint += e * e;
            o.confidence_faint += found.confidence[i];
            faint++;
        } else {
            o.rms += e * e;
            o.confidence += found.confidence[i];
            o.worst = fabs(e) > o.worst ? fabs(e) : o.worst;
            clear++;
        }
    }
    o.rms = sqrt(o.rms / clear);
    o.confidence /= clear;
    o.rms_faint = faint > 0 ? sqrt(o.rms_faint / faint) : 0;
    o.confidence_faint /= faint > 0 ? faint : 1;
    check_work_close(&w);
    return o;
}

int main(void) {
    const picture plain = {.blur = 1, .inside = {.80, .66, .58}, .outside = {.62, .62, .62}};
    CASE("a clean edge is found within a third of a pixel, and surely") {
        const outcome o = run(&plain, 0);
        CHECK_AT_MOST(o.rms, 0.3);
        CHECK_AT_MOST(o.worst, 1.0);
        CHECK(o.confidence > 0.8);
    }
    CASE("noise and blur cost little") {
        picture p = plain;
        p.noise = 0.03;
        p.blur = 2.5;
        const outcome o = run(&p, 0);
        CHECK_AT_MOST(o.rms, 0.9);
        CHECK_AT_MOST(o.worst, 3);
    }
    CASE("boxes of skin's colour behind do not lead astray") {
        picture p = plain;
        p.boxes = true;
        p.noise = 0.01;
        const outcome o = run(&p, 0);
        CHECK_AT_MOST(o.rms, 0.8);
        CHECK_AT_MOST(o.worst, 4);
    }
    CASE("where nothing is to be seen confidence falls and the offset follows its neighbours") {
        picture p = plain;
        p.faint = true;
        p.noise = 0.015;
        const outcome o = run(&p, 0);
        CHECK_AT_MOST(o.rms, 0.8);
        CHECK(o.confidence > 0.7);
        CHECK(o.confidence_faint < 0.4);
        CHECK_AT_MOST(o.rms_faint, 6); /* the wave itself swings by 8 there */
    }
    CASE("a picture without any edge gives no confidence and hardly an offset") {
        picture p = plain;
        for (int b = 0; b < 3; b++)
            p.outside[b] = p.inside[b];
        p.faint = false;
        p.noise = 0.02;
        const outcome o = run(&p, 0);
        CHECK(o.confidence < 0.35);
        CHECK_AT_MOST(o.rms, 8);
    }
    CASE("where the outline leaves the picture it is looked for outside") {
        check_work w;
        check_work_open(&w, 0);
        scalp_image image = paint(&plain, &w.work);
        /* Only the left 300 columns are left of the picture: the disc goes on to column 320. */
        uint8_t *cut = scalp_arena_take(w.work.memory, 300 * side * 3, 1);
        for (int y = 0; y < side; y++)
            memcpy(cut + y * 300 * 3, (const uint8_t *)image.pixels + y * side * 3, 300 * 3);
        image.pixels = cut;
        image.width = 300;
        scalp_vec2 at[points];
        for (int i = 0; i < points; i++) {
            const double a = 2 * SCALP_PI * i / points;
            at[i] = (scalp_vec2){centre + 85 * cos(a), centre + 85 * sin(a)};
        }
        const scalp_curve expected = {at, points, true};
        const scalp_outline_params params = {15, 50, 1, 1};
        scalp_outline found;
        CHECK_STATUS(scalp_segment_outline(&image, &expected, &params, &w.work, &found, NULL),
                     SCALP_OK);
        for (int i = 0; i < points; i++) {
            const double a = 2 * SCALP_PI * i / points;
            const double r = 85 + found.offset_px[i], there = radius + true_offset(a);
            if (centre + there * cos(a) < 296)
                CHECK_NEAR(r, there, 3);
            else
                CHECK(centre + r * cos(a) > 292);
        }
        check_work_close(&w);
    }
    CASE("any number of threads gives the same answer") {
        picture p = plain;
        p.noise = 0.02;
        const outcome a = run(&p, 0), b = run(&p, 3);
        CHECK(memcmp(&a, &b, sizeof a) == 0);
    }
    CASE("too few points and an empty reach are refused") {
        check_work w;
        check_work_open(&w, 0);
        const scalp_image image = paint(&plain, &w.work);
        scalp_curve c = circle(&w.work);
        const scalp_outline_params none = {0}, some = {5, 5, 1, 1};
        scalp_outline o;
        CHECK_STATUS(scalp_segment_outline(&image, &c, &none, &w.work, &o, NULL), SCALP_ERR_INPUT);
        c.count = 7;
        CHECK_STATUS(scalp_segment_outline(&image, &c, &some, &w.work, &o, NULL), SCALP_ERR_INPUT);
        check_work_close(&w);
    }
    return check_done();
}
