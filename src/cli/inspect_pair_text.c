/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons in words and as JSON. */
#include "inspect_pair.h"

#include <math.h>

static json_t *number(double x) {
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *share_json(scalp_share s) {
    json_t *list = json_array();
    json_array_append_new(list, number(s.value));
    json_array_append_new(list, number(s.low));
    json_array_append_new(list, number(s.high));
    return list;
}

static json_t *map_json(const scalp_pair_map *map) {
    json_t *object = json_object(), *rows = json_array();
    for (int j = 0; j < 3; j++) {
        json_t *row = json_array();
        for (int i = 0; i < 3; i++)
            json_array_append_new(row, number(map->b_from_a.m[j][i]));
        json_array_append_new(rows, row);
    }
    json_object_set_new(object, "found", json_boolean(map->found));
    json_object_set_new(object, "pairs", json_integer((json_int_t)map->pairs));
    json_object_set_new(object, "residual_mm", number(map->found ? map->residual : (double)NAN));
    json_object_set_new(object, "evidence", number(map->evidence));
    json_object_set_new(object, "from_photo", rows);
    return object;
}

static json_t *zone_json(const scalp_pair_zone *z) {
    json_t *object = json_object();
    json_object_set_new(object, "zone", json_string(scalp_zone_name((scalp_zone)z->zone)));
    json_object_set_new(object, "verdict", json_string(scalp_pair_verdict_name(z->verdict)));
    json_object_set_new(object, "planned", json_integer((json_int_t)z->planned));
    json_object_set_new(object, "seen", json_integer((json_int_t)z->seen));
    for (int s = 0; s < SCALP_PAIRED_COUNT; s++)
        json_object_set_new(object, scalp_paired_name((scalp_paired)s),
                            json_integer((json_int_t)z->count[s]));
    const struct {
        const char *name;
        double x;
    } figures[] = {{"share", z->share},
                   {"share_shifted_mean", z->shifted_mean},
                   {"share_shifted_most", z->shifted_most},
                   {"displaced_median_mm", z->displaced_median_mm},
                   {"displaced_p95_mm", z->displaced_p95_mm},
                   {"diameter_ratio", z->diameter_ratio},
                   {"diameter_ratio_sd", z->diameter_ratio_sd},
                   {"darkness_ratio", z->darkness_ratio},
                   {"darkness_ratio_sd", z->darkness_ratio_sd},
                   {"doubt", z->doubt},
                   {"seen_mm2", z->seen_mm2},
                   {"freehand_mm2", z->freehand_mm2},
                   {"planned_per_cm2", z->planned_per_cm2},
                   {"found_per_cm2", z->found_per_cm2},
                   {"spacing_mm", z->spacing_mm},
                   {"planned_spacing_mm", z->planned_spacing_mm}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        json_object_set_new(object, figures[i].name, number(figures[i].x));
    return object;
}

static json_t *plan_json(const scalp_plan_compared *c) {
    json_t *object = json_object(), *zones = json_array(), *bare = json_array();
    for (size_t i = 0; i < c->zone_count; i++)
        json_array_append_new(zones, zone_json(&c->zones[i]));
    for (size_t i = 0; i < c->bare_count; i++)
        json_array_append_new(bare,
                              json_pack("{s:f, s:f, s:f, s:I, s:s}", "x_mm", c->bare[i].mm.x,
                                        "y_mm", c->bare[i].mm.y, "diameter_mm",
                                        c->bare[i].diameter_mm, "dots", (json_int_t)c->bare[i].dots,
                                        "zone", scalp_zone_name((scalp_zone)c->bare[i].zone)));
    json_object_set_new(object, "placed", json_boolean(c->placed));
    json_object_set_new(object, "registration", map_json(&c->map));
    json_object_set_new(object, "spacing_mm", number(c->placed ? c->spacing_mm : (double)NAN));
    json_object_set_new(object, "zones", zones);
    json_object_set_new(object, "bare", bare);
    return object;
}

static json_t *kept_zone_json(const scalp_kept_zone *z) {
    json_t *object = json_object();
    json_object_set_new(object, "zone", json_string(scalp_zone_name((scalp_zone)z->zone)));
    for (int s = 0; s < SCALP_KEPT_COUNT; s++)
        json_object_set_new(object, scalp_kept_name((scalp_kept)s),
                            json_integer((json_int_t)z->count[s]));
    json_object_set_new(object, "retained", share_json(z->retained));
    json_object_set_new(object, "darkness", share_json(z->darkness));
    json_object_set_new(object, "pigment", share_json(z->pigment));
    json_object_set_new(object, "diameter", share_json(z->spread));
    return object;
}

static json_t *before_json(const scalp_before_compared *c) {
    json_t *object = json_object(), *zones = json_array(), *unlike = json_array();
    for (unsigned bit = 1; bit <= SCALP_UNLIKE_COLOUR; bit *= 2)
        if (c->unlike & bit)
            json_array_append_new(unlike, json_string(scalp_unlike_name((scalp_unlike)bit)));
    for (size_t i = 0; i < c->zone_count; i++)
        json_array_append_new(zones, kept_zone_json(&c->zones[i]));
    json_object_set_new(object, "evidence", json_boolean(c->map.found && c->unlike == 0));
    json_object_set_new(object, "unlike", unlike);
    json_object_set_new(object, "registration", map_json(&c->map));
    json_object_set_new(object, "seen_mm2", number(c->seen_mm2));
    json_object_set_new(object, "overlooked", number(c->overlooked));
    json_object_set_new(object, "common_darkness", share_json(c->common));
    json_object_set_new(object, "zones", zones);
    return object;
}

void cli_inspect_pair_json(const cli_pairing *p, json_t *report) {
    if (p->with_plan)
        json_object_set_new(report, "plan", plan_json(&p->plan));
    if (p->with_before)
        json_object_set_new(report, "before", before_json(&p->kept));
}

static void zone_text(const scalp_pair_zone *z, FILE *to) {
    fprintf(to, "  %-12s%s: ", scalp_zone_name((scalp_zone)z->zone),
            scalp_pair_verdict_name(z->verdict));
    if (z->verdict == SCALP_VERDICT_UNSEEN) {
        fprintf(to, "%zu of %zu planned dots where it was judged\n", z->seen, z->planned);
        return;
    }
    if (z->verdict == SCALP_VERDICT_FREEHAND) {
        fprintf(to, "%.1f dots per cm2 where %.1f were planned, spacing %.2f mm (%.2f)\n",
                z->found_per_cm2, z->planned_per_cm2, z->spacing_mm, z->planned_spacing_mm);
        return;
    }
    fprintf(to, "%zu of %zu seen are done, %zu displaced, %zu missing, %zu extra\n",
            z->count[SCALP_PAIRED_DONE], z->seen, z->count[SCALP_PAIRED_DISPLACED],
            z->count[SCALP_PAIRED_MISSING], z->count[SCALP_PAIRED_EXTRA]);
    fprintf(to, "  %-12soff by %.2f mm (median), %.2f mm (95 %%)\n", "", z->displaced_median_mm,
            z->displaced_p95_mm);
}

static void plan_text(const scalp_plan_compared *c, FILE *to) {
    if (!c->placed) {
        fputs("Plan      the dots do not say where on the plan the photo lies: freehand, or "
              "another place\n",
              to);
        return;
    }
    fprintf(to, "Plan      laid on by %zu dots, each off by %.3f mm\n", c->map.pairs,
            c->map.residual);
    for (size_t i = 0; i < c->zone_count; i++)
        zone_text(&c->zones[i], to);
    for (size_t i = 0; i < c->bare_count; i++)
        fprintf(to, "Bare      %.1f mm across at %.1f, %.1f mm: %zu planned dots\n",
                c->bare[i].diameter_mm, c->bare[i].mm.x, c->bare[i].mm.y, c->bare[i].dots);
}

static void share_text(const char *name, scalp_share s, FILE *to) {
    if (isfinite(s.value))
        fprintf(to, "  %-10s%6.1f %% (%.1f to %.1f)\n", name, 100 * s.value, 100 * s.low,
                100 * s.high);
}

static void before_text(const scalp_before_compared *c, FILE *to) {
    if (!c->map.found) {
        fputs("Before    these are not the same dots, or too few of them are left to tell\n", to);
        return;
    }
    fprintf(to, "Before    %zu dots found again on %.2f cm2, each off by %.3f mm\n", c->map.pairs,
            c->seen_mm2 / 100, c->map.residual);
    if (c->unlike) {
        fputs("Unlike in", to);
        for (unsigned bit = 1; bit <= SCALP_UNLIKE_COLOUR; bit *= 2)
            if (c->unlike & bit)
                fprintf(to, " %s", scalp_unlike_name((scalp_unlike)bit));
        fputs(": no evidence of change\n", to);
    }
    for (size_t i = 0; i < c->zone_count; i++) {
        const scalp_kept_zone *z = &c->zones[i];
        fprintf(to, "  %zu kept, %zu faded, %zu spread, %zu lost, %zu new, %zu not seen\n",
                z->count[SCALP_KEPT], z->count[SCALP_KEPT_FADED], z->count[SCALP_KEPT_SPREAD],
                z->count[SCALP_KEPT_LOST], z->count[SCALP_KEPT_NEW], z->count[SCALP_KEPT_UNSEEN]);
        share_text("retained", z->retained, to);
        share_text("darkness", z->darkness, to);
        share_text("pigment", z->pigment, to);
    }
}

void cli_inspect_pair_text(const cli_pairing *p, FILE *to) {
    if (p->with_plan)
        plan_text(&p->plan, to);
    if (p->with_before)
        before_text(&p->kept, to);
}
