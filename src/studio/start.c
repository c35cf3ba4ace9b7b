/* SPDX-License-Identifier: GPL-3.0-or-later */
/* May a session start, and its start. */
#include "studio.h"

#include <stdio.h>
#include <string.h>

/* What the gates look at. */
typedef struct looked_at {
    scalp_record client, staff, *lots;
    scalp_gate_asked asked;
    char today[SCALP_RECORD_DATE];
} looked_at;

static scalp_status look(const scalp_studio *studio, const scalp_studio_start *start, looked_at *l,
                         scalp_error *error) {
    const scalp_store_query query = {.client = start->client};
    void *place;
    scalp_studio_today(studio, l->today);
    l->asked = (scalp_gate_asked){.date = l->today,
                                  .plan_sha256 = start->plan_sha256,
                                  .lot_count = start->item_count,
                                  .label_given = start->label_given};
    SCALP_TRY(scalp_studio_get(studio, "client", start->client, &l->client, error));
    l->asked.client = &l->client;
    SCALP_TRY(scalp_studio_list(studio, &query, &l->asked.records, &l->asked.record_count, error));
    SCALP_TRY(
        scalp_work_take(studio->work, start->item_count, sizeof(scalp_record), &place, error));
    l->lots = place;
    for (size_t i = 0; i < start->item_count; i++)
        SCALP_TRY(scalp_studio_get(studio, "stock", start->items[i], &l->lots[i], error));
    l->asked.lots = l->lots;
    if (start->staff) {
        SCALP_TRY(scalp_studio_get(studio, "staff", start->staff, &l->staff, error));
        l->asked.staff = &l->staff;
    }
    return SCALP_OK;
}

scalp_status scalp_studio_ask(const scalp_studio *studio, const scalp_studio_start *start,
                              scalp_gate_answer *answer, scalp_error *error) {
    looked_at l = {0};
    SCALP_TRY(look(studio, start, &l, error));
    scalp_gate_check(&l.asked, answer);
    return SCALP_OK;
}

static scalp_status refuse(const scalp_gate_answer *answer, scalp_error *error) {
    size_t more = 0;
    const scalp_gate_reason *first = NULL;
    for (size_t i = 0; i < answer->reason_count; i++) {
        if (!answer->reasons[i].stops)
            continue;
        if (first)
            more++;
        else
            first = &answer->reasons[i];
    }
    if (!more)
        return scalp_fail(error, SCALP_ERR_NO, "The session cannot start: %s",
                          first ? first->text : "a gate is closed.");
    return scalp_fail(error, SCALP_ERR_NO, "The session cannot start, for %zu reasons: %s",
                      more + 1, first->text);
}

/* The next number of its kind. */
static double number_of(const scalp_gate_asked *asked, const char *what) {
    double most = 0;
    for (size_t i = 0; i < asked->record_count; i++) {
        const scalp_record *r = &asked->records[i];
        if (strcmp(r->kind->name, "session") == 0 && scalp_record_is(r, "what", what) &&
            scalp_record_number(r, "number", 0) > most)
            most = scalp_record_number(r, "number", 0);
    }
    return most + 1;
}

static scalp_status fill(const scalp_studio *studio, const scalp_studio_start *start,
                         const looked_at *l, const scalp_gate_answer *answer, scalp_record *session,
                         scalp_error *error) {
    const char *now;
    SCALP_TRY(scalp_studio_copy(studio, studio->now, &now, error));
    scalp_record_set_number(session, "number", number_of(&l->asked, start->what));
    scalp_record_set_text(session, "what", start->what);
    scalp_record_set_text(session, "state", "running");
    scalp_record_set_text(session, "staff", start->staff);
    scalp_record_set_text(session, "screening", answer->screening->id);
    scalp_record_set_text(session, "consent", answer->consent->id);
    scalp_record_set_text(session, "approval", answer->approval->id);
    scalp_record_set_text(session, "plan_sha256", start->plan_sha256);
    scalp_record_set_yes(session, "label_given", start->label_given);
    scalp_record_set_text(session, "overridden",
                          scalp_record_text(answer->screening, "override_reason"));
    scalp_record_set_text(session, "started_at", now);
    for (size_t i = 0; i < start->item_count; i++)
        SCALP_TRY(scalp_studio_add_material(studio, session, &l->lots[i], 0, error));
    return SCALP_OK;
}

scalp_status scalp_studio_begin(const scalp_studio *studio, const scalp_studio_start *start,
                                scalp_gate_answer *answer, scalp_record *session,
                                scalp_error *error) {
    looked_at l = {0};
    void *place;
    SCALP_TRY(look(studio, start, &l, error));
    scalp_gate_check(&l.asked, answer);
    if (!answer->open)
        return refuse(answer, error);
    SCALP_TRY(scalp_studio_new(studio, "session", start->client, NULL, session, error));
    SCALP_TRY(fill(studio, start, &l, answer, session, error));
    SCALP_TRY(
        scalp_work_take(studio->work, start->item_count + 1, sizeof(scalp_record), &place, error));
    scalp_record *changed = place;
    size_t count = 0;
    changed[count++] = *session;
    for (size_t i = 0; i < start->item_count; i++) {
        if (scalp_record_text(&l.lots[i], "opened")[0])
            continue;
        scalp_studio_reduce(&l.lots[i], l.today, 0);
        changed[count++] = l.lots[i];
    }
    SCALP_TRY(scalp_studio_save(studio, changed, count, error));
    *session = changed[0];
    return SCALP_OK;
}
