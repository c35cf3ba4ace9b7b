/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside records: the gates of a session, one function each, adding their reasons. */
#ifndef SCALPTOR_RECORDS_GATE_H
#define SCALPTOR_RECORDS_GATE_H

#include <scalptor/records.h>

/* `record` NULL: about none. */
SCALP_PRINTF(5, 6)
void scalp_gate_add(scalp_gate_answer *answer, scalp_gate gate, bool stops,
                    const scalp_record *record, const char *format, ...);
/* The latest record of that kind up to the day; NULL: none. */
const scalp_record *scalp_gate_latest(const scalp_record *records, size_t count, const char *kind,
                                      const char *date);
bool scalp_gate_is_kind(const scalp_record *record, const char *kind);

void scalp_gate_screening(const scalp_gate_asked *asked, scalp_gate_answer *answer);
void scalp_gate_consent(const scalp_gate_asked *asked, scalp_gate_answer *answer);
void scalp_gate_approval(const scalp_gate_asked *asked, scalp_gate_answer *answer);
void scalp_gate_client(const scalp_gate_asked *asked, scalp_gate_answer *answer);
void scalp_gate_sessions(const scalp_gate_asked *asked, scalp_gate_answer *answer);
void scalp_gate_staff(const scalp_gate_asked *asked, scalp_gate_answer *answer);

#endif
