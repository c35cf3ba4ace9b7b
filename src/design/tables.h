/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of data/ that designs are made from. Private to this room.
 *
 * Places on the scalp are given in units of the head itself, so that one table fits every head: the
 * chart's x divided by the arc from the vertex to the upper root of the ear, its y by the arc to
 * the glabella (in front) or to the opisthocranion (behind). */
#ifndef SCALPTOR_DESIGN_TABLES_H
#define SCALPTOR_DESIGN_TABLES_H

#include <scalptor/design.h>

/* A whole style, as the table gives it. */
typedef struct scalp_style {
    const char *name, *shape;
    double height_mm, corner_recess_mm, transition_mm, defined_mm, sentinel_mm, edge_share,
        macro_mm, micro_mm, asymmetry, density_per_cm2, regularity;
    const char *scalp;      /* "all" by the loss, "whole", or "none" */
    const char *areas;      /* kinds, joined by + */
    const char *made_of;    /* "dots" or "strokes" */
    const char *look, *sex; /* empty: any */
    double diameter_mm, dilution;
    const char *pigment, *meaning;
} scalp_style;

/* Every number of the style with its shape's (or, when named, another shape's) and the wishes.
 * SCALP_ERR_INPUT: an unknown shape, a number out of its range. */
SCALP_CHECKED scalp_status scalp_hairline_numbers(const scalp_style *style,
                                                  const scalp_hairline_spec *wish,
                                                  double numbers[SCALP_HAIRLINE_NUMBERS],
                                                  scalp_error *error);

/* NULL when there is no such style. */
const scalp_style *scalp_style_find(const char *name);
/* The names, separated by commas, for messages. */
void scalp_style_list(char *text, size_t size);

/* One corner of the outline of a bald part; the outline runs from the midline in front round the
 * client's left to the midline behind, and is the same on the right. */
typedef struct scalp_loss_corner {
    const char *stage, *part;
    double x, y;
    double blend_mm; /* width of the belt in which hair grows thin, half of it on either side */
} scalp_loss_corner;

/* A rule of data/hairline_rules.csv. */
typedef struct scalp_rule {
    const char *id, *look;
    double value;
    bool reason;
    const char *source;
} scalp_rule;

/* The rule of that id for that look, or for any; NULL when there is none. */
const scalp_rule *scalp_rule_find(const char *id, const char *look);

size_t scalp_loss_corner_count(void);
const scalp_loss_corner *scalp_loss_corner_at(size_t i);

/* The first row in which a place lies says its zone; x without its sign. */
typedef struct scalp_zone_row {
    const char *zone; /* without _l or _r */
    double x_low, x_high, y_low, y_high;
} scalp_zone_row;

size_t scalp_zone_row_count(void);
const scalp_zone_row *scalp_zone_row_at(size_t i);

#endif
