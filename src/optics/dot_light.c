/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a disc takes of the light at one wavelength: sums over its sheets. */
#include "dot_inside.h"

#include <math.h>

static double reduced(const scalp_layer *layer) {
    return layer->mus_per_mm * (1 - layer->g);
}

double scalp_dot_reduced_above(const scalp_layer *layers, double depth) {
    double sum = 0, top = 0;
    for (size_t i = 0; top < depth; i++) {
        const double bottom = fmin(top + layers[i].thickness_mm, depth);
        sum += reduced(&layers[i]) * (bottom - top);
        top = bottom;
    }
    return sum;
}

double scalp_dot_mua_above(const scalp_layer *layers, double depth) {
    double sum = 0, top = 0;
    for (size_t i = 0; top < depth; i++) {
        const double bottom = fmin(top + layers[i].thickness_mm, depth);
        sum += layers[i].mua_per_mm * (bottom - top);
        top = bottom;
    }
    return sum;
}

static double both(const scalp_sheet *sheet, int way) {
    return sheet->way[way].first + sheet->way[way].later;
}

/* Of an endless medium: s^2 = mua / (mua + mus'), where it gives back this share of diffuse light
 * (van de Hulst 1980, R = (1 - s)(1 - 0.139 s) / (1 + 1.17 s)). */
static double similarity(double returned) {
    const double r = scalp_clamp(returned, 1e-6, 1 - 1e-6), b = 1.139 + 1.17 * r;
    return (b - sqrt(b * b - 4 * 0.139 * (1 - r))) / (2 * 0.139);
}

/* V over the faces, each weighted with the light that enters through it and is wanted: that which
 * goes down through the upper face, up through the lower one, and through the rim. */
static double mean_chord(const dot_cut *cut, const scalp_sheet *sheets, const scalp_deposit *disc,
                         double per_mm, double sine) {
    const scalp_sheet *upper = &sheets[cut->layer[0]];
    const scalp_sheet *lower = &sheets[cut->layer[cut->count - 1]];
    const double radius = disc->diameter_mm / 2, area = SCALP_PI * radius * radius;
    const double flux = both(upper, 0) * upper->cosine + both(lower, 1) * lower->cosine;
    const double faces = area * flux / per_mm + 2 * radius * disc->thickness_mm * sine;
    return area * disc->thickness_mm / faces;
}

dot_light scalp_dot_light_make(const dot_cut *cut, const scalp_deposit *disc, size_t w) {
    const size_t last = cut->count - 1;
    const scalp_sheet *sheets = cut->sheets + w * cut->stack.layer_count;
    const scalp_layer *layers = cut->stack.layers + w * cut->stack.layer_count;
    dot_light v = {.total = 0};
    double sine = 0, returned = 0;
    for (size_t i = 0; i <= last; i++) {
        const scalp_sheet *sheet = &sheets[cut->layer[i]];
        const size_t before = i % 2 ? i - 1 : i - (i > 0 ? 2 : 0);
        const size_t after = i % 2 ? i + 1 : i + (i < last ? 2 : 0);
        const double simpson =
            (cut->depth[after] - cut->depth[before]) * (i % 2 ? 4 : 1) / 6 / cut->diffuse[w];
        for (int way = 0; way < 2; way++) {
            const double here = simpson * both(sheet, way);
            v.amount[way][0] += simpson * sheet->way[way].first;
            v.amount[way][1] += simpson * sheet->way[way].later;
            v.depth[way] += here * cut->depth[i];
            sine += here * sheet->sine;
            returned += here * sheet->returned;
        }
    }
    const double down = v.amount[0][0] + v.amount[0][1], up = v.amount[1][0] + v.amount[1][1];
    v.total = down + up;
    if (!(down > 0 && up > 0))
        return (dot_light){.depth = {disc->depth_mm, disc->depth_mm}};
    v.depth[0] /= down;
    v.depth[1] /= up;
    const double s = similarity(returned / v.total);
    const double later = (v.amount[0][1] + v.amount[1][1]) / (v.amount[0][0] + v.amount[1][0]);
    v.loss = s * s / (1 - s * s);
    /* Under an even stack of index 1.4 the ratio is 0.8 exp(-3.8 s), within a tenth. */
    v.veiled = scalp_clamp(1 - later / (0.8 * scalp_exp(-3.8 * s)), 0, 1);
    v.chord = mean_chord(cut, sheets, disc, v.total * cut->diffuse[w] / disc->thickness_mm,
                         sine / v.total);
    v.optical_radius = disc->diameter_mm / 2 / disc->thickness_mm *
                       (scalp_dot_reduced_above(layers, cut->depth[last]) -
                        scalp_dot_reduced_above(layers, cut->depth[0]));
    return v;
}
