/* SPDX-License-Identifier: GPL-3.0-or-later */
/* May a session start? Everything that stands against it, not only the first thing. */
#include "gate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *scalp_gate_name(scalp_gate gate) {
    static const char *const names[SCALP_GATE_COUNT] = {
        "client", "screening", "consent", "approval", "lots", "label", "sessions", "staff",
    };
    return names[gate];
}

void scalp_gate_add(scalp_gate_answer *answer, scalp_gate gate, bool stops,
                    const scalp_record *record, const char *format, ...) {
    if (stops)
        answer->open = false;
    if (answer->reason_count == SCALP_GATE_MAX_REASONS)
        return;
    scalp_gate_reason *reason = &answer->reasons[answer->reason_count++];
    *reason = (scalp_gate_reason){.gate = gate, .stops = stops};
    if (record)
        memcpy(reason->record, record->id, sizeof reason->record);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason->text, sizeof reason->text, format, arguments);
    va_end(arguments);
}

bool scalp_gate_is_kind(const scalp_record *record, const char *kind) {
    return strcmp(record->kind->name, kind) == 0;
}

/* The time of day that decides between two records of one day. */
static const char *time_of(const scalp_record *record) {
    static const char *const names[] = {"signed_at", "asked_at", "started_at"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (scalp_record_field_find(record, names[i]))
            return scalp_record_text(record, names[i]);
    return "";
}

static bool is_later(const scalp_record *a, const scalp_record *b) {
    const int days = strcmp(a->date, b->date);
    return days > 0 || (days == 0 && strcmp(time_of(a), time_of(b)) >= 0);
}

const scalp_record *scalp_gate_latest(const scalp_record *records, size_t count, const char *kind,
                                      const char *date) {
    const scalp_record *latest = NULL;
    for (size_t i = 0; i < count; i++)
        if (scalp_gate_is_kind(&records[i], kind) && strcmp(records[i].date, date) <= 0 &&
            (!latest || is_later(&records[i], latest)))
            latest = &records[i];
    return latest;
}

static bool any_lot(const scalp_gate_asked *asked, const char *use) {
    for (size_t i = 0; i < asked->lot_count; i++)
        if (scalp_record_is(&asked->lots[i], "use", use))
            return true;
    return false;
}

static void check_lots(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    if (!any_lot(asked, "pigment"))
        scalp_gate_add(answer, SCALP_GATE_LOTS, true, NULL,
                       "No pigment is named; say which bottle is used.");
    if (!any_lot(asked, "needle"))
        scalp_gate_add(answer, SCALP_GATE_LOTS, true, NULL,
                       "No needle is named; say which box is used.");
    for (size_t i = 0; i < asked->lot_count; i++) {
        const scalp_record *lot = &asked->lots[i];
        const scalp_stock_state state = scalp_stock_state_on(lot, asked->date);
        char name[SCALP_RECORD_TITLE];
        scalp_record_title(lot, name);
        if (!state.usable)
            scalp_gate_add(answer, SCALP_GATE_LOTS, true, lot, "%s", state.why);
        else if (state.soon)
            scalp_gate_add(answer, SCALP_GATE_LOTS, false, lot, "%.200s can be used until %s.",
                           name, state.last);
        if (state.usable && state.reorder)
            scalp_gate_add(answer, SCALP_GATE_LOTS, false, lot,
                           "%.200s is running low: %g %s left; order more.", name,
                           scalp_record_number(lot, "left", 0), scalp_record_text(lot, "unit"));
    }
}

static void check_label(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    if (!asked->label_given)
        scalp_gate_add(answer, SCALP_GATE_LABEL, true, NULL,
                       "The client has not been given the label information of the pigment; give "
                       "it first (REACH entry 75).");
}

void scalp_gate_check(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    *answer = (scalp_gate_answer){.open = true};
    scalp_gate_client(asked, answer);
    scalp_gate_screening(asked, answer);
    scalp_gate_consent(asked, answer);
    scalp_gate_approval(asked, answer);
    check_lots(asked, answer);
    check_label(asked, answer);
    scalp_gate_sessions(asked, answer);
    scalp_gate_staff(asked, answer);
}
