/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dot in layers: against Monte Carlo with the disc in it (stored, and live with --long), against
 * published dots, against adding-doubling of thin absorbing layers, and laws. */
#include "slabs.h"

static const scalp_deposit usual = {0.12, 0.20, 0.08, 50};

static scalp_dot_seen seen_in(check_work *w, const scalp_layer *layers, size_t count,
                              scalp_deposit disc) {
    const scalp_stack stack = {layers, count, 1, 1, layers[count - 1].n};
    scalp_dot_seen seen;
    scalp_error error;
    if (scalp_optics_dot_make(&stack, &disc, &disc.dmua_per_mm, &w->work, &seen, &error) !=
        SCALP_OK) {
        printf("Bail out! %s\n", error.message);
        exit(3);
    }
    return seen;
}

static scalp_dot_seen seen_in_skin(check_work *w, double melanin, double nm, scalp_deposit disc) {
    const scalp_skin_parts skin = {melanin, SCALP_SKIN_BLOOD, 1};
    scalp_layer layers[SCALP_SKIN_LAYERS];
    scalp_skin_layers_make(&skin, &nm, 1, layers);
    return seen_in(w, layers, SCALP_SKIN_LAYERS, disc);
}

static double contrast_at(const scalp_dot_seen *s, double r) {
    size_t i = 0;
    while (i + 2 < s->radius_count && s->r_mm[i + 1] < r)
        i++;
    const double t = (r - s->r_mm[i]) / (s->r_mm[i + 1] - s->r_mm[i]);
    return s->contrast[i] + t * (s->contrast[i + 1] - s->contrast[i]);
}

/* Mean over r < to. */
static double mean_within(const scalp_dot_seen *s, double to) {
    double sum = 0;
    for (int i = 0; i < 500; i++)
        sum += contrast_at(s, to * sqrt((i + 0.5) / 500));
    return sum / 500;
}

/* ---- Monte Carlo with the disc in it ----------------------------------------------------- */

static void hold(const char *what, double value, double truth, double error, double *worst) {
    const double off = value / truth - 1;
    if (fabs(off) > fabs(*worst) && error < 0.01 * truth)
        *worst = off;
    if (!(fabs(value - truth) <= fmax(0.05 * truth, 4 * error)))
        CHECK_FAILED("%s is %g, not %g within 5 %% or 4 x %g", what, value, truth, error);
}

static void live(check_work *w, const double *cell, double *numbers) {
    const scalp_skin_parts skin = {cell[0], SCALP_SKIN_BLOOD, 1};
    const scalp_deposit disc = {cell[2], cell[3], cell[4], cell[5]};
    const scalp_mc_params params = {
        .photons = 50000, .seed = 7, .ring_count = 1, .ring_mm = cell[2] > 0.6 ? 0.1 : 0.03};
    scalp_layer layers[SCALP_SKIN_LAYERS];
    const scalp_stack stack = {layers, SCALP_SKIN_LAYERS, 1, 1, 1.4};
    scalp_mc_disc got;
    scalp_skin_layers_make(&skin, &cell[1], 1, layers);
    CHECK_STATUS(scalp_optics_mc_disc_make(&stack, &disc, &params, &w->work, &got, NULL), SCALP_OK);
    numbers[0] = got.total_mm2.mean, numbers[1] = got.total_mm2.error;
    numbers[2] = got.contrast[0].mean, numbers[3] = got.contrast[0].error;
}

/* A row: melanin, wavelength, depth, diameter, thickness, dmua, total, error, centre, error. */
static int against_walks(check_work *w, FILE *file, bool again) {
    char line[512];
    double worst[2] = {0, 0};
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        double v[10];
        char *at = line;
        for (int i = 0; i < 10; i++, at += *at == ',')
            v[i] = strtod(at, &at);
        if (!(v[1] > 0))
            continue; /* the header, the remark */
        if (again)
            live(w, v, v + 6);
        const scalp_dot_seen s =
            seen_in_skin(w, v[0], v[1], (scalp_deposit){v[2], v[3], v[4], v[5]});
        char what[120];
        snprintf(what, sizeof what, "melanin %g, %g nm, %g mm deep, %g by %g: total", v[0], v[1],
                 v[2], v[3], v[4]);
        hold(what, s.total_mm2[0], v[6], v[7], &worst[0]);
        memcpy(strrchr(what, ':'), ": peak", 7);
        hold(what, mean_within(&s, v[2] > 0.6 ? 0.1 : 0.03), v[8], v[9], &worst[1]);
        rows++;
    }
    printf("# where it is known to 1 %%: at most %.1f %% off in total, %.1f %% in the centre\n",
           100 * worst[0], 100 * worst[1]);
    return rows;
}

