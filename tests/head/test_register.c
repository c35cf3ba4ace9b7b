/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head drawn onto scans: near to them, with the same zones, nowhere folded. */
#include "check.h"
#include "scanned.h"

#include <scalptor/design.h>
#include <scalptor/head.h>

/* Largest and RMS distance of the head's scalp from the scan, mm. */
static double distance_rms(const scalp_registered *r, const scalp_mesh *scan,
                           const scalp_work *work, double *most) {
    const scalp_bvh *tree;
    scalp_error error = {0};
    double squares = 0, count = 0;
    *most = 0;
    if (scalp_bvh_make(scan, work, &tree, &error) != SCALP_OK)
        return HUGE_VAL;
    for (size_t i = 0; i < r->head.mesh.vertex_count; i++) {
        if (r->head.region[i] != SCALP_REGION_SCALP)
            continue;
        const scalp_vec3 p = scalp_mat3_apply_transposed(
            &r->rotation, scalp_vec3_sub(r->head.mesh.vertices[i], r->shift));
        double distance;
        (void)scalp_bvh_closest(tree, p, &distance);
        squares += distance * distance;
        *most = fmax(*most, distance);
        count++;
    }
    return sqrt(squares / count);
}

/* Faces of the scalp that turned over. */
static size_t folds(const scalp_head *head, const scalp_head *standard) {
    size_t count = 0;
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        if (head->region[head->mesh.faces[f].v[0]] != SCALP_REGION_SCALP)
            continue;
        count += scalp_vec3_dot(scalp_mesh_face_normal(&head->mesh, f),
                                scalp_mesh_face_normal(&standard->mesh, f)) < 0.3;
    }
    return count;
}

/* Areas of the zones on the head against those on the scan itself. */
static void check_areas(const scalp_registered *r, const scalp_mesh *scan, const scalp_work *work) {
    const scalp_design_spec spec = {.style = "natural", .density_per_cm2 = 100, .sex = "male"};
    scalp_design design;
    scalp_error error = {0};
    scalp_scan_fit fit = {.rotation = r->rotation, .shift = r->shift};
    double own[SCALP_ZONE_COUNT];
    CHECK_STATUS(scalp_design_make(&r->head, &spec, work, &design, &error), SCALP_OK);
    if (error.status != SCALP_OK)
        return;
    fit.head = r->head;
    CHECK_STATUS(scalp_design_scan_areas(&design, scan, &fit, work, own, &error), SCALP_OK);
    for (int zone = SCALP_ZONE_NONE + 1; zone < SCALP_ZONE_COUNT; zone++) {
        if (zone > SCALP_ZONE_NAPE && design.area_cm2[zone] == 0) {
            CHECK(own[zone] == 0); /* not of this style */
            continue;
        }
        printf("# %s %.1f cm2, %.1f on the scan\n", scalp_zone_name((scalp_zone)zone),
               design.area_cm2[zone], own[zone]);
        CHECK_NEAR(design.area_cm2[zone] / own[zone], 1, 0.05);
    }
}

static void check_scan(int which, const scalp_head_marks *marks, const scalp_mesh *scan,
                       const scalp_work *work) {
    scalp_registered r;
    scalp_head standard;
    scalp_error error = {0};
    double most;
    if (scalp_head_register(scan, marks, "male", work, &r, &error)) {
        CHECK_FAILED("%s: %s", scanned_names[which], error.message);
        return;
    }
    CHECK_STATUS(scalp_head_make(&r.head.measures, "male", work, &standard, &error), SCALP_OK);
    const double rms = distance_rms(&r, scan, work, &most);
    printf("# %s: scalp %.3f mm RMS from the scan, at most %.2f; %.1f %% met; %zu folds; before "
           "%.2f mm, landmarks %.2f\n",
           scanned_names[which], rms, most, 100 * r.scalp_met, folds(&r.head, &standard),
           r.standard_rms_mm, r.landmarks_mm);
    CHECK_AT_MOST(rms, 0.5);
    CHECK(folds(&r.head, &standard) == 0);
    CHECK((r.landmarks_mm > 0) == (marks != NULL) && (r.surface_mm > 0) == (marks == NULL));
    check_areas(&r, scan, work);
}

/* A head whose ears sit far forward, their tragia picked and their upper roots not: the roots are
 * found with the tragia, and are not said to be picked. */
static void check_ears(const scalp_work *work) {
    static const scalp_landmark picked[] = {
        SCALP_GLABELLA,      SCALP_NASION,    SCALP_SUBNASALE, SCALP_EXOCANTHION_L,
        SCALP_EXOCANTHION_R, SCALP_TRAGION_L, SCALP_TRAGION_R, SCALP_VERTEX};
    const scalp_head_measures mean = scalp_head_measures_mean("male");
    scalp_head_form form = {{0}, {{0, 0, 0}}};
    scalp_head_marks marks = {{false}, {{0, 0, 0}}};
    scalp_head head;
    scalp_registered r;
    form.offsets[SCALP_TRAGION_L] = form.offsets[SCALP_OTOBASION_SUPERIUS_L] =
        (scalp_vec3){0, 0, 9};
    CHECK_STATUS(scalp_head_make_own(&mean, &form, "male", work, &head, NULL), SCALP_OK);
    for (size_t i = 0; i < sizeof picked / sizeof *picked; i++) {
        marks.has[picked[i]] = true;
        marks.at[picked[i]] = head.landmarks[picked[i]];
    }
    CHECK_STATUS(scalp_head_register(&head.mesh, &marks, "male", work, &r, NULL), SCALP_OK);
    for (int side = 0; side < 2; side++) {
        const int root = SCALP_OTOBASION_SUPERIUS_L + side;
        const double off = scalp_vec3_distance(r.head.landmarks[root], head.landmarks[root]);
        printf("# the ear's upper root %.1f mm off\n", off);
        CHECK_AT_MOST(off, 2.5);
        CHECK(!r.head.picked[root] && r.head.picked[SCALP_TRAGION_L + side]);
    }
}

int main(void) {
    static const int order[scanned_count] = {2, 0, 1};
    check_work w;
    check_work_open(&w, 0);
    CASE("ears that sit far forward take their roots along") {
        check_ears(&w.work);
    }
    for (int i = 0; i < check_times(2, scanned_count); i++) {
        char name[100];
        scalp_mesh scan;
        scalp_head_marks marks;
        snprintf(name, sizeof name, "the standard head on %s", scanned_names[order[i]]);
        if (!scanned_read(order[i], &w.work, &scan, &marks)) {
            check_skip(name, "the shared head meshes are not here");
            continue;
        }
        CASE(name) {
            if (i > 0 || check_times(0, 1))
                check_scan(order[i], &marks, &scan, &w.work);
            if (i == 0 || check_times(0, 1)) /* without landmarks */
                check_scan(order[i], NULL, &scan, &w.work);
        }
        check_end_case();
    }
    check_work_close(&w);
    return check_done();
}
