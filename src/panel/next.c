/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The next session's dots, of what the panel said of the client: middle and 90 % bands, from the
 * traits' distribution and what sessions differ by. */
#include "panel.h"

#include <math.h>
#include <string.h>

static const double healed_days = 28;

enum { OPEN = SCALP_TRAIT_COUNT + PANEL_FIGURES }; /* the traits, then the next session's own */

/* Deviations in the half of a 90 % band. */
static double in_half(void) {
    return 1.6448536269514722 * panel_constant("doubt");
}

/* What is wanted of a session's mean dot. */
typedef struct wanted {
    const scalp_panel_spec *spec;
    panel_spreads spreads;
    const scalp_panel_law *law;
    scalp_panel_figure figure;
    double days;
    bool of_fresh; /* divided by the same of day 0 */
} wanted;

/* The mean over dots as they come from that hand, three by three of them (Gauss and Hermite), as a
 * logarithm; of the hue the mean itself. */
static double mean_dot(const wanted *w, const double x[OPEN], double days) {
    static const double at[] = {-1.7320508075688772, 0, 1.7320508075688772};
    static const double share[] = {1.0 / 6, 2.0 / 3, 1.0 / 6};
    const panel_spreads *s = &w->spreads;
    const panel_day day = panel_day_at(s, &w->spec->wear, x, days);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            double values[PANEL_FIGURES];
            scalp_panel_law_at(
                w->law, day.log_mass + s->session[0] * x[SCALP_TRAIT_COUNT] + s->hand[0] * at[i],
                day.log_width + s->session[1] * x[SCALP_TRAIT_COUNT + 1] + s->hand[1] * at[j],
                values);
            const double value = values[w->figure];
            sum += share[i] * share[j] * (w->figure == SCALP_PANEL_HUE ? value : scalp_exp(value));
        }
    }
    if (w->figure != SCALP_PANEL_HUE)
        return scalp_log(sum);
    return sum + w->law->lever * (day.healed * s->hue_deviation * x[SCALP_TRAIT_HUE] +
                                  s->session[2] * x[SCALP_TRAIT_COUNT + 2]);
}

static double value_of(const wanted *w, const double x[OPEN]) {
    const double value = mean_dot(w, x, w->days);
    return w->of_fresh ? value - mean_dot(w, x, 0) : value;
}

/* By the slopes at the traits' mean; `more` is a standard deviation that is added (in squares). */
static scalp_panel_band band_of(const wanted *w, const scalp_traits *traits, double more) {
    const double step = 1e-3;
    double x[OPEN] = {0}, slope[OPEN], square = more * more;
    memcpy(x, traits->mean, sizeof traits->mean);
    const double middle = value_of(w, x);
    for (int i = 0; i < OPEN; i++) {
        const double was = x[i];
        x[i] = was + step;
        slope[i] = value_of(w, x);
        x[i] = was - step;
        slope[i] = (slope[i] - value_of(w, x)) / (2 * step);
        x[i] = was;
    }
    for (int i = 0; i < OPEN; i++) {
        for (int j = 0; j < OPEN; j++) {
            const double covariance = i < SCALP_TRAIT_COUNT && j < SCALP_TRAIT_COUNT
                                          ? traits->covariance[i][j]
                                          : (double)(i == j);
            square += slope[i] * slope[j] * covariance;
        }
    }
    const double half = in_half() * sqrt(fmax(square, 0));
    return (scalp_panel_band){middle, middle - half, middle + half};
}

static scalp_panel_band raised(scalp_panel_band b) {
    return (scalp_panel_band){scalp_exp(b.middle), scalp_exp(b.low), scalp_exp(b.high)};
}

static wanted wanted_make(const scalp_panel_spec *spec, const scalp_panel *panel, size_t law) {
    wanted w = {.spec = spec,
                .spreads = panel_spreads_make(),
                .law = &spec->laws[law],
                .days = healed_days};
    memcpy(w.spreads.hand, panel->hand, sizeof w.spreads.hand);
    return w;
}

/* One trait's amount in the next session. */
static scalp_panel_band trait_band(const wanted *w, const scalp_traits *traits, scalp_trait trait,
                                   scalp_panel_figure figure) {
    const double unit = trait == SCALP_TRAIT_HUE ? scalp_trait_amount(trait, 1)
                                                 : scalp_log(scalp_trait_amount(trait, 1));
    const double own = unit * unit * traits->covariance[trait][trait];
    const double session = w->spreads.session[figure];
    const double middle = unit * traits->mean[trait],
                 half = in_half() * sqrt(own + session * session);
    const scalp_panel_band band = {middle, middle - half, middle + half};
    return trait == SCALP_TRAIT_HUE ? band : raised(band);
}

static void fill_setting(const scalp_panel_spec *spec, size_t k, scalp_panel *panel) {
    const double middle[OPEN] = {0};
    wanted w = wanted_make(spec, panel, k);
    for (int q = 0; q < PANEL_FIGURES; q++) {
        w.figure = (scalp_panel_figure)q;
        const scalp_panel_band band = band_of(&w, &panel->traits, 0);
        panel->next[k][q] = q == SCALP_PANEL_HUE ? band : raised(band);
        panel->usual[k][q] = value_of(&w, middle);
        if (q != SCALP_PANEL_HUE)
            panel->usual[k][q] = scalp_exp(panel->usual[k][q]);
    }
    w.figure = SCALP_PANEL_DARKNESS;
    w.of_fresh = true;
    panel->stays[k] = raised(band_of(&w, &panel->traits, w.spreads.fresh[0]));
    panel->usual_stays[k] = scalp_exp(value_of(&w, middle));
    panel->shift_b[k] = w.law->b_per_hue;
}