static void stored_walks(check_work *w, bool again) {
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/optics/dot_reference.csv", getenv("SCALPTOR_SOURCE"));
    FILE *file = fopen(path, "r");
    CHECK(file != NULL);
    if (!file)
        return;
    CHECK(against_walks(w, file, again) == 72);
    fclose(file);
}

/* ---- Published dots ---------------------------------------------------------------------- */

/* Disc of 0.20 by 0.08 mm in light skin of four layers, 450, 550, 650 nm; contrast: mean over
 * r < 0.10. Perturbation Monte Carlo, 2e6 photons; half widths from bins of some 0.02 mm. */
static const struct published {
    double depth, strong[3], weak[3], hwhm[3], total[3];
} published[] = {
    {0.10, {.442, .527, .612}, {.269, .315, .360}, {.114, .109, .106}, {.0564, .0803, .1317}},
    {0.12, {.329, .417, .514}, {.200, .249, .300}, {.121, .116, .111}, {.0492, .0748, .1314}},
    {0.15, {.223, .305, .401}, {.135, .180, .233}, {.136, .130, .124}, {.0409, .0680, .1304}},
    {0.20, {.120, .187, .269}, {.073, .110, .155}, {.165, .160, .152}, {.0297, .0575, .1268}},
    {0.30, {.040, .077, .132}, {.025, .046, .077}, {.232, .232, .225}, {.0164, .0415, .1168}},
};

static const double coefficients[3][4][3] = {
    /* per cm: mua, mus, thickness in mm */
    {{10.86, 322.3, 0.08}, {9.007, 218.6, 0.2}, {5.222, 218.6, 1.72}, {4.25, 162, INFINITY}},
    {{5.399, 261.0, 0.08}, {5.336, 165.9, 0.2}, {2.926, 165.9, 1.72}, {2.712, 136.3, INFINITY}},
    {{3.12, 241.8, 0.08}, {0.4157, 148.6, 0.2}, {0.3627, 148.6, 1.72}, {0.315, 130.2, INFINITY}},
};
static const double anisotropy[3] = {0.7505, 0.7795, 0.8085};

static void against_published(check_work *w) {
    double worst[4] = {0};
    for (int c = 0; c < 3; c++) {
        scalp_layer layers[4];
        for (int i = 0; i < 4; i++)
            layers[i] = layer_per_cm(coefficients[c][i][0], coefficients[c][i][1], anisotropy[c],
                                     coefficients[c][i][2]);
        for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
            const struct published *p = &published[i];
            scalp_deposit disc = {p->depth, 0.20, 0.08, 50};
            const scalp_dot_seen strong = seen_in(w, layers, 4, disc);
            disc.dmua_per_mm = 10;
            const scalp_dot_seen weak = seen_in(w, layers, 4, disc);
            const double off[4] = {mean_within(&strong, 0.1) / p->strong[c] - 1,
                                   mean_within(&weak, 0.1) / p->weak[c] - 1,
                                   strong.hwhm_mm[0] / p->hwhm[c] - 1,
                                   strong.total_mm2[0] / p->total[c] - 1};
            for (int k = 0; k < 4; k++)
                worst[k] = fabs(off[k]) > fabs(worst[k]) ? off[k] : worst[k];
        }
    }
    printf("# at most %.1f, %.1f %% off in contrast for 50 and 10 per mm, %.1f %% in half width, "
           "%.1f %% in total\n",
           100 * worst[0], 100 * worst[1], 100 * worst[2], 100 * worst[3]);
    CHECK_AT_MOST(fabs(worst[0]), 0.07);
    CHECK_AT_MOST(fabs(worst[1]), 0.06);
    CHECK_AT_MOST(fabs(worst[2]), 0.08);
    CHECK_AT_MOST(fabs(worst[3]), 0.04);
}

/* ---- Laws -------------------------------------------------------------------------------- */

