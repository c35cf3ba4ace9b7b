/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PLY: the elements vertex and face of a header, in text or bytes; whatever else there is is passed
 * over. Faces are walked twice, first to count their triangles. */
#include "mesh_out.h"
#include "ply_header.h"

#include <math.h>
#include <string.h>

enum { items_per_report = 1 << 16 };

typedef struct ply {
    scalp_ply_header header;
    scalp_scan scan; /* also the place in bytes */
    scalp_vec3 *vertices;
    uint8_t (*rgba)[4];
    size_t vertex_count;
    scalp_face *faces; /* NULL while counting */
    size_t face_count;
    bool text;
} ply;

/* ---- One number -------------------------------------------------------------------------- */

static uint64_t bits_of(const char *at, size_t size, bool big) {
    uint64_t bits = 0;
    for (size_t k = 0; k < size; k++)
        bits |= (uint64_t)(uint8_t)at[big ? size - 1 - k : k] << (8 * k);
    return bits;
}

static double number_of(uint64_t bits, scalp_ply_type type) {
    const uint32_t low = (uint32_t)bits;
    float single;
    double number;
    switch (type) {
    case SCALP_PLY_INT8:
        return (int8_t)bits;
    case SCALP_PLY_UINT8:
    case SCALP_PLY_UINT16:
    case SCALP_PLY_UINT32:
        return low;
    case SCALP_PLY_INT16:
        return (int16_t)bits;
    case SCALP_PLY_INT32:
        return (int32_t)low;
    case SCALP_PLY_FLOAT:
        memcpy(&single, &low, sizeof single);
        return (double)single;
    case SCALP_PLY_DOUBLE:
        break;
    }
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* Passes blanks and line ends: text PLY counts numbers, not lines. */
static void pass_lines(scalp_scan *scan) {
    while (scalp_scan_blanks(scan), scan->at < scan->end && *scan->at == '\n') {
        scan->at++;
        scan->line++;
    }
}

static scalp_status take_text(ply *p, scalp_ply_type type, double *number, scalp_error *error) {
    pass_lines(&p->scan);
    if (p->scan.at == p->scan.end)
        return scalp_scan_fail(&p->scan, error, "the file ends here, before its last number.");
    if (!scalp_scan_number(&p->scan, number))
        return scalp_scan_fail(&p->scan, error, "not a finite number.");
    if (type == SCALP_PLY_FLOAT)
        *number = (double)(float)*number;
    if (type < SCALP_PLY_FLOAT && (floor(*number) < *number || fabs(*number) > 4294967295.0))
        return scalp_scan_fail(&p->scan, error, "not a whole number.");
    return SCALP_OK;
}

static scalp_status take(ply *p, scalp_ply_type type, double *number, scalp_error *error) {
    const size_t size = scalp_ply_type_bytes(type);
    if (p->text)
        return take_text(p, type, number, error);
    if ((size_t)(p->scan.end - p->scan.at) < size)
        return scalp_mesh_fail(p->scan.name, error, "was cut off; copy it again.");
    *number = number_of(bits_of(p->scan.at, size, p->header.form == SCALP_PLY_BIG), type);
    p->scan.at += size;
    return SCALP_OK;
}

/* How many items the list that comes next has. */
static scalp_status take_count(ply *p, const scalp_ply_property *property, size_t *count,
                               scalp_error *error) {
    double number = 0;
    SCALP_TRY(take(p, property->count_type, &number, error));
    const size_t least = p->text ? 2 : scalp_ply_type_bytes(property->type);
    const double room = (double)(p->scan.end - p->scan.at) / (double)least + 1;
    if (!(number >= 0) || number > room)
        return scalp_mesh_fail(p->scan.name, error,
                               "a list says it has %.0f items, more than the file has; copy it "
                               "again.",
                               number);
    *count = (size_t)number;
    return SCALP_OK;
}

/* ---- Elements ---------------------------------------------------------------------------- */

static scalp_status pass_property(ply *p, const scalp_ply_property *property, scalp_error *error) {
    size_t count = 1;
    double passed;
    if (property->list)
        SCALP_TRY(take_count(p, property, &count, error));
    if (!p->text) {
        const size_t size = scalp_ply_type_bytes(property->type);
        if ((size_t)(p->scan.end - p->scan.at) / size < count)
            return scalp_mesh_fail(p->scan.name, error, "was cut off; copy it again.");
        p->scan.at += size * count;
        return SCALP_OK;
    }
    for (size_t i = 0; i < count; i++)
        SCALP_TRY(take(p, property->type, &passed, error));
    return SCALP_OK;
}

/* Whole numbers stand for 0..1 of their range. */
static uint8_t colour_byte(double value, scalp_ply_type type) {
    const double most = type == SCALP_PLY_UINT8 ? 255 : type == SCALP_PLY_UINT16 ? 65535 : 1;
    const double share = value / most;
    return (uint8_t)(255 * (share > 0 ? share < 1 ? share : 1 : 0) + 0.5);
}

static scalp_status read_vertex(ply *p, const scalp_ply_element *element, size_t at,
                                scalp_error *error) {
    double place[3] = {0, 0, 0};
    if (p->rgba)
        p->rgba[at][3] = 255;
    for (size_t i = 0; i < element->property_count; i++) {
        const scalp_ply_property *property = &element->properties[i];
        double value = 0;
        if (property->role == SCALP_PLY_NOTHING) {
            SCALP_TRY(pass_property(p, property, error));
            continue;
        }
        SCALP_TRY(take(p, property->type, &value, error));
        if (property->role <= SCALP_PLY_Z)
            place[property->role] = value;
        else if (p->rgba && property->role <= SCALP_PLY_ALPHA)
            p->rgba[at][property->role - SCALP_PLY_RED] = colour_byte(value, property->type);
    }
    p->vertices[at] = (scalp_vec3){place[0], place[1], place[2]};
    return SCALP_OK;
}

static scalp_status read_polygon(ply *p, const scalp_ply_property *property, scalp_error *error) {
    uint32_t first = 0, last = 0;
    size_t corners = 0;
    SCALP_TRY(take_count(p, property, &corners, error));
    for (size_t i = 0; i < corners; i++) {
        double index = 0;
        SCALP_TRY(take(p, property->type, &index, error));
        if (p->faces && (index < 0 || index >= (double)p->vertex_count))
            return scalp_mesh_fail(p->scan.name, error,
                                   "a face names vertex %.0f, but they go from 0 to %lld.", index,
                                   (long long)p->vertex_count - 1);
        const uint32_t corner = p->faces ? (uint32_t)index : 0;
        if (i >= 2) {
            if (p->faces)
                p->faces[p->face_count] = (scalp_face){{first, last, corner}};
            p->face_count++;
        }
        first = i == 0 ? corner : first;
        last = corner;
    }
    return SCALP_OK;
}

static scalp_status read_face(ply *p, const scalp_ply_element *element, scalp_error *error) {
    for (size_t i = 0; i < element->property_count; i++) {
        const scalp_ply_property *property = &element->properties[i];
        if (property->role == SCALP_PLY_CORNERS)
            SCALP_TRY(read_polygon(p, property, error));
        else
            SCALP_TRY(pass_property(p, property, error));
    }
    return SCALP_OK;
}

/* A header that promises more than the file can hold is found out before memory is taken. */
static scalp_status check_room(const ply *p, const scalp_ply_element *element, scalp_error *error) {
    size_t least = 0;
    for (size_t i = 0; i < element->property_count; i++) {
        const scalp_ply_property *property = &element->properties[i];
        least += p->text
                     ? 2
                     : scalp_ply_type_bytes(property->list ? property->count_type : property->type);
    }
    const uint64_t left = (uint64_t)(p->scan.end - p->scan.at) + (p->text ? 2 : 0);
    if (least > 0 && element->count > left / least)
        return scalp_mesh_fail(p->scan.name, error,
                               "its header promises %llu elements, more than the file has; copy "
                               "it again.",
                               (unsigned long long)element->count);
    return SCALP_OK;
}

static scalp_status read_elements(ply *p, const scalp_ply_element *element, const scalp_work *work,
                                  scalp_error *error) {
    SCALP_TRY(check_room(p, element, error));
    if (element->property_count == 0)
        return SCALP_OK;
    for (uint64_t i = 0; i < element->count; i++) {
        if (i % items_per_report == 0)
            SCALP_TRY(scalp_work_report(work, "mesh", (double)i / (double)element->count, error));
        if (element->is_vertex)
            SCALP_TRY(read_vertex(p, element, (size_t)i, error));
        else if (element->is_face)
            SCALP_TRY(read_face(p, element, error));
        for (size_t k = 0; !element->is_vertex && !element->is_face && k < element->property_count;
             k++)
            SCALP_TRY(pass_property(p, &element->properties[k], error));
    }
    return SCALP_OK;
}

static scalp_status take_vertices(ply *p, const scalp_ply_element *element, const scalp_work *work,
                                  scalp_error *error) {
    void *vertices, *colours;
    for (int role = SCALP_PLY_X; role <= SCALP_PLY_Z; role++) {
        if (!scalp_ply_has(element, (scalp_ply_role)role))
            return scalp_mesh_fail(p->scan.name, error, "its vertices have no %c.", 'x' + role);
    }
    SCALP_TRY(check_room(p, element, error));
    SCALP_TRY(scalp_mesh_sizes_check(p->scan.name, element->count, 0, error));
    p->vertex_count = (size_t)element->count;
    SCALP_TRY(scalp_work_take(work, p->vertex_count, sizeof(scalp_vec3), &vertices, error));
    p->vertices = vertices;
    if (!scalp_ply_has(element, SCALP_PLY_RED) || !scalp_ply_has(element, SCALP_PLY_GREEN) ||
        !scalp_ply_has(element, SCALP_PLY_BLUE))
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, p->vertex_count, 4, &colours, error));
    p->rgba = colours;
    return SCALP_OK;
}

