/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/plan.h>

#include "placed.h"
#include "treatment.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* Two healed dots with this many seen diameters between their middles do not merge. */
static const double apart = 2;
/* What layout can keep, in spacings: 0.75, less a little for rounding. */
static const double spacing_most = 0.74;

SCALP_PRINTF(2, 3)
static void warn(scalp_plan *plan, const char *format, ...) {
    enum { most = sizeof plan->warnings / sizeof plan->warnings[0] };
    if (plan->warning_count == most)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(plan->warnings[plan->warning_count++], sizeof plan->warnings[0], format, arguments);
    va_end(arguments);
}

/* ---- Sessions ---------------------------------------------------------------------------- */

typedef struct counts {
    size_t dots[SCALP_LAYOUT_MAX_SESSIONS][SCALP_ZONE_COUNT];
    size_t zone[SCALP_ZONE_COUNT];
} counts;

static scalp_status count(const scalp_layout *layout, counts *c, scalp_error *error) {
    *c = (counts){0};
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *dot = &layout->dots[i];
        if (dot->session < 1 || dot->session > SCALP_LAYOUT_MAX_SESSIONS ||
            dot->zone == SCALP_ZONE_NONE || dot->zone >= SCALP_ZONE_COUNT) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Dot %zu is of session %u and zone %u, which there are not.", i + 1,
                              (unsigned)dot->session, (unsigned)dot->zone);
        }
        c->dots[dot->session - 1][dot->zone]++;
        c->zone[dot->zone]++;
    }
    return SCALP_OK;
}

/* Time under the needle, and the breaks it takes. */
static double minutes_for(size_t dots) {
    const double work = (double)dots / plan_rate("dots_per_second") / 60;
    return work * (1 + plan_rate("break_length") / plan_rate("work_between_breaks"));
}

/* The deposits' volume, and what is used up for them. */
static double drops_for(const scalp_deposit *deposit, size_t dots) {
    const double mm3 = SCALP_PI / 4 * deposit->diameter_mm * deposit->diameter_mm *
                       deposit->thickness_mm * (double)dots;
    return mm3 / 1000 * plan_rate("used_per_deposited") / plan_rate("drop_volume");
}

static size_t write_rows(const counts *c, const scalp_treatment *treatment, scalp_plan_row *rows) {
    size_t used = 0;
    for (uint8_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        for (uint8_t z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
            const size_t dots = c->dots[s][z];
            if (dots == 0)
                continue;
            const scalp_deposit deposit = plan_deposit(treatment, (scalp_zone)z);
            rows[used++] = (scalp_plan_row){(uint8_t)(s + 1), z, dots, minutes_for(dots),
                                            drops_for(&deposit, dots)};
        }
    }
    return used;
}

/* ---- Warnings ---------------------------------------------------------------------------- */

static void warn_of_long_days(scalp_plan *plan) {
    const double limit = plan_rate("day_limit");
    for (unsigned s = 1; s <= plan->session_count; s++) {
        double minutes = 0;
        for (size_t i = 0; i < plan->row_count; i++)
            minutes += plan->rows[i].session == s ? plan->rows[i].minutes : 0;
        if (minutes > limit) {
            warn(plan,
                 "Session %u takes about %.1f hours, more than the %.0f of one day; split it over "
                 "%.0f days.",
                 s, minutes / 60, limit / 60, ceil(minutes / limit));
        }
    }
}

/* The widths of healed dots as seen, by zone; only where `dots` are. Zones that are treated alike
 * are worked out once. */
