/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of one client: the population, what it does to dots and to a forecast. */
#include "../check.h"

#include <scalptor/fading.h>

static const double days[2] = {365.25, 3 * 365.25};

static scalp_forecast forecast_of(const scalp_traits *known, const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    scalp_forecast f = {0};
    const scalp_forecast_kind kind = {{0}, scalp_seen_law_reference(), 1};
    const scalp_forecast_spec spec = {
        .kinds = &kind, .kind_count = 1, .days = days, .day_count = 2, .known = known};
    CHECK_STATUS(scalp_forecast_make(&spec, work, &f, &error), SCALP_OK);
    return f;
}

static void check_refused(const scalp_traits *traits, const char *says) {
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_traits_check(traits, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, says))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, says);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_traits all = scalp_traits_population();
    CASE("the population is a distribution, and as a prior gives its own forecast") {
        scalp_error error;
        CHECK_STATUS(scalp_traits_check(&all, &error), SCALP_OK);
        const scalp_forecast f = forecast_of(NULL, &w.work), g = forecast_of(&all, &w.work);
        for (int i = 0; i < 2; i++) {
            CHECK_NEAR(g.kinds[0].seen[i].low90, f.kinds[0].seen[i].low90, 1e-6);
            CHECK_NEAR(g.kinds[0].seen[i].middle, f.kinds[0].seen[i].middle, 1e-6);
        }
    }
    CASE("a client known to fade slowly is forecast so, and narrower") {
        scalp_traits slow = all;
        slow.mean[SCALP_TRAIT_SLOW] = -1;
        slow.covariance[SCALP_TRAIT_SLOW][SCALP_TRAIT_SLOW] = 0.2;
        const scalp_forecast_band f = forecast_of(NULL, &w.work).kinds[0].seen[1];
        const scalp_forecast g = forecast_of(&slow, &w.work);
        CHECK(g.kinds[0].seen[1].middle > f.middle + 0.03);
        CHECK(g.kinds[0].seen[1].high90 - g.kinds[0].seen[1].low90 < f.high90 - f.low90);
        CHECK_NEAR(g.pace.slow, -1, 0.05);
        CHECK_NEAR(g.pace_deviation.slow, sqrt(0.2), 0.05);
    }
    CASE("what is kept shows as dots heal, not before") {
        const scalp_pace less = {.take = -2};
        CHECK_NEAR(scalp_fading_of(NULL, &less, 0).dermal_mass,
                   scalp_fading_of(NULL, NULL, 0).dermal_mass, 1e-12);
        CHECK_NEAR(scalp_fading_of(NULL, &less, 28).dermal_mass,
                   scalp_trait_amount(SCALP_TRAIT_TAKE, -2), 1e-12);
        CHECK_NEAR(scalp_fading_of(NULL, &less, 28 - 1e-9).dermal_mass,
                   scalp_fading_of(NULL, &less, 28).dermal_mass, 1e-6);
        CHECK_NEAR(scalp_fading_healed(0), 0, 1e-12);
        CHECK_NEAR(scalp_fading_healed(400), 1, 0);
        for (double day = 1; day < 30; day++)
            CHECK(scalp_fading_healed(day) >= scalp_fading_healed(day - 1));
    }
    CASE("the response to pigment: factors, and a tint about the middle of the spectrum") {
        scalp_traits known = all;
        known.mean[SCALP_TRAIT_TAKE] = -1;
        known.mean[SCALP_TRAIT_WIDTH] = 1;
        known.mean[SCALP_TRAIT_HUE] = 1;
        const scalp_response r = scalp_response_from_traits(&known);
        scalp_deposit deposit = {0.12, 0.2, 0.08, 50};
        const double factor = scalp_response_apply(&r, &deposit);
        CHECK(r.mass < 1 && r.width > 1 && r.hue > 0);
        CHECK_NEAR(deposit.diameter_mm, 0.2 * r.width, 1e-12);
        CHECK_NEAR(deposit.dmua_per_mm, 50 * factor, 1e-12);
        CHECK_NEAR(factor * r.width * r.width, r.mass, 1e-12); /* no pigment is lost in width */
        CHECK(scalp_response_tint(&r, 650) > 1 && scalp_response_tint(&r, 450) < 1);
        CHECK_NEAR(scalp_response_tint(&r, 560), 1, 1e-12);
        const scalp_response nobody = scalp_response_from_traits(NULL);
        CHECK_NEAR(nobody.mass, 1, 0);
        CHECK_NEAR(scalp_response_tint(&nobody, 400), 1, 1e-12);
    }
    CASE("what is no distribution of people is refused") {
        scalp_traits bad = all;
        bad.mean[SCALP_TRAIT_FAST] = 9;
        check_refused(&bad, "fast");
        bad = all;
        bad.mean[SCALP_TRAIT_HUE] = (double)NAN;
        check_refused(&bad, "hue");
        bad = all;
        bad.covariance[0][1] = 0.5;
        check_refused(&bad, "symmetric");
        bad.covariance[1][0] = 0.5;
        bad.covariance[0][0] = 0.1;
        check_refused(&bad, "positive");
        bad = all;
        bad.covariance[2][2] = (double)INFINITY;
        check_refused(&bad, "spread");
        const scalp_forecast_kind kind = {{0}, scalp_seen_law_reference(), 1};
        const scalp_forecast_spec spec = {
            .kinds = &kind, .kind_count = 1, .days = days, .day_count = 2, .known = &bad};
        scalp_forecast f;
        scalp_error error;
        CHECK_STATUS(scalp_forecast_make(&spec, &w.work, &f, &error), SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
