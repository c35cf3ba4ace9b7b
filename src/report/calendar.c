/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appointments as a calendar. Nothing in it says what the appointment is for, nor who comes but by
 * initials: calendars are shared and shown on locked screens. */
#include <scalptor/exchange.h>
#include <scalptor/report.h>

enum { day_before_min = 24 * 60 };

static scalp_status event_of(const scalp_report_visit *entry, const scalp_work *work,
                             scalp_event *event, scalp_error *error) {
    const scalp_record *a = entry->appointment;
    scalp_writer uid = scalp_writer_make(work, error), summary = scalp_writer_make(work, error);
    scalp_bytes bytes;
    scalp_writer_add(&uid, "%s@scalptor", a->id);
    scalp_writer_add(&summary, "Appointment%s%.20s", entry->initials[0] ? " " : "",
                     entry->initials);
    SCALP_TRY(scalp_writer_close(&uid, &bytes));
    SCALP_TRY(scalp_writer_close(&summary, &bytes));
    *event = (scalp_event){
        .uid = uid.data,
        .sequence = a->version > 0 ? a->version - 1 : 0,
        .start = scalp_record_text(a, "starts_at"),
        .minutes = (int)scalp_record_number(a, "minutes", 0),
        .summary = summary.data,
        .place = scalp_record_text(a, "room"),
        .note = "",
        .remind_minutes = scalp_record_is(a, "state", "planned") ? day_before_min : 0,
        .cancelled = scalp_record_is(a, "state", "cancelled"),
    };
    return SCALP_OK;
}

scalp_status scalp_report_calendar(const scalp_report_visit *entries, size_t count, const char *at,
                                   const scalp_work *work, scalp_bytes *bytes, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_event), &memory, error));
    scalp_event *events = memory;
    for (size_t i = 0; i < count; i++)
        SCALP_TRY(event_of(&entries[i], work, &events[i], error));
    return scalp_calendar_write(events, count, "", at, work, bytes, error);
}
