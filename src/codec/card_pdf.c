/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calibration card as a page to be printed at actual size. */
#include "pdf.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>

/* A page in millimetres; y down from the upper edge. */
typedef struct page {
    cairo_t *cairo;
    double left; /* of the column of 180 mm */
    const scalp_card *card;
    scalp_error *error;
    scalp_status status;
} page;

static const double column_mm = 180, line_mm = 0.12, cut_grey = 0.55, sheet_grey = 0.25;

static const struct {
    double width_mm, height_mm;
} papers[] = {[SCALP_PAPER_A4] = {210, 297}, [SCALP_PAPER_LETTER] = {215.9, 279.4}};

/* ---- Words --------------------------------------------------------------------------------- */

/* Text from its upper left corner, or centred about x; `width_mm` 0: on one line. Gives its height.
 */
static double put_text(page *p, double x, double y, double size_pt, bool bold, bool centred,
                       double width_mm, const char *text) {
    const double point = 25.4 / 72;
    int width, height;
    PangoLayout *layout = pango_cairo_create_layout(p->cairo);
    PangoContext *context = pango_layout_get_context(layout);
    PangoFontDescription *font = pango_font_description_from_string("DejaVu Sans");
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_size(font, (int)(size_pt * PANGO_SCALE));
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, text, -1);
    pango_layout_set_line_spacing(layout, 1.25F);
    if (width_mm > 0)
        pango_layout_set_width(layout, (int)(width_mm / point * PANGO_SCALE));
    pango_layout_get_size(layout, &width, &height);
    cairo_save(p->cairo);
    cairo_translate(p->cairo, centred ? x - width * point / PANGO_SCALE / 2 : x, y);
    cairo_scale(p->cairo, point, point);
    cairo_move_to(p->cairo, 0, 0);
    pango_cairo_show_layout(p->cairo, layout);
    cairo_restore(p->cairo);
    pango_font_description_free(font);
    g_object_unref(layout);
    return height * point / PANGO_SCALE;
}

static void grey(page *p, double level) {
    cairo_set_source_rgb(p->cairo, level, level, level);
}

/* ---- Marks --------------------------------------------------------------------------------- */

/* The black square whole, then its white cells in one path, so that no seam shows between them. */
static void put_tag(page *p, double x, double y, double width, int number) {
    bool cells[SCALP_TAG_CELLS * SCALP_TAG_CELLS];
    if (p->status == SCALP_OK)
        p->status = scalp_tag_cells(number, cells, p->error);
    if (p->status != SCALP_OK)
        return;
    const double cell = width / (SCALP_TAG_CELLS - 2);
    grey(p, 0);
    cairo_rectangle(p->cairo, x - width / 2, y - width / 2, width, width);
    cairo_fill(p->cairo);
    grey(p, 1);
    for (int row = 1; row < SCALP_TAG_CELLS - 1; row++)
        for (int from = 1, to; from < SCALP_TAG_CELLS - 1; from = to + 1) {
            for (to = from; to < SCALP_TAG_CELLS - 1 && !cells[row * SCALP_TAG_CELLS + to];)
                to++;
            if (to > from)
                cairo_rectangle(p->cairo, x - width / 2 + cell * (from - 1),
                                y - width / 2 + cell * (row - 1), cell * (to - from), cell);
        }
    cairo_fill(p->cairo);
}

static void put_grey(page *p, double x, double y, const scalp_card_part *part) {
    cairo_rectangle(p->cairo, x - part->width_mm / 2, y - part->height_mm / 2, part->width_mm,
                    part->height_mm);
    grey(p, 1 - part->ink);
    cairo_fill_preserve(p->cairo);
    grey(p, part->ink > 0 ? 1 - part->ink : cut_grey);
    cairo_set_line_width(p->cairo, part->ink > 0 ? 0 : line_mm);
    if (part->ink > 0)
        cairo_new_path(p->cairo);
    else
        cairo_stroke(p->cairo);
}

/* All parts of a card or a sticker whose upper left corner is at x, y. */
static void put_parts(page *p, scalp_mark_kind mark, double x, double y, int number) {
    size_t count;
    const scalp_card_part *parts = scalp_card_parts(&count);
    for (size_t i = 0; i < count; i++) {
        const scalp_card_part *part = &parts[i];
        if (part->mark != mark)
            continue;
        if (part->kind == SCALP_PART_TAG)
            put_tag(p, x + part->x_mm, y + part->y_mm, part->width_mm,
                    part->tag < 0 ? number : part->tag);
        else
            put_grey(p, x + part->x_mm, y + part->y_mm, part);
    }
}

