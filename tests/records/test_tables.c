/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of kinds and fields holds together. */
#include "check.h"

#include <scalptor/records.h>

static bool is_part(const char *name) {
    const scalp_record_kind *kind = scalp_record_kind_find(name);
    return kind && strcmp(kind->of, "part") == 0;
}

static void check_field(const scalp_record_field *f) {
    const scalp_record_type type = scalp_record_field_type(f);
    const bool number = type == SCALP_RECORD_IS_NUMBER || type == SCALP_RECORD_IS_WHOLE;
    const bool choice = type == SCALP_RECORD_IS_CHOICE || type == SCALP_RECORD_IS_CHOICES;
    if (number && !(f->low < f->high))
        CHECK_FAILED("%s.%s has no limits", f->kind, f->name);
    if (choice != (f->choices[0] != 0))
        CHECK_FAILED("%s.%s: choices", f->kind, f->name);
    if (type == SCALP_RECORD_IS_ROWS && !is_part(f->refers))
        CHECK_FAILED("%s.%s: \"%s\" is no part", f->kind, f->name, f->refers);
    if (type == SCALP_RECORD_IS_ROWS && is_part(f->kind))
        CHECK_FAILED("%s.%s: rows within rows", f->kind, f->name);
    if (type == SCALP_RECORD_IS_REF && strcmp(f->refers, "blob") != 0 &&
        (!scalp_record_kind_find(f->refers) || is_part(f->refers)))
        CHECK_FAILED("%s.%s refers to no kind", f->kind, f->name);
    if (!f->meaning[0] || !f->source[0])
        CHECK_FAILED("%s.%s says not what it means, or from where", f->kind, f->name);
}

int main(void) {
    CASE("every kind has fields, and they are sound") {
        for (size_t i = 0; i < scalp_record_kind_count; i++) {
            size_t count;
            const scalp_record_field *fields =
                scalp_record_fields_of(scalp_record_kinds[i].name, &count);
            CHECK(fields != NULL && count > 0 && count <= SCALP_RECORD_MAX_FIELDS);
            for (size_t j = 0; j < count; j++)
                check_field(&fields[j]);
        }
    }
    CASE("no field is named twice, none like a member of every record") {
        static const char *const own[] = {"scalptor_record", "kind", "id", "client", "version"};
        for (size_t i = 0; i < scalp_record_kind_count; i++) {
            size_t count;
            const scalp_record_field *fields =
                scalp_record_fields_of(scalp_record_kinds[i].name, &count);
            for (size_t j = 0; j < count; j++) {
                for (size_t k = 0; k < sizeof own / sizeof *own; k++)
                    CHECK(strcmp(fields[j].name, own[k]) != 0);
                for (size_t k = 0; k < j; k++)
                    CHECK(strcmp(fields[j].name, fields[k].name) != 0);
            }
        }
    }
    CASE("what an erasure leaves are proofs and lots, and all of them a client's") {
        static const char *const kept[] = {"consent", "withdrawal", "approval",
                                           "session", "adverse",    "erasure"};
        size_t count = 0;
        for (size_t i = 0; i < scalp_record_kind_count; i++)
            if (scalp_record_kinds[i].kept) {
                count++;
                CHECK_TEXT(scalp_record_kinds[i].of, "client");
            }
        CHECK(count == sizeof kept / sizeof *kept);
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
            CHECK(scalp_record_kind_find(kept[i])->kept);
    }
    CASE("names that are none") {
        size_t count = 7;
        CHECK(scalp_record_kind_find("clients") == NULL);
        CHECK(scalp_record_fields_of("clients", &count) == NULL && count == 0);
    }
    return check_done();
}
