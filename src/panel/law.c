/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a camera reads of a test dot, as a table over its pigment and its width: worked out by the
 * optics once for each way the dots were made, asked a thousand times by the fit. */
#include "panel.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { WIDTHS = SCALP_PANEL_LAW_WIDTHS, STRENGTHS = SCALP_PANEL_LAW_STRENGTHS };

static const double least_width = 0.55, most_width = 3.2, widest_mm = 0.999;
static const double least_strength = 0.02, most_strength = 6;

static const struct {
    const char *name;
    double value;
} constants[] = {
#define ROW(name, value, unit, source) {name, value},
#include "panel.inc"
#undef ROW
};

double panel_constant(const char *name) {
    size_t i = 0;
    while (i + 1 < sizeof constants / sizeof *constants && strcmp(constants[i].name, name) != 0)
        i++;
    assert(strcmp(constants[i].name, name) == 0);
    return constants[i].value;
}

static void spread(const char *const names[PANEL_FIGURES], double to[PANEL_FIGURES]) {
    for (int q = 0; q < PANEL_FIGURES; q++)
        to[q] = panel_constant(names[q]);
}

panel_spreads panel_spreads_make(void) {
    static const char *const hand[] = {"hand_mass", "hand_width", "hand_hue"};
    static const char *const session[] = {"session_mass", "session_width", "session_hue"};
    static const char *const camera[] = {"camera_darkness", "camera_width", "camera_hue"};
    static const char *const photo[] = {"photo_darkness", "photo_width", "photo_hue"};
    static const char *const fresh[] = {"fresh_darkness", "fresh_width", "fresh_hue"};
    static const char *const reading[] = {"reading_darkness", "reading_width", "reading_hue"};
    panel_spreads s = {.width_deviation = scalp_log(scalp_trait_amount(SCALP_TRAIT_WIDTH, 1)),
                       .hue_deviation = scalp_trait_amount(SCALP_TRAIT_HUE, 1)};
    spread(hand, s.hand);
    spread(session, s.session);
    spread(camera, s.camera);
    spread(photo, s.photo);
    spread(fresh, s.fresh);
    spread(reading, s.reading);
    return s;
}

/* ---- Filling ----------------------------------------------------------------------------- */

static scalp_rgb light_of(const scalp_spectrum *spectrum) {
    return scalp_rgb_from_xyz(scalp_xyz_from_spectrum(spectrum, SCALP_ILLUMINANT_D65));
}

/* What the middle of a dot reflects. */
static scalp_spectrum middle_of(const scalp_spectrum *skin, const scalp_spectrum *diffuse,
                                const scalp_dot_seen *seen, double hue) {
    const scalp_response response = {1, 1, hue};
    scalp_spectrum middle;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        const double nm = SCALP_SPECTRUM_FIRST_NM + SCALP_SPECTRUM_STEP_NM * (double)w;
        const double contrast =
            seen->contrast[w * seen->radius_count] * scalp_response_tint(&response, nm);
        middle.r[w] = skin->r[w] - diffuse->r[w] * fmin(contrast, 1);
    }
    return middle;
}

/* The three logarithms of a dot. */
static void read_dot(const scalp_spectrum *skin, const scalp_spectrum *diffuse,
                     const scalp_dot_seen *seen, double hue, double values[PANEL_FIGURES]) {
    enum { green = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM };
    const double least = 1e-4;
    const scalp_spectrum middle = middle_of(skin, diffuse, seen, hue);
    const scalp_rgb bare = light_of(skin), dot = light_of(&middle);
    const double left[3] = {dot.r / bare.r, dot.g / bare.g, dot.b / bare.b};
    double contrast = 0;
    for (int i = 0; i < 3; i++)
        contrast += fmax(1 - left[i], least) / 3;
    values[SCALP_PANEL_DARKNESS] = scalp_log(contrast);
    values[SCALP_PANEL_WIDTH] = scalp_log(fmax(2 * seen->hwhm_mm[green], 1e-3));
    values[SCALP_PANEL_HUE] = scalp_log(fmax(1 - left[0], least) / fmax(1 - left[2], least));
}

/* The node nearest to a factor of 1. */
static int nearest_one(double first, double step) {
    return (int)floor(-first / step + 0.5);
}

/* What a shift of colour does to a healed dot. */
static void find_lever(const scalp_spectrum *skin, const scalp_spectrum *diffuse,
                       const scalp_dot_seen *seen, scalp_panel_law *law) {
    const double step = 0.1;
    double values[2][PANEL_FIGURES], b[2];
    for (int i = 0; i < 2; i++) {
        const scalp_spectrum middle = middle_of(skin, diffuse, seen, i * step);
        read_dot(skin, diffuse, seen, i * step, values[i]);
        b[i] = scalp_lab_from_spectrum(&middle, SCALP_ILLUMINANT_D65).b;
    }
    law->lever = (values[1][SCALP_PANEL_HUE] - values[0][SCALP_PANEL_HUE]) / step;
    law->b_per_hue = (b[1] - b[0]) / step;
}

