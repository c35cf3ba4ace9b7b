/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vcard_line.h"
#include "utf8.h"
#include "windows_1252.h"

#include <string.h>

static char capital(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* The rest of the physical line, without its end. */
static scalp_bytes take_line(scalp_vcard_lines *lines) {
    const char *from = lines->at;
    while (lines->at < lines->end && *lines->at != '\n')
        lines->at++;
    size_t size = (size_t)(lines->at - from);
    lines->at += lines->at < lines->end;
    lines->number++;
    if (size && from[size - 1] == '\r')
        size--;
    return (scalp_bytes){(const uint8_t *)from, size};
}

/* Puts together what was folded: lines that begin with a blank go on (RFC 6350, 3.2). */
static scalp_status unfold(scalp_vcard_lines *lines, char **text, size_t *size) {
    scalp_writer out = scalp_writer_make(lines->work, lines->error);
    scalp_bytes part = take_line(lines);
    scalp_writer_put(&out, part.data, part.size);
    while (lines->at < lines->end && (*lines->at == ' ' || *lines->at == '\t')) {
        part = take_line(lines);
        scalp_writer_put(&out, part.data + 1, part.size - 1);
    }
    SCALP_TRY(scalp_writer_close(&out, &part));
    *text = out.data;
    *size = out.size;
    return SCALP_OK;
}

/* The first `what` outside of quotes, or the end. */
static char *find(char *text, const char *what) {
    bool quoted = false;
    for (; *text && (quoted || !strchr(what, *text)); text++)
        quoted ^= *text == '"';
    return text;
}

bool scalp_vcard_line_says(const scalp_vcard_line *line, const char *word) {
    const size_t length = strlen(word);
    for (const char *at = line->params; (at = strstr(at, word)) != NULL; at++) {
        const char before = at > line->params ? at[-1] : ';', after = at[length];
        if (strchr(";=,\"", before) && (!after || strchr(";,=\"", after)))
            return true;
    }
    return false;
}

static int hex(char c) {
    c = capital(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Version 2.1: =C3=BC, and = at the end of a line that goes on (RFC 2045, 6.7). */
static scalp_status undo_quoted_printable(scalp_vcard_lines *lines, char **value) {
    scalp_writer out = scalp_writer_make(lines->work, lines->error);
    scalp_bytes bytes;
    const char *at = *value, *end = at + strlen(at);
    for (;;) {
        if (at == end)
            break;
        if (*at == '=' && at + 1 == end) {
            if (lines->at == lines->end)
                break;
            const scalp_bytes part = take_line(lines);
            at = (const char *)part.data;
            end = at + part.size;
        } else if (*at == '=' && end - at > 2 && hex(at[1]) >= 0 && hex(at[2]) >= 0) {
            const char byte = (char)(hex(at[1]) << 4 | hex(at[2]));
            scalp_writer_put(&out, &byte, byte != 0);
            at += 3;
        } else {
            scalp_writer_put(&out, at++, 1);
        }
    }
    SCALP_TRY(scalp_writer_close(&out, &bytes));
    if (!scalp_utf8_check(bytes)) /* CHARSET=ISO-8859-1 and its like */
        SCALP_TRY(scalp_windows_1252_read(bytes, lines->work, &bytes, lines->error));
    void *copy;
    SCALP_TRY(scalp_work_take(lines->work, bytes.size + 1, 1, &copy, lines->error));
    memcpy(copy, bytes.data, bytes.size);
    *value = copy;
    return SCALP_OK;
}

static void set_name(scalp_vcard_line *line, const char *from, const char *to) {
    const char *dot = memchr(from, '.', (size_t)(to - from));
    size_t k = 0;
    for (from = dot ? dot + 1 : from; from < to && k + 1 < sizeof line->name; from++)
        line->name[k++] = capital(*from);
    line->name[k] = '\0';
}

scalp_status scalp_vcard_line_next(scalp_vcard_lines *lines, scalp_vcard_line *line, bool *found) {
    char *text = NULL;
    size_t size = 0;
    while (lines->at < lines->end && !size) {
        line->number = lines->number + 1;
        SCALP_TRY(unfold(lines, &text, &size));
    }
    *found = size > 0;
    if (!*found)
        return SCALP_OK;
    char *params = find(text, ";:"), *colon = find(params, ":");
    if (!*colon)
        return scalp_fail(lines->error, SCALP_ERR_INPUT,
                          "%s, line %zu has no colon; it is no line of an address card.",
                          lines->called, line->number);
    set_name(line, text, params);
    for (char *at = params; at < colon; at++)
        *at = capital(*at);
    *colon = '\0';
    line->params = params < colon ? params : "";
    line->value = colon + 1;
    return scalp_vcard_line_says(line, "QUOTED-PRINTABLE")
               ? undo_quoted_printable(lines, &line->value)
               : SCALP_OK;
}
