/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One absorbing disc under even light, as exactly as there are photons.
 *
 * A disc that only absorbs leaves every way through the layers as likely as it was; a packet that
 * went the length L through it just carries exp(-dmua L) of its weight. The light that is missing
 * at a distance from the disc, for beams everywhere, is that for one beam and discs everywhere; and
 * an integral over the plane is the sum over a square lattice, averaged over where in its cell the
 * lattice lies. So each packet crosses a lattice of discs that touch, laid at random, each disc
 * taken as if it were alone. */
#include "layers.h"
#include "mc_blocks.h"

enum { cell_slots = 8192, cell_most = 6144, steps_most = 10000 };
enum { disc_diffuse, disc_lost, disc_full, disc_first_ring };

typedef struct disc_plan {
    mc_world world;
    uint64_t seed;
    double top, bottom; /* of the disc, mm */
    double diameter_mm, dmua_per_mm;
    size_t ring_count;
    double ring_mm;
} disc_plan;

/* A cell of the lattice in which the packet crossed the disc. */
typedef struct disc_cell {
    int32_t x, y;
    uint64_t packet; /* whose cell it is, counted from 1 */
    double length_mm;
} disc_cell;

typedef struct disc_scratch {
    disc_cell cells[cell_slots];
    uint16_t used[cell_most];
} disc_scratch;

typedef struct disc_walk {
    const disc_plan *plan;
    disc_scratch *scratch;
    uint64_t packet;
    double shift_x, shift_y; /* where the lattice lies, in cells */
    int used;
    bool full; /* more cells than there is room for */
} disc_walk;

static void add_length(disc_walk *w, int32_t x, int32_t y, double length_mm) {
    const uint32_t mixed = (uint32_t)x * 0x9e3779b1U ^ (uint32_t)y * 0x85ebca77U;
    uint32_t at = (mixed ^ mixed >> 15) % cell_slots;
    for (;; at = (at + 1) % cell_slots) {
        disc_cell *cell = &w->scratch->cells[at];
        if (cell->packet != w->packet) {
            if (w->used == cell_most) {
                w->full = true;
                return;
            }
            w->scratch->used[w->used++] = (uint16_t)at;
            *cell = (disc_cell){.x = x, .y = y, .packet = w->packet};
        }
        if (cell->x == x && cell->y == y) {
            cell->length_mm += length_mm;
            return;
        }
    }
}

/* The share of the piece from (ax, ay) to (ax + dx, ay + dy) inside the disc of a cell. */
static double inside(double ax, double ay, double dx, double dy, double cx, double cy) {
    const double fx = ax - cx, fy = ay - cy;
    const double a = dx * dx + dy * dy, b = fx * dx + fy * dy, c = fx * fx + fy * fy - 0.25;
    if (a < 1e-30)
        return c < 0 ? 1 : 0;
    const double root2 = b * b - a * c;
    if (root2 <= 0)
        return 0;
    const double root = sqrt(root2);
    const double from = scalp_clamp((-b - root) / a, 0, 1), to = scalp_clamp((-b + root) / a, 0, 1);
    return to - from;
}

/* Where the piece leaves the cell along one axis, as a share of it. */
static double leaves(double a, double d, int32_t cell) {
    return d > 0 ? (cell + 1 - a) / d : d < 0 ? (cell - a) / d : (double)INFINITY;
}

/* A piece of the way within the discs' depths, in units of cells, from cell to cell. */
static void cross_cells(disc_walk *w, double ax, double ay, double dx, double dy,
                        double length_mm) {
    int32_t x = (int32_t)floor(ax), y = (int32_t)floor(ay);
    for (int step = 0; step < steps_most; step++) {
        const double share = inside(ax, ay, dx, dy, x + 0.5, y + 0.5);
        if (share > 0)
            add_length(w, x, y, share * length_mm);
        const double at_x = leaves(ax, dx, x), at_y = leaves(ay, dy, y);
        if (at_x >= 1 && at_y >= 1)
            return;
        if (at_x < at_y)
            x += dx > 0 ? 1 : -1;
        else
            y += dy > 0 ? 1 : -1;
    }
}

static void cross_discs(void *context, const mc_photon *p, double length) {
    disc_walk *w = context;
    const disc_plan *plan = w->plan;
    double from = 0, to = length;
    if (p->uz == 0 && (p->z <= plan->top || p->z >= plan->bottom))
        return;
    if (p->uz != 0) {
        const double a = (plan->top - p->z) / p->uz, b = (plan->bottom - p->z) / p->uz;
        from = fmax(from, fmin(a, b));
        to = fmin(to, fmax(a, b));
    }
    if (!(from < to))
        return;
    const double cells = 1 / plan->diameter_mm, ahead = (to - from) * cells;
    const double ax = (p->x + p->ux * from) * cells + w->shift_x;
    const double ay = (p->y + p->uy * from) * cells + w->shift_y;
    if (fabs(ax) + fabs(ay) + ahead < 1e9) /* beyond, after a clear layer, nothing comes back */
        cross_cells(w, ax, ay, p->ux * ahead, p->uy * ahead, to - from);
}

