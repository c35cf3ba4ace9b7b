/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found on the head, in words and as JSON. */
#include "inspect_case.h"

#include <math.h>

static json_t *number(double x) {
    return isfinite(x) ? json_real(x) : json_null();
}

static double share(double part, double whole) {
    return whole > 0 ? part / whole : (double)NAN;
}

/* ---- Words -------------------------------------------------------------------------------------
 */

static void show_photo(const cli_on_head *on, size_t used, FILE *to) {
    const cli_shot *shot = &on->shots[on->used[used]];
    const scalp_placement *p = &on->onto.placements[used];
    size_t met = 0;
    for (size_t k = 0; k < on->used_count; k++)
        met += on->onto.met[used][k];
    fprintf(to, "  %-14s %6zu dots  %5.1f px/mm  placed within %.1f mm (%s%s", shot->id,
            shot->finds.count, p->px_per_mm, p->place_sd_mm, shot->close_up ? "ties" : "landmarks",
            shot->mark_ties ? ", marks" : "");
    if (met > 0)
        fprintf(to, ", the dots of %zu other%s", met, met > 1 ? "s" : "");
    fputs(")\n", to);
}

static void show_zone(const char *name, const scalp_onto_zone *z, FILE *to) {
    if (!(z->area_mm2 > 0))
        return;
    fprintf(to, "  %-12s %8.1f %7.0f %% %8zu ", name, z->area_mm2 / 100,
            100 * share(z->seen_mm2, z->area_mm2), z->dots);
    if (z->seen_mm2 > 0)
        fprintf(to, "%8.1f  %6.1f to %-6.1f %8.1f\n", z->per_cm2, z->low, z->high,
                z->planned_per_cm2);
    else
        fputs("cannot judge: not seen\n", to);
}

static void show_unseen(const scalp_onto_zone *z, FILE *to) {
    const double unseen = z->area_mm2 - z->seen_mm2;
    if (!(unseen > 0.005 * z->area_mm2))
        return;
    fprintf(to, "Not seen of the planned zones, %.1f of %.1f cm2:", unseen / 100,
            z->area_mm2 / 100);
    const char *between = " ";
    for (int why = 1; why < SCALP_UNSEEN_COUNT; why++) {
        if (!(z->unseen_mm2[why] > 0.001 * z->area_mm2))
            continue;
        fprintf(to, "%s%s %.1f", between,
                why == SCALP_UNSEEN_OUTSIDE ? "in no photo" : scalp_unseen_name((scalp_unseen)why),
                z->unseen_mm2[why] / 100);
        between = ", ";
    }
    fputs("\n", to);
}

void cli_on_head_text(const cli_on_head *on, FILE *to) {
    const scalp_onto *o = &on->onto;
    fputs("Photos\n", to);
    for (size_t i = 0; i < on->used_count; i++)
        show_photo(on, i, to);
    if (o->match_count > 0)
        fprintf(to,
                "  %zu dots are in more than one photo and count once; their sights agree within "
                "%.2f mm\n",
                o->seen_twice, o->match_rms_mm);
    fprintf(to, "\n  %-12s %8s %9s %8s %8s  %16s %8s\n", "zone", "cm2", "seen", "dots", "per cm2",
            "95 %", "planned");
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++)
        show_zone(scalp_zone_name((scalp_zone)z), &o->zones[z], to);
    show_zone("together", &o->all, to);
    if (o->zones[SCALP_ZONE_NONE].dots > 0)
        fprintf(to, "  %zu dots lie beside the planned zones\n", o->zones[SCALP_ZONE_NONE].dots);
    fputs("Densities are measured, on the skin that was seen; planned is the design's there, all "
          "sessions.\n",
          to);
    show_unseen(&o->all, to);
    if (o->dot_count > o->pigment_count)
        fprintf(to, "%zu shaved hairs, not counted as dots\n", o->dot_count - o->pigment_count);
    if (on->filled > 0)
        fprintf(to, "%zu dots that no photo shows were taken from the plan\n", on->filled);
}

