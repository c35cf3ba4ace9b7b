/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is drawn on one strip of a template: the lines, dots and marks that lie on it. */
#include "template.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define OFF_MM 0.8          /* a point farther than that from the strip is not on it */
#define MARK_DEG 12.0       /* between marks along a cut, at the ears' axis */
#define LEAST_EDGE_MM 20.0  /* a cut that is worth judging */
#define HAIRLINE_TICK_MM 10 /* along the hairline */

static const double degree = SCALP_PI / 180;

void template_angles(scalp_vec3 point, double *about, double *away) {
    *about = scalp_atan2(point.z, point.y);
    *away = scalp_atan2(fabs(point.x), sqrt(point.y * point.y + point.z * point.z));
}

bool template_skin(const template_job *job, double about, double away, int side,
                   scalp_vec3 *point) {
    double sa, ca, sw, cw, s = 0, reached = 0;
    bool found = false;
    scalp_mesh_point hit;
    scalp_sincos(about, &sa, &ca);
    scalp_sincos(away, &sw, &cw);
    const scalp_vec3 way = {side * sw, cw * ca, cw * sa};
    for (int layer = 0; layer < 6; layer++) {
        if (!scalp_bvh_cast(job->bvh, (scalp_vec3){0}, way, reached + 1e-6, &hit, &s))
            break;
        reached = s;
        found = true;
    }
    *point = scalp_vec3_scale(way, reached);
    return found;
}

/* ---- Which points are the piece's own ------------------------------------------------------ */

static bool within(const piece *p, scalp_vec3 point) {
    double about, away;
    if (p->of_hairline)
        return true;
    template_angles(point, &about, &away);
    return about >= p->from && about < p->to && away >= p->low && away <= p->high &&
           (p->side > 0 ? point.x >= 0 : point.x < 0);
}

static void add_segment(piece *p, scalp_vec2 from, scalp_vec2 to, curve_kind kind) {
    const segment *last = p->segment_count ? &p->segments[p->segment_count - 1] : NULL;
    const bool on = last && last->kind == kind && last->to.x == from.x && last->to.y == from.y;
    p->segments[p->segment_count++] = (segment){from, to, kind, on};
}

static void add_curve(piece *p, const curve *c, size_t first, size_t last) {
    scalp_vec2 from, to;
    bool there = false;
    for (size_t i = first; i < last; i++) {
        const scalp_vec3 middle =
            scalp_vec3_scale(scalp_vec3_add(c->points[i], c->points[i + 1]), 0.5);
        if (!within(p, middle)) {
            there = false;
            continue;
        }
        if (!there && !scalp_strip_place(p->strip, c->points[i], OFF_MM, &from))
            continue;
        there = scalp_strip_place(p->strip, c->points[i + 1], OFF_MM, &to);
        if (!there)
            continue;
        add_segment(p, from, to, c->kind);
        from = to;
    }
}

static void add_mark(piece *p, scalp_vec2 at, scalp_vec2 from, scalp_vec2 to, const char *label) {
    const double length = scalp_vec3_length((scalp_vec3){to.x - from.x, to.y - from.y, 0});
    if (p->mark_count == PIECE_MARKS || !(length > 0))
        return;
    mark *m = &p->marks[p->mark_count++];
    m->at = at;
    m->along = (scalp_vec2){(to.x - from.x) / length, (to.y - from.y) / length};
    snprintf(m->label, sizeof m->label, "%s", label);
}

/* ---- The rim of a slice -------------------------------------------------------------------- */

static bool flat_at(const template_job *job, const piece *p, double about, double away,
                    scalp_vec3 *point, scalp_vec2 *flat) {
    return template_skin(job, about, away, p->side, point) &&
           scalp_strip_place(p->strip, *point, 3, flat);
}

