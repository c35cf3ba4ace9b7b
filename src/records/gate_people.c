/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client, earlier sessions, and who works. */
#include "gate.h"

#include <string.h>

void scalp_gate_client(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    if (!asked->client) {
        scalp_gate_add(answer, SCALP_GATE_CLIENT, true, NULL, "There is no such client.");
        return;
    }
    const char *born = scalp_record_text(asked->client, "born");
    const int least = (int)scalp_record_limit("least_age_years");
    if (!born[0])
        scalp_gate_add(answer, SCALP_GATE_CLIENT, true, asked->client,
                       "The date of birth is not known; clients must be %d or older.", least);
    else if (scalp_record_years_between(born, asked->date) < least)
        scalp_gate_add(answer, SCALP_GATE_CLIENT, true, asked->client,
                       "The client is under %d; there is no treatment before that.", least);
    if (asked->client->archived)
        scalp_gate_add(answer, SCALP_GATE_CLIENT, true, asked->client,
                       "The client is archived; take the record out of the archive first.");
}

void scalp_gate_sessions(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    const scalp_record *last =
        scalp_gate_latest(asked->records, asked->record_count, "session", asked->date);
    for (size_t i = 0; i < asked->record_count; i++)
        if (scalp_gate_is_kind(&asked->records[i], "session") &&
            scalp_record_is(&asked->records[i], "state", "running"))
            scalp_gate_add(answer, SCALP_GATE_SESSIONS, true, &asked->records[i],
                           "The session of %s is still running; stop it first.",
                           asked->records[i].date);
    if (!last)
        return;
    const long days = scalp_record_days_between(last->date, asked->date);
    const double rest = scalp_record_limit("rest_days");
    if (days > 0 && (double)days < rest)
        scalp_gate_add(answer, SCALP_GATE_SESSIONS, false, last,
                       "The last session was %ld day%s ago; pigment is not settled before day "
                       "%.0f.",
                       days, days == 1 ? "" : "s", rest);
}

static void check_valid(const scalp_gate_asked *asked, const char *rows, const char *what,
                        scalp_gate_answer *answer) {
    const scalp_value *value = scalp_record_value(asked->staff, rows);
    for (size_t i = 0; i < value->count; i++) {
        const char *until = scalp_record_text(&value->rows[i], "until");
        const char *name = scalp_record_text(&value->rows[i], "name");
        if (!until[0])
            continue;
        const long left = scalp_record_days_between(asked->date, until);
        if (left < 0)
            scalp_gate_add(answer, SCALP_GATE_STAFF, false, asked->staff,
                           "%s \"%.120s\" of %.60s ran out on %s.", what, name,
                           scalp_record_text(asked->staff, "name"), until);
        else if ((double)left <= scalp_record_limit("training_warn_days"))
            scalp_gate_add(answer, SCALP_GATE_STAFF, false, asked->staff,
                           "%s \"%.120s\" of %.60s runs out on %s.", what, name,
                           scalp_record_text(asked->staff, "name"), until);
    }
}

static bool has_role(const scalp_record *staff, const char *role) {
    const scalp_value *roles = scalp_record_value(staff, "roles");
    for (size_t i = 0; i < roles->count; i++)
        if (strcmp(roles->list[i], role) == 0)
            return true;
    return false;
}

void scalp_gate_staff(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    if (!asked->staff) {
        scalp_gate_add(answer, SCALP_GATE_STAFF, false, NULL, "Nobody is named who works.");
        return;
    }
    const char *name = scalp_record_text(asked->staff, "name");
    const char *until = scalp_record_text(asked->staff, "until");
    if (!has_role(asked->staff, "practitioner"))
        scalp_gate_add(answer, SCALP_GATE_STAFF, true, asked->staff,
                       "%.100s is no practitioner of the studio.", name);
    if (until[0] && strcmp(until, asked->date) < 0)
        scalp_gate_add(answer, SCALP_GATE_STAFF, true, asked->staff,
                       "%.100s left the studio on %s.", name, until);
    check_valid(asked, "licences", "The licence", answer);
    check_valid(asked, "trainings", "The training", answer);
}
