/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding-doubling of a stack, a few wavelengths at a time. */
#include "adding.h"
#include "layers.h"
#include "sheets.h"

#include <math.h>
#include <string.h>

/* What is the same at all wavelengths. */
typedef struct slab_job {
    const scalp_stack *stack;
    const adding_solver *solver;
    adding_grid grid;
    adding_face *faces;
    adding_layer *layers;
    void *scratch;
    double *net[adding_lights];
    double *field[adding_fields]; /* NULL unless sheets are wanted */
} slab_job;

typedef struct slab_result {
    double *r[adding_lights], *t[adding_lights], *absorbed[adding_lights];
} slab_result;

static scalp_status take(const scalp_work *work, size_t count, double **numbers,
                         scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &place, error));
    *numbers = place;
    return SCALP_OK;
}

static const adding_medium *medium_of(const adding_grid *grid, double n) {
    size_t nearest = 0;
    for (size_t i = 1; i < grid->medium_count; i++) {
        if (fabs(grid->media[i].n - n) < fabs(grid->media[nearest].n - n))
            nearest = i;
    }
    return &grid->media[nearest];
}

static scalp_status job_make(const scalp_stack *stack, int nodes, const scalp_work *work,
                             slab_job *job, scalp_error *error) {
    const size_t count = stack->layer_count;
    void *faces, *layers;
    SCALP_TRY(scalp_adding_grid_make(stack, nodes, work, &job->grid, error));
    SCALP_TRY(scalp_work_take(work, count + 1, sizeof(adding_face), &faces, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(adding_layer), &layers, error));
    job->stack = stack;
    job->faces = faces;
    job->layers = layers;
    for (size_t i = 0; i <= count; i++) {
        const double upper = i ? medium_of(&job->grid, stack->layers[i - 1].n)->n : stack->above;
        const double lower =
            i < count ? medium_of(&job->grid, stack->layers[i].n)->n : stack->below;
        scalp_adding_face_make(&job->grid, upper, lower, &job->faces[i]);
    }
    for (int kind = 0; kind < adding_lights; kind++)
        SCALP_TRY(take(work, count * adding_lanes, &job->net[kind], error));
    return scalp_work_take(work, job->solver->scratch_bytes(count), 1, &job->scratch, error);
}

/* The layers at wavelengths from `first` on; the last one fills the lanes that are left over. */
static void load(const slab_job *job, size_t first) {
    const scalp_stack *stack = job->stack;
    for (size_t i = 0; i < stack->layer_count; i++) {
        adding_layer *to = &job->layers[i];
        to->medium = medium_of(&job->grid, stack->layers[i].n);
        to->endless = isinf(stack->layers[i].thickness_mm);
        to->clear = true;
        for (size_t l = 0; l < adding_lanes; l++) {
            const size_t w =
                first + l < stack->wavelength_count ? first + l : stack->wavelength_count - 1;
            const scalp_layer *from = &stack->layers[w * stack->layer_count + i];
            to->mua[l] = from->mua_per_mm;
            to->mus[l] = from->mus_per_mm;
            to->g[l] = from->g;
            to->thickness[l] = to->endless ? 1 : from->thickness_mm;
            to->clear = to->clear && from->mua_per_mm == 0 && from->mus_per_mm == 0;
        }
    }
}

static void store(const slab_job *job, const adding_answer *answer, size_t first,
                  slab_result *result) {
    const size_t count = job->stack->layer_count;
    for (size_t l = 0; l < adding_lanes && first + l < job->stack->wavelength_count; l++) {
        const size_t w = first + l;
        for (int kind = 0; kind < adding_lights; kind++) {
            const double *net = answer->net[kind];
            result->r[kind][w] = 1 - answer->light[kind].into[l];
            result->t[kind][w] = answer->light[kind].out[l];
            for (size_t i = 0; i < count; i++) {
                const double left =
                    i + 1 < count ? net[(i + 1) * adding_lanes + l] : answer->light[kind].out[l];
                result->absorbed[kind][w * count + i] = net[i * adding_lanes + l] - left;
            }
        }
    }
}

static scalp_status result_take(const scalp_stack *stack, const scalp_work *work,
                                slab_result *result, scalp_error *error) {
    const size_t waves = stack->wavelength_count;
    for (int kind = 0; kind < adding_lights; kind++) {
        SCALP_TRY(take(work, waves, &result->r[kind], error));
        SCALP_TRY(take(work, waves, &result->t[kind], error));
        SCALP_TRY(take(work, waves * stack->layer_count, &result->absorbed[kind], error));
    }
    return SCALP_OK;
}

static bool is_share(double value) {
    return value >= -1e-6 && value <= 1 + 1e-6; /* no number is none either */
}

/* An almost lossless layer of optical depth 1e9 behind an opaque one leaves nothing of sixteen
 * digits: better no answer than a wrong one. */
static scalp_status check_result(const scalp_stack *stack, const slab_result *result,
                                 scalp_error *error) {
    const size_t waves = stack->wavelength_count;
    bool sound = true;
    for (int kind = 0; kind < adding_lights; kind++) {
        for (size_t w = 0; w < waves; w++)
            sound = sound && is_share(result->r[kind][w]) && is_share(result->t[kind][w]);
        for (size_t i = 0; i < waves * stack->layer_count; i++)
            sound = sound && is_share(result->absorbed[kind][i]);
    }
    if (sound)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "These layers are too unlike each other to be computed; make the thickest "
                      "one thinner, or let it be inf.");
}

