/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const cli_option cli_common_options[] = {
    {.name = "threads",
     .kind = CLI_WHOLE,
     .argument = "N",
     .low = 1,
     .high = 64,
     .help = "use N threads; the result is the same",
     .otherwise = "one per core"},
    {.name = "quiet", .letter = 'q', .help = "no progress bar, no remarks; errors only"},
    {.name = "help", .letter = 'h', .help = "show this help"},
};
const size_t cli_common_option_count = sizeof cli_common_options / sizeof *cli_common_options;

static size_t option_count(const cli_command *command) {
    return command->option_count + cli_common_option_count;
}

static const cli_option *option_at(const cli_command *command, size_t index) {
    return index < command->option_count ? &command->options[index]
                                         : &cli_common_options[index - command->option_count];
}

/* ---- Asking ------------------------------------------------------------------------------ */

const cli_value *cli_value_of(const cli_job *job, const char *name) {
    for (size_t i = 0; i < option_count(job->command); i++)
        if (strcmp(option_at(job->command, i)->name, name) == 0)
            return &job->values[i];
    assert(!"an option that is in the command's table");
    return &job->values[0];
}

bool cli_given(const cli_job *job, const char *name) {
    return cli_value_of(job, name)->count > 0;
}

const char *cli_text(const cli_job *job, const char *name, const char *otherwise) {
    const cli_value *value = cli_value_of(job, name);
    return value->count ? value->texts[value->count - 1] : otherwise;
}

double cli_number(const cli_job *job, const char *name, double otherwise) {
    const cli_value *value = cli_value_of(job, name);
    return value->number_count ? value->numbers[0] : otherwise;
}

const scalp_case_field *cli_field(const char *path) {
    const char *dot = strrchr(path, '.');
    const size_t section = dot ? (size_t)(dot - path) : 0;
    const char *name = dot ? dot + 1 : path;
    for (size_t i = 0; i < scalp_case_field_count; i++) {
        const scalp_case_field *field = &scalp_case_fields[i];
        if (strlen(field->section) == section && strncmp(field->section, path, section) == 0 &&
            strcmp(field->name, name) == 0)
            return field;
    }
    assert(!"a field of the case");
    return NULL;
}

/* ---- Values ------------------------------------------------------------------------------ */

bool cli_number_from_text(const char *text, double *number) {
    char *end;
    if (!text[0] || text[strspn(text, "+-.0123456789eE")])
        return false;
    *number = strtod(text, &end);
    return !*end && isfinite(*number);
}

static bool within(const cli_option *option, double number) {
    double low = option->low, high = option->high;
    if (low == 0 && high == 0 && option->field) {
        low = cli_field(option->field)->low;
        high = cli_field(option->field)->high;
    }
    if ((option->kind == CLI_WHOLE || option->kind == CLI_SIZE) && number != floor(number))
        return false;
    return (low == 0 && high == 0) || (number >= low && number <= high);
}

static bool is_choice(const cli_option *option, const char *text) {
    const char *at = option->choices ? option->choices : cli_field(option->field)->choices;
    const size_t length = strlen(text);
    while (at && *at) {
        const size_t word = strcspn(at, "|");
        if (word == length && strncmp(at, text, word) == 0)
            return true;
        at += word + (at[word] == '|');
    }
    return false;
}

/* Numbers divided by `divider`: every one within the option's limits. */
static bool numbers_from_text(const cli_option *option, const char *text, char divider,
                              cli_value *value) {
    value->number_count = 0;
    for (const char *at = text;; at++) {
        char cell[32];
        const char ends[] = {divider, 0};
        const size_t length = strcspn(at, ends);
        if (length == 0 || length >= sizeof cell || value->number_count == CLI_MAX_NUMBERS)
            return false;
        memcpy(cell, at, length);
        cell[length] = 0;
        double *number = &value->numbers[value->number_count++];
        if (!cli_number_from_text(cell, number) || !within(option, *number))
            return false;
        at += length;
        if (!*at)
            return true;
    }
}

static bool value_from_text(const cli_option *option, const char *text, cli_value *value) {
    switch (option->kind) {
    case CLI_FLAG:
        return true;
    case CLI_TEXT:
        return text[0] != 0;
    case CLI_CHOICE:
        return is_choice(option, text);
    case CLI_NUMBER:
    case CLI_WHOLE:
        return numbers_from_text(option, text, ',', value) && value->number_count == 1;
    case CLI_NUMBERS:
        return numbers_from_text(option, text, ',', value);
    case CLI_SIZE:
        return numbers_from_text(option, text, 'x', value) && value->number_count == 2;
    }
    return false;
}

/* ---- Parsing ----------------------------------------------------------------------------- */

/* The arguments as they are eaten. */
typedef struct reader {
    cli_job *job;
    int count, at;
    char **arguments;
    scalp_error *error;
} reader;

static const char *kind_text(cli_kind kind) {
    switch (kind) {
    case CLI_NUMBER:
        return "a number";
    case CLI_WHOLE:
        return "a whole number";
    case CLI_NUMBERS:
        return "numbers with commas between them";
    case CLI_SIZE:
        return "a width and a height such as 1600x1200";
    default:
        return "not empty";
    }
}

