/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which dots of two photos are the same. Around a place some dozens of dots of one photo are laid
 * over the other's: every pair of dots votes for the shift between them. Dots that are the same
 * agree on one, others spread over all; no dot is taken for another because it happens to be near.
 */
#include "onto.h"

#include <math.h>
#include <string.h>

/* In spacings of the dots. */
#define PATCH 4.5 /* radius of a patch: some 64 dots */
#define BIN 0.15  /* of the votes; three by three of them count together */
#define SAME 0.3  /* how far a dot may lie from where the patch's shift puts it */
#define LEAST_DOTS 12
#define LEAST_SHARE 0.45 /* of a patch's dots that agree */
#define LEAST_PATCHES 3
#define PATCH_SHARE 0.3 /* of the patches of two photos where enough dots of both lie */
#define ALIKE_MM 1.0    /* how far a patch's shift may lie from most of theirs */
#define TURNS 5
#define TURN_STEP 0.035 /* 2 degrees */

enum { side_most = 129, near_most = 1024 };

typedef struct dot2 {
    double x, y;
    uint32_t index;
} dot2;

typedef struct patch {
    scalp_vec3 middle, right, up;
    dot2 *dots;
    size_t count;
    const scalp_vec3 *places;
} patch;

static void put(void *context, uint32_t index) {
    patch *p = context;
    if (p->count == near_most)
        return;
    const scalp_vec3 off = scalp_vec3_sub(p->places[index], p->middle);
    p->dots[p->count++] = (dot2){scalp_vec3_dot(off, p->right), scalp_vec3_dot(off, p->up), index};
}

typedef struct voting {
    double reach, bin, c, s; /* c, s: of the turn */
    int side;
    uint16_t votes[side_most * side_most];
} voting;

typedef struct peak {
    double x, y, c, s;
    double votes, by_chance;
} peak;

static void vote(voting *v, const patch *a, const patch *b) {
    memset(v->votes, 0, sizeof v->votes);
    for (size_t i = 0; i < a->count; i++) {
        const double x = v->c * a->dots[i].x - v->s * a->dots[i].y;
        const double y = v->s * a->dots[i].x + v->c * a->dots[i].y;
        for (size_t k = 0; k < b->count; k++) {
            const int col = (int)floor((b->dots[k].x - x + v->reach) / v->bin);
            const int row = (int)floor((b->dots[k].y - y + v->reach) / v->bin);
            if (col >= 0 && row >= 0 && col < v->side && row < v->side)
                v->votes[row * v->side + col]++;
        }
    }
}

static void find_peak(const voting *v, peak *best) {
    for (int row = 1; row + 1 < v->side; row++) {
        for (int col = 1; col + 1 < v->side; col++) {
            double sum = 0, x = 0, y = 0;
            for (int dy = -1; dy <= 1; dy++)
                for (int dx = -1; dx <= 1; dx++) {
                    const double n = v->votes[(row + dy) * v->side + col + dx];
                    sum += n;
                    x += n * (col + dx);
                    y += n * (row + dy);
                }
            if (!(sum > best->votes))
                continue;
            best->votes = sum;
            best->x = (x / sum + 0.5) * v->bin - v->reach;
            best->y = (y / sum + 0.5) * v->bin - v->reach;
            best->c = v->c;
            best->s = v->s;
        }
    }
}

/* The shift of the patch's dots, and whether it is more than chance. */
static bool agree(const patch *a, const patch *b, double spacing, double reach, voting *v,
                  peak *best) {
    *best = (peak){.votes = 0};
    v->bin = BIN * spacing;
    v->side = (int)ceil(2 * reach / v->bin) + 2;
    if (v->side > side_most) {
        v->side = side_most;
        v->bin = 2 * reach / (side_most - 2);
    }
    v->reach = v->bin * v->side / 2;
    for (int t = 0; t < TURNS; t++) {
        scalp_sincos((t - TURNS / 2) * TURN_STEP, &v->s, &v->c);
        vote(v, a, b);
        find_peak(v, best);
    }
    /* Pairs that fall into three by three bins if nothing is alike. */
    const double wide = 3 * v->bin, r = PATCH * spacing + reach;
    best->by_chance = (double)a->count * (double)b->count * wide * wide / (SCALP_PI * r * r);
    return best->votes >= LEAST_SHARE * (double)a->count &&
           best->votes >= best->by_chance + 6 * sqrt(best->by_chance) + 3;
}

