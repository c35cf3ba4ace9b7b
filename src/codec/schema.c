/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON Schema (draft 2020-12) of case.json, from the same tables that read it. */
#include "close_ups.h"

#include <stdio.h>
#include <string.h>

/* "type": "number", or "type": ["number", "null"]. */
static void write_type(scalp_json_out *out, const char *type, bool nullable) {
    if (!nullable) {
        scalp_json_out_text(out, "type", type);
        return;
    }
    scalp_json_out_row(out, "type");
    scalp_json_out_text(out, NULL, type);
    scalp_json_out_text(out, NULL, "null");
    scalp_json_out_end(out, ']');
}

static void open_object(scalp_json_out *out, const char *key, const char *meaning) {
    scalp_json_out_object(out, key);
    if (meaning)
        scalp_json_out_text(out, "description", meaning);
    scalp_json_out_text(out, "type", "object");
    scalp_json_out_word(out, "additionalProperties", "false");
    scalp_json_out_object(out, "properties");
}

static void close_object(scalp_json_out *out, const char *const *required, size_t count) {
    scalp_json_out_end(out, '}');
    if (count) {
        scalp_json_out_row(out, "required");
        for (size_t i = 0; i < count; i++)
            scalp_json_out_text(out, NULL, required[i]);
        scalp_json_out_end(out, ']');
    }
    scalp_json_out_end(out, '}');
}

static void write_choices(scalp_json_out *out, const scalp_case_field *field) {
    scalp_json_out_row(out, "enum");
    for (const char *at = field->choices; *at;) {
        char choice[SCALP_CASE_TEXT];
        const size_t length = strcspn(at, "|");
        snprintf(choice, sizeof choice, "%.*s", (int)length, at);
        scalp_json_out_text(out, NULL, choice);
        at += length + (at[length] == '|');
    }
    if (field->optional)
        scalp_json_out_word(out, NULL, "null");
    scalp_json_out_end(out, ']');
}

static void write_text_rules(scalp_json_out *out, const scalp_case_field *field) {
    if (field->choices) {
        write_choices(out, field);
    } else if (field->kind == SCALP_FIELD_NAME) {
        scalp_json_out_text(out, "pattern", "^[A-Za-z0-9_-]+$");
        scalp_json_out_number(out, "maxLength", SCALP_CASE_TEXT - 1);
    } else {
        scalp_json_out_number(out, "minLength", 1);
        scalp_json_out_number(out, "maxLength", SCALP_CASE_PATH - 1);
    }
    if (field->optional)
        scalp_json_out_word(out, "default", "null");
    else if (field->text[0])
        scalp_json_out_text(out, "default", field->text);
}

static void write_field(scalp_json_out *out, const scalp_case_field *field) {
    scalp_json_out_object(out, field->name);
    scalp_json_out_text(out, "description", field->meaning);
    const bool whole = field->kind == SCALP_FIELD_WHOLE;
    if (scalp_case_field_is_number(field)) {
        write_type(out, whole ? "integer" : "number", field->optional);
        scalp_json_out_number(out, "minimum", field->low);
        scalp_json_out_number(out, "maximum", field->high);
        if (field->unit[0])
            scalp_json_out_text(out, "x-unit", field->unit);
        if (field->optional)
            scalp_json_out_word(out, "default", "null");
        else
            scalp_json_out_number(out, "default", field->number);
    } else {
        write_type(out, "string", field->optional);
        write_text_rules(out, field);
    }
    scalp_json_out_end(out, '}');
}

void scalp_schema_fields(scalp_json_out *out, const scalp_case_field *fields, size_t count,
                         const char *section) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].section, section) == 0)
            write_field(out, &fields[i]);
    }
}

static void write_point(scalp_json_out *out, const char *key, const char *meaning) {
    scalp_json_out_schema_list(out, key, meaning, 2, 2);
    scalp_json_out_object(out, "items");
    scalp_json_out_text(out, "type", "number");
    scalp_json_out_number(out, "minimum", -SCALP_CASE_MAX_PX);
    scalp_json_out_number(out, "maximum", SCALP_CASE_MAX_PX);
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
}

