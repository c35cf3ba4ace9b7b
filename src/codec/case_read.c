/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case.json -> scalp_case. Plain fields come from the tables of case.h; what has a shape of its
 * own (photos, landmarks, scale, zones, shares, dates) is read by hand. */
#include "close_ups.h"

#include <stdio.h>
#include <string.h>

enum { max_names = 32 };

/* The names of the table's fields in `section`, behind those already there. */
static size_t add_names(const scalp_case_field *fields, size_t field_count, const char *section,
                        const char *names[max_names], size_t count) {
    for (size_t i = 0; i < field_count && count < max_names; i++) {
        if (strcmp(fields[i].section, section) == 0)
            names[count++] = fields[i].name;
    }
    return count;
}

static scalp_status read_number(const scalp_json_in *in, const json_t *value, const char *path,
                                const scalp_case_field *field, int index, double *number) {
    SCALP_TRY(scalp_json_number(in, value, path, number));
    /* 0 stands for "not given" in the struct, so an optional field cannot be given as 0. */
    scalp_error why;
    const bool wrong = scalp_case_number_check(field, index, *number, &why) != SCALP_OK;
    return wrong ? scalp_json_fail(in, "%s", why.message) : SCALP_OK;
}

scalp_status scalp_json_field_read(const scalp_json_in *in, const json_t *object,
                                   const scalp_case_field *field, int index, void *base) {
    const json_t *value = json_object_get(object, field->name);
    char path[SCALP_CASE_FIELD_PATH];
    scalp_case_path_from_field(field, index, path);
    if (!value || (field->optional && json_is_null(value)))
        return SCALP_OK;
    char *to = (char *)base + field->offset;
    if (scalp_case_field_is_number(field)) {
        double number;
        SCALP_TRY(read_number(in, value, path, field, index, &number));
        memcpy(to, &number, sizeof number);
        return SCALP_OK;
    }
    char text[SCALP_CASE_PATH];
    const size_t size = field->kind == SCALP_FIELD_PATH ? SCALP_CASE_PATH : SCALP_CASE_TEXT;
    SCALP_TRY(scalp_json_text(in, value, path, text, size));
    scalp_error why;
    if (scalp_case_text_check(field, index, text, &why) != SCALP_OK)
        return scalp_json_fail(in, "%s", why.message);
    memcpy(to, text, strlen(text) + 1);
    return SCALP_OK;
}

static scalp_status read_point(const scalp_json_in *in, const json_t *value, const char *path,
                               scalp_vec2 *point) {
    double xy[2];
    SCALP_TRY(scalp_json_numbers(in, value, path, xy, 2));
    *point = (scalp_vec2){xy[0], xy[1]};
    return SCALP_OK;
}

/* ---- Photos -------------------------------------------------------------------------------- */

static scalp_status read_landmarks(const scalp_json_in *in, const json_t *object, int index,
                                   scalp_case_photo *photo) {
    char path[SCALP_JSON_PATH];
    json_t *landmarks;
    snprintf(path, sizeof path, "photos[%d].landmarks", index);
    SCALP_TRY(scalp_json_member(in, object, "landmarks", JSON_OBJECT, path, &landmarks));
    const char *names[SCALP_LANDMARK_COUNT];
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++)
        names[k] = scalp_landmark_name((scalp_landmark)k);
    if (landmarks)
        SCALP_TRY(scalp_json_known(in, landmarks, path, names, SCALP_LANDMARK_COUNT));
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        const json_t *value = json_object_get(landmarks, names[k]);
        if (!value)
            continue;
        snprintf(path, sizeof path, "photos[%d].landmarks.%s", index, names[k]);
        SCALP_TRY(read_point(in, value, path, &photo->px[k]));
        photo->has[k] = true;
    }
    return SCALP_OK;
}

