/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles of visible density over the cloud of clients (cloud.c). */
#include "cloud.h"

#include <math.h>
#include <stdlib.h>

static const double last_days = 60 * FADING_YEAR_DAYS;

/* ---- One client -------------------------------------------------------------------------- */

cloud_client cloud_client_make(const scalp_forecast_spec *spec) {
    cloud_client client = {.spec = spec, .model = fading_model_make()};
    double sum = 0;
    for (size_t k = 0; k < spec->kind_count; k++)
        sum += spec->kinds[k].weight;
    for (size_t k = 0; k < spec->kind_count; k++) {
        client.factors[k] = fading_factors_make(&spec->kinds[k].wear);
        client.weights[k] = spec->kinds[k].weight / sum;
    }
    cloud_prior(&client);
    return client;
}

static double seen_at(const scalp_seen_law *law, const fading_course *course, double days) {
    const scalp_faded faded = fading_course_at(course, days);
    return scalp_seen_from_law(law, &faded);
}

/* One client's skin of some kinds, to be asked for many days. */
typedef struct view {
    const cloud_client *client;
    size_t first, end; /* kinds */
    fading_course course[SCALP_FORECAST_MAX_KINDS];
    double healed[SCALP_FORECAST_MAX_KINDS];
} view;

static void view_make(const cloud_client *client, const cloud_pace *p, unsigned kind, view *v) {
    const scalp_pace pace = {p->z[0], p->z[1], p->z[2], p->z[3]};
    const bool all = kind == SCALP_FORECAST_ALL;
    v->client = client;
    v->first = all ? 0 : kind;
    v->end = all ? client->spec->kind_count : (size_t)kind + 1;
    for (size_t k = v->first; k < v->end; k++) {
        v->course[k] = fading_course_make(&client->model, &client->factors[k], &pace);
        v->healed[k] = seen_at(&client->spec->kinds[k].law, &v->course[k], FADING_HEALED_DAYS);
    }
}

static double view_share(const view *v, double days) {
    double sum = 0;
    for (size_t k = v->first; k < v->end; k++) {
        const double weight = v->end - v->first > 1 ? v->client->weights[k] : 1;
        const scalp_seen_law *law = &v->client->spec->kinds[k].law;
        sum += weight * (seen_at(law, &v->course[k], days) / v->healed[k]);
    }
    return sum;
}

double cloud_share(const cloud_client *client, const cloud_pace *pace, unsigned kind, double days) {
    view v;
    view_make(client, pace, kind, &v);
    return view_share(&v, days);
}

/* Days until the threshold, by halving the logarithm of the time since day 28; the share falls. */
static double touch_up_days(const view *v) {
    double low = 1, high = last_days - FADING_HEALED_DAYS;
    if (view_share(v, last_days) > SCALP_FORECAST_TOUCH_UP)
        return last_days;
    for (int i = 0; i < 12; i++) {
        const double middle = sqrt(low * high);
        const double share = view_share(v, FADING_HEALED_DAYS + middle);
        if (share > SCALP_FORECAST_TOUCH_UP)
            low = middle;
        else
            high = middle;
    }
    return FADING_HEALED_DAYS + sqrt(low * high);
}

/* ---- Quantiles --------------------------------------------------------------------------- */

typedef struct weighed {
    double value, weight;
} weighed;

static int by_value(const void *a, const void *b) {
    const double x = ((const weighed *)a)->value, y = ((const weighed *)b)->value;
    return (x > y) - (x < y);
}

/* Each value stands in the middle of its weight; between them linear. */
static double quantile(const weighed *sorted, double share) {
    double before = 0, place = 0;
    for (int n = 0; n < CLOUD_NODES; n++) {
        const double here = before + sorted[n].weight / 2;
        if (here >= share) {
            if (n == 0 || !(here > place))
                return sorted[n].value;
            const double t = (share - place) / (here - place);
            return sorted[n - 1].value + t * (sorted[n].value - sorted[n - 1].value);
        }
        place = here;
        before += sorted[n].weight;
    }
    return sorted[CLOUD_NODES - 1].value;
}

static scalp_forecast_band band_of(weighed values[CLOUD_NODES]) {
    qsort(values, CLOUD_NODES, sizeof *values, by_value);
    return (scalp_forecast_band){.middle = quantile(values, 0.5),
                                 .low50 = quantile(values, 0.25),
                                 .high50 = quantile(values, 0.75),
                                 .low90 = quantile(values, 0.05),
                                 .high90 = quantile(values, 0.95)};
}

static void fill_pace(const cloud *c, scalp_forecast *forecast) {
    double mean[CLOUD_DIMENSIONS] = {0}, square[CLOUD_DIMENSIONS] = {0};
    for (int n = 0; n < CLOUD_NODES; n++) {
        for (int i = 0; i < CLOUD_DIMENSIONS; i++) {
            mean[i] += c->weight[n] * c->node[n].z[i];
            square[i] += c->weight[n] * c->node[n].z[i] * c->node[n].z[i];
        }
    }
    for (int i = 0; i < CLOUD_DIMENSIONS; i++)
        square[i] = sqrt(fmax(square[i] - mean[i] * mean[i], 0));
    forecast->pace = (scalp_pace){mean[0], mean[1], mean[2], mean[3]};
    forecast->pace_deviation = (scalp_pace){square[0], square[1], square[2], square[3]};
}

