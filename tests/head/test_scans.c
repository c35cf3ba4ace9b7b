/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head against two others after a rigid pose and four measures: a mean of many scans
 * and one scanned man. Neither had a part in making it. */
#include "check.h"
#include "scan_tools.h"

#define ROUNDS 25

/* ---- Posing and comparing ---------------------------------------------------------------- */

typedef struct pose {
    scalp_mat3 rotation;
    scalp_vec3 shift;
} pose;

static scalp_vec3 posed(const pose *p, scalp_vec3 v) {
    return scalp_vec3_add(scalp_mat3_apply(&p->rotation, v), p->shift);
}

/* Above the plane through brow crease and inion; it passes over the ears. */
static bool on_scalp(const scalp_head *head, scalp_vec3 p) {
    const scalp_vec3 a = head->landmarks[SCALP_BROW_CREASE], b = head->landmarks[SCALP_INION];
    return p.y > b.y + (p.z - b.z) * (a.y - b.y) / (a.z - b.z);
}

static void solve6(double a[6][7]) {
    for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
            const double f = i == j ? 0 : a[j][i] / a[i][i];
            for (int k = i; k < 7 && f != 0; k++)
                a[j][k] -= f * a[i][k];
        }
    }
    for (int i = 0; i < 6; i++)
        a[i][6] /= a[i][i];
}

typedef struct misfit {
    double rms, worst, mean;
    size_t count;
} misfit;

/* One round of closest points: the misfit before it, and the pose that makes it less (Chen and
 * Medioni 1992, distances to the tangent planes). */
static misfit improve(const scalp_head *head, const scalp_bvh *bvh, const scan *s, pose *p) {
    double a[6][7] = {{0}};
    misfit m = {0, 0, 0, 0};
    for (size_t i = 0; i < s->vertex_count; i++) {
        const scalp_vec3 v = posed(p, s->vertices[i]);
        if (!on_scalp(head, v))
            continue;
        double distance;
        const scalp_mesh_point at = scalp_bvh_closest(bvh, v, &distance);
        const scalp_vec3 n = scalp_mesh_normal(&head->mesh, at);
        const double e = scalp_vec3_dot(scalp_vec3_sub(v, scalp_mesh_position(&head->mesh, at)), n);
        const scalp_vec3 r = scalp_vec3_cross(v, n);
        const double row[7] = {r.x, r.y, r.z, n.x, n.y, n.z, -e};
        for (int j = 0; j < 6; j++) {
            for (int k = 0; k < 7; k++)
                a[j][k] += row[j] * row[k];
        }
        m.rms += distance * distance;
        m.mean += e;
        m.worst = fmax(m.worst, distance);
        m.count++;
    }
    solve6(a);
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){a[0][6], a[1][6], a[2][6]});
    p->rotation = scalp_mat3_multiply(&turn, &p->rotation);
    p->shift =
        scalp_vec3_add(scalp_mat3_apply(&turn, p->shift), (scalp_vec3){a[3][6], a[4][6], a[5][6]});
    m.rms = sqrt(m.rms / (double)m.count);
    m.mean /= (double)m.count;
    return m;
}

static void compare_with(const scan *s, check_work *w) {
    const scalp_head_measures asked = measure(s);
    scalp_head head;
    scalp_error error = {0};
    const scalp_bvh *bvh;
    CHECK_STATUS(scalp_head_make(&asked, "male", &w->work, &head, &error), SCALP_OK);
    CHECK_STATUS(scalp_bvh_make(&head.mesh, &w->work, &bvh, &error), SCALP_OK);
    pose p = {{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, {0, 0, 0}};
    misfit m = {0, 0, 0, 0};
    for (int i = 0; i < ROUNDS; i++)
        m = improve(&head, bvh, s, &p);
    printf("# %.1f x %.1f mm, girth %.1f, height %.1f: RMS %.2f mm, mean %+.2f, worst %.2f, over "
           "%zu vertices\n",
           asked.length_mm, asked.breadth_mm, asked.circumference_mm, asked.tragion_vertex_mm,
           m.rms, m.mean, m.worst, m.count);
    CHECK(m.count > 300);
    CHECK_AT_MOST(m.rms, 4.0);
    CHECK_AT_MOST(m.worst, 12.0);
}

int main(void) {
    static const char *const NAMES[] = {"ict_facekit_neutral", "lee_perry_smith_bust"};
    const char *folder = check_shared();
    check_work w;
    check_work_open(&w, 0);
    for (size_t i = 0; i < 2; i++) {
        char name[100];
        snprintf(name, sizeof name, "scalp within 4 mm RMS of %s", NAMES[i]);
        scan s = {0};
        if (!folder || !read_scan(folder, NAMES[i], &s) || !read_marks(folder, NAMES[i], &s)) {
            check_skip(name, "the shared head meshes are not here");
        } else {
            CASE(name) {
                compare_with(&s, &w);
            }
            check_end_case();
        }
        free(s.vertices);
        free(s.faces);
    }
    check_work_close(&w);
    return check_done();
}
