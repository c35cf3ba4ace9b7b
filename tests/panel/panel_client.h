/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated clients with test dots: their traits, hands and cameras are drawn, the panel is
 * photographed with errors, and the next session's healed dots are the truth to be told. */
#ifndef SCALPTOR_PANEL_CLIENT_H
#define SCALPTOR_PANEL_CLIENT_H

#include "../check.h"

#include <scalptor/panel.h>

enum { panel_days = 3, panel_most = SCALP_PANEL_MAX_DOTS };

typedef struct panel_client {
    double trait[SCALP_TRAIT_COUNT];
    double hand[3], camera[3];
    double kept; /* share of dots */
} panel_client;

typedef struct panel_truth {
    double kept, value[3]; /* as scalp_panel.next of law 0: contrast, mm, logarithm */
} panel_truth;

static inline double panel_exponential(scalp_random *r) {
    return -scalp_log(1 - scalp_random_uniform(r));
}

/* Mean 0; wide: 1.3 times wider, and skewed (0.7 cubed times 2). */
static inline double panel_deviation(scalp_random *r, bool wide) {
    if (!wide)
        return scalp_random_normal(r);
    return 1.3 * (0.7 * (panel_exponential(r) - 1) + sqrt(1 - 0.49) * scalp_random_normal(r));
}

/* Gamma for shapes of 0.3 and more (Marsaglia & Tsang 2000). */
static inline double panel_gamma(scalp_random *r, double shape) {
    if (shape < 1)
        return panel_gamma(r, shape + 1) * scalp_pow(1 - scalp_random_uniform(r), 1 / shape);
    const double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        const double x = scalp_random_normal(r), v = (1 + c * x) * (1 + c * x) * (1 + c * x);
        if (v > 0 &&
            scalp_log(1 - scalp_random_uniform(r)) < x * x / 2 + d - d * v + d * scalp_log(v))
            return d * v;
    }
}

static inline double panel_share(scalp_random *r, double mean, double worth) {
    const double a = panel_gamma(r, mean * worth), b = panel_gamma(r, (1 - mean) * worth);
    return a / (a + b);
}

/* Of the population of data/fading.csv and data/panel.csv; or of a wider, skewed one. */
static inline panel_client panel_client_draw(scalp_random *r, bool wide) {
    static const double hand[] = {0.2, 0.1, 0.2}, camera[] = {0.05, 0.03, 0.1};
    panel_client c = {.kept = wide ? panel_share(r, 0.9, 8) : panel_share(r, 0.92, 12)};
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++)
        c.trait[i] = panel_deviation(r, wide);
    c.trait[SCALP_TRAIT_SPREAD] =
        0.5 * c.trait[SCALP_TRAIT_WIDTH] + sqrt(0.75) * c.trait[SCALP_TRAIT_SPREAD];
    for (int q = 0; q < 3; q++) {
        c.hand[q] = hand[q] * scalp_exp(0.2 * panel_deviation(r, wide));
        c.camera[q] = camera[q] * panel_deviation(r, wide);
    }
    return c;
}

/* One session of a client, and the dots of it. */
typedef struct panel_session {
    double own[3];
} panel_session;

static inline panel_session panel_session_draw(scalp_random *r) {
    static const double spread[] = {0.08, 0.04, 0.1};
    panel_session s;
    for (int q = 0; q < 3; q++)
        s.own[q] = spread[q] * scalp_random_normal(r);
    return s;
}

/* The three logarithms of a dot of that day, without errors; `own` is how it came out. */
static inline void panel_dot(const panel_client *c, const scalp_panel_law *law,
                             const panel_session *s, const double own[3], double days,
                             double values[3]) {
    const scalp_pace pace = {c->trait[0], c->trait[1], c->trait[2], c->trait[3]};
    const scalp_faded f = scalp_fading_of(NULL, &pace, days);
    const double width = scalp_trait_amount(SCALP_TRAIT_WIDTH, c->trait[SCALP_TRAIT_WIDTH]);
    scalp_panel_law_at(law, scalp_log(f.dermal_mass + f.epidermal_mass) + s->own[0] + own[0],
                       scalp_log(f.width * width) + s->own[1] + own[1], values);
    values[2] += law->lever * (scalp_fading_healed(days) *
                                   scalp_trait_amount(SCALP_TRAIT_HUE, c->trait[SCALP_TRAIT_HUE]) +
                               s->own[2] + own[2]);
}

