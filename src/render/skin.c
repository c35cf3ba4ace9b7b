/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin as a photograph shows it, without tracing a photon:
 *
 *   diffuse  what each lamp's light leaves after its way through that skin, by band and by how the
 *            surface is bent (spread.c); what the surface reflects on the way in and out is missing
 *   shadow   from the rig's shadow maps, blurred by the same way
 *   sky      hemisphere, times the open share of it, brightened by light from skin to skin
 *   gloss    Fresnel (n = 1.40: 2.8 %) and two GGX lobes (Walter et al. 2007): of the skin, and of
 *            the oil on it, more on scalp, forehead and nose
 *   texture  a little more or less melanin and blood from place to place; fields between furrows,
 *            pores, on the scalp the openings of follicles. In the diffuse light relief shows as
 * far as the spread leaves its period: hardly in red
 *
 * All texture is a function of the place on the head in mm, so that it stays put from view to view;
 * whatever is finer than the pixel is left out, so that it does not shimmer: its slopes then widen
 * the lobes. */
#include "skin.h"

#include "noise.h"

#include <math.h>

/* Roughness (GGX alpha) of dry skin and of oil. */
static const float alpha_skin = 0.26F, alpha_oil = 0.115F;

static float clamp01(float x) {
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* 1 for detail well above the pixel's size, 0 below. */
static float resolved(float period_mm, float footprint_mm) {
    return clamp01((period_mm / footprint_mm - 2.0F) / 2.0F);
}

/* Slopes, to be taken off the normal: as red, green and blue see them, and (last) of the surface.
 */
enum { of_surface = 3, slope_kinds = 4 };

typedef struct relief {
    scalp_noise_point slope[slope_kinds];
    float hidden; /* mean square of the slopes that are finer than a pixel */
    float darken; /* 0..1, in furrows and pores */
    float melanin, blood;
} relief;

typedef struct octave {
    float period_mm, melanin, blood, slope;
} octave;

/* The first are coarse enough to be known at vertices. */
enum { coarse_octaves = 3 };

static const octave octaves[] = {
    {23.0F, 0.055F, 0.0F, 0.0F},    {13.0F, 0.0F, 0.08F, 0.0F},     {6.5F, 0.05F, 0.05F, 0.0F},
    {2.6F, 0.035F, 0.045F, 0.022F}, {1.15F, 0.028F, 0.03F, 0.034F}, {0.45F, 0.03F, 0.02F, 0.05F},
    {0.16F, 0.035F, 0.02F, 0.07F},
};

enum { octave_count = sizeof octaves / sizeof octaves[0] };

_Static_assert((int)octave_count + 2 == (int)SCALP_SKIN_RELIEFS, "a row of `left` for each relief");

static const float furrow_field_mm = 0.58F, furrow_mm = 0.14F, furrow_slope = 0.26F;
static const float pore_field_mm = 0.68F, pore_radius_mm = 0.16F, pore_slope = 0.45F;

/* Mean square of one component of the slope of smooth noise of period 1. */
static const float noise_slope = 0.6F;

static void find_left(scalp_skin *skin) {
    for (int i = 0; i < SCALP_SKIN_RELIEFS; i++) {
        const float period = i < octave_count    ? octaves[i].period_mm
                             : i == octave_count ? furrow_mm
                                                 : 2 * pore_radius_mm;
        for (int c = 0; c < 3; c++)
            skin->left[i][c] = scalp_spread_left(&skin->spread, c, period);
    }
}

/* Light on a place in the open, a head's curve bent, that faces the camera but leans a little
 * towards the key: so neither a cheek nor a forehead is far from the colour asked for. */
static void light_towards(const scalp_skin *skin, const scalp_camera *camera, float light[3]) {
    const float bend_per_mm = 0.011F;
    const double lean = 0.25;
    const scalp_vec3 eye = scalp_mat3_apply_transposed(&camera->rotation, (scalp_vec3){0, 0, -1});
    const scalp_vec3 normal =
        scalp_vec3_unit(scalp_vec3_add(eye, scalp_vec3_scale(skin->rig.lamp[0].direction, lean)));
    const float up = 0.5F + 0.5F * (float)scalp_vec3_dot(normal, skin->rig.up);
    for (int c = 0; c < 3; c++) {
        light[c] = skin->rig.ground[c] + (skin->rig.sky[c] - skin->rig.ground[c]) * up;
        for (int i = 0; i < SCALP_RIG_LAMPS; i++) {
            const scalp_lamp *lamp = &skin->rig.lamp[i];
            light[c] +=
                lamp->colour[c] * scalp_shading_at(skin->shading, i, c,
                                                   (float)scalp_vec3_dot(normal, lamp->direction),
                                                   bend_per_mm);
        }
    }
}

/* Exposure and white balance: that place is to have the albedo as its colour; of light that the
 * camera does not take for white the tint stays. */
static void expose(scalp_skin *skin, const scalp_camera *camera) {
    float light[3];
    light_towards(skin, camera, light);
    const float grey = 0.2126F * light[0] + 0.7152F * light[1] + 0.0722F * light[2];
    for (int c = 0; c < 3; c++) {
        const float gain = 1 / (skin->rig.balanced ? light[c] : grey);
        skin->rig.sky[c] *= gain;
        skin->rig.ground[c] *= gain;
        for (int i = 0; i < SCALP_RIG_LAMPS; i++)
            skin->rig.lamp[i].colour[c] *= gain;
    }
}

/* The texture's own axes, turned so that no plane of the face lies along the lattice of the noise,
 * where it has streaks. */
static const scalp_vec3 texture_turn = {0.29, 0.43, 0.86};

scalp_status scalp_skin_make(const scalp_head *head, const scalp_camera *camera,
                             const scalp_head_look *look, const scalp_work *work, scalp_skin *skin,
                             scalp_error *error) {
    const scalp_rgb colour = scalp_rgb_from_xyz(scalp_xyz_from_lab(look->skin));
    const double ita_deg = scalp_ita_deg_from_lab(look->skin);
    *skin = (scalp_skin){.albedo = {(float)scalp_clamp(colour.r, 0.01, 0.95),
                                    (float)scalp_clamp(colour.g, 0.01, 0.95),
                                    (float)scalp_clamp(colour.b, 0.01, 0.95)},
                         .rig = scalp_rig_make(look->light, camera),
                         .face = scalp_face_plan_make(head),
                         .stubble = scalp_stubble_make(head, look),
                         .spread = scalp_spread_of(ita_deg),
                         .seed = (uint32_t)(look->seed ^ look->seed >> 32)};
    skin->turn = scalp_mat3_rotation(texture_turn);
    find_left(skin);
    SCALP_TRY(scalp_tint_make(ita_deg, work, &skin->tint, error));
    SCALP_TRY(scalp_shading_make(&skin->rig, &skin->spread, work, &skin->shading, error));
    expose(skin, camera);
    return SCALP_OK;
}

static scalp_noise_point place(scalp_vec3 at, float period_mm, float offset) {
    const float k = 1 / period_mm;
    return (scalp_noise_point){(float)at.x * k + offset, (float)at.y * k + 0.37F * offset,
                               (float)at.z * k + 2.3F * offset};
}

static uint32_t octave_seed(const scalp_skin *skin, int i) {
    return skin->seed + 977u * (uint32_t)i;
}

static const uint32_t of_blood = 0x5bd1e995u;
static const float octave_offset = 31.7F;

void scalp_skin_mottle(const scalp_skin *skin, scalp_vec3 position, float *melanin, float *blood) {
    const scalp_vec3 at = scalp_mat3_apply(&skin->turn, position);
    *melanin = *blood = 0;
    for (int i = 0; i < coarse_octaves; i++) {
        const octave *o = &octaves[i];
        const scalp_noise_point p = place(at, o->period_mm, octave_offset);
        const uint32_t seed = octave_seed(skin, i);
        if (o->melanin > 0)
            *melanin += o->melanin * scalp_noise_smooth(p, seed, NULL);
        if (o->blood > 0)
            *blood += o->blood * scalp_noise_smooth(p, seed ^ of_blood, NULL);
    }
}

/* A spot in the texture's axes. */
typedef struct texture_spot {
    scalp_vec3 at;
    float footprint_mm, pores; /* pores: how strong they are */
} texture_spot;

static void add_slope(relief *r, scalp_noise_point slope, float by, const float left[3]) {
    for (int i = 0; i < slope_kinds; i++) {
        const float weight = i == of_surface ? by : by * left[i];
        r->slope[i].x += weight * slope.x;
        r->slope[i].y += weight * slope.y;
        r->slope[i].z += weight * slope.z;
    }
}

static void add_octave(const octave *o, const texture_spot *spot, uint32_t seed,
                       const float left[3], relief *r) {
    const float weight = resolved(o->period_mm, spot->footprint_mm);
    r->hidden += (1 - weight * weight) * o->slope * o->slope * noise_slope;
    if (weight <= 0)
        return;
    const scalp_noise_point p = place(spot->at, o->period_mm, octave_offset);
    scalp_noise_point slope;
    const float n = weight * scalp_noise_smooth(p, seed, &slope);
    r->melanin += o->melanin * n;
    add_slope(r, slope, weight * o->slope, left);
    if (o->blood > 0)
        r->blood += o->blood * weight * scalp_noise_smooth(p, seed ^ of_blood, NULL);
}

/* The net of fine furrows that parts the skin into fields a few tenths of a millimetre wide. */
static void add_furrows(const texture_spot *spot, uint32_t seed, const float left[3], relief *r) {
    const float weight = resolved(furrow_mm, spot->footprint_mm);
    r->hidden += (1 - weight * weight) * 0.25F * furrow_slope * furrow_slope;
    if (weight <= 0)
        return;
    const scalp_noise_cell cell = scalp_noise_cells(place(spot->at, furrow_field_mm, 0), seed);
    const float depth = weight * clamp01(1 - cell.margin * furrow_field_mm / furrow_mm);
    add_slope(r, cell.outwards, -furrow_slope * depth, left);
    r->darken += 0.07F * depth * depth;
}

/* Pits up to 0.2 mm wide at half their depth, about a millimetre apart; on the scalp hairs came out
 * of them. */
static void add_pores(const texture_spot *spot, uint32_t seed, const float left[3], relief *r) {
    /* Dark enough to be seen as soon as a pixel is no wider. */
    const float weight = resolved(3.2F * pore_radius_mm, spot->footprint_mm);
    r->hidden += (1 - weight * weight) * 0.02F * pore_slope * pore_slope;
    if (weight <= 0)
        return;
    const scalp_noise_cell cell = scalp_noise_cells(place(spot->at, pore_field_mm, 5.3F), seed);
    const float t = cell.nearest * pore_field_mm / pore_radius_mm;
    if (t >= 1)
        return;
    const float strength = weight * spot->pores, rest = 1 - t * t;
    add_slope(r, cell.outwards, pore_slope * strength * 1.5F * t * rest, left);
    r->darken += 0.3F * strength * rest * rest;
}

static void turn_back(const scalp_mat3 *turn, scalp_noise_point *slope) {
    const scalp_vec3 s = scalp_mat3_apply_transposed(
        turn, (scalp_vec3){(double)slope->x, (double)slope->y, (double)slope->z});
    *slope = (scalp_noise_point){(float)s.x, (float)s.y, (float)s.z};
}

static relief relief_make(const scalp_skin *skin, const scalp_spot *spot) {
    relief r = {.melanin = spot->melanin, .blood = spot->blood};
    const texture_spot t = {.at = scalp_mat3_apply(&skin->turn, spot->position),
                            .footprint_mm = spot->footprint_mm,
                            .pores = scalp_face_pores(&skin->face, spot)};
    for (int i = coarse_octaves; i < octave_count; i++)
        add_octave(&octaves[i], &t, octave_seed(skin, i), skin->left[i], &r);
    add_furrows(&t, skin->seed, skin->left[octave_count], &r);
    add_pores(&t, skin->seed ^ 0x2545f491u, skin->left[octave_count + 1], &r);
    for (int i = 0; i < slope_kinds; i++)
        turn_back(&skin->turn, &r.slope[i]);
    return r;
}

/* The normal of the surface itself, relief and all. */
static scalp_vec3 rough_normal(const scalp_spot *spot, const relief *r) {
    const scalp_noise_point s = r->slope[of_surface];
    scalp_vec3 slope = {(double)s.x, (double)s.y, (double)s.z};
    const double along = scalp_vec3_dot(slope, spot->normal);
    slope = scalp_vec3_sub(slope, scalp_vec3_scale(spot->normal, along));
    return scalp_vec3_unit(scalp_vec3_sub(spot->normal, slope));
}

static float dot(scalp_vec3 a, scalp_vec3 b) {
    return (float)scalp_vec3_dot(a, b);
}

/* The cosine between a lamp and the normal with the relief of that kind. */
static float rough_cosine(const scalp_spot *spot, const relief *r, int kind, scalp_vec3 lamp) {
    const scalp_noise_point s = r->slope[kind];
    const float nx = (float)spot->normal.x, ny = (float)spot->normal.y, nz = (float)spot->normal.z;
    const float along = s.x * nx + s.y * ny + s.z * nz;
    const float square = s.x * s.x + s.y * s.y + s.z * s.z - along * along;
    const float x = nx * (1 + along) - s.x, y = ny * (1 + along) - s.y, z = nz * (1 + along) - s.z;
    return (x * (float)lamp.x + y * (float)lamp.y + z * (float)lamp.z) / sqrtf(1 + square);
}

static void add_diffuse(const scalp_skin *skin, const scalp_spot *spot, const relief *r,
                        float light[3]) {
    const float bend = spot->reach.bend_per_mm;
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < SCALP_RIG_LAMPS; i++) {
            const scalp_lamp *lamp = &skin->rig.lamp[i];
            const float open = i == 0 ? spot->reach.key[c] : spot->reach.share[i];
            if (open > 0)
                light[c] += lamp->colour[c] * open *
                            scalp_shading_at(skin->shading, i, c,
                                             rough_cosine(spot, r, c, lamp->direction), bend);
        }
    }
}

