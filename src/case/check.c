/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Single fields ------------------------------------------------------------------------- */

scalp_status scalp_case_number_check(const scalp_case_field *field, int index, double number,
                                     scalp_error *error) {
    const bool within = number >= field->low && number <= field->high;
    if (within && !(field->kind == SCALP_FIELD_WHOLE && (floor(number) < number)))
        return SCALP_OK;
    char path[SCALP_CASE_FIELD_PATH], value[SCALP_CASE_SHOWN], low[SCALP_CASE_SHOWN],
        high[SCALP_CASE_SHOWN];
    scalp_case_path_from_field(field, index, path);
    scalp_case_text_from_number(number, value);
    if (within)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s is %s, but must be a whole number.", path,
                          value);
    scalp_case_text_from_number(field->low, low);
    scalp_case_text_from_number(field->high, high);
    return scalp_fail(error, SCALP_ERR_INPUT, "%s is %s, but must lie between %s and %s%s%s.", path,
                      value, low, high, field->unit[0] ? " " : "", field->unit);
}

static bool is_choice(const char *choices, const char *text) {
    const size_t length = strlen(text);
    for (const char *at = choices; *at;) {
        const size_t size = strcspn(at, "|");
        if (size == length && length > 0 && memcmp(at, text, size) == 0)
            return true;
        at += size + (at[size] == '|');
    }
    return false;
}

/* "a, b or c" */
static void list_choices(const char *choices, char *to, size_t size) {
    size_t used = 0;
    to[0] = 0;
    for (const char *at = choices; *at && used < size;) {
        const int length = (int)strcspn(at, "|");
        const char *after = at + length + (at[length] == '|');
        const char *between = at == choices ? "" : *after ? ", " : " or ";
        const int wrote = snprintf(to + used, size - used, "%s%.*s", between, length, at);
        used += wrote > 0 ? (size_t)wrote : 0;
        at = after;
    }
}

static bool is_name(const char *text) {
    const char *allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    return text[0] && strspn(text, allowed) == strlen(text);
}

/* Length of the well-formed UTF-8 character at `text` (RFC 3629), 0 when it is none. */
static size_t character_length(const unsigned char *text) {
    const unsigned char c = text[0];
    if (c < 0x80)
        return 1;
    const size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (c < 0xc2 || c > 0xf4)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    }
    const unsigned char next = text[1];
    const bool wrong = (c == 0xe0 && next < 0xa0) || (c == 0xed && next > 0x9f) ||
                       (c == 0xf0 && next < 0x90) || (c == 0xf4 && next > 0x8f);
    return wrong ? 0 : length;
}

static bool is_path(const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        const size_t length = character_length(at);
        if (length == 0 || *at < 0x20 || *at == 0x7f)
            return false;
        at += length;
    }
    return text[0] != 0;
}

scalp_status scalp_case_text_check(const scalp_case_field *field, int index, const char *text,
                                   scalp_error *error) {
    char path[SCALP_CASE_FIELD_PATH], shown[SCALP_CASE_SHOWN], choices[400];
    scalp_case_path_from_field(field, index, path);
    scalp_case_text_quoted(text, shown);
    switch (field->kind) {
    case SCALP_FIELD_NAME:
        if (is_name(text))
            return SCALP_OK;
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is %s, but must be 1 to %d letters, digits, - or _.", path, shown,
                          SCALP_CASE_TEXT - 1);
    case SCALP_FIELD_PATH:
        if (is_path(text))
            return SCALP_OK;
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is %s, but must name a file, in UTF-8 without control characters.",
                          path, shown);
    default:
        if (is_choice(field->choices, text))
            return SCALP_OK;
        list_choices(field->choices, choices, sizeof choices);
        return scalp_fail(error, SCALP_ERR_INPUT, "%s is %s, but must be %s%s.", path, shown,
                          strchr(choices, ',') ? "one of " : "", choices);
    }
}

