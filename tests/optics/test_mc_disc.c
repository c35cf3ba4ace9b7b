/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disc in the layers: against photons that meet one disc and are swallowed by it, published dots,
 * and laws. */
#include "walks.h"

enum { ring_count = 10 };

static scalp_mc_disc disc_in(check_work *w, const walk_stack *stack, scalp_deposit disc,
                             uint64_t photons, double ring_mm) {
    const scalp_stack s = walk_stack_of(stack);
    const scalp_mc_params params = {
        .photons = photons, .seed = 11, .ring_count = ring_count, .ring_mm = ring_mm};
    scalp_mc_disc result;
    scalp_error error;
    if (scalp_optics_mc_disc_make(&s, &disc, &params, &w->work, &result, &error) != SCALP_OK) {
        printf("Bail out! %s\n", error.message);
        exit(3);
    }
    return result;
}

/* Mean contrast within some rings. */
static double within(const scalp_mc_disc *result, int rings) {
    double sum = 0;
    for (int i = 0; i < rings; i++)
        sum += result->contrast[i].mean * (2 * i + 1);
    return sum / (rings * rings);
}

/* ---- The explicit way -------------------------------------------------------------------- */

/* The photon is swallowed with the chance that the disc absorbs it; a mark is left instead, so that
 * the same photon also shows what the bare layers give back. */
typedef struct swallow {
    scalp_deposit disc;
    bool swallowed;
} swallow;

/* The path inside by counting points: no geometry to get wrong. */
static bool meet(void *context, const slow_photon *p, double length, scalp_random *r) {
    swallow *s = context;
    const int points = 64;
    int in = 0;
    const double ends[2] = {p->at[2], p->at[2] + p->to[2] * length};
    const double low = s->disc.depth_mm - s->disc.thickness_mm / 2;
    if (fmax(ends[0], ends[1]) < low || fmin(ends[0], ends[1]) > low + s->disc.thickness_mm)
        return false;
    if (hypot(p->at[0], p->at[1]) > length + s->disc.diameter_mm / 2)
        return false;
    for (int i = 0; i < points; i++) {
        const double at = length * (i + 0.5) / points;
        const double x = p->at[0] + p->to[0] * at, y = p->at[1] + p->to[1] * at;
        const double z = p->at[2] + p->to[2] * at;
        in += hypot(x, y) < s->disc.diameter_mm / 2 &&
              fabs(z - s->disc.depth_mm) < s->disc.thickness_mm / 2;
    }
    const double inside = length * in / points;
    s->swallowed =
        s->swallowed || (in && uniform(r, 0, 1) < 1 - exp(-s->disc.dmua_per_mm * inside));
    return false;
}

/* One disc amid a field of light, whose edge must be too far to matter. */
static void against_explicit(check_work *w, const walk_stack *stack, scalp_deposit disc,
                             double field_mm, uint64_t photons) {
    const double ring_mm = disc.diameter_mm / 4, area = 4 * field_mm * field_mm;
    const scalp_mc_disc got = disc_in(w, stack, disc, photons, ring_mm);
    scalp_random r = scalp_random_make(3, 0);
    double back = 0, lost = 0, rings[ring_count] = {0};
    for (uint64_t i = 0; i < photons; i++) {
        swallow s = {.disc = disc};
        slow_photon p;
        const double x = uniform(&r, -field_mm, field_mm), y = uniform(&r, -field_mm, field_mm);
        if (slow_walk(stack, x, y, meet, &s, &r, &p) != SLOW_UP)
            continue;
        const double ring = hypot(p.at[0], p.at[1]) / ring_mm;
        back++;
        lost += s.swallowed;
        if (s.swallowed && ring < ring_count)
            rings[(int)ring]++;
    }
    CHECK(lost > 100);
    CHECK_NEAR(got.total_mm2.mean, area * lost / back,
               4 * hypot(got.total_mm2.error, area * sqrt(lost) / back));
    for (int i = 0; i < ring_count; i++) {
        const double ring_area = SCALP_PI * ring_mm * ring_mm * (2 * i + 1);
        const double scale = area / ring_area / back;
        CHECK_NEAR(got.contrast[i].mean, rings[i] * scale,
                   4 * hypot(got.contrast[i].error, (sqrt(rings[i]) + 1) * scale));
    }
}

