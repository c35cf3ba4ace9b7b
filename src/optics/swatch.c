/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pigment from what it is made of, and what it is made of from a measured swatch.
 *
 * Grains absorb as opaque spheres do (van de Hulst 1957, 11.22): of the light on its cross-section
 * a grain of diameter d takes Q(y) = 1 + 2 exp(-y) / y + 2 (exp(-y) - 1) / y^2, y = 4 pi k d /
 * wavelength, a gram 3 Q / (2 rho d). Carbon never takes more than when finely dispersed.
 *
 * A swatch is a film of fresh pigment on white: light passes it twice, R = white exp(-2 thickness
 * mua) (Beer and Lambert); scattering in the film is left out. Carbon, red and yellow iron oxide
 * are three amounts for three numbers; where the best would be below nothing it is nothing. */
#include <scalptor/optics.h>

#include <math.h>
#include <string.h>

enum { parts = 3, most_steps = 60 };

typedef struct part_row {
    double wavelength_nm, k[parts];
    const char *source;
} part_row;

#define ROW(nm, carbon, haematite, goethite, source)                                               \
    {(nm), {(carbon), (haematite), (goethite)}, (source)},
static const part_row table[] = {
#include "pigment_parts.inc"
};
#undef ROW

_Static_assert(sizeof table / sizeof *table == SCALP_SPECTRUM_COUNT, "one row a wavelength");

static const double density_g_per_cm3[parts] = {1.8, 5.26, 4.28};
static const double fresh_um[parts] = {0.04, 0.2, 0.2};
static const double dispersed_m2_per_g = 7.5, dispersed_slope = 1.05;
/* Healing gathers what lay along the needle's path in a thin disc. So many times the bottle's
 * concentration keeps 7.5 per mm for each mg/cm3 of the bottle's carbon, packed as it then is. */
static const double gathered = 2.891602;

static const double white = 0.88; /* paper */
static const double least_l = 8;  /* a darker swatch tells nothing */
static const double most_mg_per_cm3 = 800, none_mg_per_cm3 = 1e-3;

/* Absorption of grains, m2/g, which is also per mm for each mg/cm3. */
static double grains(int part, size_t w, double grain_um) {
    const double inside = 4 * SCALP_PI * table[w].k[part] / (table[w].wavelength_nm / 1000);
    const double y = inside * grain_um, e = scalp_exp(-y);
    const double q = y < 0.01 ? 2 * y / 3 - y * y / 4 : 1 + 2 * e / y + 2 * (e - 1) / (y * y);
    const double packed = 3 * q / (2 * density_g_per_cm3[part] * grain_um);
    if (part > 0)
        return packed;
    const double most =
        dispersed_m2_per_g * scalp_pow(550 / table[w].wavelength_nm, dispersed_slope);
    return packed < most ? packed : most;
}

void scalp_pigment_fill(scalp_pigment *pigment) {
    const double amount[parts] = {pigment->carbon_mg_per_cm3, pigment->haematite_mg_per_cm3,
                                  pigment->goethite_mg_per_cm3};
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        double sum = 0;
        for (int k = 0; k < parts; k++)
            sum += amount[k] * grains(k, w, pigment->granule_um);
        pigment->dmua_per_mm[w] = gathered * sum;
    }
}

/* ---- Swatches ---------------------------------------------------------------------------- */

static scalp_lab swatch_of(const double amount[parts], double dilution, double thickness_mm) {
    scalp_spectrum film;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        double mua = 0;
        for (int k = 0; k < parts; k++)
            mua += amount[k] * grains(k, w, fresh_um[k]) / (1 + dilution);
        film.r[w] = white * scalp_exp(-2 * thickness_mm * mua);
    }
    return scalp_lab_from_spectrum(&film, SCALP_ILLUMINANT_D65);
}

scalp_lab scalp_pigment_swatch(const scalp_pigment *pigment, double dilution, double thickness_mm) {
    const double amount[parts] = {pigment->carbon_mg_per_cm3, pigment->haematite_mg_per_cm3,
                                  pigment->goethite_mg_per_cm3};
    return swatch_of(amount, dilution, thickness_mm);
}

typedef struct fit {
    scalp_lab wanted;
    double dilution, thickness_mm;
    double x[parts]; /* logarithms of the amounts */
    double residual[3], slope[parts][3], square;
} fit;

static void residual_at(const fit *f, const double *x, double *r) {
    double amount[parts];
    for (int k = 0; k < parts; k++)
        amount[k] = scalp_exp(x[k]);
    const scalp_lab lab = swatch_of(amount, f->dilution, f->thickness_mm);
    r[0] = lab.l - f->wanted.l;
    r[1] = lab.a - f->wanted.a;
    r[2] = lab.b - f->wanted.b;
}

