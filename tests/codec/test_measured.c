/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measurements as CSV. */
#include "check.h"

#include <scalptor/codec.h>

#define HEADER "date,zone,retained_pct,low,high\n"

static scalp_status read(check_work *w, const char *text, const scalp_case_measured **measured,
                         size_t *count, scalp_error *error) {
    const scalp_bytes bytes = {(const uint8_t *)text, strlen(text)};
    return scalp_codec_measured_read(bytes, "m.csv", &w->work, measured, count, error);
}

static void check_refused(check_work *w, const char *text, const char *says) {
    const scalp_case_measured *measured;
    size_t count;
    scalp_error error;
    CHECK_STATUS(read(w, text, &measured, &count, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, says))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, says);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_case_measured *m;
    size_t count;
    scalp_error error;
    CASE("days, zones, blanks, remarks, line ends") {
        CHECK_STATUS(read(&w,
                          "\xef\xbb\xbf# by daylight\r\n" HEADER "\r\n"
                          "2027-06-30,all,92,88,95.5\r\n"
                          "# later\n 2028-02-29 , crown , 1e2 , 0 ,150",
                          &m, &count, &error),
                     SCALP_OK);
        CHECK(count == 2);
        CHECK_TEXT(m[0].date, "2027-06-30");
        CHECK(m[0].zone == SCALP_ZONE_NONE && m[0].line == 4);
        CHECK(m[0].retained_pct == 92 && m[0].low_pct == 88 && m[0].high_pct == 95.5);
        CHECK_TEXT(m[1].date, "2028-02-29");
        CHECK(m[1].zone == SCALP_ZONE_CROWN && m[1].retained_pct == 100 && m[1].line == 6);
    }
    CASE("what is no measurement is refused with its line") {
        static const struct {
            const char *text, *says;
        } rows[] = {
            {"", "holds no measurement"},
            {HEADER, "holds no measurement"},
            {"2027-06-30,all,92,88,95\n", "line 1: the first line must be date,zone"},
            {HEADER "2027-06-30,all,92,88\n", "line 2: a measurement needs 5 cells"},
            {HEADER "2027-06-30,all,92,88,95,1\n", "line 2"},
            {HEADER "30.6.2027,all,92,88,95\n", "\"30.6.2027\" is no day"},
            {HEADER "2027-02-29,all,92,88,95\n", "is no day"},
            {HEADER "2027-06-30,top,92,88,95\n", "\"top\" is no zone"},
            {HEADER "2027-06-30,none,92,88,95\n", "\"none\" is no zone"},
            {HEADER "2027-06-30,none,92,88,95\n", "write all, hairline, frontal"},
            {HEADER "2027-06-30,none,92,88,95\n", "beard, moustache, sideburn_l"},
            {HEADER "2027-06-30,none,92,88,95\n", "scar or free."},
            {HEADER "2027-06-30,,92,88,95\n", "is no zone"},
            {HEADER "2027-06-30,all,x,88,95\n", "retained_pct must be a number from 0 to 150"},
            {HEADER "2027-06-30,all,92 %,88,95\n", "retained_pct"},
            {HEADER "2027-06-30,all,92,-1,95\n", "low must be"},
            {HEADER "2027-06-30,all,92,88,151\n", "high must be"},
            {HEADER "2027-06-30,all,nan,88,95\n", "retained_pct"},
            {HEADER "2027-06-30,all,92,95,88\n", "must stand in that order"},
            {HEADER "2027-06-30,all,99,88,95\n", "must stand in that order"},
            {HEADER "2027-06-30,all,92,88,95\n2027-06-30,crown,92,88,95\n"
                    "2027-06-30,all,91,88,95\n",
             "line 4: all 2027-06-30 was measured in line 2 already"},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            check_refused(&w, rows[i].text, rows[i].says);
    }
    CASE("four hundred are read, one more is too many") {
        static char text[32 * (SCALP_FORECAST_MAX_MEASURED + 2)] = HEADER;
        size_t used = strlen(text);
        for (int i = 0; i < SCALP_FORECAST_MAX_MEASURED; i++)
            used += (size_t)snprintf(text + used, sizeof text - used, "2%03d-%02d-%02d,all,9,8,9\n",
                                     i, i % 12 + 1, i % 28 + 1);
        CHECK_STATUS(read(&w, text, &m, &count, &error), SCALP_OK);
        CHECK(count == SCALP_FORECAST_MAX_MEASURED);
        snprintf(text + used, sizeof text - used, "2999-12-31,all,9,8,9\n");
        CHECK_STATUS(read(&w, text, &m, &count, &error), SCALP_ERR_LIMIT);
    }
    check_work_close(&w);
    return check_done();
}
