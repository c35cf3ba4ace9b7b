/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of one kind as a table for a spreadsheet, a line for each. */
#include <scalptor/exchange.h>
#include <scalptor/report.h>

#include <string.h>

enum { frame = 3 }; /* id, client, date */

static scalp_status number_cell(double number, const scalp_work *work, const char **cell,
                                scalp_error *error) {
    void *text;
    SCALP_TRY(scalp_work_take(work, SCALP_CASE_SHOWN, 1, &text, error));
    scalp_case_text_from_number(number, text);
    *cell = text;
    return SCALP_OK;
}

/* Texts, or the texts of rows, with ; between them. */
static scalp_status list_cell(const scalp_value *value, const scalp_work *work, const char **cell,
                              scalp_error *error) {
    scalp_writer out = scalp_writer_make(work, error);
    scalp_bytes bytes;
    for (size_t i = 0; i < value->count; i++) {
        scalp_writer_add(&out, "%s%s", i ? "; " : "", value->list ? value->list[i] : "");
        for (size_t k = 0; !value->list && k < value->rows[i].field_count; k++) {
            const scalp_value *part = &value->rows[i].values[k];
            char number[SCALP_CASE_SHOWN];
            if (!part->given)
                continue;
            scalp_case_text_from_number(part->number, number);
            scalp_writer_add(&out, "%s=%s ", value->rows[i].fields[k].name,
                             part->text ? part->text : number);
        }
    }
    SCALP_TRY(scalp_writer_close(&out, &bytes));
    *cell = out.data;
    return SCALP_OK;
}

static scalp_status cell_of(const scalp_record_field *field, const scalp_value *value,
                            const scalp_work *work, const char **cell, scalp_error *error) {
    *cell = "";
    if (!value->given)
        return SCALP_OK;
    switch (scalp_record_field_type(field)) {
    case SCALP_RECORD_IS_NUMBER:
    case SCALP_RECORD_IS_WHOLE:
        return number_cell(value->number, work, cell, error);
    case SCALP_RECORD_IS_YES:
        *cell = value->number > 0 ? "yes" : "no";
        return SCALP_OK;
    case SCALP_RECORD_IS_TEXTS:
    case SCALP_RECORD_IS_CHOICES:
    case SCALP_RECORD_IS_ROWS:
        return list_cell(value, work, cell, error);
    default:
        *cell = value->text;
        return SCALP_OK;
    }
}

static scalp_status fill_row(const scalp_record *record, const scalp_work *work, const char **row,
                             scalp_error *error) {
    row[0] = record->id;
    row[1] = record->client;
    row[2] = record->date;
    for (size_t i = 0; i < record->field_count; i++)
        SCALP_TRY(cell_of(&record->fields[i], &record->values[i], work, &row[frame + i], error));
    return SCALP_OK;
}

scalp_status scalp_report_records_csv(const char *kind, const scalp_record *records, size_t count,
                                      const scalp_work *work, scalp_bytes *bytes,
                                      scalp_error *error) {
    size_t field_count;
    const scalp_record_field *fields = scalp_record_fields_of(kind, &field_count);
    const size_t columns = frame + field_count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, (count + 1) * columns, sizeof(const char *), &memory, error));
    const char **cells = memory, **row = cells + columns;
    cells[0] = "id";
    cells[1] = "client";
    cells[2] = "date";
    for (size_t i = 0; i < field_count; i++)
        cells[frame + i] = fields[i].name;
    for (size_t i = 0; i < count; i++)
        if (strcmp(records[i].kind->name, kind) == 0) {
            SCALP_TRY(fill_row(&records[i], work, row, error));
            row += columns;
        }
    const scalp_csv_sheet sheet = {cells, columns, cells + columns,
                                   (size_t)(row - cells) / columns - 1};
    return scalp_csv_write(&sheet, work, bytes, error);
}
