/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit.json: rounding is final, and the file says what was entered, measured and modelled. */
#include "codec/plan_fixture.h"

#include <jansson.h>

static double at(const json_t *rows, size_t i, size_t j) {
    return json_number_value(json_array_get(json_array_get(rows, i), j));
}

static void check_camera(const json_t *photo, const scalp_camera *camera) {
    const json_t *k = json_object_get(photo, "K"), *r = json_object_get(photo, "R");
    const json_t *t = json_object_get(photo, "t");
    CHECK_NEAR(at(k, 0, 0), camera->focal_px, 0);
    CHECK_NEAR(at(k, 1, 1), camera->focal_px, 0);
    CHECK_NEAR(at(k, 0, 2), camera->centre_x, 0);
    CHECK_NEAR(at(k, 1, 2), camera->centre_y, 0);
    CHECK_NEAR(at(k, 2, 2), 1, 0);
    for (size_t i = 0; i < 9; i++)
        CHECK_NEAR(at(r, i / 3, i % 3), camera->rotation.m[i / 3][i % 3], 0);
    CHECK_NEAR(json_number_value(json_array_get(t, 2)), camera->translation.z, 0);
}

static const char *text_at(const json_t *object, const char *outer, const char *inner) {
    const char *text = json_string_value(json_object_get(json_object_get(object, outer), inner));
    return text ? text : "";
}

static void check_photo(const json_t *photo, const plan_fixture *x, size_t i) {
    const json_t *residuals = json_object_get(photo, "residuals_px");
    check_camera(photo, &x->fit.views[i].camera);
    CHECK_TEXT(json_string_value(json_object_get(photo, "id")), x->document.photos[i].id);
    CHECK_TEXT(json_string_value(json_object_get(photo, "sha256")), x->facts[i].sha256);
    CHECK_TEXT(text_at(photo, "focal", "source"), "exif");
    CHECK_TEXT(text_at(photo, "focal", "kind"), "measured");
    CHECK_TEXT(text_at(photo, "scale", "source"), "iris");
    CHECK_TEXT(text_at(photo, "scale", "kind"), "modelled");
    CHECK_NEAR(json_number_value(json_object_get(residuals, "nasion")), 0.666667, 0);
    CHECK(json_object_size(residuals) == 1);
    CHECK_NEAR(json_number_value(json_object_get(photo, "rms_px")), 1.234568, 0);
}

int main(void) {
    static plan_fixture zero;
    check_work w;
    check_work_open(&w, 0);
    scalp_error error = {SCALP_OK, ""};
    plan_fixture x = zero;
    fixture_fit(&x, true, &w.work);
    CASE("rounding twice is rounding once, and moves nothing by more than 5e-7") {
        scalp_fit again = x.fit;
        CHECK_STATUS(scalp_codec_fit_round(&x.document, &again, &w.work, &error), SCALP_OK);
        CHECK(memcmp(&again.measures, &x.fit.measures, sizeof again.measures) == 0);
        CHECK(memcmp(again.views, x.fit.views, 2 * sizeof *again.views) == 0);
        CHECK(again.head.mesh.vertex_count == x.fit.head.mesh.vertex_count);
        CHECK(memcmp(again.head.mesh.vertices, x.fit.head.mesh.vertices,
                     again.head.mesh.vertex_count * sizeof(scalp_vec3)) == 0);
        const scalp_view_fit exact = fixture_view(0.02);
        CHECK_NEAR(x.fit.views[0].camera.focal_px, exact.camera.focal_px, 5.1e-7);
        CHECK_NEAR(x.fit.views[0].camera.translation.y, exact.camera.translation.y, 5.1e-7);
        CHECK_NEAR(x.fit.views[0].residual_px[SCALP_VERTEX], -1, 0);
    }
    CASE("fit.json carries cameras, measures, residuals and hashes, each with its kind") {
        scalp_bytes bytes = {NULL, 0};
        CHECK_STATUS(scalp_codec_fit_write(&x.document, &x.fit, x.facts, &w.work, &bytes, &error),
                     SCALP_OK);
        json_t *root =
            json_loadb((const char *)bytes.data, bytes.size, JSON_REJECT_DUPLICATES, NULL);
        const json_t *photos = json_object_get(root, "photos");
        const json_t *head = json_object_get(root, "head");
        CHECK(root && json_array_size(photos) == 2);
        for (size_t i = 0; i < 2; i++)
            check_photo(json_array_get(photos, i), &x, i);
        CHECK_TEXT(text_at(head, "length", "kind"), "entered");
        CHECK_TEXT(text_at(head, "breadth", "kind"), "modelled");
        CHECK(json_string_length(json_object_get(head, "fingerprint")) == 16);
        CHECK(json_string_length(json_object_get(root, "case_sha256")) == 64);
        CHECK_TEXT(json_string_value(json_object_get(root, "program")), "scalptor " SCALP_VERSION);
        json_decref(root);
    }
    check_work_close(&w);
    return check_done();
}
