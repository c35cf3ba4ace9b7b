/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head drawn onto scans: near to them, with the same zones, nowhere folded. */
#include "check.h"

#include <scalptor/codec.h>
#include <scalptor/design.h>
#include <scalptor/head.h>

enum { most_path = 1024 };

static bool read_bytes(const char *path, const scalp_work *work, scalp_bytes *bytes) {
    scalp_error error = {0};
    return scalp_codec_file_read(path, (size_t)1 << 27, work, bytes, &error) == SCALP_OK;
}

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

static void check_scan(const char *shared, const char *name, const scalp_work *work) {
    char path[most_path];
    scalp_bytes bytes;
    scalp_mesh_file file;
    scalp_head_marks marks;
    scalp_registered r;
    scalp_head standard;
    scalp_error error = {0};
    double most;
    snprintf(path, sizeof path, "%s/data/heads/%s.obj", shared, name);
    CHECK(read_bytes(path, work, &bytes));
    CHECK_STATUS(scalp_codec_mesh_read(bytes, path, work, &file, &error), SCALP_OK);
    snprintf(path, sizeof path, "%s/data/heads/%s.landmarks.json", shared, name);
    CHECK(read_bytes(path, work, &bytes));
    CHECK_STATUS(scalp_codec_landmarks_read(bytes, path, &marks, &error), SCALP_OK);
    CHECK_STATUS(scalp_head_register(&file.mesh, &marks, "male", work, &r, &error), SCALP_OK);
    if (error.status != SCALP_OK)
        return;
    CHECK_STATUS(scalp_head_make(&r.head.measures, "male", work, &standard, &error), SCALP_OK);
    const double rms = distance_rms(&r, &file.mesh, work, &most);
    printf("# %s: scalp %.3f mm RMS from the scan, at most %.2f; %.1f %% met; %zu folds\n", name,
           rms, most, 100 * r.scalp_met, folds(&r.head, &standard));
    CHECK_AT_MOST(rms, 1);
    CHECK(folds(&r.head, &standard) == 0);
    check_areas(&r, &file.mesh, work);
}

int main(void) {
    static const char *const names[] = {"lee_perry_smith_bust", "ict_facekit_neutral"};
    const char *shared = check_shared();
    check_work w;
    check_work_open(&w, 0);
    for (int i = 0; i < check_times(1, 2); i++) {
        char name[100];
        snprintf(name, sizeof name, "the standard head on %s", names[i]);
        if (!shared) {
            check_skip(name, "the shared head meshes are not here");
            continue;
        }
        CASE(name)
        check_scan(shared, names[i], &w.work);
        check_end_case();
    }
    check_work_close(&w);
    return check_done();
}
