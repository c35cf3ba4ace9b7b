/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, times and ids as texts. Days of the Gregorian calendar are counted from 1970-01-01 (Hinnant,
 * days_from_civil: years begin in March, so that the leap day is the last). */
#include <scalptor/records.h>

#include <stdio.h>
#include <string.h>

static const long days_in_era = 146097, to_1970 = 719468; /* 400 years; 0000-03-01 to 1970-01-01 */

/* Two or four digits. */
static int digits(const char *text, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* The first ten characters as a day. */
static bool parts(const char *text, int *year, int *month, int *day) {
    static const int most[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strnlen(text, 10) < 10 || text[4] != '-' || text[7] != '-')
        return false;
    *year = digits(text, 4);
    *month = digits(text + 5, 2);
    *day = digits(text + 8, 2);
    if (*year < 1900 || *year > 2999 || *month < 1 || *month > 12 || *day < 1)
        return false;
    const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    return *day <= most[*month - 1] + (leap && *month == 2);
}

static long number_of(const char *date) {
    int year = 1970, month = 1, day = 1;
    parts(date, &year, &month, &day);
    const long y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    const long of_year = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * days_in_era + of_era * 365 + of_era / 4 - of_era / 100 + of_year - to_1970;
}

static void write_date(long year, long month, long day, char date[SCALP_RECORD_DATE]) {
    char text[64];
    snprintf(text, sizeof text, "%04ld-%02ld-%02ld", year, month, day);
    memcpy(date, text, SCALP_RECORD_DATE - 1);
    date[SCALP_RECORD_DATE - 1] = 0;
}

void scalp_record_date_after(const char *from, long days, char date[SCALP_RECORD_DATE]) {
    const long z = number_of(from) + days + to_1970, era = z / days_in_era;
    const long in_era = z - era * days_in_era;
    const long of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const long of_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
    const long m = (5 * of_year + 2) / 153, month = m < 10 ? m + 3 : m - 9;
    write_date(of_era + era * 400 + (month <= 2), month, of_year - (153 * m + 2) / 5 + 1, date);
}

void scalp_record_years_after(const char *from, int years, char date[SCALP_RECORD_DATE]) {
    int year = 1970, month = 1, day = 1;
    parts(from, &year, &month, &day);
    write_date(year + years, month, day, date);
    if (!scalp_record_date_check(date))
        write_date(year + years, 3, 1, date);
}

long scalp_record_days_between(const char *from, const char *to) {
    return number_of(to) - number_of(from);
}

int scalp_record_years_between(const char *from, const char *to) {
    int year[2] = {1970, 1970}, month[2] = {1, 1}, day[2] = {1, 1};
    parts(from, &year[0], &month[0], &day[0]);
    parts(to, &year[1], &month[1], &day[1]);
    const bool before = month[1] < month[0] || (month[1] == month[0] && day[1] < day[0]);
    return year[1] - year[0] - before;
}

long scalp_record_minutes_between(const char *from, const char *to) {
    const long minutes = (digits(to + 11, 2) - digits(from + 11, 2)) * 60L + digits(to + 14, 2) -
                         digits(from + 14, 2);
    return scalp_record_days_between(from, to) * 1440 + minutes;
}

bool scalp_record_date_check(const char *date) {
    int year, month, day;
    return strlen(date) == 10 && parts(date, &year, &month, &day);
}

bool scalp_record_time_check(const char *time) {
    int year, month, day;
    if (strlen(time) != 16 || !parts(time, &year, &month, &day) || time[10] != 'T' ||
        time[13] != ':')
        return false;
    const int hour = digits(time + 11, 2), minute = digits(time + 14, 2);
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

bool scalp_record_id_check(const char *id) {
    return strlen(id) == SCALP_RECORD_ID - 1 &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz234567") == SCALP_RECORD_ID - 1;
}
