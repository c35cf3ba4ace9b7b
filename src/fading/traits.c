/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of one client, and what it makes of a dot. */
#include "course.h"

#include <assert.h>
#include <math.h>

static const double middle_nm = 560;

const char *scalp_trait_name(scalp_trait trait) {
    static const char *const names[SCALP_TRAIT_COUNT] = {"slow", "fast",  "spread",
                                                         "take", "width", "hue"};
    assert(trait < SCALP_TRAIT_COUNT);
    return names[trait];
}

scalp_traits scalp_traits_population(void) {
    const fading_model model = fading_model_make();
    const double square = model.doubt * model.doubt;
    scalp_traits traits = {{0}, {{0}}};
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++)
        traits.covariance[i][i] = square;
    traits.covariance[SCALP_TRAIT_SPREAD][SCALP_TRAIT_WIDTH] = square * model.width_and_spread;
    traits.covariance[SCALP_TRAIT_WIDTH][SCALP_TRAIT_SPREAD] = square * model.width_and_spread;
    return traits;
}

/* Cholesky's pivots are above 0. */
static bool is_positive(const scalp_traits *traits) {
    double l[SCALP_TRAIT_COUNT][SCALP_TRAIT_COUNT];
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = traits->covariance[i][j];
            if (!(fabs(sum - traits->covariance[j][i]) <= 1e-9))
                return false;
            for (int k = 0; k < j; k++)
                sum -= l[i][k] * l[j][k];
            if (i == j && !(sum > 1e-9))
                return false;
            l[i][j] = i == j ? sqrt(sum) : sum / l[j][j];
        }
    }
    return true;
}

scalp_status scalp_traits_check(const scalp_traits *traits, scalp_error *error) {
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++) {
        if (!(fabs(traits->mean[i]) <= 8) || !(traits->covariance[i][i] <= 9))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "What is known of the client's %s lies beyond what people differ by.",
                              scalp_trait_name((scalp_trait)i));
    }
    if (is_positive(traits))
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "What is known of the client has no covariance, which is symmetric and "
                      "positive.");
}

double scalp_trait_amount(scalp_trait trait, double deviations) {
    const fading_model m = fading_model_make();
    const double of[SCALP_TRAIT_COUNT] = {m.slow_deviation, m.fast_deviation,  m.spread_deviation,
                                          m.take_deviation, m.width_deviation, m.hue_deviation};
    const double amount = of[trait] * deviations;
    return trait == SCALP_TRAIT_HUE ? amount : scalp_exp(amount);
}

scalp_response scalp_response_from_traits(const scalp_traits *traits) {
    if (!traits)
        return (scalp_response){1, 1, 0};
    return (scalp_response){
        .mass = scalp_trait_amount(SCALP_TRAIT_TAKE, traits->mean[SCALP_TRAIT_TAKE]),
        .width = scalp_trait_amount(SCALP_TRAIT_WIDTH, traits->mean[SCALP_TRAIT_WIDTH]),
        .hue = scalp_trait_amount(SCALP_TRAIT_HUE, traits->mean[SCALP_TRAIT_HUE]),
    };
}

double scalp_response_apply(const scalp_response *response, scalp_deposit *deposit) {
    const double factor = response->mass / (response->width * response->width);
    deposit->diameter_mm *= response->width;
    deposit->dmua_per_mm *= factor;
    return factor;
}

double scalp_response_tint(const scalp_response *response, double wavelength_nm) {
    return scalp_pow(wavelength_nm / middle_nm, response->hue);
}
