/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of the calendar: known ones, and every day of eleven centuries there and back. */
#include "check.h"

static int32_t day_of(const char *date) {
    int32_t day = INT32_MIN;
    if (!scalp_day_from_date(date, &day))
        CHECK_FAILED("%s is no day", date);
    return day;
}

static void check_sum(const char *from, int months, const char *expected) {
    char date[SCALP_DATE];
    scalp_date_from_day(scalp_day_add_months(day_of(from), months), date);
    CHECK_TEXT(date, expected);
}

int main(void) {
    CASE("known days") {
        CHECK(day_of("1970-01-01") == 0);
        CHECK(day_of("1969-12-31") == -1);
        CHECK(day_of("2000-03-01") == 11017);
        CHECK(day_of("2026-11-20") == 20777);
        CHECK(scalp_day_of_week(day_of("2026-11-20")) == 4);
        CHECK(scalp_day_of_week(day_of("1970-01-01")) == 3);
        CHECK(scalp_day_of_week(day_of("1900-01-01")) == 0);
    }
    CASE("every day there and back") {
        scalp_date_parts last = {1899, 12, 31};
        char date[SCALP_DATE];
        for (int32_t day = day_of("1900-01-01"); day <= day_of("2999-12-31"); day++) {
            const scalp_date_parts parts = scalp_date_parts_of(day);
            scalp_date_from_day(day, date);
            int32_t again = 0;
            const bool next = parts.of_month == last.of_month + 1 || parts.of_month == 1;
            if (!next || !scalp_day_from_date(date, &again) || again != day) {
                CHECK_FAILED("%s is not the day it was made from", date);
                break;
            }
            last = parts;
        }
    }
    CASE("months end where they end") {
        check_sum("2026-03-31", 12, "2027-03-31");
        check_sum("2026-08-31", 6, "2027-02-28");
        check_sum("2027-08-31", 6, "2028-02-29");
        check_sum("2028-02-29", 12, "2029-02-28");
        check_sum("2026-11-30", 1, "2026-12-30");
        check_sum("2027-01-15", -13, "2025-12-15");
    }
    CASE("ages") {
        CHECK(scalp_day_years(day_of("2008-11-21"), day_of("2026-11-20")) == 17);
        CHECK(scalp_day_years(day_of("2008-11-20"), day_of("2026-11-20")) == 18);
        CHECK(scalp_day_years(day_of("2008-02-29"), day_of("2026-02-28")) == 17);
        CHECK(scalp_day_years(day_of("2008-02-29"), day_of("2026-03-01")) == 18);
    }
    CASE("what is no day") {
        static const char *const bad[] = {"",           "2026-02-29",  "2026-13-01", "2026-00-10",
                                          "2026-01-00", "2026-1-1",    "1899-12-31", "3000-01-01",
                                          "2026/01/01", "2026-01-01 ", "today",      "20260-1-01"};
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
            int32_t day = 7;
            if (scalp_day_from_date(bad[i], &day) || day != 7)
                CHECK_FAILED("\"%s\" is taken for a day", bad[i]);
        }
    }
    return check_done();
}