/* ---- JSON --------------------------------------------------------------------------------------
 */

static json_t *zone_json(const char *name, const scalp_onto_zone *z) {
    json_t *unseen = json_object();
    for (int why = 1; why < SCALP_UNSEEN_COUNT; why++)
        if (z->unseen_mm2[why] > 0)
            json_object_set_new(unseen, scalp_unseen_name((scalp_unseen)why),
                                number(z->unseen_mm2[why] / 100));
    return json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "zone", name, "area_cm2",
        number(z->area_mm2 / 100), "seen_cm2", number(z->seen_mm2 / 100), "seen_share",
        number(share(z->seen_mm2, z->area_mm2)), "unseen_cm2", unseen, "dots", (json_int_t)z->dots,
        "follicles", (json_int_t)z->follicles, "dots_per_cm2", number(z->per_cm2),
        "dots_per_cm2_low", number(z->low), "dots_per_cm2_high", number(z->high), "planned_per_cm2",
        number(z->planned_per_cm2), "planned_whole_zone_per_cm2", number(z->planned_all_per_cm2));
}

static json_t *photo_json(const cli_on_head *on, size_t used) {
    const cli_shot *shot = &on->shots[on->used[used]];
    const scalp_placement *p = &on->onto.placements[used];
    json_t *overlaps = json_array();
    for (size_t k = 0; k < on->used_count; k++)
        if (on->onto.met[used][k])
            json_array_append_new(overlaps, json_string(on->shots[on->used[k]].id));
    return json_pack("{s:s, s:s, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:o}",
                     "photo", shot->id, "placed_by", shot->close_up ? "ties" : "landmarks", "marks",
                     (json_int_t)shot->marks, "mark_ties", (json_int_t)shot->mark_ties,
                     "place_sd_mm", number(p->place_sd_mm), "turn_sd_deg", number(p->turn_sd_deg),
                     "tilt_sd_deg", number(p->tilt_sd_deg), "scale_sd", number(p->scale_sd),
                     "rms_mm", number(p->rms_mm), "moved_mm", number(on->onto.moved_mm[used]),
                     "px_per_mm", number(p->px_per_mm), "found", (json_int_t)shot->finds.count,
                     "beside_head", (json_int_t)on->onto.beside[used], "judged_share",
                     number(shot->finds.quality.share[SCALP_UNSEEN_NOT]), "joined_to", overlaps);
}

json_t *cli_on_head_json(const cli_on_head *on) {
    const scalp_onto *o = &on->onto;
    json_t *photos = json_array(), *zones = json_array(), *left_out = json_array();
    for (size_t i = 0; i < on->used_count; i++)
        json_array_append_new(photos, photo_json(on, i));
    for (size_t i = 0; i < on->shot_count; i++)
        if (on->shots[i].left_out)
            json_array_append_new(left_out, json_pack("{s:s, s:s}", "photo", on->shots[i].id, "why",
                                                      on->shots[i].left_out));
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++)
        if (o->zones[z].area_mm2 > 0)
            json_array_append_new(zones, zone_json(scalp_zone_name((scalp_zone)z), &o->zones[z]));
    json_t *joined = json_pack("{s:I, s:I, s:o}", "matches", (json_int_t)o->match_count,
                               "dots_in_several", (json_int_t)o->seen_twice, "rms_mm",
                               number(o->match_count ? o->match_rms_mm : (double)NAN));
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:I}", "version",
                     SCALP_VERSION, "kind", "measured", "case", on->client->path, "photos", photos,
                     "left_out", left_out, "joined", joined, "zones", zones, "together",
                     zone_json("together", &o->all), "dots", (json_int_t)o->pigment_count,
                     "dots_beside_zones", (json_int_t)o->zones[SCALP_ZONE_NONE].dots, "follicles",
                     (json_int_t)(o->dot_count - o->pigment_count), "taken_from_plan",
                     (json_int_t)on->filled);
}
