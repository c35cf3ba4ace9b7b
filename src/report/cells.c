/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *cell(scalp_sheet *sheet, const char *format, ...) {
    char text[512];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    char *copy = scalp_arena_text(sheet->work->memory, text, strlen(text));
    if (!copy)
        scalp_sheet_fail(sheet, SCALP_ERR_MEMORY, "Out of memory while writing a paper.");
    return copy ? copy : "";
}

const char *cell_number(scalp_sheet *sheet, double number, int decimals) {
    char text[SCALP_NUMBER_TEXT];
    scalp_text_number(number, decimals, sheet->params->language, text);
    return cell(sheet, "%s", text);
}

const char *cell_money(scalp_sheet *sheet, double amount, const char *currency) {
    char text[64], half[SCALP_NUMBER_TEXT];
    snprintf(text, sizeof text, "%.2f", amount);
    scalp_text_number(0.5, 1, sheet->params->language, half);
    char *point = strchr(text, '.');
    if (point)
        *point = half[1];
    return cell(sheet, "%s%s%s", text, currency[0] ? " " : "", currency);
}

const char *cell_zone(scalp_sheet *sheet, scalp_zone zone) {
    return scalp_text_of("zone", scalp_zone_name(zone), sheet->params->language);
}

const char *cell_day(scalp_sheet *sheet, int32_t day) {
    char text[SCALP_DATE_TEXT];
    scalp_text_date(day, sheet->params->language, text);
    return cell(sheet, "%s", text);
}

const char *cell_say(scalp_sheet *sheet, const char *name) {
    return scalp_sheet_say(sheet, name, NULL, 0);
}

void cell_pair(scalp_sheet *sheet, const char *name, const char *value) {
    scalp_sheet_pair(sheet, cell_say(sheet, name), value);
}
