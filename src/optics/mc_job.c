/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc_blocks.h"

enum { most_in_block = 8192, least_blocks = 128, blocks_per_thread = 4 };

/* The blocks that run at the same time. */
typedef struct mc_round {
    const mc_job *job;
    uint64_t first_block;
    double *tallies;
    char *scratch;
} mc_round;

/* Blocks differ by one packet at most. */
static uint64_t block_start(const mc_job *j, uint64_t block) {
    const uint64_t each = j->photons / j->block_count, rest = j->photons % j->block_count;
    return block * each + (block < rest ? block : rest);
}

static void run_block(void *context, size_t index) {
    const mc_round *r = context;
    const mc_job *j = r->job;
    const uint64_t block = r->first_block + index, first = block_start(j, block);
    const mc_share share = {.first = first,
                            .count = block_start(j, block + 1) - first,
                            .tally = r->tallies + index * j->tally_size,
                            .scratch = r->scratch + index * j->scratch_bytes};
    for (size_t i = 0; i < j->tally_size; i++)
        share.tally[i] = 0;
    j->block(j->plan, &share);
}

static void add_block(mc_job *j, uint64_t block, const double *tally) {
    const double photons = (double)(block_start(j, block + 1) - block_start(j, block));
    for (size_t i = 0; i < j->tally_size; i++) {
        j->sums[i] += tally[i];
        j->squares[i] += tally[i] * tally[i] / photons;
        j->products[i] += tally[i] * tally[j->against] / photons;
    }
}

static scalp_status run_rounds(mc_job *j, mc_round *r, uint64_t most, const scalp_work *work,
                               scalp_error *error) {
    while (r->first_block < j->block_count) {
        const uint64_t left = j->block_count - r->first_block, now = left < most ? left : most;
        SCALP_TRY(scalp_work_report(work, "photons",
                                    (double)r->first_block / (double)j->block_count, error));
        scalp_pool_for(work->pool, now, run_block, r);
        for (uint64_t i = 0; i < now; i++)
            add_block(j, r->first_block + i, r->tallies + i * j->tally_size);
        r->first_block += now;
    }
    return scalp_work_report(work, "photons", 1, error);
}

static scalp_status take(const scalp_work *work, size_t count, double **to, scalp_error *error) {
    void *items;
    SCALP_TRY(scalp_work_take(work, count, sizeof **to, &items, error));
    *to = items;
    return SCALP_OK;
}

scalp_status scalp_mc_job_run(mc_job *j, const scalp_work *work, scalp_error *error) {
    mc_round r = {.job = j};
    void *scratch;
    if (j->photons < 1 || j->photons > SCALP_MC_MAX_PHOTONS)
        return scalp_fail(error, SCALP_ERR_INPUT, "%llu photons cannot be walked; give 1 to %llu.",
                          (unsigned long long)j->photons, SCALP_MC_MAX_PHOTONS);
    j->block_count = (j->photons + most_in_block - 1) / most_in_block;
    if (j->block_count < least_blocks)
        j->block_count = j->photons < least_blocks ? j->photons : least_blocks;
    const size_t most = blocks_per_thread * (size_t)scalp_pool_threads(work->pool);
    SCALP_TRY(take(work, j->tally_size, &j->sums, error));
    SCALP_TRY(take(work, j->tally_size, &j->squares, error));
    SCALP_TRY(take(work, j->tally_size, &j->products, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(take(work, j->tally_size * most, &r.tallies, error));
    SCALP_TRY(scalp_work_take(work, most, j->scratch_bytes, &scratch, error));
    r.scratch = scratch;
    SCALP_TRY(run_rounds(j, &r, most, work, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* With S the sum of a block of n packets, sum (S - n m)^2 / n over blocks less one is the variance
 * of one packet. */
static double mean_error(const mc_job *j, double spread) {
    if (j->block_count < 2)
        return (double)NAN;
    return sqrt(fmax(0, spread) / (double)(j->block_count - 1) / (double)j->photons);
}

scalp_estimate scalp_mc_job_mean(const mc_job *j, size_t place) {
    const double mean = j->sums[place] / (double)j->photons;
    return (scalp_estimate){.mean = mean,
                            .error = mean_error(j, j->squares[place] - mean * j->sums[place])};
}

/* The ratio q = a/b: a - q b has mean 0, and its error over b is that of q. */
scalp_estimate scalp_mc_job_ratio(const mc_job *j, size_t place) {
    const double base = j->sums[j->against], ratio = base > 0 ? j->sums[place] / base : 0;
    const double spread =
        j->squares[place] - 2 * ratio * j->products[place] + ratio * ratio * j->squares[j->against];
    if (!(base > 0))
        return (scalp_estimate){.mean = (double)NAN, .error = (double)NAN};
    return (scalp_estimate){.mean = ratio,
                            .error = mean_error(j, spread) * (double)j->photons / base};
}

scalp_status scalp_mc_check_rings(size_t ring_count, double ring_mm, scalp_error *error) {
    if (ring_count > SCALP_MC_MAX_RINGS)
        return scalp_fail(error, SCALP_ERR_INPUT, "There are %zu rings; at most %d are possible.",
                          ring_count, SCALP_MC_MAX_RINGS);
    if (ring_count > 0 && !(ring_mm >= 1e-6 && ring_mm <= 1e6))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Rings are %g mm wide; the width must be a number, 1e-6..1e6.", ring_mm);
    return SCALP_OK;
}
