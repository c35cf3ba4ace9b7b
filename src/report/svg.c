/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "svg.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

svg svg_make(const scalp_work *work, scalp_error *error) {
    return (svg){.work = work, .status = SCALP_OK, .error = error};
}

static bool grow(svg *drawing, size_t more) {
    void *place;
    size_t room = drawing->room ? drawing->room : 4096;
    while (room < drawing->used + more + 1)
        room *= 2;
    if (room == drawing->room)
        return true;
    drawing->status = scalp_work_take(drawing->work, room, 1, &place, drawing->error);
    if (drawing->status != SCALP_OK)
        return false;
    if (drawing->used)
        memcpy(place, drawing->text, drawing->used);
    drawing->text = place;
    drawing->room = room;
    return true;
}

void svg_add(svg *drawing, const char *format, ...) {
    va_list arguments, again;
    if (drawing->status != SCALP_OK)
        return;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    if (length > 0 && grow(drawing, (size_t)length)) {
        vsnprintf(drawing->text + drawing->used, (size_t)length + 1, format, again);
        drawing->used += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

static void add_escaped(svg *drawing, const char *text) {
    for (const char *at = text; *at;) {
        const size_t plain = strcspn(at, "&<>");
        svg_add(drawing, "%.*s", (int)plain, at);
        at += plain;
        if (*at)
            svg_add(drawing, "%s", *at == '&' ? "&amp;" : *at == '<' ? "&lt;" : "&gt;"), at++;
    }
}

void svg_text(svg *drawing, double x, double y, const char *anchor, int size, const char *text) {
    svg_add(drawing, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">", x, y,
            anchor, size);
    add_escaped(drawing, text);
    svg_add(drawing, "</text>\n");
}

void svg_line(svg *drawing, double x1, double y1, double x2, double y2, const char *look) {
    svg_add(drawing, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2,
            look);
}

void svg_box(svg *drawing, double x, double y, double width, double height, const char *look) {
    svg_add(drawing, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>\n", x, y,
            width, height, look);
}
