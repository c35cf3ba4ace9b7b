/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit_text.h"
#include "json_in.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static scalp_status read_figure(const scalp_json_in *in, const json_t *object, const char *at,
                                const char *key, double *number) {
    char path[SCALP_JSON_PATH];
    const json_t *value = json_object_get(object, key);
    *number = (double)NAN;
    if (json_is_null(value))
        return SCALP_OK;
    snprintf(path, sizeof path, "%.80s.%.40s", at, key);
    return scalp_json_number(in, value, path, number);
}

static scalp_status read_source(const scalp_json_in *in, const json_t *object, const char *path,
                                const char *(*name_of)(int), int *source) {
    char text[SCALP_CASE_TEXT], shown[SCALP_CASE_SHOWN];
    SCALP_TRY(scalp_json_text(in, json_object_get(object, "source"), path, text, sizeof text));
    for (*source = 0; name_of(*source); ++*source) {
        if (strcmp(text, name_of(*source)) == 0)
            return SCALP_OK;
    }
    scalp_case_text_quoted(text, shown);
    return scalp_json_fail(in, "%s is %s, which is none of the known sources.", path, shown);
}

/* ---- The head ------------------------------------------------------------------------------ */

/* A number of the form that is within what a fit can give. */
static scalp_status check_form(const scalp_json_in *in, const char *path, double number,
                               double most) {
    if (number >= -most && number <= most)
        return SCALP_OK;
    return scalp_json_fail(in, "%s must lie between -%g and %g.", path, most, most);
}

/* A mode that is not there is 0: the fit knew none of that name when it was written. */
static scalp_status read_modes(const scalp_json_in *in, const json_t *form, scalp_head_form *to) {
    const char *names[SCALP_HEAD_MODES];
    json_t *modes;
    for (size_t k = 0; k < SCALP_HEAD_MODES; k++)
        names[k] = scalp_head_mode_name(k);
    SCALP_TRY(scalp_json_need(in, form, "modes_sd", JSON_OBJECT, "fit.head.form.modes_sd", &modes));
    SCALP_TRY(scalp_json_known(in, modes, "fit.head.form.modes_sd", names, SCALP_HEAD_MODES));
    for (size_t k = 0; k < SCALP_HEAD_MODES; k++) {
        char path[SCALP_JSON_PATH];
        const json_t *mode = json_object_get(modes, names[k]);
        if (!mode)
            continue;
        snprintf(path, sizeof path, "fit.head.form.modes_sd.%s", names[k]);
        SCALP_TRY(scalp_json_number(in, mode, path, &to->modes[k]));
        SCALP_TRY(check_form(in, path, to->modes[k], 4));
    }
    return SCALP_OK;
}

static scalp_status read_form(const scalp_json_in *in, const json_t *head, scalp_head_form *form) {
    static const char *const names[] = {"modes_sd", "offsets_mm"};
    json_t *object, *offsets;
    *form = (scalp_head_form){{0}, {{0, 0, 0}}};
    SCALP_TRY(scalp_json_member(in, head, "form", JSON_OBJECT, "fit.head.form", &object));
    if (!object)
        return SCALP_OK;
    SCALP_TRY(scalp_json_known(in, object, "fit.head.form", names, 2));
    SCALP_TRY(read_modes(in, object, form));
    SCALP_TRY(scalp_json_need(in, object, "offsets_mm", JSON_OBJECT, "fit.head.form.offsets_mm",
                              &offsets));
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        char path[SCALP_JSON_PATH];
        double mm[3];
        const char *name = scalp_landmark_name((scalp_landmark)i);
        const json_t *value = json_object_get(offsets, name);
        if (!value)
            continue;
        snprintf(path, sizeof path, "fit.head.form.offsets_mm.%s", name);
        SCALP_TRY(scalp_json_numbers(in, value, path, mm, 3));
        for (int k = 0; k < 3; k++)
            SCALP_TRY(check_form(in, path, mm[k], 100));
        form->offsets[i] = (scalp_vec3){mm[0], mm[1], mm[2]};
    }
    return SCALP_OK;
}

