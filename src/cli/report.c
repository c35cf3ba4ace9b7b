/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan on a terminal, within 80 columns. */
#include "cli.h"

#include <math.h>
#include <string.h>

void cli_minutes_text(double minutes, char *text, size_t size) {
    const int whole = (int)floor(minutes + 0.5);
    if (whole == 0)
        snprintf(text, size, "under 1 min");
    else if (whole < 60)
        snprintf(text, size, "%d min", whole);
    else
        snprintf(text, size, "%d h %02d min", whole / 60, whole % 60);
}

/* Columns that are there where there is something in them. */
typedef struct columns {
    bool strokes, again;
} columns;

/* One line of the table; what is 0 or "" is left blank. `again`: dots and strokes. */
typedef struct line {
    const char *name, *needle;
    double depth_mm, dilution;
    size_t dots, strokes, again;
    double minutes, drops;
    char cartridges[16];
} line;

static void show_line(FILE *to, const line *l, columns c) {
    char time[32], depth[16] = "", dilution[16] = "", more[16] = "", strokes[16] = "";
    cli_minutes_text(l->minutes, time, sizeof time);
    if (l->depth_mm > 0)
        snprintf(depth, sizeof depth, "%.2f", l->depth_mm);
    if (l->dilution > 0)
        snprintf(dilution, sizeof dilution, "1:%.3g", l->dilution);
    if (c.strokes)
        snprintf(strokes, sizeof strokes, "%7zu ", l->strokes);
    if (c.again)
        snprintf(more, sizeof more, "%6zu ", l->again);
    fprintf(to, "%-10s %7zu %s%s%-7s %4s %6s %12s %6.2f %5s\n", l->name, l->dots, strokes, more,
            l->needle, depth, dilution, time, l->drops, l->cartridges);
}

static void show_heads(FILE *to, const char *name, columns c) {
    fprintf(to, "%-10s %7s %s%s%-7s %4s %6s %12s %6s %5s\n", name, "Dots",
            c.strokes ? "Strokes " : "", c.again ? " Again " : "", "Needle", "mm", "Dilut.", "Time",
            "Drops", "Cart.");
}

static void show_row(FILE *to, const scalp_plan *plan, const scalp_plan_row *row, columns c) {
    const scalp_zone_treatment t = scalp_plan_zone_treatment(plan, (scalp_zone)row->zone);
    line l = {.name = scalp_zone_name((scalp_zone)row->zone),
              .needle = t.needle,
              .depth_mm = t.needle_depth_mm,
              .dilution = t.dilution,
              .dots = row->dots,
              .strokes = row->strokes,
              .again = row->again + row->strokes_again,
              .minutes = row->minutes,
              .drops = row->pigment_drops};
    snprintf(l.cartridges, sizeof l.cartridges, "%.1f", row->cartridges);
    show_line(to, &l, c);
}

/* "120 dots", "120 dots and 14 strokes", "14 strokes"; dots alone may go without their name. */
static void marks_text(size_t dots, size_t strokes, bool named, char *text, size_t size) {
    if (strokes == 0)
        snprintf(text, size, named ? "%zu dots" : "%zu", dots);
    else if (dots == 0)
        snprintf(text, size, "%zu strokes", strokes);
    else
        snprintf(text, size, "%zu dots and %zu strokes", dots, strokes);
}

static void show_day(FILE *to, const scalp_plan *plan, size_t session, size_t day) {
    char text[640], time[32];
    double minutes = 0;
    size_t used = 0, dots = 0, strokes = 0;
    text[0] = 0;
    for (size_t i = 0; i < plan->part_count; i++) {
        const scalp_plan_part *part = &plan->parts[i];
        if (part->session != session || part->day != day)
            continue;
        char made[64];
        marks_text(part->dots + part->again, part->strokes + part->strokes_again, false, made,
                   sizeof made);
        const int wrote = snprintf(text + used, sizeof text - used, "%s%s %s", used ? ", " : "",
                                   scalp_zone_name((scalp_zone)part->zone), made);
        used = wrote > 0 && used + (size_t)wrote < sizeof text ? used + (size_t)wrote : used;
        minutes += part->minutes;
        dots += part->dots + part->again;
        strokes += part->strokes + part->strokes_again;
    }
    cli_minutes_text(minutes, time, sizeof time);
    char sentence[800], all[64];
    marks_text(dots, strokes, true, all, sizeof all);
    snprintf(sentence, sizeof sentence, "%s, %s: %s", all, time, text);
    fprintf(to, "  day %c: ", (int)('a' + day % 26));
    cli_wrap(to, sentence, 9, 9);
}

static void show_when(FILE *to, size_t number, const scalp_plan_session *session,
                      const scalp_case_visit *visit) {
    fprintf(to, "Session %zu, ", number);
    if (visit->dated)
        fprintf(to, "%s (%s), ", visit->date, visit->entered ? "entered" : "proposed");
    fprintf(to, "day %.0f", visit->days_after);
    if (session->gap_least_days > 0)
        fprintf(to, "; %.0f days after the last, %.0f at least", visit->days_since,
                session->gap_least_days);
    fputc('\n', to);
}

