/* SPDX-License-Identifier: GPL-3.0-or-later */
/* panel.json: how test dots were made and what photos show of them. */
#include "json_in.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How a dot is made, as it is written: by the panel, and by a dot that differs. */
typedef struct made {
    char pigment[SCALP_CASE_TEXT], needle[SCALP_CASE_TEXT];
    double dilution, diameter_mm, depth_mm, thickness_mm;
} made;

static const char *const made_names[] = {"pigment",          "needle",      "dilution",
                                         "pigment_depth_mm", "diameter_mm", "thickness_mm"};
enum { made_count = sizeof made_names / sizeof *made_names };

/* A number within limits, where it is there. */
static scalp_status read_number(const scalp_json_in *in, const json_t *object, const char *at,
                                const char *key, double low, double high, double *number) {
    char path[SCALP_JSON_PATH];
    const json_t *value = json_object_get(object, key);
    snprintf(path, sizeof path, "%.80s%s%.40s", at, *at ? "." : "", key);
    if (!value)
        return SCALP_OK;
    SCALP_TRY(scalp_json_number(in, value, path, number));
    if (*number >= low && *number <= high)
        return SCALP_OK;
    return scalp_json_fail(in, "%s is %g; it must be %g to %g.", path, *number, low, high);
}

static scalp_status read_name(const scalp_json_in *in, const json_t *object, const char *at,
                              const char *key, char *text, size_t size) {
    char path[SCALP_JSON_PATH];
    const json_t *value = json_object_get(object, key);
    snprintf(path, sizeof path, "%.80s%s%.40s", at, *at ? "." : "", key);
    return value ? scalp_json_text(in, value, path, text, size) : SCALP_OK;
}

/* ---- How the dots were made ---------------------------------------------------------------- */

static scalp_status read_made(const scalp_json_in *in, const json_t *object, const char *at,
                              made *m) {
    SCALP_TRY(read_name(in, object, at, "pigment", m->pigment, sizeof m->pigment));
    SCALP_TRY(read_name(in, object, at, "needle", m->needle, sizeof m->needle));
    SCALP_TRY(read_number(in, object, at, "dilution", 0, 100, &m->dilution));
    SCALP_TRY(read_number(in, object, at, "pigment_depth_mm", 0.1, 0.3, &m->depth_mm));
    SCALP_TRY(read_number(in, object, at, "diameter_mm", 0.05, 0.6, &m->diameter_mm));
    return read_number(in, object, at, "thickness_mm", 0.02, 0.19, &m->thickness_mm);
}

static scalp_status setting_of(const scalp_json_in *in, const char *at, const made *m,
                               scalp_panel_setting *setting, char needle[SCALP_NEEDLE_NAME]) {
    char shown[SCALP_CASE_SHOWN];
    double of_needle_mm = 0;
    const scalp_pigment *pigment = scalp_pigment_find(m->pigment);
    if (!pigment) {
        scalp_case_text_quoted(m->pigment, shown);
        return scalp_json_fail(in, "%s: %s is no pigment of scalptor pigment list.", at, shown);
    }
    if (strlen(m->needle) >= SCALP_NEEDLE_NAME || !scalp_match_needle(m->needle, &of_needle_mm)) {
        scalp_case_text_quoted(m->needle, shown);
        return scalp_json_fail(in, "%s: %s is no needle; write one such as 0601RL.", at, shown);
    }
    if (m->thickness_mm / 2 > m->depth_mm)
        return scalp_json_fail(in, "%s: a deposit %g mm thick sticks out of the skin at %g mm.", at,
                               m->thickness_mm, m->depth_mm);
    memcpy(needle, m->needle, strlen(m->needle) + 1);
    *setting = (scalp_panel_setting){
        .pigment = pigment,
        .dilution = m->dilution,
        .deposit = {.depth_mm = m->depth_mm,
                    .diameter_mm = m->diameter_mm > 0 ? m->diameter_mm : of_needle_mm,
                    .thickness_mm = m->thickness_mm}};
    return SCALP_OK;
}

static bool same(double a, double b) {
    return !(a < b) && !(a > b);
}

static bool same_setting(const scalp_panel_setting *a, const scalp_panel_setting *b) {
    return a->pigment == b->pigment && same(a->dilution, b->dilution) &&
           same(a->deposit.depth_mm, b->deposit.depth_mm) &&
           same(a->deposit.diameter_mm, b->deposit.diameter_mm) &&
           same(a->deposit.thickness_mm, b->deposit.thickness_mm);
}

