/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inspect --case --plan: what became of the plan on the head, in rows, words and JSON. */
#include "inspect_case.h"

#include <math.h>
#include <string.h>

enum { named_most = 8 }; /* bare spots in the text */

const char *cli_case_plan_path(const cli_job *job) {
    return cli_text(job, "plan", cli_text(job, "fill-from", NULL));
}

/* ---- The comparison -------------------------------------------------------------------------- */

/* The dots that should be there by now, with their number in the plan's own file. */
static scalp_status take_planned(cli_job *job, cli_on_head *on, scalp_error *error) {
    const scalp_layout *layout = &on->result.plan.layout;
    const scalp_placed *placed = &on->result.plan.placed;
    const unsigned session = (unsigned)cli_number(job, "session", 1);
    const size_t all = placed->dot_count + layout->dot_count;
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, all, sizeof(scalp_dot), &memory, error));
    scalp_dot *dots = memory;
    SCALP_TRY(scalp_work_take(&job->work, all, sizeof(uint32_t), &memory, error));
    uint32_t *ids = memory;
    for (size_t i = 0; i < all; i++) {
        const bool before = i < placed->dot_count;
        const scalp_dot *dot = before ? &placed->dots[i] : &layout->dots[i - placed->dot_count];
        if (dot->session > session)
            continue;
        ids[on->planned_count] = before ? 0 : (uint32_t)(i - placed->dot_count + 1);
        dots[on->planned_count++] = *dot;
    }
    on->planned = dots;
    on->plan_ids = ids;
    if (on->planned_count > 0)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%s has no dots up to session %u; say with --session N which was the last "
                      "that was done.",
                      cli_text(job, "plan", ""), session);
}

/* The dots that an earlier inspection laid on the head. */
static scalp_status take_before(cli_job *job, cli_on_head *on, scalp_error *error) {
    const char *path = cli_text(job, "before", NULL);
    const scalp_mesh *mesh = on->result.design.mesh;
    const scalp_placed_row *rows;
    const scalp_bvh *bvh;
    scalp_bytes bytes;
    void *memory;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_DOTS_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_dots_read(bytes, path, &job->work, &rows, &on->planned_count, error));
    SCALP_TRY(scalp_bvh_make(mesh, &job->work, &bvh, error));
    SCALP_TRY(scalp_work_take(&job->work, on->planned_count, sizeof(scalp_dot), &memory, error));
    scalp_dot *dots = memory;
    SCALP_TRY(scalp_work_take(&job->work, on->planned_count, sizeof(uint32_t), &memory, error));
    uint32_t *ids = memory;
    for (size_t i = 0; i < on->planned_count; i++) {
        double off;
        dots[i].at = scalp_site_place(mesh, bvh, rows[i].point, rows[i].normal, &off);
        if (off > SCALP_SITE_MAX_OFF_MM)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%s, line %zu: the place lies %.0f mm off this head; --before takes "
                              "what an earlier inspect --case --placed-out wrote of it.",
                              path, rows[i].line, off);
        dots[i].position = scalp_mesh_position(mesh, dots[i].at);
        dots[i].normal = scalp_mesh_normal(mesh, dots[i].at);
        dots[i].zone =
            rows[i].zone == SCALP_ZONE_NONE ? (uint8_t)SCALP_ZONE_FREE : (uint8_t)rows[i].zone;
        dots[i].session = rows[i].session ? (uint8_t)rows[i].session : 1;
        ids[i] = (uint32_t)rows[i].id;
    }
    on->planned = dots;
    on->plan_ids = ids;
    on->before = true;
    return SCALP_OK;
}

static scalp_status seen_widths(cli_job *job, const cli_on_head *on, double *seen_mm,
                                scalp_error *error) {
    bool is[SCALP_ZONE_COUNT] = {false};
    for (size_t i = 0; i < on->planned_count; i++)
        is[on->planned[i].zone] = true;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        const scalp_deposit deposit = scalp_plan_deposit(&on->result.plan, (scalp_zone)z);
        seen_mm[z] = 0;
        if (is[z])
            SCALP_TRY(scalp_optics_seen_diameter(&deposit, &job->work, &seen_mm[z], error));
    }
    return SCALP_OK;
}

static scalp_status write_compared(cli_job *job, const cli_on_head *on, scalp_error *error) {
    const char *path = cli_text(job, "compared", NULL);
    scalp_bytes bytes;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(scalp_codec_worked_write(on->worked, on->plan_ids, &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}

scalp_status cli_case_compare(cli_job *job, cli_on_head *on, const scalp_onto_photo *photos,
                              scalp_error *error) {
    double seen_mm[SCALP_ZONE_COUNT];
    void *memory;
    if (!cli_given(job, "plan") && !cli_given(job, "before"))
        return SCALP_OK;
    SCALP_TRY(cli_given(job, "before") ? take_before(job, on, error)
                                       : take_planned(job, on, error));
    SCALP_TRY(seen_widths(job, on, seen_mm, error));
    const scalp_worked_ask ask = {.mesh = on->result.design.mesh,
                                  .planned = on->planned,
                                  .planned_count = on->planned_count,
                                  .seen_mm = seen_mm,
                                  .onto = &on->onto,
                                  .photos = photos,
                                  .photo_count = on->used_count,
                                  .seed = 1};
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_worked), &memory, error));
    SCALP_TRY(scalp_worked_make(&ask, &job->work, memory, error));
    on->worked = memory;
    return write_compared(job, on, error);
}

