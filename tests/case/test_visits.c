/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of the sessions: proposed, entered, too early. */
#include "check.h"

#include <scalptor/case.h>

/* Sessions of a scalp: 14 days and 28, at least 10 and 14. */
static scalp_plan scalp_sessions(void) {
    scalp_plan plan = {.session_count = 3};
    for (int s = 0; s < 3; s++)
        plan.sessions[s] = (scalp_plan_session){.dots = 100, .days = 1, .gap_kind = "scalp"};
    plan.sessions[1].gap_days = 14, plan.sessions[1].gap_least_days = 10;
    plan.sessions[2].gap_days = 28, plan.sessions[2].gap_least_days = 14;
    return plan;
}

static scalp_case dated(const char *a, const char *b, const char *c) {
    const char *const dates[] = {a, b, c};
    scalp_case document = scalp_case_default();
    for (int i = 0; i < 3 && dates[i]; i++) {
        memcpy(document.session_dates[i], dates[i], SCALP_CASE_DATE);
        document.date_count++;
    }
    return document;
}

static scalp_case_visits visits_of(const scalp_case *document, const scalp_plan *plan,
                                   const char *first) {
    scalp_case_visits visits = {0};
    scalp_error error = {0};
    if (scalp_case_visits_make(document, plan, first, &visits, &error))
        CHECK_FAILED("no visits: %s", error.message);
    return visits;
}

static void check_refused(const scalp_case *document, const char *first, const char *word) {
    const scalp_plan plan = scalp_sessions();
    scalp_case_visits visits = {.warning_count = 77};
    scalp_error error = {0};
    CHECK_STATUS(scalp_case_visits_make(document, &plan, first, &visits, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, word))
        CHECK_FAILED("\"%s\" lacks \"%s\"", error.message, word);
    CHECK(visits.warning_count == 77);
}

int main(void) {
    scalp_plan plan = scalp_sessions();
    CASE("without a first date there are days only") {
        const scalp_case document = dated(NULL, NULL, NULL);
        const scalp_case_visits v = visits_of(&document, &plan, NULL);
        CHECK(!v.visit[0].dated && !v.visit[2].dated && v.warning_count == 0);
        CHECK_NEAR(v.visit[0].days_after, 0, 0);
        CHECK_NEAR(v.visit[1].days_after, 14, 0);
        CHECK_NEAR(v.visit[2].days_after, 42, 0);
    }
    CASE("from a first date the others are proposed, over a leap day") {
        const scalp_case document = dated(NULL, NULL, NULL);
        const scalp_case_visits v = visits_of(&document, &plan, "2028-02-20");
        CHECK_TEXT(v.visit[0].date, "2028-02-20");
        CHECK_TEXT(v.visit[1].date, "2028-03-05");
        CHECK_TEXT(v.visit[2].date, "2028-04-02");
        CHECK(v.visit[1].dated && !v.visit[1].entered);
    }
    CASE("a session of several days moves the next one on") {
        plan.sessions[0].days = 3;
        const scalp_case document = dated("2027-03-01", NULL, NULL);
        const scalp_case_visits v = visits_of(&document, &plan, NULL);
        CHECK(v.visit[0].entered && v.visit[0].days == 3);
        CHECK_TEXT(v.visit[1].date, "2027-03-17");
        CHECK_NEAR(v.visit[1].days_since, 14, 0);
        plan.sessions[0].days = 1;
    }
    CASE("entered dates are checked on both sides of the limit") {
        const scalp_case early = dated("2027-03-01", "2027-03-10", "2027-03-23");
        const scalp_case just = dated("2027-03-01", "2027-03-11", "2027-03-25");
        scalp_case_visits v = visits_of(&early, &plan, NULL);
        CHECK(v.warning_count == 2);
        CHECK(strstr(v.warnings[0], "Session 2 on 2027-03-10 comes 9 days after") != NULL);
        CHECK(strstr(v.warnings[0], "fewer than 10 (scalp)") != NULL);
        CHECK(strstr(v.warnings[0], "move it to 2027-03-11 or later") != NULL);
        CHECK(strstr(v.warnings[1], "Session 3 on 2027-03-23 comes 13 days") != NULL);
        v = visits_of(&just, &plan, NULL);
        CHECK(v.warning_count == 0 && v.visit[2].entered);
    }
    CASE("what follows the entered dates is proposed from the last of them") {
        const scalp_case document = dated("2027-03-01", "2027-03-20", NULL);
        const scalp_case_visits v = visits_of(&document, &plan, "2027-03-01");
        CHECK_TEXT(v.visit[2].date, "2027-04-17");
        CHECK(v.visit[1].entered && !v.visit[2].entered);
    }
    CASE("a session without work takes no day") {
        scalp_plan gap = plan;
        gap.sessions[1] = (scalp_plan_session){.days = 0};
        const scalp_case document = dated(NULL, NULL, NULL);
        const scalp_case_visits v = visits_of(&document, &gap, "2027-03-01");
        CHECK(!v.visit[1].works && !v.visit[1].dated);
        CHECK_TEXT(v.visit[2].date, "2027-03-29");
    }
    CASE("dates that are none, or two different ones, are refused") {
        const scalp_case none = dated(NULL, NULL, NULL), other = dated("2027-03-01", NULL, NULL);
        check_refused(&none, "2027-02-29", "must be a day as YYYY-MM-DD");
        check_refused(&none, "1.3.2027", "\"1.3.2027\"");
        check_refused(&none, "", "must be a day");
        check_refused(&other, "2027-03-02", "but treatment.session_dates begins with 2027-03-01");
    }
    return check_done();
}
