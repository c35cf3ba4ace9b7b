/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head as an implicit function.
 *
 * The base is star-shaped about BASE_CENTRE: its radius is a bicubic B-spline over two angles,
 * `turn` in the sagittal plane (0 front, 90 up, 180 back) and `side` from it (0 in the plane, 90
 * through the ear), so that the pole of the grid lies under the ear and the profile of the head
 * is a row of the table. Parts are added to it, cut from it or pushed out of it in the order of
 * data/head_parts.csv; quadratic blends round every joint. */
#include "gen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TURNS 60 /* 6 degrees */
#define SIDES 13 /* 7.5 degrees, 0 and 90 included */
#define MAX_PARTS 128
#define MAX_SEGMENTS 1200
#define STEPS 5 /* segments per span of a path */

static const scalp_vec3 BASE_CENTRE = {0, 25, 5};

static const double RADIUS[TURNS][SIDES + 1] = {
#define ROW(turn, a, b, c, d, e, f, g, h, i, j, k, l, m, source)                                   \
    {a, b, c, d, e, f, g, h, i, j, k, l, m, 0},
#include "head_radius.inc"
#undef ROW
};

typedef struct part_row {
    const char *name, *frame, *kind, *op;
    double centre[3], radii[3], angles[3], blend;
} part_row;

static const part_row PART_ROWS[] = {
#define ROW(name, frame, kind, op, x, y, z, rx, ry, rz, yaw, pitch, roll, blend, source)           \
    {name, frame, kind, op, {x, y, z}, {rx, ry, rz}, {yaw, pitch, roll}, blend},
#include "head_parts.inc"
#undef ROW
};

typedef struct path_row {
    const char *name;
    double at[3], radius;
} path_row;

static const path_row PATH_ROWS[] = {
#define ROW(name, x, y, z, radius, source) {name, {x, y, z}, radius},
#include "head_paths.inc"
#undef ROW
};

#define PART_COUNT (sizeof PART_ROWS / sizeof *PART_ROWS)
#define PATH_COUNT (sizeof PATH_ROWS / sizeof *PATH_ROWS)

enum { KIND_ELLIPSOID, KIND_PATH };
enum { OP_ADD, OP_CUT, OP_PUSH, OP_MARK };

typedef struct segment {
    scalp_vec3 from, along; /* along: to the end */
    double radius, radius_change, inverse_length2;
} segment;

typedef struct part {
    const char *name;
    int kind, op;
    bool ear, both; /* both: its mirror image matters on this side too */
    scalp_vec3 centre, radii, bound_centre;
    scalp_mat3 turn;     /* rows: the part's axes in the head's frame */
    double blend, bound; /* beyond `bound` from bound_centre the part changes nothing */
    size_t first, count; /* segments */
} part;

struct gen_shape {
    double coefficient[TURNS][SIDES];
    size_t part_count, segment_count;
    part parts[MAX_PARTS];
    segment segments[MAX_SEGMENTS];
    scalp_mat3 ear_turn;
    scalp_vec3 ear_origin;
};

/* ---- The base ---------------------------------------------------------------------------- */

/* Index with the table continued over its edges: even about side 0, over the pole to the
 * opposite meridian. */
static double at(const double table[TURNS][SIDES], int turn, int side) {
    if (side < 0)
        side = -side;
    if (side >= SIDES) {
        side = 2 * (SIDES - 1) - side;
        turn += TURNS / 2;
    }
    return table[((turn % TURNS) + TURNS) % TURNS][side];
}

/* Solves (c[-1] + 4 c[0] + c[1]) / 6 = value along one direction by Gauss-Seidel; the error
 * falls by more than 4 with each of the 40 rounds. */
static void prefilter(double table[TURNS][SIDES], int step_turn, int step_side) {
    double value[TURNS][SIDES];
    memcpy(value, table, sizeof value);
    for (int round = 0; round < 40; round++) {
        for (int t = 0; t < TURNS; t++) {
            for (int s = 0; s < SIDES; s++) {
                const double sum = at((const double(*)[SIDES])table, t - step_turn, s - step_side) +
                                   at((const double(*)[SIDES])table, t + step_turn, s + step_side);
                table[t][s] = (6 * value[t][s] - sum) / 4;
            }
        }
    }
}

