/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/case.h>

#include <stdio.h>
#include <string.h>

/* Where the first difference is written. Every function below answers whether it found one. */
typedef struct finding {
    char *what;
    size_t size;
} finding;

static bool same_number(double a, double b) {
    return !(a < b) && !(a > b);
}

static bool found(const finding *f, const char *path, const char *was, const char *is) {
    snprintf(f->what, f->size, "%s (was %s, is %s)", path, was, is);
    return true;
}

static void show_number(double number, bool given, char text[SCALP_CASE_SHOWN]) {
    if (!given)
        memcpy(text, "not given", sizeof "not given");
    else
        scalp_case_text_from_number(number, text);
}

static bool number_differs(const finding *f, const char *path, const bool given[2], double was,
                           double is) {
    if (given[0] == given[1] && (!given[0] || same_number(was, is)))
        return false;
    char before[SCALP_CASE_SHOWN], after[SCALP_CASE_SHOWN];
    show_number(was, given[0], before);
    show_number(is, given[1], after);
    return found(f, path, before, after);
}

static bool text_differs(const finding *f, const char *path, const char *was, const char *is) {
    if (strcmp(was, is) == 0)
        return false;
    char before[SCALP_CASE_SHOWN] = "not given", after[SCALP_CASE_SHOWN] = "not given";
    if (was[0])
        scalp_case_text_quoted(was, before);
    if (is[0])
        scalp_case_text_quoted(is, after);
    return found(f, path, before, after);
}

static bool count_differs(const finding *f, const char *path, size_t was, size_t is) {
    return number_differs(f, path, (const bool[]){true, true}, (double)was, (double)is);
}

static bool fields_differ(const finding *f, const scalp_case_field *fields, size_t count, int index,
                          const void *const base[2]) {
    for (size_t i = 0; i < count; i++) {
        char path[SCALP_CASE_FIELD_PATH];
        scalp_case_path_from_field(&fields[i], index, path);
        const char *was = (const char *)base[0] + fields[i].offset;
        const char *is = (const char *)base[1] + fields[i].offset;
        if (scalp_case_field_is_number(&fields[i])) {
            double a, b;
            memcpy(&a, was, sizeof a);
            memcpy(&b, is, sizeof b);
            const bool given[2] = {scalp_case_field_given(&fields[i], a),
                                   scalp_case_field_given(&fields[i], b)};
            if (number_differs(f, path, given, a, b))
                return true;
        } else if (text_differs(f, path, was, is)) {
            return true;
        }
    }
    return false;
}

static void show_point(bool given, scalp_vec2 p, char text[2 * SCALP_CASE_SHOWN]) {
    char x[SCALP_CASE_SHOWN], y[SCALP_CASE_SHOWN];
    scalp_case_text_from_number(p.x, x);
    scalp_case_text_from_number(p.y, y);
    if (given)
        snprintf(text, 2 * SCALP_CASE_SHOWN, "[%.25s, %.25s]", x, y);
    else
        memcpy(text, "not given", sizeof "not given");
}

static bool point_differs(const finding *f, const char *path, const bool given[2],
                          const scalp_vec2 p[2]) {
    const bool same = same_number(p[0].x, p[1].x) && same_number(p[0].y, p[1].y);
    if (given[0] == given[1] && (same || !given[0]))
        return false;
    char before[2 * SCALP_CASE_SHOWN], after[2 * SCALP_CASE_SHOWN];
    show_point(given[0], p[0], before);
    show_point(given[1], p[1], after);
    return found(f, path, before, after);
}

static bool curve_differs(const finding *f, const char *path, const scalp_vec2 *was,
                          size_t was_count, const scalp_vec2 *is, size_t is_count) {
    char point[SCALP_CASE_FIELD_PATH + 16];
    snprintf(point, sizeof point, "number of points of %s", path);
    if (count_differs(f, point, was_count, is_count))
        return true;
    for (size_t i = 0; i < was_count; i++) {
        snprintf(point, sizeof point, "%s[%zu]", path, i);
        if (point_differs(f, point, (const bool[]){true, true},
                          (const scalp_vec2[]){was[i], is[i]}))
            return true;
    }
    return false;
}

static bool area_differs(const finding *f, int index, const scalp_case_area *was,
                         const scalp_case_area *is) {
    const void *const base[2] = {was, is};
    char path[SCALP_CASE_FIELD_PATH];
    if (fields_differ(f, scalp_case_area_fields, scalp_case_area_field_count, index, base))
        return true;
    snprintf(path, sizeof path, "design.areas[%d].points", index);
    if (curve_differs(f, path, was->points, was->point_count, is->points, is->point_count))
        return true;
    snprintf(path, sizeof path, "number of design.areas[%d].holes", index);
    if (count_differs(f, path, was->hole_count, is->hole_count))
        return true;
    for (size_t h = 0; h < was->hole_count; h++) {
        snprintf(path, sizeof path, "design.areas[%d].holes[%zu]", index, h);
        if (curve_differs(f, path, was->holes[h], was->hole_points[h], is->holes[h],
                          is->hole_points[h]))
            return true;
    }
    return false;
}

static bool reasons_differ(const finding *f, const scalp_case *was, const scalp_case *is) {
    for (size_t i = 0; scalp_rule_id(i); i++) {
        char path[SCALP_CASE_FIELD_PATH];
        snprintf(path, sizeof path, "design.reasons.%s", scalp_rule_id(i));
        if (text_differs(f, path, was->reasons[i], is->reasons[i]))
            return true;
    }
    return false;
}

