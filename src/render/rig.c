/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rig.h"

#include <math.h>

/* ---- The lamps ---------------------------------------------------------------------------- */

/* A lamp in the camera's axes: degrees to the right and above, as seen from the head towards the
 * camera; power; degrees of angular radius. */
typedef struct lamp_spec {
    double right_deg, above_deg, power, radius_deg;
    float colour[3];
} lamp_spec;

typedef struct rig_spec {
    lamp_spec lamp[SCALP_RIG_LAMPS]; /* key, fill, rim */
    float sky[3], ground[3];
    float backdrop[2];
    bool balanced;
} rig_spec;

/* Judged by eye, for portraits that look like photographs. Colours are what is left after the
 * camera's white balance: full for daylight and flash, in part for lamps (illuminant A is redder
 * by far: 1 : 0.6 : 0.25). */
static const rig_spec specs[SCALP_LIGHT_COUNT] = {
    [SCALP_LIGHT_DAYLIGHT] = {{{-32, 25, 0.66, 24, {1.02F, 1.0F, 0.97F}},
                               {50, 8, 0.24, 25, {0.98F, 1.0F, 1.02F}},
                               {150, 35, 0.05, 20, {1.0F, 1.0F, 1.0F}}},
                              {0.37F, 0.38F, 0.395F},
                              {0.19F, 0.165F, 0.15F},
                              {0.42F, 0.17F},
                              true},
    [SCALP_LIGHT_WARM] = {{{-30, 34, 0.80, 16, {1.17F, 0.97F, 0.72F}},
                           {55, 15, 0.18, 25, {1.15F, 0.97F, 0.74F}},
                           {155, 40, 0.05, 20, {1.15F, 0.97F, 0.74F}}},
                          {0.36F, 0.30F, 0.225F},
                          {0.14F, 0.115F, 0.085F},
                          {0.30F, 0.10F},
                          false},
    [SCALP_LIGHT_FLASH] = {{{7, 14, 1.08, 2.5, {1.0F, 1.0F, 1.01F}},
                            {-40, 60, 0.04, 25, {1.0F, 0.95F, 0.88F}},
                            {160, 40, 0.02, 15, {1.0F, 0.95F, 0.88F}}},
                           {0.17F, 0.165F, 0.16F},
                           {0.10F, 0.094F, 0.088F},
                           {0.26F, 0.10F},
                           true},
};

static scalp_vec3 direction_from(const scalp_camera *camera, double right_deg, double above_deg) {
    double sr, cr, sa, ca;
    scalp_sincos(right_deg * (SCALP_PI / 180), &sr, &cr);
    scalp_sincos(above_deg * (SCALP_PI / 180), &sa, &ca);
    return scalp_mat3_apply_transposed(&camera->rotation, (scalp_vec3){sr * ca, -sa, -cr * ca});
}

scalp_rig scalp_rig_make(scalp_light light, const scalp_camera *camera) {
    const rig_spec *spec = &specs[light];
    scalp_rig rig = {.backdrop = {spec->backdrop[0], spec->backdrop[1]},
                     .balanced = spec->balanced};
    for (int i = 0; i < SCALP_RIG_LAMPS; i++) {
        const lamp_spec *lamp = &spec->lamp[i];
        double sine, cosine;
        scalp_sincos(lamp->radius_deg * (SCALP_PI / 180), &sine, &cosine);
        rig.lamp[i].direction = direction_from(camera, lamp->right_deg, lamp->above_deg);
        rig.lamp[i].spread = sine / cosine;
        for (int c = 0; c < 3; c++)
            rig.lamp[i].colour[c] = lamp->colour[c] * (float)lamp->power;
    }
    for (int c = 0; c < 3; c++) {
        rig.sky[c] = spec->sky[c];
        rig.ground[c] = spec->ground[c];
    }
    /* Half the head's own up, half the camera's: a head seen from above still has a bright side. */
    const scalp_vec3 screen = direction_from(camera, 0, 60);
    rig.up = scalp_vec3_unit(scalp_vec3_add((scalp_vec3){0, 1, 0}, screen));
    return rig;
}
