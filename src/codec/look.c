/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A texture turned into colours of vertices: each vertex takes the pixel at its place, of the first
 * face that has it. */
#include <scalptor/codec.h>

#include <math.h>

/* The tile repeats, as glTF's textures do unless they say otherwise. */
static int pixel(float place, int size) {
    const double within = (double)place - floor((double)place);
    const int at = (int)(within * size);
    return at < size ? at : size - 1;
}

static uint8_t sample(const scalp_image *image, int x, int y, int band) {
    const size_t at = ((size_t)y * (size_t)image->width + (size_t)x) * (size_t)image->bands;
    const size_t place = at + (size_t)(image->bands < 3 ? 0 : band);
    if (image->bits == 8)
        return ((const uint8_t *)image->pixels)[place];
    return (uint8_t)(((const uint16_t *)image->pixels)[place] >> 8);
}

scalp_status scalp_codec_look_bake(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                   const char *name, const scalp_work *work, scalp_mesh_look *to,
                                   scalp_error *error) {
    scalp_image image;
    void *memory, *done_memory;
    *to = *look;
    if (!look->uv || look->texture.size == 0)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, 4, &memory, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, 1, &done_memory, error));
    SCALP_TRY(scalp_codec_image_read(look->texture, name, work, &image, error));
    uint8_t(*rgba)[4] = memory;
    bool *done = done_memory;
    for (size_t h = 0; h < 3 * mesh->face_count; h++) {
        const uint32_t v = mesh->faces[h / 3].v[h % 3];
        const float *uv = look->uv[h / 3][h % 3];
        if (done[v])
            continue;
        done[v] = true;
        for (int k = 0; k < 3; k++)
            rgba[v][k] = sample(&image, pixel(uv[0], image.width), pixel(uv[1], image.height), k);
        rgba[v][3] = 255;
    }
    scalp_arena_return(work->memory, mark);
    *to = (scalp_mesh_look){.rgba = (const uint8_t(*)[4])rgba};
    return SCALP_OK;
}
