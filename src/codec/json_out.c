/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json_out.h"
#include "fit_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

scalp_json_out scalp_json_out_make(const scalp_work *work, scalp_error *error) {
    return (scalp_json_out){.text = scalp_writer_make(work, error), .first = true};
}

static void add(scalp_json_out *out, const char *text, size_t size) {
    scalp_writer_put(&out->text, text, size);
}

static void add_line(scalp_json_out *out) {
    add(out, "\n", 1);
    for (int i = 0; i < out->depth; i++)
        add(out, "  ", 2);
}

/* One character of a text; RFC 8259 section 7. */
static void add_character(scalp_json_out *out, char c) {
    if (c == '"' || c == '\\') {
        add(out, "\\", 1);
        add(out, &c, 1);
    } else if ((unsigned char)c < 0x20) {
        char escape[8];
        const int length = snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c);
        add(out, escape, (size_t)length);
    } else {
        add(out, &c, 1);
    }
}

static void add_quoted(scalp_json_out *out, const char *text) {
    add(out, "\"", 1);
    for (; *text; text++)
        add_character(out, *text);
    add(out, "\"", 1);
}

/* Comma, line and key in front of a value. */
static void begin(scalp_json_out *out, const char *key) {
    if (!out->first)
        add(out, out->inlined ? ", " : ",", out->inlined ? 2 : 1);
    if (out->depth > 0 && !out->inlined)
        add_line(out);
    if (key) {
        add_quoted(out, key);
        add(out, ": ", 2);
    }
    out->first = false;
}

static void open_with(scalp_json_out *out, const char *key, const char *bracket) {
    begin(out, key);
    add(out, bracket, 1);
    out->depth++;
    out->first = true;
}

void scalp_json_out_object(scalp_json_out *out, const char *key) {
    open_with(out, key, "{");
}

void scalp_json_out_list(scalp_json_out *out, const char *key) {
    open_with(out, key, "[");
}

void scalp_json_out_row(scalp_json_out *out, const char *key) {
    open_with(out, key, "[");
    out->inlined = true;
}

void scalp_json_out_end(scalp_json_out *out, char bracket) {
    out->depth--;
    if (!out->first && !out->inlined)
        add_line(out);
    add(out, &bracket, 1);
    out->first = false;
    out->inlined = false;
}

void scalp_json_out_number(scalp_json_out *out, const char *key, double number) {
    char text[SCALP_CASE_SHOWN];
    begin(out, key);
    scalp_case_text_from_number(number, text);
    add(out, text, strlen(text));
}

void scalp_json_out_figure(scalp_json_out *out, const char *key, double number) {
    if (isfinite(number))
        scalp_json_out_number(out, key, scalp_fit_round6(number));
    else
        scalp_json_out_word(out, key, "null");
}

void scalp_json_out_text(scalp_json_out *out, const char *key, const char *text) {
    begin(out, key);
    add_quoted(out, text);
}

void scalp_json_out_word(scalp_json_out *out, const char *key, const char *word) {
    begin(out, key);
    add(out, word, strlen(word));
}

void scalp_json_out_numbers(scalp_json_out *out, const char *key, const double *numbers,
                            size_t count) {
    scalp_json_out_row(out, key);
    for (size_t i = 0; i < count; i++)
        scalp_json_out_number(out, NULL, numbers[i]);
    scalp_json_out_end(out, ']');
}

char *scalp_json_out_space(scalp_json_out *out, const char *key, size_t size) {
    begin(out, key);
    add(out, "\"", 1);
    char *space = scalp_writer_space(&out->text, size + 1);
    if (space)
        space[size] = '"';
    return space;
}

scalp_status scalp_json_out_close(scalp_json_out *out, scalp_bytes *bytes) {
    add(out, "\n", 1);
    return scalp_writer_close(&out->text, bytes);
}

void scalp_json_out_schema_list(scalp_json_out *out, const char *key, const char *meaning,
                                int least, int most) {
    scalp_json_out_object(out, key);
    if (meaning)
        scalp_json_out_text(out, "description", meaning);
    scalp_json_out_text(out, "type", "array");
    scalp_json_out_number(out, "minItems", least);
    scalp_json_out_number(out, "maxItems", most);
}
