/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scars in more and lighter passes, brows in fewer; a hairline that starts high and soft. */
#include "treatment.h"

#include <assert.h>
#include <string.h>

typedef struct policy {
    char name[24];
    double value;
} policy;

static const policy policies[] = {
#define ROW(name, value, unit, source) {name, value},
#include "session_policies.inc"
#undef ROW
};

typedef struct start {
    double behind_share, begin;
} start;

static const start starts[] = {
#define ROW(behind_share, begin, source) {behind_share, begin},
#include "hairline_start.inc"
#undef ROW
};

enum { start_count = sizeof starts / sizeof starts[0] };

double plan_policy(const char *name) {
    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        if (strcmp(policies[i].name, name) == 0)
            return policies[i].value;
    }
    assert(!"a policy that data/session_policies.csv does not have");
    return 0;
}

static size_t session_count(const double *shares) {
    size_t sessions = 0;
    while (sessions < SCALP_LAYOUT_MAX_SESSIONS && shares[sessions] > 0)
        sessions++;
    return sessions;
}

/* The first session's part, the others alike. Where the rest has no more sessions, its shares. */
void plan_brow_shares(const double *shares, double *brow) {
    const size_t sessions = (size_t)plan_policy("brow_sessions");
    const double first = plan_policy("brow_first_share");
    const bool fewer = sessions > 1 && session_count(shares) > sessions;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        const double own = s == 0 ? first : (1 - first) / (double)(sessions - 1);
        brow[s] = !fewer ? shares[s] : s < sessions ? own : 0;
    }
}

/* One session stays one: it is a touch-up, or all there is time for. */
void plan_scar_shares(const double *shares, double *scar) {
    size_t sessions = session_count(shares);
    if (sessions > 1)
        sessions += (size_t)plan_policy("scar_sessions_more");
    if (sessions > SCALP_LAYOUT_MAX_SESSIONS)
        sessions = SCALP_LAYOUT_MAX_SESSIONS;
    const double first = sessions > 1 ? plan_policy("scar_first_part") : 1;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        const double part = s < sessions ? (s ? 1 : first) : 0;
        scar[s] = sessions ? part / ((double)(sessions - 1) + first) : 0;
    }
}

static double begin_at(double behind_share) {
    if (behind_share <= starts[0].behind_share)
        return starts[0].begin;
    for (int i = 1; i < start_count; i++) {
        const start *a = &starts[i - 1], *b = &starts[i];
        if (behind_share < b->behind_share) {
            const double t = (behind_share - a->behind_share) / (b->behind_share - a->behind_share);
            return a->begin + t * (b->begin - a->begin);
        }
    }
    return starts[start_count - 1].begin;
}

/* The zones that the line bounds; areas have edges of their own. */
static bool behind_line(uint8_t zone) {
    return zone == SCALP_ZONE_HAIRLINE || zone == SCALP_ZONE_TEMPLE_L ||
           zone == SCALP_ZONE_TEMPLE_R;
}

scalp_status plan_begin_make(const scalp_design *design, const scalp_treatment *treatment,
                             const scalp_work *work, const double **begin, scalp_error *error) {
    const size_t count = design->mesh->vertex_count;
    *begin = NULL;
    double dots = 0;
    for (uint8_t z = 0; z < SCALP_ZONE_COUNT; z++)
        dots += behind_line(z) ? design->dots[z] : 0;
    if (treatment->hairline_full || !design->behind_mm || !(design->transition_mm > 0) ||
        !(dots > 0))
        return SCALP_OK;
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &memory, error));
    double *to = memory;
    memset(to, 0, count * sizeof *to);
    for (size_t f = 0; f < design->mesh->face_count; f++) {
        for (int k = 0; k < 3 && behind_line(design->zone[f]); k++) {
            const uint32_t v = design->mesh->faces[f].v[k];
            if (design->density_per_cm2[v] > 0)
                to[v] = begin_at(design->behind_mm[v] / design->transition_mm);
        }
    }
    *begin = to;
    return SCALP_OK;
}