/* The weak disc's integral is its volume times -d(ln R)/dmua of a thin layer. */
static void against_layers(check_work *w, double melanin, double nm, double depth) {
    const double thin = 0.01, dmua = 1e-3, face = 0.4 * 0.4 / (2.4 * 2.4);
    const scalp_skin_parts skin = {melanin, SCALP_SKIN_BLOOD, 1};
    scalp_layer layers[SCALP_SKIN_LAYERS], cut[SCALP_SKIN_LAYERS + 2];
    scalp_skin_layers_make(&skin, &nm, 1, layers);
    size_t made = 0, inked = 0;
    double top = 0;
    for (size_t i = 0; i < SCALP_SKIN_LAYERS; i++) {
        const double bottom = top + layers[i].thickness_mm;
        const double from = depth - thin / 2;
        if (from > top && from + thin < bottom) {
            cut[made] = layers[i], cut[made++].thickness_mm = from - top;
            inked = made;
            cut[made] = layers[i], cut[made++].thickness_mm = thin;
            top = from + thin;
        }
        cut[made] = layers[i], cut[made++].thickness_mm = bottom - top;
        top = bottom;
    }
    const double bare = slab_between(w, 1, cut, made, 1.4, 16).ur1[0] - face;
    cut[inked].mua_per_mm += dmua;
    const double dark = slab_between(w, 1, cut, made, 1.4, 16).ur1[0] - face;
    const scalp_deposit disc = {depth, 0.03, thin, 1e-3};
    const scalp_dot_seen s = seen_in_skin(w, melanin, nm, disc);
    const double expected = (1 - dark / bare) * SCALP_PI * 0.015 * 0.015 * 1e-3 / dmua;
    CHECK_NEAR(s.total_mm2[0] / expected, 1, 2e-3);
    CHECK_NEAR(s.diffuse[0] / bare, 1, 1e-9);
}

static double over_plane(const scalp_dot_seen *s) {
    double sum = 0;
    for (size_t i = 1; i < s->radius_count; i++)
        sum += SCALP_PI * (s->r_mm[i] - s->r_mm[i - 1]) *
               (s->contrast[i - 1] * s->r_mm[i - 1] + s->contrast[i] * s->r_mm[i]);
    return sum;
}

static void any_dot(check_work *w, scalp_random *r) {
    const double nm = uniform(r, 380, 780), melanin = exp(uniform(r, -7, -1.3));
    scalp_deposit d = {.diameter_mm = exp(uniform(r, log(0.03), 0)),
                       .thickness_mm = exp(uniform(r, log(0.01), log(0.5))),
                       .dmua_per_mm = exp(uniform(r, -3, 7))};
    d.depth_mm = fmax(0.02, d.thickness_mm / 2 + exp(uniform(r, -6, 0)));
    const scalp_dot_seen s = seen_in_skin(w, melanin, nm, d);
    CHECK(s.total_mm2[0] > 0 && s.hwhm_mm[0] > 0.25 * d.diameter_mm);
    for (size_t i = 0; i < s.radius_count; i++)
        CHECK(s.contrast[i] >= 0 && s.contrast[i] <= 1);
    /* What leaves beyond 4 mm is not in the profile. */
    CHECK_NEAR(over_plane(&s) / s.total_mm2[0], nm < 600 ? 1 : 0.9, nm < 600 ? 0.08 : 0.16);
    scalp_deposit more = d;
    more.dmua_per_mm *= 1.5;
    CHECK(seen_in_skin(w, melanin, nm, more).total_mm2[0] > s.total_mm2[0]);
    more = d;
    more.diameter_mm = fmin(1, d.diameter_mm * 1.2);
    CHECK(seen_in_skin(w, melanin, nm, more).total_mm2[0] >= s.total_mm2[0]);
}

static void falls_with_depth(check_work *w, double melanin, double nm) {
    double before = 2, width = 0;
    for (double z = 0.05; z < 1.5; z += 0.02) {
        const scalp_dot_seen s = seen_in_skin(w, melanin, nm, (scalp_deposit){z, 0.2, 0.08, 50});
        /* Dark skin: within the melanin it halves from 0.07 to 0.09. */
        CHECK(s.contrast[0] < before && (z < 0.13 || s.contrast[0] > 0.75 * before));
        CHECK(s.hwhm_mm[0] > 0.96 * width);
        before = s.contrast[0];
        width = s.hwhm_mm[0];
    }
}

static void refuses(check_work *w, scalp_deposit disc, double dmua, const char *word) {
    const scalp_layer slab = {1.4, 0.1, 10, 0.8, 1};
    const scalp_stack stack = {&slab, 1, 1, 1, 1};
    scalp_dot_seen seen;
    scalp_error error = {.status = SCALP_OK};
    CHECK_STATUS(scalp_optics_dot_make(&stack, &disc, &dmua, &w->work, &seen, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, word))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, word);
}

/* ---- Forty-one wavelengths ----------------------------------------------------------------- */