/* Weights of a uniform cubic B-spline and of its derivative. */
static void weights(double t, double w[4], double d[4]) {
    const double u = 1 - t;
    w[0] = u * u * u / 6;
    w[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
    w[2] = (3 * u * u * u - 6 * u * u + 4) / 6;
    w[3] = t * t * t / 6;
    d[0] = -u * u / 2;
    d[1] = (3 * t * t - 4 * t) / 2;
    d[2] = -(3 * u * u - 4 * u) / 2;
    d[3] = t * t / 2;
}

double gen_shape_base(const gen_shape *shape, scalp_vec3 p) {
    const scalp_vec3 q = scalp_vec3_sub(p, BASE_CENTRE);
    const double flat = sqrt(q.y * q.y + q.z * q.z), length = sqrt(flat * flat + q.x * q.x);
    if (length < 1e-9)
        return -60;
    double turn = scalp_atan2(q.y, q.z) / (2 * SCALP_PI) * TURNS;
    const double side = scalp_atan2(fabs(q.x), flat) / (SCALP_PI / 2) * (SIDES - 1);
    if (turn < 0)
        turn += TURNS;
    const int t0 = (int)turn, s0 = (int)side;
    double wt[4], dt[4], ws[4], ds[4], r = 0, r_turn = 0, r_side = 0;
    weights(turn - t0, wt, dt);
    weights(side - s0, ws, ds);
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            const double c = at(shape->coefficient, t0 - 1 + i, s0 - 1 + j);
            r += c * wt[i] * ws[j];
            r_turn += c * dt[i] * ws[j];
            r_side += c * wt[i] * ds[j];
        }
    }
    /* Distance along the radius, foreshortened by the slope of the surface. */
    const double across = flat / length > 0.2 ? flat / length : 0.2;
    const double a = r_turn * TURNS / (2 * SCALP_PI) / across;
    const double b = r_side * (SIDES - 1) / (SCALP_PI / 2);
    return (length - r) * r / sqrt(r * r + a * a + b * b);
}

/* ---- The parts --------------------------------------------------------------------------- */

static scalp_mat3 rotation_from_angles(const double angles[3]) {
    const double f = SCALP_PI / 180;
    const scalp_mat3 yaw = scalp_mat3_rotation((scalp_vec3){0, angles[0] * f, 0});
    const scalp_mat3 pitch = scalp_mat3_rotation((scalp_vec3){angles[1] * f, 0, 0});
    const scalp_mat3 roll = scalp_mat3_rotation((scalp_vec3){0, 0, angles[2] * f});
    const scalp_mat3 both = scalp_mat3_multiply(&pitch, &roll);
    return scalp_mat3_multiply(&yaw, &both);
}

static scalp_vec3 place(const gen_shape *shape, bool ear, const double at_mm[3]) {
    const scalp_vec3 p = {at_mm[0], at_mm[1], at_mm[2]};
    if (!ear)
        return p;
    return scalp_vec3_add(shape->ear_origin, scalp_mat3_apply(&shape->ear_turn, p));
}