static scalp_status read_head(const scalp_json_in *in, const json_t *object,
                              const scalp_case *document, const scalp_head *scan,
                              const scalp_work *work, scalp_fit *fit) {
    static const char *const names[] = {"length",         "breadth", "circumference",
                                        "tragion_vertex", "form",    "fingerprint"};
    json_t *head;
    SCALP_TRY(scalp_json_need(in, object, "head", JSON_OBJECT, "fit.head", &head));
    SCALP_TRY(scalp_json_known(in, head, "fit.head", names, 6));
    double mm[4];
    for (int i = 0; i < 4; i++) {
        char path[SCALP_JSON_PATH];
        json_t *measure;
        snprintf(path, sizeof path, "fit.head.%s", names[i]);
        SCALP_TRY(scalp_json_need(in, head, names[i], JSON_OBJECT, path, &measure));
        snprintf(path, sizeof path, "fit.head.%s.mm", names[i]);
        SCALP_TRY(scalp_json_number(in, json_object_get(measure, "mm"), path, &mm[i]));
    }
    fit->measures = (scalp_head_measures){mm[0], mm[1], mm[2], mm[3]};
    SCALP_TRY(read_form(in, head, &fit->form));
    char wanted[SCALP_FINGERPRINT_HEX], is[SCALP_FINGERPRINT_HEX];
    SCALP_TRY(scalp_json_text(in, json_object_get(head, "fingerprint"), "fit.head.fingerprint",
                              wanted, sizeof wanted));
    if (scalp_case_has_scan(document) && !scan)
        return scalp_json_fail(in, "the plan was made on a scan, which was not read.");
    scalp_error why = {SCALP_OK, ""};
    scalp_status status = SCALP_OK;
    if (scan)
        fit->head = *scan;
    else
        status =
            scalp_head_make_own(&fit->measures, &fit->form, document->sex, work, &fit->head, &why);
    if (status == SCALP_ERR_INPUT || status == SCALP_ERR_NO)
        return scalp_json_fail(in, "fit.head: %s", why.message);
    if (status != SCALP_OK)
        return scalp_fail(in->error, status, "%s", why.message);
    scalp_fit_fingerprint(&fit->head, is);
    if (strcmp(wanted, is) == 0)
        return SCALP_OK;
    return scalp_json_fail(in,
                           "fit.head does not give the head that this plan was laid out on: it "
                           "was changed, or another version than %s made the plan; plan anew.",
                           SCALP_VERSION);
}

/* ---- Cameras ------------------------------------------------------------------------------- */

static scalp_status read_rows(const scalp_json_in *in, const json_t *object, const char *at,
                              const char *key, scalp_mat3 *m) {
    char path[SCALP_JSON_PATH];
    json_t *rows;
    snprintf(path, sizeof path, "%.80s.%.40s", at, key);
    SCALP_TRY(scalp_json_need(in, object, key, JSON_ARRAY, path, &rows));
    if (json_array_size(rows) != 3)
        return scalp_json_fail(in, "%s has %zu rows, but must have 3.", path,
                               json_array_size(rows));
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s.%s[%zu]", at, key, i);
        SCALP_TRY(scalp_json_numbers(in, json_array_get(rows, i), path, m->m[i], 3));
    }
    return SCALP_OK;
}

static bool near(double a, double b, double tolerance) {
    return fabs(a - b) <= tolerance;
}

/* Rows of length 1 and square to each other, within what rounding leaves; no mirror. */
static bool is_rotation(const scalp_mat3 *r) {
    scalp_vec3 row[3];
    for (int i = 0; i < 3; i++)
        row[i] = (scalp_vec3){r->m[i][0], r->m[i][1], r->m[i][2]};
    for (int i = 0; i < 3; i++) {
        for (int j = i; j < 3; j++) {
            if (!near(scalp_vec3_dot(row[i], row[j]), i == j, 1e-4))
                return false;
        }
    }
    return scalp_vec3_dot(scalp_vec3_cross(row[0], row[1]), row[2]) > 0;
}

static bool is_intrinsic(const scalp_mat3 *k) {
    const double zeros = fabs(k->m[0][1]) + fabs(k->m[1][0]) + fabs(k->m[2][0]) + fabs(k->m[2][1]);
    return zeros <= 0 && k->m[0][0] > 0 && k->m[0][0] <= 1e9 && near(k->m[1][1], k->m[0][0], 0) &&
           near(k->m[2][2], 1, 0) && fabs(k->m[0][2]) <= 1e6 && fabs(k->m[1][2]) <= 1e6;
}