/* ---- For a drawing ----------------------------------------------------------------------- */

/* The way most dots were made. */
static size_t commonest(const scalp_panel_spec *spec) {
    size_t most = 0, counts[SCALP_PANEL_MAX_SETTINGS] = {0};
    for (size_t i = 0; i < spec->dot_count; i++)
        counts[spec->law_of[i]]++;
    for (size_t k = 1; k < spec->law_count; k++)
        most = counts[k] > counts[most] ? k : most;
    return most;
}

static double usual_at(const scalp_panel_spec *spec, size_t law, scalp_panel_figure figure) {
    const double none[SCALP_TRAIT_COUNT] = {0};
    double values[PANEL_FIGURES];
    const panel_spreads spreads = panel_spreads_make();
    const panel_day day = panel_day_at(&spreads, &spec->wear, none, healed_days);
    scalp_panel_law_at(&spec->laws[law], day.log_mass, day.log_width, values);
    return values[figure];
}

double scalp_panel_relative(const scalp_panel_spec *spec, const scalp_panel_reading *reading,
                            scalp_panel_figure figure) {
    const size_t law = spec->law_of[reading->dot];
    double values[PANEL_FIGURES];
    panel_read_values(reading, values);
    const double off = values[figure] - usual_at(spec, law, figure);
    return figure == SCALP_PANEL_HUE ? off / spec->laws[law].lever : scalp_exp(off);
}

void scalp_panel_course_make(const scalp_panel_spec *spec, const scalp_panel *panel,
                             scalp_panel_course *course) {
    const size_t law = commonest(spec);
    double last = healed_days;
    for (size_t k = 0; k < spec->photo_count; k++)
        last = fmax(last, spec->days[k]);
    wanted w = wanted_make(spec, panel, law);
    for (int i = 0; i < SCALP_PANEL_COURSE; i++) {
        const double part = (double)i / (SCALP_PANEL_COURSE - 1);
        w.days = last > healed_days ? last * part * part : last * part;
        course->days[i] = w.days;
        for (int q = 0; q < PANEL_FIGURES; q++) {
            w.figure = (scalp_panel_figure)q;
            const double fresh = w.spreads.fresh[q] * (1 - scalp_fading_healed(w.days));
            const double zero = usual_at(spec, law, w.figure);
            const double unit = q == SCALP_PANEL_HUE ? w.law->lever : 1;
            scalp_panel_band b = band_of(&w, &panel->traits, fresh);
            b = (scalp_panel_band){(b.middle - zero) / unit, (b.low - zero) / unit,
                                   (b.high - zero) / unit};
            course->band[i][q] = q == SCALP_PANEL_HUE ? b : raised(b);
        }
    }
}

void panel_next(const scalp_panel_spec *spec, scalp_panel *panel) {
    const scalp_traits *traits = &panel->traits;
    const wanted w = wanted_make(spec, panel, 0);
    panel->mass = trait_band(&w, traits, SCALP_TRAIT_TAKE, SCALP_PANEL_DARKNESS);
    panel->width = trait_band(&w, traits, SCALP_TRAIT_WIDTH, SCALP_PANEL_WIDTH);
    panel->hue = trait_band(&w, traits, SCALP_TRAIT_HUE, SCALP_PANEL_HUE);
    for (size_t k = 0; k < spec->law_count; k++)
        fill_setting(spec, k, panel);
}

/* ---- Dots kept --------------------------------------------------------------------------- */

/* The density of Beta(a, b) but for a constant, at x and 1 - x. */
static double beta_density(double a, double b, double x) {
    return scalp_exp((a - 1) * scalp_log(x) + (b - 1) * scalp_log(1 - x));
}

/* Quantiles by adding up the density over steps that are finer towards 1, where dots kept are. */
static void beta_quantiles(double a, double b, const double shares[3], double at[3]) {
    enum { steps = 2000 };
    double sum[steps + 1] = {0};
    for (int i = 0; i < steps; i++) {
        const double u = (i + 0.5) / steps;
        sum[i + 1] = sum[i] + beta_density(a, b, 1 - u * u) * 2 * u;
    }
    for (int k = 0; k < 3; k++) {
        int i = 0;
        while (i + 1 < steps && sum[i + 1] < (1 - shares[k]) * sum[steps])
            i++;
        const double rest = (1 - shares[k]) * sum[steps] - sum[i];
        const double u = (i + rest / (sum[i + 1] - sum[i])) / steps;
        at[k] = 1 - u * u;
    }
}

void panel_kept(const scalp_panel_spec *spec, scalp_panel *panel) {
    static const double shares[] = {0.05, 0.5, 0.95};
    const double good = panel_constant("good_days"), worth = panel_constant("kept_worth");
    double latest[SCALP_PANEL_MAX_DOTS] = {0}, at[3];
    bool gone[SCALP_PANEL_MAX_DOTS] = {false};
    for (size_t i = 0; i < spec->reading_count; i++) {
        const scalp_panel_reading *r = &spec->readings[i];
        const double days = spec->days[r->photo];
        if (r->state == SCALP_PANEL_NOT_JUDGED || days < good || days < latest[r->dot])
            continue;
        latest[r->dot] = days;
        gone[r->dot] = r->state == SCALP_PANEL_GONE;
        panel->healed = true;
    }
    for (size_t i = 0; i < spec->dot_count; i++) {
        panel->judged += latest[i] > 0;
        panel->gone += gone[i];
    }
    const double a = panel_constant("kept_share") * worth + (double)(panel->judged - panel->gone);
    const double b = (1 - panel_constant("kept_share")) * worth + (double)panel->gone;
    beta_quantiles(a, b, shares, at);
    panel->kept = (scalp_panel_band){at[1], at[0], at[2]};
}
