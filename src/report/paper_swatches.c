/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares of the plan's own dots at true size, to be held beside the skin. */
#include "cells.h"

#include <math.h>

#define SIDE_MM 30.0
#define GAP_MM 6.0
#define ACROSS 5

typedef struct swatch {
    scalp_vec3 middle, right, up, out;
} swatch;

typedef struct swatch_job {
    const scalp_paper_plan *about;
} swatch_job;

/* Where the zone's dots are most typical: the dot nearest to their middle, and the plane there. */
static bool find_swatch(const scalp_plan *plan, uint8_t zone, swatch *found) {
    scalp_vec3 sum = {0};
    double count = 0, best = INFINITY;
    for (size_t i = 0; i < plan->layout.dot_count; i++)
        if (plan->layout.dots[i].zone == zone) {
            sum = scalp_vec3_add(sum, plan->layout.dots[i].position);
            count++;
        }
    if (count <= 0)
        return false;
    sum = scalp_vec3_scale(sum, 1 / count);
    for (size_t i = 0; i < plan->layout.dot_count; i++) {
        const scalp_dot *dot = &plan->layout.dots[i];
        const double distance = scalp_vec3_distance(dot->position, sum);
        if (dot->zone != zone || distance >= best)
            continue;
        best = distance;
        found->middle = dot->position;
        found->out = dot->normal;
    }
    const scalp_vec3 n = found->out;
    const scalp_vec3 above = fabs(n.y) > 0.9 ? (scalp_vec3){0, 0, -1} : (scalp_vec3){0, 1, 0};
    found->right = scalp_vec3_unit(scalp_vec3_cross(above, n));
    found->up = scalp_vec3_cross(n, found->right);
    return true;
}

/* Where a dot lies in the square: its distance from the middle kept, mm. */
static bool place_dot(const swatch *s, const scalp_dot *dot, double *x, double *y) {
    const scalp_vec3 off = scalp_vec3_sub(dot->position, s->middle);
    const double length = scalp_vec3_length(off);
    const double u = scalp_vec3_dot(off, s->right), v = scalp_vec3_dot(off, s->up);
    const double flat = sqrt(u * u + v * v);
    const double stretch = flat > 0 ? length / flat : 1;
    *x = u * stretch;
    *y = -v * stretch;
    return scalp_vec3_dot(dot->normal, s->out) > 0.6 && fabs(*x) < SIDE_MM / 2 &&
           fabs(*y) < SIDE_MM / 2;
}

static size_t put_dots(scalp_sheet *sheet, const scalp_plan *plan, const swatch *s,
                       unsigned session, double x, double y) {
    size_t own = 0;
    for (int round = 0; round < 2; round++) /* the earlier ones first */
        for (size_t i = 0; i < plan->layout.dot_count; i++) {
            const scalp_dot *dot = &plan->layout.dots[i];
            double u, v;
            const bool now = dot->session == session;
            if (dot->session > session || now != (round == 1) || !place_dot(s, dot, &u, &v))
                continue;
            ink_grey(&sheet->pen, now ? 0 : 0.6);
            cairo_arc(sheet->pen.cairo, x + SIDE_MM / 2 + u, y + SIDE_MM / 2 + v,
                      scalp_plan_deposit(plan, (scalp_zone)dot->zone).diameter_mm / 2, 0,
                      2 * SCALP_PI);
            cairo_fill(sheet->pen.cairo);
            own += now;
        }
    return own;
}

static void put_square(scalp_sheet *sheet, const scalp_plan *plan, const swatch *s,
                       unsigned session, double x) {
    const double y = sheet->y;
    cairo_save(sheet->pen.cairo);
    cairo_rectangle(sheet->pen.cairo, x, y, SIDE_MM, SIDE_MM);
    cairo_clip(sheet->pen.cairo);
    const size_t own = put_dots(sheet, plan, s, session, x, y);
    cairo_restore(sheet->pen.cairo);
    ink_grey(&sheet->pen, 0.5);
    cairo_rectangle(sheet->pen.cairo, x, y, SIDE_MM, SIDE_MM);
    cairo_set_line_width(sheet->pen.cairo, 0.1);
    cairo_stroke(sheet->pen.cairo);
    const scalp_text_part parts[] = {
        {"number", cell(sheet, "%u", session)},
        {"density", cell_number(sheet, (double)own / (SIDE_MM * SIDE_MM / 100), 0)}};
    ink_grey(&sheet->pen, 0.1);
    ink_text(&sheet->pen, x, y + SIDE_MM + 0.8, (ink_font){7.5, false, INK_CENTRE, SIDE_MM},
             scalp_sheet_say(sheet, "swatch", parts, 2));
}

static void put_zone(scalp_sheet *sheet, const scalp_plan *plan, uint8_t zone) {
    swatch s;
    int column = 0;
    if (!find_swatch(plan, zone, &s))
        return;
    scalp_sheet_need(sheet, SIDE_MM + 24);
    scalp_sheet_heading(sheet, cell_zone(sheet, (scalp_zone)zone));
    for (size_t i = 0; i < plan->row_count; i++) {
        if (plan->rows[i].zone != zone || plan->rows[i].dots == 0)
            continue;
        if (column == ACROSS) {
            column = 0;
            sheet->y += SIDE_MM + 9;
        }
        if (column == 0)
            scalp_sheet_need(sheet, SIDE_MM + 9);
        put_square(sheet, plan, &s, plan->rows[i].session,
                   SHEET_MARGIN + column * (SIDE_MM + GAP_MM));
        column++;
    }
    sheet->y += SIDE_MM + 7;
}

static void write(scalp_sheet *sheet, void *context) {
    const scalp_plan *plan = ((const swatch_job *)context)->about->plan;
    scalp_sheet_paragraph(sheet, cell_say(sheet, "swatches_how"));
    scalp_sheet_need(sheet, 16);
    ink_ruler(&sheet->pen, SHEET_MARGIN, sheet->y + 6, 100, 1);
    sheet->y += 13;
    for (int zone = 1; zone < SCALP_ZONE_COUNT && sheet->status == SCALP_OK; zone++)
        put_zone(sheet, plan, (uint8_t)zone);
}

scalp_status scalp_paper_swatches_write(const scalp_sheet_params *params,
                                        const scalp_paper_plan *about, const scalp_work *work,
                                        scalp_bytes *bytes, scalp_error *error) {
    swatch_job job = {about};
    return scalp_sheet_make(params, write, &job, work, bytes, error);
}
