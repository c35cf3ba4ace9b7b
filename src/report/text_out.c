/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text_out.h"

#include <string.h>

void scalp_text_out_add(scalp_text_out *out, const char *text, size_t size) {
    if (out->status != SCALP_OK)
        return;
    if (size > out->room - out->size) {
        const size_t room = 2 * (out->room + size) + 4096;
        void *place;
        out->status = scalp_work_take(out->work, room, 1, &place, out->error);
        if (out->status != SCALP_OK)
            return;
        if (out->size)
            memcpy(place, out->data, out->size);
        out->data = place;
        out->room = room;
    }
    if (size)
        memcpy(out->data + out->size, text, size);
    out->size += size;
}

void scalp_text_out_line(scalp_text_out *out, const char *text) {
    scalp_text_out_add(out, text, strlen(text));
}

void scalp_text_out_cell(scalp_text_out *out, const char *text, bool guarded) {
    const bool formula = guarded && text[0] && strchr("=+-@\t\r", text[0]);
    const bool quoted = strpbrk(text, ",\"\r\n") || formula;
    if (quoted)
        scalp_text_out_line(out, "\"");
    if (formula)
        scalp_text_out_line(out, "'");
    for (; *text; text++)
        scalp_text_out_add(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    if (quoted)
        scalp_text_out_line(out, "\"");
}