static scalp_status find_seen(const scalp_treatment *treatment, const size_t *dots,
                              const scalp_work *work, double seen[SCALP_ZONE_COUNT],
                              scalp_error *error) {
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        seen[z] = 0;
        if (z == SCALP_ZONE_NONE || dots[z] == 0)
            continue;
        const scalp_deposit d = plan_deposit(treatment, (scalp_zone)z);
        for (int k = 0; k < z && !(seen[z] > 0); k++) {
            const scalp_deposit e = plan_deposit(treatment, (scalp_zone)k);
            const bool same = !(d.depth_mm < e.depth_mm || d.depth_mm > e.depth_mm ||
                                d.dmua_per_mm < e.dmua_per_mm || d.dmua_per_mm > e.dmua_per_mm);
            seen[z] = same ? seen[k] : 0;
        }
        if (!(seen[z] > 0))
            SCALP_TRY(scalp_optics_seen_diameter(&d, work, &seen[z], error));
    }
    return SCALP_OK;
}

/* Share of the area under healed dots as seen. */
static scalp_status find_cover(const counts *c, const scalp_treatment *treatment,
                               const scalp_work *work, scalp_plan *plan, scalp_error *error) {
    double seen[SCALP_ZONE_COUNT], there[SCALP_ZONE_COUNT], covered_mm2 = 0;
    size_t zones[SCALP_ZONE_COUNT];
    plan_there(&plan->placed, there);
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        zones[z] = c->zone[z] + (there[z] > 0);
    SCALP_TRY(find_seen(treatment, zones, work, seen, error));
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++)
        covered_mm2 += ((double)c->zone[z] + there[z]) * SCALP_PI / 4 * seen[z] * seen[z];
    plan->seen_cover = covered_mm2 / (plan->area_cm2 * 100);
    return SCALP_OK;
}

static void warn_of_cover(scalp_plan *plan) {
    const double now = plan_rate("cover_now"), later = plan_rate("cover_later");
    const double spread = plan_rate("spread_later");
    if (plan->seen_cover > now) {
        warn(plan,
             "Healed dots cover %.1f %% of the skin, more than %.0f %%: they begin to merge; use "
             "fewer or smaller dots.",
             plan->seen_cover * 100, now * 100);
    }
    if (plan->seen_cover * spread * spread > later) {
        warn(plan,
             "Once the dots have spread to %.1f times their width they cover %.0f %% of the skin, "
             "more than %.0f %%: a solid look (helmet).",
             spread, plan->seen_cover * spread * spread * 100, later * 100);
    }
}

/* All zones there are lie on the scalp. */
static void warn_of_iron(scalp_plan *plan) {
    const scalp_pigment *pigment = scalp_pigment_find(plan->treatment.pigment);
    if (scalp_pigment_has_iron(pigment)) {
        warn(plan,
             "Pigment %s holds iron oxides: on a scalp they outlast the carbon and the dots turn "
             "red or orange; use carbon-black.",
             pigment->id);
    }
}

static void warn_of_room(scalp_plan *plan) {
    if (plan->layout.no_room == 0)
        return;
    warn(plan,
         "%zu dots more are wanted, but find no room between what is there without coming too near "
         "to it.",
         plan->layout.no_room);
}

/* ---- The plan ---------------------------------------------------------------------------- */

scalp_status scalp_plan_from_layout(const scalp_layout *layout, double area_cm2,
                                    const scalp_treatment *treatment, const scalp_work *work,
                                    scalp_plan *plan, scalp_error *error) {
    return scalp_plan_from_layout_around(layout, NULL, area_cm2, treatment, work, plan, error);
}

