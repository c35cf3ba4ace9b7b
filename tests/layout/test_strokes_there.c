/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair strokes around those that are in the skin: they keep the gap, count them, and go where those
 * are thin. */
#include "layout/bands.h"

static const scalp_layout_params usual = {
    .seed = 7, .regularity = 0.5, .stroke_width_mm = 0.15, .stroke_gap_mm = 0.37};

/* The strokes of sessions (bit s-1) whose roots lie beyond x = `from`. */
static size_t keep(check_work *w, const scalp_layout *layout, unsigned sessions, double from,
                   scalp_stroke_path **kept) {
    size_t count = 0;
    *kept = scalp_arena_take(w->work.memory, layout->stroke_count, sizeof **kept);
    for (size_t i = 0; i < layout->stroke_count; i++) {
        const scalp_stroke_path *s = &layout->strokes[i];
        if (sessions >> (s->session - 1) & 1u && fabs(s->points[0].position.x) > from)
            (*kept)[count++] = *s;
    }
    return count;
}

static double least_gap(const scalp_layout *layout, const scalp_stroke_path *there, size_t count) {
    double least = HUGE_VAL;
    for (size_t i = 0; i < layout->stroke_count; i++) {
        for (size_t k = 0; k < i; k++)
            least = fmin(least, scalp_stroke_path_gap_mm(&layout->strokes[i], &layout->strokes[k]));
        for (size_t k = 0; k < count; k++)
            least = fmin(least, scalp_stroke_path_gap_mm(&layout->strokes[i], &there[k]));
    }
    return least;
}

static size_t before(const scalp_layout *layout, double x) {
    size_t count = 0;
    for (size_t i = 0; i < layout->stroke_count; i++)
        count += fabs(layout->strokes[i].points[0].position.x) < x;
    return count;
}

enum { each = 24 };

int main(void) {
    static bands b;
    check_work w;
    check_work_open(&w, 0);
    bands_open(&b, &w, each, each, 1.5);
    const scalp_layout whole = layout_of(&w, &b.design, &usual);
    scalp_layout_params p = usual;
    scalp_stroke_path *there;
    p.first_session = 2;
    CASE("the sessions after one that was drawn as planned") {
        p.strokes_there_count = keep(&w, &whole, 1, 0, &there);
        p.strokes_there = there;
        const scalp_layout more = layout_of(&w, &b.design, &p);
        const double left = (double)p.strokes_there_count;
        CHECK_NEAR(more.strokes_there, left, 0);
        CHECK(more.strokes_outside == 0 && more.strokes_no_room == 0);
        CHECK_NEAR((double)more.stroke_count, 2.0 * each - left, 0);
        CHECK(least_gap(&more, there, p.strokes_there_count) >= 0.37);
        CHECK(more.strokes[0].session == 2 || more.strokes[0].session == 3);
    }
    CASE("a head that was not drawn is filled") {
        p.strokes_there_count = keep(&w, &whole, 7, 20, &there);
        p.strokes_there = there;
        const scalp_layout more = layout_of(&w, &b.design, &p);
        const size_t bare = 2 * each - p.strokes_there_count;
        CHECK(bare > 8 && more.stroke_count + more.strokes_no_room == bare);
        CHECK(more.strokes_no_room <= bare / 8);
        CHECK(before(&more, 24) * 10 >= more.stroke_count * 8);
        CHECK(least_gap(&more, there, p.strokes_there_count) >= 0.37);
    }
    CASE("faded ones count by what is left of them, and keep the gap") {
        double strength[100];
        p.strokes_there_count = keep(&w, &whole, 1, 0, &there);
        p.strokes_there = there;
        p.strokes_strength = strength;
        for (size_t i = 0; i < p.strokes_there_count; i++)
            strength[i] = 0.5;
        const scalp_layout more = layout_of(&w, &b.design, &p);
        CHECK_NEAR(more.strokes_there, 0.5 * (double)p.strokes_there_count, 1e-9);
        CHECK_NEAR((double)(more.stroke_count + more.strokes_no_room),
                   2.0 * each - more.strokes_there, 1);
        CHECK(least_gap(&more, there, p.strokes_there_count) >= 0.37);
    }
    CASE("all of them there: nothing is added; beside the areas they do not count") {
        p.strokes_there = whole.strokes;
        p.strokes_there_count = whole.stroke_count;
        p.strokes_strength = NULL;
        CHECK(layout_of(&w, &b.design, &p).stroke_count == 0);
        b.areas[0].strokes = 0;
        const scalp_layout one = layout_of(&w, &b.design, &p);
        CHECK(one.strokes_outside == each && one.stroke_count == 0);
        b.areas[0].strokes = each;
    }
    CASE("what lies on no surface, or is no stroke, is refused") {
        scalp_stroke_point points[2] = {whole.strokes[0].points[0], whole.strokes[0].points[1]};
        scalp_stroke_path bad = {points, 2, SCALP_ZONE_BROW_L, 1};
        scalp_layout none = {0};
        scalp_error error;
        double strength = 1;
        p.strokes_there = &bad;
        p.strokes_there_count = 1;
        p.strokes_strength = &strength;
        CHECK_STATUS(scalp_layout_make(&b.design, &p, &w.work, &none, &error), SCALP_OK);
        strength = NAN;
        CHECK_STATUS(scalp_layout_make(&b.design, &p, &w.work, &none, &error), SCALP_ERR_INPUT);
        strength = 1;
        bad.point_count = 1;
        CHECK_STATUS(scalp_layout_make(&b.design, &p, &w.work, &none, &error), SCALP_ERR_INPUT);
        bad.point_count = 2;
        points[1].position.z += 90;
        CHECK_STATUS(scalp_layout_make(&b.design, &p, &w.work, &none, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "Stroke 1") != NULL);
        points[1] = whole.strokes[0].points[1];
        points[1].at.face = (uint32_t)b.mesh.face_count;
        CHECK_STATUS(scalp_layout_make(&b.design, &p, &w.work, &none, &error), SCALP_ERR_INPUT);
    }
    CASE("when memory is out at any point, the layout is left alone") {
        bool done = false;
        int n = 1;
        bands_open(&b, &w, 6, 0, 3);
        p.strokes_there = whole.strokes;
        p.strokes_there_count = 2;
        p.strokes_strength = NULL;
        for (; n < 100 && !done; n++) {
            check_stingy s = {n, 0};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
            scalp_work work = {0};
            CHECK_STATUS(scalp_arena_open(&allocator, &work.memory), SCALP_OK);
            scalp_layout layout = {.dot_count = 9};
            const scalp_status status = scalp_layout_make(&b.design, &p, &work, &layout, NULL);
            done = status == SCALP_OK;
            CHECK(done || (status == SCALP_ERR_MEMORY && layout.dot_count == 9));
            scalp_arena_close(&work.memory);
            CHECK(s.live == 0);
        }
        CHECK(done && n > 2);
    }
    check_work_close(&w);
    return check_done();
}
