/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scans: opening one of a million triangles, cleaning it, asking it for rays and nearest points,
 * and distances along one of 200 000. The scan is a dented ball. */
#include "bench.h"

#include <math.h>

enum { rows = 708, rows_small = 317, questions = 200000 };

/* Rings from pole to pole, each of as many vertices: 2 rings^2 faces. */
static scalp_status ball(size_t rings, const scalp_work *work, scalp_mesh *mesh,
                         scalp_error *error) {
    void *vertex_memory, *face_memory;
    const size_t count = rings * rings, faces = 2 * rings * (rings - 1);
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_vec3), &vertex_memory, error));
    SCALP_TRY(scalp_work_take(work, faces, sizeof(scalp_face), &face_memory, error));
    scalp_vec3 *v = vertex_memory;
    scalp_face *f = face_memory;
    for (size_t i = 0; i < count; i++) {
        const double down = SCALP_PI * ((double)(i / rings) + 0.5) / (double)rings;
        const double round = 2 * SCALP_PI * (double)(i % rings) / (double)rings;
        const double radius = 90 + 2 * sin(9 * round) * sin(7 * down);
        v[i] = (scalp_vec3){(double)(float)(radius * sin(down) * cos(round)),
                            (double)(float)(radius * cos(down)),
                            (double)(float)(-radius * sin(down) * sin(round))};
    }
    for (size_t i = 0; i < faces / 2; i++) {
        const uint32_t a = (uint32_t)i, b = (uint32_t)(i / rings * rings + (i + 1) % rings);
        const uint32_t below = (uint32_t)rings;
        f[2 * i] = (scalp_face){{a, a + below, b}};
        f[2 * i + 1] = (scalp_face){{b, a + below, b + below}};
    }
    return scalp_mesh_make(v, count, f, faces, work, mesh, error);
}

scalp_status bench_scan_make(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_mesh mesh;
    scalp_bytes bytes;
    SCALP_TRY(ball(rows, work, &mesh, error));
    SCALP_TRY(scalp_codec_mesh_write(&mesh, NULL, SCALP_MESH_PLY, work, &bytes, error));
    SCALP_TRY(bench_write(folder, "scan.ply", bytes, error));
    SCALP_TRY(ball(rows_small, work, &mesh, error));
    SCALP_TRY(scalp_codec_mesh_write(&mesh, NULL, SCALP_MESH_PLY, work, &bytes, error));
    return bench_write(folder, "small.ply", bytes, error);
}

static scalp_status open_scan(const char *folder, const char *name, const scalp_work *work,
                              scalp_mesh *mesh, scalp_error *error) {
    scalp_bytes bytes;
    scalp_mesh_file file;
    SCALP_TRY(bench_read(folder, name, work, &bytes, error));
    SCALP_TRY(scalp_codec_mesh_read(bytes, name, work, &file, error));
    *mesh = file.mesh;
    return SCALP_OK;
}

scalp_status bench_scan_open(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_mesh mesh;
    return open_scan(folder, "scan.ply", work, &mesh, error);
}

/* The bytes alone, read and looked at. */
scalp_status bench_scan_bytes(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(bench_read(folder, "scan.ply", work, &bytes, error));
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, bytes.data, bytes.size);
    return SCALP_OK;
}

scalp_status bench_scan_clean(const char *folder, const scalp_work *work, scalp_error *error) {
    static const scalp_mesh_clean_params params = {.close_mm = 100};
    scalp_mesh mesh;
    scalp_mesh_cleaned cleaned;
    SCALP_TRY(open_scan(folder, "scan.ply", work, &mesh, error));
    return scalp_mesh_clean(&mesh, NULL, &params, work, &cleaned, error);
}

scalp_status bench_scan_decimate(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_mesh mesh, less;
    scalp_mesh_look look;
    SCALP_TRY(open_scan(folder, "scan.ply", work, &mesh, error));
    return scalp_mesh_decimate(&mesh, NULL, 100000, work, &less, &look, error);
}

static scalp_vec3 place(scalp_random *random, double size) {
    const double x = scalp_random_uniform(random), y = scalp_random_uniform(random);
    return (scalp_vec3){size * (2 * x - 1), size * (2 * y - 1),
                        size * (2 * scalp_random_uniform(random) - 1)};
}

scalp_status bench_scan_tree(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_mesh mesh;
    const scalp_bvh *tree;
    SCALP_TRY(open_scan(folder, "scan.ply", work, &mesh, error));
    return scalp_bvh_make(&mesh, work, &tree, error);
}

scalp_status bench_scan_rays(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_mesh mesh;
    const scalp_bvh *tree;
    scalp_random random = scalp_random_make(4, 0);
    size_t hits = 0;
    SCALP_TRY(open_scan(folder, "scan.ply", work, &mesh, error));
    SCALP_TRY(scalp_bvh_make(&mesh, work, &tree, error));
    for (int i = 0; i < questions; i++) {
        const scalp_vec3 from = scalp_vec3_scale(scalp_vec3_unit(place(&random, 1)), 600);
        scalp_mesh_point at;
        double s;
        hits += scalp_bvh_cast(tree, from, scalp_vec3_sub(place(&random, 60), from), 0, &at, &s);
    }
    return hits > questions / 2
               ? SCALP_OK
               : scalp_fail(error, SCALP_ERR_MACHINE, "Rays miss the ball they aim at.");
}

scalp_status bench_scan_nearest(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_mesh mesh;
    const scalp_bvh *tree;
    scalp_random random = scalp_random_make(5, 0);
    double sum = 0, distance;
    SCALP_TRY(open_scan(folder, "scan.ply", work, &mesh, error));
    SCALP_TRY(scalp_bvh_make(&mesh, work, &tree, error));
    for (int i = 0; i < questions; i++) {
        const double radius = 85 + 10 * scalp_random_uniform(&random);
        const scalp_vec3 from = scalp_vec3_scale(scalp_vec3_unit(place(&random, 1)), radius);
        (void)scalp_bvh_closest(tree, from, &distance);
        sum += distance;
    }
    return sum > 0 ? SCALP_OK : scalp_fail(error, SCALP_ERR_MACHINE, "Nothing is near.");
}

scalp_status bench_scan_geodesic(const char *folder, const scalp_work *work, scalp_error *error) {
    static const scalp_mesh_point from = {1000, 0.3, 0.3};
    scalp_mesh mesh;
    const double *distance;
    SCALP_TRY(open_scan(folder, "small.ply", work, &mesh, error));
    return scalp_geodesic_make(&mesh, &from, 1, 0, work, &distance, error);
}

scalp_status bench_scan_small_tree(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_mesh mesh;
    const scalp_bvh *tree;
    SCALP_TRY(open_scan(folder, "small.ply", work, &mesh, error));
    return scalp_bvh_make(&mesh, work, &tree, error);
}
