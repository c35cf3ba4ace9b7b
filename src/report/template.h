/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside report: what the 1:1 template is made of, before it is drawn. */
#ifndef SCALPTOR_REPORT_TEMPLATE_H
#define SCALPTOR_REPORT_TEMPLATE_H

#include <scalptor/report.h>

typedef enum curve_kind { CURVE_HAIRLINE, CURVE_ZONE, CURVE_AREA, CURVE_CUT } curve_kind;

/* A line on the head, in steps of about a millimetre. */
typedef struct curve {
    const scalp_vec3 *points;
    size_t count;
    curve_kind kind;
} curve;

typedef struct curves {
    curve *list;
    size_t count, segments; /* segments: of all together */
} curves;

/* A piece of a line on paper, mm in the strip's own plane. */
typedef struct segment {
    scalp_vec2 from, to;
    curve_kind kind;
    bool goes_on; /* from the end of the segment before */
} segment;

/* Where two pieces of paper meet, or a place to find again on the head. */
typedef struct mark {
    scalp_vec2 at, along; /* a unit vector along the line that is marked */
    char label[16];
} mark;

typedef struct spot {
    scalp_vec2 at;
    double diameter_mm;
    bool filled; /* a dot; else a ring */
} spot;

#define PIECE_MARKS 64
#define MAX_PIECES 96

/* A strip of paper. */
typedef struct piece {
    const scalp_strip *strip;
    char name[16];
    bool of_hairline; /* along it; else a slice of the head between two half planes */
    double from, to;  /* hairline: range of its points; slice: angles about the ears' axis */
    int side;         /* slice: 1 the client's left, -1 the right */
    size_t slice;     /* its number, from the back */
    double low, high; /* slice: angles away from the midline */
    segment *segments;
    size_t segment_count;
    spot *spots;
    size_t spot_count;
    mark marks[PIECE_MARKS];
    size_t mark_count;
    double turn;             /* on paper, radians */
    scalp_vec2 corner, size; /* of its box on paper, unscaled */
    size_t page;
    scalp_vec2 place; /* of the box's upper left corner */
} piece;

/* All that is needed on the way. */
typedef struct template_job {
    const scalp_head *head;
    const scalp_design *design;
    const scalp_plan *plan;
    const scalp_template_params *params;
    const scalp_work *work;
    scalp_error *error;
    const scalp_bvh *bvh;
    const scalp_vec3 *hairline; /* in steps of a millimetre; NULL: not drawn */
    size_t hairline_count;
    curves lines;
    piece *pieces;
    size_t piece_count, pages;
    scalp_template_facts facts;
} template_job;

/* A line in equal steps of about `step_mm`. */
SCALP_CHECKED scalp_status template_resample(const template_job *job, const scalp_vec3 *line,
                                             size_t count, double step_mm, scalp_vec3 **points,
                                             size_t *number);
/* The line smoothed over about `sigma` of its points; its ends stay. */
SCALP_CHECKED scalp_status template_smooth(const template_job *job, const scalp_vec3 *line,
                                           size_t count, double sigma, scalp_vec3 **points);
/* Hairline, borders of zones, outlines of areas. */
SCALP_CHECKED scalp_status template_curves(template_job *job);
/* The strips, what is drawn on each, and where they lie on the pages. */
SCALP_CHECKED scalp_status template_pieces(template_job *job);
SCALP_CHECKED scalp_status template_lines(template_job *job, piece *p);
void template_place(template_job *job);
SCALP_CHECKED scalp_status template_draw(template_job *job, scalp_bytes *bytes);

/* A place about the axis through the ears: angle from upright to the front, and away from the
 * midline. */
void template_angles(scalp_vec3 point, double *about, double *away);
/* Where the hairline crosses the midline. */
size_t template_middle(const template_job *job);
/* The outermost skin in that direction. */
bool template_skin(const template_job *job, double about, double away, int side, scalp_vec3 *point);
/* From a strip's plane to its box on paper, before the scale. */
scalp_vec2 template_on_paper(const piece *p, scalp_vec2 flat);

#define TEMPLATE_MARGIN 10.0
#define TEMPLATE_TOP 22.0
#define TEMPLATE_BOTTOM 26.0
#define TEMPLATE_LEGEND 62.0
#define TEMPLATE_GAP 5.0

#endif
