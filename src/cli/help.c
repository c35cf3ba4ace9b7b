/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <string.h>

#define WIDTH 80
#define COLUMN 26

/* ---- Words ------------------------------------------------------------------------------- */

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Insertions, removals, changes and swapped neighbours (Damerau 1964, optimal alignment). */
static size_t distance(const char *a, const char *b) {
    enum { MOST = 32 };
    size_t row[3][MOST + 1];
    const size_t n = strlen(a), m = strlen(b);
    if (n > MOST || m > MOST)
        return MOST;
    for (size_t j = 0; j <= m; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *was = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            const size_t change = was[j - 1] + (a[i - 1] != b[j - 1]);
            now[j] = least(change, least(was[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return row[n % 3][m];
}

const char *cli_nearest(const char *word, const char *const *words, size_t count) {
    const char *nearest = NULL;
    size_t best = strlen(word) / 3 + 2; /* farther than that is another word */
    for (size_t i = 0; i < count; i++) {
        const bool begins = strlen(word) >= 3 && strncmp(words[i], word, strlen(word)) == 0;
        const size_t d = begins ? 0 : distance(word, words[i]);
        if (d < best) {
            best = d;
            nearest = words[i];
        }
    }
    return nearest;
}

/* ---- Text -------------------------------------------------------------------------------- */

void cli_wrap(FILE *to, const char *text, size_t at, size_t indent) {
    bool first = true;
    for (const char *p = text; *p;) {
        const size_t word = strcspn(p, " ");
        if (!first && at + 1 + word > WIDTH - 1) {
            fprintf(to, "\n%*s", (int)indent, "");
            at = indent;
            first = true;
        }
        at += word + !first;
        fprintf(to, "%s%.*s", first ? "" : " ", (int)word, p);
        first = false;
        p += word;
        p += strspn(p, " ");
    }
    fputc('\n', to);
}

static void choices_text(const char *choices, char *text, size_t size) {
    size_t used = 0;
    for (const char *p = choices; *p && used + 2 < size; p++) {
        if (*p == '|' && !p[1])
            break;
        if (*p == '|') {
            text[used++] = ',';
            text[used++] = ' ';
        } else {
            text[used++] = *p;
        }
    }
    text[used] = 0;
}

void cli_limits_text(const cli_option *option, char *text, size_t size) {
    const scalp_case_field *field = option->field ? cli_field(option->field) : NULL;
    const double low = option->low || option->high || !field ? option->low : field->low;
    const double high = option->low || option->high || !field ? option->high : field->high;
    text[0] = 0;
    if (option->kind == CLI_CHOICE)
        choices_text(option->choices ? option->choices : field->choices, text, size);
    else if ((option->kind != CLI_TEXT && option->kind != CLI_FLAG) && (low != 0 || high != 0))
        snprintf(text, size, "%.16g..%.16g", low, high);
}

/* "80 to 120; default: 100", or what there is of it. */
static void conditions_text(const cli_option *option, char *text, size_t size) {
    char otherwise[SCALP_CASE_TEXT] = "";
    const scalp_case_field *field = option->field ? cli_field(option->field) : NULL;
    if (option->otherwise)
        snprintf(otherwise, sizeof otherwise, "%s", option->otherwise);
    else if (field && field->kind == SCALP_FIELD_TEXT)
        snprintf(otherwise, sizeof otherwise, "%s", field->text);
    else if (field && !field->optional)
        snprintf(otherwise, sizeof otherwise, "%.16g", field->number);
    cli_limits_text(option, text, size);
    const size_t used = strlen(text);
    if (otherwise[0])
        snprintf(text + used, size - used, "%sdefault: %s", used ? "; " : "", otherwise);
}

static void show_option(const cli_option *option, FILE *to) {
    char head[64], conditions[300], text[500];
    char letter[8] = "    ";
    if (option->letter)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    const int used =
        snprintf(head, sizeof head, "  %s--%s%s%s", letter, option->name,
                 option->argument ? " " : "", option->argument ? option->argument : "");
    conditions_text(option, conditions, sizeof conditions);
    snprintf(text, sizeof text, "%s%s%s%s", option->help, conditions[0] ? " (" : "", conditions,
             conditions[0] ? ")" : "");
    fputs(head, to);
    if (used + 2 > COLUMN)
        fprintf(to, "\n%*s", COLUMN, "");
    else
        fprintf(to, "%*s", COLUMN - used, "");
    cli_wrap(to, text, COLUMN, COLUMN);
}

void cli_help_command(const cli_command *command, FILE *to) {
    fprintf(to, "Usage: scalptor %s [OPTION...]%s%s\n\n", command->name,
            command->operands[0] ? " " : "", command->operands);
    cli_wrap(to, command->about, 0, 0);
    fputs("\nOptions:\n", to);
    for (size_t i = 0; i < command->option_count; i++)
        show_option(&command->options[i], to);
    for (size_t i = 0; i < cli_common_option_count; i++)
        show_option(&cli_common_options[i], to);
    fprintf(to, "\nThe manual page is scalptor-%.*s(1).\n", (int)strcspn(command->name, " "),
            command->name);
}

void cli_help_program(FILE *to) {
    fputs("Usage: scalptor COMMAND [OPTION...] [FILE...]\n\n"
          "Plans scalp micropigmentation on the client's own head, in millimetres, and\n"
          "shows on the client's own photo what it will look like.\n\n"
          "Commands:\n",
          to);
    size_t count;
    const cli_command *const *commands = cli_commands(&count);
    for (size_t i = 0; i < count; i++)
        fprintf(to, "  %-17s %s\n", commands[i]->name, commands[i]->summary);
    fputs("  help              this text; help COMMAND: that of a command\n\n"
          "The usual way:\n"
          "  scalptor case new --style natural --loss V --photo front.jpg\n"
          "  (put the landmarks of the photo into case.json)\n"
          "  scalptor case check case.json\n"
          "  scalptor plan case.json -o plan.json\n"
          "  scalptor preview case.json --plan plan.json --photo front -o healed.jpg\n\n"
          "Exit code: 0 done, 1 the answer is no, 2 wrong usage or bad input, 3 the machine\n"
          "failed, 130 cancelled. scalptor --version shows the version; scalptor demo makes\n"
          "a made-up client to try things on.\n",
          to);
}