/* The setting's index among those there are, or a new one. */
static scalp_status add_setting(const scalp_json_in *in, const char *at, const made *m,
                                scalp_panel_file *panel, unsigned *index) {
    scalp_panel_setting setting;
    char needle[SCALP_NEEDLE_NAME];
    SCALP_TRY(setting_of(in, at, m, &setting, needle));
    for (unsigned k = 0; k < panel->setting_count; k++) {
        if (same_setting(&panel->settings[k], &setting)) {
            *index = k;
            return SCALP_OK;
        }
    }
    if (panel->setting_count == SCALP_PANEL_MAX_SETTINGS)
        return scalp_json_fail(in, "%s is made in a ninth way; a panel takes %d.", at,
                               SCALP_PANEL_MAX_SETTINGS);
    *index = (unsigned)panel->setting_count;
    memcpy(panel->needles[*index], needle, sizeof needle);
    panel->settings[panel->setting_count++] = setting;
    return SCALP_OK;
}

/* ---- Dots ---------------------------------------------------------------------------------- */

static scalp_status find_dot(const scalp_json_in *in, const scalp_panel_file *panel,
                             const json_t *value, const char *path, unsigned *dot) {
    char id[SCALP_CODEC_PANEL_ID], shown[SCALP_CASE_SHOWN];
    SCALP_TRY(scalp_json_text(in, value, path, id, sizeof id));
    for (*dot = 0; *dot < panel->dot_count; ++*dot) {
        if (strcmp(panel->ids[*dot], id) == 0)
            return SCALP_OK;
    }
    scalp_case_text_quoted(id, shown);
    return scalp_json_fail(in, "%s: there is no test dot %s.", path, shown);
}

static scalp_status read_id(const scalp_json_in *in, const json_t *dot, const char *at,
                            scalp_panel_file *panel) {
    char *id = panel->ids[panel->dot_count];
    snprintf(id, SCALP_CODEC_PANEL_ID, "%zu", panel->dot_count + 1);
    SCALP_TRY(read_name(in, dot, at, "id", id, SCALP_CODEC_PANEL_ID));
    for (const char *c = id; *c; c++) {
        if ((unsigned char)*c <= ' ' || *c == '"' || *c == 127)
            return scalp_json_fail(in, "%s.id must have no blanks or control characters.", at);
    }
    if (!*id)
        return scalp_json_fail(in, "%s.id is empty.", at);
    for (size_t i = 0; i < panel->dot_count; i++) {
        if (strcmp(panel->ids[i], id) == 0)
            return scalp_json_fail(in, "%s.id: there is a dot %s already.", at, id);
    }
    return SCALP_OK;
}

static scalp_status read_dot(const scalp_json_in *in, const json_t *dot, const made *usual,
                             scalp_panel_file *panel, size_t *placed) {
    const char *known[2 + made_count] = {"id", "at_mm"};
    char at[SCALP_JSON_PATH], path[SCALP_JSON_PATH + 8];
    const size_t i = panel->dot_count;
    made m = *usual;
    json_t *place;
    double mm[2];
    memcpy(known + 2, made_names, sizeof made_names);
    snprintf(at, sizeof at, "dots[%zu]", i);
    if (!json_is_object(dot))
        return scalp_json_fail(in, "%s must be an object.", at);
    SCALP_TRY(scalp_json_known(in, dot, at, known, 2 + made_count));
    SCALP_TRY(read_id(in, dot, at, panel));
    if (json_object_get(dot, "needle"))
        m.diameter_mm = 0;
    SCALP_TRY(read_made(in, dot, at, &m));
    SCALP_TRY(add_setting(in, at, &m, panel, &panel->setting_of[i]));
    snprintf(path, sizeof path, "%.80s.at_mm", at);
    SCALP_TRY(scalp_json_member(in, dot, "at_mm", JSON_ARRAY, path, &place));
    if (place) {
        SCALP_TRY(scalp_json_numbers(in, place, path, mm, 2));
        if (!(fabs(mm[0]) <= 500 && fabs(mm[1]) <= 500))
            return scalp_json_fail(in, "%s is farther than 500 mm.", path);
        panel->mm[i] = (scalp_vec2){mm[0], mm[1]};
        ++*placed;
    }
    panel->dot_count++;
    return SCALP_OK;
}

