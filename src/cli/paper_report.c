/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "papers.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the paper there, as PDF"},
    {.name = "studio",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "the studio's profile as JSON: name, address, licences, trainings, prices"},
    {.name = "first-date",
     .kind = CLI_TEXT,
     .argument = "DATE",
     .help = "day of the first session, where the case has none"},
    {.name = "no-pictures", .help = "plan: without the rendered head"},
    {.name = "again", .help = "screening: the short questions must have been asked on that day"},
    {.name = "override",
     .kind = CLI_TEXT,
     .argument = "REASON",
     .help = "screening: clear the client against the answers; the reason is printed"},
    CLI_PAPER_OPTIONS,
    {.name = "json", .help = "report as JSON what was written"},
};

/* ---- Papers about a plan ------------------------------------------------------------------- */

static const struct {
    const char *view, *caption;
} views[] = {{"front", "view_front"}, {"left45", "view_left45"}, {"top", "view_top"}};
#define VIEWS (sizeof views / sizeof *views)

/* The head as rendered, with dots and lines. */
static scalp_status make_pictures(cli_job *job, cli_paper *paper, scalp_paper_plan *about,
                                  scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(&job->work, VIEWS, sizeof(scalp_image), &place, error));
    scalp_image *images = place;
    for (size_t i = 0; i < VIEWS; i++) {
        const cli_view view = {.view = views[i].view, .width = 660, .height = 840};
        const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
        scalp_scene scene = {.head = &paper->result.fit.head,
                             .design = &paper->result.design,
                             .plan = &paper->result.plan};
        SCALP_TRY(cli_view_camera(&view, scene.head, scene.design, &scene.camera, error));
        SCALP_TRY(scalp_case_preview(&paper->client->document, &scene, NULL, &params, &job->work,
                                     &images[i], error));
        SCALP_TRY(scalp_render_lines(&scene, &images[i], &job->work, &images[i], error));
        about->pictures[i] = &images[i];
        about->captions[i] = scalp_text_of("report", views[i].caption, paper->sheet.language);
    }
    about->picture_count = VIEWS;
    return SCALP_OK;
}

typedef scalp_status plan_writer(const scalp_sheet_params *params, const scalp_paper_plan *about,
                                 const scalp_work *work, scalp_bytes *bytes, scalp_error *error);

static scalp_status about_plan(cli_job *job, cli_paper *paper, plan_writer *write, bool pictures,
                               scalp_bytes *bytes, scalp_error *error) {
    scalp_case_visits visits;
    scalp_paper_plan about = {.studio = paper->studio, .visits = &visits};
    if (write == scalp_paper_quote_write && !paper->studio)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A quote needs --studio FILE with the studio's own prices.");
    SCALP_TRY(cli_paper_plan(job, job->operands[1], paper, error));
    about.plan = &paper->result.plan;
    about.design = &paper->result.design;
    SCALP_TRY(scalp_case_visits_make(&paper->client->document, about.plan,
                                     cli_text(job, "first-date", NULL), &visits, error));
    if (pictures)
        SCALP_TRY(make_pictures(job, paper, &about, error));
    return write(&paper->sheet, &about, &job->work, bytes, error);
}

static scalp_status make_plan(cli_job *job, cli_paper *paper, scalp_bytes *bytes,
                              scalp_error *error) {
    return about_plan(job, paper, scalp_paper_plan_write, !cli_given(job, "no-pictures"), bytes,
                      error);
}

static scalp_status make_quote(cli_job *job, cli_paper *paper, scalp_bytes *bytes,
                               scalp_error *error) {
    return about_plan(job, paper, scalp_paper_quote_write, false, bytes, error);
}

static scalp_status make_swatches(cli_job *job, cli_paper *paper, scalp_bytes *bytes,
                                  scalp_error *error) {
    return about_plan(job, paper, scalp_paper_swatches_write, false, bytes, error);
}

static scalp_status make_session(cli_job *job, cli_paper *paper, scalp_bytes *bytes,
                                 scalp_error *error) {
    return about_plan(job, paper, scalp_paper_session_write, false, bytes, error);
}

/* ---- Papers of care ------------------------------------------------------------------------ */

