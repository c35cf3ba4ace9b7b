/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hair in each of the scattered cells, about 180 per cm2 (Loussouarn et al. 2005: 161 to 226),
 * clipped, lying along the skin; a lot decides whether it is there and whether it is grey. What is
 * finer than the pixel is widened to it and as much paler; cells that are finer give way to their
 * mean. */
#include "stubble.h"

#include "noise.h"

#include <math.h>

static const float cell_mm = 0.55F, hair_mm = 0.095F, longest_mm = 0.75F, shortest_mm = 0.2F;
/* Of a shaved hair's root, seen through the skin, and of the shadow that stubble throws. */
static const float root_mm = 0.32F, root_shade = 0.80F;
/* Hairs on a square of cell_mm, and how much of a root's shade its own cell holds: counted. */
static const float hairs_per_cell = 0.55F, shade_held = 0.88F;
/* Cells whose middle lies farther off the skin than that have no hair; the rest fades between. */
static const float near_cells = 0.7F, far_cells = 1.0F;

static float clamp01(float x) {
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

static void colour_of(scalp_lab lab, float rgb[3]) {
    const scalp_rgb c = scalp_rgb_from_xyz(scalp_xyz_from_lab(lab));
    rgb[0] = (float)scalp_clamp(c.r, 0.004, 0.9);
    rgb[1] = (float)scalp_clamp(c.g, 0.004, 0.9);
    rgb[2] = (float)scalp_clamp(c.b, 0.004, 0.9);
}

scalp_stubble scalp_stubble_make(const scalp_head *head, const scalp_head_look *look) {
    const scalp_vec3 top = head->landmarks[SCALP_VERTEX];
    scalp_stubble s = {.grey_share = (float)scalp_clamp(look->grey_share, 0, 1),
                       .length_mm = fminf(fmaxf((float)look->hair_mm, shortest_mm), longest_mm),
                       .whorl = {top.x + 8, top.y - 12, top.z - 45}};
    colour_of(look->hair_colour, s.colour);
    colour_of((scalp_lab){72, 0, 6}, s.grey);
    return s;
}

scalp_vec3 scalp_stubble_along(const scalp_stubble *stubble, scalp_vec3 at, scalp_vec3 normal) {
    const scalp_vec3 away = scalp_vec3_sub(at, stubble->whorl);
    const double up = scalp_vec3_dot(away, normal);
    return scalp_vec3_unit(scalp_vec3_sub(away, scalp_vec3_scale(normal, up)));
}

/* 1 in the middle, 0 from 1 on; its integral over -1..1 is 16 / 15. */
static float bump(float x) {
    const float t = 1 - x * x;
    return t > 0 ? t * t : 0;
}

static float part(uint32_t lot, unsigned shift) {
    lot ^= lot >> 15;
    lot *= 0x9e3779b1u;
    lot ^= lot >> 13;
    return (float)(lot >> shift & 1023) / 1024.0F;
}

/* Where a spot lies about its cell's hair. */
typedef struct about {
    float along_mm, across_mm, off_mm; /* `off`: of the hair off the skin's plane */
    uint32_t lot;
} about;

static about find_about(const scalp_stubble_spot *spot) {
    const float k = 1 / cell_mm;
    const scalp_noise_cell cell = scalp_noise_cells(
        (scalp_noise_point){(float)spot->at.x * k, (float)spot->at.y * k, (float)spot->at.z * k},
        spot->seed);
    const float r = cell.nearest * cell_mm;
    const scalp_vec3 from = {(double)(r * cell.outwards.x), (double)(r * cell.outwards.y),
                             (double)(r * cell.outwards.z)};
    const float off = (float)scalp_vec3_dot(from, spot->normal);
    const float along = (float)scalp_vec3_dot(from, spot->along);
    return (about){along, sqrtf(fmaxf(r * r - off * off - along * along, 0)), fabsf(off), cell.lot};
}

/* A stroke that long and wide, seen by that pixel. */
static float stroke(const about *a, float length_mm, float width_mm, float footprint_mm) {
    const float soft = 0.6F * footprint_mm, area = 256.0F / 225;
    const float wide = width_mm * 0.6F + soft, far = length_mm * 0.55F + soft;
    const float height = fminf(width_mm * length_mm / (area * wide * far), 0.95F);
    return height * bump(a->across_mm / wide) * bump(a->along_mm / far);
}

static float resolved(float footprint_mm) {
    return clamp01((cell_mm / footprint_mm - 1.4F) / 3);
}

scalp_stubble_look scalp_stubble_at(const scalp_stubble *stubble, const scalp_stubble_spot *spot) {
    /* Where hair gets thin the hairs do, too. */
    const float width = hair_mm * (0.55F + 0.45F * spot->density);
    const float hairs = spot->density * hairs_per_cell / (cell_mm * cell_mm);
    const float near = resolved(spot->footprint_mm);
    float cover = hairs * width * stubble->length_mm;
    float shade = root_shade * shade_held * hairs * root_mm * root_mm * width / hair_mm;
    float grey = stubble->grey_share;
    if (near > 0) {
        const about a = find_about(spot);
        const float there = part(a.lot, 0) < spot->density
                                ? 1 - (float)scalp_smoothstep((double)near_cells, (double)far_cells,
                                                              (double)(a.off_mm / cell_mm))
                                : 0;
        const float strong = there * (0.7F + 0.6F * part(a.lot, 10));
        const float one = strong * stroke(&a, stubble->length_mm, width, spot->footprint_mm);
        const float dark = strong * root_shade *
                           stroke(&a, root_mm, root_mm * width / hair_mm, spot->footprint_mm);
        cover += near * (one - cover);
        shade += near * (dark - shade);
        grey += near * ((part(a.lot, 20) < stubble->grey_share ? 1.0F : 0.0F) - grey);
    }
    scalp_stubble_look look = {.cover = clamp01(cover),
                               .shade = clamp01(shade * (1 - 0.6F * grey))};
    for (int c = 0; c < 3; c++)
        look.hair[c] = stubble->colour[c] + grey * (stubble->grey[c] - stubble->colour[c]);
    return look;
}
