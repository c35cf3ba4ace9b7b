/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of kinds and fields, for people. */
#include "records.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "json", .help = "show the table as JSON, with the source of each row"},
};

static void show_field(FILE *to, const scalp_record_field *f) {
    char limits[400] = "";
    const scalp_record_type type = scalp_record_field_type(f);
    if (type == SCALP_RECORD_IS_NUMBER || type == SCALP_RECORD_IS_WHOLE)
        snprintf(limits, sizeof limits, "%g to %g%s%s", f->low, f->high, f->unit[0] ? " " : "",
                 f->unit);
    else if (f->choices[0])
        snprintf(limits, sizeof limits, "%s", f->choices);
    else if (type == SCALP_RECORD_IS_ROWS || type == SCALP_RECORD_IS_REF)
        snprintf(limits, sizeof limits, "%s", f->refers);
    for (char *c = limits; *c; c++)
        if (*c == '|')
            *c = '/';
    char text[700];
    snprintf(text, sizeof text, "%s%s%s%s (%s)", f->meaning, limits[0] ? ": " : "", limits,
             f->required ? "; needed" : "", f->type);
    fprintf(to, "  %-18s ", f->name);
    cli_wrap(to, text, 21, 21);
}

static void show_kind(FILE *to, const scalp_record_kind *kind) {
    size_t count;
    const scalp_record_field *fields = scalp_record_fields_of(kind->name, &count);
    fprintf(to, "%s: ", kind->name);
    cli_wrap(to, kind->meaning, strlen(kind->name) + 2, 2);
    for (size_t i = 0; i < count; i++)
        show_field(to, &fields[i]);
}

static json_t *kind_json(const scalp_record_kind *kind) {
    size_t count;
    const scalp_record_field *fields = scalp_record_fields_of(kind->name, &count);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:f, s:f, s:s, s:b, s:s, s:s, s:s}", "name",
                            fields[i].name, "type", fields[i].type, "unit", fields[i].unit, "low",
                            fields[i].low, "high", fields[i].high, "choices", fields[i].choices,
                            "required", fields[i].required, "refers", fields[i].refers, "meaning",
                            fields[i].meaning, "source", fields[i].source));
    return json_pack("{s:s, s:s, s:b, s:s, s:s, s:o}", "kind", kind->name, "of", kind->of, "kept",
                     kind->kept, "meaning", kind->meaning, "source", kind->source, "fields", list);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    const char *wanted = job->operand_count ? job->operands[0] : NULL;
    const bool json = cli_given(job, "json");
    if (wanted && !scalp_record_kind_find(wanted))
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "There is no kind of record \"%.40s\"; scalptor record fields lists them.", wanted);
    if (json)
        job->json = json_pack("{s:[]}", "kinds");
    for (size_t i = 0; i < scalp_record_kind_count; i++) {
        const scalp_record_kind *kind = &scalp_record_kinds[i];
        if (wanted && strcmp(kind->name, wanted) != 0)
            continue;
        if (json) {
            json_array_append_new(json_object_get(job->json, "kinds"), kind_json(kind));
        } else if (wanted) {
            show_kind(job->out, kind);
        } else {
            fprintf(job->out, "%-13s ", kind->name);
            cli_wrap(job->out, kind->meaning, 14, 14);
        }
    }
    return SCALP_OK;
}

const cli_command cli_record_fields = {
    .name = "record fields",
    .operands = "[KIND]",
    .operands_least = 0,
    .operands_most = 1,
    .summary = "kinds of records and their fields",
    .about = "Lists the kinds of records, or the fields of one kind: what each means, what it may "
             "be, and whether it is needed. Kinds such as material or risk are rows within others.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