scalp_status scalp_json_scale_read(const scalp_json_in *in, const json_t *object, const char *of,
                                   scalp_vec2 ends[2], double *mm, bool *has) {
    static const char *const names[] = {"from", "to", "mm"};
    char path[SCALP_JSON_PATH];
    json_t *scale;
    if (json_is_null(json_object_get(object, "scale")))
        return SCALP_OK;
    snprintf(path, sizeof path, "%.80s.scale", of);
    SCALP_TRY(scalp_json_member(in, object, "scale", JSON_OBJECT, path, &scale));
    if (!scale)
        return SCALP_OK;
    SCALP_TRY(scalp_json_known(in, scale, path, names, 3));
    for (int k = 0; k < 2; k++) {
        snprintf(path, sizeof path, "%.80s.scale.%s", of, names[k]);
        SCALP_TRY(read_point(in, json_object_get(scale, names[k]), path, &ends[k]));
    }
    snprintf(path, sizeof path, "%.80s.scale.mm", of);
    SCALP_TRY(scalp_json_number(in, json_object_get(scale, "mm"), path, mm));
    *has = true;
    return SCALP_OK;
}

static scalp_status read_scale(const scalp_json_in *in, const json_t *object, int index,
                               scalp_case_photo *photo) {
    char path[SCALP_JSON_PATH];
    scalp_vec2 ends[2] = {photo->scale_from, photo->scale_to};
    snprintf(path, sizeof path, "photos[%d]", index);
    SCALP_TRY(scalp_json_scale_read(in, object, path, ends, &photo->scale_mm, &photo->has_scale));
    photo->scale_from = ends[0];
    photo->scale_to = ends[1];
    return SCALP_OK;
}

/* The list `key`, of at most `most` elements; absent: NULL. */
static scalp_status open_list(const scalp_json_in *in, const json_t *object, const char *key,
                              const char *path, size_t most, json_t **list) {
    SCALP_TRY(scalp_json_member(in, object, key, JSON_ARRAY, path, list));
    if (json_array_size(*list) <= most)
        return SCALP_OK;
    return scalp_json_fail(in, "%s has %zu elements, but must have at most %zu.", path,
                           json_array_size(*list), most);
}

static scalp_status read_points(const scalp_json_in *in, const json_t *list, const char *path,
                                scalp_vec2 *points) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        char name[SCALP_JSON_PATH];
        snprintf(name, sizeof name, "%.100s[%zu]", path, i);
        SCALP_TRY(read_point(in, json_array_get(list, i), name, &points[i]));
    }
    return SCALP_OK;
}

/* The photo's list of points `key`. */
static scalp_status read_clicks(const scalp_json_in *in, const json_t *object, int index,
                                const char *key, size_t most, scalp_vec2 *points, size_t *count) {
    char path[SCALP_JSON_PATH];
    json_t *list;
    snprintf(path, sizeof path, "photos[%d].%s", index, key);
    SCALP_TRY(open_list(in, object, key, path, most, &list));
    *count = json_array_size(list);
    return read_points(in, list, path, points);
}

static scalp_status read_photo(const scalp_json_in *in, const json_t *object, int index,
                               scalp_case_photo *photo) {
    char path[SCALP_JSON_PATH];
    snprintf(path, sizeof path, "photos[%d]", index);
    if (!json_is_object(object))
        return scalp_json_fail(in, "%s must be an object.", path);
    const char *names[max_names] = {"landmarks", "midline", "pencil", "scale", "strokes"};
    const size_t count =
        add_names(scalp_case_photo_fields, scalp_case_photo_field_count, "photos", names, 5);
    SCALP_TRY(scalp_json_known(in, object, path, names, count));
    *photo = scalp_case_photo_default();
    for (size_t i = 0; i < scalp_case_photo_field_count; i++)
        SCALP_TRY(scalp_json_field_read(in, object, &scalp_case_photo_fields[i], index, photo));
    SCALP_TRY(read_landmarks(in, object, index, photo));
    SCALP_TRY(read_clicks(in, object, index, "midline", SCALP_CASE_MAX_MIDLINE, photo->midline,
                          &photo->midline_count));
    SCALP_TRY(read_clicks(in, object, index, "pencil", SCALP_CASE_MAX_PENCIL, photo->pencil,
                          &photo->pencil_count));
    return read_scale(in, object, index, photo);
}

