/* SPDX-License-Identifier: GPL-3.0-or-later */
/* density = target x missing share x feather of the hairline x margin to ear, cheek and nape
 *
 * In a zone with wishes of its own all hair counts as missing, and the target is its own.
 *
 *   feather   1 |                 ______     0 more than `sentinel` ahead of the line, `edge_share`
 *               |              /             at it, 1 behind the transition
 *     edge_share|__ . - ' '                  (sampling notes 6.6)
 *               +--|-----|-------|--->
 *          -sentinel     0   transition      mm behind the line */
#include "density.h"

#include "zones.h"

enum { vertices_per_task = 512, soften_rounds = 4 };

static const double depth_limit_mm = 60;
static const double least_share = 0.004; /* of the target: thinner than that is none */

typedef struct job {
    const scalp_density_rules *rules;
    const double *margin;
    double *depth;  /* behind the hairline, per vertex */
    double *share;  /* of hair to be replaced, by the stage of loss */
    double *wished; /* how much the zone's own wishes count, 0..1 */
    double *wish;   /* dots per cm2 that they ask for, times `wished` */
    double *density;
} job;

static double feather(const scalp_style *style, double depth_mm) {
    if (depth_mm < 0)
        return style->edge_share * scalp_smoothstep(-style->sentinel_mm, 0, depth_mm);
    return style->edge_share +
           (1 - style->edge_share) * scalp_smoothstep(0, style->transition_mm, depth_mm);
}

/* The zone's own wishes; NULL when it has none. */
static const scalp_zone_spec *wish_find(const scalp_design_spec *spec, scalp_zone zone) {
    for (size_t i = 0; i < spec->zone_count; i++) {
        if (spec->zones[i].zone == zone)
            return &spec->zones[i];
    }
    return NULL;
}

static void place_vertices(void *context, size_t task) {
    const job *j = context;
    const scalp_density_rules *r = j->rules;
    const scalp_head *head = r->places->head;
    const size_t first = task * vertices_per_task, end = first + vertices_per_task;
    for (size_t i = first; i < end && i < head->mesh.vertex_count; i++) {
        if (!(j->margin[i] > 0))
            continue;
        const scalp_vec2 chart = head->chart[i];
        j->depth[i] = scalp_hairline_depth(r->hairline, chart, depth_limit_mm);
        j->share[i] = scalp_loss_share(r->loss, chart);
        const scalp_zone_spec *wish =
            wish_find(r->spec, scalp_zones_at(r->places, r->hairline, chart, j->depth[i]));
        if (wish) {
            j->wished[i] = 1;
            j->wish[i] = wish->density_per_cm2 > 0 ? wish->density_per_cm2 : r->density_per_cm2;
        }
    }
}

/* Each vertex takes the mean of its neighbourhood, so that a zone's own wishes end softly. */
static void soften(const scalp_mesh *mesh, double *values, double *sum, uint32_t *count) {
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        sum[i] = values[i];
        count[i] = 1;
    }
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const uint32_t to = mesh->faces[f].v[k];
            sum[to] += values[mesh->faces[f].v[(k + 1) % 3]];
            count[to]++;
        }
    }
    for (size_t i = 0; i < mesh->vertex_count; i++)
        values[i] = sum[i] / count[i];
}

static scalp_status soften_wishes(const job *j, const scalp_work *work, scalp_error *error) {
    const scalp_mesh *mesh = &j->rules->places->head->mesh;
    void *sum, *count;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(double), &sum, error));
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(uint32_t), &count, error));
    for (int round = 0; round < soften_rounds && j->rules->spec->zone_count > 0; round++) {
        soften(mesh, j->wished, sum, count);
        soften(mesh, j->wish, sum, count);
    }
    return SCALP_OK;
}

static void join(const job *j) {
    const scalp_density_rules *r = j->rules;
    for (size_t i = 0; i < r->places->head->mesh.vertex_count; i++) {
        const double place = j->margin[i] * feather(r->style, j->depth[i]);
        const double *existing = r->spec->existing_per_cm2;
        const double share = existing ? 1 : j->share[i];
        const double asked = (1 - j->wished[i]) * share * r->density_per_cm2 + j->wish[i];
        const double there = existing && existing[i] > 0 ? existing[i] : 0;
        const double dots = asked * place - there;
        j->density[i] = dots > least_share * r->density_per_cm2 ? dots : 0;
    }
}

/* Every face with density goes to the zone of its middle. */
static void label_faces(const job *j, uint8_t *zone, scalp_design *design) {
    const scalp_head *head = j->rules->places->head;
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        double density = 0, depth = 0;
        scalp_vec2 middle = {0, 0};
        for (int k = 0; k < 3; k++) {
            density += j->density[v[k]] / 3;
            depth += j->depth[v[k]] / 3;
            middle.x += head->chart[v[k]].x / 3;
            middle.y += head->chart[v[k]].y / 3;
        }
        if (!(density > 0))
            continue;
        const scalp_zone z = scalp_zones_at(j->rules->places, j->rules->hairline, middle, depth);
        const double area = scalp_mesh_face_area_mm2(&head->mesh, f) / 100;
        zone[f] = (uint8_t)z;
        design->area_cm2[z] += area;
        design->dots[z] += area * density;
    }
}

static scalp_status take_arrays(job *j, size_t count, const scalp_work *work, scalp_error *error) {
    double **const arrays[] = {&j->depth, &j->share, &j->wished, &j->wish, &j->density};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        void *memory;
        SCALP_TRY(scalp_work_take(work, count, sizeof(double), &memory, error));
        *arrays[i] = memory;
    }
    return SCALP_OK;
}

scalp_status scalp_density_make(const scalp_density_rules *rules, const scalp_work *work,
                                scalp_design *design, scalp_error *error) {
    const scalp_head *head = rules->places->head;
    const size_t count = head->mesh.vertex_count;
    job j = {.rules = rules};
    SCALP_TRY(take_arrays(&j, count, work, error));
    SCALP_TRY(scalp_margin_make(head, rules->hairline, work, &j.margin, error));
    scalp_pool_for(work->pool, (count + vertices_per_task - 1) / vertices_per_task, place_vertices,
                   &j);
    SCALP_TRY(soften_wishes(&j, work, error));
    join(&j);
    void *zone;
    SCALP_TRY(scalp_work_take(work, head->mesh.face_count, 1, &zone, error));
    design->mesh = &head->mesh;
    design->density_per_cm2 = j.density;
    design->zone = zone;
    label_faces(&j, zone, design);
    double dots = 0;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        dots += design->dots[z];
    if (!(dots >= 1)) {
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "Nothing is to be treated: behind this hairline no hair is missing at that "
            "stage; lower the hairline, choose a later stage or name zones.");
    }
    return SCALP_OK;
}
