/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wavefront OBJ: what a scan needs of it, its vertices and polygons. Read twice, first to count and
 * then to fill, so that memory is never more than a few times the file. */
#include <scalptor/codec.h>

#include "mesh_out.h"
#include "scan.h"

#include <math.h>

enum { lines_per_report = 1 << 16 };

typedef struct obj {
    scalp_scan scan;
    scalp_vec3 *vertices; /* NULL while counting */
    scalp_face *faces;
    size_t vertex_count, face_count; /* so far */
    size_t vertex_total;             /* known when filling */
    uint8_t (*rgba)[4];              /* NULL: not wanted */
    size_t coloured;                 /* vertices that had a colour */
} obj;

/* Whether the line is the statement; the place is then behind its name. */
static bool is_statement(scalp_scan *scan, char name) {
    if (scan->end - scan->at < 2 || scan->at[0] != name ||
        (scan->at[1] != ' ' && scan->at[1] != '\t'))
        return false;
    scan->at += 2;
    return true;
}

/* Some programs write red, green and blue of 0..1 behind the place. */
static void read_colour(obj *o) {
    double c[3];
    int found = 0;
    while (found < 3 && scalp_scan_number(&o->scan, &c[found]) && c[found] >= 0 && c[found] <= 1)
        found++;
    if (found < 3)
        return;
    for (int k = 0; k < 3; k++)
        o->rgba[o->vertex_count][k] = (uint8_t)(255 * c[k] + 0.5);
    o->rgba[o->vertex_count][3] = 255;
    o->coloured++;
}

static scalp_status read_vertex(obj *o, scalp_error *error) {
    if (o->vertices) {
        double p[3];
        for (int k = 0; k < 3; k++) {
            if (!scalp_scan_number(&o->scan, &p[k]))
                return scalp_scan_fail(&o->scan, error, "a vertex needs three numbers.");
            if (!isfinite(p[k]))
                return scalp_scan_fail(&o->scan, error, "a coordinate is too large.");
        }
        o->vertices[o->vertex_count] = (scalp_vec3){p[0], p[1], p[2]};
        if (o->rgba)
            read_colour(o);
    }
    o->vertex_count++;
    return SCALP_OK;
}

/* Passes /texture/normal of a corner; what they name is not read. */
static bool pass_references(scalp_scan *scan) {
    for (int k = 0; k < 2 && scan->at < scan->end && *scan->at == '/'; k++) {
        int64_t passed;
        scan->at++;
        scalp_scan_integer(scan, &passed);
    }
    return scan->at == scan->end || *scan->at == ' ' || *scan->at == '\t' || *scan->at == '\\' ||
           *scan->at == '\r' || *scan->at == '\n' || *scan->at == '#';
}

/* One corner: 1 is the first vertex of the file, -1 the last one before this line. */
static scalp_status read_corner(obj *o, uint32_t *vertex, scalp_error *error) {
    int64_t index;
    if (!scalp_scan_integer(&o->scan, &index) || !pass_references(&o->scan))
        return scalp_scan_fail(&o->scan, error, "a corner of a face is not a vertex number.");
    const int64_t total = (int64_t)o->vertex_total, so_far = (int64_t)o->vertex_count;
    const int64_t found = index < 0 ? so_far + index : index - 1;
    if (!o->vertices) /* the total is not known yet */
        return SCALP_OK;
    if (found < 0 || found >= total) {
        return scalp_scan_fail(&o->scan, error, "a face names vertex %lld, but there are %zu.",
                               (long long)index, o->vertex_total);
    }
    *vertex = (uint32_t)found;
    return SCALP_OK;
}

/* A polygon becomes a fan about its first corner. */
static scalp_status read_face(obj *o, scalp_error *error) {
    uint32_t corner, first = 0, last = 0;
    size_t corners = 0;
    for (; !scalp_scan_line_done(&o->scan); corners++) {
        corner = 0;
        SCALP_TRY(read_corner(o, &corner, error));
        if (corners >= 2) {
            if (o->faces)
                o->faces[o->face_count] = (scalp_face){{first, last, corner}};
            o->face_count++;
        }
        first = corners == 0 ? corner : first;
        last = corner;
    }
    if (corners < 3)
        return scalp_scan_fail(&o->scan, error, "a face needs three corners, not %zu.", corners);
    return SCALP_OK;
}

static scalp_status read_lines(obj *o, const scalp_work *work, double from, scalp_error *error) {
    const char *start = o->scan.at;
    const double size = (double)(o->scan.end - start) + 1;
    bool more = o->scan.at < o->scan.end;
    for (size_t lines = 0; more; lines++) {
        if (lines % lines_per_report == 0) {
            const double done = from + 0.5 * (double)(o->scan.at - start) / size;
            SCALP_TRY(scalp_work_report(work, "mesh", done, error));
        }
        scalp_scan_blanks(&o->scan);
        if (is_statement(&o->scan, 'v'))
            SCALP_TRY(read_vertex(o, error));
        else if (is_statement(&o->scan, 'f'))
            SCALP_TRY(read_face(o, error));
        more = scalp_scan_next_line(&o->scan);
    }
    return SCALP_OK;
}

/* With `look`, colours too, if every vertex has one. */
static scalp_status read_obj(scalp_bytes bytes, const char *name, const scalp_work *work,
                             scalp_mesh *mesh, scalp_mesh_look *look, scalp_error *error) {
    obj counted = {.scan = scalp_scan_make(bytes, name)};
    SCALP_TRY(read_lines(&counted, work, 0, error));
    if (counted.face_count == 0) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.80s holds no faces; is it a mesh in Wavefront OBJ format?", name);
    }
    SCALP_TRY(scalp_mesh_sizes_check(name, counted.vertex_count, counted.face_count, error));
    void *vertices, *faces, *colours = NULL;
    SCALP_TRY(scalp_work_take(work, counted.vertex_count, sizeof(scalp_vec3), &vertices, error));
    SCALP_TRY(scalp_work_take(work, counted.face_count, sizeof(scalp_face), &faces, error));
    if (look)
        SCALP_TRY(scalp_work_take(work, counted.vertex_count, 4, &colours, error));
    obj filled = {.scan = scalp_scan_make(bytes, name),
                  .vertices = vertices,
                  .faces = faces,
                  .vertex_total = counted.vertex_count,
                  .rgba = colours};
    SCALP_TRY(read_lines(&filled, work, 0.5, error));
    if (look && filled.coloured == counted.vertex_count)
        look->rgba = (const uint8_t(*)[4])colours;
    return scalp_mesh_make(vertices, filled.vertex_count, faces, filled.face_count, work, mesh,
                           error);
}

scalp_status scalp_codec_obj_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                  scalp_mesh *mesh, scalp_error *error) {
    return read_obj(bytes, name, work, mesh, NULL, error);
}

scalp_status scalp_obj_scan_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                 scalp_mesh_file *file, scalp_error *error) {
    return read_obj(bytes, name, work, &file->mesh, &file->look, error);
}
