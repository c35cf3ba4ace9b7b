/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that other programs write and read: tables as CSV, address cards (vCard), calendars. */
#ifndef SCALPTOR_EXCHANGE_H
#define SCALPTOR_EXCHANGE_H

#include <scalptor/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Tables as CSV ----------------------------------------------------------------------- */

#define SCALP_CSV_MAX_ROWS 200000
#define SCALP_CSV_MAX_COLUMNS 256
#define SCALP_CSV_MAX_CELL 65536 /* bytes */

/* A table of texts, UTF-8. Cells are row by row; cells[row * columns + column]. */
typedef struct scalp_csv_sheet {
    const char *const *header;
    size_t columns;
    const char *const *cells;
    size_t rows;
} scalp_csv_sheet;

/* What a file turned out to be. */
typedef struct scalp_csv_facts {
    char separator;
    bool windows_1252; /* it was not UTF-8, and was read as Windows-1252 */
} scalp_csv_facts;

/* Reads a table (RFC 4180) as spreadsheets write it: separated by comma, semicolon or tab
 * (whichever the header has most of), quoted or not, any line ends, with or without a byte order
 * mark, UTF-8 or Windows-1252. Blanks around cells go; the apostrophe that scalp_csv_write puts
 * before a dangerous cell goes; empty rows are passed over; what a row lacks is "". `facts` may be
 * NULL. The sheet lives in work->memory. SCALP_ERR_INPUT  no header, two columns of one name, more
 * cells than columns, a quote that is never closed or in the middle of a cell, a NUL, UTF-16
 *   SCALP_ERR_LIMIT  above the limits here */
SCALP_CHECKED scalp_status scalp_csv_read(scalp_bytes bytes, const char *name,
                                          const scalp_work *work, scalp_csv_sheet *sheet,
                                          scalp_csv_facts *facts, scalp_error *error);
/* The column of that name (case of ASCII letters does not matter); sheet->columns: there is none.
 */
size_t scalp_csv_column(const scalp_csv_sheet *sheet, const char *name);

/* Writes it, with commas, CRLF and a byte order mark (without it Excel takes the file for another
 * encoding). A cell that a spreadsheet could take for a formula (it begins with = + - @, a tab or a
 * line end) gets an apostrophe in front, unless it is a plain number (OWASP, CSV Injection).
 * `bytes` live in work->memory. */
SCALP_CHECKED scalp_status scalp_csv_write(const scalp_csv_sheet *sheet, const scalp_work *work,
                                           scalp_bytes *bytes, scalp_error *error);

/* ---- Address cards ----------------------------------------------------------------------- */

#define SCALP_VCARD_MAX 200000
#define SCALP_VCARD_MAX_TEXT 1024 /* bytes of a field; longer ones are cut at a character */

/* A person as an address book knows one. Missing fields are "". */
typedef struct scalp_vcard {
    const char *uid;
    const char *name; /* as written on a letter; never "" when it was read */
    const char *family, *given;
    const char *born;          /* YYYY-MM-DD */
    const char *phone, *email; /* the preferred one, else a mobile, else the first */
    const char *street, *postcode, *city, *region, *country;
} scalp_vcard;

/* Reads vCards of versions 2.1 (RFC-less, with quoted-printable, as old phones write), 3.0 (RFC
 * 2426) and 4.0 (RFC 6350), one after the other. Notes and all else are left behind: what a phone
 * says about a client's health has no place here. A card without any name is counted in `nameless`
 * (may be NULL) and passed over. Results live in work->memory.
 *   SCALP_ERR_INPUT  no card; a card that does not end or begins within another; not UTF-8
 *   SCALP_ERR_LIMIT  more cards than allowed */
SCALP_CHECKED scalp_status scalp_vcard_read(scalp_bytes bytes, const char *name,
                                            const scalp_work *work, const scalp_vcard **contacts,
                                            size_t *count, size_t *nameless, scalp_error *error);
/* Version 3.0, which every address book reads. */
SCALP_CHECKED scalp_status scalp_vcard_write(const scalp_vcard *contacts, size_t count,
                                             const scalp_work *work, scalp_bytes *bytes,
                                             scalp_error *error);

/* ---- Calendars --------------------------------------------------------------------------- */

typedef struct scalp_event {
    const char *uid;     /* the same for an event as long as it lives */
    int64_t sequence;    /* 0, then one more with every change */
    const char *start;   /* YYYY-MM-DD: the whole day; YYYY-MM-DDTHH:MM: the time at the place;
                          * with a Z behind it: UTC */
    int minutes;         /* how long; of a whole day: 0 */
    const char *summary; /* what anybody may read over the shoulder */
    const char *place;   /* "" for none */
    const char *note;    /* "" for none */
    int remind_minutes;  /* before; 0: not */
    bool cancelled;
} scalp_event;

/* Writes an iCalendar (RFC 5545). `stamp`: when it was made, YYYY-MM-DDTHH:MM:SSZ. `name`: of the
 * calendar, or "". `bytes` live in work->memory. SCALP_ERR_INPUT: a date or time that is none, an
 * event without a uid or summary, two events of one uid, a control letter. */
SCALP_CHECKED scalp_status scalp_calendar_write(const scalp_event *events, size_t count,
                                                const char *name, const char *stamp,
                                                const scalp_work *work, scalp_bytes *bytes,
                                                scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
