/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stacks and helpers for tests of the Monte Carlo, and a walk the textbook's way: one photon, the
 * C library's functions, an unspent path that is carried from layer to layer, no weights but the
 * specular one. It shares nothing with the walk it checks but the random numbers' generator. */
#ifndef SCALPTOR_WALKS_H
#define SCALPTOR_WALKS_H

#include "slabs.h"

typedef struct walk_stack {
    const char *name;
    size_t count;
    double below;
    scalp_layer layers[5];
} walk_stack;

/* Of docs/optics.md: published values, skin light and dark, steps of index, clear layers, strongly
 * forward, an endless end, an absorber that does not scatter, no absorption at all. */
static const walk_stack walk_stacks[] = {
    {"van de Hulst's slab", 1, 1, {{1, 0.1, 0.9, 0.75, 2}}},
    {"Giovanelli's endless medium", 1, 1, {{1.5, 0.1, 0.9, 0, INFINITY}}},
    {"the sample of the MCML manual",
     3,
     1,
     {{1.37, 0.1, 10, 0.9, 1}, {1.37, 0.1, 1, 0, 1}, {1.37, 0.2, 1, 0.7, 2}}},
    {"light skin on fat, 550 nm",
     4,
     1,
     {{1.4, 0.5399, 26.1, 0.7795, 0.08},
      {1.4, 0.5336, 16.59, 0.7795, 0.2},
      {1.4, 0.2926, 16.59, 0.7795, 1.72},
      {1.4, 0.2712, 13.63, 0.7795, INFINITY}}},
    {"light skin, 450 nm",
     3,
     1,
     {{1.4, 2.049, 32.23, 0.7505, 0.08},
      {1.4, 0.9007, 21.86, 0.7505, 0.2},
      {1.4, 0.5222, 21.86, 0.7505, 1.72}}},
    {"light skin, 650 nm",
     3,
     1,
     {{1.4, 0.5956, 24.18, 0.8085, 0.08},
      {1.4, 0.04157, 14.86, 0.8085, 0.2},
      {1.4, 0.03627, 14.86, 0.8085, 1.72}}},
    {"dark skin, 450 nm",
     3,
     1,
     {{1.4, 33.8, 32.23, 0.7505, 0.08},
      {1.4, 0.9007, 21.86, 0.7505, 0.2},
      {1.4, 0.5222, 21.86, 0.7505, 1.72}}},
    {"four indices on glass",
     4,
     1.5,
     {{1.43, 0.2, 2.23, 0.7505, 0.4},
      {1.39, 0.1, 4, 0.7505, 0.5},
      {1.41, 0.01, 5, 0.7505, 1.72},
      {1.44, 0.1, 5, 0.7, 1}}},
    {"between panes of glass",
     3,
     1,
     {{1.5, 0, 0, 0, 1}, {1.33, 0.05, 4, 0.8, 1}, {1.5, 0, 0, 0, 1}}},
    {"strongly forward", 1, 1, {{1.4, 0.01, 9.99, 0.95, 1}}},
    {"on an absorber without scattering",
     2,
     1.2,
     {{1.4, 0.02, 6, 0.6, 0.5}, {1.45, 2, 0, 0, INFINITY}}},
    {"backward and lossless", 2, 1.33, {{1.4, 0, 3, -0.5, 0.4}, {1.4, 0, 8, 0.7, 0.3}}},
};
enum { walk_stack_count = sizeof walk_stacks / sizeof *walk_stacks };

static inline scalp_stack walk_stack_of(const walk_stack *from) {
    return (scalp_stack){.layers = from->layers,
                         .layer_count = from->count,
                         .wavelength_count = 1,
                         .above = 1,
                         .below = from->below};
}

/* Ends the test when that fails. */
static inline scalp_mc walk(check_work *w, const walk_stack *stack, scalp_mc_params params) {
    const scalp_stack s = walk_stack_of(stack);
    scalp_mc mc;
    scalp_error error;
    if (scalp_optics_mc_make(&s, &params, &w->work, &mc, &error) != SCALP_OK) {
        printf("Bail out! %s\n", error.message);
        exit(3);
    }
    return mc;
}

/* How many standard errors (of both) an estimate is off, and a little for values without noise. */
static inline double off(scalp_estimate estimate, double expected) {
    const double away = fabs(estimate.mean - expected);
    return away <= 1e-9 ? 0 : away / estimate.error;
}

