/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "papers.h"

#include <string.h>

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

scalp_status cli_paper_options(cli_job *job, cli_paper *paper, scalp_error *error) {
    memset(paper, 0, sizeof *paper);
    const char *client = cli_text(job, "client", NULL);
    paper->sheet.paper =
        strcmp(cli_text(job, "paper", "a4"), "letter") == 0 ? SCALP_PAPER_LETTER : SCALP_PAPER_A4;
    SCALP_TRY(cli_language(job, &paper->sheet.language, error));
    paper->dated = cli_given(job, "date");
    if (paper->dated) {
        SCALP_TRY(cli_day(job, "date", &paper->day, error));
        scalp_text_date(paper->day, paper->sheet.language, paper->date);
        paper->sheet.date = paper->date;
    }
    paper->sheet.subject = client ? client : file_name(job->operands[job->operand_count - 1]);
    for (const char *c = paper->sheet.subject; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--client holds a control character; write it on one line.");
    if (strlen(paper->sheet.subject) > 80)
        return scalp_fail(error, SCALP_ERR_INPUT, "--client may have 80 letters at most.");
    return SCALP_OK;
}

/* A plan file says what it is at its beginning; a case does not. */
static bool is_plan(scalp_bytes bytes) {
    static const char word[] = "\"scalptor_plan\"";
    const size_t most = bytes.size < 256 ? bytes.size : 256;
    for (size_t i = 0; i + sizeof word - 1 <= most; i++)
        if (memcmp(bytes.data + i, word, sizeof word - 1) == 0)
            return true;
    return false;
}

/* The plan as its file has it; its case is in it. */
static scalp_status read_plan(cli_job *job, const char *path, scalp_bytes bytes, cli_paper *paper,
                              scalp_error *error) {
    void *place, *client;
    scalp_treatment treatment;
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_plan_file), &place, error));
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(cli_client), &client, error));
    scalp_plan_file *file = place;
    SCALP_TRY(scalp_codec_plan_read(bytes, path, NULL, &job->work, file, error));
    paper->client = client;
    paper->client->path = path;
    paper->client->document = file->document;
    memcpy(paper->client->facts, file->facts, sizeof file->facts);
    cli_result *result = &paper->result;
    result->fit = file->fit;
    SCALP_TRY(cli_design_make(job, paper->client, &result->fit, &result->design, error));
    SCALP_TRY(scalp_case_treatment(&file->document, &job->work, &treatment, error));
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++)
        file->placed.old_dots[zone] = result->design.old_dots[zone];
    SCALP_TRY(scalp_plan_from_layout_around(&file->layout, &file->placed, result->design.area_cm2,
                                            &treatment, &job->work, &result->plan, error));
    cli_hash_text(bytes, paper->hash);
    return SCALP_OK;
}

scalp_status cli_paper_plan(cli_job *job, const char *path, cli_paper *paper, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_PLAN_BYTES, &bytes, error));
    paper->sheet.hash = paper->hash;
    if (is_plan(bytes))
        return read_plan(job, path, bytes, paper, error);
    SCALP_TRY(cli_client_read(job, path, &paper->client, error));
    SCALP_TRY(cli_client_photos(job, paper->client, error));
    SCALP_TRY(cli_plan_make(job, paper->client, &paper->result, error));
    SCALP_TRY(cli_plan_bytes(job, paper->client, &paper->result, &bytes, error));
    cli_hash_text(bytes, paper->hash);
    return SCALP_OK;
}

/* Texts of a list in one, with `between`. */
static scalp_status join(cli_job *job, char lines[][SCALP_STUDIO_TEXT], size_t count,
                         char more[][SCALP_STUDIO_TEXT], size_t more_count, const char *between,
                         const char **joined, scalp_error *error) {
    scalp_writer text = scalp_writer_make(&job->work, error);
    scalp_bytes bytes;
    for (size_t i = 0; i < count + more_count; i++)
        scalp_writer_add(&text, "%s%s", i ? between : "", i < count ? lines[i] : more[i - count]);
    scalp_writer_put(&text, "", 1);
    SCALP_TRY(scalp_writer_close(&text, &bytes));
    *joined = (const char *)bytes.data;
    return SCALP_OK;
}

scalp_status cli_paper_studio(cli_job *job, cli_paper *paper, scalp_error *error) {
    const char *path = cli_text(job, "studio", NULL);
    scalp_bytes bytes;
    void *place;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_studio_profile), &place, error));
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_STUDIO_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_studio_read(bytes, path, place, error));
    scalp_studio_profile *studio = place;
    char contact[2][SCALP_STUDIO_TEXT];
    size_t contacts = 0;
    if (studio->phone[0])
        memcpy(contact[contacts++], studio->phone, sizeof studio->phone);
    if (studio->email[0])
        memcpy(contact[contacts++], studio->email, sizeof studio->email);
    paper->studio = studio;
    paper->sheet.studio = studio->name;
    SCALP_TRY(join(job, studio->address, studio->address_count, NULL, 0, "\n",
                   &paper->sheet.address, error));
    SCALP_TRY(join(job, contact, contacts, NULL, 0, "\n", &paper->sheet.contact, error));
    SCALP_TRY(join(job, studio->licences, studio->licence_count, studio->trainings,
                   studio->training_count, "  ·  ", &paper->sheet.licences, error));
    if (!cli_given(job, "language") && studio->language[0] &&
        !scalp_language_find(studio->language, &paper->sheet.language))
        return scalp_fail(error, SCALP_ERR_INPUT, "%s: language is none of en, de, es.", path);
    return SCALP_OK;
}
