/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.json holds a plan: what is read is bit for bit what was written. */
#include "codec/plan_fixture.h"

static void check_same_dots(const scalp_layout *is, const scalp_layout *was) {
    CHECK(is->dot_count == was->dot_count && is->session_count == was->session_count);
    if (is->dot_count != was->dot_count)
        return;
    for (size_t i = 0; i < is->dot_count; i++) {
        const scalp_dot *a = &is->dots[i], *b = &was->dots[i];
        const bool same = a->at.face == b->at.face && a->zone == b->zone &&
                          a->session == b->session &&
                          memcmp(&a->at.u, &b->at.u, sizeof a->at.u) == 0 &&
                          memcmp(&a->at.v, &b->at.v, sizeof a->at.v) == 0 &&
                          memcmp(&a->position, &b->position, sizeof a->position) == 0 &&
                          memcmp(&a->normal, &b->normal, sizeof a->normal) == 0;
        if (!same)
            CHECK_FAILED("dot %zu is another", i);
    }
}

static void check_same_strokes(const scalp_layout *is, const scalp_layout *was) {
    CHECK(is->stroke_count == was->stroke_count);
    for (size_t i = 0; i < is->stroke_count && i < was->stroke_count; i++) {
        const scalp_stroke_path *a = &is->strokes[i], *b = &was->strokes[i];
        bool same =
            a->point_count == b->point_count && a->zone == b->zone && a->session == b->session;
        for (size_t k = 0; same && k < a->point_count; k++) {
            const scalp_stroke_point *p = &a->points[k], *q = &b->points[k];
            same = p->at.face == q->at.face && memcmp(&p->at.u, &q->at.u, sizeof p->at.u) == 0 &&
                   memcmp(&p->at.v, &q->at.v, sizeof p->at.v) == 0 &&
                   memcmp(&p->position, &q->position, sizeof p->position) == 0 &&
                   memcmp(&p->normal, &q->normal, sizeof p->normal) == 0 &&
                   fabs(p->width_mm - q->width_mm) < 1e-12;
        }
        if (!same)
            CHECK_FAILED("stroke %zu is another", i);
    }
}

static void check_round_trip(bool photos, size_t dot_count, size_t stroke_count,
                             const scalp_work *work) {
    static const plan_fixture zero;
    scalp_error error = {SCALP_OK, ""};
    plan_fixture x = zero;
    fixture_fit(&x, photos, work);
    fixture_plan_of(&x, dot_count, stroke_count, work);
    const scalp_bytes bytes = fixture_write(&x, work);
    scalp_plan_file *file = scalp_arena_take(work->memory, 1, sizeof *file);
    CHECK_STATUS(scalp_codec_plan_read(bytes, "plan.json", NULL, work, file, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    check_same_dots(&file->layout, &x.plan.layout);
    check_same_strokes(&file->layout, &x.plan.layout);
    CHECK(memcmp(&file->document, &x.document, sizeof x.document) == 0);
    CHECK(memcmp(file->facts, x.facts, sizeof x.facts) == 0);
    CHECK(file->fit.view_count == x.fit.view_count);
    if (photos)
        CHECK(memcmp(file->fit.views, x.fit.views, 2 * sizeof *x.fit.views) == 0);
    CHECK(memcmp(&file->fit.measures, &x.fit.measures, sizeof x.fit.measures) == 0);
    x.fit = file->fit;
    x.plan.layout = file->layout;
    const scalp_bytes again = fixture_write(&x, work);
    CHECK(again.size == bytes.size && memcmp(again.data, bytes.data, bytes.size) == 0);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a plan of two photos") {
        check_round_trip(true, 3000, 0, &w.work);
    }
    CASE("a plan on the standard head, without photos") {
        check_round_trip(false, 1, 0, &w.work);
    }
    CASE("a plan of strokes, with and without dots beside them") {
        check_round_trip(false, 0, 60, &w.work);
        check_round_trip(true, 20, 7, &w.work);
    }
    CASE("strokes as CSV, a line a point") {
        static plan_fixture x;
        scalp_bytes bytes;
        char first[200];
        fixture_fit(&x, false, &w.work);
        fixture_plan_of(&x, 0, 2, &w.work);
        CHECK_STATUS(scalp_codec_stroke_paths_write(&x.plan, &w.work, &bytes, NULL), SCALP_OK);
        const scalp_stroke_path *s = x.plan.layout.strokes;
        size_t lines = 0;
        for (size_t i = 0; i < bytes.size; i++)
            lines += bytes.data[i] == 10;
        CHECK(lines == 1 + s[0].point_count + s[1].point_count);
        const scalp_stroke_point *p = s[0].points;
        snprintf(first, sizeof first, "\n1,1,%.4f,%.4f,%.4f,%.5f,%.5f,%.5f,%.3f,%s,%u,%.4f\n1,2,",
                 p->position.x, p->position.y, p->position.z, p->normal.x, p->normal.y, p->normal.z,
                 p->width_mm, scalp_zone_name((scalp_zone)s[0].zone), (unsigned)s[0].session,
                 x.plan.treatment.pigment_depth_mm);
        const char *text = scalp_arena_text(w.work.memory, (const char *)bytes.data, bytes.size);
        CHECK(strncmp(text, "id,point,x_mm,y_mm,z_mm,nx,ny,nz,width_mm,zone,session,", 55) == 0);
        if (!strstr(text, first))
            CHECK_FAILED("no line %s in %.300s", first, text);
    }
    CASE("a plan without dots is none") {
        static plan_fixture x;
        static scalp_plan_file file;
        scalp_error error;
        fixture_fit(&x, false, &w.work);
        fixture_plan(&x, 1, &w.work);
        x.plan.layout.dot_count = 0;
        const scalp_bytes bytes = fixture_write(&x, &w.work);
        CHECK_STATUS(scalp_codec_plan_read(bytes, "p", NULL, &w.work, &file, &error),
                     SCALP_ERR_INPUT);
        CHECK_TEXT(error.message, "p: dots.data is empty, and a plan has dots; plan anew.");
    }
    check_work_close(&w);
    return check_done();
}
