/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the template of the standard head, as C tables in whole micrometres, to stdout. */
#include "gen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct point_row {
    const char *name;
    scalp_vec3 at;
} point_row;

static const point_row LANDMARKS[] = {
#define ROW(name, x, y, z, source) {name, {x, y, z}},
#include "head_landmarks.inc"
#undef ROW
};

static const point_row HAIRLINE[] = {
#define ROW(name, x, y, z, source) {name, {x, y, z}},
#include "head_hairline.inc"
#undef ROW
};

#define LANDMARK_COUNT (sizeof LANDMARKS / sizeof *LANDMARKS)
#define HAIRLINE_COUNT (sizeof HAIRLINE / sizeof *HAIRLINE)
#define GLABELLA_ROW 0 /* of LANDMARKS */
#define VERTEX_ROW 4
#define BACK_ROW 6
#define TRAGION_ROW 7

typedef struct gen_head {
    const gen_shape *shape;
    const gen_mesh *mesh;
    const gen_chart *chart;
    scalp_vec3 landmarks[LANDMARK_COUNT];
} gen_head;

enum { SCALP, FACE, EAR, NECK }; /* as scalp_head_region */

static long micrometres(double mm) {
    return (long)floor(mm * 1000 + 0.5);
}

static void print_point(scalp_vec3 p) {
    printf("{%ld,%ld,%ld},", micrometres(p.x), micrometres(p.y), micrometres(p.z));
}

/* To the head's frame: the tables of data/ give the tragia only within a few mm of its origin. */
static scalp_vec3 in_frame(const gen_head *head, scalp_vec3 p) {
    const scalp_vec3 tragion = head->landmarks[TRAGION_ROW];
    return (scalp_vec3){p.x, p.y - tragion.y, p.z - tragion.z};
}

/* How far the hair reaches down the meridian, from the rows of the hairline. */
static double hair_reach(const double (*line)[2], double meridian) {
    size_t i = 0;
    while (i + 2 < HAIRLINE_COUNT && line[i + 1][0] < meridian)
        i++;
    const double t = scalp_clamp((meridian - line[i][0]) / (line[i + 1][0] - line[i][0]), 0, 1);
    return line[i][1] + t * (line[i + 1][1] - line[i][1]);
}

static int region_of(const gen_shape *shape, scalp_vec3 p, double reach, double arc) {
    if (gen_shape_ear(shape, p) < 1.5)
        return EAR;
    if (arc < reach)
        return SCALP;
    /* From under the chin, along the jaw, over the lobe of the ear to the nape. */
    const double jaw = p.z > 0 ? -62 - 0.33 * p.z : -62 - 0.9 * p.z;
    return p.y < (p.z < -45 ? 20 : jaw) ? NECK : FACE;
}

/* Distance to the edge of the paths of that name, grown by a margin. */
static double edge_of(const gen_shape *shape, const char *name, double margin, scalp_vec3 p) {
    return p.z < 30 ? 30 : gen_shape_path_distance(shape, name, p) - margin;
}

static long hundredths(double mm) {
    return (long)floor(scalp_clamp(mm, -30, 30) * 100 + 0.5);
}

/* Where the lips meet they are lips, too. */
static double lip_edge(const gen_shape *shape, scalp_vec3 p) {
    return fmin(edge_of(shape, "lip_", 0.9, p), edge_of(shape, "mouth_", 1.5, p));
}

static scalp_vec3 woman_beside(scalp_vec3 p) {
    return scalp_vec3_sub(gen_sculpted(p, true), gen_sculpted(p, false));
}

static bool complain(const char *what, scalp_vec3 at) {
    fprintf(stderr, "data/head_sculpt.csv moves %s at %.1f %.1f %.1f\n", what, at.x, at.y, at.z);
    return false;
}

