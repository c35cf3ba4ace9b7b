/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a panel of test dots says of a client.
 *
 * Of dot i at day d, with M and W the logarithms of its pigment and width, T the client's traits
 * (pigment taken, width, hue), h how far it has healed, u its own, s the session's, c the camera's
 * and p the photo's difference (each a vector of three):
 *
 *     M = log mass(d; T) + u_M + s_M              mass, width: room fading, per client
 *     W = log width(d; T) + T_W + u_W + s_W
 *     read = law(M, W) + lever (h T_H + u_H + s_H) [of hue] + c + p + error
 *
 * Everything is found at once, by damped Gauss-Newton steps with reweighting: T normal as the
 * population, s, c and p normal, u and the errors Student's t with 4 degrees of freedom, whose
 * scale is 0.845 deviations so that they tell as much (Fisher) as normal ones; the curvature takes
 * them as that normal one, times their weight. In between the hand's spread is set to the mean of
 * what the dots show and what is usual, counted as dots. */
#include "panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double freedom = 4, scale_of_sd = 0.845;
/* Spreads from where a dot, or a reading, does not go with the rest. */
static const double odd_dot = 4, odd_reading = 4.5;
static const double odd_hand = 2.5; /* times the usual: no hand is that uneven */

/* ---- The model --------------------------------------------------------------------------- */

panel_day panel_day_at(const panel_spreads *spreads, const scalp_wear *wear,
                       const double traits[SCALP_TRAIT_COUNT], double days) {
    const scalp_pace pace = {traits[0], traits[1], traits[2], traits[3]};
    const scalp_faded at = scalp_fading_of(wear, &pace, days);
    return (panel_day){.healed = scalp_fading_healed(days),
                       .log_mass = scalp_log(at.dermal_mass + at.epidermal_mass),
                       .log_width = scalp_log(at.width) +
                                    spreads->width_deviation * traits[SCALP_TRAIT_WIDTH]};
}

panel_day panel_day_make(const panel_spreads *spreads, const scalp_wear *wear,
                         const double traits[SCALP_TRAIT_COUNT], double days) {
    const double step = 1e-3;
    panel_day day = panel_day_at(spreads, wear, traits, days);
    for (int i = 0; i < SCALP_TRAIT_HUE; i++) {
        double z[SCALP_TRAIT_COUNT];
        memcpy(z, traits, sizeof z);
        z[i] += step;
        const panel_day then = panel_day_at(spreads, wear, z, days);
        day.mass_slope[i] = (then.log_mass - day.log_mass) / step;
        day.width_slope[i] = (then.log_width - day.log_width) / step;
    }
    return day;
}

/* A reading as the model has it, and its slopes: along pigment and width. */
typedef struct predicted {
    double value[PANEL_FIGURES], by_mass[PANEL_FIGURES], by_width[PANEL_FIGURES];
} predicted;

static predicted predict(const scalp_panel_law *law, double log_mass, double log_width) {
    const double step = 1e-3;
    double up[PANEL_FIGURES], down[PANEL_FIGURES];
    predicted p;
    scalp_panel_law_at(law, log_mass, log_width, p.value);
    scalp_panel_law_at(law, log_mass + step, log_width, up);
    scalp_panel_law_at(law, log_mass - step, log_width, down);
    for (int q = 0; q < PANEL_FIGURES; q++)
        p.by_mass[q] = (up[q] - down[q]) / (2 * step);
    scalp_panel_law_at(law, log_mass, log_width + step, up);
    scalp_panel_law_at(law, log_mass, log_width - step, down);
    for (int q = 0; q < PANEL_FIGURES; q++)
        p.by_width[q] = (up[q] - down[q]) / (2 * step);
    return p;
}

/* ---- Readings ---------------------------------------------------------------------------- */

static double contrast_of(double density) {
    return 1 - scalp_exp(-density * scalp_log(10));
}

/* The three logarithms of a reading; NaN where there is none. */
void panel_read_values(const scalp_panel_reading *r, double values[PANEL_FIGURES]) {
    values[SCALP_PANEL_DARKNESS] = scalp_log(r->darkness);
    values[SCALP_PANEL_WIDTH] = r->diameter_mm > 0 ? scalp_log(r->diameter_mm) : (double)NAN;
    values[SCALP_PANEL_HUE] = (double)NAN;
    if (r->density_rgb[0] > 0 && r->density_rgb[2] > 0)
        values[SCALP_PANEL_HUE] =
            scalp_log(contrast_of(r->density_rgb[0]) / contrast_of(r->density_rgb[2]));
}

