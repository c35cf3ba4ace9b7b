/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dots_pack.h"
#include "json_out.h"
#include "plan_placed.h"
#include "stroke_paths.h"

static void write_totals(scalp_json_out *out, const scalp_plan *plan) {
    double minutes = 0, drops = 0;
    for (size_t i = 0; i < plan->row_count; i++) {
        minutes += plan->rows[i].minutes;
        drops += plan->rows[i].pigment_drops;
    }
    scalp_json_out_object(out, "totals");
    scalp_json_out_number(out, "dots", (double)plan->layout.dot_count);
    if (plan->layout.stroke_count > 0)
        scalp_json_out_number(out, "strokes", (double)plan->layout.stroke_count);
    scalp_json_out_number(out, "sessions", (double)plan->session_count);
    scalp_json_out_figure(out, "area_cm2", plan->area_cm2);
    scalp_json_out_figure(out, "minutes", minutes);
    scalp_json_out_figure(out, "pigment_drops", drops);
    scalp_json_out_figure(out, "seen_cover", plan->seen_cover);
    scalp_json_out_figure(out, "seen_cover_spread", plan->seen_cover_spread);
    scalp_json_out_number(out, "review", (double)plan->review);
    if (plan->layout.stroke_count > 0)
        scalp_json_out_number(out, "strokes_review", (double)plan->strokes_review);
    scalp_json_out_text(out, "kind", "modelled");
    scalp_json_out_end(out, '}');
}

/* Only where there are any. */
static void write_strokes(scalp_json_out *out, size_t strokes, size_t again) {
    if (strokes + again == 0)
        return;
    scalp_json_out_number(out, "strokes", (double)strokes);
    scalp_json_out_number(out, "strokes_again", (double)again);
}

static void write_row(scalp_json_out *out, const scalp_plan *plan, const scalp_plan_row *row) {
    const scalp_zone zone = (scalp_zone)row->zone;
    const scalp_zone_treatment treatment = scalp_plan_zone_treatment(plan, zone);
    scalp_json_out_object(out, NULL);
    scalp_json_out_text(out, "zone", scalp_zone_name(zone));
    scalp_json_out_number(out, "dots", (double)row->dots);
    scalp_json_out_number(out, "again", (double)row->again);
    if (row->strokes + row->strokes_again > 0) {
        write_strokes(out, row->strokes, row->strokes_again);
        scalp_json_out_figure(out, "stroke_mm", row->stroke_mm);
    }
    scalp_json_out_figure(out, "minutes", row->minutes);
    scalp_json_out_figure(out, "pigment_drops", row->pigment_drops);
    scalp_json_out_figure(out, "cartridges", row->cartridges);
    scalp_json_out_text(out, "needle", scalp_plan_needle(plan, zone));
    scalp_json_out_figure(out, "needle_depth_mm", treatment.needle_depth_mm);
    scalp_json_out_figure(out, "pigment_depth_mm", scalp_plan_deposit(plan, zone).depth_mm);
    scalp_json_out_figure(out, "diameter_mm", treatment.diameter_mm);
    scalp_json_out_text(out, "pigment", plan->treatment.pigment);
    scalp_json_out_figure(out, "dilution", treatment.dilution);
    scalp_json_out_end(out, '}');
}

static void write_parts(scalp_json_out *out, const scalp_plan *plan, size_t session) {
    scalp_json_out_list(out, "parts");
    for (size_t i = 0; i < plan->part_count; i++) {
        const scalp_plan_part *part = &plan->parts[i];
        if (part->session != session)
            continue;
        scalp_json_out_object(out, NULL);
        scalp_json_out_number(out, "day", part->day + 1);
        scalp_json_out_text(out, "zone", scalp_zone_name((scalp_zone)part->zone));
        scalp_json_out_number(out, "dots", (double)part->dots);
        scalp_json_out_number(out, "again", (double)part->again);
        write_strokes(out, part->strokes, part->strokes_again);
        scalp_json_out_figure(out, "minutes", part->minutes);
        scalp_json_out_end(out, '}');
    }
    scalp_json_out_end(out, ']');
}