/* Rows of so many dots from the top left on, in the order of the list. */
static scalp_status read_grid(const scalp_json_in *in, const json_t *root, size_t placed,
                              scalp_panel_file *panel) {
    static const char *const known[] = {"columns", "spacing_mm"};
    double columns = 0, spacing_mm = 5;
    json_t *grid;
    SCALP_TRY(scalp_json_member(in, root, "grid", JSON_OBJECT, "grid", &grid));
    panel->placed = placed == panel->dot_count;
    if (placed > 0 && (grid || !panel->placed))
        return scalp_json_fail(in, "dots: give at_mm for every dot, or a grid, not some of both.");
    if (!grid)
        return SCALP_OK;
    SCALP_TRY(scalp_json_known(in, grid, "grid", known, 2));
    if (!json_object_get(grid, "columns"))
        return scalp_json_fail(in, "grid.columns is missing: how many dots stand in a row.");
    SCALP_TRY(read_number(in, grid, "grid", "columns", 1, SCALP_PANEL_MAX_DOTS, &columns));
    SCALP_TRY(read_number(in, grid, "grid", "spacing_mm", 0.5, 50, &spacing_mm));
    const size_t across = (size_t)columns;
    for (size_t i = 0; i < panel->dot_count; i++)
        panel->mm[i] =
            (scalp_vec2){spacing_mm * (double)(i % across), spacing_mm * (double)(i / across)};
    panel->placed = true;
    return SCALP_OK;
}

static scalp_status check_apart(const scalp_json_in *in, const scalp_panel_file *panel) {
    for (size_t i = 0; panel->placed && i < panel->dot_count; i++) {
        for (size_t j = 0; j < i; j++) {
            const double x = panel->mm[i].x - panel->mm[j].x, y = panel->mm[i].y - panel->mm[j].y;
            if (x * x + y * y < 0.25)
                return scalp_json_fail(in, "dots %s and %s lie less than 0.5 mm apart.",
                                       panel->ids[j], panel->ids[i]);
        }
    }
    return SCALP_OK;
}

static scalp_status read_dots(const scalp_json_in *in, const json_t *root,
                              scalp_panel_file *panel) {
    made usual = {"carbon-black", "0601RL", 20, 0, 0.12, 0.08};
    json_t *given, *dots;
    size_t placed = 0;
    SCALP_TRY(scalp_json_member(in, root, "made", JSON_OBJECT, "made", &given));
    if (given) {
        SCALP_TRY(scalp_json_known(in, given, "made", made_names, made_count));
        SCALP_TRY(read_made(in, given, "made", &usual));
    }
    SCALP_TRY(scalp_json_need(in, root, "dots", JSON_ARRAY, "dots", &dots));
    if (json_array_size(dots) < 1 || json_array_size(dots) > SCALP_PANEL_MAX_DOTS)
        return scalp_json_fail(in, "dots has %zu entries, but a panel has 1 to %d.",
                               json_array_size(dots), SCALP_PANEL_MAX_DOTS);
    for (size_t i = 0; i < json_array_size(dots); i++)
        SCALP_TRY(read_dot(in, json_array_get(dots, i), &usual, panel, &placed));
    SCALP_TRY(read_grid(in, root, placed, panel));
    return check_apart(in, panel);
}

/* ---- Photos -------------------------------------------------------------------------------- */

static scalp_status read_bands(const scalp_json_in *in, const json_t *reading, const char *at,
                               scalp_panel_reading *r) {
    char path[SCALP_JSON_PATH + 16];
    json_t *bands;
    for (int i = 0; i < 3; i++)
        r->density_rgb[i] = (double)NAN;
    snprintf(path, sizeof path, "%.80s.density_rgb", at);
    SCALP_TRY(scalp_json_member(in, reading, "density_rgb", JSON_ARRAY, path, &bands));
    if (!bands)
        return SCALP_OK;
    SCALP_TRY(scalp_json_numbers(in, bands, path, r->density_rgb, 3));
    for (int i = 0; i < 3; i++) {
        if (!(r->density_rgb[i] > 0 && r->density_rgb[i] <= 4))
            return scalp_json_fail(in, "%s must be three optical densities above 0, at most 4.",
                                   path);
    }
    return SCALP_OK;
}

