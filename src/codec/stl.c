/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STL, as text and as bytes:
 *
 *     80 bytes of anything | number of faces, 32 bits | per face: normal, three corners, 16 bits
 *
 * Normals follow from the corners and are not read. Corners at one place become one vertex. */
#include "mesh_out.h"
#include "scan.h"

#include <string.h>
#include <strings.h>

enum { head_bytes = 84, face_bytes = 50, faces_per_report = 1 << 16 };

bool scalp_stl_is_binary(scalp_bytes bytes) {
    if (bytes.size < head_bytes)
        return false;
    return head_bytes + (uint64_t)face_bytes * scalp_get32(bytes.data + 80) == bytes.size;
}

/* Corners, three to a face, become welded vertices and faces. */
static scalp_status weld(scalp_vec3 *corners, size_t faces, const char *name,
                         const scalp_work *work, scalp_mesh *mesh, scalp_error *error) {
    void *same_memory, *face_memory;
    size_t vertices = 0;
    SCALP_TRY(scalp_work_take(work, faces, sizeof(scalp_face), &face_memory, error));
    SCALP_TRY(scalp_work_take(work, 3 * faces, sizeof(uint32_t), &same_memory, error));
    uint32_t *same = same_memory;
    scalp_face *made = face_memory;
    SCALP_TRY(scalp_mesh_weld(corners, 3 * faces, 0, work, same, error));
    for (size_t i = 0; i < 3 * faces; i++) {
        /* The first one at a place gets the next number, which later ones read there. */
        if (same[i] == i) {
            corners[vertices] = corners[i];
            same[i] = (uint32_t)vertices++;
        } else {
            same[i] = same[same[i]];
        }
        made[i / 3].v[i % 3] = same[i];
    }
    SCALP_TRY(scalp_mesh_sizes_check(name, vertices, faces, error));
    return scalp_mesh_finish(name, corners, vertices, made, faces, work, mesh, error);
}

