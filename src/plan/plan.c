/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/plan.h>

#include "treatment.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* Two healed dots with this many seen diameters between their middles do not merge. */
static const double apart = 2;
/* What layout can keep, in spacings: 0.75, less a little for rounding. */
static const double spacing_most = 0.74;
/* The same for strokes, in their own spacings. */
static const double stroke_spacing_most = 0.7;

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
    struct stroke_count {
        size_t count;
        double length_mm, deposit_mm2;
    } strokes[SCALP_LAYOUT_MAX_SESSIONS][SCALP_ZONE_COUNT];
} counts;

static scalp_status check_place(const char *what, size_t number, unsigned session, unsigned zone,
                                scalp_error *error) {
    if (session >= 1 && session <= SCALP_LAYOUT_MAX_SESSIONS && zone != SCALP_ZONE_NONE &&
        zone < SCALP_ZONE_COUNT)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%s %zu is of session %u and zone %u, which there are not.", what, number,
                      session, zone);
}

static scalp_status count(const scalp_layout *layout, counts *c, scalp_error *error) {
    *c = (counts){0};
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *dot = &layout->dots[i];
        SCALP_TRY(check_place("Dot", i + 1, dot->session, dot->zone, error));
        c->dots[dot->session - 1][dot->zone]++;
        c->zone[dot->zone]++;
    }
    for (size_t i = 0; i < layout->stroke_count; i++) {
        const scalp_stroke_path *stroke = &layout->strokes[i];
        SCALP_TRY(check_place("Stroke", i + 1, stroke->session, stroke->zone, error));
        struct stroke_count *s = &c->strokes[stroke->session - 1][stroke->zone];
        s->count++;
        s->length_mm += scalp_stroke_path_length_mm(stroke);
        s->deposit_mm2 += scalp_stroke_path_area_mm2(stroke);
    }
    return SCALP_OK;
}

/* Time under the needle, and the breaks it takes. */
static double minutes_for(size_t dots, size_t strokes) {
    const double work = (double)dots / plan_rate("dots_per_second") / 60 +
                        (double)strokes / plan_rate("strokes_per_minute");
    return work * (1 + plan_rate("break_length") / plan_rate("work_between_breaks"));
}

/* The deposits' volume, and what is used up for them. */
static double drops_for(const scalp_deposit *deposit, size_t dots, double strokes_mm2) {
    const double mm3 =
        (SCALP_PI / 4 * deposit->diameter_mm * deposit->diameter_mm * (double)dots + strokes_mm2) *
        deposit->thickness_mm;
    return mm3 / 1000 * plan_rate("used_per_deposited") / plan_rate("drop_volume");
}

