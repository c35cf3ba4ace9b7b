/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside report: pages in millimetres, y down from the upper edge, as PDF or as one long SVG. */
#ifndef SCALPTOR_REPORT_INK_H
#define SCALPTOR_REPORT_INK_H

#include <scalptor/report.h>

#include <cairo.h>

typedef struct ink {
    cairo_t *cairo;
    cairo_surface_t *surface;
    double width_mm, height_mm; /* of a page */
    bool svg;
    size_t page; /* from 0 */
    scalp_writer out;
    scalp_writer *to; /* `out`, or NULL: drawn only to be measured */
} ink;

typedef struct ink_params {
    scalp_paper paper;
    bool svg;
    size_t pages; /* of an SVG, which has them below one another */
    const char *title;
    bool measure; /* no bytes come of it */
} ink_params;

/* Close it, whatever happens. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status ink_open(ink *pen, const ink_params *params, const scalp_work *work,
                                    scalp_error *error);
void ink_next_page(ink *pen);
/* SCALP_ERR_MEMORY, SCALP_ERR_MACHINE. `bytes` NULL: thrown away. */
SCALP_CHECKED scalp_status ink_close(ink *pen, const scalp_work *work, scalp_bytes *bytes,
                                     scalp_error *error);

typedef enum ink_align { INK_LEFT, INK_CENTRE, INK_RIGHT } ink_align;

/* How words are set. */
typedef struct ink_font {
    double size_pt;
    bool bold;
    ink_align align; /* about x; within `width_mm`, where that is given */
    double width_mm; /* broken there; 0: one line */
} ink_font;

/* From the upper edge; gives the height, mm. */
double ink_text(ink *pen, double x, double y, ink_font font, const char *text);
double ink_text_height(ink *pen, ink_font font, const char *text);
double ink_text_width(ink *pen, ink_font font, const char *text);
void ink_grey(ink *pen, double level);
void ink_line(ink *pen, double x0, double y0, double x1, double y1, double width_mm);
/* A ruler upwards from its base line, a number every ten millimetres. */
void ink_ruler(ink *pen, double x, double base, int length_mm, double scale);

#endif
