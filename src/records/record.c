/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a record, and its values by their names. */
#include <scalptor/records.h>

#include <assert.h>
#include <string.h>

static scalp_status check_owner(const scalp_record_kind *kind, const char *client,
                                scalp_error *error) {
    if (strcmp(kind->of, "client") == 0 && !client[0])
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A record of the kind %s is some client's; say "
                          "whose.",
                          kind->name);
    if (strcmp(kind->of, "client") != 0 && client[0])
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A record of the kind %s is the studio's; leave the client away.",
                          kind->name);
    return SCALP_OK;
}

static scalp_status check_frame(const scalp_record_kind *kind, const char *id, const char *client,
                                const char *date, scalp_error *error) {
    if (strcmp(kind->of, "part") == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is a row within records, no record by itself.", kind->name);
    if (!scalp_record_id_check(id) || (client[0] && !scalp_record_id_check(client)))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "\"%.40s\" is no id of a record; ids are 26 of a-z and 2-7.",
                          scalp_record_id_check(id) ? client : id);
    if (!scalp_record_date_check(date))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "\"%.40s\" is no date; write it as 2026-11-20, 1900 to 2999.", date);
    return check_owner(kind, client, error);
}

static scalp_status make(const scalp_record_kind *kind, const scalp_work *work,
                         scalp_record *record, scalp_error *error) {
    void *values;
    *record = (scalp_record){.kind = kind};
    record->fields = scalp_record_fields_of(kind->name, &record->field_count);
    SCALP_TRY(scalp_work_take(work, record->field_count, sizeof(scalp_value), &values, error));
    record->values = values;
    return SCALP_OK;
}

scalp_status scalp_record_make(const char *kind, const char *id, const char *client,
                               const char *date, const scalp_work *work, scalp_record *record,
                               scalp_error *error) {
    const scalp_record_kind *found = scalp_record_kind_find(kind);
    if (!found)
        return scalp_fail(error, SCALP_ERR_INPUT, "\"%.40s\" is no kind of record.", kind);
    SCALP_TRY(check_frame(found, id, client, date, error));
    SCALP_TRY(make(found, work, record, error));
    memcpy(record->id, id, sizeof record->id);
    memcpy(record->client, client, client[0] ? sizeof record->client : 1);
    memcpy(record->date, date, sizeof record->date);
    return SCALP_OK;
}

const scalp_record_field *scalp_record_field_find(const scalp_record *record, const char *name) {
    for (size_t i = 0; i < record->field_count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return &record->fields[i];
    return NULL;
}

static scalp_value *value_at(const scalp_record *record, const char *name) {
    const scalp_record_field *field = scalp_record_field_find(record, name);
    assert(field && "a field of the kind");
    return &record->values[field ? field - record->fields : 0];
}

/* ---- Reading ----------------------------------------------------------------------------- */

const scalp_value *scalp_record_value(const scalp_record *record, const char *name) {
    return value_at(record, name);
}

const char *scalp_record_text(const scalp_record *record, const char *name) {
    const scalp_value *value = value_at(record, name);
    return value->given && value->text ? value->text : "";
}

double scalp_record_number(const scalp_record *record, const char *name, double otherwise) {
    const scalp_value *value = value_at(record, name);
    return value->given ? value->number : otherwise;
}

bool scalp_record_yes(const scalp_record *record, const char *name) {
    const scalp_value *value = value_at(record, name);
    return value->given && value->number > 0;
}

bool scalp_record_is(const scalp_record *record, const char *name, const char *word) {
    return strcmp(scalp_record_text(record, name), word) == 0;
}

/* ---- Setting ----------------------------------------------------------------------------- */

void scalp_record_set_text(scalp_record *record, const char *name, const char *text) {
    scalp_value *value = value_at(record, name);
    *value = (scalp_value){.given = text && text[0], .text = text};
}

void scalp_record_set_number(scalp_record *record, const char *name, double number) {
    *value_at(record, name) = (scalp_value){.given = true, .number = number};
}

void scalp_record_set_yes(scalp_record *record, const char *name, bool yes) {
    scalp_record_set_number(record, name, yes);
}

scalp_status scalp_record_add_text(scalp_record *record, const char *name, const char *text,
                                   const scalp_work *work, scalp_error *error) {
    scalp_value *value = value_at(record, name);
    void *place;
    SCALP_TRY(scalp_work_take(work, value->count + 1, sizeof(char *), &place, error));
    const char **list = place;
    for (size_t i = 0; i < value->count; i++)
        list[i] = value->list[i];
    list[value->count] = text;
    *value = (scalp_value){.given = true, .list = list, .count = value->count + 1};
    return SCALP_OK;
}

scalp_status scalp_record_add_row(scalp_record *record, const char *name, const scalp_work *work,
                                  scalp_record **row, scalp_error *error) {
    const scalp_record_field *field = scalp_record_field_find(record, name);
    assert(field && "a field of the kind");
    scalp_value *value = value_at(record, name);
    void *place;
    SCALP_TRY(scalp_work_take(work, value->count + 1, sizeof(scalp_record), &place, error));
    scalp_record *rows = place;
    if (value->count)
        memcpy(rows, value->rows, value->count * sizeof *rows);
    *row = &rows[value->count];
    SCALP_TRY(make(scalp_record_kind_find(field->refers), work, *row, error));
    *value = (scalp_value){.given = true, .rows = rows, .count = value->count + 1};
    return SCALP_OK;
}
