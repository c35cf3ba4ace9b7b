/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a dot's pigment. `left` falls from 1 at day 0 to 0 at day 28, t counts from
 * there, y in years; T is the time of spreading.
 *
 *     left = [exp(-(days / heal)^2) - exp(-(28 / heal)^2)] / [1 - exp(-(28 / heal)^2)]
 *     epidermal = epidermal_fresh left              shed with the turnover of the epidermis
 *     dermal    = take + (max(dermal_fresh, take) - take) left                  until day 28
 *               = take [f exp(-t / fast) + (1 - f) (1 + v k y)^(-1/v)]          from then on
 *     width     = 1 + (fresh_width - 1) left                                    until day 28
 *     width^2   = 1 + spread T                                                  from then on
 *     deeper    = drift T,          T = (days / year)^p - (28 / year)^p
 *
 * The slow term is a mixture of exponentials, rates from a gamma distribution of mean k and
 * relative variance v: granules differ. Between clients k, spread and take are log-normal, f
 * logit-normal; wear multiplies k and the odds of f. */
#include "course.h"

#include <assert.h>
#include <math.h>

static double odds_times(double share, double factor) {
    return share * factor / (1 - share + share * factor);
}

fading_course fading_course_make(const fading_model *model, const fading_factors *factors,
                                 const scalp_pace *pace) {
    const double spread = scalp_exp(model->spread_deviation * pace->spread);
    return (fading_course){
        .model = model,
        .take = scalp_exp(model->take_deviation * pace->take),
        .fast_share = odds_times(model->fast_share,
                                 factors->fast * scalp_exp(model->fast_deviation * pace->fast)),
        .slow_rate =
            model->slow_rate * factors->slow * scalp_exp(model->slow_deviation * pace->slow),
        .spread_1y = model->spread_1y * spread,
        .drift_1y_mm = model->drift_1y_mm * spread,
    };
}

static double spread_time(const fading_model *m, double days) {
    const double healed = FADING_HEALED_DAYS / FADING_YEAR_DAYS;
    return scalp_pow(days / FADING_YEAR_DAYS, m->time_power) - scalp_pow(healed, m->time_power);
}

static scalp_faded healed_at(const fading_course *c, double days) {
    const fading_model *m = c->model;
    const double since = days - FADING_HEALED_DAYS, years = since / FADING_YEAR_DAYS;
    const double time = spread_time(m, days);
    const double slow = scalp_pow(1 + m->unevenness * c->slow_rate * years, -1 / m->unevenness);
    const double fast = scalp_exp(-since / m->fast_days);
    return (scalp_faded){
        .dermal_mass = c->take * (c->fast_share * fast + (1 - c->fast_share) * slow),
        .width = sqrt(1 + c->spread_1y * time),
        .deeper_mm = c->drift_1y_mm * time,
    };
}

/* Of day 0's surplus, before day 28. */
static double left_at(const fading_model *m, double days) {
    const double t = days / m->heal_days, end = FADING_HEALED_DAYS / m->heal_days;
    const double rest = scalp_exp(-end * end);
    return (scalp_exp(-t * t) - rest) / (1 - rest);
}

double scalp_fading_healed(double days) {
    const fading_model model = fading_model_make();
    return days < FADING_HEALED_DAYS ? 1 - left_at(&model, days) : 1;
}

/* Clients differ in what they lose, not in what is put in. */
static scalp_faded healing_at(const fading_course *c, double days) {
    const fading_model *m = c->model;
    const double left = left_at(m, days), fresh = fmax(m->dermal_fresh, c->take);
    return (scalp_faded){
        .dermal_mass = c->take + (fresh - c->take) * left,
        .epidermal_mass = m->epidermal_fresh * left,
        .width = 1 + (m->fresh_width - 1) * left,
        .erythema = left * scalp_exp(-days / m->erythema_days),
    };
}

scalp_faded fading_course_at(const fading_course *course, double days) {
    return days < FADING_HEALED_DAYS ? healing_at(course, days) : healed_at(course, days);
}

scalp_faded scalp_fading_of(const scalp_wear *wear, const scalp_pace *pace, double days) {
    static const scalp_pace middle = {0};
    assert(days >= 0);
    const fading_model model = fading_model_make();
    const fading_factors factors = fading_factors_make(wear);
    const fading_course course = fading_course_make(&model, &factors, pace ? pace : &middle);
    const scalp_seen_law law = scalp_seen_law_reference();
    scalp_faded faded = fading_course_at(&course, days);
    faded.seen = scalp_seen_from_law(&law, &faded);
    return faded;
}

scalp_pace scalp_pace_from_band(scalp_band band) {
    const double sign = band == SCALP_BAND_HIGH ? 1 : band == SCALP_BAND_LOW ? -1 : 0;
    return (scalp_pace){
        .slow = sign * fading_constant("band_slow"),
        .fast = sign * fading_constant("band_fast"),
        .spread = sign * fading_constant("band_spread"),
        .take = -sign * fading_constant("band_take"),
    };
}

scalp_faded scalp_fading_at(const scalp_wear *wear, double days, scalp_band band) {
    const scalp_pace pace = scalp_pace_from_band(band);
    return scalp_fading_of(wear, &pace, days);
}
