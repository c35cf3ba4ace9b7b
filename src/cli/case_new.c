/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _XOPEN_SOURCE 700 /* realpath */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Each row with a field sets that field of the case: limits, choices and defaults are its own. */
static const cli_option options[] = {
    {.name = "style",
     .kind = CLI_CHOICE,
     .argument = "STYLE",
     .field = "design.style",
     .help = "style: hairline, density, areas and the dots to go with them"},
    {.name = "shape",
     .kind = CLI_CHOICE,
     .argument = "SHAPE",
     .field = "design.hairline.shape",
     .otherwise = "the style's",
     .help = "shape of the hairline"},
    {.name = "look",
     .kind = CLI_CHOICE,
     .argument = "LOOK",
     .field = "design.look",
     .otherwise = "by style and sex",
     .help = "what the hairline is to look like"},
    {.name = "loss",
     .kind = CLI_CHOICE,
     .argument = "STAGE",
     .field = "loss.stage",
     .help = "stage of the hair loss"},
    {.name = "loss-scale",
     .kind = CLI_CHOICE,
     .argument = "SCALE",
     .field = "loss.scale",
     .help = "the scale that the stage is given in"},
    {.name = "sex",
     .kind = CLI_CHOICE,
     .argument = "SEX",
     .field = "client.sex",
     .help = "the population the head is taken from"},
    {.name = "age",
     .kind = CLI_NUMBER,
     .argument = "YEARS",
     .field = "client.age",
     .help = "age of the client"},
    {.name = "ita-deg",
     .kind = CLI_NUMBER,
     .argument = "DEGREES",
     .field = "skin.ita_deg",
     .help = "skin tone as individual typology angle"},
    {.name = "length-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .field = "head.length_mm",
     .help = "head length, brow to back, by calliper"},
    {.name = "breadth-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .field = "head.breadth_mm",
     .help = "head breadth above the ears, by calliper"},
    {.name = "circumference-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .field = "head.circumference_mm",
     .help = "head circumference, by tape"},
    {.name = "tragion-vertex-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .field = "head.tragion_vertex_mm",
     .help = "height of the crown above the ear's notch"},
    {.name = "density",
     .kind = CLI_NUMBER,
     .argument = "N",
     .field = "design.density_per_cm2",
     .help = "dots per cm2"},
    {.name = "seed",
     .kind = CLI_WHOLE,
     .argument = "N",
     .field = "seed",
     .help = "number from which the dots' places are drawn"},
    {.name = "photo",
     .kind = CLI_TEXT,
     .argument = "FILE[:VIEW]",
     .repeats = true,
     .help = "a photo of the client; VIEW is front, left, right, left45, right45, top, back or "
             "other, and is guessed from the file's name when absent; may be repeated"},
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the case there; - is stdout",
     .otherwise = "case.json"},
    {.name = "force", .help = "overwrite a case that is there already"},
};

static const char *const views[] = {"front", "left45", "right45", "left",
                                    "right", "top",    "back",    "other"};
#define VIEWS (sizeof views / sizeof *views)

/* ---- Fields ------------------------------------------------------------------------------ */

static scalp_status set_fields(cli_job *job, scalp_case *document, scalp_error *error) {
    for (size_t i = 0; i < job->command->option_count; i++) {
        const cli_option *option = &job->command->options[i];
        if (!option->field || !cli_given(job, option->name))
            continue;
        const scalp_case_field *field = cli_field(option->field);
        char *place = (char *)document + field->offset;
        if (field->kind == SCALP_FIELD_TEXT) {
            snprintf(place, SCALP_CASE_TEXT, "%s", cli_text(job, option->name, ""));
        } else {
            const double number = cli_number(job, option->name, 0);
            memcpy(place, &number, sizeof number);
        }
    }
    return scalp_case_check(document, error);
}

/* What the style brings along; what is given otherwise stays. */
static void set_style(const cli_job *job, scalp_case *document) {
    scalp_style_facts style;
    const char *name = cli_text(job, "style", document->style);
    for (size_t i = 0; scalp_style_facts_of(i, &style); i++) {
        if (strcmp(style.name, name) != 0)
            continue;
        document->density_per_cm2 = style.density_per_cm2;
        document->regularity = style.regularity;
        document->diameter_mm = style.diameter_mm;
        document->dilution = style.dilution;
        snprintf(document->pigment, sizeof document->pigment, "%s", style.pigment);
    }
}

/* ---- Photos ------------------------------------------------------------------------------ */

/* Splits FILE:VIEW; without a view, the first one that the file's name contains. */
static void split_photo(const char *given, char *file, size_t size, char *view) {
    const char *colon = strrchr(given, ':');
    snprintf(file, size, "%s", given);
    for (size_t i = 0; colon && i < VIEWS; i++) {
        if (strcmp(colon + 1, views[i]) == 0) {
            file[colon - given] = 0;
            snprintf(view, SCALP_CASE_TEXT, "%s", views[i]);
            return;
        }
    }
    const char *slash = strrchr(given, '/');
    const char *found = "other";
    for (size_t i = VIEWS; i-- > 0;)
        if (strstr(slash ? slash : given, views[i]))
            found = views[i];
    snprintf(view, SCALP_CASE_TEXT, "%s", found);
}

