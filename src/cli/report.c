/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <math.h>

void cli_minutes_text(double minutes, char *text, size_t size) {
    const int whole = (int)floor(minutes + 0.5);
    if (whole == 0)
        snprintf(text, size, "under 1 min");
    else if (whole < 60)
        snprintf(text, size, "%d min", whole);
    else
        snprintf(text, size, "%d h %02d min", whole / 60, whole % 60);
}

/* What one session, or all of them, come to. */
typedef struct sum {
    size_t dots, strokes;
    double minutes, drops;
} sum;

static sum sum_add(sum a, const scalp_plan_row *row) {
    return (sum){a.dots + row->dots, a.strokes + row->strokes, a.minutes + row->minutes,
                 a.drops + row->pigment_drops};
}

/* The column of strokes is there where there are any. */
static void show_row(FILE *to, const scalp_plan *plan, const char *session, const char *zone,
                     sum s) {
    char time[32], strokes[32] = "";
    cli_minutes_text(s.minutes, time, sizeof time);
    if (plan->layout.stroke_count > 0)
        snprintf(strokes, sizeof strokes, " %8zu", s.strokes);
    fprintf(to, "%-8s %-10s %8zu%s %14s %8.2f\n", session, zone, s.dots, strokes, time, s.drops);
}

static void show_sessions(const scalp_plan *plan, FILE *to) {
    sum total = {0};
    fprintf(to, "%-8s %-10s %8s%s %14s %8s\n", "Session", "Zone", "Dots",
            plan->layout.stroke_count > 0 ? "  Strokes" : "", "Time", "Drops");
    for (size_t n = 1; n <= plan->session_count; n++) {
        char name[16];
        sum session = {0};
        size_t zones = 0;
        snprintf(name, sizeof name, "%zu", n);
        for (size_t i = 0; i < plan->row_count; i++) {
            const scalp_plan_row *row = &plan->rows[i];
            if (row->session != n)
                continue;
            show_row(to, plan, zones++ ? "" : name, scalp_zone_name((scalp_zone)row->zone),
                     sum_add((sum){0}, row));
            session = sum_add(session, row);
            total = sum_add(total, row);
        }
        if (zones > 1)
            show_row(to, plan, "", "together", session);
        fputc('\n', to);
    }
    show_row(to, plan, "All", "", total);
}

static void show_note(FILE *to, const char *note) {
    fputs("Note: ", to);
    cli_wrap(to, note, 6, 6);
}

static void show_text(const scalp_plan *plan, const scalp_design *design, FILE *to) {
    const scalp_treatment *t = &plan->treatment;
    if (plan->layout.stroke_count > 0)
        fprintf(to, "%zu hair strokes, ", plan->layout.stroke_count);
    fprintf(to, "%zu dots on %.1f cm2 (modelled), %.0f per cm2 on average\n\n",
            plan->layout.dot_count, plan->area_cm2,
            plan->area_cm2 > 0 ? (double)plan->layout.dot_count / plan->area_cm2 : 0.0);
    show_sessions(plan, to);
    fprintf(to,
            "\nNeedle %s, %g mm deep, %s diluted 1:%g (entered).\n"
            "Time (with breaks) and drops of diluted pigment are modelled.\n"
            "Healed %s as seen cover %.1f %% of the skin there (modelled).\n",
            t->needle, t->needle_depth_mm, t->pigment, t->dilution,
            plan->layout.stroke_count == 0 ? "dots"
            : plan->layout.dot_count == 0  ? "strokes"
                                           : "dots and strokes",
            100 * plan->seen_cover);
    for (size_t i = 0; i < design->warning_count; i++)
        show_note(to, design->warnings[i]);
    for (size_t i = 0; i < plan->warning_count; i++)
        show_note(to, plan->warnings[i]);
}

static json_t *zones_json(const scalp_plan *plan, size_t session, sum *total) {
    json_t *zones = json_array();
    for (size_t i = 0; i < plan->row_count; i++) {
        const scalp_plan_row *row = &plan->rows[i];
        if (row->session != session)
            continue;
        *total = sum_add(*total, row);
        json_array_append_new(zones, json_pack("{s:s, s:I, s:I, s:f, s:f}", "zone",
                                               scalp_zone_name((scalp_zone)row->zone), "dots",
                                               (json_int_t)row->dots, "strokes",
                                               (json_int_t)row->strokes, "minutes", row->minutes,
                                               "pigment_drops", row->pigment_drops));
    }
    return zones;
}

static json_t *plan_json(const scalp_plan *plan, const scalp_design *design) {
    json_t *sessions = json_array(), *warnings = json_array();
    sum all = {0};
    for (size_t n = 1; n <= plan->session_count; n++) {
        sum total = {0};
        json_t *zones = zones_json(plan, n, &total);
        json_array_append_new(sessions,
                              json_pack("{s:i, s:I, s:I, s:f, s:f, s:o}", "session", (int)n, "dots",
                                        (json_int_t)total.dots, "strokes",
                                        (json_int_t)total.strokes, "minutes", total.minutes,
                                        "pigment_drops", total.drops, "zones", zones));
        all.dots += total.dots;
        all.minutes += total.minutes;
        all.drops += total.drops;
    }
    for (size_t i = 0; i < design->warning_count; i++)
        json_array_append_new(warnings, json_string(design->warnings[i]));
    for (size_t i = 0; i < plan->warning_count; i++)
        json_array_append_new(warnings, json_string(plan->warnings[i]));
    return json_pack("{s:s, s:I, s:I, s:f, s:f, s:f, s:f, s:o, s:o}", "version", SCALP_VERSION,
                     "dots", (json_int_t)all.dots, "strokes", (json_int_t)plan->layout.stroke_count,
                     "area_cm2", plan->area_cm2, "seen_cover", plan->seen_cover, "minutes",
                     all.minutes, "pigment_drops", all.drops, "sessions", sessions, "warnings",
                     warnings);
}

void cli_plan_report(cli_job *job, const scalp_plan *plan, const scalp_design *design) {
    if (cli_given(job, "json")) {
        job->json = plan_json(plan, design);
        cli_json_written(job, job->json);
    } else {
        show_text(plan, design, job->out);
    }
}
