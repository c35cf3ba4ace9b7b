/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs on scans: a symmetric head gets a symmetric design, a mirrored one the mirrored design,
 * and where the scan stands and how it is turned changes nothing. */
#include "designs.h"
#include "head/scanned.h"

static const scalp_mat3 straight = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};

static scalp_head registered(const scalp_mesh *scan, const scalp_head_marks *marks,
                             const scalp_work *work) {
    scalp_registered r = {.rms_mm = 0};
    CHECK_STATUS(scalp_head_register(scan, marks, "male", work, &r, NULL), SCALP_OK);
    return r.head;
}

static scalp_design_spec mirrored_line(scalp_hairline_spec *line) {
    *line = scalp_hairline_spec_none();
    line->number[SCALP_HAIRLINE_ASYMMETRY] = 0;
    return (scalp_design_spec){.style = "natural", .loss = SCALP_NORWOOD_V, .hairline = line};
}

/* Left of one against right of the other. */
static void check_mirror(const scalp_design *a, const scalp_design *b, double share) {
    static const scalp_zone sides[][2] = {{SCALP_ZONE_TEMPLE_L, SCALP_ZONE_TEMPLE_R},
                                          {SCALP_ZONE_SIDE_L, SCALP_ZONE_SIDE_R}};
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 2; k++)
            CHECK_NEAR(a->area_cm2[sides[i][k]] / b->area_cm2[sides[i][1 - k]], 1, share);
    }
    for (int z = SCALP_ZONE_HAIRLINE; z <= SCALP_ZONE_CROWN; z++)
        CHECK_NEAR(a->area_cm2[z] / b->area_cm2[z], 1, share);
    CHECK_NEAR(a->height_mm[0], b->height_mm[1], 0.5);
    CHECK_NEAR(a->height_mm[1], b->height_mm[0], 0.5);
    CHECK_NEAR(a->slope_deg, b->slope_deg, 0.5);
}

static void check_symmetric(const scalp_design *d) {
    check_mirror(d, d, 0.01);
    CHECK_AT_MOST(designs_apart(d, d, -1), 1);
    CHECK_AT_MOST(d->asymmetry_mm, 0.5);
}

static void check_moved(int which, bool mirror, const scalp_work *work) {
    scalp_mesh scan;
    scalp_head_marks marks, moved_marks;
    scalp_hairline_spec line;
    const scalp_design_spec spec = mirrored_line(&line);
    const scalp_mat3 turn = mirror ? straight : scalp_mat3_rotation((scalp_vec3){0.8, -0.5, 1.1});
    if (!scanned_read(which, work, &scan, &marks)) {
        printf("# %s is not there\n", scanned_names[which]);
        return;
    }
    const scalp_mesh moved =
        scanned_moved(&scan, &marks, turn, (scalp_vec3){70, -300, 20}, mirror, work, &moved_marks);
    const scalp_head head = registered(&scan, &marks, work);
    const scalp_head other = registered(&moved, &moved_marks, work);
    const scalp_design a = designs_make(&head, spec, work), b = designs_make(&other, spec, work);
    if (mirror) {
        check_mirror(&a, &b, 0.01);
        CHECK_AT_MOST(designs_apart(&a, &b, -1), 1);
        return;
    }
    if (which == 2) /* the MakeHuman head is symmetric */
        check_symmetric(&a);
    double most = 0;
    for (size_t i = 0; i < head.mesh.vertex_count; i++)
        most = fmax(most, scalp_vec3_distance(head.mesh.vertices[i], other.mesh.vertices[i]));
    printf("# turned, vertices move by up to %.2g mm\n", most);
    for (int z = SCALP_ZONE_HAIRLINE; z <= SCALP_ZONE_NAPE; z++)
        CHECK_NEAR(b.area_cm2[z], a.area_cm2[z], 0.1 + 0.001 * a.area_cm2[z]);
    CHECK_AT_MOST(designs_apart(&a, &b, 1), 0.2);
    CHECK_NEAR(b.height_mm[0], a.height_mm[0], 0.1);
    CHECK_NEAR(b.slope_deg, a.slope_deg, 0.1);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a symmetric head gets a symmetric design, and where it stands changes nothing") {
        for (int i = check_times(2, 0); i < scanned_count; i++)
            check_moved(i, false, &w.work);
    }
    CASE("the mirror image of a scan gets the mirror image of its design (--long)") {
        for (int i = 0; i < check_times(0, scanned_count); i++)
            check_moved(i, true, &w.work);
    }
    check_work_close(&w);
    return check_done();
}
