/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 50 000 dots on the scalp of the standard head, three sessions included, one thread, beside
 * programs of others that read the same surface and write a set of as many points, without
 * sessions: PROGRAM domain.obj 50000 points.csv RADIUS, the radius in mean spacings where the
 * program cannot be told a number. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { dots = 50000, few = 12000 };

static scalp_status write_obj(const char *folder, const scalp_head *head, scalp_error *error) {
    char path[4096];
    snprintf(path, sizeof path, "%s/domain.obj", folder);
    FILE *file = fopen(path, "w");
    if (!file)
        return scalp_fail(error, SCALP_ERR_MACHINE, "%s cannot be written.", path);
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const scalp_vec3 v = head->mesh.vertices[i];
        fprintf(file, "v %.6f %.6f %.6f\n", v.x, v.y, v.z);
    }
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        bool scalp = true;
        for (int k = 0; k < 3; k++)
            scalp &= head->region[v[k]] == SCALP_REGION_SCALP;
        if (scalp)
            fprintf(file, "f %u %u %u\n", v[0] + 1, v[1] + 1, v[2] + 1);
    }
    if (fclose(file) != 0)
        return scalp_fail(error, SCALP_ERR_MACHINE, "%s cannot be written.", path);
    return SCALP_OK;
}

scalp_status bench_dots_make(const char *folder, const scalp_work *work, scalp_error *error) {
    const scalp_head_measures mean = {0};
    scalp_head head;
    SCALP_TRY(scalp_head_make(&mean, "male", work, &head, error));
    return write_obj(folder, &head, error);
}

static scalp_status lay(const char *folder, size_t count, const scalp_work *work,
                        scalp_error *error) {
    scalp_work alone = *work;
    scalp_bytes bytes;
    scalp_mesh_file file;
    scalp_design design;
    scalp_layout layout;
    double area = 0;
    alone.pool = NULL;
    SCALP_TRY(bench_read(folder, "domain.obj", &alone, &bytes, error));
    SCALP_TRY(scalp_codec_mesh_read(bytes, "domain.obj", &alone, &file, error));
    for (size_t f = 0; f < file.mesh.face_count; f++)
        area += scalp_mesh_face_area_mm2(&file.mesh, f) / 100;
    SCALP_TRY(
        scalp_design_from_field(&file.mesh, NULL, (double)count / area, &alone, &design, error));
    const scalp_layout_params skin = {.seed = 7, .regularity = 0.5};
    return scalp_layout_make(&design, &skin, &alone, &layout, error);
}

scalp_status bench_dots_lay(const char *folder, const scalp_work *work, scalp_error *error) {
    return lay(folder, dots, work, error);
}

scalp_status bench_dots_few(const char *folder, const scalp_work *work, scalp_error *error) {
    return lay(folder, few, work, error);
}

/* Never returns: the child becomes the program, silent, in the folder. */
_Noreturn static void become(const char *program, const char *folder, const char *radius) {
    const int nowhere = open("/dev/null", O_WRONLY);
    if (chdir(folder) == 0 && nowhere >= 0 && dup2(nowhere, 1) == 1 && dup2(nowhere, 2) == 2)
        execl(program, program, "domain.obj", "50000", "points.csv", radius, (char *)NULL);
    _exit(127);
}

static scalp_status run(const char *variable, const char *radius, const char *folder,
                        scalp_error *error) {
    const char *program = getenv(variable);
    int status = 0;
    if (!program)
        return scalp_fail(error, SCALP_ERR_MACHINE, "%s names no program.", variable);
    const pid_t child = fork();
    if (child == 0)
        become(program, folder, radius);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        return scalp_fail(error, SCALP_ERR_MACHINE, "%s did not do its work.", program);
    return SCALP_OK;
}

scalp_status bench_dots_cy(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)work;
    return run("SCALPTOR_CY", "0", folder, error);
}

scalp_status bench_dots_igl(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)work;
    return run("SCALPTOR_IGL", "0.8105", folder, error);
}

scalp_status bench_dots_vcg(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)work;
    return run("SCALPTOR_VCG", "0.83", folder, error);
}
