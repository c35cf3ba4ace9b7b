/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appointments as an iCalendar. */
#include "check.h"

#include <scalptor/exchange.h>

static const char stamp[] = "2026-11-20T08:15:30Z";

static void check_refused(scalp_event event, const char *why, const check_work *w) {
    scalp_bytes bytes;
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_calendar_write(&event, 1, "", stamp, &w->work, &bytes, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, why))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, why);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_event day = {"u1", 0, "2026-12-01", 0, "Appointment", "", "", 0, false};
    scalp_bytes bytes;
    scalp_error error = {SCALP_OK, ""};
    CASE("every property of RFC 5545 that is asked for, in order, folded and escaped") {
        const scalp_event events[] = {
            day,
            {"u2@studio", 3, "2027-02-28T09:30", 240, "Session 2; bring, the letter",
             "Studio, 1 Long Lane, on the second floor of the house behind the old \xc3\xa4pfel "
             "market",
             "Line\nnext", 1440, false},
            {"u3", 1, "2027-03-01T23:59Z", 1, "Gone", "", "", 60, true}};
        CHECK_STATUS(scalp_calendar_write(events, 3, "Studio", stamp, &w.work, &bytes, &error),
                     SCALP_OK);
        CHECK_TEXT((const char *)bytes.data,
                   "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Scalptor//Scalptor " SCALP_VERSION
                   "//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Studio\r\n"
                   "BEGIN:VEVENT\r\nUID:u1\r\nDTSTAMP:20261120T081530Z\r\nSEQUENCE:0\r\n"
                   "DTSTART;VALUE=DATE:20261201\r\nSUMMARY:Appointment\r\nSTATUS:CONFIRMED\r\n"
                   "CLASS:PRIVATE\r\nEND:VEVENT\r\n"
                   "BEGIN:VEVENT\r\nUID:u2@studio\r\nDTSTAMP:20261120T081530Z\r\nSEQUENCE:3\r\n"
                   "DTSTART:20270228T093000\r\nDURATION:PT240M\r\n"
                   "SUMMARY:Session 2\\; bring\\, the letter\r\n"
                   "LOCATION:Studio\\, 1 Long Lane\\, on the second floor of the house behind "
                   "the\r\n  old \xc3\xa4pfel market\r\n"
                   "DESCRIPTION:Line\\nnext\r\nSTATUS:CONFIRMED\r\nCLASS:PRIVATE\r\n"
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Session 2\\; bring\\, the "
                   "letter\r\nTRIGGER:-PT1440M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
                   "BEGIN:VEVENT\r\nUID:u3\r\nDTSTAMP:20261120T081530Z\r\nSEQUENCE:1\r\n"
                   "DTSTART:20270301T235900Z\r\nDURATION:PT1M\r\nSUMMARY:Gone\r\n"
                   "STATUS:CANCELLED\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    }
    CASE("what is no event is refused in a sentence") {
        static const char *const wrong[] = {"",
                                            "2026-02-29",
                                            "2026-12-1",
                                            "2026-12-01T24:00",
                                            "2026-12-01T09:60",
                                            "2026-12-01T9:00",
                                            "2026-12-01T09:00X",
                                            "2026-12-01 09:00",
                                            "20261201"};
        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
            scalp_event e = day;
            e.start = wrong[i];
            check_refused(e, "is no time", &w);
        }
        scalp_event e = day;
        e.uid = "";
        check_refused(e, "no uid", &w);
        e = day;
        e.summary = "";
        check_refused(e, "no summary", &w);
        e = day;
        e.minutes = 30;
        check_refused(e, "cannot be", &w);
        e = day;
        e.uid = "a\r\nATTENDEE:x";
        check_refused(e, "control letter", &w);
        CHECK_STATUS(
            scalp_calendar_write((scalp_event[]){day, day}, 2, "", stamp, &w.work, &bytes, &error),
            SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_calendar_write(&day, 1, "", "2026-11-20", &w.work, &bytes, &error),
                     SCALP_ERR_INPUT);
    }
    CASE("a calendar without events is one") {
        CHECK_STATUS(scalp_calendar_write(NULL, 0, "", stamp, &w.work, &bytes, &error), SCALP_OK);
        CHECK(strstr((const char *)bytes.data, "END:VCALENDAR") != NULL);
    }
    check_work_close(&w);
    return check_done();
}
