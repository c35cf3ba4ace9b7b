/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: JSON text put together by hand, so that numbers have their shortest form and the
 * layout is stable: members on lines of their own, two spaces deeper, short lists on one line. */
#ifndef SCALPTOR_CODEC_JSON_OUT_H
#define SCALPTOR_CODEC_JSON_OUT_H

#include <scalptor/codec.h>

typedef struct scalp_json_out {
    scalp_writer text;
    int depth;
    bool first;   /* nothing stands yet in the innermost object or list */
    bool inlined; /* the innermost list goes on one line */
} scalp_json_out;

scalp_json_out scalp_json_out_make(const scalp_work *work, scalp_error *error);
/* Everything below writes one value. `key` NULL: an element of a list, or the root. */
void scalp_json_out_object(scalp_json_out *out, const char *key);
void scalp_json_out_list(scalp_json_out *out, const char *key);
/* Of a JSON Schema: a list of `least` to `most` items, described next; its end is the caller's. */
void scalp_json_out_schema_list(scalp_json_out *out, const char *key, const char *meaning,
                                int least, int most);
/* A list, or in it an object, that stays on one line. */
void scalp_json_out_row(scalp_json_out *out, const char *key);
void scalp_json_out_end(scalp_json_out *out, char bracket); /* '}' or ']' */
void scalp_json_out_number(scalp_json_out *out, const char *key, double number);
void scalp_json_out_text(scalp_json_out *out, const char *key, const char *text);
void scalp_json_out_word(scalp_json_out *out, const char *key, const char *word); /* null, true */
/* A list of numbers on one line. */
void scalp_json_out_numbers(scalp_json_out *out, const char *key, const double *numbers,
                            size_t count);
/* `size` bytes that the caller fills, between the quotes of a text; NULL on failure. */
char *scalp_json_out_space(scalp_json_out *out, const char *key, size_t size);
/* The final newline; the bytes, or why there are none. */
SCALP_CHECKED scalp_status scalp_json_out_close(scalp_json_out *out, scalp_bytes *bytes);

/* Rounded to 1e-6; null when it is not finite. */
void scalp_json_out_figure(scalp_json_out *out, const char *key, double number);

/* The object of a case, by itself (`key` NULL) or as a member. */
void scalp_json_out_case(scalp_json_out *out, const char *key, const scalp_case *document);
/* The members of fit.json, in the object that is open. */
void scalp_json_out_fit(scalp_json_out *out, const scalp_case *document, const scalp_fit *fit,
                        const scalp_photo_facts *facts);

#endif