static scalp_status find_days(const cli_job *job, const cli_paper *paper,
                              const scalp_course *course, scalp_aftercare_params *params,
                              scalp_error *error) {
    int32_t first = 0;
    SCALP_TRY(cli_day(job, "first-date", &first, error));
    if (!course->dated && !cli_given(job, "first-date"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.120s has no dates; say with --first-date when the first session is.",
                          job->operands[1]);
    (void)paper;
    params->session_count = course->session_count > 0 ? course->session_count : 1;
    for (size_t k = 0; k < params->session_count; k++)
        params->sessions[k] = course->dated ? course->days[k] : first + course->days[k];
    return SCALP_OK;
}

static scalp_status make_aftercare(cli_job *job, cli_paper *paper, scalp_bytes *bytes,
                                   scalp_error *error) {
    scalp_bytes file;
    scalp_course course;
    scalp_aftercare sheet;
    scalp_aftercare_params params = {.language = paper->sheet.language};
    if (paper->studio)
        params.contact = (scalp_contact){paper->studio->name, paper->studio->phone};
    SCALP_TRY(cli_read(job, job->operands[1], SCALP_CODEC_MAX_PLAN_BYTES, &file, error));
    SCALP_TRY(scalp_codec_course_read(file, job->operands[1], &job->work, &course, error));
    SCALP_TRY(find_days(job, paper, &course, &params, error));
    params.areas = course.areas;
    SCALP_TRY(scalp_aftercare_make(&params, &job->work, &sheet, error));
    cli_hash_text(file, paper->hash);
    paper->sheet.hash = paper->hash;
    paper->sheet.title = sheet.title;
    return scalp_paper_aftercare_write(&paper->sheet, &sheet, &job->work, bytes, error);
}

static scalp_status make_screening(cli_job *job, cli_paper *paper, scalp_bytes *bytes,
                                   scalp_error *error) {
    void *place;
    scalp_bytes file;
    scalp_screen_result result;
    const char *reason = cli_text(job, "override", NULL);
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_screening), &place, error));
    scalp_screen_params params = {.again = cli_given(job, "again"),
                                  .override_by = reason,
                                  .language = paper->sheet.language,
                                  .on = paper->day};
    if (!paper->dated)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The screening needs --date YYYY-MM-DD: the day it is looked at.");
    SCALP_TRY(cli_read(job, job->operands[1], SCALP_CODEC_MAX_CARE_BYTES, &file, error));
    SCALP_TRY(scalp_codec_screening_read(file, job->operands[1], place, error));
    SCALP_TRY(scalp_screen(place, &params, &job->work, &result, error));
    cli_hash_text(file, paper->hash);
    paper->sheet.hash = paper->hash;
    return scalp_paper_screening_write(&paper->sheet, place, &result, reason, &job->work, bytes,
                                       error);
}

/* ---- The command --------------------------------------------------------------------------- */

static const struct {
    const char *name, *title;
    scalp_status (*make)(cli_job *job, cli_paper *paper, scalp_bytes *bytes, scalp_error *error);
} kinds[] = {
    {"plan", "plan_title", make_plan},
    {"quote", "quote_title", make_quote},
    {"swatches", "swatches_title", make_swatches},
    {"session", "session_title", make_session},
    {"aftercare", "aftercare_title", make_aftercare},
    {"screening", "screening_title", make_screening},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static scalp_status find_kind(const cli_job *job, size_t *kind, scalp_error *error) {
    char shown[SCALP_CASE_SHOWN];
    for (*kind = 0; *kind < KINDS; (*kind)++)
        if (strcmp(kinds[*kind].name, job->operands[0]) == 0)
            return SCALP_OK;
    scalp_case_text_quoted(job->operands[0], shown);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "There is no report %s; there are plan, quote, swatches, session, aftercare "
                      "and screening.",
                      shown);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    const char *output = cli_text(job, "output", NULL);
    cli_paper paper;
    scalp_bytes bytes;
    size_t kind;
    if (!output)
        return scalp_fail(error, SCALP_ERR_INPUT, "report needs -o FILE for the paper.");
    SCALP_TRY(find_kind(job, &kind, error));
    SCALP_TRY(cli_paper_options(job, &paper, error));
    SCALP_TRY(cli_paper_studio(job, &paper, error));
    SCALP_TRY(cli_output_check(job, output, error));
    if (paper.dated) /* in the language that the studio's profile may have chosen */
        scalp_text_date(paper.day, paper.sheet.language, paper.date);
    paper.sheet.date = paper.dated ? paper.date : NULL;
    paper.sheet.title = scalp_text_of("report", kinds[kind].title, paper.sheet.language);
    SCALP_TRY(kinds[kind].make(job, &paper, &bytes, error));
    SCALP_TRY(cli_write(job, output, bytes, error));
    if (cli_given(job, "json")) {
        job->json =
            json_pack("{s:s, s:s, s:s, s:s}", "version", SCALP_VERSION, "kind", kinds[kind].name,
                      "language", scalp_language_code(paper.sheet.language), "made_from_sha256",
                      paper.sheet.hash ? paper.sheet.hash : "");
        cli_json_written(job, job->json);
    }
    return SCALP_OK;
}

const cli_command cli_paper_report = {
    .name = "report",
    .operands = "KIND FILE",
    .operands_least = 2,
    .operands_most = 2,
    .summary = "print a plan, quote, swatches, session record or sheet",
    .about =
        "Writes a paper of that KIND as PDF. FILE is a case or a plan; for screening it is the "
        "file of answers. plan: pictures, zones, sessions, warnings. quote: the studio's own "
        "prices on this plan. swatches: 3 x 3 cm of the plan's dots at true size. session: a page "
        "to fill in for each session. aftercare: the sheet to take home. screening: what the "
        "answers came to.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
