/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light in layers of skin, and what a camera sees of one dot of pigment in it. */
#ifndef SCALPTOR_OPTICS_H
#define SCALPTOR_OPTICS_H

#include <scalptor/colour.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Layers ------------------------------------------------------------------------------ */

#define SCALP_OPTICS_MAX_LAYERS 100
#define SCALP_OPTICS_MAX_WAVELENGTHS 1000

/* A homogeneous layer at one wavelength; Henyey-Greenstein scattering. */
typedef struct scalp_layer {
    double n;            /* refractive index, 1..4 */
    double mua_per_mm;   /* absorption, 0..1e5 */
    double mus_per_mm;   /* scattering, 0..1e5 */
    double g;            /* mean cosine of the scattering angle, above -1, below 1 */
    double thickness_mm; /* at least 1e-9, at most 1e5; the last layer's may be INFINITY */
} scalp_layer;

/* Layers from the lit side down, at one or more wavelengths: layers[w * layer_count + i]. A
 * layer's n and thickness are the same at all wavelengths. */
typedef struct scalp_stack {
    const scalp_layer *layers;
    size_t layer_count, wavelength_count;
    double above, below; /* refractive indices of the surroundings, 1..4 */
} scalp_stack;

/* Shares of the incident flux, one for each wavelength. 1 is for light straight in, U for light
 * of equal radiance from everywhere above; T is what leaves below, R what comes back, both in all
 * directions, reflection at the surface included (Prahl 1995). */
typedef struct scalp_slab {
    const double *ur1, *ut1, *uru, *utu;
    const double *absorbed;         /* of light straight in: [w * layer_count + i] */
    const double *absorbed_diffuse; /* of diffuse light */
} scalp_slab;

/* Finds the stack's reflection, transmission and absorption by adding-doubling with `nodes`
 * directions: 8, 16, 32 or 48. Faces between different indices reflect after Fresnel, without
 * interference. Same stack, same bits on every machine.
 *
 * SCALP_ERR_INPUT names the layer that is none, or says that optical depths of 1e9 beside an opaque
 * layer cannot be computed; SCALP_ERR_LIMIT too many layers, wavelengths, or
 * different indices for so few nodes; SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_optics_slab_make(const scalp_stack *stack, int nodes,
                                                  const scalp_work *work, scalp_slab *slab,
                                                  scalp_error *error);

/* ---- Skin -------------------------------------------------------------------------------- */

/* What differs between people. */
typedef struct scalp_skin_parts {
    double melanin; /* volume share of melanosomes, as if even in an epidermis of 80 um; 0..0.3 */
    double blood;   /* volume share of blood in the papillary dermis, half of it below; 0..0.3 */
    double scatter; /* scattering relative to the mean, 0.3..3 */
} scalp_skin_parts;

#define SCALP_SKIN_LAYERS 5
#define SCALP_SKIN_BLOOD 0.016 /* the mean of forearms at rest */

/* The layers of that skin at each of `count` wavelengths, 380..780 nm, for a scalp_stack between
 * air and nothing: upper epidermis, basal epidermis with seven tenths of the melanin, papillary
 * dermis, reticular dermis, endless fat. Blood lies in vessels and is seen by a band of 10 nm.
 * `layers` holds count * SCALP_SKIN_LAYERS. Sources: docs/optics.md. */
void scalp_skin_layers_make(const scalp_skin_parts *skin, const double *wavelengths_nm,
                            size_t count, scalp_layer *layers);
/* UR1 of that skin, 380..780 nm in steps of 10. Errors as for a slab. */
SCALP_CHECKED scalp_status scalp_skin_spectrum_make(const scalp_skin_parts *skin, int nodes,
                                                    const scalp_work *work,
                                                    scalp_spectrum *spectrum, scalp_error *error);
/* That skin's old pale scars (data/scar_skin.csv). */
scalp_skin_parts scalp_skin_scar(const scalp_skin_parts *skin);
/* The melanin that gives such skin the individual typology angle (D65 / 2 degrees, UR1).
 * SCALP_ERR_INPUT when no amount does, with the angles that can be had. */
SCALP_CHECKED scalp_status scalp_skin_find_melanin(double ita_deg, int nodes,
                                                   const scalp_work *work, scalp_skin_parts *skin,
                                                   scalp_error *error);
/* The skin whose spectrum is nearest to a measured one (8:d or d:8, surface reflection included),
 * least squares from 400 to 700 nm; `rms` is what is left of R. What an instrument loses over the
 * edge of its aperture comes out as less scattering. Errors as for a slab. */
SCALP_CHECKED scalp_status scalp_skin_from_spectrum(const scalp_spectrum *measured, int nodes,
                                                    const scalp_work *work, scalp_skin_parts *skin,
                                                    double *rms, scalp_error *error);

/* The skin whose colour in daylight (surface reflection included) is nearest to a measured one;
 * `difference` is the CIEDE2000 that is left: beyond 1 the colour is hardly skin's. Errors as for a
 * slab; SCALP_ERR_INPUT for a Lab that is no colour. */