static size_t write_rows(const counts *c, const scalp_treatment *treatment, scalp_plan_row *rows) {
    size_t used = 0;
    for (uint8_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        for (uint8_t z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
            const size_t dots = c->dots[s][z];
            const struct stroke_count *strokes = &c->strokes[s][z];
            if (dots == 0 && strokes->count == 0)
                continue;
            const scalp_deposit deposit = plan_deposit(treatment, (scalp_zone)z);
            rows[used++] = (scalp_plan_row){
                .session = (uint8_t)(s + 1),
                .zone = z,
                .dots = dots,
                .strokes = strokes->count,
                .stroke_mm = strokes->length_mm,
                .minutes = minutes_for(dots, strokes->count),
                .pigment_drops = drops_for(&deposit, dots, strokes->deposit_mm2),
            };
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

/* Shares of the area under healed dots as seen, and under strokes. */
static scalp_status find_cover(const counts *c, const scalp_treatment *treatment,
                               const scalp_work *work, scalp_plan *plan, double *by_dots,
                               scalp_error *error) {
    double seen[SCALP_ZONE_COUNT], dots_mm2 = 0, strokes_mm2 = 0;
    size_t marks[SCALP_ZONE_COUNT];
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        marks[z] = c->zone[z];
        for (int s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
            marks[z] += c->strokes[s][z].count;
    }
    SCALP_TRY(find_seen(treatment, marks, work, seen, error));
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        const double wider = seen[z] / plan_deposit(treatment, (scalp_zone)z).diameter_mm;
        dots_mm2 += (double)c->zone[z] * SCALP_PI / 4 * seen[z] * seen[z];
        for (int s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
            strokes_mm2 += c->strokes[s][z].deposit_mm2 * wider;
    }
    *by_dots = dots_mm2 / (plan->area_cm2 * 100);
    plan->seen_cover = *by_dots + strokes_mm2 / (plan->area_cm2 * 100);
    return SCALP_OK;
}

/* Of dots: strokes are seen as hairs as long as they keep their distance. */
static void warn_of_cover(scalp_plan *plan, double by_dots) {
    const double now = plan_rate("cover_now"), later = plan_rate("cover_later");
    const double spread = plan_rate("spread_later");
    if (by_dots > now) {
        warn(plan,
             "Healed dots cover %.1f %% of the skin, more than %.0f %%: they begin to merge; use "
             "fewer or smaller dots.",
             by_dots * 100, now * 100);
    }
    if (by_dots * spread * spread > later) {
        warn(plan,
             "Once the dots have spread to %.1f times their width they cover %.0f %% of the skin, "
             "more than %.0f %%: a solid look (helmet).",
             spread, by_dots * spread * spread * 100, later * 100);
    }
}

/* Brows are made with iron oxides, the scalp is not. */
static void warn_of_iron(scalp_plan *plan, const counts *c) {
    const scalp_pigment *pigment = scalp_pigment_find(plan->treatment.pigment);
    bool scalp = false;
    for (int z = SCALP_ZONE_NONE + 1; z <= SCALP_ZONE_NAPE; z++)
        scalp |= c->zone[z] > 0;
    if (scalp && scalp_pigment_has_iron(pigment)) {
        warn(plan,
             "Pigment %s holds iron oxides: on a scalp they outlast the carbon and the dots turn "
             "red or orange; use carbon-black.",
             pigment->id);
    }
}

/* ---- The plan ---------------------------------------------------------------------------- */

scalp_status scalp_plan_from_layout(const scalp_layout *layout, double area_cm2,
                                    const scalp_treatment *treatment, const scalp_work *work,
                                    scalp_plan *plan, scalp_error *error) {
    if (layout->dot_count + layout->stroke_count == 0 || layout->session_count < 1 ||
        layout->session_count > SCALP_LAYOUT_MAX_SESSIONS)
        return scalp_fail(error, SCALP_ERR_INPUT, "The plan has no dots, or no sessions.");
    if (!(area_cm2 > 0) || !isfinite(area_cm2)) {
        return scalp_fail(error, SCALP_ERR_INPUT, "The treated area is %g cm2; it must be above 0.",
                          area_cm2);
    }
    scalp_plan made = {
        .layout = *layout, .session_count = layout->session_count, .area_cm2 = area_cm2};
    counts c;
    void *rows;
    SCALP_TRY(plan_treatment_check(treatment, work, &made.treatment, error));
    SCALP_TRY(count(layout, &c, error));
    SCALP_TRY(scalp_work_take(work, SCALP_LAYOUT_MAX_SESSIONS * SCALP_ZONE_COUNT,
                              sizeof(scalp_plan_row), &rows, error));
    made.rows = rows;
    made.row_count = write_rows(&c, &made.treatment, rows);
    double by_dots;
    SCALP_TRY(find_cover(&c, &made.treatment, work, &made, &by_dots, error));
    warn_of_iron(&made, &c);
    warn_of_cover(&made, by_dots);
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
        if (design->zone[f] == SCALP_ZONE_NONE || (design->of_strokes && design->of_strokes[f] > 0))
            continue;
        for (int k = 0; k < 3; k++) {
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

/* Two healed seen widths between strokes; less where their spacing has no room for it. */
static scalp_status find_gap(const scalp_design *design, const scalp_treatment *treatment,
                             const scalp_work *work, double *wanted, double *possible,
                             scalp_error *error) {
    size_t strokes[SCALP_ZONE_COUNT] = {0};
    double widths[SCALP_ZONE_COUNT];
    *wanted = 0;
    *possible = 2;
    for (size_t i = 0; i < design->area_count; i++) {
        const scalp_area_result *area = &design->areas[i];
        if (!(area->strokes >= 0.5))
            continue;
        const double most = stroke_spacing_most * area->spacing_mm;
        strokes[scalp_area_kind_zone(area->kind)] = 1;
        *possible = most < *possible ? most : *possible;
    }
    SCALP_TRY(find_seen(treatment, strokes, work, widths, error));
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++)
        *wanted = apart * widths[z] > *wanted ? apart * widths[z] : *wanted;
    return SCALP_OK;
}

scalp_status scalp_plan_make(const scalp_design *design, const scalp_treatment *treatment,
                             double regularity, uint64_t seed, const scalp_work *work,
                             scalp_plan *plan, scalp_error *error) {
    scalp_treatment checked;
    SCALP_TRY(plan_treatment_check(treatment, work, &checked, error));
    double density, seen, area_cm2 = 0;
    SCALP_TRY(find_extremes(design, &checked, work, &density, &seen, error));
    const double wanted = apart * seen;
    const double possible = density > 0 ? spacing_most / sqrt(density) : wanted;
    scalp_layout_params params = {.seed = seed, .regularity = regularity};
    params.min_distance_mm = wanted < possible ? wanted : possible;
    double gap, gap_possible;
    SCALP_TRY(find_gap(design, &checked, work, &gap, &gap_possible, error));
    params.stroke_gap_mm = gap < gap_possible ? gap : gap_possible;
    params.stroke_width_mm = checked.diameter_mm;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        params.session_shares[s] = checked.session_shares[s];
    scalp_layout layout;
    SCALP_TRY(scalp_layout_make(design, &params, work, &layout, error));
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++)
        area_cm2 += design->area_cm2[z];
    scalp_plan made;
    SCALP_TRY(scalp_plan_from_layout(&layout, area_cm2, &checked, work, &made, error));
    if (wanted > possible) {
        warn(&made,
             "At %.0f dots per cm2 healed dots of %.2f mm lie nearer than %.0f diameters (%.2f "
             "mm); at most %.0f per cm2 keep that.",
             density * 100, seen, apart, wanted,
             100 * spacing_most * spacing_most / (wanted * wanted));
    }
    if (gap > gap_possible) {
        warn(&made,
             "Strokes so near to one another merge to a shade: healed, each is %.2f mm wide, and "
             "they lie as near as %.2f mm; twice the width would keep them apart.",
             gap / apart, gap_possible);
    }
    *plan = made;
    return SCALP_OK;
}
