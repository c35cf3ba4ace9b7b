/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair that photos show is carried to the head and takes its share from the design. */
#include "check.h"

#include <scalptor/case.h>

#include <stdlib.h>

enum { side = 400 };

/* A plane that says hair on the client's left half of the picture of the head from in front. */
static void half_hair(const scalp_fit *fit, const scalp_work *work, scalp_segments *s) {
    uint8_t *cover = scalp_arena_take(work->memory, side * side, 1);
    const scalp_camera *c = &fit->views[0].camera;
    const scalp_vec2 middle = scalp_camera_project(c, fit->head.landmarks[SCALP_VERTEX], NULL);
    for (int i = 0; i < side * side; i++)
        cover[i] = i % side > middle.x ? 255 : 0;
    *s = (scalp_segments){.width = side, .height = side, .cover = cover};
    s->alpha[SCALP_STUFF_HAIR] = cover;
}

enum { large = 2406 }; /* five megapixels: made two times smaller */

/* Within a disc as large as the head skin on the right, dark and uneven hair on the left, and
 * a stroke on each; around it a green wall. */
static void paint_halves(scalp_case *c, const scalp_work *work, scalp_image *photo) {
    uint8_t *to = scalp_arena_take(work->memory, (size_t)large * large * 3, 1);
    scalp_random random = scalp_random_make(5, 0);
    for (int i = 0; i < large * large; i++) {
        const int x = i % large - large / 2, y = i / large - large / 2;
        const int kind = x * x + y * y > 950 * 950 ? 2 : x < 0;
        const int noise = (int)scalp_random_below(&random, kind == 1 ? 40 : 6);
        const int tone[3][3] = {{205, 160, 135}, {40, 30, 25}, {90, 150, 110}};
        for (int b = 0; b < 3; b++)
            to[3 * i + b] = (uint8_t)(tone[kind][b] + noise);
    }
    *photo = (scalp_image){.width = large, .height = large, .bands = 3, .bits = 8, .pixels = to};
    CHECK_STATUS(scalp_image_curve_make(8, work, &photo->curve[0], NULL), SCALP_OK);
    photo->curve[1] = photo->curve[2] = photo->curve[0];
    c->photo_count = 1;
    c->stroke_count = c->stroke_point_count = 2;
    c->stroke_points[0] = (scalp_vec2){900, 1200};
    c->stroke_points[1] = (scalp_vec2){1500, 1200};
    c->strokes[0] = (scalp_case_stroke){0, SCALP_STUFF_HAIR, 150, 0, 1};
    c->strokes[1] = (scalp_case_stroke){0, SCALP_STUFF_SKIN, 150, 1, 1};
}

