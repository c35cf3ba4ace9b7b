/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers, a studio's protocol and its contact, cases and plans as courses: what is read, and what
 * is refused with a sentence. */
#include "../check.h"

#include <scalptor/codec_care.h>

static scalp_bytes bytes_of(const char *text) {
    return (scalp_bytes){(const uint8_t *)text, strlen(text)};
}

static scalp_status read_screening(const char *text, scalp_screening *s, scalp_error *error) {
    *error = (scalp_error){0};
    return scalp_codec_screening_read(bytes_of(text), "a.json", s, error);
}

static void refuse_screening(const char *text, const char *says) {
    scalp_screening s;
    scalp_error error;
    const scalp_status status = read_screening(text, &s, &error);
    if (status != SCALP_ERR_INPUT || !strstr(error.message, says))
        CHECK_FAILED("%s: status %d, \"%s\"", text, (int)status, error.message);
}

#define FORM "\"form\": {\"date\": \"2026-11-20\", \"answers\": {"
#define WITH "{\"scalptor_screening\": 1, " FORM "}}, "
#define LAID "\"product\": \"emla\", \"grams\": 5, \"area_cm2\": 50, \"minutes\": 60, "

static const struct {
    const char *text, *says;
} bad[] = {
    {"", "empty"},
    {"[]", "object"},
    {"{\"scalptor_case\": 1}", "scalptor_screening is missing"},
    {"{\"scalptor_screening\": 2, " FORM "}}}", "version 1"},
    {"{\"scalptor_screening\": 1}", "form is missing"},
    {"{\"scalptor_screening\": 1, \"form\": {\"answers\": {}}}", "form.date is missing"},
    {"{\"scalptor_screening\": 1, \"form\": {\"date\": null, \"answers\": {}}}", "form.date"},
    {"{\"scalptor_screening\": 1, \"form\": {\"date\": \"2026-02-30\", \"answers\": {}}}", "YYYY"},
    {"{\"scalptor_screening\": 1, \"form\": {\"date\": \"2026-11-20\"}}", "form.answers"},
    {"{\"scalptor_screening\": 1, " FORM "\"keloids\": true}}}", "did you mean keloid?"},
    {"{\"scalptor_screening\": 1, " FORM "\"keloid\": 1}}}", "form.answers.keloid must be"},
    {"{\"scalptor_screening\": 1, " FORM "\"keloid\": \"yes\"}}}", "form.answers.keloid must be"},
    {"{\"scalptor_screening\": 1, " FORM "\"keloid\": \"2026-01-01\"}}}", "keloid must be"},
    {"{\"scalptor_screening\": 1, " FORM "\"keloid\": true, \"keloid\": false}}}", "twice"},
    {"{\"scalptor_screening\": 1, " FORM "\"born\": true}}}", "born must be a day"},
    {"{\"scalptor_screening\": 1, " FORM "\"born\": \"unknown\"}}}", "born must be a day"},
    {"{\"scalptor_screening\": 1, " FORM "\"born\": \"2026-11-21\"}}}", "a day to come"},
    {"{\"scalptor_screening\": 1, " FORM "\"diabetes\": \"type9\"}}}", "diabetes must be"},
    {"{\"scalptor_screening\": 1, " FORM "\"diabetes\": true}}}", "none|controlled"},
    {"{\"scalptor_screening\": 1, " FORM "\"botox\": \"never\"}}}", "botox must be"},
    {"{\"scalptor_screening\": 1, " FORM "\"new_drugs\": true}}}", "unknown field"},
    {"{\"scalptor_screening\": 1, " FORM "\"keloid\": \"no\\u0000\"}}}", "NUL"},
    {WITH "\"again\": {\"answers\": {\"alcohol\": true}}}", "again.date is missing"},
    {WITH "\"again\": {\"date\": \"2026-11-20\", \"answers\": {\"keloid\": true}}}", "unknown"},
    {WITH "\"letters\": {}}", "letters is"},
    {WITH "\"letters\": [{\"about\": \"hearts\", \"doctor\": \"D\", \"date\": \"2026-11-01\"}]}",
     "letters[0].about"},
    {WITH "\"letters\": [{\"about\": \"heart\", \"doctor\": \"\", \"date\": \"2026-11-01\"}]}",
     "letters[0].doctor is empty"},
    {WITH "\"weight_kg\": 5}", "weight_kg is 5"},
    {WITH "\"numbing\": [{" LAID "\"at\": \"2026-11-20 09:30\", \"broken_skin\": false}]}",
     "weight_kg is missing"},
    {WITH "\"weight_kg\": 70, \"numbing\": [{" LAID "\"at\": \"2026-11-20 24:30\"}]}",
     "at must be"},
    {WITH "\"weight_kg\": 70, \"numbing\": [{" LAID "\"at\": \"2026-11-20 09:30\"}]}",
     "broken_skin"},
    {WITH "\"weight_kg\": 70, \"numbing\": [{\"product\": \"cream\"}]}", "product is not known"},
    {WITH "\"weight_kg\": 70, \"numbing\": [{\"product\": \"other\"}]}", "lidocaine_pct"},
    {WITH "\"weight_kg\": 70, \"numbing\": [{\"product\": \"emla\", \"lidocaine_pct\": 1}]}",
     "percentages go with"},
    {WITH "\"weight_kg\": 70, \"numbing\": [{\"product\": \"emla\", \"grams\": -1}]}",
     "grams is -1"},
};

