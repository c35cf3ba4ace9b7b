/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binary glTF 2.0 in: the triangles of the scene, with the transforms of their nodes, as one mesh.
 * The scene is walked twice, first to count and then to fill. */
#include "glb_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { most_nodes = 100000, most_depth = 64 };
enum { mode_triangles = 4, mode_strip = 5, mode_fan = 6 };

typedef struct reader {
    scalp_glb glb;
    const scalp_work *work;
    size_t vertex_count, face_count, nodes;
    bool has_colour, left_out;
    json_int_t image;     /* -1: none seen; -2: more than one */
    scalp_vec3 *vertices; /* NULL while counting */
    scalp_face *faces;
    uint8_t (*rgba)[4];
    float (*uv)[3][2];
} reader;

/* ---- Materials --------------------------------------------------------------------------- */

/* The image that colours a primitive, and which places in it; -1: none. */
static scalp_status image_of(const reader *r, const json_t *primitive, json_int_t *image,
                             json_int_t *set) {
    json_t *material, *texture;
    json_int_t index;
    *image = -1;
    SCALP_TRY(scalp_glb_whole(&r->glb, primitive, "material", -1, &index));
    if (index < 0)
        return SCALP_OK;
    SCALP_TRY(scalp_glb_item(&r->glb, "materials", index, &material));
    const json_t *colour =
        json_object_get(json_object_get(material, "pbrMetallicRoughness"), "baseColorTexture");
    SCALP_TRY(scalp_glb_whole(&r->glb, colour, "index", -1, &index));
    SCALP_TRY(scalp_glb_whole(&r->glb, colour, "texCoord", 0, set));
    if (index < 0 || json_object_get(colour, "extensions"))
        return SCALP_OK;
    SCALP_TRY(scalp_glb_item(&r->glb, "textures", index, &texture));
    return scalp_glb_whole(&r->glb, texture, "source", -1, image);
}

static bool is_picture(scalp_bytes bytes) {
    return bytes.size > 8 && (memcmp(bytes.data, "\xff\xd8\xff", 3) == 0 ||
                              memcmp(bytes.data, "\x89PNG\r\n\x1a\n", 8) == 0);
}

static scalp_status read_texture(reader *r, scalp_bytes *texture) {
    json_t *image;
    json_int_t view;
    size_t stride;
    *texture = (scalp_bytes){NULL, 0};
    if (r->image < 0)
        return SCALP_OK;
    SCALP_TRY(scalp_glb_item(&r->glb, "images", r->image, &image));
    SCALP_TRY(scalp_glb_whole(&r->glb, image, "bufferView", -1, &view));
    if (view >= 0)
        SCALP_TRY(scalp_glb_bytes(&r->glb, view, texture, &stride));
    if (!is_picture(*texture)) {
        *texture = (scalp_bytes){NULL, 0};
        r->left_out = true;
    }
    return SCALP_OK;
}

/* ---- A primitive ------------------------------------------------------------------------- */

typedef struct primitive {
    const json_t *object, *attributes;
    scalp_glb_view places, indices;
    bool has_indices;
    int mode;
    size_t corners, faces;
} primitive;

/* A view of one of the attributes; count 0 when there is none. */
static scalp_status attribute(const reader *r, const primitive *p, const char *name,
                              scalp_glb_view *view) {
    json_int_t accessor;
    *view = (scalp_glb_view){.count = 0};
    SCALP_TRY(scalp_glb_whole(&r->glb, p->attributes, name, -1, &accessor));
    if (accessor < 0)
        return SCALP_OK;
    SCALP_TRY(scalp_glb_view_find(&r->glb, accessor, view));
    if (view->count != p->places.count)
        return scalp_mesh_fail(r->glb.name, r->glb.error, "%s has %zu elements, POSITION %zu.",
                               name, view->count, p->places.count);
    return SCALP_OK;
}

/* `faces` stays 0 for points and lines. */
static scalp_status open_primitive(const reader *r, const json_t *object, primitive *p) {
    json_int_t mode, places, indices;
    *p = (primitive){.object = object, .attributes = json_object_get(object, "attributes")};
    if (json_object_get(json_object_get(object, "extensions"), "KHR_draco_mesh_compression"))
        return scalp_mesh_fail(r->glb.name, r->glb.error,
                               "is compressed by Draco, which is not read; export it without "
                               "compression.");
    SCALP_TRY(scalp_glb_whole(&r->glb, object, "mode", mode_triangles, &mode));
    SCALP_TRY(scalp_glb_whole(&r->glb, p->attributes, "POSITION", -1, &places));
    SCALP_TRY(scalp_glb_whole(&r->glb, object, "indices", -1, &indices));
    p->mode = (int)mode;
    if (mode < mode_triangles || mode > mode_fan || places < 0)
        return SCALP_OK;
    SCALP_TRY(scalp_glb_view_find(&r->glb, places, &p->places));
    if (p->places.parts != 3 || p->places.type == 5125)
        return scalp_mesh_fail(r->glb.name, r->glb.error, "POSITION is no VEC3 of numbers.");
    p->corners = p->places.count;
    p->has_indices = indices >= 0;
    if (p->has_indices) {
        SCALP_TRY(scalp_glb_view_find(&r->glb, indices, &p->indices));
        if (p->indices.parts != 1 || p->indices.type == 5126 || p->indices.normalised)
            return scalp_mesh_fail(r->glb.name, r->glb.error,
                                   "indices of a mesh are no whole numbers.");
        p->corners = p->indices.count;
    }
    p->faces = p->mode == mode_triangles ? p->corners / 3 : p->corners < 3 ? 0 : p->corners - 2;
    return SCALP_OK;
}

