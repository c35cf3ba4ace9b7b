/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question checked, the scene set, the answer put together. */
#include "parts.h"

#include <math.h>
#include <string.h>

/* ---- Checks ------------------------------------------------------------------------------ */

static scalp_status check_lab(const char *name, scalp_lab lab, scalp_error *error) {
    const bool finite = isfinite(lab.l) && isfinite(lab.a) && isfinite(lab.b);
    if (!finite || !(lab.l >= 0 && lab.l <= 100))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The %s's L is %g; L must be 0 to 100, a and b numbers.", name, lab.l);
    if (!(fabs(lab.a) <= 128 && fabs(lab.b) <= 128))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The %s's a and b are %g and %g; they must be -128 to 128.", name, lab.a,
                          lab.b);
    return SCALP_OK;
}

typedef struct range {
    const char *name;
    double low, high, missing; /* what 0 means; NAN: 0 itself */
} range;

static scalp_status check_range(const range *r, double *value, scalp_error *error) {
    const bool absent = *value >= 0 && *value <= 0;
    if (absent && !isnan(r->missing))
        *value = r->missing;
    if ((absent && isnan(r->missing)) || (*value >= r->low && *value <= r->high))
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT, "%s is %g; it must be %g to %g.", r->name, *value,
                      r->low, r->high);
}

static scalp_status check_numbers(scalp_match_request *ask, scalp_error *error) {
    static const range length = {"The worn length (mm)", 0, 50, 0};
    static const range grey = {"The share of grey hairs (%)", 0, 100, 0};
    static const range hairs = {"The number of hairs per cm2", 20, 400, 200};
    static const range hair = {"The hair's diameter (mm)", 0.03, 0.15, 0.07};
    static const range density = {"The number of dots per cm2", 20, 250, 100};
    static const range depth = {"The pigment's depth (mm)", 0.10, 0.30, 0.12};
    static const range thickness = {"The deposit's thickness (mm)", 0.02, 0.3, 0.08};
    const range diameter = {"The deposit's diameter (mm)", 0.05, 0.6, (double)NAN};
    SCALP_TRY(check_range(&length, &ask->worn_length_mm, error));
    SCALP_TRY(check_range(&grey, &ask->grey_percent, error));
    SCALP_TRY(check_range(&hairs, &ask->hairs_per_cm2, error));
    SCALP_TRY(check_range(&hair, &ask->hair_diameter_mm, error));
    SCALP_TRY(check_range(&density, &ask->density_per_cm2, error));
    SCALP_TRY(check_range(&depth, &ask->pigment_depth_mm, error));
    SCALP_TRY(check_range(&thickness, &ask->thickness_mm, error));
    return check_range(&diameter, &ask->diameter_mm, error);
}

static scalp_status check_pigment(const scalp_match_request *ask, scalp_error *error) {
    char known[200];
    if (!ask->pigment || scalp_pigment_find(ask->pigment))
        return SCALP_OK;
    for (size_t i = 0; i < ask->own_count; i++) {
        if (strcmp(ask->own[i].id, ask->pigment) == 0)
            return SCALP_OK;
    }
    scalp_pigment_names(known, sizeof known);
    return scalp_fail(error, SCALP_ERR_INPUT, "Pigment \"%.40s\" is not known; there are %s%s.",
                      ask->pigment, known, ask->own_count ? " and the studio's own" : "");
}

static scalp_status check_needle(const scalp_match_request *ask, scalp_error *error) {
    char known[MATCH_NEEDLES * SCALP_NEEDLE_NAME];
    double diameter;
    if (!ask->needle || scalp_match_needle(ask->needle, &diameter))
        return SCALP_OK;
    match_needle_names(known);
    return scalp_fail(error, SCALP_ERR_INPUT, "Needle \"%.15s\" is not known; there are %s.",
                      ask->needle, known);
}