static scalp_status read_typed(const scalp_json_in *in, const json_t *value, const char *at,
                               const scalp_panel_file *panel, scalp_panel_photo *photo) {
    static const char *const known[] = {
        "dot", "gone", "darkness", "darkness_sd", "diameter_mm", "diameter_sd_mm", "density_rgb"};
    char path[SCALP_JSON_PATH + 16];
    scalp_panel_reading *r = &photo->typed[photo->typed_count];
    if (!json_is_object(value))
        return scalp_json_fail(in, "%s must be an object.", at);
    SCALP_TRY(scalp_json_known(in, value, at, known, sizeof known / sizeof *known));
    *r = (scalp_panel_reading){.photo = (unsigned)panel->photo_count, .diameter_mm = (double)NAN};
    snprintf(path, sizeof path, "%.80s.dot", at);
    if (!json_object_get(value, "dot"))
        return scalp_json_fail(in, "%s is missing: the id of the test dot.", path);
    SCALP_TRY(find_dot(in, panel, json_object_get(value, "dot"), path, &r->dot));
    for (size_t i = 0; i < photo->typed_count; i++) {
        if (photo->typed[i].dot == r->dot)
            return scalp_json_fail(in, "%s: dot %s is read in this photo already.", path,
                                   panel->ids[r->dot]);
    }
    r->state = json_is_true(json_object_get(value, "gone")) ? SCALP_PANEL_GONE : SCALP_PANEL_SEEN;
    if (json_object_get(value, "gone") && !json_is_boolean(json_object_get(value, "gone")))
        return scalp_json_fail(in, "%s.gone must be true or false.", at);
    if (r->state == SCALP_PANEL_SEEN && !json_object_get(value, "darkness"))
        return scalp_json_fail(in, "%s.darkness is missing; a dot that is not there is \"gone\".",
                               at);
    SCALP_TRY(read_number(in, value, at, "darkness", 0.001, 1, &r->darkness));
    SCALP_TRY(read_number(in, value, at, "darkness_sd", 0, 1, &r->darkness_sd));
    SCALP_TRY(read_number(in, value, at, "diameter_mm", 0.02, 3, &r->diameter_mm));
    SCALP_TRY(read_number(in, value, at, "diameter_sd_mm", 0, 3, &r->diameter_sd_mm));
    photo->typed_count++;
    return read_bands(in, value, at, r);
}

static scalp_status read_day(const scalp_json_in *in, const json_t *root, const json_t *photo,
                             const char *at, double *days) {
    char path[SCALP_JSON_PATH + 8], text[SCALP_CASE_TEXT] = "", made_on[SCALP_CASE_TEXT] = "";
    double day, start;
    const bool dated = json_object_get(photo, "date");
    if (dated == (json_object_get(photo, "day") != NULL))
        return scalp_json_fail(in, "%s needs either day, since the dots were made, or date.", at);
    if (!dated)
        return read_number(in, photo, at, "day", 0, SCALP_PANEL_MAX_DAYS, days);
    snprintf(path, sizeof path, "%.80s.date", at);
    SCALP_TRY(read_name(in, photo, at, "date", text, sizeof text));
    SCALP_TRY(read_name(in, root, "", "made_on", made_on, sizeof made_on));
    if (!scalp_case_day_from_date(text, &day))
        return scalp_json_fail(in, "%s is no day; write it as YYYY-MM-DD.", path);
    if (!scalp_case_day_from_date(made_on, &start))
        return scalp_json_fail(in, "made_on is missing or no day (YYYY-MM-DD), so %s says nothing.",
                               path);
    *days = day - start;
    if (*days >= 0 && *days <= SCALP_PANEL_MAX_DAYS)
        return SCALP_OK;
    return scalp_json_fail(in, "%s is %g days after made_on; it must be 0 to %g.", path, *days,
                           SCALP_PANEL_MAX_DAYS);
}

static scalp_status read_not_judged(const scalp_json_in *in, const json_t *value, const char *at,
                                    const scalp_panel_file *panel, scalp_panel_photo *photo) {
    char path[SCALP_JSON_PATH + 16];
    json_t *list;
    snprintf(path, sizeof path, "%.80s.not_judged", at);
    SCALP_TRY(scalp_json_member(in, value, "not_judged", JSON_ARRAY, path, &list));
    for (size_t i = 0; list && i < json_array_size(list); i++) {
        unsigned dot;
        SCALP_TRY(find_dot(in, panel, json_array_get(list, i), path, &dot));
        photo->not_judged[dot] = true;
    }
    return SCALP_OK;
}

