/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that hold something in every field. */
#ifndef SCALPTOR_TESTS_RECORD_FIXTURE_H
#define SCALPTOR_TESTS_RECORD_FIXTURE_H

#include "check.h"

#include <scalptor/records.h>

#define FIXTURE_ID "aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define FIXTURE_CLIENT "cccccccccccccccccccccccccc"

static inline const char *fixture_choice(const char *choices, const scalp_work *work) {
    return scalp_arena_text(work->memory, choices, strcspn(choices, "|"));
}

static inline void fixture_fill(scalp_record *record, const scalp_work *work) {
    for (size_t i = 0; i < record->field_count; i++) {
        const scalp_record_field *f = &record->fields[i];
        scalp_record *row;
        switch (scalp_record_field_type(f)) {
        case SCALP_RECORD_IS_NUMBER:
        case SCALP_RECORD_IS_WHOLE:
            scalp_record_set_number(record, f->name, floor((f->low + f->high) / 2));
            break;
        case SCALP_RECORD_IS_YES:
            scalp_record_set_yes(record, f->name, true);
            break;
        case SCALP_RECORD_IS_DATE:
            scalp_record_set_text(record, f->name, "2026-11-20");
            break;
        case SCALP_RECORD_IS_TIME:
            scalp_record_set_text(record, f->name, "2026-11-20T14:30");
            break;
        case SCALP_RECORD_IS_CHOICE:
            scalp_record_set_text(record, f->name, fixture_choice(f->choices, work));
            break;
        case SCALP_RECORD_IS_HASH:
        case SCALP_RECORD_IS_SEAL:
            scalp_record_set_text(
                record, f->name,
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
            break;
        case SCALP_RECORD_IS_DRAWING:
            scalp_record_set_text(record, f->name, "M1,2 L3.5,4 L-1,0");
            break;
        case SCALP_RECORD_IS_REF:
            scalp_record_set_text(record, f->name, "bbbbbbbbbbbbbbbbbbbbbbbbbb");
            break;
        case SCALP_RECORD_IS_CHOICES:
        case SCALP_RECORD_IS_TEXTS: {
            const char *text =
                f->choices[0] ? fixture_choice(f->choices, work) : "\"Stra\u00dfe\", one\n";
            if (scalp_record_add_text(record, f->name, text, work, NULL) != SCALP_OK)
                CHECK_FAILED("no memory");
            break;
        }
        case SCALP_RECORD_IS_ROWS:
            for (int n = 0; n < 2; n++) {
                if (scalp_record_add_row(record, f->name, work, &row, NULL) != SCALP_OK)
                    CHECK_FAILED("no memory");
                fixture_fill(row, work);
            }
            break;
        default:
            scalp_record_set_text(record, f->name, strcmp(f->name, "currency") ? "a\u00e9" : "EUR");
            break;
        }
    }
}

/* Of the kind at `index` of the table; false: it is a part. */
static inline bool fixture_make(size_t index, const scalp_work *work, scalp_record *record) {
    const scalp_record_kind *kind = &scalp_record_kinds[index];
    const bool of_client = strcmp(kind->of, "client") == 0;
    if (strcmp(kind->of, "part") == 0)
        return false;
    if (scalp_record_make(kind->name, FIXTURE_ID, of_client ? FIXTURE_CLIENT : "", "2026-11-20",
                          work, record, NULL) != SCALP_OK) {
        CHECK_FAILED("%s cannot be made", kind->name);
        return false;
    }
    fixture_fill(record, work);
    return true;
}

#endif
