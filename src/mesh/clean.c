/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scan made into a surface one can work on: welded, single, oriented, whole. */
#include "clean.h"

#include <math.h>
#include <stdlib.h>

static const double default_weld_mm = 0.001;

/* ---- The soup ---------------------------------------------------------------------------- */

static scalp_status soup_take(const scalp_mesh *mesh, const scalp_work *work, scalp_soup *soup,
                              scalp_error *error) {
    void *vertices, *faces, *vertex_from, *corner_from;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(scalp_vec3), &vertices, error));
    SCALP_TRY(scalp_work_take(work, mesh->face_count, sizeof(scalp_face), &faces, error));
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(uint32_t), &vertex_from, error));
    SCALP_TRY(scalp_work_take(work, mesh->face_count, 3 * sizeof(uint32_t), &corner_from, error));
    *soup = (scalp_soup){0, 0, vertices, faces, vertex_from, corner_from};
    return SCALP_OK;
}

static bool collapsed(const scalp_face *f) {
    return f->v[0] == f->v[1] || f->v[1] == f->v[2] || f->v[2] == f->v[0];
}

/* The mesh with its vertices welded (`same`, which then becomes their new numbers), without unused
 * vertices and collapsed faces. */
static void soup_fill(const scalp_mesh *mesh, uint32_t *same, uint8_t *used, scalp_soup *soup,
                      scalp_mesh_defects *defects) {
    for (size_t i = 0; i < mesh->vertex_count; i++)
        defects->welded_vertices += same[i] != i;
    for (size_t f = 0; f < mesh->face_count; f++) {
        scalp_face *made = &soup->faces[soup->face_count];
        for (int k = 0; k < 3; k++) {
            used[mesh->faces[f].v[k]] |= 1;
            made->v[k] = same[mesh->faces[f].v[k]];
            soup->corner_from[soup->face_count][k] = (uint32_t)(3 * f) + (uint32_t)k;
        }
        if (collapsed(made)) {
            defects->collapsed_faces++;
            continue;
        }
        for (int k = 0; k < 3; k++)
            used[made->v[k]] |= 2;
        soup->face_count++;
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        defects->unused_vertices += used[i] == 0;
        if (!(used[i] & 2))
            continue;
        soup->vertices[soup->vertex_count] = mesh->vertices[i];
        soup->vertex_from[soup->vertex_count] = (uint32_t)i;
        same[i] = (uint32_t)soup->vertex_count++; /* only kept ones are asked for below */
    }
    for (size_t f = 0; f < soup->face_count; f++) {
        for (int k = 0; k < 3; k++)
            soup->faces[f].v[k] = same[soup->faces[f].v[k]];
    }
}

static scalp_status soup_make(const scalp_mesh *mesh, double weld_mm, const scalp_work *work,
                              scalp_soup *soup, scalp_mesh_defects *defects, scalp_error *error) {
    void *same, *used;
    SCALP_TRY(soup_take(mesh, work, soup, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(uint32_t), &same, error));
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, 1, &used, error));
    SCALP_TRY(scalp_mesh_weld(mesh->vertices, mesh->vertex_count, weld_mm, work, same, error));
    soup_fill(mesh, same, used, soup, defects);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* ---- Doubled faces ----------------------------------------------------------------------- */

static uint64_t corner_key(const scalp_face *f) {
    uint32_t a = f->v[0], b = f->v[1], c = f->v[2], swap;
    if (a > b)
        swap = a, a = b, b = swap;
    if (b > c)
        swap = b, b = c, c = swap;
    if (a > b)
        swap = a, a = b, b = swap;
    const uint64_t key = ((uint64_t)a * 0x9e3779b97f4a7c15u ^ b) * 0xd6e8feb86659fd93u ^ c;
    return key * 0x9e3779b97f4a7c15u >> 16;
}

static bool has_corner(const scalp_face *f, uint32_t v) {
    return f->v[0] == v || f->v[1] == v || f->v[2] == v;
}

