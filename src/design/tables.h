/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of data/ that designs are made from. Private to this room.
 *
 * Places on the scalp are given in units of the head itself, so that one table fits every head: the
 * chart's x divided by the arc from the vertex to the upper root of the ear, its y by the arc to
 * the glabella (in front) or to the opisthocranion (behind). */
#ifndef SCALPTOR_DESIGN_TABLES_H
#define SCALPTOR_DESIGN_TABLES_H

#include <scalptor/design.h>

typedef struct scalp_style {
    const char *name;
    double height_mm, corner_recess_mm, transition_mm, sentinel_mm, edge_share, macro_mm, micro_mm;
} scalp_style;

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
