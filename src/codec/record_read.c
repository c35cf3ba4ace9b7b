/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records from JSON. */
#include "record.h"

#include <scalptor/codec_records.h>

#include <stdio.h>
#include <string.h>

static scalp_status copy(const scalp_json_in *in, const json_t *member, const char *path,
                         const scalp_work *work, const char **text) {
    if (!json_is_string(member))
        return scalp_json_fail(in, "%s must be a text.", path);
    *text = scalp_arena_text(work->memory, json_string_value(member), json_string_length(member));
    return *text ? SCALP_OK
                 : scalp_fail(in->error, SCALP_ERR_MEMORY,
                              "Out of memory while reading a record; close other programs.");
}

static scalp_status read_yes(const scalp_json_in *in, const json_t *member,
                             const scalp_record_field *field, scalp_record *record) {
    if (!json_is_boolean(member))
        return scalp_json_fail(in, "%s must be true or false.", field->name);
    scalp_record_set_yes(record, field->name, json_is_true(member));
    return SCALP_OK;
}

static scalp_status read_list(const scalp_json_in *in, const json_t *member,
                              const scalp_record_field *field, const scalp_work *work,
                              scalp_record *record) {
    if (!json_is_array(member))
        return scalp_json_fail(in, "%s must be a list of texts.", field->name);
    if ((double)json_array_size(member) > field->high)
        return scalp_json_fail(in, "%s has %zu items, more than %.0f.", field->name,
                               json_array_size(member), field->high);
    for (size_t i = 0; i < json_array_size(member); i++) {
        const char *text;
        SCALP_TRY(copy(in, json_array_get(member, i), field->name, work, &text));
        SCALP_TRY(scalp_record_add_text(record, field->name, text, work, in->error));
    }
    return SCALP_OK;
}

/* The members of a row, each a field of its part. */
static scalp_status read_row(const scalp_json_in *in, json_t *object, const char *path,
                             const scalp_work *work, scalp_record *row) {
    const char *names[SCALP_RECORD_MAX_FIELDS];
    for (size_t i = 0; i < row->field_count; i++)
        names[i] = row->fields[i].name;
    SCALP_TRY(scalp_json_known(in, object, path, names, row->field_count));
    for (size_t i = 0; i < row->field_count; i++) {
        const json_t *member = json_object_get(object, names[i]);
        if (member)
            SCALP_TRY(scalp_record_member_read(in, &row->fields[i], member, work, row));
    }
    return SCALP_OK;
}

static scalp_status read_rows(const scalp_json_in *in, const json_t *member,
                              const scalp_record_field *field, const scalp_work *work,
                              scalp_record *record) {
    if (!json_is_array(member))
        return scalp_json_fail(in, "%s must be a list of objects.", field->name);
    if ((double)json_array_size(member) > field->high)
        return scalp_json_fail(in, "%s has %zu rows, more than %.0f.", field->name,
                               json_array_size(member), field->high);
    for (size_t i = 0; i < json_array_size(member); i++) {
        char path[SCALP_JSON_PATH];
        scalp_record *row;
        json_t *object = json_array_get(member, i);
        snprintf(path, sizeof path, "%s[%zu]", field->name, i);
        if (!json_is_object(object))
            return scalp_json_fail(in, "%s must be an object.", path);
        SCALP_TRY(scalp_record_add_row(record, field->name, work, &row, in->error));
        SCALP_TRY(read_row(in, object, path, work, row));
    }
    return SCALP_OK;
}