/* Standard deviations: the reading's own and the least, in squares. */
static void read_errors(const panel_spreads *spreads, const scalp_panel_reading *r,
                        double errors[PANEL_FIGURES]) {
    const double not_given = 2.5;
    const double own[PANEL_FIGURES] = {r->darkness_sd / r->darkness,
                                       r->diameter_sd_mm / r->diameter_mm,
                                       r->darkness_sd / r->darkness};
    for (int q = 0; q < PANEL_FIGURES; q++) {
        const double least = spreads->reading[q];
        errors[q] = own[q] > 0 ? sqrt(own[q] * own[q] + least * least) : not_given * least;
    }
}

/* ---- One step ---------------------------------------------------------------------------- */

/* What one reading's figure depends on. */
typedef struct slope {
    size_t count;
    size_t index[SCALP_TRAIT_COUNT + 4 * PANEL_FIGURES];
    double value[SCALP_TRAIT_COUNT + 4 * PANEL_FIGURES];
} slope;

static void add_slope(slope *s, size_t index, double value) {
    s->index[s->count] = index;
    s->value[s->count++] = value;
}

static size_t dot_at(const panel_state *state, size_t dot) {
    return PANEL_PHOTOS + PANEL_FIGURES * (state->spec->photo_count + dot);
}

static double photo_spread(const panel_state *state, size_t photo, int q) {
    const double fresh = state->spreads.fresh[q] * (1 - state->days[photo].healed);
    return sqrt(state->spreads.photo[q] * state->spreads.photo[q] + fresh * fresh);
}

/* The model's value of a reading's figure, and its slopes by the unknowns. */
static double figure_of(const panel_state *state, const scalp_panel_reading *r, const predicted *p,
                        int q, slope *s) {
    const panel_spreads *d = &state->spreads;
    const panel_day *day = &state->days[r->photo];
    const scalp_panel_law *law = &state->spec->laws[state->spec->law_of[r->dot]];
    const size_t dot = dot_at(state, r->dot);
    const size_t photo = PANEL_PHOTOS + PANEL_FIGURES * (size_t)r->photo + (size_t)q;
    const double lever = q == SCALP_PANEL_HUE ? law->lever : 0;
    const double along[PANEL_FIGURES] = {p->by_mass[q], p->by_width[q], lever};
    const double of_photo = photo_spread(state, r->photo, q);
    double value = p->value[q];
    s->count = 0;
    for (size_t i = 0; i < SCALP_TRAIT_COUNT; i++)
        add_slope(s, i, p->by_mass[q] * day->mass_slope[i] + p->by_width[q] * day->width_slope[i]);
    s->value[SCALP_TRAIT_HUE] = lever * day->healed * d->hue_deviation;
    value += s->value[SCALP_TRAIT_HUE] * state->x[SCALP_TRAIT_HUE];
    for (size_t k = 0; k < PANEL_FIGURES; k++) {
        add_slope(s, PANEL_SESSION + k, along[k] * d->session[k]);
        add_slope(s, dot + k, along[k] * d->hand[k]);
    }
    value += lever * (d->session[SCALP_PANEL_HUE] * state->x[PANEL_SESSION + SCALP_PANEL_HUE] +
                      d->hand[SCALP_PANEL_HUE] * state->x[dot + SCALP_PANEL_HUE]);
    add_slope(s, PANEL_CAMERA + (size_t)q, d->camera[q]);
    add_slope(s, photo, of_photo);
    return value + d->camera[q] * state->x[PANEL_CAMERA + (size_t)q] + of_photo * state->x[photo];
}

static predicted predict_reading(const panel_state *state, const scalp_panel_reading *r) {
    const panel_spreads *d = &state->spreads;
    const panel_day *day = &state->days[r->photo];
    const double *own = &state->x[dot_at(state, r->dot)], *session = &state->x[PANEL_SESSION];
    return predict(&state->spec->laws[state->spec->law_of[r->dot]],
                   day->log_mass + d->hand[0] * own[0] + d->session[0] * session[0],
                   day->log_width + d->hand[1] * own[1] + d->session[1] * session[1]);
}

