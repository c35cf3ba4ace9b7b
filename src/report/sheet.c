/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const ink_font plain = {9.5, false, INK_LEFT, 0};

static bool there(const char *text) {
    return text && text[0];
}

double sheet_width(const scalp_sheet *sheet) {
    return sheet->pen.width_mm - 2 * SHEET_MARGIN;
}

scalp_language scalp_sheet_language(const scalp_sheet *sheet) {
    return sheet->params->language;
}
const scalp_work *scalp_sheet_work(const scalp_sheet *sheet) {
    return sheet->work;
}

void scalp_sheet_fail(scalp_sheet *sheet, scalp_status status, const char *message) {
    if (sheet->status == SCALP_OK)
        sheet->status = scalp_fail(sheet->error, status, "%s", message);
}

const char *scalp_sheet_say(scalp_sheet *sheet, const char *name, const scalp_text_part *parts,
                            size_t count) {
    const char *filled = "", *text = scalp_text_of("report", name, sheet->params->language);
    if (sheet->status != SCALP_OK || count == 0)
        return text;
    sheet->status = scalp_text_fill(text, parts, count, sheet->work, &filled, sheet->error);
    return filled ? filled : "";
}

/* ---- Pages --------------------------------------------------------------------------------- */

static void draw_foot(scalp_sheet *sheet) {
    ink *pen = &sheet->pen;
    const double right = pen->width_mm - SHEET_MARGIN, y = pen->height_mm - SHEET_BOTTOM + 6;
    char page[24], pages[24], hash[128];
    snprintf(page, sizeof page, "%zu", pen->page + 1);
    snprintf(pages, sizeof pages, "%zu", sheet->pages);
    const scalp_text_part parts[] = {{"page", page}, {"pages", pages}};
    ink_grey(pen, 0.6);
    ink_line(pen, SHEET_MARGIN, y, right, y, 0.15);
    ink_grey(pen, 0.35);
    ink_text(pen, right, y + 1.5, (ink_font){7.5, false, INK_RIGHT, 0},
             scalp_sheet_say(sheet, "page", parts, 2));
    double down = y + 1.5;
    if (there(sheet->params->licences))
        down += ink_text(pen, SHEET_MARGIN, down,
                         (ink_font){7.5, false, INK_LEFT, sheet_width(sheet) - 30},
                         sheet->params->licences);
    if (there(sheet->params->hash)) {
        snprintf(hash, sizeof hash, "%s %.64s", scalp_sheet_say(sheet, "plan_hash", NULL, 0),
                 sheet->params->hash);
        ink_text(pen, SHEET_MARGIN, down, (ink_font){6, false, INK_LEFT, 0}, hash);
    }
}

static void next_page(scalp_sheet *sheet) {
    draw_foot(sheet);
    ink_next_page(&sheet->pen);
    sheet->y = SHEET_MARGIN;
    sheet->empty = true;
}

bool sheet_room(scalp_sheet *sheet, double mm) {
    if (sheet->status != SCALP_OK)
        return false;
    if (!sheet->empty && sheet->y + mm > sheet->pen.height_mm - SHEET_BOTTOM)
        next_page(sheet);
    sheet->empty = false;
    return true;
}

void scalp_sheet_need(scalp_sheet *sheet, double mm) {
    (void)sheet_room(sheet, mm);
}
void scalp_sheet_space(scalp_sheet *sheet, double mm) {
    sheet->y += mm;
}

/* Studio, title, whom it is about. */
static void draw_head(scalp_sheet *sheet) {
    const scalp_sheet_params *params = sheet->params;
    ink *pen = &sheet->pen;
    const double wide = sheet_width(sheet), right = pen->width_mm - SHEET_MARGIN;
    double y = 12, beside = 12;
    ink_grey(pen, 0.25);
    if (there(params->studio))
        y += ink_text(pen, SHEET_MARGIN, y, (ink_font){10, true, INK_LEFT, wide / 2},
                      params->studio);
    if (there(params->address))
        beside += ink_text(pen, right - wide / 2 + 2, beside,
                           (ink_font){8, false, INK_RIGHT, wide / 2 - 2}, params->address);
    if (there(params->contact))
        beside += ink_text(pen, right - wide / 2 + 2, beside,
                           (ink_font){8, false, INK_RIGHT, wide / 2 - 2}, params->contact);
    y = fmax(fmax(y, beside) + 6, 20);
    ink_grey(pen, 0);
    y += ink_text(pen, SHEET_MARGIN, y, (ink_font){18, true, INK_LEFT, wide}, params->title) + 1;
    char line[256];
    snprintf(line, sizeof line, "%s%s%s", there(params->subject) ? params->subject : "",
             there(params->subject) && there(params->date) ? "  ·  " : "",
             there(params->date) ? params->date : "");
    ink_grey(pen, 0.3);
    if (line[0])
        y += ink_text(pen, SHEET_MARGIN, y, (ink_font){10, false, INK_LEFT, wide}, line);
    sheet->y = y + 4;
}

