/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No session without clearance, consent, approval of this plan, and lots that may be used. */
#include "record_fixture.h"

#define PLAN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TODAY "2026-11-20"

static check_work w;

/* A client who may be treated today, and what changes that. */
typedef struct scene {
    scalp_record client, staff, records[8], lots[3];
    size_t record_count, lot_count;
    scalp_gate_asked asked;
    scalp_gate_answer answer;
} scene;

static scalp_record *add(scene *s, const char *kind, const char *date) {
    char id[SCALP_RECORD_ID] = FIXTURE_ID;
    scalp_record *record = &s->records[s->record_count++];
    id[0] = (char)('b' + (char)s->record_count);
    if (scalp_record_make(kind, id, FIXTURE_CLIENT, date, &w.work, record, NULL) != SCALP_OK)
        CHECK_FAILED("no memory");
    return record;
}

static void add_lot(scene *s, const char *use) {
    scalp_record *lot = &s->lots[s->lot_count++];
    if (scalp_record_make("stock", FIXTURE_ID, "", "2026-01-05", &w.work, lot, NULL) != SCALP_OK)
        CHECK_FAILED("no memory");
    fixture_fill(lot, &w.work);
    scalp_record_set_text(lot, "use", use);
    scalp_record_set_text(lot, "expires", "2028-01-01");
    scalp_record_set_number(lot, "left", 100000);
}

static scalp_record *add_screening(scene *s, const char *date, const char *outcome) {
    scalp_record *screening = add(s, "screening", date);
    scalp_record_set_text(screening, "scope", "full");
    scalp_record_set_text(screening, "outcome", outcome);
    return screening;
}

static void make(scene *s) {
    *s = (scene){0};
    if (scalp_record_make("client", FIXTURE_CLIENT, FIXTURE_CLIENT, "2026-01-01", &w.work,
                          &s->client, NULL) != SCALP_OK ||
        scalp_record_make("staff", FIXTURE_ID, "", "2026-01-01", &w.work, &s->staff, NULL) !=
            SCALP_OK ||
        scalp_record_add_text(&s->staff, "roles", "practitioner", &w.work, NULL) != SCALP_OK)
        CHECK_FAILED("no memory");
    scalp_record_set_text(&s->client, "born", "1990-05-05");
    scalp_record_set_text(&s->staff, "name", "Ada");
    add_screening(s, TODAY, "go");
    scalp_record *consent = add(s, "consent", "2026-11-01");
    scalp_record_set_yes(consent, "treatment", true);
    scalp_record_set_yes(consent, "photos", true);
    scalp_record_set_text(add(s, "approval", "2026-11-02"), "plan_sha256", PLAN);
    add_lot(s, "pigment");
    add_lot(s, "needle");
}

static scene *ask(scene *s, const char *date) {
    s->asked = (scalp_gate_asked){date,    PLAN,         &s->client, s->records, s->record_count,
                                  s->lots, s->lot_count, &s->staff,  true};
    scalp_gate_check(&s->asked, &s->answer);
    return s;
}

/* Some reason of that gate says so. */
static bool says(const scene *s, scalp_gate gate, bool stops, const char *wanted) {
    for (size_t i = 0; i < s->answer.reason_count; i++)
        if (s->answer.reasons[i].gate == gate && s->answer.reasons[i].stops == stops &&
            strstr(s->answer.reasons[i].text, wanted))
            return true;
    for (size_t i = 0; i < s->answer.reason_count; i++)
        printf("# said: %s\n", s->answer.reasons[i].text);
    return false;
}

