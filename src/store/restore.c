/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 4096

/* A restoration under way. */
typedef struct restoring {
    const store_schema *schema;
    const scalp_store_restore_params *asked;
    const scalp_work *work;
    backup_reader *reader;
    backup_facts facts;
    seal_keys *keys;
    bool folder, made; /* made: the place's folder, which was not there */
    char stage[PATH_ROOM];
    scalp_store_report *report;
} restoring;

/* ---- The file ---------------------------------------------------------------------------- */

static scalp_status open_file(restoring *r, scalp_error *error) {
    seal_box box;
    SCALP_TRY(backup_read_open(r->asked->path, &box, &r->reader, error));
    r->keys = sodium_malloc(sizeof *r->keys);
    if (!r->keys)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while reading a backup.");
    SCALP_TRY(seal_box_open(&box, r->asked->secret, r->keys->root, error));
    seal_keys_derive(r->keys);
    return backup_read_start(r->reader, r->keys, error);
}

/* From the first byte to the last, before anything is made of it. */
static scalp_status verify_file(restoring *r, scalp_error *error) {
    SCALP_TRY(backup_rows(r->reader, r->work, &r->facts, NULL, NULL, error));
    if (r->facts.schema > r->schema->count)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The backup has schema %lld, and this program knows %lld: it was made by "
                          "a newer one; use that.",
                          (long long)r->facts.schema, (long long)r->schema->count);
    return backup_read_start(r->reader, r->keys, error);
}

/* ---- The place --------------------------------------------------------------------------- */

static scalp_status random_path(const char *place, const char *word, char path[PATH_ROOM],
                                scalp_error *error) {
    uint8_t random[5];
    char letters[12];
    size_t length = strlen(place);
    while (length > 1 && place[length - 1] == '/')
        length--;
    randombytes_buf(random, sizeof random);
    seal_base32(random, sizeof random, letters);
    const int put = snprintf(path, PATH_ROOM, "%.*s.%s-%s", (int)length, place, word, letters);
    return put > 0 && put < PATH_ROOM - 64
               ? SCALP_OK
               : scalp_fail(error, SCALP_ERR_INPUT, "The path of the store is too long.");
}

static scalp_status check_place(restoring *r, scalp_error *error) {
    struct stat facts;
    bool made;
    if (!r->folder)
        return SCALP_OK;
    if (!r->asked->replace || stat(r->asked->place, &facts) != 0)
        SCALP_TRY(store_folder_make(r->asked->place, &r->made, error));
    SCALP_TRY(random_path(r->asked->place, "restoring", r->stage, error));
    return store_folder_make(r->stage, &made, error);
}

/* The finished folder takes its place; what was there is put aside. */
static scalp_status swap_in(restoring *r, scalp_error *error) {
    char aside[PATH_ROOM];
    const char *place = r->asked->place;
    SCALP_TRY(random_path(place, "before", aside, error));
    if (rmdir(place) != 0 && rename(place, aside) != 0)
        return store_file_failed(place, "put aside", errno, error);
    if (rename(r->stage, place) != 0)
        return store_file_failed(place, "make", errno, error);
    char above[PATH_ROOM];
    snprintf(above, sizeof above, "%s/..", place);
    return store_folder_sync(above, error);
}

/* ---- Filling ----------------------------------------------------------------------------- */

static scalp_status fill(restoring *r, scalp_store *to, scalp_error *error) {
    const scalp_store_restore_params *asked = r->asked;
    backup_facts again;
    store_loading loading = {.store = to};
    doctor d = {.store = to, .work = r->work, .report = r->report, .blobs = true};
    SCALP_TRY(store_place_begin(to, asked->replace, error));
    SCALP_TRY(store_schema_apply(to, 0, r->facts.schema, asked->at, error));
    scalp_status status = backup_rows(r->reader, r->work, &again, store_load_row, &loading, error);
    const scalp_status ended =
        store_load_end(&loading, status == SCALP_OK, status == SCALP_OK ? error : NULL);
    if (status == SCALP_OK)
        status = ended;
    if (status == SCALP_OK)
        status = store_schema_apply(to, r->facts.schema, to->schema->count, asked->at, error);
    if (status == SCALP_OK)
        status = doctor_examine(&d, error);
    if (status == SCALP_OK && r->report->fault_count)
        status = scalp_fail(error, SCALP_ERR_INPUT,
                            "The backup opens, but holds a store with a fault, so nothing was "
                            "changed: %s",
                            r->report->faults[0]);
    if (status == SCALP_OK && r->facts.schema == to->schema->count &&
        strcmp(r->report->content, r->facts.content) != 0)
        status = scalp_fail(error, SCALP_ERR_MACHINE,
                            "What was restored differs from the backup, so nothing was changed; "
                            "check the disk.");
    return status == SCALP_OK ? db_commit(to->db, error) : status;
}

static scalp_status make(restoring *r, scalp_store **store, scalp_error *error) {
    const scalp_store_restore_params *asked = r->asked;
    store_opening opening = {.place = r->folder ? r->stage : asked->place,
                             .schema = r->schema,
                             .at = asked->at,
                             .make = true};
    SCALP_TRY(store_handle_open(&opening, store, error));
    SCALP_TRY(store_keys_copy(r->keys, *store, error));
    SCALP_TRY(fill(r, *store, error));
    (*store)->added.count = 0;
    if (!r->folder)
        return SCALP_OK;
    scalp_store_close(store);
    SCALP_TRY(store_folder_sync(r->stage, error));
    SCALP_TRY(swap_in(r, error));
    r->stage[0] = 0;
    opening.place = asked->place;
    opening.make = false;
    SCALP_TRY(store_open_as(&opening, r->work, store, error));
    return store_keys_copy(r->keys, *store, error);
}

scalp_status store_restore_as(const store_schema *schema, const scalp_store_restore_params *asked,
                              const scalp_work *work, scalp_store **store,
                              scalp_store_report *report, scalp_error *error) {
    scalp_store_report own_report = {0};
    restoring r = {.schema = schema,
                   .asked = asked,
                   .work = work,
                   .folder = strstr(asked->place, "://") == NULL,
                   .report = report ? report : &own_report};
    *r.report = own_report;
    *store = NULL;
    SCALP_TRY(seal_start(error));
    SCALP_TRY(store_time_check(asked->at, error));
    scalp_status status = open_file(&r, error);
    if (status == SCALP_OK)
        status = verify_file(&r, error);
    if (status == SCALP_OK)
        status = check_place(&r, error);
    if (status == SCALP_OK)
        status = make(&r, store, error);
    if (status != SCALP_OK) {
        scalp_store_close(store);
        if (r.stage[0])
            store_folder_unmake(r.stage, true);
        if (r.made)
            rmdir(asked->place); /* only when it is empty */
    }
    backup_read_close(&r.reader);
    if (r.keys)
        sodium_free(r.keys);
    return status;
}

scalp_status scalp_store_restore(const scalp_store_restore_params *params, const scalp_work *work,
                                 scalp_store **store, scalp_store_report *report,
                                 scalp_error *error) {
    return store_restore_as(&store_schema_known, params, work, store, report, error);
}