static scalp_status read_camera(const scalp_json_in *in, const json_t *photo, const char *at,
                                const scalp_photo_facts *facts, scalp_camera *camera) {
    scalp_mat3 k;
    double t[3];
    char path[SCALP_JSON_PATH];
    SCALP_TRY(read_rows(in, photo, at, "K", &k));
    SCALP_TRY(read_rows(in, photo, at, "R", &camera->rotation));
    snprintf(path, sizeof path, "%s.t", at);
    SCALP_TRY(scalp_json_numbers(in, json_object_get(photo, "t"), path, t, 3));
    if (!is_intrinsic(&k))
        return scalp_json_fail(in, "%s.K is no camera: [[f, 0, cx], [0, f, cy], [0, 0, 1]].", at);
    if (!is_rotation(&camera->rotation))
        return scalp_json_fail(in, "%s.R is no rotation.", at);
    if (!(fabs(t[0]) <= 1e7 && fabs(t[1]) <= 1e7 && t[2] > 0 && t[2] <= 1e7))
        return scalp_json_fail(in, "%s.t does not place the head in front of the camera.", at);
    camera->focal_px = k.m[0][0];
    camera->centre_x = k.m[0][2];
    camera->centre_y = k.m[1][2];
    camera->translation = (scalp_vec3){t[0], t[1], t[2]};
    camera->width = facts->width;
    camera->height = facts->height;
    return SCALP_OK;
}

/* ---- Photos -------------------------------------------------------------------------------- */

static scalp_status read_side(const scalp_json_in *in, const json_t *photo, const char *at,
                              const char *key, int *side) {
    double number;
    SCALP_TRY(read_figure(in, photo, at, key, &number));
    if (!(number >= 1 && number <= SCALP_CODEC_MAX_SIDE) || floor(number) < number) {
        return scalp_json_fail(in, "%s.%s must be a whole number from 1 to %d.", at, key,
                               SCALP_CODEC_MAX_SIDE);
    }
    *side = (int)number;
    return SCALP_OK;
}

static scalp_status read_facts(const scalp_json_in *in, const json_t *photo, const char *at,
                               const scalp_case_photo *expected, scalp_photo_facts *facts) {
    char path[SCALP_JSON_PATH], id[SCALP_CASE_TEXT];
    snprintf(path, sizeof path, "%s.id", at);
    SCALP_TRY(scalp_json_text(in, json_object_get(photo, "id"), path, id, sizeof id));
    if (strcmp(id, expected->id) != 0)
        return scalp_json_fail(in, "%s is not the case's photo \"%s\".", path, expected->id);
    snprintf(path, sizeof path, "%s.sha256", at);
    SCALP_TRY(scalp_json_text(in, json_object_get(photo, "sha256"), path, facts->sha256,
                              sizeof facts->sha256));
    if (strspn(facts->sha256, "0123456789abcdef") != SCALP_HASH_HEX - 1)
        return scalp_json_fail(in, "%s must have 64 digits, 0-9 and a-f.", path);
    SCALP_TRY(read_side(in, photo, at, "width", &facts->width));
    SCALP_TRY(read_side(in, photo, at, "height", &facts->height));
    SCALP_TRY(read_figure(in, photo, at, "focal_35mm", &facts->focal_35mm));
    return facts->focal_35mm >= 0 ? SCALP_OK
                                  : scalp_json_fail(in, "%s.focal_35mm must be 0 or more.", at);
}

static scalp_status read_outline(const scalp_json_in *in, const json_t *photo, const char *at,
                                 scalp_view_fit *view) {
    char path[SCALP_JSON_PATH];
    json_t *outline;
    snprintf(path, sizeof path, "%s.outline", at);
    view->outline_seen_mm = view->outline_rms_mm = view->outline_max_mm = 0;
    view->outline_refused = false;
    SCALP_TRY(scalp_json_member(in, photo, "outline", JSON_OBJECT, path, &outline));
    if (!outline)
        return SCALP_OK;
    SCALP_TRY(read_figure(in, outline, path, "seen_mm", &view->outline_seen_mm));
    SCALP_TRY(read_figure(in, outline, path, "rms_mm", &view->outline_rms_mm));
    SCALP_TRY(read_figure(in, outline, path, "max_mm", &view->outline_max_mm));
    view->outline_refused = json_is_false(json_object_get(outline, "believed"));
    return SCALP_OK;
}

