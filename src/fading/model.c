/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two tables of the room. */
#include "course.h"

#include <assert.h>
#include <string.h>

static const struct {
    const char *name;
    double value, spread;
} constants[] = {
#define ROW(name, value, spread, unit, source) {name, value, spread},
#include "fading.inc"
#undef ROW
};

static const struct {
    const char *name;
    double slow, fast;
} wears[] = {
#define ROW(name, slow, fast, source) {name, slow, fast},
#include "wear.inc"
#undef ROW
};

static size_t row(const char *name) {
    size_t i = 0;
    while (i + 1 < sizeof constants / sizeof *constants && strcmp(constants[i].name, name) != 0)
        i++;
    assert(strcmp(constants[i].name, name) == 0);
    return i;
}

double fading_constant(const char *name) {
    return constants[row(name)].value;
}

fading_model fading_model_make(void) {
    return (fading_model){
        .dermal_fresh = fading_constant("dermal_fresh"),
        .epidermal_fresh = fading_constant("epidermal_fresh"),
        .fresh_width = fading_constant("fresh_width"),
        .heal_days = fading_constant("heal_time"),
        .erythema_days = fading_constant("erythema_time"),
        .fast_share = fading_constant("fast_share"),
        .fast_days = fading_constant("fast_time"),
        .slow_rate = fading_constant("slow_rate"),
        .unevenness = fading_constant("slow_unevenness"),
        .spread_1y = fading_constant("spread_1y"),
        .time_power = fading_constant("time_power"),
        .drift_1y_mm = fading_constant("drift_1y"),
        .take_deviation = constants[row("take")].spread,
        .fast_deviation = constants[row("fast_share")].spread,
        .slow_deviation = constants[row("slow_rate")].spread,
        .spread_deviation = constants[row("spread_1y")].spread,
        .doubt = fading_constant("doubt"),
        .width_deviation = constants[row("width")].spread,
        .hue_deviation = constants[row("hue")].spread,
        .width_and_spread = fading_constant("width_and_spread"),
    };
}

static fading_factors factors_of(const char *name) {
    size_t i = 0;
    while (i + 1 < sizeof wears / sizeof *wears && strcmp(wears[i].name, name) != 0)
        i++;
    assert(strcmp(wears[i].name, name) == 0);
    return (fading_factors){wears[i].slow, wears[i].fast};
}

/* The factor of `name` to the power of `degree`, taken within 0..1. */
static void apply(fading_factors *product, const char *name, double degree) {
    const fading_factors f = factors_of(name);
    const double d = degree > 0 ? (degree < 1 ? degree : 1) : 0;
    product->slow *= scalp_pow(f.slow, d);
    product->fast *= scalp_pow(f.fast, d);
}

fading_factors fading_factors_make(const scalp_wear *wear) {
    const fading_factors least = factors_of("least"), most = factors_of("most");
    fading_factors f = {1, 1};
    if (!wear)
        return f;
    apply(&f, "oily", wear->oily);
    apply(&f, "dry", -wear->oily);
    apply(&f, "sun", wear->sun);
    apply(&f, "shade", -wear->sun);
    apply(&f, "harsh", wear->harsh);
    apply(&f, "smoking", wear->smoking);
    apply(&f, "scar", wear->scar);
    f.slow = scalp_clamp(f.slow, least.slow, most.slow);
    f.fast = scalp_clamp(f.fast, least.fast, most.fast);
    return f;
}