static void screenings(void) {
    scene s;
    CASE("clearance is of the day") {
        make(&s);
        scalp_record *screening = &s.records[0];
        memcpy(screening->date, "2026-11-19", sizeof screening->date);
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_SCREENING, true, "of 2026-11-19; ask again"));
        s.records[0].kind = scalp_record_kind_find("photo");
        s.records[0].fields = scalp_record_fields_of("photo", &s.records[0].field_count);
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_SCREENING, true, "no screening"));
    }
    CASE("anything but go stops, unless overridden with a reason") {
        static const char *const not_go[] = {"wait", "doctor", "no"};
        for (int i = 0; i < 3; i++) {
            make(&s);
            scalp_record_set_text(&s.records[0], "outcome", not_go[i]);
            CHECK(!ask(&s, TODAY)->answer.open);
            CHECK(says(&s, SCALP_GATE_SCREENING, true, not_go[i]));
            scalp_record_set_text(&s.records[0], "override_reason", "letter of 3 November");
            CHECK(ask(&s, TODAY)->answer.open);
            CHECK(says(&s, SCALP_GATE_SCREENING, false, "letter of 3 November"));
        }
    }
    CASE("clearance holds for one session") {
        make(&s);
        scalp_record *session = add(&s, "session", TODAY);
        scalp_record_set_text(session, "state", "done");
        scalp_record_set_text(session, "screening", s.records[0].id);
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_SCREENING, true, "holds for one session"));
        scalp_record_set_text(add_screening(&s, TODAY, "go"), "asked_at", TODAY "T15:00");
        CHECK(ask(&s, TODAY)->answer.open);
    }
    CASE("the later of two on one day holds") {
        make(&s);
        scalp_record_set_text(&s.records[0], "asked_at", TODAY "T12:00");
        scalp_record_set_text(add_screening(&s, TODAY, "no"), "asked_at", TODAY "T09:00");
        CHECK(ask(&s, TODAY)->answer.open);
        scalp_record_set_text(&s.records[0], "asked_at", TODAY "T08:00");
        CHECK(!ask(&s, TODAY)->answer.open);
    }
}

static void short_forms(void) {
    scene s;
    CASE("the short form needs a whole one, that says go, of the last 6 months") {
        make(&s);
        scalp_record_set_text(&s.records[0], "scope", "again");
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_SCREENING, true, "goes with a whole one"));
        scalp_record *full = add_screening(&s, "2026-05-21", "go");
        scalp_record_set_text(&s.records[0], "full", full->id);
        CHECK(ask(&s, TODAY)->answer.open);
        memcpy(full->date, "2026-05-20", sizeof full->date);
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_SCREENING, true, "more than 6 months"));
        memcpy(full->date, "2026-10-20", sizeof full->date);
        scalp_record_set_text(full, "outcome", "doctor");
        CHECK(!ask(&s, TODAY)->answer.open);
        scalp_record_set_text(full, "outcome", "wait");
        scalp_record_set_text(full, "wait_until", "2026-11-21");
        CHECK(!ask(&s, TODAY)->answer.open);
        scalp_record_set_text(full, "wait_until", TODAY);
        CHECK(ask(&s, TODAY)->answer.open);
        scalp_record_set_text(&s.records[0], "form_on", "2026-05-21");
        CHECK(ask(&s, TODAY)->answer.open);
        scalp_record_set_text(&s.records[0], "form_on", "2026-05-20");
        CHECK(!ask(&s, TODAY)->answer.open);
    }
}

static void consents(void) {
    scene s;
    CASE("consent to the treatment, not withdrawn") {
        make(&s);
        scalp_record_set_yes(&s.records[1], "treatment", false);
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_CONSENT, true, "not to the treatment"));
        make(&s);
        scalp_record *withdrawal = add(&s, "withdrawal", "2026-11-15");
        scalp_record_set_text(withdrawal, "consent", s.records[1].id);
        scalp_record_set_text(withdrawal, "scope", "photos");
        CHECK(ask(&s, TODAY)->answer.open);
        scalp_record_set_text(withdrawal, "scope", "all");
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_CONSENT, true, "withdrawn on 2026-11-15"));
        scalp_record *again = add(&s, "consent", "2026-11-16");
        scalp_record_set_yes(again, "treatment", true);
        CHECK(ask(&s, TODAY)->answer.open && s.answer.consent == again);
    }
    CASE("photos and publication are separate") {
        const scalp_record *taken;
        make(&s);
        CHECK(scalp_consent_find(s.records, s.record_count, "photos", TODAY, &taken) ==
              &s.records[1]);
        CHECK(scalp_consent_find(s.records, s.record_count, "publication", TODAY, &taken) == NULL);
        CHECK(taken == NULL);
        scalp_record *withdrawal = add(&s, "withdrawal", "2026-11-15");
        scalp_record_set_text(withdrawal, "consent", s.records[1].id);
        scalp_record_set_text(withdrawal, "scope", "photos");
        CHECK(scalp_consent_find(s.records, s.record_count, "photos", TODAY, &taken) == NULL);
        CHECK(taken == withdrawal);
        CHECK(scalp_consent_find(s.records, s.record_count, "photos", "2026-11-14", &taken) ==
              &s.records[1]);
        CHECK(scalp_consent_find(s.records, s.record_count, "treatment", TODAY, &taken) ==
              &s.records[1]);
    }
}