/* Measurements that even the likeliest pace leaves three times their own error away. */
static size_t count_surprising(const cloud_client *client, const cloud *c) {
    size_t count = 0;
    for (size_t i = 0; i < client->spec->measured_count; i++) {
        const scalp_retained *m = &client->spec->measured[i];
        const double share = cloud_share(client, &c->likeliest, m->kind, m->days);
        count += fabs(cloud_distance(m, share)) > 4.5;
    }
    return count;
}

/* ---- Checks ------------------------------------------------------------------------------ */

static scalp_status check_kinds(const scalp_forecast_spec *spec, scalp_error *error) {
    if (spec->kind_count == 0 || spec->kind_count > SCALP_FORECAST_MAX_KINDS)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "A forecast takes 1 to %d kinds of skin and dots, not %zu.",
                          SCALP_FORECAST_MAX_KINDS, spec->kind_count);
    for (size_t k = 0; k < spec->kind_count; k++) {
        const scalp_forecast_kind *kind = &spec->kinds[k];
        if (!(kind->weight > 0 && kind->weight < 1e12) ||
            !(kind->law.saturation > 0 && kind->law.saturation <= 1e6))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Kind %zu of the forecast has no weight or no saturation above 0.",
                              k);
    }
    return SCALP_OK;
}

static scalp_status check_measured(const scalp_forecast_spec *spec, scalp_error *error) {
    if (spec->measured_count > SCALP_FORECAST_MAX_MEASURED)
        return scalp_fail(error, SCALP_ERR_LIMIT, "A forecast takes at most %d measurements.",
                          SCALP_FORECAST_MAX_MEASURED);
    for (size_t i = 0; i < spec->measured_count; i++) {
        const scalp_retained *m = &spec->measured[i];
        const bool known = m->kind == SCALP_FORECAST_ALL || m->kind < spec->kind_count;
        if (!known || !(m->days >= FADING_HEALED_DAYS && m->days <= last_days))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Measurement %zu is of no kind of skin in the forecast, or not "
                              "between day 28 and year 60.",
                              i + 1);
        if (!(m->low >= 0 && m->low <= m->share && m->share <= m->high && m->high <= 1.5))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Measurement %zu needs 0 <= low <= share <= high <= 1.5.", i + 1);
    }
    return SCALP_OK;
}

static scalp_status check_days(const scalp_forecast_spec *spec, scalp_error *error) {
    if (spec->day_count > SCALP_FORECAST_MAX_TIMES)
        return scalp_fail(error, SCALP_ERR_LIMIT, "A forecast takes at most %d days.",
                          SCALP_FORECAST_MAX_TIMES);
    for (size_t i = 0; i < spec->day_count; i++) {
        if (!(spec->days[i] >= FADING_HEALED_DAYS && spec->days[i] <= last_days))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Day %g of the forecast is not between day 28 and year 60.",
                              spec->days[i]);
    }
    return SCALP_OK;
}

/* ---- The forecast ------------------------------------------------------------------------ */

static scalp_status make_curve(const cloud_client *client, const cloud *c, unsigned kind,
                               const scalp_work *work, scalp_forecast_curve *curve,
                               scalp_error *error) {
    void *place, *views;
    weighed values[CLOUD_NODES];
    const size_t days = client->spec->day_count;
    SCALP_TRY(scalp_work_take(work, days, sizeof(scalp_forecast_band), &place, error));
    scalp_forecast_band *seen = place;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, CLOUD_NODES, sizeof(view), &views, error));
    view *v = views;
    for (int n = 0; n < CLOUD_NODES; n++)
        view_make(client, &c->node[n], kind, &v[n]);
    for (size_t i = 0; i < days; i++) {
        for (int n = 0; n < CLOUD_NODES; n++)
            values[n] = (weighed){view_share(&v[n], client->spec->days[i]), c->weight[n]};
        seen[i] = band_of(values);
        if (i % 16 == 0)
            SCALP_TRY(scalp_work_report(work, "forecast", (double)i / (double)days, error));
    }
    for (int n = 0; n < CLOUD_NODES; n++)
        values[n] = (weighed){touch_up_days(&v[n]), c->weight[n]};
    *curve = (scalp_forecast_curve){.seen = seen, .touch_up_days = band_of(values)};
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status scalp_forecast_make(const scalp_forecast_spec *spec, const scalp_work *work,
                                 scalp_forecast *forecast, scalp_error *error) {
    void *place;
    SCALP_TRY(check_kinds(spec, error));
    SCALP_TRY(check_measured(spec, error));
    SCALP_TRY(check_days(spec, error));
    if (spec->known)
        SCALP_TRY(scalp_traits_check(spec->known, error));
    const cloud_client client = cloud_client_make(spec);
    SCALP_TRY(scalp_work_take(work, 1, sizeof(cloud), &place, error));
    cloud *c = place;
    cloud_make(&client, c);
    SCALP_TRY(
        scalp_work_take(work, spec->kind_count + 1, sizeof(scalp_forecast_curve), &place, error));
    scalp_forecast_curve *curves = place;
    for (size_t k = 0; k < spec->kind_count; k++)
        SCALP_TRY(make_curve(&client, c, (unsigned)k, work, &curves[k], error));
    curves[spec->kind_count] = curves[0];
    if (spec->kind_count > 1)
        SCALP_TRY(
            make_curve(&client, c, SCALP_FORECAST_ALL, work, &curves[spec->kind_count], error));
    scalp_forecast made = {.kinds = curves, .kind_count = spec->kind_count};
    made.surprising = count_surprising(&client, c);
    made.nodes = c->effective;
    fill_pace(c, &made);
    *forecast = made;
    return SCALP_OK;
}
