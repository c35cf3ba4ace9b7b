/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalp chart: arc length from the vertex by azimuth, one to one over the scalp. */
#include "check.h"

#include <scalptor/head.h>

static double chart_radius(const scalp_head *head, size_t i) {
    return hypot(head->chart[i].x, head->chart[i].y);
}

/* Twice the area of a face in the chart; x runs to the client's left and y forward, so seen from
 * above the faces of the scalp turn clockwise... or all the other way. */
static double chart_area(const scalp_head *head, size_t f) {
    const uint32_t *v = head->mesh.faces[f].v;
    const scalp_vec2 a = head->chart[v[0]], b = head->chart[v[1]], c = head->chart[v[2]];
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool on_scalp(const scalp_head *head, size_t f) {
    for (int k = 0; k < 3; k++) {
        if (head->region[head->mesh.faces[f].v[k]] != SCALP_REGION_SCALP)
            return false;
    }
    return true;
}

/* Length of the surface along the midline, from vertex to vertex of the mesh forwards or back. */
static void check_midline(const scalp_head *head, double direction) {
    const scalp_vec3 top = head->landmarks[SCALP_VERTEX];
    scalp_vec3 here = top;
    double length = 0;
    for (;;) {
        double best = 1e9;
        size_t next = 0;
        for (size_t i = 0; i < head->mesh.vertex_count; i++) {
            const scalp_vec3 p = head->mesh.vertices[i];
            const double ahead = direction * (p.z - here.z) + (here.y - p.y);
            const double d = scalp_vec3_distance(p, here);
            if (p.x == 0 && ahead > 0.3 && d < best) {
                best = d;
                next = i;
            }
        }
        here = head->mesh.vertices[next];
        length += best;
        if (best > 6 || head->region[next] != SCALP_REGION_SCALP)
            break;
        CHECK_NEAR(chart_radius(head, next), length, 0.5 + 0.01 * length);
        CHECK_NEAR(head->chart[next].y, direction * chart_radius(head, next), 1e-6);
    }
    CHECK(length > 60);
}

static void check_chart(const scalp_head *head) {
    size_t folded = 0, faces = 0, turned = 0;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const scalp_vec3 p = head->mesh.vertices[i];
        const double z = p.z - head->landmarks[SCALP_VERTEX].z;
        CHECK(isfinite(head->chart[i].x) && isfinite(head->chart[i].y));
        /* azimuth about the axis through the vertex */
        turned += fabs(p.x * head->chart[i].y - z * head->chart[i].x) >
                  1e-6 * (1 + hypot(p.x, z) * chart_radius(head, i));
    }
    CHECK(turned == 0);
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        if (!on_scalp(head, f))
            continue;
        faces++;
        folded += chart_area(head, f) >= 0;
        const double ratio = -0.5 * chart_area(head, f) / scalp_mesh_face_area_mm2(&head->mesh, f);
        CHECK(ratio > 0.5);
        CHECK_AT_MOST(ratio, 4.0);
    }
    CHECK(faces > 10000);
    CHECK(folded == 0);
    check_midline(head, 1);
    check_midline(head, -1);
}

/* Over face and neck the chart runs on, though wider: but for ears, nose and the neck's cut end no
 * face is folded, and under the chin arcs go on growing along the skin. */
static void check_below(const scalp_head *head) {
    const scalp_vec3 nose = head->landmarks[SCALP_SUBNASALE];
    size_t folded = 0, faces = 0;
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        const scalp_vec3 p = head->mesh.vertices[v[0]];
        bool ear = false, end = false;
        for (int k = 0; k < 3; k++) {
            ear |= head->region[v[k]] == SCALP_REGION_EAR;
            end |= head->mesh.vertices[v[k]].y < -125;
        }
        if (ear || end || scalp_vec3_distance(p, nose) < 40)
            continue;
        faces++;
        folded += chart_area(head, f) >= 0;
    }
    CHECK(faces > 60000);
    CHECK_AT_MOST((double)folded, 60);
    double menton = 0, throat = 0;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const scalp_vec3 p = head->mesh.vertices[i];
        if (p.x == 0 && p.z > 80 && p.y < -84)
            menton = fmax(menton, chart_radius(head, i));
        if (p.x == 0 && p.z > 20 && p.z < 60 && p.y < -90 && p.y > -102)
            throat = fmax(throat, chart_radius(head, i));
    }
    CHECK(throat > menton + 25 && throat < menton + 70);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    static const scalp_head_measures HEADS[] = {
        {0, 0, 0, 0}, {215, 144, 585, 120}, {185, 165, 568, 142}};
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++) {
        scalp_head head;
        scalp_error error;
        CASE("arc length by azimuth, without folds") {
            CHECK_STATUS(scalp_head_make(&HEADS[i], "male", &w.work, &head, &error), SCALP_OK);
            check_chart(&head);
            check_below(&head);
        }
    }
    check_work_close(&w);
    return check_done();
}