static scalp_status read_quality(const scalp_json_in *in, const json_t *photo, const char *at,
                                 scalp_view_fit *view) {
    char path[SCALP_JSON_PATH];
    json_t *focal, *scale, *residuals;
    int source;
    snprintf(path, sizeof path, "%s.focal", at);
    SCALP_TRY(scalp_json_need(in, photo, "focal", JSON_OBJECT, path, &focal));
    snprintf(path, sizeof path, "%s.focal.source", at);
    SCALP_TRY(read_source(in, focal, path, scalp_fit_focal_name, &source));
    view->focal_source = (scalp_focal_source)source;
    snprintf(path, sizeof path, "%s.scale", at);
    SCALP_TRY(scalp_json_need(in, photo, "scale", JSON_OBJECT, path, &scale));
    SCALP_TRY(read_figure(in, scale, path, "px_per_mm", &view->px_per_mm));
    SCALP_TRY(read_figure(in, scale, path, "px_per_mm_sd", &view->px_per_mm_sd));
    snprintf(path, sizeof path, "%s.scale.source", at);
    SCALP_TRY(read_source(in, scale, path, scalp_fit_scale_name, &source));
    view->scale_source = (scalp_scale_source)source;
    SCALP_TRY(read_figure(in, photo, at, "rms_px", &view->rms_px));
    SCALP_TRY(read_figure(in, photo, at, "rms_mm", &view->rms_mm));
    SCALP_TRY(read_figure(in, photo, at, "rotation_sd_deg", &view->rotation_sd_deg));
    SCALP_TRY(read_outline(in, photo, at, view));
    snprintf(path, sizeof path, "%s.residuals_px", at);
    SCALP_TRY(scalp_json_need(in, photo, "residuals_px", JSON_OBJECT, path, &residuals));
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        const char *name = scalp_landmark_name((scalp_landmark)k);
        view->residual_px[k] = -1;
        if (json_object_get(residuals, name))
            SCALP_TRY(read_figure(in, residuals, path, name, &view->residual_px[k]));
    }
    return SCALP_OK;
}

static scalp_status read_photo(const scalp_json_in *in, const json_t *photo, size_t index,
                               const scalp_case_photo *expected, scalp_photo_facts *facts,
                               scalp_view_fit *view) {
    static const char *const names[] = {
        "id",      "file",        "sha256",     "width", "height", "K",      "R",
        "t",       "focal",       "focal_35mm", "scale", "rms_px", "rms_mm", "rotation_sd_deg",
        "outline", "residuals_px"};
    char at[SCALP_CASE_TEXT];
    snprintf(at, sizeof at, "fit.photos[%zu]", index);
    if (!json_is_object(photo))
        return scalp_json_fail(in, "%s must be an object.", at);
    SCALP_TRY(scalp_json_known(in, photo, at, names, sizeof names / sizeof *names));
    SCALP_TRY(read_facts(in, photo, at, expected, facts));
    SCALP_TRY(read_camera(in, photo, at, facts, &view->camera));
    return read_quality(in, photo, at, view);
}

scalp_status scalp_json_fit(const scalp_json_in *in, const json_t *object,
                            const scalp_case *document, const scalp_head *scan,
                            const scalp_work *work, scalp_fit *fit, scalp_photo_facts *facts) {
    static const char *const names[] = {"head", "photos"};
    SCALP_TRY(scalp_json_known(in, object, "fit", names, 2));
    json_t *photos;
    SCALP_TRY(scalp_json_need(in, object, "photos", JSON_ARRAY, "fit.photos", &photos));
    const size_t count = json_array_size(photos);
    if (count != document->photo_count) {
        return scalp_json_fail(in, "fit.photos has %zu elements, but the case has %zu photos.",
                               count, document->photo_count);
    }
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_view_fit), &memory, in->error));
    scalp_view_fit *views = memory;
    for (size_t i = 0; i < count; i++) {
        SCALP_TRY(read_photo(in, json_array_get(photos, i), i, &document->photos[i], &facts[i],
                             &views[i]));
    }
    fit->view_count = count;
    fit->views = views;
    return read_head(in, object, document, scan, work, fit);
}
