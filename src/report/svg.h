/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A drawing as text that grows. */
#ifndef SCALP_REPORT_SVG_H
#define SCALP_REPORT_SVG_H

#include <scalptor/base.h>

typedef scalp_writer svg;

/* Text at a place; `anchor` is start, middle or end. */
void svg_text(svg *drawing, double x, double y, const char *anchor, int size, const char *text);
void svg_line(svg *drawing, double x1, double y1, double x2, double y2, const char *look);
void svg_box(svg *drawing, double x, double y, double width, double height, const char *look);

#endif
