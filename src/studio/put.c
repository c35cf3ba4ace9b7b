/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records into a store: sealed, checked, with what they refer to looked at. */
#include "studio.h"

#include <scalptor/codec_records.h>

#include <string.h>

scalp_status scalp_studio_copy(const scalp_studio *studio, const char *text, const char **copy,
                               scalp_error *error) {
    *copy = scalp_arena_text(studio->work->memory, text, strlen(text));
    return *copy ? SCALP_OK
                 : scalp_fail(error, SCALP_ERR_MEMORY, "No memory for the text of a record.");
}

scalp_status scalp_studio_new(const scalp_studio *studio, const char *kind, const char *client,
                              const char *date, scalp_record *record, scalp_error *error) {
    char id[SCALP_STORE_ID], today[SCALP_RECORD_DATE];
    scalp_studio_today(studio, today);
    SCALP_TRY(scalp_store_id_make(id, error));
    const char *owner = strcmp(kind, "client") == 0 ? id : client ? client : "";
    return scalp_record_make(kind, id, owner, date ? date : today, studio->work, record, error);
}

/* ---- What a record refers to ------------------------------------------------------------- */

static scalp_status check_ref(const scalp_studio *studio, const scalp_record *record,
                              const scalp_record_field *field, const char *id, scalp_error *error) {
    scalp_document document;
    scalp_error why = {0};
    if (strcmp(field->refers, "blob") == 0)
        return SCALP_OK;
    const scalp_status status =
        scalp_store_get(studio->store, id, 0, studio->work, &document, &why);
    if (status == SCALP_ERR_INPUT)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s, %s: there is no record %s; find it with scalptor record list %s.",
                          field->kind, field->name, id, field->refers);
    if (status != SCALP_OK)
        return scalp_fail(error, status, "%s", why.message);
    if (strcmp(document.kind, field->refers) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s, %s: %s is a record of the kind %s, not %s.",
                          field->kind, field->name, id, document.kind, field->refers);
    if (document.client[0] && strcmp(document.client, record->client) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s, %s: %s is another client's.", field->kind,
                          field->name, id);
    return SCALP_OK;
}

/* Of `fields`, which is the record or one of its rows. */
static scalp_status check_refs(const scalp_studio *studio, const scalp_record *record,
                               const scalp_record *fields, scalp_error *error) {
    for (size_t i = 0; i < fields->field_count; i++) {
        const scalp_record_field *field = &fields->fields[i];
        const scalp_value *value = &fields->values[i];
        const scalp_record_type type = scalp_record_field_type(field);
        if (value->given && type == SCALP_RECORD_IS_REF)
            SCALP_TRY(check_ref(studio, record, field, value->text, error));
        if (value->given && type == SCALP_RECORD_IS_ROWS)
            for (size_t row = 0; row < value->count; row++)
                SCALP_TRY(check_refs(studio, record, &value->rows[row], error));
    }
    return SCALP_OK;
}

static scalp_status check_owner(const scalp_studio *studio, const scalp_record *record,
                                scalp_error *error) {
    scalp_document document;
    if (!record->client[0] || strcmp(record->client, record->id) == 0)
        return SCALP_OK;
    scalp_error why = {0};
    const scalp_status status =
        scalp_store_get(studio->store, record->client, 0, studio->work, &document, &why);
    if (status == SCALP_ERR_INPUT || (status == SCALP_OK && strcmp(document.kind, "client") != 0))
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no client %s.", record->client);
    return status == SCALP_OK ? SCALP_OK : scalp_fail(error, status, "%s", why.message);
}

/* ---- Storing ----------------------------------------------------------------------------- */

static scalp_status check_signed(const scalp_record *record, scalp_error *error) {
    for (size_t i = 0; i < record->field_count; i++)
        if (record->version > 0 &&
            scalp_record_field_type(&record->fields[i]) == SCALP_RECORD_IS_SEAL)
            return scalp_fail(
                error, SCALP_ERR_NO,
                "The %s of %s is signed and cannot be changed; have a new one signed.",
                record->kind->name, record->date);
    return SCALP_OK;
}

static scalp_status put_document(const scalp_studio *studio, scalp_record *record,
                                 scalp_error *error) {
    scalp_document document = {.version = record->version, .archived = record->archived};
    memcpy(document.id, record->id, sizeof document.id);
    memcpy(document.client, record->client, sizeof document.client);
    memcpy(document.date, record->date, sizeof document.date);
    memcpy(document.kind, record->kind->name, strlen(record->kind->name) + 1);
    SCALP_TRY(scalp_record_lots(record, studio->work, &document.lots, &document.lot_count, error));
    SCALP_TRY(scalp_record_refs(record, studio->work, &document.refs, &document.ref_count, error));
    SCALP_TRY(scalp_codec_record_write(record, studio->work, &document.body, error));
    return scalp_store_put(studio->store, &document, &record->version, error);
}

scalp_status scalp_studio_put(const scalp_studio *studio, scalp_record *record,
                              scalp_error *error) {
    SCALP_TRY(check_signed(record, error));
    SCALP_TRY(scalp_codec_record_seal(record, studio->work, error));
    SCALP_TRY(scalp_record_check(record, error));
    SCALP_TRY(check_owner(studio, record, error));
    SCALP_TRY(check_refs(studio, record, record, error));
    return put_document(studio, record, error);
}

scalp_status scalp_studio_save(const scalp_studio *studio, scalp_record *records, size_t count,
                               scalp_error *error) {
    SCALP_TRY(scalp_store_begin(studio->store, studio->by, studio->at, error));
    scalp_status status = SCALP_OK;
    for (size_t i = 0; i < count && status == SCALP_OK; i++)
        status = scalp_studio_put(studio, &records[i], error);
    if (status == SCALP_OK)
        return scalp_store_commit(studio->store, error);
    scalp_store_rollback(studio->store);
    return status;
}

scalp_status scalp_studio_archive(const scalp_studio *studio, scalp_record *record, bool archived,
                                  scalp_error *error) {
    SCALP_TRY(scalp_store_begin(studio->store, studio->by, studio->at, error));
    scalp_status status = scalp_store_archive(studio->store, record->id, record->version, archived,
                                              studio->work, error);
    if (status == SCALP_OK)
        status = scalp_store_commit(studio->store, error);
    else
        scalp_store_rollback(studio->store);
    if (status == SCALP_OK) {
        record->version++;
        record->archived = archived;
    }
    return status;
}
