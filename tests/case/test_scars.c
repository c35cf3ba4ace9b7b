/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pale spots from the case to the picture: clicked ones get their dots where they were clicked, and
 * a field is lighter than the head before and like it afterwards. */
#include "check.h"

#include <scalptor/case.h>

#include <math.h>

enum { side = 300, half_box = 20 };

typedef struct studio {
    scalp_case document;
    scalp_fit fit;
    scalp_view_fit view;
    scalp_design design;
    scalp_plan plan;
    scalp_scene scene;
} studio;

static void open_studio(studio *s, const scalp_work *work) {
    const scalp_head_measures measures = {0};
    *s = (studio){.document = scalp_case_default()};
    CHECK_STATUS(scalp_head_make(&measures, "male", work, &s->fit.head, NULL), SCALP_OK);
    s->view.camera = scalp_camera_make(&s->fit.head, 0, 80, 0, 900, 1.2, side, side);
    s->fit.view_count = 1;
    s->fit.views = &s->view;
    s->document.photo_count = 1;
    s->document.photos[0] = scalp_case_photo_default();
    memcpy(s->document.photos[0].id, "top", 4);
    memcpy(s->document.photos[0].file, "top.jpg", 8);
    memcpy(s->document.loss_stage, "none", 5);
}

static scalp_case_area *add_area(studio *s, const char *kind, const char *in) {
    scalp_case_area *area = &s->document.areas[s->document.area_count++];
    *area = scalp_case_area_default();
    snprintf(area->id, sizeof area->id, "%s", kind);
    snprintf(area->kind, sizeof area->kind, "%s", kind);
    snprintf(area->in, sizeof area->in, "%s", in);
    return area;
}

static void plan(studio *s, const scalp_work *work) {
    scalp_error error = {0};
    CHECK_STATUS(scalp_case_check(&s->document, &error), SCALP_OK);
    CHECK_STATUS(scalp_case_design(&s->document, &s->fit, work, &s->design, &error), SCALP_OK);
    CHECK_STATUS(scalp_case_plan(&s->document, &s->design, work, &s->plan, &error), SCALP_OK);
    if (error.status != SCALP_OK)
        printf("# %s\n", error.message);
    s->scene = (scalp_scene){
        .camera = s->view.camera, .head = &s->fit.head, .design = &s->design, .plan = &s->plan};
}

/* Mean luminance in a box in the middle of the picture. */
static double light_of(const scalp_image *image) {
    double sum = 0, count = 0;
    for (int y = side / 2 - half_box; y < side / 2 + half_box; y++) {
        for (int x = side / 2 - half_box; x < side / 2 + half_box; x++) {
            const uint8_t *at = (const uint8_t *)image->pixels + ((size_t)y * side + (size_t)x) * 3;
            const double rgb[] = {0.2126, 0.7152, 0.0722}; /* sRGB */
            for (int b = 0; b < 3; b++)
                sum += rgb[b] * (double)image->curve[b].linear[at[b]];
            count++;
        }
    }
    return sum / count;
}

typedef struct seen {
    double before, after;
} seen;

static seen look(studio *s, const scalp_work *work) {
    scalp_image before, after;
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    plan(s, work);
    CHECK_STATUS(
        scalp_case_before(&s->document, &s->scene, NULL, SCALP_LIGHT_DAYLIGHT, work, &before, NULL),
        SCALP_OK);
    CHECK_STATUS(scalp_case_preview(&s->document, &s->scene, NULL, &params, work, &after, NULL),
                 SCALP_OK);
    return (seen){light_of(&before), light_of(&after)};
}

/* A square that fills the middle of the picture. */
static scalp_case_area *add_square(studio *s, const char *kind) {
    static const scalp_vec2 corners[] = {{-25, -25}, {25, -25}, {25, 25}, {-25, 25}};
    scalp_case_area *area = add_area(s, kind, "chart");
    memcpy(area->points, corners, sizeof corners);
    area->point_count = 4;
    return area;
}

static void check_blend(studio *s, double ita_deg, double fainter, const scalp_work *work) {
    s->document.ita_deg = ita_deg;
    s->document.area_count = 0;
    add_square(s, "free"); /* dots all over, as on the scalp */
    const seen bare = look(s, work);
    scalp_case_area *field = add_square(s, "scar_fue");
    field->spots_per_cm2 = 30; /* many, wide ones, to be seen in the mean */
    field->spot_mm = 1.3;
    const seen scarred = look(s, work);
    printf("# %.4f %.4f, %.4f %.4f\n", bare.before, bare.after, scarred.before, scarred.after);
    CHECK(scarred.before > (1 + fainter) * bare.before);
    CHECK_NEAR(scarred.after, bare.after, 0.35 * fainter * bare.after);
    s->document.area_count = 0;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    static studio s;
    open_studio(&s, &w.work);
    CASE("spots clicked in a photo get their dots where they were clicked") {
        memcpy(s.document.style, "brow-powder", 12);
        scalp_case_area *area = add_area(&s, "scar_spots", "top");
        const scalp_vec2 clicked[] = {{200, 210}, {230, 190}, {215, 240}};
        memcpy(area->points, clicked, sizeof clicked);
        area->point_count = 3;
        area->dots_per_spot = 2;
        plan(&s, &w.work);
        size_t dots = 0;
        for (size_t i = 0; i < s.plan.layout.dot_count; i++) {
            const scalp_dot *dot = &s.plan.layout.dots[i];
            double least = HUGE_VAL;
            if (dot->zone != SCALP_ZONE_SCAR)
                continue;
            const scalp_vec2 p = scalp_camera_project(&s.view.camera, dot->position, NULL);
            for (int k = 0; k < 3; k++)
                least = fmin(least, hypot(p.x - clicked[k].x, p.y - clicked[k].y));
            CHECK_AT_MOST(least, 2); /* px; 0.22 mm, and how the chart goes there and back */
            dots++;
        }
        CHECK(dots == 6);
        s.document.area_count = 0;
    }
    CASE("a field is lighter than its surroundings before, and like them afterwards") {
        check_blend(&s, 41, 0.03, &w.work);
        if (check_times(0, 1) > 0)
            check_blend(&s, 0, 0.04, &w.work);
    }
    CASE("scars fade like scars") {
        CHECK(scalp_case_wear(&s.document, SCALP_ZONE_SCAR).scar &&
              !scalp_case_wear(&s.document, SCALP_ZONE_CROWN).scar);
    }
    check_work_close(&w);
    return check_done();
}
