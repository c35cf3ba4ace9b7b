/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tint.h"

#include "photo.h"

#include <math.h>

enum { nodes = 8 };

/* In a forehead (data/skin_tones.csv: a* of 11 to 12; a forearm's is about 10). */
static const double resting_blood = 0.023, blood_factor = 2, melanin_factor = 1.3;

/* Density in green that so much more blood gives at 45 degrees: a doubling. */
static const double blood_unit = 0.289;

/* The fairest and the darkest skin there is in the model stand in for those beyond. */
static scalp_status find_skin(double ita_deg, const scalp_work *work, scalp_skin_parts *skin,
                              scalp_error *error) {
    *skin = (scalp_skin_parts){.blood = resting_blood, .scatter = 1};
    const scalp_status status = scalp_skin_find_melanin(ita_deg, nodes, work, skin, error);
    if (status == SCALP_ERR_INPUT) {
        skin->melanin = ita_deg > 0 ? 0 : 0.3;
        return SCALP_OK;
    }
    return status;
}

static scalp_status colour_of(const scalp_skin_parts *skin, const scalp_work *work, double rgb[3],
                              scalp_error *error) {
    scalp_spectrum bare;
    SCALP_TRY(scalp_photo_bare(skin, work, &bare, error));
    const scalp_rgb seen = scalp_rgb_from_xyz(scalp_xyz_from_spectrum(&bare, SCALP_ILLUMINANT_D65));
    rgb[0] = fmax(seen.r, 1e-4);
    rgb[1] = fmax(seen.g, 1e-4);
    rgb[2] = fmax(seen.b, 1e-4);
    return SCALP_OK;
}

scalp_status scalp_tint_make(double ita_deg, const scalp_work *work, scalp_tint *tint,
                             scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    scalp_skin_parts skin, tanned, flushed;
    double rest[3], brown[3], red[3];
    SCALP_TRY(find_skin(ita_deg, work, &skin, error));
    skin.melanin = fmax(skin.melanin, 0.004);
    tanned = flushed = skin;
    tanned.melanin *= melanin_factor;
    flushed.blood *= blood_factor;
    SCALP_TRY(colour_of(&skin, work, rest, error));
    SCALP_TRY(colour_of(&tanned, work, brown, error));
    SCALP_TRY(colour_of(&flushed, work, red, error));
    const double green = scalp_log(rest[1] / brown[1]);
    for (int c = 0; c < 3; c++) {
        tint->melanin[c] = (float)(0.85 * scalp_log(rest[c] / brown[c]) / green);
        tint->blood[c] = (float)(scalp_log(rest[c] / red[c]) / blood_unit);
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
