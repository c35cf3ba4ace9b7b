/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables: the default case is valid, and every field is held to its limits from both sides
 * with a sentence that names field, value and limits. */
#include "check.h"

#include "case/random_case.h"

static void set(const scalp_case_field *field, void *base, double number) {
    memcpy((char *)base + field->offset, &number, sizeof number);
}

static bool is_number(const scalp_case_field *field) {
    return scalp_case_field_is_number(field);
}

/* A document with one photo and one zone, so that every table has something to stand for. */
static scalp_case full_case(void) {
    scalp_case document = scalp_case_default();
    document.photo_count = 1;
    document.photos[0] = scalp_case_photo_default();
    memcpy(document.photos[0].id, "front", 6);
    memcpy(document.photos[0].file, "front.jpg", 10);
    document.zone_count = 1;
    memcpy(document.zones[0].zone, "crown", 6);
    document.area_count = 1;
    document.areas[0] = scalp_case_area_default();
    memcpy(document.areas[0].id, "old", 4);
    memcpy(document.areas[0].kind, "free", 5);
    memcpy(document.areas[0].in, "chart", 6);
    memcpy(document.loss_stage, "none", 5); /* a stage of every scale */
    return document;
}

/* A stage belongs to its scale. */
static void find_scale(scalp_case *document) {
    static const char *const scales[] = {"norwood", "ludwig", "savin", "salt"};
    for (int i = 0; i < 4; i++)
        if (!scalp_design_stage_find(document->loss_scale, document->loss_stage))
            memcpy(document->loss_scale, scales[i], strlen(scales[i]) + 1);
}

static void check_number(const scalp_case_field *field, int index, scalp_case *document,
                         void *base) {
    const double wrong[] = {nextafter(field->low, -1e300),
                            nextafter(field->high, 1e300),
                            field->high * 2 + 1,
                            (double)NAN,
                            (double)INFINITY,
                            -(double)INFINITY};
    scalp_error error;
    set(field, base, field->low);
    CHECK_STATUS(scalp_case_check(document, &error), SCALP_OK);
    set(field, base, field->high);
    CHECK_STATUS(scalp_case_check(document, &error), SCALP_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char path[SCALP_CASE_FIELD_PATH], value[SCALP_CASE_SHOWN], low[SCALP_CASE_SHOWN],
            high[SCALP_CASE_SHOWN], sentence[320];
        if (field->kind == SCALP_FIELD_MAYBE ? isnan(wrong[i])
                                             : field->optional && field->low <= 0 && i == 0)
            continue;
        set(field, base, wrong[i]);
        CHECK_STATUS(scalp_case_check(document, &error), SCALP_ERR_INPUT);
        scalp_case_path_from_field(field, index, path);
        scalp_case_text_from_number(wrong[i], value);
        scalp_case_text_from_number(field->low, low);
        scalp_case_text_from_number(field->high, high);
        snprintf(sentence, sizeof sentence, "%s is %s, but must lie between %s and %s%s%s.", path,
                 value, low, high, field->unit[0] ? " " : "", field->unit);
        CHECK_TEXT(error.message, sentence);
    }
}

static void check_text(const scalp_case_field *field, int index, scalp_case *document, char *to) {
    char path[SCALP_CASE_FIELD_PATH], choice[SCALP_CASE_TEXT];
    scalp_error error;
    scalp_random r = scalp_random_make(3, 0);
    for (int i = 0; field->choices && i < 40; i++) {
        random_choice(&r, field->choices, choice);
        memcpy(to, choice, strlen(choice) + 1);
        find_scale(document);
        CHECK_STATUS(scalp_case_check(document, &error), SCALP_OK);
    }
    memcpy(to, "w\trong/", 8);
    CHECK_STATUS(scalp_case_check(document, &error), SCALP_ERR_INPUT);
    scalp_case_path_from_field(field, index, path);
    CHECK(strncmp(error.message, path, strlen(path)) == 0);
    CHECK(strstr(error.message, " is \"w?rong/\", but must ") != NULL);
    if (field->choices) {
        random_choice(&r, field->choices, choice);
        CHECK(strstr(error.message, choice) != NULL);
    }
}

static void check_table(const scalp_case_field *fields, size_t count, int index, size_t start) {
    for (size_t i = 0; i < count; i++) {
        scalp_case document = full_case();
        char *base = (char *)&document + start;
        CHECK(fields[i].meaning && strlen(fields[i].meaning) > 10);
        if (is_number(&fields[i]))
            check_number(&fields[i], index, &document, base);
        else
            check_text(&fields[i], index, &document, base + fields[i].offset);
    }
}

int main(void) {
    scalp_error error;
    CASE("the case of a client of whom nothing is known is valid") {
        const scalp_case document = scalp_case_default();
        CHECK_STATUS(scalp_case_check(&document, &error), SCALP_OK);
        CHECK_TEXT(document.loss_stage, "V");
        CHECK_TEXT(document.style, "natural");
        CHECK(document.session_count == 3 && document.photo_count == 0 && document.zone_count == 0);
        const scalp_case full = full_case();
        CHECK_STATUS(scalp_case_check(&full, &error), SCALP_OK);
    }
    CASE("every field is held to its limits") {
        check_table(scalp_case_fields, scalp_case_field_count, -1, 0);
    }
    CASE("so is every field of a photo and of a zone") {
        check_table(scalp_case_photo_fields, scalp_case_photo_field_count, 0,
                    offsetof(scalp_case, photos));
        check_table(scalp_case_zone_fields, scalp_case_zone_field_count, 0,
                    offsetof(scalp_case, zones));
        check_table(scalp_case_area_fields, scalp_case_area_field_count, 0,
                    offsetof(scalp_case, areas));
    }
    CASE("a whole number has no fraction") {
        scalp_case document = scalp_case_default();
        document.seed = 1.5;
        CHECK_STATUS(scalp_case_check(&document, &error), SCALP_ERR_INPUT);
        CHECK_TEXT(error.message, "seed is 1.5, but must be a whole number.");
    }
    CASE("every zone and every Norwood stage can be chosen, and no other") {
        scalp_zone zone;
        scalp_norwood stage;
        for (int i = 1; i < SCALP_ZONE_COUNT; i++) {
            scalp_case document = full_case();
            const char *name = scalp_zone_name((scalp_zone)i);
            memcpy(document.zones[0].zone, name, strlen(name) + 1);
            CHECK_STATUS(scalp_case_check(&document, &error), SCALP_OK);
            CHECK(scalp_zone_find(name, &zone));
        }
        for (int i = 0; i < SCALP_NORWOOD_COUNT; i++) {
            scalp_case document = full_case();
            const char *name = scalp_norwood_name((scalp_norwood)i);
            memcpy(document.loss_stage, name, strlen(name) + 1);
            CHECK_STATUS(scalp_case_check(&document, &error), SCALP_OK);
            CHECK(scalp_norwood_find(name, &stage));
        }
    }
    return check_done();
}