/* ---- Two photos -------------------------------------------------------------------------------
 */

/* What is known of each dot of the first photo. */
typedef struct partner {
    uint32_t b;
    double off, share; /* of `spacing`; of the patch's dots that agree */
} partner;

/* A patch whose dots agree, and the shift of its middle. */
typedef struct agreeing {
    size_t sight;
    peak shift;
    scalp_vec3 by;
} agreeing;

typedef struct pairing {
    const onto_views *views;
    size_t a, b;
    double spacing, reach;
    partner *partners;
    voting *voting;
    dot2 *room; /* near_most for each of the two */
    size_t tried, met;
    agreeing *patches;
} pairing;

static void take_partners(pairing *p, const patch *a, const patch *b, const peak *shift) {
    const double share = shift->votes / (double)a->count;
    for (size_t i = 0; i < a->count; i++) {
        const double x = shift->c * a->dots[i].x - shift->s * a->dots[i].y + shift->x;
        const double y = shift->s * a->dots[i].x + shift->c * a->dots[i].y + shift->y;
        double best = SAME * p->spacing;
        uint32_t with = UINT32_MAX;
        for (size_t k = 0; k < b->count; k++) {
            const double off = hypot(b->dots[k].x - x, b->dots[k].y - y);
            if (off < best) {
                best = off;
                with = b->dots[k].index;
            }
        }
        partner *to = &p->partners[a->dots[i].index];
        if (with != UINT32_MAX && share > to->share)
            *to = (partner){with, best / p->spacing, share};
    }
}

/* The dots of both photos around a dot of the first. */
static void gather(const pairing *p, size_t sight, double beyond, patch *a, patch *b) {
    const onto_views *views = p->views;
    const onto_landing *on = &views->sights[sight].on;
    *a = (patch){.middle = on->position, .dots = p->room};
    scalp_vec3_tangents(on->normal, &a->right, &a->up);
    *b = *a;
    b->dots = p->room + near_most;
    a->places = views->places + views->first[p->a];
    b->places = views->places + views->first[p->b];
    onto_grid_near(&views->grids[p->a], a->middle, PATCH * p->spacing, put, a);
    onto_grid_near(&views->grids[p->b], a->middle, PATCH * p->spacing + beyond, put, b);
}

static void try_patch(pairing *p, size_t sight) {
    patch a, b;
    peak shift;
    gather(p, sight, 0, &a, &b);
    if (a.count < LEAST_DOTS || 2 * b.count < a.count)
        return;
    gather(p, sight, p->reach, &a, &b);
    p->tried++;
    if (!agree(&a, &b, p->spacing, p->reach, p->voting, &shift))
        return;
    const scalp_vec3 by =
        scalp_vec3_add(scalp_vec3_scale(a.right, shift.x), scalp_vec3_scale(a.up, shift.y));
    p->patches[p->met++] = (agreeing){sight, shift, by};
}

static size_t count_alike(const pairing *p, scalp_vec3 by) {
    size_t n = 0;
    for (size_t i = 0; i < p->met; i++)
        n += scalp_vec3_distance(p->patches[i].by, by) <= ALIKE_MM;
    return n;
}

/* Keeps the patches whose shifts are alike: those of one photo against another change slowly over
 * the skin, and peaks of chance lie anywhere. */
static void keep_alike(pairing *p) {
    size_t most = 0, best = 0, kept = 0;
    for (size_t i = 0; i < p->met; i++) {
        const size_t n = count_alike(p, p->patches[i].by);
        if (n > most) {
            most = n;
            best = i;
        }
    }
    if (p->met == 0)
        return;
    const scalp_vec3 by = p->patches[best].by;
    for (size_t i = 0; i < p->met; i++)
        if (scalp_vec3_distance(p->patches[i].by, by) <= ALIKE_MM)
            p->patches[kept++] = p->patches[i];
    p->met = kept;
}

