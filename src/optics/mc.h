/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: the random walk of one photon packet through a stack, piece by piece.
 *
 * This is the specification; mc_lanes_body.h walks several packets at once with the same bits. A
 * packet's free path is drawn anew in every layer it enters (an exponential law has no memory). At
 * each collision the share mua / (mua + mus) of its weight stays behind (implicit capture); below
 * a weight of 1e-4 it goes on with a chance of 1 in 10, ten times as heavy. At a face it is
 * reflected or refracted as a whole. So it leaves the stack at most once. */
#ifndef SCALPTOR_OPTICS_MC_H
#define SCALPTOR_OPTICS_MC_H

#include "mc_maths.h"

#include <scalptor/optics.h>

#include <math.h>

#define MC_LIGHT 1e-4         /* packets below this weight play roulette */
#define MC_CHANCE 0.1         /* to stay in the game */
#define MC_CLEAR_PATH_MM 1e30 /* free path where nothing is met */

typedef struct mc_layer {
    double top, bottom; /* depths of its faces, mm; the bottom may be INFINITY */
    double path_mm;     /* mean free path */
    double loss;        /* share of the weight that a collision takes */
    double g, spread;   /* mean cosine, and 1 - g^2 */
    double n;
} mc_layer;

typedef struct mc_world {
    int layer_count;
    double above, below; /* refractive indices */
    double surface;      /* reflectance of the surface for light straight in */
    mc_layer layers[SCALP_OPTICS_MAX_LAYERS];
} mc_world;

/* Where a packet is; `layer` is -1 when it has left through the surface and layer_count when
 * through the bottom. Direction: unit vector, z down. */
typedef struct mc_photon {
    scalp_random random;
    double x, y, z;
    double ux, uy, uz;
    double weight;
    int layer;
} mc_photon;

/* Called for every straight piece of the way: from the photon's place along its direction, with the
 * weight that it has there. */
typedef void (*mc_visit)(void *context, const mc_photon *photon, double length_mm);

/* The stack's first wavelength, checked as scalp_optics_mc_make says. */
SCALP_CHECKED scalp_status scalp_mc_world_make(const scalp_stack *stack, mc_world *world,
                                               scalp_error *error);

/* Packet number `index` under the surface at (0, 0), straight down; its stream of random numbers is
 * its own. */
static inline mc_photon mc_launch(const mc_world *world, uint64_t seed, uint64_t index) {
    return (mc_photon){
        .random = scalp_random_make(seed, index), .uz = 1, .weight = 1 - world->surface};
}

/* Reflectance of unpolarised light (Fresnel) that meets a face under `cosine`; `bent` is the
 * cosine behind it where it is not total. */
static inline double mc_reflectance(double from, double to, double cosine, double *bent) {
    const double ratio = from / to;
    const double sine2 = ratio * ratio * ((1 - cosine) * (1 + cosine));
    if (sine2 >= 1)
        return 1;
    *bent = sqrt(1 - sine2);
    const double s = (from * cosine - to * *bent) / (from * cosine + to * *bent);
    const double p = (from * *bent - to * cosine) / (from * *bent + to * cosine);
    return 0.5 * (s * s + p * p);
}

/* A packet at a face of its layer, going out: reflected, or in the next layer, or out of all. */
static inline void mc_cross(const mc_world *world, mc_photon *p) {
    const bool down = p->uz > 0;
    const int next = p->layer + (down ? 1 : -1);
    const double from = world->layers[p->layer].n;
    const double to = next < 0                     ? world->above
                      : next >= world->layer_count ? world->below
                                                   : world->layers[next].n;
    if (from != to) {
        double bent = 0;
        const double reflected = mc_reflectance(from, to, fabs(p->uz), &bent);
        if (reflected >= 1 || mc_uniform(&p->random) < reflected) {
            p->uz = -p->uz;
            return;
        }
        const double ratio = from / to;
        p->ux *= ratio;
        p->uy *= ratio;
        p->uz = down ? bent : -bent;
    }
    p->layer = next;
}

/* Turns the direction by an angle after Henyey & Greenstein 1941, drawn from `bits`. The cosine is
 * written so that it holds for every g, 0 included; the frame about the old direction is that of
 * Duff et al. 2017. */
static inline void mc_turn(mc_photon *p, double g, double spread, uint64_t bits) {
    const double t = 2 * mc_fraction_high(bits) - 3;
    const double half = mc_half_turn_sine(mc_fraction_low(bits) - 1.5);
    const double sign = copysign(1.0, p->uz);
    const double steep = sign + p->uz, open = 1 + g * t;
    const double inverse = 1 / (open * steep);
    const double q = inverse * steep, a = -(inverse * open);
    const double s = spread * q;
    const double cosine = 0.5 * (g + (t + g) * ((1 + s) * q));
    const double sine = sqrt(fabs((1 - cosine) * (1 + cosine)));
    const double e1 = sine * (1 - 2 * (half * half));
    const double e2 = sine * (2 * half * sqrt(1 - half * half));
    const double b = p->ux * p->uy * a;
    const double sx = sign * p->ux;
    const double ux = cosine * p->ux + (e1 * (1 + sx * p->ux * a) + e2 * b);
    const double uy = cosine * p->uy + (e1 * (sign * b) + e2 * (sign + p->uy * p->uy * a));
    const double uz = cosine * p->uz - (e1 * sx + e2 * p->uy);
    p->ux = ux;
    p->uy = uy;
    p->uz = uz;
}

/* Roulette; a lost packet has weight 0. */
static inline void mc_roulette(mc_photon *p) {
    if (mc_uniform(&p->random) < MC_CHANCE)
        p->weight *= 1 / MC_CHANCE;
    else
        p->weight = 0;
}

/* Walks until the packet has left or has lost all weight. `visit` sees every straight piece,
 * `collide` (may be NULL) the weight that each collision takes. Give functions that the compiler
 * can see, and all of it becomes one loop. */
static inline void mc_walk(const mc_world *world, mc_photon *p, mc_visit visit, mc_visit collide,
                           void *context) {
    while (p->layer >= 0 && p->layer < world->layer_count && p->weight > 0) {
        const mc_layer *at = &world->layers[p->layer];
        const uint64_t far_bits = mc_draw(&p->random), turn_bits = mc_draw(&p->random);
        const double free_mm = at->path_mm * mc_minus_log(2 - mc_fraction(far_bits));
        const double z = p->z + p->uz * free_mm;
        const bool crosses = z > at->bottom || z < at->top;
        const double face = p->uz > 0 ? at->bottom : at->top;
        const double length = crosses ? (face - p->z) / p->uz : free_mm;
        if (visit)
            visit(context, p, length);
        p->x += p->ux * length;
        p->y += p->uy * length;
        p->z = crosses ? face : z;
        if (crosses) {
            mc_cross(world, p);
            continue;
        }
        const double taken = p->weight * at->loss;
        if (collide)
            collide(context, p, taken);
        p->weight -= taken;
        mc_turn(p, at->g, at->spread, turn_bits);
        if (p->weight < MC_LIGHT)
            mc_roulette(p);
    }
}

#endif
