/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session comes to: dots to set again, days, cartridges, and the days between sessions. */
#include "treatment.h"

#include <math.h>
#include <string.h>

double plan_minutes(const scalp_treatment *treatment, double dots, double strokes) {
    const double work =
        dots / treatment->dots_per_second / 60 + strokes / treatment->strokes_per_minute;
    return work * (1 + treatment->break_min / treatment->break_every_min);
}

static double retention_of(const scalp_treatment *treatment, scalp_zone zone) {
    const scalp_zone_treatment *own = plan_zone_find(treatment, zone);
    return own ? own->expected_retention : treatment->expected_retention;
}

static size_t nearest(double number) {
    return (size_t)floor(number + 0.5);
}

void plan_set_again(const scalp_treatment *treatment, scalp_plan_row *rows, size_t count,
                    scalp_plan_zone *zones) {
    double dots[SCALP_ZONE_COUNT] = {0}; /* made at the last visit to the zone */
    double strokes[SCALP_ZONE_COUNT] = {0};
    for (size_t i = 0; i < count; i++) {
        const uint8_t z = rows[i].zone;
        const double lost = 1 - retention_of(treatment, (scalp_zone)z);
        rows[i].again = nearest(lost * dots[z]);
        rows[i].strokes_again = nearest(lost * strokes[z]);
        dots[z] = (double)(rows[i].dots + rows[i].again);
        strokes[z] = (double)(rows[i].strokes + rows[i].strokes_again);
    }
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        const double lost = 1 - retention_of(treatment, (scalp_zone)z);
        zones[z].review = nearest(lost * dots[z]);
        zones[z].strokes_review = nearest(lost * strokes[z]);
    }
}

/* ---- Days -------------------------------------------------------------------------------- */

/* A border between zones this near to the end of a day is taken for it, as a part of the day. */
static const double snap = 0.06;

/* Where a day ends, in minutes since the session's start: at its even part, or at a border between
 * zones that is near to it. */
static double day_end(const scalp_plan *plan, const scalp_plan_row *rows, size_t count,
                      double day_min, size_t day) {
    const double even = day_min * (double)(day + 1);
    double at = 0, off = snap * day_min, end = even;
    if (day_min + 2 * off > plan->treatment.day_limit_min)
        return even;
    for (size_t i = 0; i + 1 < count; i++) {
        at += rows[i].minutes;
        if (fabs(at - even) < off) {
            off = fabs(at - even);
            end = at;
        }
    }
    return end;
}

/* How many of a row's marks lie before `end`; the row begins at `from`. */
static size_t until(size_t marks, double from, double minutes, double end) {
    if (end >= from + minutes)
        return marks;
    return end > from ? nearest((double)marks * (end - from) / minutes) : 0;
}

/* What of a row lies between the two times. */
static scalp_plan_part part_of(const scalp_plan *plan, const scalp_plan_row *row, double from,
                               double begin, double end) {
    const double minutes = row->minutes;
    scalp_plan_part part = {.session = row->session, .zone = row->zone};
    part.dots = until(row->dots, from, minutes, end) - until(row->dots, from, minutes, begin);
    part.again = until(row->again, from, minutes, end) - until(row->again, from, minutes, begin);
    part.strokes =
        until(row->strokes, from, minutes, end) - until(row->strokes, from, minutes, begin);
    part.strokes_again = until(row->strokes_again, from, minutes, end) -
                         until(row->strokes_again, from, minutes, begin);
    part.minutes = plan_minutes(&plan->treatment, (double)(part.dots + part.again),
                                (double)(part.strokes + part.strokes_again));
    return part;
}

static size_t split_session(const scalp_plan *plan, const scalp_plan_row *rows, size_t count,
                            double minutes, size_t days, scalp_plan_part *parts) {
    size_t used = 0;
    double begin = 0;
    for (size_t day = 0; day < days; day++) {
        const double end =
            day + 1 == days ? minutes + 1 : day_end(plan, rows, count, minutes / (double)days, day);
        double at = 0;
        for (size_t i = 0; i < count; i++) {
            const scalp_plan_row *row = &rows[i];
            scalp_plan_part part = part_of(plan, row, at, begin, end);
            part.day = (uint8_t)day;
            if (part.dots + part.again + part.strokes + part.strokes_again > 0)
                parts[used++] = part;
            at += row->minutes;
        }
        begin = end;
    }
    return used;
}

/* ---- Cartridges -------------------------------------------------------------------------- */

double plan_worn(double dots, double strokes) {
    return dots / plan_rate("dots_per_cartridge") + strokes / plan_rate("strokes_per_cartridge");
}

/* What one needle wears down, one that is begun counted whole. */
static size_t cartridges_for(double dots, double strokes) {
    return (size_t)ceil(plan_worn(dots, strokes) - 1e-9);
}

