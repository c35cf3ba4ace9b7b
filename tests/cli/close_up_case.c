/* SPDX-License-Identifier: GPL-3.0-or-later */
/* close_up_case FOLDER [worked]: writes case.json of a client with a receding hairline and
 * two overlapping close-ups near-1.jpg, near-2.jpg of it after the treatment, drawn by the renderer
 * and tied to the frame of the head. `worked`: not all was done as planned; truth.csv says of every
 * planned dot (fate,x,y,z) whether it was left out, moved (where it is) or kept. */
#include <scalptor/codec.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { width = 480, height = 360 };

static const double px_per_mm = 24, distance_mm = 250;

typedef struct studio {
    scalp_work work;
    scalp_case document;
    scalp_fit fit;
    scalp_design design;
    scalp_plan plan;
    const scalp_bvh *bvh;
} studio;

static void need(scalp_status status, const scalp_error *error) {
    if (status == SCALP_OK)
        return;
    fprintf(stderr, "close_up_case: %s\n", error->message);
    exit(1);
}

static void write_file(const char *folder, const char *name, scalp_bytes bytes) {
    char path[1024];
    scalp_error error;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    need(scalp_codec_file_write(path, bytes, &error), &error);
}

/* Square on to a place behind the hairline, moved to the side. */
static scalp_camera look(const studio *s, double aside_mm) {
    const scalp_vec3 middle = s->design.hairline[s->design.hairline_count / 2];
    const scalp_vec3 from = {middle.x + aside_mm, middle.y + 8, middle.z - 16};
    const scalp_mesh_point at = scalp_bvh_closest(s->bvh, from, NULL);
    const scalp_vec3 place = scalp_mesh_position(&s->fit.head.mesh, at);
    const scalp_vec3 normal = scalp_mesh_normal(&s->fit.head.mesh, at);
    scalp_vec3 right, up;
    scalp_vec3_tangents(normal, &right, &up);
    scalp_camera camera = {.focal_px = px_per_mm * distance_mm,
                           .centre_x = (width - 1) / 2.0,
                           .centre_y = (height - 1) / 2.0,
                           .rotation = {{{right.x, right.y, right.z},
                                         {-up.x, -up.y, -up.z},
                                         {-normal.x, -normal.y, -normal.z}}},
                           .width = width,
                           .height = height};
    camera.translation =
        scalp_vec3_sub((scalp_vec3){0, 0, distance_mm}, scalp_mat3_apply(&camera.rotation, place));
    return camera;
}

static void tie(const studio *s, const scalp_camera *camera, scalp_case_close_up *to) {
    for (int k = 0; k < 4; k++) {
        const scalp_vec2 px = {k % 2 ? 420 : 60, k / 2 ? 315 : 45};
        const scalp_vec3 ray = {(px.x - camera->centre_x) / camera->focal_px,
                                (px.y - camera->centre_y) / camera->focal_px, 1};
        scalp_mesh_point at;
        double d;
        if (!scalp_bvh_cast(s->bvh, scalp_camera_position(camera),
                            scalp_mat3_apply_transposed(&camera->rotation, ray), 0, &at, &d))
            continue;
        const scalp_vec3 place = scalp_mesh_position(&s->fit.head.mesh, at);
        scalp_case_tie *t = &to->ties[to->tie_count++];
        t->px = px;
        snprintf(t->in, sizeof t->in, "head");
        t->at[0] = floor(place.x * 100 + 0.5) / 100;
        t->at[1] = floor(place.y * 100 + 0.5) / 100;
        t->at[2] = floor(place.z * 100 + 0.5) / 100;
    }
}

/* ---- What a hand does otherwise ----------------------------------------------------------------
 */

static const double patch_mm = 3.2, left_out = 0.06, moved = 0.1, moved_mm = 0.45;

static void shift(const studio *s, scalp_dot *dot, double mm, double angle) {
    scalp_vec3 right, up;
    scalp_vec3_tangents(dot->normal, &right, &up);
    const scalp_vec3 to =
        scalp_vec3_add(dot->position, scalp_vec3_add(scalp_vec3_scale(right, mm * cos(angle)),
                                                     scalp_vec3_scale(up, mm * sin(angle))));
    dot->at = scalp_bvh_closest(s->bvh, to, NULL);
    dot->position = scalp_mesh_position(&s->fit.head.mesh, dot->at);
    dot->normal = scalp_mesh_normal(&s->fit.head.mesh, dot->at);
}

