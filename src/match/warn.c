/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the practitioner must know about the answer, each with its reason. */
#include "parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

SCALP_PRINTF(2, 3)
static void warn(scalp_match *match, const char *format, ...) {
    enum { most = sizeof match->warnings / sizeof match->warnings[0] };
    if (match->warning_count == most)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(match->warnings[match->warning_count++], sizeof match->warnings[0], format,
              arguments);
    va_end(arguments);
}

/* A darker copy of a colour that keeps its hue has b in proportion to L + 16 (the cube roots of X,
 * Y and Z scale alike); what b lies below that is blue. */
double match_blue(scalp_lab zone, scalp_lab skin) {
    return zone.b - skin.b * (zone.l + 16) / (skin.l + 16);
}

static void warn_of_range(const match_scene *scene, scalp_match *match) {
    const double stubble = match->stubble[0].l, healed = match->best.healed[0].l;
    if (stubble > match->skin[0].l && !match->in_range) {
        warn(
            match,
            "Cannot match: the stubble is lighter than the bare skin, and pigment can only darken; "
            "the lightest shade is given, off by %.1f.",
            match->best.mean_difference);
    } else if (!match->in_range && stubble < healed) {
        warn(match,
             "No shade reaches the stubble at %g dots per cm2: the nearest is %.1f L too light; "
             "plan "
             "more dots, or clip the hair shorter.",
             scene->ask.density_per_cm2, healed - stubble);
    } else if (!match->in_range) {
        warn(
            match,
            "No shade comes nearer than %.1f: the lightest is %.1f L too dark; plan fewer dots, or "
            "take a pigment of another hue.",
            match->best.mean_difference, stubble - healed);
    }
}

/* A first session leaves healed dots at most this much below the skin, less on dark skin (practice:
 * 8 to 20 on light skin, lower contrast on dark). */
static double first_session(const match_scene *scene) {
    return 20 * fmin(scene->skin_lab[0].l / 65, 1.1);
}

static scalp_status warn_of_first_session(const match_scene *scene, scalp_match *match,
                                          scalp_error *error) {
    const double skin = scene->skin_lab[0].l, limit = first_session(scene);
    const double contrast = skin - match->best.dot.l;
    scalp_match_shade start = match->best;
    if (contrast <= limit)
        return SCALP_OK;
    while (skin - start.dot.l > limit && match_lighter(start.dilution) > start.dilution)
        SCALP_TRY(match_shade(scene, start.pigment, match_lighter(start.dilution),
                              match->best.needle, 0, &start, error));
    warn(match,
         "Too dark for session 1: a healed dot is %.0f L below the skin, %.0f are enough for a "
         "start; "
         "begin with 1:%g, because too dark a start cannot be taken back.",
         contrast, limit, start.dilution);
    return SCALP_OK;
}

static void warn_of_blue(const match_scene *scene, scalp_match *match) {
    const double strong = -2, some = -1, cold = 0.8; /* of b; blue for each L of darkening */
    const scalp_lab skin = scene->skin_lab[0], zone = match->best.healed[0];
    const double blue = match_blue(zone, skin), darker = skin.l - zone.l;
    if (blue < strong)
        warn(match,
             "Blue risk: so much carbon takes the zone %.1f b* to the blue side of the skin (the "
             "stubble: %.1f); smaller or paler dots stay warmer.",
             -blue, fmax(-match_blue(scene->stubble_lab[0], skin), 0.0));
    else if (blue < some && skin.l >= 50 && -blue > cold * darker)
        warn(
            match,
            "Blue risk: with the pigment at %g mm the zone turns %.1f b* to the blue for %.1f L of "
            "darkening; skin above it scatters blue light back.",
            match->best.deposit.depth_mm, -blue, darker);
}

static void warn_of_light_hair(const match_scene *scene, scalp_match *match) {
    if (match_light_hair(scene))
        warn(match, "White to blond or hardly visible hair: undiluted black is left out, it would "
                    "stand out as dots.");
}

static void warn_of_things(const match_scene *scene, scalp_match *match) {
    const double seen_most_mm = 0.35;
    if (scalp_pigment_has_iron(match->best.pigment))
        warn(match,
             "%s holds iron oxides: on a scalp they outlast the carbon and the dots turn red or "
             "orange.",
             match->best.pigment->name);
    if (match->best.seen_diameter_mm > seen_most_mm)
        warn(match,
             "Healed dots are seen %.2f mm wide, more than %.2f: they look like dots, not like "
             "hair.",
             match->best.seen_diameter_mm, seen_most_mm);
    if (scene->skin_difference > 1)
        warn(match,
             "The skin's Lab is no colour of skin (nearest: off by %.1f); measure it again, on "
             "bare, "
             "dry skin without make-up.",
             scene->skin_difference);
}

scalp_status match_warn(const match_scene *scene, scalp_match *match, scalp_error *error) {
    warn_of_range(scene, match);
    SCALP_TRY(warn_of_first_session(scene, match, error));
    warn_of_blue(scene, match);
    warn_of_light_hair(scene, match);
    warn_of_things(scene, match);
    return SCALP_OK;
}