void scalp_schema_scale(scalp_json_out *out) {
    static const char *const required[] = {"from", "to", "mm"};
    scalp_json_out_object(out, "scale");
    scalp_json_out_text(out, "description",
                        "A known length in the picture, near the head and square to the view.");
    write_type(out, "object", true);
    scalp_json_out_word(out, "default", "null");
    scalp_json_out_word(out, "additionalProperties", "false");
    scalp_json_out_object(out, "properties");
    write_point(out, "from", "One end, px.");
    write_point(out, "to", "The other end, px.");
    scalp_json_out_object(out, "mm");
    scalp_json_out_text(out, "description", "The length.");
    scalp_json_out_text(out, "type", "number");
    scalp_json_out_number(out, "minimum", SCALP_CASE_SCALE_LOW_MM);
    scalp_json_out_number(out, "maximum", SCALP_CASE_SCALE_HIGH_MM);
    scalp_json_out_end(out, '}');
    close_object(out, required, 3);
}

/* A list of points, each by reference. */
static void write_points(scalp_json_out *out, const char *key, const char *meaning, int most) {
    scalp_json_out_schema_list(out, key, meaning, 0, most);
    scalp_json_out_object(out, "items");
    scalp_json_out_text(out, "$ref", "#/$defs/point");
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
}

static void write_photos(scalp_json_out *out) {
    static const char *const required[] = {"id", "file"};
    scalp_json_out_schema_list(out, "photos", "The client's photos.", 0, SCALP_CASE_MAX_PHOTOS);
    open_object(out, "items", NULL);
    scalp_schema_fields(out, scalp_case_photo_fields, scalp_case_photo_field_count, "photos");
    open_object(out, "landmarks",
                "Where landmarks lie in the picture, px: (0, 0) is the centre of the top left "
                "pixel of the upright picture.");
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        scalp_json_out_object(out, scalp_landmark_name((scalp_landmark)k));
        scalp_json_out_text(out, "$ref", "#/$defs/point");
        scalp_json_out_end(out, '}');
    }
    close_object(out, NULL, 0);
    scalp_json_out_schema_list(
        out, "midline",
        "Points anywhere along the client's midline, brow over crown to nape, px: they tell "
        "how a head is turned that is seen from above or from behind.",
        0, SCALP_CASE_MAX_MIDLINE);
    scalp_json_out_object(out, "items");
    scalp_json_out_text(out, "$ref", "#/$defs/point");
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
    scalp_schema_scale(out);
    write_points(out, "pencil",
                 "A hairline pencilled on the skin, clicked from one end to the other, px; 2 or "
                 "more points.",
                 SCALP_CASE_MAX_PENCIL);
    scalp_strokes_schema(out);
    close_object(out, required, 2);
    scalp_json_out_end(out, '}');
}

/* Those of a zone may be 0, and may be left out. */
static void write_shares(scalp_json_out *out, const char *meaning, bool of_zone) {
    scalp_json_out_schema_list(out, "session_shares", meaning, of_zone ? 0 : 1,
                               SCALP_LAYOUT_MAX_SESSIONS);
    if (!of_zone)
        scalp_json_out_numbers(out, "default", (const double[]){0.3, 0.4, 0.3}, 3);
    scalp_json_out_object(out, "items");
    scalp_json_out_text(out, "type", "number");
    scalp_json_out_number(out, of_zone ? "minimum" : "exclusiveMinimum", 0);
    scalp_json_out_number(out, "maximum", 1);
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
}

static void write_areas(scalp_json_out *out) {
    static const char *const required[] = {"id", "kind"};
    scalp_json_out_schema_list(out, "areas",
                               "Areas drawn beside the zones; later ones lie over earlier ones.", 0,
                               SCALP_DESIGN_MAX_AREAS);
    open_object(out, "items", NULL);
    scalp_schema_fields(out, scalp_case_area_fields, scalp_case_area_field_count, "design.areas");
    write_points(out, "points",
                 "The closed curve's control points in their order (a scar's line: from end to "
                 "end; moles: one each).",
                 SCALP_DESIGN_AREA_POINTS);
    scalp_json_out_schema_list(out, "holes", "Closed curves within, where nothing is done.", 0,
                               SCALP_DESIGN_AREA_HOLES);
    write_points(out, "items", NULL, SCALP_DESIGN_AREA_POINTS);
    scalp_json_out_end(out, '}');
    close_object(out, required, 2);
    scalp_json_out_end(out, '}');
}

