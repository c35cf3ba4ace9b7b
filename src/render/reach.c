/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reaches the surface: a lamp is as many shadow maps as it has directions. */
#include "along.h"
#include "raster.h"

#include <math.h>

enum { map_size = 400, sky_directions = 44, smoothing_rounds = 2, blur_rounds = 7 };

/* As many directions as the shadow of a lamp so large needs for not to show steps. */
static const int lamp_directions[SCALP_RIG_LAMPS] = {28, 5, 2};

/* How far below a map's surface a place still counts as lit, wholly and in part; and how far it is
 * lifted off its own. */
static const double bias_mm = 0.8, soft_mm = 1.0, lift_mm = 0.7, map_distance_mm = 6000;

/* ---- One direction ------------------------------------------------------------------------ */

typedef struct ball {
    scalp_vec3 centre;
    double radius;
} ball;

static ball ball_around(const scalp_mesh *mesh) {
    scalp_vec3 low = mesh->vertices[0], high = low;
    for (size_t i = 1; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = mesh->vertices[i];
        low = (scalp_vec3){fmin(low.x, p.x), fmin(low.y, p.y), fmin(low.z, p.z)};
        high = (scalp_vec3){fmax(high.x, p.x), fmax(high.y, p.y), fmax(high.z, p.z)};
    }
    return (ball){scalp_vec3_scale(scalp_vec3_add(low, high), 0.5),
                  scalp_vec3_distance(low, high) / 2};
}

/* A camera so far away that its rays are nearly parallel. */
static scalp_camera camera_of_map(ball b, scalp_vec3 direction) {
    scalp_vec3 t, s;
    scalp_vec3_tangents(direction, &t, &s);
    scalp_camera camera = {.focal_px = map_size / 2.0 * map_distance_mm / (b.radius * 1.05),
                           .centre_x = (map_size - 1) / 2.0,
                           .centre_y = (map_size - 1) / 2.0,
                           /* t x (-s) = -direction: x right, y down, z away from the lamp */
                           .rotation = {{{t.x, t.y, t.z},
                                         {-s.x, -s.y, -s.z},
                                         {-direction.x, -direction.y, -direction.z}}},
                           .width = map_size,
                           .height = map_size};
    camera.translation = scalp_vec3_scale(scalp_mat3_apply(&camera.rotation, b.centre), -1);
    camera.translation.z += map_distance_mm;
    return camera;
}

/* Vertices that one direction's light is added to. */
typedef struct pass {
    const scalp_mesh *caster; /* throws the shadows */
    const scalp_vec3 *vertices, *normals;
    size_t count;
    float *lit, *total; /* per vertex: sums of what is open, and of the weights */
    const scalp_camera *camera;
    const float *depth_mm;
    scalp_vec3 direction;
    bool cosine; /* weigh by the angle to the normal: the sky; lamps are shaded per pixel */
    float weight;
} pass;

/* On a slope the map's surface has steps as deep as its cells are wide times the slope. */
static double bias_at(const pass *p, double facing) {
    const double cell_mm = map_distance_mm / p->camera->focal_px;
    const double cosine = fmax(facing, 0.2);
    return bias_mm + 0.8 * cell_mm * sqrt(1 - cosine * cosine) / cosine;
}

static float lit_share(const pass *p, scalp_vec3 point, double facing) {
    const scalp_camera *camera = p->camera;
    const scalp_vec3 q =
        scalp_vec3_add(scalp_mat3_apply(&camera->rotation, point), camera->translation);
    const double x = camera->focal_px * q.x / q.z + camera->centre_x;
    const double y = camera->focal_px * q.y / q.z + camera->centre_y;
    if (!(x >= 0 && y >= 0 && x < map_size - 1 && y < map_size - 1))
        return 1;
    const int i = (int)x, j = (int)y;
    const float fx = (float)(x - i), fy = (float)(y - j), z = (float)(q.z - bias_at(p, facing));
    float lit[4];
    for (int k = 0; k < 4; k++) {
        const float under = z - p->depth_mm[(j + k / 2) * map_size + i + k % 2];
        const float part = 1 - under * (float)(1 / soft_mm);
        lit[k] = under <= 0 ? 1.0F : part > 0 ? part : 0.0F;
    }
    return (lit[0] * (1 - fx) + lit[1] * fx) * (1 - fy) + (lit[2] * (1 - fx) + lit[3] * fx) * fy;
}

