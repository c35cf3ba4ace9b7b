/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas off the scalp or drawn by hand: as large as they were drawn, clear of what is kept out, and
 * hostile curves refused in one sentence. */
#include "designs.h"

enum { corners = 16 };

/* A circle of that radius along the skin about a point, as control points in the chart. */
typedef struct circle {
    scalp_vec2 at[corners];
} circle;

static scalp_vec2 chart_of(const scalp_head *head, const scalp_bvh *bvh, scalp_vec3 p) {
    double distance;
    const scalp_mesh_point at = scalp_bvh_closest(bvh, p, &distance);
    const uint32_t *v = head->mesh.faces[at.face].v;
    const double w[3] = {1 - at.u - at.v, at.u, at.v};
    scalp_vec2 sum = {0, 0};
    for (int k = 0; k < 3; k++) {
        sum.x += w[k] * head->chart[v[k]].x;
        sum.y += w[k] * head->chart[v[k]].y;
    }
    return sum;
}

static circle circle_at(const scalp_head *head, const scalp_bvh *bvh, scalp_vec3 about, double mm) {
    circle c;
    double distance;
    const scalp_mesh_point at = scalp_bvh_closest(bvh, about, &distance);
    const scalp_vec3 middle = scalp_mesh_position(&head->mesh, at);
    scalp_vec3 u, v;
    scalp_vec3_tangents(scalp_mesh_normal(&head->mesh, at), &u, &v);
    for (int i = 0; i < corners; i++) {
        const double a = 2 * SCALP_PI * i / corners;
        const scalp_vec3 out =
            scalp_vec3_add(scalp_vec3_scale(u, mm * cos(a)), scalp_vec3_scale(v, mm * sin(a)));
        c.at[i] = chart_of(head, bvh, scalp_vec3_add(middle, out));
    }
    return c;
}

static scalp_area_spec area_of(const char *id, scalp_area_kind kind, const circle *c) {
    return (scalp_area_spec){.id = id,
                             .kind = kind,
                             .points = c->at,
                             .point_count = corners,
                             .strength = 1,
                             .margin_mm = -1,
                             .edge_mm = 0};
}

static scalp_design drawn(const scalp_head *head, const scalp_area_spec *areas, size_t count,
                          const scalp_work *work) {
    return designs_make(
        head,
        (scalp_design_spec){
            .style = "scar-blend", .areas = areas, .area_count = count, .loss = SCALP_NORWOOD_V},
        work);
}

static void check_refused(const scalp_head *head, const scalp_area_spec *areas, size_t count,
                          const char *word, const scalp_work *work) {
    scalp_design design = {.hairline_height_mm = -1};
    scalp_error error = {0};
    const scalp_design_spec spec = {.areas = areas, .area_count = count};
    CHECK_STATUS(scalp_design_make(head, &spec, work, &design, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, word))
        CHECK_FAILED("no \"%s\" in: %s", word, error.message);
    CHECK(design.hairline_height_mm < 0);
}

