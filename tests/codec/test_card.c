/* SPDX-License-Identifier: GPL-3.0-or-later */
/* card.json, and places as people type them. */
#include "check.h"

#include <scalptor/codec.h>

static scalp_status read(const char *text, scalp_card *card, scalp_error *error) {
    return scalp_codec_card_read((scalp_bytes){(const uint8_t *)text, strlen(text)}, "card.json",
                                 card, error);
}

int main(void) {
    check_work w;
    scalp_error error = {0};
    scalp_card card;
    scalp_bytes bytes;
    check_work_open(&w, 0);

    CASE("what is written is read") {
        const scalp_card made = {"Studio 3-b", 99.35};
        CHECK_STATUS(scalp_codec_card_write(&made, &w.work, &bytes, &error), SCALP_OK);
        CHECK_STATUS(scalp_codec_card_read(bytes, "card.json", &card, &error), SCALP_OK);
        CHECK_TEXT(card.print_id, "Studio 3-b");
        CHECK_NEAR(card.measured_mm, 99.35, 0);
    }
    CASE("least of a card file") {
        CHECK_STATUS(read("{\"scalptor_card\": 1, \"measured_mm\": 100.4}", &card, &error),
                     SCALP_OK);
        CHECK_TEXT(card.print_id, "");
        CHECK_NEAR(scalp_card_factor(&card), 1.004, 1e-12);
    }
    CASE("what is no card file is refused with its reason") {
        static const struct {
            const char *text, *says;
        } rows[] = {
            {"", "empty"},
            {"{}", "scalptor_card is missing"},
            {"[1]", "object"},
            {"{\"scalptor_card\": 2, \"measured_mm\": 100}", "version 1"},
            {"{\"scalptor_card\": 1}", "measured_mm is missing"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 0}", "measure the print"},
            {"{\"scalptor_card\": 1, \"measured_mm\": \"99\"}", "measured_mm"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 50}", "50 mm"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 1e999}", "number"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 99, \"measured\": 1}", "measured"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 99, \"measured_mm\": 98}", "twice"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 99, \"nominal_mm\": 150}", "nominal_mm"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 99, \"print_id\": 3}", "print_id"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 99, \"print_id\": \"a/b\"}", "print id"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 99, \"print_id\": "
             "\"abcdefghijklmnopqrstuvwxyz\"}",
             "print_id"},
            {"{\"scalptor_card\": 1, \"measured_mm\": 99", "cut off"},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            CHECK_STATUS(read(rows[i].text, &card, &error), SCALP_ERR_INPUT);
            if (!strstr(error.message, rows[i].says))
                CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, rows[i].says);
        }
    }
    CASE("numbers with commas between them") {
        double n[4];
        size_t count;
        CHECK_STATUS(scalp_codec_numbers_read("1, -2.5 ,3e2", "--at", 2, 4, n, &count, &error),
                     SCALP_OK);
        CHECK(count == 3 && n[0] == 1 && n[1] == -2.5 && n[2] == 300);
        static const char *const bad[] = {"",          "1",      "1,",   ",1",     "1,,2",
                                          "1 2",       "1;2",    "1,x",  "nan,1",  "inf,1",
                                          "1,2,3,4,5", "1e10,1", "1,2,", "0x10,1", "1,2\n3"};
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
            if (scalp_codec_numbers_read(bad[i], "--at", 2, 4, n, &count, &error) !=
                SCALP_ERR_INPUT)
                CHECK_FAILED("\"%s\" was taken", bad[i]);
    }
    CASE("circles and polygons") {
        scalp_area area;
        CHECK_STATUS(scalp_codec_area_read("10,20,5", "--skin", &area, &error), SCALP_OK);
        CHECK(area.point_count == 1 && area.radius_px == 5 && area.points[0].y == 20);
        CHECK_STATUS(scalp_codec_area_read("1,2,3,4,5,6", "--skin", &area, &error), SCALP_OK);
        CHECK(area.point_count == 3 && area.points[2].x == 5);
        CHECK_STATUS(scalp_codec_area_read("1,2,0", "--skin", &area, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_area_read("1,2,3,4", "--skin", &area, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_area_read("1,2,3,4,5,6,7", "--skin", &area, &error),
                     SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "--skin") != NULL);
    }
    CASE("out of memory is said") {
        for (long n = 0; n < 4; n++) {
            check_stingy stingy = {.left = n};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release,
                                               &stingy};
            scalp_work work = {.memory = NULL};
            if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
                continue;
            const scalp_card made = {"A", 99};
            const scalp_status one = scalp_codec_card_write(&made, &work, &bytes, &error);
            const scalp_status two =
                scalp_codec_card_pdf_write(&made, SCALP_PAPER_A4, &work, &bytes, &error);
            CHECK(one == SCALP_OK || one == SCALP_ERR_MEMORY);
            CHECK(two == SCALP_OK || two == SCALP_ERR_MEMORY);
            scalp_arena_close(&work.memory);
            CHECK(stingy.live == 0);
        }
    }
    check_work_close(&w);
    return check_done();
}
