/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as JSON, and their seals. */
#include "json_out.h"

#include "record.h"
#include <scalptor/codec_records.h>

#include <string.h>

static void write_fields(scalp_json_out *out, const scalp_record *record, bool sealed);

static void write_value(scalp_json_out *out, const char *key, const scalp_record_field *field,
                        const scalp_value *value) {
    switch (scalp_record_field_type(field)) {
    case SCALP_RECORD_IS_NUMBER:
    case SCALP_RECORD_IS_WHOLE:
        scalp_json_out_number(out, key, value->number);
        return;
    case SCALP_RECORD_IS_YES:
        scalp_json_out_word(out, key, value->number > 0 ? "true" : "false");
        return;
    case SCALP_RECORD_IS_TEXTS:
    case SCALP_RECORD_IS_CHOICES:
        scalp_json_out_row(out, key);
        for (size_t i = 0; i < value->count; i++)
            scalp_json_out_text(out, NULL, value->list[i]);
        scalp_json_out_end(out, ']');
        return;
    case SCALP_RECORD_IS_ROWS:
        scalp_json_out_list(out, key);
        for (size_t i = 0; i < value->count; i++) {
            scalp_json_out_object(out, NULL);
            write_fields(out, &value->rows[i], true);
            scalp_json_out_end(out, '}');
        }
        scalp_json_out_end(out, ']');
        return;
    default:
        scalp_json_out_text(out, key, value->text);
        return;
    }
}

static void write_fields(scalp_json_out *out, const scalp_record *record, bool sealed) {
    for (size_t i = 0; i < record->field_count; i++) {
        const scalp_record_field *field = &record->fields[i];
        const scalp_value *value = &record->values[i];
        if (!value->given || (!sealed && scalp_record_field_type(field) == SCALP_RECORD_IS_SEAL))
            continue;
        write_value(out, field->name, field, value);
    }
}

static scalp_status write_record(const scalp_record *record, bool sealed, const scalp_work *work,
                                 scalp_bytes *bytes, scalp_error *error) {
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_number(&out, "scalptor_record", 1);
    scalp_json_out_text(&out, "kind", record->kind->name);
    scalp_json_out_text(&out, "id", record->id);
    if (record->client[0])
        scalp_json_out_text(&out, "client", record->client);
    scalp_json_out_text(&out, "date", record->date);
    write_fields(&out, record, sealed);
    scalp_json_out_end(&out, '}');
    return scalp_json_out_close(&out, bytes);
}

scalp_status scalp_codec_record_write(const scalp_record *record, const scalp_work *work,
                                      scalp_bytes *bytes, scalp_error *error) {
    return write_record(record, true, work, bytes, error);
}

/* ---- Seals ------------------------------------------------------------------------------- */

const scalp_record_field *scalp_record_seal_field(const scalp_record *record) {
    for (size_t i = 0; i < record->field_count; i++)
        if (scalp_record_field_type(&record->fields[i]) == SCALP_RECORD_IS_SEAL)
            return &record->fields[i];
    return NULL;
}

scalp_status scalp_record_seal_make(const scalp_record *record, const scalp_work *work,
                                    char hex[SCALP_HASH_HEX], scalp_error *error) {
    scalp_bytes bytes;
    hex[0] = 0;
    if (!scalp_record_seal_field(record))
        return SCALP_OK;
    SCALP_TRY(write_record(record, false, work, &bytes, error));
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, bytes.data, bytes.size);
    scalp_hash_hex(&hash, hex);
    return SCALP_OK;
}

scalp_status scalp_codec_record_seal(scalp_record *record, const scalp_work *work,
                                     scalp_error *error) {
    const scalp_record_field *field = scalp_record_seal_field(record);
    char hex[SCALP_HASH_HEX];
    if (!field)
        return SCALP_OK;
    SCALP_TRY(scalp_record_seal_make(record, work, hex, error));
    const char *text = scalp_arena_text(work->memory, hex, strlen(hex));
    if (!text)
        return scalp_fail(error, SCALP_ERR_MEMORY, "No memory for the seal of a record.");
    scalp_record_set_text(record, field->name, text);
    return SCALP_OK;
}