/* Leaves out a patch in the middle of the photos and dots here and there, and moves others. */
static void work_otherwise(studio *s, const char *folder) {
    const scalp_camera camera = look(s, 0);
    scalp_layout *layout = &s->plan.layout;
    char path[1024];
    snprintf(path, sizeof path, "%s/truth.csv", folder);
    FILE *truth = fopen(path, "w");
    scalp_dot *dots = malloc(layout->dot_count * sizeof *dots);
    if (!truth || !dots)
        exit(1);
    size_t n = 0;
    for (size_t i = 0; i < layout->dot_count; i++) {
        scalp_random random = scalp_random_make(7, i);
        scalp_dot dot = layout->dots[i];
        const scalp_vec2 px = scalp_camera_project(&camera, dot.position, NULL);
        const double off = hypot(px.x - camera.centre_x + 40, px.y - camera.centre_y) / px_per_mm;
        const double fate = scalp_random_uniform(&random);
        const bool gone = fate < left_out || off < patch_mm;
        if (!gone && fate > 1 - moved)
            shift(s, &dot, moved_mm, 2 * SCALP_PI * scalp_random_uniform(&random));
        fprintf(truth, "%s,%.4f,%.4f,%.4f\n",
                gone               ? "left"
                : fate > 1 - moved ? "moved"
                                   : "kept",
                dot.position.x, dot.position.y, dot.position.z);
        if (!gone)
            dots[n++] = dot;
    }
    fclose(truth);
    layout->dots = dots;
    layout->dot_count = n;
}

static void photograph(studio *s, const char *folder, size_t index, double aside_mm) {
    scalp_case_close_up *to = &s->document.close_ups[s->document.close_up_count++];
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    scalp_scene scene = {.head = &s->fit.head, .design = &s->design, .plan = &s->plan};
    scalp_image image;
    scalp_bytes bytes;
    scalp_error error;
    scene.camera = look(s, aside_mm);
    *to = scalp_case_close_up_default();
    snprintf(to->id, sizeof to->id, "near-%zu", index);
    snprintf(to->file, sizeof to->file, "near-%zu.jpg", index);
    to->focal_px = scene.camera.focal_px;
    tie(s, &scene.camera, to);
    need(scalp_case_preview(&s->document, &scene, NULL, &params, &s->work, &image, &error), &error);
    need(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, "A computed head.", &s->work, &bytes,
                                 &error),
         &error);
    write_file(folder, to->file, bytes);
}

int main(int count, char **arguments) {
    static studio s;
    scalp_error error;
    scalp_bytes bytes;
    const scalp_kernels kernels = scalp_kernels_find();
    const bool worked = count == 3 && strcmp(arguments[2], "worked") == 0;
    if (count != 2 && !worked)
        return 2;
    s.work.kernels = &kernels;
    if (scalp_arena_open(NULL, &s.work.memory) != SCALP_OK)
        return 3;
    need(scalp_codec_images_open(1, &error), &error);
    s.document = scalp_case_default();
    snprintf(s.document.loss_stage, sizeof s.document.loss_stage, "V");
    s.document.density_per_cm2 = 60;
    need(scalp_case_fit(&s.document, NULL, NULL, &s.work, &s.fit, &error), &error);
    need(scalp_codec_fit_round(&s.document, &s.fit, &s.work, &error), &error);
    need(scalp_case_design(&s.document, &s.fit, &s.work, &s.design, &error), &error);
    need(scalp_case_plan(&s.document, &s.design, &s.work, &s.plan, &error), &error);
    need(scalp_bvh_make(&s.fit.head.mesh, &s.work, &s.bvh, &error), &error);
    if (worked)
        work_otherwise(&s, arguments[1]);
    photograph(&s, arguments[1], 1, -3);
    photograph(&s, arguments[1], 2, 3);
    need(scalp_codec_case_write(&s.document, &s.work, &bytes, &error), &error);
    write_file(arguments[1], "case.json", bytes);
    scalp_codec_images_close();
    scalp_arena_close(&s.work.memory);
    return 0;
}