static bool photo_differs(const finding *f, int index, const scalp_case_photo *was,
                          const scalp_case_photo *is) {
    const void *const base[2] = {was, is};
    if (fields_differ(f, scalp_case_photo_fields, scalp_case_photo_field_count, index, base))
        return true;
    char path[SCALP_CASE_FIELD_PATH];
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        snprintf(path, sizeof path, "photos[%d].landmarks.%s", index,
                 scalp_landmark_name((scalp_landmark)k));
        const bool given[2] = {was->has[k], is->has[k]};
        const scalp_vec2 p[2] = {was->px[k], is->px[k]};
        if (point_differs(f, path, given, p))
            return true;
    }
    for (size_t k = 0; k < was->midline_count || k < is->midline_count; k++) {
        snprintf(path, sizeof path, "photos[%d].midline[%zu]", index, k);
        const bool there[2] = {k < was->midline_count, k < is->midline_count};
        const scalp_vec2 p[2] = {was->midline[k], is->midline[k]};
        if (point_differs(f, path, there, p))
            return true;
    }
    const bool given[2] = {was->has_scale, is->has_scale};
    const scalp_vec2 from[2] = {was->scale_from, is->scale_from};
    const scalp_vec2 to[2] = {was->scale_to, is->scale_to};
    snprintf(path, sizeof path, "photos[%d].scale.from", index);
    if (point_differs(f, path, given, from))
        return true;
    snprintf(path, sizeof path, "photos[%d].scale.to", index);
    if (point_differs(f, path, given, to))
        return true;
    snprintf(path, sizeof path, "photos[%d].scale.mm", index);
    if (given[0] && number_differs(f, path, given, was->scale_mm, is->scale_mm))
        return true;
    snprintf(path, sizeof path, "photos[%d].pencil", index);
    return curve_differs(f, path, was->pencil, was->pencil_count, is->pencil, is->pencil_count);
}

static bool strokes_differ(const finding *f, const scalp_case *was, const scalp_case *is) {
    if (count_differs(f, "number of strokes in the photos", was->stroke_count, is->stroke_count))
        return true;
    for (size_t i = 0; i < was->stroke_count; i++) {
        const scalp_case_stroke *a = &was->strokes[i], *b = &is->strokes[i];
        bool same = a->photo == b->photo && a->kind == b->kind && a->count == b->count &&
                    same_number(a->radius_px, b->radius_px);
        for (size_t k = 0; k < a->count && same; k++) {
            const scalp_vec2 p = was->stroke_points[a->first + k];
            const scalp_vec2 q = is->stroke_points[b->first + k];
            same = same_number(p.x, q.x) && same_number(p.y, q.y);
        }
        if (same)
            continue;
        snprintf(f->what, f->size, "photos[%zu].strokes", a->photo);
        return true;
    }
    return false;
}

static bool zone_differs(const finding *f, int index, const scalp_case_zone *was,
                         const scalp_case_zone *is) {
    const void *const base[2] = {was, is};
    char path[SCALP_CASE_FIELD_PATH];
    if (fields_differ(f, scalp_case_zone_fields, scalp_case_zone_field_count, index, base))
        return true;
    snprintf(path, sizeof path, "number of design.zones[%d].session_shares", index);
    if (count_differs(f, path, was->session_count, is->session_count))
        return true;
    for (size_t s = 0; s < was->session_count; s++) {
        snprintf(path, sizeof path, "design.zones[%d].session_shares[%zu]", index, s);
        if (number_differs(f, path, (const bool[]){true, true}, was->session_shares[s],
                           is->session_shares[s]))
            return true;
    }
    return false;
}

static bool sessions_differ(const finding *f, const scalp_case *was, const scalp_case *is) {
    if (count_differs(f, "number of treatment.session_shares", was->session_count,
                      is->session_count) ||
        count_differs(f, "number of treatment.session_dates", was->date_count, is->date_count))
        return true;
    char path[SCALP_CASE_FIELD_PATH];
    for (size_t i = 0; i < was->session_count; i++) {
        snprintf(path, sizeof path, "treatment.session_shares[%zu]", i);
        if (number_differs(f, path, (const bool[]){true, true}, was->session_shares[i],
                           is->session_shares[i]))
            return true;
    }
    for (size_t i = 0; i < was->date_count; i++) {
        snprintf(path, sizeof path, "treatment.session_dates[%zu]", i);
        if (text_differs(f, path, was->session_dates[i], is->session_dates[i]))
            return true;
    }
    return false;
}

bool scalp_case_differs(const scalp_case *was, const scalp_case *is, char *what, size_t size) {
    const finding f = {what, size};
    const void *const base[2] = {was, is};
    if (fields_differ(&f, scalp_case_fields, scalp_case_field_count, -1, base) ||
        count_differs(&f, "number of photos", was->photo_count, is->photo_count) ||
        count_differs(&f, "number of design.zones", was->zone_count, is->zone_count) ||
        count_differs(&f, "number of design.areas", was->area_count, is->area_count) ||
        reasons_differ(&f, was, is))
        return true;
    for (size_t i = 0; i < was->area_count; i++) {
        if (area_differs(&f, (int)i, &was->areas[i], &is->areas[i]))
            return true;
    }
    for (size_t i = 0; i < was->photo_count; i++) {
        if (photo_differs(&f, (int)i, &was->photos[i], &is->photos[i]))
            return true;
    }
    for (size_t i = 0; i < was->zone_count; i++) {
        if (zone_differs(&f, (int)i, &was->zones[i], &is->zones[i]))
            return true;
    }
    return strokes_differ(&f, was, is) || sessions_differ(&f, was, is);
}
