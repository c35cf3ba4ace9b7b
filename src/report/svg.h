/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A drawing as text, grown in the arena. After the first failure nothing more is added. */
#ifndef SCALP_REPORT_SVG_H
#define SCALP_REPORT_SVG_H

#include <scalptor/base.h>

typedef struct svg {
    const scalp_work *work;
    char *text;
    size_t used, room;
    scalp_status status;
    scalp_error *error;
} svg;

svg svg_make(const scalp_work *work, scalp_error *error);
SCALP_PRINTF(2, 3) void svg_add(svg *drawing, const char *format, ...);
/* Text at a place; `anchor` is start, middle or end. */
void svg_text(svg *drawing, double x, double y, const char *anchor, int size, const char *text);
void svg_line(svg *drawing, double x1, double y1, double x2, double y2, const char *look);
void svg_box(svg *drawing, double x, double y, double width, double height, const char *look);

#endif