/* ---- The textbook's walk ----------------------------------------------------------------- */

typedef struct slow_photon {
    double at[3], to[3];
    size_t layer;
} slow_photon;

typedef enum slow_end { SLOW_ABSORBED, SLOW_UP, SLOW_DOWN } slow_end;

/* Called with each straight piece; returns true to swallow the photon. */
typedef bool (*slow_piece)(void *context, const slow_photon *p, double length, scalp_random *r);

static inline double slow_top(const walk_stack *s, size_t layer) {
    double top = 0;
    for (size_t i = 0; i < layer; i++)
        top += s->layers[i].thickness_mm;
    return top;
}

static inline double slow_fresnel(double n1, double n2, double angle) {
    const double sine = n1 / n2 * sin(angle);
    if (sine >= 1)
        return 1;
    const double bent = asin(sine), minus = angle - bent, plus = angle + bent;
    if (plus < 1e-6)
        return pow((n1 - n2) / (n1 + n2), 2);
    return (pow(sin(minus) / sin(plus), 2) + pow(tan(minus) / tan(plus), 2)) / 2;
}

static inline void slow_turn(slow_photon *p, double g, scalp_random *r) {
    const double u = uniform(r, 0, 1), phi = uniform(r, 0, 2 * SCALP_PI);
    const double c =
        g == 0 ? 2 * u - 1 : (1 + g * g - pow((1 - g * g) / (1 - g + 2 * g * u), 2)) / (2 * g);
    const double s = sqrt(fmax(0, 1 - c * c)), x = p->to[0], y = p->to[1], z = p->to[2];
    if (fabs(z) > 0.99999) {
        p->to[0] = s * cos(phi), p->to[1] = s * sin(phi), p->to[2] = z > 0 ? c : -c;
        return;
    }
    const double t = sqrt(1 - z * z);
    p->to[0] = s * (x * z * cos(phi) - y * sin(phi)) / t + x * c;
    p->to[1] = s * (y * z * cos(phi) + x * sin(phi)) / t + y * c;
    p->to[2] = -s * cos(phi) * t + z * c;
}

/* At a face: true when the photon has left the stack. */
static inline bool slow_face(const walk_stack *s, slow_photon *p, bool down, scalp_random *r) {
    const bool out = down ? p->layer + 1 == s->count : p->layer == 0;
    const double n1 = s->layers[p->layer].n;
    const size_t next = down ? p->layer + 1 : p->layer - 1;
    const double n2 = out ? (down ? s->below : 1) : s->layers[next].n;
    if (uniform(r, 0, 1) < slow_fresnel(n1, n2, acos(fmin(1, fabs(p->to[2]))))) {
        p->to[2] = -p->to[2];
        return false;
    }
    p->to[0] *= n1 / n2;
    p->to[1] *= n1 / n2;
    const double across = p->to[0] * p->to[0] + p->to[1] * p->to[1];
    p->to[2] = copysign(sqrt(fmax(0, 1 - across)), p->to[2]);
    if (!out)
        p->layer = next;
    return out;
}

/* From (x, y) on the surface, inside already. */
static inline slow_end slow_walk(const walk_stack *s, double x, double y, slow_piece piece,
                                 void *context, scalp_random *r, slow_photon *p) {
    double left = -log(1 - uniform(r, 0, 1)); /* optical */
    *p = (slow_photon){.at = {x, y, 0}, .to = {0, 0, 1}};
    for (;;) {
        const scalp_layer *layer = &s->layers[p->layer];
        const double both = layer->mua_per_mm + layer->mus_per_mm, top = slow_top(s, p->layer);
        const bool down = p->to[2] > 0;
        const double face = ((down ? top + layer->thickness_mm : top) - p->at[2]) / p->to[2];
        const bool crosses = both == 0 || left / both > face;
        const double length = crosses ? face : left / both;
        if (piece && piece(context, p, length, r))
            return SLOW_ABSORBED;
        for (int i = 0; i < 3; i++)
            p->at[i] += p->to[i] * length;
        if (crosses) {
            left -= both * length;
            if (slow_face(s, p, down, r))
                return down ? SLOW_DOWN : SLOW_UP;
            continue;
        }
        if (uniform(r, 0, 1) < layer->mua_per_mm / both)
            return SLOW_ABSORBED;
        slow_turn(p, layer->g, r);
        left = -log(1 - uniform(r, 0, 1));
    }
}

#endif
