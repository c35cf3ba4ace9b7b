/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue of texts, one column for each language. */
#include <scalptor/care.h>

#include <stdio.h>
#include <string.h>

#define TEXT(...)
#define LANGUAGE(code) code,
static const char *const codes[] = {
#include "texts.inc"
};
#undef TEXT
#undef LANGUAGE

enum { languages = sizeof codes / sizeof *codes };

typedef struct text_row {
    const char *key, *text[languages];
} text_row;

#define LANGUAGE(code)
#define TEXT(key, ...) {key, {__VA_ARGS__}},
static const text_row texts[] = {
#include "texts.inc"
};
#undef TEXT
#undef LANGUAGE

int scalp_language_count(void) {
    return languages;
}

const char *scalp_language_code(scalp_language language) {
    return codes[language];
}

bool scalp_language_find(const char *code, scalp_language *language) {
    for (int i = 0; i < languages; i++) {
        if (strcmp(codes[i], code) == 0) {
            *language = i;
            return true;
        }
    }
    return false;
}

size_t scalp_text_count(void) {
    return sizeof texts / sizeof *texts;
}

const char *scalp_text_key(size_t index) {
    return texts[index].key;
}

const char *scalp_text_find(const char *key, scalp_language language) {
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i].key, key) == 0)
            return texts[i].text[language][0] ? texts[i].text[language] : NULL;
    }
    return NULL;
}

const char *scalp_text(const char *key, scalp_language language) {
    const char *text = scalp_text_find(key, language);
    return text ? text : key;
}

const char *scalp_text_of(const char *group, const char *name, scalp_language language) {
    char key[128];
    snprintf(key, sizeof key, "%s.%s", group, name);
    const char *text = scalp_text_find(key, language);
    return text ? text : name;
}

/* ---- Parts ------------------------------------------------------------------------------- */

/* What stands at `at`: a part's value, and how much of the text it takes the place of. */
static const char *part_at(const char *at, const scalp_text_part *parts, size_t count,
                           size_t *taken) {
    for (size_t i = 0; at[0] == '{' && i < count; i++) {
        const size_t length = strlen(parts[i].name);
        if (strncmp(at + 1, parts[i].name, length) == 0 && at[1 + length] == '}') {
            *taken = length + 2;
            return parts[i].value;
        }
    }
    return NULL;
}

/* Writes what fits into `to` and returns the length of all of it. */
static size_t fill(const char *text, const scalp_text_part *parts, size_t count, char *to,
                   size_t size) {
    size_t used = 0;
    for (const char *at = text; *at;) {
        size_t taken = 1;
        const char *value = part_at(at, parts, count, &taken);
        const size_t length = value ? strlen(value) : 1;
        if (used + length < size)
            memcpy(to + used, value ? value : at, length);
        used += length;
        at += taken;
    }
    if (size > 0)
        to[used < size ? used : size - 1] = 0;
    return used;
}

scalp_status scalp_text_fill(const char *text, const scalp_text_part *parts, size_t count,
                             const scalp_work *work, const char **filled, scalp_error *error) {
    void *place;
    const size_t size = fill(text, parts, count, NULL, 0) + 1;
    SCALP_TRY(scalp_work_take(work, size, 1, &place, error));
    fill(text, parts, count, place, size);
    *filled = place;
    return SCALP_OK;
}

void scalp_text_number(double number, int decimals, scalp_language language,
                       char text[SCALP_NUMBER_TEXT]) {
    snprintf(text, SCALP_NUMBER_TEXT, "%.*f", decimals, number);
    char *point = strchr(text, '.');
    if (!point)
        return;
    for (char *end = text + strlen(text) - 1; end > point && *end == '0'; end--)
        *end = 0;
    if (point[1])
        *point = scalp_text("number.point", language)[0];
    else
        *point = 0;
}

/* ---- Days -------------------------------------------------------------------------------- */

static void date_text(const char *form, int32_t day, scalp_language language,
                      char text[SCALP_DATE_TEXT]) {
    const scalp_date_parts date = scalp_date_parts_of(day);
    char of_month[16], year[16], weekday[16], month[16];
    snprintf(of_month, sizeof of_month, "%d", date.of_month);
    snprintf(year, sizeof year, "%d", date.year);
    snprintf(weekday, sizeof weekday, "%d", scalp_day_of_week(day));
    snprintf(month, sizeof month, "%d", date.month);
    const scalp_text_part parts[] = {{"weekday", scalp_text_of("weekday", weekday, language)},
                                     {"day", of_month},
                                     {"month", scalp_text_of("month", month, language)},
                                     {"year", year}};
    fill(scalp_text(form, language), parts, sizeof parts / sizeof *parts, text, SCALP_DATE_TEXT);
}

void scalp_text_date(int32_t day, scalp_language language, char text[SCALP_DATE_TEXT]) {
    date_text("date.long", day, language, text);
}

void scalp_text_date_short(int32_t day, scalp_language language, char text[SCALP_DATE_TEXT]) {
    date_text("date.short", day, language, text);
}