static void refused(check_work *w, scalp_deposit disc, const char *word) {
    const scalp_stack s = walk_stack_of(&walk_stacks[4]);
    const scalp_mc_params params = {.photons = 10};
    scalp_mc_disc result;
    scalp_error error = {.status = SCALP_OK};
    CHECK_STATUS(scalp_optics_mc_disc_make(&s, &disc, &params, &w->work, &result, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, word))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, word);
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    const uint64_t some = (uint64_t)check_times(12000, 400000);
    const walk_stack *blue = &walk_stacks[4], *green = &walk_stacks[3];
    CASE("a wide disc in skin, as photons meet it that are swallowed") {
        against_explicit(&w, blue, (scalp_deposit){0.2, 0.6, 0.1, 50}, 1.3, 4 * some);
    }
    CASE("a weak disc across layers of several indices, the same way") {
        const walk_stack steps = {
            "steps",
            3,
            1.2,
            {{1.45, 2, 30, 0.75, 0.08}, {1.36, 0.9, 22, 0.75, 0.2}, {1.41, 0.6, 22, 0.75, 1}}};
        against_explicit(&w, &steps, (scalp_deposit){0.15, 0.5, 0.2, 2}, 1.3, 4 * some);
    }
    CASE("published dots: 0.20 mm by 0.08 mm, 50 per mm, light skin at 550 nm") {
        const double depth[] = {0.10, 0.12, 0.15, 0.20, 0.30};
        const double centre[] = {0.527, 0.417, 0.305, 0.187, 0.077};
        const double total[] = {0.0803, 0.0748, 0.0680, 0.0575, 0.0415};
        for (int i = 0; i < 5; i++) {
            const scalp_deposit disc = {depth[i], 0.2, 0.08, 50};
            const scalp_mc_disc got = disc_in(&w, green, disc, some, 0.02);
            CHECK_NEAR(got.total_mm2.mean, total[i], 0.015 * total[i] + 4 * got.total_mm2.error);
            double variance = 0; /* of the mean within r < 0.1 */
            for (int k = 0; k < 5; k++)
                variance += pow(got.contrast[k].error * (2 * k + 1) / 25, 2);
            CHECK_NEAR(within(&got, 5), centre[i], 0.015 * centre[i] + 4 * sqrt(variance));
        }
    }
    CASE("without absorption a disc is not there; with more it is darker, up to opaque") {
        double before = -1;
        for (double dmua = 0; dmua < 2e4; dmua = dmua * 5 + 0.5) {
            const scalp_mc_disc got =
                disc_in(&w, green, (scalp_deposit){0.2, 0.2, 0.1, dmua}, some / 4, 0.02);
            CHECK(got.total_mm2.mean > before); /* the same photons: no noise between them */
            if (dmua == 0)
                CHECK(got.total_mm2.mean == 0);
            before = got.total_mm2.mean;
        }
    }
    CASE("a weak sheet of discs is a thin layer: dR/dmua of adding-doubling") {
        walk_stack thin = *green;
        const double sheet_mm = 0.05, dmua = 0.02;
        scalp_layer upper = thin.layers[1], sheet = upper, lower = upper;
        upper.thickness_mm = 0.1, sheet.thickness_mm = sheet_mm, lower.thickness_mm = 0.05;
        scalp_layer cut[6] = {thin.layers[0], upper, sheet, lower, thin.layers[2], thin.layers[3]};
        const scalp_slab bare = slab_in_air(&w, cut, 6, 48);
        cut[2].mua_per_mm += dmua;
        const scalp_slab dyed = slab_in_air(&w, cut, 6, 48);
        const scalp_deposit disc = {0.08 + 0.1 + sheet_mm / 2, 0.3, sheet_mm, dmua};
        const scalp_mc_disc got = disc_in(&w, green, disc, 4 * some, 0.05);
        /* weak discs add up: contrast times the plane over the disc's area */
        const double area = SCALP_PI * 0.15 * 0.15, surface = pow(0.4 / 2.4, 2);
        const double expected = (bare.ur1[0] - dyed.ur1[0]) / (bare.ur1[0] - surface);
        CHECK_NEAR(got.total_mm2.mean / area, expected,
                   0.01 * expected + 4 * got.total_mm2.error / area);
    }
    CASE("the same bits for any number of threads") {
        check_work many;
        check_work_open(&many, 5);
        const scalp_deposit disc = {0.2, 0.2, 0.1, 10};
        const scalp_mc_disc a = disc_in(&w, blue, disc, 2000, 0.02);
        const scalp_mc_disc b = disc_in(&many, blue, disc, 2000, 0.02);
        CHECK(memcmp(&a.total_mm2, &b.total_mm2, sizeof a.total_mm2) == 0);
        CHECK(memcmp(a.contrast, b.contrast, ring_count * sizeof *a.contrast) == 0);
        check_work_close(&many);
    }
    CASE("a disc that is none is refused") {
        refused(&w, (scalp_deposit){0.2, 0, 0.1, 10}, "diameter");
        refused(&w, (scalp_deposit){0.2, NAN, 0.1, 10}, "diameter");
        refused(&w, (scalp_deposit){0.2, 0.2, 0.1, -1}, "absorption");
        refused(&w, (scalp_deposit){0.01, 0.2, 0.1, 1}, "within");
        refused(&w, (scalp_deposit){2.0, 0.2, 0.1, 1}, "within");
        refused(&w, (scalp_deposit){0.2, 0.2, 0, 1}, "within");
        refused(&w, (scalp_deposit){NAN, 0.2, 0.1, 1}, "within");
    }
    check_work_close(&w);
    return check_done();
}
