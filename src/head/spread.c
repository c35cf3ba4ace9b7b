/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spread.h"

#include <string.h>

typedef struct landmark_row {
    const char *landmark;
    double normal_mm, tangent_mm, own, rest;
    scalp_vec3 facing;
    const char *source;
} landmark_row;

static const landmark_row landmark_rows[] = {
#define ROW(landmark, normal_mm, tangent_mm, own, rest, x, y, z, source)                           \
    {landmark, normal_mm, tangent_mm, own, rest, {x, y, z}, source},
#include "landmark_spread.inc"
#undef ROW
};

static const struct {
    size_t mode;
    const char *landmark;
    scalp_vec3 move;
    const char *source;
} face_rows[] = {
#define ROW(mode, landmark, x, y, z, source) {mode, landmark, {x, y, z}, source},
#include "face_modes.inc"
#undef ROW
};

static const struct {
    const char *sex, *measure;
    double mean_mm, sd_mm;
    const char *source;
} measure_rows[] = {
#define ROW(sex, measure, mean_mm, sd_mm, source) {sex, measure, mean_mm, sd_mm, source},
#include "anthropometry.inc"
#undef ROW
};

static const struct {
    const char *a, *b;
    double r;
    const char *source;
} correlation_rows[] = {
#define ROW(a, b, r, source) {a, b, r, source},
#include "head_correlation.inc"
#undef ROW
};

static const char *const measure_names[SCALP_MEASURES] = {"length", "breadth", "circumference",
                                                          "tragion_vertex"};

#define LANDMARK_ROWS (sizeof landmark_rows / sizeof *landmark_rows)
#define FACE_ROWS (sizeof face_rows / sizeof *face_rows)
#define MEASURE_ROWS (sizeof measure_rows / sizeof *measure_rows)
#define CORRELATION_ROWS (sizeof correlation_rows / sizeof *correlation_rows)

scalp_landmark scalp_landmark_opposite(scalp_landmark landmark) {
    switch (landmark) {
    case SCALP_TRAGION_L:
    case SCALP_EXOCANTHION_L:
    case SCALP_ENDOCANTHION_L:
    case SCALP_CHEILION_L:
    case SCALP_OTOBASION_SUPERIUS_L:
        return (scalp_landmark)(landmark + 1);
    case SCALP_TRAGION_R:
    case SCALP_EXOCANTHION_R:
    case SCALP_ENDOCANTHION_R:
    case SCALP_CHEILION_R:
    case SCALP_OTOBASION_SUPERIUS_R:
        return (scalp_landmark)(landmark - 1);
    default:
        return landmark;
    }
}

scalp_landmark_spread scalp_spread_landmark(scalp_landmark landmark) {
    const char *name = scalp_landmark_name(landmark);
    for (size_t i = 0; i < LANDMARK_ROWS; i++) {
        const landmark_row *row = &landmark_rows[i];
        if (strcmp(row->landmark, name) == 0)
            return (scalp_landmark_spread){row->normal_mm, row->tangent_mm, row->own, row->rest,
                                           scalp_vec3_unit(row->facing)};
    }
    return (scalp_landmark_spread){4, 4, 0.35, 0.94, {0, 0, 0}};
}

scalp_vec3 scalp_spread_face(size_t mode, scalp_landmark landmark) {
    const scalp_landmark other = scalp_landmark_opposite(landmark);
    const scalp_landmark left = other < landmark ? other : landmark;
    const bool ear = left == SCALP_OTOBASION_SUPERIUS_L;
    const char *name = scalp_landmark_name(ear ? SCALP_TRAGION_L : left);
    scalp_vec3 move = {0, 0, 0};
    for (size_t i = 0; i < FACE_ROWS; i++) {
        if (face_rows[i].mode == mode + 1 && strcmp(face_rows[i].landmark, name) == 0)
            move = face_rows[i].move;
    }
    if (other < landmark)
        move.x = -move.x;
    return move;
}

/* Standard deviation, mm; the men's where the sex is not said. */
static double deviation_of(const char *sex, size_t measure) {
    const char *wanted = sex && strcmp(sex, "female") == 0 ? "female" : "male";
    for (size_t i = 0; i < MEASURE_ROWS; i++) {
        if (strcmp(measure_rows[i].sex, wanted) == 0 &&
            strcmp(measure_rows[i].measure, measure_names[measure]) == 0)
            return measure_rows[i].sd_mm;
    }
    return 0;
}

static double correlation_of(size_t i, size_t j) {
    const char *a = measure_names[i], *b = measure_names[j];
    for (size_t k = 0; k < CORRELATION_ROWS; k++) {
        const char *x = correlation_rows[k].a, *y = correlation_rows[k].b;
        if ((strcmp(x, a) == 0 && strcmp(y, b) == 0) || (strcmp(x, b) == 0 && strcmp(y, a) == 0))
            return correlation_rows[k].r;
    }
    return i == j ? 1 : 0;
}

void scalp_spread_measures(const char *sex, double covariance[SCALP_MEASURES * SCALP_MEASURES]) {
    for (size_t i = 0; i < SCALP_MEASURES; i++) {
        for (size_t j = 0; j < SCALP_MEASURES; j++)
            covariance[i * SCALP_MEASURES + j] =
                deviation_of(sex, i) * deviation_of(sex, j) * correlation_of(i, j);
    }
}

void scalp_measures_to_array(const scalp_head_measures *measures, double array[SCALP_MEASURES]) {
    array[0] = measures->length_mm;
    array[1] = measures->breadth_mm;
    array[2] = measures->circumference_mm;
    array[3] = measures->tragion_vertex_mm;
}

scalp_head_measures scalp_measures_from_array(const double array[SCALP_MEASURES]) {
    return (scalp_head_measures){array[0], array[1], array[2], array[3]};
}