static void check_hostile(const scalp_head *head, const circle *c, const scalp_work *work) {
    scalp_area_spec a = area_of("a", SCALP_AREA_FREE, c);
    const scalp_vec2 eight[] = {{0, 0}, {20, 20}, {20, 0}, {0, 20}};
    const scalp_vec2 line[] = {{0, 0}, {10, 0}, {20, 0}};
    scalp_vec2 nan[corners], many[SCALP_DESIGN_AREA_POINTS + 1] = {{0, 0}}, off[corners];
    memcpy(nan, c->at, sizeof nan);
    memcpy(off, c->at, sizeof off);
    nan[3].y = NAN;
    off[5] = (scalp_vec2){0, 560};
    a.points = eight, a.point_count = 4;
    check_refused(head, &a, 1, "crosses itself", work);
    a.points = line, a.point_count = 3;
    check_refused(head, &a, 1, "encloses less", work);
    a.point_count = 2;
    check_refused(head, &a, 1, "needs at least 3", work);
    a.points = nan, a.point_count = corners;
    check_refused(head, &a, 1, "point 4", work);
    a.points = off;
    check_refused(head, &a, 1, "point 6 of its curve lies off the head", work);
    a.points = many, a.point_count = SCALP_DESIGN_AREA_POINTS + 1;
    check_refused(head, &a, 1, "more than 64 points", work);
    a = area_of("a", SCALP_AREA_FREE, c);
    a.density_per_cm2 = 500;
    check_refused(head, &a, 1, "20 to 250", work);
    a = area_of("a", SCALP_AREA_OLD_PIGMENT, c);
    a.strength = NAN;
    check_refused(head, &a, 1, "strength", work);
    a = (scalp_area_spec){.id = "a", .kind = SCALP_AREA_FREE, .margin_mm = -1, .edge_mm = -1};
    check_refused(head, &a, 1, "has no template", work);
    scalp_area_spec all[SCALP_DESIGN_MAX_AREAS + 1] = {0};
    check_refused(head, all, SCALP_DESIGN_MAX_AREAS + 1, "at most 16", work);
    /* Under a keep-out nothing is left. */
    const scalp_area_spec under[] = {area_of("under", SCALP_AREA_FREE, c),
                                     area_of("over", SCALP_AREA_KEEP_OUT, c)};
    check_refused(head, under, 2, "leaves no skin", work);
}

static void check_strokes(const scalp_head *head, const scalp_work *work) {
    const scalp_design brow =
        designs_make(head, (scalp_design_spec){.style = "brow-strokes"}, work);
    const double strokes = brow.strokes[SCALP_ZONE_BROW_L];
    CHECK(strokes > 40 && strokes < 90 && brow.area_count == 2);
    CHECK_NEAR(brow.strokes[SCALP_ZONE_BROW_R], strokes, 0.2);
    CHECK(brow.dots[SCALP_ZONE_BROW_L] == 0 && brow.area_cm2[SCALP_ZONE_BROW_L] > 2);
    for (size_t f = 0; f < head->mesh.face_count; f++)
        CHECK((brow.of_strokes[f] > 0) == (brow.zone[f] != SCALP_ZONE_NONE));
    scalp_area_spec a = {.id = "b", .kind = SCALP_AREA_BROW_L, .margin_mm = -1, .edge_mm = -1};
    a.strokes = true;
    a.spacing_mm = 1.6;
    a.length_mm = 3.4;
    const scalp_design one = designs_make(
        head, (scalp_design_spec){.style = "scar-blend", .areas = &a, .area_count = 1}, work);
    const double usual = scalp_stroke_fact_at(SCALP_STROKE_LENGTH_MM, 0.5, false);
    CHECK_NEAR(one.strokes[SCALP_ZONE_BROW_L], strokes / 2 * usual / 3.4, 0.05 * strokes);
    a.spacing_mm = 0.5;
    check_refused(head, &a, 1, "spacing is 0.5 mm; it must be 0.6 to 3", work);
    a.spacing_mm = 0;
    a.length_mm = NAN;
    check_refused(head, &a, 1, "it must be 3 to 12", work);
    a.length_mm = 0;
    a.kind = SCALP_AREA_SCAR_LINE;
    check_refused(head, &a, 1, "cannot be made of strokes", work);
}

/* Facts are linear between their rows and held beyond them. */
static void check_facts(void) {
    const scalp_stroke_fact fact = SCALP_STROKE_START_DEG;
    CHECK(scalp_stroke_fact_at(fact, -1, false) == scalp_stroke_fact_at(fact, 0, false));
    CHECK(scalp_stroke_fact_at(fact, 2, true) == scalp_stroke_fact_at(fact, 1, true));
    const double a = scalp_stroke_fact_at(fact, 0.3, false);
    const double b = scalp_stroke_fact_at(fact, 0.6, false);
    CHECK_NEAR(scalp_stroke_fact_at(fact, 0.4, false), a + (b - a) / 3, 1e-9);
    for (int k = 0; k < SCALP_STROKE_FACTS; k++)
        CHECK(k == SCALP_STROKE_ROOT_FREE_MM ||
              fabs(scalp_stroke_fact_at((scalp_stroke_fact)k, 0.5, false)) > 0);
}