static void check_good(void) {
    scalp_screening s;
    scalp_error error;
    CHECK_STATUS(read_screening(WITH
                                "\"again\": {\"date\": null, \"answers\": {\"alcohol\": null}}, "
                                "\"letters\": [], \"weight_kg\": null, \"numbing\": [], "
                                "\"questions\": {\"anything\": [1, 2]}}",
                                &s, &error),
                 SCALP_OK);
    CHECK(!s.asked_again && s.letter_count == 0 && s.numbing_count == 0);
    CHECK_STATUS(read_screening("{\"scalptor_screening\": 1, " FORM
                                "\"keloid\": false, \"botox\": true, \"peel\": \"2026-11-20\", "
                                "\"diabetes\": \"type1\", \"liver\": \"unknown\"}}}",
                                &s, &error),
                 SCALP_OK);
    CHECK(s.form[scalp_question_find("keloid")].kind == SCALP_ANSWER_NO);
    CHECK(s.form[scalp_question_find("botox")].kind == SCALP_ANSWER_YES);
    CHECK(s.form[scalp_question_find("peel")].day == s.form_day);
    CHECK(s.form[scalp_question_find("diabetes")].choice == 2);
    CHECK(s.form[scalp_question_find("liver")].kind == SCALP_ANSWER_UNKNOWN);
    CHECK_STATUS(read_screening(WITH "\"weight_kg\": 70, \"numbing\": [{" LAID
                                     "\"at\": \"1970-01-02T09:30\", \"broken_skin\": true}]}",
                                &s, &error),
                 SCALP_OK);
    CHECK(s.numbing_count == 1 && s.numbings[0].minute == 1440 + 570);
    CHECK(s.numbings[0].on_broken_skin);
}

static void check_blank(void) {
    check_work w;
    scalp_bytes bytes = {NULL, 0};
    scalp_screening s;
    scalp_error error = {0};
    check_work_open(&w, 0);
    for (int l = 0; l < scalp_language_count(); l++) {
        CHECK_STATUS(scalp_codec_screening_blank("2026-11-20", l, &w.work, &bytes, &error),
                     SCALP_OK);
        CHECK_STATUS(scalp_codec_screening_read(bytes, "blank", &s, &error), SCALP_OK);
        for (size_t i = 0; i < scalp_question_count(); i++)
            CHECK(s.form[i].kind == SCALP_ANSWER_NONE);
    }
    CHECK_STATUS(scalp_codec_screening_schema(&w.work, &bytes, &error), SCALP_OK);
    check_work_close(&w);
}

static void refuse_protocol(const char *text, const char *says) {
    scalp_protocol_change changes[SCALP_CARE_MAX_CHANGES];
    size_t count;
    scalp_error error = {0};
    const scalp_status status =
        scalp_codec_protocol_read(bytes_of(text), "p.json", changes, &count, &error);
    if (status != SCALP_ERR_INPUT || !strstr(error.message, says))
        CHECK_FAILED("%s: status %d, \"%s\"", text, (int)status, error.message);
}

