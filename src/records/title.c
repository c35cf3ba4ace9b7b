/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people call a record. */
#include <scalptor/records.h>

#include <stdio.h>
#include <string.h>

/* The fields that name a record of the kind, in their order; what is not given is left out. */
static const struct naming {
    const char *kind, *fields[3];
} namings[] = {
    {"client", {"family_name", "given_name", NULL}},
    {"consultation", {"wishes", NULL, NULL}},
    {"screening", {"scope", "outcome", "wait_until"}},
    {"consent", {"text_version", "language", "signature"}},
    {"withdrawal", {"scope", "received", NULL}},
    {"case", {"title", "case_sha256", NULL}},
    {"plan", {"title", "plan_sha256", NULL}},
    {"approval", {"signature", "plan_sha256", NULL}},
    {"session", {"what", "number", "state"}},
    {"inspection", {"zone", "days_after", "evenness"}},
    {"adverse", {"severity", "what", NULL}},
    {"photo", {"view", "stage", "name"}},
    {"appointment", {"starts_at", "what", "state"}},
    {"paper", {"what", "given_on", NULL}},
    {"erasure", {"reason", NULL, NULL}},
    {"stock", {"brand", "name", "lot"}},
    {"staff", {"name", NULL, NULL}},
    {"hygiene", {"what", "where", NULL}},
    {"price", {"name", "amount", "currency"}},
};

static void show(const scalp_record *record, const char *name, char *text, size_t size) {
    const scalp_record_field *field = scalp_record_field_find(record, name);
    const scalp_value *value = scalp_record_value(record, name);
    const scalp_record_type type = scalp_record_field_type(field);
    text[0] = 0;
    if (!value->given)
        return;
    if (type == SCALP_RECORD_IS_NUMBER || type == SCALP_RECORD_IS_WHOLE)
        snprintf(text, size, "%g%s%s", value->number, field->unit[0] ? " " : "", field->unit);
    else if (type == SCALP_RECORD_IS_HASH)
        snprintf(text, size, "%.12s", value->text);
    else
        snprintf(text, size, "%s%s", type == SCALP_RECORD_IS_LOT ? "lot " : "", value->text);
}

/* No half character at the end, no line within. */
static void tidy(char *text, size_t size) {
    size_t length = strlen(text);
    if (length == size - 1) {
        while (length > 0 && ((unsigned char)text[length - 1] & 0xc0) == 0x80)
            length--;
        if (length > 0 && (unsigned char)text[length - 1] >= 0xc0)
            length--;
        text[length] = 0;
    }
    for (char *c = text; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
}

void scalp_record_title(const scalp_record *record, char title[SCALP_RECORD_TITLE]) {
    size_t used = 0;
    title[0] = 0;
    for (size_t i = 0; i < sizeof namings / sizeof *namings; i++) {
        if (strcmp(namings[i].kind, record->kind->name) != 0)
            continue;
        for (size_t j = 0; j < 3 && namings[i].fields[j]; j++) {
            char text[SCALP_RECORD_TITLE];
            show(record, namings[i].fields[j], text, sizeof text);
            if (text[0] && used < SCALP_RECORD_TITLE - 1)
                used += (size_t)snprintf(title + used, SCALP_RECORD_TITLE - used, "%s%s",
                                         used ? ", " : "", text);
        }
    }
    tidy(title, SCALP_RECORD_TITLE);
}