scalp_status scalp_case_fields_check(const scalp_case_field *fields, size_t count, int index,
                                     const void *base, scalp_error *error) {
    for (size_t i = 0; i < count; i++) {
        const char *at = (const char *)base + fields[i].offset;
        if (scalp_case_field_is_number(&fields[i])) {
            double number;
            memcpy(&number, at, sizeof number);
            if (scalp_case_field_given(&fields[i], number))
                SCALP_TRY(scalp_case_number_check(&fields[i], index, number, error));
        } else if (at[0] || !fields[i].optional) {
            SCALP_TRY(scalp_case_text_check(&fields[i], index, at, error));
        }
    }
    return SCALP_OK;
}

/* ---- Photos -------------------------------------------------------------------------------- */

static scalp_status check_point(scalp_vec2 p, int index, const char *name, scalp_error *error) {
    const double most = SCALP_CASE_MAX_PX;
    if (p.x >= -most && p.x <= most && p.y >= -most && p.y <= most)
        return SCALP_OK;
    char x[SCALP_CASE_SHOWN], y[SCALP_CASE_SHOWN];
    scalp_case_text_from_number(p.x, x);
    scalp_case_text_from_number(p.y, y);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "photos[%d].%s is [%s, %s], but both must lie between -%.0f and %.0f px.",
                      index, name, x, y, most, most);
}

static scalp_status check_scale(const scalp_case_photo *photo, int index, scalp_error *error) {
    SCALP_TRY(check_point(photo->scale_from, index, "scale.from", error));
    SCALP_TRY(check_point(photo->scale_to, index, "scale.to", error));
    const double dx = photo->scale_to.x - photo->scale_from.x;
    const double dy = photo->scale_to.y - photo->scale_from.y;
    if (!(dx * dx + dy * dy > 0)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "photos[%d].scale.from and .to are the same point; give the two ends of "
                          "a known length.",
                          index);
    }
    const scalp_case_field length = {.section = "photos",
                                     .name = "scale.mm",
                                     .low = SCALP_CASE_SCALE_LOW_MM,
                                     .high = SCALP_CASE_SCALE_HIGH_MM,
                                     .unit = "mm"};
    return scalp_case_number_check(&length, index, photo->scale_mm, error);
}

static scalp_status check_photo(const scalp_case *document, int index, scalp_error *error) {
    const scalp_case_photo *photo = &document->photos[index];
    SCALP_TRY(scalp_case_fields_check(scalp_case_photo_fields, scalp_case_photo_field_count, index,
                                      photo, error));
    for (int i = 0; i < index; i++) {
        if (strcmp(document->photos[i].id, photo->id) == 0) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "photos[%d].id is \"%s\", but photos[%d] has that id already.", index,
                              photo->id, i);
        }
    }
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        char name[SCALP_CASE_TEXT];
        snprintf(name, sizeof name, "landmarks.%s", scalp_landmark_name((scalp_landmark)k));
        if (photo->has[k])
            SCALP_TRY(check_point(photo->px[k], index, name, error));
    }
    for (size_t k = 0; k < photo->midline_count; k++) {
        char name[SCALP_CASE_TEXT];
        snprintf(name, sizeof name, "midline[%zu]", k);
        SCALP_TRY(check_point(photo->midline[k], index, name, error));
    }
    if (photo->pencil_count > SCALP_CASE_MAX_PENCIL || photo->pencil_count == 1) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "photos[%d].pencil has %zu points, but must have 2 to %d, or none.",
                          index, photo->pencil_count, SCALP_CASE_MAX_PENCIL);
    }
    for (size_t k = 0; k < photo->pencil_count; k++) {
        char name[SCALP_CASE_TEXT];
        snprintf(name, sizeof name, "pencil[%zu]", k);
        SCALP_TRY(check_point(photo->pencil[k], index, name, error));
    }
    return photo->has_scale ? check_scale(photo, index, error) : SCALP_OK;
}

