/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strips of a template: along the hairline between its corners, and slices of the head. */
#include "template.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BEFORE_MM 14.0   /* paper in front of the hairline */
#define BEHIND_MM 24.0   /* and behind it */
#define LONGEST_MM 170.0 /* of a strip along the hairline */
#define SHORTEST_MM 25.0 /* between two corners */
#define CORNER_SPAN 10   /* mm to either side over which a corner turns */
#define CORNER_TURN 0.6  /* radians that make a corner */
#define SLICE_MM 30.0    /* breadth of a slice where it is broadest */
#define SLICE_STEPS 60   /* along its middle */
#define LEAST_AWAY 0.02  /* radians; less than that is nothing to cut */

/* ---- Along the hairline -------------------------------------------------------------------- */

/* How far the line turns about point `i`, within the surface. */
static double turn_at(const template_job *job, const scalp_vec3 *line, size_t i) {
    double distance;
    const scalp_mesh_point at = scalp_bvh_closest(job->bvh, line[i], &distance);
    const scalp_vec3 n = scalp_mesh_normal(&job->head->mesh, at);
    scalp_vec3 in = scalp_vec3_sub(line[i], line[i - CORNER_SPAN]);
    scalp_vec3 out = scalp_vec3_sub(line[i + CORNER_SPAN], line[i]);
    in = scalp_vec3_sub(in, scalp_vec3_scale(n, scalp_vec3_dot(in, n)));
    out = scalp_vec3_sub(out, scalp_vec3_scale(n, scalp_vec3_dot(out, n)));
    return fabs(scalp_atan2(scalp_vec3_dot(scalp_vec3_cross(in, out), n), scalp_vec3_dot(in, out)));
}

size_t template_middle(const template_job *job) {
    size_t best = 0;
    for (size_t i = 1; i < job->hairline_count; i++)
        if (fabs(job->hairline[i].x) < fabs(job->hairline[best].x))
            best = i;
    return best;
}

/* The sharpest corner between two points that leaves enough on both sides; or, of a long run
 * without one, the midline or its middle. 0: none. */
static size_t find_cut(const template_job *job, const scalp_vec3 *smooth, size_t from, size_t to) {
    const size_t least = (size_t)SHORTEST_MM, midline = template_middle(job);
    const bool through = midline > from + least && midline + least < to;
    double best = CORNER_TURN;
    size_t cut = to - from <= (size_t)LONGEST_MM ? 0 : through ? midline : (from + to) / 2;
    for (size_t i = from + least; i + least <= to; i++) {
        const double turn = turn_at(job, smooth, i);
        if (turn > best) {
            best = turn;
            cut = i;
        }
    }
    return cut;
}

static scalp_status add_hairline_piece(template_job *job, size_t from, size_t to) {
    scalp_vec3 *spine;
    piece *p = &job->pieces[job->piece_count++];
    const scalp_strip_params params = {BEHIND_MM, BEFORE_MM, 1.5};
    SCALP_TRY(template_smooth(job, job->hairline + from, to - from + 1, 7, &spine));
    SCALP_TRY(scalp_strip_make(&job->head->mesh, job->bvh, spine, to - from + 1, &params, job->work,
                               &p->strip, job->error));
    p->of_hairline = true;
    p->from = (double)from;
    p->to = (double)to;
    snprintf(p->name, sizeof p->name, "H%zu", job->piece_count);
    return template_lines(job, p);
}

/* Cuts the line at its corners, then what is too long, from the client's right to the left. */
static scalp_status add_hairline(template_job *job, const scalp_vec3 *smooth, size_t from,
                                 size_t to) {
    const size_t cut = job->piece_count + 8 < MAX_PIECES ? find_cut(job, smooth, from, to) : 0;
    if (cut == 0)
        return add_hairline_piece(job, from, to);
    SCALP_TRY(add_hairline(job, smooth, from, cut));
    return add_hairline(job, smooth, cut, to);
}

/* ---- Slices of the head -------------------------------------------------------------------- */

static bool wanted(const template_job *job, size_t face) {
    const uint8_t zone = job->design->zone[face];
    return zone != SCALP_ZONE_NONE &&
           (job->params->zone == SCALP_ZONE_NONE || zone == job->params->zone);
}

/* What is planned, about the ears' axis; false: nothing. */
static bool find_extent(const template_job *job, double *from, double *to, double *radius) {
    const scalp_mesh *mesh = job->design->mesh;
    *from = 4;
    *to = -4;
    *radius = 0;
    for (size_t f = 0; f < mesh->face_count; f++)
        for (int k = 0; k < 3 && wanted(job, f); k++) {
            double about, away;
            const scalp_vec3 at = mesh->vertices[mesh->faces[f].v[k]];
            template_angles(at, &about, &away);
            *from = fmin(*from, about);
            *to = fmax(*to, about);
            *radius = fmax(*radius, sqrt(at.y * at.y + at.z * at.z));
        }
    return *from < *to;
}

