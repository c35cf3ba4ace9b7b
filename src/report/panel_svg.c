/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A panel's fit as a drawing, 720 units wide: texts of 20 units are 10 px on a phone of 360. */
#include <scalptor/report.h>

#include "svg.h"

#include <math.h>
#include <stdio.h>

static const double wide = 720, left = 96, right = 694, head = 128, panel_tall = 344, plot = 250,
                    foot = 150;
enum { small = 20, medium = 22, large = 30 };

/* One figure's place and axis. */
typedef struct frame {
    scalp_panel_figure figure;
    double top, low, high, last_days;
    double unit; /* of the axis for 1 */
} frame;

static double x_of(const frame *f, double days) {
    return left + 14 + (right - left - 28) * scalp_clamp(days / f->last_days, 0, 1);
}

static double y_of(const frame *f, double value) {
    return f->top +
           plot * (1 - (scalp_clamp(value, f->low, f->high) - f->low) / (f->high - f->low));
}

/* A value on the axis: percent of usual, or b. */
static double shown(const frame *f, double value) {
    return value * f->unit;
}

static void widen(frame *f, double value) {
    if (isnan(value))
        return;
    f->low = fmin(f->low, value);
    f->high = fmax(f->high, value);
}

/* The axis holds all readings and the band, and ends on whole steps. */
static double set_axis(frame *f, const scalp_panel_spec *spec, const scalp_panel_course *course) {
    static const double steps[] = {0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000};
    const bool hue = f->figure == SCALP_PANEL_HUE;
    f->low = hue ? shown(f, 0) : 0;
    f->high = hue ? shown(f, 0) : shown(f, 1);
    for (int i = 0; i < SCALP_PANEL_COURSE; i++) {
        widen(f, shown(f, course->band[i][f->figure].low));
        widen(f, shown(f, course->band[i][f->figure].high));
    }
    for (size_t i = 0; i < spec->reading_count; i++) {
        if (spec->readings[i].state == SCALP_PANEL_SEEN)
            widen(f, shown(f, scalp_panel_relative(spec, &spec->readings[i], f->figure)));
    }
    size_t k = 0;
    while (k + 1 < sizeof steps / sizeof *steps && (f->high - f->low) / steps[k] > 6)
        k++;
    f->low = steps[k] * floor(f->low / steps[k] + 1e-9);
    f->high = steps[k] * ceil(fmax(f->high, f->low + 1e-6) / steps[k] - 1e-9);
    return steps[k];
}

static void add_axes(svg *s, const frame *f, double step) {
    char text[40];
    const double mark = f->last_days > 400 ? 182.5 : f->last_days > 60 ? 28 : 7;
    const int lines = (int)((f->high - f->low) / step + 0.5);
    for (int i = 0; i <= lines; i++) {
        const double value = f->low + i * step, y = y_of(f, value);
        svg_line(s, left, y, right, y, "stroke=\"#b9c2cb\" stroke-width=\"1\"");
        const bool zero = fabs(value) < 1e-9;
        snprintf(text, sizeof text,
                 f->figure != SCALP_PANEL_HUE ? "%g %%"
                 : zero                       ? "%g"
                                              : "%+g",
                 zero ? 0 : value);
        svg_text(s, left - 10, y + 7, "end", small, text);
    }
    for (double day = 0; day <= f->last_days + 1e-6; day += mark) {
        const double x = x_of(f, day), y = f->top + plot;
        svg_line(s, x, y, x, y + 7, "stroke=\"#333\" stroke-width=\"1.5\"");
        snprintf(text, sizeof text, "%.0f", day);
        svg_text(s, x, y + 28, "middle", small, text);
    }
    svg_line(s, left, f->top + plot, right, f->top + plot, "stroke=\"#333\" stroke-width=\"2\"");
}

/* ---- What was read and what was made of it ------------------------------------------------- */

typedef enum edge { edge_low, edge_middle, edge_high } edge;

static void add_points(svg *s, const frame *f, const scalp_panel_course *course, edge e,
                       bool back) {
    for (int n = 0; n < SCALP_PANEL_COURSE; n++) {
        const int i = back ? SCALP_PANEL_COURSE - 1 - n : n;
        const scalp_panel_band *b = &course->band[i][f->figure];
        const double value = e == edge_low ? b->low : e == edge_high ? b->high : b->middle;
        scalp_writer_add(s, "%.1f,%.1f ", x_of(f, course->days[i]), y_of(f, shown(f, value)));
    }
}

