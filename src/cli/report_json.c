/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as JSON: what `plan --json` reports. Members are only ever added. */
#include "cli.h"

static json_t *row_json(const scalp_plan *plan, const scalp_plan_row *row) {
    const scalp_zone_treatment t = scalp_plan_zone_treatment(plan, (scalp_zone)row->zone);
    return json_pack("{s:s, s:I, s:I, s:I, s:I, s:s, s:f, s:f, s:f, s:f, s:f, s:f}", "zone",
                     scalp_zone_name((scalp_zone)row->zone), "dots", (json_int_t)row->dots, "again",
                     (json_int_t)row->again, "strokes", (json_int_t)row->strokes, "strokes_again",
                     (json_int_t)row->strokes_again, "needle", t.needle, "needle_depth_mm",
                     t.needle_depth_mm, "pigment_depth_mm", t.pigment_depth_mm, "dilution",
                     t.dilution, "minutes", row->minutes, "pigment_drops", row->pigment_drops,
                     "cartridges", row->cartridges);
}

static json_t *rows_json(const scalp_plan *plan, size_t session) {
    json_t *rows = json_array();
    for (size_t i = 0; i < plan->row_count; i++) {
        if (plan->rows[i].session == session)
            json_array_append_new(rows, row_json(plan, &plan->rows[i]));
    }
    return rows;
}

static json_t *parts_json(const scalp_plan *plan, size_t session) {
    json_t *parts = json_array();
    for (size_t i = 0; i < plan->part_count; i++) {
        const scalp_plan_part *part = &plan->parts[i];
        if (part->session != session)
            continue;
        json_array_append_new(parts,
                              json_pack("{s:i, s:s, s:I, s:I, s:I, s:I, s:f}", "day", part->day + 1,
                                        "zone", scalp_zone_name((scalp_zone)part->zone), "dots",
                                        (json_int_t)part->dots, "again", (json_int_t)part->again,
                                        "strokes", (json_int_t)part->strokes, "strokes_again",
                                        (json_int_t)part->strokes_again, "minutes", part->minutes));
    }
    return parts;
}

static json_t *session_json(const scalp_plan *plan, size_t number, const scalp_case_visit *visit) {
    const scalp_plan_session *session = &plan->sessions[number - 1];
    json_t *one = json_pack("{s:i, s:f, s:f, s:s?, s:s?, s:f, s:f, s:I}", "session", (int)number,
                            "day", visit->days_after, "days_since", visit->days_since, "date",
                            visit->dated ? visit->date : NULL, "date_kind",
                            visit->dated ? (visit->entered ? "entered" : "proposed") : NULL,
                            "gap_days", session->gap_days, "gap_least_days",
                            session->gap_least_days, "days", (json_int_t)session->days);
    json_t *more = json_pack(
        "{s:I, s:I, s:I, s:I, s:f, s:f, s:I, s:o, s:o}", "dots", (json_int_t)session->dots, "again",
        (json_int_t)session->again, "strokes", (json_int_t)session->strokes, "strokes_again",
        (json_int_t)session->strokes_again, "minutes", session->minutes, "pigment_drops",
        session->pigment_drops, "cartridges", (json_int_t)session->cartridges, "zones",
        rows_json(plan, number), "parts", parts_json(plan, number));
    json_object_update(one, more);
    json_decref(more);
    return one;
}

static json_t *zones_json(const scalp_plan *plan) {
    json_t *zones = json_array();
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        const scalp_plan_zone *zone = &plan->zones[z];
        if (zone->dots + zone->strokes == 0)
            continue;
        json_array_append_new(zones,
                              json_pack("{s:s, s:f, s:I, s:I, s:f, s:f, s:f, s:I, s:I}", "zone",
                                        scalp_zone_name((scalp_zone)z), "area_cm2", zone->area_cm2,
                                        "dots", (json_int_t)zone->dots, "strokes",
                                        (json_int_t)zone->strokes, "seen_mm", zone->seen_mm,
                                        "seen_cover", zone->cover, "seen_cover_spread",
                                        zone->cover_spread, "review", (json_int_t)zone->review,
                                        "strokes_review", (json_int_t)zone->strokes_review));
    }
    return zones;
}

static json_t *warnings_json(const scalp_plan *plan, const scalp_design *design,
                             const scalp_case_visits *visits) {
    json_t *warnings = json_array();
    for (size_t i = 0; i < design->warning_count; i++)
        json_array_append_new(warnings, json_string(design->warnings[i]));
    for (size_t i = 0; i < plan->warning_count; i++)
        json_array_append_new(warnings, json_string(plan->warnings[i]));
    for (size_t i = 0; i < visits->warning_count; i++)
        json_array_append_new(warnings, json_string(visits->warnings[i]));
    return warnings;
}

/* What it was planned around. */
static json_t *there_json(const scalp_plan *plan) {
    const unsigned first = plan->placed.first_session;
    return json_pack("{s:I, s:I, s:f, s:I, s:I, s:i}", "dots", (json_int_t)plan->placed.dot_count,
                     "hairs", (json_int_t)plan->placed.follicle_count, "count_as",
                     plan->layout.there, "outside", (json_int_t)plan->layout.sites_outside,
                     "no_room", (json_int_t)plan->layout.no_room, "first_session",
                     (int)(first ? first : 1));
}

json_t *cli_plan_json(const scalp_plan *plan, const scalp_design *design,
                      const scalp_case_visits *visits) {
    json_t *sessions = json_array();
    double minutes = 0, drops = 0;
    size_t again = 0, strokes_again = 0, cartridges = 0;
    for (size_t n = 1; n <= plan->session_count; n++) {
        const scalp_plan_session *session = &plan->sessions[n - 1];
        json_array_append_new(sessions, session_json(plan, n, &visits->visit[n - 1]));
        minutes += session->minutes;
        drops += session->pigment_drops;
        again += session->again;
        strokes_again += session->strokes_again;
        cartridges += session->cartridges;
    }
    json_t *all =
        json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:f, s:f, s:f}", "version", SCALP_VERSION,
                  "dots", (json_int_t)plan->layout.dot_count, "again", (json_int_t)again, "review",
                  (json_int_t)plan->review, "strokes", (json_int_t)plan->layout.stroke_count,
                  "strokes_again", (json_int_t)strokes_again, "strokes_review",
                  (json_int_t)plan->strokes_review, "area_cm2", plan->area_cm2, "seen_cover",
                  plan->seen_cover, "seen_cover_spread", plan->seen_cover_spread);
    json_t *more = json_pack("{s:f, s:f, s:I, s:o, s:o, s:o, s:o}", "minutes", minutes,
                             "pigment_drops", drops, "cartridges", (json_int_t)cartridges,
                             "sessions", sessions, "zones", zones_json(plan), "warnings",
                             warnings_json(plan, design, visits), "there", there_json(plan));
    json_object_update(all, more);
    json_decref(more);
    return all;
}
