/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast as a drawing, 720 units wide: texts of 20 units are 10 px on a phone of 360. */
#include <scalptor/report.h>

#include "svg.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double year_days = 365.25;
static const double wide = 720, left = 86, right = 694, head = 104, panel = 424, plot = 300,
                    dates = 26, foot = 136, years = 10;
enum { most_panels = 3, small = 20, medium = 22, large = 30 };

void scalp_report_when(const scalp_case_forecast *forecast, double days,
                       char text[SCALP_REPORT_WHEN]) {
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char date[SCALP_CASE_DATE];
    if (!forecast->dated) {
        snprintf(text, SCALP_REPORT_WHEN, "%.1f years", days / year_days);
        return;
    }
    scalp_case_date_from_day(forecast->last_session_day + days, date);
    const int month = (date[5] - '0') * 10 + date[6] - '0';
    snprintf(text, SCALP_REPORT_WHEN, "%s %.4s", months[month - 1], date);
}

/* One panel's place, and the range of its axis. */
typedef struct frame {
    double top, most; /* share at the top of the axis */
} frame;

static double x_of(double days) {
    return left + (right - left) * scalp_clamp(days / (years * year_days), 0, 1);
}

static double y_of(const frame *f, double share) {
    return f->top + plot * (1 - scalp_clamp(share, 0, f->most) / f->most);
}

/* ---- Bands ------------------------------------------------------------------------------- */

typedef enum edge { edge_low90, edge_low50, edge_middle, edge_high50, edge_high90 } edge;

static double edge_of(const scalp_forecast_band *b, edge e) {
    const double values[] = {b->low90, b->low50, b->middle, b->high50, b->high90};
    return values[e];
}

static void add_points(svg *s, const frame *f, const scalp_case_forecast *forecast,
                       const scalp_forecast_curve *curve, edge e, bool back) {
    const size_t count = forecast->year_index[10] + 1;
    for (size_t n = 0; n < count; n++) {
        const size_t i = back ? count - 1 - n : n;
        scalp_writer_add(s, "%.1f,%.1f ", x_of(forecast->days[i]),
                         y_of(f, edge_of(&curve->seen[i], e)));
    }
}

static void add_band(svg *s, const frame *f, const scalp_case_forecast *forecast,
                     const scalp_forecast_curve *curve, edge low, edge high, const char *look) {
    scalp_writer_add(s, "<polygon %s points=\"", look);
    add_points(s, f, forecast, curve, low, false);
    add_points(s, f, forecast, curve, high, true);
    scalp_writer_add(s, "\"/>\n");
}

static void add_curve(svg *s, const frame *f, const scalp_case_forecast *forecast,
                      const scalp_forecast_curve *curve) {
    add_band(s, f, forecast, curve, edge_low90, edge_high90, "class=\"b90\" fill=\"#dfe8f2\"");
    add_band(s, f, forecast, curve, edge_low90, edge_high90,
             "fill=\"url(#hatch)\" stroke=\"#5b7690\" stroke-width=\"1.5\"");
    add_band(s, f, forecast, curve, edge_low50, edge_high50, "class=\"b50\" fill=\"#7f9fbf\"");
    scalp_writer_add(s, "<polyline fill=\"none\" stroke=\"#0b2239\" stroke-width=\"5\" points=\"");
    add_points(s, f, forecast, curve, edge_middle, false);
    scalp_writer_add(s, "\"/>\n");
}

/* ---- Axes and marks ---------------------------------------------------------------------- */

static void add_axes(svg *s, const frame *f, const scalp_case_forecast *forecast) {
    char text[40];
    for (int percent = 0; percent <= 100; percent += 20) {
        const double y = y_of(f, percent / 100.0);
        svg_line(s, left, y, right, y, "stroke=\"#b9c2cb\" stroke-width=\"1\"");
        snprintf(text, sizeof text, "%d %%", percent);
        svg_text(s, left - 10, y + 7, "end", small, text);
    }
    for (int year = 0; year <= 10; year++) {
        const double x = x_of(year * year_days), y = f->top + plot;
        svg_line(s, x, y, x, y + 7, "stroke=\"#333\" stroke-width=\"1.5\"");
        snprintf(text, sizeof text, "%d", year);
        svg_text(s, x, y + 28, "middle", small, text);
        if (forecast->dated && year % 2 == 0) {
            scalp_report_when(forecast, year * year_days, text);
            svg_text(s, x, y + 52, year == 10 ? "end" : year ? "middle" : "start", small, text + 4);
        }
    }
    svg_line(s, left, f->top + plot, right, f->top + plot, "stroke=\"#333\" stroke-width=\"2\"");
}

