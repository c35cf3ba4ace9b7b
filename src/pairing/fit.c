/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares from ties: turned and scaled, affine, seen in perspective. */
#include "pair.h"

/* Cholesky, lower triangle, in place. */
bool pair_solve(double *m, double *x, int n) {
    for (int j = 0; j < n; j++) {
        for (int i = j; i < n; i++) {
            double sum = m[i * n + j];
            for (int k = 0; k < j; k++)
                sum -= m[i * n + k] * m[j * n + k];
            if (i == j) {
                if (!(sum > 1e-13 * fabs(m[i * n + i])) || !isfinite(sum))
                    return false;
                m[j * n + j] = sqrt(sum);
            } else {
                m[i * n + j] = sum / m[j * n + j];
            }
        }
    }
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++)
            x[i] -= m[i * n + k] * x[k];
        x[i] /= m[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++)
            x[i] -= m[k * n + i] * x[k];
        x[i] /= m[i * n + i];
    }
    return true;
}

/* Weighted middles of both ends. */
static bool middles(const pair_tie *t, size_t count, pair_affine *fit) {
    double sum = 0;
    scalp_vec2 a = {0, 0}, b = {0, 0};
    for (size_t i = 0; i < count; i++) {
        const double w = t[i].weight;
        sum += w;
        a.x += w * t[i].a.x;
        a.y += w * t[i].a.y;
        b.x += w * t[i].b.x;
        b.y += w * t[i].b.y;
    }
    if (!(sum > 0))
        return false;
    fit->from = (scalp_vec2){a.x / sum, a.y / sum};
    fit->to = (scalp_vec2){b.x / sum, b.y / sum};
    return true;
}

bool pair_fit_similar(const pair_tie *t, size_t count, pair_affine *fit) {
    if (count < 2 || !middles(t, count, fit))
        return false;
    double dot = 0, cross = 0, square = 0;
    for (size_t i = 0; i < count; i++) {
        const double ax = t[i].a.x - fit->from.x, ay = t[i].a.y - fit->from.y;
        const double bx = t[i].b.x - fit->to.x, by = t[i].b.y - fit->to.y;
        dot += t[i].weight * (ax * bx + ay * by);
        cross += t[i].weight * (ax * by - ay * bx);
        square += t[i].weight * (ax * ax + ay * ay);
    }
    if (!(square > 0))
        return false;
    fit->xx = fit->yy = dot / square;
    fit->yx = cross / square;
    fit->xy = -fit->yx;
    return isfinite(fit->xx) && isfinite(fit->yx);
}

bool pair_fit_affine(const pair_tie *t, size_t count, pair_affine *fit) {
    if (count < 4 || !middles(t, count, fit))
        return false;
    double xx = 0, xy = 0, yy = 0, bxx = 0, bxy = 0, byx = 0, byy = 0;
    for (size_t i = 0; i < count; i++) {
        const double w = t[i].weight;
        const double ax = t[i].a.x - fit->from.x, ay = t[i].a.y - fit->from.y;
        const double bx = t[i].b.x - fit->to.x, by = t[i].b.y - fit->to.y;
        xx += w * ax * ax;
        xy += w * ax * ay;
        yy += w * ay * ay;
        bxx += w * bx * ax;
        bxy += w * bx * ay;
        byx += w * by * ax;
        byy += w * by * ay;
    }
    const double det = xx * yy - xy * xy;
    if (!(det > 1e-9 * (xx + yy) * (xx + yy)))
        return false;
    fit->xx = (bxx * yy - bxy * xy) / det;
    fit->xy = (bxy * xx - bxx * xy) / det;
    fit->yx = (byx * yy - byy * xy) / det;
    fit->yy = (byy * xx - byx * xy) / det;
    return true;
}

scalp_mat3 pair_affine_matrix(const pair_affine *t) {
    return (scalp_mat3){{{t->xx, t->xy, t->to.x - t->xx * t->from.x - t->xy * t->from.y},
                         {t->yx, t->yy, t->to.y - t->yx * t->from.x - t->yy * t->from.y},
                         {0, 0, 1}}};
}

