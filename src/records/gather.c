/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lots and the references of a record, which a store keeps beside it. */
#include <scalptor/records.h>

#include <string.h>

typedef struct gathered {
    const char **list; /* NULL: only counted, doubles too */
    size_t count;
} gathered;

static void add(gathered *to, const char *text, const char *own) {
    if (own && strcmp(text, own) == 0)
        return;
    if (to->list) {
        for (size_t i = 0; i < to->count; i++)
            if (strcmp(to->list[i], text) == 0)
                return;
        to->list[to->count] = text;
    }
    to->count++;
}

static void gather(const scalp_record *record, scalp_record_type wanted, const char *own,
                   gathered *to) {
    for (size_t i = 0; i < record->field_count; i++) {
        const scalp_value *value = &record->values[i];
        const scalp_record_type type = scalp_record_field_type(&record->fields[i]);
        if (!value->given)
            continue;
        if (type == wanted)
            add(to, value->text, own);
        if (type == SCALP_RECORD_IS_ROWS)
            for (size_t row = 0; row < value->count; row++)
                gather(&value->rows[row], wanted, own, to);
    }
}

static scalp_status make(const scalp_record *record, scalp_record_type wanted, const char *own,
                         const scalp_work *work, const char *const **texts, size_t *count,
                         scalp_error *error) {
    gathered counted = {0};
    void *list;
    gather(record, wanted, own, &counted);
    SCALP_TRY(scalp_work_take(work, counted.count, sizeof(char *), &list, error));
    gathered found = {.list = list};
    gather(record, wanted, own, &found);
    *texts = list;
    *count = found.count;
    return SCALP_OK;
}

scalp_status scalp_record_lots(const scalp_record *record, const scalp_work *work,
                               const char *const **lots, size_t *count, scalp_error *error) {
    return make(record, SCALP_RECORD_IS_LOT, NULL, work, lots, count, error);
}

scalp_status scalp_record_refs(const scalp_record *record, const scalp_work *work,
                               const char *const **refs, size_t *count, scalp_error *error) {
    return make(record, SCALP_RECORD_IS_REF, record->client, work, refs, count, error);
}
