/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers and drawings for people: what the program found, as they can read it. */
#ifndef SCALPTOR_REPORT_H
#define SCALPTOR_REPORT_H

#include <scalptor/care.h>
#include <scalptor/case.h>
#include <scalptor/codec.h>
#include <scalptor/codec_studio.h>
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

/* ---- Pages of words, tables and pictures ---------------------------------------------------- */

/* One paper: whose it is, and what stands on every page. Texts may be NULL or "". */
typedef struct scalp_sheet_params {
    scalp_paper paper;
    scalp_language language;
    const char *title;
    const char *subject; /* client or file, under the title */
    const char *date;    /* as it is to be printed */
    const char *hash;    /* of what it was made from, 64 digits, in the foot of every page */
    const char *studio, *address, *contact; /* above the title; address may have several lines */
    const char *licences;                   /* in the foot: licences and trainings, one line */
} scalp_sheet_params;

/* A paper while it is written. The first failure is kept and everything after it is idle. */
typedef struct scalp_sheet scalp_sheet;

/* Writes the whole paper from its beginning; called twice, the first time to count the pages, and
 * must do the same both times. */
typedef void scalp_sheet_writer(scalp_sheet *sheet, void *context);

/* The paper as PDF, fonts embedded, the same bytes every time, "page x of y" on each page.
 * SCALP_ERR_MEMORY, SCALP_ERR_MACHINE, SCALP_ERR_CANCELLED, and what the writer failed with. */
SCALP_CHECKED scalp_status scalp_sheet_make(const scalp_sheet_params *params,
                                            scalp_sheet_writer *write, void *context,
                                            const scalp_work *work, scalp_bytes *bytes,
                                            scalp_error *error);

void scalp_sheet_heading(scalp_sheet *sheet, const char *text);
void scalp_sheet_paragraph(scalp_sheet *sheet, const char *text);
void scalp_sheet_strong(scalp_sheet *sheet, const char *text); /* a paragraph in bold */
void scalp_sheet_small(scalp_sheet *sheet, const char *text);  /* in small grey letters */
void scalp_sheet_item(scalp_sheet *sheet, const char *text);   /* of a list */
void scalp_sheet_pair(scalp_sheet *sheet, const char *label, const char *value);
/* A label and a line to write on; `wide_mm` of it, 0: to the margin. */
void scalp_sheet_blank(scalp_sheet *sheet, const char *label, double wide_mm);
void scalp_sheet_space(scalp_sheet *sheet, double mm);
/* What follows begins on a new page unless that much is left on this one. */
void scalp_sheet_need(scalp_sheet *sheet, double mm);

#define SCALP_SHEET_MAX_COLUMNS 12

typedef struct scalp_sheet_column {
    const char *title;
    double share; /* of the width; they need not add up to anything */
    bool right;   /* numbers stand at the right */
} scalp_sheet_column;

typedef struct scalp_sheet_table {
    const scalp_sheet_column *columns;
    size_t column_count;
    const char *const *cells; /* row by row; NULL is empty */
    size_t row_count;
    bool total;      /* the last row is a sum */
    double least_mm; /* of a row's height, to write in; 0: as the words need */
    bool boxed;      /* with lines between all cells */
} scalp_sheet_table;

/* The titles are repeated where it goes on over the page. */
void scalp_sheet_put_table(scalp_sheet *sheet, const scalp_sheet_table *table);

/* 8-bit pictures side by side, as wide as the column allows and no higher than `most_mm`, each with
 * its caption (or NULL). */
void scalp_sheet_pictures(scalp_sheet *sheet, const scalp_image *const *images,
                          const char *const *captions, size_t count, double most_mm);
void scalp_sheet_fail(scalp_sheet *sheet, scalp_status status, const char *message);
scalp_language scalp_sheet_language(const scalp_sheet *sheet);
const scalp_work *scalp_sheet_work(const scalp_sheet *sheet);
/* A text of the catalogue by "report.<name>", its parts in place. */
const char *scalp_sheet_say(scalp_sheet *sheet, const char *name, const scalp_text_part *parts,
                            size_t count);

/* ---- Papers -------------------------------------------------------------------------------- */

#define SCALP_PAPER_MAX_PICTURES 4

