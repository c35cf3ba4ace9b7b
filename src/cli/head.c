/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "head_scan.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "unit",
     .kind = CLI_CHOICE,
     .argument = "UNIT",
     .choices = "auto|mm|cm|m",
     .help = "unit of the scan",
     .otherwise = "auto"},
    {.name = "landmarks",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "landmarks on the scan, as JSON, in its own unit and frame; auto: find the head "
             "without"},
    {.name = "sex",
     .kind = CLI_CHOICE,
     .argument = "SEX",
     .choices = "male|female",
     .help = "whose mean head and hairline the zones start from",
     .otherwise = "male, and says so"},
    {.name = "close",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0,
     .high = 1000,
     .help = "close holes whose rim is no longer than this",
     .otherwise = "100"},
    {.name = "decimate",
     .kind = CLI_WHOLE,
     .argument = "FACES",
     .low = 100,
     .high = SCALP_MESH_MAX_FACES,
     .help = "reduce the surface to this many faces"},
    {.name = "out",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the cleaned scan, in mm, as its ending says: .glb, .ply, .obj, .stl"},
    {.name = "json", .help = "show the report as JSON"},
};

static const double default_close_mm = 100;
/* Less of the scalp than this, and the scan is of a face. */
static const double least_met = 0.5;
/* Scanners that project patterns are good to 1 mm, pictures put together to 2 or 3 over a head
 * (Preprints 202602.0496), of 200. */
static const double scale_sd = 0.01;

/* ---- Reading ----------------------------------------------------------------------------- */

static scalp_status find_unit(cli_job *job, cli_scan *scan, scalp_error *error) {
    static const scalp_length_unit metres = SCALP_UNIT_M, mm = SCALP_UNIT_MM;
    const char *asked = cli_text(job, "unit", "auto");
    for (int i = 0; i < 3; i++) {
        if (strcmp(asked, scalp_length_unit_name((scalp_length_unit)i)) == 0) {
            scan->unit = (scalp_length_unit)i;
            snprintf(scan->unit_reason, sizeof scan->unit_reason, "It was given with --unit.");
            return SCALP_OK;
        }
    }
    const scalp_length_unit *expected = scan->file.format == SCALP_MESH_GLB ? &metres
                                        : scan->file.says_mm                ? &mm
                                                                            : NULL;
    scalp_error inner = {0};
    const scalp_status status = scalp_scan_unit_guess(&scan->file.mesh, expected, &job->work,
                                                      &scan->unit, scan->unit_reason, &inner);
    if (status == SCALP_ERR_INPUT)
        return scalp_fail(error, status, "%.150s: %.120s Use --unit mm, cm or m.", scan->path,
                          inner.message);
    if (status != SCALP_OK)
        *error = inner;
    return status;
}

static scalp_status to_mm(cli_job *job, cli_scan *scan, scalp_mesh *mesh, scalp_error *error) {
    const double mm = scalp_length_unit_mm(scan->unit);
    void *memory;
    *mesh = scan->file.mesh;
    if (scan->unit == SCALP_UNIT_MM)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(&job->work, mesh->vertex_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *vertices = memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        vertices[i] = scalp_vec3_scale(mesh->vertices[i], mm);
    mesh->vertices = vertices;
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++)
        scan->marks.at[i] = scalp_vec3_scale(scan->marks.at[i], mm);
    return SCALP_OK;
}

static scalp_status read_marks(cli_job *job, cli_scan *scan, scalp_error *error) {
    const char *path = cli_text(job, "landmarks", NULL);
    scalp_bytes bytes;
    scan->find = path && strcmp(path, "auto") == 0;
    scan->has_marks = path && !scan->find;
    if (!scan->has_marks)
        return SCALP_OK;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_CASE_BYTES, &bytes, error));
    return scalp_codec_landmarks_read(bytes, path, &scan->marks, error);
}

