/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bottles and boxes: until when, marked how, how much is left. */
#include "record_fixture.h"

static check_work w;

static scalp_record bottle(const char *use) {
    scalp_record s;
    if (scalp_record_make("stock", FIXTURE_ID, "", "2026-01-05", &w.work, &s, NULL) != SCALP_OK)
        CHECK_FAILED("no memory");
    scalp_record_set_text(&s, "use", use);
    scalp_record_set_text(&s, "brand", "Ink One");
    scalp_record_set_text(&s, "name", "Black");
    scalp_record_set_text(&s, "lot", "A17");
    scalp_record_set_text(&s, "expires", "2027-06-30");
    scalp_record_set_text(&s, "state", "in use");
    scalp_record_set_text(&s, "unit", "ml");
    scalp_record_set_number(&s, "quantity", 15);
    scalp_record_set_number(&s, "left", 15);
    scalp_record_set_yes(&s, "sterile", true);
    scalp_record_set_yes(&s, "reach", true);
    return s;
}

static void not_usable(const scalp_record *s, const char *date, const char *wanted) {
    const scalp_stock_state state = scalp_stock_state_on(s, date);
    CHECK(!state.usable);
    if (!strstr(state.why, wanted))
        CHECK_FAILED("\"%s\" does not say \"%s\"", state.why, wanted);
}

int main(void) {
    check_work_open(&w, 0);
    CASE("unopened: to the last day of its expiry") {
        const scalp_record s = bottle("pigment");
        const scalp_stock_state state = scalp_stock_state_on(&s, "2027-06-30");
        CHECK(state.usable && state.soon && !state.expired && state.days_left == 0);
        CHECK_TEXT(state.last, "2027-06-30");
        CHECK(!scalp_stock_state_on(&s, "2027-05-30").soon);
        CHECK(scalp_stock_state_on(&s, "2027-05-31").soon);
        not_usable(&s, "2027-07-01", "expired on 2027-06-30");
    }
    CASE("opened: as long as it keeps, never beyond its expiry") {
        scalp_record s = bottle("pigment");
        scalp_record_set_text(&s, "opened", "2026-11-20");
        CHECK_TEXT(scalp_stock_state_on(&s, "2026-11-20").last, "2027-06-30");
        scalp_record_set_number(&s, "use_within_days", 90);
        CHECK_TEXT(scalp_stock_state_on(&s, "2026-11-20").last, "2027-02-18");
        CHECK(scalp_stock_state_on(&s, "2027-02-18").usable);
        not_usable(&s, "2027-02-19", "was opened on 2026-11-20 and kept until 2027-02-18");
        scalp_record_set_number(&s, "use_within_days", 365);
        CHECK_TEXT(scalp_stock_state_on(&s, "2026-11-20").last, "2027-06-30");
    }
    CASE("marks: what enters the skin") {
        static const struct {
            const char *use;
            bool sterile, reach;
        } needed[] = {{"pigment", true, true},
                      {"needle", true, false},
                      {"diluent", true, false},
                      {"barrier", false, false},
                      {"anaesthetic", false, false}};
        for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
            scalp_record s = bottle(needed[i].use);
            scalp_record_set_yes(&s, "sterile", false);
            CHECK(scalp_stock_state_on(&s, "2026-11-20").usable == !needed[i].sterile);
            s = bottle(needed[i].use);
            scalp_record_set_yes(&s, "reach", false);
            CHECK(scalp_stock_state_on(&s, "2026-11-20").usable == !needed[i].reach);
        }
    }
    CASE("empty, set aside, recalled") {
        scalp_record s = bottle("needle");
        scalp_record_set_number(&s, "left", 0);
        not_usable(&s, "2026-11-20", "Nothing is left");
        s = bottle("needle");
        scalp_record_set_text(&s, "state", "recalled");
        scalp_record_set_text(&s, "why", "Pseudomonas found by the maker");
        not_usable(&s, "2026-11-20", "is recalled: Pseudomonas");
    }
    CASE("order more") {
        scalp_record s = bottle("needle");
        CHECK(!scalp_stock_state_on(&s, "2026-11-20").reorder);
        scalp_record_set_number(&s, "reorder_at", 14);
        CHECK(!scalp_stock_state_on(&s, "2026-11-20").reorder);
        scalp_record_set_number(&s, "left", 14);
        CHECK(scalp_stock_state_on(&s, "2026-11-20").reorder);
    }
    CASE("whatever the day, expired and usable exclude each other") {
        scalp_record s = bottle("pigment");
        scalp_record_set_text(&s, "opened", "2026-11-20");
        for (int keeps = 1; keeps < 400; keeps += 37) {
            scalp_record_set_number(&s, "use_within_days", keeps);
            for (long day = 0; day < 400; day += 13) {
                char date[SCALP_RECORD_DATE];
                scalp_record_date_after("2026-11-20", day, date);
                const scalp_stock_state state = scalp_stock_state_on(&s, date);
                CHECK(state.usable == !state.expired);
                CHECK(state.expired == (strcmp(date, state.last) > 0));
            }
        }
    }
    check_work_close(&w);
    return check_done();
}
