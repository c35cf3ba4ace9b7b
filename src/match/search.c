/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search: every pigment, needle and dilution is tried.
 *
 * The answer is taken from a ladder that only gets darker: the finest needle from the lightest
 * dilution to the darkest that still adds something, then the wider needles in that dilution. Down
 * the ladder neither the dilution nor the zone ever gets lighter, so darker stubble cannot get a
 * lighter shade. The runner-up may be any of the rest. */
#include "parts.h"

#include <math.h>
#include <string.h>

static const double dilutions[] = {100, 80, 60, 50, 40, 30, 25, 20, 15, 10, 5, 0};
enum { dilution_count = sizeof dilutions / sizeof *dilutions };

static const double alike = 0.1;           /* CIEDE2000 that nobody sees */
static const double widest_seen_mm = 0.35; /* healed; wider dots are seen as dots */
static const double as_dark = 0.97;        /* of the undiluted zone's darkening */
static const size_t apart = 2;             /* steps between the best and a runner-up like it */

/* All dilutions of one pigment with one needle, lightest first. */
typedef struct row {
    scalp_match_shade shade[dilution_count];
    size_t needle; /* 0 the finest */
    size_t darkest; /* step that is as dark as any, and allowed */
    bool first;     /* stands on the ladder as a whole */
} row;

double match_lighter(double dilution) {
    for (size_t i = dilution_count; i-- > 0;) {
        if (dilutions[i] > dilution)
            return dilutions[i];
    }
    return dilution;
}

static size_t darkest_step(const match_scene *scene, const row *r) {
    const double skin = scene->skin_lab[0].l, most = skin - r->shade[dilution_count - 1].healed[0].l;
    const size_t last = match_light_hair(scene) ? dilution_count - 2 : dilution_count - 1;
    size_t i = 0;
    while (i < last && skin - r->shade[i].healed[0].l < as_dark * most)
        i++;
    return i;
}

static scalp_status fill(const match_scene *scene, const scalp_pigment *pigment, const char *needle,
                         row *r, scalp_error *error) {
    for (size_t i = 0; i < dilution_count; i++)
        SCALP_TRY(match_shade(scene, pigment, dilutions[i], needle, 0, &r->shade[i], error));
    return SCALP_OK;
}

static bool on_ladder(const row *r, size_t step) {
    if (r->first)
        return step <= r->darkest;
    return step == r->darkest && r->shade[step].seen_diameter_mm <= widest_seen_mm;
}

/* Rows come in the ladder's order, so the first of equals is the lightest. */
static void find_best(const row *rows, size_t count, size_t *at, size_t *step) {
    double least = INFINITY;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t r = 0; r < count; r++) {
            for (size_t i = 0; i < dilution_count; i++) {
                const double d = rows[r].shade[i].mean_difference;
                if (!on_ladder(&rows[r], i))
                    continue;
                if (pass == 0)
                    least = fmin(least, d);
                else if (d <= least + alike) {
                    *at = r;
                    *step = i;
                    return;
                }
            }
        }
    }
}

/* Whether a shade differs enough from the best to be worth naming. */
static bool another(const row *rows, size_t best, size_t best_step, size_t r, size_t step) {
    if (rows[r].shade[step].seen_diameter_mm > widest_seen_mm || step > rows[r].darkest)
        return false;
    if (r != best)
        return true;
    return step + apart <= best_step || step >= best_step + apart;
}

static void find_runner_up(const row *rows, size_t count, size_t best, size_t best_step,
                           scalp_match *match) {
    for (int same = 0; same < 2 && !match->has_runner_up; same++) {
        double least = INFINITY;
        for (size_t r = 0; r < count; r++) {
            for (size_t i = 0; i < dilution_count; i++) {
                const scalp_match_shade *shade = &rows[r].shade[i];
                if ((r == best) != (same == 1) || !another(rows, best, best_step, r, i) ||
                    !(shade->mean_difference < least))
                    continue;
                least = shade->mean_difference;
                match->runner_up = *shade;
                match->has_runner_up = true;
            }
        }
    }
}

static bool wanted(const match_scene *scene, const scalp_pigment *pigment) {
    if (scene->ask.pigment)
        return strcmp(scene->ask.pigment, pigment->id) == 0;
    return !scalp_pigment_has_iron(pigment);
}

/* Rows of one pigment, finest needle first. */
static scalp_status add_pigment(const match_scene *scene, const scalp_pigment *pigment, row *rows,
                                size_t *count, scalp_error *error) {
    const char *codes[MATCH_NEEDLES];
    const size_t needles = match_needles(scene->ask.needle, codes);
    size_t darkest = 0;
    for (size_t n = 0; n < needles; n++) {
        row *r = &rows[(*count)++];
        *r = (row){.needle = n, .first = n == 0};
        SCALP_TRY(fill(scene, pigment, codes[n], r, error));
        if (n == 0)
            darkest = darkest_step(scene, r);
        r->darkest = darkest;
        /* All needles leave the same deposit when its diameter is given. */
        if (scene->ask.diameter_mm > 0)
            break;
    }
    return SCALP_OK;
}

scalp_status match_search(const match_scene *scene, scalp_match *match, scalp_error *error) {
    void *place;
    const size_t pigments = scalp_pigment_count + scene->ask.own_count;
    SCALP_TRY(scalp_work_take(scene->work, pigments * MATCH_NEEDLES, sizeof(row), &place, error));
    row *rows = place;
    size_t count = 0, best = 0, step = 0;
    for (size_t i = 0; i < pigments; i++) {
        const scalp_pigment *pigment = i < scalp_pigment_count
                                           ? &scalp_pigments[i]
                                           : &scene->ask.own[i - scalp_pigment_count];
        if (wanted(scene, pigment))
            SCALP_TRY(add_pigment(scene, pigment, rows, &count, error));
        SCALP_TRY(scalp_work_report(scene->work, "match", (double)(i + 1) / (double)pigments,
                                    error));
    }
    find_best(rows, count, &best, &step);
    match->best = rows[best].shade[step];
    find_runner_up(rows, count, best, step, match);
    return SCALP_OK;
}
