/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double macro_period_mm = 48, micro_period_mm = 10;

static const scalp_style styles[] = {
#define ROW(name, shape, height, recess, transition, defined, sentinel, edge, macro, micro,        \
            asymmetry, density, regularity, scalp, areas, made_of, look, sex, diameter, dilution,  \
            pigment, meaning, source)                                                              \
    {name,  shape, height,    recess,   transition, defined, sentinel, edge,                       \
     macro, micro, asymmetry, density,  regularity, scalp,   areas,    made_of,                    \
     look,  sex,   diameter,  dilution, pigment,    meaning},
#include "styles.inc"
#undef ROW
};

typedef struct shape_row {
    const char *name;
    double number[SCALP_HAIRLINE_TEMPLE_OPEN + 1];
} shape_row;

static const shape_row shapes[] = {
#define ROW(name, recess, out, front, mound, height, width, temple, share, open, source)           \
    {name, {recess, out, front, mound, height, width, temple, share, open}},
#include "hairline_shapes.inc"
#undef ROW
};

static const scalp_hairline_range ranges[SCALP_HAIRLINE_NUMBERS] = {
#define ROW(index, name, low, high, unit, meaning, source) [index] = {name, unit, low, high},
#include "hairline_numbers.inc"
#undef ROW
};

static const scalp_rule rules[] = {
#define ROW(id, look, value, reason, source) {id, look, value, reason, source},
#include "hairline_rules.inc"
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

enum {
    style_count = sizeof styles / sizeof styles[0],
    shape_count = sizeof shapes / sizeof shapes[0],
    rule_count = sizeof rules / sizeof rules[0],
};

const scalp_style *scalp_style_find(const char *name) {
    for (size_t i = 0; i < style_count; i++) {
        if (strcmp(styles[i].name, name) == 0)
            return &styles[i];
    }
    return NULL;
}

bool scalp_style_facts_of(size_t i, scalp_style_facts *facts) {
    if (i >= style_count)
        return false;
    const scalp_style *s = &styles[i];
    *facts = (scalp_style_facts){.name = s->name,
                                 .meaning = s->meaning,
                                 .shape = s->shape,
                                 .areas = s->areas,
                                 .pigment = s->pigment,
                                 .sex = s->sex,
                                 .by_loss = strcmp(s->scalp, "all") == 0,
                                 .height_mm = s->height_mm,
                                 .density_per_cm2 = s->density_per_cm2,
                                 .regularity = s->regularity,
                                 .diameter_mm = s->diameter_mm,
                                 .dilution = s->dilution};
    return true;
}

void scalp_style_list(char *text, size_t size) {
    size_t used = 0;
    for (size_t i = 0; i < style_count && used < size; i++) {
        const int n = snprintf(text + used, size - used, "%s%s", i ? ", " : "", styles[i].name);
        used += n > 0 ? (size_t)n : 0;
    }
}

scalp_hairline_range scalp_hairline_range_of(scalp_hairline_number which) {
    return ranges[which];
}

scalp_hairline_spec scalp_hairline_spec_none(void) {
    scalp_hairline_spec none = {.shape = NULL};
    for (int i = 0; i < SCALP_HAIRLINE_NUMBERS; i++)
        none.number[i] = NAN;
    return none;
}

static const shape_row *shape_find(const char *name) {
    for (size_t i = 0; i < shape_count; i++) {
        if (strcmp(shapes[i].name, name) == 0)
            return &shapes[i];
    }
    return NULL;
}

/* The style's own numbers, by their place. */
static void soften_by_style(const scalp_style *style, double *numbers) {
    numbers[SCALP_HAIRLINE_TRANSITION] = style->transition_mm;
    numbers[SCALP_HAIRLINE_DEFINED] = style->defined_mm;
    numbers[SCALP_HAIRLINE_SENTINEL] = style->sentinel_mm;
    numbers[SCALP_HAIRLINE_EDGE_SHARE] = style->edge_share;
    numbers[SCALP_HAIRLINE_MACRO] = style->macro_mm;
    numbers[SCALP_HAIRLINE_MACRO_PERIOD] = macro_period_mm;
    numbers[SCALP_HAIRLINE_MICRO] = style->micro_mm;
    numbers[SCALP_HAIRLINE_MICRO_PERIOD] = micro_period_mm;
    numbers[SCALP_HAIRLINE_ASYMMETRY] = style->asymmetry;
}

scalp_status scalp_hairline_numbers(const scalp_style *style, const scalp_hairline_spec *wish,
                                    double numbers[SCALP_HAIRLINE_NUMBERS], scalp_error *error) {
    const char *name = wish && wish->shape ? wish->shape : style->shape;
    const shape_row *shape = shape_find(name);
    if (!shape)
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no shape \"%.40s\" of a hairline.",
                          name);
    for (int i = 0; i <= SCALP_HAIRLINE_TEMPLE_OPEN; i++)
        numbers[i] = shape->number[i];
    if (strcmp(name, style->shape) == 0)
        numbers[SCALP_HAIRLINE_CORNER_RECESS] = style->corner_recess_mm;
    soften_by_style(style, numbers);
    for (int i = 0; wish && i < SCALP_HAIRLINE_NUMBERS; i++) {
        const double x = wish->number[i];
        if (isnan(x))
            continue;
        if (!(x >= ranges[i].low && x <= ranges[i].high)) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The hairline's %s is %g; it must be %g to %g.", ranges[i].name, x,
                              ranges[i].low, ranges[i].high);
        }
        numbers[i] = x;
    }
    return SCALP_OK;
}

const scalp_rule *scalp_rule_find(const char *id, const char *look) {
    for (size_t i = 0; i < rule_count; i++) {
        const bool fits = strcmp(rules[i].look, "any") == 0 || strcmp(rules[i].look, look) == 0;
        if (fits && strcmp(rules[i].id, id) == 0)
            return &rules[i];
    }
    return NULL;
}

const char *scalp_rule_id(size_t i) {
    size_t seen = 0;
    for (size_t k = 0; k < rule_count; k++) {
        bool again = false;
        for (size_t j = 0; j < k; j++)
            again |= strcmp(rules[j].id, rules[k].id) == 0;
        if (!again && seen++ == i)
            return rules[k].id;
    }
    return NULL;
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