/* The file's name without folder and ending, other signs as -, and a number if it is taken. */
static void make_id(const scalp_case *document, const char *file, char *id) {
    const char *slash = strrchr(file, '/');
    char stem[SCALP_CASE_TEXT - 4];
    snprintf(stem, sizeof stem, "%.59s", slash ? slash + 1 : file);
    char *dot = strrchr(stem, '.');
    if (dot && dot > stem)
        *dot = 0;
    for (char *c = stem; *c; c++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", *c))
            *c = '-';
    snprintf(id, SCALP_CASE_TEXT, "%s", stem);
    for (int n = 2; scalp_case_photo_find(document, id); n++)
        snprintf(id, SCALP_CASE_TEXT, "%s-%d", stem, n % 100); /* at most 32 photos */
}

/* From one absolute folder (with / at its end) to an absolute file: the common part left out. */
static bool path_between(const char *folder, const char *file, char *path, size_t size) {
    size_t common = 0, used = 0;
    for (size_t i = 0; folder[i] && folder[i] == file[i]; i++)
        if (folder[i] == '/')
            common = i + 1;
    for (const char *p = folder + common; *p; p++) {
        if (*p != '/')
            continue;
        if (used + 4 > size)
            return false;
        used += (size_t)snprintf(path + used, size - used, "../");
    }
    return (size_t)snprintf(path + used, size - used, "%s", file + common) < size - used;
}

/* `file` as seen from the folder of `output`. */
static bool relative_path(const char *file, const char *output, char *path, size_t size) {
    char named[SCALP_CASE_PATH] = ".", folder[4 * SCALP_CASE_PATH];
    const char *slash = strrchr(output, '/');
    if (slash && (size_t)(slash - output) + 1 >= sizeof named)
        return false;
    if (slash)
        snprintf(named, sizeof named, "%.*s", (int)(slash - output) + 1, output);
    char *from = realpath(named, NULL), *to = realpath(file, NULL);
    bool fits = from && to;
    fits = fits &&
           snprintf(folder, sizeof folder, "%s%s", from, from[1] ? "/" : "") < (int)sizeof folder;
    fits = fits && path_between(folder, to, path, size);
    free(from);
    free(to);
    return fits;
}

static scalp_status add_photo(cli_job *job, const char *given, const char *output,
                              scalp_case *document, scalp_error *error) {
    scalp_bytes bytes;
    scalp_photo_facts facts;
    char file[SCALP_CASE_PATH];
    if (document->photo_count == SCALP_CASE_MAX_PHOTOS)
        return scalp_fail(error, SCALP_ERR_LIMIT, "A case holds at most %d photos.",
                          SCALP_CASE_MAX_PHOTOS);
    if (strlen(given) >= sizeof file)
        return scalp_fail(error, SCALP_ERR_LIMIT, "The path %.40s... is longer than %d bytes.",
                          given, SCALP_CASE_PATH - 1);
    scalp_case_photo *photo = &document->photos[document->photo_count];
    *photo = scalp_case_photo_default();
    split_photo(given, file, sizeof file, photo->view);
    const scalp_arena_mark mark = scalp_arena_here(job->work.memory);
    SCALP_TRY(cli_read(job, file, SCALP_CODEC_MAX_IMAGE_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_image_facts(bytes, file, &job->work, &facts, error));
    scalp_arena_return(job->work.memory, mark);
    make_id(document, file, photo->id);
    if (!relative_path(file, output, photo->file, sizeof photo->file))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "No path leads from the folder of %s to the photo %s; choose a folder "
                          "that is there.",
                          output, file);
    document->photo_count++;
    return SCALP_OK;
}

/* ---- The command ------------------------------------------------------------------------- */

static scalp_status run(cli_job *job, scalp_error *error) {
    struct stat there;
    scalp_bytes bytes;
    void *place;
    const char *output = cli_text(job, "output", "case.json");
    const cli_value *photos = cli_value_of(job, "photo");
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_case), &place, error));
    scalp_case *document = place;
    *document = scalp_case_default();
    set_style(job, document);
    SCALP_TRY(set_fields(job, document, error));
    for (size_t i = 0; i < photos->count; i++)
        SCALP_TRY(add_photo(job, photos->texts[i], output, document, error));
    SCALP_TRY(scalp_codec_case_write(document, &job->work, &bytes, error));
    SCALP_TRY(cli_output_check(job, output, error));
    if (strcmp(output, "-") != 0 && !cli_given(job, "force") && stat(output, &there) == 0 &&
        S_ISREG(there.st_mode))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is there already; give another name with -o, or --force to "
                          "overwrite it.",
                          output);
    SCALP_TRY(cli_write(job, output, bytes, error));
    if (photos->count)
        cli_say(job,
                "Put at least 4 landmarks of each photo into it (scalptor-case(5) lists them), "
                "then run scalptor case check %s.",
                output);
    return SCALP_OK;
}

const cli_command cli_case_new = {
    .name = "case new",
    .operands = "",
    .summary = "make a case file from a style and measurements",
    .about = "Makes a case file: the one document that holds what is known of a client's head and "
             "hair, and what shall be done. Everything that is not given has a default, so that "
             "the result is always a valid case.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
