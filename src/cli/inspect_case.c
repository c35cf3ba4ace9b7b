/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspect_case.h"

#include "inspect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double follicle_radius_mm = 0.25; /* half of what two hairs keep at the least */
static const double near_share = 0.4;          /* of the spacing: a planned dot that is there */

/* ---- Which photos ---------------------------------------------------------------------------- */

static scalp_status usage(const cli_job *job, scalp_error *error) {
    static const char *const of_photo[] = {"output", "overlay", "scale", "points", "mm", "radius"};
    if (job->operand_count > 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Give a PHOTO or --case, not both; with --case photos go by --photo ID.");
    for (size_t i = 0; i < sizeof of_photo / sizeof *of_photo; i++)
        if (cli_given(job, of_photo[i]))
            return scalp_fail(error, SCALP_ERR_INPUT, "--%s is for one PHOTO without --case%s.",
                              of_photo[i],
                              strcmp(of_photo[i], "output") == 0 ? "; use --placed-out" : "");
    if (cli_given(job, "fill-from") && !cli_given(job, "placed-out"))
        return scalp_fail(error, SCALP_ERR_INPUT, "--fill-from goes with --placed-out FILE.");
    if (cli_given(job, "fill-from") && cli_given(job, "plan") &&
        strcmp(cli_text(job, "fill-from", ""), cli_text(job, "plan", "")) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--plan and --fill-from must name the same plan; leave one of them out.");
    if (cli_given(job, "before") && cli_given(job, "plan"))
        return scalp_fail(error, SCALP_ERR_INPUT, "Give --plan or --before, not both.");
    if (cli_given(job, "before-scale"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "With --case, --before takes dots on the head, which have their scale.");
    if (cli_given(job, "compared") && !cli_given(job, "plan") && !cli_given(job, "before"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--compared goes with --plan FILE or --before FILE.");
    return SCALP_OK;
}

static scalp_status add_shot(cli_on_head *on, const char *id, scalp_error *error) {
    const scalp_case *c = &on->client->document;
    const scalp_case_close_up *close_up = scalp_case_close_up_find(c, id);
    const scalp_case_photo *photo = scalp_case_photo_find(c, id);
    if (on->shot_count == SCALP_ONTO_MAX_PHOTOS)
        return scalp_fail(error, SCALP_ERR_INPUT, "At most %d photos go on one head.",
                          SCALP_ONTO_MAX_PHOTOS);
    for (size_t i = 0; i < on->shot_count; i++)
        if (strcmp(on->shots[i].id, id) == 0)
            return scalp_fail(error, SCALP_ERR_INPUT, "--photo %s is given twice.", id);
    cli_shot *shot = &on->shots[on->shot_count++];
    *shot = (cli_shot){.close_up = close_up != NULL};
    if (close_up) {
        shot->index = (size_t)(close_up - c->close_ups);
        shot->id = close_up->id;
        shot->file = close_up->file;
        return SCALP_OK;
    }
    if (!photo)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s has no close-up and no photo \"%s\"; scalptor case show lists them.",
                          on->client->path, id);
    shot->index = (size_t)(photo - c->photos);
    shot->id = photo->id;
    shot->file = photo->file;
    return SCALP_OK;
}

static scalp_status list_shots(const cli_job *job, cli_on_head *on, scalp_error *error) {
    const cli_value *ids = cli_value_of(job, "photo");
    const scalp_case *c = &on->client->document;
    for (size_t i = 0; i < ids->count; i++)
        SCALP_TRY(add_shot(on, ids->texts[i], error));
    for (size_t i = 0; i < c->close_up_count && ids->count == 0; i++)
        SCALP_TRY(add_shot(on, c->close_ups[i].id, error));
    if (on->shot_count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s has no close-ups; add some to it (close_ups), or name photos with "
                          "--photo ID.",
                          on->client->path);
    return SCALP_OK;
}

/* ---- The head -------------------------------------------------------------------------------- */

static scalp_status head_make(cli_job *job, cli_on_head *on, scalp_error *error) {
    const char *plan = cli_case_plan_path(job);
    scalp_treatment given;
    SCALP_TRY(cli_client_photos(job, on->client, error));
    if (plan)
        return cli_plan_read(job, on->client, plan, &on->result, error);
    SCALP_TRY(cli_fit_make(job, on->client, &on->result.fit, error));
    SCALP_TRY(cli_design_make(job, on->client, &on->result.fit, &on->result.design, error));
    SCALP_TRY(scalp_case_treatment(&on->client->document, &job->work, &given, error));
    return scalp_plan_treatment(&given, &job->work, &on->result.plan.treatment, error);
}

static scalp_status lay(cli_job *job, cli_on_head *on, scalp_onto_photo *photos,
                        scalp_error *error) {
    const char *as = cli_text(job, "as", "found");
    const scalp_fit *fit = &on->result.fit;
    for (size_t i = 0; i < on->shot_count; i++) {
        const cli_shot *shot = &on->shots[i];
        if (shot->left_out)
            continue;
        photos[on->used_count] = (scalp_onto_photo){.id = shot->id,
                                                    .placement = shot->placement,
                                                    .found = shot->finds.dots,
                                                    .found_count = shot->finds.count,
                                                    .flat = &shot->flat,
                                                    .window = &shot->finds.window};
        on->used[on->used_count++] = i;
    }
    if (on->used_count == 0)
        return scalp_fail(error, SCALP_ERR_NO, "%s", on->shots[0].left_out);
    const scalp_onto_params params = {
        .session = (unsigned)cli_number(job, "session", 1),
        .length_sd = scalp_case_length_sd(&on->client->document, fit),
        .as_follicles = strcmp(as, "follicles") == 0,
        .as_dots = strcmp(as, "dots") == 0,
    };
    return scalp_onto_make(&on->result.design, fit->head.region, photos, on->used_count, &params,
                           &job->work, &on->onto, error);
}

/* ---- Results ----------------------------------------------------------------------------------
 */

/* Widths of deposits by the widths they are seen with, zone by zone as they are asked for. */
typedef struct cli_widths {
    scalp_onto_seen seen[SCALP_ZONE_COUNT];
    bool known[SCALP_ZONE_COUNT];
} cli_widths;

/* The dot with the width of the deposit that is seen so. */
static scalp_status row_make(cli_job *job, const cli_on_head *on, cli_widths *widths,
                             const scalp_dot *dot, double seen_mm, scalp_dot_row *row,
                             scalp_error *error) {
    const uint8_t zone = dot->zone == SCALP_ZONE_NONE ? (uint8_t)SCALP_ZONE_FREE : dot->zone;
    if (!widths->known[zone])
        SCALP_TRY(scalp_onto_seen_make(&on->result.plan, (scalp_zone)zone, &job->work,
                                       &widths->seen[zone], error));
    widths->known[zone] = true;
    *row =
        (scalp_dot_row){.dot = *dot,
                        .diameter_mm = scalp_onto_deposit_from_seen(&widths->seen[zone], seen_mm),
                        .depth_mm = widths->seen[zone].depth_mm};
    row->dot.zone = zone;
    return SCALP_OK;
}

/* All that was found; with a plan as it lies on the plan. */
static scalp_status rows_make(cli_job *job, const cli_on_head *on, scalp_dot_row **rows,
                              size_t *count, scalp_error *error) {
    cli_widths widths = {.known = {false}};
    void *memory;
    SCALP_TRY(
        scalp_work_take(&job->work, on->onto.pigment_count, sizeof(scalp_dot_row), &memory, error));
    *rows = memory;
    *count = 0;
    if (!on->worked) {
        for (size_t i = 0; i < on->onto.pigment_count; i++)
            SCALP_TRY(row_make(job, on, &widths, &on->onto.dots[i].dot, on->onto.dots[i].seen_mm,
                               &(*rows)[(*count)++], error));
        return SCALP_OK;
    }
    for (size_t i = 0; i < on->worked->dot_count; i++) {
        const scalp_worked_dot *d = &on->worked->dots[i];
        if (d->found != SCALP_PAIR_NONE)
            SCALP_TRY(row_make(job, on, &widths, &d->dot, on->onto.dots[d->found].seen_mm,
                               &(*rows)[(*count)++], error));
    }
    return SCALP_OK;
}

static bool is_there(const scalp_dot_row *rows, size_t count, const scalp_dot *planned,
                     double reach) {
    for (size_t i = 0; i < count; i++)
        if (scalp_vec3_distance(rows[i].dot.position, planned->position) < reach)
            return true;
    return false;
}

static bool is_judged(const cli_on_head *on, scalp_mesh_point at) {
    const uint32_t cell = scalp_onto_cell_at(&on->onto.cells, at);
    return cell != UINT32_MAX && on->onto.cells.why[cell] == SCALP_UNSEEN_NOT;
}

/* The plan's dots of the sessions so far, where no photo shows the skin, or a hair hides them. */
static scalp_status fill_make(cli_job *job, cli_on_head *on, const scalp_dot_row *there,
                              size_t there_count, scalp_dot_row **rows, scalp_error *error) {
    const scalp_layout *layout = &on->result.plan.layout;
    const scalp_placed *before = &on->result.plan.placed;
    const unsigned session = (unsigned)cli_number(job, "session", 1);
    void *memory;
    size_t done = 0; /* of those sessions */
    const size_t all = layout->dot_count + before->dot_count;
    SCALP_TRY(scalp_work_take(&job->work, all, sizeof(scalp_dot_row), &memory, error));
    *rows = memory;
    for (size_t i = 0; i < all; i++) {
        const scalp_dot *dot =
            i < before->dot_count ? &before->dots[i] : &layout->dots[i - before->dot_count];
        if (dot->session > session)
            continue;
        const bool judged = on->worked && !on->before
                                ? on->worked->dots[done].state != SCALP_PAIRED_UNSEEN
                                : is_judged(on, dot->at);
        done++;
        const double per_cm2 =
            scalp_mesh_field(on->result.design.mesh, on->result.design.density_per_cm2, dot->at);
        const double reach = near_share * sqrt(100 / fmax(per_cm2, 10));
        if (judged || is_there(there, there_count, dot, reach))
            continue;
        const scalp_deposit deposit = scalp_plan_deposit(&on->result.plan, (scalp_zone)dot->zone);
        (*rows)[on->filled++] = (scalp_dot_row){*dot, deposit.diameter_mm, deposit.depth_mm};
    }
    return SCALP_OK;
}

static scalp_status write_placed(cli_job *job, cli_on_head *on, scalp_error *error) {
    const char *path = cli_text(job, "placed-out", NULL);
    scalp_dot_row *rows, *fill = NULL;
    size_t count;
    scalp_bytes bytes;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(rows_make(job, on, &rows, &count, error));
    if (cli_given(job, "fill-from"))
        SCALP_TRY(fill_make(job, on, rows, count, &fill, error));
    SCALP_TRY(scalp_codec_dot_rows_write(rows, count, fill, on->filled, &job->work, &bytes, error));
    const double unseen = 1 - on->onto.all.seen_mm2 / fmax(on->onto.all.area_mm2, 1e-9);
    if (!fill && unseen > 0.02)
        cli_say(job,
                "%.0f %% of the planned zones was not seen; %s says nothing of what is there, and "
                "a plan around it will fill it as if it were bare. Photograph the rest, or take it "
                "from the plan with --fill-from PLAN.",
                100 * unseen, path);
    return cli_write(job, path, bytes, error);
}

static scalp_status write_sites(cli_job *job, const cli_on_head *on, scalp_error *error) {
    const char *path = cli_text(job, "sites-out", NULL);
    const scalp_site *sites;
    size_t count;
    scalp_bytes bytes;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(scalp_onto_sites(&on->onto, follicle_radius_mm, &job->work, &sites, &count, error));
    SCALP_TRY(scalp_codec_site_rows_write(
        sites + on->onto.pigment_count, count - on->onto.pigment_count, &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}

static scalp_status write_map(cli_job *job, const cli_on_head *on, scalp_error *error) {
    const char *path = cli_text(job, "map", NULL);
    scalp_image_format format;
    scalp_image image;
    scalp_bytes bytes;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(scalp_codec_image_format(path, &format, error));
    SCALP_TRY(scalp_codec_onto_map(&on->result.fit.head, &on->result.design, &on->onto,
                                   on->before ? NULL : on->worked, &job->work, &image, error));
    SCALP_TRY(scalp_codec_image_write(
        &image, format, "Dots found on the head, five sides. Scalptor " SCALP_VERSION ".",
        &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}

static scalp_status report(cli_job *job, const cli_on_head *on, scalp_error *error) {
    json_t *json = cli_on_head_json(on);
    if (on->worked)
        json_object_set_new(json, on->before ? "before" : "plan", cli_case_compare_json(on));
    const scalp_status status = cli_inspect_report_write(job, json, error);
    if (status == SCALP_OK && cli_given(job, "json")) {
        job->json = json;
        cli_json_written(job, json);
        return SCALP_OK;
    }
    json_decref(json);
    if (status == SCALP_OK)
        cli_on_head_text(on, job->out);
    if (status == SCALP_OK)
        cli_case_compare_text(on, job->out);
    return status;
}

scalp_status cli_inspect_case(cli_job *job, scalp_error *error) {
    static const char *const outputs[] = {"placed-out", "sites-out", "map", "report", "compared"};
    scalp_onto_photo photos[SCALP_ONTO_MAX_PHOTOS];
    void *memory;
    SCALP_TRY(usage(job, error));
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(cli_on_head), &memory, error));
    cli_on_head *on = memory;
    SCALP_TRY(cli_client_read(job, cli_text(job, "case", ""), &on->client, error));
    SCALP_TRY(list_shots(job, on, error));
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        SCALP_TRY(cli_output_check(job, cli_text(job, outputs[i], NULL), error));
    SCALP_TRY(head_make(job, on, error));
    for (size_t i = 0; i < on->shot_count; i++) {
        SCALP_TRY(cli_shot_make(job, on, &on->shots[i], error));
        if (on->shots[i].left_out)
            cli_say(job, "%s", on->shots[i].left_out);
    }
    SCALP_TRY(lay(job, on, photos, error));
    SCALP_TRY(cli_case_compare(job, on, photos, error));
    SCALP_TRY(write_placed(job, on, error));
    SCALP_TRY(write_sites(job, on, error));
    SCALP_TRY(write_map(job, on, error));
    return report(job, on, error);
}