static scalp_status fill_width(const scalp_skin_parts *skin, const scalp_spectrum *bare,
                               const scalp_panel_setting *setting, int column,
                               const scalp_work *work, scalp_panel_law *law, scalp_error *error) {
    enum { green = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM };
    double dmua[STRENGTHS][SCALP_SPECTRUM_COUNT], own[SCALP_SPECTRUM_COUNT];
    scalp_dot_seen seen[STRENGTHS];
    scalp_spectrum diffuse;
    scalp_deposit deposit = setting->deposit;
    scalp_pigment_dmua(setting->pigment, setting->dilution, own);
    for (int i = 0; i < STRENGTHS; i++) {
        const double strength = scalp_exp(law->first_strength + i * law->step_strength);
        for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
            dmua[i][w] = fmin(own[w] * strength, 2000);
    }
    deposit.diameter_mm *= scalp_exp(law->first_width + column * law->step_width);
    deposit.dmua_per_mm = own[green];
    SCALP_TRY(
        scalp_optics_dots_in_skin(skin, &deposit, *dmua, STRENGTHS, work, seen, &diffuse, error));
    for (int i = 0; i < STRENGTHS; i++)
        read_dot(bare, &diffuse, &seen[i], 0, law->values[column][i]);
    if (column == nearest_one(law->first_width, law->step_width))
        find_lever(bare, &diffuse, &seen[nearest_one(law->first_strength, law->step_strength)],
                   law);
    return SCALP_OK;
}

static scalp_status check_setting(const scalp_panel_setting *s, scalp_error *error) {
    if (!s->pigment || !(s->dilution >= 0 && s->dilution <= 100))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A test dot needs a pigment, and a dilution of 0 to 100 parts.");
    if (!(s->deposit.diameter_mm >= 0.05 && s->deposit.diameter_mm <= 0.6))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A test dot of %g mm is none; its deposit is 0.05 to 0.6 mm wide.",
                          s->deposit.diameter_mm);
    return SCALP_OK;
}

scalp_status scalp_panel_law_make(const scalp_skin_parts *skin, const scalp_panel_setting *setting,
                                  const scalp_work *work, scalp_panel_law *law,
                                  scalp_error *error) {
    enum { nodes = 16 };
    scalp_spectrum bare;
    scalp_panel_law made = {.lever = 0};
    SCALP_TRY(check_setting(setting, error));
    const double most = fmin(most_width, widest_mm / setting->deposit.diameter_mm);
    made.first_width = scalp_log(least_width);
    made.step_width = scalp_log(most / least_width) / (WIDTHS - 1);
    made.first_strength = scalp_log(least_strength);
    made.step_strength = scalp_log(most_strength / least_strength) / (STRENGTHS - 1);
    SCALP_TRY(scalp_skin_spectrum_make(skin, nodes, work, &bare, error));
    for (int column = 0; column < WIDTHS; column++) {
        const scalp_arena_mark here = scalp_arena_here(work->memory);
        SCALP_TRY(fill_width(skin, &bare, setting, column, work, &made, error));
        scalp_arena_return(work->memory, here);
        SCALP_TRY(scalp_work_report(work, "test dots", (double)column / WIDTHS, error));
    }
    *law = made;
    return SCALP_OK;
}

/* ---- Asking ------------------------------------------------------------------------------ */

/* Weights of the cubic through four nodes (Lagrange) at `at`, in steps from the first node. */
static int cubic(double at, int count, double weights[4]) {
    const double inside = scalp_clamp(at, 0, count - 1);
    int first = (int)inside - 1;
    first = first < 0 ? 0 : first > count - 4 ? count - 4 : first;
    const double t = inside - first;
    weights[0] = -(t - 1) * (t - 2) * (t - 3) / 6;
    weights[1] = t * (t - 2) * (t - 3) / 2;
    weights[2] = -t * (t - 1) * (t - 3) / 2;
    weights[3] = t * (t - 1) * (t - 2) / 6;
    return first;
}

void scalp_panel_law_at(const scalp_panel_law *law, double log_mass, double log_width,
                        double values[PANEL_FIGURES]) {
    const double log_strength = log_mass - 2 * log_width;
    double across[4], along[4];
    const int column = cubic((log_width - law->first_width) / law->step_width, WIDTHS, across);
    const int row =
        cubic((log_strength - law->first_strength) / law->step_strength, STRENGTHS, along);
    for (int q = 0; q < PANEL_FIGURES; q++) {
        values[q] = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++)
                values[q] += across[i] * along[j] * law->values[column + i][row + j][q];
        }
    }
}
