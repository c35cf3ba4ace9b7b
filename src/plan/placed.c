/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placed.h"

#include <string.h>

static double stroke_strength(const scalp_placed *placed, size_t i) {
    return placed->strength[placed->strokes[i].session - 1][placed->strokes[i].zone];
}

static scalp_status check_one(const scalp_placed *placed, const char *what, size_t number,
                              unsigned session, unsigned zone, scalp_error *error) {
    if (session < 1 || session > SCALP_LAYOUT_MAX_SESSIONS || zone >= SCALP_ZONE_COUNT) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Placed %s %zu is of session %u and zone %u, which there are not.", what,
                          number, session, zone);
    }
    const double strength = placed->strength[session - 1][zone];
    if (!(strength >= 0 && strength <= 1)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The strength of the %ss of session %u is %g; it must be 0 to 1.", what,
                          session, strength);
    }
    return SCALP_OK;
}

static double strength_of(const scalp_placed *placed, const scalp_dot *dot) {
    return placed->strength[dot->session - 1][dot->zone];
}

static scalp_status check_placed(const scalp_placed *placed, scalp_error *error) {
    if (placed->first_session > SCALP_LAYOUT_MAX_SESSIONS) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Session %u is to be planned; there are at most %d.",
                          placed->first_session, SCALP_LAYOUT_MAX_SESSIONS);
    }
    for (size_t i = 0; i < placed->dot_count; i++)
        SCALP_TRY(
            check_one(placed, "dot", i + 1, placed->dots[i].session, placed->dots[i].zone, error));
    for (size_t i = 0; i < placed->stroke_count; i++)
        SCALP_TRY(check_one(placed, "stroke", i + 1, placed->strokes[i].session,
                            placed->strokes[i].zone, error));
    for (size_t i = 0; i < placed->kept_count; i++) {
        const scalp_dot *dot = &placed->kept[i];
        if (dot->session < 1 || dot->session > SCALP_LAYOUT_MAX_SESSIONS ||
            dot->session < placed->first_session || dot->zone >= SCALP_ZONE_COUNT)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Kept dot %zu is of session %u and zone %u; it must be of the first "
                              "planned session or a later one, and of a zone.",
                              i + 1, (unsigned)dot->session, (unsigned)dot->zone);
    }
    return SCALP_OK;
}

void plan_there(const scalp_placed *placed, double there[SCALP_ZONE_COUNT]) {
    memcpy(there, placed->old_dots, SCALP_ZONE_COUNT * sizeof *there);
    for (size_t i = 0; i < placed->dot_count; i++)
        there[placed->dots[i].zone] += strength_of(placed, &placed->dots[i]);
}

void plan_strokes_there(const scalp_placed *placed, double mm2[SCALP_ZONE_COUNT]) {
    memset(mm2, 0, SCALP_ZONE_COUNT * sizeof *mm2);
    for (size_t i = 0; i < placed->stroke_count; i++)
        mm2[placed->strokes[i].zone] +=
            stroke_strength(placed, i) * scalp_stroke_path_area_mm2(&placed->strokes[i]);
}

static scalp_status add_strokes(const scalp_placed *placed, const scalp_work *work,
                                scalp_layout_params *params, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, placed->stroke_count, sizeof(double), &memory, error));
    double *strength = memory;
    for (size_t i = 0; i < placed->stroke_count; i++)
        strength[i] = stroke_strength(placed, i);
    params->strokes_there = placed->strokes;
    params->strokes_there_count = placed->stroke_count;
    params->strokes_strength = strength;
    return SCALP_OK;
}

/* What is left of each session's share, from the first on; the earlier ones only hold their
 * places in the list. */
static void leave_shares(const scalp_placed *placed, const scalp_design *design,
                         scalp_layout_params *params) {
    static const double least = 1e-6; /* a session that is done keeps its number */
    double wanted = 0, left = 0, part[SCALP_LAYOUT_MAX_SESSIONS] = {0};
    const size_t first = params->first_session - 1;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        wanted += design->dots[z];
    for (size_t i = 0; i < placed->dot_count; i++)
        part[placed->dots[i].session - 1] += wanted > 0 ? 1 / wanted : 0;
    for (size_t i = 0; i < placed->kept_count; i++)
        part[placed->kept[i].session - 1] += wanted > 0 ? 1 / wanted : 0;
    for (size_t s = first; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        const double share = params->session_shares[s], rest = share - part[s];
        part[s] = !(share > 0) ? 0 : rest > least ? rest : least;
        left += part[s];
    }
    const bool done = left < 2 * SCALP_LAYOUT_MAX_SESSIONS * least;
    const double before = first == 0 ? 0 : done ? 1 : 0.5;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        const double rest = done ? 0 : (1 - before) * part[s] / left;
        params->session_shares[s] = s < first ? before / (double)first : rest;
    }
    if (done && first == 0)
        params->session_shares[0] = 1;
}

scalp_status plan_keep(const scalp_placed *placed, const scalp_work *work, scalp_layout *layout,
                       scalp_error *error) {
    void *memory;
    const size_t all = layout->dot_count + placed->kept_count;
    if (placed->kept_count == 0)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, all, sizeof(scalp_dot), &memory, error));
    scalp_dot *dots = memory;
    if (layout->dot_count)
        memcpy(dots, layout->dots, layout->dot_count * sizeof *dots);
    memcpy(dots + layout->dot_count, placed->kept, placed->kept_count * sizeof *dots);
    layout->dots = dots;
    layout->dot_count = all;
    for (size_t i = 0; i < placed->kept_count; i++)
        if (placed->kept[i].session > layout->session_count)
            layout->session_count = placed->kept[i].session;
    return SCALP_OK;
}

scalp_status plan_around(const scalp_placed *placed, const scalp_design *design,
                         const scalp_work *work, scalp_layout_params *params, scalp_error *error) {
    SCALP_TRY(check_placed(placed, error));
    params->first_session = placed->first_session > 0 ? placed->first_session : 1;
    if (placed->dot_count > 0 || params->first_session > 1)
        leave_shares(placed, design, params);
    SCALP_TRY(add_strokes(placed, work, params, error));
    void *memory;
    const size_t dots = placed->dot_count + placed->kept_count;
    params->site_count = dots + placed->follicle_count;
    SCALP_TRY(scalp_work_take(work, params->site_count, sizeof(scalp_site), &memory, error));
    scalp_site *sites = memory;
    for (size_t i = 0; i < placed->dot_count; i++) {
        const scalp_dot *dot = &placed->dots[i];
        sites[i] = (scalp_site){.at = dot->at,
                                .point = dot->position,
                                .weight = strength_of(placed, dot),
                                .kind = SCALP_SITE_DOT};
    }
    for (size_t i = 0; i < placed->kept_count; i++)
        sites[placed->dot_count + i] = (scalp_site){.at = placed->kept[i].at,
                                                    .point = placed->kept[i].position,
                                                    .weight = 1,
                                                    .kind = SCALP_SITE_DOT};
    if (placed->follicle_count)
        memcpy(sites + dots, placed->follicles, placed->follicle_count * sizeof *sites);
    params->sites = sites;
    return SCALP_OK;
}
