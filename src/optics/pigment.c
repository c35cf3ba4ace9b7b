/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pigments and shades by name. */
#include <scalptor/optics.h>

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define ROW(id_, name_, carbon, haematite, goethite, granule, use_, source_, date_, ...)           \
    {.id = (id_),                                                                                  \
     .name = (name_),                                                                              \
     .carbon_mg_per_cm3 = (carbon),                                                                \
     .haematite_mg_per_cm3 = (haematite),                                                          \
     .goethite_mg_per_cm3 = (goethite),                                                            \
     .granule_um = (granule),                                                                      \
     .use = (use_),                                                                                \
     .source = (source_),                                                                          \
     .date = (date_),                                                                              \
     .dmua_per_mm = {__VA_ARGS__}},
const scalp_pigment scalp_pigments[] = {
#include "pigments.inc"
};
#undef ROW
const size_t scalp_pigment_count = sizeof scalp_pigments / sizeof *scalp_pigments;

#define ROW(...) {__VA_ARGS__},
const scalp_shade scalp_shades[] = {
#include "shades.inc"
};
#undef ROW
const size_t scalp_shade_count = sizeof scalp_shades / sizeof *scalp_shades;

const scalp_pigment *scalp_pigment_find(const char *id) {
    for (size_t i = 0; i < scalp_pigment_count; i++) {
        if (strcmp(scalp_pigments[i].id, id) == 0)
            return &scalp_pigments[i];
    }
    return NULL;
}

void scalp_pigment_names(char *text, size_t size) {
    size_t used = 0;
    text[0] = 0;
    for (size_t i = 0; i < scalp_pigment_count && used < size; i++) {
        const int wrote =
            snprintf(text + used, size - used, "%s%s", i ? ", " : "", scalp_pigments[i].id);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
}

bool scalp_pigment_has_iron(const scalp_pigment *pigment) {
    return pigment->haematite_mg_per_cm3 + pigment->goethite_mg_per_cm3 >
           0.05 * pigment->carbon_mg_per_cm3;
}

void scalp_pigment_dmua(const scalp_pigment *pigment, double dilution,
                        double dmua_per_mm[SCALP_SPECTRUM_COUNT]) {
    assert(dilution >= 0);
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        dmua_per_mm[i] = pigment->dmua_per_mm[i] / (1 + dilution);
}

double scalp_optics_dmua_from_dilution(double dilution) {
    const size_t at_550_nm = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM;
    double dmua[SCALP_SPECTRUM_COUNT];
    scalp_pigment_dmua(&scalp_pigments[0], dilution, dmua);
    return dmua[at_550_nm];
}
