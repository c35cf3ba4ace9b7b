/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head: the template warped to the measures and mirrored, with its scalp chart. */
#include "measures.h"
#include "template.h"

#include <math.h>
#include <string.h>

/* Arc length from the vertex of the head to every knot of every warped meridian. */
typedef struct fan {
    double arc[HEAD_MERIDIANS][HEAD_KNOTS];
} fan;

static void measure_fan(const head_warp *warp, fan *to) {
    for (size_t m = 0; m < HEAD_MERIDIANS; m++) {
        scalp_vec3 before = head_warp_apply(warp, head_template_knot(m, 0));
        to->arc[m][0] = 0;
        for (size_t k = 1; k < HEAD_KNOTS; k++) {
            const scalp_vec3 here = head_warp_apply(warp, head_template_knot(m, k));
            to->arc[m][k] = to->arc[m][k - 1] + scalp_vec3_distance(before, here);
            before = here;
        }
    }
}

static double arc_at(const fan *from, double meridian, double knot) {
    const size_t m = meridian < HEAD_MERIDIANS - 2 ? (size_t)meridian : HEAD_MERIDIANS - 2;
    const size_t k = knot < HEAD_KNOTS - 2 ? (size_t)knot : HEAD_KNOTS - 2;
    const double u = meridian - (double)m, v = knot - (double)k;
    const double near = from->arc[m][k] + v * (from->arc[m][k + 1] - from->arc[m][k]);
    const double far = from->arc[m + 1][k] + v * (from->arc[m + 1][k + 1] - from->arc[m + 1][k]);
    return near + u * (far - near);
}

typedef struct builder {
    scalp_vec3 *vertices;
    scalp_vec2 *chart;
    uint8_t *region;
    scalp_head_paint *paint;
    uint8_t *midline;
    scalp_face *faces;
    uint32_t *mirror; /* of each vertex of the template's half */
    size_t half, vertex_count, face_count;
    fan *fan;
    bool female; /* the face */
} builder;

static scalp_status take_all(builder *b, const scalp_work *work, scalp_error *error) {
    b->half = head_template_vertices();
    b->vertex_count = 0;
    for (size_t i = 0; i < b->half; i++)
        b->vertex_count += head_template_vertex(i, false).x > 0 ? 2 : 1;
    b->face_count = 2 * head_template_faces();
    enum { ITEMS = 8 };
    const size_t wanted[ITEMS][2] = {
        {b->vertex_count, sizeof *b->vertices},
        {b->vertex_count, sizeof *b->chart},
        {b->vertex_count, sizeof *b->region},
        {b->vertex_count, sizeof *b->paint},
        {b->face_count, sizeof *b->faces},
        {b->half, sizeof *b->mirror},
        {1, sizeof *b->fan},
        {b->vertex_count, sizeof *b->midline},
    };
    void *got[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        SCALP_TRY(scalp_work_take(work, wanted[i][0], wanted[i][1], &got[i], error));
    b->vertices = got[0], b->chart = got[1], b->region = got[2], b->paint = got[3];
    b->faces = got[4], b->mirror = got[5], b->fan = got[6];
    b->midline = got[7];
    return SCALP_OK;
}

/* The template's vertices come first, in their order, then the images of those off the plane. */
static void place_vertices(builder *b, const head_warp *warp, scalp_vec3 top) {
    size_t next = b->half;
    for (size_t i = 0; i < b->half; i++) {
        const scalp_vec3 p = head_warp_apply(warp, head_template_vertex(i, b->female));
        double meridian, knot;
        head_template_chart(i, &meridian, &knot);
        const double arc = arc_at(b->fan, meridian, knot);
        const double z = p.z - top.z, out = sqrt(p.x * p.x + z * z);
        const double unit = out > 1e-9 ? arc / out : 0;
        const scalp_vec3 lean = head_bend_lean(&warp->bend, head_template_vertex(i, b->female));
        b->vertices[i] = scalp_vec3_add(p, lean);
        b->chart[i] = (scalp_vec2){p.x * unit, z * unit};
        b->region[i] = head_template_region(i);
        b->paint[i] = head_template_paint(i);
        b->mirror[i] = (uint32_t)i;
        b->midline[i] = p.x <= 0;
        if (p.x <= 0)
            continue;
        b->mirror[i] = (uint32_t)next;
        b->vertices[next] = (scalp_vec3){lean.x - p.x, p.y - lean.y, p.z - lean.z};
        b->chart[next] = (scalp_vec2){-b->chart[i].x, b->chart[i].y};
        b->region[next] = b->region[i];
        b->midline[next] = 0;
        b->paint[next++] = b->paint[i];
    }
}

static void place_faces(builder *b) {
    const size_t half = head_template_faces();
    for (size_t f = 0; f < half; f++) {
        const uint16_t *v = head_template_face(f);
        b->faces[f] = (scalp_face){{v[0], v[1], v[2]}};
        b->faces[half + f] = (scalp_face){{b->mirror[v[0]], b->mirror[v[2]], b->mirror[v[1]]}};
    }
}

scalp_status scalp_head_make(const scalp_head_measures *measures, const char *sex,
                             const scalp_work *work, scalp_head *head, scalp_error *error) {
    return scalp_head_make_own(measures, NULL, sex, work, head, error);
}

scalp_status scalp_head_make_own(const scalp_head_measures *measures, const scalp_head_form *form,
                                 const char *sex, const scalp_work *work, scalp_head *head,
                                 scalp_error *error) {
    scalp_head_measures all;
    head_warp warp;
    builder b = {.female = sex && strcmp(sex, "female") == 0};
    scalp_head made = {0};
    SCALP_TRY(head_measures_complete(measures, sex, &all, error));
    SCALP_TRY(head_warp_find(&all, form, &warp, error));
    SCALP_TRY(take_all(&b, work, error));
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        scalp_vec3 p = head_template_landmark((scalp_landmark)i);
        const double side = p.x < 0 ? -1 : 1;
        p.x *= side; /* the warp is for the half that is mirrored */
        const scalp_vec3 lean = scalp_vec3_scale(head_bend_lean(&warp.bend, p), side);
        made.landmarks[i] = scalp_vec3_add(head_warp_apply(&warp, p), lean);
        made.landmarks[i].x *= side;
    }
    made.landmarks[SCALP_OPISTHOCRANION] = head_warp_opisthocranion(&warp);
    measure_fan(&warp, b.fan);
    place_vertices(&b, &warp, made.landmarks[SCALP_VERTEX]);
    place_faces(&b);
    SCALP_TRY(scalp_mesh_make(b.vertices, b.vertex_count, b.faces, b.face_count, work, &made.mesh,
                              error));
    made.chart = b.chart;
    made.region = b.region;
    made.paint = b.paint;
    made.midline = b.midline;
    made.measures = head_warp_measure(&warp);
    *head = made;
    return SCALP_OK;
}
