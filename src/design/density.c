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

#include "spots.h"
#include "strokes.h"
#include "zones.h"

#include <math.h>

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
    double *scalp; /* of it, what the zones of the scalp want */
    double *old;   /* dots per cm2 that old pigment stands for, beside `density` */
    double *pale;  /* line and patch scars, 0..1; NULL: none */
    scalp_spots spots;
} job;

static double feather(const double *number, double depth_mm) {
    const double edge = number[SCALP_HAIRLINE_EDGE_SHARE];
    const double transition = number[SCALP_HAIRLINE_TRANSITION];
    const double sentinel = number[SCALP_HAIRLINE_SENTINEL];
    if (depth_mm < 0)
        return sentinel > 0 ? edge * scalp_smoothstep(-sentinel, 0, depth_mm) : 0;
    return edge + (1 - edge) * (transition > 0 ? scalp_smoothstep(0, transition, depth_mm) : 1);
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
        j->share[i] = r->treats_scalp ? scalp_loss_share(r->loss, chart) : 0;
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

/* Whether the area is filled evenly: spots are filled one by one. */
static bool is_filled(const scalp_area *area) {
    return scalp_area_kind_zone(area->spec->kind) != SCALP_ZONE_NONE &&
           !scalp_area_kind_has_spots(area->spec->kind);
}

/* Dots that the scalp's zones want at a vertex. */
static double scalp_wants(const job *j, size_t i) {
    const scalp_density_rules *r = j->rules;
    const double place = j->margin[i] * feather(r->hairline->number, j->depth[i]);
    const double *existing = r->spec->existing_per_cm2;
    const double share = existing && r->treats_scalp ? 1 : j->share[i];
    const double asked = (1 - j->wished[i]) * share * r->density_per_cm2 + j->wish[i];
    return existing ? fmax(asked * place - existing[i], 0) : asked * place;
}

static void join(const job *j) {
    const scalp_density_rules *r = j->rules;
    const scalp_areas *areas = r->areas;
    const double *existing = r->spec->existing_per_cm2;
    for (size_t i = 0; i < r->places->head->mesh.vertex_count; i++) {
        double wanted = scalp_wants(j, i);
        j->scalp[i] = wanted;
        for (size_t a = 0; a < areas->count; a++) {
            const scalp_area *area = &areas->list[a];
            if (!is_filled(area))
                continue;
            if (j->pale && scalp_area_kind_zone(area->spec->kind) == SCALP_ZONE_SCAR &&
                j->rules->places->head->region[i] != SCALP_REGION_EAR)
                j->pale[i] = fmax(j->pale[i], scalp_smoothstep(0.25, 1, area->weight[i]));
            const double share = area->share ? area->share[i] : 1;
            const double own = share * area->density_per_cm2 - (existing ? existing[i] : 0);
            wanted += area->weight[i] * (fmax(own, 0) - wanted);
        }
        if (areas->count > 0) {
            j->old[i] = wanted * areas->old[i];
            wanted *= areas->keep[i];
        }
        if (j->spots.cover)
            wanted *= 1 - j->spots.cover[i];
        j->density[i] = wanted > least_share * r->density_per_cm2 ? wanted : 0;
    }
}

/* The area that a face belongs to, the last one that covers most of it; else one that touches it
 * where the scalp has nothing; NULL. */
static const scalp_area *area_of_face(const job *j, const uint32_t v[3]) {
    const scalp_areas *areas = j->rules->areas;
    const double scalp = j->scalp[v[0]] + j->scalp[v[1]] + j->scalp[v[2]];
    const scalp_area *touches = NULL;
    for (size_t a = areas->count; a-- > 0;) {
        const scalp_area *area = &areas->list[a];
        if (!is_filled(area))
            continue;
        const double weight = area->weight[v[0]] + area->weight[v[1]] + area->weight[v[2]];
        if (weight > 1.5)
            return area;
        if (weight > 0 && !touches)
            touches = area;
    }
    return scalp > 0 ? NULL : touches;
}

static scalp_zone scalp_zone_of_face(const job *j, const uint32_t v[3]) {
    const scalp_head *head = j->rules->places->head;
    double depth = 0;
    scalp_vec2 middle = {0, 0};
    for (int k = 0; k < 3; k++) {
        depth += j->depth[v[k]] / 3;
        middle.x += head->chart[v[k]].x / 3;
        middle.y += head->chart[v[k]].y / 3;
    }
    return scalp_zones_at(j->rules->places, j->rules->hairline, middle, depth);
}

/* Every face with density goes to its area, or to the zone of its middle. */
static void label_faces(const job *j, uint8_t *zone, uint8_t *of_strokes,
                        scalp_area_result *results, scalp_design *design) {
    const scalp_head *head = j->rules->places->head;
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        double density = 0;
        int inside = 0;
        for (int k = 0; k < 3; k++)
            density += j->density[v[k]] / 3;
        if (!(density > 0))
            continue;
        const scalp_area *area = area_of_face(j, v);
        const scalp_zone z =
            area ? scalp_area_kind_zone(area->spec->kind) : scalp_zone_of_face(j, v);
        double cm2 = scalp_mesh_face_area_mm2(&head->mesh, f) / 100;
        double dots = cm2 * density;
        for (int k = 0; area && k < 3; k++)
            inside += area->weight[v[k]] > 0;
        if (area) /* an area is small: of a face on its rim only that part counts */
            cm2 *= inside / 3.0;
        zone[f] = (uint8_t)z;
        if (area && scalp_area_has_strokes(area)) {
            of_strokes[f] = (uint8_t)(1 + (area - j->rules->areas->list));
            dots = 0;
        }
        design->area_cm2[z] += cm2;
        design->dots[z] += dots;
        design->old_dots[z] += cm2 * (j->old[v[0]] + j->old[v[1]] + j->old[v[2]]) / 3;
        if (area) {
            results[area - j->rules->areas->list].area_cm2 += cm2;
            results[area - j->rules->areas->list].dots += dots;
        }
    }
}