/* Where to cut: a rounded rectangle, fine and grey. */
static void put_cut(page *p, double x, double y, double width, double height, double radius) {
    const double right = x + width - radius, bottom = y + height - radius;
    cairo_new_sub_path(p->cairo);
    cairo_arc(p->cairo, right, y + radius, radius, -SCALP_PI / 2, 0);
    cairo_arc(p->cairo, right, bottom, radius, 0, SCALP_PI / 2);
    cairo_arc(p->cairo, x + radius, bottom, radius, SCALP_PI / 2, SCALP_PI);
    cairo_arc(p->cairo, x + radius, y + radius, radius, SCALP_PI, 3 * SCALP_PI / 2);
    cairo_close_path(p->cairo);
    grey(p, cut_grey);
    cairo_set_line_width(p->cairo, line_mm);
    cairo_stroke(p->cairo);
}

/* A ruler upwards from its base line; a number every ten millimetres. */
static void put_ruler(page *p, double x, double base, int length_mm, double size_pt) {
    grey(p, 0);
    cairo_set_line_width(p->cairo, 0.15);
    for (int mm = 0; mm <= length_mm; mm++) {
        const double tall = mm % 10 == 0 ? 4 : mm % 5 == 0 ? 3 : 2;
        cairo_move_to(p->cairo, x + mm, base);
        cairo_line_to(p->cairo, x + mm, base - tall);
    }
    cairo_move_to(p->cairo, x - 0.075, base);
    cairo_line_to(p->cairo, x + length_mm + 0.075, base);
    cairo_stroke(p->cairo);
    for (int mm = 0; mm <= length_mm; mm += 10) {
        char number[16];
        snprintf(number, sizeof number, "%d", mm);
        put_text(p, x + mm, base + 0.5, size_pt, mm == 0 || mm == (int)SCALP_CARD_RULER_MM, true, 0,
                 number);
    }
}

/* ---- The page ------------------------------------------------------------------------------ */

static void put_head(page *p) {
    char line[200];
    grey(p, 0);
    put_text(p, p->left, 13, 20, true, false, 0, "Calibration card");
    grey(p, sheet_grey);
    snprintf(line, sizeof line, "Print %s", p->card->print_id[0] ? p->card->print_id : "______");
    put_text(p, p->left + 110, 16.4, 11, false, false, 0, line);
    put_text(p, p->left, 24, 9, false, false, column_mm,
             "Print this page at actual size (100 %) on matt paper, the stickers on matt film. No "
             "printer is exact: measure every print once.");
}

static void put_control(page *p) {
    const char *id = p->card->print_id[0] ? p->card->print_id : "ID";
    const char *quote = strchr(id, ' ') ? "\"" : "";
    char line[200];
    grey(p, 0);
    put_text(p, p->left, 38, 11, true, false, 0, "1  Measure");
    grey(p, sheet_grey);
    put_text(
        p, p->left, 44, 9, false, false, column_mm,
        "With a steel rule from 0 to 100, to a fifth of a millimetre, and enter what it says:");
    snprintf(line, sizeof line, "scalptor card --measured-mm 99.6 --print-id %s%s%s -o card.json",
             quote, id, quote);
    grey(p, 0);
    put_text(p, p->left + 4, 49.4, 8.5, true, false, 0, line);
    put_ruler(p, p->left + 2, 64, 150, 7);
    grey(p, sheet_grey);
    put_text(p, p->left + 157, 60.5, 8, false, false, 0, "mm");
}