static void write_reasons(scalp_json_out *out) {
    open_object(out, "reasons", "Why a rule of the design's checks is not kept, by the rule.");
    for (size_t i = 0; scalp_rule_id(i); i++) {
        scalp_json_out_object(out, scalp_rule_id(i));
        scalp_json_out_text(out, "type", "string");
        scalp_json_out_number(out, "maxLength", SCALP_CASE_REASON - 1);
        scalp_json_out_end(out, '}');
    }
    close_object(out, NULL, 0);
}

static void write_design(scalp_json_out *out) {
    static const char *const required[] = {"zone"};
    open_object(out, "design", "What shall be treated, and how densely.");
    scalp_schema_fields(out, scalp_case_fields, scalp_case_field_count, "design");
    open_object(out, "hairline", "What of the hairline is to be otherwise than in the style.");
    scalp_schema_fields(out, scalp_case_fields, scalp_case_field_count, "design.hairline");
    close_object(out, NULL, 0);
    scalp_json_out_schema_list(out, "zones",
                               "Zones treated beside, or otherwise than, what the loss asks for.",
                               0, SCALP_DESIGN_MAX_ZONES);
    open_object(out, "items", NULL);
    scalp_schema_fields(out, scalp_case_zone_fields, scalp_case_zone_field_count, "design.zones");
    write_shares(out,
                 "Share of this zone's dots in each session, 0 where it is left out; none: as the "
                 "treatment, or as scars are worked.",
                 true);
    close_object(out, required, 1);
    scalp_json_out_end(out, '}');
    write_areas(out);
    write_reasons(out);
    close_object(out, NULL, 0);
}

static void write_treatment(scalp_json_out *out) {
    open_object(out, "treatment", "How the dots are made, and in how many sessions.");
    write_shares(out, "Share of the dots in each session; they sum to 1.", false);
    scalp_json_out_schema_list(out, "session_dates",
                               "Days of the sessions that are booked, rising.", 0,
                               SCALP_LAYOUT_MAX_SESSIONS);
    scalp_json_out_object(out, "items");
    scalp_json_out_text(out, "type", "string");
    scalp_json_out_text(out, "format", "date");
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
    scalp_schema_fields(out, scalp_case_fields, scalp_case_field_count, "treatment");
    close_object(out, NULL, 0);
}

static void write_properties(scalp_json_out *out) {
    static const char *const sections[][2] = {
        {"client", "What of the client matters to the work."},
        {"skin", "The skin of the scalp."},
        {"hair", "The hair that is there."},
        {"head", "The head's shape: measures that a tape and a calliper give, null if not taken."},
        {"loss", "Where hair is missing."},
    };
    scalp_json_out_object(out, "scalptor_case");
    scalp_json_out_text(out, "description", "Version of this format.");
    scalp_json_out_number(out, "const", 1);
    scalp_json_out_end(out, '}');
    scalp_schema_fields(out, scalp_case_fields, scalp_case_field_count, "");
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        open_object(out, sections[i][0], sections[i][1]);
        scalp_schema_fields(out, scalp_case_fields, scalp_case_field_count, sections[i][0]);
        close_object(out, NULL, 0);
    }
    write_photos(out);
    scalp_close_ups_schema(out);
    write_design(out);
    write_treatment(out);
}

scalp_status scalp_codec_case_schema_write(const scalp_work *work, scalp_bytes *bytes,
                                           scalp_error *error) {
    static const char *const required[] = {"scalptor_case"};
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_text(&out, "$schema", "https://json-schema.org/draft/2020-12/schema");
    scalp_json_out_text(&out, "title", "A Scalptor case");
    scalp_json_out_object(&out, "$defs");
    write_point(&out, "point", "x and y, px.");
    scalp_json_out_end(&out, '}');
    scalp_json_out_text(&out, "type", "object");
    scalp_json_out_word(&out, "additionalProperties", "false");
    scalp_json_out_object(&out, "properties");
    write_properties(&out);
    close_object(&out, required, 1);
    return scalp_json_out_close(&out, bytes);
}
