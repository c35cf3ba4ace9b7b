/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers and drawings for people: what the program found, as they can read it. */
#ifndef SCALPTOR_REPORT_H
#define SCALPTOR_REPORT_H

#include <scalptor/case.h>
#include <scalptor/panel.h>
#include <scalptor/records.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The forecast as a drawing to show a client: visible density over ten years, one panel for each
 * kind of skin (three at most), bands that differ by hatching and lightness and not by colour
 * alone, measurements with their intervals, the touch-up window. SVG 1.1, UTF-8, no script, no font
 * but the viewer's own; legible from 360 px on. `bytes` live in work->memory. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_report_forecast_svg(const scalp_case_forecast *forecast,
                                                     const scalp_work *work, scalp_bytes *bytes,
                                                     scalp_error *error);

/* A panel of test dots: darkness, width and colour of every reading over the days, each of what is
 * usual, with the band that holds a session's mean, as fitted; the usual course dashed. As above.
 */
SCALP_CHECKED scalp_status scalp_report_panel_svg(const scalp_panel_spec *spec,
                                                  const scalp_panel *panel, const scalp_work *work,
                                                  scalp_bytes *bytes, scalp_error *error);

/* "12 Mar 2029" where the case is dated, otherwise "2.4 years". */
#define SCALP_REPORT_WHEN 32
void scalp_report_when(const scalp_case_forecast *forecast, double days,
                       char text[SCALP_REPORT_WHEN]);

/* ---- Records for other programs ---------------------------------------------------------- */

/* Records of one kind as CSV (scalp_csv_write): id, client, date and every field; lists with ;
 * between their items. */
SCALP_CHECKED scalp_status scalp_report_records_csv(const char *kind, const scalp_record *records,
                                                    size_t count, const scalp_work *work,
                                                    scalp_bytes *bytes, scalp_error *error);

typedef struct scalp_report_visit {
    const scalp_record *appointment;
    const char *initials; /* of who comes, or "" */
} scalp_report_visit;

/* Appointments as iCalendar, in times of no zone; `at` is now, UTC. No word says what for. */
SCALP_CHECKED scalp_status scalp_report_calendar(const scalp_report_visit *entries, size_t count,
                                                 const char *at, const scalp_work *work,
                                                 scalp_bytes *bytes, scalp_error *error);

typedef struct scalp_report_file {
    const char *name; /* 1 to 99 bytes */
    scalp_bytes bytes;
} scalp_report_file;

/* Files as one ustar archive, all of that date. SCALP_ERR_INPUT: a name too long. */
SCALP_CHECKED scalp_status scalp_report_archive(const scalp_report_file *entries, size_t count,
                                                const char *date, const scalp_work *work,
                                                scalp_bytes *bytes, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
