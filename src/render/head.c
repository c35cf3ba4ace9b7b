/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head as a photograph. The picture is made strip by strip, so that memory does not grow with
 * its height: z-buffer at 2 x 2 samples a pixel, then one shading per pixel where its samples
 * agree, one per sample where they do not. */
#include <scalptor/render.h>

#include "fine.h"
#include "raster.h"
#include "skin.h"

#include <math.h>

enum { samples = 2, max_side = 12000, strip_samples = 1 << 22, tone_entries = 4096 };

/* Samples further apart than this are different parts of the head. */
static const float same_place_mm = 1.5F;

/* The neck melts into the ground over so many millimetres. */
static const double fade_from_mm = 4, fade_to_mm = 46;

typedef struct job {
    const scalp_head *head;
    const scalp_camera *camera;
    scalp_skin skin;
    const scalp_fine *fine;
    const scalp_rig_reach *reach;
    float (*mottle)[2]; /* melanin and blood at each vertex of `fine` */
    scalp_vec3 eye;     /* where the camera stands */
    double lowest_mm;   /* y of the head's lowest point */
    const float *tone;  /* sample value by the root of linear light */
    const scalp_raster *raster;
    int first_row;
    uint8_t *pixels;
} job;

typedef struct colour {
    float c[3];
} colour;

static void add_spot(scalp_spot *sum, const scalp_spot *spot, float weight) {
    sum->position = scalp_vec3_add(sum->position, scalp_vec3_scale(spot->position, (double)weight));
    sum->normal = scalp_vec3_add(sum->normal, scalp_vec3_scale(spot->normal, (double)weight));
    sum->ear += weight * spot->ear;
    sum->scalp += weight * spot->scalp;
    sum->bare += weight * spot->bare;
    sum->hair += weight * spot->hair;
    sum->melanin += weight * spot->melanin;
    sum->blood += weight * spot->blood;
    sum->paint.lip_mm += weight * spot->paint.lip_mm;
    sum->paint.brow_mm += weight * spot->paint.brow_mm;
    sum->paint.lash_mm += weight * spot->paint.lash_mm;
    scalp_rig_reach_add(&sum->reach, &spot->reach, weight);
}

static scalp_spot spot_of_vertex(const job *j, uint32_t i) {
    const scalp_fine *fine = j->fine;
    return (scalp_spot){.position = fine->mesh.vertices[i],
                        .normal = fine->mesh.normals[i],
                        .ear = fine->ear[i],
                        .scalp = fine->scalp[i],
                        .bare = fine->bare[i],
                        .hair = fine->hair[i],
                        .melanin = j->mottle[i][0],
                        .blood = j->mottle[i][1],
                        .paint = fine->paint[i],
                        .reach = j->reach[i]};
}

/* Samples of one pixel that see the same face, and the sums of their places in it. */
typedef struct hit {
    uint32_t face;
    int count;
    double u, v;
} hit;

static void add_hit(hit *hits, int *count, uint32_t face, double u, double v) {
    int i = 0;
    while (i < *count && hits[i].face != face)
        i++;
    if (i == *count)
        hits[(*count)++] = (hit){.face = face};
    hits[i].count++;
    hits[i].u += u;
    hits[i].v += v;
}

static void add_seen(const job *j, const hit *at, float weight, scalp_spot *sum) {
    const uint32_t *corner = j->fine->mesh.faces[at->face].v;
    const double u = at->u / at->count, v = at->v / at->count, w[3] = {1 - u - v, u, v};
    for (int k = 0; k < 3; k++) {
        const scalp_spot spot = spot_of_vertex(j, corner[k]);
        add_spot(sum, &spot, weight * (float)w[k]);
    }
}

/* What the camera makes of a place on the surface. */
static void look_at(const job *j, scalp_spot *s) {
    s->normal = scalp_vec3_unit(s->normal);
    const scalp_vec3 to_eye = scalp_vec3_sub(j->eye, s->position);
    s->view = scalp_vec3_unit(to_eye);
    s->footprint_mm = (float)(scalp_vec3_length(to_eye) / j->camera->focal_px);
}

/* A studio wall: brightest behind the head, a trace of blue. */
static colour backdrop(const job *j, int x, int y) {
    const double w = j->camera->width, h = j->camera->height, side = w < h ? w : h;
    const double dx = (x - 0.5 * w) / side, dy = (y - 0.46 * h) / side;
    const float t = (float)scalp_smoothstep(0, 0.95, sqrt(dx * dx + dy * dy));
    const float grey =
        j->skin.rig.backdrop[0] + t * (j->skin.rig.backdrop[1] - j->skin.rig.backdrop[0]);
    return (colour){{grey * 0.97F, grey, grey * 1.035F}};
}

