/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <string.h>

/* clang-format off */
static const cli_command *const commands[] = {
    &cli_case_new,
    &cli_case_check,
    &cli_case_show,
    &cli_head,
    &cli_fit,
    &cli_design,
    &cli_plan,
    &cli_segment,
    &cli_preview,
    &cli_match,
    &cli_forecast,
    &cli_panel,
    &cli_demo,
    &cli_client_new,
    &cli_client_list,
    &cli_client_search,
    &cli_client_show,
    &cli_client_set,
    &cli_client_archive,
    &cli_consent_text,
    &cli_consent_sign,
    &cli_consent_withdraw,
    &cli_approve,
    &cli_session_check,
    &cli_session_start,
    &cli_session_use,
    &cli_session_record,
    &cli_session_stop,
    &cli_session_show,
    &cli_stock_add,
    &cli_stock_list,
    &cli_stock_open,
    &cli_stock_use,
    &cli_stock_set,
    &cli_stock_recall,
    &cli_record_add,
    &cli_record_list,
    &cli_record_show,
    &cli_record_set,
    &cli_record_fields,
    &cli_user_add,
    &cli_user_list,
    &cli_user_set,
    &cli_erase,
    &cli_export_client,
    &cli_export_table,
    &cli_export_calendar,
    &cli_export_outcomes,
    &cli_card,
    &cli_template,
    &cli_paper_report,
    &cli_scale,
    &cli_inspect,
    &cli_colour,
    &cli_screen,
    &cli_protocol,
    &cli_aftercare,
    &cli_pigment_list,
    &cli_pigment_add,
    &cli_store_create,
    &cli_store_check,
    &cli_store_move,
    &cli_store_passphrase,
    &cli_backup,
    &cli_restore,
    &cli_doctor,
    &cli_optics_slab,
    &cli_optics_skin,
    &cli_optics_mc,
    &cli_optics_dot,
};
/* clang-format on */
#define COMMANDS (sizeof commands / sizeof *commands)

const cli_command *const *cli_commands(size_t *count) {
    *count = COMMANDS;
    return commands;
}

static int exit_code(scalp_status status) {
    switch (status) {
    case SCALP_OK:
        return 0;
    case SCALP_ERR_NO:
        return 1;
    case SCALP_ERR_INPUT:
    case SCALP_ERR_LIMIT:
        return 2;
    case SCALP_ERR_MEMORY:
    case SCALP_ERR_MACHINE:
        return 3;
    case SCALP_ERR_CANCELLED:
        return 130;
    }
    return 3;
}

/* The status as an exit code; the reason, if any, on stderr. */
static int leave(scalp_status status, const scalp_error *error) {
    if (status == SCALP_ERR_MEMORY && !error->message[0])
        cli_sentence("Out of memory; close other programs and try again.");
    else if (status != SCALP_OK && error->message[0])
        cli_sentence(error->message);
    return exit_code(status);
}

/* Help and version: shown through the same door as results, so that a full disk is noticed. */
static int show(void (*what)(FILE *to, const void *context), const void *context) {
    scalp_error error = {0};
    what(stdout, context);
    scalp_status status = SCALP_OK;
    if (fflush(stdout) != 0 || ferror(stdout))
        status = scalp_fail(&error, SCALP_ERR_MACHINE, "The text could not be written to stdout.");
    return leave(status, &error);
}

static void show_program(FILE *to, const void *context) {
    (void)context;
    cli_help_program(to);
}

static void show_command(FILE *to, const void *context) {
    cli_help_command(context, to);
}

static void show_version(FILE *to, const void *context) {
    fprintf(to, "scalptor %s\n", (const char *)context);
}

static int run(const cli_command *command, int count, char **arguments) {
    cli_job job;
    scalp_error error = {0};
    bool help = false;
    scalp_status status = cli_job_open(&job, command, &error);
    if (status == SCALP_OK)
        status = cli_parse(&job, count, arguments, &help, &error);
    if (status == SCALP_OK && help) {
        cli_job_close(&job);
        return show(show_command, command);
    }
    if (status == SCALP_OK)
        status = cli_job_start(&job, &error);
    if (status == SCALP_OK)
        status = command->run(&job, &error);
    cli_progress_clear(&job.progress);
    if (status == SCALP_OK || status == SCALP_ERR_NO) {
        const scalp_status shown = cli_job_show(&job, &error);
        status = shown == SCALP_OK ? status : shown;
    }
    cli_job_close(&job);
    return leave(status, &error);
}

