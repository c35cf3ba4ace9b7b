/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin as a photograph shows it, without tracing a photon:
 *
 *   diffuse   Lambert, wrapped round the terminator, more for red, whose light travels millimetres
 *             under the skin (optics: the red skirt of every dot); small relief shows less in red
 *   shadow    from the rig's shadow maps; its rim is red for the same reason
 *   sky       hemisphere, times the open share of it, brightened by light from skin to skin
 *   sheen     Fresnel (n = 1.40: 2.8 %) and a broad GGX lobe (Walter et al. 2007) over the relief
 *   colour    a little more or less melanin and blood from place to place
 *
 * All texture is a function of the place on the head in mm, so that it stays put from view to view;
 * whatever is finer than the pixel is left out, so that it does not shimmer. */
#include "skin.h"

#include "noise.h"

#include <math.h>

static const float wrap[3] = {0.34F, 0.17F, 0.11F};
static const float relief_seen[3] = {0.35F, 0.65F, 0.8F};
static const float fresnel_normal = 0.028F, roughness = 0.43F;

/* How strongly a unit of melanin and of blood darkens red, green, blue (relative absorption at 650,
 * 550 and 450 nm: melanin ~ wavelength^-3.3, blood by its bands). */
static const float melanin_rgb[3] = {0.55F, 0.85F, 1.15F}, blood_rgb[3] = {0.08F, 1.0F, 0.7F};

