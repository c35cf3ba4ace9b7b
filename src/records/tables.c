/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of kinds, fields and numbers. */
#include <scalptor/records.h>

#include <assert.h>
#include <string.h>

#define ROW(...) {__VA_ARGS__},
const scalp_record_kind scalp_record_kinds[] = {
#include "record_kinds.inc"
};
const size_t scalp_record_kind_count = sizeof scalp_record_kinds / sizeof *scalp_record_kinds;

static const scalp_record_field fields[] = {
#include "records.inc"
};

static const struct limit {
    const char *name;
    double value;
    const char *unit, *source;
} limits[] = {
#include "record_limits.inc"
};
#undef ROW

const scalp_record_kind *scalp_record_kind_find(const char *name) {
    for (size_t i = 0; i < scalp_record_kind_count; i++)
        if (strcmp(scalp_record_kinds[i].name, name) == 0)
            return &scalp_record_kinds[i];
    return NULL;
}

const scalp_record_field *scalp_record_fields_of(const char *kind, size_t *count) {
    const size_t all = sizeof fields / sizeof *fields;
    size_t first = 0, end;
    while (first < all && strcmp(fields[first].kind, kind) != 0)
        first++;
    for (end = first; end < all && strcmp(fields[end].kind, kind) == 0;)
        end++;
    *count = end - first;
    return first < all ? &fields[first] : NULL;
}

scalp_record_type scalp_record_field_type(const scalp_record_field *field) {
    static const char *const words[] = {
        [SCALP_RECORD_IS_TEXT] = "text",       [SCALP_RECORD_IS_NUMBER] = "number",
        [SCALP_RECORD_IS_WHOLE] = "whole",     [SCALP_RECORD_IS_YES] = "yes",
        [SCALP_RECORD_IS_DATE] = "date",       [SCALP_RECORD_IS_TIME] = "time",
        [SCALP_RECORD_IS_CHOICE] = "choice",   [SCALP_RECORD_IS_HASH] = "hash",
        [SCALP_RECORD_IS_LOT] = "lot",         [SCALP_RECORD_IS_DRAWING] = "drawing",
        [SCALP_RECORD_IS_REF] = "ref",         [SCALP_RECORD_IS_TEXTS] = "texts",
        [SCALP_RECORD_IS_CHOICES] = "choices", [SCALP_RECORD_IS_ROWS] = "rows",
        [SCALP_RECORD_IS_SEAL] = "seal",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], field->type) == 0)
            return (scalp_record_type)i;
    assert(!"a type of the table");
    return SCALP_RECORD_IS_TEXT;
}

double scalp_record_limit(const char *name) {
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (strcmp(limits[i].name, name) == 0)
            return limits[i].value;
    assert(!"a name of the table");
    return 0;
}
