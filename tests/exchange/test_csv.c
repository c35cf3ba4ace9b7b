/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as spreadsheets write them, and as ours go to spreadsheets. */
#include "check.h"

#include <scalptor/exchange.h>

static scalp_bytes bytes_of(const char *text) {
    return (scalp_bytes){(const uint8_t *)text, strlen(text)};
}

static void read_table(const char *text, const check_work *w, scalp_csv_sheet *sheet,
                       scalp_csv_facts *facts) {
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_csv_read(bytes_of(text), "t.csv", &w->work, sheet, facts, &error), SCALP_OK);
}

static void check_refused(const char *text, scalp_status status, const char *why,
                          const check_work *w) {
    scalp_csv_sheet sheet;
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_csv_read(bytes_of(text), "t.csv", &w->work, &sheet, NULL, &error), status);
    if (!strstr(error.message, why))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, why);
}

static void check_round(const char *const *cells, size_t rows, const check_work *w) {
    const scalp_csv_sheet sheet = {(const char *[]){"a", "b"}, 2, cells, rows};
    scalp_csv_sheet again;
    scalp_bytes bytes;
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_csv_write(&sheet, &w->work, &bytes, &error), SCALP_OK);
    CHECK_STATUS(scalp_csv_read(bytes, "t.csv", &w->work, &again, NULL, &error), SCALP_OK);
    CHECK(again.columns == 2 && again.rows == rows);
    for (size_t i = 0; i < 2 * rows && again.rows == rows; i++)
        CHECK_TEXT(again.cells[i], cells[i]);
}

