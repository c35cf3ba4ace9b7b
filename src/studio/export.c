/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves the studio for a client, or for a calendar. */
#include "studio.h"

#include <scalptor/codec_records.h>
#include <scalptor/report.h>

#include <stdio.h>
#include <string.h>

/* ---- One client -------------------------------------------------------------------------- */

typedef struct packing {
    const scalp_studio *studio;
    scalp_report_file *entries;
    size_t count;
} packing;

static scalp_status add(packing *p, const char *name, scalp_bytes bytes, scalp_error *error) {
    scalp_report_file *entry = &p->entries[p->count++];
    entry->bytes = bytes;
    return scalp_studio_copy(p->studio, name, &entry->name, error);
}

static scalp_status add_records(packing *p, const scalp_record *records, size_t count,
                                scalp_error *error) {
    for (size_t i = 0; i < count; i++) {
        scalp_bytes bytes;
        char name[99];
        SCALP_TRY(scalp_codec_record_write(&records[i], p->studio->work, &bytes, error));
        snprintf(name, sizeof name, "records/%s-%s-%s.json", records[i].date, records[i].kind->name,
                 records[i].id);
        SCALP_TRY(add(p, name, bytes, error));
    }
    return SCALP_OK;
}

/* How a file's name ends, by its first bytes. */
static const char *ending(scalp_bytes bytes) {
    static const struct {
        const char *start, *ending;
    } known[] = {{"\xff\xd8\xff", ".jpg"},
                 {"\x89PNG", ".png"},
                 {"%PDF", ".pdf"},
                 {"RIFF", ".webp"},
                 {"{", ".json"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const size_t size = strlen(known[i].start);
        if (bytes.size >= size && memcmp(bytes.data, known[i].start, size) == 0)
            return known[i].ending;
    }
    return "";
}

static scalp_status add_blobs(packing *p, const scalp_blob *blobs, size_t count,
                              scalp_error *error) {
    for (size_t i = 0; i < count; i++) {
        scalp_blob blob;
        scalp_bytes bytes;
        char name[99];
        SCALP_TRY(scalp_store_blob_read(p->studio->store, blobs[i].id, p->studio->work, &blob,
                                        &bytes, error));
        snprintf(name, sizeof name, "files/%.32s-%s%s", blob.kind, blob.id, ending(bytes));
        SCALP_TRY(add(p, name, bytes, error));
    }
    return SCALP_OK;
}

static const char about[] =
    "Everything this studio keeps about one person.\n"
    "\n"
    "records/  one JSON file for each record, named by date, kind and id\n"
    "files/    photos, plans and other files; a record that belongs to one names its id\n"
    "\n"
    "The archive is not encrypted: keep it where nobody else reads it.\n";

scalp_status scalp_studio_export_client(const scalp_studio *studio, const char *client,
                                        scalp_bytes *archive, scalp_error *error) {
    const scalp_store_query query = {.client = client, .archived = SCALP_STORE_EVERYTHING};
    const scalp_record *records;
    const scalp_blob *blobs;
    size_t record_count, blob_count;
    char today[SCALP_RECORD_DATE];
    packing p = {.studio = studio};
    void *place;
    scalp_studio_today(studio, today);
    SCALP_TRY(scalp_studio_list(studio, &query, &records, &record_count, error));
    SCALP_TRY(
        scalp_store_blob_list(studio->store, &query, studio->work, &blobs, &blob_count, error));
    SCALP_TRY(scalp_work_take(studio->work, record_count + blob_count + 1, sizeof *p.entries,
                              &place, error));
    p.entries = place;
    SCALP_TRY(
        add(&p, "README.txt", (scalp_bytes){(const uint8_t *)about, sizeof about - 1}, error));
    SCALP_TRY(add_records(&p, records, record_count, error));
    SCALP_TRY(add_blobs(&p, blobs, blob_count, error));
    return scalp_report_archive(p.entries, p.count, today, studio->work, archive, error);
}

/* ---- The calendar ------------------------------------------------------------------------ */

/* The first letter of a name, with all its bytes. */
static size_t letter(const char *name, char *to) {
    size_t size = name[0] ? 1 : 0;
    while (size && size < 4 && ((unsigned char)name[size] & 0xc0) == 0x80)
        size++;
    memcpy(to, name, size);
    return size;
}

static scalp_status initials_of(const scalp_studio *studio, const char *client,
                                const char **initials, scalp_error *error) {
    scalp_record record;
    char text[10];
    SCALP_TRY(scalp_studio_get(studio, "client", client, &record, error));
    size_t used = letter(scalp_record_text(&record, "given_name"), text);
    used += letter(scalp_record_text(&record, "family_name"), text + used);
    text[used] = 0;
    return scalp_studio_copy(studio, text, initials, error);
}

scalp_status scalp_studio_export_calendar(const scalp_studio *studio, const char *from,
                                          const char *to, scalp_bytes *calendar,
                                          scalp_error *error) {
    const scalp_store_query query = {.kind = "appointment"};
    const scalp_record *all;
    size_t count, used = 0;
    void *place;
    SCALP_TRY(scalp_studio_list(studio, &query, &all, &count, error));
    SCALP_TRY(scalp_work_take(studio->work, count, sizeof(scalp_report_visit), &place, error));
    scalp_report_visit *entries = place;
    for (size_t i = 0; i < count; i++) {
        const char *start = scalp_record_text(&all[i], "starts_at");
        const bool early = from && strncmp(start, from, SCALP_RECORD_DATE - 1) < 0;
        const bool late = to && strncmp(start, to, SCALP_RECORD_DATE - 1) > 0;
        if (early || late)
            continue;
        entries[used].appointment = &all[i];
        SCALP_TRY(initials_of(studio, all[i].client, &entries[used].initials, error));
        used++;
    }
    return scalp_report_calendar(entries, used, studio->at, studio->work, calendar, error);
}
