/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head as the camera sees it, at a scale of its own: about two cells per mm whatever the size
 * of the photo, because nothing that is kept here changes faster than that. */
#include "photo.h"

#include <math.h>
#include <string.h>

static const double cells_per_mm = 2;
static const double margin_mm = 32; /* around the planned skin: the true outline may lie outside */
static const double beyond_mm = 25; /* how far outside the photo the head is still followed */

photo_place scalp_grid_place(const photo_grid *grid, double x, double y) {
    const double cx = scalp_clamp((x - grid->x0) / grid->step, 0, grid->width - 1);
    const double cy = scalp_clamp((y - grid->y0) / grid->step, 0, grid->height - 1);
    const int x0 = (int)cx, y0 = (int)cy;
    const size_t right = x0 + 1 < grid->width ? 1 : 0;
    const size_t below = y0 + 1 < grid->height ? (size_t)grid->width : 0;
    const size_t first = (size_t)y0 * (size_t)grid->width + (size_t)x0;
    return (photo_place){{first, first + right, first + below, first + below + right},
                         (float)(cx - x0),
                         (float)(cy - y0)};
}

float scalp_grid_at(const photo_place *p, const float *values) {
    const float *v = values;
    const float a = v[p->at[0]] + (v[p->at[1]] - v[p->at[0]]) * p->fx;
    const float b = v[p->at[2]] + (v[p->at[3]] - v[p->at[2]]) * p->fx;
    return a + (b - a) * p->fy;
}

float scalp_grid_sample(const photo_grid *grid, const float *values, double x, double y) {
    const photo_place place = scalp_grid_place(grid, x, y);
    return scalp_grid_at(&place, values);
}

typedef struct shading {
    const scalp_scene *scene;
    const photo_inks *inks;
    const scalp_raster *raster;
    photo_map *map;
} shading;

/* Optical density of the mean darkening at `density` dots per mm2. Cores do not overlap, so the
 * light they take adds up; skirts do, so their densities add up. */
static double mean_density(const photo_inks *inks, int zone, double density, int band) {
    double cores = 0, skirts = 0;
    for (unsigned s = 1; s <= inks->sessions; s++) {
        const photo_ink *ink = inks->ink[zone][s];
        if (ink) {
            cores += inks->share[zone][s] * ink->kernels.core_mm2[band];
            skirts += inks->share[zone][s] * ink->kernels.skirt_mm2[band];
        }
    }
    const double covered = scalp_clamp(density * cores, 0, 0.9);
    return density * skirts - log(1 - covered);
}

/* The reddest session's. */
static double most_redness(const photo_inks *inks, int zone, int band) {
    double most = 0;
    for (unsigned s = 1; s <= inks->sessions; s++)
        if (inks->ink[zone][s])
            most = fmax(most, inks->ink[zone][s]->redness[band]);
    return most;
}

/* Cosine of the angle between the surface and the ray that meets it at cell (i, j). */
static double facing(const shading *s, int i, int j, scalp_mesh_point point) {
    const photo_grid *g = &s->map->grid;
    const scalp_camera *c = &s->scene->camera;
    const double x = g->x0 + i * g->step, y = g->y0 + j * g->step;
    const scalp_vec3 ray = {(x - c->centre_x) / c->focal_px, (y - c->centre_y) / c->focal_px, 1};
    const scalp_vec3 normal =
        scalp_mat3_apply(&c->rotation, scalp_mesh_normal(s->scene->design->mesh, point));
    return -scalp_vec3_dot(normal, ray) / scalp_vec3_length(ray);
}

static double ear_share(const scalp_head *head, scalp_mesh_point point) {
    const uint32_t *v = head->mesh.faces[point.face].v;
    const double weight[3] = {1 - point.u - point.v, point.u, point.v};
    double sum = 0;
    for (int k = 0; k < 3; k++)
        sum += head->region[v[k]] == SCALP_REGION_EAR ? weight[k] : 0;
    return sum;
}

static void shade_cell(const shading *s, size_t at, int i, int j) {
    photo_map *map = s->map;
    const scalp_design *design = s->scene->design;
    const scalp_mesh_point point = {s->raster->face[at], (double)s->raster->u[at],
                                    (double)s->raster->v[at]};
    map->inside[at] = 1;
    if (s->scene->head->region && point.face < s->scene->head->mesh.face_count)
        map->ear[at] = (float)ear_share(s->scene->head, point);
    double density = scalp_mesh_field(design->mesh, design->density_per_cm2, point) / 100;
    const double spots =
        design->spot_dots_per_cm2
            ? scalp_mesh_field(design->mesh, design->spot_dots_per_cm2, point) / 100
            : 0;
    int zone = design->zone[point.face];
    density += spots;
    if (spots > 0 && zone == SCALP_ZONE_NONE)
        zone = SCALP_ZONE_SCAR;
    if (!(density > 0) || zone >= SCALP_ZONE_COUNT)
        return;
    map->density[at] = (float)density;
    const double haze = 1 - scalp_photo_dot_weight(facing(s, i, j, point));
    const double full = scalp_smoothstep(0, 0.8, density);
    for (int b = 0; b < photo_bands; b++) {
        const double mean = haze > 0 ? haze * mean_density(s->inks, zone, density, b) : 0;
        map->haze[b][at] = (float)(mean + full * most_redness(s->inks, zone, b));
    }
}