static scalp_status read_photos(const scalp_json_in *in, const json_t *root, scalp_case *document) {
    json_t *photos;
    SCALP_TRY(open_list(in, root, "photos", "photos", SCALP_CASE_MAX_PHOTOS, &photos));
    for (size_t i = 0; i < json_array_size(photos); i++)
        SCALP_TRY(read_photo(in, json_array_get(photos, i), (int)i, &document->photos[i]));
    document->photo_count = json_array_size(photos);
    for (size_t i = 0; i < document->photo_count; i++)
        SCALP_TRY(scalp_strokes_read(in, json_array_get(photos, i), i, document));
    return SCALP_OK;
}

/* ---- Design and treatment ------------------------------------------------------------------ */

/* The list session_shares; absent: what is there stays. */
static scalp_status read_shares(const scalp_json_in *in, const json_t *object, const char *path,
                                double *shares, size_t *count) {
    json_t *list;
    SCALP_TRY(open_list(in, object, "session_shares", path, SCALP_LAYOUT_MAX_SESSIONS, &list));
    if (!list)
        return SCALP_OK;
    memset(shares, 0, SCALP_LAYOUT_MAX_SESSIONS * sizeof *shares);
    *count = json_array_size(list);
    return scalp_json_numbers(in, list, path, shares, *count);
}

static scalp_status read_zones(const scalp_json_in *in, const json_t *design,
                               scalp_case *document) {
    json_t *zones;
    SCALP_TRY(open_list(in, design, "zones", "design.zones", SCALP_DESIGN_MAX_ZONES, &zones));
    const char *names[max_names] = {"session_shares"};
    const size_t count =
        add_names(scalp_case_zone_fields, scalp_case_zone_field_count, "design.zones", names, 1);
    for (size_t i = 0; i < json_array_size(zones); i++) {
        const json_t *zone = json_array_get(zones, i);
        char path[SCALP_JSON_PATH];
        snprintf(path, sizeof path, "design.zones[%zu]", i);
        if (!json_is_object(zone))
            return scalp_json_fail(in, "%s must be an object.", path);
        SCALP_TRY(scalp_json_known(in, zone, path, names, count));
        for (size_t k = 0; k < scalp_case_zone_field_count; k++) {
            SCALP_TRY(scalp_json_field_read(in, zone, &scalp_case_zone_fields[k], (int)i,
                                            &document->zones[i]));
        }
        snprintf(path, sizeof path, "design.zones[%zu].session_shares", i);
        SCALP_TRY(read_shares(in, zone, path, document->zones[i].session_shares,
                              &document->zones[i].session_count));
    }
    document->zone_count = json_array_size(zones);
    return SCALP_OK;
}

static scalp_status read_holes(const scalp_json_in *in, const json_t *object, int index,
                               scalp_case_area *area) {
    char path[SCALP_JSON_PATH];
    json_t *holes;
    snprintf(path, sizeof path, "design.areas[%d].holes", index);
    SCALP_TRY(open_list(in, object, "holes", path, SCALP_DESIGN_AREA_HOLES, &holes));
    area->hole_count = json_array_size(holes);
    for (size_t h = 0; h < area->hole_count; h++) {
        const json_t *hole = json_array_get(holes, h);
        snprintf(path, sizeof path, "design.areas[%d].holes[%zu]", index, h);
        if (!json_is_array(hole) || json_array_size(hole) > SCALP_DESIGN_AREA_POINTS)
            return scalp_json_fail(in, "%s must be a list of at most %d points.", path,
                                   SCALP_DESIGN_AREA_POINTS);
        area->hole_points[h] = json_array_size(hole);
        SCALP_TRY(read_points(in, hole, path, area->holes[h]));
    }
    return SCALP_OK;
}

