/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the greys say of light and exposure. */
#include "scene.h"

static scene plain(void) {
    return (scene){.width = 480,
                   .height = 360,
                   .focal_px = 650,
                   .mark_count = 1,
                   .marks = {{-1, {0.2, 0, 0.1}, {0, 0, 140}}},
                   .light = 0.9,
                   .blur_px = 0.5};
}

static scalp_exposure seen(const scene *s) {
    check_work w;
    scalp_marks marks;
    scalp_exposure e = {.paper = -1};
    const scalp_marks_params params = {.focal_px = 650};
    check_work_open(&w, 0);
    const scalp_image image = scene_make(s, &w);
    CHECK_STATUS(scalp_marks_find(&image, &params, &w.work, &marks, NULL), SCALP_OK);
    CHECK(marks.count == 1);
    if (marks.count == 1)
        e = marks.marks[0].exposure;
    check_work_close(&w);
    return e;
}

int main(void) {
    scene s;
    scalp_exposure e;

    CASE("paper and greys in linear light, in their order") {
        s = plain();
        e = seen(&s);
        CHECK_NEAR(e.paper, 0.88 * 0.9, 0.02);
        CHECK(e.grey_count == 6 && e.warning == NULL);
        CHECK_NEAR(e.grey[0], 1, 1e-9);
        CHECK_NEAR(e.grey[2], 1 - 0.35 * 0.84 / 0.88, 0.02);
        CHECK_NEAR(e.grey[5], 0.04 / 0.88, 0.02);
        CHECK_NEAR(e.evenness, 1, 0.03);
    }
    CASE("relative greys do not change with the light: that is what makes photos comparable") {
        s = plain();
        s.light = 0.45;
        const scalp_exposure half = seen(&s);
        CHECK_NEAR(half.paper, e.paper / 2, 0.02);
        for (size_t i = 0; i < e.grey_count; i++)
            CHECK_NEAR(half.grey[i], e.grey[i], 0.015);
    }
    CASE("overexposed") {
        s = plain();
        s.light = 1.4;
        e = seen(&s);
        CHECK(e.clipped_share > 0.9);
        CHECK(e.warning && strstr(e.warning, "overexposed"));
    }
    CASE("underexposed") {
        s = plain();
        s.light = 0.09;
        e = seen(&s);
        CHECK(e.warning && strstr(e.warning, "underexposed"));
    }
    CASE("uneven") {
        s = plain();
        s.light = 0.6;
        s.uneven = 1;
        e = seen(&s);
        CHECK(e.evenness < 0.7);
        CHECK(e.warning && strstr(e.warning, "uneven"));
    }
    CASE("a finger on the greys") {
        s = plain();
        s.cover[0] = (scalp_vec2){130, 165};
        s.cover[1] = (scalp_vec2){200, 215};
        e = seen(&s);
        CHECK(e.warning && strstr(e.warning, "greys"));
    }
    return check_done();
}
