/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face has the proportions of the population, its features and regions their places. */
#include "check.h"

#include <scalptor/head.h>

static double area_cm2(const scalp_head *head, int region) {
    double sum = 0;
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        for (int k = 0; k < 3; k++) {
            if (head->region[head->mesh.faces[f].v[k]] == region)
                sum += scalp_mesh_face_area_mm2(&head->mesh, f) / 300;
        }
    }
    return sum;
}

/* Extent of a region's vertices along a direction, between two heights; of the face, before the
 * ears. */
static double extent(const scalp_head *head, int region, scalp_vec3 along, double low,
                     double high) {
    double least = 1e9, most = -1e9;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const scalp_vec3 p = head->mesh.vertices[i];
        if (head->region[i] != region || p.y < low || p.y > high ||
            (region == SCALP_REGION_FACE && p.z < 15))
            continue;
        least = fmin(least, scalp_vec3_dot(p, along));
        most = fmax(most, scalp_vec3_dot(p, along));
    }
    return most - least;
}

/* The most forward point of the nose, in the plane of symmetry. */
static scalp_vec3 pronasale(const scalp_head *head) {
    scalp_vec3 best = {0, 0, 0};
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        if (head->midline[i] && head->mesh.vertices[i].z > best.z)
            best = head->mesh.vertices[i];
    return best;
}

/* A woman's face lies on the same scalp, chart and landmarks. */
static void check_woman(const scalp_work *work) {
    const scalp_head_measures all = {195, 151, 568, 129};
    scalp_head man, woman;
    CHECK_STATUS(scalp_head_make(&all, "male", work, &man, NULL), SCALP_OK);
    CHECK_STATUS(scalp_head_make(&all, "female", work, &woman, NULL), SCALP_OK);
    CHECK(man.mesh.vertex_count == woman.mesh.vertex_count);
    CHECK(memcmp(man.mesh.faces, woman.mesh.faces, man.mesh.face_count * sizeof *man.mesh.faces) ==
          0);
    double most = 0;
    for (size_t i = 0; i < man.mesh.vertex_count; i++) {
        const double way = scalp_vec3_distance(man.mesh.vertices[i], woman.mesh.vertices[i]);
        if (man.region[i] == SCALP_REGION_SCALP || man.region[i] == SCALP_REGION_EAR)
            CHECK(way <= 0 && memcmp(&man.chart[i], &woman.chart[i], sizeof *man.chart) == 0);
        most = fmax(most, way);
    }
    CHECK(most > 2 && most < 15);
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        CHECK(scalp_vec3_distance(man.landmarks[i], woman.landmarks[i]) <= 0);
}

int main(void) {
    static const scalp_head_measures NONE = {0, 0, 0, 0};
    check_work w;
    check_work_open(&w, 0);
    scalp_error error;
    scalp_head head;
    const scalp_status made = scalp_head_make(&NONE, "male", &w.work, &head, &error);
    if (made != SCALP_OK) {
        printf("Bail out! %s\n", error.message);
        return 1;
    }
    CASE("proportions of the face: ANSUR II men within one standard deviation") {
        const scalp_vec3 *l = head.landmarks;
        const scalp_vec3 across = {1, 0, 0}, up = {0, 0.978, -0.208}; /* the ear leans back */
        const double zygion = extent(&head, SCALP_REGION_FACE, across, -25, 25);
        const double ear = extent(&head, SCALP_REGION_EAR, up, -100, 100);
        printf("# bizygomatic %.1f, menton-nasion %.1f, ear %.1f, canthi %.1f and %.1f mm\n",
               zygion, scalp_vec3_distance(l[SCALP_MENTON], l[SCALP_NASION]), ear,
               2 * l[SCALP_ENDOCANTHION_L].x, 2 * l[SCALP_EXOCANTHION_L].x);
        CHECK_NEAR(zygion, 142.6, 6.2);
        /* menton to sellion, which lies a few mm above the nasion */
        CHECK_NEAR(scalp_vec3_distance(l[SCALP_MENTON], l[SCALP_NASION]), 122.6, 6.7);
        CHECK_NEAR(ear, 64.2, 4.5);
        /* Farkas 1994, men */
        const scalp_vec3 tip = pronasale(&head), under = l[SCALP_SUBNASALE];
        printf("# n-sn %.1f, sn-prn %.1f, n-gn %.1f, ch-ch %.1f\n",
               scalp_vec3_distance(l[SCALP_NASION], under), scalp_vec3_distance(under, tip),
               scalp_vec3_distance(l[SCALP_NASION], l[SCALP_MENTON]), 2 * l[SCALP_CHEILION_L].x);
        CHECK_NEAR(scalp_vec3_distance(l[SCALP_NASION], under), 54.8, 1.5 * 3.3);
        CHECK_NEAR(scalp_vec3_distance(under, tip), 19.5, 1.9);
        CHECK_NEAR(scalp_vec3_distance(l[SCALP_NASION], l[SCALP_MENTON]), 124.7, 5.7);
        CHECK_NEAR(2 * l[SCALP_CHEILION_L].x, 54.5, 3.0);
        /* the middle of the eyes: interpupillary breadth */
        CHECK_NEAR(l[SCALP_ENDOCANTHION_L].x + l[SCALP_EXOCANTHION_L].x, 64.0, 3.4);
    }
    CASE("the scalp has the area of a scalp") {
        const double scalp = area_cm2(&head, SCALP_REGION_SCALP);
        printf("# scalp %.0f cm2, ears %.0f, face %.0f, neck %.0f\n", scalp,
               area_cm2(&head, SCALP_REGION_EAR), area_cm2(&head, SCALP_REGION_FACE),
               area_cm2(&head, SCALP_REGION_NECK));
        CHECK(scalp > 550);
        CHECK(scalp < 660);
        CHECK(area_cm2(&head, SCALP_REGION_EAR) > 60);
    }
    CASE("brows, lips and lashes are where faces have them") {
        scalp_vec3 lip = {0, 0, 0}, brow = {0, 0, 0};
        double lips = 0, brows = 0, lashes = 0;
        for (size_t i = 0; i < head.mesh.vertex_count; i++) {
            const scalp_head_paint p = head.paint[i];
            const scalp_vec3 at = head.mesh.vertices[i];
            lips += p.lip_mm < 0;
            brows += p.brow_mm < 0;
            lashes += p.lash_mm < 0;
            if (p.lip_mm < 0)
                lip = scalp_vec3_add(lip, at);
            if (p.brow_mm < 0)
                brow = scalp_vec3_add(brow, (scalp_vec3){fabs(at.x), at.y, at.z});
            CHECK(p.lash_mm >= 0 || (fabs(at.x) > 15 && fabs(at.x) < 48));
        }
        CHECK(lips > 200 && brows > 50 && lashes > 20);
        CHECK_NEAR(lip.y / lips, head.landmarks[SCALP_CHEILION_L].y, 4);
        CHECK(brow.y / brows > head.landmarks[SCALP_EXOCANTHION_L].y + 10);
        CHECK(brow.y / brows < head.landmarks[SCALP_GLABELLA].y);
    }
    CASE("a woman's face is another one before the same scalp")
    check_woman(&w.work);
    check_work_close(&w);
    return check_done();
}
