/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/design.h>

#include <assert.h>
#include <string.h>

static const char *const zone_names[SCALP_ZONE_COUNT] = {
    [SCALP_ZONE_NONE] = "none",
    [SCALP_ZONE_HAIRLINE] = "hairline",
    [SCALP_ZONE_FRONTAL] = "frontal",
    [SCALP_ZONE_MIDSCALP] = "midscalp",
    [SCALP_ZONE_CROWN] = "crown",
    [SCALP_ZONE_TEMPLE_L] = "temple_l",
    [SCALP_ZONE_TEMPLE_R] = "temple_r",
    [SCALP_ZONE_SIDE_L] = "side_l",
    [SCALP_ZONE_SIDE_R] = "side_r",
    [SCALP_ZONE_NAPE] = "nape",
    [SCALP_ZONE_BEARD] = "beard",
    [SCALP_ZONE_MOUSTACHE] = "moustache",
    [SCALP_ZONE_SIDEBURN_L] = "sideburn_l",
    [SCALP_ZONE_SIDEBURN_R] = "sideburn_r",
    [SCALP_ZONE_BROW_L] = "brow_l",
    [SCALP_ZONE_BROW_R] = "brow_r",
    [SCALP_ZONE_SCAR] = "scar",
    [SCALP_ZONE_FREE] = "free",
};

static const char *const norwood_names[SCALP_NORWOOD_COUNT] = {
    [SCALP_NORWOOD_NONE] = "none", [SCALP_NORWOOD_II] = "II",
    [SCALP_NORWOOD_III] = "III",   [SCALP_NORWOOD_III_VERTEX] = "III vertex",
    [SCALP_NORWOOD_IV] = "IV",     [SCALP_NORWOOD_V] = "V",
    [SCALP_NORWOOD_VI] = "VI",     [SCALP_NORWOOD_VII] = "VII",
};

const char *scalp_severity_name(scalp_severity severity) {
    static const char *const names[] = {"note", "warning", "reason needed"};
    return names[severity];
}

/* Index of the name, or -1. */
static int find(const char *const *names, int count, const char *name) {
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0)
            return i;
    }
    return -1;
}

const char *scalp_zone_name(scalp_zone zone) {
    assert(zone < SCALP_ZONE_COUNT);
    return zone_names[zone];
}

bool scalp_zone_find(const char *name, scalp_zone *zone) {
    const int i = find(zone_names, SCALP_ZONE_COUNT, name);
    if (i >= 0)
        *zone = (scalp_zone)i;
    return i >= 0;
}

const char *scalp_norwood_name(scalp_norwood stage) {
    assert(stage < SCALP_NORWOOD_COUNT);
    return norwood_names[stage];
}

bool scalp_norwood_find(const char *name, scalp_norwood *stage) {
    const int i = find(norwood_names, SCALP_NORWOOD_COUNT, name);
    if (i >= 0)
        *stage = (scalp_norwood)i;
    return i >= 0;
}