static void same_in_spectrum(check_work *w) {
    const scalp_skin_parts skin = {0.0144, SCALP_SKIN_BLOOD, 1};
    double dmua[SCALP_SPECTRUM_COUNT];
    scalp_spectrum r0, ur1;
    scalp_dot_seen all, plain;
    scalp_kernels scalar = scalp_kernels_make();
    scalp_work without = w->work;
    without.kernels = &scalar;
    for (int i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        dmua[i] = 60 - i;
    CHECK_STATUS(scalp_optics_dot_in_skin(&skin, &usual, dmua, &w->work, &all, &r0, NULL),
                 SCALP_OK);
    CHECK_STATUS(scalp_optics_dot_in_skin(&skin, &usual, dmua, &without, &plain, &r0, NULL),
                 SCALP_OK);
    CHECK_STATUS(scalp_skin_spectrum_make(&skin, 8, &w->work, &ur1, NULL), SCALP_OK);
    CHECK(all.wavelength_count == SCALP_SPECTRUM_COUNT);
    CHECK(memcmp(all.contrast, plain.contrast,
                 all.radius_count * SCALP_SPECTRUM_COUNT * sizeof(double)) == 0);
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++) {
        scalp_deposit disc = usual;
        disc.dmua_per_mm = dmua[i];
        const scalp_dot_seen one = seen_in_skin(w, 0.0144, scalp_spectrum_wavelength_nm(i), disc);
        CHECK_NEAR(all.total_mm2[i] / one.total_mm2[0], 1, 0.01); /* 8 directions, not 16 */
        CHECK_NEAR(all.contrast[i * all.radius_count] / one.contrast[0], 1, 0.01);
        CHECK_NEAR(r0.r[i], ur1.r[i] - 0.4 * 0.4 / (2.4 * 2.4), 1e-9);
    }
}

static void out_of_memory(void) {
    const scalp_deposit disc = usual;
    for (long blocks = 0;; blocks++) {
        check_stingy stingy = {.left = blocks};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &stingy};
        scalp_work work = {0};
        double seen = -1;
        scalp_status status = scalp_arena_open(&allocator, &work.memory);
        if (status == SCALP_OK)
            status = scalp_optics_seen_diameter(&disc, &work, &seen, NULL);
        scalp_arena_close(&work.memory);
        CHECK(stingy.live == 0);
        if (status == SCALP_OK)
            return;
        CHECK(status == SCALP_ERR_MEMORY && seen < 0);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, (unsigned)check_times(1, 2));
    scalp_random r = scalp_random_make(5, 0);
    CASE("discs in skin, as Monte Carlo with the disc in it has them") {
        stored_walks(&w, check_times(0, 1));
    }
    CASE("published dots") {
        against_published(&w);
    }
    CASE("a weak disc takes what a thin layer takes") {
        const double depth[] = {0.03, 0.065, 0.1, 0.15, 0.24, 0.4, 0.7, 1.2};
        for (size_t i = 0; i < sizeof depth / sizeof *depth; i++) {
            against_layers(&w, 0.0144, 450, depth[i]);
            against_layers(&w, 0.1236, 650, depth[i]);
        }
    }
    CASE("any dot: a profile with its integral, darker with ink and area") {
        for (int i = 0; i < check_times(60, 3000); i++) {
            any_dot(&w, &r);
        }
    }
    CASE("deeper is paler and wider, without a jump") {
        falls_with_depth(&w, 0.0144, 550);
        falls_with_depth(&w, 0.0144, 650);
        falls_with_depth(&w, 0.1236, 450);
    }
    CASE("forty-one wavelengths: each as by itself, and the same bits without AVX2") {
        same_in_spectrum(&w);
    }
    CASE("no ink, no dot; the seen diameter of the usual one") {
        const scalp_dot_seen none =
            seen_in_skin(&w, 0.02, 550, (scalp_deposit){0.12, 0.2, 0.08, 0});
        double seen = 0;
        CHECK(none.total_mm2[0] == 0 && none.hwhm_mm[0] == 0 && none.contrast[0] == 0);
        CHECK_STATUS(scalp_optics_seen_diameter(&usual, &w.work, &seen, NULL), SCALP_OK);
        CHECK_NEAR(seen, 0.232, 0.013); /* published; its peak is a mean over a ring */
        out_of_memory();
    }
    CASE("what is no disc, or not inside, is refused in one sentence") {
        refuses(&w, (scalp_deposit){0.01, 0.2, 0.01, 0}, 1, "depth");
        refuses(&w, (scalp_deposit){0.1, 0.2, (double)NAN, 0}, 1, "thickness");
        refuses(&w, (scalp_deposit){0.1, 2, 0.1, 0}, 1, "diameter");
        refuses(&w, (scalp_deposit){0.1, 0.2, 0.2, 0}, 1, "surface");
        refuses(&w, (scalp_deposit){0.98, 0.2, 0.08, 0}, 1, "layers only to 1 mm");
        refuses(&w, (scalp_deposit){0.1, 0.2, 0.1, 0}, -1, "absorption");
        refuses(&w, (scalp_deposit){0.1, 0.2, 0.1, 0}, (double)INFINITY, "absorption");
    }
    check_work_close(&w);
    return check_done();
}
