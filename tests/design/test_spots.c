/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of pale spots and single spots: how many, how many dots, what is refused; line and patch
 * scars are pale within their outline. */
#include "designs.h"

static const scalp_vec2 square[] = {{-25, -25}, {25, -25}, {25, 25}, {-25, 25}};

static scalp_area_spec field_of(const char *id) {
    return (scalp_area_spec){.id = id,
                             .kind = SCALP_AREA_SCAR_FUE,
                             .points = square,
                             .point_count = 4,
                             .strength = 1,
                             .margin_mm = -1,
                             .edge_mm = -1};
}

static scalp_design with(const scalp_head *head, const scalp_area_spec *areas, size_t count,
                         const scalp_work *work) {
    return designs_make(
        head, (scalp_design_spec){.style = "brow-powder", .areas = areas, .area_count = count},
        work);
}

static const scalp_area_result *result_of(const scalp_design *design, const char *id) {
    for (size_t i = 0; i < design->area_count; i++)
        if (strcmp(design->areas[i].id, id) == 0)
            return &design->areas[i];
    CHECK_FAILED("no area %s", id);
    return &design->areas[0];
}

static void check_refused(const scalp_head *head, const scalp_area_spec *area, const char *word,
                          const scalp_work *work) {
    scalp_design design;
    scalp_error error = {0};
    const scalp_design_spec spec = {.areas = area, .area_count = 1};
    CHECK_STATUS(scalp_design_make(head, &spec, work, &design, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, word))
        CHECK_FAILED("no \"%s\" in: %s", word, error.message);
}

static double sum_over(const scalp_mesh *mesh, const double *field) {
    double sum = 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        sum +=
            (field[v[0]] + field[v[1]] + field[v[2]]) / 3 * scalp_mesh_face_area_mm2(mesh, f) / 100;
    }
    return sum;
}

static void check_field(const scalp_head *head, const scalp_work *work) {
    scalp_area_spec area = field_of("fue");
    const scalp_design d = with(head, &area, 1, work);
    const scalp_area_result *r = result_of(&d, "fue");
    /* The curve through the corners of 5 cm bulges. */
    CHECK(r->area_cm2 > 25 && r->area_cm2 < 36);
    CHECK_NEAR((double)r->spots, 20 * r->area_cm2, 0.1 * 20 * r->area_cm2);
    CHECK(r->spot_mm == 0.9);
    CHECK_NEAR(r->dots, 2.25 * (double)r->spots, 0.5001);
    CHECK(d.dots[SCALP_ZONE_SCAR] == r->dots && d.dots[SCALP_ZONE_MIDSCALP] == 0);
    CHECK_NEAR(d.area_cm2[SCALP_ZONE_SCAR], r->area_cm2, 0.01);
    CHECK(d.spot_field_count == 1 && d.spot_fields[0].count == r->spots && !d.pale);
    CHECK_NEAR(sum_over(&head->mesh, d.spot_fields[0].per_cm2), (double)r->spots, 1e-6);
    area.spot_count = 321;
    area.dots_per_spot = 1.5;
    area.spot_mm = 0.8;
    const scalp_design counted = with(head, &area, 1, work);
    r = result_of(&counted, "fue");
    CHECK(r->spots == 321 && r->dots == 482 && r->spot_mm == 0.8);
    area = field_of("fue");
    area.density_per_cm2 = 60;
    area.spots_per_cm2 = 30;
    const scalp_design dense = with(head, &area, 1, work);
    r = result_of(&dense, "fue");
    CHECK_NEAR(r->dots, 2 * (double)r->spots, 0.5001);
    CHECK_NEAR((double)r->spots, 30 * r->area_cm2, 0.1 * 30 * r->area_cm2);
}