static scalp_status read_binary(scalp_bytes bytes, const char *name, const scalp_work *work,
                                scalp_mesh *mesh, scalp_error *error) {
    const size_t faces = (bytes.size - head_bytes) / face_bytes;
    void *memory;
    if (faces == 0)
        return scalp_mesh_fail(name, error, "holds no faces; export the scan again.");
    SCALP_TRY(scalp_mesh_sizes_check(name, 0, faces, error));
    SCALP_TRY(scalp_work_take(work, 3 * faces, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *corners = memory;
    for (size_t f = 0; f < faces; f++) {
        const uint8_t *at = bytes.data + head_bytes + f * face_bytes + 12;
        for (int k = 0; k < 3; k++, at += 12)
            corners[3 * f + (size_t)k] =
                (scalp_vec3){(double)scalp_get_float(at), (double)scalp_get_float(at + 4),
                             (double)scalp_get_float(at + 8)};
    }
    return weld(corners, faces, name, work, mesh, error);
}

/* ---- Text -------------------------------------------------------------------------------- */

typedef struct text {
    scalp_scan scan;
    scalp_vec3 *corners; /* NULL while counting */
    size_t corner_count;
    bool ended;
} text;

/* Passes the word, in any case, if it comes next. */
static bool word(scalp_scan *scan, const char *wanted) {
    const size_t length = strlen(wanted);
    scalp_scan_blanks(scan);
    if ((size_t)(scan->end - scan->at) < length || strncasecmp(scan->at, wanted, length) != 0)
        return false;
    const char *after = scan->at + length;
    if (after < scan->end && *after != ' ' && *after != '\t' && *after != '\r' && *after != '\n')
        return false;
    scan->at = after;
    return true;
}

/* A line of one of the seven kinds. Facets need three corners each, which counting checks. */
static scalp_status read_line(text *t, scalp_error *error) {
    if (word(&t->scan, "vertex")) {
        double p[3];
        for (int k = 0; k < 3; k++) {
            if (!scalp_scan_number(&t->scan, &p[k]))
                return scalp_scan_fail(&t->scan, error, "a vertex needs three numbers.");
        }
        if (t->corners)
            t->corners[t->corner_count] =
                (scalp_vec3){(double)(float)p[0], (double)(float)p[1], (double)(float)p[2]};
        t->corner_count++;
    } else if (word(&t->scan, "endloop")) {
        if (t->corner_count % 3)
            return scalp_scan_fail(&t->scan, error, "a facet of STL has three corners.");
    } else if (word(&t->scan, "endsolid")) {
        t->ended = true;
    } else if (!word(&t->scan, "facet") && !word(&t->scan, "outer") &&
               !word(&t->scan, "endfacet") && !word(&t->scan, "solid")) {
        return scalp_scan_fail(&t->scan, error, "not a line of an STL file.");
    }
    return SCALP_OK;
}

static scalp_status read_lines(text *t, const scalp_work *work, double from, scalp_error *error) {
    const char *start = t->scan.at;
    const double size = (double)(t->scan.end - start) + 1;
    bool more = t->scan.at < t->scan.end;
    for (size_t lines = 0; more; lines++) {
        if (lines % faces_per_report == 0)
            SCALP_TRY(scalp_work_report(work, "mesh",
                                        from + 0.5 * (double)(t->scan.at - start) / size, error));
        if (!scalp_scan_line_done(&t->scan))
            SCALP_TRY(read_line(t, error));
        more = scalp_scan_next_line(&t->scan);
    }
    if (!t->ended)
        return scalp_scan_fail(&t->scan, error, "the file ends without endsolid; it was cut off.");
    return SCALP_OK;
}

static scalp_status read_text(scalp_bytes bytes, const char *name, const scalp_work *work,
                              scalp_mesh *mesh, scalp_error *error) {
    text counted = {.scan = scalp_scan_make(bytes, name)};
    void *memory;
    SCALP_TRY(read_lines(&counted, work, 0, error));
    const size_t faces = counted.corner_count / 3;
    if (faces == 0 || counted.corner_count % 3)
        return scalp_mesh_fail(name, error, "holds no whole faces; export the scan again.");
    SCALP_TRY(scalp_mesh_sizes_check(name, 0, faces, error));
    SCALP_TRY(scalp_work_take(work, counted.corner_count, sizeof(scalp_vec3), &memory, error));
    text filled = {.scan = scalp_scan_make(bytes, name), .corners = memory};
    SCALP_TRY(read_lines(&filled, work, 0.5, error));
    return weld(memory, faces, name, work, mesh, error);
}

scalp_status scalp_stl_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                            scalp_mesh_file *file, scalp_error *error) {
    if (scalp_stl_is_binary(bytes))
        return read_binary(bytes, name, work, &file->mesh, error);
    /* A binary file may begin with "solid" too; one that is too short or too long ends up here. */
    if (memchr(bytes.data, 0, bytes.size < 512 ? bytes.size : 512))
        return scalp_mesh_fail(
            name, error,
            "is a binary STL of %zu bytes, but its %u faces would take %llu; "
            "copy it again.",
            bytes.size, bytes.size < head_bytes ? 0 : scalp_get32(bytes.data + 80),
            head_bytes + 50ull * (bytes.size < head_bytes ? 0 : scalp_get32(bytes.data + 80)));
    return read_text(bytes, name, work, &file->mesh, error);
}

scalp_status scalp_stl_write(const scalp_mesh *mesh, const scalp_work *work, scalp_bytes *bytes,
                             scalp_error *error) {
    static const char title[80] = "Scalptor " SCALP_VERSION ", millimetres";
    const size_t size = head_bytes + face_bytes * mesh->face_count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, size, 1, &memory, error));
    uint8_t *to = memory;
    memcpy(to, title, sizeof title);
    to += sizeof title;
    scalp_put32(&to, (uint32_t)mesh->face_count);
    for (size_t f = 0; f < mesh->face_count; f++) {
        const scalp_vec3 n = scalp_mesh_face_normal(mesh, f);
        const double normal[3] = {n.x, n.y, n.z};
        for (int k = 0; k < 3; k++)
            scalp_put_float(&to, (float)normal[k]);
        for (int k = 0; k < 3; k++) {
            const scalp_vec3 p = mesh->vertices[mesh->faces[f].v[k]];
            const float at[3] = {(float)p.x, (float)p.y, (float)p.z};
            for (int i = 0; i < 3; i++) {
                if (!(at[i] - at[i] <= 0))
                    return scalp_fail(error, SCALP_ERR_INPUT,
                                      "The mesh is too large for an STL file; its unit must be "
                                      "mm.");
                scalp_put_float(&to, at[i]);
            }
        }
        scalp_put16(&to, 0);
    }
    *bytes = (scalp_bytes){memory, size};
    return SCALP_OK;
}
