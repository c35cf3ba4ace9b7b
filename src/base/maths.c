/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions from + - x / sqrt alone, so that a plan has the same bytes on every
 * machine. Plain series after range reduction: a few dozen operations, errors of a few units in
 * the last place, tested against libm. */
#include <scalptor/base.h>

#include <assert.h>
#include <math.h>
#include <string.h>

/* ln 2 and pi/2 in parts: the high ones have so few bits that k times them is exact. */
static const double ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;
static const double half_pi_1 = 0x1.921fb54400000p+0, half_pi_2 = 0x1.0b4611a600000p-34,
                    half_pi_3 = 0x1.3198a2e037073p-69;

static double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* 2^k for -1022 <= k <= 1023. */
static double power_of_two(int k) {
    return from_bits((uint64_t)(k + 1023) << 52);
}

static double nearest(double x) {
    return x < 0 ? -floor(0.5 - x) : floor(x + 0.5);
}

double scalp_exp(double x) {
    if (!(x <= 709.7))
        return x > 0 ? (double)INFINITY : x; /* NaN passes through */
    if (x < -745.2)
        return 0;
    const double k = nearest(x / (ln2_high + ln2_low));
    const double r = (x - k * ln2_high) - k * ln2_low;
    double sum = 1;
    for (int n = 14; n >= 1; n--)
        sum = 1 + r / n * sum;
    const int half = (int)k / 2; /* two steps, so that subnormal results come out right */
    return sum * power_of_two(half) * power_of_two((int)k - half);
}

double scalp_log(double x) {
    if (!(x > 0))
        return x < 0 || x != x ? (double)NAN : -(double)INFINITY;
    if (x > 1.7976931348623157e308)
        return x;
    int shift = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        shift = -54;
    }
    int k = (int)(to_bits(x) >> 52) - 1023 + shift;
    double m = from_bits((to_bits(x) & 0xfffffffffffffULL) | (uint64_t)1023 << 52);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        k++;
    }
    const double f = (m - 1) / (m + 1), s = f * f;
    double sum = 0;
    for (int n = 23; n >= 3; n -= 2)
        sum = (sum + 1.0 / n) * s;
    return k * ln2_high + (2 * f + (2 * f * sum + k * ln2_low));
}

/* Taylor series, |r| <= pi/4. */
static double sine_series(double r) {
    const double s = r * r;
    double sum = 0;
    for (int n = 18; n >= 2; n -= 2)
        sum = -(1 + sum) * s / (n * (n + 1));
    return r + r * sum;
}

static double cosine_series(double r) {
    const double s = r * r;
    double sum = 0;
    for (int n = 19; n >= 1; n -= 2)
        sum = -(1 + sum) * s / (n * (n + 1));
    return 1 + sum;
}

void scalp_sincos(double radians, double *sine, double *cosine) {
    assert(fabs(radians) < 1e6);
    const double k = nearest(radians / (SCALP_PI / 2));
    const double r = ((radians - k * half_pi_1) - k * half_pi_2) - k * half_pi_3;
    const double s = sine_series(r), c = cosine_series(r);
    switch ((int)(k - 4 * floor(k / 4))) {
    case 0:
        *sine = s, *cosine = c;
        break;
    case 1:
        *sine = c, *cosine = -s;
        break;
    case 2:
        *sine = -s, *cosine = -c;
        break;
    default:
        *sine = -c, *cosine = s;
        break;
    }
}

/* 0 <= x <= 1: the angle is halved twice (tan(a/2) = t / (1 + sqrt(1 + t^2))), then the series. */
static double atan_unit(double x) {
    double t = x / (1 + sqrt(1 + x * x));
    t = t / (1 + sqrt(1 + t * t));
    const double s = t * t;
    double sum = 0;
    for (int n = 25; n >= 3; n -= 2)
        sum = (1.0 / n - sum) * s;
    return 4 * (t - t * sum);
}

double scalp_atan2(double y, double x) {
    const double ax = fabs(x), ay = fabs(y);
    if (ax == 0 && ay == 0)
        return 0;
    double angle = ay <= ax ? atan_unit(ay / ax) : SCALP_PI / 2 - atan_unit(ax / ay);
    if (x < 0)
        angle = SCALP_PI - angle;
    return y < 0 ? -angle : angle;
}

double scalp_acos(double x) {
    const double c = scalp_clamp(x, -1, 1);
    return scalp_atan2(sqrt((1 - c) * (1 + c)), c);
}

double scalp_pow(double base, double exponent) {
    return scalp_exp(exponent * scalp_log(base));
}

double scalp_clamp(double x, double low, double high) {
    return x < low ? low : x > high ? high : x;
}

double scalp_smoothstep(double a, double b, double x) {
    const double t = scalp_clamp((x - a) / (b - a), 0, 1);
    return t * t * (3 - 2 * t);
}