static scalp_status check_stroke(const scalp_case *document, size_t i, int k, scalp_error *error) {
    const scalp_case_stroke *stroke = &document->strokes[i];
    const int photo = (int)stroke->photo;
    char name[SCALP_CASE_TEXT];
    if ((int)stroke->kind < 0 || stroke->kind >= SCALP_STUFF_COUNT)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "photos[%d].strokes[%d].kind is none of skin, hair, background, other.",
                          photo, k);
    snprintf(name, sizeof name, "strokes[%d].radius_px", k);
    const scalp_case_field radius = {.section = "photos",
                                     .name = name,
                                     .low = SCALP_CASE_STROKE_LOW_PX,
                                     .high = SCALP_STROKE_MAX_RADIUS_PX,
                                     .unit = "px"};
    SCALP_TRY(scalp_case_number_check(&radius, photo, stroke->radius_px, error));
    if (stroke->count < 1 || stroke->first > document->stroke_point_count ||
        stroke->count > document->stroke_point_count - stroke->first)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "photos[%d].strokes[%d].points is empty; give one point or more.", photo,
                          k);
    for (size_t p = 0; p < stroke->count; p++) {
        snprintf(name, sizeof name, "strokes[%d].points[%zu]", k, p);
        SCALP_TRY(check_point(document->stroke_points[stroke->first + p], photo, name, error));
    }
    return SCALP_OK;
}

static scalp_status check_strokes(const scalp_case *document, scalp_error *error) {
    int k = 0;
    if (document->stroke_count > SCALP_CASE_MAX_STROKES ||
        document->stroke_point_count > SCALP_CASE_MAX_STROKE_POINTS)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The photos have %zu strokes of %zu points, but may have %d of %d.",
                          document->stroke_count, document->stroke_point_count,
                          SCALP_CASE_MAX_STROKES, SCALP_CASE_MAX_STROKE_POINTS);
    for (size_t i = 0; i < document->stroke_count; i++) {
        const size_t photo = document->strokes[i].photo;
        if (photo >= document->photo_count || (i > 0 && photo < document->strokes[i - 1].photo))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Stroke %zu belongs to photo %zu, of which there is none, or is out "
                              "of order.",
                              i, photo);
        k = i > 0 && photo == document->strokes[i - 1].photo ? k + 1 : 0;
        SCALP_TRY(check_stroke(document, i, k, error));
    }
    return SCALP_OK;
}

/* ---- Shares ------------------------------------------------------------------------------- */

/* Shares of sessions, together 1; a zone may leave sessions out. */
static scalp_status check_shares(const char *path, const double *shares, size_t count,
                                 bool may_be_0, scalp_error *error) {
    double sum = 0;
    char value[SCALP_CASE_SHOWN];
    for (size_t i = 0; i < count; i++) {
        scalp_case_text_from_number(shares[i], value);
        if (!(shares[i] <= 1 && (shares[i] > 0 || (may_be_0 && shares[i] >= 0)))) {
            return scalp_fail(error, SCALP_ERR_INPUT, "%s[%zu] is %s, but must be %s at most 1.",
                              path, i, value, may_be_0 ? "0 to" : "more than 0 and");
        }
        sum += shares[i];
    }
    if (fabs(sum - 1) <= 1e-6)
        return SCALP_OK;
    scalp_case_text_from_number(floor(sum * 1e6 + 0.5) / 1e6, value);
    return scalp_fail(error, SCALP_ERR_INPUT, "%s sum to %s, but must sum to 1 within 0.000001.",
                      path, value);
}

static scalp_status check_whole_shares(const scalp_case *document, scalp_error *error) {
    static const char path[] = "treatment.session_shares";
    if (document->session_count < 1 || document->session_count > SCALP_LAYOUT_MAX_SESSIONS) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s has %zu numbers, but must have 1 to %d, one for each session.", path,
                          document->session_count, SCALP_LAYOUT_MAX_SESSIONS);
    }
    return check_shares(path, document->session_shares, document->session_count, false, error);
}

static scalp_status check_zone_shares(const scalp_case_zone *zone, int index, scalp_error *error) {
    char path[SCALP_CASE_FIELD_PATH];
    snprintf(path, sizeof path, "design.zones[%d].session_shares", index);
    if (zone->session_count > SCALP_LAYOUT_MAX_SESSIONS) {
        return scalp_fail(error, SCALP_ERR_INPUT, "%s has %zu numbers, but must have at most %d.",
                          path, zone->session_count, SCALP_LAYOUT_MAX_SESSIONS);
    }
    if (zone->session_count == 0)
        return SCALP_OK;
    return check_shares(path, zone->session_shares, zone->session_count, true, error);
}