/* Skin of a field of spots that nothing else treats is the scar's; the spots' dots are its own. */
static void count_spots(const job *j, const uint8_t *zone, scalp_area_result *results,
                        scalp_design *design) {
    const scalp_mesh *mesh = &j->rules->places->head->mesh;
    for (size_t s = 0; s < j->spots.count; s++) {
        const scalp_spot_field *field = &j->spots.fields[s];
        scalp_area_result *result = &results[j->spots.areas[s] - j->rules->areas->list];
        result->spots = field->count;
        result->spot_mm = field->diameter_mm;
        result->area_cm2 = j->spots.cm2[s];
        result->dots = floor((double)field->count * field->dots + 0.5);
        design->dots[SCALP_ZONE_SCAR] += result->dots;
        if (field->points)
            design->area_cm2[SCALP_ZONE_SCAR] += j->spots.cm2[s];
        for (size_t f = 0; field->per_cm2 && f < mesh->face_count; f++) {
            const uint32_t *v = mesh->faces[f].v;
            const double *here = field->per_cm2;
            const int inside = (here[v[0]] > 0) + (here[v[1]] > 0) + (here[v[2]] > 0);
            if (inside > 0 && zone[f] == SCALP_ZONE_NONE)
                design->area_cm2[SCALP_ZONE_SCAR] +=
                    scalp_mesh_face_area_mm2(mesh, f) / 100 * inside / 3;
        }
    }
    design->spot_fields = j->spots.fields;
    design->spot_field_count = j->spots.count;
    design->spot_dots_per_cm2 = j->spots.dots_per_cm2;
}

/* What became of each area; one that wants dots and gets none is refused. */
static scalp_status report_areas(const job *j, const scalp_work *work, scalp_area_result *results,
                                 scalp_design *design, scalp_error *error) {
    const scalp_areas *areas = j->rules->areas;
    for (size_t a = 0; a < areas->count; a++) {
        const scalp_area *area = &areas->list[a];
        results[a].id = area->spec->id;
        results[a].kind = area->spec->kind;
        SCALP_TRY(scalp_areas_outline(areas, area, j->rules->places, j->rules->frame, work,
                                      &results[a], error));
        if (scalp_area_has_strokes(area)) {
            SCALP_TRY(scalp_strokes_count(areas, area, j->rules->spec,
                                          j->rules->places->head->mesh.vertex_count, work,
                                          &results[a], error));
            design->strokes[scalp_area_kind_zone(area->spec->kind)] += results[a].strokes;
        }
        const bool dots = scalp_area_kind_zone(area->spec->kind) != SCALP_ZONE_NONE;
        bool covers = area->spec->kind == SCALP_AREA_SCAR_SPOTS; /* has been seen to */
        for (size_t i = 0; i < j->rules->places->head->mesh.vertex_count; i++)
            covers |= area->weight[i] > 0 && (!dots || areas->keep[i] > 0);
        if (!covers) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Area %.40s leaves no skin for dots: it is too small, or lies on "
                              "ears, eyes, lips or keep-outs.",
                              area->spec->id);
        }
    }
    design->areas = results;
    design->area_count = areas->count;
    return SCALP_OK;
}

static scalp_status take_arrays(job *j, size_t count, const scalp_work *work, scalp_error *error) {
    double **const arrays[] = {&j->depth,   &j->share, &j->wished, &j->wish,
                               &j->density, &j->scalp, &j->old};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        void *memory;
        SCALP_TRY(scalp_work_take(work, count, sizeof(double), &memory, error));
        *arrays[i] = memory;
    }
    return SCALP_OK;
}

static scalp_status take_pale(job *j, size_t count, const scalp_work *work, scalp_error *error) {
    void *memory;
    bool scars = false;
    for (size_t a = 0; a < j->rules->areas->count; a++) {
        const scalp_area *area = &j->rules->areas->list[a];
        scars |= is_filled(area) && scalp_area_kind_zone(area->spec->kind) == SCALP_ZONE_SCAR;
    }
    if (!scars)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &memory, error));
    j->pale = memory;
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
    SCALP_TRY(scalp_spots_make(rules->areas, head, work, &j.spots, error));
    if (rules->areas->count > 0)
        SCALP_TRY(take_pale(&j, count, work, error));
    join(&j);
    void *zone, *of_strokes, *memory;
    SCALP_TRY(scalp_work_take(work, head->mesh.face_count, 1, &zone, error));
    SCALP_TRY(scalp_work_take(work, head->mesh.face_count, 1, &of_strokes, error));
    SCALP_TRY(
        scalp_work_take(work, rules->areas->count, sizeof(scalp_area_result), &memory, error));
    scalp_area_result *results = memory;
    design->mesh = &head->mesh;
    design->density_per_cm2 = j.density;
    design->zone = zone;
    design->of_strokes = of_strokes;
    design->pale = j.pale;
    design->behind_mm = j.depth;
    design->transition_mm = rules->hairline->number[SCALP_HAIRLINE_TRANSITION];
    label_faces(&j, zone, of_strokes, results, design);
    count_spots(&j, zone, results, design);
    SCALP_TRY(report_areas(&j, work, results, design, error));
    double dots = 0;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        dots += design->dots[z] + design->strokes[z];
    if (!(dots >= 1)) {
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "Nothing is to be treated: behind this hairline no hair is missing at that "
            "stage; lower the hairline, choose a later stage, or name zones or areas.");
    }
    return SCALP_OK;
}
