/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"
#include "utf8.h"
#include "windows_1252.h"

#include <scalptor/exchange.h>

#include <string.h>

/* A place in the text. */
typedef struct reader {
    const char *at, *end;
    const char *name;
    size_t line;
    char separator;
    const scalp_work *work;
    scalp_error *error;
} reader;

/* A cell's text, and what followed it. */
typedef struct cell {
    const char *text;
    bool last; /* of its row */
} cell;

static bool is_line_end(const reader *r) {
    return r->at == r->end || *r->at == '\n' || *r->at == '\r';
}

/* Past the line end, of one letter or of two. */
static void skip_line_end(reader *r) {
    if (r->at < r->end && *r->at == '\r')
        r->at++;
    if (r->at < r->end && *r->at == '\n')
        r->at++;
    r->line++;
}

static void skip_blanks(reader *r) {
    while (r->at < r->end && (*r->at == ' ' || (*r->at == '\t' && r->separator != '\t')))
        r->at++;
}

static scalp_status too_long(const reader *r) {
    return scalp_fail(r->error, SCALP_ERR_LIMIT,
                      "%s, line %zu: a cell is longer than %d bytes; shorten it or look for a "
                      "missing quote.",
                      r->name, r->line, SCALP_CSV_MAX_CELL);
}

/* Up to the closing quote; two quotes are one. */
static scalp_status read_quoted(reader *r, const char **text) {
    const size_t opened = r->line;
    scalp_writer out = scalp_writer_make(r->work, r->error);
    scalp_bytes bytes;
    for (r->at++;; r->at++) {
        const char *stop = r->at;
        while (stop < r->end && *stop != '"' && *stop != '\n')
            stop++;
        scalp_writer_put(&out, r->at, (size_t)(stop - r->at));
        r->at = stop;
        if (out.size > SCALP_CSV_MAX_CELL)
            return too_long(r);
        if (r->at == r->end)
            return scalp_fail(r->error, SCALP_ERR_INPUT,
                              "%s, line %zu: a quote is opened and never closed; close it.",
                              r->name, opened);
        if (*r->at == '\n')
            r->line++;
        else if (r->at + 1 == r->end || r->at[1] != '"')
            break;
        else
            r->at++;
        scalp_writer_put(&out, r->at, 1);
    }
    r->at++;
    skip_blanks(r);
    if (!is_line_end(r) && *r->at != r->separator)
        return scalp_fail(r->error, SCALP_ERR_INPUT,
                          "%s, line %zu: something stands behind a closing quote; quotes within a "
                          "cell are doubled.",
                          r->name, r->line);
    SCALP_TRY(scalp_writer_close(&out, &bytes));
    *text = (const char *)bytes.data;
    return SCALP_OK;
}

static scalp_status read_plain(reader *r, const char **text) {
    const char *from = r->at;
    while (!is_line_end(r) && *r->at != r->separator)
        r->at++;
    const char *to = r->at;
    while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    if (to - from > SCALP_CSV_MAX_CELL)
        return too_long(r);
    void *copy;
    SCALP_TRY(scalp_work_take(r->work, (size_t)(to - from) + 1, 1, &copy, r->error));
    memcpy(copy, from, (size_t)(to - from));
    *text = copy;
    return SCALP_OK;
}

static scalp_status read_cell(reader *r, cell *c) {
    skip_blanks(r);
    SCALP_TRY(r->at < r->end && *r->at == '"' ? read_quoted(r, &c->text) : read_plain(r, &c->text));
    c->text += c->text[0] == '\'' && scalp_csv_guarded(c->text);
    c->last = is_line_end(r);
    if (c->last)
        skip_line_end(r);
    else
        r->at++;
    return SCALP_OK;
}

/* Whichever the first line has most of, outside of quotes. */
static char find_separator(const char *at, const char *end) {
    static const char known[] = {',', ';', '\t'};
    size_t counts[sizeof known] = {0}, best = 0;
    bool quoted = false;
    for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
        quoted ^= *at == '"';
        for (size_t k = 0; k < sizeof known && !quoted; k++)
            counts[k] += *at == known[k];
    }
    for (size_t k = 1; k < sizeof known; k++)
        if (counts[k] > counts[best])
            best = k;
    return known[best];
}

static bool same_name(const char *a, const char *b) {
    for (; *a && *b; a++, b++) {
        const char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
        const char y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;
        if (x != y)
            return false;
    }
    return *a == *b;
}

size_t scalp_csv_column(const scalp_csv_sheet *sheet, const char *name) {
    size_t k = 0;
    while (k < sheet->columns && !same_name(sheet->header[k], name))
        k++;
    return k;
}

static scalp_status check_header(const scalp_csv_sheet *sheet, const char *name,
                                 scalp_error *error) {
    for (size_t k = 0; k < sheet->columns; k++) {
        if (!sheet->header[k][0])
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%s: column %zu has no name; the first line names the columns.", name,
                              k + 1);
        if (scalp_csv_column(sheet, sheet->header[k]) < k)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%s: two columns are called \"%.60s\"; give each its own name.", name,
                              sheet->header[k]);
    }
    return SCALP_OK;
}