SCALP_CHECKED scalp_status scalp_skin_from_lab(scalp_lab measured, int nodes,
                                               const scalp_work *work, scalp_skin_parts *skin,
                                               double *difference, scalp_error *error);

/* ---- A dot ------------------------------------------------------------------------------- */

/* A disc of pigment, whole inside the skin. */
typedef struct scalp_deposit {
    double depth_mm;     /* its centre below the surface */
    double diameter_mm;  /* 0.03..1 */
    double thickness_mm; /* 0.01..0.5 */
    double dmua_per_mm;  /* added absorption inside the disc at 550 nm, 0..2000 */
} scalp_deposit;

/* What is seen of a disc at each wavelength, light straight in and even: contrast = 1 - R/R0 of the
 * diffuse exitance, reflection at the surface left out. Beyond the last radius there is nothing
 * worth seeing. */
typedef struct scalp_dot_seen {
    size_t wavelength_count, radius_count;
    const double *r_mm;      /* radius_count, rising from 0 */
    const double *contrast;  /* [w * radius_count + i] */
    const double *total_mm2; /* integral of the contrast over the plane, all of it */
    const double *hwhm_mm;   /* half width at half maximum; 0 where there is no contrast */
    const double *diffuse;   /* R0: what the bare stack gives back, without the surface's share */
} scalp_dot_seen;

/* A disc in a stack, with its added absorption at each of the stack's wavelengths.
 *
 * Results live in work->memory. SCALP_ERR_INPUT: the disc does not lie between the stack's surface
 * and its end or passes its limits (the sentence names the number), or the stack is none. */
SCALP_CHECKED scalp_status scalp_optics_dot_make(const scalp_stack *stack,
                                                 const scalp_deposit *disc,
                                                 const double *dmua_per_mm, const scalp_work *work,
                                                 scalp_dot_seen *seen, scalp_error *error);
/* The same in modelled skin at the wavelengths of a scalp_spectrum. `diffuse` gets R0, the diffuse
 * part of what the bare skin reflects: UR1 without the surface's own reflection. */
SCALP_CHECKED scalp_status scalp_optics_dot_in_skin(const scalp_skin_parts *skin,
                                                    const scalp_deposit *disc,
                                                    const double dmua_per_mm[SCALP_SPECTRUM_COUNT],
                                                    const scalp_work *work, scalp_dot_seen *seen,
                                                    scalp_spectrum *diffuse, scalp_error *error);
/* The same for `count` pigments or strengths, at least one, in the same disc: a row of absorptions
 * for each, one answer after the other. The light is worked out once. */
SCALP_CHECKED scalp_status scalp_optics_dots_in_skin(const scalp_skin_parts *skin,
                                                     const scalp_deposit *disc,
                                                     const double *dmua_per_mm, size_t count,
                                                     const scalp_work *work, scalp_dot_seen *seen,
                                                     scalp_spectrum *diffuse, scalp_error *error);
/* Full width at half maximum at 550 nm in skin of 41 degrees, of the disc's own absorption; 0
 * without any. Errors as above. Same bits on every machine. */
SCALP_CHECKED scalp_status scalp_optics_seen_diameter(const scalp_deposit *disc,
                                                      const scalp_work *work,
                                                      double *seen_diameter_mm, scalp_error *error);

/* ---- Pigment ----------------------------------------------------------------------------- */

/* What is in a bottle, and how a deposit of it absorbs once healed. A studio's own pigment has the
 * same fields filled in by scalp_pigment_from_swatch; its texts belong to the caller. */
typedef struct scalp_pigment {
    const char *id, *name; /* "carbon-black", "Carbon black" */
    double carbon_mg_per_cm3, haematite_mg_per_cm3, goethite_mg_per_cm3; /* in the bottle */
    double granule_um; /* that healed skin packs it into */
    const char *use;   /* "scalp", or "brow": holds iron oxides */
    const char *source, *date;
    double dmua_per_mm[SCALP_SPECTRUM_COUNT]; /* of a healed deposit, undiluted; 380..780 nm */
} scalp_pigment;

/* A pigment as studios keep it ready: diluted 1:n by volume. */
typedef struct scalp_shade {
    const char *id, *name, *pigment;
    double dilution;
    const char *source, *date;
} scalp_shade;

/* The tables data/pigments.csv and data/shades.csv. */
extern const scalp_pigment scalp_pigments[];
extern const size_t scalp_pigment_count;
extern const scalp_shade scalp_shades[];
extern const size_t scalp_shade_count;

/* The built-in pigment of that id, or NULL. */
const scalp_pigment *scalp_pigment_find(const char *id);
/* "carbon-black, brown-black ..", for messages. */
void scalp_pigment_names(char *text, size_t size);
/* Iron oxides outlast carbon and turn red: on a scalp a reason to warn. Less than a twentieth of
 * the carbon is taken for the error of a swatch. */