static scalp_status read_photo(const scalp_json_in *in, const json_t *root, const json_t *value,
                               scalp_panel_file *panel) {
    static const char *const known[] = {"day",   "date", "photo",     "px_per_mm",
                                        "found", "read", "not_judged"};
    char at[SCALP_JSON_PATH], path[SCALP_JSON_PATH + 16];
    scalp_panel_photo *photo = &panel->photos[panel->photo_count];
    json_t *read;
    snprintf(at, sizeof at, "photos[%zu]", panel->photo_count);
    if (!json_is_object(value))
        return scalp_json_fail(in, "%s must be an object.", at);
    SCALP_TRY(scalp_json_known(in, value, at, known, sizeof known / sizeof *known));
    SCALP_TRY(read_day(in, root, value, at, &panel->days[panel->photo_count]));
    photo->is_picture = json_object_get(value, "photo") != NULL;
    SCALP_TRY(read_name(in, value, at, photo->is_picture ? "photo" : "found", photo->file,
                        sizeof photo->file));
    SCALP_TRY(read_number(in, value, at, "px_per_mm", 2, 1000, &photo->px_per_mm));
    SCALP_TRY(read_not_judged(in, value, at, panel, photo));
    snprintf(path, sizeof path, "%.80s.read", at);
    SCALP_TRY(scalp_json_member(in, value, "read", JSON_ARRAY, path, &read));
    if ((read != NULL) + (json_object_get(value, "photo") != NULL) +
            (json_object_get(value, "found") != NULL) !=
        1)
        return scalp_json_fail(
            in, "%s needs one of photo, found (a file of dots) and read (a list).", at);
    if (!read && !photo->file[0])
        return scalp_json_fail(in, "%s names no file.", at);
    if (photo->px_per_mm > 0 && !photo->is_picture)
        return scalp_json_fail(in, "%s.px_per_mm goes with photo.", at);
    for (size_t i = 0; read && i < json_array_size(read); i++) {
        snprintf(path, sizeof path, "%.80s.read[%zu]", at, i);
        SCALP_TRY(read_typed(in, json_array_get(read, i), path, panel, photo));
    }
    panel->photo_count++;
    return SCALP_OK;
}

static scalp_status read_photos(const scalp_json_in *in, const json_t *root,
                                scalp_panel_file *panel) {
    json_t *photos;
    SCALP_TRY(scalp_json_member(in, root, "photos", JSON_ARRAY, "photos", &photos));
    if (json_array_size(photos) > SCALP_PANEL_MAX_PHOTOS)
        return scalp_json_fail(in, "photos has %zu entries, but may have %d.",
                               json_array_size(photos), SCALP_PANEL_MAX_PHOTOS);
    for (size_t i = 0; photos && i < json_array_size(photos); i++)
        SCALP_TRY(read_photo(in, root, json_array_get(photos, i), panel));
    return SCALP_OK;
}

static scalp_status read_members(const scalp_json_in *in, const json_t *root,
                                 scalp_panel_file *panel) {
    static const char *const known[] = {"scalptor_panel", "ita_deg", "scar", "made_on",
                                        "made",           "grid",    "dots", "photos"};
    SCALP_TRY(scalp_json_version(in, root, "scalptor_panel", 1));
    SCALP_TRY(scalp_json_known(in, root, "", known, sizeof known / sizeof *known));
    SCALP_TRY(read_number(in, root, "", "ita_deg", -60, 65, &panel->ita_deg));
    const json_t *scar = json_object_get(root, "scar");
    if (scar && !json_is_boolean(scar))
        return scalp_json_fail(in, "scar must be true or false.");
    panel->wear.scar = json_is_true(scar) ? 1 : 0;
    SCALP_TRY(read_dots(in, root, panel));
    return read_photos(in, root, panel);
}

scalp_status scalp_codec_panel_read(scalp_bytes bytes, const char *name, scalp_panel_file *panel,
                                    scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_PANEL_BYTES, &root));
    memset(panel, 0, sizeof *panel);
    panel->ita_deg = 41;
    const scalp_status status = read_members(&in, root, panel);
    json_decref(root);
    return status;
}
