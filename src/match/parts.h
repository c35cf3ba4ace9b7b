/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the room share. */
#ifndef SCALPTOR_MATCH_PARTS_H
#define SCALPTOR_MATCH_PARTS_H

#include <scalptor/match.h>

#define MATCH_NODES 8 /* directions; colours within 0.12 of the exact ones */
#define MATCH_NEEDLES 16
#define MATCH_DILUTIONS SCALP_MATCH_MAX_TRIED

typedef struct match_needle {
    const char *code;
    double diameter_mm;
    int count;
} match_needle;

/* "0601RL, 0603RL ..": room for MATCH_NEEDLES names. */
void match_needle_names(char *text);
/* The codes, finest deposit first; `only` keeps one. */
size_t match_needles(const char *only, const char *codes[MATCH_NEEDLES]);

/* Absorption inside a fibre, per mm. */
double match_hair_mua(const scalp_hair *hair, size_t wavelength, bool white);
/* Share of the light that passes a fibre. */
double match_hair_through(const scalp_hair *hair, size_t wavelength, bool white,
                          double diameter_mm);
/* Reflectance of a fibre that lies on skin of the given reflectance. */
double match_hair_on_skin(const scalp_hair *hair, size_t wavelength, bool white, double diameter_mm,
                          double skin);

/* The spectrum bent smoothly to that colour in daylight, as near as a surface can come. */
scalp_spectrum match_tint(const scalp_spectrum *from, scalp_lab want);

/* What is the same for all shades. */
typedef struct match_scene {
    scalp_match_request ask; /* defaults filled in */
    scalp_response response; /* of the client's skin to pigment */
    scalp_skin_parts parts;
    double skin_difference;
    scalp_spectrum modelled;      /* the model's skin */
    scalp_spectrum skin, diffuse; /* the client's: all it reflects, and what comes from inside */
    scalp_lab skin_lab[SCALP_MATCH_LIGHTS], stubble_lab[SCALP_MATCH_LIGHTS];
    const scalp_work *work;
} match_scene;

void match_colours(const scalp_spectrum *spectrum, scalp_lab lab[SCALP_MATCH_LIGHTS]);
scalp_status match_skin(match_scene *scene, scalp_error *error);
scalp_status match_stubble(match_scene *scene, scalp_error *error);

/* What a dot takes from the light, over the zone and in its middle. */
typedef struct match_dot {
    double total_mm2[SCALP_SPECTRUM_COUNT], middle[SCALP_SPECTRUM_COUNT];
    double seen_diameter_mm;
} match_dot;

scalp_status match_dot_make(const match_scene *scene, const scalp_skin_parts *skin,
                            const scalp_deposit *deposit,
                            const double dmua_per_mm[SCALP_SPECTRUM_COUNT], match_dot *dot,
                            scalp_error *error);
/* The skin with `per_mm2` things in it that each take `total_mm2` of its light. */
scalp_spectrum match_zone(const match_scene *scene, const double *total_mm2, double per_mm2);

/* Everything about shades of one pigment and needle, `count` dilutions; `deeper_mm` moves the
 * deposit. */
scalp_status match_shades(const match_scene *scene, const scalp_pigment *pigment,
                          const double *dilutions, size_t count, const char *needle,
                          double deeper_mm, scalp_match_shade *shades, scalp_error *error);
/* The same for one. */
scalp_status match_shade(const match_scene *scene, const scalp_pigment *pigment, double dilution,
                         const char *needle, double deeper_mm, scalp_match_shade *shade,
                         scalp_error *error);
/* The zone so many days after the session. */
scalp_status match_later(const match_scene *scene, const scalp_match_shade *shade, double days,
                         scalp_lab lab[SCALP_MATCH_LIGHTS], scalp_error *error);

scalp_status match_search(const match_scene *scene, scalp_match *match, scalp_error *error);
/* The next lighter of the dilutions that are tried; the lightest for itself. */
double match_lighter(double dilution);
/* Blond, white, grey: never undiluted black. */
bool match_light_hair(const match_scene *scene);

/* How far the zone's b lies below that of skin darkened without change of hue; negative is blue. */
double match_blue(scalp_lab zone, scalp_lab skin);
scalp_status match_warn(const match_scene *scene, scalp_match *match, scalp_error *error);

#endif