/* What a fold does not see of the sky it sees of skin, lit like most of it, the less so the deeper
 * it is. */
static void add_sky(const scalp_skin *skin, const scalp_spot *spot, const float albedo[3],
                    float light[3]) {
    const float up = 0.5F + 0.5F * dot(spot->normal, skin->rig.up);
    const float open = spot->reach.share[SCALP_RIG_LAMPS], closed = 1 - open;
    for (int c = 0; c < 3; c++) {
        const float sky = skin->rig.ground[c] + (skin->rig.sky[c] - skin->rig.ground[c]) * up;
        const float beside = 0.3F * skin->rig.lamp[0].colour[c] * skin->albedo[c];
        light[c] += open * (sky + 1.5F * beside * closed) / (1 - albedo[c] * closed);
    }
}

/* GGX, times pi. */
static float lobe(float nh, float alpha) {
    const float a2 = alpha * alpha, d = nh * nh * (a2 - 1) + 1;
    return a2 / (d * d);
}

typedef struct sheen_parts {
    float shine;  /* compared with plain skin */
    float oil;    /* share of the surface that oil makes smooth */
    float hidden; /* mean square of slopes finer than the pixel */
} sheen_parts;

/* Light thrown back by the surface itself towards the camera: one lamp, times pi. */
static float sheen(const scalp_spot *spot, scalp_vec3 n, const sheen_parts *g,
                   const scalp_lamp *lamp) {
    const float facing = dot(n, lamp->direction);
    if (facing <= 0)
        return 0;
    const scalp_vec3 half = scalp_vec3_unit(scalp_vec3_add(spot->view, lamp->direction));
    const float nh = clamp01(dot(n, half)), lh = clamp01(dot(lamp->direction, half));
    /* What the pixel does not resolve and what the lamp's size adds. */
    const float more = 2 * g->hidden + 0.06F * (float)(lamp->spread * lamp->spread);
    const float both = (1 - g->oil) * lobe(nh, sqrtf(alpha_skin * alpha_skin + more)) +
                       g->oil * lobe(nh, sqrtf(alpha_oil * alpha_oil + more));
    return both * scalp_shading_fresnel(lh) * facing / (4 * (lh * lh > 0.1F ? lh * lh : 0.1F));
}