static scalp_status corner(const reader *r, const primitive *p, size_t at, uint32_t *vertex) {
    const double index = p->has_indices ? scalp_glb_number(&p->indices, at, 0) : (double)at;
    if (!(index >= 0) || index >= (double)p->places.count)
        return scalp_mesh_fail(r->glb.name, r->glb.error,
                               "a face names vertex %.0f, but they go from 0 to %zu.", index,
                               p->places.count - 1);
    *vertex = (uint32_t)index;
    return SCALP_OK;
}

/* The places in the list of face f's corners (glTF 2.0, 3.7.2.1). */
static void corners_of(const primitive *p, size_t f, size_t at[3]) {
    const size_t odd = f % 2;
    const size_t list[3] = {3 * f, 3 * f + 1, 3 * f + 2};
    const size_t strip[3] = {f, f + 1 + odd, f + 2 - odd};
    const size_t fan[3] = {f + 1, f + 2, 0};
    memcpy(at, p->mode == mode_triangles ? list : p->mode == mode_strip ? strip : fan, sizeof list);
}

static double determinant(const scalp_glb_place *p) {
    const double(*m)[4] = p->m;
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
           m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

static scalp_status fill_faces(reader *r, const primitive *p, const scalp_glb_view *uv,
                               bool mirrored) {
    for (size_t f = 0; f < p->faces; f++) {
        size_t at[3];
        corners_of(p, f, at);
        if (mirrored) {
            const size_t swap = at[1];
            at[1] = at[2];
            at[2] = swap;
        }
        for (int k = 0; k < 3; k++) {
            uint32_t vertex = 0;
            SCALP_TRY(corner(r, p, at[k], &vertex));
            r->faces[r->face_count].v[k] = (uint32_t)r->vertex_count + vertex;
            for (int i = 0; r->uv && i < 2 && uv->count; i++) {
                const double place = scalp_glb_number(uv, vertex, i);
                r->uv[r->face_count][k][i] = isfinite(place) ? (float)place : 0;
            }
        }
        r->face_count++;
    }
    return SCALP_OK;
}

/* Colours of vertices are linear in glTF, and sRGB everywhere else. */
static uint8_t srgb_byte(double linear) {
    const double x = linear > 0 ? linear < 1 ? linear : 1 : 0;
    const double curve = x <= 0.0031308 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055;
    return (uint8_t)(255 * curve + 0.5);
}

static void fill_vertices(reader *r, const primitive *p, const scalp_glb_view *colour,
                          const scalp_glb_place *place) {
    for (size_t i = 0; i < p->places.count; i++) {
        double at[3], to[3];
        for (int k = 0; k < 3; k++)
            at[k] = scalp_glb_number(&p->places, i, k);
        for (int k = 0; k < 3; k++)
            to[k] = place->m[k][0] * at[0] + place->m[k][1] * at[1] + place->m[k][2] * at[2] +
                    place->m[k][3];
        r->vertices[r->vertex_count + i] = (scalp_vec3){to[0], to[1], to[2]};
        for (int k = 0; r->rgba && k < 4; k++) {
            const bool given = colour->count && k < colour->parts;
            const double value = given ? scalp_glb_number(colour, i, k) : 1;
            const double alpha = value > 0 ? value < 1 ? value : 1 : 0;
            r->rgba[r->vertex_count + i][k] =
                k < 3 ? srgb_byte(value) : (uint8_t)(255 * alpha + 0.5);
        }
    }
}

static scalp_status read_primitive(reader *r, const json_t *object, const scalp_glb_place *place) {
    primitive p;
    scalp_glb_view colour, uv = {.count = 0};
    json_int_t image, set = 0;
    SCALP_TRY(open_primitive(r, object, &p));
    if (p.faces == 0)
        return SCALP_OK;
    SCALP_TRY(attribute(r, &p, "COLOR_0", &colour));
    SCALP_TRY(image_of(r, object, &image, &set));
    char name[32];
    snprintf(name, sizeof name, "TEXCOORD_%d", (int)set);
    if (image >= 0)
        SCALP_TRY(attribute(r, &p, name, &uv));
    if (uv.count && uv.parts != 2)
        uv.count = 0;
    if (r->vertices) {
        fill_vertices(r, &p, &colour, place);
        SCALP_TRY(fill_faces(r, &p, &uv, determinant(place) < 0));
    } else {
        r->has_colour = r->has_colour || (colour.count && colour.parts >= 3);
        image = uv.count ? image : -1;
        r->left_out = r->left_out || (r->face_count > 0 && image != r->image);
        r->image = r->face_count == 0 || image == r->image ? image : -2;
        r->face_count += p.faces;
    }
    r->vertex_count += p.places.count;
    return scalp_mesh_sizes_check(r->glb.name, r->vertex_count, r->face_count, r->glb.error);
}

/* ---- The scene --------------------------------------------------------------------------- */

static scalp_status read_mesh(reader *r, json_int_t index, const scalp_glb_place *place) {
    json_t *mesh;
    SCALP_TRY(scalp_glb_item(&r->glb, "meshes", index, &mesh));
    const json_t *primitives = json_object_get(mesh, "primitives");
    SCALP_TRY(scalp_work_report(r->work, "mesh", r->vertices ? 0.5 : 0, r->glb.error));
    for (size_t i = 0; i < json_array_size(primitives); i++)
        SCALP_TRY(read_primitive(r, json_array_get(primitives, i), place));
    return SCALP_OK;
}

static scalp_status read_node(reader *r, const json_t *number, const scalp_glb_place *parent,
                              int depth) {
    json_t *node;
    json_int_t mesh;
    scalp_glb_place place;
    if (depth > most_depth || ++r->nodes > most_nodes)
        return scalp_mesh_fail(r->glb.name, r->glb.error,
                               "its nodes go deeper than %d or are more than %d; do they go in a "
                               "circle?",
                               most_depth, most_nodes);
    SCALP_TRY(scalp_glb_item(&r->glb, "nodes",
                             json_is_integer(number) ? json_integer_value(number) : -1, &node));
    SCALP_TRY(scalp_glb_place_read(&r->glb, node, parent, &place));
    SCALP_TRY(scalp_glb_whole(&r->glb, node, "mesh", -1, &mesh));
    if (mesh >= 0)
        SCALP_TRY(read_mesh(r, mesh, &place));
    const json_t *children = json_object_get(node, "children");
    for (size_t i = 0; i < json_array_size(children); i++)
        SCALP_TRY(read_node(r, json_array_get(children, i), &place, depth + 1));
    return SCALP_OK;
}

/* The scene that is shown first; without any, all meshes as they are. */
static scalp_status read_scene(reader *r) {
    static const scalp_glb_place here = {{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}}};
    json_t *scene;
    json_int_t index;
    r->vertex_count = r->face_count = r->nodes = 0;
    if (!json_object_get(r->glb.root, "scenes")) {
        const size_t meshes = json_array_size(json_object_get(r->glb.root, "meshes"));
        for (size_t i = 0; i < meshes; i++)
            SCALP_TRY(read_mesh(r, (json_int_t)i, &here));
        return SCALP_OK;
    }
    SCALP_TRY(scalp_glb_whole(&r->glb, r->glb.root, "scene", 0, &index));
    SCALP_TRY(scalp_glb_item(&r->glb, "scenes", index, &scene));
    const json_t *nodes = json_object_get(scene, "nodes");
    for (size_t i = 0; i < json_array_size(nodes); i++)
        SCALP_TRY(read_node(r, json_array_get(nodes, i), &here, 0));
    return SCALP_OK;
}

