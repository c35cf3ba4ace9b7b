/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ink.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>

static const double point_mm = 25.4 / 72;

static const struct {
    double width_mm, height_mm;
} papers[] = {[SCALP_PAPER_A4] = {210, 297}, [SCALP_PAPER_LETTER] = {215.9, 279.4}};

/* ---- The file ------------------------------------------------------------------------------ */

static cairo_status_t collect(void *to, const unsigned char *data, unsigned size) {
    scalp_writer_put(to, data, size);
    return ((scalp_writer *)to)->status == SCALP_OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

static cairo_surface_t *open_pdf(ink *pen, const ink_params *params) {
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        pen->to ? collect : NULL, pen->to, pen->width_mm / point_mm, pen->height_mm / point_mm);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, params->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Scalptor " SCALP_VERSION);
    /* The same content gives the same bytes, whenever it is made. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-01T00:00:00Z");
    return surface;
}

static cairo_surface_t *open_svg(ink *pen, const ink_params *params) {
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(
        pen->to ? collect : NULL, pen->to, pen->width_mm, pen->height_mm * (double)params->pages);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_MM);
    return surface;
}

static scalp_status no_memory(scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_MEMORY,
                      "Out of memory while drawing; close other programs.");
}

scalp_status ink_open(ink *pen, const ink_params *params, const scalp_work *work,
                      scalp_error *error) {
    *pen = (ink){.width_mm = papers[params->paper].width_mm,
                 .height_mm = papers[params->paper].height_mm,
                 .svg = params->svg,
                 .out = scalp_writer_make(work, error)};
    pen->to = params->measure ? NULL : &pen->out;
    pen->surface = params->svg ? open_svg(pen, params) : open_pdf(pen, params);
    pen->cairo = cairo_create(pen->surface);
    if (cairo_status(pen->cairo) != CAIRO_STATUS_SUCCESS) {
        cairo_destroy(pen->cairo);
        cairo_surface_destroy(pen->surface);
        pen->cairo = NULL;
        return no_memory(error);
    }
    if (!params->svg)
        cairo_scale(pen->cairo, 1 / point_mm, 1 / point_mm);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(pen->cairo, options);
    cairo_font_options_destroy(options);
    return SCALP_OK;
}

void ink_next_page(ink *pen) {
    pen->page++;
    if (pen->svg)
        cairo_translate(pen->cairo, 0, pen->height_mm);
    else
        cairo_show_page(pen->cairo);
}

scalp_status ink_close(ink *pen, const scalp_work *work, scalp_bytes *bytes, scalp_error *error) {
    scalp_bytes drawn;
    if (!pen->cairo)
        return SCALP_OK;
    const bool drew = cairo_status(pen->cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(pen->cairo);
    pen->cairo = NULL;
    cairo_surface_finish(pen->surface);
    const bool failed = !drew || cairo_surface_status(pen->surface) != CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(pen->surface);
    if (!pen->to || !bytes)
        return failed ? no_memory(error) : SCALP_OK;
    SCALP_TRY(scalp_writer_close(&pen->out, &drawn));
    if (failed)
        return no_memory(error);
    if (!pen->svg)
        return scalp_codec_pdf_actual_size(drawn, work, bytes, error);
    *bytes = drawn;
    return SCALP_OK;
}

/* ---- Words --------------------------------------------------------------------------------- */

static PangoLayout *layout_of(ink *pen, ink_font font, const char *text) {
    PangoLayout *layout = pango_cairo_create_layout(pen->cairo);
    PangoContext *context = pango_layout_get_context(layout);
    PangoFontDescription *face = pango_font_description_from_string("DejaVu Sans");
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_font_description_set_weight(face, font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_size(face, (int)(font.size_pt * PANGO_SCALE));
    pango_layout_set_font_description(layout, face);
    pango_layout_set_text(layout, text, -1);
    pango_layout_set_line_spacing(layout, 1.2F);
    pango_layout_set_alignment(layout, font.align == INK_LEFT     ? PANGO_ALIGN_LEFT
                                       : font.align == INK_CENTRE ? PANGO_ALIGN_CENTER
                                                                  : PANGO_ALIGN_RIGHT);
    if (font.width_mm > 0) {
        pango_layout_set_width(layout, (int)(font.width_mm / point_mm * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    pango_font_description_free(face);
    return layout;
}

static void size_of(ink *pen, ink_font font, const char *text, double *width, double *height) {
    int w, h;
    PangoLayout *layout = layout_of(pen, font, text);
    pango_layout_get_size(layout, &w, &h);
    g_object_unref(layout);
    *width = w * point_mm / PANGO_SCALE;
    *height = h * point_mm / PANGO_SCALE;
}

double ink_text_height(ink *pen, ink_font font, const char *text) {
    double width, height;
    size_of(pen, font, text, &width, &height);
    return height;
}

double ink_text_width(ink *pen, ink_font font, const char *text) {
    double width, height;
    size_of(pen, font, text, &width, &height);
    return width;
}

double ink_text(ink *pen, double x, double y, ink_font font, const char *text) {
    int width, height;
    PangoLayout *layout = layout_of(pen, font, text);
    pango_layout_get_size(layout, &width, &height);
    const double wide = font.width_mm > 0 ? font.width_mm : width * point_mm / PANGO_SCALE;
    const double left = font.width_mm > 0          ? 0
                        : font.align == INK_CENTRE ? wide / 2
                        : font.align == INK_RIGHT  ? wide
                                                   : 0;
    cairo_save(pen->cairo);
    cairo_translate(pen->cairo, x - left, y);
    cairo_scale(pen->cairo, point_mm, point_mm);
    cairo_move_to(pen->cairo, 0, 0);
    pango_cairo_show_layout(pen->cairo, layout);
    cairo_restore(pen->cairo);
    cairo_new_path(pen->cairo);
    g_object_unref(layout);
    return height * point_mm / PANGO_SCALE;
}

/* ---- Lines --------------------------------------------------------------------------------- */

void ink_grey(ink *pen, double level) {
    cairo_set_source_rgb(pen->cairo, level, level, level);
}

void ink_line(ink *pen, double x0, double y0, double x1, double y1, double width_mm) {
    cairo_set_line_width(pen->cairo, width_mm);
    cairo_move_to(pen->cairo, x0, y0);
    cairo_line_to(pen->cairo, x1, y1);
    cairo_stroke(pen->cairo);
}

void ink_ruler(ink *pen, double x, double base, int length_mm, double scale) {
    ink_grey(pen, 0);
    for (int mm = 0; mm <= length_mm; mm++) {
        const double tall = mm % 10 == 0 ? 4 : mm % 5 == 0 ? 3 : 2, at = x + mm * scale;
        ink_line(pen, at, base, at, base - tall, 0.15);
    }
    ink_line(pen, x - 0.075, base, x + length_mm * scale + 0.075, base, 0.15);
    for (int mm = 0; mm <= length_mm; mm += 10) {
        char number[16];
        snprintf(number, sizeof number, "%d", mm);
        ink_text(pen, x + mm * scale, base + 0.4, (ink_font){7, mm % 100 == 0, INK_CENTRE, 0},
                 number);
    }
}
