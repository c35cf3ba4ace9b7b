/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, times and ids as texts. */
#include <scalptor/records.h>

#include <string.h>

/* Of the first ten characters; 1970-01-01 where they are no day. */
static int32_t number_of(const char *text) {
    char date[SCALP_DATE];
    int32_t day;
    memcpy(date, text, strnlen(text, SCALP_DATE - 1));
    date[strnlen(text, SCALP_DATE - 1)] = 0;
    return scalp_day_from_date(date, &day) ? day : 0;
}

/* Two digits, or -1. */
static int two_digits(const char *text) {
    const bool digits = text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';
    return digits ? (text[0] - '0') * 10 + (text[1] - '0') : -1;
}

void scalp_record_date_after(const char *from, long days, char date[SCALP_RECORD_DATE]) {
    scalp_date_from_day(number_of(from) + (int32_t)days, date);
}

void scalp_record_years_after(const char *from, int years, char date[SCALP_RECORD_DATE]) {
    scalp_date_parts parts = scalp_date_parts_of(number_of(from));
    parts.year += years;
    scalp_date_from_day(scalp_day_from_parts(parts), date); /* a 29th may become a 1st */
}

long scalp_record_days_between(const char *from, const char *to) {
    return (long)number_of(to) - number_of(from);
}

int scalp_record_years_between(const char *from, const char *to) {
    return scalp_day_years(number_of(from), number_of(to));
}

long scalp_record_minutes_between(const char *from, const char *to) {
    const long hours = two_digits(to + 11) - two_digits(from + 11);
    const long minutes = two_digits(to + 14) - two_digits(from + 14);
    return scalp_record_days_between(from, to) * 1440 + hours * 60 + minutes;
}

bool scalp_record_date_check(const char *date) {
    int32_t day;
    return scalp_day_from_date(date, &day);
}

bool scalp_record_time_check(const char *time) {
    char date[SCALP_DATE];
    if (strlen(time) != 16 || time[10] != 'T' || time[13] != ':')
        return false;
    memcpy(date, time, SCALP_DATE - 1);
    date[SCALP_DATE - 1] = 0;
    const int hour = two_digits(time + 11), minute = two_digits(time + 14);
    return scalp_record_date_check(date) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

bool scalp_record_id_check(const char *id) {
    return strlen(id) == SCALP_RECORD_ID - 1 &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz234567") == SCALP_RECORD_ID - 1;
}