/* What the packet's end would lack with each of the discs that it crossed. */
static void tally(const disc_walk *w, const mc_photon *p, double *sums) {
    const disc_plan *plan = w->plan;
    const double cell_mm = plan->diameter_mm;
    const double x = p->x / cell_mm + w->shift_x, y = p->y / cell_mm + w->shift_y;
    sums[disc_diffuse] += p->weight;
    for (int i = 0; i < w->used; i++) {
        const disc_cell *cell = &w->scratch->cells[w->scratch->used[i]];
        const double dx = x - cell->x - 0.5, dy = y - cell->y - 0.5;
        const double ring = sqrt(dx * dx + dy * dy) * cell_mm / plan->ring_mm;
        const double lost = p->weight * (1 - scalp_exp(-plan->dmua_per_mm * cell->length_mm));
        sums[disc_lost] += lost;
        if (ring < (double)plan->ring_count)
            sums[disc_first_ring + (size_t)ring] += lost;
    }
}

static void run_block(const void *context, const mc_share *share) {
    const disc_plan *plan = context;
    disc_walk w = {.plan = plan, .scratch = share->scratch};
    for (uint64_t i = 0; i < share->count; i++) {
        mc_photon p = mc_launch(&plan->world, plan->seed, share->first + i);
        w.packet = share->first + i + 1;
        w.shift_x = mc_uniform(&p.random);
        w.shift_y = mc_uniform(&p.random);
        w.used = 0;
        mc_walk(&plan->world, &p, cross_discs, NULL, &w);
        if (p.weight > 0 && p.layer < 0 && p.uz != -1)
            tally(&w, &p, share->tally);
    }
    share->tally[disc_full] += w.full;
}

static scalp_status check_disc(const scalp_stack *stack, const scalp_deposit *disc,
                               scalp_error *error) {
    const double half = disc->thickness_mm / 2;
    double depth = 0;
    for (size_t i = 0; i < stack->layer_count; i++)
        depth += stack->layers[i].thickness_mm;
    if (!(disc->diameter_mm >= 1e-3 && disc->diameter_mm <= 1e3))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The disc's diameter is %g mm; it must be a number, 1e-3..1e3.",
                          disc->diameter_mm);
    if (!(disc->dmua_per_mm >= 0 && disc->dmua_per_mm <= 1e5))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The disc's added absorption is %g; it must be a number, 0..1e5 per mm.",
                          disc->dmua_per_mm);
    if (!(half > 0 && disc->depth_mm - half >= -1e-9 && disc->depth_mm + half <= depth + 1e-9))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The disc, %g mm thick at a depth of %g mm, does not lie within the "
                          "layers, 0..%g mm; move it or make it thinner.",
                          disc->thickness_mm, disc->depth_mm, depth);
    return SCALP_OK;
}

/* Contrast is missing light per area over the light there is: the lattice's cell over the ring's
 * area, times the ratio. */
static void read_job(const disc_plan *plan, const mc_job *job, scalp_estimate *rings,
                     scalp_mc_disc *result) {
    const double cell_mm2 = plan->diameter_mm * plan->diameter_mm;
    for (size_t i = 0; i < plan->ring_count; i++) {
        const double area = SCALP_PI * plan->ring_mm * plan->ring_mm * (2 * (double)i + 1);
        rings[i] = scalp_mc_job_ratio(job, disc_first_ring + i);
        rings[i].mean *= cell_mm2 / area;
        rings[i].error *= cell_mm2 / area;
    }
    *result = (scalp_mc_disc){.contrast = rings,
                              .total_mm2 = scalp_mc_job_ratio(job, disc_lost),
                              .diffuse = scalp_mc_job_mean(job, disc_diffuse)};
    result->total_mm2.mean *= cell_mm2;
    result->total_mm2.error *= cell_mm2;
}

scalp_status scalp_optics_mc_disc_make(const scalp_stack *stack, const scalp_deposit *disc,
                                       const scalp_mc_params *params, const scalp_work *work,
                                       scalp_mc_disc *result, scalp_error *error) {
    void *rings;
    disc_plan plan = {.seed = params->seed,
                      .top = disc->depth_mm - disc->thickness_mm / 2,
                      .bottom = disc->depth_mm + disc->thickness_mm / 2,
                      .diameter_mm = disc->diameter_mm,
                      .dmua_per_mm = disc->dmua_per_mm,
                      .ring_count = params->ring_count,
                      .ring_mm = params->ring_count ? params->ring_mm : 1};
    mc_job job = {.plan = &plan,
                  .block = run_block,
                  .photons = params->photons,
                  .tally_size = disc_first_ring + params->ring_count,
                  .scratch_bytes = sizeof(disc_scratch),
                  .against = disc_diffuse};
    SCALP_TRY(scalp_mc_check_rings(params->ring_count, params->ring_mm, error));
    SCALP_TRY(scalp_mc_world_make(stack, &plan.world, error));
    SCALP_TRY(check_disc(stack, disc, error));
    SCALP_TRY(scalp_work_take(work, params->ring_count, sizeof(scalp_estimate), &rings, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_mc_job_run(&job, work, error));
    if (job.sums[disc_full] > 0)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "A photon crossed more than %d places for a disc of %g mm; make the disc "
                          "wider.",
                          cell_most, disc->diameter_mm);
    read_job(&plan, &job, rings, result);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
