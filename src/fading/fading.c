/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two spans of time, joined at day 28.
 *
 * Until then the dot heals: absorption and width fall from their fresh values to those of day 28
 * along 1 - exp(-(t / heal_time)^2), slow at first, fastest around day 5.
 *
 * From then on, what is known is how much is *seen*, so that is the model:
 *
 *     seen(y) = healed_seen [1 - fast_share (1 - exp(-t / fast_time))] exp(-slow_rate y)
 *     width(y) = 1 + c y / (y + h), c and h such that width(1) = width_1y, width(5) = width_5y
 *
 * and the absorption follows from what is seen. A wider dot that holds the same contrast is seen
 * more, as its area; contrast saturates with absorption as 1 - (1 + x)^-2 (room optics). */
#include <scalptor/fading.h>

#include <assert.h>
#include <math.h>
#include <string.h>

static const double healed_days = 28, year_days = 365.25;

/* x of the reference dot, 50 per mm in a disc of 0.20 by 0.08 mm: absorption times half of 1.18
 * mean chords, the mean chord of a disc being 2 r t / (r + t). */
static const double reference_x = 50 * 1.18 * (2 * 0.10 * 0.08 / (0.10 + 0.08)) / 2;

typedef struct constant {
    const char *name;
    double value[3]; /* by scalp_band */
} constant;

static const constant constants[] = {
#define ROW(name, middle, low, high, unit, source) {name, {middle, low, high}},
#include "fading.inc"
#undef ROW
};

static double find(const char *name, scalp_band band) {
    size_t i = 0;
    while (i + 1 < sizeof constants / sizeof constants[0] && strcmp(constants[i].name, name) != 0)
        i++;
    assert(strcmp(constants[i].name, name) == 0);
    return constants[i].value[band];
}

static double contrast_from_absorption(double factor) {
    const double x = 1 + reference_x * factor;
    return 1 - 1 / (x * x);
}

static double absorption_from_contrast(double contrast) {
    return (1 / sqrt(1 - contrast) - 1) / reference_x;
}

static double seen_from(double absorption, double width) {
    return contrast_from_absorption(absorption) / contrast_from_absorption(1) * width * width;
}

static double width_after(double years, scalp_band band) {
    const double one = find("width_1y", band) - 1, five = find("width_5y", band) - 1;
    const double half = 5 * (five - one) / (5 * one - five);
    return 1 + one * (1 + half) * years / (years + half);
}

static double bounded(double value, double low) {
    return value > 1 ? 1 : value > low ? value : low;
}

/* Factors of use on the slow rate and on the fast share. */
static double slow_factor(const scalp_wear *w) {
    return scalp_exp(0.405 * bounded(w->oily, -1) + 0.262 * bounded(w->sun, -1) +
                     0.182 * bounded(w->harsh, 0) + 0.095 * bounded(w->smoking, 0));
}

static double fast_factor(const scalp_wear *w) {
    return 1 + bounded(w->scar, 0);
}

static scalp_faded healed_at(const scalp_wear *wear, double days, scalp_band band) {
    const double since = days - healed_days, years = since / year_days;
    const double fast = 1 - scalp_exp(-since / find("fast_time", band));
    const double seen = find("healed_seen", band) *
                        (1 - find("fast_share", band) * fast_factor(wear) * fast) *
                        scalp_exp(-find("slow_rate", band) * slow_factor(wear) * years);
    const double width = width_after(years, band);
    const double contrast = seen * contrast_from_absorption(1) / (width * width);
    return (scalp_faded){.dermal_mass = absorption_from_contrast(contrast) * width * width,
                         .width = width,
                         .seen = seen};
}

scalp_faded scalp_fading_at(const scalp_wear *wear, double days, scalp_band band) {
    static const scalp_wear middling = {0};
    assert(days >= 0);
    if (!wear)
        wear = &middling;
    if (days >= healed_days)
        return healed_at(wear, days, band);
    const double t = days / find("heal_time", band), end = healed_days / find("heal_time", band);
    const double left = 1 - (1 - scalp_exp(-t * t)) / (1 - scalp_exp(-end * end));
    const scalp_faded healed = healed_at(wear, healed_days, band);
    scalp_faded f = healed;
    const double absorption =
        healed.dermal_mass + left * (find("fresh_absorption", band) - healed.dermal_mass);
    f.width += left * (find("fresh_width", band) - healed.width);
    f.epidermal_mass = absorption * f.width * f.width - f.dermal_mass;
    f.erythema = left * scalp_exp(-days / find("erythema_time", band));
    f.seen = seen_from(absorption, f.width);
    return f;
}