static void add_band(svg *s, const frame *f, const scalp_panel_course *course) {
    static const char *const looks[] = {
        "fill=\"#dfe8f2\"", "fill=\"url(#hatch)\" stroke=\"#5b7690\" stroke-width=\"1.5\""};
    for (int i = 0; i < 2; i++) {
        scalp_writer_add(s, "<polygon %s points=\"", looks[i]);
        add_points(s, f, course, edge_low, false);
        add_points(s, f, course, edge_high, true);
        scalp_writer_add(s, "\"/>\n");
    }
    scalp_writer_add(s, "<polyline fill=\"none\" stroke=\"#0b2239\" stroke-width=\"5\" points=\"");
    add_points(s, f, course, edge_middle, false);
    scalp_writer_add(s, "\"/>\n");
}

static void add_usual(svg *s, const frame *f, const scalp_panel_course *usual) {
    scalp_writer_add(
        s, "<polyline class=\"usual\" fill=\"none\" stroke=\"#8a2f00\" stroke-width=\"2.5\" "
           "stroke-dasharray=\"10 6\" points=\"");
    add_points(s, f, usual, edge_middle, false);
    scalp_writer_add(s, "\"/>\n");
}

/* Dots of one photo stand side by side. A surprising one is open. */
static void add_readings(svg *s, const frame *f, const scalp_panel_spec *spec,
                         const scalp_panel *panel) {
    for (size_t i = 0; i < spec->reading_count; i++) {
        const scalp_panel_reading *r = &spec->readings[i];
        const double apart = fmin(24.0 / (double)spec->dot_count, 4);
        const double x = x_of(f, spec->days[r->photo]) +
                         apart * ((double)r->dot - ((double)spec->dot_count - 1) / 2);
        if (r->state == SCALP_PANEL_GONE && f->figure == SCALP_PANEL_DARKNESS) {
            const double y = f->top + plot - 10;
            svg_line(s, x - 6, y - 6, x + 6, y + 6, "stroke=\"#000\" stroke-width=\"2.5\"");
            svg_line(s, x - 6, y + 6, x + 6, y - 6, "stroke=\"#000\" stroke-width=\"2.5\"");
        }
        if (r->state != SCALP_PANEL_SEEN)
            continue;
        const double value = scalp_panel_relative(spec, r, f->figure);
        const bool odd = panel->surprising[r->dot];
        if (!isnan(value))
            scalp_writer_add(s,
                             "<circle class=\"m\" cx=\"%.1f\" cy=\"%.1f\" r=\"5.5\" fill=\"%s\" "
                             "stroke=\"%s\" stroke-width=\"2\"/>\n",
                             x, y_of(f, shown(f, value)), odd ? "#fff" : "#000",
                             odd ? "#000" : "#fff");
    }
}

static void add_frame(svg *s, const scalp_panel_spec *spec, const scalp_panel *panel,
                      const scalp_panel_course *course, const scalp_panel_course *usual,
                      scalp_panel_figure figure, double top) {
    static const char *const titles[] = {"Contrast, of a usual client's healed dot",
                                         "Seen width, of a usual client's healed dot",
                                         "Colour: change of b (below 0 is bluer)"};
    frame f = {
        .figure = figure, .top = top + 40, .last_days = course->days[SCALP_PANEL_COURSE - 1]};
    f.unit = figure == SCALP_PANEL_HUE ? panel->shift_b[0] : 100;
    const double step = set_axis(&f, spec, course);
    svg_text(s, left, top + 20, "start", medium, titles[figure]);
    add_band(s, &f, course);
    add_axes(s, &f, step);
    add_usual(s, &f, usual);
    add_readings(s, &f, spec, panel);
}

/* ---- Around -------------------------------------------------------------------------------- */