/* Faces are counted, then read from the same place again. They may name vertices that come later.
 */
static scalp_status read_faces(ply *p, const scalp_ply_element *element, const scalp_work *work,
                               scalp_error *error) {
    const scalp_scan start = p->scan;
    void *memory;
    SCALP_TRY(read_elements(p, element, work, error));
    SCALP_TRY(scalp_mesh_sizes_check(p->scan.name, 0, p->face_count, error));
    SCALP_TRY(scalp_work_take(work, p->face_count, sizeof(scalp_face), &memory, error));
    p->faces = memory;
    p->face_count = 0;
    p->scan = start;
    return read_elements(p, element, work, error);
}

scalp_status scalp_ply_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                            scalp_mesh_file *file, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(ply), &memory, error));
    ply *p = memory;
    p->scan = scalp_scan_make(bytes, name);
    SCALP_TRY(scalp_ply_header_read(&p->scan, &p->header, error));
    p->text = p->header.form == SCALP_PLY_TEXT;
    for (size_t i = 0; i < p->header.element_count; i++) {
        const scalp_ply_element *element = &p->header.elements[i];
        if (element->is_vertex)
            SCALP_TRY(take_vertices(p, element, work, error));
        if (element->is_face && !p->vertices)
            return scalp_mesh_fail(name, error, "its faces come before its vertices.");
        if (element->is_face)
            SCALP_TRY(read_faces(p, element, work, error));
        else
            SCALP_TRY(read_elements(p, element, work, error));
    }
    if (p->face_count == 0)
        return scalp_mesh_fail(name, error,
                               "holds no faces (a cloud of points?); export the scan as a mesh.");
    file->look.rgba = (const uint8_t(*)[4])p->rgba;
    return scalp_mesh_finish(name, p->vertices, p->vertex_count, p->faces, p->face_count, work,
                             &file->mesh, error);
}
