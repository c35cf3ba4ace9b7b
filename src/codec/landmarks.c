/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Landmarks on a scan: { "glabella": [x, y, z], ... } */
#include "json_in.h"

#include <math.h>

/* More than a scan in micrometres has. */
static const double farthest = 1e9;

static scalp_status read_marks(const scalp_json_in *in, const json_t *root,
                               scalp_head_marks *marks) {
    const char *known[SCALP_LANDMARK_COUNT];
    size_t on_head = 0;
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++)
        known[i] = scalp_landmark_name((scalp_landmark)i);
    SCALP_TRY(scalp_json_known(in, root, "", known, SCALP_LANDMARK_COUNT));
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++) {
        const json_t *value = json_object_get(root, known[i]);
        double p[3];
        if (!value)
            continue;
        SCALP_TRY(scalp_json_numbers(in, value, known[i], p, 3));
        for (int k = 0; k < 3; k++) {
            if (!(fabs(p[k]) <= farthest))
                return scalp_json_fail(in, "%s lies too far away.", known[i]);
        }
        marks->has[i] = true;
        marks->at[i] = (scalp_vec3){p[0], p[1], p[2]};
        on_head += i < SCALP_LANDMARKS_ON_HEAD;
    }
    if (on_head < SCALP_HEAD_LEAST_MARKS)
        return scalp_json_fail(in, "names %zu landmarks of the head; give %d or more.", on_head,
                               SCALP_HEAD_LEAST_MARKS);
    return SCALP_OK;
}

scalp_status scalp_codec_landmarks_read(scalp_bytes bytes, const char *name,
                                        scalp_head_marks *marks, scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root = NULL;
    *marks = (scalp_head_marks){0};
    scalp_status status = scalp_json_open(&in, bytes, SCALP_CODEC_MAX_CASE_BYTES, &root);
    if (status == SCALP_OK)
        status = read_marks(&in, root, marks);
    json_decref(root);
    return status;
}
