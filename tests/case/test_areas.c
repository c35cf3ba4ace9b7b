/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is clicked in a photo lands on the head where it was clicked: areas, and a pencilled line
 * against the plan's. And reasons that a rule asks for. */
#include "check.h"

#include <scalptor/case.h>

enum { corners = 16 };

/* A case with one photo whose camera is known. */
typedef struct studio {
    scalp_case document;
    scalp_fit fit;
    scalp_view_fit view;
} studio;

static void open_studio(studio *s, const scalp_work *work) {
    const scalp_head_measures measures = {0};
    *s = (studio){.document = scalp_case_default()};
    CHECK_STATUS(scalp_head_make(&measures, "male", work, &s->fit.head, NULL), SCALP_OK);
    s->view.camera = scalp_camera_make(&s->fit.head, 20, 25, 3, 900, 0.8, 1600, 1200);
    s->view.px_per_mm = 4;
    s->view.px_per_mm_sd = 0.06;
    s->fit.view_count = 1;
    s->fit.views = &s->view;
    s->document.photo_count = 1;
    s->document.photos[0] = scalp_case_photo_default();
    memcpy(s->document.photos[0].id, "front", 6);
    memcpy(s->document.photos[0].file, "front.jpg", 10);
}

static scalp_design design_of(const studio *s, const scalp_work *work) {
    scalp_design design = {0};
    scalp_error error = {0};
    CHECK_STATUS(scalp_case_check(&s->document, &error), SCALP_OK);
    CHECK_STATUS(scalp_case_design(&s->document, &s->fit, work, &design, &error), SCALP_OK);
    if (error.status != SCALP_OK)
        printf("# %s\n", error.message);
    return design;
}

static scalp_case_area *add_area(studio *s, const char *id, const char *kind, const char *in) {
    scalp_case_area *area = &s->document.areas[s->document.area_count++];
    *area = scalp_case_area_default();
    snprintf(area->id, sizeof area->id, "%s", id);
    snprintf(area->kind, sizeof area->kind, "%s", kind);
    snprintf(area->in, sizeof area->in, "%s", in);
    return area;
}

/* A disc of 12 mm on the forehead, as it is seen in the photo. */
static void click_disc(studio *s, scalp_case_area *area, const scalp_work *work) {
    const scalp_bvh *bvh = NULL;
    double distance;
    scalp_vec3 u, v;
    CHECK_STATUS(scalp_bvh_make(&s->fit.head.mesh, work, &bvh, NULL), SCALP_OK);
    const scalp_mesh_point at = scalp_bvh_closest(bvh, (scalp_vec3){20, 100, 75}, &distance);
    const scalp_vec3 middle = scalp_mesh_position(&s->fit.head.mesh, at);
    scalp_vec3_tangents(scalp_mesh_normal(&s->fit.head.mesh, at), &u, &v);
    for (int i = 0; i < corners; i++) {
        const double a = 2 * SCALP_PI * i / corners;
        const scalp_vec3 p =
            scalp_vec3_add(middle, scalp_vec3_add(scalp_vec3_scale(u, 12 * cos(a)),
                                                  scalp_vec3_scale(v, 12 * sin(a))));
        area->points[i] = scalp_camera_project(&s->view.camera, p, NULL);
    }
    area->point_count = corners;
    area->edge_mm = 0;
}

static void click_line(studio *s, const scalp_design *design) {
    scalp_case_photo *photo = &s->document.photos[0];
    photo->pencil_count = 0;
    for (size_t i = design->hairline_count / 3; i < 2 * design->hairline_count / 3; i += 2)
        photo->pencil[photo->pencil_count++] =
            scalp_camera_project(&s->view.camera, design->hairline[i], NULL);
}

static void check_pencil(studio *s, const scalp_work *work) {
    scalp_pencil pencil = {0};
    scalp_error error = {0};
    const scalp_design plan = design_of(s, work);
    CHECK_STATUS(scalp_case_pencil(&s->document, &s->fit, 0, &plan, work, &pencil, &error),
                 SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "no pencilled line") != NULL);
    click_line(s, &plan);
    CHECK_STATUS(scalp_case_pencil(&s->document, &s->fit, 0, &plan, work, &pencil, &error),
                 SCALP_OK);
    CHECK_AT_MOST(pencil.max_mm, 0.6); /* between two clicks the line is straight */
    CHECK(pencil.length_mm > 30 && pencil.has_side[0] && pencil.has_side[1]);
    s->document.hairline_height_mm = 86; /* the plan moves back, the pencil stays 6 mm ahead */
    const scalp_design back = design_of(s, work);
    CHECK_STATUS(scalp_case_pencil(&s->document, &s->fit, 0, &back, work, &pencil, &error),
                 SCALP_OK);
    CHECK_NEAR(pencil.side_mm[0], -6, 1);
    CHECK_NEAR(pencil.side_mm[1], -6, 1);
    CHECK(pencil.max_mm < 8 && pencil.mean_mm > 5);
    s->document.photos[0].pencil[2] = (scalp_vec2){3, 3};
    CHECK_STATUS(scalp_case_pencil(&s->document, &s->fit, 0, &back, work, &pencil, &error),
                 SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "leaves the fitted head near its point 2") != NULL);
    s->document.photos[0].pencil_count = 0;
    s->document.hairline_height_mm = 0;
}

