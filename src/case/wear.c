/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/case.h>

#include <string.h>

/* 1 for `high`, -1 for `low`, 0 for anything between. */
static double degree(const char *word, const char *low, const char *high) {
    return strcmp(word, high) == 0 ? 1 : strcmp(word, low) == 0 ? -1 : 0;
}

/* As the case says of the zone; drawn scars are scars without a word. */
static bool is_scar(const scalp_case *document, scalp_zone zone) {
    scalp_zone named;
    for (size_t i = 0; i < document->zone_count; i++) {
        const scalp_case_zone *said = &document->zones[i];
        if (said->scar[0] && scalp_zone_find(said->zone, &named) && named == zone)
            return strcmp(said->scar, "yes") == 0;
    }
    return zone == SCALP_ZONE_SCAR;
}

scalp_wear scalp_case_wear(const scalp_case *document, scalp_zone zone) {
    return (scalp_wear){
        .oily = degree(document->oiliness, "dry", "oily"),
        .sun = degree(document->sun, "little", "much"),
        .harsh = strcmp(document->way_of_life, "demanding") == 0,
        .smoking = strcmp(document->smoker, "yes") == 0,
        .scar = is_scar(document, zone),
    };
}
