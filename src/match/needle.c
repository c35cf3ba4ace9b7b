/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Needles and the deposits they leave. */
#include "parts.h"

#include <math.h>
#include <string.h>

#define ROW(code, diameter, count, remark, source) {(code), (diameter), (count)},
static const match_needle needles[] = {
#include "needles.inc"
};
#undef ROW

enum { needle_count = sizeof needles / sizeof *needles };

/* Needles side by side make one wider dot: a disc of their areas together. */
static double deposit_of(const match_needle *needle) {
    return needle->diameter_mm * sqrt((double)needle->count);
}

bool scalp_match_needle(const char *code, double *diameter_mm) {
    for (size_t i = 0; i < needle_count; i++) {
        if (strcmp(needles[i].code, code) == 0) {
            *diameter_mm = deposit_of(&needles[i]);
            return true;
        }
    }
    return false;
}

void match_needle_names(char *text) {
    text[0] = 0;
    for (size_t i = 0; i < needle_count; i++) {
        strcat(text, i ? ", " : "");
        strcat(text, needles[i].code);
    }
}

size_t match_needles(const char *only, const char *codes[MATCH_NEEDLES]) {
    size_t count = 0;
    for (size_t i = 0; i < needle_count && count < MATCH_NEEDLES; i++) {
        if (only && strcmp(only, needles[i].code) != 0)
            continue;
        size_t at = count++;
        double wide = deposit_of(&needles[i]), other;
        for (; at > 0 && scalp_match_needle(codes[at - 1], &other) && other > wide; at--)
            codes[at] = codes[at - 1];
        codes[at] = needles[i].code;
    }
    return count;
}