enum { vertices_per_task = 2048 };

static void add_pass(void *context, size_t task) {
    const pass *p = context;
    const size_t first = task * vertices_per_task;
    const size_t last = first + vertices_per_task < p->count ? first + vertices_per_task : p->count;
    for (size_t i = first; i < last; i++) {
        const scalp_vec3 n = p->normals[i];
        const double facing = scalp_vec3_dot(n, p->direction);
        /* Away from the light a vertex counts as lit: there the shading itself is dark. */
        const float weight = p->cosine ? p->weight * (float)fmax(facing, 0) : p->weight;
        p->total[i] += weight;
        if (facing <= -0.2)
            p->lit[i] += weight;
        else if (weight > 0)
            p->lit[i] +=
                weight *
                lit_share(p, scalp_vec3_add(p->vertices[i], scalp_vec3_scale(n, lift_mm)), facing);
    }
}

static scalp_status run_pass(pass *p, ball b, const scalp_work *work, scalp_error *error) {
    const scalp_camera camera = camera_of_map(b, p->direction);
    const scalp_raster_window window = {0, 0, map_size, map_size, 1};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    scalp_raster map;
    SCALP_TRY(scalp_raster_make(p->caster, &camera, &window, work, &map, error));
    p->camera = &camera;
    p->depth_mm = map.depth_mm;
    const size_t tasks = (p->count + vertices_per_task - 1) / vertices_per_task;
    scalp_pool_for(work->pool, tasks, add_pass, p);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* The k-th of n directions spread evenly over the sphere (spiral of golden angles). */
static scalp_vec3 spread_direction(int k, int n) {
    const double y = 1 - (2 * k + 1.0) / n, out = sqrt(1 - y * y);
    double s, c;
    scalp_sincos(k * 2.39996322972865332, &s, &c);
    return (scalp_vec3){out * s, y, out * c};
}

/* The k-th of n directions spread evenly over a lamp's disc (sunflower). */
static scalp_vec3 lamp_direction(const scalp_lamp *lamp, int k, int n) {
    scalp_vec3 t, b;
    scalp_vec3_tangents(lamp->direction, &t, &b);
    double s, c;
    scalp_sincos(k * 2.39996322972865332 + 0.6, &s, &c);
    const scalp_vec3 aside = scalp_vec3_add(scalp_vec3_scale(t, c), scalp_vec3_scale(b, s));
    return scalp_vec3_unit(scalp_vec3_add(
        lamp->direction, scalp_vec3_scale(aside, lamp->spread * sqrt((k + 0.5) / n))));
}

/* ---- All directions of a lamp, or of the sky ---------------------------------------------- */

typedef struct job {
    const scalp_rig *rig;
    const scalp_fine *fine;
    ball around;
    scalp_mesh caster;                 /* the head before its faces were cut */
    float *share[SCALP_RIG_LAMPS + 1]; /* per vertex */
    float *total, *other;              /* room */
    scalp_rig_reach *reach;
} job;

static scalp_status run_slot(job *j, int slot, const scalp_work *work, scalp_error *error) {
    const bool sky = slot == SCALP_RIG_LAMPS;
    const int directions = sky ? sky_directions : lamp_directions[slot];
    const scalp_mesh *mesh = &j->fine->mesh;
    float *share = j->share[slot];
    pass p = {.caster = &j->caster,
              .vertices = mesh->vertices,
              .normals = mesh->normals,
              .count = slot == 0 ? mesh->vertex_count : j->fine->coarse,
              .lit = share,
              .total = j->total,
              .cosine = sky};
    for (size_t i = 0; i < p.count; i++)
        share[i] = j->total[i] = 0;
    for (int k = 0; k < directions; k++) {
        p.direction = sky ? spread_direction(k, directions)
                          : lamp_direction(&j->rig->lamp[slot], k, directions);
        p.weight = sky ? 0.6F + 0.4F * (float)scalp_vec3_dot(p.direction, j->rig->up) : 1.0F;
        SCALP_TRY(run_pass(&p, j->around, work, error));
    }
    for (size_t i = 0; i < p.count; i++)
        share[i] = j->total[i] > 0 ? share[i] / j->total[i] : 1;
    for (size_t i = p.count; i < mesh->vertex_count; i++) {
        const uint32_t *at = j->fine->between[i - j->fine->coarse];
        share[i] = (share[at[0]] + share[at[1]]) / 2;
    }
    return SCALP_OK;
}

void scalp_rig_reach_add(scalp_rig_reach *sum, const scalp_rig_reach *reach, float weight) {
    for (int i = 0; i <= SCALP_RIG_LAMPS; i++)
        sum->share[i] += weight * reach->share[i];
    for (int c = 0; c < 3; c++)
        sum->key[c] += weight * reach->key[c];
    sum->bend_per_mm += weight * reach->bend_per_mm;
}

/* ---- Along the surface -------------------------------------------------------------------- */

static void smooth(float *values, float *room, const scalp_along *along, const scalp_work *work) {
    for (int round = 0; round < smoothing_rounds; round++) {
        scalp_along_mean(along, values, 1, work, room);
        for (size_t i = 0; i < along->mesh->vertex_count; i++)
            values[i] = room[i];
    }
}

/* So much more is blurred as hides the steps between two directions, mm2. */
static const float steps_mm2 = 1.2F;

/* Carries the key's shadow on, in each band as far as light goes in skin: whole rounds and a part
 * of the last. `key`: three a vertex, and room for as many. */
static void blur_key(job *j, const scalp_along *along, const float variance_mm2[3], float *key,
                     const scalp_work *work) {
    const size_t n = along->mesh->vertex_count;
    float *mean = key + 3 * n;
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < 3; c++)
            key[3 * i + c] = j->share[0][i];
    for (int round = 0; round < blur_rounds; round++) {
        scalp_along_mean(along, key, 3, work, mean);
        for (size_t i = 0; i < n; i++) {
            for (size_t c = 0; c < 3; c++) {
                const float left =
                    (variance_mm2[c] + steps_mm2) / along->step_mm2[i] - (float)round;
                const float part = left < 0 ? 0 : left > 1 ? 1 : left;
                key[3 * i + c] += part * (mean[3 * i + c] - key[3 * i + c]);
            }
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < 3; c++)
            j->reach[i].key[c] = key[3 * i + c];
}

static scalp_status carry_along(job *j, const float variance_mm2[3], const scalp_work *work,
                                scalp_error *error) {
    const size_t n = j->fine->mesh.vertex_count;
    scalp_along along;
    void *memory;
    SCALP_TRY(scalp_along_make(&j->fine->mesh, work, &along, error));
    SCALP_TRY(scalp_work_take(work, 6 * n, sizeof(float), &memory, error));
    for (size_t i = 0; i < n; i++)
        j->total[i] = along.bend_per_mm[i];
    smooth(j->total, j->other, &along, work);
    for (int slot = 0; slot <= SCALP_RIG_LAMPS; slot++)
        smooth(j->share[slot], j->other, &along, work);
    for (size_t i = 0; i < n; i++) {
        j->reach[i].bend_per_mm = j->total[i];
        for (int slot = 0; slot <= SCALP_RIG_LAMPS; slot++)
            j->reach[i].share[slot] = j->share[slot][i];
    }
    blur_key(j, &along, variance_mm2, memory, work);
    return SCALP_OK;
}

scalp_status scalp_rig_reach_make(const scalp_rig *rig, const scalp_mesh *head,
                                  const scalp_fine *fine, const float variance_mm2[3],
                                  const scalp_work *work, const scalp_rig_reach **reach,
                                  scalp_error *error) {
    const size_t n = fine->mesh.vertex_count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, n, sizeof(scalp_rig_reach), &memory, error));
    job j = {.rig = rig, .fine = fine, .caster = *head, .reach = memory};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    for (int slot = 0; slot <= SCALP_RIG_LAMPS; slot++) {
        SCALP_TRY(scalp_work_take(work, n, sizeof(float), &memory, error));
        j.share[slot] = memory;
    }
    SCALP_TRY(scalp_work_take(work, 2 * n, sizeof(float), &memory, error));
    j.total = memory;
    j.other = j.total + n;
    j.around = ball_around(head);
    for (int slot = 0; slot <= SCALP_RIG_LAMPS; slot++) {
        SCALP_TRY(scalp_work_report(work, "light", slot / (SCALP_RIG_LAMPS + 1.0), error));
        SCALP_TRY(run_slot(&j, slot, work, error));
    }
    SCALP_TRY(carry_along(&j, variance_mm2, work, error));
    scalp_arena_return(work->memory, mark);
    *reach = j.reach;
    return SCALP_OK;
}
