/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the screening. */
#include <scalptor/codec_care.h>

#include "json_in.h"

#include <stdio.h>
#include <string.h>

enum { path_size = SCALP_JSON_PATH };

/* ---- Small things ------------------------------------------------------------------------ */

/* "form.date"; a day, or null: `*given` says which. */
static scalp_status read_day(const scalp_json_in *in, const json_t *object, const char *key,
                             const char *at, int32_t *day, bool *given) {
    const json_t *value = json_object_get(object, key);
    *given = value && !json_is_null(value);
    if (!*given)
        return SCALP_OK;
    if (!json_is_string(value) || !scalp_day_from_date(json_string_value(value), day))
        return scalp_json_fail(in, "%s.%s must be a day as YYYY-MM-DD, 1900-01-01 to 2999-12-31.",
                               at, key);
    return SCALP_OK;
}

static scalp_status need_day(const scalp_json_in *in, const json_t *object, const char *key,
                             const char *at, int32_t *day) {
    bool given;
    SCALP_TRY(read_day(in, object, key, at, day, &given));
    return given ? SCALP_OK
                 : scalp_json_fail(in, "%s.%s is missing: the day, as YYYY-MM-DD.", at, key);
}

static scalp_status read_text(const scalp_json_in *in, const json_t *object, const char *key,
                              const char *at, char *text, size_t size) {
    char path[path_size];
    snprintf(path, sizeof path, "%.80s.%s", at, key);
    SCALP_TRY(scalp_json_text(in, json_object_get(object, key), path, text, size));
    return text[0] ? SCALP_OK : scalp_json_fail(in, "%s is empty.", path);
}

static scalp_status read_number(const scalp_json_in *in, const json_t *object, const char *key,
                                const char *at, double low, double high, double *number) {
    char path[path_size];
    snprintf(path, sizeof path, "%.80s%s%s", at, at[0] ? "." : "", key);
    SCALP_TRY(scalp_json_number(in, json_object_get(object, key), path, number));
    if (*number >= low && *number <= high)
        return SCALP_OK;
    return scalp_json_fail(in, "%s is %g, but must be %g to %g.", path, *number, low, high);
}

/* ---- Answers ------------------------------------------------------------------------------- */

/* What the value is by itself; whether the question takes it is asked later. */
static bool answer_from_json(const scalp_question *question, const json_t *value,
                             scalp_answer *answer) {
    *answer = (scalp_answer){.kind = SCALP_ANSWER_NONE};
    if (!value || json_is_null(value))
        return true;
    if (json_is_boolean(value)) {
        answer->kind = json_is_true(value) ? SCALP_ANSWER_YES : SCALP_ANSWER_NO;
        return true;
    }
    if (!json_is_string(value) || strlen(json_string_value(value)) != json_string_length(value))
        return false;
    const char *text = json_string_value(value);
    answer->choice = scalp_question_choice_find(question, text);
    answer->kind = strcmp(text, "unknown") == 0 ? SCALP_ANSWER_UNKNOWN
                   : answer->choice >= 0        ? SCALP_ANSWER_CHOICE
                                                : SCALP_ANSWER_DAY;
    return answer->kind != SCALP_ANSWER_DAY || scalp_day_from_date(text, &answer->day);
}

static scalp_status wrong_answer(const scalp_json_in *in, const char *at,
                                 const scalp_question *question) {
    const bool choice = question->kind == SCALP_ASK_CHOICE;
    return scalp_json_fail(in, "%s.answers.%s must be %s%s%s%s.", at, question->id,
                           scalp_question_wants(question), choice ? " (" : "", question->choices,
                           choice ? ")" : "");
}

static scalp_status read_answers(const scalp_json_in *in, const json_t *section, const char *at,
                                 bool again, scalp_answer *answers, bool *any) {
    const char *known[SCALP_SCREEN_MAX_QUESTIONS];
    size_t count = 0;
    char path[path_size];
    json_t *object;
    snprintf(path, sizeof path, "%s.answers", at);
    SCALP_TRY(scalp_json_need(in, section, "answers", JSON_OBJECT, path, &object));
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_question question = scalp_question_at(i);
        if (again ? question.on_day : question.in_form)
            known[count++] = question.id;
    }
    SCALP_TRY(scalp_json_known(in, object, path, known, count));
    *any = false;
    for (size_t i = 0; i < count; i++) {
        const int place = scalp_question_find(known[i]);
        const scalp_question question = scalp_question_at((size_t)place);
        if (!answer_from_json(&question, json_object_get(object, known[i]), &answers[place]))
            return wrong_answer(in, at, &question);
        *any |= answers[place].kind != SCALP_ANSWER_NONE;
    }
    return SCALP_OK;
}

