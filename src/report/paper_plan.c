/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan on paper, for the client's talk and the file. */
#include "cells.h"

typedef struct plan_job {
    const scalp_paper_plan *about;
} plan_job;

static void put_zones(scalp_sheet *sheet, const scalp_paper_plan *about) {
    const scalp_sheet_column columns[] = {{cell_say(sheet, "zone"), 3, false},
                                          {cell_say(sheet, "area_cm2"), 2, true},
                                          {cell_say(sheet, "dots"), 2, true},
                                          {cell_say(sheet, "dots_per_cm2"), 2, true},
                                          {cell_say(sheet, "needle"), 2, true}};
    const char *cells[5 * SCALP_ZONE_COUNT];
    size_t n = 0;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        const scalp_plan_zone *zone = &about->plan->zones[z];
        if (zone->dots + zone->strokes == 0)
            continue;
        cells[n++] = cell_zone(sheet, (scalp_zone)z);
        cells[n++] = cell_number(sheet, zone->area_cm2, 1);
        cells[n++] = cell(sheet, "%zu", zone->dots + zone->strokes);
        cells[n++] =
            zone->area_cm2 > 0 ? cell_number(sheet, (double)zone->dots / zone->area_cm2, 0) : "";
        cells[n++] = scalp_plan_needle(about->plan, (scalp_zone)z);
    }
    const scalp_sheet_table table = {columns, 5, cells, n / 5, false, 0, false};
    scalp_sheet_heading(sheet, cell_say(sheet, "zones"));
    scalp_sheet_put_table(sheet, &table);
}

static const char *session_date(scalp_sheet *sheet, const scalp_case_visit *visit) {
    int32_t day;
    if (visit->dated && scalp_day_from_date(visit->date, &day))
        return cell_day(sheet, day);
    const char *days = cell_number(sheet, visit->days_after, 0);
    const scalp_text_part part = {"days", days};
    return visit->days_after > 0 ? scalp_sheet_say(sheet, "days_after", &part, 1) : "";
}

static void put_sessions(scalp_sheet *sheet, const scalp_paper_plan *about) {
    const scalp_sheet_column columns[] = {
        {cell_say(sheet, "session"), 1.5, false}, {cell_say(sheet, "when"), 4.5, false},
        {cell_say(sheet, "dots"), 1.7, true},     {cell_say(sheet, "minutes"), 1.7, true},
        {cell_say(sheet, "drops"), 1.7, true},    {cell_say(sheet, "cartridges"), 2, true}};
    const char *cells[6 * (SCALP_LAYOUT_MAX_SESSIONS + 1)];
    size_t n = 0, dots = 0, cartridges = 0;
    double minutes = 0, drops = 0;
    for (size_t s = 0; s < about->plan->session_count; s++) {
        const scalp_plan_session *session = &about->plan->sessions[s];
        if (session->days == 0)
            continue;
        const size_t all =
            session->dots + session->again + session->strokes + session->strokes_again;
        cells[n++] = cell(sheet, "%zu", s + 1);
        cells[n++] = session_date(sheet, &about->visits->visit[s]);
        cells[n++] = cell(sheet, "%zu", all);
        cells[n++] = cell_number(sheet, session->minutes, 0);
        cells[n++] = cell_number(sheet, session->pigment_drops, 1);
        cells[n++] = cell(sheet, "%zu", session->cartridges);
        dots += all;
        minutes += session->minutes;
        drops += session->pigment_drops;
        cartridges += session->cartridges;
    }
    cells[n++] = cell_say(sheet, "sum");
    cells[n++] = "";
    cells[n++] = cell(sheet, "%zu", dots);
    cells[n++] = cell_number(sheet, minutes, 0);
    cells[n++] = cell_number(sheet, drops, 1);
    cells[n++] = cell(sheet, "%zu", cartridges);
    const scalp_sheet_table table = {columns, 6, cells, n / 6, true, 0, false};
    scalp_sheet_heading(sheet, cell_say(sheet, "sessions"));
    scalp_sheet_put_table(sheet, &table);
}

static void put_work(scalp_sheet *sheet, const scalp_paper_plan *about) {
    const scalp_treatment *t = &about->plan->treatment;
    scalp_sheet_heading(sheet, cell_say(sheet, "how"));
    if (about->design->hairline_count)
        cell_pair(sheet, "hairline_height",
                  cell(sheet, "%s mm", cell_number(sheet, about->design->hairline_height_mm, 1)));
    cell_pair(sheet, "pigment", t->pigment);
    cell_pair(sheet, "dilution", cell(sheet, "1 : %s", cell_number(sheet, t->dilution, 1)));
    cell_pair(sheet, "needle_depth",
              cell(sheet, "%s mm", cell_number(sheet, t->needle_depth_mm, 2)));
    cell_pair(sheet, "diameter", cell(sheet, "%s mm", cell_number(sheet, t->diameter_mm, 2)));
}

static void put_warnings(scalp_sheet *sheet, const scalp_paper_plan *about) {
    const size_t count =
        about->plan->warning_count + about->design->warning_count + about->visits->warning_count;
    if (count == 0)
        return;
    scalp_sheet_heading(sheet, cell_say(sheet, "warnings"));
    for (size_t i = 0; i < about->design->warning_count; i++)
        scalp_sheet_item(sheet, about->design->warnings[i]);
    for (size_t i = 0; i < about->plan->warning_count; i++)
        scalp_sheet_item(sheet, about->plan->warnings[i]);
    for (size_t i = 0; i < about->visits->warning_count; i++)
        scalp_sheet_item(sheet, about->visits->warnings[i]);
}

