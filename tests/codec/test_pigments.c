/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A studio's pigments: written and read again, and what is no table. */
#include "check.h"

#include <scalptor/codec.h>

static scalp_bytes bytes_of(const char *text) {
    return (scalp_bytes){(const uint8_t *)text, strlen(text)};
}

static void check_refused(const char *text, const char *why, const scalp_work *work) {
    const scalp_pigment_swatch_row *rows;
    size_t count;
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_codec_pigments_read(bytes_of(text), "t.csv", work, &rows, &count, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, why))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, why);
}

#define HEAD "id,L,a,b,dilution,thickness_mm\n"

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_pigment_swatch_row *rows;
    size_t count;
    scalp_error error = {SCALP_OK, ""};
    CASE("what is written is read, to the bit") {
        const scalp_pigment_swatch_row mine[] = {{"one", {46.125, -0.1, 1e-7}, 80, 0.05},
                                                 {"Two_2-b", {1.0 / 3, 0, 99}, 0, 2}};
        scalp_bytes bytes;
        CHECK_STATUS(scalp_codec_pigments_write(mine, 2, &w.work, &bytes, &error), SCALP_OK);
        CHECK_STATUS(scalp_codec_pigments_read(bytes, "t.csv", &w.work, &rows, &count, &error),
                     SCALP_OK);
        CHECK(count == 2);
        for (size_t i = 0; i < count && count == 2; i++) {
            CHECK_TEXT(rows[i].id, mine[i].id);
            CHECK_NEAR(rows[i].lab.l, mine[i].lab.l, 1e-15);
            CHECK_NEAR(rows[i].lab.a, mine[i].lab.a, 0);
            CHECK_NEAR(rows[i].lab.b, mine[i].lab.b, 1e-22);
            CHECK_NEAR(rows[i].dilution, mine[i].dilution, 0);
            CHECK_NEAR(rows[i].thickness_mm, mine[i].thickness_mm, 0);
        }
    }
    CASE("remarks, empty lines, blanks, line ends of two letters, a byte order mark") {
        const char *text = "\xef\xbb\xbf"
                           "# ours\r\n"
                           "id,L,a,b,dilution,thickness_mm\r\n\r\n"
                           " x , 46, 0 ,1, 80 ,0.05\r\n# end";
        CHECK_STATUS(
            scalp_codec_pigments_read(bytes_of(text), "t.csv", &w.work, &rows, &count, &error),
            SCALP_OK);
        CHECK(count == 1);
        CHECK_TEXT(rows[0].id, "x");
        CHECK_NEAR(rows[0].thickness_mm, 0.05, 0);
    }
    CASE("a table without pigments is one; no table is none") {
        CHECK_STATUS(
            scalp_codec_pigments_read(bytes_of(HEAD), "t.csv", &w.work, &rows, &count, &error),
            SCALP_OK);
        CHECK(count == 0);
        check_refused("", "first line must be", &w.work);
        check_refused("# nothing\n", "first line must be", &w.work);
        check_refused("id,L\n", "line 1: the first line must be", &w.work);
    }
    CASE("lines that are none are named") {
        check_refused(HEAD "x,46,0,1,80\n", "line 2: a pigment needs six cells", &w.work);
        check_refused(HEAD "x,46,0,1,80,0.05,\n", "has six cells", &w.work);
        check_refused(HEAD "\nx,46,0,,80,0.05\n", "line 3: b is not a finite number", &w.work);
        check_refused(HEAD "x,46,0,inf,80,0.05\n", "b is not a finite number", &w.work);
        check_refused(HEAD "x,46,0,1e999,80,0.05\n", "b is not a finite number", &w.work);
        check_refused(HEAD "x y,46,0,1,80,0.05\n", "letters, digits", &w.work);
        check_refused(HEAD "0123456789012345678901234567890123,46,0,1,80,0.05\n", "1 to 31",
                      &w.work);
        check_refused(HEAD "x,46,0,1,80,0.05\nx,46,0,1,80,0.05\n", "line 3: x stands there",
                      &w.work);
        check_refused(HEAD "brow-brown,46,0,1,80,0.05\n", "built-in", &w.work);
    }
    CASE("more pigments than a studio has") {
        static char text[16000] = HEAD;
        size_t used = strlen(text);
        for (int i = 0; i <= SCALP_CODEC_MAX_PIGMENTS; i++)
            used += (size_t)snprintf(text + used, sizeof text - used, "p%d,46,0,1,80,0.05\n", i);
        CHECK_STATUS(
            scalp_codec_pigments_read(bytes_of(text), "t.csv", &w.work, &rows, &count, &error),
            SCALP_ERR_LIMIT);
    }
    check_work_close(&w);
    return check_done();
}