static void add_sheen(const scalp_skin *skin, const scalp_spot *spot, const relief *r,
                      const sheen_parts *g, float rgb[3]) {
    const scalp_vec3 n = rough_normal(spot, r);
    for (int i = 0; i < SCALP_RIG_LAMPS; i++) {
        const float s = g->shine * spot->reach.share[i] * sheen(spot, n, g, &skin->rig.lamp[i]);
        for (int c = 0; c < 3; c++)
            rgb[c] += s * skin->rig.lamp[i].colour[c];
    }
    const float facing = dot(n, spot->view);
    const scalp_vec3 mirror = scalp_vec3_sub(scalp_vec3_scale(n, 2 * (double)facing), spot->view);
    const float up = 0.5F + 0.5F * dot(mirror, skin->rig.up);
    const float open = spot->reach.share[SCALP_RIG_LAMPS];
    /* A rough surface never becomes a mirror, not even at a glance. */
    const float s =
        0.5F * g->shine * open * open * scalp_shading_fresnel(facing > 0.25F ? facing : 0.25F);
    for (int c = 0; c < 3; c++)
        rgb[c] += s * (skin->rig.ground[c] + (skin->rig.sky[c] - skin->rig.ground[c]) * up);
}

/* Light that comes up at a glance is thrown back in: skin darkens towards its rim, where relief
 * keeps it from being quite a glance. */
