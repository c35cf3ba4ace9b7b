/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves the studio: whole for the client, silent for everybody else. */
#include "studio_fixture.h"

#include <scalptor/codec_records.h>
#include <scalptor/report.h>

static studio_fixture f;

/* The text of exported bytes. */
static const char *text_of(scalp_bytes bytes) {
    const char *text = scalp_arena_text(f.w.work.memory, (const char *)bytes.data, bytes.size);
    return text ? text : "";
}

static size_t octal(const uint8_t *at, int digits) {
    size_t number = 0;
    for (int i = 0; i < digits; i++)
        number = number * 8 + (size_t)(at[i] - '0');
    return number;
}

/* The file of an archive whose name begins so; checks every head on the way. */
static scalp_bytes unpacked(scalp_bytes archive, const char *start, size_t *count) {
    scalp_bytes found = {NULL, 0};
    size_t at = 0;
    for (*count = 0; at + 512 <= archive.size && archive.data[at]; ++*count) {
        const uint8_t *head = archive.data + at;
        const size_t size = octal(head + 124, 11);
        unsigned sum = 0;
        for (int i = 0; i < 512; i++)
            sum += i >= 148 && i < 156 ? ' ' : head[i];
        CHECK(octal(head + 148, 6) == sum);
        CHECK(memcmp(head + 257,
                     "ustar\0"
                     "00",
                     8) == 0);
        if (strncmp((const char *)head, start, strlen(start)) == 0)
            found = (scalp_bytes){head + 512, size};
        at += 512 + (size + 511) / 512 * 512;
    }
    CHECK(at + 1024 == archive.size);
    return found;
}

static void one_client(const scalp_record *anna, const scalp_record *ben) {
    CASE("everything about one client, and nothing about another") {
        scalp_bytes archive = {NULL, 0}, record, again;
        scalp_record read;
        scalp_blob blob = {.kind = "photo", .date = "2026-11-20"};
        size_t count;
        memcpy(blob.client, anna->id, sizeof blob.client);
        CHECK_STATUS(scalp_store_id_make(blob.id, NULL), SCALP_OK);
        CHECK_STATUS(scalp_store_begin(f.studio.store, "Ada", f.studio.at, NULL), SCALP_OK);
        CHECK_STATUS(scalp_store_blob_write(f.studio.store, &blob,
                                            (scalp_bytes){(const uint8_t *)"\x89PNG...", 7},
                                            &f.w.work, NULL),
                     SCALP_OK);
        CHECK_STATUS(scalp_store_commit(f.studio.store, NULL), SCALP_OK);
        CHECK_STATUS(scalp_studio_export_client(&f.studio, anna->id, &archive, NULL), SCALP_OK);
        record = unpacked(archive, "records/2026-11-20-client-", &count);
        CHECK(count == 5); /* the README, she, a consultation, an appointment, a photo */
        CHECK_STATUS(scalp_codec_record_read(record, "r", &f.w.work, &read, NULL), SCALP_OK);
        CHECK_TEXT(read.id, anna->id);
        again = unpacked(archive, "files/photo-", &count);
        CHECK(again.size == 7 && memcmp(again.data, "\x89PNG...", 7) == 0);
        bool other = false;
        for (size_t i = 0; i + 26 <= archive.size; i++)
            other = other || memcmp(archive.data + i, ben->id, 26) == 0;
        CHECK(!other);
    }
}