static void check_templates(const scalp_head *head, const scalp_work *work) {
    const scalp_design beard =
        designs_make(head, (scalp_design_spec){.style = "beard-shadow"}, work);
    CHECK(beard.area_cm2[SCALP_ZONE_BEARD] > 110 && beard.area_cm2[SCALP_ZONE_BEARD] < 230);
    CHECK(beard.area_cm2[SCALP_ZONE_MOUSTACHE] > 4 && beard.area_cm2[SCALP_ZONE_MOUSTACHE] < 16);
    CHECK_NEAR(beard.dots[SCALP_ZONE_SIDEBURN_L], beard.dots[SCALP_ZONE_SIDEBURN_R], 1);
    CHECK(beard.dots[SCALP_ZONE_FRONTAL] == 0 && !beard.treats_scalp);
    const scalp_design brow = designs_make(head, (scalp_design_spec){.style = "brow-powder"}, work);
    CHECK(brow.area_cm2[SCALP_ZONE_BROW_L] > 2 && brow.area_cm2[SCALP_ZONE_BROW_L] < 6);
    CHECK_NEAR(brow.dots[SCALP_ZONE_BROW_L], brow.dots[SCALP_ZONE_BROW_R], 1);
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const bool kept = head->region[i] == SCALP_REGION_EAR || head->paint[i].lip_mm < -0.5F ||
                          head->paint[i].lash_mm < 7;
        if (kept && (beard.density_per_cm2[i] > 0 || brow.density_per_cm2[i] > 0))
            CHECK_FAILED("vertex %zu is lip, eye or ear", i);
    }
    /* Every outline lies on the skin. */
    const scalp_bvh *bvh = NULL;
    CHECK_STATUS(scalp_bvh_make(&head->mesh, work, &bvh, NULL), SCALP_OK);
    for (size_t a = 0; a < beard.area_count; a++) {
        CHECK(beard.areas[a].outline_count > 20);
        for (size_t i = 0; i < beard.areas[a].outline_count; i++) {
            double distance;
            (void)scalp_bvh_closest(bvh, beard.areas[a].outline[i], &distance);
            CHECK_AT_MOST(distance, 1e-6);
        }
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_head head = designs_head(&w.work, "male");
    const scalp_bvh *bvh = NULL;
    CHECK_STATUS(scalp_bvh_make(&head.mesh, &w.work, &bvh, NULL), SCALP_OK);
    const scalp_vec3 places[] = {{0, 140, 0}, {55, -40, 60}, {0, 20, -120}, {25, -105, 50}};
    const circle crown = circle_at(&head, bvh, places[0], 15);
    CASE("a circle of 15 mm has its 7.07 cm2 on crown, cheek, back and under the chin") {
        for (size_t i = 0; i < 4; i++) {
            const circle c = circle_at(&head, bvh, places[i], 15);
            const scalp_area_spec area = area_of("disc", SCALP_AREA_FREE, &c);
            const scalp_design d = drawn(&head, &area, 1, &w.work);
            /* The strip scar of the style is there, too. */
            CHECK_NEAR(d.area_cm2[SCALP_ZONE_FREE], SCALP_PI * 2.25, 0.05 * SCALP_PI * 2.25);
            CHECK(d.dots[SCALP_ZONE_FREE] > 500 && d.dots[SCALP_ZONE_FREE] < 800);
        }
    }
    CASE("a hole leaves the ring, two areas that overlap are one") {
        const circle inner = circle_at(&head, bvh, places[0], 7);
        scalp_area_spec ring = area_of("ring", SCALP_AREA_FREE, &crown);
        ring.holes[0] = inner.at, ring.hole_points[0] = corners, ring.hole_count = 1;
        const scalp_design d = drawn(&head, &ring, 1, &w.work);
        CHECK_NEAR(d.dots[SCALP_ZONE_FREE], 100 * SCALP_PI * (2.25 - 0.49), 60);
        const scalp_area_result *last = &d.areas[d.area_count - 1];
        CHECK(last->outline_count > 20 && last->hole_count[0] > 20 && last->hole_count[1] == 0);
        const scalp_area_spec twice[] = {area_of("one", SCALP_AREA_FREE, &crown),
                                         area_of("two", SCALP_AREA_FREE, &crown)};
        const scalp_design both = drawn(&head, twice, 2, &w.work);
        CHECK_NEAR(both.dots[SCALP_ZONE_FREE], 100 * SCALP_PI * 2.25, 50);
    }
    CASE("old pigment takes its strength away, a mole itself and its margin") {
        const circle inner = circle_at(&head, bvh, places[0], 25);
        scalp_area_spec two[] = {area_of("new", SCALP_AREA_FREE, &crown),
                                 area_of("old", SCALP_AREA_OLD_PIGMENT, &inner)};
        const double before = drawn(&head, two, 1, &w.work).dots[SCALP_ZONE_FREE];
        two[1].strength = 0.4;
        CHECK_NEAR(drawn(&head, two, 2, &w.work).dots[SCALP_ZONE_FREE], 0.6 * before,
                   0.01 * before);
        two[1] = (scalp_area_spec){.id = "mole",
                                   .kind = SCALP_AREA_MOLE,
                                   .points = &(scalp_vec2){0, 12},
                                   .point_count = 1,
                                   .margin_mm = 5,
                                   .edge_mm = -1};
        const double left = drawn(&head, two, 2, &w.work).dots[SCALP_ZONE_FREE];
        CHECK(left < before - 60 && left > before - 160);
    }
    CASE("a scar's line is as wide as its margins") {
        const scalp_vec2 line[] = {{-20, 0}, {-10, 0}, {0, 0}, {10, 0}, {20, 0}};
        const scalp_area_spec scar = {.id = "scar",
                                      .kind = SCALP_AREA_SCAR_LINE,
                                      .points = line,
                                      .point_count = 5,
                                      .margin_mm = 4,
                                      .edge_mm = 0};
        const scalp_design d = drawn(&head, &scar, 1, &w.work);
        CHECK_NEAR(d.dots[SCALP_ZONE_SCAR], 90 * (4.0 * 0.8 + SCALP_PI * 0.16), 60);
    }
    CASE("measured hair is subtracted from what is wanted") {
        double *hair = scalp_arena_take(w.work.memory, head.mesh.vertex_count, sizeof *hair);
        double sum[3];
        for (int k = 0; k < 3; k++) {
            for (size_t i = 0; i < head.mesh.vertex_count; i++)
                hair[i] = 25 * k;
            const scalp_design d = designs_make(
                &head,
                (scalp_design_spec){.existing_per_cm2 = hair, .seed = 2, .loss = SCALP_NORWOOD_II},
                &w.work);
            sum[k] = d.dots[SCALP_ZONE_MIDSCALP] / d.area_cm2[SCALP_ZONE_MIDSCALP];
            CHECK_NEAR(sum[k], 100 - 25 * k, 0.01);
        }
        hair[7] = NAN;
        scalp_design d;
        scalp_error error = {0};
        const scalp_design_spec spec = {.existing_per_cm2 = hair};
        CHECK_STATUS(scalp_design_make(&head, &spec, &w.work, &d, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "vertex 8") != NULL);
    }
    CASE("areas of hair strokes: as many as the spacing gives, both sides alike") {
        check_strokes(&head, &w.work);
        check_facts();
    }
    CASE("templates: of a likely size, alike left and right, clear of lips, eyes and ears") {
        check_templates(&head, &w.work);
    }
    CASE("hostile curves are refused, each in its sentence") {
        check_hostile(&head, &crown, &w.work);
    }
    check_work_close(&w);
    return check_done();
}
