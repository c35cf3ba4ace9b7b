/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a template on the head: hairline, borders of zones, outlines of areas. */
#include "template.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SMOOTHINGS 14        /* of a border, which runs along edges of the mesh */
#define NEAR_HAIRLINE_MM 6.0 /* there the border is the hairline itself */
#define SHORTEST_MM 8.0      /* a border; less is a crumb */

/* ---- Lines in equal steps ------------------------------------------------------------------ */

scalp_status template_resample(const template_job *job, const scalp_vec3 *line, size_t count,
                               double step_mm, scalp_vec3 **points, size_t *number) {
    double length = 0, before = 0;
    void *place;
    for (size_t i = 1; i < count; i++)
        length += scalp_vec3_distance(line[i - 1], line[i]);
    const size_t steps = (size_t)ceil(length / step_mm) + (length <= 0);
    SCALP_TRY(scalp_work_take(job->work, steps + 1, sizeof **points, &place, job->error));
    scalp_vec3 *to = place;
    size_t at = 1;
    for (size_t k = 0; k <= steps; k++) {
        const double wanted = length * (double)k / (double)steps;
        double span = scalp_vec3_distance(line[at - 1], line[at]);
        while (before + span < wanted && at + 1 < count) {
            before += span;
            at++;
            span = scalp_vec3_distance(line[at - 1], line[at]);
        }
        const double t = span > 0 ? fmin((wanted - before) / span, 1) : 0;
        to[k] = scalp_vec3_add(line[at - 1],
                               scalp_vec3_scale(scalp_vec3_sub(line[at], line[at - 1]), t));
    }
    *points = to;
    *number = steps + 1;
    return SCALP_OK;
}

/* Beyond the ends the line goes on as its own image through the end point. */
static scalp_vec3 beyond(const scalp_vec3 *line, size_t count, long i) {
    const long last = (long)count - 1;
    if (i < 0)
        return scalp_vec3_sub(scalp_vec3_scale(line[0], 2), line[-i < last ? -i : last]);
    if (i > last)
        return scalp_vec3_sub(scalp_vec3_scale(line[last], 2),
                              line[2 * last - i > 0 ? 2 * last - i : 0]);
    return line[i];
}

scalp_status template_smooth(const template_job *job, const scalp_vec3 *line, size_t count,
                             double sigma, scalp_vec3 **points) {
    const long reach = (long)ceil(3 * sigma);
    void *place;
    SCALP_TRY(scalp_work_take(job->work, count, sizeof **points, &place, job->error));
    scalp_vec3 *to = place;
    for (long i = 0; i < (long)count; i++) {
        double weight = 0;
        scalp_vec3 sum = {0};
        for (long k = -reach; k <= reach; k++) {
            const double w = scalp_exp(-(double)(k * k) / (2 * sigma * sigma));
            sum = scalp_vec3_add(sum, scalp_vec3_scale(beyond(line, count, i + k), w));
            weight += w;
        }
        to[i] = scalp_vec3_scale(sum, 1 / weight);
    }
    *points = to;
    return SCALP_OK;
}

/* ---- Borders of zones ---------------------------------------------------------------------- */

/* An edge of the mesh with the zones of its two faces. */
typedef struct border {
    uint32_t a, b; /* a < b */
    uint32_t face;
    bool used;
} border;

static int by_ends(const void *left, const void *right) {
    const border *l = left, *r = right;
    if (l->a != r->a)
        return l->a < r->a ? -1 : 1;
    if (l->b != r->b)
        return l->b < r->b ? -1 : 1;
    return l->face < r->face ? -1 : l->face > r->face;
}

static bool wanted(const template_job *job, uint8_t zone) {
    return zone != SCALP_ZONE_NONE &&
           (job->params->zone == SCALP_ZONE_NONE || zone == job->params->zone);
}

static bool near_hairline(const template_job *job, scalp_vec3 point) {
    for (size_t i = 0; i < job->hairline_count; i++)
        if (scalp_vec3_distance(job->hairline[i], point) < NEAR_HAIRLINE_MM)
            return true;
    return false;
}