static scalp_status check_answers(const scalp_json_in *in, const char *at,
                                  const scalp_answer *answers, int32_t day) {
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_question question = scalp_question_at(i);
        scalp_error why = {0};
        if (scalp_answer_check(&question, &answers[i], day, &why) != SCALP_OK)
            return scalp_json_fail(in, "%s.answers.%s", at, why.message);
    }
    return SCALP_OK;
}

static scalp_status read_form(const scalp_json_in *in, const json_t *root,
                              scalp_screening *screening) {
    static const char *const known[] = {"date", "answers"};
    json_t *form;
    bool any;
    SCALP_TRY(scalp_json_need(in, root, "form", JSON_OBJECT, "form", &form));
    SCALP_TRY(scalp_json_known(in, form, "form", known, 2));
    SCALP_TRY(need_day(in, form, "date", "form", &screening->form_day));
    SCALP_TRY(read_answers(in, form, "form", false, screening->form, &any));
    return check_answers(in, "form", screening->form, screening->form_day);
}

/* The short questions; a blank one counts as none. */
static scalp_status read_again(const scalp_json_in *in, const json_t *root,
                               scalp_screening *screening) {
    static const char *const known[] = {"date", "answers"};
    json_t *again;
    bool any;
    SCALP_TRY(scalp_json_member(in, root, "again", JSON_OBJECT, "again", &again));
    if (!again)
        return SCALP_OK;
    SCALP_TRY(scalp_json_known(in, again, "again", known, 2));
    SCALP_TRY(read_day(in, again, "date", "again", &screening->again_day, &screening->asked_again));
    SCALP_TRY(read_answers(in, again, "again", true, screening->again, &any));
    if (any && !screening->asked_again)
        return scalp_json_fail(in,
                               "again.date is missing: the day the short questions were asked.");
    return screening->asked_again
               ? check_answers(in, "again", screening->again, screening->again_day)
               : SCALP_OK;
}

/* ---- Letters ------------------------------------------------------------------------------- */

static scalp_status read_letter(const scalp_json_in *in, const json_t *value, size_t index,
                                scalp_letter *letter) {
    static const char *const known[] = {"about", "doctor", "date"};
    char at[32], about[SCALP_CARE_NAME];
    snprintf(at, sizeof at, "letters[%zu]", index);
    if (!json_is_object(value))
        return scalp_json_fail(in, "%s must be an object.", at);
    SCALP_TRY(scalp_json_known(in, value, at, known, 3));
    SCALP_TRY(read_text(in, value, "about", at, about, sizeof about));
    SCALP_TRY(read_text(in, value, "doctor", at, letter->doctor, sizeof letter->doctor));
    SCALP_TRY(need_day(in, value, "date", at, &letter->day));
    letter->question = scalp_question_find(about);
    if (letter->question >= 0 || strcmp(about, "numbing") == 0)
        return SCALP_OK;
    return scalp_json_fail(in, "%s.about must be the name of a question, or numbing.", at);
}

static scalp_status read_letters(const scalp_json_in *in, const json_t *root,
                                 scalp_screening *screening) {
    json_t *list;
    SCALP_TRY(scalp_json_member(in, root, "letters", JSON_ARRAY, "letters", &list));
    if (json_array_size(list) > SCALP_SCREEN_MAX_LETTERS)
        return scalp_json_fail(in, "letters has %zu entries, but may have %d.",
                               json_array_size(list), SCALP_SCREEN_MAX_LETTERS);
    for (size_t i = 0; list && i < json_array_size(list); i++)
        SCALP_TRY(read_letter(in, json_array_get(list, i), i, &screening->letters[i]));
    screening->letter_count = list ? json_array_size(list) : 0;
    return SCALP_OK;
}

/* ---- Numbing ------------------------------------------------------------------------------- */

/* "2026-11-20 09:30". */
static bool minute_from_text(const char *text, int64_t *minute) {
    char date[SCALP_DATE];
    int32_t day;
    if (strlen(text) != 16 || (text[10] != ' ' && text[10] != 'T') || text[13] != ':')
        return false;
    for (int i = 11; i < 16; i++) {
        if (i != 13 && (text[i] < '0' || text[i] > '9'))
            return false;
    }
    memcpy(date, text, SCALP_DATE - 1);
    date[SCALP_DATE - 1] = 0;
    const int hour = (text[11] - '0') * 10 + text[12] - '0';
    const int of_hour = (text[14] - '0') * 10 + text[15] - '0';
    if (!scalp_day_from_date(date, &day) || hour > 23 || of_hour > 59)
        return false;
    *minute = (int64_t)day * 24 * 60 + hour * 60 + of_hour;
    return true;
}