static void add_shaded(const job *j, scalp_spot *spot, colour ground, float weight, colour *sum) {
    float diffuse[3], gloss[3];
    look_at(j, spot);
    scalp_skin_shade(&j->skin, spot, diffuse, gloss);
    const float solid = (float)scalp_smoothstep(j->lowest_mm + fade_from_mm,
                                                j->lowest_mm + fade_to_mm, spot->position.y);
    for (int c = 0; c < 3; c++)
        sum->c[c] += weight * (ground.c[c] + solid * (diffuse[c] + gloss[c] - ground.c[c]));
}

/* What the samples of a pixel see, faces in the order of the samples; returns how many. */
static int find_hits(const job *j, int x, int row, hit *hits, float *deep_mm) {
    const scalp_raster *r = j->raster;
    int count = 0;
    float nearest = INFINITY, farthest = 0;
    for (int k = 0; k < samples * samples; k++) {
        const size_t at = (size_t)(row * samples + k / samples) * (size_t)r->width +
                          (size_t)(x * samples + k % samples);
        if (r->face[at] == SCALP_RASTER_NONE)
            continue;
        add_hit(hits, &count, r->face[at], (double)r->u[at], (double)r->v[at]);
        nearest = fminf(nearest, r->depth_mm[at]);
        farthest = fmaxf(farthest, r->depth_mm[at]);
    }
    *deep_mm = farthest - nearest;
    return count;
}

static colour pixel_colour(const job *j, int x, int row) {
    const colour ground = backdrop(j, x, row + j->first_row);
    hit hits[samples * samples];
    float deep_mm;
    const int count = find_hits(j, x, row, hits, &deep_mm);
    const float weight = 1.0F / (samples * samples);
    int seen = 0;
    for (int i = 0; i < count; i++)
        seen += hits[i].count;
    colour sum = {{0, 0, 0}};
    for (int c = 0; c < 3; c++)
        sum.c[c] = (float)(samples * samples - seen) * weight * ground.c[c];
    scalp_spot mean = {.ear = 0};
    for (int i = 0; i < count; i++) {
        const float part = (float)hits[i].count / (float)seen;
        if (deep_mm < same_place_mm) {
            add_seen(j, &hits[i], part, &mean);
            continue;
        }
        scalp_spot spot = {.ear = 0};
        add_seen(j, &hits[i], 1, &spot);
        add_shaded(j, &spot, ground, (float)hits[i].count * weight, &sum);
    }
    if (count > 0 && deep_mm < same_place_mm)
        add_shaded(j, &mean, ground, (float)seen * weight, &sum);
    return sum;
}

/* Light above 0.72 is eased towards 1, as film does, so that highlights keep their shape. */
static float eased(float x) {
    const float knee = 0.72F;
    return x <= knee ? x : knee + (1 - knee) * (1 - expf(-(x - knee) / (1 - knee)));
}

/* Below one step of the sample value: breaks up bands in the smooth ground. */
static float dither(int x, int y, int band) {
    uint32_t h =
        (uint32_t)x * 0x9e3779b1u ^ (uint32_t)y * 0x85ebca77u ^ (uint32_t)band * 0xc2b2ae3du;
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    h ^= h >> 12;
    return (float)(h & 0xffff) / 65536.0F - 0.5F;
}

static uint8_t sample_from(const job *j, float linear, float offset) {
    const float at = sqrtf(fminf(fmaxf(linear, 0), 1)) * (tone_entries - 1);
    const int i = (int)at < tone_entries - 2 ? (int)at : tone_entries - 2;
    const float value = j->tone[i] + (at - (float)i) * (j->tone[i + 1] - j->tone[i]) + offset;
    return (uint8_t)(fminf(fmaxf(value, 0), 255) + 0.5F);
}

static void shade_row(void *context, size_t row) {
    const job *j = context;
    const int y = (int)row + j->first_row;
    uint8_t *out = j->pixels + (size_t)y * (size_t)j->camera->width * 3;
    for (int x = 0; x < j->camera->width; x++) {
        const colour p = pixel_colour(j, x, (int)row);
        for (int c = 0; c < 3; c++)
            *out++ = sample_from(j, eased(p.c[c]), dither(x, y, c));
    }
}

