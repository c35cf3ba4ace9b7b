/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a photo to the head: what lies at each vertex that the camera sees well. */
#include "raster.h"

#include <scalptor/render.h>

#include <math.h>

static const double least_cosine = 0.35; /* flatter than about 70 degrees says little */
static const double behind_mm = 3;
static const double spot_mm = 2.5; /* over which is averaged, as far apart as vertices */
static const int most_side = 1024;

typedef struct carrying {
    const scalp_head *head;
    const scalp_camera *camera, *small;
    const scalp_raster *raster;
    const uint8_t *plane;
    double *sum, *weight;
} carrying;

/* Mean of the plane over a square of spot_mm about the pixel. */
static double mean_at(const carrying *c, scalp_vec2 p, double px_per_mm) {
    const int reach = (int)(spot_mm / 2 * px_per_mm);
    const int stride = reach > 4 ? reach / 4 : 1;
    double sum = 0, count = 0;
    for (int dy = -reach; dy <= reach; dy += stride) {
        for (int dx = -reach; dx <= reach; dx += stride) {
            const int x = (int)floor(p.x + 0.5) + dx, y = (int)floor(p.y + 0.5) + dy;
            if (x < 0 || y < 0 || x >= c->camera->width || y >= c->camera->height)
                continue;
            sum += c->plane[(size_t)y * (size_t)c->camera->width + (size_t)x];
            count++;
        }
    }
    return count > 0 ? sum / count / 255 : 0;
}

static bool is_seen(const carrying *c, scalp_vec3 vertex) {
    double depth;
    const scalp_vec2 p = scalp_camera_project(c->small, vertex, &depth);
    const int x = (int)floor(p.x + 0.5), y = (int)floor(p.y + 0.5);
    if (!(depth > 1) || x < 0 || y < 0 || x >= c->raster->width || y >= c->raster->height)
        return false;
    const size_t at = (size_t)y * (size_t)c->raster->width + (size_t)x;
    return depth <= (double)c->raster->depth_mm[at] + behind_mm;
}

static void carry_vertex(void *context, size_t i) {
    const carrying *c = context;
    const scalp_vec3 vertex = c->head->mesh.vertices[i];
    const scalp_vec3 ray =
        scalp_vec3_unit(scalp_vec3_sub(scalp_camera_position(c->camera), vertex));
    const double cosine = scalp_vec3_dot(ray, c->head->mesh.normals[i]);
    if (!(cosine > least_cosine) || !is_seen(c, vertex))
        return;
    double depth;
    const scalp_vec2 p = scalp_camera_project(c->camera, vertex, &depth);
    if (!(p.x >= 0 && p.y >= 0 && p.x <= c->camera->width - 1 && p.y <= c->camera->height - 1))
        return;
    c->sum[i] += cosine * mean_at(c, p, c->camera->focal_px / depth);
    c->weight[i] += cosine;
}

scalp_status scalp_render_carry(const scalp_head *head, const scalp_camera *camera,
                                const uint8_t *plane, const scalp_work *work, double *sum,
                                double *weight, scalp_error *error) {
    const int longest = camera->width > camera->height ? camera->width : camera->height;
    const double scale = fmin(1, (double)most_side / longest);
    scalp_camera small = *camera;
    small.focal_px *= scale;
    small.centre_x = (small.centre_x + 0.5) * scale - 0.5;
    small.centre_y = (small.centre_y + 0.5) * scale - 0.5;
    small.width = (int)ceil(camera->width * scale);
    small.height = (int)ceil(camera->height * scale);
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const scalp_raster_window window = {0, 0, small.width, small.height, 1};
    scalp_raster raster;
    SCALP_TRY(scalp_raster_make(&head->mesh, &small, &window, work, &raster, error));
    carrying c = {head, camera, &small, &raster, plane, sum, weight};
    scalp_pool_for(work->pool, head->mesh.vertex_count, carry_vertex, &c);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
