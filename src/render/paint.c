/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lips, brows, lashes and the redder places of a face. Where the first three lie the head says;
 * hair is drawn by long thin waves, from afar as its mean. */
#include "skin.h"

#include "noise.h"

#include <math.h>

const float scalp_face_hair[3] = {0.045F, 0.028F, 0.019F};
static const double lash_reach_mm = 3.4, lash_mm = 0.3, lid_sag_mm = 6;

static double bump(double x, double width) {
    const double t = 1 - x * x / (width * width);
    return t > 0 ? t * t : 0;
}

scalp_face_plan scalp_face_plan_make(const scalp_head *head) {
    const scalp_vec3 *l = head->landmarks;
    const double outer = l[SCALP_EXOCANTHION_L].x;
    return (scalp_face_plan){
        .inner_x = l[SCALP_ENDOCANTHION_L].x,
        .outer_x = outer,
        .eye_y = (l[SCALP_ENDOCANTHION_L].y + l[SCALP_EXOCANTHION_L].y) / 2,
        .front_z = l[SCALP_CHEILION_L].z,
        .nose = {0, l[SCALP_SUBNASALE].y + 12},
        .cheek = {outer * 0.92, (l[SCALP_SUBNASALE].y + l[SCALP_EXOCANTHION_L].y) / 2 - 4},
    };
}

/* One layer of hairs that run at an angle to the level; -1..1. */
static double strands(const scalp_spot *spot, double angle, double width_mm, uint32_t seed) {
    double s, c;
    scalp_sincos(angle, &s, &c);
    const double x = fabs(spot->position.x), y = spot->position.y;
    const double length = c * x + s * y, across = c * y - s * x;
    const scalp_noise_point q = {(float)(length / 6), (float)(across / width_mm),
                                 spot->position.x < 0 ? 9.5F : 0.5F};
    return scalp_clamp(2.5 * (double)scalp_noise_smooth(q, seed, NULL), -1, 1);
}

/* Directions of a brow's hairs, degrees above the level: up at its head, along it at its tail.
 * Between two directions the patterns are mixed; one pattern that turned would curl. */
static const double brow_deg[] = {68, 42, 18, -10, -32};

enum { brow_directions = sizeof brow_deg / sizeof brow_deg[0] };

static double brow_strands(const scalp_spot *spot, double along, double width_mm, uint32_t seed) {
    const double at = scalp_clamp(along, 0, 1) * (brow_directions - 1);
    const int low = at < brow_directions - 2 ? (int)at : brow_directions - 2;
    const double t = scalp_smoothstep(0.25, 0.75, at - low);
    double sum = 0;
    if (t < 1)
        sum += (1 - t) *
               strands(spot, brow_deg[low] * (SCALP_PI / 180), width_mm, seed + (uint32_t)low);
    if (t > 0)
        sum += t * strands(spot, brow_deg[low + 1] * (SCALP_PI / 180), width_mm,
                           seed + (uint32_t)low + 1);
    return sum;
}

/* Share of the skin that a brow's hairs cover: locks from afar, single hairs from near. */
static double brow_cover(const scalp_spot *spot, double along, uint32_t seed) {
    const double footprint = (double)spot->footprint_mm;
    double share = 0.66;
    const double locks = scalp_clamp((1.4 / footprint - 2) / 3, 0, 1);
    if (locks > 0)
        share += 0.16 * locks * brow_strands(spot, along, 1.4, seed ^ 0x51edu);
    const double single = scalp_clamp((0.32 / footprint - 1.6) / 4, 0, 1);
    if (single > 0) {
        const double a = brow_strands(spot, along - 0.05, 0.30, seed ^ 0x9e37u);
        const double b = brow_strands(spot, along + 0.12, 0.36, seed ^ 0x79b9u);
        share += 0.42 * single * (a > b ? a : b);
    }
    return scalp_clamp(share, 0, 1);
}

static double brow_at(const scalp_face_plan *face, const scalp_spot *spot, uint32_t seed) {
    const double depth = -(double)spot->paint.brow_mm;
    const double density = scalp_smoothstep(-1.4, 2.0, depth) * (1 - (double)spot->bare);
    if (!(density > 0))
        return 0;
    const double along =
        (fabs(spot->position.x) - 0.65 * face->inner_x) / (face->outer_x - 0.5 * face->inner_x);
    const double soft = 0.6 + 0.4 * scalp_smoothstep(-0.05, 0.25, along);
    return scalp_clamp(brow_cover(spot, along, seed) * 1.2, 0, 1) * density * soft;
}