/* Half the loss of Student's t, and the weight it gives a squared distance. */
static double loss(double distance) {
    return (freedom + 1) / 2 * scalp_log(1 + distance * distance / freedom);
}

static double weight(double distance) {
    return (freedom + 1) / (freedom + distance * distance);
}

static double add_reading(panel_state *state, const scalp_panel_reading *r, double *rise) {
    double values[PANEL_FIGURES], errors[PANEL_FIGURES], sum = 0;
    const predicted p = predict_reading(state, r);
    panel_read_values(r, values);
    read_errors(&state->spreads, r, errors);
    for (int q = 0; q < PANEL_FIGURES; q++) {
        slope s;
        if (isnan(values[q]))
            continue;
        const double scale = scale_of_sd * errors[q];
        const double distance = (figure_of(state, r, &p, q, &s) - values[q]) / scale;
        const double w = weight(distance);
        state->off[r->dot] += fabs(distance) * scale_of_sd > odd_reading;
        sum += loss(distance);
        for (size_t i = 0; i < s.count; i++) {
            const double told = w * s.value[i] / errors[q] / errors[q];
            rise[s.index[i]] += w * distance / scale * s.value[i];
            for (size_t j = 0; j < s.count; j++)
                state->curvature.m[s.index[i]][s.index[j]] += told * s.value[j];
        }
    }
    return sum;
}

static double add_prior(panel_state *state, double *rise) {
    const size_t dots = dot_at(state, 0);
    double sum = 0;
    for (size_t i = 0; i < SCALP_TRAIT_COUNT; i++) {
        for (size_t j = 0; j < SCALP_TRAIT_COUNT; j++) {
            state->curvature.m[i][j] += state->sure[i][j];
            rise[i] += state->sure[i][j] * state->x[j];
            sum += state->sure[i][j] * state->x[i] * state->x[j] / 2;
        }
    }
    for (size_t i = SCALP_TRAIT_COUNT; i < state->unknowns; i++) {
        const double x = state->x[i], w = i < dots ? 1 : weight(x / scale_of_sd);
        state->curvature.m[i][i] += w;
        rise[i] += (i < dots ? w : w / (scale_of_sd * scale_of_sd)) * x;
        sum += i < dots ? x * x / 2 : loss(x / scale_of_sd);
    }
    return sum;
}

/* Surprise, curvature and slope at x. */
static double expand(panel_state *state, double rise[PANEL_UNKNOWNS]) {
    const scalp_panel_spec *spec = state->spec;
    memset(rise, 0, PANEL_UNKNOWNS * sizeof *rise);
    memset(state->off, 0, sizeof state->off);
    for (size_t i = 0; i < state->unknowns; i++)
        memset(state->curvature.m[i], 0, state->unknowns * sizeof(double));
    for (size_t k = 0; k < spec->photo_count; k++)
        state->days[k] = panel_day_make(&state->spreads, &spec->wear, state->x, spec->days[k]);
    double sum = add_prior(state, rise);
    for (size_t i = 0; i < spec->reading_count; i++) {
        if (spec->readings[i].state == SCALP_PANEL_SEEN)
            sum += add_reading(state, &spec->readings[i], rise);
    }
    return sum;
}

/* ---- All steps --------------------------------------------------------------------------- */

/* To the likeliest unknowns; leaves the curvature there. `spare` is for the factors. */
static void settle(panel_state *state, panel_matrix *spare) {
    double rise[PANEL_UNKNOWNS], from[PANEL_UNKNOWNS];
    double now = expand(state, rise), damping = 1e-3;
    for (int round = 0; round < 40 && damping < 1e6; round++) {
        for (size_t i = 0; i < state->unknowns; i++) {
            memcpy(spare->m[i], state->curvature.m[i], state->unknowns * sizeof(double));
            spare->m[i][i] *= 1 + damping;
        }
        memcpy(from, state->x, sizeof from);
        panel_factor(spare, state->unknowns);
        panel_solve(spare, state->unknowns, rise);
        for (size_t i = 0; i < state->unknowns; i++)
            state->x[i] = scalp_clamp(state->x[i] - rise[i], -12, 12);
        const double then = expand(state, rise);
        const bool settled = fabs(now - then) < 1e-8 * (1 + now);
        if (then <= now) {
            now = then, damping /= 10;
        } else {
            memcpy(state->x, from, sizeof from);
            (void)expand(state, rise);
            damping = fmax(damping * 10, 1e-3);
        }
        if (settled)
            break;
    }
}

