/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help =
         "write the page there as PDF (with --measured-mm: the card file as JSON); - is stdout"},
    {.name = "paper",
     .kind = CLI_CHOICE,
     .argument = "SIZE",
     .choices = "a4|letter",
     .help = "the paper to print on",
     .otherwise = "a4"},
    {.name = "print-id",
     .kind = CLI_TEXT,
     .argument = "ID",
     .help = "name of this print, which stands on it; 24 letters, digits, spaces, -_. at most"},
    {.name = "measured-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 90,
     .high = 110,
     .help = "what the print's ruler measures from 0 to 100, in true millimetres"},
    {.name = "json", .help = "report as JSON"},
};

static void report_text(const scalp_card *card, const char *paper, FILE *to) {
    if (card->measured_mm == 0) {
        fprintf(to,
                "Card for %s. Print it at actual size, measure the ruler from 0 to 100, then:\n"
                "  scalptor card --measured-mm LENGTH%s%s%s -o card.json\n",
                paper, card->print_id[0] ? " --print-id \"" : "", card->print_id,
                card->print_id[0] ? "\"" : "");
        return;
    }
    fprintf(to, "Print %s: 100 mm on it are %.2f mm (entered); lengths times %.4f +- %.3f\n",
            card->print_id[0] ? card->print_id : "-", card->measured_mm, scalp_card_factor(card),
            scalp_card_factor_sd(card));
}

static void report_json(cli_job *job, const scalp_card *card, const char *paper) {
    job->json = json_pack("{s:s, s:s, s:f, s:f, s:f}", "version", SCALP_VERSION, "print_id",
                          card->print_id, "nominal_mm", SCALP_CARD_RULER_MM, "factor",
                          scalp_card_factor(card), "factor_sd", scalp_card_factor_sd(card));
    if (card->measured_mm > 0)
        json_object_set_new(job->json, "measured_mm", json_real(card->measured_mm));
    else
        json_object_set_new(job->json, "paper", json_string(paper));
    cli_json_written(job, job->json);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    const char *output = cli_text(job, "output", NULL), *paper = cli_text(job, "paper", "a4");
    const char *id = cli_text(job, "print-id", "");
    scalp_card card = {.measured_mm = cli_number(job, "measured-mm", 0)};
    scalp_bytes bytes;
    if (strlen(id) >= sizeof card.print_id)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--print-id may have %zu letters, digits, spaces and -_. at most.",
                          sizeof card.print_id - 1);
    memcpy(card.print_id, id, strlen(id) + 1);
    if (!output && card.measured_mm == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "card needs -o FILE for the page, or --measured-mm for a print that was "
                          "measured; scalptor card --help says more.");
    if (card.measured_mm > 0 && cli_given(job, "paper"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--paper is for printing; leave it out with --measured-mm.");
    SCALP_TRY(scalp_card_check(&card, error));
    SCALP_TRY(cli_output_check(job, output, error));
    if (card.measured_mm > 0)
        SCALP_TRY(scalp_codec_card_write(&card, &job->work, &bytes, error));
    else
        SCALP_TRY(scalp_codec_card_pdf_write(
            &card, strcmp(paper, "letter") == 0 ? SCALP_PAPER_LETTER : SCALP_PAPER_A4, &job->work,
            &bytes, error));
    if (output)
        SCALP_TRY(cli_write(job, output, bytes, error));
    if (cli_given(job, "json"))
        report_json(job, &card, paper);
    else
        report_text(&card, paper, job->out);
    return SCALP_OK;
}

const cli_command cli_card = {
    .name = "card",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "print the calibration card, and note what a print measures",
    .about = "Writes a page to be printed at actual size: a ruler, a card as large as a bank card "
             "and small stickers, each with square tags and greys, that give a photo its "
             "millimetres. Measure each print's ruler once and enter it with --measured-mm: the "
             "card file it writes is what other commands take as --card. Never lay card or "
             "stickers on treated skin.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