/* Edges between a zone that is wanted and another, in the order of their ends. */
static scalp_status find_borders(const template_job *job, border **borders, size_t *count) {
    const scalp_mesh *mesh = job->design->mesh;
    void *place;
    SCALP_TRY(
        scalp_work_take(job->work, 3 * mesh->face_count, sizeof **borders, &place, job->error));
    border *all = place;
    for (size_t f = 0; f < mesh->face_count; f++)
        for (int k = 0; k < 3; k++) {
            const uint32_t a = mesh->faces[f].v[k], b = mesh->faces[f].v[(k + 1) % 3];
            all[3 * f + (size_t)k] = (border){a < b ? a : b, a < b ? b : a, (uint32_t)f, false};
        }
    qsort(all, 3 * mesh->face_count, sizeof *all, by_ends);
    size_t kept = 0;
    for (size_t i = 0; i + 1 < 3 * mesh->face_count; i++) {
        if (all[i].a != all[i + 1].a || all[i].b != all[i + 1].b)
            continue;
        const uint8_t one = job->design->zone[all[i].face],
                      two = job->design->zone[all[i + 1].face];
        if (one == two || (!wanted(job, one) && !wanted(job, two)))
            continue;
        const scalp_vec3 middle = scalp_vec3_scale(
            scalp_vec3_add(mesh->vertices[all[i].a], mesh->vertices[all[i].b]), 0.5);
        if ((one == SCALP_ZONE_NONE || two == SCALP_ZONE_NONE) && near_hairline(job, middle))
            continue;
        all[kept++] = all[i];
    }
    *borders = all;
    *count = kept;
    return SCALP_OK;
}

/* The borders that meet in each vertex: one list after the other. */
typedef struct meeting {
    size_t *first; /* of each vertex, one more at the end */
    uint32_t *edges;
} meeting;

static scalp_status make_meeting(const template_job *job, const border *borders, size_t count,
                                 meeting *m) {
    const size_t vertices = job->design->mesh->vertex_count;
    void *first, *edges;
    SCALP_TRY(scalp_work_take(job->work, vertices + 2, sizeof *m->first, &first, job->error));
    SCALP_TRY(scalp_work_take(job->work, 2 * count, sizeof *m->edges, &edges, job->error));
    m->first = first;
    m->edges = edges;
    for (size_t i = 0; i < count; i++) {
        m->first[borders[i].a + 2]++;
        m->first[borders[i].b + 2]++;
    }
    for (size_t v = 2; v < vertices + 2; v++)
        m->first[v] += m->first[v - 1];
    for (size_t i = 0; i < count; i++) {
        m->edges[m->first[borders[i].a + 1]++] = (uint32_t)i;
        m->edges[m->first[borders[i].b + 1]++] = (uint32_t)i;
    }
    return SCALP_OK;
}

static size_t degree(const meeting *m, uint32_t vertex) {
    return m->first[vertex + 1] - m->first[vertex];
}

/* From `start` along `edge` to where borders meet or end; gives the number of points. */
static size_t follow(const template_job *job, border *borders, const meeting *m, uint32_t start,
                     uint32_t edge, scalp_vec3 *points) {
    const scalp_vec3 *vertices = job->design->mesh->vertices;
    size_t count = 0;
    uint32_t at = start;
    points[count++] = vertices[at];
    for (;;) {
        borders[edge].used = true;
        at = borders[edge].a == at ? borders[edge].b : borders[edge].a;
        points[count++] = vertices[at];
        if (at == start || degree(m, at) != 2)
            return count;
        const uint32_t *both = m->edges + m->first[at];
        const uint32_t next = both[0] == edge ? both[1] : both[0];
        if (borders[next].used)
            return count;
        edge = next;
    }
}

/* Steps of the mesh made a line: each point to the mean of its neighbours; ends stay, a ring goes
 * round. */
static void smooth_border(scalp_vec3 *points, size_t count) {
    const bool ring = scalp_vec3_distance(points[0], points[count - 1]) <= 0;
    for (int round = 0; round < SMOOTHINGS; round++) {
        scalp_vec3 before = points[ring ? count - 2 : 0];
        for (size_t i = ring ? 0 : 1; i + 1 < count; i++) {
            const scalp_vec3 here = points[i];
            const scalp_vec3 sides = scalp_vec3_add(before, points[i + 1]);
            points[i] = scalp_vec3_add(scalp_vec3_scale(here, 0.5), scalp_vec3_scale(sides, 0.25));
            before = here;
        }
        if (ring)
            points[count - 1] = points[0];
    }
}

