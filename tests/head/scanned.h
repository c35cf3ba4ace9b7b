/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared heads as scans with their landmarks. Those of the MakeHuman base head are our own:
 * read off its front and left view, each drawn at 4 px/mm with a grid of 10 mm, and brought onto
 * its surface; the right side is the left, mirrored. */
#ifndef SCALPTOR_TESTS_HEAD_SCANNED_H
#define SCALPTOR_TESTS_HEAD_SCANNED_H

#include "../check.h"

#include <scalptor/codec.h>
#include <scalptor/head.h>

enum { scanned_count = 3 };

static const char *const scanned_names[scanned_count] = {
    "lee_perry_smith_bust", "ict_facekit_neutral", "makehuman_base_head"};

static inline bool scanned_bytes(const char *path, const scalp_work *work, scalp_bytes *bytes) {
    scalp_error error = {0};
    return scalp_codec_file_read(path, (size_t)1 << 27, work, bytes, &error) == SCALP_OK;
}

/* False when it is not there; the memory is the arena's. */
static inline bool scanned_read(int which, const scalp_work *work, scalp_mesh *mesh,
                                scalp_head_marks *marks) {
    const char *shared = check_shared(), *source = getenv("SCALPTOR_SOURCE");
    const bool own = which == 2;
    char path[1024];
    scalp_bytes bytes;
    scalp_mesh_file file;
    scalp_mesh_cleaned cleaned;
    const scalp_mesh_clean_params params = {.close_mm = 100};
    if (!shared || !source)
        return false;
    snprintf(path, sizeof path, "%s/data/heads/%s.obj", shared, scanned_names[which]);
    if (!scanned_bytes(path, work, &bytes))
        return false;
    CHECK_STATUS(scalp_codec_mesh_read(bytes, path, work, &file, NULL), SCALP_OK);
    CHECK_STATUS(scalp_mesh_clean(&file.mesh, NULL, &params, work, &cleaned, NULL), SCALP_OK);
    *mesh = cleaned.mesh;
    snprintf(path, sizeof path, "%s%s%s.landmarks.json", own ? source : shared,
             own ? "/tests/head/" : "/data/heads/", own ? "makehuman" : scanned_names[which]);
    CHECK(scanned_bytes(path, work, &bytes));
    CHECK_STATUS(scalp_codec_landmarks_read(bytes, path, marks, NULL), SCALP_OK);
    return true;
}

/* The scan and its landmarks elsewhere: rotation p + shift, mirrored first when `mirror`. */
static inline scalp_mesh scanned_moved(const scalp_mesh *mesh, const scalp_head_marks *marks,
                                       scalp_mat3 rotation, scalp_vec3 shift, bool mirror,
                                       const scalp_work *work, scalp_head_marks *moved) {
    scalp_vec3 *v = scalp_arena_take(work->memory, mesh->vertex_count, sizeof *v);
    scalp_face *f = scalp_arena_take(work->memory, mesh->face_count, sizeof *f);
    const double side = mirror ? -1 : 1;
    scalp_mesh made = {0};
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = {side * mesh->vertices[i].x, mesh->vertices[i].y, mesh->vertices[i].z};
        v[i] = scalp_vec3_add(scalp_mat3_apply(&rotation, p), shift);
    }
    for (size_t i = 0; i < mesh->face_count; i++) {
        const uint32_t *old = mesh->faces[i].v;
        f[i] = mirror ? (scalp_face){{old[0], old[2], old[1]}} : mesh->faces[i];
    }
    *moved = *marks;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        char name[40];
        scalp_landmark other = (scalp_landmark)i;
        snprintf(name, sizeof name, "%s", scalp_landmark_name(other));
        const size_t end = strlen(name) - 1;
        if (mirror && name[end - 1] == '_') {
            name[end] = name[end] == 'l' ? 'r' : 'l';
            CHECK(scalp_landmark_find(name, &other));
        }
        const scalp_vec3 p = {side * marks->at[other].x, marks->at[other].y, marks->at[other].z};
        moved->has[i] = marks->has[other];
        moved->at[i] = scalp_vec3_add(scalp_mat3_apply(&rotation, p), shift);
    }
    CHECK_STATUS(scalp_mesh_make(v, mesh->vertex_count, f, mesh->face_count, work, &made, NULL),
                 SCALP_OK);
    return made;
}

#endif