/* The dark line where the lids meet, and below it the lashes, fanned out. */
static double lashes_at(const scalp_face_plan *face, const scalp_spot *spot, uint32_t seed) {
    const double distance = (double)spot->paint.lash_mm;
    if (!(distance < lash_reach_mm))
        return 0;
    const double line = 0.85 * (1 - scalp_smoothstep(-0.45, 0.75, distance));
    const double width = face->outer_x - face->inner_x;
    const double x = fabs(spot->position.x), t = 2 * (x - face->inner_x) / width - 1;
    const double lid_y = face->eye_y - lid_sag_mm * (1 - t * t);
    if (distance <= 0 || spot->position.y > lid_y + 1)
        return line;
    const double at = x - 0.55 * t * distance;
    const double fine = scalp_clamp((lash_mm / (double)spot->footprint_mm - 1.5) / 3, 0, 1);
    const scalp_noise_point q = {(float)(at / lash_mm), (float)(distance / 9),
                                 spot->position.x < 0 ? 3.5F : 0.5F};
    /* Each tapers to its tip. */
    const double thin = 0.02 + 0.4 * distance / lash_reach_mm;
    const double one = fine > 0
                           ? scalp_smoothstep(thin, thin + 0.16,
                                              (double)scalp_noise_smooth(q, seed ^ 0x61c9u, NULL))
                           : 0;
    const double share = 0.22 + fine * (one - 0.22);
    /* At the corners of the eye the distance turns round a point; no lash does. */
    const double inside = 1 - scalp_smoothstep(0.7, 0.97, fabs(t));
    const double lashes = 0.8 * inside * share * (1 - distance / lash_reach_mm);
    return line > lashes ? line : lashes;
}

/* Blood lies near the surface at ears, nose and cheeks. */
static double redness_at(const scalp_face_plan *face, const scalp_spot *spot) {
    const double x = spot->position.x, y = spot->position.y;
    double red = 0.55 * (double)spot->ear;
    if (spot->position.z > face->front_z - 40) {
        const double dx = fabs(x) - face->cheek.x, dy = y - face->cheek.y;
        red += 0.45 * bump(sqrt(x * x + (y - face->nose.y) * (y - face->nose.y)), 24);
        red += 0.30 * bump(sqrt(dx * dx + dy * dy), 38);
    }
    return scalp_clamp(red, 0, 0.8);
}

/* The thin skin of the lids, over the globe and to the fold above it. */
static double lid_at(const scalp_face_plan *face, const scalp_spot *spot) {
    const double middle = (face->inner_x + face->outer_x) / 2;
    const double x = (fabs(spot->position.x) - middle) / (0.62 * (face->outer_x - face->inner_x));
    const double y = (spot->position.y - face->eye_y) / 15;
    return spot->position.z > face->front_z - 40 ? bump(sqrt(x * x + y * y), 1) : 0;
}

scalp_face_look scalp_face_paint(const scalp_face_plan *face, const scalp_spot *spot,
                                 uint32_t seed) {
    const double lips = 1 - scalp_smoothstep(-1.6, 0.8, (double)spot->paint.lip_mm);
    const double lid = lid_at(face, spot), red = redness_at(face, spot);
    const double brow = brow_at(face, spot, seed), lashes = lashes_at(face, spot, seed);
    return (scalp_face_look){.melanin = (float)(0.05 * lips + 0.07 * lid),
                             .blood = (float)(0.40 * lips + 0.19 * red + 0.07 * lid),
                             .hair = (float)(brow + (1 - brow) * lashes),
                             .shine =
                                 (float)((1 + 0.5 * lips) * (1 - 0.6 * brow) * (1 - 0.5 * lashes))};
}

float scalp_face_oil(const scalp_face_plan *face, const scalp_spot *spot) {
    const double x = spot->position.x, y = spot->position.y;
    double oil = 0.10 + 0.28 * (double)spot->scalp;
    if (spot->position.z > face->front_z - 40) {
        const double up = y - (face->eye_y + 48);
        oil += 0.15 * bump(sqrt(0.4 * x * x + up * up), 48) * (1 - (double)spot->scalp);
        const double nose = sqrt(x * x + 0.4 * (y - face->nose.y) * (y - face->nose.y));
        oil += 0.30 * bump(nose, 20);
    }
    return (float)scalp_clamp(oil, 0, 0.6);
}

float scalp_face_pores(const scalp_face_plan *face, const scalp_spot *spot) {
    const double x = spot->position.x, up = spot->position.y - face->nose.y;
    double pores = 0.6 - 0.1 * (double)spot->scalp - 0.3 * lid_at(face, spot);
    if (spot->position.z > face->front_z - 40)
        pores += 0.4 * bump(sqrt(0.35 * x * x + 0.6 * up * up), 22);
    const double lips = 1 - scalp_smoothstep(-1.6, 0.8, (double)spot->paint.lip_mm);
    return (float)scalp_clamp(pores * (1 - lips), 0, 1);
}
