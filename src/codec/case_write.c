/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "close_ups.h"

#include <string.h>

void scalp_json_field_write(scalp_json_out *out, const scalp_case_field *field, const void *base) {
    const char *at = (const char *)base + field->offset;
    if (scalp_case_field_is_number(field)) {
        double number;
        memcpy(&number, at, sizeof number);
        if (!scalp_case_field_given(field, number))
            scalp_json_out_word(out, field->name, "null");
        else
            scalp_json_out_number(out, field->name, number);
    } else if (field->optional && at[0] == 0) {
        scalp_json_out_word(out, field->name, "null");
    } else {
        scalp_json_out_text(out, field->name, at);
    }
}

static void write_fields(scalp_json_out *out, const char *section, const scalp_case *document) {
    for (size_t i = 0; i < scalp_case_field_count; i++) {
        if (strcmp(scalp_case_fields[i].section, section) == 0)
            scalp_json_field_write(out, &scalp_case_fields[i], document);
    }
}

static void write_point(scalp_json_out *out, const char *key, scalp_vec2 p) {
    scalp_json_out_numbers(out, key, (const double[]){p.x, p.y}, 2);
}

static void write_points(scalp_json_out *out, const char *key, const scalp_vec2 *points,
                         size_t count) {
    scalp_json_out_list(out, key);
    for (size_t i = 0; i < count; i++)
        write_point(out, NULL, points[i]);
    scalp_json_out_end(out, ']');
}

void scalp_json_scale_write(scalp_json_out *out, bool has, scalp_vec2 from, scalp_vec2 to,
                            double mm) {
    if (!has) {
        scalp_json_out_word(out, "scale", "null");
        return;
    }
    scalp_json_out_object(out, "scale");
    write_point(out, "from", from);
    write_point(out, "to", to);
    scalp_json_out_number(out, "mm", mm);
    scalp_json_out_end(out, '}');
}

static void write_photo(scalp_json_out *out, const scalp_case *document, size_t index) {
    const scalp_case_photo *photo = &document->photos[index];
    scalp_json_out_object(out, NULL);
    for (size_t i = 0; i < scalp_case_photo_field_count; i++)
        scalp_json_field_write(out, &scalp_case_photo_fields[i], photo);
    scalp_json_out_object(out, "landmarks");
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        if (photo->has[k])
            write_point(out, scalp_landmark_name((scalp_landmark)k), photo->px[k]);
    }
    scalp_json_out_end(out, '}');
    if (photo->midline_count > 0) {
        scalp_json_out_list(out, "midline");
        for (size_t k = 0; k < photo->midline_count; k++)
            write_point(out, NULL, photo->midline[k]);
        scalp_json_out_end(out, ']');
    }
    scalp_json_scale_write(out, photo->has_scale, photo->scale_from, photo->scale_to,
                           photo->scale_mm);
    if (photo->pencil_count > 0)
        write_points(out, "pencil", photo->pencil, photo->pencil_count);
    scalp_strokes_write(out, document, index);
    scalp_json_out_end(out, '}');
}

static void write_area(scalp_json_out *out, const scalp_case_area *area) {
    scalp_json_out_object(out, NULL);
    for (size_t i = 0; i < scalp_case_area_field_count; i++)
        scalp_json_field_write(out, &scalp_case_area_fields[i], area);
    if (area->point_count > 0)
        write_points(out, "points", area->points, area->point_count);
    if (area->hole_count > 0) {
        scalp_json_out_list(out, "holes");
        for (size_t h = 0; h < area->hole_count; h++)
            write_points(out, NULL, area->holes[h], area->hole_points[h]);
        scalp_json_out_end(out, ']');
    }
    scalp_json_out_end(out, '}');
}

/* What is not set is left out: there are many numbers, and few are set. */
static void write_hairline(scalp_json_out *out, const scalp_case *document) {
    scalp_json_out_object(out, "hairline");
    for (size_t i = 0; i < scalp_case_field_count; i++) {
        const scalp_case_field *field = &scalp_case_fields[i];
        const char *at = (const char *)document + field->offset;
        double number = 0;
        if (strcmp(field->section, "design.hairline") != 0)
            continue;
        if (scalp_case_field_is_number(field))
            memcpy(&number, at, sizeof number);
        if (scalp_case_field_is_number(field) ? scalp_case_field_given(field, number) : at[0] != 0)
            scalp_json_field_write(out, field, document);
    }
    scalp_json_out_end(out, '}');
}

static void write_reasons(scalp_json_out *out, const scalp_case *document) {
    scalp_json_out_object(out, "reasons");
    for (size_t i = 0; scalp_rule_id(i); i++) {
        if (document->reasons[i][0])
            scalp_json_out_text(out, scalp_rule_id(i), document->reasons[i]);
    }
    scalp_json_out_end(out, '}');
}

static void write_design(scalp_json_out *out, const scalp_case *document) {
    scalp_json_out_object(out, "design");
    write_fields(out, "design", document);
    write_hairline(out, document);
    scalp_json_out_list(out, "zones");
    for (size_t i = 0; i < document->zone_count; i++) {
        scalp_json_out_object(out, NULL);
        for (size_t k = 0; k < scalp_case_zone_field_count; k++)
            scalp_json_field_write(out, &scalp_case_zone_fields[k], &document->zones[i]);
        if (document->zones[i].session_count > 0)
            scalp_json_out_numbers(out, "session_shares", document->zones[i].session_shares,
                                   document->zones[i].session_count);
        scalp_json_out_end(out, '}');
    }
    scalp_json_out_end(out, ']');
    scalp_json_out_list(out, "areas");
    for (size_t i = 0; i < document->area_count; i++)
        write_area(out, &document->areas[i]);
    scalp_json_out_end(out, ']');
    write_reasons(out, document);
    scalp_json_out_end(out, '}');
}

static void write_treatment(scalp_json_out *out, const scalp_case *document) {
    scalp_json_out_object(out, "treatment");
    scalp_json_out_numbers(out, "session_shares", document->session_shares,
                           document->session_count);
    scalp_json_out_row(out, "session_dates");
    for (size_t i = 0; i < document->date_count; i++)
        scalp_json_out_text(out, NULL, document->session_dates[i]);
    scalp_json_out_end(out, ']');
    write_fields(out, "treatment", document);
    scalp_json_out_end(out, '}');
}

void scalp_json_out_case(scalp_json_out *out, const char *key, const scalp_case *document) {
    static const char *const sections[] = {"client", "skin", "hair", "head", "loss"};
    scalp_json_out_object(out, key);
    scalp_json_out_number(out, "scalptor_case", 1);
    write_fields(out, "", document);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        scalp_json_out_object(out, sections[i]);
        write_fields(out, sections[i], document);
        scalp_json_out_end(out, '}');
    }
    scalp_json_out_list(out, "photos");
    for (size_t i = 0; i < document->photo_count; i++)
        write_photo(out, document, i);
    scalp_json_out_end(out, ']');
    scalp_close_ups_write(out, document);
    write_design(out, document);
    write_treatment(out, document);
    scalp_json_out_end(out, '}');
}

scalp_status scalp_codec_case_write(const scalp_case *document, const scalp_work *work,
                                    scalp_bytes *bytes, scalp_error *error) {
    SCALP_TRY(scalp_case_check(document, error));
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_case(&out, NULL, document);
    return scalp_json_out_close(&out, bytes);
}