static void put_card(page *p) {
    const double x = p->left, y = 86;
    char line[64];
    grey(p, 0);
    put_text(p, x, 76, 11, true, false, 0, "2  The card");
    put_cut(p, x, y, SCALP_CARD_WIDTH_MM, SCALP_CARD_HEIGHT_MM, 3.18);
    put_parts(p, SCALP_MARK_CARD, x, y, -1);
    grey(p, 0);
    put_text(p, x + SCALP_CARD_WIDTH_MM / 2, y + 4.4, 7.5, true, true, 0, "Scalptor calibration");
    grey(p, sheet_grey);
    snprintf(line, sizeof line, "print %s", p->card->print_id[0] ? p->card->print_id : "-");
    put_text(p, x + SCALP_CARD_WIDTH_MM / 2, y + 9, 6.5, false, true, 0, line);
    put_text(p, x + SCALP_CARD_WIDTH_MM / 2, y + 13.6, 6.5, false, true, 0, "85.60 x 53.98 mm");
    grey(p, 0);
    put_text(p, x + SCALP_CARD_WIDTH_MM / 2, y + 36, 6, true, true, 0, "Never on treated skin");
    put_ruler(p, x + 22.8, y + 46.6, 40, 5.5);
    grey(p, sheet_grey);
    put_text(p, x + 94, y + 1, 9, false, false, column_mm - 94,
             "Cut along the grey line: it is as large as a bank card.\n\n"
             "Hold it flat beside the area, in its plane and its light: no shadow, no shine, all "
             "four squares in the picture.\n\n"
             "The greys are your printer's: they make photos with this same card comparable. For "
             "the colour of skin use a bought grey card or 24-patch chart.");
}

static void put_stickers(page *p) {
    enum { across = 6 };
    const double y = 167, pitch_x = 30.8, pitch_y = 28;
    grey(p, 0);
    put_text(p, p->left, 148, 11, true, false, 0, "3  The stickers");
    grey(p, sheet_grey);
    put_text(
        p, p->left, 154, 9, false, false, column_mm,
        "For close-ups: one or two within 10 mm of the area, on clean, sound skin. Cut so that the "
        "white rim around the square stays. Each number once in a photo, new ones for every "
        "client.");
    for (int i = 0; i < SCALP_STICKER_COUNT; i++) {
        const double x = p->left + 5 + pitch_x * (i % across);
        const double top = y + pitch_y * (i / across);
        char number[16];
        put_cut(p, x, top, SCALP_STICKER_WIDTH_MM, SCALP_STICKER_HEIGHT_MM, 1.5);
        put_parts(p, SCALP_MARK_STICKER, x, top, SCALP_STICKER_FIRST + i);
        snprintf(number, sizeof number, "%d", SCALP_STICKER_FIRST + i);
        grey(p, sheet_grey);
        put_text(p, x + SCALP_STICKER_WIDTH_MM / 2, top + SCALP_STICKER_HEIGHT_MM + 0.8, 7, false,
                 true, 0, number);
    }
}

static void put_foot(page *p) {
    char line[200];
    const double y = 231;
    cairo_rectangle(p->cairo, p->left, y, column_mm, 15);
    grey(p, 0);
    cairo_set_line_width(p->cairo, 0.35);
    cairo_stroke(p->cairo);
    put_text(p, p->left + 4, y + 2.4, 10, true, false, 0,
             "Never lay card or stickers on treated skin.");
    grey(p, sheet_grey);
    put_text(p, p->left + 4, y + 8.4, 9, false, false, 0,
             "Not on fresh dots, wounds or scabs. Stickers are used once; a card that has "
             "touched skin is thrown away.");
    snprintf(line, sizeof line,
             "0 to 100 measured: ______________ mm      on: ______________      Scalptor %s",
             SCALP_VERSION);
    put_text(p, p->left, y + 20, 9, false, false, 0, line);
}

static cairo_status_t collect(void *to, const unsigned char *data, unsigned size) {
    return scalp_pdf_add(to, data, size) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

scalp_status scalp_codec_card_pdf_write(const scalp_card *card, scalp_paper paper,
                                        const scalp_work *work, scalp_bytes *bytes,
                                        scalp_error *error) {
    const double point = 72 / 25.4;
    const double width = papers[paper].width_mm, height = papers[paper].height_mm;
    scalp_pdf pdf = {.work = work, .error = error};
    SCALP_TRY(scalp_card_check(card, error));
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(collect, &pdf, width * point, height * point);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, "Calibration card");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Scalptor " SCALP_VERSION);
    /* The same card gives the same bytes, whenever it is printed. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-01T00:00:00Z");
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, point, point);
    page p = {cairo, (width - column_mm) / 2, card, error, SCALP_OK};
    put_head(&p);
    put_control(&p);
    put_card(&p);
    put_stickers(&p);
    put_foot(&p);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    const bool failed = cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    SCALP_TRY(p.status);
    if (failed)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while drawing the card.");
    return scalp_pdf_close(&pdf, bytes);
}
