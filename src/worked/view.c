/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan as one photo sees it, and what became of it there. */
#include "inside.h"

#include <math.h>

static const double margin_mm = 6;      /* beyond the photo, that it may lie elsewhere */
static const double least_cosine = 0.3; /* of skin that is asked about */
static const double behind_mm = 1;
static const double degree = SCALP_PI / 180;

static scalp_vec3 way_of(const scalp_camera *c, scalp_vec2 px) {
    const scalp_vec3 ray = {(px.x - c->centre_x) / c->focal_px, (px.y - c->centre_y) / c->focal_px,
                            1};
    return scalp_mat3_apply_transposed(&c->rotation, ray);
}

bool worked_land(const worked_job *job, const worked_view *view, scalp_vec2 mm, scalp_dot *dot) {
    const scalp_vec2 px = scalp_flat_to_px(view->photo->flat, mm);
    double s;
    if (!(isfinite(px.x) && isfinite(px.y)) ||
        !scalp_bvh_cast(job->bvh, scalp_camera_position(&view->camera), way_of(&view->camera, px),
                        0, &dot->at, &s))
        return false;
    dot->position = scalp_mesh_position(job->ask->mesh, dot->at);
    dot->normal = scalp_mesh_normal(job->ask->mesh, dot->at);
    return true;
}

/* Where the photo has the planned dot on its flattened skin, when it can show it. */
static bool see(const worked_job *job, const worked_view *view, const scalp_dot *dot,
                scalp_vec2 *mm) {
    const scalp_camera *c = &view->camera;
    const scalp_vec3 from = scalp_camera_position(c), way = scalp_vec3_sub(dot->position, from);
    const double length = scalp_vec3_length(way);
    const double margin = margin_mm * view->photo->flat->px_per_mm;
    double depth, s;
    scalp_mesh_point hit;
    const scalp_vec2 px = scalp_camera_project(c, dot->position, &depth);
    if (!(depth > 0) || !(px.x > -margin && px.y > -margin && px.x < c->width + margin &&
                          px.y < c->height + margin))
        return false;
    if (-scalp_vec3_dot(way, dot->normal) < least_cosine * length)
        return false;
    if (scalp_bvh_cast(job->bvh, from, scalp_vec3_scale(way, 1 / length), 0, &hit, &s) &&
        s < length - behind_mm)
        return false;
    *mm = scalp_flat_from_px(view->photo->flat, px);
    return isfinite(mm->x) && isfinite(mm->y);
}

static scalp_status take_planned(const worked_job *job, worked_view *view,
                                 const scalp_planned **planned, size_t *count, scalp_error *error) {
    const scalp_worked_ask *ask = job->ask;
    void *memory;
    SCALP_TRY(
        scalp_work_take(job->work, ask->planned_count, sizeof(scalp_planned), &memory, error));
    scalp_planned *list = memory;
    SCALP_TRY(scalp_work_take(job->work, 2 * ask->planned_count, sizeof(uint32_t), &memory, error));
    view->global = memory;
    view->local = view->global + ask->planned_count;
    size_t n = 0;
    for (uint32_t i = 0; i < ask->planned_count; i++) {
        const scalp_dot *dot = &ask->planned[i];
        scalp_vec2 mm;
        view->local[i] = SCALP_PAIR_NONE;
        if (!see(job, view, dot, &mm))
            continue;
        view->local[i] = (uint32_t)n;
        view->global[n] = i;
        list[n++] = (scalp_planned){.mm = mm,
                                    .id = i,
                                    .zone = dot->zone,
                                    .session = dot->session,
                                    .diameter_mm = ask->seen_mm ? ask->seen_mm[dot->zone] : 0};
    }
    *planned = list;
    *count = n;
    return SCALP_OK;
}

/* A photo that was turned is farther off towards its corners. */
static double reach_of(const worked_view *view, const scalp_placement *p) {
    const double corner =
        0.5 * hypot(view->camera.width, view->camera.height) / view->photo->flat->px_per_mm;
    return hypot(p->place_sd_mm, corner * p->turn_sd_deg * degree);
}

static void tell(const worked_view *view, scalp_worked_photo *to) {
    const scalp_pair_map *map = &view->compared.map;
    const scalp_vec2 middle = {(view->camera.width - 1) / 2.0, (view->camera.height - 1) / 2.0};
    const scalp_vec2 from = scalp_flat_from_px(view->photo->flat, middle);
    const scalp_vec2 at = scalp_pair_apply(map, from);
    *to = (scalp_worked_photo){.by_dots = map->found, .residual_mm = NAN, .moved_mm = 0};
    if (!map->found)
        return;
    to->pairs = map->pairs;
    to->residual_mm = map->residual;
    to->moved_mm = hypot(at.x - from.x, at.y - from.y);
}

scalp_status worked_view_make(worked_job *job, size_t photo, scalp_error *error) {
    worked_view *view = &job->views[photo];
    const scalp_placement *placement = &job->ask->onto->placements[photo];
    const scalp_planned *planned;
    size_t count;
    void *memory;
    *view = (worked_view){.photo = &job->ask->photos[photo], .camera = placement->camera};
    const size_t found = view->photo->found_count;
    SCALP_TRY(take_planned(job, view, &planned, &count, error));
    const scalp_pair_start start = {.has_place = true,
                                    .b_from_a = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                                    .place_sd = reach_of(view, placement),
                                    .seed = job->ask->seed + photo};
    SCALP_TRY(scalp_pair_plan(planned, count, view->photo->found, found, view->photo->window,
                              &start, job->work, &view->compared, error));
    SCALP_TRY(scalp_work_take(job->work, found, sizeof(uint32_t), &memory, error));
    view->pair_of = memory;
    for (size_t i = 0; i < found; i++)
        view->pair_of[i] = SCALP_PAIR_NONE;
    for (size_t k = 0; k < view->compared.dot_count; k++)
        if (view->compared.dots[k].found != SCALP_PAIR_NONE)
            view->pair_of[view->compared.dots[k].found] = (uint32_t)k;
    tell(view, &job->to->photos[photo]);
    return SCALP_OK;
}
