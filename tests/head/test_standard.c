/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head is a closed, oriented, symmetric surface with its landmarks on it. */
#include "check.h"

#include <scalptor/head.h>

static const scalp_head_measures NONE = {0, 0, 0, 0};

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Every directed edge occurs once, and its opposite too. */
static void check_closed(const scalp_mesh *mesh) {
    const size_t count = mesh->face_count * 3;
    uint64_t *edges = malloc(count * sizeof *edges);
    for (size_t i = 0; i < count; i++) {
        const uint32_t *v = mesh->faces[i / 3].v;
        edges[i] = (uint64_t)v[i % 3] << 32 | v[(i + 1) % 3];
    }
    qsort(edges, count, sizeof *edges, compare);
    size_t repeated = 0, open = 0;
    for (size_t i = 0; i < count; i++) {
        const uint64_t opposite = edges[i] << 32 | edges[i] >> 32;
        repeated += i > 0 && edges[i] == edges[i - 1];
        open += !bsearch(&opposite, edges, count, sizeof *edges, compare);
    }
    CHECK(repeated == 0);
    CHECK(open == 0);
    CHECK((long)mesh->vertex_count - (long)count / 2 + (long)mesh->face_count == 2);
    free(edges);
}

static double volume_cm3(const scalp_mesh *mesh) {
    double sum = 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        const scalp_vec3 *p = mesh->vertices;
        sum += scalp_vec3_dot(p[v[0]], scalp_vec3_cross(p[v[1]], p[v[2]])) / 6;
    }
    return sum / 1000;
}

static void check_triangles(const scalp_mesh *mesh) {
    size_t slivers = 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        const scalp_vec3 *p = mesh->vertices;
        const uint32_t *v = mesh->faces[f].v;
        double longest = 0;
        for (int k = 0; k < 3; k++)
            longest = fmax(longest, scalp_vec3_distance(p[v[k]], p[v[(k + 1) % 3]]));
        CHECK_AT_MOST(longest, 7.0);
        slivers += scalp_mesh_face_area_mm2(mesh, f) < 0.05 * longest * longest;
    }
    CHECK_AT_MOST((double)slivers, 0.002 * (double)mesh->face_count);
}

static size_t mirror_faults(const scalp_head *head) {
    const size_t count = head->mesh.vertex_count;
    const scalp_vec3 *p = head->mesh.vertices;
    size_t half = 0, next, faults = 0;
    while (half < count && p[half].x >= 0)
        half++;
    next = half;
    for (size_t i = 0; i < half; i++) {
        if (p[i].x == 0)
            continue;
        faults += next >= count || p[next].x != -p[i].x || p[next].y != p[i].y ||
                  p[next].z != p[i].z || head->region[next] != head->region[i];
        next++;
    }
    return faults + (next != count);
}

static double nearest_vertex(const scalp_mesh *mesh, scalp_vec3 p, double *height) {
    double best = 1e9;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const double d = scalp_vec3_distance(mesh->vertices[i], p);
        if (d < best) {
            best = d;
            *height = scalp_vec3_dot(scalp_vec3_sub(p, mesh->vertices[i]), mesh->normals[i]);
        }
    }
    return best;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error;
    scalp_head head, again;
    const scalp_status made = scalp_head_make(&NONE, "male", &w.work, &head, &error);
    if (made != SCALP_OK) {
        printf("Bail out! %s\n", error.message);
        return 1;
    }
    CASE("closed, oriented, without handles") {
        size_t boundary = 1, bad = 1;
        check_closed(&head.mesh);
        CHECK_STATUS(scalp_mesh_edges_check(&head.mesh, &w.work, &boundary, &bad, &error),
                     SCALP_OK);
        CHECK(boundary == 0 && bad == 0);
        CHECK(volume_cm3(&head.mesh) > 4500);
        CHECK(volume_cm3(&head.mesh) < 7500);
        printf("# %zu vertices, %.0f cm3\n", head.mesh.vertex_count, volume_cm3(&head.mesh));
    }
    CASE("triangles are neither long nor thin") {
        check_triangles(&head.mesh);
    }
    CASE("left and right are alike") {
        CHECK(mirror_faults(&head) == 0);
    }
    CASE("landmarks lie on the surface, mirrored") {
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
            double height = 0;
            CHECK_AT_MOST(nearest_vertex(&head.mesh, head.landmarks[i], &height), 3.0);
            if (!(fabs(height) <= 1.0))
                CHECK_FAILED("%s is %.2f mm off", scalp_landmark_name((scalp_landmark)i), height);
        }
        for (int i = SCALP_TRAGION_L; i <= SCALP_OTOBASION_SUPERIUS_R; i += 2) {
            CHECK_NEAR(head.landmarks[i].x, -head.landmarks[i + 1].x, 1e-9);
            CHECK_NEAR(head.landmarks[i].y, head.landmarks[i + 1].y, 1e-9);
            CHECK(head.landmarks[i].x > 0);
        }
        CHECK_AT_MOST(fabs(head.landmarks[SCALP_TRAGION_L].y), 2.0);
        CHECK_AT_MOST(fabs(head.landmarks[SCALP_TRAGION_L].z), 2.0);
    }
    CASE("names of landmarks go both ways") {
        for (int i = 0; i < SCALP_LANDMARK_COUNT; i++) {
            scalp_landmark found = SCALP_LANDMARK_COUNT;
            CHECK(scalp_landmark_find(scalp_landmark_name((scalp_landmark)i), &found));
            CHECK((int)found == i);
        }
        scalp_landmark found;
        CHECK(!scalp_landmark_find("chin", &found));
    }
    CASE("the same bytes again") {
        CHECK_STATUS(scalp_head_make(&NONE, "male", &w.work, &again, &error), SCALP_OK);
        CHECK(memcmp(head.mesh.vertices, again.mesh.vertices,
                     head.mesh.vertex_count * sizeof *head.mesh.vertices) == 0);
        CHECK(memcmp(head.chart, again.chart, head.mesh.vertex_count * sizeof *head.chart) == 0);
    }
    check_work_close(&w);
    return check_done();
}
