/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strokes.h"

#include <string.h>

static void write_field(scalp_json_out *out, const scalp_case_field *field, const void *base) {
    const char *at = (const char *)base + field->offset;
    if (field->kind == SCALP_FIELD_NUMBER || field->kind == SCALP_FIELD_WHOLE) {
        double number;
        memcpy(&number, at, sizeof number);
        if (field->optional && !(number < 0 || number > 0))
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
            write_field(out, &scalp_case_fields[i], document);
    }
}

static void write_point(scalp_json_out *out, const char *key, scalp_vec2 p) {
    scalp_json_out_numbers(out, key, (const double[]){p.x, p.y}, 2);
}

static void write_photo(scalp_json_out *out, const scalp_case *document, size_t index) {
    const scalp_case_photo *photo = &document->photos[index];
    scalp_json_out_object(out, NULL);
    for (size_t i = 0; i < scalp_case_photo_field_count; i++)
        write_field(out, &scalp_case_photo_fields[i], photo);
    scalp_json_out_object(out, "landmarks");
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        if (photo->has[k])
            write_point(out, scalp_landmark_name((scalp_landmark)k), photo->px[k]);
    }
    scalp_json_out_end(out, '}');
    if (photo->has_scale) {
        scalp_json_out_object(out, "scale");
        write_point(out, "from", photo->scale_from);
        write_point(out, "to", photo->scale_to);
        scalp_json_out_number(out, "mm", photo->scale_mm);
        scalp_json_out_end(out, '}');
    } else {
        scalp_json_out_word(out, "scale", "null");
    }
    scalp_strokes_write(out, document, index);
    scalp_json_out_end(out, '}');
}

static void write_design(scalp_json_out *out, const scalp_case *document) {
    scalp_json_out_object(out, "design");
    write_fields(out, "design", document);
    scalp_json_out_list(out, "zones");
    for (size_t i = 0; i < document->zone_count; i++) {
        scalp_json_out_object(out, NULL);
        for (size_t k = 0; k < scalp_case_zone_field_count; k++)
            write_field(out, &scalp_case_zone_fields[k], &document->zones[i]);
        scalp_json_out_end(out, '}');
    }
    scalp_json_out_end(out, ']');
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
