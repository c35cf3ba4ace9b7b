/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/plan.h>

#include "placed.h"
#include "treatment.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

/* The deposits' volume, and what is used up for them. */
static double drops_for(const scalp_deposit *deposit, size_t dots, double strokes_mm2) {
    const double mm3 =
        (SCALP_PI / 4 * deposit->diameter_mm * deposit->diameter_mm * (double)dots + strokes_mm2) *
        deposit->thickness_mm;
    return mm3 / 1000 * plan_rate("used_per_deposited") / plan_rate("drop_volume");
}

static size_t write_rows(const counts *c, scalp_plan_row *rows) {
    size_t used = 0;
    for (uint8_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        for (uint8_t z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
            const size_t dots = c->dots[s][z];
            const struct stroke_count *strokes = &c->strokes[s][z];
            if (dots == 0 && strokes->count == 0)
                continue;
            rows[used++] = (scalp_plan_row){.session = (uint8_t)(s + 1),
                                            .zone = z,
                                            .dots = dots,
                                            .strokes = strokes->count,
                                            .stroke_mm = strokes->length_mm};
        }
    }
    return used;
}

/* Those of a zone in all sessions. */
static struct stroke_count strokes_of(const counts *c, int zone) {
    struct stroke_count sum = {0};
    for (int s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        sum.count += c->strokes[s][zone].count;
        sum.length_mm += c->strokes[s][zone].length_mm;
        sum.deposit_mm2 += c->strokes[s][zone].deposit_mm2;
    }
    return sum;
}

/* What follows from the dots and strokes of a row, those set again with them. */
static void work_rows_out(const scalp_treatment *treatment, const counts *c, scalp_plan_row *rows,
                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        scalp_plan_row *row = &rows[i];
        const size_t dots = row->dots + row->again, strokes = row->strokes + row->strokes_again;
        const struct stroke_count all = strokes_of(c, row->zone);
        const scalp_deposit deposit = plan_deposit(treatment, (scalp_zone)row->zone);
        double mm2 = c->strokes[row->session - 1][row->zone].deposit_mm2;
        if (row->strokes_again > 0)
            mm2 += (double)row->strokes_again * all.deposit_mm2 / (double)all.count;
        row->minutes = plan_minutes(treatment, (double)dots, (double)strokes);
        row->pigment_drops = drops_for(&deposit, dots, mm2);
        row->cartridges = plan_worn((double)dots, (double)strokes);
    }
}

/* ---- Warnings ---------------------------------------------------------------------------- */

static void warn_of_long_days(scalp_plan *plan) {
    const double limit = plan->treatment.day_limit_min;
    for (unsigned s = 1; s <= plan->session_count; s++) {
        const scalp_plan_session *session = &plan->sessions[s - 1];
        if (session->days > 1) {
            warn(plan,
                 "Session %u takes about %.1f hours, more than the %.3g of one day: skin swells "
                 "and the hand tires; it is split evenly over %zu days, zone after zone.",
                 s, session->minutes / 60, limit / 60, session->days);
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
                                d.diameter_mm < e.diameter_mm || d.diameter_mm > e.diameter_mm ||
                                d.dmua_per_mm < e.dmua_per_mm || d.dmua_per_mm > e.dmua_per_mm);
            seen[z] = same ? seen[k] : 0;
        }
        if (!(seen[z] > 0))
            SCALP_TRY(scalp_optics_seen_diameter(&d, work, &seen[z], error));
    }
    return SCALP_OK;
}

/* Shares of the area under healed dots as seen and under strokes, of each zone and of all. Dots
 * spread to all sides, strokes across. */