/* How far from the midline a slice goes on its side; false: nothing of it is planned. */
static bool find_reach(const template_job *job, piece *p) {
    const scalp_mesh *mesh = job->design->mesh;
    p->low = 4;
    p->high = -4;
    for (size_t f = 0; f < mesh->face_count; f++)
        for (int k = 0; k < 3 && wanted(job, f); k++) {
            double about, away;
            const scalp_vec3 at = mesh->vertices[mesh->faces[f].v[k]];
            template_angles(at, &about, &away);
            if (about < p->from || about > p->to || at.x * p->side < 0)
                continue;
            p->low = fmin(p->low, away);
            p->high = fmax(p->high, away);
        }
    p->low = p->low < 0.12 ? 0 : p->low - 0.02;
    p->high += 0.02;
    return p->high - p->low > LEAST_AWAY + 0.02;
}

/* The skin along the middle of the slice, and how broad the slice is to either side. */
static scalp_status lay_middle(const template_job *job, const piece *p, scalp_vec3 *line,
                               double *half_mm) {
    const double middle = 0.5 * (p->from + p->to);
    *half_mm = 0;
    for (int i = 0; i <= SLICE_STEPS; i++) {
        const double away = p->low + (p->high - p->low) * i / SLICE_STEPS;
        scalp_vec3 rim;
        if (!template_skin(job, middle, away, p->side, &line[i]))
            return scalp_fail(job->error, SCALP_ERR_INPUT,
                              "The head's surface has a hole where the template would lie; close "
                              "the scan's holes first.");
        if (template_skin(job, p->to, away, p->side, &rim))
            *half_mm = fmax(*half_mm, scalp_vec3_distance(rim, line[i]));
        if (template_skin(job, p->from, away, p->side, &rim))
            *half_mm = fmax(*half_mm, scalp_vec3_distance(rim, line[i]));
    }
    return SCALP_OK;
}

static scalp_status add_slice(template_job *job, double from, double to, int side, size_t number) {
    piece p = {.from = from, .to = to, .side = side, .slice = number};
    scalp_vec3 line[SLICE_STEPS + 1], *fine, *smooth;
    size_t count;
    double half = 0;
    if (job->piece_count == MAX_PIECES || !find_reach(job, &p))
        return SCALP_OK;
    SCALP_TRY(lay_middle(job, &p, line, &half));
    const scalp_strip_params params = {1.05 * half + 3, 1.05 * half + 3, 2};
    SCALP_TRY(template_resample(job, line, SLICE_STEPS + 1, 1, &fine, &count));
    SCALP_TRY(template_smooth(job, fine, count, 5, &smooth));
    SCALP_TRY(scalp_strip_make(&job->head->mesh, job->bvh, smooth, count, &params, job->work,
                               &p.strip, job->error));
    snprintf(p.name, sizeof p.name, "%zu%s", number + 1, side > 0 ? "L" : "R");
    job->pieces[job->piece_count++] = p;
    return template_lines(job, &job->pieces[job->piece_count - 1]);
}

static scalp_status add_slices(template_job *job) {
    double from = 0, to = 0, radius = 0;
    if (!find_extent(job, &from, &to, &radius))
        return scalp_fail(job->error, SCALP_ERR_INPUT, "Nothing is planned in the zone %s.",
                          scalp_zone_name(job->params->zone));
    from -= 0.01;
    to += 0.01;
    const int count = (int)ceil((to - from) * radius / SLICE_MM);
    for (int side = -1; side <= 1; side += 2)
        for (int k = 0; k < count; k++)
            SCALP_TRY(add_slice(job, from + (to - from) * k / count,
                                from + (to - from) * (k + 1) / count, side, (size_t)k));
    return SCALP_OK;
}

scalp_status template_pieces(template_job *job) {
    void *place;
    scalp_vec3 *smooth;
    SCALP_TRY(scalp_work_take(job->work, MAX_PIECES, sizeof(piece), &place, job->error));
    job->pieces = place;
    if (job->hairline_count > 2 * CORNER_SPAN) {
        SCALP_TRY(template_smooth(job, job->hairline, job->hairline_count, 4, &smooth));
        SCALP_TRY(add_hairline(job, smooth, 0, job->hairline_count - 1));
        for (size_t i = 1; i < job->hairline_count; i++)
            job->facts.hairline_mm += scalp_vec3_distance(job->hairline[i - 1], job->hairline[i]);
    }
    SCALP_TRY(add_slices(job));
    job->facts.pieces = job->piece_count;
    return SCALP_OK;
}