static inline scalp_panel_reading panel_reading(const double values[3], unsigned dot,
                                                unsigned photo, const double sd[3]) {
    /* Bands of which the contrasts' ratio is the third value. */
    const double blue = 0.3, red = fmin(blue * scalp_exp(values[2]), 0.98);
    return (scalp_panel_reading){
        .dot = dot,
        .photo = photo,
        .state = SCALP_PANEL_SEEN,
        .darkness = scalp_clamp(scalp_exp(values[0]), 0.002, 1),
        .diameter_mm = scalp_clamp(scalp_exp(values[1]), 0.02, 3),
        .darkness_sd = sd[0] * scalp_exp(values[0]),
        .diameter_sd_mm = sd[1] * scalp_exp(values[1]),
        .density_rgb = {-scalp_log(1 - red) / scalp_log(10), 0.2,
                        -scalp_log(1 - blue) / scalp_log(10)},
    };
}

/* Photographs a panel of `count` dots on days 0, 10 and 28; dot i is made as law_of[i] says. */
static inline size_t panel_photograph(scalp_random *r, const panel_client *c,
                                      const scalp_panel_law *laws, const unsigned *law_of,
                                      size_t count, const double days[panel_days],
                                      scalp_panel_reading *readings) {
    static const double least[] = {0.03, 0.02, 0.03}, photo_sd[] = {0.02, 0.015, 0.03};
    static const double fresh[] = {0.15, 0.12, 0.15};
    const panel_session session = panel_session_draw(r);
    double own[panel_most][3], photo[panel_days][3];
    bool gone[panel_most];
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        gone[i] = scalp_random_uniform(r) > c->kept;
        for (int q = 0; q < 3; q++)
            own[i][q] = c->hand[q] * scalp_random_normal(r);
    }
    for (unsigned k = 0; k < panel_days; k++) {
        for (int q = 0; q < 3; q++)
            photo[k][q] = photo_sd[q] * scalp_random_normal(r) +
                          fresh[q] * (1 - scalp_fading_healed(days[k])) * scalp_random_normal(r);
    }
    for (unsigned k = 0; k < panel_days; k++) {
        for (unsigned i = 0; i < count; i++) {
            double values[3], sd[3];
            panel_dot(c, &laws[law_of[i]], &session, own[i], days[k], values);
            for (int q = 0; q < 3; q++) {
                sd[q] = 0.02 + 0.05 * scalp_random_uniform(r);
                if (q == 2)
                    sd[q] = sd[0];
                const double error = sqrt(sd[q] * sd[q] + least[q] * least[q]);
                values[q] += c->camera[q] + photo[k][q] + error * scalp_random_normal(r);
            }
            readings[made] = panel_reading(values, i, k, sd);
            if (gone[i] && days[k] > 20)
                readings[made].state = SCALP_PANEL_GONE;
            made++;
        }
    }
    return made;
}

/* The next session's healed dots, many of them. */
static inline panel_truth panel_next_session(scalp_random *r, const panel_client *c,
                                             const scalp_panel_law *law) {
    enum { dots = 200 };
    const panel_session session = panel_session_draw(r);
    panel_truth t = {.kept = c->kept};
    for (int i = 0; i < dots; i++) {
        double own[3], values[3];
        for (int q = 0; q < 3; q++)
            own[q] = c->hand[q] * scalp_random_normal(r);
        panel_dot(c, law, &session, own, 28, values);
        t.value[0] += scalp_exp(values[0]) / dots;
        t.value[1] += scalp_exp(values[1]) / dots;
        t.value[2] += values[2] / dots;
    }
    return t;
}

/* The laws of 1:20 and 1:30 by one needle in light skin. */
static inline void panel_laws(scalp_panel_law laws[2], const scalp_work *work) {
    scalp_error error;
    const scalp_skin_parts skin = {.melanin = 0.0233, .blood = SCALP_SKIN_BLOOD, .scatter = 1};
    for (int i = 0; i < 2; i++) {
        const scalp_panel_setting s = {
            scalp_pigment_find("carbon-black"), i ? 30 : 20, {0.12, 0.2, 0.08, 0}};
        CHECK_STATUS(scalp_panel_law_make(&skin, &s, work, &laws[i], &error), SCALP_OK);
    }
}

#endif