/* ---- Zones -------------------------------------------------------------------- */

static scalp_status check_zone(const scalp_case *document, int index, scalp_error *error) {
    const scalp_case_zone *zone = &document->zones[index];
    SCALP_TRY(scalp_case_fields_check(scalp_case_zone_fields, scalp_case_zone_field_count, index,
                                      zone, error));
    for (int i = 0; i < index; i++) {
        if (strcmp(document->zones[i].zone, zone->zone) == 0) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "design.zones[%d].zone is \"%s\", but design.zones[%d] is that zone "
                              "already.",
                              index, zone->zone, i);
        }
    }
    return check_zone_shares(zone, index, error);
}

/* ---- Areas and reasons --------------------------------------------------------------------- */

static scalp_status check_curve(const scalp_vec2 *points, size_t count, double most,
                                const char *where, scalp_error *error) {
    if (count > SCALP_DESIGN_AREA_POINTS) {
        return scalp_fail(error, SCALP_ERR_INPUT, "%s has %zu points, but must have at most %d.",
                          where, count, SCALP_DESIGN_AREA_POINTS);
    }
    for (size_t i = 0; i < count; i++) {
        const scalp_vec2 p = points[i];
        if (p.x >= -most && p.x <= most && p.y >= -most && p.y <= most)
            continue;
        char x[SCALP_CASE_SHOWN], y[SCALP_CASE_SHOWN];
        scalp_case_text_from_number(p.x, x);
        scalp_case_text_from_number(p.y, y);
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s[%zu] is [%s, %s], but both must lie between -%.0f and %.0f.", where,
                          i, x, y, most, most);
    }
    return SCALP_OK;
}

static scalp_status check_curves(const scalp_case_area *area, int index, double most,
                                 scalp_error *error) {
    char where[SCALP_CASE_TEXT];
    snprintf(where, sizeof where, "design.areas[%d].points", index);
    SCALP_TRY(check_curve(area->points, area->point_count, most, where, error));
    if (area->hole_count > SCALP_DESIGN_AREA_HOLES) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "design.areas[%d].holes has %zu holes, but must have at most %d.", index,
                          area->hole_count, SCALP_DESIGN_AREA_HOLES);
    }
    for (size_t h = 0; h < area->hole_count; h++) {
        snprintf(where, sizeof where, "design.areas[%d].holes[%zu]", index, h);
        SCALP_TRY(check_curve(area->holes[h], area->hole_points[h], most, where, error));
    }
    return SCALP_OK;
}

static scalp_status check_area(const scalp_case *document, int index, scalp_error *error) {
    const scalp_case_area *area = &document->areas[index];
    SCALP_TRY(scalp_case_fields_check(scalp_case_area_fields, scalp_case_area_field_count, index,
                                      area, error));
    for (int i = 0; i < index; i++) {
        if (strcmp(document->areas[i].id, area->id) == 0) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "design.areas[%d].id is \"%s\", but design.areas[%d] has that id "
                              "already.",
                              index, area->id, i);
        }
    }
    const bool drawn = strcmp(area->in, "template") != 0, chart = strcmp(area->in, "chart") == 0;
    scalp_area_kind kind = SCALP_AREA_FREE;
    (void)scalp_area_kind_find(area->kind, &kind);
    if (!drawn &&
        (!scalp_area_kind_has_template(kind) || area->point_count > 0 || area->hole_count > 0)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "design.areas[%d] is in \"template\", but %s; say whether its points are "
                          "in the chart or in a photo.",
                          index,
                          area->point_count > 0 || area->hole_count > 0 ? "has points"
                                                                        : "its kind has none");
    }
    if (drawn && !chart && !scalp_case_photo_find(document, area->in)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "design.areas[%d].in is \"%s\", but must be template, chart or the id of "
                          "a photo.",
                          index, area->in);
    }
    return check_curves(area, index, chart ? SCALP_CASE_MAX_CHART_MM : SCALP_CASE_MAX_PX, error);
}

