/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast.h"

#include <scalptor/report.h>

#include <math.h>
#include <string.h>

static const double year_days = 365.25, ten_years = 3652.5;

/* ---- Sentences --------------------------------------------------------------------------- */

void cli_recede_sentence(const scalp_case_recede *r, char text[CLI_FORECAST_SENTENCE]) {
    if (!r->possible) {
        snprintf(text, CLI_FORECAST_SENTENCE,
                 "If the hair recedes: the case already stands at the last stage or covers the "
                 "whole scalp, so no further loss is reckoned with.");
        return;
    }
    const int used = snprintf(
        text, CLI_FORECAST_SENTENCE,
        "If the hair recedes from Norwood %s to %s: of the %.0f cm2 treated, %.0f %% would "
        "have no hair of its own (now %.0f %%)",
        r->from, r->to, r->work_cm2, 100 * r->bare_then, 100 * r->bare_now);
    char *rest = text + used;
    const size_t room = CLI_FORECAST_SENTENCE - (size_t)used;
    if (r->outside_cm2 < 1)
        snprintf(rest, room, "; no bare skin would open beside it, and the work stays whole.");
    else if (r->outside_cm2 < 0.15 * r->work_cm2)
        snprintf(rest, room,
                 "; %.0f cm2 of bare skin would open beside it, a rim that needs about %.0f more "
                 "dots to blend.",
                 r->outside_cm2, r->outside_dots);
    else
        snprintf(rest, room,
                 "; %.0f cm2 of bare skin would open behind and beside it, so that the work stands "
                 "as %s before bare skin until about %.0f more dots join it to the hair that is "
                 "left.",
                 r->outside_cm2,
                 r->outside_cm2 > r->work_cm2 ? "a line or small island" : "an island",
                 r->outside_dots);
}

static double most(const double numbers[SCALP_FORECAST_MAX_KINDS], size_t count) {
    double greatest = 0;
    for (size_t k = 0; k < count; k++)
        greatest = fmax(greatest, numbers[k]);
    return greatest;
}

void cli_grey_sentence(const scalp_case_forecast *f, const scalp_case *document,
                       char text[CLI_FORECAST_SENTENCE]) {
    const double now = most(f->grey.now, f->kind_count), then = most(f->grey.then, f->kind_count);
    const double dot_now = most(f->grey.dot_now, f->kind_count);
    const double dot_then = most(f->grey.dot_then, f->kind_count);
    const char *far = then < 3   ? "hardly to be noticed"
                      : then < 6 ? "to be noticed"
                                 : "plain to see";
    const char *near = dot_then > dot_now + 2   ? "further than from today's hair: dark dots among "
                                                  "light hairs, which a lighter shade at the next "
                                                  "touch-up softens"
                       : dot_then < dot_now - 2 ? "nearer than to today's hair"
                                                : "as from today's hair";
    snprintf(text, CLI_FORECAST_SENTENCE,
             "If the hair goes grey: from a metre the healed zone differs from all-grey stubble of "
             "%g mm by dE00 %.1f (now %.1f), %s; close up a dot differs from a grey hair by dE00 "
             "%.0f (now %.0f), %s.",
             document->worn_length_mm, then, now, far, dot_then, dot_now, near);
}

/* ---- Tables ------------------------------------------------------------------------------ */

static void show_years(const scalp_case_forecast *f, const scalp_forecast_curve *curve, FILE *to) {
    fprintf(to, "  %-6s %-10s %7s   %-11s %-11s\n", "Year", f->dated ? "Date" : "", "Middle",
            "50 of 100", "90 of 100");
    for (int year = 0; year <= 10; year++) {
        const size_t i = f->year_index[year];
        const scalp_forecast_band *b = &curve->seen[i];
        char date[SCALP_CASE_DATE] = "", name[16] = "day 28", mid[32], wide[32];
        if (year)
            snprintf(name, sizeof name, "%d", year);
        if (f->dated)
            scalp_case_date_from_day(f->last_session_day + f->days[i], date);
        snprintf(mid, sizeof mid, "%3.0f-%.0f %%", 100 * b->low50, 100 * b->high50);
        snprintf(wide, sizeof wide, "%3.0f-%.0f %%", 100 * b->low90, 100 * b->high90);
        fprintf(to, "  %-6s %-10s %5.0f %%   %-11s %s\n", name, date, 100 * b->middle,
                year ? mid : "", year ? wide : "");
    }
}

/* "4.1 years (Mar 2031)" */
static void when(const scalp_case_forecast *f, double days, char *text, size_t size) {
    char date[SCALP_REPORT_WHEN];
    scalp_report_when(f, days, date);
    if (days > 3 * ten_years)
        snprintf(text, size, "more than 30 years");
    else if (f->dated)
        snprintf(text, size, "%.1f years (%s)", days / year_days, date);
    else
        snprintf(text, size, "%s", date);
}

static void show_kind(const scalp_case_forecast *f, size_t k, FILE *to) {
    const scalp_case_kind *kind = &f->kinds[k];
    const scalp_forecast_curve *curve = &f->forecast.kinds[k];
    char middle[64], low[64], high[64];
    fprintf(to, "%s: ", kind->scar ? "Scar tissue" : "Skin without scars");
    cli_wrap(to, kind->zones, strlen(kind->scar ? "Scar tissue" : "Skin without scars") + 2, 2);
    show_years(f, curve, to);
    when(f, curve->touch_up_days.middle, middle, sizeof middle);
    when(f, curve->touch_up_days.low50, low, sizeof low);
    when(f, curve->touch_up_days.high50, high, sizeof high);
    fprintf(to, "  Touch-up (60 %% left): middle %s\n", middle);
    fprintf(to, "  Touch-up window: %s to %s, with even odds\n", low, high);
    fprintf(to, "  A dot is seen %.2f mm wide healed, about %.2f after 1 year, %.2f after 5\n\n",
            kind->seen_mm[0], kind->seen_mm[1], kind->seen_mm[2]);
}

static void show_pace(const scalp_case_forecast *f, FILE *to) {
    const double slow = f->forecast.pace.slow;
    char text[300];
    if (!f->placed_count)
        return;
    snprintf(text, sizeof text, "This client fades %s; %zu measurement%s taken into account%s.",
             slow > 0.5    ? "faster than most"
             : slow < -0.5 ? "slower than most"
                           : "about as most do",
             f->placed_count, f->placed_count == 1 ? "" : "s",
             f->forecast.surprising ? ", some far from anything the model expects: look at those "
                                      "photos again"
                                    : "");
    cli_wrap(to, text, 0, 0);
    fputc('\n', to);
}

void cli_forecast_text(const scalp_case_forecast *f, const scalp_case *document, FILE *to) {
    char sentence[CLI_FORECAST_SENTENCE];
    cli_wrap(to,
             f->placed_count ? "Visible density in percent of day 28: a model, fitted to this "
                               "client's measurements."
             : f->known ? "Visible density in percent of day 28: a model, begun from what this "
                          "client's test dots said; not yet fitted to later measurements."
                        : "Visible density in percent of day 28: a model of clients with such "
                          "skin and habits, not yet fitted to measurements.",
             0, 0);
    fputc('\n', to);
    for (size_t k = 0; k < f->kind_count; k++)
        show_kind(f, k, to);
    show_pace(f, to);
    cli_recede_sentence(&f->recede, sentence);
    cli_wrap(to, sentence, 0, 0);
    fputc('\n', to);
    cli_grey_sentence(f, document, sentence);
    cli_wrap(to, sentence, 0, 0);
}
