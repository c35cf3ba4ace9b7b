/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "skin.h"

#include <string.h>

/* Blood in the skin of a forehead, and so of a scalp: measured a* of 11 to 12
 * (data/skin_tones.csv), a forearm's is about 10. */
static const double scalp_blood = 0.023;

enum { nodes = 8 };

scalp_status scalp_case_skin_parts(const scalp_case *document, const scalp_work *work,
                                   scalp_skin_parts *skin, scalp_error *error) {
    *skin = (scalp_skin_parts){.blood = scalp_blood, .scatter = 1};
    const scalp_status status =
        scalp_skin_find_melanin(document->ita_deg, nodes, work, skin, error);
    if (status != SCALP_ERR_INPUT)
        return status;
    skin->melanin = document->ita_deg > 0 ? 0 : 0.3;
    return SCALP_OK;
}

/* ---- Blending ---------------------------------------------------------------------------- */

static double daylight_y(const scalp_spectrum *spectrum) {
    return scalp_xyz_from_spectrum(spectrum, SCALP_ILLUMINANT_D65).y;
}

/* The dots that the scar's zone gets, once healed. */
static scalp_status find_dot(const scalp_case *document, scalp_deposit *deposit,
                             double dmua_per_mm[SCALP_SPECTRUM_COUNT], scalp_error *error) {
    const scalp_pigment *pigment = scalp_pigment_find(document->pigment);
    double dilution = scalp_plan_scar_dilution(document->dilution);
    *deposit = (scalp_deposit){.depth_mm = document->pigment_depth_mm,
                               .diameter_mm = document->diameter_mm,
                               .thickness_mm = document->thickness_mm};
    for (size_t i = 0; i < document->zone_count; i++) {
        const scalp_case_zone *zone = &document->zones[i];
        scalp_zone named;
        if (!scalp_zone_find(zone->zone, &named) || named != SCALP_ZONE_SCAR)
            continue;
        deposit->depth_mm = zone->pigment_depth_mm > 0 ? zone->pigment_depth_mm : deposit->depth_mm;
        deposit->diameter_mm = zone->diameter_mm > 0 ? zone->diameter_mm : deposit->diameter_mm;
        if (strcmp(zone->scar, "no") == 0)
            dilution = document->dilution;
        dilution = zone->dilution > 0 ? zone->dilution : dilution;
    }
    if (!pigment)
        return scalp_fail(error, SCALP_ERR_INPUT, "treatment.pigment is no pigment.");
    scalp_pigment_dmua(pigment, dilution, dmua_per_mm);
    return SCALP_OK;
}

/* What a dot takes from the light, as the area that would be black: of the whole plane. */
static scalp_status find_taken(const scalp_case *document, const scalp_skin_parts *skin,
                               const scalp_work *work, double *taken_mm2, double *bare_y,
                               scalp_error *error) {
    scalp_deposit deposit;
    double dmua[SCALP_SPECTRUM_COUNT];
    scalp_dot_seen seen;
    scalp_spectrum bare, taken;
    SCALP_TRY(find_dot(document, &deposit, dmua, error));
    SCALP_TRY(scalp_optics_dot_in_skin(skin, &deposit, dmua, work, &seen, &bare, error));
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        taken.r[w] = bare.r[w] * seen.total_mm2[w];
    *bare_y = daylight_y(&bare);
    *taken_mm2 = daylight_y(&taken) / *bare_y;
    return SCALP_OK;
}

scalp_status scalp_case_blend(const scalp_case *document, const scalp_work *work, double *per_mm2,
                              scalp_error *error) {
    scalp_skin_parts skin;
    double around_mm2, around_y, scar_mm2, scar_y;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_case_skin_parts(document, work, &skin, error));
    const scalp_skin_parts scar = scalp_skin_scar(&skin);
    SCALP_TRY(find_taken(document, &skin, work, &around_mm2, &around_y, error));
    SCALP_TRY(find_taken(document, &scar, work, &scar_mm2, &scar_y, error));
    scalp_arena_return(work->memory, mark);
    const double around = document->density_per_cm2 / 100 * around_mm2; /* as optical density */
    *per_mm2 = (scalp_log(scar_y / around_y) + around) / scar_mm2;
    return SCALP_OK;
}