static void rest(void) {
    scene s;
    CASE("approval of this very plan") {
        make(&s);
        scalp_record_set_text(&s.records[2], "plan_sha256", OTHER);
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_APPROVAL, true, "another plan"));
        scalp_record_set_text(add(&s, "approval", "2026-11-03"), "plan_sha256", PLAN);
        CHECK(ask(&s, TODAY)->answer.open);
        scalp_record_set_text(add(&s, "approval", "2026-11-04"), "plan_sha256", OTHER);
        CHECK(!ask(&s, TODAY)->answer.open);
    }
    CASE("lots: a pigment and a needle, all of them usable") {
        make(&s);
        s.lot_count = 1;
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_LOTS, true, "No needle"));
        s.lot_count = 0;
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_LOTS, true, "No pigment"));
        make(&s);
        add_lot(&s, "diluent");
        scalp_record_set_text(&s.lots[2], "expires", "2026-11-19");
        CHECK(!ask(&s, TODAY)->answer.open);
        CHECK(says(&s, SCALP_GATE_LOTS, true, "expired on 2026-11-19"));
    }
    CASE("label, age, a running session, who works") {
        make(&s);
        ask(&s, TODAY);
        s.asked.label_given = false;
        scalp_gate_check(&s.asked, &s.answer);
        CHECK(!s.answer.open && says(&s, SCALP_GATE_LABEL, true, "label information"));
        scalp_record_set_text(&s.client, "born", "2008-11-21");
        CHECK(!ask(&s, TODAY)->answer.open && says(&s, SCALP_GATE_CLIENT, true, "under 18"));
        scalp_record_set_text(&s.client, "born", "2008-11-20");
        CHECK(ask(&s, TODAY)->answer.open);
        scalp_record_set_text(&s.staff, "until", "2026-11-19");
        CHECK(!ask(&s, TODAY)->answer.open && says(&s, SCALP_GATE_STAFF, true, "left"));
        make(&s);
        scalp_record_set_text(add(&s, "session", "2026-11-17"), "state", "running");
        CHECK(!ask(&s, TODAY)->answer.open && says(&s, SCALP_GATE_SESSIONS, true, "running"));
        CHECK(says(&s, SCALP_GATE_SESSIONS, false, "3 days ago"));
    }
    CASE("all reasons are told, not only the first") {
        make(&s);
        s.record_count = 0;
        s.lot_count = 0;
        ask(&s, TODAY);
        CHECK(!s.answer.open && s.answer.reason_count >= 5);
        CHECK(s.answer.screening == NULL && s.answer.consent == NULL && s.answer.approval == NULL);
    }
}

int main(void) {
    check_work_open(&w, 0);
    screenings();
    short_forms();
    consents();
    rest();
    CASE("and with all of it a session may start") {
        scene s;
        make(&s);
        CHECK(ask(&s, TODAY)->answer.open);
        CHECK(s.answer.screening == &s.records[0] && s.answer.consent == &s.records[1] &&
              s.answer.approval == &s.records[2]);
    }
    check_work_close(&w);
    return check_done();
}
