/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What measurements tell of a client, by importance sampling without random numbers.
 *
 * A pace z has the density exp(-|z / doubt|^2 / 2): the population's spread is itself known poorly,
 * so it is taken a little wider. Where test dots told of the client before, their normal
 * distribution stands in its place. A measurement m of the share s with the 90 % interval (low,
 * high) has the likelihood (1 + d^2 / 4)^(-5/2), d = (s - m) / scale: Student's t with 4 degrees of
 * freedom, whose tails forgive a bad photo; the half of the interval is 1.95 scales, so that it
 * tells as much (Fisher) as a normal error of that interval. A hundredth is added (in squares) for
 * what no such model follows: seasons, tan, hair between.
 *
 * The likeliest pace is found by damped Gauss-Newton steps with reweighting. Nodes lie about it as
 * a lattice (the additive recurrence of Roberts 2018, the generalised golden ratio) stretched by
 * the curvature there, each direction with the quantiles of Student's t (4), whose tails reach
 * beyond the posterior's; a node weighs posterior / t. Where few nodes carry the weight, a second
 * lattice is laid by the mean and covariance of the first. */
#include "cloud.h"

#include <math.h>
#include <string.h>

enum { D = CLOUD_DIMENSIONS };

static const double freedom = 4, scales_in_half = 1.95, model_error = 0.01;

typedef struct matrix {
    double m[D][D];
} matrix;

static double measured_scale(const scalp_retained *m, double share) {
    const double half = share < m->share ? m->share - m->low : m->high - m->share;
    const double scale = half / scales_in_half;
    return sqrt(scale * scale + model_error * model_error);
}

double cloud_distance(const scalp_retained *measured, double share) {
    return (share - measured->share) / measured_scale(measured, share);
}

/* ---- Small matrices ---------------------------------------------------------------------- */

/* Lower triangle L of a = L L'; `a` is positive definite. */
static matrix cholesky(const matrix *a) {
    matrix l = {{{0}}};
    for (int i = 0; i < D; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = a->m[i][j];
            for (int k = 0; k < j; k++)
                sum -= l.m[i][k] * l.m[j][k];
            l.m[i][j] = i == j ? sqrt(fmax(sum, 1e-12)) : sum / l.m[j][j];
        }
    }
    return l;
}

/* The x of L L' x = b. */
static cloud_pace solve(const matrix *l, const cloud_pace *b) {
    cloud_pace x = *b;
    for (int i = 0; i < D; i++) {
        for (int k = 0; k < i; k++)
            x.z[i] -= l->m[i][k] * x.z[k];
        x.z[i] /= l->m[i][i];
    }
    for (int i = D - 1; i >= 0; i--) {
        for (int k = i + 1; k < D; k++)
            x.z[i] -= l->m[k][i] * x.z[k];
        x.z[i] /= l->m[i][i];
    }
    return x;
}

static matrix inverse(const matrix *a) {
    const matrix l = cholesky(a);
    matrix inverted;
    for (int j = 0; j < D; j++) {
        cloud_pace unit = {{0}};
        unit.z[j] = 1;
        const cloud_pace column = solve(&l, &unit);
        for (int i = 0; i < D; i++)
            inverted.m[i][j] = column.z[i];
    }
    return inverted;
}

/* ---- Posterior --------------------------------------------------------------------------- */

void cloud_prior(cloud_client *client) {
    const scalp_traits *known = client->spec->known;
    matrix covariance, sure = {{{0}}};
    client->known = (cloud_pace){{0}};
    for (int i = 0; i < D; i++)
        sure.m[i][i] = 1 / (client->model.doubt * client->model.doubt);
    if (known) {
        for (int i = 0; i < D; i++) {
            client->known.z[i] = known->mean[i];
            for (int j = 0; j < D; j++)
                covariance.m[i][j] = known->covariance[i][j];
        }
        sure = inverse(&covariance);
    }
    memcpy(client->sure, sure.m, sizeof sure.m);
}

/* Half the squared distance of p from what was known, and its slope. */
static double unlike(const cloud_client *client, const cloud_pace *p, cloud_pace *slope) {
    double sum = 0;
    for (int i = 0; i < D; i++) {
        slope->z[i] = 0;
        for (int j = 0; j < D; j++)
            slope->z[i] += client->sure[i][j] * (p->z[j] - client->known.z[j]);
        sum += slope->z[i] * (p->z[i] - client->known.z[i]) / 2;
    }
    return sum;
}

static double surprise(const cloud_client *client, const cloud_pace *p) {
    cloud_pace slope;
    double sum = unlike(client, p, &slope);
    for (size_t i = 0; i < client->spec->measured_count; i++) {
        const scalp_retained *m = &client->spec->measured[i];
        const double d = cloud_distance(m, cloud_share(client, p, m->kind, m->days));
        sum += (freedom + 1) / 2 * scalp_log(1 + d * d / freedom);
    }
    return sum;
}

/* Curvature and slope of `surprise` at p, each measurement taken as normal with the weight that
 * Student's t gives it there. */
