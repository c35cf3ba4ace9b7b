/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair by its melanin.
 *
 * Light goes up and down in a lock as Kubelka and Munk (1931) have it: K is twice the absorption,
 * S one number for all hair, chosen so that the locks' colours go with melanin as it is found in
 * hair (black: 3 %). One fibre on the skin is a film of the same stuff as thick as its mean chord.
 */
#include "parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct melanin {
    double wavelength_nm, eumelanin, pheomelanin; /* extinction per cm for each mg/ml, base 10 */
    const char *source;
} melanin;

#define ROW(...) {__VA_ARGS__},
static const melanin table[] = {
#include "melanin.inc"
};
#undef ROW

_Static_assert(sizeof table / sizeof *table == SCALP_SPECTRUM_COUNT, "one row a wavelength");

#define ROW(name, letters, levels, eumelanin, pheomelanin, grey, l, a, b, source)                  \
    {(name), (letters), (levels), (eumelanin), (pheomelanin), (grey), {(l), (a), (b)}, (source)},
const scalp_hair scalp_hairs[] = {
#include "hair_classes.inc"
};
#undef ROW
const size_t scalp_hair_count = sizeof scalp_hairs / sizeof *scalp_hairs;

static const double scatter_per_mm = 1.1;  /* S */
static const double keratin_per_mm = 0.35; /* K without melanin: white hair has L 74 */
static const double lock_surface = 0.015;  /* fibres in a lock hide most of each other's shine */
static const double fibre_surface = 0.045; /* Fresnel, index 1.55 */

/* ---- Names ------------------------------------------------------------------------------- */

static bool same_word(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

/* Whether the word stands in a list with spaces between. */
static bool in_list(const char *list, const char *word) {
    const size_t length = strlen(word);
    for (const char *at = list; *at;) {
        const size_t size = strcspn(at, " ");
        if (size == length && length > 0 && memcmp(at, word, size) == 0)
            return true;
        at += size + (at[size] != 0);
    }
    return false;
}

static const scalp_hair *find_name(const char *name) {
    for (size_t i = 0; i < scalp_hair_count; i++) {
        if (same_word(scalp_hairs[i].name, name))
            return &scalp_hairs[i];
    }
    return NULL;
}

const scalp_hair *scalp_hair_find(const char *name) {
    static const char *const red[] = {"RI", "RII", "RIII", "RIV", "RV", "RVI"};
    for (size_t i = 0; i < sizeof red / sizeof *red; i++) {
        if (same_word(red[i], name))
            return find_name("red");
    }
    const char *level = strncmp(name, "level ", 6) == 0 ? name + 6 : name;
    for (size_t i = 0; i < scalp_hair_count; i++) {
        const scalp_hair *hair = &scalp_hairs[i];
        if (same_word(hair->name, name) || in_list(hair->levels, level))
            return hair;
        if (name[0] && !name[1] && strchr(hair->fischer_saller, name[0]))
            return hair;
    }
    return NULL;
}

void scalp_hair_names(char *text, size_t size) {
    size_t used = 0;
    text[0] = 0;
    for (size_t i = 0; i < scalp_hair_count && used < size; i++) {
        const int wrote =
            snprintf(text + used, size - used, "%s%s", i ? ", " : "", scalp_hairs[i].name);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
}

/* ---- Light ------------------------------------------------------------------------------- */

double match_hair_mua(const scalp_hair *hair, size_t wavelength, bool white) {
    const melanin *m = &table[wavelength];
    const double melanins =
        hair->eumelanin_mg_per_ml * m->eumelanin + hair->pheomelanin_mg_per_ml * m->pheomelanin;
    return keratin_per_mm / 2 + (white ? 0 : melanins * 2.302585093 / 10);
}

static double lock_at(const scalp_hair *hair, size_t w, bool white) {
    const double q = 2 * match_hair_mua(hair, w, white) / scatter_per_mm;
    return lock_surface + (1 - lock_surface) * (1 + q - sqrt(q * q + 2 * q));
}

scalp_spectrum scalp_hair_lock(const scalp_hair *hair) {
    scalp_spectrum lock;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        lock.r[w] = (1 - hair->grey_share) * lock_at(hair, w, false) +
                    hair->grey_share * lock_at(hair, w, true);
    return lock;
}

/* What a fibre lets through (Kubelka 1948, equation 26), its two surfaces included. */
double match_hair_through(const scalp_hair *hair, size_t w, bool white, double diameter_mm) {
    const double a = 1 + 2 * match_hair_mua(hair, w, white) / scatter_per_mm;
    const double b = sqrt(a * a - 1);
    const double e = scalp_exp(-b * scatter_per_mm * SCALP_PI / 4 * diameter_mm);
    const double inside = 2 * b * e / (a * (1 - e * e) + b * (1 + e * e));
    return (1 - fibre_surface) * (1 - fibre_surface) * inside;
}

/* A film over a background (Kubelka 1948, equation 20), behind its surface. */
double match_hair_on_skin(const scalp_hair *hair, size_t w, bool white, double diameter_mm,
                          double skin) {
    const double a = 1 + 2 * match_hair_mua(hair, w, white) / scatter_per_mm;
    const double b = sqrt(a * a - 1);
    const double thickness = SCALP_PI / 4 * diameter_mm;
    const double e = scalp_exp(-2 * b * scatter_per_mm * thickness);
    const double coth = (1 + e) / (1 - e);
    const double film = (1 - skin * (a - b * coth)) / (a - skin + b * coth);
    return fibre_surface + (1 - fibre_surface) * film;
}