static double spline(double a, double b, double c, double d, double t) {
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/* Catmull-Rom through the rows of a path, as short round cones. */
static void add_path(gen_shape *shape, part *to, const char *name, bool drape) {
    size_t first = 0, count = 0;
    for (size_t i = 0; i < PATH_COUNT; i++) {
        if (strcmp(PATH_ROWS[i].name, name) == 0) {
            first = count ? first : i;
            count++;
        }
    }
    to->first = shape->segment_count;
    double before[4] = {0};
    for (size_t n = 0; count > 1 && n <= (count - 1) * STEPS; n++) {
        size_t k = n / STEPS;
        double t = (double)(n % STEPS) / STEPS, here[4];
        if (k == count - 1) {
            k--;
            t = 1;
        }
        const path_row *b = &PATH_ROWS[first + k], *c = b + 1;
        const path_row *a = k > 0 ? b - 1 : b, *d = k + 2 < count ? c + 1 : c;
        for (int i = 0; i < 3; i++)
            here[i] = spline(a->at[i], b->at[i], c->at[i], d->at[i], t);
        here[3] = spline(a->radius, b->radius, c->radius, d->radius, t);
        if (drape) {
            const double edge = here[0];
            const scalp_vec3 on = gen_shape_project(shape, (scalp_vec3){here[0], here[1], here[2]});
            here[0] = edge > 0 ? on.x : 0;
            here[1] = on.y;
            here[2] = on.z;
        }
        if (n > 0 && shape->segment_count < MAX_SEGMENTS) {
            segment *s = &shape->segments[shape->segment_count++];
            s->from = place(shape, to->ear, before);
            s->along = scalp_vec3_sub(place(shape, to->ear, here), s->from);
            s->radius = before[3];
            s->radius_change = here[3] - before[3];
            s->inverse_length2 = 1 / scalp_vec3_dot(s->along, s->along);
        }
        memcpy(before, here, sizeof here);
    }
    to->count = shape->segment_count - to->first;
}

static double path_value(const gen_shape *shape, const part *of, scalp_vec3 p) {
    double best = 1e9;
    for (size_t i = of->first; i < of->first + of->count; i++) {
        const segment *s = &shape->segments[i];
        const scalp_vec3 q = scalp_vec3_sub(p, s->from);
        const double t = scalp_clamp(scalp_vec3_dot(q, s->along) * s->inverse_length2, 0, 1);
        const double d = scalp_vec3_distance(q, scalp_vec3_scale(s->along, t)) - s->radius -
                         t * s->radius_change;
        if (d < best)
            best = d;
    }
    return best;
}

/* The level |p/r| of an ellipsoid, brought to mm by its gradient. */
static double ellipsoid_value(const part *of, scalp_vec3 p) {
    const scalp_vec3 q = scalp_mat3_apply(&of->turn, scalp_vec3_sub(p, of->centre));
    const scalp_vec3 a = {q.x / of->radii.x, q.y / of->radii.y, q.z / of->radii.z};
    const scalp_vec3 b = {a.x / of->radii.x, a.y / of->radii.y, a.z / of->radii.z};
    const double level = scalp_vec3_length(a), slope = scalp_vec3_length(b);
    if (slope < 1e-12)
        return -of->radii.x;
    return level * (level - 1) / slope;
}

static void bound_part(const gen_shape *shape, part *of) {
    if (of->kind == KIND_ELLIPSOID) {
        const double largest = fmax(of->radii.x, fmax(of->radii.y, of->radii.z));
        of->bound_centre = of->centre;
        of->bound = of->op == OP_PUSH ? 3.2 * largest : 1.2 * largest + 2.5 * of->blend;
        return;
    }
    scalp_vec3 sum = {0, 0, 0};
    for (size_t i = 0; i < of->count; i++)
        sum = scalp_vec3_add(sum, shape->segments[of->first + i].from);
    of->bound_centre = scalp_vec3_scale(sum, 1.0 / (double)of->count);
    of->bound = 0;
    for (size_t i = 0; i < of->count; i++) {
        const segment *s = &shape->segments[of->first + i];
        const double reach =
            fmax(scalp_vec3_distance(s->from, of->bound_centre),
                 scalp_vec3_distance(scalp_vec3_add(s->from, s->along), of->bound_centre)) +
            s->radius + fabs(s->radius_change) + of->blend + 1;
        of->bound = fmax(of->bound, reach);
    }
}

static const char *const OP_NAMES[] = {"add", "cut", "push", "mark"};

static void add_part(gen_shape *shape, const part_row *row) {
    /* Counted last: a draped path lies on what was there before it. */
    part *to = &shape->parts[shape->part_count];
    to->name = row->name;
    const bool drape = strcmp(row->kind, "drape") == 0;
    to->kind = drape || strcmp(row->kind, "path") == 0 ? KIND_PATH : KIND_ELLIPSOID;
    to->op = OP_ADD;
    for (int op = OP_ADD; op <= OP_MARK; op++) {
        if (strcmp(row->op, OP_NAMES[op]) == 0)
            to->op = op;
    }
    to->ear = strcmp(row->frame, "ear") == 0;
    to->blend = row->blend;
    to->radii = (scalp_vec3){row->radii[0], row->radii[1], row->radii[2]};
    to->centre = place(shape, to->ear, row->centre);
    const scalp_mat3 own = rotation_from_angles(row->angles);
    const scalp_mat3 axes = to->ear ? scalp_mat3_multiply(&shape->ear_turn, &own) : own;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++)
            to->turn.m[i][j] = axes.m[j][i];
    }
    if (to->kind == KIND_PATH)
        add_path(shape, to, row->name, drape);
    bound_part(shape, to);
    to->both = to->bound_centre.x > 0 && to->bound_centre.x < to->bound;
    shape->part_count++;
}

static double smooth_min(double a, double b, double k) {
    if (k <= 0)
        return a < b ? a : b;
    const double h = fmax(k - fabs(a - b), 0) / k;
    return (a < b ? a : b) - h * h * k / 4;
}

