/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The primaries of a matrix profile against sRGB's. Both stand in the profile adapted to D50, so
 * that one of them undone after the other is the way between them (ICC.1:2022, 8.3 and annex F.3).
 */
#include "image_codec.h"

#include <math.h>

/* sRGB's own colorants differ by less between the profiles in use; and white must stay white. */
static const double same_within = 0.003, white_within = 0.05, least_volume = 1e-3;

static bool read_colorants(cmsHPROFILE profile, scalp_mat3 *to) {
    static const cmsTagSignature tags[] = {cmsSigRedColorantTag, cmsSigGreenColorantTag,
                                           cmsSigBlueColorantTag};
    for (int i = 0; i < 3; i++) {
        const cmsCIEXYZ *xyz = cmsReadTag(profile, tags[i]);
        if (!xyz || !isfinite(xyz->X) || !isfinite(xyz->Y) || !isfinite(xyz->Z))
            return false;
        to->m[0][i] = xyz->X;
        to->m[1][i] = xyz->Y;
        to->m[2][i] = xyz->Z;
    }
    return true;
}

/* By Cramer's rule. */
static bool invert(const scalp_mat3 *a, scalp_mat3 *to) {
    double volume = 0;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            const int r1 = (j + 1) % 3, r2 = (j + 2) % 3, c1 = (i + 1) % 3, c2 = (i + 2) % 3;
            to->m[i][j] = a->m[r1][c1] * a->m[r2][c2] - a->m[r1][c2] * a->m[r2][c1];
        }
        volume += a->m[0][i] * to->m[i][0];
    }
    for (int k = 0; k < 9; k++)
        to->m[k / 3][k % 3] /= volume;
    return fabs(volume) > least_volume;
}

static bool is_sound(const scalp_mat3 *m) {
    for (int i = 0; i < 3; i++) {
        const double white = m->m[i][0] + m->m[i][1] + m->m[i][2];
        if (!(fabs(white - 1) < white_within && m->m[i][i] > 0))
            return false;
    }
    return true;
}

static bool changes_nothing(const scalp_mat3 *m) {
    for (int k = 0; k < 9; k++)
        if (fabs(m->m[k / 3][k % 3] - (k % 4 == 0)) > same_within)
            return false;
    return true;
}

scalp_mat3 scalp_picture_primaries(cmsHPROFILE profile) {
    const scalp_mat3 none = {{{0}}};
    scalp_mat3 from, srgb, back;
    cmsHPROFILE standard = cmsCreate_sRGBProfile();
    const bool read = standard && read_colorants(profile, &from) && read_colorants(standard, &srgb);
    if (standard)
        cmsCloseProfile(standard);
    if (!read || !invert(&srgb, &back))
        return none;
    const scalp_mat3 m = scalp_mat3_multiply(&back, &from);
    return is_sound(&m) && !changes_nothing(&m) ? m : none;
}