/* What papers about a plan are made from. */
typedef struct scalp_paper_plan {
    const scalp_plan *plan;
    const scalp_design *design;
    const scalp_case_visits *visits;
    const scalp_image *pictures[SCALP_PAPER_MAX_PICTURES]; /* 8 bits */
    const char *captions[SCALP_PAPER_MAX_PICTURES];
    size_t picture_count;
    const scalp_studio_profile *studio; /* required by the quote; else may be NULL */
} scalp_paper_plan;

/* Errors of scalp_sheet_make. The plan: pictures, zones, sessions, how it is worked, warnings. */
SCALP_CHECKED scalp_status scalp_paper_plan_write(const scalp_sheet_params *params,
                                                  const scalp_paper_plan *about,
                                                  const scalp_work *work, scalp_bytes *bytes,
                                                  scalp_error *error);
/* The studio's own prices on this plan; amounts rounded to a hundredth, row by row.
 * SCALP_ERR_INPUT: the studio has no prices. */
SCALP_CHECKED scalp_status scalp_paper_quote_write(const scalp_sheet_params *params,
                                                   const scalp_paper_plan *about,
                                                   const scalp_work *work, scalp_bytes *bytes,
                                                   scalp_error *error);
/* Squares of 3 x 3 cm of the plan's own dots at true size, for each zone and session: the session's
 * black, those of the sessions before grey. */
SCALP_CHECKED scalp_status scalp_paper_swatches_write(const scalp_sheet_params *params,
                                                      const scalp_paper_plan *about,
                                                      const scalp_work *work, scalp_bytes *bytes,
                                                      scalp_error *error);
/* A page to fill in for each session, with what is planned for it. */
SCALP_CHECKED scalp_status scalp_paper_session_write(const scalp_sheet_params *params,
                                                     const scalp_paper_plan *about,
                                                     const scalp_work *work, scalp_bytes *bytes,
                                                     scalp_error *error);
/* The sheet to take home. */
SCALP_CHECKED scalp_status scalp_paper_aftercare_write(const scalp_sheet_params *params,
                                                       const scalp_aftercare *sheet,
                                                       const scalp_work *work, scalp_bytes *bytes,
                                                       scalp_error *error);
/* What the answers came to. `reason`: typed against the verdict, or NULL. */
SCALP_CHECKED scalp_status scalp_paper_screening_write(const scalp_sheet_params *params,
                                                       const scalp_screening *screening,
                                                       const scalp_screen_result *result,
                                                       const char *reason, const scalp_work *work,
                                                       scalp_bytes *bytes, scalp_error *error);

/* ---- The 1:1 template -------------------------------------------------------------------- */

typedef struct scalp_template_params {
    scalp_paper paper;
    bool svg;                /* pages below one another in one drawing; else PDF */
    scalp_language language; /* of what is printed */
    bool dots;               /* draw them, at true size */
    unsigned session;        /* dots of that session alone; 0: of all */
    scalp_zone zone;         /* that zone alone; SCALP_ZONE_NONE: all */
    /* What the ruler of an earlier print measured from 0 to 100, 90..110 true millimetres; 0: 100.
     * Everything is drawn larger or smaller by that, so that this printer comes out right. */
    double ruler_mm;
    const char *hash; /* of the plan, 64 digits; NULL: none */
    const char *note; /* client or file, one line; NULL: none */
    const char *date; /* as it is to be printed; NULL: none */
} scalp_template_params;

typedef struct scalp_template_facts {
    size_t pages, pieces, dots;
    double hairline_mm;       /* along the head */
    double hairline_paper_mm; /* along the paper, as it measures when printed right */
    double stretch; /* the most a slice's edge is longer or shorter than on the head, a share */
} scalp_template_facts;

/* The plan to lay on the head: the hairline on strips along it, the planned zones on slices
 * between half planes through the ears, cut along the midline, each laid flat (scalp_strip_make)
 * with marks that meet those of its neighbours; a ruler on every page and a box as large as a bank
 * card. Fonts embedded, the same bytes every time; of an SVG cairo counts names through the
 * process, so that only the first of each process is the same. SCALP_ERR_INPUT (nothing of that
 * zone is planned; a ruler that is none), SCALP_ERR_MEMORY, SCALP_ERR_MACHINE, SCALP_ERR_CANCELLED.
 */
SCALP_CHECKED scalp_status scalp_report_template(const scalp_head *head, const scalp_design *design,
                                                 const scalp_plan *plan,
                                                 const scalp_template_params *params,
                                                 const scalp_work *work, scalp_bytes *bytes,
                                                 scalp_template_facts *facts, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
