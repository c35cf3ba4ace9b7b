/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clearance, consent and approval. */
#include "gate.h"

#include <string.h>

/* ---- Screening --------------------------------------------------------------------------- */

static const scalp_record *find(const scalp_gate_asked *asked, const char *id) {
    for (size_t i = 0; i < asked->record_count; i++)
        if (strcmp(asked->records[i].id, id) == 0)
            return &asked->records[i];
    return NULL;
}

static bool overridden(const scalp_record *screening) {
    return scalp_record_text(screening, "override_reason")[0] != 0;
}

/* The session that was done under this screening; NULL: none. */
static const scalp_record *used_by(const scalp_gate_asked *asked, const scalp_record *screening) {
    for (size_t i = 0; i < asked->record_count; i++)
        if (scalp_gate_is_kind(&asked->records[i], "session") &&
            strcmp(scalp_record_text(&asked->records[i], "screening"), screening->id) == 0)
            return &asked->records[i];
    return NULL;
}

static void check_age(const scalp_gate_asked *asked, const scalp_record *form, const char *day,
                      scalp_gate_answer *answer) {
    const long age = scalp_record_days_between(day, asked->date);
    if ((double)age > scalp_record_limit("full_form_days"))
        scalp_gate_add(answer, SCALP_GATE_SCREENING, true, form,
                       "The whole screening form is of %s, more than 6 months ago; fill it in "
                       "again.",
                       day);
}

/* A whole form that the short one may lean on: its own answer may have been to wait, which is over
 * by then. */
static void check_full(const scalp_gate_asked *asked, const scalp_record *again,
                       scalp_gate_answer *answer) {
    const char *id = scalp_record_text(again, "full"),
               *form_on = scalp_record_text(again, "form_on");
    if (form_on[0]) { /* one document holds both, and its outcome is of both */
        check_age(asked, again, form_on, answer);
        return;
    }
    const scalp_record *full = id[0] ? find(asked, id) : NULL;
    if (!full || !scalp_gate_is_kind(full, "screening") ||
        !scalp_record_is(full, "scope", "full")) {
        scalp_gate_add(answer, SCALP_GATE_SCREENING, true, again,
                       "The short form of the day goes with a whole one, and there is none; fill "
                       "in the whole form.");
        return;
    }
    const char *until = scalp_record_text(full, "wait_until");
    const bool waited =
        scalp_record_is(full, "outcome", "wait") && until[0] && strcmp(until, asked->date) <= 0;
    check_age(asked, full, full->date, answer);
    if (!scalp_record_is(full, "outcome", "go") && !waited && !overridden(full))
        scalp_gate_add(answer, SCALP_GATE_SCREENING, true, full,
                       "The whole screening form of %s says %s; settle that first.", full->date,
                       scalp_record_text(full, "outcome"));
}

static void check_outcome(const scalp_record *screening, scalp_gate_answer *answer) {
    const char *outcome = scalp_record_text(screening, "outcome");
    const char *until = scalp_record_text(screening, "wait_until");
    if (strcmp(outcome, "go") == 0)
        return;
    if (overridden(screening))
        scalp_gate_add(answer, SCALP_GATE_SCREENING, false, screening,
                       "The screening says %s and was overridden by %.60s: %.180s", outcome,
                       scalp_record_text(screening, "override_by"),
                       scalp_record_text(screening, "override_reason"));
    else
        scalp_gate_add(answer, SCALP_GATE_SCREENING, true, screening,
                       "The screening of %s says %s%s%s.", screening->date, outcome,
                       until[0] ? " until " : "", until);
}

void scalp_gate_screening(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    const scalp_record *screening =
        scalp_gate_latest(asked->records, asked->record_count, "screening", asked->date);
    if (!screening) {
        scalp_gate_add(answer, SCALP_GATE_SCREENING, true, NULL,
                       "There is no screening; an unanswered question is not cleared.");
        return;
    }
    if (strcmp(screening->date, asked->date) != 0) {
        scalp_gate_add(answer, SCALP_GATE_SCREENING, true, screening,
                       "The last screening is of %s; ask again on the day of the session.",
                       screening->date);
        return;
    }
    const scalp_record *session = used_by(asked, screening);
    if (session)
        scalp_gate_add(answer, SCALP_GATE_SCREENING, true, session,
                       "The screening of %s was for the session of that day already; it holds for "
                       "one session.",
                       screening->date);
    check_outcome(screening, answer);
    if (scalp_record_is(screening, "scope", "again"))
        check_full(asked, screening, answer);
    answer->screening = screening;
}

/* ---- Consent ----------------------------------------------------------------------------- */

static bool takes_back(const scalp_record *withdrawal, const scalp_record *consent,
                       const char *purpose) {
    return strcmp(scalp_record_text(withdrawal, "consent"), consent->id) == 0 &&
           (scalp_record_is(withdrawal, "scope", purpose) ||
            scalp_record_is(withdrawal, "scope", "all"));
}

const scalp_record *scalp_consent_find(const scalp_record *records, size_t count,
                                       const char *purpose, const char *date,
                                       const scalp_record **withdrawn) {
    const scalp_record *consent = scalp_gate_latest(records, count, "consent", date);
    if (withdrawn)
        *withdrawn = NULL;
    if (!consent || !scalp_record_yes(consent, purpose))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (scalp_gate_is_kind(&records[i], "withdrawal") && strcmp(records[i].date, date) <= 0 &&
            takes_back(&records[i], consent, purpose)) {
            if (withdrawn)
                *withdrawn = &records[i];
            return NULL;
        }
    return consent;
}

void scalp_gate_consent(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    const scalp_record *withdrawn, *latest;
    answer->consent = scalp_consent_find(asked->records, asked->record_count, "treatment",
                                         asked->date, &withdrawn);
    latest = scalp_gate_latest(asked->records, asked->record_count, "consent", asked->date);
    if (answer->consent)
        return;
    if (withdrawn)
        scalp_gate_add(answer, SCALP_GATE_CONSENT, true, withdrawn,
                       "The consent to the treatment was withdrawn on %s; a new one is needed.",
                       withdrawn->date);
    else if (latest)
        scalp_gate_add(answer, SCALP_GATE_CONSENT, true, latest,
                       "The consent of %s is not to the treatment; a new one is needed.",
                       latest->date);
    else
        scalp_gate_add(answer, SCALP_GATE_CONSENT, true, NULL,
                       "There is no signed consent; have it read and signed first.");
}

/* ---- Approval ---------------------------------------------------------------------------- */

void scalp_gate_approval(const scalp_gate_asked *asked, scalp_gate_answer *answer) {
    const scalp_record *approval =
        scalp_gate_latest(asked->records, asked->record_count, "approval", asked->date);
    if (!approval) {
        scalp_gate_add(answer, SCALP_GATE_APPROVAL, true, NULL,
                       "The client has approved no plan; have the picture and the hairline "
                       "heights signed first.");
        return;
    }
    if (!asked->plan_sha256[0]) {
        scalp_gate_add(answer, SCALP_GATE_APPROVAL, true, NULL,
                       "No plan is named; say which plan is worked.");
        return;
    }
    if (!scalp_record_is(approval, "plan_sha256", asked->plan_sha256)) {
        scalp_gate_add(answer, SCALP_GATE_APPROVAL, true, approval,
                       "The approval of %s is of another plan (%.12s, not %.12s); a changed plan "
                       "needs a new one.",
                       approval->date, scalp_record_text(approval, "plan_sha256"),
                       asked->plan_sha256);
        return;
    }
    answer->approval = approval;
}