static int mask_at(const scalp_mask *m, int x, int y) {
    const int column = (x - m->box.left) / m->factor, row = (y - m->box.top) / m->factor;
    return m->cells[(row < m->height ? row : m->height - 1) * m->width +
                    (column < m->width ? column : m->width - 1)];
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    static scalp_case c;
    c = scalp_case_default();
    scalp_fit fit = {0};
    CHECK_STATUS(scalp_fit_make(&c.measures, c.sex, NULL, 0, &w.work, &fit, NULL), SCALP_OK);
    const scalp_view_fit view = {.camera =
                                     scalp_camera_make(&fit.head, 0, 60, 0, 1500, 0.8, side, side)};
    fit.views = &view;
    fit.view_count = 1;
    CASE("hair on the left half: dots on the right half") {
        scalp_segments s;
        scalp_case_hair hair;
        const double *existing;
        scalp_design design = {0};
        half_hair(&fit, &w.work, &s);
        snprintf(c.loss_stage, sizeof c.loss_stage, "none");
        CHECK_STATUS(scalp_case_hair_open(&fit, &w.work, &hair, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_hair_add(&fit, 0, &s, &w.work, &hair, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_hair_close(&c, &fit, &hair, &w.work, &existing, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_design_with(&c, &fit, existing, &w.work, &design, NULL), SCALP_OK);
        double dots[2] = {0};
        for (size_t i = 0; i < hair.count; i++)
            if (hair.weight[i] > 0.5 && fabs(fit.head.chart[i].x) > 5)
                dots[fit.head.chart[i].x > 0] += design.density_per_cm2[i];
        printf("# densities seen, summed: left %.0f, right %.0f\n", dots[1], dots[0]);
        CHECK(dots[0] > 5 * dots[1]);
        /* The nape was not seen: the stage, which leaves nothing, counts. */
        CHECK(design.dots[SCALP_ZONE_NAPE] > 100);
    }
    CASE("two photos are their mean by the cosine, whatever their order") {
        scalp_segments s;
        scalp_case_hair a, b;
        half_hair(&fit, &w.work, &s);
        scalp_segments bare = s;
        uint8_t *none = scalp_arena_take(w.work.memory, side * side, 1);
        bare.cover = none;
        CHECK_STATUS(scalp_case_hair_open(&fit, &w.work, &a, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_hair_open(&fit, &w.work, &b, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_hair_add(&fit, 0, &s, &w.work, &a, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_hair_add(&fit, 0, &bare, &w.work, &a, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_hair_add(&fit, 0, &bare, &w.work, &b, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_hair_add(&fit, 0, &s, &w.work, &b, NULL), SCALP_OK);
        double most = 0;
        size_t seen = 0;
        for (size_t i = 0; i < a.count; i++) {
            most = fmax(most, fabs(a.sum[i] - b.sum[i]));
            seen += a.weight[i] > 0;
            if (a.weight[i] > 0)
                CHECK(a.sum[i] / a.weight[i] <= 0.5 + 1e-9);
        }
        CHECK(most < 1e-12);
        CHECK(seen > 1000);
    }
    CASE("hair to be worn long is not spoken of") {
        scalp_segments s;
        scalp_design design = {0};
        double share = -1;
        half_hair(&fit, &w.work, &s);
        snprintf(c.loss_stage, sizeof c.loss_stage, "V");
        CHECK_STATUS(scalp_case_design(&c, &fit, &w.work, &design, NULL), SCALP_OK);
        CHECK_STATUS(scalp_case_hair_share(0, &fit, &design, &s, &w.work, &share, NULL), SCALP_OK);
        CHECK_NEAR(share, 0.5, 0.1);
        CHECK(scalp_case_hair_hides(&c, share));
        CHECK(!scalp_case_hair_hides(&c, 0.02));
        c.worn_length_mm = 20;
        CHECK(!scalp_case_hair_hides(&c, share));
    }
    CASE("a part of a large photo, divided made smaller") {
        static scalp_case painted;
        scalp_image photo;
        scalp_design design = {0};
        scalp_mask skin;
        double share, difference = 0, count = 0;
        painted = scalp_case_default();
        snprintf(painted.loss_stage, sizeof painted.loss_stage, "V");
        scalp_view_fit far = view;
        far.camera = scalp_camera_make(&fit.head, 0, 60, 0, 1500, 0.8, large, large);
        scalp_fit of = fit;
        of.views = &far;
        CHECK_STATUS(scalp_case_design(&painted, &of, &w.work, &design, NULL), SCALP_OK);
        paint_halves(&painted, &w.work, &photo);
        CHECK_STATUS(
            scalp_case_keep(&painted, 0, &of, &design, &photo, &w.work, &skin, &share, NULL),
            SCALP_OK);
        for (int y = skin.box.top; y < skin.box.bottom; y++) {
            for (int x = skin.box.left; x < skin.box.right; x++) {
                const int u = x - large / 2, v = y - large / 2;
                if (u * u + v * v > 700 * 700)
                    continue;
                count++;
                difference += abs(mask_at(&skin, x, y) - (u < 0 ? 0 : 255)) / 255.0;
            }
        }
        difference /= count;
        printf("# %d px a cell, columns %d to %d, rows %d to %d, %.4f wrong; hair on %.0f %%\n",
               skin.factor, skin.box.left, skin.box.right, skin.box.top, skin.box.bottom,
               difference, 100 * share);
        CHECK(skin.factor > 1 && skin.width * skin.factor < large);
        CHECK_AT_MOST(difference, 0.01);
        CHECK(mask_at(&skin, 900, 1200) == 0 && mask_at(&skin, 1500, 1200) == 255);
        CHECK_NEAR(share, 0.5, 0.2);
        painted.strokes[0].kind = SCALP_STUFF_COUNT;
        CHECK_STATUS(
            scalp_case_keep(&painted, 0, &of, &design, &photo, &w.work, &skin, &share, NULL),
            SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