static void add_window(svg *s, const frame *f, const scalp_case_forecast *forecast,
                       const scalp_forecast_curve *curve) {
    char from[SCALP_REPORT_WHEN], to[SCALP_REPORT_WHEN], text[3 * SCALP_REPORT_WHEN];
    const scalp_forecast_band *t = &curve->touch_up_days;
    const double a = x_of(t->low50), b = x_of(t->high50), last = years * year_days;
    const double y = y_of(f, SCALP_FORECAST_TOUCH_UP), bottom = f->top + plot;
    svg_line(s, left, y, right, y,
             "stroke=\"#8a2f00\" stroke-width=\"2\" "
             "stroke-dasharray=\"10 6\"");
    scalp_report_when(forecast, t->low50, from);
    scalp_report_when(forecast, t->high50, to);
    if (t->low50 >= last)
        snprintf(text, sizeof text, "Touch-up: likely after more than 10 years");
    else if (t->high50 >= last)
        snprintf(text, sizeof text, "Touch-up window: from %s", from);
    else if (forecast->dated)
        snprintf(text, sizeof text, "Touch-up window: %s to %s", from, to);
    else
        snprintf(text, sizeof text, "Touch-up window: %.1f to %s", t->low50 / year_days, to);
    if (b > a) {
        svg_box(s, a, bottom - 16, b - a, 16, "fill=\"#8a2f00\"");
        svg_line(s, a, y, a, bottom, "stroke=\"#8a2f00\" stroke-width=\"2\"");
        svg_line(s, b, y, b, bottom, "stroke=\"#8a2f00\" stroke-width=\"2\"");
    }
    scalp_writer_add(s, "<g fill=\"#8a2f00\" font-weight=\"bold\">\n");
    svg_text(s, left, f->top - 14, "start", medium, text);
    scalp_writer_add(s, "</g>\n");
}

static void add_measured(svg *s, const frame *f, const scalp_case_forecast *forecast, size_t k) {
    for (size_t i = 0; i < forecast->placed_count; i++) {
        const scalp_case_measured *m = forecast->placed[i].measured;
        const bool all = m->zone == SCALP_ZONE_NONE && forecast->kind_count > 1;
        if (m->zone != SCALP_ZONE_NONE && !forecast->kinds[k].in_zone[m->zone])
            continue;
        const double x = x_of(forecast->placed[i].days);
        const double low = y_of(f, m->low_pct / 100), high = y_of(f, m->high_pct / 100);
        svg_line(s, x, low, x, high, "stroke=\"#fff\" stroke-width=\"6\"");
        svg_line(s, x, low, x, high, "stroke=\"#000\" stroke-width=\"2.5\"");
        svg_line(s, x - 7, low, x + 7, low, "stroke=\"#000\" stroke-width=\"2.5\"");
        svg_line(s, x - 7, high, x + 7, high, "stroke=\"#000\" stroke-width=\"2.5\"");
        scalp_writer_add(
            s,
            "<circle class=\"m\" cx=\"%.1f\" cy=\"%.1f\" r=\"7\" fill=\"%s\" stroke=\"%s\" "
            "stroke-width=\"2.5\"/>\n",
            x, y_of(f, m->retained_pct / 100), all ? "#fff" : "#000", all ? "#000" : "#fff");
    }
}

/* ---- Around ------------------------------------------------------------------------------ */

/* "Scar: crown", the zones only where they fit the line. */
static void kind_title(const scalp_case_kind *kind, bool alone, char *text, size_t size) {
    enum { fits = 42 };
    const char *name = kind->scar ? "Scar" : "Skin without scars";
    if (alone && !kind->scar)
        snprintf(text, size, "Still visible, of what was there when healed");
    else if (strlen(name) + strlen(kind->zones) > fits)
        snprintf(text, size, "%s", name);
    else
        snprintf(text, size, "%s: %s", name, kind->zones);
}

static void add_panel(svg *s, const scalp_case_forecast *forecast, size_t k, double top) {
    const scalp_forecast_curve *curve = &forecast->forecast.kinds[k];
    char title[200];
    double most = 1;
    for (size_t i = 0; i <= forecast->year_index[10]; i++)
        most = fmax(most, curve->seen[i].high90);
    for (size_t i = 0; i < forecast->placed_count; i++)
        most = fmax(most, forecast->placed[i].measured->high_pct / 100);
    const frame f = {.top = top + 68, .most = most > 1 ? fmin(most, 1.5) + 0.02 : 1};
    kind_title(&forecast->kinds[k], forecast->kind_count == 1, title, sizeof title);
    svg_text(s, left, top + 20, "start", medium, title);
    add_curve(s, &f, forecast, curve);
    add_axes(s, &f, forecast);
    add_window(s, &f, forecast, curve);
    add_measured(s, &f, forecast, k);
}