static void check_write(const char *cell, const char *expected, const check_work *w) {
    const scalp_csv_sheet sheet = {(const char *[]){"a"}, 1, &cell, 1};
    scalp_bytes bytes;
    scalp_error error = {SCALP_OK, ""};
    char text[200];
    CHECK_STATUS(scalp_csv_write(&sheet, &w->work, &bytes, &error), SCALP_OK);
    snprintf(text, sizeof text,
             "\xef\xbb\xbf"
             "a\r\n%s\r\n",
             expected);
    CHECK_TEXT((const char *)bytes.data, text);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_csv_sheet sheet;
    scalp_csv_facts facts;
    CASE("RFC 4180: quotes, doubled quotes, line ends and commas in cells") {
        read_table("name,note\r\n\"Doe, Jo\",\"said \"\"yes\"\"\r\nthen no\"\r\nPlain, x \r\n", &w,
                   &sheet, &facts);
        CHECK(sheet.rows == 2 && sheet.columns == 2 && facts.separator == ',');
        CHECK_TEXT(sheet.cells[0], "Doe, Jo");
        CHECK_TEXT(sheet.cells[1], "said \"yes\"\r\nthen no");
        CHECK_TEXT(sheet.cells[2], "Plain");
        CHECK_TEXT(sheet.cells[3], "x");
    }
    CASE("semicolons and tabs; empty rows; rows cut short; no last line end; lone returns") {
        read_table("\xef\xbb\xbfName;Born;Phone;\r\n\r\nA;1980-01-02\r\n;;\r\nB;;7", &w, &sheet,
                   &facts);
        CHECK(facts.separator == ';' && !facts.windows_1252);
        CHECK(sheet.columns == 3 && sheet.rows == 2);
        CHECK_TEXT(sheet.cells[2], "");
        CHECK_TEXT(sheet.cells[5], "7");
        CHECK(scalp_csv_column(&sheet, "born") == 1 && scalp_csv_column(&sheet, "x") == 3);
        read_table("a\tb, c\td\r1\t2\r", &w, &sheet, &facts);
        CHECK(facts.separator == '\t' && sheet.rows == 1);
        CHECK_TEXT(sheet.header[1], "b, c");
    }
    CASE("Windows-1252 is read as such, and said") {
        read_table("name\nJ\xf6rg \x80 \x8a\n", &w, &sheet, &facts);
        CHECK(facts.windows_1252);
        CHECK_TEXT(sheet.cells[0], "J\xc3\xb6rg \xe2\x82\xac \xc5\xa0");
    }
    CASE("cells that would be formulas are guarded; numbers are not") {
        check_write("=1+1", "\"'=1+1\"", &w);
        check_write("+49 151", "\"'+49 151\"", &w);
        check_write("+49151", "\"'+49151\"", &w);
        check_write("@SUM(A1)", "\"'@SUM(A1)\"", &w);
        check_write("-2+3", "\"'-2+3\"", &w);
        check_write("-2.5e-3", "-2.5e-3", &w);
        check_write("-", "\"'-\"", &w);
        check_write("\tx", "\"'\tx\"", &w);
        check_write("'=x", "\"''=x\"", &w);
        check_write("O'Hara", "O'Hara", &w);
        check_write("a \"b\"", "\"a \"\"b\"\"\"", &w);
    }
    CASE("what is written is read as it was, whatever stands in the cells") {
        check_round((const char *[]){"=1", "'=1", "''+", "-1", "-", "@", "a,b", "c;d", "\"", "\"\"",
                                     "x\ny", "\r", "\xc3\xa4", "'", "' x", "q\t"},
                    8, &w);
        scalp_random random = scalp_random_make(4, 180);
        for (int turn = 0; turn < 2000; turn++) {
            static const char letters[] = "=+-@'\"\n\r\t,;ab1.";
            char text[4][12];
            const char *cells[4];
            for (int k = 0; k < 4; k++) {
                const size_t length = (size_t)scalp_random_below(&random, 10);
                for (size_t i = 0; i < length; i++)
                    text[k][i] = letters[scalp_random_below(&random, sizeof letters - 1)];
                text[k][length] = '\0';
                cells[k] = text[k];
            }
            text[0][0] = 'x'; /* a row with nothing in it is no row */
            text[0][1] = '\0';
            strcpy(text[2], text[0]);
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            check_round(cells, 2, &w);
            scalp_arena_return(w.work.memory, mark);
        }
    }
    CASE("what is no table is refused in a sentence") {
        check_refused("", SCALP_ERR_INPUT, "empty", &w);
        check_refused("\n\n", SCALP_ERR_INPUT, "empty", &w);
        check_refused("a,b\n1,2,3\n", SCALP_ERR_INPUT, "line 2 has more cells", &w);
        check_refused("a,A\n", SCALP_ERR_INPUT, "two columns are called", &w);
        check_refused("a,,b\n", SCALP_ERR_INPUT, "column 2 has no name", &w);
        check_refused("a\n\"x\ny\n", SCALP_ERR_INPUT, "line 2: a quote is opened", &w);
        check_refused("a\n\"x\"y\n", SCALP_ERR_INPUT, "behind a closing quote", &w);
        check_refused("\xff\xfe"
                      "a",
                      SCALP_ERR_INPUT, "UTF-16", &w);
        const scalp_bytes zero = {(const uint8_t *)"a\n\0b", 4};
        scalp_error error = {SCALP_OK, ""};
        CHECK_STATUS(scalp_csv_read(zero, "t.csv", &w.work, &sheet, NULL, &error), SCALP_ERR_INPUT);
    }
    CASE("limits hold") {
        const size_t size = SCALP_CSV_MAX_CELL + 10;
        char *text = malloc(size + 8);
        memset(text, 'x', size);
        memcpy(text, "a\n", 2);
        text[size] = '\0';
        check_refused(text, SCALP_ERR_LIMIT, "longer than", &w);
        text[2] = '"';
        check_refused(text, SCALP_ERR_LIMIT, "longer than", &w);
        free(text);
        char wide[2 * SCALP_CSV_MAX_COLUMNS + 8];
        memset(wide, ',', sizeof wide);
        wide[sizeof wide - 1] = '\0';
        check_refused(wide, SCALP_ERR_LIMIT, "columns", &w);
    }
    check_work_close(&w);
    return check_done();
}
