/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin as five layers: published absorption and scattering of its parts.
 *
 * Volume shares add (Jacques 2013, Phys. Med. Biol. 58:R37, section 2):
 * mua = melanin mua_mel + blood mua_blood + (1 - melanin - blood) mua_base. */
#include <scalptor/optics.h>

#include <assert.h>
#include <math.h>

typedef struct haemoglobin {
    double wavelength_nm, oxygenated, deoxygenated;
    const char *source;
} haemoglobin;

#define ROW(...) {__VA_ARGS__},
static const haemoglobin table[] = {
#include "haemoglobin.inc"
};
#undef ROW

enum { rows = sizeof table / sizeof *table };

static const double index_of_skin = 1.40;

/* mus' = scale (rayleigh (nm/500)^-4 + (1 - rayleigh) (nm/500)^-mie) per mm (Jacques 2013,
 * equation 2; parameters in his table 2 from Salomatina et al. 2006). */
typedef struct tissue {
    double thickness_mm;
    double melanin, blood; /* shares for one unit of the person's */
    double saturation;
    double vessel_mm; /* diameter: capillaries in the papillae, venules of the plexus below */
    double scale_per_mm, rayleigh, mie;
    bool fat;
} tissue;

/* Where the melanin lies, saturations and diameters of vessels are fitted, within what anatomy
 * allows, to 4492 measured spectra; see docs/optics.md. */
static const tissue tissues[SCALP_SKIN_LAYERS] = {
    {0.055, 0.3 * 0.080 / 0.055, 0, 0, 0, 6.67, 0.29, 0.689, false},
    {0.025, 0.7 * 0.080 / 0.025, 0, 0, 0, 6.67, 0.29, 0.689, false},
    {0.20, 0, 1, 0.85, 0.008, 4.36, 0.41, 0.562, false},
    {1.72, 0, 0.5, 0.80, 0.100, 4.36, 0.41, 0.562, false},
    {INFINITY, 0, 0.5, 0.80, 0.100, 3.42, 0.26, 0.567, true},
};

/* Inside of a melanosome, per mm: at 500 nm that of Jacques & McAuliffe 1991 (6.6e10 nm^-3.33). The
 * fall with the wavelength is fitted; eumelanin's own is 2.6 in the violet and 3.7 in the red
 * (Sarna & Swartz 1988). */
static double mua_melanosome(double nm) {
    return 67.9 * scalp_pow(nm / 500, -3.0);
}

/* Skin without blood and melanin, per mm: the shape of Jacques 1998
 * (omlc.org/news/jan98/skinoptics.html), 0.0244 and 8.53 there, both fitted here. */
static double mua_base(double nm) {
    return 0.010 + 7.2 * scalp_exp(-(nm - 154) / 66.2);
}

static const double mua_fat = 0.0244; /* the constant part there */

/* Whole blood of 150 g/l, per mm: ln(10) e C / 64500 g/mol (Prahl 1998), as a band of 10 nm sees
 * it: the mean over a triangle of that half width, in the table's steps of 2 nm. */
static double mua_blood(double nm, double saturation) {
    enum { reach = 5 };
    const double place = scalp_clamp((nm - table[0].wavelength_nm) / 2, 0, rows - 1);
    const int i = place < rows - 2 ? (int)place : rows - 2;
    const double t = place - i;
    double sum = 0;
    for (int k = 1 - reach; k <= reach; k++) {
        const int at = i + k < 0 ? 0 : i + k < rows ? i + k : rows - 1;
        const double weight = k < 1 ? reach + k - t : reach - k + t;
        sum += weight *
               (saturation * table[at].oxygenated + (1 - saturation) * table[at].deoxygenated);
    }
    return sum / (reach * reach) * (2.302585093 * 150 / 64500 / 10);
}

/* The same share of blood absorbs less in vessels than spread out: (1 - exp(-x)) / x with x the
 * absorption times the diameter (van Veen et al. 2002, Opt. Lett. 27:246). */
static double packed(double mua, double vessel_mm) {
    const double x = mua * vessel_mm;
    return x > 1e-9 ? mua * (1 - scalp_exp(-x)) / x : mua;
}

/* What a tissue is at a wavelength, whoever's it is. */
typedef struct tissue_optics {
    double melanosome, blood, base, mus, g;
} tissue_optics;