static void tables(void) {
    CASE("a spreadsheet runs nothing") {
        scalp_record r;
        scalp_bytes bytes;
        const char *const bad[] = {"=1+1", "+1", "-1+2", "@x", "a,\"b\""};
        const char *const shown[] = {",\"'=1+1\",", ",\"'+1\",", ",\"'-1+2\",", ",\"'@x\",",
                                     ",\"a,\"\"b\"\"\","};
        for (int i = 0; i < 5; i++) {
            CHECK_STATUS(scalp_studio_new(&f.studio, "price", NULL, NULL, &r, NULL), SCALP_OK);
            scalp_record_set_text(&r, "name", bad[i]);
            scalp_record_set_number(&r, "amount", -5);
            CHECK_STATUS(scalp_report_records_csv("price", &r, 1, &f.w.work, &bytes, NULL),
                         SCALP_OK);
            CHECK(strstr(text_of(bytes), shown[i]) != NULL);
            CHECK(strstr(text_of(bytes), ",-5,") != NULL);
            CHECK(strncmp(text_of(bytes), "\xef\xbb\xbfid,client,date,name,", 23) == 0);
        }
    }
}

static void calendar(void) {
    scalp_bytes bytes = {NULL, 0};
    CASE("a calendar says when, and not what for") {
        CHECK_STATUS(scalp_studio_export_calendar(&f.studio, NULL, NULL, &bytes, NULL), SCALP_OK);
        const char *text = text_of(bytes);
        CHECK(strstr(text, "DTSTART:20261201T100000\r\n") != NULL);
        CHECK(strstr(text, "DURATION:PT180M\r\n") != NULL);
        CHECK(strstr(text, "SUMMARY:Appointment A\u00d6\r\n") != NULL);
        CHECK(strstr(text, "SEQUENCE:0\r\n") != NULL);
        CHECK(strstr(text, "LOCATION:Room\\, upstairs") != NULL);
        CHECK(strstr(text, "touch-up") == NULL && strstr(text, "Anna") == NULL);
        for (const char *line = text; *line;) {
            const char *end = strstr(line, "\r\n");
            CHECK(end && end - line <= 75);
            line = end ? end + 2 : "";
        }
    }
    CASE("of some days") {
        CHECK_STATUS(scalp_studio_export_calendar(&f.studio, "2026-12-02", NULL, &bytes, NULL),
                     SCALP_OK);
        CHECK(strstr(text_of(bytes), "VEVENT") == NULL);
        CHECK_STATUS(
            scalp_studio_export_calendar(&f.studio, "2026-12-01", "2026-12-01", &bytes, NULL),
            SCALP_OK);
        CHECK(strstr(text_of(bytes), "VEVENT") != NULL);
    }
}

static void outcomes(const scalp_record *anna) {
    CASE("outcomes name nobody") {
        const scalp_record session = fixture_session(&f, anna->id);
        scalp_bytes bytes = {NULL, 0};
        fixture_add(&f, "inspection", anna->id,
                    FIELDS("session", session.id, "days_after", "28", "kept_pct", "78"));
        CHECK_STATUS(scalp_studio_export_outcomes(&f.studio, &bytes, NULL), SCALP_OK);
        const char *line = strstr(text_of(bytes), "\r\n");
        CHECK(line != NULL);
        if (line)
            CHECK_TEXT(line + 2, "30,,III,oily,session,1,,,,,,28,,,78,,,\r\n");
        CHECK(strstr(text_of(bytes), anna->id) == NULL);
        CHECK(strstr(text_of(bytes), "2026") == NULL && strstr(text_of(bytes), "1990") == NULL);
    }
}

int main(void) {
    if (!fixture_open(&f))
        return 1;
    const scalp_record anna = fixture_client(&f, "\u00d6st", "Anna");
    const scalp_record ben = fixture_client(&f, "Roth", "Ben");
    fixture_add(&f, "consultation", anna.id,
                FIELDS("wishes", "=a line", "fitzpatrick", "III", "skin_oil", "oily"));
    fixture_add(&f, "appointment", anna.id,
                FIELDS("starts_at", "2026-12-01T10:00", "minutes", "180", "what", "touch-up",
                       "state", "planned", "room",
                       "Room, upstairs;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;"));
    one_client(&anna, &ben);
    tables();
    calendar();
    outcomes(&anna);
    fixture_close(&f);
    return check_done();
}