static float let_out(const scalp_spot *spot) {
    const float facing = dot(spot->normal, spot->view);
    return (1 - scalp_shading_fresnel(facing > 0.42F ? facing : 0.42F)) /
           (1 - scalp_shading_fresnel(1));
}

/* Hair begins and ends unevenly. */
static scalp_stubble_look stubble_at(const scalp_skin *skin, const scalp_spot *spot) {
    const float uneven_mm = 5, uneven = 0.3F;
    const scalp_vec3 at = scalp_mat3_apply(&skin->turn, spot->position);
    const float h = spot->hair;
    const float n = scalp_noise_smooth(place(at, uneven_mm, 3.7F), skin->seed ^ 0x3c6ef372u, NULL);
    const scalp_vec3 along = scalp_stubble_along(&skin->stubble, spot->position, spot->normal);
    const scalp_stubble_spot s = {.at = at,
                                  .normal = scalp_mat3_apply(&skin->turn, spot->normal),
                                  .along = scalp_mat3_apply(&skin->turn, along),
                                  .footprint_mm = spot->footprint_mm,
                                  .density = clamp01(h + uneven * n * 4 * h * (1 - h)),
                                  .seed = skin->seed ^ 0x1b873593u};
    return scalp_stubble_at(&skin->stubble, &s);
}

