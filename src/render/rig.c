/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rig.h"

#include "raster.h"

#include <math.h>

/* ---- The lamps ---------------------------------------------------------------------------- */

/* A lamp in the camera's axes: degrees to the right and above, as seen from the head towards the
 * camera; power; degrees of angular radius. */
typedef struct lamp_spec {
    double right_deg, above_deg, power, radius_deg;
    float colour[3];
} lamp_spec;

typedef struct rig_spec {
    lamp_spec lamp[SCALP_RIG_LAMPS]; /* key, fill, rim */
    float sky[3], ground[3];
    float backdrop[2];
} rig_spec;

/* Judged by eye, for portraits that look like photographs. Colours are what is left after the
 * camera's white balance: full for daylight and flash, in part for lamps (illuminant A is redder
 * by far: 1 : 0.6 : 0.25). */
static const rig_spec specs[SCALP_LIGHT_COUNT] = {
    [SCALP_LIGHT_DAYLIGHT] = {{{-42, 36, 0.89, 24, {1.02F, 1.0F, 0.97F}},
                               {52, 8, 0.21, 25, {0.98F, 1.0F, 1.02F}},
                               {150, 35, 0.12, 20, {1.0F, 1.0F, 1.0F}}},
                              {0.35F, 0.36F, 0.375F},
                              {0.15F, 0.125F, 0.11F},
                              {0.42F, 0.17F}},
    [SCALP_LIGHT_WARM] = {{{-30, 50, 0.88, 16, {1.17F, 0.97F, 0.72F}},
                           {55, 15, 0.18, 25, {1.15F, 0.97F, 0.74F}},
                           {155, 40, 0.05, 20, {1.15F, 0.97F, 0.74F}}},
                          {0.36F, 0.30F, 0.225F},
                          {0.14F, 0.115F, 0.085F},
                          {0.30F, 0.10F}},
    [SCALP_LIGHT_FLASH] = {{{7, 14, 1.08, 2.5, {1.0F, 1.0F, 1.01F}},
                            {-40, 60, 0.04, 25, {1.0F, 0.95F, 0.88F}},
                            {160, 40, 0.02, 15, {1.0F, 0.95F, 0.88F}}},
                           {0.17F, 0.165F, 0.16F},
                           {0.10F, 0.094F, 0.088F},
                           {0.26F, 0.10F}},
};

static scalp_vec3 direction_from(const scalp_camera *camera, double right_deg, double above_deg) {
    double sr, cr, sa, ca;
    scalp_sincos(right_deg * (SCALP_PI / 180), &sr, &cr);
    scalp_sincos(above_deg * (SCALP_PI / 180), &sa, &ca);
    return scalp_mat3_apply_transposed(&camera->rotation, (scalp_vec3){sr * ca, -sa, -cr * ca});
}

scalp_rig scalp_rig_make(scalp_light light, const scalp_camera *camera) {
    const rig_spec *spec = &specs[light];
    scalp_rig rig = {.backdrop = {spec->backdrop[0], spec->backdrop[1]}};
    for (int i = 0; i < SCALP_RIG_LAMPS; i++) {
        const lamp_spec *lamp = &spec->lamp[i];
        double sine, cosine;
        scalp_sincos(lamp->radius_deg * (SCALP_PI / 180), &sine, &cosine);
        rig.lamp[i].direction = direction_from(camera, lamp->right_deg, lamp->above_deg);
        rig.lamp[i].spread = sine / cosine;
        for (int c = 0; c < 3; c++)
            rig.lamp[i].colour[c] = lamp->colour[c] * (float)lamp->power;
    }
    for (int c = 0; c < 3; c++) {
        rig.sky[c] = spec->sky[c];
        rig.ground[c] = spec->ground[c];
    }
    /* Half the head's own up, half the camera's: a head seen from above still has a bright side. */
    const scalp_vec3 screen = direction_from(camera, 0, 60);
    rig.up = scalp_vec3_unit(scalp_vec3_add((scalp_vec3){0, 1, 0}, screen));
    return rig;
}

/* ---- What reaches the surface ------------------------------------------------------------- */

enum { map_size = 288, sky_directions = 32, smoothing_rounds = 1, blur_rounds = 4 };

/* As many directions as the shadow of a lamp so large needs for not to show steps. */
static const int lamp_directions[SCALP_RIG_LAMPS] = {16, 5, 2};