static void show_session(FILE *to, const scalp_plan *plan, size_t number,
                         const scalp_case_visit *visit, columns c) {
    const scalp_plan_session *session = &plan->sessions[number - 1];
    size_t zones = 0;
    show_when(to, number, session, visit);
    show_heads(to, "Zone", c);
    for (size_t i = 0; i < plan->row_count; i++) {
        if (plan->rows[i].session != number)
            continue;
        show_row(to, plan, &plan->rows[i], c);
        zones++;
    }
    line l = {.name = "together",
              .needle = "",
              .dots = session->dots,
              .strokes = session->strokes,
              .again = session->again + session->strokes_again,
              .minutes = session->minutes,
              .drops = session->pigment_drops};
    snprintf(l.cartridges, sizeof l.cartridges, "%zu", session->cartridges);
    if (zones > 1 || session->cartridges > 1)
        show_line(to, &l, c);
    for (size_t day = 0; day < session->days && session->days > 1; day++)
        show_day(to, plan, number, day);
    fputc('\n', to);
}

static void show_sessions(const scalp_plan *plan, const scalp_case_visits *visits, FILE *to) {
    columns c = {plan->layout.stroke_count > 0, plan->review + plan->strokes_review > 0};
    size_t cartridges = 0;
    line all = {.name = "all", .needle = ""};
    for (size_t i = 0; i < plan->row_count; i++)
        c.again |= plan->rows[i].again + plan->rows[i].strokes_again > 0;
    for (size_t n = 1; n <= plan->session_count; n++) {
        const scalp_plan_session *session = &plan->sessions[n - 1];
        if (session->days == 0)
            continue;
        show_session(to, plan, n, &visits->visit[n - 1], c);
        all.dots += session->dots;
        all.strokes += session->strokes;
        all.again += session->again + session->strokes_again;
        all.minutes += session->minutes;
        all.drops += session->pigment_drops;
        cartridges += session->cartridges;
    }
    snprintf(all.cartridges, sizeof all.cartridges, "%zu", cartridges);
    show_heads(to, "Sessions", c);
    show_line(to, &all, c);
}

static void show_cover(const scalp_plan *plan, FILE *to) {
    const bool strokes = plan->layout.stroke_count > 0;
    char count[16] = "";
    fprintf(to, "\n%-10s %7s %9s %s%11s %13s %13s\n", "Zone", "cm2", "per cm2",
            strokes ? "Strokes " : "", strokes ? "Mark seen" : "Dot seen", "Seen cover",
            "1.5x as wide");
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        const scalp_plan_zone *zone = &plan->zones[z];
        if (zone->dots + zone->strokes == 0)
            continue;
        if (strokes)
            snprintf(count, sizeof count, "%7zu ", zone->strokes);
        fprintf(to, "%-10s %7.1f %9.0f %s%8.2f mm %11.1f %% %11.1f %%\n",
                scalp_zone_name((scalp_zone)z), zone->area_cm2,
                zone->area_cm2 > 0 ? (double)zone->dots / zone->area_cm2 : 0.0, count,
                zone->seen_mm, 100 * zone->cover, 100 * zone->cover_spread);
    }
    if (strokes)
        snprintf(count, sizeof count, "%7zu ", plan->layout.stroke_count);
    fprintf(to, "%-10s %7.1f %9.0f %s%11s %11.1f %% %11.1f %%\n", "all", plan->area_cm2,
            (double)plan->layout.dot_count / plan->area_cm2, count, "", 100 * plan->seen_cover,
            100 * plan->seen_cover_spread);
}

static void show_note(FILE *to, const char *note) {
    fputs("Note: ", to);
    cli_wrap(to, note, 6, 6);
}

static void show_text(const scalp_plan *plan, const scalp_design *design,
                      const scalp_case_visits *visits, FILE *to) {
    char text[400];
    if (plan->layout.stroke_count > 0)
        fprintf(to, "%zu hair strokes, ", plan->layout.stroke_count);
    fprintf(to, "%zu dots on %.1f cm2 (modelled), %.0f per cm2 on average\n",
            plan->layout.dot_count, plan->area_cm2,
            plan->area_cm2 > 0 ? (double)plan->layout.dot_count / plan->area_cm2 : 0.0);
    if (plan->placed.dot_count + plan->placed.follicle_count > 0)
        fprintf(to, "around %zu placed dots and %zu hairs, which count as %.0f there (modelled)\n",
                plan->placed.dot_count, plan->placed.follicle_count, plan->layout.there);
    fputc('\n', to);
    show_sessions(plan, visits, to);
    show_cover(plan, to);
    snprintf(text, sizeof text,
             "Needle, depth (mm of travel), pigment (%s) and dilution are as entered; time with "
             "breaks, drops of diluted pigment, cartridges and cover are modelled. Cartridges: "
             "worn down by zone; together, those to lay out, every needle new each day.",
             plan->treatment.pigment);
    fputc('\n', to);
    cli_wrap(to, text, 0, 0);
    if (plan->review + plan->strokes_review > 0) {
        snprintf(text, sizeof text,
                 "Again: %s of the visit before that are expected to be lost and are set again "
                 "in their places. After the last session about %zu remain for a review; then the "
                 "density is the one asked for.",
                 plan->layout.stroke_count > 0 ? "dots and strokes" : "dots",
                 plan->review + plan->strokes_review);
        cli_wrap(to, text, 0, 0);
    }
    for (size_t i = 0; i < design->warning_count; i++)
        show_note(to, design->warnings[i]);
    for (size_t i = 0; i < plan->warning_count; i++)
        show_note(to, plan->warnings[i]);
    for (size_t i = 0; i < visits->warning_count; i++)
        show_note(to, visits->warnings[i]);
}

void cli_plan_report(cli_job *job, const scalp_plan *plan, const scalp_design *design,
                     const scalp_case_visits *visits) {
    if (cli_given(job, "json")) {
        job->json = cli_plan_json(plan, design, visits);
        cli_json_written(job, job->json);
    } else {
        show_text(plan, design, visits, job->out);
    }
}