void scalp_skin_shade(const scalp_skin *skin, const scalp_spot *spot, float diffuse[3],
                      float gloss[3]) {
    relief r = relief_make(skin, spot);
    const scalp_face_look look = scalp_face_paint(&skin->face, spot, skin->seed);
    float albedo[3], light[3] = {0};
    scalp_stubble_look stubble = {.cover = 0};
    if (spot->hair > 0.004F)
        stubble = stubble_at(skin, spot);
    r.melanin += look.melanin;
    r.blood += look.blood;
    for (int c = 0; c < 3; c++) {
        const float density = r.melanin * skin->tint.melanin[c] + r.blood * skin->tint.blood[c];
        const float bare = skin->albedo[c] * expf(-density) * (1 - r.darken);
        const float shaved = bare * (1 - stubble.shade);
        const float haired = shaved + stubble.cover * (stubble.hair[c] - shaved);
        albedo[c] = haired + look.hair * (scalp_face_hair[c] - haired);
        gloss[c] = 0;
    }
    const sheen_parts parts = {
        /* little light finds its way out of a pit */
        .shine = look.shine * (1 - fminf(1, 1.6F * r.darken)) * (1 - 0.75F * clamp01(spot->hair)),
        .oil = scalp_face_oil(&skin->face, spot),
        .hidden = r.hidden};
    add_diffuse(skin, spot, &r, light);
    add_sky(skin, spot, albedo, light);
    const float out = let_out(spot);
    for (int c = 0; c < 3; c++)
        diffuse[c] = albedo[c] * light[c] * out;
    add_sheen(skin, spot, &r, &parts, gloss);
}