/* ---- Words -------------------------------------------------------------------------------------
 */

static size_t laid_by_dots(const cli_on_head *on) {
    size_t n = 0;
    for (size_t i = 0; i < on->used_count; i++)
        n += on->worked->photos[i].by_dots;
    return n;
}

static void zone_text(const scalp_pair_zone *z, FILE *to) {
    if (z->planned == 0 || z->seen == 0)
        return;
    fprintf(to, "  %-12s ", scalp_zone_name((scalp_zone)z->zone));
    if (z->verdict == SCALP_VERDICT_UNSEEN) {
        fprintf(to, "too few to say: %zu of %zu planned dots were seen\n", z->seen, z->planned);
        return;
    }
    fprintf(to, "%-11s", scalp_pair_verdict_name(z->verdict));
    if (z->verdict == SCALP_VERDICT_FREEHAND) {
        fprintf(to, " %.1f dots per cm2, %.1f planned; %.2f mm to the nearest, %.2f planned\n",
                z->found_per_cm2, z->planned_per_cm2, z->spacing_mm, z->planned_spacing_mm);
        return;
    }
    fprintf(to, "%6zu %9zu %8zu %6zu %9zu   %.2f, %.2f mm\n", z->count[SCALP_PAIRED_DONE],
            z->count[SCALP_PAIRED_DISPLACED], z->count[SCALP_PAIRED_MISSING],
            z->count[SCALP_PAIRED_EXTRA], z->planned - z->seen, z->displaced_median_mm,
            z->displaced_p95_mm);
}

/* Where on the head, by the scalp chart. */
static void place_text(const cli_on_head *on, const scalp_dot *dot, FILE *to) {
    const scalp_head *head = &on->result.fit.head;
    const uint32_t *v = head->mesh.faces[dot->at.face].v;
    const double w[3] = {1 - dot->at.u - dot->at.v, dot->at.u, dot->at.v};
    double x = 0, y = 0;
    for (int k = 0; k < 3; k++) {
        x += w[k] * head->chart[v[k]].x;
        y += w[k] * head->chart[v[k]].y;
    }
    fputs(scalp_zone_name((scalp_zone)dot->zone), to);
    if (fabs(x) < 3)
        fputs(", on the middle line", to);
    else
        fprintf(to, ", %.0f mm to the client's %s", fabs(x), x > 0 ? "left" : "right");
    fprintf(to, ", %.0f mm %s the top of the head", fabs(y), y < 0 ? "behind" : "before");
}

/* What is missing one by one, and in the bare spots of freehand zones. */
static size_t count_missing(const scalp_worked *w) {
    size_t missing = 0;
    for (size_t i = 0; i < w->dot_count; i++)
        missing += w->dots[i].state == SCALP_PAIRED_MISSING;
    for (size_t i = 0; i < w->bare_count; i++)
        if (w->zones[w->bare[i].middle.zone].verdict == SCALP_VERDICT_FREEHAND)
            missing += w->bare[i].dots;
    return missing;
}

static void next_text(const cli_on_head *on, FILE *to) {
    const scalp_worked *w = on->worked;
    const size_t missing = count_missing(w);
    size_t bare = 0;
    for (size_t i = 0; i < w->bare_count; i++) {
        bare += w->bare[i].dots;
        if (i >= named_most)
            continue;
        fprintf(to, "  bare spot %zu, %.1f mm across, %zu dots: ", i + 1, w->bare[i].diameter_mm,
                w->bare[i].dots);
        place_text(on, &w->bare[i].middle, to);
        fputc('\n', to);
    }
    if (w->bare_count > named_most)
        fprintf(to, "  and %zu smaller ones\n", w->bare_count - named_most);
    if (missing > 0)
        fprintf(to, "For the next session: %zu dot%s missing", missing,
                missing == 1 ? " is" : "s are");
    if (bare > 0)
        fprintf(to, ", %zu of them in bare spots", bare < missing ? bare : missing);
    if (missing > 0)
        fputs("; plan --placed --after fills them in.\n", to);
}

/* Of the dots there, the share that is not found, as the finder has it: the photos' mean. */
static double missed_of(const cli_on_head *on) {
    double sum = 0;
    for (size_t i = 0; i < on->used_count; i++)
        sum += scalp_pair_missed(on->shots[on->used[i]].finds.quality.missed);
    return on->used_count ? sum / (double)on->used_count : 0;
}