static void check_protocol(void) {
    scalp_protocol_change changes[SCALP_CARE_MAX_CHANGES];
    size_t count = 0;
    scalp_error error = {0};
    const char *good = "{\"scalptor_protocol\": 1, \"steps\": [{\"step\": \"top_coat\", \"do\": "
                       "\"drop\"}, {\"step\": \"tea\", \"do\": \"edit\", \"text\": \"Tea.\", "
                       "\"after\": \"arrive\"}]}";
    CHECK_STATUS(scalp_codec_protocol_read(bytes_of(good), "p", changes, &count, &error), SCALP_OK);
    CHECK(count == 2 && changes[0].change == SCALP_STEP_DROP);
    CHECK_TEXT(changes[1].after, "arrive");
    refuse_protocol("{\"scalptor_protocol\": 1}", "steps is missing");
    refuse_protocol("{\"scalptor_protocol\": 1, \"steps\": [1]}", "steps[0] must be an object");
    refuse_protocol("{\"scalptor_protocol\": 1, \"steps\": [{\"do\": \"drop\"}]}", "steps[0].step");
    refuse_protocol("{\"scalptor_protocol\": 1, \"steps\": [{\"step\": \"a\", \"do\": \"go\"}]}",
                    "keep, drop or edit");
    refuse_protocol("{\"scalptor_protocol\": 1, \"steps\": [{\"step\": \"a\", \"do\": \"edit\", "
                    "\"text\": \"a\\nb\"}]}",
                    "control character");
}

static void check_contact(void) {
    scalp_studio_contact contact;
    scalp_error error = {0};
    const char *good = "{\"name\": \"Nord\", \"phone\": \"+49 30\", \"prices\": [1]}";
    CHECK_STATUS(scalp_codec_contact_read(bytes_of(good), "s", &contact, &error), SCALP_OK);
    CHECK_TEXT(contact.phone, "+49 30");
    CHECK_STATUS(scalp_codec_contact_read(bytes_of("{\"name\": \"Nord\"}"), "s", &contact, &error),
                 SCALP_ERR_INPUT);
    CHECK_STATUS(scalp_codec_contact_read(bytes_of("{\"name\": 3}"), "s", &contact, &error),
                 SCALP_ERR_INPUT);
}

static void check_course(void) {
    check_work w;
    scalp_course course;
    scalp_error error = {0};
    check_work_open(&w, 0);
    const char *text = "{\"scalptor_case\": 1, \"loss\": {\"stage\": \"none\"}, \"design\": "
                       "{\"areas\": [{\"id\": \"b\", \"kind\": \"beard\"}, {\"id\": \"s\", "
                       "\"kind\": \"scar_line\"}]}}";
    CHECK_STATUS(scalp_codec_course_read(bytes_of(text), "c", &w.work, &course, &error), SCALP_OK);
    CHECK(course.areas == (SCALP_CARE_BEARD | SCALP_CARE_SCAR) && !course.dated);
    text = "{\"scalptor_case\": 1, \"treatment\": {\"session_dates\": [\"2026-12-01\", "
           "\"2026-12-15\"]}}";
    CHECK_STATUS(scalp_codec_course_read(bytes_of(text), "c", &w.work, &course, &error), SCALP_OK);
    CHECK(course.areas == SCALP_CARE_SCALP && course.dated && course.session_count == 2);
    CHECK(course.days[1] - course.days[0] == 14);
    text =
        "{\"scalptor_plan\": 1, \"zones\": [{\"zone\": \"brow_l\"}], \"sessions\": [{\"day\": 0}, "
        "{\"day\": 42}], \"case\": {\"scalptor_case\": 1}}";
    CHECK_STATUS(scalp_codec_course_read(bytes_of(text), "c", &w.work, &course, &error), SCALP_OK);
    CHECK(course.areas == SCALP_CARE_BROW && !course.dated && course.days[1] == 42);
    text = "{\"scalptor_plan\": 1, \"zones\": [], \"sessions\": [{\"day\": -1}], \"case\": "
           "{\"scalptor_case\": 1}}";
    CHECK_STATUS(scalp_codec_course_read(bytes_of(text), "c", &w.work, &course, &error),
                 SCALP_ERR_INPUT);
    CHECK_STATUS(scalp_codec_course_read(bytes_of("{}"), "c", &w.work, &course, &error),
                 SCALP_ERR_INPUT);
    check_work_close(&w);
}

int main(void) {
    CASE("answers that are read") {
        check_good();
    }
    CASE("the blank form reads as nothing answered") {
        check_blank();
    }
    CASE("answers that are refused") {
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
            refuse_screening(bad[i].text, bad[i].says);
    }
    CASE("a studio's protocol") {
        check_protocol();
    }
    CASE("a studio's contact") {
        check_contact();
    }
    CASE("where and when, of cases and plans") {
        check_course();
    }
    return check_done();
}