/* The command that the first one or two words name, and how many words that were. */
static const cli_command *find(int count, char **words, int *used) {
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *name = commands[i]->name;
        const size_t first = strcspn(name, " ");
        if (strlen(words[0]) != first || strncmp(words[0], name, first) != 0)
            continue;
        *used = name[first] ? 2 : 1;
        if (!name[first] || (count > 1 && strcmp(words[1], name + first + 1) == 0))
            return commands[i];
    }
    return NULL;
}

static bool is_group(const char *word) {
    const size_t length = strlen(word);
    for (size_t i = 0; i < COMMANDS; i++)
        if (strncmp(commands[i]->name, word, length) == 0 && commands[i]->name[length] == ' ')
            return true;
    return false;
}

/* The first word of a command of two, one of which is `name`. */
static const char *group_of(const char *name) {
    static const char *const groups[] = {"case",   "client",  "consent", "export",
                                         "optics", "pigment", "record",  "session",
                                         "stock",  "store",   "user"};
    size_t i = 0;
    while (strncmp(groups[i], name, strlen(groups[i])) != 0)
        i++;
    return groups[i];
}

/* The words that may stand behind `group`, or first of all when it is NULL. */
static size_t words_after(const char *group, const char **words) {
    size_t count = 0;
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *space = strchr(commands[i]->name, ' ');
        if (group && space && strcmp(group, group_of(commands[i]->name)) == 0)
            words[count++] = space + 1;
        else if (!group)
            words[count++] = space ? group_of(commands[i]->name) : commands[i]->name;
    }
    return count;
}

static scalp_status unknown(int count, char **words, scalp_error *error) {
    const char *known[COMMANDS + 1];
    const bool group = is_group(words[0]);
    size_t known_count = words_after(group ? words[0] : NULL, known);
    if (!group)
        known[known_count++] = "help";
    if (group && (count < 2 || words[1][0] == '-'))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s needs a word more, such as %s %s; scalptor help lists them.",
                          words[0], words[0], known[0]);
    const char *before = group ? words[0] : "", *space = group ? " " : "";
    const char *word = group ? words[1] : words[0];
    const char *nearest = cli_nearest(word, known, known_count);
    if (nearest)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There is no command %s%s%s; did you mean %s%s%s?", before, space, word,
                          before, space, nearest);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "There is no command %s%s%s; scalptor help lists them.", before, space, word);
}

static int leave_unknown(int count, char **words) {
    scalp_error error = {0};
    const scalp_status status = unknown(count, words, &error);
    return leave(status, &error);
}

static int help(int count, char **words) {
    int used = 0;
    if (count == 0)
        return show(show_program, NULL);
    const cli_command *command = find(count, words, &used);
    if (command)
        return show(show_command, command);
    if (is_group(words[0]) && count == 1)
        return show(show_program, NULL);
    return leave_unknown(count, words);
}

int main(int count, char **arguments) {
    /* A file that may not grow (ulimit -f) is then an error to report, not a death. */
    signal(SIGXFSZ, SIG_IGN);
    int used = 0;
    if (count < 2) {
        cli_help_program(stderr);
        return 2;
    }
    const char *word = arguments[1];
    if (strcmp(word, "--version") == 0)
        return show(show_version, SCALP_VERSION);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return show(show_program, NULL);
    if (strcmp(word, "help") == 0)
        return help(count - 2, arguments + 2);
    if (is_group(word) && count > 2 &&
        (strcmp(arguments[2], "--help") == 0 || strcmp(arguments[2], "-h") == 0))
        return show(show_program, NULL);
    const cli_command *command = find(count - 1, arguments + 1, &used);
    if (!command)
        return leave_unknown(count - 1, arguments + 1);
    return run(command, count - 1 - used, arguments + 1 + used);
}