static float clamp01(float x) {
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* 1 for detail well above the pixel's size, 0 below. */
static float resolved(float period_mm, float footprint_mm) {
    return clamp01((period_mm / footprint_mm - 2.0F) / 2.0F);
}

typedef struct relief {
    float x, y, z; /* slope to be taken off the normal */
    float darken;  /* 0..1, in furrows */
    float melanin, blood;
} relief;

typedef struct octave {
    float period_mm, melanin, blood, slope;
} octave;

static const octave octaves[] = {
    {23.0F, 0.055F, 0.0F, 0.0F},   {13.0F, 0.0F, 0.10F, 0.0F},    {6.5F, 0.05F, 0.05F, 0.02F},
    {2.6F, 0.035F, 0.06F, 0.018F}, {1.15F, 0.035F, 0.06F, 0.04F}, {0.45F, 0.035F, 0.03F, 0.07F},
    {0.16F, 0.03F, 0.02F, 0.07F},
};

static void add_octave(const octave *o, const scalp_spot *spot, uint32_t seed, relief *r) {
    const float weight = resolved(o->period_mm, spot->footprint_mm);
    if (weight <= 0)
        return;
    const float k = 1 / o->period_mm;
    const scalp_noise_point p = {(float)spot->position.x * k + 31.7F,
                                 (float)spot->position.y * k + 11.3F,
                                 (float)spot->position.z * k + 71.9F};
    scalp_noise_point slope;
    const float n = weight * scalp_noise_smooth(p, seed, &slope);
    r->melanin += o->melanin * n;
    r->x += weight * o->slope * slope.x;
    r->y += weight * o->slope * slope.y;
    r->z += weight * o->slope * slope.z;
    if (o->blood > 0)
        r->blood += o->blood * weight * scalp_noise_smooth(p, seed ^ 0x5bd1e995u, NULL);
}

/* The net of fine furrows that parts the skin into fields a few tenths of a millimetre wide. */
static void add_furrows(const scalp_spot *spot, uint32_t seed, relief *r) {
    const float period = 0.85F, weight = resolved(0.28F, spot->footprint_mm);
    if (weight <= 0)
        return;
    const float k = 1 / period;
    const scalp_noise_cell cell = scalp_noise_cells(
        (scalp_noise_point){(float)spot->position.x * k, (float)spot->position.y * k,
                            (float)spot->position.z * k},
        seed);
    const float depth = weight * clamp01(1 - cell.margin / 0.28F);
    r->x += 0.07F * depth * cell.outwards.x;
    r->y += 0.07F * depth * cell.outwards.y;
    r->z += 0.07F * depth * cell.outwards.z;
    r->darken += 0.05F * depth * depth;
}

static relief relief_make(const scalp_spot *spot, uint32_t seed) {
    relief r = {0};
    for (size_t i = 0; i < sizeof octaves / sizeof octaves[0]; i++)
        add_octave(&octaves[i], spot, seed + 977u * (uint32_t)i, &r);
    add_furrows(spot, seed, &r);
    return r;
}

/* The normal with a share of the relief taken into account. */
static scalp_vec3 rough_normal(const scalp_spot *spot, const relief *r, double share) {
    scalp_vec3 slope = {(double)r->x * share, (double)r->y * share, (double)r->z * share};
    const double along = scalp_vec3_dot(slope, spot->normal);
    slope = scalp_vec3_sub(slope, scalp_vec3_scale(spot->normal, along));
    return scalp_vec3_unit(scalp_vec3_sub(spot->normal, slope));
}

static float dot(scalp_vec3 a, scalp_vec3 b) {
    return (float)scalp_vec3_dot(a, b);
}

static float fresnel(float cosine) {
    const float m = 1 - clamp01(cosine), m2 = m * m;
    return fresnel_normal + (1 - fresnel_normal) * m2 * m2 * m;
}

static float open_share(const scalp_spot *spot, int lamp, int band) {
    const float share = spot->reach.share[lamp];
    /* Light that went in beside the shadow comes out inside it: most in red. */
    return share + wrap[band] * share * (1 - share);
}

static void add_diffuse(const scalp_skin *skin, const scalp_spot *spot, const relief *r,
                        float light[3]) {
    for (int c = 0; c < 3; c++) {
        const scalp_vec3 n = rough_normal(spot, r, (double)relief_seen[c]);
        for (int i = 0; i < SCALP_RIG_LAMPS; i++) {
            const scalp_lamp *lamp = &skin->rig.lamp[i];
            const float facing = (dot(n, lamp->direction) + wrap[c]) / (1 + wrap[c]);
            if (facing > 0)
                light[c] += lamp->colour[c] * facing * open_share(spot, i, c);
        }
    }
}

static void add_sky(const scalp_skin *skin, const scalp_spot *spot, const float albedo[3],
                    float light[3]) {
    const float up = 0.5F + 0.5F * dot(spot->normal, skin->rig.up);
    const float open = spot->reach.share[SCALP_RIG_LAMPS];
    for (int c = 0; c < 3; c++) {
        const float sky = skin->rig.ground[c] + (skin->rig.sky[c] - skin->rig.ground[c]) * up;
        light[c] += sky * open / (1 - albedo[c] * (1 - open));
    }
}

/* Light thrown back by the surface itself towards the camera: one lamp, times pi. */
static float sheen(const scalp_spot *spot, scalp_vec3 n, const scalp_lamp *lamp) {
    const float facing = dot(n, lamp->direction);
    if (facing <= 0)
        return 0;
    const scalp_vec3 half = scalp_vec3_unit(scalp_vec3_add(spot->view, lamp->direction));
    const float nh = clamp01(dot(n, half)), lh = clamp01(dot(lamp->direction, half));
    const float alpha = roughness * roughness + 0.25F * (float)lamp->spread, a2 = alpha * alpha;
    const float d = nh * nh * (a2 - 1) + 1;
    const float lobe = a2 / (d * d); /* times pi */
    return lobe * fresnel(lh) * facing / (4 * (lh * lh > 0.1F ? lh * lh : 0.1F));
}

static void add_sheen(const scalp_skin *skin, const scalp_spot *spot, const relief *r, float shine,
                      float rgb[3]) {
    const scalp_vec3 n = rough_normal(spot, r, 1.0);
    for (int i = 0; i < SCALP_RIG_LAMPS; i++) {
        const float s = shine * spot->reach.share[i] * sheen(spot, n, &skin->rig.lamp[i]);
        for (int c = 0; c < 3; c++)
            rgb[c] += s * skin->rig.lamp[i].colour[c];
    }
    const float facing = dot(n, spot->view);
    const scalp_vec3 mirror = scalp_vec3_sub(scalp_vec3_scale(n, 2 * (double)facing), spot->view);
    const float up = 0.5F + 0.5F * dot(mirror, skin->rig.up);
    const float open = spot->reach.share[SCALP_RIG_LAMPS];
    /* A rough surface never becomes a mirror, not even at a glance. */
    const float s = 0.5F * shine * open * open * fresnel(facing > 0.25F ? facing : 0.25F);
    for (int c = 0; c < 3; c++)
        rgb[c] += s * (skin->rig.ground[c] + (skin->rig.sky[c] - skin->rig.ground[c]) * up);
}

void scalp_skin_shade(const scalp_skin *skin, const scalp_spot *spot, float rgb[3]) {
    const relief r = relief_make(spot, skin->seed);
    float albedo[3], light[3] = {0};
    for (int c = 0; c < 3; c++) {
        const float pigment = r.melanin * melanin_rgb[c] + r.blood * blood_rgb[c];
        albedo[c] = skin->albedo[c] * expf(-pigment) * (1 - r.darken);
    }
    const float shine = scalp_face_paint(&skin->face, spot, skin->seed, albedo);
    add_diffuse(skin, spot, &r, light);
    add_sky(skin, spot, albedo, light);
    for (int c = 0; c < 3; c++)
        rgb[c] = albedo[c] * light[c];
    add_sheen(skin, spot, &r, shine, rgb);
}
