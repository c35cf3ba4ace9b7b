/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside care: the rules of the screening and what is collected while they are looked at. */
#ifndef SCALPTOR_CARE_RULES_H
#define SCALPTOR_CARE_RULES_H

#include <scalptor/care.h>

typedef enum rule_test {
    RULE_YES,
    RULE_NOW,
    RULE_SINCE,
    RULE_NO,
    RULE_IS,
    RULE_BELOW,
} rule_test;

/* A row of data/screening_rules.csv. */
typedef struct scalp_screen_rule {
    int question;
    rule_test test;
    const char *value;     /* of RULE_IS the word, of RULE_BELOW the years */
    scalp_verdict verdict; /* SCALP_VERDICT_GO: to be minded; INCOMPLETE: ask again */
    int months, days;      /* the wait */
    bool firm;
    const char *reason, *source;
} scalp_screen_rule;

scalp_screen_rule scalp_screen_rule_at(size_t index);

/* Numbers of data/screening_terms.csv and data/anaesthetic_terms.csv; the name must be there. */
double scalp_care_term(const char *name);

/* Where findings go. */
typedef struct scalp_findings {
    const scalp_screening *screening;
    const scalp_screen_params *params;
    const scalp_work *work;
    scalp_finding *list;
    size_t count, room;
} scalp_findings;

/* Adds it, with its letter when there is one. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_findings_add(scalp_findings *findings, scalp_finding finding,
                                              scalp_error *error);

/* The answer that counts on the day looked at, and the day it was given. */
scalp_answer scalp_answer_of(const scalp_screening *screening, int question, int32_t *given_on);

/* All numbing against the labels, the ceilings and the answers. SCALP_ERR_INPUT: no weight. */
SCALP_CHECKED scalp_status scalp_dose_check(scalp_findings *findings, scalp_dose *dose,
                                            scalp_error *error);

#endif