static const double bias_mm = 1.6, lift_mm = 1.0, map_distance_mm = 6000;

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

typedef struct pass {
    const scalp_mesh *mesh;
    const scalp_camera *camera;
    const scalp_raster *map;
    scalp_vec3 direction;
    bool cosine; /* weigh by the angle to the normal: the sky; lamps are shaded per pixel */
    int slot;
    float weight;
    scalp_rig_reach *reach;
    float *total; /* per vertex: of the weights */
} pass;

static float lit_share(const pass *p, scalp_vec3 point) {
    const scalp_camera *camera = p->camera;
    const scalp_vec3 q =
        scalp_vec3_add(scalp_mat3_apply(&camera->rotation, point), camera->translation);
    const double x = camera->focal_px * q.x / q.z + camera->centre_x;
    const double y = camera->focal_px * q.y / q.z + camera->centre_y;
    if (!(x >= 0 && y >= 0 && x < map_size - 1 && y < map_size - 1))
        return 1;
    const int i = (int)x, j = (int)y;
    const float fx = (float)(x - i), fy = (float)(y - j);
    float lit[4];
    for (int k = 0; k < 4; k++) {
        const size_t at = (size_t)((j + k / 2) * map_size + i + k % 2);
        lit[k] = q.z <= (double)p->map->depth_mm[at] + bias_mm ? 1.0F : 0.0F;
    }
    return (lit[0] * (1 - fx) + lit[1] * fx) * (1 - fy) + (lit[2] * (1 - fx) + lit[3] * fx) * fy;
}

enum { vertices_per_task = 2048 };

static void add_pass(void *context, size_t task) {
    const pass *p = context;
    const size_t first = task * vertices_per_task;
    const size_t last = first + vertices_per_task < p->mesh->vertex_count
                            ? first + vertices_per_task
                            : p->mesh->vertex_count;
    for (size_t i = first; i < last; i++) {
        const scalp_vec3 n = p->mesh->normals[i];
        const double facing = scalp_vec3_dot(n, p->direction);
        /* Away from the light a vertex counts as lit: there the shading itself is dark. */
        const float weight = p->cosine ? p->weight * (float)fmax(facing, 0) : p->weight;
        p->total[i] += weight;
        if (facing <= -0.2)
            p->reach[i].share[p->slot] += weight;
        else if (weight > 0)
            p->reach[i].share[p->slot] +=
                weight *
                lit_share(p, scalp_vec3_add(p->mesh->vertices[i], scalp_vec3_scale(n, lift_mm)));
    }
}

static scalp_status run_pass(pass *p, ball b, const scalp_work *work, scalp_error *error) {
    const scalp_camera camera = camera_of_map(b, p->direction);
    const scalp_raster_window window = {0, 0, map_size, map_size, 1};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    scalp_raster map;
    SCALP_TRY(scalp_raster_make(p->mesh, &camera, &window, work, &map, error));
    p->camera = &camera;
    p->map = &map;
    const size_t tasks = (p->mesh->vertex_count + vertices_per_task - 1) / vertices_per_task;
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

static scalp_status run_slot(pass *p, const scalp_rig *rig, ball b, const scalp_work *work,
                             scalp_error *error) {
    const bool sky = p->slot == SCALP_RIG_LAMPS;
    const int directions = sky ? sky_directions : lamp_directions[p->slot];
    for (size_t i = 0; i < p->mesh->vertex_count; i++)
        p->total[i] = 0;
    for (int k = 0; k < directions; k++) {
        p->direction = sky ? spread_direction(k, directions)
                           : lamp_direction(&rig->lamp[p->slot], k, directions);
        p->cosine = sky;
        p->weight = sky ? 0.6F + 0.4F * (float)scalp_vec3_dot(p->direction, rig->up) : 1.0F;
        SCALP_TRY(run_pass(p, b, work, error));
    }
    for (size_t i = 0; i < p->mesh->vertex_count; i++) {
        float *share = &p->reach[i].share[p->slot];
        *share = p->total[i] > 0 ? *share / p->total[i] : 1;
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

/* Room for one round of smoothing, per vertex. */
typedef struct rounds {
    const scalp_mesh *mesh;
    scalp_rig_reach *reach, *sum;
    float *count;
    float *step_mm2; /* what one round adds to the mean square of the way along one axis */
} rounds;

/* Each vertex becomes the mean of itself and its neighbours, in `sum`. */
static void smooth(rounds *r) {
    const scalp_mesh *mesh = r->mesh;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        r->sum[i] = r->reach[i];
        r->count[i] = 1;
    }
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const uint32_t to = mesh->faces[f].v[k], from = mesh->faces[f].v[(k + 1) % 3];
            scalp_rig_reach_add(&r->sum[to], &r->reach[from], 1);
            r->count[to] += 1;
        }
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_rig_reach total = r->sum[i];
        r->sum[i] = (scalp_rig_reach){.share = {0}};
        scalp_rig_reach_add(&r->sum[i], &total, 1 / r->count[i]);
    }
}