scalp_status scalp_plan_from_layout_around(const scalp_layout *layout, const scalp_placed *placed,
                                           double area_cm2, const scalp_treatment *treatment,
                                           const scalp_work *work, scalp_plan *plan,
                                           scalp_error *error) {
    const bool around = placed && (placed->dot_count || placed->follicle_count);
    if ((layout->dot_count == 0 && !around) || layout->session_count < 1 ||
        layout->session_count > SCALP_LAYOUT_MAX_SESSIONS)
        return scalp_fail(error, SCALP_ERR_INPUT, "The plan has no dots, or no sessions.");
    if (!(area_cm2 > 0) || !isfinite(area_cm2)) {
        return scalp_fail(error, SCALP_ERR_INPUT, "The treated area is %g cm2; it must be above 0.",
                          area_cm2);
    }
    scalp_plan made = {
        .layout = *layout, .session_count = layout->session_count, .area_cm2 = area_cm2};
    if (placed)
        made.placed = *placed;
    counts c;
    void *rows;
    SCALP_TRY(plan_treatment_check(treatment, work, &made.treatment, error));
    SCALP_TRY(count(layout, &c, error));
    SCALP_TRY(scalp_work_take(work, SCALP_LAYOUT_MAX_SESSIONS * SCALP_ZONE_COUNT,
                              sizeof(scalp_plan_row), &rows, error));
    made.rows = rows;
    made.row_count = write_rows(&c, &made.treatment, rows);
    SCALP_TRY(find_cover(&c, &made.treatment, work, &made, error));
    warn_of_iron(&made);
    warn_of_cover(&made);
    warn_of_long_days(&made);
    *plan = made;
    return SCALP_OK;
}

/* The densest place, per mm2, and the widest healed dot, over the zones that get dots. */
static scalp_status find_extremes(const scalp_design *design, const scalp_treatment *treatment,
                                  const scalp_work *work, double *density, double *seen,
                                  scalp_error *error) {
    size_t dots[SCALP_ZONE_COUNT];
    double widths[SCALP_ZONE_COUNT];
    *density = *seen = 0;
    for (size_t f = 0; f < design->mesh->face_count; f++) {
        for (int k = 0; k < 3 && design->zone[f] != SCALP_ZONE_NONE; k++) {
            const double d = design->density_per_cm2[design->mesh->faces[f].v[k]] / 100;
            *density = d > *density ? d : *density;
        }
    }
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        dots[z] = design->dots[z] > 0;
    SCALP_TRY(find_seen(treatment, dots, work, widths, error));
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++)
        *seen = widths[z] > *seen ? widths[z] : *seen;
    return SCALP_OK;
}

scalp_status scalp_plan_make(const scalp_design *design, const scalp_treatment *treatment,
                             double regularity, uint64_t seed, const scalp_work *work,
                             scalp_plan *plan, scalp_error *error) {
    const scalp_placed nothing = {0};
    return scalp_plan_make_around(design, treatment, &nothing, regularity, seed, work, plan, error);
}

scalp_status scalp_plan_make_around(const scalp_design *design, const scalp_treatment *treatment,
                                    const scalp_placed *given, double regularity, uint64_t seed,
                                    const scalp_work *work, scalp_plan *plan, scalp_error *error) {
    scalp_treatment checked;
    scalp_placed placed = *given;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        placed.old_dots[z] = design->old_dots[z];
    SCALP_TRY(plan_treatment_check(treatment, work, &checked, error));
    double density, seen, area_cm2 = 0;
    SCALP_TRY(find_extremes(design, &checked, work, &density, &seen, error));
    const double wanted = apart * seen;
    const double possible = density > 0 ? spacing_most / sqrt(density) : wanted;
    scalp_layout_params params = {.seed = seed, .regularity = regularity};
    params.min_distance_mm = wanted < possible ? wanted : possible;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        params.session_shares[s] = checked.session_shares[s];
    SCALP_TRY(plan_around(&placed, design, work, &params, error));
    scalp_layout layout;
    SCALP_TRY(scalp_layout_make(design, &params, work, &layout, error));
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++)
        area_cm2 += design->area_cm2[z];
    scalp_plan made;
    SCALP_TRY(
        scalp_plan_from_layout_around(&layout, &placed, area_cm2, &checked, work, &made, error));
    warn_of_room(&made);
    if (wanted > possible) {
        warn(&made,
             "At %.0f dots per cm2 healed dots of %.2f mm lie nearer than %.0f diameters (%.2f "
             "mm); at most %.0f per cm2 keep that.",
             density * 100, seen, apart, wanted,
             100 * spacing_most * spacing_most / (wanted * wanted));
    }
    *plan = made;
    return SCALP_OK;
}
