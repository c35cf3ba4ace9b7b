/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head as a photograph. The picture is made strip by strip, so that memory does not grow with
 * its height: z-buffer at 2 x 2 samples a pixel, then one shading per pixel where its samples
 * agree, one per sample where they do not. */
#include <scalptor/render.h>

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
    const scalp_rig_reach *reach;
    scalp_vec3 eye;    /* where the camera stands */
    double lowest_mm;  /* y of the head's lowest point */
    const float *tone; /* sample value by the root of linear light */
    const scalp_raster *raster;
    int first_row;
    uint8_t *pixels;
} job;

typedef struct colour {
    float c[3];
} colour;

static scalp_spot spot_at(const job *j, uint32_t face, double u, double v) {
    const uint32_t *corner = j->head->mesh.faces[face].v;
    const double w[3] = {1 - u - v, u, v};
    scalp_spot s = {.normal = {0, 0, 0}};
    for (int k = 0; k < 3; k++) {
        s.position =
            scalp_vec3_add(s.position, scalp_vec3_scale(j->head->mesh.vertices[corner[k]], w[k]));
        s.normal =
            scalp_vec3_add(s.normal, scalp_vec3_scale(j->head->mesh.normals[corner[k]], w[k]));
        scalp_rig_reach_add(&s.reach, &j->reach[corner[k]], (float)w[k]);
        const scalp_head_paint *paint = &j->head->paint[corner[k]];
        s.paint.lip_mm += (float)w[k] * paint->lip_mm;
        s.paint.brow_mm += (float)w[k] * paint->brow_mm;
        s.paint.lash_mm += (float)w[k] * paint->lash_mm;
        if (j->head->region[corner[k]] == SCALP_REGION_EAR)
            s.ear += (float)w[k];
        if (j->head->region[corner[k]] == SCALP_REGION_SCALP)
            s.scalp += (float)w[k];
    }
    s.normal = scalp_vec3_unit(s.normal);
    const scalp_vec3 to_eye = scalp_vec3_sub(j->eye, s.position);
    s.view = scalp_vec3_unit(to_eye);
    s.footprint_mm = (float)(scalp_vec3_length(to_eye) / j->camera->focal_px);
    return s;
}

/* The mean of the spots of one pixel. */
static scalp_spot spot_mean(const scalp_spot *spots, int count) {
    scalp_spot m = spots[0];
    scalp_rig_reach reach = spots[0].reach;
    m.reach = (scalp_rig_reach){.share = {0}};
    for (int i = 1; i < count; i++) {
        m.position = scalp_vec3_add(m.position, spots[i].position);
        m.normal = scalp_vec3_add(m.normal, spots[i].normal);
        m.ear += spots[i].ear;
        m.scalp += spots[i].scalp;
        m.paint.lip_mm += spots[i].paint.lip_mm;
        m.paint.brow_mm += spots[i].paint.brow_mm;
        m.paint.lash_mm += spots[i].paint.lash_mm;
        scalp_rig_reach_add(&reach, &spots[i].reach, 1);
    }
    m.position = scalp_vec3_scale(m.position, 1.0 / count);
    m.normal = scalp_vec3_unit(m.normal);
    m.ear /= (float)count;
    m.scalp /= (float)count;
    m.paint.lip_mm /= (float)count;
    m.paint.brow_mm /= (float)count;
    m.paint.lash_mm /= (float)count;
    scalp_rig_reach_add(&m.reach, &reach, 1 / (float)count);
    return m;
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

static void add_shaded(const job *j, const scalp_spot *spot, colour ground, float weight,
                       colour *sum) {
    float rgb[3];
    scalp_skin_shade(&j->skin, spot, rgb);
    const float solid = (float)scalp_smoothstep(j->lowest_mm + fade_from_mm,
                                                j->lowest_mm + fade_to_mm, spot->position.y);
    for (int c = 0; c < 3; c++)
        sum->c[c] += weight * (ground.c[c] + solid * (rgb[c] - ground.c[c]));
}

static colour pixel_colour(const job *j, int x, int row) {
    const scalp_raster *r = j->raster;
    const colour ground = backdrop(j, x, row + j->first_row);
    scalp_spot spots[samples * samples];
    int hits = 0;
    float nearest = INFINITY, farthest = 0;
    for (int k = 0; k < samples * samples; k++) {
        const size_t at = (size_t)(row * samples + k / samples) * (size_t)r->width +
                          (size_t)(x * samples + k % samples);
        if (r->face[at] == SCALP_RASTER_NONE)
            continue;
        spots[hits++] = spot_at(j, r->face[at], (double)r->u[at], (double)r->v[at]);
        nearest = fminf(nearest, r->depth_mm[at]);
        farthest = fmaxf(farthest, r->depth_mm[at]);
    }
    const int missed = samples * samples - hits;
    const float weight = 1.0F / (samples * samples);
    colour sum = {{0, 0, 0}};
    for (int c = 0; c < 3; c++)
        sum.c[c] = (float)missed * weight * ground.c[c];
    if (hits > 0 && farthest - nearest < same_place_mm) {
        const scalp_spot mean = spot_mean(spots, hits);
        add_shaded(j, &mean, ground, (float)hits * weight, &sum);
    } else {
        for (int i = 0; i < hits; i++)
            add_shaded(j, &spots[i], ground, weight, &sum);
    }
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
        SCALP_TRY(scalp_raster_make(&j->head->mesh, j->camera, &window, work, &raster, error));
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

static job job_make(const scalp_head *head, const scalp_camera *camera,
                    const scalp_head_look *look) {
    const scalp_rgb skin = scalp_rgb_from_xyz(scalp_xyz_from_lab(look->skin));
    job j = {.head = head, .camera = camera, .lowest_mm = head->mesh.vertices[0].y};
    j.skin = (scalp_skin){.albedo = {(float)scalp_clamp(skin.r, 0.01, 0.95),
                                     (float)scalp_clamp(skin.g, 0.01, 0.95),
                                     (float)scalp_clamp(skin.b, 0.01, 0.95)},
                          .rig = scalp_rig_make(look->light, camera),
                          .face = scalp_face_plan_make(head),
                          .spread = scalp_spread_of(scalp_ita_deg_from_lab(look->skin)),
                          .seed = (uint32_t)(look->seed ^ look->seed >> 32)};
    j.eye =
        scalp_vec3_scale(scalp_mat3_apply_transposed(&camera->rotation, camera->translation), -1);
    j.skin.face.no_brows = look->no_brows;
    scalp_skin_prepare(&j.skin);
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        j.lowest_mm = fmin(j.lowest_mm, head->mesh.vertices[i].y);
    return j;
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
    job j = job_make(head, camera, look);
    j.pixels = memory;
    SCALP_TRY(make_tone(work, &j.tone, error));
    float variance_mm2[3];
    for (int c = 0; c < 3; c++)
        variance_mm2[c] = scalp_spread_variance_mm2(&j.skin.spread, c);
    SCALP_TRY(scalp_shading_make(&j.skin.rig, &j.skin.spread, work, &j.skin.shading, error));
    SCALP_TRY(scalp_rig_reach_make(&j.skin.rig, &head->mesh, variance_mm2, work, &j.reach, error));
    SCALP_TRY(shade_strips(&j, work, error));
    scalp_arena_return(work->memory, mark);
    *picture = (scalp_image){.width = width,
                             .height = height,
                             .bands = 3,
                             .bits = 8,
                             .pixels = j.pixels,
                             .curve = {curve, curve, curve}};
    return SCALP_OK;
}
