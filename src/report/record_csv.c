/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of one kind as a table for a spreadsheet: RFC 4180, UTF-8, a line for each. */
#include "text_out.h"

#include <scalptor/report.h>

#include <string.h>

static void add_number(scalp_text_out *out, double number) {
    char text[SCALP_CASE_SHOWN];
    scalp_case_text_from_number(number, text);
    scalp_text_out_cell(out, text, false);
}

/* Texts, or the texts of rows, with ; between them. */
static void add_list(scalp_text_out *out, const scalp_value *value) {
    scalp_text_out joined = {.work = out->work, .error = out->error};
    for (size_t i = 0; i < value->count; i++) {
        if (i)
            scalp_text_out_line(&joined, "; ");
        if (value->list)
            scalp_text_out_line(&joined, value->list[i]);
        for (size_t k = 0; !value->list && k < value->rows[i].field_count; k++) {
            const scalp_value *cell = &value->rows[i].values[k];
            char number[SCALP_CASE_SHOWN];
            if (!cell->given)
                continue;
            scalp_text_out_line(&joined, value->rows[i].fields[k].name);
            scalp_text_out_line(&joined, "=");
            scalp_case_text_from_number(cell->number, number);
            scalp_text_out_line(&joined, cell->text ? cell->text : number);
            scalp_text_out_line(&joined, " ");
        }
    }
    scalp_text_out_add(&joined, "", 1);
    if (joined.status != SCALP_OK)
        out->status = joined.status;
    else
        scalp_text_out_cell(out, joined.data, true);
}

static void add_value(scalp_text_out *out, const scalp_record_field *field,
                      const scalp_value *value) {
    if (!value->given)
        return;
    switch (scalp_record_field_type(field)) {
    case SCALP_RECORD_IS_NUMBER:
    case SCALP_RECORD_IS_WHOLE:
        add_number(out, value->number);
        return;
    case SCALP_RECORD_IS_YES:
        scalp_text_out_line(out, value->number > 0 ? "yes" : "no");
        return;
    case SCALP_RECORD_IS_TEXTS:
    case SCALP_RECORD_IS_CHOICES:
    case SCALP_RECORD_IS_ROWS:
        add_list(out, value);
        return;
    default:
        scalp_text_out_cell(out, value->text, true);
        return;
    }
}

static void add_record(scalp_text_out *out, const scalp_record *record) {
    const char *frame[] = {record->id, record->client, record->date};
    for (int i = 0; i < 3; i++) {
        scalp_text_out_line(out, i ? "," : "");
        scalp_text_out_cell(out, frame[i], true);
    }
    for (size_t i = 0; i < record->field_count; i++) {
        scalp_text_out_line(out, ",");
        add_value(out, &record->fields[i], &record->values[i]);
    }
    scalp_text_out_line(out, "\r\n");
}

scalp_status scalp_report_records_csv(const char *kind, const scalp_record *records, size_t count,
                                      const scalp_work *work, scalp_bytes *bytes,
                                      scalp_error *error) {
    scalp_text_out out = {.work = work, .error = error};
    size_t field_count;
    const scalp_record_field *fields = scalp_record_fields_of(kind, &field_count);
    scalp_text_out_line(&out, "id,client,date");
    for (size_t i = 0; i < field_count; i++) {
        scalp_text_out_line(&out, ",");
        scalp_text_out_cell(&out, fields[i].name, false);
    }
    scalp_text_out_line(&out, "\r\n");
    for (size_t i = 0; i < count; i++)
        if (strcmp(records[i].kind->name, kind) == 0)
            add_record(&out, &records[i]);
    SCALP_TRY(out.status);
    *bytes = (scalp_bytes){(const uint8_t *)out.data, out.size};
    return SCALP_OK;
}
