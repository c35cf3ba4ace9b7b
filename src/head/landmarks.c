/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/head.h>

#include <string.h>

static const char *const NAMES[SCALP_LANDMARK_COUNT] = {
    [SCALP_GLABELLA] = "glabella",
    [SCALP_NASION] = "nasion",
    [SCALP_SUBNASALE] = "subnasale",
    [SCALP_MENTON] = "menton",
    [SCALP_VERTEX] = "vertex",
    [SCALP_INION] = "inion",
    [SCALP_OPISTHOCRANION] = "opisthocranion",
    [SCALP_TRAGION_L] = "tragion_l",
    [SCALP_TRAGION_R] = "tragion_r",
    [SCALP_EXOCANTHION_L] = "exocanthion_l",
    [SCALP_EXOCANTHION_R] = "exocanthion_r",
    [SCALP_ENDOCANTHION_L] = "endocanthion_l",
    [SCALP_ENDOCANTHION_R] = "endocanthion_r",
    [SCALP_CHEILION_L] = "cheilion_l",
    [SCALP_CHEILION_R] = "cheilion_r",
    [SCALP_OTOBASION_SUPERIUS_L] = "otobasion_superius_l",
    [SCALP_OTOBASION_SUPERIUS_R] = "otobasion_superius_r",
    [SCALP_BROW_CREASE] = "brow_crease",
    [SCALP_LIMBUS_MEDIAL_L] = "limbus_medial_l",
    [SCALP_LIMBUS_MEDIAL_R] = "limbus_medial_r",
    [SCALP_LIMBUS_LATERAL_L] = "limbus_lateral_l",
    [SCALP_LIMBUS_LATERAL_R] = "limbus_lateral_r",
};

const char *scalp_landmark_name(scalp_landmark landmark) {
    return (unsigned)landmark < SCALP_LANDMARK_COUNT ? NAMES[landmark] : "unknown";
}

bool scalp_landmark_find(const char *name, scalp_landmark *landmark) {
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++) {
        if (strcmp(NAMES[i], name) == 0) {
            *landmark = (scalp_landmark)i;
            return true;
        }
    }
    return false;
}