static scalp_status read_area(const scalp_json_in *in, const json_t *object, int index,
                              scalp_case_area *area) {
    char path[SCALP_JSON_PATH];
    json_t *points;
    snprintf(path, sizeof path, "design.areas[%d]", index);
    if (!json_is_object(object))
        return scalp_json_fail(in, "%s must be an object.", path);
    const char *names[max_names] = {"points", "holes"};
    const size_t count =
        add_names(scalp_case_area_fields, scalp_case_area_field_count, "design.areas", names, 2);
    SCALP_TRY(scalp_json_known(in, object, path, names, count));
    *area = scalp_case_area_default();
    for (size_t k = 0; k < scalp_case_area_field_count; k++)
        SCALP_TRY(scalp_json_field_read(in, object, &scalp_case_area_fields[k], index, area));
    snprintf(path, sizeof path, "design.areas[%d].points", index);
    SCALP_TRY(open_list(in, object, "points", path, SCALP_DESIGN_AREA_POINTS, &points));
    area->point_count = json_array_size(points);
    SCALP_TRY(read_points(in, points, path, area->points));
    return read_holes(in, object, index, area);
}

static scalp_status read_areas(const scalp_json_in *in, const json_t *design,
                               scalp_case *document) {
    json_t *areas;
    SCALP_TRY(open_list(in, design, "areas", "design.areas", SCALP_DESIGN_MAX_AREAS, &areas));
    for (size_t i = 0; i < json_array_size(areas); i++)
        SCALP_TRY(read_area(in, json_array_get(areas, i), (int)i, &document->areas[i]));
    document->area_count = json_array_size(areas);
    return SCALP_OK;
}

static scalp_status read_reasons(const scalp_json_in *in, const json_t *design,
                                 scalp_case *document) {
    json_t *reasons;
    SCALP_TRY(scalp_json_member(in, design, "reasons", JSON_OBJECT, "design.reasons", &reasons));
    const char *names[SCALP_DESIGN_MAX_RULES];
    size_t count = 0;
    while (count < SCALP_DESIGN_MAX_RULES && scalp_rule_id(count)) {
        names[count] = scalp_rule_id(count);
        count++;
    }
    if (reasons)
        SCALP_TRY(scalp_json_known(in, reasons, "design.reasons", names, count));
    for (size_t i = 0; i < count; i++) {
        char path[SCALP_JSON_PATH];
        const json_t *value = json_object_get(reasons, names[i]);
        snprintf(path, sizeof path, "design.reasons.%s", names[i]);
        if (value)
            SCALP_TRY(scalp_json_text(in, value, path, document->reasons[i], SCALP_CASE_REASON));
    }
    return SCALP_OK;
}

/* design.hairline, whose fields have the section of that name in the table. */
static scalp_status read_hairline(const scalp_json_in *in, const json_t *design,
                                  scalp_case *document) {
    static const char section[] = "design.hairline";
    json_t *object;
    SCALP_TRY(scalp_json_member(in, design, "hairline", JSON_OBJECT, section, &object));
    const char *names[max_names];
    const size_t count = add_names(scalp_case_fields, scalp_case_field_count, section, names, 0);
    if (!object)
        return SCALP_OK;
    SCALP_TRY(scalp_json_known(in, object, section, names, count));
    for (size_t i = 0; i < scalp_case_field_count; i++) {
        if (strcmp(scalp_case_fields[i].section, section) == 0)
            SCALP_TRY(scalp_json_field_read(in, object, &scalp_case_fields[i], -1, document));
    }
    return SCALP_OK;
}

