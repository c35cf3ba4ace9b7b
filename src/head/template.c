/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "template.h"

typedef struct template_vertex {
    int32_t at_um[3];
    int16_t woman_um[3]; /* beside it */
    int32_t meridian;    /* thousandths */
    int32_t arc_um;
    uint8_t region;
    int16_t paint[3]; /* hundredths: lip, brow, lash */
} template_vertex;

#include "head_template.inc"

_Static_assert(MERIDIANS == HEAD_MERIDIANS && KNOTS == HEAD_KNOTS, "the generator's chart");
_Static_assert(sizeof LANDMARK_POINTS / sizeof *LANDMARK_POINTS == SCALP_LANDMARKS_ON_HEAD,
               "one row of data/head_landmarks.csv per landmark, in the order of the enum");

static scalp_vec3 from_um(const int32_t p[3]) {
    return (scalp_vec3){p[0] / 1000.0, p[1] / 1000.0, p[2] / 1000.0};
}

size_t head_template_vertices(void) {
    return sizeof VERTICES / sizeof *VERTICES;
}

size_t head_template_faces(void) {
    return sizeof FACES / sizeof *FACES;
}

scalp_vec3 head_template_vertex(size_t i, bool female) {
    const template_vertex *v = &VERTICES[i];
    const scalp_vec3 p = from_um(v->at_um);
    if (!female)
        return p;
    return (scalp_vec3){p.x + v->woman_um[0] / 1000.0, p.y + v->woman_um[1] / 1000.0,
                        p.z + v->woman_um[2] / 1000.0};
}

uint8_t head_template_region(size_t i) {
    return VERTICES[i].region;
}

scalp_head_paint head_template_paint(size_t i) {
    const int16_t *p = VERTICES[i].paint;
    return (scalp_head_paint){p[0] / 100.0F, p[1] / 100.0F, p[2] / 100.0F};
}

void head_template_chart(size_t i, double *meridian, double *knot) {
    *meridian = VERTICES[i].meridian / 1000.0;
    *knot = VERTICES[i].arc_um / (1000.0 * KNOT_MM);
}

const uint16_t *head_template_face(size_t f) {
    return FACES[f];
}

scalp_vec3 head_template_knot(size_t meridian, size_t knot) {
    return from_um(KNOT_POINTS[meridian][knot]);
}

scalp_vec3 head_template_landmark(scalp_landmark landmark) {
    return from_um(LANDMARK_POINTS[landmark]);
}
