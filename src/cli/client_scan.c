/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scan that a case names as the client's head. */
#include "cli.h"

#include <string.h>

static const double close_mm = 100; /* rims of holes, as scalptor head closes them */

static scalp_status find_unit(cli_job *job, const scalp_case *document, const scalp_mesh_file *file,
                              scalp_length_unit *unit, scalp_error *error) {
    static const scalp_length_unit metres = SCALP_UNIT_M;
    char reason[160];
    for (int i = 0; i < 3; i++) {
        *unit = (scalp_length_unit)i;
        if (strcmp(document->head_unit, scalp_length_unit_name(*unit)) == 0)
            return SCALP_OK;
    }
    const bool glb = file->format == SCALP_MESH_GLB;
    return scalp_scan_unit_guess(&file->mesh, glb ? &metres : NULL, &job->work, unit, reason,
                                 error);
}

static scalp_status to_mm(cli_job *job, double mm, scalp_mesh *mesh, scalp_head_marks *marks,
                          scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, mesh->vertex_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *vertices = memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        vertices[i] = scalp_vec3_scale(mesh->vertices[i], mm);
    mesh->vertices = vertices;
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++)
        marks->at[i] = scalp_vec3_scale(marks->at[i], mm);
    return SCALP_OK;
}

/* Less of the scalp than this, and the scan is of a face. */
static const double least_met = 0.5, doubtful_met = 0.95;

scalp_status cli_client_scan(cli_job *job, const cli_client *client, const scalp_head **scan,
                             scalp_error *error) {
    const scalp_case *document = &client->document;
    void *place;
    scalp_bytes bytes;
    scalp_mesh_file file;
    scalp_head_marks marks;
    scalp_length_unit unit;
    scalp_mesh_cleaned cleaned;
    scalp_registered made;
    *scan = NULL;
    if (!scalp_case_has_scan(document))
        return SCALP_OK;
    if (!document->head_file[0] || !document->head_landmarks[0])
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.150s: head.source is \"scan\", so head.%s must name a file: %s.",
                          client->path, document->head_file[0] ? "landmarks" : "file",
                          document->head_file[0] ? "the landmarks picked on the scan" : "the scan");
    const char *path = cli_client_file_path(job, client, document->head_file);
    const char *marks_path = cli_client_file_path(job, client, document->head_landmarks);
    if (!path || !marks_path)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_head), &place, error));
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_MESH_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_mesh_read(bytes, path, &job->work, &file, error));
    SCALP_TRY(cli_read(job, marks_path, SCALP_CODEC_MAX_CASE_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_landmarks_read(bytes, marks_path, &marks, error));
    SCALP_TRY(find_unit(job, document, &file, &unit, error));
    SCALP_TRY(to_mm(job, scalp_length_unit_mm(unit), &file.mesh, &marks, error));
    const scalp_mesh_clean_params params = {.close_mm = close_mm};
    SCALP_TRY(scalp_mesh_clean(&file.mesh, NULL, &params, &job->work, &cleaned, error));
    SCALP_TRY(scalp_head_register(&cleaned.mesh, &marks, document->sex, &job->work, &made, error));
    if (made.scalp_met < least_met)
        return scalp_fail(error, SCALP_ERR_NO,
                          "%.150s: only %.0f %% of the scalp lies on the scan; it needs the whole "
                          "head, or landmarks and unit are wrong.",
                          path, 100 * made.scalp_met);
    if (made.scalp_met < doubtful_met)
        cli_say(job, "%s: %.0f %% of the scalp lies on the scan; the rest is modelled.", path,
                100 * made.scalp_met);
    scalp_head *head = place;
    *head = made.head;
    *scan = head;
    return SCALP_OK;
}