/* How strongly the surface is bent along each edge, and how far a round of smoothing carries. */
static void measure(rounds *r) {
    const scalp_mesh *mesh = r->mesh;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        r->step_mm2[i] = r->count[i] = 0;
        r->reach[i].bend_per_mm = 0;
    }
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const uint32_t to = mesh->faces[f].v[k], from = mesh->faces[f].v[(k + 1) % 3];
            const scalp_vec3 way = scalp_vec3_sub(mesh->vertices[from], mesh->vertices[to]);
            const scalp_vec3 turn = scalp_vec3_sub(mesh->normals[from], mesh->normals[to]);
            const double square = scalp_vec3_dot(way, way) + 1e-6;
            r->reach[to].bend_per_mm += (float)fabs(scalp_vec3_dot(turn, way) / square);
            r->step_mm2[to] += (float)square;
            r->count[to] += 1;
        }
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const float n = r->count[i] > 0 ? r->count[i] : 1;
        r->reach[i].bend_per_mm /= n;
        r->step_mm2[i] /= 2 * (n + 1); /* half along each axis; the vertex itself stays */
    }
}

/* Carries the key's shadow on, in each band as far as light goes in skin: whole rounds and a part
 * of the last. */
static void blur_key(rounds *r, const float variance_mm2[3]) {
    const size_t n = r->mesh->vertex_count;
    for (size_t i = 0; i < n; i++)
        for (int c = 0; c < 3; c++)
            r->reach[i].key[c] = r->reach[i].share[0];
    for (int round = 0; round < blur_rounds; round++) {
        smooth(r);
        for (size_t i = 0; i < n; i++) {
            for (int c = 0; c < 3; c++) {
                const float left = variance_mm2[c] / r->step_mm2[i] - (float)round;
                const float part = left < 0 ? 0 : left > 1 ? 1 : left;
                r->reach[i].key[c] += part * (r->sum[i].key[c] - r->reach[i].key[c]);
            }
        }
    }
}

static scalp_status rounds_make(const scalp_mesh *mesh, scalp_rig_reach *reach,
                                const scalp_work *work, rounds *r, scalp_error *error) {
    void *memory;
    *r = (rounds){.mesh = mesh, .reach = reach};
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(scalp_rig_reach), &memory, error));
    r->sum = memory;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(float), &memory, error));
    r->count = memory;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(float), &memory, error));
    r->step_mm2 = memory;
    return SCALP_OK;
}

scalp_status scalp_rig_reach_make(const scalp_rig *rig, const scalp_mesh *mesh,
                                  const float variance_mm2[3], const scalp_work *work,
                                  const scalp_rig_reach **reach, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(scalp_rig_reach), &memory, error));
    scalp_rig_reach *made = memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        made[i] = (scalp_rig_reach){.share = {0}};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    rounds r;
    SCALP_TRY(rounds_make(mesh, made, work, &r, error));
    pass p = {.mesh = mesh, .reach = made, .total = r.count};
    const ball b = ball_around(mesh);
    for (p.slot = 0; p.slot <= SCALP_RIG_LAMPS; p.slot++) {
        SCALP_TRY(scalp_work_report(work, "light", p.slot / (SCALP_RIG_LAMPS + 1.0), error));
        SCALP_TRY(run_slot(&p, rig, b, work, error));
    }
    measure(&r);
    for (int round = 0; round < smoothing_rounds; round++) {
        smooth(&r);
        for (size_t i = 0; i < mesh->vertex_count; i++)
            made[i] = r.sum[i];
    }
    blur_key(&r, variance_mm2);
    scalp_arena_return(work->memory, mark);
    *reach = made;
    return SCALP_OK;
}
