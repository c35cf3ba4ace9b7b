/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photons are cut into blocks of fixed numbers; blocks run over the pool, and are added up in
 * their order. The spread between blocks gives the standard errors. */
#include "mc_blocks.h"

enum { most_in_block = 8192, least_blocks = 128, blocks_per_thread = 4 };

typedef struct job {
    mc_plan plan;
    mc_block block;
    uint64_t photons, block_count;
    size_t size;            /* of a tally */
    uint64_t first_block;   /* of the round */
    double *tallies;        /* of the round's blocks */
    double *sums, *squares; /* over blocks: S and S^2 / photons */
} job;

/* Blocks differ by one photon at most. */
static uint64_t block_start(const job *j, uint64_t block) {
    const uint64_t each = j->photons / j->block_count, rest = j->photons % j->block_count;
    return block * each + (block < rest ? block : rest);
}

static void run_block(void *context, size_t index) {
    const job *j = context;
    const uint64_t block = j->first_block + index, first = block_start(j, block);
    double *tally = j->tallies + index * j->size;
    for (size_t i = 0; i < j->size; i++)
        tally[i] = 0;
    j->block(&j->plan, first, block_start(j, block + 1) - first, tally);
}

static void add_block(job *j, uint64_t block, const double *tally) {
    const double photons = (double)(block_start(j, block + 1) - block_start(j, block));
    for (size_t i = 0; i < j->size; i++) {
        j->sums[i] += tally[i];
        j->squares[i] += tally[i] * tally[i] / photons;
    }
}

static scalp_status run(job *j, const scalp_work *work, scalp_error *error) {
    const uint64_t most = blocks_per_thread * (uint64_t)scalp_pool_threads(work->pool);
    for (j->first_block = 0; j->first_block < j->block_count;) {
        const uint64_t left = j->block_count - j->first_block, now = left < most ? left : most;
        SCALP_TRY(scalp_work_report(work, "photons",
                                    (double)j->first_block / (double)j->block_count, error));
        scalp_pool_for(work->pool, now, run_block, j);
        for (uint64_t i = 0; i < now; i++)
            add_block(j, j->first_block + i, j->tallies + i * j->size);
        j->first_block += now;
    }
    return scalp_work_report(work, "photons", 1, error);
}

/* With S_b the sum of a block of n_b photons, sum (S_b - n_b m)^2 / n_b over blocks less one is
 * the variance of one photon. */
static scalp_estimate estimate(const job *j, size_t place) {
    const double photons = (double)j->photons, blocks = (double)j->block_count;
    const double mean = j->sums[place] / photons;
    const double spread = fmax(0, j->squares[place] - mean * j->sums[place]);
    return (scalp_estimate){
        .mean = mean, .error = blocks > 1 ? sqrt(spread / (blocks - 1) / photons) : (double)NAN};
}

static scalp_status check_params(const scalp_mc_params *params, scalp_error *error) {
    if (params->photons < 1 || params->photons > SCALP_MC_MAX_PHOTONS)
        return scalp_fail(error, SCALP_ERR_INPUT, "%llu photons cannot be walked; give 1 to %llu.",
                          (unsigned long long)params->photons, SCALP_MC_MAX_PHOTONS);
    if (params->ring_count > SCALP_MC_MAX_RINGS)
        return scalp_fail(error, SCALP_ERR_INPUT, "There are %zu rings; at most %d are possible.",
                          params->ring_count, SCALP_MC_MAX_RINGS);
    if (params->ring_count > 0 && !(params->ring_mm >= 1e-6 && params->ring_mm <= 1e6))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Rings are %g mm wide; the width must be a number, 1e-6..1e6.",
                          params->ring_mm);
    return SCALP_OK;
}

static mc_block find_block(const scalp_mc_params *params, const scalp_work *work) {
    if (params->plain)
        return scalp_mc_block_plain;
#ifdef SCALP_OPTICS_AVX2
    if (work->kernels && work->kernels->avx2)
        return scalp_mc_block_avx2;
#else
    (void)work;
#endif
    return scalp_mc_block_lanes;
}

static scalp_status take(const scalp_work *work, size_t count, double **to, scalp_error *error) {
    void *items;
    SCALP_TRY(scalp_work_take(work, count, sizeof **to, &items, error));
    *to = items;
    return SCALP_OK;
}

static scalp_status job_make(const scalp_stack *stack, const scalp_mc_params *params,
                             const scalp_work *work, job *j, scalp_error *error) {
    SCALP_TRY(check_params(params, error));
    SCALP_TRY(scalp_mc_world_make(stack, &j->plan.world, error));
    j->plan.seed = params->seed;
    j->plan.ring_count = params->ring_count;
    j->plan.rings_per_mm = params->ring_count ? 1 / params->ring_mm : 0;
    j->block = find_block(params, work);
    j->photons = params->photons;
    j->block_count = (params->photons + most_in_block - 1) / most_in_block;
    if (j->block_count < least_blocks)
        j->block_count = params->photons < least_blocks ? params->photons : least_blocks;
    j->size = mc_tally_size(&j->plan);
    SCALP_TRY(take(work, j->size, &j->sums, error));
    SCALP_TRY(take(work, j->size, &j->squares, error));
    return take(work, j->size * blocks_per_thread * scalp_pool_threads(work->pool), &j->tallies,
                error);
}

scalp_status scalp_optics_mc_make(const scalp_stack *stack, const scalp_mc_params *params,
                                  const scalp_work *work, scalp_mc *mc, scalp_error *error) {
    job j;
    void *taken;
    const size_t layers = stack->layer_count;
    SCALP_TRY(scalp_work_take(work, layers + params->ring_count + 1, sizeof(scalp_estimate), &taken,
                              error));
    scalp_estimate *shares = taken;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(job_make(stack, params, work, &j, error));
    SCALP_TRY(run(&j, work, error));
    for (size_t i = 0; i < layers + params->ring_count + 1; i++)
        shares[i] = estimate(&j, mc_first_layer + i);
    *mc = (scalp_mc){.surface = j.plan.world.surface,
                     .specular = estimate(&j, mc_specular),
                     .diffuse = estimate(&j, mc_diffuse),
                     .reflected = estimate(&j, mc_back),
                     .transmitted = estimate(&j, mc_through),
                     .absorbed = shares,
                     .rings = shares + layers,
                     .beyond = shares[layers + params->ring_count]};
    mc->reflected.mean += mc->surface;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
