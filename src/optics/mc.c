/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the light of a thin beam goes. */
#include "layers.h"
#include "mc_blocks.h"

static void choose_block(const scalp_mc_params *params, const scalp_work *work, mc_job *job) {
    (void)work;
    job->block = params->plain ? scalp_mc_block_plain : scalp_mc_block_lanes;
#ifdef SCALP_OPTICS_AVX2
    if (!params->plain && work->kernels && work->kernels->avx2)
        job->block = scalp_mc_block_avx2;
#endif
}

static scalp_status run(const scalp_stack *stack, const scalp_mc_params *params,
                        const scalp_work *work, mc_plan *plan, mc_job *job, scalp_error *error) {
    SCALP_TRY(scalp_mc_world_make(stack, &plan->world, error));
    plan->seed = params->seed;
    plan->ring_count = params->ring_count;
    plan->rings_per_mm = params->ring_count ? 1 / params->ring_mm : 0;
    job->plan = plan;
    job->photons = params->photons;
    job->tally_size = mc_tally_size(plan);
    choose_block(params, work, job);
    return scalp_mc_job_run(job, work, error);
}

scalp_status scalp_optics_mc_make(const scalp_stack *stack, const scalp_mc_params *params,
                                  const scalp_work *work, scalp_mc *mc, scalp_error *error) {
    mc_plan plan;
    mc_job job = {.photons = 0};
    void *taken;
    const size_t layers = stack->layer_count;
    SCALP_TRY(scalp_mc_check_rings(params->ring_count, params->ring_mm, error));
    SCALP_TRY(scalp_stack_check(stack, error));
    const size_t count = layers + params->ring_count + 1;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_estimate), &taken, error));
    scalp_estimate *shares = taken;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(run(stack, params, work, &plan, &job, error));
    for (size_t i = 0; i < count; i++)
        shares[i] = scalp_mc_job_mean(&job, mc_first_layer + i);
    *mc = (scalp_mc){.surface = plan.world.surface,
                     .specular = scalp_mc_job_mean(&job, mc_specular),
                     .diffuse = scalp_mc_job_mean(&job, mc_diffuse),
                     .reflected = scalp_mc_job_mean(&job, mc_back),
                     .transmitted = scalp_mc_job_mean(&job, mc_through),
                     .absorbed = shares,
                     .rings = shares + layers,
                     .beyond = shares[layers + params->ring_count]};
    mc->reflected.mean += mc->surface;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