static void expand(const cloud_client *client, const cloud_pace *p, matrix *curvature,
                   cloud_pace *slope) {
    const double step = 1e-3;
    (void)unlike(client, p, slope);
    memcpy(curvature->m, client->sure, sizeof curvature->m);
    for (size_t k = 0; k < client->spec->measured_count; k++) {
        const scalp_retained *m = &client->spec->measured[k];
        const double share = cloud_share(client, p, m->kind, m->days);
        const double scale = measured_scale(m, share), d = (share - m->share) / scale;
        const double weight = (freedom + 1) / (freedom + d * d);
        double rise[D];
        for (int i = 0; i < D; i++) {
            cloud_pace up = *p, down = *p;
            up.z[i] += step, down.z[i] -= step;
            rise[i] = (cloud_share(client, &up, m->kind, m->days) -
                       cloud_share(client, &down, m->kind, m->days)) /
                      (2 * step * scale);
        }
        for (int i = 0; i < D; i++) {
            slope->z[i] += weight * d * rise[i];
            for (int j = 0; j < D; j++)
                curvature->m[i][j] += weight * rise[i] * rise[j];
        }
    }
}

static cloud_pace find_likeliest(const cloud_client *client) {
    cloud_pace best = client->known;
    double at_best = surprise(client, &best), damping = 0.1;
    for (int round = 0; round < 60 && damping < 1e6; round++) {
        matrix curvature;
        cloud_pace slope;
        expand(client, &best, &curvature, &slope);
        for (int i = 0; i < D; i++)
            curvature.m[i][i] *= 1 + damping;
        const matrix l = cholesky(&curvature);
        const cloud_pace step = solve(&l, &slope);
        cloud_pace next = best;
        for (int i = 0; i < D; i++)
            next.z[i] = scalp_clamp(best.z[i] - step.z[i], -8, 8);
        const double at_next = surprise(client, &next);
        const bool settled = at_best - at_next < 1e-9 * (1 + at_best);
        if (at_next < at_best) {
            best = next, at_best = at_next, damping /= 5;
            if (settled)
                break;
        } else {
            damping *= 5;
        }
    }
    return best;
}

/* ---- Nodes ------------------------------------------------------------------------------- */

/* Quantile of Student's t with 4 degrees of freedom, 0 < u < 1 (Shaw 2006, eq. 36). */
static double t_quantile(double u) {
    double sine, cosine;
    const double a = 4 * u * (1 - u);
    scalp_sincos(scalp_acos(sqrt(a)) / 3, &sine, &cosine);
    const double x = 2 * sqrt(fmax(cosine / sqrt(a) - 1, 0));
    return u < 0.5 ? -x : x;
}

/* Logarithm of its density, but for a constant. */
static double t_log_density(double x) {
    return -2.5 * scalp_log(1 + x * x / 4);
}

static void lay_nodes(const cloud_pace *centre, const matrix *spread, cloud *c,
                      double log_density[CLOUD_NODES]) {
    const double ratio = 1.16730397826141868; /* x^5 = x + 1 */
    const matrix l = cholesky(spread);
    double u[D], advance[D];
    for (int i = 0; i < D; i++) {
        u[i] = 0.5;
        advance[i] = i == 0 ? 1 / ratio : advance[i - 1] / ratio;
    }
    for (int n = 0; n < CLOUD_NODES; n++) {
        double x[D];
        log_density[n] = 0;
        c->node[n] = *centre;
        for (int i = 0; i < D; i++) {
            u[i] += advance[i];
            u[i] -= floor(u[i]);
            x[i] = t_quantile(scalp_clamp(u[i], 1e-9, 1 - 1e-9));
            log_density[n] += t_log_density(x[i]);
        }
        for (int i = 0; i < D; i++) {
            for (int k = 0; k <= i; k++)
                c->node[n].z[i] += l.m[i][k] * x[k];
        }
    }
}

static void weigh_nodes(const cloud_client *client, const double log_density[CLOUD_NODES],
                        cloud *c) {
    double most = -INFINITY, sum = 0, squares = 0;
    for (int n = 0; n < CLOUD_NODES; n++) {
        c->weight[n] = -surprise(client, &c->node[n]) - log_density[n];
        most = fmax(most, c->weight[n]);
    }
    for (int n = 0; n < CLOUD_NODES; n++) {
        c->weight[n] = scalp_exp(fmax(c->weight[n] - most, -700));
        sum += c->weight[n];
    }
    for (int n = 0; n < CLOUD_NODES; n++) {
        c->weight[n] /= sum;
        squares += c->weight[n] * c->weight[n];
    }
    c->effective = 1 / squares;
}

static void moments(const cloud *c, cloud_pace *mean, matrix *spread) {
    *mean = (cloud_pace){{0}};
    *spread = (matrix){{{0}}};
    for (int n = 0; n < CLOUD_NODES; n++) {
        for (int i = 0; i < D; i++)
            mean->z[i] += c->weight[n] * c->node[n].z[i];
    }
    for (int n = 0; n < CLOUD_NODES; n++) {
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++)
                spread->m[i][j] +=
                    c->weight[n] * (c->node[n].z[i] - mean->z[i]) * (c->node[n].z[j] - mean->z[j]);
        }
    }
    for (int i = 0; i < D; i++)
        spread->m[i][i] += 1e-4;
}

void cloud_make(const cloud_client *client, cloud *c) {
    const double enough = 0.4 * CLOUD_NODES;
    double log_density[CLOUD_NODES];
    matrix curvature, spread;
    cloud_pace slope;
    c->likeliest = find_likeliest(client);
    expand(client, &c->likeliest, &curvature, &slope);
    spread = inverse(&curvature);
    lay_nodes(&c->likeliest, &spread, c, log_density);
    weigh_nodes(client, log_density, c);
    for (int again = 0; again < 3 && c->effective < enough; again++) {
        cloud_pace mean;
        moments(c, &mean, &spread);
        lay_nodes(&mean, &spread, c, log_density);
        weigh_nodes(client, log_density, c);
    }
}
