/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanned man of the shared data: photos with known cameras, his own surface and landmarks, and
 * the frame of the head in which a fit is judged. */
#ifndef SCALPTOR_TESTS_OUTLINE_TOOLS_H
#define SCALPTOR_TESTS_OUTLINE_TOOLS_H

#include "head/fit_tools.h"

#include <scalptor/codec.h>
#include <scalptor/head.h>

#include <jansson.h>

/* The cameras were made for the mesh in this unit. */
#define MAN_SCALE (49 / 48.5)
#define MAN_PATH 1024
#define MAN_MIDLINE 8

enum { man_front, man_right, man_turned, man_top, man_back, man_views };

typedef struct man {
    scalp_mesh mesh; /* mm, the scan's own frame */
    const scalp_bvh *tree;
    scalp_head_marks marks;
    scalp_scan_fit fit; /* how it lies on the standard head */
    scalp_camera camera[man_views];
    scalp_image photo[man_views];
    scalp_view view[man_views]; /* exact landmarks */
    scalp_vec2 midline[man_views][MAN_MIDLINE];
} man;

static const char *const man_names[man_views] = {"lps_front", "lps_rightside",
                                                 "lps_medium_threequarter", "lps_top", "lps_back"};
static const char *const man_sides[man_views] = {"front", "right", "left45", "top", "back"};

static inline bool man_bytes(const char *path, const scalp_work *work, scalp_bytes *bytes) {
    FILE *file = fopen(path, "rb");
    void *memory = NULL;
    scalp_error error = {0};
    if (!file)
        return false;
    fseek(file, 0, SEEK_END);
    const size_t size = (size_t)ftell(file);
    rewind(file);
    bool good = scalp_work_take(work, size + 1, 1, &memory, &error) == SCALP_OK;
    good = good && fread(memory, 1, size, file) == size;
    fclose(file);
    *bytes = (scalp_bytes){memory, size};
    return good;
}

static inline double man_number(const json_t *array, size_t index) {
    return json_number_value(json_array_get(array, index));
}

static inline bool man_camera(const char *shared, int v, scalp_camera *camera) {
    char path[MAN_PATH];
    snprintf(path, sizeof path, "%s/data/photos/heads_scan/%s.json", shared, man_names[v]);
    json_t *root = json_load_file(path, 0, NULL);
    const json_t *k = json_object_get(root, "K"), *r = json_object_get(root, "R");
    const json_t *t = json_object_get(root, "t");
    *camera = (scalp_camera){.focal_px = man_number(json_array_get(k, 0), 0),
                             .centre_x = man_number(json_array_get(k, 0), 2),
                             .centre_y = man_number(json_array_get(k, 1), 2),
                             .translation = {man_number(t, 0), man_number(t, 1), man_number(t, 2)}};
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++)
            camera->rotation.m[i][j] = man_number(json_array_get(r, i), j);
    }
    camera->width = (int)json_integer_value(json_object_get(root, "width"));
    camera->height = (int)json_integer_value(json_object_get(root, "height"));
    const bool good = root != NULL && camera->width > 0;
    json_decref(root);
    return good;
}

static inline bool man_marks(const char *shared, int v, scalp_view *view) {
    char path[MAN_PATH];
    const char *key;
    json_t *at;
    snprintf(path, sizeof path, "%s/data/photos/heads_scan/%s.landmarks.json", shared,
             man_names[v]);
    json_t *root = json_load_file(path, 0, NULL);
    json_object_foreach(root, key, at) {
        scalp_landmark landmark;
        if (!scalp_landmark_find(key, &landmark))
            continue;
        view->has[landmark] = true;
        view->px[landmark] = (scalp_vec2){man_number(at, 0), man_number(at, 1)};
    }
    const bool good = root != NULL;
    json_decref(root);
    return good;
}

static inline bool man_photo(const char *shared, int v, const scalp_work *work, scalp_image *to) {
    char path[MAN_PATH];
    scalp_bytes bytes;
    scalp_image image;
    scalp_error error = {0};
    snprintf(path, sizeof path, "%s/data/photos/heads_scan/%s.jpg", shared, man_names[v]);
    return man_bytes(path, work, &bytes) &&
           scalp_codec_image_read(bytes, path, work, &image, &error) == SCALP_OK &&
           scalp_image_reduce(&image, NULL, 2, work, to, &error) == SCALP_OK;
}

static inline bool man_mesh(const char *shared, const scalp_work *work, man *m) {
    char path[MAN_PATH];
    scalp_bytes bytes;
    scalp_mesh_file file;
    scalp_error error = {0};
    void *memory;
    snprintf(path, sizeof path, "%s/data/heads/lee_perry_smith_bust.obj", shared);
    if (!man_bytes(path, work, &bytes) ||
        scalp_codec_mesh_read(bytes, path, work, &file, &error) != SCALP_OK ||
        scalp_work_take(work, file.mesh.vertex_count, sizeof(scalp_vec3), &memory, &error) !=
            SCALP_OK)
        return false;
    scalp_vec3 *scaled = memory;
    for (size_t i = 0; i < file.mesh.vertex_count; i++)
        scaled[i] = scalp_vec3_scale(file.mesh.vertices[i], MAN_SCALE);
    m->mesh = file.mesh;
    m->mesh.vertices = scaled;
    snprintf(path, sizeof path, "%s/data/heads/lee_perry_smith_bust.landmarks.json", shared);
    if (!man_bytes(path, work, &bytes) ||
        scalp_codec_landmarks_read(bytes, path, &m->marks, &error) != SCALP_OK)
        return false;
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++)
        m->marks.at[i] = scalp_vec3_scale(m->marks.at[i], MAN_SCALE);
    return scalp_bvh_make(&m->mesh, work, &m->tree, &error) == SCALP_OK &&
           scalp_scan_fit_make(&m->mesh, &m->marks, "male", work, &m->fit, &error) == SCALP_OK;
}

