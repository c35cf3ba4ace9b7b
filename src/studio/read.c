/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records out of a store. */
#include "studio.h"

#include <scalptor/codec_records.h>

#include <string.h>

void scalp_studio_today(const scalp_studio *studio, char date[SCALP_RECORD_DATE]) {
    memcpy(date, studio->now, SCALP_RECORD_DATE - 1);
    date[SCALP_RECORD_DATE - 1] = 0;
}

scalp_status scalp_studio_record_from(const scalp_document *document, const scalp_work *work,
                                      scalp_record *record, scalp_error *error) {
    SCALP_TRY(scalp_codec_record_read(document->body, document->id, work, record, error));
    if (strcmp(record->id, document->id) != 0 || strcmp(record->kind->name, document->kind) != 0 ||
        strcmp(record->client, document->client) != 0)
        return scalp_fail(error, SCALP_ERR_NO,
                          "The record %s is not the one that was stored under this id; run "
                          "scalptor doctor.",
                          document->id);
    record->version = document->version;
    record->archived = document->archived;
    return SCALP_OK;
}

scalp_status scalp_studio_get(const scalp_studio *studio, const char *kind, const char *id,
                              scalp_record *record, scalp_error *error) {
    scalp_document document;
    if (!scalp_record_id_check(id))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "\"%.40s\" is no id of a record; ids are 26 of a-z and 2-7.", id);
    SCALP_TRY(scalp_store_get(studio->store, id, 0, studio->work, &document, error));
    if (kind && strcmp(document.kind, kind) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s is a record of the kind %s, not %s.", id,
                          document.kind, kind);
    return scalp_studio_record_from(&document, studio->work, record, error);
}

scalp_status scalp_studio_list(const scalp_studio *studio, const scalp_store_query *query,
                               const scalp_record **records, size_t *count, scalp_error *error) {
    scalp_store_query full = *query;
    const scalp_document *documents;
    void *place;
    full.bodies = true;
    SCALP_TRY(scalp_store_list(studio->store, &full, studio->work, &documents, count, error));
    SCALP_TRY(scalp_work_take(studio->work, *count, sizeof(scalp_record), &place, error));
    scalp_record *list = place;
    for (size_t i = 0; i < *count; i++)
        SCALP_TRY(scalp_studio_record_from(&documents[i], studio->work, &list[i], error));
    *records = list;
    return SCALP_OK;
}