static scalp_status read_header(reader *r, scalp_csv_sheet *sheet) {
    const char *names[SCALP_CSV_MAX_COLUMNS];
    cell c = {NULL, false};
    while (r->at < r->end && is_line_end(r))
        skip_line_end(r);
    if (r->at == r->end)
        return scalp_fail(r->error, SCALP_ERR_INPUT,
                          "%s is empty; the first line names the columns.", r->name);
    while (!c.last) {
        if (sheet->columns == SCALP_CSV_MAX_COLUMNS)
            return scalp_fail(r->error, SCALP_ERR_LIMIT, "%s has more than %d columns.", r->name,
                              SCALP_CSV_MAX_COLUMNS);
        SCALP_TRY(read_cell(r, &c));
        names[sheet->columns++] = c.text;
    }
    while (sheet->columns > 1 && !names[sheet->columns - 1][0])
        sheet->columns--; /* separators at the end of the line */
    void *copy;
    SCALP_TRY(scalp_work_take(r->work, sheet->columns, sizeof *names, &copy, r->error));
    memcpy(copy, names, sheet->columns * sizeof *names);
    sheet->header = copy;
    return check_header(sheet, r->name, r->error);
}

/* Into `row`; `*filled`: whether anything stands there. */
static scalp_status read_row(reader *r, size_t columns, const char **row, bool *filled) {
    const size_t line = r->line;
    cell c = {NULL, false};
    *filled = false;
    for (size_t k = 0; k < columns; k++)
        row[k] = "";
    for (size_t k = 0; !c.last; k++) {
        SCALP_TRY(read_cell(r, &c));
        if (k < columns)
            row[k] = c.text;
        else if (c.text[0])
            return scalp_fail(r->error, SCALP_ERR_INPUT,
                              "%s, line %zu has more cells than the first line has names; put "
                              "quotes around cells that hold the separator \"%c\".",
                              r->name, line, r->separator);
        *filled |= c.text[0] != '\0';
    }
    return SCALP_OK;
}

/* Rows in a place that doubles. */
static scalp_status read_rows(reader *r, scalp_csv_sheet *sheet) {
    const char **cells = NULL;
    size_t room = 0;
    while (r->at < r->end) {
        bool filled;
        if (sheet->rows == room) {
            void *more;
            room = room ? 2 * room : 64;
            SCALP_TRY(
                scalp_work_take(r->work, room * sheet->columns, sizeof *cells, &more, r->error));
            if (sheet->rows)
                memcpy(more, cells, sheet->rows * sheet->columns * sizeof *cells);
            cells = more;
        }
        SCALP_TRY(read_row(r, sheet->columns, cells + sheet->rows * sheet->columns, &filled));
        sheet->rows += filled;
        if (sheet->rows > SCALP_CSV_MAX_ROWS)
            return scalp_fail(r->error, SCALP_ERR_LIMIT,
                              "%s has more than %d rows; cut it into several files.", r->name,
                              SCALP_CSV_MAX_ROWS);
    }
    sheet->cells = cells;
    return SCALP_OK;
}

static scalp_status check_bytes(scalp_bytes bytes, const char *name, scalp_error *error) {
    if (bytes.size >= 2 && ((bytes.data[0] == 0xff && bytes.data[1] == 0xfe) ||
                            (bytes.data[0] == 0xfe && bytes.data[1] == 0xff)))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is UTF-16; save it as \"CSV UTF-8\" and try again.", name);
    if (bytes.size && memchr(bytes.data, 0, bytes.size))
        return scalp_fail(error, SCALP_ERR_INPUT, "%s holds a zero byte: it is no table of texts.",
                          name);
    return SCALP_OK;
}

scalp_status scalp_csv_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                            scalp_csv_sheet *sheet, scalp_csv_facts *facts, scalp_error *error) {
    *sheet = (scalp_csv_sheet){NULL, 0, NULL, 0};
    SCALP_TRY(check_bytes(bytes, name, error));
    const bool windows = !scalp_utf8_check(bytes);
    if (windows)
        SCALP_TRY(scalp_windows_1252_read(bytes, work, &bytes, error));
    reader r = {(const char *)bytes.data, NULL, name, 1, 0, work, error};
    if (!r.at)
        r.at = "";
    r.end = r.at + bytes.size;
    if (bytes.size >= 3 && memcmp(r.at, "\xef\xbb\xbf", 3) == 0)
        r.at += 3;
    r.separator = find_separator(r.at, r.end);
    SCALP_TRY(read_header(&r, sheet));
    SCALP_TRY(read_rows(&r, sheet));
    if (facts)
        *facts = (scalp_csv_facts){r.separator, windows};
    return SCALP_OK;
}
