/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <string.h>
#include <sys/stat.h>

/* ---- The studio's table ------------------------------------------------------------------ */

static scalp_status pigments_make(cli_job *job, const char *path,
                                  const scalp_pigment_swatch_row *rows, size_t count,
                                  const scalp_pigment **pigments, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(&job->work, count, sizeof(scalp_pigment), &place, error));
    scalp_pigment *list = place;
    for (size_t i = 0; i < count; i++) {
        double difference;
        scalp_error why = {0};
        const scalp_status status =
            scalp_pigment_from_swatch(rows[i].id, rows[i].lab, rows[i].dilution,
                                      rows[i].thickness_mm, &list[i], &difference, &why);
        if (status != SCALP_OK)
            return scalp_fail(error, status, "%s, pigment %s: %s", path, rows[i].id, why.message);
    }
    *pigments = list;
    return SCALP_OK;
}

scalp_status cli_pigments_read(cli_job *job, const char *path, const scalp_pigment **pigments,
                               size_t *count, scalp_error *error) {
    scalp_bytes bytes;
    const scalp_pigment_swatch_row *rows;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_PIGMENTS_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_pigments_read(bytes, path, &job->work, &rows, count, error));
    return pigments_make(job, path, rows, *count, pigments, error);
}

/* ---- What is shown ----------------------------------------------------------------------- */

static double at_nm(const scalp_pigment *pigment, int nm) {
    return pigment->dmua_per_mm[(nm - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM];
}

static void show_pigment(FILE *to, const scalp_pigment *p) {
    fprintf(to, "%-18s %-22s %7.1f %7.1f %7.1f   %6.0f %6.0f %6.0f\n", p->id,
            scalp_pigment_has_iron(p) ? "brows (iron oxides)" : "scalp", p->carbon_mg_per_cm3,
            p->haematite_mg_per_cm3, p->goethite_mg_per_cm3, at_nm(p, 450), at_nm(p, 550),
            at_nm(p, 650));
}

static void show_head(FILE *to) {
    fprintf(to, "%-18s %-22s %7s %7s %7s   %6s %6s %6s\n", "", "", "carbon", "red", "yellow", "450",
            "550", "650");
    fprintf(to, "%-18s %-22s %23s   %20s\n", "Pigment", "For", "mg/cm3 in the bottle",
            "nm: per mm, healed");
}

static json_t *pigment_json(const scalp_pigment *p) {
    json_t *dmua = json_array();
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        json_array_append_new(dmua, json_real(p->dmua_per_mm[i]));
    return json_pack("{s:s, s:s, s:b, s:f, s:f, s:f, s:f, s:s, s:s, s:o}", "id", p->id, "name",
                     p->name, "iron", (int)scalp_pigment_has_iron(p), "carbon_mg_per_cm3",
                     p->carbon_mg_per_cm3, "haematite_mg_per_cm3", p->haematite_mg_per_cm3,
                     "goethite_mg_per_cm3", p->goethite_mg_per_cm3, "granule_um", p->granule_um,
                     "source", p->source, "date", p->date, "dmua_per_mm", dmua);
}

static json_t *shades_json(void) {
    json_t *shades = json_array();
    for (size_t i = 0; i < scalp_shade_count; i++) {
        const scalp_shade *s = &scalp_shades[i];
        json_array_append_new(shades, json_pack("{s:s, s:s, s:s, s:f, s:s}", "id", s->id, "name",
                                                s->name, "pigment", s->pigment, "dilution",
                                                s->dilution, "source", s->source));
    }
    return shades;
}

/* ---- pigment list ------------------------------------------------------------------------ */

static const cli_option list_options[] = {
    {.name = "pigments",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "the studio's own pigments too",
     .otherwise = "the built-in ones alone"},
    {.name = "json", .help = "show them as JSON, with their spectra 380..780 nm"},
};

static scalp_status list(cli_job *job, scalp_error *error) {
    const scalp_pigment *own = NULL;
    size_t own_count = 0;
    const char *path = cli_text(job, "pigments", NULL);
    if (path)
        SCALP_TRY(cli_pigments_read(job, path, &own, &own_count, error));
    if (cli_given(job, "json")) {
        json_t *pigments = json_array();
        for (size_t i = 0; i < scalp_pigment_count + own_count; i++)
            json_array_append_new(pigments, pigment_json(i < scalp_pigment_count
                                                             ? &scalp_pigments[i]
                                                             : &own[i - scalp_pigment_count]));
        job->json = json_pack("{s:o, s:o}", "pigments", pigments, "shades", shades_json());
        return SCALP_OK;
    }
    show_head(job->out);
    for (size_t i = 0; i < scalp_pigment_count; i++)
        show_pigment(job->out, &scalp_pigments[i]);
    for (size_t i = 0; i < own_count; i++)
        show_pigment(job->out, &own[i]);
    fprintf(job->out, "\nShades kept ready\n");
    for (size_t i = 0; i < scalp_shade_count; i++)
        fprintf(job->out, "%-18s %s 1:%g\n", scalp_shades[i].id, scalp_shades[i].pigment,
                scalp_shades[i].dilution);
    return SCALP_OK;
}

const cli_command cli_pigment_list = {
    .name = "pigment list",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "the pigments and shades that are known",
    .about = "Lists the built-in pigments, those of a studio's own file, and the shades that are "
             "usually kept ready: what is in the undiluted bottle, and how strongly a healed "
             "deposit of it absorbs.",
    .options = list_options,
    .option_count = sizeof list_options / sizeof *list_options,
    .run = list,
};

/* ---- pigment add ------------------------------------------------------------------------- */

static const cli_option add_options[] = {
    {.name = "swatch-lab",
     .kind = CLI_NUMBERS,
     .argument = "L,A,B",
     .help = "colour of the swatch on white paper, daylight (D65); needed"},
    {.name = "dilution",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 0,
     .high = 1000,
     .help = "the swatch is diluted 1:N; needed"},
    {.name = "thickness-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.002,
     .high = 2,
     .help = "thickness of the wet film",
     .otherwise = "0.05"},
    {.name = "pigments",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "the studio's table to add it to, made when there is none; needed"},
    {.name = "json", .help = "show the pigment as JSON, with its spectrum 380..780 nm"},
};

/* The file's rows with room for one more; none when there is no file yet. */
static scalp_status old_rows(cli_job *job, const char *path, scalp_pigment_swatch_row **rows,
                             size_t *count, scalp_error *error) {
    struct stat facts;
    void *place;
    const scalp_pigment_swatch_row *old = NULL;
    scalp_bytes bytes;
    *count = 0;
    if (stat(path, &facts) == 0) {
        /* Not cli_read: this output may fall on its input. */
        SCALP_TRY(
            scalp_codec_file_read(path, SCALP_CODEC_MAX_PIGMENTS_BYTES, &job->work, &bytes, error));
        SCALP_TRY(scalp_codec_pigments_read(bytes, path, &job->work, &old, count, error));
    }
    if (*count == SCALP_CODEC_MAX_PIGMENTS)
        return scalp_fail(error, SCALP_ERR_LIMIT, "%s has %d pigments already; start another file.",
                          path, SCALP_CODEC_MAX_PIGMENTS);
    SCALP_TRY(scalp_work_take(&job->work, *count + 1, sizeof **rows, &place, error));
    *rows = place;
    for (size_t i = 0; i < *count; i++)
        (*rows)[i] = old[i];
    return SCALP_OK;
}

static scalp_status check_id(const char *id, const scalp_pigment_swatch_row *rows, size_t count,
                             const char *path, scalp_error *error) {
    if (!scalp_codec_pigment_id(id))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A pigment's name must be 1 to %d letters, digits, - or _.",
                          SCALP_PIGMENT_NAME - 1);
    if (scalp_pigment_find(id))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is a built-in pigment; give the new one another name.", id);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%s has a pigment %s already; take its line out first, or give the "
                              "new one another name.",
                              path, id);
    }
    return SCALP_OK;
}

