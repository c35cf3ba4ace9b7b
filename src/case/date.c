/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of the Gregorian calendar, counted from 1970-01-01 (Hinnant, days_from_civil: years begin in
 * March, so that the leap day is the last). */
#include <scalptor/case.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const long days_in_era = 146097, to_1970 = 719468; /* 400 years; 0000-03-01 to 1970-01-01 */

static bool read_parts(const char *text, int part[3]) {
    int at = 0;
    if (strlen(text) != 10)
        return false;
    for (int i = 0; i < 10; i++) {
        const bool dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
        if (dash)
            at++;
        else
            part[at] = part[at] * 10 + (text[i] - '0');
    }
    return true;
}

bool scalp_case_day_from_date(const char *date, double *day) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int part[3] = {0, 0, 0};
    if (!read_parts(date, part))
        return false;
    const int year = part[0], month = part[1], of_month = part[2];
    if (year < 1900 || year > 2999 || month < 1 || month > 12 || of_month < 1)
        return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (of_month > days[month - 1] + (leap && month == 2))
        return false;
    const long y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    const long of_year = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + of_month - 1;
    const long in_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    *day = (double)(era * days_in_era + in_era - to_1970);
    return true;
}

void scalp_case_date_from_day(double day, char date[SCALP_CASE_DATE]) {
    char text[64];
    const long z = (long)floor(day + 0.5) + to_1970, era = z / days_in_era;
    const long in_era = z - era * days_in_era;
    const long of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const long of_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
    const long m = (5 * of_year + 2) / 153, month = m < 10 ? m + 3 : m - 9;
    snprintf(text, sizeof text, "%04ld-%02ld-%02ld", of_era + era * 400 + (month <= 2), month,
             of_year - (153 * m + 2) / 5 + 1);
    memcpy(date, text, SCALP_CASE_DATE - 1);
    date[SCALP_CASE_DATE - 1] = 0;
}
