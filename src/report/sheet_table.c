/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and pictures on a paper. */
#include "sheet.h"

#include <math.h>
#include <string.h>

#define PAD 1.2

/* ---- Tables -------------------------------------------------------------------------------- */

typedef struct grid {
    scalp_sheet *sheet;
    const scalp_sheet_table *table;
    double left[SCALP_SHEET_MAX_COLUMNS + 1];
} grid;

static ink_font cell_font(const grid *g, size_t column, bool bold) {
    return (ink_font){8.5, bold, g->table->columns[column].right ? INK_RIGHT : INK_LEFT,
                      g->left[column + 1] - g->left[column] - 2 * PAD};
}

/* A row's words, or its height when nothing is drawn. */
static double put_row(const grid *g, const char *const *cells, bool bold, bool draw) {
    double high = 0;
    ink *pen = &g->sheet->pen;
    for (size_t c = 0; c < g->table->column_count; c++) {
        const char *text = cells ? cells[c] : g->table->columns[c].title;
        const ink_font font = cell_font(g, c, bold);
        if (!text || !text[0])
            continue;
        high = fmax(high, draw ? ink_text(pen, g->left[c] + PAD, g->sheet->y + PAD, font, text)
                               : ink_text_height(pen, font, text));
    }
    return fmax(high + 2 * PAD, cells ? g->table->least_mm : 0);
}

static void rule(const grid *g, double width) {
    ink_line(&g->sheet->pen, g->left[0], g->sheet->y, g->left[g->table->column_count], g->sheet->y,
             width);
}

static void box(const grid *g, double top) {
    for (size_t c = 0; c <= g->table->column_count && g->table->boxed; c++)
        ink_line(&g->sheet->pen, g->left[c], top, g->left[c], g->sheet->y, 0.12);
}

static void put_titles(const grid *g) {
    const double top = g->sheet->y;
    ink_grey(&g->sheet->pen, 0);
    g->sheet->y += put_row(g, NULL, true, true);
    rule(g, 0.3);
    box(g, top);
}

void scalp_sheet_put_table(scalp_sheet *sheet, const scalp_sheet_table *table) {
    grid g = {.sheet = sheet, .table = table};
    double shares = 0, at = SHEET_MARGIN;
    if (sheet->status != SCALP_OK || table->column_count > SCALP_SHEET_MAX_COLUMNS)
        return;
    for (size_t c = 0; c < table->column_count; c++)
        shares += table->columns[c].share;
    for (size_t c = 0; c < table->column_count; c++) {
        g.left[c] = at;
        at += sheet_width(sheet) * table->columns[c].share / shares;
    }
    g.left[table->column_count] = at;
    if (!sheet_room(sheet, 2 * put_row(&g, NULL, true, false) + table->least_mm))
        return;
    put_titles(&g);
    for (size_t r = 0; r < table->row_count; r++) {
        const bool sum = table->total && r + 1 == table->row_count;
        const char *const *cells = table->cells + r * table->column_count;
        const size_t page = sheet->pen.page;
        if (!sheet_room(sheet, put_row(&g, cells, sum, false)))
            return;
        if (sheet->pen.page != page)
            put_titles(&g);
        const double top = sheet->y;
        ink_grey(&sheet->pen, 0.05);
        if (sum)
            rule(&g, 0.3);
        sheet->y += put_row(&g, cells, sum, true);
        ink_grey(&sheet->pen, table->boxed ? 0.4 : 0.75);
        rule(&g, 0.12);
        box(&g, top);
    }
    sheet->y += 3;
}

/* ---- Pictures ------------------------------------------------------------------------------ */

/* 8-bit samples of 1 to 4 bands as cairo has them. */
static void fill_rows(const scalp_image *image, unsigned char *data, int stride) {
    const uint8_t *from = image->pixels;
    const int colours = scalp_image_colours(image);
    for (int y = 0; y < image->height; y++)
        for (int x = 0; x < image->width; x++) {
            const uint8_t *p =
                from + ((size_t)y * (size_t)image->width + (size_t)x) * (size_t)image->bands;
            const uint32_t pixel = (uint32_t)p[0] << 16 | (uint32_t)p[colours > 1] << 8 |
                                   (uint32_t)p[colours > 1 ? 2 : 0];
            memcpy(data + (ptrdiff_t)y * stride + 4 * (ptrdiff_t)x, &pixel, sizeof pixel);
        }
}

void sheet_picture(scalp_sheet *sheet, const scalp_image *image, double x, double y, double width) {
    if (image->bits != 8) {
        scalp_sheet_fail(sheet, SCALP_ERR_INPUT, "A picture on paper must have 8 bits a sample.");
        return;
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, image->width, image->height);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        scalp_sheet_fail(sheet, SCALP_ERR_MEMORY, "Out of memory while drawing a picture.");
        cairo_surface_destroy(surface);
        return;
    }
    cairo_surface_flush(surface);
    fill_rows(image, cairo_image_surface_get_data(surface),
              cairo_image_surface_get_stride(surface));
    cairo_surface_mark_dirty(surface);
    cairo_save(sheet->pen.cairo);
    cairo_translate(sheet->pen.cairo, x, y);
    cairo_scale(sheet->pen.cairo, width / image->width, width / image->width);
    cairo_set_source_surface(sheet->pen.cairo, surface, 0, 0);
    cairo_paint(sheet->pen.cairo);
    cairo_restore(sheet->pen.cairo);
    cairo_surface_destroy(surface);
}

void scalp_sheet_pictures(scalp_sheet *sheet, const scalp_image *const *images,
                          const char *const *captions, size_t count, double most_mm) {
    const double gap = 4, each = (sheet_width(sheet) - gap * (double)(count - 1)) / (double)count;
    double high = 0, words = 0;
    const ink_font font = {8, false, INK_CENTRE, each};
    if (sheet->status != SCALP_OK || count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        high = fmax(high, fmin(most_mm, each * images[i]->height / images[i]->width));
    for (size_t i = 0; i < count && captions; i++)
        words = captions[i] ? fmax(words, ink_text_height(&sheet->pen, font, captions[i])) : words;
    if (!sheet_room(sheet, high + words + 5))
        return;
    for (size_t i = 0; i < count && sheet->status == SCALP_OK; i++) {
        const double x = SHEET_MARGIN + (double)i * (each + gap);
        const double wide = fmin(each, most_mm * images[i]->width / images[i]->height);
        sheet_picture(sheet, images[i], x + (each - wide) / 2, sheet->y, wide);
        ink_grey(&sheet->pen, 0.2);
        if (captions && captions[i])
            ink_text(&sheet->pen, x, sheet->y + high + 1, font, captions[i]);
    }
    sheet->y += high + words + 5;
}
