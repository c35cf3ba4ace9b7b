/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appointments as iCalendar (RFC 5545). Nothing in it says what the appointment is for, nor who
 * comes but by initials: calendars are shared and shown on locked screens. */
#include "text_out.h"

#include <scalptor/report.h>

#include <stdio.h>
#include <string.h>

/* One content line, folded at 75 bytes (section 3.1) without splitting a character. */
static void add_line(scalp_text_out *out, const char *line) {
    enum { most = 73 };
    size_t length = strlen(line);
    while (length > most) {
        size_t cut = most;
        while (cut > 1 && ((unsigned char)line[cut] & 0xc0) == 0x80)
            cut--;
        scalp_text_out_add(out, line, cut);
        scalp_text_out_line(out, "\r\n ");
        line += cut;
        length -= cut;
    }
    scalp_text_out_line(out, line);
    scalp_text_out_line(out, "\r\n");
}

/* Section 3.3.11: \ ; , and line ends. */
static void add_text(scalp_text_out *out, const char *name, const char *text) {
    char line[400];
    size_t used = (size_t)snprintf(line, sizeof line, "%s:", name);
    for (; *text && used + 3 < sizeof line; text++) {
        if (strchr("\\;,", *text) || *text == '\n')
            line[used++] = '\\';
        line[used++] = *text == '\n' ? 'n' : *text;
    }
    line[used] = 0;
    add_line(out, line);
}

/* 2026-11-20T14:30 as 20261120T143000; 2026-11-20T14:30:00Z with its Z. */
static void compact(const char *time, char text[20]) {
    size_t used = 0;
    for (; *time && used < 17; time++)
        if (*time != '-' && *time != ':')
            text[used++] = *time;
    text[used] = 0;
    if (used == 13)
        memcpy(text + used, "00", 3);
}

static void add_event(scalp_text_out *out, const scalp_report_visit *entry, const char *stamp) {
    const scalp_record *a = entry->appointment;
    char line[200], time[20];
    add_line(out, "BEGIN:VEVENT");
    snprintf(line, sizeof line, "UID:%s@scalptor", a->id);
    add_line(out, line);
    snprintf(line, sizeof line, "SEQUENCE:%lld", (long long)(a->version > 0 ? a->version - 1 : 0));
    add_line(out, line);
    snprintf(line, sizeof line, "DTSTAMP:%s", stamp);
    add_line(out, line);
    compact(scalp_record_text(a, "starts_at"), time);
    snprintf(line, sizeof line, "DTSTART:%s", time);
    add_line(out, line);
    snprintf(line, sizeof line, "DURATION:PT%.0fM", scalp_record_number(a, "minutes", 0));
    add_line(out, line);
    snprintf(line, sizeof line, "Appointment%s%.20s", entry->initials[0] ? " " : "",
             entry->initials);
    add_text(out, "SUMMARY", line);
    if (scalp_record_text(a, "room")[0])
        add_text(out, "LOCATION", scalp_record_text(a, "room"));
    add_line(out,
             scalp_record_is(a, "state", "cancelled") ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    if (scalp_record_is(a, "state", "planned")) {
        add_line(out, "BEGIN:VALARM");
        add_line(out, "ACTION:DISPLAY");
        add_line(out, "DESCRIPTION:Appointment tomorrow");
        add_line(out, "TRIGGER:-P1D");
        add_line(out, "END:VALARM");
    }
    add_line(out, "END:VEVENT");
}

scalp_status scalp_report_calendar(const scalp_report_visit *entries, size_t count, const char *at,
                                   const scalp_work *work, scalp_bytes *bytes, scalp_error *error) {
    scalp_text_out out = {.work = work, .error = error};
    char stamp[20];
    compact(at, stamp);
    add_line(&out, "BEGIN:VCALENDAR");
    add_line(&out, "VERSION:2.0");
    add_line(&out, "PRODID:-//Scalptor//" SCALP_VERSION "//EN");
    for (size_t i = 0; i < count; i++)
        add_event(&out, &entries[i], stamp);
    add_line(&out, "END:VCALENDAR");
    SCALP_TRY(out.status);
    *bytes = (scalp_bytes){(const uint8_t *)out.data, out.size};
    return SCALP_OK;
}
