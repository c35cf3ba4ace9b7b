/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of the Gregorian calendar, counted from 1970-01-01 (Hinnant, days_from_civil: years begin in
 * March, so that the leap day is the last). */
#include <scalptor/base.h>

#include <stdio.h>
#include <string.h>

static const int32_t days_in_era = 146097, to_1970 = 719468; /* 400 years; 0000-03-01 to 1970 */

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

int32_t scalp_day_from_parts(scalp_date_parts parts) {
    const int32_t y = parts.year - (parts.month <= 2), era = (y >= 0 ? y : y - 399) / 400;
    const int32_t of_era = y - era * 400, m = parts.month;
    const int32_t of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + parts.of_month - 1;
    return era * days_in_era + of_era * 365 + of_era / 4 - of_era / 100 + of_year - to_1970;
}

scalp_date_parts scalp_date_parts_of(int32_t day) {
    const int32_t z = day + to_1970, era = (z >= 0 ? z : z - days_in_era + 1) / days_in_era;
    const int32_t in_era = z - era * days_in_era;
    const int32_t of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const int32_t of_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
    const int32_t m = (5 * of_year + 2) / 153, month = m < 10 ? m + 3 : m - 9;
    return (scalp_date_parts){(int)(of_era + era * 400 + (month <= 2)), (int)month,
                              (int)(of_year - (153 * m + 2) / 5 + 1)};
}

static bool read_parts(const char *text, int part[3]) {
    int at = 0;
    if (strlen(text) != SCALP_DATE - 1)
        return false;
    for (int i = 0; i < SCALP_DATE - 1; i++) {
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

bool scalp_day_from_date(const char *date, int32_t *day) {
    int part[3] = {0, 0, 0};
    if (!read_parts(date, part))
        return false;
    const scalp_date_parts parts = {part[0], part[1], part[2]};
    if (parts.year < 1900 || parts.year > 2999 || parts.month < 1 || parts.month > 12 ||
        parts.of_month < 1 || parts.of_month > days_in_month(parts.year, parts.month))
        return false;
    *day = scalp_day_from_parts(parts);
    return true;
}

void scalp_date_from_day(int32_t day, char date[SCALP_DATE]) {
    char text[48];
    const scalp_date_parts parts = scalp_date_parts_of(day);
    snprintf(text, sizeof text, "%04d-%02d-%02d", parts.year, parts.month, parts.of_month);
    memcpy(date, text, SCALP_DATE - 1);
    date[SCALP_DATE - 1] = 0;
}

int32_t scalp_day_add_months(int32_t day, int months) {
    scalp_date_parts parts = scalp_date_parts_of(day);
    const int from_zero = parts.year * 12 + parts.month - 1 + months;
    parts.year = from_zero / 12;
    parts.month = from_zero % 12 + 1;
    const int most = days_in_month(parts.year, parts.month);
    parts.of_month = parts.of_month < most ? parts.of_month : most;
    return scalp_day_from_parts(parts);
}

int scalp_day_years(int32_t from, int32_t to) {
    const scalp_date_parts a = scalp_date_parts_of(from), b = scalp_date_parts_of(to);
    const bool before = b.month < a.month || (b.month == a.month && b.of_month < a.of_month);
    return b.year - a.year - before;
}

int scalp_day_of_week(int32_t day) {
    return (int)(((day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}