static scalp_status read_sessions(const scalp_json_in *in, const json_t *treatment,
                                  scalp_case *document) {
    json_t *dates;
    const char *const dates_path = "treatment.session_dates";
    SCALP_TRY(read_shares(in, treatment, "treatment.session_shares", document->session_shares,
                          &document->session_count));
    SCALP_TRY(
        open_list(in, treatment, "session_dates", dates_path, SCALP_LAYOUT_MAX_SESSIONS, &dates));
    for (size_t i = 0; i < json_array_size(dates); i++) {
        char path[SCALP_JSON_PATH];
        snprintf(path, sizeof path, "%s[%zu]", dates_path, i);
        SCALP_TRY(scalp_json_text(in, json_array_get(dates, i), path, document->session_dates[i],
                                  SCALP_CASE_TEXT));
    }
    document->date_count = json_array_size(dates);
    return SCALP_OK;
}

static scalp_status read_section(const scalp_json_in *in, const json_t *root, const char *section,
                                 const char *const *extra, scalp_case *document) {
    json_t *object;
    SCALP_TRY(scalp_json_member(in, root, section, JSON_OBJECT, section, &object));
    if (!object)
        return SCALP_OK;
    const char *names[max_names];
    size_t count = 0;
    while (extra && extra[count]) {
        names[count] = extra[count];
        count++;
    }
    count = add_names(scalp_case_fields, scalp_case_field_count, section, names, count);
    SCALP_TRY(scalp_json_known(in, object, section, names, count));
    for (size_t i = 0; i < scalp_case_field_count; i++) {
        if (strcmp(scalp_case_fields[i].section, section) == 0)
            SCALP_TRY(scalp_json_field_read(in, object, &scalp_case_fields[i], -1, document));
    }
    return SCALP_OK;
}

scalp_status scalp_json_case(const scalp_json_in *in, const json_t *root, scalp_case *document) {
    SCALP_TRY(scalp_json_version(in, root, "scalptor_case", 1));
    static const char *const design[] = {"zones", "hairline", "reasons", "areas", NULL};
    static const char *const sessions[] = {"session_shares", "session_dates", NULL};
    static const char *const sections[] = {"client", "skin", "hair", "head", "loss"};
    static const char *const top[] = {"scalptor_case", "seed",   "client",   "skin",
                                      "hair",          "head",   "loss",     "photos",
                                      "close_ups",     "design", "treatment"};
    SCALP_TRY(scalp_json_known(in, root, "", top, sizeof top / sizeof *top));
    scalp_case result = scalp_case_default();
    for (size_t i = 0; i < scalp_case_field_count; i++) {
        if (scalp_case_fields[i].section[0] == 0)
            SCALP_TRY(scalp_json_field_read(in, root, &scalp_case_fields[i], -1, &result));
    }
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        SCALP_TRY(read_section(in, root, sections[i], NULL, &result));
    SCALP_TRY(read_section(in, root, "design", design, &result));
    SCALP_TRY(read_section(in, root, "treatment", sessions, &result));
    SCALP_TRY(read_photos(in, root, &result));
    SCALP_TRY(scalp_close_ups_read(in, root, &result));
    SCALP_TRY(read_zones(in, json_object_get(root, "design"), &result));
    SCALP_TRY(read_hairline(in, json_object_get(root, "design"), &result));
    SCALP_TRY(read_reasons(in, json_object_get(root, "design"), &result));
    SCALP_TRY(read_areas(in, json_object_get(root, "design"), &result));
    SCALP_TRY(read_sessions(in, json_object_get(root, "treatment"), &result));
    scalp_error why;
    if (scalp_case_check(&result, &why) != SCALP_OK)
        return scalp_json_fail(in, "%s", why.message);
    *document = result;
    return SCALP_OK;
}

scalp_status scalp_codec_case_read(scalp_bytes bytes, const char *name, scalp_case *document,
                                   scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_CASE_BYTES, &root));
    const scalp_status status = scalp_json_case(&in, root, document);
    json_decref(root);
    return status;
}