static scalp_status find_cover(const counts *c, const scalp_treatment *treatment,
                               const double *area_cm2, const scalp_work *work, scalp_plan *plan,
                               scalp_error *error) {
    const double spread = plan_rate("spread_later");
    double seen[SCALP_ZONE_COUNT], there[SCALP_ZONE_COUNT], covered_mm2 = 0, later_mm2 = 0;
    double drawn_mm2[SCALP_ZONE_COUNT];
    size_t marks[SCALP_ZONE_COUNT];
    plan_there(&plan->placed, there);
    plan_strokes_there(&plan->placed, drawn_mm2);
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        marks[z] = c->zone[z] + strokes_of(c, z).count + (there[z] + drawn_mm2[z] > 0);
    SCALP_TRY(find_seen(treatment, marks, work, seen, error));
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        scalp_plan_zone *zone = &plan->zones[z];
        const struct stroke_count strokes = strokes_of(c, z);
        const double wider = seen[z] / plan_deposit(treatment, (scalp_zone)z).diameter_mm;
        const double dots_mm2 = ((double)c->zone[z] + there[z]) * SCALP_PI / 4 * seen[z] * seen[z];
        const double strokes_mm2 = (strokes.deposit_mm2 + drawn_mm2[z]) * wider;
        const double spread_mm2 = (dots_mm2 * spread + strokes_mm2) * spread;
        const double share = area_cm2[z] > 0 ? 1 / (area_cm2[z] * 100) : 0;
        zone->area_cm2 = area_cm2[z];
        zone->dots = c->zone[z];
        zone->strokes = strokes.count;
        zone->seen_mm = seen[z];
        zone->cover = (dots_mm2 + strokes_mm2) * share;
        zone->stroke_cover = strokes_mm2 * share;
        zone->cover_spread = spread_mm2 * share;
        covered_mm2 += dots_mm2 + strokes_mm2;
        later_mm2 += spread_mm2;
    }
    plan->seen_cover = covered_mm2 / (plan->area_cm2 * 100);
    plan->seen_cover_spread = later_mm2 / (plan->area_cm2 * 100);
    return SCALP_OK;
}

/* Names the zones above the limit and the density at which the worst of them would keep it. Of
 * dots: strokes are seen as hairs as long as they keep their distance. */
static bool list_covered(const scalp_plan *plan, double limit, double spread, char *names,
                         size_t size, double *per_cm2) {
    size_t used = 0;
    double worst = limit;
    names[0] = 0;
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        const scalp_plan_zone *zone = &plan->zones[z];
        const double cover = (zone->cover - zone->stroke_cover) * spread * spread;
        if (!(cover > limit) || used + 32 > size)
            continue;
        used += (size_t)snprintf(names + used, size - used, "%s%s %.1f", used ? ", " : "",
                                 scalp_zone_name((scalp_zone)z), 100 * cover);
        if (cover > worst) {
            worst = cover;
            *per_cm2 = floor((double)zone->dots / zone->area_cm2 * limit / cover);
        }
    }
    return used > 0;
}

static void warn_of_cover(scalp_plan *plan) {
    const double now = plan_rate("cover_now"), later = plan_rate("cover_later");
    const double spread = plan_rate("spread_later");
    char names[160];
    double per_cm2 = 0;
    if (list_covered(plan, now, 1, names, sizeof names, &per_cm2)) {
        warn(plan,
             "Healed dots cover more than %.0f %% of the skin (%s %%): they begin to merge; have "
             "at most %.0f dots per cm2 there, or smaller ones.",
             now * 100, names, per_cm2);
    }
    if (list_covered(plan, later, spread, names, sizeof names, &per_cm2)) {
        warn(plan,
             "Once dots have spread to %.1f times their width they cover more than %.0f %% of the "
             "skin (%s %%): a solid look (helmet); have at most %.0f per cm2 there, or smaller "
             "ones.",
             spread, later * 100, names, per_cm2);
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

static void warn_of_room(scalp_plan *plan, size_t count, const char *what) {
    if (count == 0)
        return;
    warn(plan,
         "%zu %s more are wanted, but find no room between what is there without coming too near "
         "to it.",
         count, what);
}

/* ---- The plan ---------------------------------------------------------------------------- */

/* A zone whose dots fill spots among another zone's may have none of its own. */
static scalp_status add_areas(const double *area_cm2, double *all, scalp_error *error) {
    *all = 0;
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        if (!(area_cm2[z] >= 0) || !isfinite(area_cm2[z])) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The treated area of zone %s is %g cm2; it must be 0 or more.",
                              scalp_zone_name((scalp_zone)z), area_cm2[z]);
        }
        *all += area_cm2[z];
    }
    if (*all > 0)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT, "The treated area is 0 cm2; it must be above 0.");
}

scalp_status scalp_plan_from_layout(const scalp_layout *layout,
                                    const double area_cm2[SCALP_ZONE_COUNT],
                                    const scalp_treatment *treatment, const scalp_work *work,
                                    scalp_plan *plan, scalp_error *error) {
    return scalp_plan_from_layout_around(layout, NULL, area_cm2, treatment, work, plan, error);
}

