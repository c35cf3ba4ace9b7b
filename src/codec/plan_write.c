/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dots_pack.h"
#include "json_out.h"
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
    scalp_json_out_text(out, "kind", "modelled");
    scalp_json_out_end(out, '}');
}

/* What the zone gets: its own values where the treatment has them. */
static scalp_zone_treatment treatment_of(const scalp_plan *plan, scalp_zone zone) {
    const scalp_treatment *all = &plan->treatment;
    scalp_zone_treatment is = {
        .zone = zone, .needle_depth_mm = all->needle_depth_mm, .dilution = all->dilution};
    for (size_t i = 0; i < all->zone_count; i++) {
        const scalp_zone_treatment *own = &all->zones[i];
        if (own->zone == zone && own->needle_depth_mm > 0)
            is.needle_depth_mm = own->needle_depth_mm;
        if (own->zone == zone && own->dilution > 0)
            is.dilution = own->dilution;
    }
    return is;
}

static void write_row(scalp_json_out *out, const scalp_plan *plan, const scalp_plan_row *row) {
    const scalp_zone zone = (scalp_zone)row->zone;
    const scalp_zone_treatment treatment = treatment_of(plan, zone);
    scalp_json_out_object(out, NULL);
    scalp_json_out_text(out, "zone", scalp_zone_name(zone));
    scalp_json_out_number(out, "dots", (double)row->dots);
    if (row->strokes > 0) {
        scalp_json_out_number(out, "strokes", (double)row->strokes);
        scalp_json_out_figure(out, "stroke_mm", row->stroke_mm);
    }
    scalp_json_out_figure(out, "minutes", row->minutes);
    scalp_json_out_figure(out, "pigment_drops", row->pigment_drops);
    scalp_json_out_text(out, "needle", scalp_plan_needle(plan, zone));
    scalp_json_out_figure(out, "needle_depth_mm", treatment.needle_depth_mm);
    scalp_json_out_figure(out, "pigment_depth_mm", scalp_plan_deposit(plan, zone).depth_mm);
    scalp_json_out_text(out, "pigment", plan->treatment.pigment);
    scalp_json_out_figure(out, "dilution", treatment.dilution);
    scalp_json_out_end(out, '}');
}

static void write_session(scalp_json_out *out, const scalp_case *document, const scalp_plan *plan,
                          size_t session) {
    double minutes = 0, drops = 0, dots = 0, strokes = 0;
    for (size_t i = 0; i < plan->row_count; i++) {
        const scalp_plan_row *row = &plan->rows[i];
        if (row->session == session) {
            dots += (double)row->dots;
            strokes += (double)row->strokes;
            minutes += row->minutes;
            drops += row->pigment_drops;
        }
    }
    scalp_json_out_object(out, NULL);
    scalp_json_out_number(out, "session", (double)session);
    if (session <= document->date_count)
        scalp_json_out_text(out, "date", document->session_dates[session - 1]);
    else
        scalp_json_out_word(out, "date", "null");
    scalp_json_out_number(out, "dots", dots);
    if (strokes > 0)
        scalp_json_out_number(out, "strokes", strokes);
    scalp_json_out_figure(out, "minutes", minutes);
    scalp_json_out_figure(out, "pigment_drops", drops);
    scalp_json_out_list(out, "zones");
    for (size_t i = 0; i < plan->row_count; i++) {
        if (plan->rows[i].session == session)
            write_row(out, plan, &plan->rows[i]);
    }
    scalp_json_out_end(out, ']');
    scalp_json_out_end(out, '}');
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
    SCALP_TRY(scalp_case_check(document, error));
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_number(&out, "scalptor_plan", 1);
    scalp_json_out_text(&out, "program", "scalptor " SCALP_VERSION);
    write_totals(&out, plan);
    scalp_json_out_list(&out, "sessions");
    for (size_t session = 1; session <= plan->session_count; session++)
        write_session(&out, document, plan, session);
    scalp_json_out_end(&out, ']');
    scalp_json_out_list(&out, "warnings");
    for (size_t i = 0; i < plan->warning_count; i++)
        scalp_json_out_text(&out, NULL, plan->warnings[i]);
    scalp_json_out_end(&out, ']');
    scalp_json_out_case(&out, "case", document);
    scalp_json_out_object(&out, "fit");
    scalp_json_out_fit(&out, document, fit, facts);
    scalp_json_out_end(&out, '}');
    write_dots(&out, &plan->layout);
    SCALP_TRY(scalp_stroke_paths_write(&out, &plan->layout, work, error));
    scalp_json_out_end(&out, '}');
    return scalp_json_out_close(&out, bytes);
}
