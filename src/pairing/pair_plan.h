/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of the comparison of found dots with a plan, all on the photo's flattened skin. */
#ifndef SCALP_INSPECT_PAIR_PLAN_H
#define SCALP_INSPECT_PAIR_PLAN_H

#include "pair.h"

#define PLAN_SHIFTS 99
#define PLAN_TRIALS (PLAN_SHIFTS + 1) /* the first is the plan where it is */

/* Counts of one zone or tile: planned dots and matches among them, by trial. */
typedef struct plan_counts {
    uint32_t planned[PLAN_TRIALS], matched[PLAN_TRIALS];
    uint32_t found; /* dots there, at the place that is */
} plan_counts;

/* Tiles of 10 mm over the window. */
typedef struct plan_tiles {
    scalp_vec2 origin;
    double side;
    int columns, rows;
    plan_counts *counts;
    bool *freehand;
} plan_tiles;

typedef struct plan_match {
    const scalp_planned *planned;
    size_t planned_count;
    const scalp_found *found; /* dots and merged dots alone */
    const uint32_t *found_id;
    size_t found_count;
    const scalp_found *all; /* with stubs */
    size_t all_count;
    const scalp_window *window;
    const scalp_work *work;
    /* Planned dots near the window: */
    scalp_vec2 *near_mm;
    uint32_t *near_id;
    size_t near_count;
    bool *seen;
    pair_set plan, dots; /* over near_mm and the found */
    plan_counts zone[SCALP_ZONE_COUNT];
    bool zone_follows[SCALP_ZONE_COUNT]; /* one to one as a whole */
    plan_tiles tiles;
    pair_mates mates;
    double displaced_doubt; /* of mates that plan_displaced made */
} plan_match;

/* Shares under shifts, by zone and tile, and with them which tiles are freehand. */
scalp_status plan_chance(plan_match *m, uint64_t seed, scalp_error *error);
/* The tile of a place, or -1. */
int plan_tile_at(const plan_tiles *tiles, scalp_vec2 at);
bool plan_freehand_at(const plan_match *m, scalp_vec2 at);
/* Makes mates of empty places and dots beside them, where chance would not. */
scalp_status plan_displaced(plan_match *m, scalp_error *error);
double plan_share(const plan_counts *c, int trial);
/* Zone figures and bare patches from the states. */
scalp_status plan_zones(plan_match *m, const scalp_pair_dot *dots, scalp_plan_compared *to,
                        scalp_error *error);
scalp_status plan_bare(plan_match *m, const scalp_pair_dot *dots, scalp_plan_compared *to,
                       scalp_error *error);

#endif
