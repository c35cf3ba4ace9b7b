/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "svg.h"

#include <string.h>

static void add_escaped(svg *drawing, const char *text) {
    for (const char *at = text; *at;) {
        const size_t plain = strcspn(at, "&<>");
        scalp_writer_add(drawing, "%.*s", (int)plain, at);
        at += plain;
        if (*at)
            scalp_writer_add(drawing, "%s",
                             *at == '&'   ? "&amp;"
                             : *at == '<' ? "&lt;"
                                          : "&gt;"),
                at++;
    }
}

void svg_text(svg *drawing, double x, double y, const char *anchor, int size, const char *text) {
    scalp_writer_add(drawing, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">", x,
                     y, anchor, size);
    add_escaped(drawing, text);
    scalp_writer_add(drawing, "</text>\n");
}

void svg_line(svg *drawing, double x1, double y1, double x2, double y2, const char *look) {
    scalp_writer_add(drawing, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1,
                     y1, x2, y2, look);
}

void svg_box(svg *drawing, double x, double y, double width, double height, const char *look) {
    scalp_writer_add(drawing, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>\n",
                     x, y, width, height, look);
}