static void add_head(svg *s, const scalp_case_forecast *forecast) {
    char text[120] = "Model for a client like you; not yet fitted to measurements";
    if (forecast->known)
        snprintf(text, sizeof text,
                 "Model, begun from your test dots; not yet fitted to later ones");
    if (forecast->placed_count)
        snprintf(text, sizeof text, "Model, fitted to your %zu measurement%s",
                 forecast->placed_count, forecast->placed_count == 1 ? "" : "s");
    scalp_writer_add(s, "<g font-weight=\"bold\">\n");
    svg_text(s, 24, 44, "start", large, "How the work fades");
    scalp_writer_add(s, "</g>\n");
    svg_text(s, 24, 76, "start", medium, text);
}

static double panel_height(const scalp_case_forecast *forecast) {
    return panel + (forecast->dated ? dates : 0);
}

static void add_legend(svg *s, const scalp_case_forecast *forecast, double y) {
    svg_text(s, (left + right) / 2, y + 4, "middle", medium, "Years since the last session");
    const double row = y + 40, next = y + 76;
    svg_line(s, 24, row - 7, 64, row - 7, "stroke=\"#0b2239\" stroke-width=\"5\"");
    svg_text(s, 74, row, "start", small, "middle");
    svg_box(s, 172, row - 18, 40, 22, "fill=\"#7f9fbf\"");
    svg_text(s, 222, row, "start", small, "50 of 100 clients");
    svg_box(s, 400, row - 18, 40, 22, "fill=\"#dfe8f2\"");
    svg_box(s, 400, row - 18, 40, 22,
            "fill=\"url(#hatch)\" stroke=\"#5b7690\" stroke-width=\"1.5\"");
    svg_text(s, 450, row, "start", small, "90 of 100 clients");
    svg_line(s, 24, next - 7, 64, next - 7,
             "stroke=\"#8a2f00\" stroke-width=\"2\" stroke-dasharray=\"10 6\"");
    svg_text(s, 74, next, "start", small, "touch-up at 60 % left");
    if (forecast->placed_count) {
        svg_line(s, 420, next - 20, 420, next + 4, "stroke=\"#000\" stroke-width=\"2.5\"");
        scalp_writer_add(s, "<circle cx=\"420\" cy=\"%.1f\" r=\"7\" fill=\"#000\"/>\n", next - 8);
        svg_text(s, 450, next, "start", small, "measured, 90 % sure");
    }
    if (forecast->placed_count && forecast->kind_count > 1) {
        scalp_writer_add(s,
                         "<circle cx=\"420\" cy=\"%.1f\" r=\"7\" fill=\"#fff\" stroke=\"#000\" "
                         "stroke-width=\"2.5\"/>\n",
                         next + 28);
        svg_text(s, 450, next + 36, "start", small, "measured, the whole work");
    }
}

scalp_status scalp_report_forecast_svg(const scalp_case_forecast *forecast, const scalp_work *work,
                                       scalp_bytes *bytes, scalp_error *error) {
    const size_t panels = forecast->kind_count < most_panels ? forecast->kind_count : most_panels;
    const double step = panel_height(forecast), bottom = head + step * (double)panels;
    const double tall = bottom + foot;
    svg s = scalp_writer_make(work, error);
    scalp_writer_add(&s,
                     "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
                     "font-family=\"Helvetica, Arial, sans-serif\" fill=\"#111\">\n"
                     "<title>How the work fades: a model</title>\n"
                     "<defs><pattern id=\"hatch\" width=\"9\" height=\"9\" "
                     "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                     "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"9\" stroke=\"#5b7690\" "
                     "stroke-width=\"2\"/></pattern></defs>\n",
                     wide, tall);
    svg_box(&s, 0, 0, wide, tall, "fill=\"#fff\"");
    add_head(&s, forecast);
    for (size_t k = 0; k < panels; k++)
        add_panel(&s, forecast, k, head + step * (double)k);
    add_legend(&s, forecast, bottom + 6);
    scalp_writer_add(&s, "</svg>\n");
    return scalp_writer_close(&s, bytes);
}