/* The hand's spread: what these dots show, and what is usual as if so many dots had shown it. What
 * a dot's place is open by adds to it. */
static void learn_hand(panel_state *state, const panel_spreads *usual) {
    const double worth = panel_constant("hand_worth");
    for (size_t q = 0; q < PANEL_FIGURES; q++) {
        const double was = state->spreads.hand[q];
        double sum = worth * usual->hand[q] * usual->hand[q], count = worth;
        for (size_t dot = 0; dot < state->spec->dot_count; dot++) {
            const size_t i = dot_at(state, dot) + q;
            const double x = state->x[i];
            const double far = x / scale_of_sd;
            sum += was * was * (weight(far) * far * far + 1 / state->curvature.m[i][i]);
            count++;
        }
        state->spreads.hand[q] = sqrt(sum / count);
        for (size_t dot = 0; dot < state->spec->dot_count; dot++)
            state->x[dot_at(state, dot) + q] *= was / state->spreads.hand[q];
    }
}

static void find_sure(panel_state *state, panel_matrix *spare) {
    const scalp_traits prior = scalp_traits_population();
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++)
        memcpy(spare->m[i], prior.covariance[i], sizeof prior.covariance[i]);
    panel_factor(spare, SCALP_TRAIT_COUNT);
    for (int j = 0; j < SCALP_TRAIT_COUNT; j++) {
        double unit[SCALP_TRAIT_COUNT] = {0};
        unit[j] = 1;
        panel_solve(spare, SCALP_TRAIT_COUNT, unit);
        for (int i = 0; i < SCALP_TRAIT_COUNT; i++)
            state->sure[i][j] = unit[i];
    }
}

/* What the traits are known by, all else being open. */
static void find_traits(const panel_state *state, panel_matrix *spare, scalp_traits *traits) {
    *spare = state->curvature;
    panel_factor(spare, state->unknowns);
    for (size_t j = 0; j < SCALP_TRAIT_COUNT; j++) {
        double unit[PANEL_UNKNOWNS] = {0};
        unit[j] = 1;
        panel_solve(spare, state->unknowns, unit);
        traits->mean[j] = state->x[j];
        for (size_t i = 0; i < SCALP_TRAIT_COUNT; i++)
            traits->covariance[i][j] = unit[i];
    }
    for (size_t i = 0; i < SCALP_TRAIT_COUNT; i++) {
        for (size_t j = 0; j < i; j++)
            traits->covariance[i][j] = traits->covariance[j][i];
    }
}

/* ---- Checks ------------------------------------------------------------------------------ */

static scalp_status check_sizes(const scalp_panel_spec *spec, scalp_error *error) {
    if (spec->dot_count < 1 || spec->dot_count > SCALP_PANEL_MAX_DOTS || spec->law_count < 1 ||
        spec->law_count > SCALP_PANEL_MAX_SETTINGS || spec->photo_count > SCALP_PANEL_MAX_PHOTOS ||
        spec->reading_count > SCALP_PANEL_MAX_READINGS)
        return scalp_fail(
            error, SCALP_ERR_LIMIT,
            "A panel has 1 to %d dots, made in at most %d ways, on at most %d photos.",
            SCALP_PANEL_MAX_DOTS, SCALP_PANEL_MAX_SETTINGS, SCALP_PANEL_MAX_PHOTOS);
    for (size_t i = 0; i < spec->dot_count; i++) {
        if (spec->law_of[i] >= spec->law_count)
            return scalp_fail(error, SCALP_ERR_INPUT, "Test dot %zu is made in no known way.",
                              i + 1);
    }
    for (size_t k = 0; k < spec->photo_count; k++) {
        if (!(spec->days[k] >= 0 && spec->days[k] <= SCALP_PANEL_MAX_DAYS))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Photo %zu of the panel is of day %g; it must be of day 0 to %g.",
                              k + 1, spec->days[k], SCALP_PANEL_MAX_DAYS);
    }
    return SCALP_OK;
}