static double distance(scalp_vec2 a, scalp_vec2 b) {
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/* A cut from one place about the ears' axis to another, in `steps`. */
static void add_cut(template_job *job, piece *p, const double from[2], const double to[2],
                    int steps) {
    scalp_vec3 point, last = {0};
    scalp_vec2 before = {0}, now;
    double on_head = 0, on_paper = 0;
    bool there = false;
    for (int k = 0; k <= steps; k++) {
        const double t = (double)k / steps;
        const bool here = flat_at(job, p, from[0] + t * (to[0] - from[0]),
                                  from[1] + t * (to[1] - from[1]), &point, &now);
        if (here && there) {
            add_segment(p, before, now, CURVE_CUT);
            on_head += scalp_vec3_distance(last, point);
            on_paper += distance(before, now);
        }
        before = now;
        last = point;
        there = here;
    }
    if (on_head > LEAST_EDGE_MM)
        job->facts.stretch = fmax(job->facts.stretch, fabs(on_paper / on_head - 1));
}

/* A mark on a cut that its neighbour has in the same place, under the same name. */
static void add_meeting(const template_job *job, piece *p, const double at[2], const double next[2],
                        const char *label) {
    scalp_vec3 point;
    scalp_vec2 here, there;
    if (flat_at(job, p, at[0], at[1], &point, &here) &&
        flat_at(job, p, next[0], next[1], &point, &there))
        add_mark(p, here, here, there, label);
}

static void add_rim(template_job *job, piece *p) {
    const double corners[4][2] = {
        {p->from, p->low}, {p->from, p->high}, {p->to, p->high}, {p->to, p->low}};
    char label[16];
    for (int k = 0; k < 4; k++)
        add_cut(job, p, corners[k], corners[(k + 1) % 4], k % 2 ? 16 : 90);
    for (int edge = 0; edge < 2; edge++)
        for (int k = 0; k * MARK_DEG * degree <= p->high; k++) {
            const double away = k * MARK_DEG * degree, about = edge ? p->to : p->from;
            if (away < p->low || (k == 0 && p->low <= 0))
                continue;
            snprintf(label, sizeof label, "%c%d", (char)('A' + (p->slice + (size_t)edge) % 26), k);
            /* The label comes to lie inside. */
            const double next = away + (edge == (p->side < 0) ? 0.02 : -0.02);
            add_meeting(job, p, (double[]){about, away}, (double[]){about, next}, label);
        }
    if (p->low <= 0) {
        const double middle = 0.5 * (p->from + p->to);
        snprintf(label, sizeof label, "M%zu", p->slice + 1);
        const double next = middle + (p->side > 0 ? -0.02 : 0.02);
        add_meeting(job, p, (double[]){middle, 0}, (double[]){next, 0}, label);
    }
}

/* ---- Along the hairline -------------------------------------------------------------------- */

static void add_hairline_mark(const template_job *job, piece *p, size_t i, const char *label) {
    scalp_vec2 at, from, to;
    const size_t low = i > 0 ? i - 1 : 0,
                 high = i + 1 < job->hairline_count ? i + 1 : job->hairline_count - 1;
    if (!scalp_strip_place(p->strip, job->hairline[i], OFF_MM, &at))
        return;
    from = to = at; /* at an end there is only one side */
    if (!scalp_strip_place(p->strip, job->hairline[low], OFF_MM, &from))
        from = at;
    if (!scalp_strip_place(p->strip, job->hairline[high], OFF_MM, &to))
        to = at;
    add_mark(p, at, from, to, label);
}

static void add_hairline_marks(const template_job *job, piece *p) {
    const size_t first = (size_t)p->from, last = (size_t)p->to, middle = template_middle(job);
    char label[16];
    for (size_t i = first; i <= last; i++) {
        const size_t off = i > middle ? i - middle : middle - i;
        snprintf(label, sizeof label, "%d", (int)(off % 10000));
        if (i == middle)
            add_hairline_mark(job, p, i, "M");
        else if (off % HAIRLINE_TICK_MM == 0)
            add_hairline_mark(job, p, i, label);
    }
}

/* ---- Dots and the rest --------------------------------------------------------------------- */

static bool shown(const template_job *job, const scalp_dot *dot) {
    const scalp_template_params *params = job->params;
    return (params->session == 0 || dot->session == params->session) &&
           (params->zone == SCALP_ZONE_NONE || dot->zone == params->zone);
}

static void add_dots(template_job *job, piece *p) {
    double diameter[SCALP_ZONE_COUNT];
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++)
        diameter[zone] = scalp_plan_deposit(job->plan, (scalp_zone)zone).diameter_mm;
    for (size_t i = 0; i < job->plan->layout.dot_count; i++) {
        const scalp_dot *dot = &job->plan->layout.dots[i];
        scalp_vec2 at;
        if (!shown(job, dot) || !within(p, dot->position) ||
            !scalp_strip_place(p->strip, dot->position, OFF_MM, &at))
            continue;
        p->spots[p->spot_count++] = (spot){at, diameter[dot->zone], true};
        job->facts.dots += !p->of_hairline;
    }
}

/* Moles and single spots, as rings. */
static void add_rings(const template_job *job, piece *p) {
    for (size_t i = 0; i < job->design->area_count; i++) {
        const scalp_area_result *area = &job->design->areas[i];
        for (size_t k = 0; k < area->mark_count; k++) {
            scalp_vec2 at;
            if (within(p, area->marks[k]) &&
                scalp_strip_place(p->strip, area->marks[k], OFF_MM, &at))
                p->spots[p->spot_count++] = (spot){at, 2 * area->mark_mm, false};
        }
    }
}

static scalp_status take_room(const template_job *job, piece *p) {
    void *place;
    size_t spots = 0;
    for (size_t i = 0; job->params->dots && i < job->plan->layout.dot_count; i++)
        spots += within(p, job->plan->layout.dots[i].position);
    for (size_t i = 0; i < job->design->area_count; i++)
        spots += job->design->areas[i].mark_count;
    SCALP_TRY(scalp_work_take(job->work, job->lines.segments + 300, sizeof *p->segments, &place,
                              job->error));
    p->segments = place;
    SCALP_TRY(scalp_work_take(job->work, spots, sizeof *p->spots, &place, job->error));
    p->spots = place;
    return SCALP_OK;
}

static double drawn_length(const piece *p, curve_kind kind) {
    double length = 0;
    for (size_t i = 0; i < p->segment_count; i++) {
        const segment *s = &p->segments[i];
        const double x = s->to.x - s->from.x, y = s->to.y - s->from.y;
        length += s->kind == kind ? sqrt(x * x + y * y) : 0;
    }
    return length;
}

scalp_status template_lines(template_job *job, piece *p) {
    SCALP_TRY(take_room(job, p));
    if (!p->of_hairline)
        add_rim(job, p);
    for (size_t i = 0; i < job->lines.count; i++) {
        const curve *c = &job->lines.list[i];
        const bool own = p->of_hairline && c->kind == CURVE_HAIRLINE;
        add_curve(p, c, own ? (size_t)p->from : 0, own ? (size_t)p->to : c->count - 1);
    }
    if (p->of_hairline) {
        add_hairline_marks(job, p);
        job->facts.hairline_paper_mm += drawn_length(p, CURVE_HAIRLINE);
    }
    add_rings(job, p);
    if (job->params->dots)
        add_dots(job, p);
    return SCALP_OK;
}
