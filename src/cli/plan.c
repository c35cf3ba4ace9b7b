/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"

#include <math.h>

static const cli_option options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the plan there: case, head, cameras, sessions and every dot; - is stdout"},
    {.name = "dots",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the dots there as CSV, in mm; - is stdout"},
    {.name = "strokes",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the hair strokes there as CSV, point by point in mm; - is stdout"},
    {.name = "seed",
     .kind = CLI_WHOLE,
     .argument = "N",
     .field = "seed",
     .otherwise = "the case's",
     .help = "draw the dots from this number"},
    CLI_PLACED_OPTIONS,
    {.name = "after",
     .kind = CLI_TEXT,
     .argument = "PLAN",
     .help = "with --placed: go on with this plan; its dots that are not there keep their places"},
    CLI_PANEL_OPTION,
    {.name = "first-date",
     .kind = CLI_TEXT,
     .argument = "YYYY-MM-DD",
     .help = "day of the first session; the next ones are proposed from it",
     .otherwise = "the case's"},
    {.name = "json", .help = "report as JSON"},
    {.name = "mesh",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help =
         "instead of a CASE: lay dots on this surface (in mm, GLB in metres; its frame is kept)"},
    {.name = "density",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 0.01,
     .high = 1000,
     .help = "with --mesh: dots per cm2, the mean over the faces with density",
     .otherwise = "100"},
    {.name = "density-per-cm2",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 0.01,
     .high = 1000,
     .help = "the same as --density"},
    {.name = "density-file",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "with --mesh: a relative density per vertex, one number a line",
     .otherwise = "even"},
    {.name = "regularity",
     .kind = CLI_NUMBER,
     .argument = "R",
     .low = 0,
     .high = 1,
     .help = "with --mesh: 1 is as even as can be, 0.5 is skin",
     .otherwise = "0.5"},
    {.name = "sessions",
     .kind = CLI_WHOLE,
     .argument = "N",
     .low = 1,
     .high = SCALP_LAYOUT_MAX_SESSIONS,
     .help = "with --mesh: so many sessions, of equal shares; 3 are 0.3,0.4,0.3",
     .otherwise = "3"},
    {.name = "shares",
     .kind = CLI_NUMBERS,
     .argument = "A,B,C",
     .low = 0.001,
     .high = 1,
     .help = "with --mesh: share of each session, 1 together",
     .otherwise = "0.3,0.4,0.3"},
};

/* ---- On a surface of any kind ------------------------------------------------------------ */

static scalp_status metres_to_mm(cli_job *job, scalp_mesh *mesh, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, mesh->vertex_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *vertices = memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        vertices[i] = scalp_vec3_scale(mesh->vertices[i], 1000);
    mesh->vertices = vertices;
    return SCALP_OK;
}

static scalp_status read_surface(cli_job *job, scalp_mesh *mesh, const double **relative,
                                 scalp_error *error) {
    scalp_bytes bytes;
    scalp_mesh_file file;
    const char *path = cli_text(job, "mesh", NULL);
    const char *density = cli_text(job, "density-file", NULL);
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_MESH_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_mesh_read(bytes, path, &job->work, &file, error));
    if (file.format == SCALP_MESH_GLB)
        SCALP_TRY(metres_to_mm(job, &file.mesh, error));
    *mesh = file.mesh;
    *relative = NULL;
    if (!density)
        return SCALP_OK;
    SCALP_TRY(cli_read(job, density, SCALP_CODEC_MAX_MESH_BYTES, &bytes, error));
    return scalp_codec_field_read(bytes, density, mesh->vertex_count, &job->work, relative, error);
}

/* So many sessions are of equal shares; three are left to the layout's own. */
static void equal_shares(size_t sessions, scalp_treatment *treatment) {
    for (size_t i = 0; i < sessions && sessions != 3; i++)
        treatment->session_shares[i] = 1 / (double)sessions;
}