static void shade_row(void *context, size_t row) {
    const shading *s = context;
    for (int i = 0; i < s->map->grid.width; i++) {
        const size_t at = row * (size_t)s->map->grid.width + (size_t)i;
        if (s->raster->face[at] != SCALP_RASTER_NONE)
            shade_cell(s, at, i, (int)row);
    }
}

/* Something is known in the row of three cells about `at`. */
static bool is_known(const uint8_t *at) {
    return (at[-1] | at[0] | at[1]) != 0;
}

static bool has_known(const photo_map *map, const uint8_t *known, int x, int y) {
    const int w = map->grid.width, h = map->grid.height;
    const uint8_t *at = known + (size_t)y * (size_t)w + (size_t)x;
    return x == 0 || y == 0 || x == w - 1 || y == h - 1 || is_known(at - w) || is_known(at) ||
           is_known(at + w);
}

/* Beyond the outline the haze goes on for a few cells, so that sampling beside the edge does not
 * mix in emptiness: each new cell is the mean of its known neighbours. */
static bool grow_cell(photo_map *map, const uint8_t *known, int x, int y) {
    const int w = map->grid.width, h = map->grid.height;
    float sum[photo_bands] = {0};
    int n = 0;
    for (int v = y > 0 ? y - 1 : 0; v <= y + 1 && v < h; v++) {
        for (int u = x > 0 ? x - 1 : 0; u <= x + 1 && u < w; u++) {
            const size_t other = (size_t)v * (size_t)w + (size_t)u;
            if (!known[other])
                continue;
            for (int b = 0; b < photo_bands; b++)
                sum[b] += map->haze[b][other];
            n++;
        }
    }
    for (int b = 0; b < photo_bands && n > 0; b++)
        map->haze[b][(size_t)y * (size_t)w + (size_t)x] = sum[b] / (float)n;
    return n > 0;
}

static scalp_status grow_haze(photo_map *map, const scalp_work *work, scalp_error *error) {
    const size_t cells = (size_t)map->grid.width * (size_t)map->grid.height;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells, 2, &memory, error));
    uint8_t *known = memory, *fresh = known + cells;
    for (size_t i = 0; i < cells; i++)
        known[i] = fresh[i] = map->inside[i] > 0;
    for (int round = 0; round < 4; round++) {
        size_t i = 0;
        for (int y = 0; y < map->grid.height; y++)
            for (int x = 0; x < map->grid.width; x++, i++)
                if (!known[i] && has_known(map, known, x, y))
                    fresh[i] = grow_cell(map, known, x, y);
        memcpy(known, fresh, cells);
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* The ears in the picture, grown by about 2 mm with a soft margin. */
static scalp_status soften_ears(photo_map *map, const scalp_work *work, scalp_error *error) {
    const int w = map->grid.width, h = map->grid.height, reach = 5;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(scalp_work_take(work, (size_t)w * (size_t)h, sizeof(float), &memory, error));
    float *wide = memory;
    for (int turn = 0; turn < 2; turn++) {
        const float *from = turn == 0 ? map->ear : wide;
        float *to = turn == 0 ? wide : map->ear;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                float sum = 0;
                for (int k = -reach; k <= reach; k++) {
                    const int sx = turn == 0 ? x + k : x, sy = turn == 0 ? y : y + k;
                    if (sx >= 0 && sy >= 0 && sx < w && sy < h)
                        sum += from[(size_t)sy * (size_t)w + (size_t)sx];
                }
                to[(size_t)y * (size_t)w + (size_t)x] = sum / (float)(2 * reach + 1);
            }
        }
    }
    for (size_t i = 0; i < (size_t)w * (size_t)h; i++)
        map->ear[i] = (float)scalp_smoothstep(0.02, 0.35, (double)map->ear[i]);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

static bool is_planned(const scalp_design *design, size_t vertex) {
    return design->density_per_cm2[vertex] > 0 ||
           (design->spot_dots_per_cm2 && design->spot_dots_per_cm2[vertex] > 0);
}

/* Pixels per mm at the middle of the planned surface; 0 when it lies behind the camera. */
static double find_scale(const scalp_scene *scene) {
    const scalp_mesh *mesh = scene->design->mesh;
    const scalp_camera *c = &scene->camera;
    double sum = 0, n = 0;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const double weight = is_planned(scene->design, i);
        const scalp_vec3 p = mesh->vertices[i];
        sum += weight * (c->rotation.m[2][0] * p.x + c->rotation.m[2][1] * p.y +
                         c->rotation.m[2][2] * p.z + c->translation.z);
        n += weight;
    }
    return n > 0 && sum > 0 ? c->focal_px / (sum / n) : 0;
}

