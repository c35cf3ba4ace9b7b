/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mesh_out.h"
#include "shown.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Messages ---------------------------------------------------------------------------- */

scalp_status scalp_mesh_fail(const char *name, scalp_error *error, const char *format, ...) {
    char shown[SCALP_SHOWN_NAME], what[240];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return scalp_fail(error, SCALP_ERR_INPUT, "%s: %s", scalp_shown_name(name, shown), what);
}

scalp_status scalp_mesh_sizes_check(const char *name, uint64_t vertices, uint64_t faces,
                                    scalp_error *error) {
    char shown[SCALP_SHOWN_NAME];
    if (vertices <= SCALP_MESH_MAX_VERTICES && faces <= SCALP_MESH_MAX_FACES)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_LIMIT,
                      "%s has %llu vertices and %llu triangles, more than the %u and %u that are "
                      "read; decimate it first.",
                      scalp_shown_name(name, shown), (unsigned long long)vertices,
                      (unsigned long long)faces, SCALP_MESH_MAX_VERTICES, SCALP_MESH_MAX_FACES);
}

scalp_status scalp_mesh_finish(const char *name, const scalp_vec3 *vertices, size_t vertex_count,
                               const scalp_face *faces, size_t face_count, const scalp_work *work,
                               scalp_mesh *mesh, scalp_error *error) {
    scalp_error inner = {0};
    const scalp_status status =
        scalp_mesh_make(vertices, vertex_count, faces, face_count, work, mesh, &inner);
    if (status == SCALP_ERR_INPUT)
        return scalp_mesh_fail(name, error, "%s", inner.message);
    if (status != SCALP_OK && error)
        *error = inner;
    return status;
}

/* ---- Bytes ------------------------------------------------------------------------------- */

void scalp_put16(uint8_t **to, unsigned value) {
    for (int k = 0; k < 2; k++)
        *(*to)++ = (uint8_t)(value >> (8 * k));
}

void scalp_put32(uint8_t **to, uint32_t value) {
    for (int k = 0; k < 4; k++)
        *(*to)++ = (uint8_t)(value >> (8 * k));
}

void scalp_put_float(uint8_t **to, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    scalp_put32(to, bits);
}

void scalp_put_double(uint8_t **to, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int k = 0; k < 8; k++)
        *(*to)++ = (uint8_t)(bits >> (8 * k));
}

uint32_t scalp_get32(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

float scalp_get_float(const uint8_t *at) {
    const uint32_t bits = scalp_get32(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* ---- Text -------------------------------------------------------------------------------- */

static bool make_room(scalp_lines *lines, size_t more) {
    if (lines->status != SCALP_OK)
        return false;
    if (lines->room - lines->size > more)
        return true;
    const size_t room = 2 * (lines->room + more) + 4096;
    void *memory;
    lines->status = scalp_work_take(lines->work, room, 1, &memory, lines->error);
    if (lines->status != SCALP_OK)
        return false;
    if (lines->size)
        memcpy(memory, lines->data, lines->size);
    lines->data = memory;
    lines->room = room;
    return true;
}

void scalp_lines_add(scalp_lines *lines, const char *format, ...) {
    enum { longest = 512 };
    va_list arguments;
    if (!make_room(lines, longest))
        return;
    va_start(arguments, format);
    const int length = vsnprintf(lines->data + lines->size, longest, format, arguments);
    va_end(arguments);
    lines->size += length > 0 ? (size_t)length : 0;
}

void scalp_lines_number(scalp_lines *lines, double number) {
    enum { longest = 32 };
    if (!make_room(lines, longest))
        return;
    char *at = lines->data + lines->size;
    int length = snprintf(at, longest, " %.15g", number);
    const double again = strtod(at, NULL);
    if (again < number || again > number)
        length = snprintf(at, longest, " %.17g", number);
    lines->size += length > 0 ? (size_t)length : 0;
}