static void add_head(svg *s, const scalp_panel *panel) {
    char text[160];
    scalp_writer_add(s, "<g font-weight=\"bold\">\n");
    svg_text(s, 24, 44, "start", large, "What the test dots say");
    scalp_writer_add(s, "</g>\n");
    snprintf(text, sizeof text, "%.0f of 100 dots stay when healed (%.0f to %.0f),",
             100 * panel->kept.middle, 100 * panel->kept.low, 100 * panel->kept.high);
    svg_text(s, 24, 76, "start", medium, text);
    snprintf(text, sizeof text, "with %.0f %% of the usual pigment (%.0f to %.0f)",
             100 * panel->mass.middle, 100 * panel->mass.low, 100 * panel->mass.high);
    svg_text(s, 24, 104, "start", medium, text);
}

static void add_legend(svg *s, double y, bool odd, bool gone) {
    svg_text(s, (left + right) / 2, y + 2, "middle", medium, "Days since the dots were made");
    const double row = y + 42, next = y + 80, last = y + 116;
    svg_line(s, 24, row - 7, 64, row - 7, "stroke=\"#0b2239\" stroke-width=\"5\"");
    svg_text(s, 74, row, "start", small, "this client, a session's mean");
    svg_box(s, 400, row - 18, 40, 22, "fill=\"#dfe8f2\"");
    svg_box(s, 400, row - 18, 40, 22,
            "fill=\"url(#hatch)\" stroke=\"#5b7690\" stroke-width=\"1.5\"");
    svg_text(s, 450, row, "start", small, "holds it with 90 %");
    svg_line(s, 24, next - 7, 64, next - 7,
             "stroke=\"#8a2f00\" stroke-width=\"2.5\" stroke-dasharray=\"10 6\"");
    svg_text(s, 74, next, "start", small, "a usual client");
    scalp_writer_add(s, "<circle cx=\"420\" cy=\"%.1f\" r=\"5.5\" fill=\"#000\"/>\n", next - 7);
    svg_text(s, 450, next, "start", small, "a dot in a photo");
    if (gone) {
        svg_line(s, 38, last - 13, 50, last - 1, "stroke=\"#000\" stroke-width=\"2.5\"");
        svg_line(s, 38, last - 1, 50, last - 13, "stroke=\"#000\" stroke-width=\"2.5\"");
        svg_text(s, 74, last, "start", small, "gone");
    }
    if (odd) {
        scalp_writer_add(s,
                         "<circle cx=\"420\" cy=\"%.1f\" r=\"5.5\" fill=\"#fff\" stroke=\"#000\" "
                         "stroke-width=\"2\"/>\n",
                         last - 7);
        svg_text(s, 450, last, "start", small, "goes with no other");
    }
}

static bool any_gone(const scalp_panel_spec *spec) {
    for (size_t i = 0; i < spec->reading_count; i++) {
        if (spec->readings[i].state == SCALP_PANEL_GONE)
            return true;
    }
    return false;
}

/* The middle client's course: what the same panel would be without any reading. */
static void usual_course(const scalp_panel_spec *spec, scalp_panel_course *usual) {
    const scalp_panel nobody = {.traits = scalp_traits_population()};
    scalp_panel_course_make(spec, &nobody, usual);
}

scalp_status scalp_report_panel_svg(const scalp_panel_spec *spec, const scalp_panel *panel,
                                    const scalp_work *work, scalp_bytes *bytes,
                                    scalp_error *error) {
    const double bottom = head + SCALP_PANEL_FIGURES * panel_tall, tall = bottom + foot;
    scalp_panel_course course, usual;
    svg s = scalp_writer_make(work, error);
    scalp_panel_course_make(spec, panel, &course);
    usual_course(spec, &usual);
    scalp_writer_add(&s,
                     "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
                     "font-family=\"Helvetica, Arial, sans-serif\" fill=\"#111\">\n"
                     "<title>What the test dots say</title>\n"
                     "<defs><pattern id=\"hatch\" width=\"9\" height=\"9\" "
                     "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                     "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"9\" stroke=\"#5b7690\" "
                     "stroke-width=\"2\"/></pattern></defs>\n",
                     wide, tall);
    svg_box(&s, 0, 0, wide, tall, "fill=\"#fff\"");
    add_head(&s, panel);
    for (int q = 0; q < SCALP_PANEL_FIGURES; q++)
        add_frame(&s, spec, panel, &course, &usual, (scalp_panel_figure)q, head + q * panel_tall);
    add_legend(&s, bottom + 6, panel->surprising_count > 0, any_gone(spec));
    scalp_writer_add(&s, "</svg>\n");
    return scalp_writer_close(&s, bytes);
}
