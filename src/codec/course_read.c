/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where and when a client is worked on, from a case or from a plan. */
#include <scalptor/codec.h>
#include <scalptor/codec_care.h>

#include "json_in.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* By how the names of zones and of kinds of areas begin; what is painted round, or is there
 * already, is no work. */
static unsigned area_from_name(const char *name) {
    static const struct {
        const char *start;
        unsigned area;
    } starts[] = {{"beard", SCALP_CARE_BEARD},
                  {"moustache", SCALP_CARE_BEARD},
                  {"sideburn", SCALP_CARE_BEARD},
                  {"brow", SCALP_CARE_BROW},
                  {"scar", SCALP_CARE_SCAR},
                  {"old_pigment", 0},
                  {"keep_out", 0},
                  {"mole", 0},
                  {"none", 0}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (strncmp(name, starts[i].start, strlen(starts[i].start)) == 0)
            return starts[i].area;
    }
    return SCALP_CARE_SCALP;
}

static unsigned scars_of_zones(const scalp_case *document) {
    for (size_t i = 0; i < document->zone_count; i++) {
        if (document->zones[i].scar[0] && strcmp(document->zones[i].scar, "no") != 0)
            return SCALP_CARE_SCAR;
    }
    return 0;
}

static unsigned areas_from_case(const scalp_case *document) {
    unsigned areas = scars_of_zones(document);
    if (strcmp(document->loss_stage, "none") != 0)
        areas |= SCALP_CARE_SCALP;
    for (size_t i = 0; i < document->area_count; i++)
        areas |= area_from_name(document->areas[i].kind);
    return areas ? areas : SCALP_CARE_SCALP;
}

static void course_from_case(const scalp_case *document, scalp_course *course) {
    *course = (scalp_course){.areas = areas_from_case(document)};
    for (size_t i = 0; i < document->date_count && i < SCALP_CARE_MAX_SESSIONS; i++) {
        course->dated |= scalp_day_from_date(document->session_dates[i], &course->days[i]);
        course->session_count = i + 1;
    }
}

/* ---- Plans ------------------------------------------------------------------------------- */

static scalp_status read_session(const scalp_json_in *in, const json_t *session, size_t index,
                                 scalp_course *course) {
    char path[48];
    double day;
    const json_t *date = json_object_get(session, "date");
    snprintf(path, sizeof path, "sessions[%zu].day", index);
    if (date && !json_is_null(date)) {
        if (!json_is_string(date) ||
            !scalp_day_from_date(json_string_value(date), &course->days[index]))
            return scalp_json_fail(in, "sessions[%zu].date must be a day as YYYY-MM-DD.", index);
        course->dated = true;
        return SCALP_OK;
    }
    SCALP_TRY(scalp_json_number(in, json_object_get(session, "day"), path, &day));
    if (!(day >= 0 && day <= 36525) || course->dated)
        return scalp_json_fail(in, "%s does not go with the other sessions.", path);
    course->days[index] = (int32_t)floor(day + 0.5);
    return SCALP_OK;
}

/* Sessions and zones as the plan lists them for people. */
static scalp_status course_from_plan(const scalp_json_in *in, const json_t *root,
                                     scalp_case *document, scalp_course *course) {
    json_t *sessions, *zones, *inner;
    *course = (scalp_course){0};
    SCALP_TRY(scalp_json_need(in, root, "sessions", JSON_ARRAY, "sessions", &sessions));
    SCALP_TRY(scalp_json_need(in, root, "zones", JSON_ARRAY, "zones", &zones));
    SCALP_TRY(scalp_json_need(in, root, "case", JSON_OBJECT, "case", &inner));
    SCALP_TRY(scalp_json_case(in, inner, document));
    if (json_array_size(sessions) > SCALP_CARE_MAX_SESSIONS)
        return scalp_json_fail(in, "sessions has %zu entries, but may have %d.",
                               json_array_size(sessions), SCALP_CARE_MAX_SESSIONS);
    for (size_t i = 0; i < json_array_size(sessions); i++)
        SCALP_TRY(read_session(in, json_array_get(sessions, i), i, course));
    course->session_count = json_array_size(sessions);
    for (size_t i = 0; i < json_array_size(zones); i++) {
        const char *zone = json_string_value(json_object_get(json_array_get(zones, i), "zone"));
        if (!zone)
            return scalp_json_fail(in, "zones[%zu].zone is missing.", i);
        course->areas |= area_from_name(zone);
    }
    course->areas |= scars_of_zones(document);
    return SCALP_OK;
}

static scalp_status read_either(const scalp_json_in *in, const json_t *root, scalp_case *document,
                                scalp_course *course) {
    if (json_object_get(root, "scalptor_plan"))
        return course_from_plan(in, root, document, course);
    SCALP_TRY(scalp_json_case(in, root, document));
    course_from_case(document, course);
    return SCALP_OK;
}

scalp_status scalp_codec_course_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                     scalp_course *course, scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    void *document;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_case), &document, error));
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_PLAN_BYTES, &root));
    const scalp_status status = read_either(&in, root, document, course);
    json_decref(root);
    return status;
}
