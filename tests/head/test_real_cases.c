/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The landmarks of the real cases, without their photos: each is explained by one head. */
#include "head/fit_tools.h"

#include <jansson.h>

#define PATH 1024
#define PHOTOS 4

typedef struct real_case {
    const char *file;
    int width, height;
    /* The client's side that is seen: 1 left, -1 right, 0 about the front; of each photo. */
    int side[PHOTOS];
} real_case;

static const real_case cases[] = {{"C000984", 225, 275, {-1}},
                                  {"G000552", 225, 275, {1}},
                                  {"T000193", 225, 275, {1}},
                                  {"W000273", 225, 275, {0}},
                                  {"scan", 1080, 1320, {0, -1, 1}}};

static json_t *load(const char *name) {
    const char *source = getenv("SCALPTOR_SOURCE");
    char path[PATH];
    if (snprintf(path, sizeof path, "%s/tests/cases/real/%s.case.json", source ? source : ".",
                 name) >= PATH)
        return NULL;
    return json_load_file(path, 0, NULL);
}

static scalp_view read_view(const json_t *photo, const real_case *of) {
    scalp_view view = {.id = json_string_value(json_object_get(photo, "id")),
                       .side = json_string_value(json_object_get(photo, "view")),
                       .width = of->width,
                       .height = of->height,
                       .focal_px = json_number_value(json_object_get(photo, "focal_px"))};
    const char *key;
    json_t *at;
    json_object_foreach(json_object_get(photo, "landmarks"), key, at) {
        scalp_landmark landmark;
        CHECK(scalp_landmark_find(key, &landmark));
        if (!scalp_landmark_find(key, &landmark))
            continue;
        view.has[landmark] = true;
        view.px[landmark] = (scalp_vec2){json_number_value(json_array_get(at, 0)),
                                         json_number_value(json_array_get(at, 1))};
    }
    return view;
}

static double measure(const json_t *document, const char *name) {
    return json_number_value(json_object_get(json_object_get(document, "head"), name));
}

static void check_view(const scalp_view_fit *f, const char *id, int side) {
    const scalp_vec3 from = scalp_camera_position(&f->camera);
    const double yaw = atan2(from.x, from.z) * 180 / SCALP_PI;
    printf("# %s: yaw %.1f +- %.1f degrees, %.2f px = %.1f mm, %.3f +- %.3f px/mm from %d\n", id,
           yaw, f->rotation_sd_deg, f->rms_px, f->rms_mm, f->px_per_mm, f->px_per_mm_sd,
           (int)f->scale_source);
    CHECK_AT_MOST(f->rms_mm, 10);
    CHECK_AT_MOST(f->rotation_sd_deg, 8);
    CHECK_AT_MOST(f->px_per_mm_sd, 0.1 * f->px_per_mm);
    if (side == 0)
        CHECK_NEAR(yaw, 0, 5);
    else
        CHECK(side * yaw > 2);
}

static void check_case(const real_case *c, check_work *w) {
    json_t *document = load(c->file);
    const json_t *photos = json_object_get(document, "photos");
    const size_t count = json_array_size(photos);
    scalp_view views[PHOTOS];
    CHECK(document != NULL && count > 0 && count <= PHOTOS);
    for (size_t i = 0; i < count && i < PHOTOS; i++)
        views[i] = read_view(json_array_get(photos, i), c);
    const scalp_head_measures given = {.length_mm = measure(document, "length_mm"),
                                       .breadth_mm = measure(document, "breadth_mm")};
    scalp_fit fit;
    scalp_error error = {0};
    CHECK_STATUS(scalp_fit_make(&given, "male", views, count, &w->work, &fit, &error), SCALP_OK);
    if (error.status != SCALP_OK)
        printf("# %s\n", error.message);
    for (size_t i = 0; i < count && error.status == SCALP_OK; i++)
        check_view(&fit.views[i], views[i].id, c->side[i]);
    json_decref(document);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CASE(cases[i].file)
        check_case(&cases[i], &w);
    }
    check_work_close(&w);
    return check_done();
}
