/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of sessions, without anybody's name. */
#include "studio.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE 240

static const char head[] = "age_decade,sex,fitzpatrick,skin_oil,what,number,needle,depth_mm,pain,"
                           "bleeding,dots,days_after,dots_found,density_per_cm2,kept_pct,"
                           "healed_l,healed_a,healed_b\r\n";

/* A client's records, by date; of two of a kind the later one tells. */
typedef struct person {
    const scalp_record *client, *consultation;
} person;

static const scalp_record *record_of(const scalp_record *all, size_t count, const char *kind,
                                     const char *client) {
    const scalp_record *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].kind->name, kind) == 0 && strcmp(all[i].client, client) == 0)
            found = &all[i];
    return found;
}

static const scalp_record *session_of(const scalp_record *all, size_t count, const char *id) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].id, id) == 0 && strcmp(all[i].kind->name, "session") == 0)
            return &all[i];
    return NULL;
}

static size_t add(char line[LINE], size_t used, const char *text) {
    const int wrote = snprintf(line + used, LINE - used, "%s%s", used ? "," : "", text);
    return wrote > 0 && used + (size_t)wrote < LINE ? used + (size_t)wrote : used;
}

/* The named fields of a record; empty where it is NULL. */
static size_t add_fields(char line[LINE], size_t used, const scalp_record *record,
                         const char *const *names) {
    for (; *names; names++) {
        const scalp_value *value = record ? scalp_record_value(record, *names) : NULL;
        char text[40] = "";
        if (value && value->given && value->text && !strpbrk(value->text, ",\"\r\n") &&
            !strchr("=+-@", value->text[0]))
            snprintf(text, sizeof text, "%.30s", value->text);
        else if (value && value->given && !value->text)
            snprintf(text, sizeof text, "%.6g", value->number);
        used = add(line, used, text);
    }
    return used;
}

static void write_line(char line[LINE], const person *who, const scalp_record *session,
                       const scalp_record *look) {
    static const char *const of_client[] = {"sex", NULL};
    static const char *const of_talk[] = {"fitzpatrick", "skin_oil", NULL};
    static const char *const of_session[] = {"what", "number",   "needle", "depth_mm",
                                             "pain", "bleeding", "dots",   NULL};
    static const char *const of_look[] = {"days_after", "dots",     "density_per_cm2", "kept_pct",
                                          "healed_l",   "healed_a", "healed_b",        NULL};
    char age[16] = "unknown";
    const char *born = who->client ? scalp_record_text(who->client, "born") : "";
    if (born[0])
        snprintf(age, sizeof age, "%d", scalp_record_years_between(born, session->date) / 10 * 10);
    size_t used = add(line, 0, age);
    used = add_fields(line, used, who->client, of_client);
    used = add_fields(line, used, who->consultation, of_talk);
    used = add_fields(line, used, session, of_session);
    add_fields(line, used, look, of_look);
}

static int by_text(const void *a, const void *b) {
    return strcmp(a, b);
}

static size_t write_lines(const scalp_record *all, size_t count, char (*lines)[LINE]) {
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i].kind->name, "inspection") != 0)
            continue;
        const scalp_record *session = session_of(all, count, scalp_record_text(&all[i], "session"));
        const person who = {record_of(all, count, "client", all[i].client),
                            record_of(all, count, "consultation", all[i].client)};
        if (session)
            write_line(lines[used++], &who, session, &all[i]);
    }
    return used;
}

scalp_status scalp_studio_export_outcomes(const scalp_studio *studio, scalp_bytes *table,
                                          scalp_error *error) {
    const scalp_store_query query = {.archived = SCALP_STORE_EVERYTHING};
    const scalp_record *all;
    size_t count, size = sizeof head - 1;
    void *place, *text;
    SCALP_TRY(scalp_studio_list(studio, &query, &all, &count, error));
    SCALP_TRY(scalp_work_take(studio->work, count, LINE, &place, error));
    char(*lines)[LINE] = place;
    const size_t used = write_lines(all, count, lines);
    if (used > 1)
        qsort(lines, used, LINE, by_text);
    SCALP_TRY(scalp_work_take(studio->work, size + used * (LINE + 2), 1, &text, error));
    char *to = text;
    memcpy(to, head, size);
    for (size_t i = 0; i < used; i++) {
        const size_t length = strlen(lines[i]);
        memcpy(to + size, lines[i], length);
        memcpy(to + size + length, "\r\n", 2);
        size += length + 2;
    }
    *table = (scalp_bytes){text, size};
    return SCALP_OK;
}