static scalp_status bad_value(const cli_option *option, const char *text, scalp_error *error) {
    char limits[200];
    cli_limits_text(option, limits, sizeof limits);
    if (option->kind == CLI_CHOICE)
        return scalp_fail(error, SCALP_ERR_INPUT, "--%s must be one of %s, not \"%s\".",
                          option->name, limits, text);
    return scalp_fail(error, SCALP_ERR_INPUT, "--%s must be %s%s%s, not \"%s\".", option->name,
                      kind_text(option->kind), limits[0] ? ", " : "", limits, text);
}

static scalp_status take_value(reader *r, size_t index, const char *attached) {
    const cli_option *option = option_at(r->job->command, index);
    cli_value *value = &r->job->values[index];
    const char *text = attached;
    if (option->kind == CLI_FLAG && attached)
        return scalp_fail(r->error, SCALP_ERR_INPUT, "--%s takes no value.", option->name);
    if (option->kind != CLI_FLAG && !attached) {
        if (r->at == r->count)
            return scalp_fail(r->error, SCALP_ERR_INPUT, "--%s needs a value: %s.", option->name,
                              option->argument);
        text = r->arguments[r->at++];
    }
    if (value->count && !option->repeats)
        return scalp_fail(r->error, SCALP_ERR_INPUT, "--%s is given twice; give it once.",
                          option->name);
    if (!value_from_text(option, text ? text : "", value))
        return bad_value(option, text, r->error);
    if (!value->texts) {
        void *texts;
        SCALP_TRY(scalp_work_take(&r->job->work, (size_t)r->count, sizeof *value->texts, &texts,
                                  r->error));
        value->texts = texts;
    }
    value->texts[value->count++] = text;
    return SCALP_OK;
}

static scalp_status unknown_option(reader *r, const char *given) {
    const cli_command *command = r->job->command;
    const char *names[CLI_MAX_OPTIONS];
    char word[64];
    const size_t length = strcspn(given, "=");
    for (size_t i = 0; i < option_count(command); i++)
        names[i] = option_at(command, i)->name;
    snprintf(word, sizeof word, "%.*s", (int)(length < 60 ? length : 60), given);
    const char *nearest = cli_nearest(word, names, option_count(command));
    if (nearest)
        return scalp_fail(r->error, SCALP_ERR_INPUT, "%s has no option --%s; did you mean --%s?",
                          command->name, word, nearest);
    return scalp_fail(r->error, SCALP_ERR_INPUT,
                      "%s has no option --%s; scalptor %s --help lists them.", command->name, word,
                      command->name);
}

static scalp_status take_long(reader *r, const char *given) {
    const size_t length = strcspn(given, "=");
    for (size_t i = 0; i < option_count(r->job->command); i++) {
        const char *name = option_at(r->job->command, i)->name;
        if (strlen(name) == length && strncmp(name, given, length) == 0)
            return take_value(r, i, given[length] ? given + length + 1 : NULL);
    }
    return unknown_option(r, given);
}

/* -q, -o FILE or -oFILE; no bundles. */
static scalp_status take_letter(reader *r, const char *given) {
    const cli_command *command = r->job->command;
    for (size_t i = 0; i < option_count(command); i++)
        if (option_at(command, i)->letter == given[0])
            return take_value(r, i, given[1] ? given + 1 : NULL);
    return scalp_fail(r->error, SCALP_ERR_INPUT,
                      "%s has no option -%s; scalptor %s --help lists them.", command->name, given,
                      command->name);
}

static scalp_status check_operands(const cli_job *job, scalp_error *error) {
    const cli_command *command = job->command;
    const int count = (int)job->operand_count;
    if (count < command->operands_least)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s needs %s; scalptor %s --help says more.",
                          command->name, command->operands, command->name);
    if (count > command->operands_most)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s does not know what to do with \"%s\"; scalptor %s --help says more.",
                          command->name, job->operands[command->operands_most], command->name);
    return SCALP_OK;
}

scalp_status cli_parse(cli_job *job, int count, char **arguments, bool *help, scalp_error *error) {
    reader r = {job, count, 0, arguments, error};
    void *operands;
    assert(option_count(job->command) <= CLI_MAX_OPTIONS);
    SCALP_TRY(
        scalp_work_take(&job->work, (size_t)count + 1, sizeof *job->operands, &operands, error));
    job->operands = operands;
    *help = false;
    for (bool options = true; r.at < r.count;) {
        const char *given = arguments[r.at++];
        if (options && strcmp(given, "--") == 0)
            options = false;
        else if (options && strncmp(given, "--", 2) == 0)
            SCALP_TRY(take_long(&r, given + 2));
        else if (options && given[0] == '-' && given[1])
            SCALP_TRY(take_letter(&r, given + 1));
        else
            job->operands[job->operand_count++] = given;
        *help = cli_given(job, "help");
        if (*help)
            return SCALP_OK;
    }
    return check_operands(job, error);
}
