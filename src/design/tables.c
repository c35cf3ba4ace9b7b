/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include <stdio.h>
#include <string.h>

static const scalp_style styles[] = {
#define ROW(name, height, recess, transition, sentinel, edge, macro, micro, source)                \
    {name, height, recess, transition, sentinel, edge, macro, micro},
#include "styles.inc"
#undef ROW
};

static const scalp_loss_corner corners[] = {
#define ROW(stage, part, x, y, blend, source) {stage, part, x, y, blend},
#include "norwood.inc"
#undef ROW
};

static const scalp_zone_row zones[] = {
#define ROW(zone, x_low, x_high, y_low, y_high, source) {zone, x_low, x_high, y_low, y_high},
#include "zones.inc"
#undef ROW
};

enum { style_count = sizeof styles / sizeof styles[0] };

const scalp_style *scalp_style_find(const char *name) {
    for (size_t i = 0; i < style_count; i++) {
        if (strcmp(styles[i].name, name) == 0)
            return &styles[i];
    }
    return NULL;
}

void scalp_style_list(char *text, size_t size) {
    size_t used = 0;
    for (size_t i = 0; i < style_count && used < size; i++) {
        const int n = snprintf(text + used, size - used, "%s%s", i ? ", " : "", styles[i].name);
        used += n > 0 ? (size_t)n : 0;
    }
}

size_t scalp_loss_corner_count(void) {
    return sizeof corners / sizeof corners[0];
}

const scalp_loss_corner *scalp_loss_corner_at(size_t i) {
    return &corners[i];
}

size_t scalp_zone_row_count(void) {
    return sizeof zones / sizeof zones[0];
}

const scalp_zone_row *scalp_zone_row_at(size_t i) {
    return &zones[i];
}
