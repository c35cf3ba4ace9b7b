/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: the header of a PLY file (Turk, "The PLY polygon file format", 1994). */
#ifndef SCALPTOR_CODEC_PLY_HEADER_H
#define SCALPTOR_CODEC_PLY_HEADER_H

#include "scan.h"

#define SCALP_PLY_MAX_ELEMENTS 16
#define SCALP_PLY_MAX_PROPERTIES 64 /* of one element */

typedef enum scalp_ply_form { SCALP_PLY_TEXT, SCALP_PLY_LITTLE, SCALP_PLY_BIG } scalp_ply_form;

typedef enum scalp_ply_type {
    SCALP_PLY_INT8,
    SCALP_PLY_UINT8,
    SCALP_PLY_INT16,
    SCALP_PLY_UINT16,
    SCALP_PLY_INT32,
    SCALP_PLY_UINT32,
    SCALP_PLY_FLOAT,
    SCALP_PLY_DOUBLE,
} scalp_ply_type;

/* What a property is to us. */
typedef enum scalp_ply_role {
    SCALP_PLY_X,
    SCALP_PLY_Y,
    SCALP_PLY_Z,
    SCALP_PLY_RED,
    SCALP_PLY_GREEN,
    SCALP_PLY_BLUE,
    SCALP_PLY_ALPHA,
    SCALP_PLY_CORNERS,
    SCALP_PLY_NOTHING,
} scalp_ply_role;

typedef struct scalp_ply_property {
    bool list;
    scalp_ply_type count_type, type;
    scalp_ply_role role;
} scalp_ply_property;

typedef struct scalp_ply_element {
    bool is_vertex, is_face;
    uint64_t count;
    size_t property_count;
    scalp_ply_property properties[SCALP_PLY_MAX_PROPERTIES];
} scalp_ply_element;

typedef struct scalp_ply_header {
    scalp_ply_form form;
    size_t element_count;
    scalp_ply_element elements[SCALP_PLY_MAX_ELEMENTS];
} scalp_ply_header;

size_t scalp_ply_type_bytes(scalp_ply_type type);
bool scalp_ply_has(const scalp_ply_element *element, scalp_ply_role role);

/* Reads up to and with the line end_header; `scan` is then behind it. */
SCALP_CHECKED scalp_status scalp_ply_header_read(scalp_scan *scan, scalp_ply_header *header,
                                                 scalp_error *error);

#endif