/* ---- Words --------------------------------------------------------------------------------- */

static void put(scalp_sheet *sheet, double indent, ink_font font, double grey, const char *text,
                double after) {
    font.width_mm = sheet_width(sheet) - indent;
    if (sheet->status != SCALP_OK || !there(text) ||
        !sheet_room(sheet, ink_text_height(&sheet->pen, font, text)))
        return;
    ink_grey(&sheet->pen, grey);
    sheet->y += ink_text(&sheet->pen, SHEET_MARGIN + indent, sheet->y, font, text) + after;
}

void scalp_sheet_heading(scalp_sheet *sheet, const char *text) {
    if (!sheet_room(sheet, 24)) /* never alone at the foot of a page */
        return;
    if (sheet->y > SHEET_MARGIN)
        sheet->y += 3;
    put(sheet, 0, (ink_font){12, true, INK_LEFT, 0}, 0, text, 1.8);
}

void scalp_sheet_paragraph(scalp_sheet *sheet, const char *text) {
    put(sheet, 0, plain, 0.05, text, 2);
}

void scalp_sheet_strong(scalp_sheet *sheet, const char *text) {
    put(sheet, 0, (ink_font){9.5, true, INK_LEFT, 0}, 0, text, 1.6);
}

void scalp_sheet_small(scalp_sheet *sheet, const char *text) {
    put(sheet, 0, (ink_font){7.5, false, INK_LEFT, 0}, 0.35, text, 1.6);
}

void scalp_sheet_item(scalp_sheet *sheet, const char *text) {
    ink_font font = plain;
    font.width_mm = sheet_width(sheet) - 5;
    if (sheet->status != SCALP_OK || !there(text) ||
        !sheet_room(sheet, ink_text_height(&sheet->pen, font, text)))
        return;
    ink_grey(&sheet->pen, 0.05);
    ink_text(&sheet->pen, SHEET_MARGIN + 1, sheet->y, plain, "\xe2\x80\xa2");
    put(sheet, 5, plain, 0.05, text, 0.9);
}

void scalp_sheet_pair(scalp_sheet *sheet, const char *label, const char *value) {
    const double left = 58;
    ink_font font = plain, name = plain;
    name.width_mm = left - 4;
    font.width_mm = sheet_width(sheet) - left;
    if (!there(value) || !sheet_room(sheet, fmax(ink_text_height(&sheet->pen, font, value),
                                                 ink_text_height(&sheet->pen, name, label))))
        return;
    ink_grey(&sheet->pen, 0.35);
    const double high = ink_text(&sheet->pen, SHEET_MARGIN, sheet->y, name, label);
    ink_grey(&sheet->pen, 0.05);
    sheet->y += fmax(high, ink_text(&sheet->pen, SHEET_MARGIN + left, sheet->y, font, value)) + 1;
}

void scalp_sheet_blank(scalp_sheet *sheet, const char *label, double wide_mm) {
    if (!sheet_room(sheet, 9))
        return;
    const double start = SHEET_MARGIN + ink_text_width(&sheet->pen, plain, label) + 2;
    const double most = sheet->pen.width_mm - SHEET_MARGIN;
    ink_grey(&sheet->pen, 0.05);
    ink_text(&sheet->pen, SHEET_MARGIN, sheet->y + 3.2, plain, label);
    ink_grey(&sheet->pen, 0.5);
    ink_line(&sheet->pen, start, sheet->y + 7.2, wide_mm > 0 ? fmin(start + wide_mm, most) : most,
             sheet->y + 7.2, 0.2);
    sheet->y += 8.6;
}

/* ---- The whole ----------------------------------------------------------------------------- */

static scalp_status write_once(scalp_sheet *sheet, scalp_sheet_writer *write, void *context,
                               scalp_bytes *bytes) {
    const ink_params params = {sheet->params->paper, false, 1, sheet->params->title, !bytes};
    SCALP_TRY(ink_open(&sheet->pen, &params, sheet->work, sheet->error));
    draw_head(sheet);
    sheet->empty = false;
    write(sheet, context);
    draw_foot(sheet);
    sheet->pages = sheet->pen.page + 1;
    cairo_show_page(sheet->pen.cairo);
    const scalp_status closed = ink_close(&sheet->pen, sheet->work, bytes, sheet->error);
    return sheet->status != SCALP_OK ? sheet->status : closed;
}

scalp_status scalp_sheet_make(const scalp_sheet_params *params, scalp_sheet_writer *write,
                              void *context, const scalp_work *work, scalp_bytes *bytes,
                              scalp_error *error) {
    scalp_sheet sheet = {.params = params, .work = work, .error = error};
    SCALP_TRY(scalp_work_report(work, "paper", 0, error));
    SCALP_TRY(write_once(&sheet, write, context, NULL));
    SCALP_TRY(scalp_work_report(work, "paper", 0.5, error));
    return write_once(&sheet, write, context, bytes);
}