static scalp_status read_product(const scalp_json_in *in, const json_t *value, const char *at,
                                 scalp_numbing *numbing) {
    SCALP_TRY(read_text(in, value, "product", at, numbing->product, sizeof numbing->product));
    bool known = false;
    for (size_t i = 0; scalp_anaesthetic_id(i) && !known; i++)
        known = strcmp(scalp_anaesthetic_id(i), numbing->product) == 0;
    if (!known)
        return scalp_json_fail(in,
                               "%s.product is not known; give emla, lmx4, lidocaine-gel-4, or "
                               "other with its percentages.",
                               at);
    const bool other = strcmp(numbing->product, "other") == 0;
    if (!other &&
        (json_object_get(value, "lidocaine_pct") || json_object_get(value, "prilocaine_pct")))
        return scalp_json_fail(in, "%s: percentages go with product other only.", at);
    if (!other)
        return SCALP_OK;
    SCALP_TRY(read_number(in, value, "lidocaine_pct", at, 0, 100, &numbing->lidocaine_pct));
    return read_number(in, value, "prilocaine_pct", at, 0, 100, &numbing->prilocaine_pct);
}

static scalp_status read_numbing(const scalp_json_in *in, const json_t *value, size_t index,
                                 scalp_numbing *numbing) {
    static const char *const known[] = {"product", "lidocaine_pct", "prilocaine_pct",
                                        "grams",   "area_cm2",      "minutes",
                                        "at",      "broken_skin"};
    char at[32], when[32];
    snprintf(at, sizeof at, "numbing[%zu]", index);
    if (!json_is_object(value))
        return scalp_json_fail(in, "%s must be an object.", at);
    SCALP_TRY(scalp_json_known(in, value, at, known, sizeof known / sizeof *known));
    SCALP_TRY(read_product(in, value, at, numbing));
    SCALP_TRY(read_number(in, value, "grams", at, 0.01, 1000, &numbing->grams));
    SCALP_TRY(read_number(in, value, "area_cm2", at, 0.1, 10000, &numbing->area_cm2));
    SCALP_TRY(read_number(in, value, "minutes", at, 0, 1440, &numbing->minutes));
    SCALP_TRY(read_text(in, value, "at", at, when, sizeof when));
    if (!minute_from_text(when, &numbing->minute))
        return scalp_json_fail(in, "%s.at must be day and time as YYYY-MM-DD HH:MM.", at);
    const json_t *broken = json_object_get(value, "broken_skin");
    if (!json_is_boolean(broken))
        return scalp_json_fail(in, "%s.broken_skin must be true or false.", at);
    numbing->on_broken_skin = json_is_true(broken);
    return SCALP_OK;
}

static scalp_status read_numbings(const scalp_json_in *in, const json_t *root,
                                  scalp_screening *screening) {
    double low, high;
    json_t *list;
    const json_t *weight = json_object_get(root, "weight_kg");
    scalp_weight_limits(&low, &high);
    if (weight && !json_is_null(weight))
        SCALP_TRY(read_number(in, root, "weight_kg", "", low, high, &screening->weight_kg));
    SCALP_TRY(scalp_json_member(in, root, "numbing", JSON_ARRAY, "numbing", &list));
    if (json_array_size(list) > SCALP_CARE_MAX_NUMBINGS)
        return scalp_json_fail(in, "numbing has %zu entries, but may have %d.",
                               json_array_size(list), SCALP_CARE_MAX_NUMBINGS);
    for (size_t i = 0; list && i < json_array_size(list); i++)
        SCALP_TRY(read_numbing(in, json_array_get(list, i), i, &screening->numbings[i]));
    screening->numbing_count = list ? json_array_size(list) : 0;
    if (screening->numbing_count && !(screening->weight_kg > 0))
        return scalp_json_fail(in, "weight_kg is missing, so the numbing cannot be checked.");
    return SCALP_OK;
}

/* ---- All of it ----------------------------------------------------------------------------- */

static scalp_status read_members(const scalp_json_in *in, const json_t *root,
                                 scalp_screening *screening) {
    static const char *const known[] = {"scalptor_screening", "form",    "again",    "letters",
                                        "weight_kg",          "numbing", "questions"};
    SCALP_TRY(scalp_json_version(in, root, "scalptor_screening", 1));
    SCALP_TRY(scalp_json_known(in, root, "", known, sizeof known / sizeof *known));
    SCALP_TRY(read_form(in, root, screening));
    SCALP_TRY(read_again(in, root, screening));
    SCALP_TRY(read_letters(in, root, screening));
    return read_numbings(in, root, screening);
}

scalp_status scalp_codec_screening_read(scalp_bytes bytes, const char *name,
                                        scalp_screening *screening, scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_CARE_BYTES, &root));
    memset(screening, 0, sizeof *screening);
    const scalp_status status = read_members(&in, root, screening);
    json_decref(root);
    return status;
}
