/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIEDE2000 (CIE 142:2001; the steps of Sharma, Wu & Dalal 2005, Color Res. Appl. 30:21, whose
 * equation numbers stand beside them). */
#include <scalptor/colour.h>

#include <math.h>

static const double degrees = 180 / SCALP_PI;
/* Opposite hues count as not beyond a half turn, rounding or not. */
static const double opposite = 180 + 1e-9;

static double cosine_deg(double angle) {
    double sine, cosine;
    scalp_sincos(angle / degrees, &sine, &cosine);
    return cosine;
}

static double power7(double x) {
    return x * x * x * x * x * x * x;
}

/* sqrt(c^7 / (c^7 + 25^7)) */
static double blue_part(double c) {
    return sqrt(power7(c) / (power7(c) + power7(25)));
}

/* 0..360; 0 for grey (7). */
static double hue_deg(double a, double b) {
    if (a == 0 && b == 0)
        return 0;
    const double h = scalp_atan2(b, a) * degrees;
    return h < 0 ? h + 360 : h;
}

/* How far from h1 to h2 (10), and the hue between them (14). */
static double hue_step(double h1, double h2) {
    const double step = h2 - h1;
    if (fabs(step) <= opposite)
        return step;
    return step > 0 ? step - 360 : step + 360;
}

static double hue_between(double h1, double h2) {
    const double sum = h1 + h2;
    if (fabs(h1 - h2) <= opposite)
        return sum / 2;
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

double scalp_lab_difference(scalp_lab p, scalp_lab q) {
    const double c_mean = (sqrt(p.a * p.a + p.b * p.b) + sqrt(q.a * q.a + q.b * q.b)) / 2; /* 3 */
    const double stretch = 1 + (1 - blue_part(c_mean)) / 2;                                /* 4 */
    const double a1 = stretch * p.a, a2 = stretch * q.a;                                   /* 5 */
    const double c1 = sqrt(a1 * a1 + p.b * p.b), c2 = sqrt(a2 * a2 + q.b * q.b);           /* 6 */
    const double h1 = hue_deg(a1, p.b), h2 = hue_deg(a2, q.b);
    const bool grey = c1 * c2 == 0;
    const double l = (p.l + q.l) / 2, c = (c1 + c2) / 2; /* 12, 13 */
    const double h = grey ? h1 + h2 : hue_between(h1, h2);
    double half_sine, unused;
    scalp_sincos((grey ? 0 : hue_step(h1, h2)) / 2 / degrees, &half_sine, &unused);
    const double t = 1 - 0.17 * cosine_deg(h - 30) + 0.24 * cosine_deg(2 * h) +
                     0.32 * cosine_deg(3 * h + 6) - 0.20 * cosine_deg(4 * h - 63); /* 15 */
    const double off = (h - 275) / 25, turn_deg = 30 * scalp_exp(-off * off);      /* 16 */
    const double mid = (l - 50) * (l - 50);
    double sine, cosine;
    scalp_sincos(2 * turn_deg / degrees, &sine, &cosine);
    const double dl = (q.l - p.l) / (1 + 0.015 * mid / sqrt(20 + mid));           /* 8, 18 */
    const double dc = (c2 - c1) / (1 + 0.045 * c);                                /* 9, 19 */
    const double dh = 2 * sqrt(c1 * c2) * half_sine / (1 + 0.015 * c * t);        /* 11, 20 */
    return sqrt(dl * dl + dc * dc + dh * dh - sine * 2 * blue_part(c) * dc * dh); /* 17, 21, 22 */
}