static bool same_corners(const scalp_face *a, const scalp_face *b) {
    return has_corner(a, b->v[0]) && has_corner(a, b->v[1]) && has_corner(a, b->v[2]);
}

/* Of faces with the same three corners, whichever way round, the first stays. */
static scalp_status drop_doubles(scalp_soup *soup, const scalp_work *work,
                                 scalp_mesh_defects *defects, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    size_t places = 16, kept = 0;
    void *memory;
    while (places < 2 * soup->face_count)
        places *= 2;
    SCALP_TRY(scalp_work_take(work, places, sizeof(uint32_t), &memory, error));
    uint32_t *table = memory; /* face + 1 */
    for (size_t f = 0; f < soup->face_count; f++) {
        size_t place = (size_t)corner_key(&soup->faces[f]) & (places - 1);
        while (table[place] && !same_corners(&soup->faces[table[place] - 1], &soup->faces[f]))
            place = (place + 1) & (places - 1);
        if (table[place]) {
            defects->duplicate_faces++;
            continue;
        }
        soup->faces[kept] = soup->faces[f];
        for (int k = 0; k < 3; k++)
            soup->corner_from[kept][k] = soup->corner_from[f][k];
        table[place] = (uint32_t)++kept;
    }
    soup->face_count = kept;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* ---- The result -------------------------------------------------------------------------- */

static scalp_status colours_make(const scalp_mesh_look *look, const scalp_soup *soup,
                                 const scalp_patches *patches, const scalp_work *work,
                                 scalp_mesh_look *made, scalp_error *error) {
    void *memory;
    if (!look || !look->rgba)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, soup->vertex_count + patches->vertex_count, 4, &memory, error));
    uint8_t(*rgba)[4] = memory;
    for (size_t i = 0; i < soup->vertex_count; i++) {
        for (int k = 0; k < 4; k++)
            rgba[i][k] = look->rgba[soup->vertex_from[i]][k];
    }
    for (size_t i = 0; i < patches->vertex_count; i++) {
        const uint32_t *by = patches->near_vertex[i];
        for (int k = 0; k < 4; k++)
            rgba[soup->vertex_count + i][k] = (uint8_t)((rgba[by[0]][k] + rgba[by[1]][k] + 1) / 2);
    }
    made->rgba = (const uint8_t(*)[4])rgba;
    return SCALP_OK;
}

/* Faces of a closed hole take the texture's colours along the rim: both ends, and half way. */
static scalp_status texture_make(const scalp_mesh_look *look, const scalp_soup *soup,
                                 const scalp_patches *patches, const scalp_work *work,
                                 scalp_mesh_look *made, scalp_error *error) {
    void *memory;
    if (!look || !look->uv)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, soup->face_count + patches->face_count, 6 * sizeof(float),
                              &memory, error));
    float(*uv)[3][2] = memory;
    for (size_t h = 0; h < 3 * soup->face_count; h++) {
        const uint32_t from = soup->corner_from[h / 3][h % 3];
        for (int k = 0; k < 2; k++)
            uv[h / 3][h % 3][k] = look->uv[from / 3][from % 3][k];
    }
    for (size_t i = 0; i < patches->face_count; i++) {
        float(*to)[2] = uv[soup->face_count + i];
        const uint32_t start = patches->faces[i].half, end = scalp_half_next(start);
        for (int k = 0; k < 2; k++) {
            to[0][k] = uv[end / 3][end % 3][k];
            to[1][k] = uv[start / 3][start % 3][k];
            to[2][k] = (to[0][k] + to[1][k]) / 2;
        }
    }
    made->uv = (const float(*)[3][2])uv;
    made->texture = look->texture;
    return SCALP_OK;
}