static scalp_status check_reasons(const scalp_case *document, scalp_error *error) {
    for (size_t i = 0; i < SCALP_DESIGN_MAX_RULES; i++) {
        const char *reason = document->reasons[i];
        const char *rule = scalp_rule_id(i);
        if (!reason[0] || (rule && is_path(reason) && reason[strspn(reason, " ")]))
            continue;
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "design.reasons.%s must be a reason in words, in UTF-8 without control "
                          "characters.",
                          rule ? rule : "?");
    }
    return SCALP_OK;
}

/* ---- Sessions ------------------------------------------------------------------------------ */

static scalp_status check_dates(const scalp_case *document, scalp_error *error) {
    size_t sessions = document->session_count;
    for (size_t i = 0; i < document->zone_count; i++) {
        if (document->zones[i].session_count > sessions)
            sessions = document->zones[i].session_count;
    }
    /* Scars get sessions of their own, which only the plan knows. */
    sessions += sessions < SCALP_LAYOUT_MAX_SESSIONS && sessions > 1;
    if (document->date_count > sessions) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "treatment.session_dates has %zu dates, but there are %zu sessions.",
                          document->date_count, sessions);
    }
    for (size_t i = 0; i < document->date_count; i++) {
        char shown[SCALP_CASE_SHOWN];
        scalp_case_text_quoted(document->session_dates[i], shown);
        double day;
        if (!scalp_case_day_from_date(document->session_dates[i], &day)) {
            return scalp_fail(
                error, SCALP_ERR_INPUT,
                "treatment.session_dates[%zu] is %s, but must be a day as YYYY-MM-DD, "
                "1900-01-01 to 2999-12-31.",
                i, shown);
        }
        if (i > 0 && strcmp(document->session_dates[i - 1], document->session_dates[i]) >= 0) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "treatment.session_dates[%zu] is %s, but must come after \"%s\".", i,
                              shown, document->session_dates[i - 1]);
        }
    }
    return SCALP_OK;
}

scalp_status scalp_case_check(const scalp_case *document, scalp_error *error) {
    SCALP_TRY(
        scalp_case_fields_check(scalp_case_fields, scalp_case_field_count, -1, document, error));
    if (!scalp_design_stage_find(document->loss_scale, document->loss_stage)) {
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "loss.stage is \"%.20s\", which is no stage of loss.scale \"%.20s\": "
            "Norwood has I to VII, IIa to Va and III vertex, Ludwig I to III, Savin 1 "
            "to 9, SALT S0 to S5; each has none.",
            document->loss_stage, document->loss_scale);
    }
    if (document->photo_count > SCALP_CASE_MAX_PHOTOS) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "photos has %zu photos, but must have at most %d.", document->photo_count,
                          SCALP_CASE_MAX_PHOTOS);
    }
    for (size_t i = 0; i < document->photo_count; i++)
        SCALP_TRY(check_photo(document, (int)i, error));
    SCALP_TRY(scalp_case_close_ups_check(document, error));
    SCALP_TRY(check_strokes(document, error));
    if (document->zone_count > SCALP_DESIGN_MAX_ZONES) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "design.zones has %zu zones, but must have at most %d.",
                          document->zone_count, SCALP_DESIGN_MAX_ZONES);
    }
    for (size_t i = 0; i < document->zone_count; i++)
        SCALP_TRY(check_zone(document, (int)i, error));
    if (document->area_count > SCALP_DESIGN_MAX_AREAS) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "design.areas has %zu areas, but must have at most %d.",
                          document->area_count, SCALP_DESIGN_MAX_AREAS);
    }
    for (size_t i = 0; i < document->area_count; i++)
        SCALP_TRY(check_area(document, (int)i, error));
    SCALP_TRY(check_reasons(document, error));
    SCALP_TRY(check_whole_shares(document, error));
    return check_dates(document, error);
}