static scalp_status read_scan(cli_job *job, cli_scan *scan, scalp_mesh *mesh, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(cli_read(job, scan->path, SCALP_CODEC_MAX_MESH_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_mesh_read(bytes, scan->path, &job->work, &scan->file, error));
    scan->vertices = scan->file.mesh.vertex_count;
    scan->faces = scan->file.mesh.face_count;
    SCALP_TRY(read_marks(job, scan, error));
    SCALP_TRY(find_unit(job, scan, error));
    return to_mm(job, scan, mesh, error);
}

/* ---- Measuring --------------------------------------------------------------------------- */

/* Why there are no zones; the report goes on without them. */
static scalp_status without_zones(cli_scan *scan, const char *why) {
    scan->placed = false;
    snprintf(scan->why_not, sizeof scan->why_not, "%s", why);
    return SCALP_OK;
}

/* Areas of the zones on the standard head that is drawn onto the scan. */
static scalp_status measure_zones(cli_job *job, cli_scan *scan, scalp_error *error) {
    const bool woman = strcmp(scan->sex, "female") == 0;
    const scalp_design_spec whole = {.style = woman ? "rounded" : "natural", .sex = scan->sex};
    const scalp_area_doubt doubt = {scale_sd, scan->made.border_mm, scan->made.met};
    SCALP_TRY(scalp_design_make(&scan->made.head, &whole, &job->work, &scan->design, error));
    scan->style = whole.style;
    return scalp_design_area_sd(&scan->design, &doubt, &job->work, scan->sd_cm2, error);
}

static scalp_status find_zones(cli_job *job, cli_scan *scan, scalp_error *error) {
    scalp_error inner = {0};
    scan->sex = cli_text(job, "sex", "male");
    const scalp_status status =
        scalp_head_register(&scan->cleaned.mesh, scan->has_marks ? &scan->marks : NULL, scan->sex,
                            &job->work, &scan->made, &inner);
    if (status == SCALP_ERR_NO && scan->find)
        return without_zones(scan, inner.message);
    if (status != SCALP_OK) {
        *error = inner;
        return status;
    }
    scan->placed = true;
    scan->size = scan->made.size;
    if (!(scan->made.scalp_met >= least_met)) {
        snprintf(inner.message, sizeof inner.message,
                 "Only %.0f %% of the scalp lies on the scan; zones need half of it or more.",
                 100 * scan->made.scalp_met);
        return without_zones(scan, inner.message);
    }
    return measure_zones(job, scan, error);
}

/* ---- Writing ----------------------------------------------------------------------------- */

/* Into the head's frame, where it is known. */
static scalp_status turn(cli_job *job, const cli_scan *scan, scalp_mesh *mesh, scalp_error *error) {
    void *memory;
    if (!scan->has_marks)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(&job->work, mesh->vertex_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *vertices = memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        vertices[i] = scalp_vec3_add(scalp_mat3_apply(&scan->made.rotation, mesh->vertices[i]),
                                     scan->made.shift);
    return scalp_mesh_make(vertices, mesh->vertex_count, mesh->faces, mesh->face_count, &job->work,
                           mesh, error);
}

/* Only GLB carries a texture, and only as long as no corner moves. */
static scalp_status reduce(cli_job *job, cli_scan *scan, scalp_mesh_format format,
                           scalp_error *error) {
    const bool fewer = cli_given(job, "decimate");
    scalp_mesh *mesh = &scan->cleaned.mesh;
    scalp_mesh_look *look = &scan->cleaned.look, baked;
    if (fewer || format == SCALP_MESH_PLY || format == SCALP_MESH_OBJ) {
        SCALP_TRY(scalp_codec_look_bake(mesh, look, scan->path, &job->work, &baked, error));
        *look = baked;
    }
    if (!fewer)
        return SCALP_OK;
    scan->decimated_from = mesh->face_count;
    return scalp_mesh_decimate(mesh, look, (size_t)cli_number(job, "decimate", 0), &job->work, mesh,
                               look, error);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    void *place;
    scalp_mesh mesh;
    scalp_mesh_format format = SCALP_MESH_GLB;
    const char *out = cli_text(job, "out", NULL);
    if (out && strcmp(out, "-") != 0)
        SCALP_TRY(scalp_codec_mesh_format(out, &format, error));
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(cli_scan), &place, error));
    cli_scan *scan = place;
    scan->path = job->operands[0];
    SCALP_TRY(read_scan(job, scan, &mesh, error));
    SCALP_TRY(cli_output_check(job, out, error));
    const scalp_mesh_clean_params params = {.close_mm = cli_number(job, "close", default_close_mm)};
    SCALP_TRY(
        scalp_mesh_clean(&mesh, &scan->file.look, &params, &job->work, &scan->cleaned, error));
    SCALP_TRY(scalp_scan_measure(&scan->cleaned.mesh, NULL, &job->work, &scan->size, error));
    if (scan->has_marks || scan->find)
        SCALP_TRY(find_zones(job, scan, error));
    else
        SCALP_TRY(without_zones(scan, "No landmarks were given."));
    SCALP_TRY(reduce(job, scan, format, error));
    if (out) {
        scalp_bytes bytes;
        scalp_mesh turned = scan->cleaned.mesh;
        SCALP_TRY(turn(job, scan, &turned, error));
        SCALP_TRY(scalp_codec_mesh_write(&turned, &scan->cleaned.look, format, &job->work, &bytes,
                                         error));
        SCALP_TRY(cli_write(job, out, bytes, error));
    }
    cli_scan_report(job, scan);
    return SCALP_OK;
}

const cli_command cli_head = {
    .name = "head",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "read a scan of a head, report and clean it",
    .about =
        "Reads a scan (GLB, PLY, OBJ or STL), says its unit, its size, its area and what is "
        "wrong with it, and cleans it: welded, only the largest part, facing outwards, without "
        "doubled faces, small holes closed. With landmarks it is brought into the frame of "
        "the head, the standard head is drawn onto it, and the area of every zone is told with "
        "one standard deviation.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