static bool print_vertices(const gen_head *head) {
    const gen_shape *shape = head->shape;
    const gen_mesh *mesh = head->mesh;
    double line[HAIRLINE_COUNT][2];
    double *arcs = malloc(mesh->vertex_count * sizeof *arcs);
    if (!arcs)
        return false;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        double meridian;
        gen_chart_find(head->chart, mesh->vertices[i], &meridian, &arcs[i]);
    }
    if (!gen_chart_below(mesh, head->chart->top, arcs))
        return false;
    for (size_t i = 0; i < HAIRLINE_COUNT; i++)
        gen_chart_find(head->chart, HAIRLINE[i].at, &line[i][0], &line[i][1]);
    puts("/* x, y, z; a woman's face beside it; meridian in thousandths, arc length; region; "
         "hundredths to lip, brow and lash */");
    puts("static const template_vertex VERTICES[] = {");
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = mesh->vertices[i], man = gen_sculpted(p, false);
        const scalp_vec3 at = in_frame(head, man), beside = woman_beside(p);
        double meridian, arc;
        gen_chart_find(head->chart, p, &meridian, &arc);
        const double reach = hair_reach((const double(*)[2])line, meridian);
        const int region = region_of(shape, p, reach, arc);
        if (region == SCALP && (scalp_vec3_distance(p, man) > 0 || scalp_vec3_length(beside) > 0))
            return complain("the scalp", p);
        printf("{{%ld,%ld,%ld},{%ld,%ld,%ld},%ld,%ld,%d,{%ld,%ld,%ld}},\n", micrometres(at.x),
               micrometres(at.y), micrometres(at.z), micrometres(beside.x), micrometres(beside.y),
               micrometres(beside.z), micrometres(meridian), micrometres(arcs[i]), region,
               hundredths(lip_edge(shape, p)), hundredths(edge_of(shape, "brow_", 0, p)),
               hundredths(edge_of(shape, "lash_", 0.35, p)));
    }
    puts("};");
    free(arcs);
    return true;
}

static bool print_tables(const gen_head *head) {
    const gen_mesh *mesh = head->mesh;
    if (!print_vertices(head))
        return false;
    puts("static const uint16_t FACES[][3] = {");
    for (size_t f = 0; f < mesh->face_count; f++)
        printf("{%u,%u,%u},%s", mesh->faces[f][0], mesh->faces[f][1], mesh->faces[f][2],
               f % 8 == 7 ? "\n" : "");
    puts("};");
    printf("#define MERIDIANS %d\n#define KNOTS %d\n#define KNOT_MM %g\n", GEN_MERIDIANS, GEN_KNOTS,
           GEN_KNOT_MM);
    puts("static const int32_t KNOT_POINTS[MERIDIANS][KNOTS][3] = {");
    for (int m = 0; m < GEN_MERIDIANS; m++) {
        puts("{");
        for (int k = 0; k < GEN_KNOTS; k++)
            print_point(in_frame(head, head->chart->knots[m][k]));
        puts("},");
    }
    puts("};");
    return true;
}

static bool print_landmarks(const gen_head *head) {
    puts("static const int32_t LANDMARK_POINTS[][3] = {");
    for (size_t i = 0; i < LANDMARK_COUNT; i++) {
        const scalp_vec3 p = head->landmarks[i];
        if (scalp_vec3_length(woman_beside(p)) > 0)
            return complain("a woman's landmark", p);
        print_point(in_frame(head, gen_sculpted(p, false)));
    }
    puts("};");
    return true;
}

/* The point of the midline about a row's place that lies farthest from `from`, or highest. */
static scalp_vec3 farthest(const gen_shape *shape, scalp_vec3 about, const scalp_vec3 *from) {
    scalp_vec3 best = about;
    double most = -1e9;
    for (int i = -200; i <= 200; i++) {
        scalp_vec3 near = about;
        *(from ? &near.y : &near.z) += i * 0.1;
        const scalp_vec3 p = gen_shape_project(shape, near);
        const double value = from ? scalp_vec3_distance(p, *from) : p.y;
        if (value > most) {
            most = value;
            best = p;
        }
    }
    best.x = 0;
    return best;
}

static void find_landmarks(const gen_shape *shape, scalp_vec3 to[LANDMARK_COUNT]) {
    for (size_t i = 0; i < LANDMARK_COUNT; i++) {
        to[i] = gen_shape_project(shape, LANDMARKS[i].at);
        if (LANDMARKS[i].at.x == 0)
            to[i].x = 0;
    }
    to[VERTEX_ROW] = farthest(shape, to[VERTEX_ROW], NULL);
    to[BACK_ROW] = farthest(shape, to[BACK_ROW], &to[GLABELLA_ROW]);
}

int main(void) {
    gen_shape *shape = gen_shape_open();
    if (!shape)
        return 3;
    gen_mesh mesh = gen_net_make(shape);
    gen_refine(shape, &mesh);
    const size_t faults = gen_mesh_faults(&mesh);
    fprintf(stderr, "%zu vertices, %zu faces on one side\n", mesh.vertex_count, mesh.face_count);
    if (faults > 0 || mesh.vertex_count > UINT16_MAX) {
        fprintf(stderr, "%zu edges of the standard head are faulty, or it is too large\n", faults);
        return 1;
    }
    gen_head head = {.shape = shape, .mesh = &mesh};
    find_landmarks(shape, head.landmarks);
    gen_chart *chart = gen_chart_open(shape, head.landmarks[VERTEX_ROW]);
    if (!chart)
        return 3;
    head.chart = chart;
    if (!print_tables(&head) || !print_landmarks(&head))
        return 3;
    free(chart);
    gen_mesh_close(&mesh);
    gen_shape_close(shape);
    return 0;
}