static adding_problem problem_of(const slab_job *job) {
    return (adding_problem){.grid = &job->grid,
                            .layer_count = job->stack->layer_count,
                            .layers = job->layers,
                            .faces = job->faces,
                            .above = job->stack->above};
}

scalp_status scalp_optics_slab_make(const scalp_stack *stack, int nodes, const scalp_work *work,
                                    scalp_slab *slab, scalp_error *error) {
    slab_result result;
    slab_job job = {.solver = scalp_adding_solver(nodes, work->kernels && work->kernels->avx2)};
    if (!job.solver)
        return scalp_fail(error, SCALP_ERR_INPUT, "%d directions are not 8, 16, 32 or 48.", nodes);
    SCALP_TRY(scalp_stack_check(stack, error));
    SCALP_TRY(result_take(stack, work, &result, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(job_make(stack, nodes, work, &job, error));
    const adding_problem problem = problem_of(&job);
    for (size_t w = 0; w < stack->wavelength_count; w += adding_lanes) {
        adding_answer answer = {.net = {job.net[0], job.net[1]}};
        load(&job, w);
        job.solver->solve(&problem, job.scratch, &answer);
        store(&job, &answer, w, &result);
    }
    scalp_arena_return(work->memory, mark);
    SCALP_TRY(check_result(stack, &result, error));
    *slab = (scalp_slab){.ur1 = result.r[adding_normal],
                         .ut1 = result.t[adding_normal],
                         .uru = result.r[adding_diffuse],
                         .utu = result.t[adding_diffuse],
                         .absorbed = result.absorbed[adding_normal],
                         .absorbed_diffuse = result.absorbed[adding_diffuse]};
    return SCALP_OK;
}

/* ---- Sheets ------------------------------------------------------------------------------ */

/* The light at the top of layer i along node k, down or up. */
static double light_at(const slab_job *job, int kind, size_t i, bool up, int k, size_t lane) {
    const size_t nodes = (size_t)job->grid.nodes;
    return job->field[kind][((2 * i + up) * nodes + (size_t)k) * adding_lanes + lane];
}

/* A sheet takes (light along a node) times (its chance to leave: the light from above the other
 * way) / mu. */
static scalp_sheet sheet_of(const slab_job *job, size_t i, size_t lane) {
    const adding_medium *medium = job->layers[i].medium;
    const double scale = job->stack->above * job->stack->above;
    double all = 0, down = 0, back = 0;
    scalp_sheet sheet = {.cosine = 0};
    for (int k = 0; k < medium->active; k++) {
        const double mu = medium->mu[k], sine = sqrt((1 - mu) * (1 + mu));
        down += job->grid.root_c[k] * light_at(job, adding_diffuse, i, false, k, lane);
        back += job->grid.root_c[k] * light_at(job, adding_diffuse, i, true, k, lane);
        for (int up = 0; up < 2; up++) {
            const double here = light_at(job, adding_normal, i, up, k, lane) * scale / mu;
            const double any = here * light_at(job, adding_diffuse, i, !up, k, lane);
            const double first = here * light_at(job, adding_first, i, !up, k, lane);
            sheet.way[up].first += first;
            sheet.way[up].later += any - first;
            sheet.cosine += any * mu;
            sheet.sine += any * sine;
            all += any;
        }
    }
    sheet.returned = down > 0 ? back / down : 0;
    sheet.cosine = all > 0 ? sheet.cosine / all : 0.5;
    sheet.sine = all > 0 ? sheet.sine / all : SCALP_PI / 4;
    return sheet;
}

static void store_sheets(const slab_job *job, const adding_answer *answer, size_t first,
                         scalp_sheet *sheets, double *diffuse) {
    const size_t count = job->stack->layer_count;
    for (size_t l = 0; l < adding_lanes && first + l < job->stack->wavelength_count; l++) {
        diffuse[first + l] =
            1 - job->faces[0].reflectance[0] - answer->light[adding_normal].into[l];
        for (size_t i = 0; i < count; i++)
            sheets[(first + l) * count + i] = sheet_of(job, i, l);
    }
}

scalp_status scalp_slab_sheets_make(const scalp_stack *stack, int nodes, const scalp_work *work,
                                    scalp_sheet *sheets, double *diffuse, scalp_error *error) {
    slab_job job = {.solver = scalp_adding_solver(nodes, work->kernels && work->kernels->avx2)};
    SCALP_TRY(scalp_stack_check(stack, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(job_make(stack, nodes, work, &job, error));
    const size_t size = 2 * stack->layer_count * (size_t)nodes * adding_lanes;
    for (int kind = 0; kind < adding_fields; kind++)
        SCALP_TRY(take(work, size, &job.field[kind], error));
    const adding_problem problem = problem_of(&job);
    for (size_t w = 0; w < stack->wavelength_count; w += adding_lanes) {
        adding_answer answer = {.net = {job.net[0], job.net[1]},
                                .field = {job.field[0], job.field[1], job.field[2]}};
        load(&job, w);
        job.solver->solve(&problem, job.scratch, &answer);
        store_sheets(&job, &answer, w, sheets, diffuse);
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
