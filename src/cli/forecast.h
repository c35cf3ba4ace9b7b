/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A forecast as text and as JSON. */
#ifndef SCALPTOR_CLI_FORECAST_H
#define SCALPTOR_CLI_FORECAST_H

#include "cli.h"

void cli_forecast_text(const scalp_case_forecast *forecast, const scalp_case *document, FILE *to);
json_t *cli_forecast_json(const scalp_case_forecast *forecast, const scalp_case *document);
/* Sentences for a client, in buffers of CLI_FORECAST_SENTENCE. */
#define CLI_FORECAST_SENTENCE 700
void cli_recede_sentence(const scalp_case_recede *recede, char text[CLI_FORECAST_SENTENCE]);
void cli_grey_sentence(const scalp_case_forecast *forecast, const scalp_case *document,
                       char text[CLI_FORECAST_SENTENCE]);

#endif
