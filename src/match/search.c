/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search, over a ladder that only gets darker: the finest needle from the lightest dilution to
 * the darkest that is worth it, then wider needles in that dilution, and with the widest what is
 * darker still. A wider and paler dot is not tried: it gives the tone of a finer and darker one and
 * looks less like hair. Down the ladder neither dilution nor zone gets lighter, so darker stubble
 * cannot get a lighter shade. */
#include "parts.h"

#include <math.h>
#include <string.h>

static const double dilutions[] = {100, 80, 60, 50, 40, 30, 25, 20, 15, 10, 5, 0};
enum { dilution_count = sizeof dilutions / sizeof *dilutions };

static const double widest_seen_mm = 0.35; /* healed; wider dots are seen as dots */
/* Shares of the darkest zone's darkening: below the first a darker shade is better than a wider
 * needle; what is above the second only brings more pigment into the skin. */
static const double worth_it = 0.9, enough = 0.97;
static const size_t apart = 2; /* steps between the best and a runner-up like it */

/* One pigment with one needle: its part of the ladder, lightest first. */
typedef struct row {
    scalp_match_shade shade[dilution_count];
    size_t first, last; /* steps on the ladder */
} row;

double match_lighter(double dilution) {
    for (size_t i = dilution_count; i-- > 0;) {
        if (dilutions[i] > dilution)
            return dilutions[i];
    }
    return dilution;
}

/* The lightest step with that share of the darkest one's darkening. */
static size_t step_with(const match_scene *scene, const row *r, double share) {
    const double skin = scene->skin_lab[0].l, most = skin - r->shade[r->last].healed[0].l;
    size_t i = r->first;
    while (i < r->last && skin - r->shade[i].healed[0].l < share * most)
        i++;
    return i;
}

static scalp_status fill(const match_scene *scene, const scalp_pigment *pigment, const char *needle,
                         row *r, scalp_error *error) {
    for (size_t i = r->first; i <= r->last; i++)
        SCALP_TRY(match_shade(scene, pigment, dilutions[i], needle, 0, &r->shade[i], error));
    return SCALP_OK;
}

/* Of equals the first, which is the lightest. */
static void find_best(const row *rows, size_t count, size_t *at, size_t *step) {
    double least = INFINITY;
    for (size_t r = 0; r < count; r++) {
        for (size_t i = rows[r].first; i <= rows[r].last; i++) {
            if (rows[r].shade[i].mean_difference < least) {
                least = rows[r].shade[i].mean_difference;
                *at = r;
                *step = i;
            }
        }
    }
}

static void find_runner_up(const row *rows, size_t count, size_t best, size_t best_step,
                           scalp_match *match) {
    double least = INFINITY;
    for (size_t r = 0; r < count; r++) {
        for (size_t i = rows[r].first; i <= rows[r].last; i++) {
            const scalp_match_shade *shade = &rows[r].shade[i];
            const bool neighbour = r == best && i < best_step + apart && best_step < i + apart;
            if (neighbour || !(shade->mean_difference < least))
                continue;
            least = shade->mean_difference;
            match->runner_up = *shade;
            match->has_runner_up = true;
        }
    }
}

static bool wanted(const match_scene *scene, const scalp_pigment *pigment) {
    if (scene->ask.pigment)
        return strcmp(scene->ask.pigment, pigment->id) == 0;
    return !scalp_pigment_has_iron(pigment);
}

/* Rows of one pigment, finest needle first. Needles whose dots would be seen as dots are left out,
 * but for the finest. */
static scalp_status add_pigment(const match_scene *scene, const scalp_pigment *pigment, row *rows,
                                size_t *count, scalp_error *error) {
    const char *codes[MATCH_NEEDLES];
    const size_t needles = match_needles(scene->ask.needle, codes), from = *count;
    const size_t end = match_light_hair(scene) ? dilution_count - 2 : dilution_count - 1;
    size_t worth = 0;
    for (size_t n = 0; n < needles; n++) {
        row *r = &rows[*count];
        *r = (row){.first = worth, .last = end};
        SCALP_TRY(fill(scene, pigment, codes[n], r, error));
        if (n > 0 && r->shade[worth].seen_diameter_mm > widest_seen_mm)
            break;
        if (n == 0)
            worth = step_with(scene, r, worth_it);
        r->last = step_with(scene, r, enough);
        ++*count;
        /* All needles leave the same deposit when its diameter is given. */
        if (scene->ask.diameter_mm > 0)
            break;
    }
    for (size_t r = from; r + 1 < *count; r++)
        rows[r].last = worth;
    return SCALP_OK;
}

scalp_status match_search(const match_scene *scene, scalp_match *match, scalp_error *error) {
    void *place;
    const size_t pigments = scalp_pigment_count + scene->ask.own_count;
    SCALP_TRY(scalp_work_take(scene->work, pigments * MATCH_NEEDLES, sizeof(row), &place, error));
    row *rows = place;
    size_t count = 0, best = 0, step = 0;
    for (size_t i = 0; i < pigments; i++) {
        const scalp_pigment *pigment =
            i < scalp_pigment_count ? &scalp_pigments[i] : &scene->ask.own[i - scalp_pigment_count];
        if (wanted(scene, pigment))
            SCALP_TRY(add_pigment(scene, pigment, rows, &count, error));
        SCALP_TRY(
            scalp_work_report(scene->work, "match", (double)(i + 1) / (double)pigments, error));
    }
    find_best(rows, count, &best, &step);
    match->best = rows[best].shade[step];
    find_runner_up(rows, count, best, step, match);
    return SCALP_OK;
}