static scalp_status take_memory(reader *r, bool textured, scalp_error *error) {
    void *vertices, *faces, *rgba = NULL, *uv = NULL;
    SCALP_TRY(scalp_work_take(r->work, r->vertex_count, sizeof(scalp_vec3), &vertices, error));
    SCALP_TRY(scalp_work_take(r->work, r->face_count, sizeof(scalp_face), &faces, error));
    if (r->has_colour)
        SCALP_TRY(scalp_work_take(r->work, r->vertex_count, 4, &rgba, error));
    if (textured)
        SCALP_TRY(scalp_work_take(r->work, r->face_count, 6 * sizeof(float), &uv, error));
    r->vertices = vertices;
    r->faces = faces;
    r->rgba = rgba;
    r->uv = uv;
    return SCALP_OK;
}

static scalp_status read_all(reader *r, scalp_bytes bytes, scalp_mesh_file *file,
                             scalp_error *error) {
    SCALP_TRY(scalp_glb_open(bytes, &r->glb));
    SCALP_TRY(read_scene(r));
    if (r->face_count == 0)
        return scalp_mesh_fail(r->glb.name, error, "holds no faces; export the scan as a mesh.");
    SCALP_TRY(read_texture(r, &file->look.texture));
    SCALP_TRY(take_memory(r, file->look.texture.size > 0, error));
    SCALP_TRY(read_scene(r));
    file->look.rgba = (const uint8_t(*)[4])r->rgba;
    file->look.uv = (const float(*)[3][2])r->uv;
    if (r->left_out)
        file->left_out = "It has several textures, or one that is neither JPEG nor PNG; none of "
                         "them was read.";
    return scalp_mesh_finish(r->glb.name, r->vertices, r->vertex_count, r->faces, r->face_count,
                             r->work, &file->mesh, error);
}

scalp_status scalp_glb_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                            scalp_mesh_file *file, scalp_error *error) {
    reader r = {.glb = {.name = name, .error = error}, .work = work, .image = -1};
    const scalp_status status = read_all(&r, bytes, file, error);
    json_decref(r.glb.root);
    return status;
}