/* The box around the planned skin in the map's pixels with room for the outline beside it, within
 * the photo grown by beyond_mm. Where the box cuts the head, that is no outline that matters: the
 * zone is too far from it. */
static bool find_window(const scalp_design *design, const scalp_camera *c,
                        scalp_raster_window *window) {
    const double beyond = beyond_mm * cells_per_mm, margin = margin_mm * cells_per_mm;
    double low_x = 1e9, low_y = 1e9, high_x = -1e9, high_y = -1e9;
    for (size_t i = 0; i < design->mesh->vertex_count; i++) {
        if (!is_planned(design, i))
            continue;
        const scalp_vec3 p = scalp_vec3_add(
            scalp_mat3_apply(&c->rotation, design->mesh->vertices[i]), c->translation);
        if (p.z < 1)
            continue;
        const double x = c->focal_px * p.x / p.z + c->centre_x;
        const double y = c->focal_px * p.y / p.z + c->centre_y;
        low_x = fmin(low_x, x);
        low_y = fmin(low_y, y);
        high_x = fmax(high_x, x);
        high_y = fmax(high_y, y);
    }
    low_x = floor(fmax(low_x - margin, -beyond));
    low_y = floor(fmax(low_y - margin, -beyond));
    high_x = ceil(fmin(high_x + margin, c->width + beyond));
    high_y = ceil(fmin(high_y + margin, c->height + beyond));
    if (!(high_x > low_x && high_y > low_y))
        return false;
    *window = (scalp_raster_window){(int)low_x, (int)low_y, (int)(high_x - low_x) + 1,
                                    (int)(high_y - low_y) + 1, 1};
    return true;
}

static scalp_status take_fields(photo_map *map, const scalp_work *work, scalp_error *error) {
    const size_t cells = (size_t)map->grid.width * (size_t)map->grid.height;
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells * 6, sizeof(float), &memory, error));
    float *field = memory;
    map->density = field;
    map->ear = field + cells;
    map->inside = field + 2 * cells;
    for (size_t b = 0; b < photo_bands; b++)
        map->haze[b] = field + (3 + b) * cells;
    return SCALP_OK;
}

scalp_status scalp_photo_map(const scalp_scene *scene, const photo_inks *inks,
                             const scalp_work *work, photo_map *map, scalp_error *error) {
    *map = (photo_map){.px_per_mm = find_scale(scene)};
    if (map->px_per_mm <= 0)
        return SCALP_OK;
    const double scale = cells_per_mm / map->px_per_mm;
    scalp_camera camera = scene->camera;
    camera.focal_px *= scale;
    camera.centre_x = (camera.centre_x + 0.5) * scale - 0.5;
    camera.centre_y = (camera.centre_y + 0.5) * scale - 0.5;
    camera.width = (int)ceil(camera.width * scale);
    camera.height = (int)ceil(camera.height * scale);
    scalp_raster_window window;
    if (!find_window(scene->design, &camera, &window))
        return SCALP_OK;
    scalp_raster raster;
    SCALP_TRY(scalp_raster_make(scene->design->mesh, &camera, &window, work, &raster, error));
    map->grid = (photo_grid){(window.x0 + 0.5) / scale - 0.5, (window.y0 + 0.5) / scale - 0.5,
                             1 / scale, raster.width, raster.height};
    map->depth_mm = raster.depth_mm;
    SCALP_TRY(take_fields(map, work, error));
    shading s = {scene, inks, &raster, map};
    scalp_pool_for(work->pool, (size_t)raster.height, shade_row, &s);
    SCALP_TRY(soften_ears(map, work, error));
    return grow_haze(map, work, error);
}

/* The way from the model's place to the photo's. */
static scalp_vec2 shift_at(const photo_map *map, double x, double y) {
    const photo_place place = scalp_grid_place(&map->grid, x, y);
    return (scalp_vec2){(double)scalp_grid_at(&place, map->shift_x),
                        (double)scalp_grid_at(&place, map->shift_y)};
}

scalp_vec2 scalp_map_photo_from_model(const photo_map *map, double x, double y) {
    if (!map->shift_x)
        return (scalp_vec2){x, y};
    const scalp_vec2 shift = shift_at(map, x, y);
    return (scalp_vec2){x + shift.x, y + shift.y};
}

/* The shift changes by less than 0.7 per unit of way, so that repeating closes in on it: until it
 * moves by a thousandth of a cell, half a micrometre of skin. */
scalp_vec2 scalp_map_model_from_photo(const photo_map *map, double x, double y) {
    const double still = map->grid.step / 1000;
    scalp_vec2 p = {x, y};
    for (int i = 0; i < 6 && map->shift_x; i++) {
        const scalp_vec2 shift = shift_at(map, p.x, p.y), before = p;
        p = (scalp_vec2){x - shift.x, y - shift.y};
        if (fabs(p.x - before.x) < still && fabs(p.y - before.y) < still)
            break;
    }
    return p;
}