static scalp_status add_curve(template_job *job, const scalp_vec3 *points, size_t count,
                              curve_kind kind, double shortest_mm) {
    scalp_vec3 *fine;
    size_t number;
    double length = 0;
    for (size_t i = 1; i < count; i++)
        length += scalp_vec3_distance(points[i - 1], points[i]);
    if (count < 2 || length <= shortest_mm)
        return SCALP_OK;
    SCALP_TRY(template_resample(job, points, count, 1, &fine, &number));
    job->lines.list[job->lines.count++] = (curve){fine, number, kind};
    job->lines.segments += number - 1;
    return SCALP_OK;
}

static scalp_status add_border(template_job *job, border *borders, size_t count, const meeting *m,
                               uint32_t start, uint32_t edge) {
    void *place;
    SCALP_TRY(scalp_work_take(job->work, count + 1, sizeof(scalp_vec3), &place, job->error));
    const size_t points = follow(job, borders, m, start, edge, place);
    if (points > 3)
        smooth_border(place, points);
    return add_curve(job, place, points, CURVE_ZONE, SHORTEST_MM);
}

/* First from where borders meet or end, then the rings that are left. */
static scalp_status add_borders(template_job *job, border *borders, size_t count) {
    meeting m;
    SCALP_TRY(make_meeting(job, borders, count, &m));
    for (int rings = 0; rings < 2; rings++)
        for (size_t i = 0; i < count; i++) {
            const uint32_t ends[2] = {borders[i].a, borders[i].b};
            for (int k = 0; k < 2; k++)
                if (!borders[i].used && (rings || degree(&m, ends[k]) != 2))
                    SCALP_TRY(add_border(job, borders, count, &m, ends[k], (uint32_t)i));
        }
    return SCALP_OK;
}

/* ---- All of them --------------------------------------------------------------------------- */

static scalp_status add_ring(template_job *job, const scalp_vec3 *outline, size_t count) {
    void *place;
    if (!outline || count < 3)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(job->work, count + 1, sizeof(scalp_vec3), &place, job->error));
    memcpy(place, outline, count * sizeof *outline);
    ((scalp_vec3 *)place)[count] = outline[0];
    return add_curve(job, place, count + 1, CURVE_AREA, 0);
}

static scalp_status add_areas(template_job *job) {
    for (size_t i = 0; i < job->design->area_count; i++) {
        const scalp_area_result *area = &job->design->areas[i];
        const scalp_zone zone = scalp_area_kind_zone(area->kind);
        if (zone != SCALP_ZONE_NONE && !wanted(job, (uint8_t)zone))
            continue;
        SCALP_TRY(add_ring(job, area->outline, area->outline_count));
        for (size_t k = 0; k < SCALP_DESIGN_AREA_HOLES; k++)
            SCALP_TRY(add_ring(job, area->hole[k], area->hole_count[k]));
    }
    return SCALP_OK;
}

scalp_status template_curves(template_job *job) {
    border *borders;
    size_t count;
    void *place;
    const scalp_design *design = job->design;
    const bool line = design->hairline_count > 1 && (job->params->zone == SCALP_ZONE_NONE ||
                                                     job->params->zone == SCALP_ZONE_HAIRLINE);
    scalp_vec3 *fine;
    if (line) {
        SCALP_TRY(template_resample(job, design->hairline, design->hairline_count, 1, &fine,
                                    &job->hairline_count));
        job->hairline = fine;
    }
    SCALP_TRY(find_borders(job, &borders, &count));
    SCALP_TRY(scalp_work_take(job->work,
                              count + 2 + design->area_count * (1 + SCALP_DESIGN_AREA_HOLES),
                              sizeof(curve), &place, job->error));
    job->lines.list = place;
    if (line)
        SCALP_TRY(add_curve(job, design->hairline, design->hairline_count, CURVE_HAIRLINE, 0));
    SCALP_TRY(add_borders(job, borders, count));
    return add_areas(job);
}
