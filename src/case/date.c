/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days as the case counts them, in double. */
#include <scalptor/case.h>

#include <math.h>

bool scalp_case_day_from_date(const char *date, double *day) {
    int32_t whole;
    if (!scalp_day_from_date(date, &whole))
        return false;
    *day = whole;
    return true;
}

void scalp_case_date_from_day(double day, char date[SCALP_CASE_DATE]) {
    scalp_date_from_day((int32_t)floor(day + 0.5), date);
}
