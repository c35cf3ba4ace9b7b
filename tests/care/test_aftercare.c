/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet: every day has its place, sessions cut one another short, dates and words are right. */
#include "screening.h"

static scalp_aftercare make(unsigned areas, const char *const *dates, size_t count,
                            scalp_language language, check_work *w) {
    scalp_aftercare_params params = {.areas = areas, .session_count = count, .language = language};
    scalp_aftercare sheet = {.days_count = 0};
    scalp_error error = {0};
    for (size_t k = 0; k < count; k++)
        params.sessions[k] = day_of(dates[k]);
    params.contact = (scalp_contact){"Studio Nord", "+49 30 123"};
    if (scalp_aftercare_make(&params, &w->work, &sheet, &error) != SCALP_OK)
        CHECK_FAILED("%s", error.message);
    return sheet;
}

static const scalp_care_ban *ban_of(const scalp_aftercare *sheet, const char *id) {
    for (size_t i = 0; i < sheet->ban_count; i++) {
        if (strcmp(sheet->bans[i].id, id) == 0)
            return &sheet->bans[i];
    }
    return NULL;
}

static const char *const course[] = {"2026-12-01", "2026-12-15", "2027-01-12"};

/* From the session to the day before the next one every day stands in one block, in order. */
static void check_days(const scalp_aftercare *sheet) {
    for (size_t k = 0; k < sheet->session_count; k++) {
        const bool last = k + 1 == sheet->session_count;
        int32_t next = sheet->sessions[k];
        for (size_t i = 0; i < sheet->days_count; i++) {
            const scalp_care_days *days = &sheet->days[i];
            if (days->first[k] > days->last[k])
                continue;
            if (days->first[k] != next)
                CHECK_FAILED("%s of session %zu begins on another day", days->title, k + 1);
            next = days->last[k] + 1;
        }
        if (last)
            CHECK(next >= sheet->sessions[k] + 28);
        else
            CHECK(next == sheet->sessions[k + 1] ||
                  next == sheet->sessions[k] + sheet->days[sheet->days_count - 1].to_day + 1);
    }
    for (size_t i = 0; i < sheet->days_count; i++)
        CHECK(sheet->days[i].expect.count > 0 && sheet->days[i].todo.count > 0);
}

static void check_dates(check_work *w) {
    const scalp_aftercare sheet = make(SCALP_CARE_SCALP, course, 3, 0, w);
    const scalp_care_ban *pool = ban_of(&sheet, "pool"), *sweat = ban_of(&sheet, "sweat");
    CHECK(pool && pool->begins_again[0] && pool->begins_again[1] && !pool->begins_again[2]);
    CHECK(pool && pool->last[2] == day_of("2027-02-10"));
    CHECK(sweat && sweat->last[0] == day_of("2026-12-10") && !sweat->begins_again[0]);
    CHECK(ban_of(&sheet, "razor") != NULL && ban_of(&sheet, "brow_tint") == NULL);
    CHECK_TEXT(sheet.days[0].title, "Day of the session");
    CHECK_TEXT(sheet.days[1].title, "Days 1 to 3");
    for (size_t i = 1; i < sheet.ban_count; i++)
        CHECK(sheet.bans[i - 1].to_day <= sheet.bans[i].to_day);
}

static void check_languages(check_work *w) {
    scalp_language german = 0, spanish = 0;
    CHECK(scalp_language_find("de", &german) && scalp_language_find("es", &spanish));
    CHECK(!scalp_language_find("xx", &spanish));
    char text[SCALP_DATE_TEXT];
    scalp_text_date(day_of("2026-11-30"), 0, text);
    CHECK_TEXT(text, "Monday, 30 November 2026");
    scalp_text_date(day_of("2026-03-01"), german, text);
    CHECK_TEXT(text, "Sonntag, 1. März 2026");
    scalp_text_date(day_of("2026-08-05"), spanish, text);
    CHECK_TEXT(text, "miércoles, 5 de agosto de 2026");
    const scalp_aftercare sheet = make(SCALP_CARE_BROW, course, 1, german, w);
    CHECK_TEXT(sheet.title, "Pflege danach: Augenbrauen");
    CHECK_TEXT(sheet.call, "Fragen? Studio Nord anrufen: +49 30 123");
    CHECK(ban_of(&sheet, "brow_tint") != NULL && ban_of(&sheet, "razor") == NULL);
}

static void check_refused(check_work *w) {
    scalp_aftercare sheet;
    scalp_aftercare_params params = {.areas = SCALP_CARE_SCALP};
    CHECK_STATUS(scalp_aftercare_make(&params, &w->work, &sheet, NULL), SCALP_ERR_INPUT);
    params.session_count = 2;
    CHECK_STATUS(scalp_aftercare_make(&params, &w->work, &sheet, NULL), SCALP_ERR_INPUT);
    params.sessions[1] = 20;
    CHECK_STATUS(scalp_aftercare_make(&params, &w->work, &sheet, NULL), SCALP_OK);
    CHECK_TEXT(sheet.call, "Questions? Call your studio.");
    params.areas = 0;
    CHECK_STATUS(scalp_aftercare_make(&params, &w->work, &sheet, NULL), SCALP_ERR_INPUT);
}

/* Fails the n-th block until nothing fails any more. */
static void check_no_memory(void) {
    scalp_status status = SCALP_ERR_MEMORY;
    for (long n = 1; status != SCALP_OK && n < 100; n++) {
        check_stingy stingy = {.left = n};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &stingy};
        const scalp_aftercare_params params = {.areas = SCALP_CARE_ALL, .session_count = 1};
        scalp_work work = {.memory = NULL};
        scalp_aftercare sheet;
        scalp_protocol protocol;
        if (scalp_arena_open(&allocator, &work.memory) == SCALP_OK) {
            status = scalp_aftercare_make(&params, &work, &sheet, NULL);
            if (status == SCALP_OK)
                status = scalp_protocol_make(SCALP_CARE_ALL, NULL, 0, 0, &work, &protocol, NULL);
            CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
        }
        scalp_arena_close(&work.memory);
        CHECK(stingy.live == 0);
    }
    CHECK(status == SCALP_OK);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("every day has its place") {
        for (unsigned areas = 1; areas <= SCALP_CARE_ALL; areas++) {
            const scalp_aftercare sheet = make(areas, course, 3, 0, &w);
            check_days(&sheet);
            CHECK(sheet.signs.count >= 8 && sheet.urgent.count == 1 && sheet.later.count >= 8);
        }
    }
    CASE("sessions a few days apart") {
        static const char *const near[] = {"2026-12-01", "2026-12-03", "2026-12-04"};
        const scalp_aftercare sheet = make(SCALP_CARE_ALL, near, 3, 0, &w);
        check_days(&sheet);
    }
    CASE("dates and what is avoided") {
        check_dates(&w);
    }
    CASE("languages") {
        check_languages(&w);
    }
    CASE("out of memory") {
        check_no_memory();
    }
    CASE("what makes no sheet") {
        check_refused(&w);
    }
    check_work_close(&w);
    return check_done();
}
