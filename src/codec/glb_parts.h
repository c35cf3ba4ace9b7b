/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: an opened GLB file, and its accessors. Everything that a number in the file says is
 * checked against what is there. */
#ifndef SCALPTOR_CODEC_GLB_PARTS_H
#define SCALPTOR_CODEC_GLB_PARTS_H

#include "mesh_out.h"

#include <jansson.h>

typedef struct scalp_glb {
    const char *name;
    json_t *root;    /* to be given back */
    scalp_bytes bin; /* size 0: none */
    scalp_error *error;
} scalp_glb;

/* Numbers that an accessor names. */
typedef struct scalp_glb_view {
    const uint8_t *data;
    size_t count, stride;
    int type;  /* 5120 ... 5126 */
    int parts; /* numbers of each element */
    bool normalised;
} scalp_glb_view;

/* Header, chunks and JSON; `root` is then to be given back, also on failure. Refuses what needs
 * extensions that are not known. */
SCALP_CHECKED scalp_status scalp_glb_open(scalp_bytes bytes, scalp_glb *glb);
/* Element `index` of the list `key` of the root; an object. */
SCALP_CHECKED scalp_status scalp_glb_item(const scalp_glb *glb, const char *key, json_int_t index,
                                          json_t **item);
/* A whole number that is at least 0 and below 2^31; `otherwise` when it is absent. */
SCALP_CHECKED scalp_status scalp_glb_whole(const scalp_glb *glb, const json_t *object,
                                           const char *key, json_int_t otherwise,
                                           json_int_t *value);
SCALP_CHECKED scalp_status scalp_glb_view_find(const scalp_glb *glb, json_int_t accessor,
                                               scalp_glb_view *view);
/* The bytes of a buffer view. */
SCALP_CHECKED scalp_status scalp_glb_bytes(const scalp_glb *glb, json_int_t index,
                                           scalp_bytes *bytes, size_t *stride);
/* Number `part` of an element; whole ones are brought to 0..1 or -1..1 when they are normalised. */
double scalp_glb_number(const scalp_glb_view *view, size_t index, int part);

/* A node's transform: the point m[.][0..2] p + m[.][3]. */
typedef struct scalp_glb_place {
    double m[3][4];
} scalp_glb_place;

SCALP_CHECKED scalp_status scalp_glb_place_read(const scalp_glb *glb, const json_t *node,
                                                const scalp_glb_place *parent,
                                                scalp_glb_place *place);

#endif