static scalp_status check(scalp_match_request *ask, scalp_error *error) {
    SCALP_TRY(check_lab("skin", ask->skin, error));
    if (ask->has_stubble)
        SCALP_TRY(check_lab("stubble", ask->stubble, error));
    else if (!ask->hair)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Neither the stubble's colour nor the class of the hair is given.");
    SCALP_TRY(check_numbers(ask, error));
    SCALP_TRY(check_needle(ask, error));
    return check_pigment(ask, error);
}

/* ---- The answer -------------------------------------------------------------------------- */

static scalp_status set_scene(const scalp_match_request *request, const scalp_work *work,
                              match_scene *scene, scalp_error *error) {
    *scene = (match_scene){
        .ask = *request, .response = scalp_response_from_traits(request->known), .work = work};
    SCALP_TRY(check(&scene->ask, error));
    if (request->known)
        SCALP_TRY(scalp_traits_check(request->known, error));
    SCALP_TRY(match_skin(scene, error));
    return match_stubble(scene, error);
}

static scalp_status add_deeper(const match_scene *scene, scalp_match *match, scalp_error *error) {
    const double deeper_mm = 0.1;
    scalp_match_shade shade;
    SCALP_TRY(match_shade(scene, match->best.pigment, match->best.dilution, match->best.needle,
                          deeper_mm, &shade, error));
    const scalp_lab skin = scene->skin_lab[0], is = match->best.healed[0], then = shade.healed[0];
    /* What the zone would be with as much darkening as deeper pigment gives, as blue as it is now.
     */
    const double share = skin.l > is.l ? (skin.l - then.l) / (skin.l - is.l) : 1;
    match->deeper_bluer = match_blue(is, skin) * share - match_blue(then, skin);
    match->deeper_difference = shade.mean_difference;
    match->deeper_change = (scalp_lab){then.l - is.l, then.a - is.a, then.b - is.b};
    return SCALP_OK;
}

scalp_status scalp_match_make(const scalp_match_request *request, const scalp_work *work,
                              scalp_match *match, scalp_error *error) {
    const double days_in_5_years = 5 * 365.25;
    match_scene scene;
    SCALP_TRY(set_scene(request, work, &scene, error));
    *match = (scalp_match){.skin_parts = scene.parts,
                           .skin_difference = scene.skin_difference,
                           .density_per_cm2 = scene.ask.density_per_cm2};
    memcpy(match->skin, scene.skin_lab, sizeof match->skin);
    memcpy(match->stubble, scene.stubble_lab, sizeof match->stubble);
    SCALP_TRY(match_search(&scene, match, error));
    match->in_range = match->best.mean_difference <= SCALP_MATCH_GOOD;
    SCALP_TRY(match_later(&scene, &match->best, 0, match->fresh, error));
    SCALP_TRY(match_later(&scene, &match->best, days_in_5_years, match->after_5_years, error));
    SCALP_TRY(add_deeper(&scene, match, error));
    return match_warn(&scene, match, error);
}

scalp_status scalp_match_try(const scalp_match_request *request, const scalp_pigment *pigment,
                             const double *dilutions, size_t count, const char *needle,
                             const scalp_work *work, scalp_match_shade *shades,
                             scalp_error *error) {
    match_scene scene;
    scalp_match_request asked = *request;
    asked.needle = needle;
    if (count < 1 || count > SCALP_MATCH_MAX_TRIED)
        return scalp_fail(error, SCALP_ERR_LIMIT, "%zu dilutions cannot be tried; give 1 to %d.",
                          count, SCALP_MATCH_MAX_TRIED);
    for (size_t i = 0; i < count; i++) {
        if (!(dilutions[i] >= 0 && dilutions[i] <= 1000))
            return scalp_fail(error, SCALP_ERR_INPUT, "The dilution is 1:%g; it must be 0 to 1000.",
                              dilutions[i]);
    }
    SCALP_TRY(set_scene(&asked, work, &scene, error));
    return match_shades(&scene, pigment, dilutions, count, needle, 0, shades, error);
}
