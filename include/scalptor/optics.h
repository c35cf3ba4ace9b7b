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

/* ---- A dot ------------------------------------------------------------------------------- */

/* A disc of pigment in the dermis. */
typedef struct scalp_deposit {
    double depth_mm;     /* its centre below the surface, 0.10..0.30 */
    double diameter_mm;  /* 0.05..0.6 */
    double thickness_mm; /* 0.02..0.3 */
    double dmua_per_mm;  /* added absorption inside the disc, 0..500 */
} scalp_deposit;

/* Contrast against radius, one per band (red 650, green 550, blue 450 nm): the sum of a core and
 * a skirt, C(r) = core exp(-r^2 / 2 core_sigma^2) + skirt exp(-r^2 / 2 skirt_sigma^2); contrast
 * is 1 - R/R0 of the diffuse exitance. */
typedef struct scalp_dot_band {
    double core, core_sigma_mm;
    double skirt, skirt_sigma_mm;
    double total_mm2; /* integral over the plane */
} scalp_dot_band;

typedef struct scalp_dot_profile {
    scalp_dot_band band[3];  /* red, green, blue */
    double seen_diameter_mm; /* full width at half maximum, green */
} scalp_dot_profile;

/* Interpolates the reference dots of data/dot_contrast.csv (perturbation Monte Carlo, disc of
 * 0.20 mm by 0.08 mm, Dmua 50 per mm) in depth; other absorption, diameter and thickness by the
 * saturation law D = Dinf [1 - (1 + Dmua l / 2)^-2] and by area; l is 1.03, 1.09, 1.14 mean chords
 * in red, green, blue (fitted to the table's column for 10 per mm). The absorption is the same in
 * all bands, as that of carbon packed in granules is. No profile passes 0.97: where it would, the
 * dot is wider. Values outside the ranges are clamped to them. Total function. */
scalp_dot_profile scalp_optics_dot(const scalp_deposit *deposit);

/* Added absorption at 550 nm of carbon black diluted 1:n by volume: 150 mg/cm3 of carbon in the
 * bottle, 7.5 per mm for each mg/cm3 (Bond & Bergstrom 2006). n >= 0. */
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
