/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes data/head_radius.csv. Not part of the build: the table is in the repository, and this is
 * how it was made and how it can be made again.
 *
 *     data/head_sections.csv --> skull (above brow and ears) --+
 *     face of the MakeHuman base head (CC0) --> rays ----------+--> smoothest surface --> table
 *
 * The argument is that head as an OBJ file: mm, +y up, +z forward. */
#include "../linalg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TURNS 60 /* as shape.c */
#define SIDES 13
#define POLE (TURNS * (SIDES - 1))
#define UNKNOWNS (POLE + 1)
#define MAX_ITEMS 20000
#define TOP_MM 131.1 /* ANSUR II men, tragion to top of head */
#define STIFFNESS 0.15

static const scalp_vec3 CENTRE = {0, 25, 5};

typedef struct section_row {
    double front, back, half_breadth, widest, front_exponent, back_exponent;
} section_row;

static const section_row SECTIONS[] = {
#define ROW(drop, front, back, half_breadth, widest, front_exponent, back_exponent, source)        \
    {front, back, half_breadth, widest, front_exponent, back_exponent},
#include "head_sections.inc"
#undef ROW
};

#define SECTION_COUNT (sizeof SECTIONS / sizeof *SECTIONS)

/* ---- The skull --------------------------------------------------------------------------- */

static double spline(const double v[4], double t) {
    return v[1] + 0.5 * t *
                      (v[2] - v[0] +
                       t * (2 * v[0] - 5 * v[1] + 4 * v[2] - v[3] +
                            t * (3 * (v[1] - v[2]) + v[3] - v[0])));
}

/* The section at a height; over the top it runs on, mirrored, so that the top is smooth. */
static section_row section_at(double y) {
    const double drop = sqrt(fmax(TOP_MM - y, 0)), last = (double)SECTION_COUNT - 1;
    const size_t k = (size_t)fmin(drop, last - 1);
    double rows[4][6], result[6];
    for (size_t i = 0; i < 4; i++) {
        const size_t at = k + i > 0 ? k + i - 1 : 1;
        memcpy(rows[i], &SECTIONS[at < SECTION_COUNT ? at : SECTION_COUNT - 1], sizeof rows[i]);
        if (k + i == 0) {
            rows[i][0] = SECTIONS[1].back;
            rows[i][1] = SECTIONS[1].front;
            rows[i][2] = -SECTIONS[1].half_breadth;
        }
    }
    for (size_t j = 0; j < 6; j++) {
        const double column[4] = {rows[0][j], rows[1][j], rows[2][j], rows[3][j]};
        result[j] = spline(column, fmin(drop, last) - (double)k);
    }
    section_row section;
    memcpy(&section, result, sizeof section);
    return section;
}

static bool in_skull(scalp_vec3 p) {
    if (p.y >= TOP_MM)
        return false;
    const section_row s = section_at(p.y);
    const bool front = p.z > s.widest;
    const double u = (p.z - s.widest) / ((front ? s.front : s.back) - s.widest);
    const double exponent = front ? s.front_exponent : s.back_exponent;
    return pow(fabs(p.x) / s.half_breadth, exponent) + pow(fabs(u), exponent) < 1;
}

static double skull_radius(scalp_vec3 way) {
    double inside = 40, outside = 160;
    for (int i = 0; i < 40; i++) {
        const double r = (inside + outside) / 2;
        if (in_skull(scalp_vec3_add(CENTRE, scalp_vec3_scale(way, r))))
            inside = r;
        else
            outside = r;
    }
    return inside;
}

/* ---- The face ---------------------------------------------------------------------------- */

static scalp_vec3 vertices[MAX_ITEMS];
static size_t faces[MAX_ITEMS][3];
static size_t vertex_count, face_count;

/* Heights of glabella, nasion, subnasale, mouth and chin, and where ANSUR II's menton-sellion and
 * the usual thirds of a face put them. */
static const double HEIGHTS[][2] = {{-150, -146}, {-92, -96}, {-47, -45}, {-32, -21.5},
                                    {24, 28},     {48.5, 48}, {150, 140}};

/* Length 192.4 to 199.5 mm with the glabella at 97 mm; bizygomatic breadth to 142.6 mm. The jaw
 * goes forward and grows broader by eye, for the head is neither a man's nor a woman's. */
