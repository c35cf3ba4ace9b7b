/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures.h"

#include <math.h>
#include <string.h>

enum { LENGTH, BREADTH, CIRCUMFERENCE, HEIGHT, COUNT };

static const struct {
    const char *name, *field;
    double low, high;
} LIMITS[COUNT] = {
    [LENGTH] = {"length", "length_mm", 160, 240},
    [BREADTH] = {"breadth", "breadth_mm", 120, 190},
    [CIRCUMFERENCE] = {"circumference", "circumference_mm", 450, 680},
    [HEIGHT] = {"tragion_vertex", "tragion_vertex_mm", 100, 165},
};

static const struct {
    const char *sex, *measure;
    double mean, sd;
} POPULATION[] = {
#define ROW(sex, measure, mean, sd, source) {sex, measure, mean, sd},
#include "anthropometry.inc"
#undef ROW
};

static const struct {
    const char *a, *b;
    double r;
} CORRELATIONS[] = {
#define ROW(a, b, r, source) {a, b, r},
#include "head_correlation.inc"
#undef ROW
};

/* A head's girth lies between that of the ellipse of its length and breadth and a somewhat
 * boxier outline: 1.03 +- 0.012 times the ellipse in ANSUR II men, by the residual of the
 * regression on both. */
#define GIRTH_LOW 1.0
#define GIRTH_HIGH 1.065

typedef struct statistics {
    double mean[COUNT], sd[COUNT], r[COUNT][COUNT];
} statistics;

static int find_measure(const char *name) {
    for (int i = 0; i < COUNT; i++) {
        if (strcmp(LIMITS[i].name, name) == 0)
            return i;
    }
    return -1;
}

/* Of one sex; of both together when `sex` is neither. */
static statistics population(const char *sex) {
    const bool known = sex && (strcmp(sex, "male") == 0 || strcmp(sex, "female") == 0);
    statistics s = {0};
    double rows[COUNT] = {0};
    for (size_t i = 0; i < sizeof POPULATION / sizeof *POPULATION; i++) {
        const int m = find_measure(POPULATION[i].measure);
        if (m < 0 || (known && strcmp(POPULATION[i].sex, sex) != 0))
            continue;
        s.mean[m] += POPULATION[i].mean;
        s.sd[m] += POPULATION[i].sd;
        rows[m]++;
    }
    for (int i = 0; i < COUNT; i++) {
        s.mean[i] /= rows[i];
        s.sd[i] /= rows[i];
        s.r[i][i] = 1;
    }
    for (size_t i = 0; i < sizeof CORRELATIONS / sizeof *CORRELATIONS; i++) {
        const int a = find_measure(CORRELATIONS[i].a), b = find_measure(CORRELATIONS[i].b);
        s.r[a][b] = s.r[b][a] = CORRELATIONS[i].r;
    }
    return s;
}

scalp_head_measures scalp_head_measures_mean(const char *sex) {
    const statistics s = population(sex);
    return (scalp_head_measures){s.mean[LENGTH], s.mean[BREADTH], s.mean[CIRCUMFERENCE],
                                 s.mean[HEIGHT]};
}

/* Ramanujan (1914), second approximation: exact to 1e-6 for heads. */
static double ellipse_girth(double length, double breadth) {
    const double a = length / 2, b = breadth / 2, h = (a - b) * (a - b) / ((a + b) * (a + b));
    return SCALP_PI * (a + b) * (1 + 3 * h / (10 + sqrt(4 - 3 * h)));
}

/* Solves the positive definite system of `n` rows in place; the answer replaces `b`. */
static void solve(double m[COUNT][COUNT], double b[COUNT], int n) {
    for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
            const double f = m[j][i] / m[i][i];
            for (int k = i; k < n; k++)
                m[j][k] -= f * m[i][k];
            b[j] -= f * b[i];
        }
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++)
            b[i] -= m[i][k] * b[k];
        b[i] /= m[i][i];
    }
}

/* The mean of a normal distribution under the values known (in standard deviations). */
static void regress(const statistics *s, double value[COUNT]) {
    int known[COUNT], n = 0;
    double m[COUNT][COUNT], b[COUNT];
    for (int i = 0; i < COUNT; i++) {
        if (value[i] > 0)
            known[n++] = i;
    }
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++)
            m[i][j] = s->r[known[i]][known[j]];
        b[i] = (value[known[i]] - s->mean[known[i]]) / s->sd[known[i]];
    }
    solve(m, b, n);
    for (int i = 0; i < COUNT; i++) {
        if (value[i] > 0)
            continue;
        double z = 0;
        for (int j = 0; j < n; j++)
            z += s->r[i][known[j]] * b[j];
        value[i] = scalp_clamp(s->mean[i] + z * s->sd[i], LIMITS[i].low, LIMITS[i].high);
    }
}

/* Moves the measures that were not given until the girth suits length and breadth. */
static void agree(const bool given[COUNT], double v[COUNT]) {
    if (!given[CIRCUMFERENCE]) {
        const double e = ellipse_girth(v[LENGTH], v[BREADTH]);
        v[CIRCUMFERENCE] =
            scalp_clamp(v[CIRCUMFERENCE], e * (GIRTH_LOW + 0.005), e * (GIRTH_HIGH - 0.005));
        return;
    }
    for (int i = 0; i < 400; i++) {
        const double ratio = v[CIRCUMFERENCE] / ellipse_girth(v[LENGTH], v[BREADTH]);
        const double step = ratio < GIRTH_LOW + 0.005 ? -0.001 : 0.001;
        if (ratio >= GIRTH_LOW + 0.005 && ratio <= GIRTH_HIGH - 0.005)
            return;
        for (int m = LENGTH; m <= BREADTH; m++) {
            if (!given[m])
                v[m] = scalp_clamp(v[m] * (1 + step), LIMITS[m].low, LIMITS[m].high);
        }
    }
}

static scalp_status check(const double v[COUNT], scalp_error *error) {
    for (int i = 0; i < COUNT; i++) {
        if (v[i] == 0)
            continue;
        if (!(v[i] >= LIMITS[i].low && v[i] <= LIMITS[i].high)) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The head's %s is %g, but must lie between %g and %g mm, or be 0 "
                              "when it was not measured.",
                              LIMITS[i].field, v[i], LIMITS[i].low, LIMITS[i].high);
        }
    }
    return SCALP_OK;
}

scalp_status head_measures_complete(const scalp_head_measures *given, const char *sex,
                                    scalp_head_measures *all, scalp_error *error) {
    double v[COUNT] = {given->length_mm, given->breadth_mm, given->circumference_mm,
                       given->tragion_vertex_mm};
    SCALP_TRY(check(v, error));
    const statistics s = population(sex);
    bool has[COUNT];
    for (int i = 0; i < COUNT; i++)
        has[i] = v[i] > 0;
    regress(&s, v);
    agree(has, v);
    const double girth = ellipse_girth(v[LENGTH], v[BREADTH]);
    if (v[CIRCUMFERENCE] < girth * GIRTH_LOW || v[CIRCUMFERENCE] > girth * GIRTH_HIGH) {
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "No head has a circumference of %.0f mm with a length of %.0f mm and a "
            "breadth of %.0f mm: it must lie between %.0f and %.0f mm; measure again.",
            v[CIRCUMFERENCE], v[LENGTH], v[BREADTH], girth * GIRTH_LOW, girth * GIRTH_HIGH);
    }
    *all = (scalp_head_measures){v[LENGTH], v[BREADTH], v[CIRCUMFERENCE], v[HEIGHT]};
    return SCALP_OK;
}