static double apply(const gen_shape *shape, const part *of, scalp_vec3 p, double value) {
    const scalp_vec3 away = scalp_vec3_sub(p, of->bound_centre);
    if (scalp_vec3_dot(away, away) > of->bound * of->bound)
        return value;
    if (of->op == OP_PUSH) {
        const scalp_vec3 q = scalp_mat3_apply(&of->turn, scalp_vec3_sub(p, of->centre));
        const double x = q.x / of->radii.x, y = q.y / of->radii.y, z = q.z / of->radii.z;
        return value - of->blend * scalp_exp(-(x * x + y * y + z * z));
    }
    double d = of->kind == KIND_PATH ? path_value(shape, of, p) : ellipsoid_value(of, p);
    /* A path goes on over the middle: one with its image, or the blend would count twice there. */
    if (of->kind == KIND_PATH && of->both)
        d = fmin(d, path_value(shape, of, (scalp_vec3){-p.x, p.y, p.z}));
    return of->op == OP_CUT ? -smooth_min(-value, d, of->blend) : smooth_min(value, d, of->blend);
}

static double value_with(const gen_shape *shape, scalp_vec3 p, double value, bool ears_only) {
    p.x = fabs(p.x);
    const scalp_vec3 mirrored = {-p.x, p.y, p.z};
    for (size_t i = 0; i < shape->part_count; i++) {
        const part *of = &shape->parts[i];
        if (of->op == OP_MARK)
            continue;
        if (ears_only && (!of->ear || of->op == OP_CUT))
            continue;
        value = apply(shape, of, p, value);
        if (of->both && of->kind != KIND_PATH)
            value = apply(shape, of, mirrored, value);
    }
    return value;
}

double gen_shape_value(const gen_shape *shape, scalp_vec3 p) {
    const double value = value_with(shape, p, gen_shape_base(shape, p), false);
    return -smooth_min(-value, p.y - GEN_NECK_CUT_MM, 2);
}

double gen_shape_ear(const gen_shape *shape, scalp_vec3 p) {
    return value_with(shape, p, 1e3, true);
}

double gen_shape_path_distance(const gen_shape *shape, const char *name, scalp_vec3 p) {
    double best = 1e9;
    p.x = fabs(p.x);
    for (size_t i = 0; i < shape->part_count; i++) {
        const part *of = &shape->parts[i];
        if (of->kind == KIND_PATH && strncmp(of->name, name, strlen(name)) == 0)
            best = fmin(best, path_value(shape, of, p));
    }
    return best;
}

scalp_vec3 gen_shape_project(const gen_shape *shape, scalp_vec3 p) {
    const double e = 0.02;
    for (int i = 0; i < 6; i++) {
        const double f = gen_shape_value(shape, p);
        scalp_vec3 g = {0, 0, 0};
        double *axis[3] = {&p.x, &p.y, &p.z}, *slope[3] = {&g.x, &g.y, &g.z};
        for (int k = 0; k < 3; k++) {
            const double here = *axis[k];
            *axis[k] = here + e;
            const double above = gen_shape_value(shape, p);
            *axis[k] = here - e;
            *slope[k] = (above - gen_shape_value(shape, p)) / (2 * e);
            *axis[k] = here;
        }
        const double g2 = scalp_vec3_dot(g, g);
        if (g2 < 1e-6 || fabs(f) < 1e-5)
            break;
        const double step = scalp_clamp(f / g2, -1.0, 1.0);
        p = scalp_vec3_sub(p, scalp_vec3_scale(g, step));
    }
    return p;
}

gen_shape *gen_shape_open(void) {
    gen_shape *shape = calloc(1, sizeof *shape);
    if (!shape)
        return NULL;
    for (int t = 0; t < TURNS; t++) {
        for (int s = 0; s < SIDES; s++)
            shape->coefficient[t][s] = RADIUS[t][s];
    }
    prefilter(shape->coefficient, 1, 0);
    prefilter(shape->coefficient, 0, 1);
    for (size_t i = 0; i < PART_COUNT && i < MAX_PARTS; i++) {
        const part_row *row = &PART_ROWS[i];
        if (strcmp(row->kind, "frame") == 0) {
            /* Columns: backwards along the ear, up along it, out of its plane. */
            const scalp_mat3 turned = rotation_from_angles(row->angles);
            const scalp_mat3 axes = {{{0, 0, 1}, {0, 1, 0}, {-1, 0, 0}}};
            shape->ear_turn = scalp_mat3_multiply(&turned, &axes);
            shape->ear_origin = (scalp_vec3){row->centre[0], row->centre[1], row->centre[2]};
        }
        if (strcmp(row->kind, "frame") != 0)
            add_part(shape, row);
    }
    return shape;
}

void gen_shape_close(gen_shape *shape) {
    free(shape);
}