/* Of one day: every needle starts anew. `parts` are all of that day. */
static size_t cartridges_of(const scalp_plan *plan, const scalp_plan_part *parts, size_t count) {
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        const char *needle = scalp_plan_needle(plan, (scalp_zone)parts[i].zone);
        double dots = 0, strokes = 0;
        bool counted = false;
        for (size_t k = 0; k < count; k++) {
            if (strcmp(scalp_plan_needle(plan, (scalp_zone)parts[k].zone), needle) != 0)
                continue;
            counted |= k < i;
            dots += (double)(parts[k].dots + parts[k].again);
            strokes += (double)(parts[k].strokes + parts[k].strokes_again);
        }
        sum += counted ? 0 : cartridges_for(dots, strokes);
    }
    return sum;
}

/* ---- Intervals --------------------------------------------------------------------------- */

typedef struct interval {
    const char *kind;
    size_t session;
    double days, least_days;
} interval;

static const interval intervals[] = {
#define ROW(kind, session, days, least_days, source) {kind, session, days, least_days},
#include "intervals.inc"
#undef ROW
};

static const char *kind_of(const scalp_plan *plan, scalp_zone zone) {
    const scalp_zone_treatment *own = plan_zone_find(&plan->treatment, zone);
    if (own && own->scar == SCALP_SCAR_YES)
        return "scar";
    return zone == SCALP_ZONE_BROW_L || zone == SCALP_ZONE_BROW_R ? "brow" : "scalp";
}

static const interval *interval_of(const char *kind, size_t session) {
    const interval *found = NULL;
    for (size_t i = 0; i < sizeof intervals / sizeof intervals[0]; i++) {
        if (strcmp(intervals[i].kind, kind) == 0 && (!found || intervals[i].session <= session))
            found = &intervals[i];
    }
    return found;
}

double scalp_plan_usual_days(size_t before, size_t last) {
    double days = 0;
    for (size_t session = before + 1; session <= last; session++)
        days += session > 1 ? interval_of("scalp", session)->days : 0;
    return days;
}

/* The longest of the zones that are worked again. */
static void find_gap(scalp_plan *plan, size_t session, const bool *worked) {
    scalp_plan_session *to = &plan->sessions[session - 1];
    for (size_t i = 0; i < plan->row_count; i++) {
        const scalp_plan_row *row = &plan->rows[i];
        if (row->session != session || !worked[row->zone])
            continue;
        const char *kind = kind_of(plan, (scalp_zone)row->zone);
        const interval *gap = interval_of(kind, session);
        if (gap->days > to->gap_days) {
            to->gap_days = gap->days;
            to->gap_kind = gap->kind;
        }
        to->gap_least_days = fmax(to->gap_least_days, gap->least_days);
    }
}

/* ---- All together ------------------------------------------------------------------------ */

static scalp_status make_session(scalp_plan *plan, size_t session, scalp_plan_part *parts,
                                 scalp_error *error) {
    scalp_plan_session *to = &plan->sessions[session - 1];
    size_t first = 0, count = 0;
    for (size_t i = 0; i < plan->row_count; i++) {
        const scalp_plan_row *row = &plan->rows[i];
        if (row->session != session)
            continue;
        first = count++ ? first : i;
        to->dots += row->dots;
        to->again += row->again;
        to->strokes += row->strokes;
        to->strokes_again += row->strokes_again;
        to->minutes += row->minutes;
        to->pigment_drops += row->pigment_drops;
    }
    if (count == 0)
        return SCALP_OK;
    const double days = ceil(to->minutes / plan->treatment.day_limit_min - 1e-9);
    if (!(days <= SCALP_PLAN_MAX_DAYS)) {
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "Session %zu takes %.0f hours, more than %d days of %.1f; treat less, or "
                          "raise dots_per_second or day_limit_min.",
                          session, to->minutes / 60, SCALP_PLAN_MAX_DAYS,
                          plan->treatment.day_limit_min / 60);
    }
    to->days = days > 1 ? (size_t)days : 1;
    scalp_plan_part *own = parts + plan->part_count;
    const size_t used = split_session(plan, &plan->rows[first], count, to->minutes, to->days, own);
    for (size_t i = 0, end; i < used; i = end) {
        for (end = i; end < used && own[end].day == own[i].day; end++)
            continue;
        to->cartridges += cartridges_of(plan, own + i, end - i);
    }
    plan->part_count += to->days > 1 ? used : 0;
    return SCALP_OK;
}

scalp_status plan_sessions_make(scalp_plan *plan, const scalp_work *work, scalp_error *error) {
    enum { most = SCALP_LAYOUT_MAX_SESSIONS * (SCALP_ZONE_COUNT + SCALP_PLAN_MAX_DAYS) };
    bool worked[SCALP_ZONE_COUNT] = {false};
    void *memory;
    SCALP_TRY(scalp_work_take(work, most, sizeof(scalp_plan_part), &memory, error));
    for (size_t s = 1; s <= plan->session_count; s++) {
        SCALP_TRY(make_session(plan, s, memory, error));
        find_gap(plan, s, worked);
        for (size_t i = 0; i < plan->row_count; i++)
            worked[plan->rows[i].zone] |= plan->rows[i].session == s;
    }
    plan->parts = memory;
    return SCALP_OK;
}