static scalp_status shade_strips(job *j, const scalp_work *work, scalp_error *error) {
    const int width = j->camera->width, height = j->camera->height;
    const int fit = strip_samples / (width * samples * samples);
    const int rows = fit < 16 ? 16 : fit;
    for (j->first_row = 0; j->first_row < height; j->first_row += rows) {
        SCALP_TRY(scalp_work_report(work, "head", (double)j->first_row / height, error));
        const int count = height - j->first_row < rows ? height - j->first_row : rows;
        const scalp_raster_window window = {0, j->first_row, width, count, samples};
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        scalp_raster raster;
        SCALP_TRY(scalp_raster_make(&j->fine->mesh, j->camera, &window, work, &raster, error));
        j->raster = &raster;
        scalp_pool_for(work->pool, (size_t)count, shade_row, j);
        scalp_arena_return(work->memory, mark);
    }
    return SCALP_OK;
}

static scalp_status make_tone(const scalp_work *work, const float **tone, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, tone_entries, sizeof(float), &memory, error));
    float *values = memory;
    for (int i = 0; i < tone_entries; i++) {
        const double root = i / (tone_entries - 1.0), linear = root * root;
        const double value =
            linear <= 0.0031308 ? 12.92 * linear : 1.055 * scalp_pow(linear, 1 / 2.4) - 0.055;
        values[i] = (float)(255 * value);
    }
    *tone = values;
    return SCALP_OK;
}

enum { vertices_per_task = 4096 };

static void mottle_task(void *context, size_t task) {
    const job *j = context;
    const size_t first = task * vertices_per_task, count = j->fine->mesh.vertex_count;
    for (size_t i = first; i < count && i < first + vertices_per_task; i++)
        scalp_skin_mottle(&j->skin, j->fine->mesh.vertices[i], &j->mottle[i][0], &j->mottle[i][1]);
}

static scalp_status make_mottle(job *j, const scalp_work *work, scalp_error *error) {
    const size_t count = j->fine->mesh.vertex_count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof *j->mottle, &memory, error));
    j->mottle = memory;
    scalp_pool_for(work->pool, (count + vertices_per_task - 1) / vertices_per_task, mottle_task, j);
    return SCALP_OK;
}

static scalp_status draw(job *j, const scalp_head_look *look, const scalp_work *work,
                         scalp_error *error) {
    const scalp_camera *camera = j->camera;
    const scalp_mesh *mesh = &j->head->mesh;
    scalp_fine fine;
    float variance_mm2[3];
    j->eye =
        scalp_vec3_scale(scalp_mat3_apply_transposed(&camera->rotation, camera->translation), -1);
    j->lowest_mm = mesh->vertices[0].y;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        j->lowest_mm = fmin(j->lowest_mm, mesh->vertices[i].y);
    SCALP_TRY(scalp_fine_make(j->head, look, work, &fine, error));
    SCALP_TRY(scalp_skin_make(j->head, camera, look, work, &j->skin, error));
    SCALP_TRY(make_tone(work, &j->tone, error));
    for (int c = 0; c < 3; c++)
        variance_mm2[c] = scalp_spread_variance_mm2(&j->skin.spread, c);
    SCALP_TRY(
        scalp_rig_reach_make(&j->skin.rig, mesh, &fine, variance_mm2, work, &j->reach, error));
    j->fine = &fine;
    SCALP_TRY(make_mottle(j, work, error));
    return shade_strips(j, work, error);
}

scalp_status scalp_render_head(const scalp_head *head, const scalp_camera *camera,
                               const scalp_head_look *look, const scalp_work *work,
                               scalp_image *picture, scalp_error *error) {
    const int width = camera->width, height = camera->height;
    if (width < 1 || height < 1 || width > max_side || height > max_side) {
        return scalp_fail(
            error, SCALP_ERR_LIMIT,
            "A picture of %d x %d pixels cannot be drawn; each side may have 1 to %d.", width,
            height, max_side);
    }
    void *memory;
    SCALP_TRY(scalp_work_take(work, (size_t)width * (size_t)height, 3, &memory, error));
    scalp_image_curve curve;
    SCALP_TRY(scalp_image_curve_make(8, work, &curve, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    job j = {.head = head, .camera = camera, .pixels = memory};
    SCALP_TRY(draw(&j, look, work, error));
    scalp_arena_return(work->memory, mark);
    *picture = (scalp_image){.width = width,
                             .height = height,
                             .bands = 3,
                             .bits = 8,
                             .pixels = j.pixels,
                             .curve = {curve, curve, curve}};
    return SCALP_OK;
}