static void before_text(const cli_on_head *on, FILE *to) {
    const scalp_worked *w = on->worked;
    fprintf(
        to,
        "\nAgainst the earlier dots: %zu of them; the dots themselves laid %zu of %zu photos on "
        "them\n  %-12s %6s %8s %6s %9s   %s\n",
        on->planned_count, laid_by_dots(on), on->used_count, "zone", "there", "lost", "new",
        "not seen", "retained, 95 %");
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        const scalp_pair_zone *zone = &w->zones[z];
        const scalp_share kept = scalp_worked_retained(zone, missed_of(on), SCALP_PAIR_MISSED_SD);
        if (zone->planned == 0 || zone->seen == 0)
            continue;
        fprintf(to, "  %-12s %6zu %8zu %6zu %9zu   ", scalp_zone_name((scalp_zone)z),
                zone->count[SCALP_PAIRED_DONE] + zone->count[SCALP_PAIRED_DISPLACED],
                zone->count[SCALP_PAIRED_MISSING], zone->count[SCALP_PAIRED_EXTRA],
                zone->planned - zone->seen);
        if (isfinite(kept.value))
            fprintf(to, "%.1f %% (%.1f to %.1f)\n", 100 * kept.value, 100 * kept.low,
                    100 * kept.high);
        else
            fprintf(to, "%s\n",
                    zone->verdict == SCALP_VERDICT_UNSEEN ? "too few were seen"
                                                          : "these are not the same dots");
    }
}

void cli_case_compare_text(const cli_on_head *on, FILE *to) {
    const scalp_worked *w = on->worked;
    if (w && on->before)
        before_text(on, to);
    if (!w || on->before)
        return;
    fprintf(to,
            "\nAgainst the plan: %zu dots up to now; the dots themselves laid %zu of %zu photos "
            "on it\n",
            on->planned_count, laid_by_dots(on), on->used_count);
    fprintf(to, "  %-12s %-11s%6s %9s %8s %6s %9s   %s\n", "zone", "", "done", "displaced",
            "missing", "extra", "not seen", "off: median, 95 %");
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        zone_text(&w->zones[z], to);
    next_text(on, to);
}

/* ---- JSON --------------------------------------------------------------------------------------
 */

static json_t *number(double x) {
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *zone_json(const cli_on_head *on, const scalp_pair_zone *z) {
    json_t *object = json_pack("{s:s, s:s, s:I, s:I}", "zone", scalp_zone_name((scalp_zone)z->zone),
                               "verdict", scalp_pair_verdict_name(z->verdict), "planned",
                               (json_int_t)z->planned, "seen", (json_int_t)z->seen);
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
                   {"doubt", z->doubt},
                   {"seen_cm2", z->seen_mm2 / 100},
                   {"freehand_cm2", z->freehand_mm2 / 100},
                   {"planned_per_cm2", z->planned_per_cm2},
                   {"found_per_cm2", z->found_per_cm2},
                   {"spacing_mm", z->spacing_mm},
                   {"planned_spacing_mm", z->planned_spacing_mm}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        json_object_set_new(object, figures[i].name, number(figures[i].x));
    const scalp_share kept = scalp_worked_retained(z, missed_of(on), SCALP_PAIR_MISSED_SD);
    if (on->before)
        json_object_set_new(
            object, "retained",
            json_pack("[o,o,o]", number(kept.value), number(kept.low), number(kept.high)));
    return object;
}

json_t *cli_case_compare_json(const cli_on_head *on) {
    const scalp_worked *w = on->worked;
    json_t *zones = json_array(), *bare = json_array(), *photos = json_array();
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        if (w->zones[z].planned > 0)
            json_array_append_new(zones, zone_json(on, &w->zones[z]));
    for (size_t i = 0; i < w->bare_count; i++) {
        const scalp_worked_bare *b = &w->bare[i];
        json_array_append_new(bare,
                              json_pack("{s:[f,f,f], s:f, s:I, s:s}", "at_mm", b->middle.position.x,
                                        b->middle.position.y, b->middle.position.z, "diameter_mm",
                                        b->diameter_mm, "dots", (json_int_t)b->dots, "zone",
                                        scalp_zone_name((scalp_zone)b->middle.zone)));
    }
    for (size_t i = 0; i < on->used_count; i++) {
        const scalp_worked_photo *p = &w->photos[i];
        json_array_append_new(
            photos, json_pack("{s:s, s:b, s:I, s:o, s:o}", "photo", on->shots[on->used[i]].id,
                              "by_dots", p->by_dots, "pairs", (json_int_t)p->pairs, "residual_mm",
                              number(p->residual_mm), "moved_mm", number(p->moved_mm)));
    }
    return json_pack("{s:I, s:o, s:o, s:o, s:o}", "dots", (json_int_t)on->planned_count, "photos",
                     photos, "zones", zones, "bare", bare, "spacing_mm", number(w->spacing_mm));
}