static void write(scalp_sheet *sheet, void *context) {
    const scalp_paper_plan *about = ((const plan_job *)context)->about;
    scalp_sheet_pictures(sheet, about->pictures, about->captions, about->picture_count, 62);
    put_zones(sheet, about);
    put_sessions(sheet, about);
    put_work(sheet, about);
    put_warnings(sheet, about);
    scalp_sheet_space(sheet, 2);
    scalp_sheet_small(sheet, cell_say(sheet, "modelled"));
}

scalp_status scalp_paper_plan_write(const scalp_sheet_params *params, const scalp_paper_plan *about,
                                    const scalp_work *work, scalp_bytes *bytes,
                                    scalp_error *error) {
    plan_job job = {about};
    return scalp_sheet_make(params, write, &job, work, bytes, error);
}

/* ---- A session to be filled in ------------------------------------------------------------- */

static void put_planned(scalp_sheet *sheet, const scalp_paper_plan *about, size_t session) {
    const scalp_sheet_column columns[] = {
        {cell_say(sheet, "zone"), 3, false},          {cell_say(sheet, "needle"), 2, false},
        {cell_say(sheet, "needle_depth"), 2.4, true}, {cell_say(sheet, "dots"), 1.6, true},
        {cell_say(sheet, "minutes"), 1.6, true},      {cell_say(sheet, "drops"), 1.6, true},
        {cell_say(sheet, "done"), 3, false}};
    const char *cells[7 * SCALP_ZONE_COUNT];
    size_t n = 0;
    for (size_t i = 0; i < about->plan->row_count; i++) {
        const scalp_plan_row *row = &about->plan->rows[i];
        const scalp_zone zone = (scalp_zone)row->zone;
        if (row->session != session || n + 7 > sizeof cells / sizeof *cells)
            continue;
        cells[n++] = cell_zone(sheet, zone);
        cells[n++] = scalp_plan_needle(about->plan, zone);
        cells[n++] = cell(
            sheet, "%s mm",
            cell_number(sheet, scalp_plan_zone_treatment(about->plan, zone).needle_depth_mm, 2));
        cells[n++] = cell(sheet, "%zu", row->dots + row->again + row->strokes + row->strokes_again);
        cells[n++] = cell_number(sheet, row->minutes, 0);
        cells[n++] = cell_number(sheet, row->pigment_drops, 1);
        cells[n++] = "";
    }
    const scalp_sheet_table table = {columns, 7, cells, n / 7, false, 6.2, true};
    scalp_sheet_put_table(sheet, &table);
}

static void put_lots(scalp_sheet *sheet) {
    static const char *const rows[] = {"lot_needle", "lot_pigment", "lot_diluent",
                                       "lot_anaesthetic", "lot_other"};
    enum { count = sizeof rows / sizeof *rows };
    const scalp_sheet_column columns[] = {{cell_say(sheet, "product"), 3, false},
                                          {cell_say(sheet, "maker"), 4, false},
                                          {cell_say(sheet, "lot"), 3, false},
                                          {cell_say(sheet, "expiry"), 3, false},
                                          {cell_say(sheet, "opened"), 3, false}};
    const char *cells[5 * count] = {NULL};
    for (size_t i = 0; i < count; i++)
        cells[5 * i] = cell_say(sheet, rows[i]);
    const scalp_sheet_table table = {columns, 5, cells, count, false, 6.2, true};
    scalp_sheet_heading(sheet, cell_say(sheet, "lots"));
    scalp_sheet_put_table(sheet, &table);
}

static void write_session(scalp_sheet *sheet, void *context) {
    static const char *const before[] = {"operator", "room_machine", "start_stop"};
    static const char *const after[] = {"recipe", "pain", "bleeding", "adverse", "signature"};
    const scalp_paper_plan *about = ((const plan_job *)context)->about;
    bool first = true;
    for (size_t s = 0; s < about->plan->session_count; s++) {
        if (about->plan->sessions[s].days == 0)
            continue;
        const scalp_text_part part = {"number", cell(sheet, "%zu", s + 1)};
        scalp_sheet_need(sheet, first ? 0 : 1000); /* each on a page of its own */
        first = false;
        const char *when = session_date(sheet, &about->visits->visit[s]);
        scalp_sheet_heading(sheet, cell(sheet, "%s%s%s",
                                        scalp_sheet_say(sheet, "session_number", &part, 1),
                                        when[0] ? "  ·  " : "", when));
        for (size_t i = 0; i < sizeof before / sizeof *before; i++)
            scalp_sheet_blank(sheet, cell_say(sheet, before[i]), 0);
        scalp_sheet_space(sheet, 3);
        scalp_sheet_heading(sheet, cell_say(sheet, "planned"));
        put_planned(sheet, about, s + 1);
        put_lots(sheet);
        for (size_t i = 0; i < sizeof after / sizeof *after; i++)
            scalp_sheet_blank(sheet, cell_say(sheet, after[i]), 0);
    }
}

scalp_status scalp_paper_session_write(const scalp_sheet_params *params,
                                       const scalp_paper_plan *about, const scalp_work *work,
                                       scalp_bytes *bytes, scalp_error *error) {
    plan_job job = {about};
    return scalp_sheet_make(params, write_session, &job, work, bytes, error);
}