static scalp_status shares(const cli_job *job, scalp_treatment *treatment, scalp_error *error) {
    const cli_value *value = cli_value_of(job, "shares");
    const size_t sessions = (size_t)cli_number(job, "sessions", 3);
    double total = 0;
    if (value->number_count == 0) {
        equal_shares(sessions, treatment);
        return SCALP_OK;
    }
    for (size_t i = 0; i < value->number_count; i++) {
        treatment->session_shares[i] = value->numbers[i];
        total += value->numbers[i];
    }
    if (fabs(total - 1) > 1e-6)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The --shares %s add up to %.6g; they must add up to 1.", value->texts[0],
                          total);
    if (cli_given(job, "sessions") && sessions != value->number_count)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--sessions %zu and the %zu --shares do not agree; give one of them.",
                          sessions, value->number_count);
    return SCALP_OK;
}

static scalp_status density(const cli_job *job, double *per_cm2, scalp_error *error) {
    if (cli_given(job, "density") && cli_given(job, "density-per-cm2"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--density and --density-per-cm2 are the same; give one of them.");
    *per_cm2 = cli_number(job, "density", cli_number(job, "density-per-cm2", 100));
    return SCALP_OK;
}

static scalp_status plan_surface(cli_job *job, scalp_design *design, scalp_plan *plan,
                                 scalp_error *error) {
    cli_around around;
    void *place;
    const double *relative;
    double per_cm2 = 0;
    scalp_treatment treatment = {0};
    SCALP_TRY(density(job, &per_cm2, error));
    SCALP_TRY(shares(job, &treatment, error));
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_mesh), &place, error));
    SCALP_TRY(read_surface(job, place, &relative, error));
    SCALP_TRY(cli_output_check(job, cli_text(job, "dots", NULL), error));
    SCALP_TRY(scalp_design_from_field(place, relative, per_cm2, &job->work, design, error));
    SCALP_TRY(cli_placed_read(job, place, NULL, &around, error));
    SCALP_TRY(scalp_plan_make_around(
        design, &treatment, &around.placed, cli_number(job, "regularity", 0.5),
        (uint64_t)cli_number(job, "seed", 7), &job->work, plan, error));
    cli_placed_say(job, &around, NULL, plan);
    return SCALP_OK;
}

/* A surface has no case, and no dates of its own. */
static scalp_status surface_visits(cli_job *job, const scalp_plan *plan, scalp_case_visits *visits,
                                   scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_case), &memory, error));
    *(scalp_case *)memory = scalp_case_default();
    return scalp_case_visits_make(memory, plan, cli_text(job, "first-date", NULL), visits, error);
}

