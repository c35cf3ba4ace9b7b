/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json_in.h"

#include "shown.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

scalp_status scalp_json_fail(const scalp_json_in *in, const char *format, ...) {
    char sentence[sizeof in->error->message], shown[SCALP_SHOWN_NAME];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return scalp_fail(in->error, SCALP_ERR_INPUT, "%s: %s", scalp_shown_name(in->name, shown),
                      sentence);
}

/* ---- Parsing ------------------------------------------------------------------------------- */

/* The word of letters and signs around byte `at` is a number that JSON does not have. */
static bool is_not_a_number(scalp_bytes bytes, size_t at) {
    const char *letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-";
    size_t start = at < bytes.size ? at : bytes.size;
    while (start > 0 && bytes.data[start - 1] && strchr(letters, bytes.data[start - 1]))
        start--;
    char word[10] = "";
    for (size_t i = 0; i + 1 < sizeof word && start + i < bytes.size; i++) {
        const int c = bytes.data[start + i];
        if (!c || !strchr(letters, c))
            break;
        word[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    const char *bare = word + strspn(word, "+-");
    return strncmp(bare, "nan", 3) == 0 || strncmp(bare, "inf", 3) == 0;
}

static const char *sentence_from_code(enum json_error_code code) {
    switch (code) {
    case json_error_stack_overflow:
        return "lists and objects are nested too deeply";
    case json_error_premature_end_of_input:
        return "the document ends too early; it may have been cut off";
    case json_error_end_of_input_expected:
        return "there is more after the end of the document";
    case json_error_invalid_utf8:
        return "the text is not UTF-8; save the file as UTF-8";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a text holds a NUL character";
    case json_error_duplicate_key:
        return "a field is given twice in one object";
    case json_error_numeric_overflow:
        return "a number is too large";
    default:
        return NULL;
    }
}

static scalp_status parse_failed(const scalp_json_in *in, scalp_bytes bytes,
                                 const json_error_t *why) {
    const enum json_error_code code = json_error_code(why);
    if (code == json_error_out_of_memory || why->text[0] == 0) {
        return scalp_fail(in->error, SCALP_ERR_MEMORY,
                          "Out of memory while reading a document; close other programs and try "
                          "again.");
    }
    const char *known = sentence_from_code(code);
    if (!known && why->position >= 0 && is_not_a_number(bytes, (size_t)why->position))
        known = "NaN and Infinity are not JSON; give a number, or null where there is none";
    if (known)
        return scalp_json_fail(in, "line %d: %s.", why->line, known);
    char shown[SCALP_CASE_SHOWN];
    scalp_case_text_quoted(why->text, shown);
    return scalp_json_fail(in, "line %d, column %d: this is not JSON: %s.", why->line, why->column,
                           shown);
}

static scalp_status check_start(const scalp_json_in *in, scalp_bytes bytes, size_t most) {
    if (bytes.size == 0)
        return scalp_json_fail(in, "the file is empty; it should hold a JSON document.");
    if (bytes.size > most) {
        char shown[SCALP_CASE_SHOWN];
        return scalp_fail(in->error, SCALP_ERR_LIMIT,
                          "%s has %zu bytes, more than the %zu that are read.",
                          scalp_shown_name(in->name, shown), bytes.size, most);
    }
    const uint8_t *b = bytes.data;
    const bool mark8 = bytes.size >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf;
    const bool mark16 =
        bytes.size >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff));
    if (mark8 || mark16) {
        return scalp_json_fail(in,
                               "the file starts with a byte order mark%s; save it as UTF-8 "
                               "without one.",
                               mark16 ? " of UTF-16" : "");
    }
    return SCALP_OK;
}

scalp_status scalp_json_open(const scalp_json_in *in, scalp_bytes bytes, size_t most,
                             json_t **root) {
    *root = NULL;
    SCALP_TRY(check_start(in, bytes, most));
    json_error_t why;
    memset(&why, 0, sizeof why);
    json_t *value = json_loadb((const char *)bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &why);
    if (!value)
        return parse_failed(in, bytes, &why);
    if (!json_is_object(value)) {
        json_decref(value);
        return scalp_json_fail(in, "the document is a list, but must be an object: { ... }.");
    }
    *root = value;
    return SCALP_OK;
}

/* ---- Names --------------------------------------------------------------------------------- */

/* Edits that turn `typed` into some beginning of `name` (Wagner & Fischer 1974, the end of `name`
 * free), so that "densty" is one from "density_per_cm2". */
static size_t edits_to_start(const char *typed, const char *name) {
    enum { longest = 40 };
    size_t row[longest + 1], rows = strlen(typed), columns = strlen(name);
    if (rows > longest || columns > longest)
        return SIZE_MAX;
    for (size_t j = 0; j <= columns; j++)
        row[j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            const size_t change = diagonal + (typed[i - 1] != name[j - 1]);
            const size_t drop = row[j] + 1, insert = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = change < drop ? change : drop;
            row[j] = row[j] < insert ? row[j] : insert;
        }
    }
    size_t best = row[columns];
    for (size_t j = 1; j < columns; j++)
        best = row[j] < best ? row[j] : best;
    return best;
}