static double dot(const double *a, const double *b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void evaluate(fit *f) {
    residual_at(f, f->x, f->residual);
    f->square = dot(f->residual, f->residual);
}

static double determinant(double m[parts][parts]) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
           m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/* A step of Levenberg and Marquardt (Marquardt 1963) by Cramer's rule, within the limits. */
static void next(const fit *f, double damping, double *x) {
    double m[parts][parts];
    for (int i = 0; i < parts; i++) {
        for (int k = 0; k < parts; k++)
            m[i][k] = dot(f->slope[i], f->slope[k]) + (i == k ? damping : 0);
    }
    const double whole = determinant(m);
    for (int k = 0; k < parts; k++) {
        double changed[parts][parts];
        for (int i = 0; i < parts; i++) {
            for (int j = 0; j < parts; j++)
                changed[i][j] = j == k ? -dot(f->slope[i], f->residual) : m[i][j];
        }
        const double move = scalp_clamp(determinant(changed) / whole, -1, 1);
        x[k] = scalp_clamp(f->x[k] + move, scalp_log(none_mg_per_cm3), scalp_log(most_mg_per_cm3));
    }
}

static void find_slopes(fit *f) {
    const double step = 1e-5;
    for (int k = 0; k < parts; k++) {
        double x[parts] = {f->x[0], f->x[1], f->x[2]}, there[3];
        x[k] += step;
        residual_at(f, x, there);
        for (int i = 0; i < 3; i++)
            f->slope[k][i] = (there[i] - f->residual[i]) / step;
    }
}

static void descend(fit *f) {
    double damping = 1;
    evaluate(f);
    for (int i = 0; i < most_steps && f->square > 1e-14; i++) {
        fit there = *f;
        find_slopes(f);
        next(f, damping, there.x);
        evaluate(&there);
        damping *= there.square < f->square ? 0.2 : 6;
        if (there.square < f->square) {
            for (int k = 0; k < parts; k++)
                f->x[k] = there.x[k];
            evaluate(f);
        }
        if (damping > 1e12)
            break;
    }
}

/* From mostly carbon, mostly red, mostly yellow, and all alike. */
static fit best_fit(scalp_lab wanted, double dilution, double thickness_mm) {
    static const double starts[][parts] = {{1, .01, .01}, {.1, 1, .3}, {.1, .3, 1}, {1, 1, 1}};
    const double dense = (1 + dilution) / thickness_mm; /* mg/cm3 that give an even grey */
    fit best = {.square = INFINITY};
    for (size_t s = 0; s < sizeof starts / sizeof *starts; s++) {
        fit f = {.wanted = wanted, .dilution = dilution, .thickness_mm = thickness_mm};
        for (int k = 0; k < parts; k++)
            f.x[k] = scalp_log(
                scalp_clamp(0.08 * dense * starts[s][k], none_mg_per_cm3, most_mg_per_cm3));
        descend(&f);
        if (f.square < best.square)
            best = f;
    }
    return best;
}

static scalp_status check(scalp_lab lab, double dilution, double thickness_mm, scalp_error *error) {
    if (!(lab.l >= 0 && lab.l <= 100 && fabs(lab.a) <= 128 && fabs(lab.b) <= 128))
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "The swatch's Lab is %g, %g, %g; L must be 0 to 100, a and b -128 to 128.", lab.l,
            lab.a, lab.b);
    if (!(dilution >= 0 && dilution <= 1000))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The swatch's dilution is 1:%g; it must be 0 to "
                          "1000.",
                          dilution);
    if (!(thickness_mm >= 0.002 && thickness_mm <= 2))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The swatch's film is %g mm thick; it must be 0.002 to 2.", thickness_mm);
    if (lab.l < least_l)
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "The swatch's L is %g: too dark to tell the pigment's strength; dilute it "
            "until L is above %g.",
            lab.l, least_l);
    const double amount[parts] = {0};
    if (lab.l > swatch_of(amount, 0, 1).l - 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The swatch's L is %g: as light as the paper; dilute it less.", lab.l);
    return SCALP_OK;
}

scalp_status scalp_pigment_from_swatch(const char *id, scalp_lab swatch, double dilution,
                                       double thickness_mm, scalp_pigment *pigment,
                                       double *difference, scalp_error *error) {
    SCALP_TRY(check(swatch, dilution, thickness_mm, error));
    const fit f = best_fit(swatch, dilution, thickness_mm);
    double amount[parts];
    for (int k = 0; k < parts; k++) {
        amount[k] = scalp_exp(f.x[k]);
        if (amount[k] < 2 * none_mg_per_cm3)
            amount[k] = 0;
    }
    scalp_pigment made = {.id = id,
                          .name = id,
                          .carbon_mg_per_cm3 = amount[0],
                          .haematite_mg_per_cm3 = amount[1],
                          .goethite_mg_per_cm3 = amount[2],
                          .granule_um = scalp_pigments[0].granule_um,
                          .use = "scalp",
                          .source = "measured swatch",
                          .date = ""};
    if (scalp_pigment_has_iron(&made))
        made.use = "brow";
    scalp_pigment_fill(&made);
    *difference = scalp_lab_difference(swatch_of(amount, dilution, thickness_mm), swatch);
    *pigment = made;
    return SCALP_OK;
}
