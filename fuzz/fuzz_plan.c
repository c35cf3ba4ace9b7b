/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.json from anywhere. Whatever is accepted has dots and strokes that lie on the head. */
#include <scalptor/codec.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_plan_file *file = malloc(sizeof *file);
    scalp_work work = {.memory = NULL};
    scalp_error error;
    if (!file || scalp_arena_open(NULL, &work.memory) != SCALP_OK) {
        free(file);
        return 0;
    }
    const scalp_bytes bytes = {data, size};
    if (scalp_codec_plan_read(bytes, "fuzz", NULL, &work, file, &error) == SCALP_OK) {
        for (size_t i = 0; i < file->layout.dot_count; i++) {
            const scalp_dot *dot = &file->layout.dots[i];
            if (dot->at.face >= file->fit.head.mesh.face_count || dot->at.u + dot->at.v > 1 ||
                !(scalp_vec3_length(dot->position) < 1000))
                abort();
        }
        for (size_t i = 0; i < file->layout.stroke_count; i++) {
            const scalp_stroke_path *stroke = &file->layout.strokes[i];
            if (stroke->point_count < 2 || stroke->point_count > SCALP_STROKE_MAX_POINTS ||
                !(scalp_stroke_path_length_mm(stroke) < 50000))
                abort();
        }
    }
    scalp_arena_close(&work.memory);
    free(file);
    return 0;
}