bool scalp_pigment_has_iron(const scalp_pigment *pigment);
/* The same deposit of pigment diluted 1:n by volume, n >= 0. */
void scalp_pigment_dmua(const scalp_pigment *pigment, double dilution,
                        double dmua_per_mm[SCALP_SPECTRUM_COUNT]);
/* Works out `dmua_per_mm` from the amounts and the granules' size. */
void scalp_pigment_fill(scalp_pigment *pigment);
/* Colour in daylight of a film of the fresh pigment, diluted 1:n, on white paper (reflectance .88).
 */
scalp_lab scalp_pigment_swatch(const scalp_pigment *pigment, double dilution, double thickness_mm);
/* The pigment whose film on white has the measured colour: amounts of carbon, red and yellow iron
 * oxide, none below nothing; `id` becomes its name. `difference` is the CIEDE2000 that is left:
 * beyond 2 the pigment is of another kind (organic), and its spectrum a guess. A dilution of
 * 0..1000, a film of 0.002..2 mm. SCALP_ERR_INPUT says what is wrong, or that the swatch is too
 * dark or too light. */
SCALP_CHECKED scalp_status scalp_pigment_from_swatch(const char *id, scalp_lab swatch,
                                                     double dilution, double thickness_mm,
                                                     scalp_pigment *pigment, double *difference,
                                                     scalp_error *error);
/* Added absorption at 550 nm of a healed deposit of carbon black diluted 1:n by volume: 7.5 per mm
 * (Bond & Bergstrom 2006) for each of the bottle's 150 mg/cm3. n >= 0. */
double scalp_optics_dmua_from_dilution(double dilution);

/* ---- Monte Carlo ------------------------------------------------------------------------- */

#define SCALP_MC_MAX_PHOTONS 10000000000ULL
#define SCALP_MC_MAX_RINGS 10000
#define SCALP_MC_MAX_SCATTERINGS 3e4

/* What to walk. Rings lie about the point of incidence, [i, i + 1) * ring_mm. */
typedef struct scalp_mc_params {
    uint64_t photons;  /* 1..SCALP_MC_MAX_PHOTONS */
    uint64_t seed;     /* any */
    size_t ring_count; /* 0..SCALP_MC_MAX_RINGS */
    double ring_mm;    /* 1e-6..1e6; without rings of no meaning */
    bool plain;        /* one photon after the other: the same photons, slower, for tests */
} scalp_mc_params;

/* A mean and its standard error; the error is NaN of a single photon. */
typedef struct scalp_estimate {
    double mean, error;
} scalp_estimate;

/* Shares of a thin beam straight in. What is reflected is the surface's share, and what comes back
 * from inside: never scattered (specular) or scattered (diffuse). 1 = surface + specular + diffuse
 * + transmitted + all absorbed, but for the noise of the roulette. */
typedef struct scalp_mc {
    double surface; /* ((n1 - n2) / (n1 + n2))^2: no random number in it */
    scalp_estimate specular, diffuse;
    scalp_estimate reflected; /* surface, specular and diffuse: UR1 */
    scalp_estimate transmitted;
    const scalp_estimate *absorbed; /* of each layer */
    const scalp_estimate *rings; /* diffuse light that leaves in each ring: a share, no density */
    scalp_estimate beyond;       /* and outside of all */
} scalp_mc;

/* Follows `photons` packets of light through a stack of one wavelength (Wang, Jacques & Zheng 1995)
 * with implicit capture, roulette below a weight of 1e-4, Fresnel reflection at every face between
 * different indices; random numbers are xoshiro256++, a stream for each photon. Same stack, params
 * and seed: same bits, for any number of threads and on every machine.
 *
 * SCALP_ERR_INPUT: the stack is none (as for a slab), has more than one wavelength, or params are
 * out of range; a layer scatters light more than SCALP_MC_MAX_SCATTERINGS times on the average
 * before it lets it go, an endless one without absorption for ever. SCALP_ERR_LIMIT,
 * SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_optics_mc_make(const scalp_stack *stack,
                                                const scalp_mc_params *params,
                                                const scalp_work *work, scalp_mc *mc,
                                                scalp_error *error);

/* Contrast of one absorbing disc, 1 - R/R0 of the diffuse exitance under even light straight in, in
 * rings about its axis, and its integral over the plane. */
typedef struct scalp_mc_disc {
    const scalp_estimate *contrast; /* mean over each ring */
    scalp_estimate total_mm2;
    scalp_estimate diffuse; /* R0 */
} scalp_mc_disc;

/* The disc in the stack by Monte Carlo, without any other approximation: the truth that models of a
 * dot are held to. Its axis is upright, it may lie in several layers, depth_mm - thickness_mm / 2
 * at least 0; diameter 1e-3..1e3 mm, dmua 0..1e5 per mm. `plain` of no meaning. Errors as for
 * scalp_optics_mc_make. */
SCALP_CHECKED scalp_status scalp_optics_mc_disc_make(const scalp_stack *stack,
                                                     const scalp_deposit *disc,
                                                     const scalp_mc_params *params,
                                                     const scalp_work *work, scalp_mc_disc *result,
                                                     scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