static void check_reasons(studio *s, const scalp_work *work) {
    scalp_plan plan;
    scalp_error error = {0};
    s->document.hairline_height_mm = 60;
    s->document.density_per_cm2 = 20;
    memcpy(s->document.loss_stage, "II", 3);
    const scalp_design low = design_of(s, work);
    CHECK_STATUS(scalp_case_plan(&s->document, &low, work, &plan, &error), SCALP_ERR_NO);
    CHECK(strstr(error.message, "60 mm") && strstr(error.message, "design.reasons") &&
          strstr(error.message, "hairline-too-low"));
    for (size_t i = 0; scalp_rule_id(i); i++) {
        if (strcmp(scalp_rule_id(i), "hairline-too-low") == 0)
            snprintf(s->document.reasons[i], SCALP_CASE_REASON, "his brothers' is as low");
    }
    CHECK_TEXT(scalp_case_reason(&s->document, "hairline-too-low"), "his brothers' is as low");
    CHECK_TEXT(scalp_case_reason(&s->document, "too-straight"), "");
    CHECK_STATUS(scalp_case_plan(&s->document, &low, work, &plan, &error), SCALP_OK);
}

static void check_refused(const studio *s, const char *word, const scalp_work *work) {
    scalp_design design;
    scalp_error error = {0};
    scalp_status status = scalp_case_check(&s->document, &error);
    if (status == SCALP_OK)
        status = scalp_case_design(&s->document, &s->fit, work, &design, &error);
    CHECK_STATUS(status, SCALP_ERR_INPUT);
    if (!strstr(error.message, word))
        CHECK_FAILED("no \"%s\" in: %s", word, error.message);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    static studio s;
    open_studio(&s, &w.work);
    memcpy(s.document.style, "scar-blend", 11);
    CASE("an area clicked in a photo is as large as it was on the skin") {
        click_disc(&s, add_area(&s, "disc", "free", "front"), &w.work);
        const scalp_design d = design_of(&s, &w.work);
        CHECK_NEAR(d.area_cm2[SCALP_ZONE_FREE], SCALP_PI * 1.44, 0.05 * SCALP_PI * 1.44);
    }
    CASE("a click beside the head is refused with its place") {
        s.document.areas[0].points[3] = (scalp_vec2){2, 5};
        check_refused(&s, "[2.0, 5.0] clicked in the photo front", &w.work);
    }
    CASE("a photo that is none, points in a template, a kind without one, an id twice") {
        snprintf(s.document.areas[0].in, SCALP_CASE_TEXT, "side");
        check_refused(&s, "the id of a photo", &w.work);
        snprintf(s.document.areas[0].in, SCALP_CASE_TEXT, "template");
        check_refused(&s, "has points", &w.work);
        s.document.areas[0].point_count = 0;
        check_refused(&s, "its kind has none", &w.work);
        snprintf(s.document.areas[0].kind, SCALP_CASE_TEXT, "beard");
        add_area(&s, "disc", "moustache", "template");
        check_refused(&s, "has that id already", &w.work);
        s.document.area_count = 0;
    }
    CASE("a zone off the scalp is its template, and takes the zone's density") {
        memset(s.document.zones, 0, sizeof s.document.zones);
        s.document.zone_count = 1;
        memcpy(s.document.zones[0].zone, "brow_l", 7);
        s.document.zones[0].density_per_cm2 = 50;
        const scalp_design thin = design_of(&s, &w.work);
        s.document.zones[0].density_per_cm2 = 100;
        const scalp_design full = design_of(&s, &w.work);
        CHECK(thin.dots[SCALP_ZONE_BROW_L] > 40 && full.dots[SCALP_ZONE_BROW_R] == 0);
        CHECK_NEAR(full.dots[SCALP_ZONE_BROW_L], 2 * thin.dots[SCALP_ZONE_BROW_L], 6);
        memcpy(s.document.zones[0].zone, "free", 5);
        check_refused(&s, "no area of design.areas is one", &w.work);
        s.document.zone_count = 0;
    }
    memcpy(s.document.style, "natural", 8);
    CASE("a pencilled line is compared in mm, left and right") {
        check_pencil(&s, &w.work);
    }
    CASE("what a rule asks a reason for is not planned without one") {
        check_reasons(&s, &w.work);
    }
    CASE("lengths are as uncertain as the best of what gives them") {
        CHECK_NEAR(scalp_case_length_sd(&s.document, &s.fit), 0.015, 1e-12);
        s.view.px_per_mm_sd = 4;
        CHECK_NEAR(scalp_case_length_sd(&s.document, &s.fit), 0.027, 1e-12);
        s.document.measures.length_mm = 200;
        s.document.measures.breadth_mm = 150;
        CHECK_NEAR(scalp_case_length_sd(&s.document, &s.fit), 0.01, 1e-12);
    }
    check_work_close(&w);
    return check_done();
}
