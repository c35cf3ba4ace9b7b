/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, times and ids. */
#include "check.h"

#include <scalptor/records.h>

static void check_after(const char *from, long days, const char *expected) {
    char date[SCALP_RECORD_DATE];
    scalp_record_date_after(from, days, date);
    CHECK_TEXT(date, expected);
    CHECK(scalp_record_days_between(from, expected) == days);
}

int main(void) {
    CASE("days that exist") {
        CHECK(scalp_record_date_check("2028-02-29"));
        CHECK(scalp_record_date_check("2000-02-29"));
        CHECK(scalp_record_date_check("1900-01-01"));
        CHECK(!scalp_record_date_check("1900-02-29"));
        CHECK(!scalp_record_date_check("2026-02-29"));
        CHECK(!scalp_record_date_check("2026-13-01"));
        CHECK(!scalp_record_date_check("2026-1-01"));
        CHECK(!scalp_record_date_check("2026-01-01 "));
        CHECK(!scalp_record_date_check(""));
    }
    CASE("times that exist") {
        CHECK(scalp_record_time_check("2026-11-20T00:00"));
        CHECK(scalp_record_time_check("2026-11-20T23:59"));
        CHECK(!scalp_record_time_check("2026-11-20T24:00"));
        CHECK(!scalp_record_time_check("2026-11-20T12:60"));
        CHECK(!scalp_record_time_check("2026-11-20 12:00"));
        CHECK(!scalp_record_time_check("2026-11-31T12:00"));
        CHECK(!scalp_record_time_check("2026-11-20T-1:00"));
    }
    CASE("days later") {
        check_after("2026-11-20", 0, "2026-11-20");
        check_after("2026-11-20", 41, "2026-12-31");
        check_after("2027-12-31", 60, "2028-02-29");
        check_after("1999-12-31", 1, "2000-01-01");
        check_after("2026-03-01", -1, "2026-02-28");
        check_after("1900-01-01", 401766, "2999-12-31");
    }
    CASE("years later, and ages") {
        char date[SCALP_RECORD_DATE];
        scalp_record_years_after("2028-02-29", 1, date);
        CHECK_TEXT(date, "2029-03-01");
        scalp_record_years_after("2028-02-29", 4, date);
        CHECK_TEXT(date, "2032-02-29");
        CHECK(scalp_record_years_between("2008-11-21", "2026-11-20") == 17);
        CHECK(scalp_record_years_between("2008-11-20", "2026-11-20") == 18);
        CHECK(scalp_record_years_between("2008-02-29", "2026-02-28") == 17);
        CHECK(scalp_record_years_between("2008-02-29", "2026-03-01") == 18);
    }
    CASE("minutes") {
        CHECK(scalp_record_minutes_between("2026-11-20T09:50", "2026-11-20T12:05") == 135);
        CHECK(scalp_record_minutes_between("2026-11-20T23:50", "2026-11-21T00:05") == 15);
        CHECK(scalp_record_minutes_between("2026-11-20T10:00", "2026-11-20T09:00") == -60);
    }
    CASE("ids") {
        CHECK(scalp_record_id_check("abcdefghijklmnopqrstuvwx27"));
        CHECK(!scalp_record_id_check("abcdefghijklmnopqrstuvwx2"));
        CHECK(!scalp_record_id_check("abcdefghijklmnopqrstuvwx271"));
        CHECK(!scalp_record_id_check("abcdefghijklmnopqrstuvwx18"));
        CHECK(!scalp_record_id_check("Abcdefghijklmnopqrstuvwx27"));
    }
    return check_done();
}