static void check_singles(const scalp_head *head, const scalp_work *work) {
    const scalp_vec2 places[] = {{0, -60}, {10, -60}, {-20, -80}};
    const scalp_area_spec areas[] = {{.id = "single",
                                      .kind = SCALP_AREA_SCAR_SPOTS,
                                      .points = places,
                                      .point_count = 3,
                                      .margin_mm = -1,
                                      .edge_mm = -1,
                                      .spot_mm = 1,
                                      .dots_per_spot = 3},
                                     {.id = "mole",
                                      .kind = SCALP_AREA_MOLE,
                                      .points = &places[1],
                                      .point_count = 1,
                                      .margin_mm = 4,
                                      .edge_mm = -1}};
    const scalp_design d = with(head, areas, 1, work);
    const scalp_area_result *r = result_of(&d, "single");
    CHECK(r->spots == 3 && r->dots == 9 && r->outline_count == 0);
    CHECK_NEAR(r->area_cm2, 3 * SCALP_PI / 400, 1e-9);
    CHECK(r->mark_count == 3 && r->mark_mm == 0.5);
    const scalp_design kept = with(head, areas, 2, work);
    CHECK(result_of(&kept, "single")->spots == 2); /* the other lies on the mole */
    CHECK(result_of(&kept, "mole")->mark_count == 1 && result_of(&kept, "mole")->mark_mm == 4);
}

static void check_refusals(const scalp_head *head, const scalp_work *work) {
    scalp_area_spec area = field_of("fue");
    area.spot_count = 4000;
    check_refused(head, &area, "at most 60 are laid out", work);
    area = field_of("fue");
    area.spot_mm = 5;
    check_refused(head, &area, "0.3 to 3", work);
    area = field_of("fue");
    area.spots_per_cm2 = NAN;
    check_refused(head, &area, "1 to 60", work);
    area = field_of("fue");
    area.dots_per_spot = 9;
    check_refused(head, &area, "1 to 6", work);
    area = field_of("fue");
    area.kind = SCALP_AREA_SCAR_SPOTS;
    area.point_count = 0;
    check_refused(head, &area, "mole or spot needs at least 1", work);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_head head = designs_head(&w.work, "male");
    CASE("a field: 20 spots per cm2 with two or three dots, or as counted, or by its density") {
        check_field(&head, &w.work);
    }
    CASE("amid a treated scalp the field gives the spots' skin to the spots") {
        const scalp_area_spec area = field_of("fue");
        const scalp_design bare = designs_make(&head, (scalp_design_spec){.seed = 1}, &w.work);
        const scalp_design d = designs_make(
            &head, (scalp_design_spec){.seed = 1, .areas = &area, .area_count = 1}, &w.work);
        const double cover = 20 * SCALP_PI / 400 * 0.81;
        size_t within = 0;
        for (size_t i = 0; i < head.mesh.vertex_count; i++) {
            if (d.spot_fields[0].per_cm2[i] < 19.9)
                continue;
            within++;
            CHECK_NEAR(d.density_per_cm2[i], (1 - cover) * bare.density_per_cm2[i], 1.5);
        }
        CHECK(within > 100);
        CHECK(d.dots[SCALP_ZONE_MIDSCALP] < bare.dots[SCALP_ZONE_MIDSCALP]);
        CHECK(d.area_cm2[SCALP_ZONE_MIDSCALP] == bare.area_cm2[SCALP_ZONE_MIDSCALP]);
    }
    CASE("single spots: where they were put, but not on moles") {
        check_singles(&head, &w.work);
    }
    CASE("line and patch scars are pale within their outline only") {
        scalp_area_spec patch = field_of("patch");
        patch.kind = SCALP_AREA_SCAR_PATCH;
        const scalp_design d = with(&head, &patch, 1, &w.work);
        const double pale = sum_over(&head.mesh, d.pale);
        CHECK(pale > 0.7 * result_of(&d, "patch")->area_cm2);
        CHECK_AT_MOST(pale, result_of(&d, "patch")->area_cm2);
        for (size_t i = 0; i < head.mesh.vertex_count; i++)
            CHECK(d.pale[i] == 0 || d.density_per_cm2[i] > 0);
    }
    CASE("numbers out of range, too many spots, none") {
        check_refusals(&head, &w.work);
    }
    check_work_close(&w);
    return check_done();
}
