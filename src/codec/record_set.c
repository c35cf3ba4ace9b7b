/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of a record from a text as people type it. */
#include "record.h"

#include <scalptor/codec_records.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static scalp_status bad(const scalp_record *record, const scalp_record_field *field,
                        const char *wanted, const char *text, scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_INPUT, "%s, %s must be %s, not \"%.60s\".",
                      record->kind->name, field->name, wanted, text);
}

static scalp_status set_number(scalp_record *record, const scalp_record_field *field,
                               const char *text, scalp_error *error) {
    char *end = NULL;
    const double number = strtod(text, &end);
    if (text[strspn(text, "+-.0123456789eE")] || *end || !isfinite(number))
        return bad(record, field, "a number", text, error);
    scalp_record_set_number(record, field->name, number);
    return SCALP_OK;
}

static scalp_status set_yes(scalp_record *record, const scalp_record_field *field, const char *text,
                            scalp_error *error) {
    const bool yes = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
    if (!yes && strcmp(text, "no") != 0 && strcmp(text, "false") != 0)
        return bad(record, field, "yes or no", text, error);
    scalp_record_set_yes(record, field->name, yes);
    return SCALP_OK;
}

/* A JSON list in place of what was there. */
static scalp_status set_list(scalp_record *record, const scalp_record_field *field,
                             const char *text, const scalp_work *work, scalp_error *error) {
    const scalp_json_in in = {field->name, error};
    json_error_t why;
    if (strlen(text) > SCALP_CODEC_MAX_RECORD_BYTES)
        return bad(record, field, "shorter", text, error);
    json_t *list = json_loads(text, JSON_REJECT_DUPLICATES, &why);
    if (!list)
        return bad(record, field, "a JSON list, as [{\"name\": \"value\"}]", text, error);
    scalp_record_set_text(record, field->name, NULL);
    const scalp_status status = scalp_record_member_read(&in, field, list, work, record);
    json_decref(list);
    return status;
}

scalp_status scalp_codec_record_set(scalp_record *record, const char *name, const char *text,
                                    const scalp_work *work, scalp_error *error) {
    const scalp_record_field *field = scalp_record_field_find(record, name);
    if (!field)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s has no field \"%.40s\"; scalptor record fields %s lists them.",
                          record->kind->name, name, record->kind->name);
    if (field->fixed)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s, %s is set by the program when it happens, not by hand.",
                          record->kind->name, name);
    const char *kept = scalp_arena_text(work->memory, text, strlen(text));
    if (!kept)
        return scalp_fail(error, SCALP_ERR_MEMORY, "No memory for a field of a record.");
    if (!text[0]) {
        scalp_record_set_text(record, name, NULL);
        return SCALP_OK;
    }
    switch (scalp_record_field_type(field)) {
    case SCALP_RECORD_IS_NUMBER:
    case SCALP_RECORD_IS_WHOLE:
        return set_number(record, field, text, error);
    case SCALP_RECORD_IS_YES:
        return set_yes(record, field, text, error);
    case SCALP_RECORD_IS_ROWS:
        return set_list(record, field, text, work, error);
    case SCALP_RECORD_IS_TEXTS:
    case SCALP_RECORD_IS_CHOICES:
        if (text[0] == '[')
            return set_list(record, field, text, work, error);
        return scalp_record_add_text(record, name, kept, work, error);
    default:
        scalp_record_set_text(record, name, kept);
        return SCALP_OK;
    }
}
