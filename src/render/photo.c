/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "photo.h"
#include "keep.h"

#include <math.h>
#include <string.h>

static const double fine_per_mm = 8; /* at least: a dot of 0.24 mm is then resolved */
static const double haze_per_mm = 4;
enum { most_fine = 32, most_haze_side = 8192 };

static int fine_samples(double px_per_mm) {
    const double k = ceil(fine_per_mm / px_per_mm);
    return k < 1 ? 1 : k > most_fine ? most_fine : (int)k;
}

/* Only cells at the rim of what is planned can be its outermost. */
static bool is_rim(const photo_map *map, int x, int y) {
    const int w = map->grid.width, h = map->grid.height;
    const float *at = map->density + (size_t)y * (size_t)w + (size_t)x;
    return *at > 0 && (x == 0 || y == 0 || x == w - 1 || y == h - 1 || at[-1] <= 0 || at[1] <= 0 ||
                       at[-w] <= 0 || at[w] <= 0);
}

/* The box of all that may change, in photo pixels: the map's planned cells as they lie in the
 * photo, grown by a dot's reach. */
static bool find_box(const photo_map *map, const scalp_image *photo, double reach_mm,
                     double box[4]) {
    const photo_grid *g = &map->grid;
    double low_x = INFINITY, low_y = INFINITY, high_x = -INFINITY, high_y = -INFINITY;
    for (int y = 0; y < g->height; y++) {
        for (int x = 0; x < g->width; x++) {
            if (!is_rim(map, x, y))
                continue;
            const scalp_vec2 p =
                scalp_map_photo_from_model(map, g->x0 + x * g->step, g->y0 + y * g->step);
            low_x = fmin(low_x, p.x);
            low_y = fmin(low_y, p.y);
            high_x = fmax(high_x, p.x);
            high_y = fmax(high_y, p.y);
        }
    }
    const double margin = (reach_mm + 2) * map->px_per_mm + 2;
    box[0] = fmax(low_x - margin, -1);
    box[1] = fmax(low_y - margin, -1);
    box[2] = fmin(high_x + margin, photo->width);
    box[3] = fmin(high_y + margin, photo->height);
    return box[2] > box[0] && box[3] > box[1];
}

static photo_grid haze_grid(const photo_map *map, const double box[4]) {
    const double longest = fmax(box[2] - box[0], box[3] - box[1]);
    const double step = fmax(map->px_per_mm / haze_per_mm, longest / most_haze_side);
    /* Cells at whole multiples of the step: where they lie does not depend on the box. */
    const double x0 = floor(box[0] / step) * step, y0 = floor(box[1] / step) * step;
    return (photo_grid){x0, y0, step, (int)ceil((box[2] - x0) / step) + 2,
                        (int)ceil((box[3] - y0) / step) + 2};
}

static scalp_status draw(const scalp_scene *scene, const scalp_image *photo,
                         const scalp_render_params *params, const scalp_work *work, void *pixels,
                         scalp_error *error) {
    photo_inks inks;
    photo_map map;
    SCALP_TRY(scalp_photo_inks(scene->plan, params, work, &inks, error));
    SCALP_TRY(scalp_photo_map(scene, &inks, work, &map, error));
    if (!map.density) /* the head lies outside the picture */
        return SCALP_OK;
    SCALP_TRY(scalp_work_report(work, "preview", 0.2, error));
    SCALP_TRY(scalp_photo_edge(photo, work, &map, error));
    double box[4];
    if (!find_box(&map, photo, inks.reach_mm, box))
        return SCALP_OK;
    SCALP_TRY(scalp_work_report(work, "preview", 0.4, error));
    const photo_grid grid = haze_grid(&map, box);
    const int fine = fine_samples(map.px_per_mm);
    photo_splats splats;
    const photo_cells cells = {1.0 / fine, grid.step};
    SCALP_TRY(scalp_photo_splats(scene, &inks, &map, &cells, work, &splats, error));
    photo_haze haze;
    SCALP_TRY(scalp_photo_haze(&map, &splats, &grid, work, &haze, error));
    SCALP_TRY(scalp_work_report(work, "preview", 0.6, error));
    return scalp_photo_tiles(photo, &splats, &haze, fine, work, pixels, error);
}

/* The photo's rows, copied side by side: most of the time goes into fresh memory. */
typedef struct copying {
    const uint8_t *from;
    uint8_t *to;
    size_t row_bytes;
} copying;

static void copy_row(void *context, size_t row) {
    const copying *c = context;
    memcpy(c->to + row * c->row_bytes, c->from + row * c->row_bytes, c->row_bytes);
}

scalp_status scalp_render_photo(const scalp_scene *scene, const scalp_image *photo,
                                const scalp_render_params *params, const scalp_work *work,
                                scalp_image *picture, scalp_error *error) {
    if (photo->width != scene->camera.width || photo->height != scene->camera.height)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The photo has %d x %d pixels, its camera %d x %d; fit the photo again.",
                          photo->width, photo->height, scene->camera.width, scene->camera.height);
    SCALP_TRY(scalp_work_report(work, "preview", 0, error));
    const size_t bytes = scalp_image_bytes(photo);
    void *pixels;
    SCALP_TRY(scalp_work_take(work, bytes, 1, &pixels, error));
    copying copy = {photo->pixels, pixels, bytes / (size_t)photo->height};
    scalp_pool_for(work->pool, (size_t)photo->height, copy_row, &copy);
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(draw(scene, photo, params, work, pixels, error));
    scalp_arena_return(work->memory, mark);
    if (scene->skin.cells)
        scalp_photo_keep(photo, &scene->skin, work, pixels);
    SCALP_TRY(scalp_work_report(work, "preview", 1, error));
    *picture = *photo;
    picture->pixels = pixels;
    return SCALP_OK;
}
