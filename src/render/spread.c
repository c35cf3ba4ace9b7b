/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spread.h"

#include <math.h>
#include <string.h>

typedef struct spread_row {
    double ita_deg;
    const char *channel;
    double share[SCALP_SPREAD_WIDTHS];
    const char *source;
} spread_row;

#define ROW(ita, channel, a, b, c, d, e, source) {ita, channel, {a, b, c, d, e}, source},
static const spread_row table[] = {
#include "skin_spread.inc"
};
#undef ROW

enum { rows = sizeof table / sizeof *table, skins = rows / 3 };

/* As the table's columns say. */
static const float width_mm[SCALP_SPREAD_WIDTHS] = {0.06F, 0.2F, 0.55F, 1.4F, 3.4F};

scalp_spread scalp_spread_of(double ita_deg) {
    int i = 0;
    while (i < skins - 2 && ita_deg < table[3 * (i + 1)].ita_deg)
        i++;
    const double high = table[3 * i].ita_deg, low = table[3 * (i + 1)].ita_deg;
    const double t = scalp_clamp((high - ita_deg) / (high - low), 0, 1);
    scalp_spread spread;
    for (int c = 0; c < 3; c++) {
        const spread_row *light = &table[3 * i + c], *dark = &table[3 * (i + 1) + c];
        for (int g = 0; g < SCALP_SPREAD_WIDTHS; g++)
            spread.share[c][g] = (float)(light->share[g] + t * (dark->share[g] - light->share[g]));
    }
    return spread;
}

float scalp_spread_variance_mm2(const scalp_spread *spread, int band) {
    float sum = 0;
    for (int g = 0; g < SCALP_SPREAD_WIDTHS; g++)
        sum += spread->share[band][g] * width_mm[g] * width_mm[g];
    return sum;
}

float scalp_spread_left(const scalp_spread *spread, int band, float period_mm) {
    float sum = 0;
    for (int g = 0; g < SCALP_SPREAD_WIDTHS; g++) {
        const float x = 2 * (float)SCALP_PI * width_mm[g] / period_mm;
        sum += spread->share[band][g] * (float)scalp_exp(-0.5 * (double)(x * x));
    }
    return sum;
}

static float within(float x) {
    return x > 0 ? x < 1 ? x : 1 : 0;
}

float scalp_shading_fresnel(float cosine) {
    const float at_normal = 0.028F;
    const float m = 1 - within(cosine), m2 = m * m;
    return at_normal + (1 - at_normal) * m2 * m2 * m;
}

/* ---- Light round a bent surface ----------------------------------------------------------- */

/* The circle is cut into so many parts; the strongest bend is that of a ball of 3 mm. */
enum { parts = 360, most_taps = parts / 2 };

static const float strongest_per_mm = 0.33F;

static float bend_at(int i) {
    const float t = (float)i / (SCALP_SHADING_BENDS - 1);
    return strongest_per_mm * t * t;
}

/* Relief keeps light from meeting skin quite at a glance. */
static const float rough_cosine = 0.25F;

/* What is let in at each angle to a lamp without size. */
static void let_in(float circle[parts]) {
    for (int i = 0; i < parts; i++) {
        double s, c;
        scalp_sincos(2 * SCALP_PI * i / parts, &s, &c);
        const float in = 1 - scalp_shading_fresnel(fmaxf((float)c, rough_cosine));
        circle[i] = c > 0 ? (float)c * in / (1 - scalp_shading_fresnel(1)) : 0;
    }
}

/* to = from blurred with weights that are alike on both sides; it may not be the same. */
static void blur(const float *from, const float *weight, int taps, float *to) {
    float total = weight[0];
    for (int k = 1; k <= taps; k++)
        total += 2 * weight[k];
    for (int i = 0; i < parts; i++) {
        float sum = weight[0] * from[i];
        for (int k = 1; k <= taps; k++)
            sum += weight[k] * (from[(i + k) % parts] + from[(i + parts - k) % parts]);
        to[i] = sum / total;
    }
}

/* A round lamp of even light, seen from the side: half an ellipse. */
static void blur_lamp(const float *from, double radius, float *to) {
    float weight[most_taps + 1];
    const double reach = radius / (2 * SCALP_PI / parts);
    const int taps = reach < most_taps ? (int)reach : most_taps;
    for (int k = 0; k <= taps; k++)
        weight[k] = (float)sqrt(1 - k * k / (reach * reach + 1e-9));
    if (taps == 0)
        weight[0] = 1;
    blur(from, weight, taps, to);
}

static void blur_gauss(const float *from, double deviation, float *to) {
    float weight[most_taps + 1];
    const double each = 2 * SCALP_PI / parts;
    const int wanted = (int)(3 * deviation / each), taps = wanted < most_taps ? wanted : most_taps;
    for (int k = 0; k <= taps; k++) {
        const double x = k * each / (deviation + 1e-9);
        weight[k] = (float)scalp_exp(-x * x / 2);
    }
    weight[0] = 1;
    blur(from, weight, taps, to);
}

static void add_width(const float *circle, float row[][3], const scalp_spread *spread, int g) {
    for (int i = 0; i < SCALP_SHADING_ANGLES; i++) {
        const double cosine = 2.0 * i / (SCALP_SHADING_ANGLES - 1) - 1;
        const double sine = sqrt(fmax(0, 1 - cosine * cosine));
        const double at = scalp_atan2(sine, cosine) / (2 * SCALP_PI) * parts;
        const int low = (int)at < parts - 1 ? (int)at : parts - 1;
        const float t = (float)(at - low);
        const float value = circle[low] + t * (circle[(low + 1) % parts] - circle[low]);
        for (int c = 0; c < 3; c++)
            row[i][c] += spread->share[c][g] * value;
    }
}

scalp_status scalp_shading_make(const scalp_rig *rig, const scalp_spread *spread,
                                const scalp_work *work, const scalp_shading **shading,
                                scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_shading), &memory, error));
    scalp_shading *made = memory;
    memset(made, 0, sizeof *made);
    float bare[parts], lit[parts], out[parts];
    let_in(bare);
    for (int lamp = 0; lamp < SCALP_RIG_LAMPS; lamp++) {
        blur_lamp(bare, scalp_atan2(rig->lamp[lamp].spread, 1), lit);
        for (int b = 0; b < SCALP_SHADING_BENDS; b++) {
            for (int g = 0; g < SCALP_SPREAD_WIDTHS; g++) {
                blur_gauss(lit, (double)(width_mm[g] * bend_at(b)), out);
                add_width(out, made->left[lamp][b], spread, g);
            }
        }
    }
    *shading = made;
    return SCALP_OK;
}

float scalp_shading_at(const scalp_shading *shading, int lamp, int band, float cosine,
                       float bend_per_mm) {
    const float x = within(0.5F + 0.5F * cosine) * (SCALP_SHADING_ANGLES - 1);
    const float y = sqrtf(within(bend_per_mm / strongest_per_mm)) * (SCALP_SHADING_BENDS - 1);
    const int i = (int)x < SCALP_SHADING_ANGLES - 2 ? (int)x : SCALP_SHADING_ANGLES - 2;
    const int j = (int)y < SCALP_SHADING_BENDS - 2 ? (int)y : SCALP_SHADING_BENDS - 2;
    const float u = x - (float)i, v = y - (float)j;
    const float(*low)[3] = shading->left[lamp][j], (*high)[3] = shading->left[lamp][j + 1];
    const float a = low[i][band] + u * (low[i + 1][band] - low[i][band]);
    const float b = high[i][band] + u * (high[i + 1][band] - high[i][band]);
    return a + v * (b - a);
}
