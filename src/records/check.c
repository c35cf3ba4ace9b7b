/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a record is what its table says. */
#include <scalptor/records.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Where a value stands, for messages: "stock, lot" or "session, materials 2, lot". */
typedef struct place {
    const char *kind, *rows; /* rows NULL: in the record itself */
    size_t row;
    scalp_error *error;
} place;

static scalp_status wrong(const place *at, const scalp_record_field *field, const char *what) {
    if (at->rows)
        return scalp_fail(at->error, SCALP_ERR_INPUT, "%s, %s %zu, %s: %s.", at->kind, at->rows,
                          at->row + 1, field->name, what);
    return scalp_fail(at->error, SCALP_ERR_INPUT, "%s, %s: %s.", at->kind, field->name, what);
}

/* How many bytes the character at `c` has (RFC 3629), 0: none that may stand in a text. */
static size_t character(const unsigned char *c) {
    if (c[0] < 0x80)
        return (c[0] >= 0x20 && c[0] != 0x7f) || c[0] == '\n' || c[0] == '\t';
    const size_t more = c[0] >= 0xf0 ? 3 : c[0] >= 0xe0 ? 2 : 1;
    if (c[0] < 0xc2 || c[0] > 0xf4)
        return 0;
    for (size_t i = 1; i <= more; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    const bool overlong = (c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xf0 && c[1] < 0x90);
    const bool beyond = (c[0] == 0xed && c[1] >= 0xa0) || (c[0] == 0xf4 && c[1] >= 0x90);
    const bool control = c[0] == 0xc2 && c[1] < 0xa0;
    return overlong || beyond || control ? 0 : more + 1;
}

static bool is_text(const char *text) {
    const unsigned char *c = (const unsigned char *)text;
    while (*c) {
        const size_t step = character(c);
        if (!step)
            return false;
        c += step;
    }
    return true;
}

static bool is_choice(const char *choices, const char *word) {
    const size_t length = strlen(word);
    for (const char *at = choices; *at;) {
        const size_t size = strcspn(at, "|");
        if (size == length && strncmp(at, word, size) == 0)
            return true;
        at += size + (at[size] == '|');
    }
    return false;
}

static scalp_status check_choice(const place *at, const scalp_record_field *field,
                                 const char *word) {
    char text[200];
    if (is_choice(field->choices, word))
        return SCALP_OK;
    snprintf(text, sizeof text, "\"%.40s\" is none of %.120s", word, field->choices);
    return wrong(at, field, text);
}

static scalp_status check_length(const place *at, const scalp_record_field *field,
                                 const char *words) {
    char text[100];
    const double most = field->high > 0 ? field->high : SCALP_RECORD_TEXT;
    const size_t length = strlen(words);
    if ((double)length > most) {
        snprintf(text, sizeof text, "%zu bytes are more than %.0f; shorten it", length, most);
        return wrong(at, field, text);
    }
    if ((double)length < field->low) {
        snprintf(text, sizeof text, "it needs %.0f characters or more", field->low);
        return wrong(at, field, text);
    }
    if (!is_text(words))
        return wrong(at, field, "it is not UTF-8 text, or holds control characters");
    if (!words[strspn(words, " \t\n")])
        return wrong(at, field, "it is blank; leave it away or write something");
    return SCALP_OK;
}

static scalp_status check_number(const place *at, const scalp_record_field *field,
                                 const scalp_value *value, scalp_record_type type) {
    char text[120];
    const bool fits = value->number >= field->low && value->number <= field->high;
    if (fits && (type != SCALP_RECORD_IS_WHOLE || value->number == floor(value->number)))
        return SCALP_OK;
    snprintf(text, sizeof text, "%.6g is no %snumber from %g to %g%s%s", value->number,
             type == SCALP_RECORD_IS_WHOLE ? "whole " : "", field->low, field->high,
             field->unit[0] ? " " : "", field->unit);
    return wrong(at, field, text);
}

static scalp_status check_text(const place *at, const scalp_record_field *field,
                               const scalp_value *value, scalp_record_type type) {
    char text[160];
    const char *words = value->text ? value->text : "";
    switch (type) {
    case SCALP_RECORD_IS_DATE:
        snprintf(text, sizeof text, "\"%.40s\" is no date; write it as 2026-11-20", words);
        return scalp_record_date_check(words) ? SCALP_OK : wrong(at, field, text);
    case SCALP_RECORD_IS_TIME:
        snprintf(text, sizeof text, "\"%.40s\" is no time; write it as 2026-11-20T14:30", words);
        return scalp_record_time_check(words) ? SCALP_OK : wrong(at, field, text);
    case SCALP_RECORD_IS_CHOICE:
        return check_choice(at, field, words);
    case SCALP_RECORD_IS_HASH:
    case SCALP_RECORD_IS_SEAL:
        if (strlen(words) == 64 && strspn(words, "0123456789abcdef") == 64)
            return SCALP_OK;
        return wrong(at, field, "it must be a SHA-256: 64 digits of 0-9 and a-f");
    case SCALP_RECORD_IS_REF:
        snprintf(text, sizeof text, "\"%.40s\" is no id; ids are 26 of a-z and 2-7", words);
        return scalp_record_id_check(words) ? SCALP_OK : wrong(at, field, text);
    case SCALP_RECORD_IS_DRAWING:
        if (words[0] == 'M' && strspn(words, "ML0123456789.,- ") == strlen(words))
            return check_length(at, field, words);
        return wrong(at, field, "a drawing is SVG path data of M, L and numbers");
    default:
        return check_length(at, field, words);
    }
}

static scalp_status check_list(const place *at, const scalp_record_field *field,
                               const scalp_value *value, scalp_record_type type) {
    scalp_record_field single = *field;
    single.high = 0;
    if ((double)value->count > field->high)
        return wrong(at, field, "the list is too long");
    for (size_t i = 0; i < value->count; i++) {
        if (type == SCALP_RECORD_IS_CHOICES)
            SCALP_TRY(check_choice(at, field, value->list[i]));
        else
            SCALP_TRY(check_length(at, &single, value->list[i]));
    }
    return SCALP_OK;
}

static scalp_status check_value(const place *at, const scalp_record_field *field,
                                const scalp_value *value) {
    const scalp_record_type type = scalp_record_field_type(field);
    switch (type) {
    case SCALP_RECORD_IS_NUMBER:
    case SCALP_RECORD_IS_WHOLE:
        return check_number(at, field, value, type);
    case SCALP_RECORD_IS_YES:
    case SCALP_RECORD_IS_ROWS:
        return SCALP_OK;
    case SCALP_RECORD_IS_TEXTS:
    case SCALP_RECORD_IS_CHOICES:
        return check_list(at, field, value, type);
    default:
        return check_text(at, field, value, type);
    }
}

/* Fields of a record, or of one of its rows. */
static scalp_status check_fields(const scalp_record *record, const place *at) {
    for (size_t i = 0; i < record->field_count; i++) {
        const scalp_record_field *field = &record->fields[i];
        const scalp_value *value = &record->values[i];
        if (field->required && !value->given) {
            char text[200];
            snprintf(text, sizeof text, "it is missing (%.150s)", field->meaning);
            return wrong(at, field, text);
        }
        if (value->given)
            SCALP_TRY(check_value(at, field, value));
    }
    return SCALP_OK;
}

static scalp_status check_rows(const scalp_record *record, scalp_error *error) {
    for (size_t i = 0; i < record->field_count; i++) {
        const scalp_record_field *field = &record->fields[i];
        const scalp_value *value = &record->values[i];
        place at = {record->kind->name, field->name, 0, error};
        if (!value->given || scalp_record_field_type(field) != SCALP_RECORD_IS_ROWS)
            continue;
        if ((double)value->count > field->high)
            return scalp_fail(error, SCALP_ERR_INPUT, "%s, %s: %zu rows are more than %.0f.",
                              record->kind->name, field->name, value->count, field->high);
        for (at.row = 0; at.row < value->count; at.row++)
            SCALP_TRY(check_fields(&value->rows[at.row], &at));
    }
    return SCALP_OK;
}

scalp_status scalp_record_check(const scalp_record *record, scalp_error *error) {
    const place at = {record->kind->name, NULL, 0, error};
    SCALP_TRY(check_fields(record, &at));
    return check_rows(record, error);
}