/* Patches about dots of the first photo, one about every patch's radius. */
static scalp_status try_all(pairing *p, const scalp_work *work, scalp_error *error) {
    const size_t first = p->views->first[p->a], count = p->views->first[p->a + 1] - first;
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(agreeing), &memory, error));
    p->patches = memory;
    SCALP_TRY(scalp_work_take(work, count, 1, &memory, error));
    uint8_t *covered = memory;
    for (size_t i = 0; i < count; i++) {
        if (covered[i])
            continue;
        const scalp_vec3 middle = p->views->places[first + i];
        for (size_t k = i; k < count; k++)
            if (scalp_vec3_distance(p->views->places[first + k], middle) < PATCH * p->spacing)
                covered[k] = 1;
        if (onto_grid_nearest(&p->views->grids[p->b], middle, 2 * p->spacing + p->reach) !=
            UINT32_MAX)
            try_patch(p, first + i);
    }
    return SCALP_OK;
}

/* Of dots that claim the same one, the nearest has it. */
static scalp_status add_matches(pairing *p, const scalp_work *work, onto_matches *matches,
                                scalp_error *error) {
    const onto_views *views = p->views;
    const size_t count = views->first[p->a + 1] - views->first[p->a];
    const size_t others = views->first[p->b + 1] - views->first[p->b];
    void *memory;
    SCALP_TRY(scalp_work_take(work, others, sizeof(uint32_t), &memory, error));
    uint32_t *claim = memory;
    for (size_t k = 0; k < others; k++)
        claim[k] = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        const partner *now = &p->partners[i];
        if (now->b == UINT32_MAX)
            continue;
        const uint32_t had = claim[now->b];
        if (had == UINT32_MAX || now->off < p->partners[had].off)
            claim[now->b] = (uint32_t)i;
    }
    for (size_t k = 0; k < others; k++)
        if (claim[k] != UINT32_MAX && matches->count < matches->most)
            matches->list[matches->count++] = (onto_match){(uint32_t)views->first[p->a] + claim[k],
                                                           (uint32_t)(views->first[p->b] + k)};
    return SCALP_OK;
}

static scalp_status match_two(const onto_views *views, size_t a, size_t b, double reach_mm,
                              size_t photos, const scalp_work *work, onto_matches *matches,
                              scalp_error *error) {
    const size_t count = views->first[a + 1] - views->first[a];
    pairing p = {.views = views, .a = a, .b = b, .reach = reach_mm};
    void *memory;
    if (!(views->spacing_mm[a] > 0) || !(views->spacing_mm[b] > 0))
        return SCALP_OK;
    p.spacing = fmax(views->spacing_mm[a], views->spacing_mm[b]);
    SCALP_TRY(scalp_work_take(work, count, sizeof(partner), &memory, error));
    p.partners = memory;
    for (size_t i = 0; i < count; i++)
        p.partners[i] = (partner){.b = UINT32_MAX};
    SCALP_TRY(scalp_work_take(work, 1, sizeof(voting), &memory, error));
    p.voting = memory;
    SCALP_TRY(scalp_work_take(work, 2 * near_most, sizeof(dot2), &memory, error));
    p.room = memory;
    SCALP_TRY(try_all(&p, work, error));
    keep_alike(&p);
    if (p.met < LEAST_PATCHES || (double)p.met < PATCH_SHARE * (double)p.tried)
        return SCALP_OK;
    matches->met[a * photos + b] = matches->met[b * photos + a] = 1;
    for (size_t i = 0; i < p.met; i++) {
        patch of_a, of_b;
        gather(&p, p.patches[i].sight, p.reach, &of_a, &of_b);
        take_partners(&p, &of_a, &of_b, &p.patches[i].shift);
    }
    return add_matches(&p, work, matches, error);
}

scalp_status onto_match_all(const onto_views *views, size_t photos, double reach_mm,
                            const scalp_work *work, onto_matches *matches, scalp_error *error) {
    matches->count = 0;
    memset(matches->met, 0, photos * photos);
    for (size_t a = 0; a < photos; a++) {
        for (size_t b = a + 1; b < photos; b++) {
            const scalp_arena_mark mark = scalp_arena_here(work->memory);
            SCALP_TRY(match_two(views, a, b, reach_mm, photos, work, matches, error));
            scalp_arena_return(work->memory, mark);
        }
    }
    return SCALP_OK;
}
