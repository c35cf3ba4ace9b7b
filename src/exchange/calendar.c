/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content.h"

#include <scalptor/exchange.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A start, taken apart. */
typedef struct moment {
    int32_t day;
    int minute; /* of the day; -1: the whole day */
    bool utc;
} moment;

static bool two_digits(const char *text, int below, int *number) {
    if (strspn(text, "0123456789") < 2)
        return false;
    *number = (text[0] - '0') * 10 + text[1] - '0';
    return *number < below;
}

/* YYYY-MM-DD, with THH:MM behind it, with Z behind that. */
static bool read_moment(const char *text, moment *m) {
    char date[SCALP_DATE];
    int hour, minute;
    if (strlen(text) < 10)
        return false;
    snprintf(date, sizeof date, "%.10s", text);
    *m = (moment){0, -1, false};
    if (!scalp_day_from_date(date, &m->day))
        return false;
    if (!text[10])
        return true;
    if (text[10] != 'T' || !two_digits(text + 11, 24, &hour) || text[13] != ':' ||
        !two_digits(text + 14, 60, &minute))
        return false;
    m->minute = 60 * hour + minute;
    m->utc = strcmp(text + 16, "Z") == 0;
    return m->utc || !text[16];
}

/* 20261120, or 20261120T093000 with or without Z. */
static void write_moment(moment m, char text[20]) {
    const scalp_date_parts d = scalp_date_parts_of(m.day);
    if (m.minute < 0)
        snprintf(text, 20, "%04u%02u%02u", (unsigned)d.year % 10000, (unsigned)d.month % 100,
                 (unsigned)d.of_month % 100);
    else
        snprintf(text, 20, "%04u%02u%02uT%02u%02u00%s", (unsigned)d.year % 10000,
                 (unsigned)d.month % 100, (unsigned)d.of_month % 100, (unsigned)m.minute / 60 % 24,
                 (unsigned)m.minute % 60, m.utc ? "Z" : "");
}

/* 20261120T093000Z from 2026-11-20T09:30:00Z. */
static bool write_stamp(const char *stamp, char text[20]) {
    moment m;
    char start[18];
    int second;
    if (strlen(stamp) != 20 || stamp[16] != ':' || stamp[19] != 'Z' ||
        !two_digits(stamp + 17, 60, &second))
        return false;
    snprintf(start, sizeof start, "%.16sZ", stamp);
    if (!read_moment(start, &m))
        return false;
    write_moment(m, text);
    text[13] = stamp[17];
    text[14] = stamp[18];
    return true;
}

static bool is_printable(const char *text) {
    for (; *text; text++)
        if ((uint8_t)*text < 0x20 && *text != '\n' && *text != '\r')
            return false;
    return true;
}

static scalp_status check_event(const scalp_event *e, scalp_error *error) {
    moment m;
    if (!e->uid[0] || !e->summary[0])
        return scalp_fail(error, SCALP_ERR_INPUT, "An event of %s has no %s.", e->start,
                          e->uid[0] ? "summary" : "uid");
    if (!is_printable(e->uid) || !is_printable(e->summary) || !is_printable(e->place) ||
        !is_printable(e->note) || strpbrk(e->uid, "\r\n"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "An event of %s holds a control letter; take it out.", e->start);
    if (!read_moment(e->start, &m))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "\"%.40s\" is no time of an event; write YYYY-MM-DD or YYYY-MM-DDTHH:MM.",
                          e->start);
    if (e->minutes < 0 || e->minutes > 7 * 24 * 60 || e->remind_minutes < 0 || e->sequence < 0 ||
        (m.minute < 0 && e->minutes))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The event of %s has a length, reminder or sequence that cannot be.",
                          e->start);
    return SCALP_OK;
}

static void put_alarm(scalp_writer *out, const scalp_event *e) {
    char before[24];
    snprintf(before, sizeof before, "-PT%dM", e->remind_minutes);
    scalp_content_put(out, "BEGIN", "VALARM");
    scalp_content_put(out, "ACTION", "DISPLAY");
    scalp_content_text(out, "DESCRIPTION", e->summary);
    scalp_content_put(out, "TRIGGER", before);
    scalp_content_put(out, "END", "VALARM");
}

static void put_event(scalp_writer *out, const scalp_event *e, const char *stamp) {
    char text[24];
    moment m;
    if (!read_moment(e->start, &m))
        return;
    scalp_content_put(out, "BEGIN", "VEVENT");
    scalp_content_put(out, "UID", e->uid);
    scalp_content_put(out, "DTSTAMP", stamp);
    snprintf(text, sizeof text, "%lld", (long long)e->sequence);
    scalp_content_put(out, "SEQUENCE", text);
    write_moment(m, text);
    scalp_content_put(out, m.minute < 0 ? "DTSTART;VALUE=DATE" : "DTSTART", text);
    if (e->minutes) {
        snprintf(text, sizeof text, "PT%dM", e->minutes);
        scalp_content_put(out, "DURATION", text);
    }
    scalp_content_text(out, "SUMMARY", e->summary);
    if (e->place[0])
        scalp_content_text(out, "LOCATION", e->place);
    if (e->note[0])
        scalp_content_text(out, "DESCRIPTION", e->note);
    scalp_content_put(out, "STATUS", e->cancelled ? "CANCELLED" : "CONFIRMED");
    scalp_content_put(out, "CLASS", "PRIVATE");
    if (e->remind_minutes && !e->cancelled)
        put_alarm(out, e);
    scalp_content_put(out, "END", "VEVENT");
}

static int by_uid(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static scalp_status check_events(const scalp_event *events, size_t count, const scalp_work *work,
                                 scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(const char *), &memory, error));
    const char **uids = memory;
    for (size_t i = 0; i < count; i++) {
        SCALP_TRY(check_event(&events[i], error));
        uids[i] = events[i].uid;
    }
    qsort(uids, count, sizeof *uids, by_uid);
    for (size_t i = 1; i < count; i++)
        if (strcmp(uids[i - 1], uids[i]) == 0)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Two events have the uid \"%.60s\"; a calendar would lose one.",
                              uids[i]);
    return SCALP_OK;
}

scalp_status scalp_calendar_write(const scalp_event *events, size_t count, const char *name,
                                  const char *stamp, const scalp_work *work, scalp_bytes *bytes,
                                  scalp_error *error) {
    char made[20];
    scalp_writer out = scalp_writer_make(work, error);
    if (!write_stamp(stamp, made))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "\"%.40s\" is no time stamp; write YYYY-MM-DDTHH:MM:SSZ.", stamp);
    SCALP_TRY(check_events(events, count, work, error));
    scalp_content_put(&out, "BEGIN", "VCALENDAR");
    scalp_content_put(&out, "VERSION", "2.0");
    scalp_content_put(&out, "PRODID", "-//Scalptor//Scalptor " SCALP_VERSION "//EN");
    scalp_content_put(&out, "CALSCALE", "GREGORIAN");
    scalp_content_put(&out, "METHOD", "PUBLISH");
    if (name[0])
        scalp_content_text(&out, "X-WR-CALNAME", name);
    for (size_t i = 0; i < count; i++)
        put_event(&out, &events[i], made);
    scalp_content_put(&out, "END", "VCALENDAR");
    return scalp_writer_close(&out, bytes);
}