scalp_status scalp_record_member_read(const scalp_json_in *in, const scalp_record_field *field,
                                      const json_t *member, const scalp_work *work,
                                      scalp_record *record) {
    double number;
    const char *text;
    switch (scalp_record_field_type(field)) {
    case SCALP_RECORD_IS_NUMBER:
    case SCALP_RECORD_IS_WHOLE:
        SCALP_TRY(scalp_json_number(in, member, field->name, &number));
        scalp_record_set_number(record, field->name, number);
        return SCALP_OK;
    case SCALP_RECORD_IS_YES:
        return read_yes(in, member, field, record);
    case SCALP_RECORD_IS_TEXTS:
    case SCALP_RECORD_IS_CHOICES:
        return read_list(in, member, field, work, record);
    case SCALP_RECORD_IS_ROWS:
        return read_rows(in, member, field, work, record);
    default:
        SCALP_TRY(copy(in, member, field->name, work, &text));
        scalp_record_set_text(record, field->name, text);
        return SCALP_OK;
    }
}

/* ---- The document ------------------------------------------------------------------------ */

enum { frame_count = 5 };
static const char *const frame[frame_count] = {"scalptor_record", "kind", "id", "client", "date"};

/* Kind, id, client and date as they stand, cut where they are too long to be any. */
typedef struct head {
    char kind[40], id[40], client[40], date[40];
} head;

static scalp_status read_head(const scalp_json_in *in, const json_t *root, head *h) {
    const json_t *client = json_object_get(root, "client");
    SCALP_TRY(scalp_json_version(in, root, "scalptor_record", 1));
    SCALP_TRY(scalp_json_text(in, json_object_get(root, "kind"), "kind", h->kind, sizeof h->kind));
    SCALP_TRY(scalp_json_text(in, json_object_get(root, "id"), "id", h->id, sizeof h->id));
    if (client)
        SCALP_TRY(scalp_json_text(in, client, "client", h->client, sizeof h->client));
    return scalp_json_text(in, json_object_get(root, "date"), "date", h->date, sizeof h->date);
}

static scalp_status read_fields(const scalp_json_in *in, const json_t *root, const scalp_work *work,
                                scalp_record *record) {
    const char *names[SCALP_RECORD_MAX_FIELDS + frame_count];
    for (size_t i = 0; i < frame_count; i++)
        names[i] = frame[i];
    for (size_t i = 0; i < record->field_count; i++)
        names[frame_count + i] = record->fields[i].name;
    SCALP_TRY(scalp_json_known(in, root, "", names, frame_count + record->field_count));
    for (size_t i = 0; i < record->field_count; i++) {
        const json_t *member = json_object_get(root, record->fields[i].name);
        if (member)
            SCALP_TRY(scalp_record_member_read(in, &record->fields[i], member, work, record));
    }
    return SCALP_OK;
}

static scalp_status check_seal(const scalp_json_in *in, const scalp_record *record,
                               const scalp_work *work) {
    const scalp_record_field *field = scalp_record_seal_field(record);
    char hex[SCALP_HASH_HEX];
    if (!field)
        return SCALP_OK;
    SCALP_TRY(scalp_record_seal_make(record, work, hex, in->error));
    if (strcmp(scalp_record_text(record, field->name), hex) == 0)
        return SCALP_OK;
    return scalp_fail(in->error, SCALP_ERR_NO,
                      "%.100s: the %s was altered after it was signed; its seal does not fit.",
                      in->name, record->kind->name);
}

static scalp_status read_root(const scalp_json_in *in, const json_t *root, const scalp_work *work,
                              scalp_record *record) {
    head h = {0};
    scalp_error why = {0};
    SCALP_TRY(read_head(in, root, &h));
    scalp_status status = scalp_record_make(h.kind, h.id, h.client, h.date, work, record, &why);
    if (status != SCALP_OK)
        return status == SCALP_ERR_INPUT ? scalp_json_fail(in, "%s", why.message)
                                         : scalp_fail(in->error, status, "%s", why.message);
    SCALP_TRY(read_fields(in, root, work, record));
    status = scalp_record_check(record, &why);
    if (status != SCALP_OK)
        return scalp_json_fail(in, "%s", why.message);
    return check_seal(in, record, work);
}

scalp_status scalp_codec_record_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                     scalp_record *record, scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_RECORD_BYTES, &root));
    const scalp_status status = read_root(&in, root, work, record);
    json_decref(root);
    return status;
}