static const char *nearest_name(const char *typed, const char *const *known, size_t count) {
    const char *nearest = NULL;
    size_t least = strlen(typed) / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        const bool starts = strncmp(typed, known[i], strlen(known[i])) == 0;
        const size_t edits = starts ? 0 : edits_to_start(typed, known[i]);
        if (edits < least) {
            least = edits;
            nearest = known[i];
        }
    }
    return nearest;
}

/* What stands where no field may, shown without the quotes of a text. */
static scalp_status unknown_field(const scalp_json_in *in, const char *path, const char *key,
                                  const char *nearest) {
    char shown[SCALP_CASE_SHOWN];
    scalp_case_text_quoted(key, shown);
    shown[strlen(shown) - 1] = 0;
    return scalp_json_fail(in, "%s%s%s: unknown field%s%s%s", path, path[0] ? "." : "", shown + 1,
                           nearest ? "; did you mean " : "; remove it or correct its name",
                           nearest ? nearest : "", nearest ? "?" : ".");
}

scalp_status scalp_json_known(const scalp_json_in *in, const json_t *object, const char *path,
                              const char *const *known, size_t count) {
    /* Iterators of jansson want a pointer that may write, and do not write through it. */
    json_t *members;
    memcpy(&members, &object, sizeof members);
    for (void *at = json_object_iter(members); at; at = json_object_iter_next(members, at)) {
        const char *key = json_object_iter_key(at);
        bool found = false;
        for (size_t i = 0; i < count && !found; i++)
            found = strcmp(known[i], key) == 0;
        if (!found)
            return unknown_field(in, path, key, nearest_name(key, known, count));
    }
    return SCALP_OK;
}

/* ---- Values -------------------------------------------------------------------------------- */

static const char *words_from_type(json_type type) {
    switch (type) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_NULL:
        return "null";
    default:
        return "true or false";
    }
}

static scalp_status wrong_type(const scalp_json_in *in, const json_t *value, const char *path,
                               json_type wanted) {
    return scalp_json_fail(in, "%s is %s, but must be %s.", path,
                           words_from_type(json_typeof(value)), words_from_type(wanted));
}

scalp_status scalp_json_member(const scalp_json_in *in, const json_t *object, const char *key,
                               json_type type, const char *path, json_t **member) {
    *member = json_object_get(object, key);
    if (*member && json_typeof(*member) != type)
        return wrong_type(in, *member, path, type);
    return SCALP_OK;
}

scalp_status scalp_json_need(const scalp_json_in *in, const json_t *object, const char *key,
                             json_type type, const char *path, json_t **member) {
    SCALP_TRY(scalp_json_member(in, object, key, type, path, member));
    return *member ? SCALP_OK : scalp_json_fail(in, "%s is missing.", path);
}

scalp_status scalp_json_number(const scalp_json_in *in, const json_t *value, const char *path,
                               double *number) {
    if (!value)
        return scalp_json_fail(in, "%s is missing.", path);
    if (!json_is_number(value))
        return wrong_type(in, value, path, JSON_REAL);
    const json_int_t most = (json_int_t)1 << 53;
    if (json_is_integer(value) &&
        (json_integer_value(value) > most || json_integer_value(value) < -most)) {
        return scalp_json_fail(in, "%s is %lld, larger than any field may be.", path,
                               (long long)json_integer_value(value));
    }
    *number = json_number_value(value);
    return SCALP_OK;
}

scalp_status scalp_json_numbers(const scalp_json_in *in, const json_t *value, const char *path,
                                double *numbers, size_t count) {
    if (!value)
        return scalp_json_fail(in, "%s is missing.", path);
    if (!json_is_array(value))
        return wrong_type(in, value, path, JSON_ARRAY);
    if (json_array_size(value) != count) {
        return scalp_json_fail(in, "%s has %zu elements, but must have %zu.", path,
                               json_array_size(value), count);
    }
    for (size_t i = 0; i < count; i++) {
        char element[SCALP_JSON_PATH];
        snprintf(element, sizeof element, "%s[%zu]", path, i);
        SCALP_TRY(scalp_json_number(in, json_array_get(value, i), element, &numbers[i]));
    }
    return SCALP_OK;
}

scalp_status scalp_json_text(const scalp_json_in *in, const json_t *value, const char *path,
                             char *text, size_t size) {
    if (!value)
        return scalp_json_fail(in, "%s is missing.", path);
    if (!json_is_string(value))
        return wrong_type(in, value, path, JSON_STRING);
    const size_t length = json_string_length(value);
    if (length >= size) {
        return scalp_json_fail(in, "%s has %zu bytes, but must have at most %zu.", path, length,
                               size - 1);
    }
    memcpy(text, json_string_value(value), length + 1);
    return SCALP_OK;
}

scalp_status scalp_json_version(const scalp_json_in *in, const json_t *root, const char *key,
                                int version) {
    const json_t *value = json_object_get(root, key);
    if (!value) {
        return scalp_json_fail(in,
                               "%s is missing, so this may be another kind of file; a document "
                               "of this kind starts with \"%s\": %d.",
                               key, key, version);
    }
    if (!json_is_number(value))
        return wrong_type(in, value, key, JSON_INTEGER);
    const double given = json_number_value(value); /* 1.0 is the number 1: JSON has but one kind */
    if (given == version)
        return SCALP_OK;
    return scalp_json_fail(in, "%s is %.15g, but this program (%s) reads version %d%s.", key, given,
                           SCALP_VERSION, version,
                           given > version ? "; a newer program wrote it, so use that one" : "");
}