scalp_vec2 pair_plane_apply(const scalp_mat3 *m, scalp_vec2 a) {
    const double w = m->m[2][0] * a.x + m->m[2][1] * a.y + m->m[2][2];
    if (!(w > 0))
        return (scalp_vec2){NAN, NAN};
    return (scalp_vec2){(m->m[0][0] * a.x + m->m[0][1] * a.y + m->m[0][2]) / w,
                        (m->m[1][0] * a.x + m->m[1][1] * a.y + m->m[1][2]) / w};
}

/* Middle and mean distance from it of one end of the ties. */
static void extent(const pair_tie *t, size_t count, bool of_b, scalp_vec2 middle, double *size) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < count; i++) {
        const scalp_vec2 p = of_b ? t[i].b : t[i].a;
        sum += t[i].weight * hypot(p.x - middle.x, p.y - middle.y);
        weight += t[i].weight;
    }
    *size = sum / weight;
}

/* One weighted round of the linear equations (h0 x + h1 y + h2) - u (h6 x + h7 y + 1) = 0 and the
 * same for v, divided by the denominators of the round before (Hartley and Zisserman 2004, 4.1). */
static bool plane_round(const pair_tie *t, size_t count, const pair_affine *n, double size_a,
                        double size_b, double ridge, double h[8]) {
    double m[64] = {0}, r[8] = {0};
    for (size_t k = 0; k < count; k++) {
        const double x = (t[k].a.x - n->from.x) / size_a, y = (t[k].a.y - n->from.y) / size_a;
        const double to[2] = {(t[k].b.x - n->to.x) / size_b, (t[k].b.y - n->to.y) / size_b};
        const double below = h[6] * x + h[7] * y + 1;
        const double w = t[k].weight / fmax(below * below, 0.01);
        for (int half = 0; half < 2; half++) {
            const double v = to[half];
            double row[8] = {0};
            row[3 * half] = x;
            row[3 * half + 1] = y;
            row[3 * half + 2] = 1;
            row[6] = -v * x;
            row[7] = -v * y;
            for (int i = 0; i < 8; i++) {
                for (int j = 0; j <= i; j++)
                    m[i * 8 + j] += w * row[i] * row[j];
                r[i] += w * row[i] * v;
            }
        }
    }
    m[6 * 8 + 6] += ridge;
    m[7 * 8 + 7] += ridge;
    if (!pair_solve(m, r, 8))
        return false;
    for (int i = 0; i < 8; i++)
        h[i] = r[i];
    return true;
}

/* Perspective: a camera 100 mm away and dots 1 mm apart give .005 per spacing at 30 degrees. */
static const double likely_perspective = 0.005, likely_sigma = 0.1; /* spacings */

bool pair_fit_plane(const pair_tie *t, size_t count, double spacing, scalp_mat3 *b_from_a) {
    pair_affine n;
    double size_a, size_b;
    if (count < 8 || !middles(t, count, &n))
        return false;
    extent(t, count, false, n.from, &size_a);
    extent(t, count, true, n.to, &size_b);
    if (!(size_a > 0) || !(size_b > 0))
        return false;
    const double sigma = likely_sigma * spacing / size_b;
    const double sway = likely_perspective * size_b / spacing;
    double h[8] = {0};
    for (int round = 0; round < 3; round++)
        if (!plane_round(t, count, &n, size_a, size_b, sigma * sigma / (sway * sway), h))
            return false;
    /* Undo the shifts and sizes: to = n.to + size_b H ((from - n.from) / size_a). */
    const scalp_mat3 before = {
        {{1 / size_a, 0, -n.from.x / size_a}, {0, 1 / size_a, -n.from.y / size_a}, {0, 0, 1}}};
    const scalp_mat3 middle = {{{h[0], h[1], h[2]}, {h[3], h[4], h[5]}, {h[6], h[7], 1}}};
    const scalp_mat3 after = {{{size_b, 0, n.to.x}, {0, size_b, n.to.y}, {0, 0, 1}}};
    const scalp_mat3 first = scalp_mat3_multiply(&middle, &before);
    *b_from_a = scalp_mat3_multiply(&after, &first);
    return true;
}
