/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every photo says of the plan, put together: each planned dot and each find once. */
#include "inside.h"

#include <math.h>

static const double sure = 0.5; /* confidence from which a find stands for itself */

static scalp_status check(const scalp_worked_ask *ask, scalp_error *error) {
    for (size_t i = 0; i < ask->planned_count; i++) {
        const scalp_dot *dot = &ask->planned[i];
        if (dot->zone == SCALP_ZONE_NONE || dot->zone >= SCALP_ZONE_COUNT ||
            dot->at.face >= ask->mesh->face_count)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Planned dot %zu lies in no zone of this head; compare with a plan "
                              "that was made for it.",
                              i + 1);
    }
    if (ask->photo_count < 1 || ask->photo_count > SCALP_ONTO_MAX_PHOTOS)
        return scalp_fail(error, SCALP_ERR_INPUT, "A plan is compared with 1 to %d photos.",
                          SCALP_ONTO_MAX_PHOTOS);
    return SCALP_OK;
}

/* The entry of a find in the comparison of its own photo; NULL: there is none. */
static const scalp_pair_dot *pair_of(const worked_job *job, const scalp_onto_dot *found) {
    const worked_view *view = &job->views[found->photo];
    const uint32_t k = view->pair_of[found->found];
    return k == SCALP_PAIR_NONE ? NULL : &view->compared.dots[k];
}

/* Each planned dot takes the find that lies nearest to it in its photo. */
static void claim(worked_job *job) {
    const scalp_onto *onto = job->ask->onto;
    for (uint32_t i = 0; i < onto->pigment_count; i++) {
        const scalp_pair_dot *pair = pair_of(job, &onto->dots[i]);
        if (!pair || pair->planned == SCALP_PAIR_NONE)
            continue;
        scalp_worked_dot *to = &job->dots[job->views[onto->dots[i].photo].global[pair->planned]];
        const double off = hypot(pair->off_mm.x, pair->off_mm.y);
        if (to->found != SCALP_PAIR_NONE && to->displaced_mm <= off)
            continue;
        to->state = pair->state;
        to->found = i;
        to->displaced_mm = off;
        to->doubt = pair->doubt;
    }
}

/* Of a dot that no find belongs to: what the photo says that shows its skin best. */
static scalp_paired state_of(const worked_job *job, uint32_t planned) {
    const scalp_onto_cells *cells = &job->ask->onto->cells;
    const uint32_t cell = scalp_onto_cell_at(cells, job->ask->planned[planned].at);
    if (cell == UINT32_MAX || cells->why[cell] != SCALP_UNSEEN_NOT)
        return SCALP_PAIRED_UNSEEN;
    const worked_view *view = &job->views[cells->owner[cell]];
    const uint32_t local = view->local[planned];
    if (local == SCALP_PAIR_NONE || !view->compared.placed)
        return SCALP_PAIRED_UNSEEN;
    const scalp_paired state = view->compared.dots[local].state;
    return state == SCALP_PAIRED_MISSING || state == SCALP_PAIRED_FREEHAND ? state
                                                                           : SCALP_PAIRED_UNSEEN;
}

/* Where a find lies on the head, once its photo lies on the plan. */
static void lay(const worked_job *job, scalp_worked_dot *to) {
    const scalp_onto_dot *from = &job->ask->onto->dots[to->found];
    const worked_view *view = &job->views[from->photo];
    const uint8_t zone = to->planned == SCALP_PAIR_NONE ? from->dot.zone : to->dot.zone;
    const uint8_t session = to->planned == SCALP_PAIR_NONE ? from->dot.session : to->dot.session;
    const scalp_vec2 mm = view->photo->found[from->found].mm;
    to->dot = from->dot;
    if (view->compared.map.found)
        (void)worked_land(job, view, scalp_pair_apply(&view->compared.map, mm), &to->dot);
    to->dot.zone = zone;
    to->dot.session = session;
}

static scalp_status start(worked_job *job, scalp_error *error) {
    const scalp_worked_ask *ask = job->ask;
    void *memory;
    SCALP_TRY(scalp_work_take(job->work, ask->planned_count + ask->onto->pigment_count,
                              sizeof(scalp_worked_dot), &memory, error));
    job->dots = memory;
    for (uint32_t i = 0; i < ask->planned_count; i++)
        job->dots[i] = (scalp_worked_dot){.state = SCALP_PAIRED_UNSEEN,
                                          .planned = i,
                                          .found = SCALP_PAIR_NONE,
                                          .dot = ask->planned[i],
                                          .displaced_mm = NAN};
    return SCALP_OK;
}

/* Finds that are nobody's planned dot. */
static size_t add_others(worked_job *job, const bool *taken) {
    const scalp_onto *onto = job->ask->onto;
    size_t n = job->ask->planned_count;
    for (uint32_t i = 0; i < onto->pigment_count; i++) {
        const scalp_pair_dot *pair = pair_of(job, &onto->dots[i]);
        if (taken[i] || (!pair && onto->dots[i].confidence < sure))
            continue;
        scalp_paired state = SCALP_PAIRED_OUTSIDE;
        if (pair)
            state = pair->planned == SCALP_PAIR_NONE ? pair->state : SCALP_PAIRED_EXTRA;
        job->dots[n++] = (scalp_worked_dot){
            .state = state, .planned = SCALP_PAIR_NONE, .found = i, .displaced_mm = NAN};
    }
    return n;
}

static scalp_status put_together(worked_job *job, scalp_error *error) {
    const scalp_worked_ask *ask = job->ask;
    void *memory;
    SCALP_TRY(start(job, error));
    SCALP_TRY(scalp_work_take(job->work, ask->onto->pigment_count, sizeof(bool), &memory, error));
    bool *taken = memory;
    for (size_t i = 0; i < ask->onto->pigment_count; i++)
        taken[i] = false;
    claim(job);
    for (uint32_t i = 0; i < ask->planned_count; i++) {
        if (job->dots[i].found == SCALP_PAIR_NONE)
            job->dots[i].state = state_of(job, i);
        else
            taken[job->dots[i].found] = true;
    }
    const size_t count = add_others(job, taken);
    for (size_t i = 0; i < count; i++)
        if (job->dots[i].found != SCALP_PAIR_NONE)
            lay(job, &job->dots[i]);
    job->to->dots = job->dots;
    job->to->dot_count = count;
    return SCALP_OK;
}

scalp_status scalp_worked_make(const scalp_worked_ask *ask, const scalp_work *work,
                               scalp_worked *worked, scalp_error *error) {
    void *memory;
    SCALP_TRY(check(ask, error));
    SCALP_TRY(scalp_work_take(work, 1, sizeof(worked_job), &memory, error));
    worked_job *job = memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_worked), &memory, error));
    *job = (worked_job){.ask = ask, .work = work, .to = memory};
    *job->to = (scalp_worked){.spacing_mm = NAN};
    SCALP_TRY(scalp_bvh_make(ask->mesh, work, &job->bvh, error));
    for (size_t i = 0; i < ask->photo_count; i++)
        SCALP_TRY(worked_view_make(job, i, error));
    SCALP_TRY(put_together(job, error));
    SCALP_TRY(worked_zones(job, error));
    SCALP_TRY(worked_bare(job, error));
    *worked = *job->to;
    return SCALP_OK;
}