static scalp_vec3 brought(scalp_vec3 p) {
    size_t i = 0;
    while (i + 2 < sizeof HEIGHTS / sizeof *HEIGHTS && p.y > HEIGHTS[i + 1][0])
        i++;
    const double t = (p.y - HEIGHTS[i][0]) / (HEIGHTS[i + 1][0] - HEIGHTS[i][0]);
    const double y = HEIGHTS[i][1] + t * (HEIGHTS[i + 1][1] - HEIGHTS[i][1]);
    const double z = (p.z - 59.6) * 1.037;
    const double wide = 1.02 + 0.07 * scalp_smoothstep(5, 50, -y);
    const double forward = 7.5 * scalp_smoothstep(0, 30, -y) * scalp_smoothstep(10, 80, z);
    return (scalp_vec3){p.x * wide, y, z + forward};
}

static bool read_head(const char *path) {
    FILE *file = fopen(path, "r");
    char line[256];
    if (!file)
        return false;
    while (fgets(line, sizeof line, file)) {
        scalp_vec3 v;
        size_t *f = faces[face_count];
        if (vertex_count + 1 < MAX_ITEMS && sscanf(line, "v %lf %lf %lf", &v.x, &v.y, &v.z) == 3)
            vertices[vertex_count++] = brought(v);
        else if (face_count + 1 < MAX_ITEMS &&
                 sscanf(line, "f %zu%*[^ ] %zu%*[^ ] %zu", &f[0], &f[1], &f[2]) == 3)
            face_count++;
        else if (face_count + 1 < MAX_ITEMS &&
                 sscanf(line, "f %zu %zu %zu", &f[0], &f[1], &f[2]) == 3)
            face_count++;
    }
    fclose(file);
    return face_count > 0;
}

/* Farthest crossing of the ray with the mesh, 0 where there is none (Moeller and Trumbore 1997). */
static double ray_radius(scalp_vec3 way) {
    double farthest = 0;
    for (size_t f = 0; f < face_count; f++) {
        const scalp_vec3 a = vertices[faces[f][0] - 1];
        const scalp_vec3 u = scalp_vec3_sub(vertices[faces[f][1] - 1], a);
        const scalp_vec3 v = scalp_vec3_sub(vertices[faces[f][2] - 1], a);
        const scalp_vec3 h = scalp_vec3_cross(way, v), from = scalp_vec3_sub(CENTRE, a);
        const double det = scalp_vec3_dot(u, h);
        if (fabs(det) < 1e-9)
            continue;
        const double s = scalp_vec3_dot(from, h) / det;
        const scalp_vec3 q = scalp_vec3_cross(from, u);
        const double t = scalp_vec3_dot(way, q) / det;
        if (s >= -1e-9 && t >= -1e-9 && s + t <= 1 + 1e-9)
            farthest = fmax(farthest, scalp_vec3_dot(v, q) / det);
    }
    return farthest;
}

static bool in_box(scalp_vec3 p, double x, double low, double high, double behind) {
    return fabs(p.x) < x && p.y > low && p.y < high && p.z > behind;
}

/* How much a point of the face counts: nothing where parts are added (nose, ears, neck), little
 * where they are added to what lies under them (lips). */
static double face_weight(scalp_vec3 p) {
    const double jaw = p.z > 55 ? -96 : -64;
    if (p.z < 12 || p.y < jaw || p.y > 66 || in_box(p, 16, -27, 22, 60))
        return 0;
    return in_box(p, 29, -58, -27, 60) ? 0.5 : 1;
}

/* From the brow upwards, and behind the ears from the mastoid upwards. */
static double skull_weight(scalp_vec3 p) {
    const double rim = p.z > 20 ? 54 : p.z > -8 ? 32 : -13;
    return scalp_smoothstep(rim, rim + 14, p.y);
}

/* ---- The smoothest surface --------------------------------------------------------------- */

static double normal_matrix[UNKNOWNS * UNKNOWNS], solution[UNKNOWNS];

static size_t unknown(int turn, int side) {
    if (side < 0)
        side = -side;
    if (side >= SIDES) {
        side = 2 * (SIDES - 1) - side;
        turn += TURNS / 2;
    }
    turn = (turn + TURNS) % TURNS;
    return side == SIDES - 1 ? POLE : (size_t)(turn * (SIDES - 1) + side);
}

typedef struct equation {
    size_t count, at[12];
    double factor[12], value, weight;
} equation;

static void put(equation *e, int turn, int side, double factor) {
    e->at[e->count] = unknown(turn, side);
    e->factor[e->count++] = factor;
}

