/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.json remembers what the plan was made around. */
#include "codec/plan_fixture.h"

static void around(plan_fixture *x, size_t dots, const scalp_work *work) {
    scalp_dot *placed = scalp_arena_take(work->memory, dots, sizeof *placed);
    scalp_random r = scalp_random_make(4, 0);
    for (size_t i = 0; i < dots; i++)
        placed[i] = fixture_dot(&r, &x->fit.head.mesh);
    x->plan.placed.dots = placed;
    x->plan.placed.dot_count = dots;
    x->plan.placed.follicle_count = 12;
    x->plan.placed.first_session = 4;
    x->plan.layout.session_count = 4;
    for (int s = 0; s < 3; s++) {
        x->plan.placed.days_before[s] = 400 - s;
        for (int z = 1; z < SCALP_ZONE_COUNT; z++)
            x->plan.placed.strength[s][z] = 0.01 * (z + 20 * s);
    }
}

static const char *text_of(check_work *w, scalp_bytes bytes) {
    char *text = scalp_arena_take(w->work.memory, bytes.size + 1, 1);
    memcpy(text, bytes.data, bytes.size);
    return text;
}

/* The file with one passage in place of another. */
static void refused(check_work *w, scalp_bytes bytes, const char *from, const char *to,
                    const char *says) {
    static scalp_plan_file file;
    scalp_error error = {0};
    const char *text = text_of(w, bytes), *at = strstr(text, from);
    CHECK(at != NULL);
    if (!at)
        return;
    const size_t before = (size_t)(at - text), cut = strlen(from), put = strlen(to);
    char *other = scalp_arena_take(w->work.memory, bytes.size + put + 1, 1);
    memcpy(other, text, before);
    memcpy(other + before, to, put);
    memcpy(other + before + put, at + cut, bytes.size - before - cut);
    const scalp_bytes changed = {(uint8_t *)other, bytes.size - cut + put};
    CHECK_STATUS(scalp_codec_plan_read(changed, "p", NULL, &w->work, &file, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, says))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, says);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    static plan_fixture x;
    static scalp_plan_file file;
    scalp_error error = {0};
    fixture_fit(&x, false, &w.work);
    fixture_plan(&x, 20, &w.work);
    around(&x, 500, &w.work);
    const scalp_bytes bytes = fixture_write(&x, &w.work);
    CASE("dots, strengths, days and the number of hairs come back") {
        CHECK_STATUS(scalp_codec_plan_read(bytes, "p", NULL, &w.work, &file, &error), SCALP_OK);
        const scalp_placed *is = &file.placed, *was = &x.plan.placed;
        CHECK(is->dot_count == 500 && is->follicle_count == 12 && is->first_session == 4);
        CHECK(file.layout.session_count == 4);
        for (size_t i = 0; i < is->dot_count; i++) {
            const scalp_dot *a = &is->dots[i], *b = &was->dots[i];
            CHECK(a->at.face == b->at.face && a->zone == b->zone && a->session == b->session);
            CHECK(memcmp(&a->position, &b->position, sizeof a->position) == 0);
            CHECK_NEAR(is->strength[a->session - 1][a->zone],
                       was->strength[a->session - 1][a->zone], 1e-6);
        }
        CHECK_NEAR(is->days_before[1], 399, 0);
        x.fit = file.fit;
        x.plan.placed = file.placed;
        x.plan.layout = file.layout;
        const scalp_bytes again = fixture_write(&x, &w.work);
        CHECK(again.size == bytes.size && memcmp(again.data, bytes.data, bytes.size) == 0);
    }
    CASE("hairs and hair strokes come back, and damaged ones are refused") {
        static plan_fixture y;
        static scalp_site hairs[12];
        static scalp_stroke_point points[5];
        const scalp_stroke_path strokes[] = {{points, 3, SCALP_ZONE_BROW_L, 1},
                                             {points + 3, 2, SCALP_ZONE_BROW_R, 2}};
        for (size_t i = 0; i < 12; i++) {
            hairs[i] = (scalp_site){.at = x.plan.placed.dots[i].at,
                                    .point = x.plan.placed.dots[i].position,
                                    .radius_mm = 0.25,
                                    .weight = i % 2 ? 1 : 0,
                                    .kind = SCALP_SITE_FOLLICLE};
        }
        for (size_t i = 0; i < 5; i++)
            points[i] = (scalp_stroke_point){.at = x.plan.placed.dots[i].at,
                                             .position = x.plan.placed.dots[i].position,
                                             .normal = x.plan.placed.dots[i].normal,
                                             .width_mm = 0.11};
        y = x;
        y.plan.placed.follicles = hairs;
        y.plan.placed.strokes = strokes;
        y.plan.placed.stroke_count = 2;
        const scalp_bytes all = fixture_write(&y, &w.work);
        CHECK_STATUS(scalp_codec_plan_read(all, "p", NULL, &w.work, &file, &error), SCALP_OK);
        const scalp_placed *is = &file.placed;
        CHECK(is->stroke_count == 2 && is->follicle_count == 12 && is->follicles);
        for (size_t i = 0; i < 12 && is->follicles; i++) {
            CHECK(is->follicles[i].at.face == hairs[i].at.face);
            CHECK_NEAR(is->follicles[i].radius_mm, 0.25, 1e-12);
            CHECK_NEAR(is->follicles[i].weight, hairs[i].weight, 1e-12);
            CHECK_NEAR(scalp_vec3_distance(is->follicles[i].point, hairs[i].point), 0, 1e-12);
        }
        CHECK(is->strokes[0].point_count == 3 && is->strokes[1].session == 2);
        CHECK(is->strokes[1].zone == SCALP_ZONE_BROW_R);
        CHECK_NEAR(is->strokes[0].points[2].width_mm, 0.11, 1e-12);
        CHECK_NEAR(is->strength[0][SCALP_ZONE_BROW_L], y.plan.placed.strength[0][SCALP_ZONE_BROW_L],
                   1e-6);
        refused(&w, all, "\"hairs\": 12", "\"hairs\": 13", "placed.hairs_data does not hold");
        refused(&w, all, "\"hairs_data\": \"", "\"hairs_data\": \"!", "placed.hairs_data");
    }
    CASE("a plan may have no dots of its own where there are some") {
        x.plan.layout.dot_count = 0;
        const scalp_bytes none = fixture_write(&x, &w.work);
        CHECK_STATUS(scalp_codec_plan_read(none, "p", NULL, &w.work, &file, &error), SCALP_OK);
        CHECK(file.layout.dot_count == 0 && file.placed.dot_count == 500);
    }
    CASE("strokes beside what was there") {
        static plan_fixture y;
        fixture_fit(&y, false, &w.work);
        fixture_plan_of(&y, 0, 9, &w.work);
        around(&y, 30, &w.work);
        scalp_stroke_path *late = scalp_arena_take(w.work.memory, 9, sizeof *late);
        memcpy(late, y.plan.layout.strokes, 9 * sizeof *late);
        late[8].session = 5;
        y.plan.layout.strokes = late;
        const scalp_bytes both = fixture_write(&y, &w.work);
        CHECK_STATUS(scalp_codec_plan_read(both, "p", NULL, &w.work, &file, &error), SCALP_OK);
        CHECK(file.layout.stroke_count == 9 && file.placed.dot_count == 30);
        CHECK(file.layout.dot_count == 0 && file.layout.session_count == 5);
        CHECK(file.layout.strokes[8].session == 5);
    }
    CASE("what was damaged is refused") {
        refused(&w, bytes, "\"first_session\": 4", "\"first_session\": 7", "from 1 to 6");
        refused(&w, bytes, "\"first_session\": 4", "\"first_sessio\": 4", "first_sessio");
        refused(&w, bytes, "\"hairs\": 12", "\"hairs\": -1", "placed.hairs");
        refused(&w, bytes, "\"hairs\": 12", "\"hairs\": 1.5", "placed.hairs");
        refused(&w, bytes, "\"strengths\": [", "\"strengths\": [1,", "a list of objects");
        refused(&w, bytes, "\"days\": 400", "\"days\": 4e9", "placed.days");
        refused(&w, bytes, "\"strength\": 0.01", "\"strength\": 1.01", "not 0 to 1");
        refused(&w, bytes, "\"count\": 500", "\"count\": 499", "does not hold the 499 dots");
    }
    check_work_close(&w);
    return check_done();
}