/* The upper root of his right ear, as marked by eye in the profile, and the left one over against
 * it: both on his surface. */
static inline void man_ears(man *m, scalp_vec3 ears[2]) {
    const scalp_camera *c = &m->camera[man_right];
    const scalp_vec3 from = scalp_camera_position(c);
    const scalp_vec3 way = scalp_mat3_apply_transposed(
        &c->rotation,
        (scalp_vec3){(366 - c->centre_x) / c->focal_px, (602 - c->centre_y) / c->focal_px, 1});
    scalp_mesh_point hit;
    double s;
    CHECK(scalp_bvh_cast(m->tree, from, way, 0, &hit, &s));
    ears[1] = scalp_mesh_position(&m->mesh, hit);
    scalp_vec3 there = scalp_vec3_add(scalp_mat3_apply(&m->fit.rotation, ears[1]), m->fit.shift);
    there.x = 2 * m->fit.origin.x - there.x;
    const scalp_vec3 back =
        scalp_mat3_apply_transposed(&m->fit.rotation, scalp_vec3_sub(there, m->fit.shift));
    ears[0] = scalp_mesh_position(&m->mesh, scalp_bvh_closest(m->tree, back, &s));
}

/* Points of his midline that a camera sees: where a fan of rays in the plane of symmetry leaves the
 * skull, from the brow over the crown to the nape. */
static inline void man_midline(man *m, int v) {
    const scalp_vec3 from = scalp_camera_position(&m->camera[v]);
    const scalp_vec3 middle = {m->fit.origin.x, 45, -5};
    scalp_view *view = &m->view[v];
    view->midline = m->midline[v];
    for (int i = 0; i < 40 && view->midline_count < MAN_MIDLINE; i++) {
        const double turn = (-20 + 230.0 * i / 39) * SCALP_PI / 180;
        const scalp_vec3 out = {0, sin(turn), cos(turn)};
        const scalp_vec3 origin =
            scalp_mat3_apply_transposed(&m->fit.rotation, scalp_vec3_sub(middle, m->fit.shift));
        const scalp_vec3 way = scalp_mat3_apply_transposed(&m->fit.rotation, out);
        scalp_mesh_point hit;
        double s;
        if (i % 4 != 0 || !scalp_bvh_cast(m->tree, origin, way, 0, &hit, &s))
            continue;
        const scalp_vec3 at = scalp_mesh_position(&m->mesh, hit);
        const scalp_vec3 to_camera = scalp_vec3_unit(scalp_vec3_sub(from, at));
        if (scalp_vec3_dot(scalp_mesh_normal(&m->mesh, hit), to_camera) < 0.3)
            continue;
        m->midline[v][view->midline_count++] = scalp_camera_project(&m->camera[v], at, NULL);
    }
}

static inline bool man_read(const char *shared, const scalp_work *work, man *m) {
    memset(m, 0, sizeof *m);
    bool good = man_mesh(shared, work, m);
    for (int v = 0; v < man_views && good; v++) {
        good = man_camera(shared, v, &m->camera[v]) && man_photo(shared, v, work, &m->photo[v]) &&
               man_marks(shared, v, &m->view[v]);
        m->view[v].id = man_names[v];
        m->view[v].side = man_sides[v];
        m->view[v].width = m->camera[v].width;
        m->view[v].height = m->camera[v].height;
        m->view[v].focal_px = m->camera[v].focal_px;
        m->view[v].photo = &m->photo[v];
    }
    if (!good)
        return false;
    scalp_vec3 ears[2];
    man_ears(m, ears);
    for (int v = man_top; v < man_views; v++) {
        for (int side = 0; side < 2; side++) {
            m->view[v].has[SCALP_OTOBASION_SUPERIUS_L + side] = true;
            m->view[v].px[SCALP_OTOBASION_SUPERIUS_L + side] =
                scalp_camera_project(&m->camera[v], ears[side], NULL);
        }
        man_midline(m, v);
    }
    return true;
}

/* One view with every click off by up to `noise_px` each way; `room` holds the midline. */
static inline scalp_view man_clicks(const man *m, int v, double noise_px, uint64_t seed,
                                    scalp_vec2 room[MAN_MIDLINE]) {
    scalp_view view = m->view[v];
    scalp_random random = scalp_random_make(seed, (uint64_t)v);
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++) {
        view.px[i].x += noise_px * (2 * scalp_random_uniform(&random) - 1);
        view.px[i].y += noise_px * (2 * scalp_random_uniform(&random) - 1);
    }
    for (size_t i = 0; i < view.midline_count; i++) {
        room[i] = view.midline[i];
        room[i].x += noise_px * (2 * scalp_random_uniform(&random) - 1);
        room[i].y += noise_px * (2 * scalp_random_uniform(&random) - 1);
    }
    view.midline = room;
    return view;
}

#endif
