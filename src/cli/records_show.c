/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records on a terminal and as JSON. */
#include "records.h"

#include <scalptor/codec_records.h>

#include <stdlib.h>
#include <string.h>

void cli_record_line(FILE *to, const scalp_record *record) {
    char title[SCALP_RECORD_TITLE];
    scalp_record_title(record, title);
    fprintf(to, "%s  %.8s  %-12s %.60s%s\n", record->date, record->id, record->kind->name, title,
            record->archived ? " (archived)" : "");
}

/* Values of a row on one line: "infection: AK". */
static void row_text(const scalp_record *row, char *text, size_t size) {
    size_t used = 0;
    text[0] = 0;
    for (size_t i = 0; i < row->field_count && used + 1 < size; i++) {
        const scalp_value *value = &row->values[i];
        const scalp_record_field *field = &row->fields[i];
        const scalp_record_type type = scalp_record_field_type(field);
        char words[320];
        if (!value->given || type == SCALP_RECORD_IS_REF)
            continue;
        if (type == SCALP_RECORD_IS_NUMBER || type == SCALP_RECORD_IS_WHOLE)
            snprintf(words, sizeof words, "%s %g", field->name, value->number);
        else if (type == SCALP_RECORD_IS_LOT || type == SCALP_RECORD_IS_DATE)
            snprintf(words, sizeof words, "%s %s", field->name, value->text);
        else
            snprintf(words, sizeof words, "%s", value->text ? value->text : "");
        const int wrote = snprintf(text + used, size - used, "%s%s", used ? ", " : "", words);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
}

static void show_text(FILE *to, const char *name, const char *text) {
    char line[200];
    fprintf(to, "  %-18s ", name);
    for (bool first = true; *text || first; first = false) {
        const size_t length = strcspn(text, "\n");
        if (!first)
            fprintf(to, "%*s", 21, "");
        if (length < sizeof line) {
            memcpy(line, text, length);
            line[length] = 0;
            cli_wrap(to, line, 21, 21);
        } else {
            char *copy = strndup(text, length);
            cli_wrap(to, copy ? copy : "", 21, 21);
            free(copy);
        }
        text += length + (text[length] == '\n');
    }
}

static void show_value(FILE *to, const scalp_record_field *field, const scalp_value *value) {
    char text[700];
    switch (scalp_record_field_type(field)) {
    case SCALP_RECORD_IS_NUMBER:
    case SCALP_RECORD_IS_WHOLE:
        snprintf(text, sizeof text, "%g%s%s", value->number, field->unit[0] ? " " : "",
                 field->unit);
        show_text(to, field->name, text);
        return;
    case SCALP_RECORD_IS_YES:
        show_text(to, field->name, value->number > 0 ? "yes" : "no");
        return;
    case SCALP_RECORD_IS_DRAWING:
        show_text(to, field->name, "(drawn)");
        return;
    case SCALP_RECORD_IS_TEXTS:
    case SCALP_RECORD_IS_CHOICES:
        for (size_t i = 0; i < value->count; i++)
            show_text(to, i ? "" : field->name, value->list[i]);
        return;
    case SCALP_RECORD_IS_ROWS:
        for (size_t i = 0; i < value->count; i++) {
            row_text(&value->rows[i], text, sizeof text);
            show_text(to, i ? "" : field->name, text);
        }
        return;
    default:
        show_text(to, field->name, value->text);
        return;
    }
}

void cli_record_text(FILE *to, const scalp_record *record) {
    char title[SCALP_RECORD_TITLE];
    scalp_record_title(record, title);
    fprintf(to, "%s\n  %-18s %s\n  %-18s %s\n", title, "kind", record->kind->name, "id",
            record->id);
    if (record->client[0] && strcmp(record->client, record->id) != 0)
        fprintf(to, "  %-18s %s\n", "client", record->client);
    fprintf(to, "  %-18s %s%s\n", "date", record->date, record->archived ? " (archived)" : "");
    for (size_t i = 0; i < record->field_count; i++)
        if (record->values[i].given)
            show_value(to, &record->fields[i], &record->values[i]);
}

json_t *cli_record_json(cli_job *job, const scalp_record *record) {
    scalp_bytes bytes;
    char title[SCALP_RECORD_TITLE];
    if (scalp_codec_record_write(record, &job->work, &bytes, NULL) != SCALP_OK)
        return NULL;
    json_t *object = json_loadb((const char *)bytes.data, bytes.size, 0, NULL);
    scalp_record_title(record, title);
    json_object_set_new(object, "title", json_string(title));
    json_object_set_new(object, "version", json_integer(record->version));
    json_object_set_new(object, "archived", json_boolean(record->archived));
    return object;
}

json_t *cli_records_json(cli_job *job, const scalp_record *records, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, cli_record_json(job, &records[i]));
    return list;
}

scalp_status cli_record_stored(cli_job *job, const scalp_record *record, const char *done,
                               scalp_error *error) {
    char title[SCALP_RECORD_TITLE];
    if (cli_given(job, "json")) {
        job->json = cli_record_json(job, record);
        return job->json ? SCALP_OK
                         : scalp_fail(error, SCALP_ERR_MEMORY,
                                      "Out of memory while showing what was stored.");
    }
    scalp_record_title(record, title);
    fprintf(job->out, "%s %s: %s\n  id %s\n", done, record->kind->name, title, record->id);
    return SCALP_OK;
}

scalp_status cli_text_written(cli_job *job, scalp_bytes bytes, scalp_error *error) {
    const char *path = cli_text(job, "output", NULL);
    if (path)
        return cli_write(job, path, bytes, error);
    fwrite(bytes.data, 1, bytes.size, job->out);
    return SCALP_OK;
}