static bool in_range(const scalp_panel_reading *r) {
    const bool dark =
        r->darkness >= 0.001 && r->darkness <= 1 && r->darkness_sd >= 0 && r->darkness_sd <= 1;
    const bool wide = isnan(r->diameter_mm) || (r->diameter_mm >= 0.02 && r->diameter_mm <= 3 &&
                                                r->diameter_sd_mm >= 0 && r->diameter_sd_mm <= 3);
    bool bands = true;
    for (int i = 0; i < 3; i++)
        bands = bands && (isnan(r->density_rgb[i]) || fabs(r->density_rgb[i]) <= 4);
    return dark && wide && bands;
}

static scalp_status check_readings(const scalp_panel_spec *spec, scalp_error *error) {
    bool there[SCALP_PANEL_MAX_PHOTOS][SCALP_PANEL_MAX_DOTS] = {{false}};
    for (size_t i = 0; i < spec->reading_count; i++) {
        const scalp_panel_reading *r = &spec->readings[i];
        if (r->dot >= spec->dot_count || r->photo >= spec->photo_count || there[r->photo][r->dot])
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Reading %zu of the panel is of no dot or photo of it, or there "
                              "already.",
                              i + 1);
        there[r->photo][r->dot] = true;
        if (r->state == SCALP_PANEL_SEEN && !in_range(r))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Dot %u in photo %u of the panel: a darkness is 0.001 to 1, a "
                              "diameter 0.02 to 3 mm, and errors are not negative.",
                              r->dot + 1, r->photo + 1);
    }
    return SCALP_OK;
}

/* Names the dots that do not go with the others; SCALP_ERR_NO when they are too many, or the hand
 * would have to be like no other. */
static scalp_status find_surprises(const panel_state *state, const panel_spreads *usual,
                                   scalp_panel *panel, scalp_error *error) {
    char list[120];
    size_t used = 0;
    bool uneven = false;
    list[0] = 0;
    for (size_t dot = 0; dot < state->spec->dot_count; dot++) {
        const double *own = &state->x[dot_at(state, dot)];
        bool far = state->off[dot] > 0;
        for (int q = 0; q < PANEL_FIGURES; q++)
            far = far || fabs(own[q]) * state->spreads.hand[q] > odd_dot * usual->hand[q];
        panel->surprising[dot] = far;
        panel->surprising_count += far;
        if (far && used < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%zu", used ? ", " : "",
                                     dot + 1);
    }
    for (int q = 0; q < SCALP_PANEL_HUE; q++)
        uneven = uneven || state->spreads.hand[q] > odd_hand * usual->hand[q];
    const bool many =
        panel->surprising_count >= 2 && 3 * panel->surprising_count > state->spec->dot_count;
    if (!many && !uneven)
        return SCALP_OK;
    if (panel->surprising_count == 0)
        return scalp_fail(error, SCALP_ERR_NO,
                          "The panel's dots contradict each other: they differ by more than any "
                          "hand's; check what each was made with and which is which in the "
                          "photos.");
    return scalp_fail(error, SCALP_ERR_NO,
                      "The panel's dots contradict each other (%s of %zu go with no client): check "
                      "what each was made with and which is which in the photos.",
                      list, state->spec->dot_count);
}

scalp_status scalp_panel_fit(const scalp_panel_spec *spec, const scalp_work *work,
                             scalp_panel *panel, scalp_error *error) {
    enum { rounds = 4 };
    void *place;
    SCALP_TRY(check_sizes(spec, error));
    SCALP_TRY(check_readings(spec, error));
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, 1, sizeof(panel_state), &place, error));
    panel_state *state = place;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(panel_matrix), &place, error));
    panel_matrix *spare = place;
    const panel_spreads usual = panel_spreads_make();
    state->spec = spec;
    state->spreads = usual;
    state->unknowns = PANEL_PHOTOS + PANEL_FIGURES * (spec->photo_count + spec->dot_count);
    find_sure(state, spare);
    settle(state, spare);
    for (int round = 1; round < rounds && spec->reading_count > 0; round++) {
        learn_hand(state, &usual);
        settle(state, spare);
    }
    scalp_panel made = {.healed = false};
    memcpy(made.hand, state->spreads.hand, sizeof made.hand);
    find_traits(state, spare, &made.traits);
    SCALP_TRY(find_surprises(state, &usual, &made, error));
    panel_kept(spec, &made);
    panel_next(spec, &made);
    scalp_arena_return(work->memory, here);
    *panel = made;
    return SCALP_OK;
}
