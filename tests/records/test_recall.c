/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who got lot X. */
#include "record_fixture.h"

static check_work w;

static void session(scalp_record *s, const char *date, const char *first, const char *second) {
    const char *const lots[] = {first, second};
    if (scalp_record_make("session", FIXTURE_ID, FIXTURE_CLIENT, date, &w.work, s, NULL) !=
        SCALP_OK)
        CHECK_FAILED("no memory");
    for (int i = 0; i < 2; i++) {
        scalp_record *row;
        if (!lots[i])
            continue;
        if (scalp_record_add_row(s, "materials", &w.work, &row, NULL) != SCALP_OK)
            CHECK_FAILED("no memory");
        scalp_record_set_text(row, "use", i ? "needle" : "pigment");
        scalp_record_set_text(row, "lot", lots[i]);
    }
}

int main(void) {
    check_work_open(&w, 0);
    CASE("lots as people copy them") {
        CHECK(scalp_lot_same("A17-03", "a17 03"));
        CHECK(scalp_lot_same("A17/03", "A1703"));
        CHECK(!scalp_lot_same("A17", "A170"));
        CHECK(!scalp_lot_same("A17", "B17"));
        CHECK(!scalp_lot_same("", ""));
        CHECK(!scalp_lot_same("--", " "));
    }
    CASE("all sessions and rows with it, by date, and no other") {
        scalp_record all[5];
        const scalp_recall_line *lines;
        size_t count;
        session(&all[0], "2026-05-01", "A17", "N1");
        session(&all[1], "2026-03-01", "B9", "a-17");
        session(&all[2], "2026-04-01", "A170", NULL);
        session(&all[3], "2026-02-01", "a 17", "A17");
        if (scalp_record_make("stock", FIXTURE_ID, "", "2026-01-01", &w.work, &all[4], NULL) !=
            SCALP_OK)
            CHECK_FAILED("no memory");
        CHECK_STATUS(scalp_recall_make(all, 5, "A17", &w.work, &lines, &count, NULL), SCALP_OK);
        CHECK(count == 4);
        for (size_t i = 1; i < count; i++)
            CHECK(strcmp(lines[i - 1].session->date, lines[i].session->date) <= 0);
        CHECK_TEXT(lines[0].session->date, "2026-02-01");
        CHECK_TEXT(scalp_record_text(lines[2].material, "use"), "needle");
        CHECK_STATUS(scalp_recall_make(all, 5, "C1", &w.work, &lines, &count, NULL), SCALP_OK);
        CHECK(count == 0);
    }
    check_work_close(&w);
    return check_done();
}