static void write_session(scalp_json_out *out, const scalp_plan *plan, size_t number,
                          const scalp_case_visit *visit) {
    const scalp_plan_session *session = &plan->sessions[number - 1];
    scalp_json_out_object(out, NULL);
    scalp_json_out_number(out, "session", (double)number);
    if (visit->dated)
        scalp_json_out_text(out, "date", visit->date);
    else
        scalp_json_out_word(out, "date", "null");
    scalp_json_out_number(out, "day", visit->days_after);
    scalp_json_out_number(out, "days", (double)session->days);
    scalp_json_out_number(out, "dots", (double)session->dots);
    scalp_json_out_number(out, "again", (double)session->again);
    write_strokes(out, session->strokes, session->strokes_again);
    scalp_json_out_figure(out, "minutes", session->minutes);
    scalp_json_out_figure(out, "pigment_drops", session->pigment_drops);
    scalp_json_out_number(out, "cartridges", (double)session->cartridges);
    scalp_json_out_list(out, "zones");
    for (size_t i = 0; i < plan->row_count; i++) {
        if (plan->rows[i].session == number)
            write_row(out, plan, &plan->rows[i]);
    }
    scalp_json_out_end(out, ']');
    write_parts(out, plan, number);
    scalp_json_out_end(out, '}');
}

/* Areas and cover of the zones. */
static void write_zones(scalp_json_out *out, const scalp_plan *plan) {
    scalp_json_out_list(out, "zones");
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        const scalp_plan_zone *zone = &plan->zones[z];
        if (zone->dots + zone->strokes == 0)
            continue;
        scalp_json_out_object(out, NULL);
        scalp_json_out_text(out, "zone", scalp_zone_name((scalp_zone)z));
        scalp_json_out_figure(out, "area_cm2", zone->area_cm2);
        scalp_json_out_number(out, "dots", (double)zone->dots);
        if (zone->strokes > 0)
            scalp_json_out_number(out, "strokes", (double)zone->strokes);
        scalp_json_out_figure(out, "seen_mm", zone->seen_mm);
        scalp_json_out_figure(out, "seen_cover", zone->cover);
        scalp_json_out_figure(out, "seen_cover_spread", zone->cover_spread);
        scalp_json_out_number(out, "review", (double)zone->review);
        if (zone->strokes > 0)
            scalp_json_out_number(out, "strokes_review", (double)zone->strokes_review);
        scalp_json_out_end(out, '}');
    }
    scalp_json_out_end(out, ']');
}

static void write_warnings(scalp_json_out *out, const scalp_plan *plan,
                           const scalp_case_visits *visits) {
    scalp_json_out_list(out, "warnings");
    for (size_t i = 0; i < plan->warning_count; i++)
        scalp_json_out_text(out, NULL, plan->warnings[i]);
    for (size_t i = 0; i < visits->warning_count; i++)
        scalp_json_out_text(out, NULL, visits->warnings[i]);
    scalp_json_out_end(out, ']');
}

static void write_dots(scalp_json_out *out, const scalp_layout *layout) {
    scalp_json_out_object(out, "dots");
    scalp_json_out_number(out, "count", (double)layout->dot_count);
    scalp_json_out_text(out, "encoding", "base64 of 3 x 32 bits");
    char *space = scalp_json_out_space(out, "data", (size_t)SCALP_DOT_LETTERS * layout->dot_count);
    if (space)
        scalp_dots_pack(layout->dots, layout->dot_count, space);
    scalp_json_out_end(out, '}');
}

scalp_status scalp_codec_plan_write(const scalp_case *document, const scalp_fit *fit,
                                    const scalp_photo_facts *facts, const scalp_plan *plan,
                                    const scalp_work *work, scalp_bytes *bytes,
                                    scalp_error *error) {
    scalp_case_visits visits;
    SCALP_TRY(scalp_case_check(document, error));
    SCALP_TRY(scalp_case_visits_make(document, plan, NULL, &visits, error));
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_number(&out, "scalptor_plan", 1);
    scalp_json_out_text(&out, "program", "scalptor " SCALP_VERSION);
    write_totals(&out, plan);
    scalp_json_out_list(&out, "sessions");
    for (size_t session = 1; session <= plan->session_count; session++)
        write_session(&out, plan, session, &visits.visit[session - 1]);
    scalp_json_out_end(&out, ']');
    write_zones(&out, plan);
    write_warnings(&out, plan, &visits);
    scalp_json_out_case(&out, "case", document);
    scalp_json_out_object(&out, "fit");
    scalp_json_out_fit(&out, document, fit, facts);
    scalp_json_out_end(&out, '}');
    write_dots(&out, &plan->layout);
    SCALP_TRY(scalp_json_out_placed(&out, &plan->placed, work, error));
    SCALP_TRY(scalp_stroke_paths_write(&out, &plan->layout, work, error));
    scalp_json_out_end(&out, '}');
    return scalp_json_out_close(&out, bytes);
}