static tissue_optics optics_at(const tissue *t, double nm) {
    const double g = 0.62 + 0.00029 * nm; /* van Gemert et al. 1989 */
    const double x = nm / 500;
    const double reduced = t->scale_per_mm * (t->rayleigh / (x * x * x * x) +
                                              (1 - t->rayleigh) * scalp_pow(x, -t->mie));
    return (tissue_optics){
        .melanosome = t->melanin > 0 ? mua_melanosome(nm) : 0,
        .blood = t->blood > 0 ? packed(mua_blood(nm, t->saturation), t->vessel_mm) : 0,
        .base = t->fat ? mua_fat : mua_base(nm),
        .mus = reduced / (1 - g),
        .g = g,
    };
}

static scalp_layer layer_at(const tissue *t, const tissue_optics *o, const scalp_skin_parts *skin) {
    const double melanin = fmin(t->melanin * skin->melanin, 1), blood = t->blood * skin->blood;
    return (scalp_layer){
        .n = index_of_skin,
        .mua_per_mm = melanin * o->melanosome + blood * o->blood + (1 - melanin - blood) * o->base,
        .mus_per_mm = o->mus * skin->scatter,
        .g = o->g,
        .thickness_mm = t->thickness_mm,
    };
}

void scalp_skin_layers_make(const scalp_skin_parts *skin, const double *wavelengths_nm,
                            size_t count, scalp_layer *layers) {
    assert(skin->melanin >= 0 && skin->blood >= 0 && skin->scatter > 0);
    for (size_t w = 0; w < count; w++) {
        for (size_t i = 0; i < SCALP_SKIN_LAYERS; i++) {
            const tissue_optics o = optics_at(&tissues[i], wavelengths_nm[w]);
            layers[w * SCALP_SKIN_LAYERS + i] = layer_at(&tissues[i], &o, skin);
        }
    }
}

scalp_status scalp_skin_spectrum_make(const scalp_skin_parts *skin, int nodes,
                                      const scalp_work *work, scalp_spectrum *spectrum,
                                      scalp_error *error) {
    double nm[SCALP_SPECTRUM_COUNT];
    scalp_layer layers[SCALP_SPECTRUM_COUNT * SCALP_SKIN_LAYERS];
    scalp_slab slab;
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        nm[i] = scalp_spectrum_wavelength_nm(i);
    scalp_skin_layers_make(skin, nm, SCALP_SPECTRUM_COUNT, layers);
    const scalp_stack stack = {.layers = layers,
                               .layer_count = SCALP_SKIN_LAYERS,
                               .wavelength_count = SCALP_SPECTRUM_COUNT,
                               .above = 1,
                               .below = index_of_skin};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_optics_slab_make(&stack, nodes, work, &slab, error));
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        spectrum->r[i] = slab.ur1[i];
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

static scalp_status ita_of(const scalp_skin_parts *skin, int nodes, const scalp_work *work,
                           double *ita, scalp_error *error) {
    scalp_spectrum spectrum;
    SCALP_TRY(scalp_skin_spectrum_make(skin, nodes, work, &spectrum, error));
    *ita = scalp_ita_deg_from_lab(scalp_lab_from_spectrum(&spectrum, SCALP_ILLUMINANT_D65));
    return SCALP_OK;
}

/* The angle falls with the melanin: false position between two amounts, the end that stays having
 * its value halved (the Illinois rule, Dowell & Jarratt 1971). */
scalp_status scalp_skin_find_melanin(double ita_deg, int nodes, const scalp_work *work,
                                     scalp_skin_parts *skin, scalp_error *error) {
    scalp_skin_parts low = *skin, high = *skin;
    double f_low, f_high, f = 1;
    low.melanin = 0;
    high.melanin = 0.30;
    SCALP_TRY(ita_of(&low, nodes, work, &f_low, error));
    SCALP_TRY(ita_of(&high, nodes, work, &f_high, error));
    if (!(ita_deg >= f_high && ita_deg <= f_low))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "No melanin gives an angle of %g degrees here; %.1f..%.1f are possible.",
                          ita_deg, f_high, f_low);
    f_low -= ita_deg;
    f_high -= ita_deg;
    for (int i = 0, side = 0; i < 60 && fabs(f) > 1e-6; i++) {
        if (f_low == f_high)
            break;
        skin->melanin = (low.melanin * f_high - high.melanin * f_low) / (f_high - f_low);
        SCALP_TRY(ita_of(skin, nodes, work, &f, error));
        f -= ita_deg;
        if (f > 0) {
            low = *skin;
            f_low = f;
            f_high /= side == 1 ? 2 : 1;
            side = 1;
        } else {
            high = *skin;
            f_high = f;
            f_low /= side == -1 ? 2 : 1;
            side = -1;
        }
    }
    return SCALP_OK;
}
