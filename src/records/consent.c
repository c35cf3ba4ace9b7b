/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a consent. */
#include <scalptor/care.h>
#include <scalptor/records.h>

#include <stdio.h>
#include <string.h>

typedef struct row {
    const char *key, *kind, *source;
} row;

#define ROW(...) {__VA_ARGS__},
static const row rows[] = {
#include "consent.inc"
};
#undef ROW
static const size_t row_count = sizeof rows / sizeof *rows;

static bool is_risk(const row *r) {
    return strcmp(r->kind, "risk") == 0;
}

/* What stands in front of a row: a box for initials, or one to tick. */
static const char *box_of(const row *r) {
    return is_risk(r) ? "____ " : strcmp(r->kind, "paragraph") == 0 ? "" : "[ ] ";
}

/* Into `text`, unless NULL; how many bytes that takes. */
static size_t write_text(scalp_language language, char *text) {
    size_t used = 0;
    for (size_t i = 0; i < row_count; i++) {
        const char *between = !i ? "" : is_risk(&rows[i]) && is_risk(&rows[i - 1]) ? "\n" : "\n\n";
        const char *parts[] = {between, box_of(&rows[i]),
                               scalp_text_of("consent", rows[i].key, language)};
        for (int k = 0; k < 3; k++) {
            const size_t size = strlen(parts[k]);
            if (text && size)
                memcpy(text + used, parts[k], size);
            used += size;
        }
    }
    return used;
}

scalp_status scalp_consent_text_make(const char *language, const scalp_work *work,
                                     scalp_consent_text *text, scalp_error *error) {
    scalp_language index;
    char hex[SCALP_HASH_HEX];
    void *words, *risks;
    if (!scalp_language_find(language, &index))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There is no consent in the language \"%.20s\"; give en, de or es.",
                          language);
    const size_t size = write_text(index, NULL);
    SCALP_TRY(scalp_work_take(work, size + 1, 1, &words, error));
    SCALP_TRY(scalp_work_take(work, row_count, sizeof(scalp_consent_risk), &risks, error));
    *text = (scalp_consent_text){.text = words, .risks = risks};
    write_text(index, words);
    for (size_t i = 0; i < row_count; i++)
        if (is_risk(&rows[i]))
            ((scalp_consent_risk *)risks)[text->risk_count++] =
                (scalp_consent_risk){rows[i].key, scalp_text_of("consent", rows[i].key, index)};
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, words, size);
    scalp_hash_hex(&hash, hex);
    snprintf(text->version, sizeof text->version, "%.12s", hex);
    return SCALP_OK;
}
