/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares of the sessions: those of the whole, of zones, and of places.
 *
 * Where the work begins at progress b (0..1), a session that spans the progress c..d takes the part
 * of b..1 that lies in its span. Sums over a zone would then lack early dots; each session's column
 * and each dot's row are scaled in turn until both are right (iterative proportional fitting,
 * Deming and Stephan 1940). Where no scaling can do that, the zone's sums follow its places. */
#include "parts.h"

#include <math.h>

enum { fit_rounds = 60 };

static scalp_status check_zone_row(const double *row, int zone, size_t *last, scalp_error *error) {
    double sum = 0;
    *last = 0;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        if (!(row[s] >= 0) || !(row[s] <= 1)) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Zone %s: the share of session %zu is %g; it must be 0 to 1.",
                              scalp_zone_name((scalp_zone)zone), s + 1, row[s]);
        }
        sum += row[s];
        *last = row[s] > 0 ? s + 1 : *last;
    }
    if (*last > 0 && !(fabs(sum - 1) <= 1e-6)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Zone %s: the shares of its sessions add up to %.9g; they must add up "
                          "to 1.",
                          scalp_zone_name((scalp_zone)zone), sum);
    }
    return SCALP_OK;
}

static scalp_status read_whole(const scalp_layout_params *params, double *shares, size_t *sessions,
                               scalp_error *error) {
    double sum = 0;
    *sessions = 0;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        shares[s] = params->session_shares[s];
        const bool gap = shares[s] > 0 && *sessions < s;
        if (!(shares[s] >= 0) || !(shares[s] <= 1) || gap) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The share of session %zu is %g; shares are above 0, at most 1, and "
                              "follow each other without a gap.",
                              s + 1, shares[s]);
        }
        sum += shares[s];
        *sessions += shares[s] > 0;
    }
    if (*sessions == 0) {
        shares[0] = shares[2] = 0.3;
        shares[1] = 0.4;
        *sessions = 3;
    } else if (!(fabs(sum - 1) <= 1e-6)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The shares of the sessions add up to %.9g; they must add up to 1.", sum);
    }
    return SCALP_OK;
}

scalp_status layout_shares_read(const scalp_layout_params *params, const scalp_design *design,
                                double *shares, size_t *sessions, scalp_error *error) {
    SCALP_TRY(read_whole(params, shares, sessions, error));
    for (int zone = 0; zone < SCALP_ZONE_COUNT && params->zone_shares; zone++) {
        size_t last;
        SCALP_TRY(check_zone_row(params->zone_shares + (size_t)zone * SCALP_LAYOUT_MAX_SESSIONS,
                                 zone, &last, error));
        if ((design->dots[zone] > 0 || design->strokes[zone] > 0) && last > *sessions)
            *sessions = last;
    }
    for (size_t i = 0; i < design->mesh->vertex_count && params->begin; i++) {
        if (!(params->begin[i] >= 0) || !(params->begin[i] <= 1))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "At vertex %zu the work begins at %g of its progress; it must be 0 "
                              "to 1.",
                              i, params->begin[i]);
    }
    return SCALP_OK;
}

const double *layout_zone_shares(const scalp_layout_params *params, const double *shares,
                                 int zone) {
    if (!params->zone_shares)
        return shares;
    const double *own = params->zone_shares + (size_t)zone * SCALP_LAYOUT_MAX_SESSIONS;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        if (own[s] > 0)
            return own;
    }
    return shares;
}

static size_t last_session(const double *row) {
    size_t last = 0;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        last = row[s] > 0 ? s + 1 : last;
    return last ? last : 3;
}

size_t layout_session_count(const scalp_layout_params *params, const scalp_layout *layout) {
    bool used[SCALP_ZONE_COUNT] = {false};
    size_t sessions = 0;
    for (size_t i = 0; i < layout->dot_count; i++) {
        used[layout->dots[i].zone] = true;
        sessions = layout->dots[i].session > sessions ? layout->dots[i].session : sessions;
    }
    for (size_t i = 0; i < layout->stroke_count; i++) {
        used[layout->strokes[i].zone] = true;
        sessions = layout->strokes[i].session > sessions ? layout->strokes[i].session : sessions;
    }
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++) {
        const size_t last =
            used[zone] ? last_session(layout_zone_shares(params, params->session_shares, zone)) : 0;
        sessions = last > sessions ? last : sessions;
    }
    return sessions ? sessions : last_session(params->session_shares);
}

static double begin_at(const local_shares *job, size_t i) {
    if (!job->params->begin)
        return 0;
    const scalp_mesh_point at = job->at[i];
    const uint32_t *v = job->design->mesh->faces[job->original[at.face]].v;
    const double *b = job->params->begin;
    return (1 - at.u - at.v) * b[v[0]] + at.u * b[v[1]] + at.v * b[v[2]];
}

/* What each session takes of the progress from `begin` on. */
static void late_row(const double *row, size_t sessions, double begin, float *to) {
    double before = 0, sum = 0, part[SCALP_LAYOUT_MAX_SESSIONS];
    for (size_t s = 0; s < sessions; s++) {
        const double end = before + row[s];
        part[s] = end > begin ? end - fmax(before, begin) : 0;
        sum += part[s];
        before = end;
    }
    for (size_t s = 0; s < sessions; s++)
        to[s] = (float)(sum > 1e-9 ? part[s] / sum : row[s]);
}

/* The rows of a zone's dots, scaled until its sums are its shares. */
static void fit_zone(const double *row, size_t sessions, size_t count, float *local) {
    for (int round = 0; round < fit_rounds; round++) {
        double sum[SCALP_LAYOUT_MAX_SESSIONS] = {0}, scale[SCALP_LAYOUT_MAX_SESSIONS], off = 0;
        for (size_t i = 0; i < count; i++) {
            for (size_t s = 0; s < sessions; s++)
                sum[s] += (double)local[i * sessions + s];
        }
        for (size_t s = 0; s < sessions; s++) {
            const double due = row[s] * (double)count;
            scale[s] = sum[s] > 0 ? due / sum[s] : 0;
            off = fmax(off, fabs(due - sum[s]));
        }
        if (off < 0.01)
            return;
        for (size_t i = 0; i < count; i++) {
            float *dot = local + i * sessions;
            double all = 0;
            for (size_t s = 0; s < sessions; s++)
                all += (double)dot[s] * scale[s];
            for (size_t s = 0; s < sessions && all > 0; s++)
                dot[s] = (float)((double)dot[s] * scale[s] / all);
        }
    }
}

scalp_status layout_local_shares(const local_shares *job, const scalp_work *work, float **local,
                                 scalp_error *error) {
    const size_t sessions = job->sessions;
    bool differs = job->params->begin != NULL;
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++)
        differs |= job->design->dots[zone] > 0 &&
                   layout_zone_shares(job->params, job->shares, zone) != job->shares;
    *local = NULL;
    if (!differs || sessions < 2)
        return SCALP_OK;
    void *memory;
    SCALP_TRY(scalp_work_take(work, job->count * sessions, sizeof(float), &memory, error));
    float *to = *local = memory;
    for (size_t first = 0, end; first < job->count; first = end) {
        const double *row = layout_zone_shares(job->params, job->shares, job->zone[first]);
        double latest = 0;
        for (end = first; end < job->count && job->zone[end] == job->zone[first]; end++) {
            const double begin = begin_at(job, end);
            late_row(row, sessions, begin, to + end * sessions);
            latest = fmax(latest, begin);
        }
        if (latest > 0)
            fit_zone(row, sessions, end - first, to + first * sessions);
    }
    return SCALP_OK;
}
