/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content.h"
#include "utf8.h"

#include <string.h>

/* Lines are at most 75 bytes; what is longer goes on behind a blank, and no letter is cut. */
static void put_folded(scalp_writer *out, const char *line, size_t size) {
    size_t most = 75;
    while (size > most) {
        const size_t part = scalp_utf8_cut(line, size, most);
        scalp_writer_put(out, line, part);
        scalp_writer_put(out, "\r\n ", 3);
        line += part;
        size -= part;
        most = 74;
    }
    scalp_writer_put(out, line, size);
    scalp_writer_put(out, "\r\n", 2);
}

static void put_escaped(scalp_writer *out, const char *text) {
    for (; *text; text++) {
        if (strchr("\\;,", *text))
            scalp_writer_put(out, "\\", 1);
        if (*text == '\n')
            scalp_writer_put(out, "\\n", 2);
        else if (*text != '\r')
            scalp_writer_put(out, text, 1);
    }
}

void scalp_content_put(scalp_writer *out, const char *name, const char *value) {
    scalp_writer line = scalp_writer_make(out->work, out->error);
    scalp_writer_add(&line, "%s:%s", name, value);
    if (out->status == SCALP_OK)
        out->status = line.status;
    put_folded(out, line.data, line.size);
}

void scalp_content_texts(scalp_writer *out, const char *name, const char *const *values,
                         size_t count) {
    scalp_writer line = scalp_writer_make(out->work, out->error);
    scalp_writer_add(&line, "%s:", name);
    for (size_t i = 0; i < count; i++) {
        scalp_writer_put(&line, ";", i > 0);
        put_escaped(&line, values[i]);
    }
    if (out->status == SCALP_OK)
        out->status = line.status;
    put_folded(out, line.data, line.size);
}

void scalp_content_text(scalp_writer *out, const char *name, const char *value) {
    scalp_content_texts(out, name, &value, 1);
}