static void add_equation(const equation *e) {
    for (size_t i = 0; i < e->count; i++) {
        for (size_t j = 0; j < e->count; j++)
            normal_matrix[e->at[i] * UNKNOWNS + e->at[j]] +=
                e->weight * e->factor[i] * e->factor[j];
        solution[e->at[i]] += e->weight * e->factor[i] * e->value;
    }
}

/* The second derivatives on the sphere of directions, in steps of `side`. */
static void add_stiffness(int turn, int side) {
    const double step = SCALP_PI / 2 / (SIDES - 1), angle = side * step;
    equation along = {0};
    along.weight = STIFFNESS * fmax(cos(angle), 0.1);
    put(&along, turn, side - 1, 1);
    put(&along, turn, side, -2);
    put(&along, turn, side + 1, 1);
    add_equation(&along);
    if (side == SIDES - 1)
        return;
    const double ratio = 1.25 / cos(angle), slope = tan(angle) * step / 2;
    equation across = {0}, mixed = {0};
    across.weight = along.weight;
    put(&across, turn - 1, side, ratio * ratio);
    put(&across, turn, side, -2 * ratio * ratio);
    put(&across, turn + 1, side, ratio * ratio);
    put(&across, turn, side + 1, -slope);
    put(&across, turn, side - 1, slope);
    add_equation(&across);
    mixed.weight = 2 * along.weight;
    put(&mixed, turn + 1, side + 1, ratio / 4);
    put(&mixed, turn - 1, side + 1, -ratio / 4);
    put(&mixed, turn + 1, side - 1, -ratio / 4);
    put(&mixed, turn - 1, side - 1, ratio / 4);
    add_equation(&mixed);
}

static scalp_vec3 way(int turn, int side) {
    double st, ct, ss, cs;
    scalp_sincos(turn * SCALP_PI / 30, &st, &ct);
    scalp_sincos(side * SCALP_PI / 2 / (SIDES - 1), &ss, &cs);
    return (scalp_vec3){ss, cs * st, cs * ct};
}

static scalp_vec3 point(int turn, int side, double radius) {
    return scalp_vec3_add(CENTRE, scalp_vec3_scale(way(turn, side), radius));
}

static void add_data(int turn, int side) {
    equation e = {.count = 1, .at = {unknown(turn, side)}, .factor = {1}};
    e.value = skull_radius(way(turn, side));
    e.weight = skull_weight(point(turn, side, e.value));
    add_equation(&e);
    e.value = ray_radius(way(turn, side));
    e.weight = face_weight(point(turn, side, e.value));
    if (e.value > 0)
        add_equation(&e);
}

static bool solve(void) {
    for (int turn = 0; turn < TURNS; turn++) {
        for (int side = 0; side < SIDES; side++) {
            add_stiffness(turn, side);
            add_data(turn, side);
        }
    }
    if (!scalp_linalg_cholesky(normal_matrix, UNKNOWNS))
        return false;
    const double *l = normal_matrix;
    for (size_t i = 0; i < UNKNOWNS; i++) {
        for (size_t j = 0; j < i; j++)
            solution[i] -= l[i * UNKNOWNS + j] * solution[j];
        solution[i] /= l[i * UNKNOWNS + i];
    }
    for (size_t i = UNKNOWNS; i-- > 0;) {
        for (size_t j = i + 1; j < UNKNOWNS; j++)
            solution[i] -= l[j * UNKNOWNS + i] * solution[j];
        solution[i] /= l[i * UNKNOWNS + i];
    }
    return true;
}

/* The ridge over the eyes of a man, by eye: a Gaussian bell. It must be in the table and not a
 * part, for a tape about the head passes over it. */
static double brow_ridge(scalp_vec3 p) {
    const double x = (fabs(p.x) - 26) / 22, y = (p.y - 47) / 9.5, z = (p.z - 88) / 16;
    return 3.6 * exp(-(x * x + y * y + z * z));
}

static void print_row(int turn) {
    printf("%d", turn * 6);
    for (int side = 0; side < SIDES; side++) {
        const double r = solution[unknown(turn, side)];
        printf(",%.1f", r + brow_ridge(point(turn, side, r)));
    }
    puts(",sections and face as above");
}

int main(int argc, char **argv) {
    if (argc != 2 || !read_head(argv[1])) {
        fputs("usage: scalp_head_base MAKEHUMAN_HEAD.obj >rows\n", stderr);
        return 2;
    }
    if (!solve()) {
        fputs("too little is known to solve for the surface\n", stderr);
        return 1;
    }
    for (int turn = 0; turn < TURNS; turn++)
        print_row(turn);
    return 0;
}
