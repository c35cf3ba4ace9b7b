/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as the words of a message or a document. */
#include <scalptor/case.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void scalp_case_text_from_number(double number, char text[SCALP_CASE_SHOWN]) {
    if (!isfinite(number)) {
        const char *word = isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        memcpy(text, word, strlen(word) + 1);
        return;
    }
    if (!(number < 0 || number > 0))
        number = 0; /* without a sign */
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, SCALP_CASE_SHOWN, "%.*g", digits, number);
        const double again = strtod(text, NULL);
        if (!(again < number || again > number))
            break;
    }
    /* A caller may have set a locale whose decimal sign is another. */
    for (char *c = text; *c; c++) {
        if (!strchr("0123456789+-e", *c))
            *c = '.';
    }
}

void scalp_case_text_quoted(const char *text, char shown[SCALP_CASE_SHOWN]) {
    enum { longest = 48 };
    size_t length = strlen(text);
    const bool cut = length > longest;
    if (cut) {
        length = longest;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--; /* no half character */
    }
    char *to = shown;
    *to++ = '"';
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)text[i];
        *to++ = c < 0x20 || c == 0x7f ? '?' : text[i];
    }
    memcpy(to, cut ? "...\"" : "\"", cut ? 5 : 2);
}

void scalp_case_path_from_field(const scalp_case_field *field, int index,
                                char path[SCALP_CASE_FIELD_PATH]) {
    if (index >= 0) {
        snprintf(path, SCALP_CASE_FIELD_PATH, "%s[%d].%s", field->section, index, field->name);
    } else {
        snprintf(path, SCALP_CASE_FIELD_PATH, "%s%s%s", field->section,
                 field->section[0] ? "." : "", field->name);
    }
}