static void show_added(cli_job *job, const scalp_pigment *p, const scalp_pigment_swatch_row *row,
                       double difference) {
    show_head(job->out);
    show_pigment(job->out, p);
    fprintf(job->out,
            "\nFrom Lab %g, %g, %g of a film of %g mm, diluted 1:%g, on white (measured);\n",
            row->lab.l, row->lab.a, row->lab.b, row->thickness_mm, row->dilution);
    fprintf(job->out, "what it holds and how it heals is modelled. Fit to the swatch: dE00 %.1f.\n",
            difference);
    if (difference > 2)
        cli_wrap(
            job->out,
            "Note: no mix of carbon and iron oxides has this colour; the pigment is of another "
            "kind, and how it heals is a guess.",
            0, 6);
    if (scalp_pigment_has_iron(p))
        cli_wrap(job->out,
                 "Note: its warmth is taken for iron oxide: on a scalp it outlasts the carbon and "
                 "the dots turn red or orange.",
                 0, 6);
}

static scalp_status add(cli_job *job, scalp_error *error) {
    const cli_value *lab = cli_value_of(job, "swatch-lab");
    const char *id = job->operands[0], *path = cli_text(job, "pigments", NULL);
    scalp_pigment_swatch_row *rows = NULL;
    scalp_pigment pigment;
    scalp_bytes bytes;
    size_t count;
    double difference;
    if (!lab->count || lab->number_count != 3)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "pigment add needs --swatch-lab L,A,B: three numbers.");
    if (!cli_given(job, "dilution") || !path)
        return scalp_fail(error, SCALP_ERR_INPUT, "pigment add needs %s.",
                          path ? "--dilution N, as the swatch was diluted"
                               : "--pigments FILE, the studio's table");
    SCALP_TRY(cli_output_check(job, path, error));
    SCALP_TRY(old_rows(job, path, &rows, &count, error));
    SCALP_TRY(check_id(id, rows, count, path, error));
    rows[count] = (scalp_pigment_swatch_row){id,
                                             {lab->numbers[0], lab->numbers[1], lab->numbers[2]},
                                             cli_number(job, "dilution", 0),
                                             cli_number(job, "thickness-mm", 0.05)};
    SCALP_TRY(scalp_pigment_from_swatch(id, rows[count].lab, rows[count].dilution,
                                        rows[count].thickness_mm, &pigment, &difference, error));
    SCALP_TRY(scalp_codec_pigments_write(rows, count + 1, &job->work, &bytes, error));
    SCALP_TRY(cli_write(job, path, bytes, error));
    if (!cli_given(job, "json")) {
        show_added(job, &pigment, &rows[count], difference);
        return SCALP_OK;
    }
    job->json = pigment_json(&pigment);
    json_object_set_new(job->json, "swatch_dE00", json_real(difference));
    cli_json_written(job, job->json);
    return SCALP_OK;
}

const cli_command cli_pigment_add = {
    .name = "pigment add",
    .operands = "NAME",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "a pigment of the studio's own, from a measured swatch",
    .about = "Works out what a bottle holds from the colour of a thin film of it on white paper, "
             "and adds it to the studio's table, which match and pigment list then read. Draw the "
             "pigment down with a bar of known gap, so diluted that the paper shines through (L "
             "20 to 80), let nothing lie on it, and measure it in daylight (D65, 2 degrees).",
    .options = add_options,
    .option_count = sizeof add_options / sizeof *add_options,
    .run = add,
};
