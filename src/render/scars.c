/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pale scars on the bare head: each channel's light times the share by which scar skin is lighter.
 * Spots are drawn as discs in their tangent plane, line and patch scars by their weight at each
 * vertex. */
#include "photo.h"
#include "raster.h"

#include <math.h>
#include <string.h>

static const double rim_mm = 0.15; /* half of it: what is sharper, light in the skin softens */
static const double hidden_mm = 2.5;
enum { strip_rows = 256 };

typedef struct drawing {
    const scalp_scene *scene;
    const scalp_image *like;
    const scalp_bvh *bvh;
    uint8_t *pixels;
    double lighter[photo_bands]; /* log of the ratio */
} drawing;

static scalp_status find_ratio(const scalp_skin_parts *skin, scalp_light light,
                               const scalp_work *work, double lighter[photo_bands],
                               scalp_error *error) {
    const scalp_skin_parts scar = scalp_skin_scar(skin);
    scalp_spectrum bare, pale;
    photo_channels channels;
    double ratio[SCALP_SPECTRUM_COUNT];
    SCALP_TRY(scalp_photo_bare(skin, work, &bare, error));
    SCALP_TRY(scalp_photo_bare(&scar, work, &pale, error));
    scalp_photo_channels(light, &bare, &channels);
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        ratio[w] = pale.r[w] / bare.r[w];
    scalp_photo_channels_mean(&channels, ratio, lighter);
    for (int b = 0; b < photo_bands; b++)
        lighter[b] = log(scalp_clamp(lighter[b], 1, 4));
    return SCALP_OK;
}

static void lighten(const drawing *d, int x, int y, double cover) {
    const scalp_image *im = d->like;
    uint8_t *at = d->pixels + ((size_t)y * (size_t)im->width + (size_t)x) * (size_t)im->bands;
    for (int b = 0; b < photo_bands && cover > 0; b++) {
        const double linear = (double)im->curve[b].linear[at[b]] * exp(cover * d->lighter[b]);
        at[b] = (uint8_t)scalp_image_sample_from_linear(&im->curve[b], (float)fmin(linear, 1));
    }
}

/* ---- Spots ------------------------------------------------------------------------------- */

static bool is_seen(const drawing *d, const scalp_pale_spot *spot) {
    const scalp_vec3 to_eye =
        scalp_vec3_sub(scalp_camera_position(&d->scene->camera), spot->position);
    scalp_mesh_point hit;
    double s;
    return scalp_vec3_dot(to_eye, spot->normal) > 0 &&
           !scalp_bvh_cast(d->bvh, spot->position, scalp_vec3_unit(to_eye), hidden_mm, &hit, &s);
}

/* How far from the spot's middle the pixel's ray meets its tangent plane. */
static double way_mm(const scalp_camera *c, scalp_vec3 middle, scalp_vec3 normal, int x, int y) {
    const scalp_vec3 ray = {(x - c->centre_x) / c->focal_px, (y - c->centre_y) / c->focal_px, 1};
    const double along = scalp_vec3_dot(ray, normal);
    if (!(along < -1e-6))
        return HUGE_VAL;
    return scalp_vec3_distance(scalp_vec3_scale(ray, scalp_vec3_dot(middle, normal) / along),
                               middle);
}

/* A spot narrower than a pixel keeps its share of the light. */
static void draw_spot(const drawing *d, const scalp_pale_spot *spot) {
    const scalp_camera *c = &d->scene->camera;
    double depth;
    const scalp_vec2 p = scalp_camera_project(c, spot->position, &depth);
    if (!(depth > 1) || !is_seen(d, spot))
        return;
    const scalp_vec3 middle =
        scalp_vec3_add(scalp_mat3_apply(&c->rotation, spot->position), c->translation);
    const scalp_vec3 normal = scalp_mat3_apply(&c->rotation, spot->normal);
    const double px_per_mm = c->focal_px / depth, radius = spot->diameter_mm / 2;
    const double soft = fmax(rim_mm, 0.7 / px_per_mm);
    const double full = radius * radius / (radius * radius + soft * soft / 5);
    const int reach = (int)ceil((radius + soft) * px_per_mm) + 1;
    const int x0 = (int)floor(p.x + 0.5), y0 = (int)floor(p.y + 0.5);
    for (int y = y0 - reach; y <= y0 + reach; y++) {
        for (int x = x0 - reach; x <= x0 + reach; x++) {
            if (x < 0 || y < 0 || x >= d->like->width || y >= d->like->height)
                continue;
            const double way = way_mm(c, middle, normal, x, y);
            lighten(d, x, y, full * (1 - scalp_smoothstep(radius - soft, radius + soft, way)));
        }
    }
}

/* ---- Lines and patches ------------------------------------------------------------------- */

static scalp_status draw_field(const drawing *d, const scalp_work *work, scalp_error *error) {
    const scalp_mesh *mesh = &d->scene->head->mesh;
    for (int top = 0; top < d->like->height; top += strip_rows) {
        const int left = d->like->height - top, rows = left < strip_rows ? left : strip_rows;
        const scalp_raster_window window = {0, top, d->like->width, rows, 1};
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        scalp_raster raster;
        SCALP_TRY(scalp_raster_make(mesh, &d->scene->camera, &window, work, &raster, error));
        for (int i = 0; i < rows * d->like->width; i++) {
            const scalp_mesh_point at = {raster.face[i], (double)raster.u[i], (double)raster.v[i]};
            if (at.face != SCALP_RASTER_NONE)
                lighten(d, i % d->like->width, top + i / d->like->width,
                        scalp_mesh_field(mesh, d->scene->design->pale, at));
        }
        scalp_arena_return(work->memory, mark);
    }
    return SCALP_OK;
}

scalp_status scalp_render_scars(const scalp_scene *scene, const scalp_pale_spot *spots,
                                size_t count, const scalp_skin_parts *skin, scalp_light light,
                                const scalp_image *image, const scalp_work *work,
                                scalp_image *picture, scalp_error *error) {
    drawing d = {.scene = scene, .like = image};
    void *memory;
    if (image->width != scene->camera.width || image->height != scene->camera.height ||
        image->bits != 8 || image->bands < photo_bands)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Scars are drawn on 8-bit colour pictures of the scene's camera.");
    *picture = *image;
    if (count == 0 && !scene->design->pale)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, scalp_image_bytes(image), 1, &memory, error));
    d.pixels = memory;
    memcpy(d.pixels, image->pixels, scalp_image_bytes(image));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(find_ratio(skin, light, work, d.lighter, error));
    SCALP_TRY(scalp_bvh_make(&scene->head->mesh, work, &d.bvh, error));
    if (scene->design->pale)
        SCALP_TRY(draw_field(&d, work, error));
    for (size_t i = 0; i < count; i++)
        draw_spot(&d, &spots[i]);
    scalp_arena_return(work->memory, mark);
    picture->pixels = d.pixels;
    return SCALP_OK;
}