scalp_status scalp_plan_from_layout_around(const scalp_layout *layout, const scalp_placed *placed,
                                           const double area_cm2[SCALP_ZONE_COUNT],
                                           const scalp_treatment *treatment, const scalp_work *work,
                                           scalp_plan *plan, scalp_error *error) {
    const bool around =
        placed && (placed->dot_count || placed->follicle_count || placed->stroke_count);
    if ((layout->dot_count + layout->stroke_count == 0 && !around) || layout->session_count < 1 ||
        layout->session_count > SCALP_LAYOUT_MAX_SESSIONS)
        return scalp_fail(error, SCALP_ERR_INPUT, "The plan has no dots, or no sessions.");
    scalp_plan made = {.layout = *layout, .session_count = layout->session_count};
    if (placed)
        made.placed = *placed;
    counts c;
    void *rows;
    SCALP_TRY(scalp_plan_treatment(treatment, work, &made.treatment, error));
    SCALP_TRY(count(layout, &c, error));
    SCALP_TRY(add_areas(area_cm2, &made.area_cm2, error));
    SCALP_TRY(scalp_work_take(work, SCALP_LAYOUT_MAX_SESSIONS * SCALP_ZONE_COUNT,
                              sizeof(scalp_plan_row), &rows, error));
    made.rows = rows;
    made.row_count = write_rows(&c, rows);
    plan_set_again(&made.treatment, rows, made.row_count, made.zones);
    work_rows_out(&made.treatment, &c, rows, made.row_count);
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        made.review += made.zones[z].review;
        made.strokes_review += made.zones[z].strokes_review;
    }
    SCALP_TRY(plan_sessions_make(&made, work, error));
    SCALP_TRY(find_cover(&c, &made.treatment, area_cm2, work, &made, error));
    warn_of_iron(&made, &c);
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

/* Two healed seen widths between strokes; less where their spacing has no room for it. Both brows
 * are drawn as wide as the wider. */
static scalp_status find_gap(const scalp_design *design, const scalp_treatment *treatment,
                             const scalp_work *work, double *wanted, double *possible,
                             double *width, scalp_error *error) {
    size_t strokes[SCALP_ZONE_COUNT] = {0};
    double widths[SCALP_ZONE_COUNT];
    *wanted = 0;
    *possible = 2;
    *width = 0;
    for (size_t i = 0; i < design->area_count; i++) {
        const scalp_area_result *area = &design->areas[i];
        if (!(area->strokes >= 0.5))
            continue;
        const double most = stroke_spacing_most * area->spacing_mm;
        const scalp_zone zone = scalp_area_kind_zone(area->kind);
        strokes[zone] = 1;
        *width = fmax(*width, plan_deposit(treatment, zone).diameter_mm);
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
    SCALP_TRY(scalp_plan_treatment(treatment, work, &checked, error));
    double density, seen;
    SCALP_TRY(find_extremes(design, &checked, work, &density, &seen, error));
    const double wanted = apart * seen;
    const double possible = density > 0 ? spacing_most / sqrt(density) : wanted;
    scalp_layout_params params = {.seed = seed, .regularity = regularity};
    params.min_distance_mm = wanted < possible ? wanted : possible;
    double gap, gap_possible;
    SCALP_TRY(
        find_gap(design, &checked, work, &gap, &gap_possible, &params.stroke_width_mm, error));
    params.stroke_gap_mm = gap < gap_possible ? gap : gap_possible;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        params.session_shares[s] = checked.session_shares[s];
    SCALP_TRY(plan_around(&placed, design, work, &params, error));
    double zone_shares[SCALP_ZONE_COUNT][SCALP_LAYOUT_MAX_SESSIONS] = {{0}};
    for (size_t i = 0; i < checked.zone_count; i++)
        memcpy(zone_shares[checked.zones[i].zone], checked.zones[i].session_shares,
               sizeof zone_shares[0]);
    params.zone_shares = &zone_shares[0][0];
    SCALP_TRY(plan_begin_make(design, &checked, work, &params.begin, error));
    scalp_layout layout;
    SCALP_TRY(scalp_layout_make(design, &params, work, &layout, error));
    SCALP_TRY(plan_keep(&placed, work, &layout, error));
    placed.kept = NULL;
    placed.kept_count = 0;
    scalp_plan made;
    SCALP_TRY(scalp_plan_from_layout_around(&layout, &placed, design->area_cm2, &checked, work,
                                            &made, error));
    warn_of_room(&made, layout.no_room, "dots");
    warn_of_room(&made, layout.strokes_no_room, "strokes");
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