static scalp_status finish(const scalp_soup *soup, const scalp_patches *patches,
                           const scalp_mesh_look *look, const scalp_work *work,
                           scalp_mesh_cleaned *cleaned, scalp_error *error) {
    void *vertex_memory, *face_memory;
    const size_t vertices = soup->vertex_count + patches->vertex_count;
    const size_t faces = soup->face_count + patches->face_count;
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(scalp_vec3), &vertex_memory, error));
    SCALP_TRY(scalp_work_take(work, faces, sizeof(scalp_face), &face_memory, error));
    scalp_vec3 *v = vertex_memory;
    scalp_face *f = face_memory;
    for (size_t i = 0; i < vertices; i++)
        v[i] =
            i < soup->vertex_count ? soup->vertices[i] : patches->vertices[i - soup->vertex_count];
    for (size_t i = 0; i < faces; i++)
        f[i] = i < soup->face_count ? soup->faces[i] : patches->faces[i - soup->face_count].face;
    SCALP_TRY(colours_make(look, soup, patches, work, &cleaned->look, error));
    SCALP_TRY(texture_make(look, soup, patches, work, &cleaned->look, error));
    return scalp_mesh_make(v, vertices, f, faces, work, &cleaned->mesh, error);
}

static double soup_area(const scalp_soup *soup) {
    const scalp_mesh as_mesh = {soup->vertex_count, soup->face_count, soup->vertices, NULL,
                                soup->faces};
    return scalp_mesh_area_mm2(&as_mesh);
}

static scalp_status nothing_left(scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The mesh has no face with an area; export the scan again.");
}

/* Cuts the surface open where it branches or is pinched. Every round that has to leave out faces
 * has fewer of them. */
static scalp_status cut_open(scalp_soup *soup, const scalp_work *work, uint32_t **pair,
                             scalp_mesh_defects *defects, scalp_error *error) {
    size_t extras = 1, ignored;
    void *state;
    SCALP_TRY(scalp_work_take(work, soup->face_count, 1, &state, error));
    while (extras > 0) {
        SCALP_TRY(scalp_work_report(work, "clean", 0.8, error));
        SCALP_TRY(scalp_halves_pair(soup, true, work, pair, &ignored, error));
        SCALP_TRY(scalp_fans_split(soup, *pair, work, defects, error));
        SCALP_TRY(scalp_extras_find(soup, work, state, &extras, error));
        if (extras > 0)
            SCALP_TRY(scalp_soup_compact(soup, state, work, error));
        defects->other_faces += extras;
    }
    return SCALP_OK;
}

scalp_status scalp_mesh_clean(const scalp_mesh *mesh, const scalp_mesh_look *look,
                              const scalp_mesh_clean_params *params, const scalp_work *work,
                              scalp_mesh_cleaned *cleaned, scalp_error *error) {
    scalp_soup soup;
    scalp_patches patches = {0};
    uint32_t *pair;
    const double weld_mm = params->weld_mm > 0 ? params->weld_mm : default_weld_mm;
    *cleaned = (scalp_mesh_cleaned){0};
    scalp_mesh_defects *defects = &cleaned->defects;
    SCALP_TRY(scalp_work_report(work, "clean", 0, error));
    SCALP_TRY(soup_make(mesh, weld_mm, work, &soup, defects, error));
    SCALP_TRY(scalp_work_report(work, "clean", 0.3, error));
    SCALP_TRY(drop_doubles(&soup, work, defects, error));
    if (soup.face_count == 0)
        return nothing_left(error);
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_report(work, "clean", 0.4, error));
    SCALP_TRY(scalp_halves_pair(&soup, false, work, &pair, &defects->branching_edges, error));
    SCALP_TRY(scalp_work_report(work, "clean", 0.6, error));
    SCALP_TRY(scalp_parts_settle(&soup, pair, params->every_part, work, defects, error));
    scalp_arena_return(work->memory, mark);
    SCALP_TRY(cut_open(&soup, work, &pair, defects, error));
    SCALP_TRY(scalp_work_report(work, "clean", 0.9, error));
    cleaned->area_mm2 = soup_area(&soup);
    if (!(cleaned->area_mm2 > 0) || !isfinite(cleaned->area_mm2))
        return nothing_left(error);
    SCALP_TRY(scalp_holes_find(&soup, pair, params->close_mm, cleaned->area_mm2, work, &patches,
                               defects, error));
    return finish(&soup, &patches, look, work, cleaned, error);
}