static scalp_status run_surface(cli_job *job, scalp_error *error) {
    scalp_design design;
    scalp_plan plan;
    scalp_case_visits visits;
    scalp_bytes bytes;
    const char *dots = cli_text(job, "dots", NULL);
    if (cli_given(job, "output"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A plan file belongs to a case; with --mesh, write the dots with "
                          "--dots FILE.");
    if (cli_given(job, "strokes"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Strokes belong to a case's areas; with --mesh there are dots only.");
    if (cli_given(job, "after"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A plan file belongs to a case; --after does not go with --mesh.");
    if (cli_given(job, "panel"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Test dots belong to a client; with --mesh there is none.");
    SCALP_TRY(plan_surface(job, &design, &plan, error));
    SCALP_TRY(surface_visits(job, &plan, &visits, error));
    if (dots) {
        SCALP_TRY(scalp_codec_dots_write(&plan, &job->work, &bytes, error));
        SCALP_TRY(cli_write(job, dots, bytes, error));
    }
    cli_plan_report(job, &plan, &design, &visits);
    return SCALP_OK;
}

/* ---- On a client ------------------------------------------------------------------------- */

static scalp_status no_mesh_options(const cli_job *job, scalp_error *error) {
    static const char *const names[] = {"density",    "density-per-cm2", "density-file",
                                        "regularity", "sessions",        "shares"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cli_given(job, names[i]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--%s goes with --mesh; the case says it otherwise.", names[i]);
    return SCALP_OK;
}

/* Without what is there already as every front end does it. */
static scalp_status plan_case(cli_job *job, const cli_client *client, cli_result *result,
                              scalp_error *error) {
    cli_around around;
    const char *after = cli_text(job, "after", NULL);
    if (after && !cli_given(job, "placed"))
        return scalp_fail(error, SCALP_ERR_INPUT, "--after goes with --placed FILE.");
    if (after) {
        SCALP_TRY(cli_plan_read(job, client, after, result, error));
    } else {
        SCALP_TRY(cli_fit_make(job, client, &result->fit, error));
        SCALP_TRY(cli_design_make(job, client, &result->fit, &result->design, error));
    }
    SCALP_TRY(cli_placed_read(job, &result->fit.head.mesh, &client->document, &around, error));
    if (after)
        SCALP_TRY(cli_plan_after(job, &result->design, &result->plan, &around.placed, error));
    if (!around.given)
        return scalp_case_plan(&client->document, &result->design, &job->work, &result->plan,
                               error);
    SCALP_TRY(scalp_case_plan_around(&client->document, &result->design, &around.placed, &job->work,
                                     &result->plan, error));
    cli_placed_say(job, &around, &client->document, &result->plan);
    return SCALP_OK;
}

static scalp_status run_case(cli_job *job, scalp_error *error) {
    cli_client *client;
    cli_result result;
    scalp_case_visits visits;
    scalp_bytes plan = {0}, dots = {0}, strokes = {0};
    const char *plan_path = cli_text(job, "output", NULL), *dots_path = cli_text(job, "dots", NULL);
    const char *strokes_path = cli_text(job, "strokes", NULL);
    const scalp_panel_known *known;
    SCALP_TRY(no_mesh_options(job, error));
    SCALP_TRY(cli_panel_known(job, &known, error));
    SCALP_TRY(cli_client_read(job, job->operands[0], &client, error));
    if (known)
        cli_panel_apply(job, known, &client->document);
    client->document.seed = cli_number(job, "seed", client->document.seed);
    SCALP_TRY(cli_client_photos(job, client, error));
    SCALP_TRY(cli_output_check(job, plan_path, error));
    SCALP_TRY(cli_output_check(job, dots_path, error));
    SCALP_TRY(cli_output_check(job, strokes_path, error));
    SCALP_TRY(plan_case(job, client, &result, error));
    SCALP_TRY(scalp_case_visits_make(&client->document, &result.plan,
                                     cli_text(job, "first-date", NULL), &visits, error));
    if (plan_path)
        SCALP_TRY(cli_plan_bytes(job, client, &result, &plan, error));
    if (dots_path)
        SCALP_TRY(scalp_codec_dots_write(&result.plan, &job->work, &dots, error));
    if (strokes_path)
        SCALP_TRY(scalp_codec_stroke_paths_write(&result.plan, &job->work, &strokes, error));
    if (plan_path)
        SCALP_TRY(cli_write(job, plan_path, plan, error));
    if (dots_path)
        SCALP_TRY(cli_write(job, dots_path, dots, error));
    if (strokes_path)
        SCALP_TRY(cli_write(job, strokes_path, strokes, error));
    cli_plan_report(job, &result.plan, &result.design, &visits);
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    const bool surface = cli_given(job, "mesh");
    if (surface == (job->operand_count == 1))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "plan needs either a CASE or --mesh FILE%s; scalptor plan --help says "
                          "more.",
                          surface ? ", not both" : "");
    return surface ? run_surface(job, error) : run_case(job, error);
}

const cli_command cli_plan = {
    .name = "plan",
    .operands = "[CASE]",
    .operands_least = 0,
    .operands_most = 1,
    .summary = "lay out the dots and deal them into sessions",
    .about = "Plans the work: fits the head, lays out the zones and the hairline, fills them with "
             "dots in millimetres and deals those into sessions that are each even by "
             "themselves. Shows dots, needle, time, pigment and cartridges per session and zone, "
             "what the dots will cover, and the days of the sessions.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
