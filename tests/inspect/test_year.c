/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A year between two pictures: dots lost, faded, spread and new ones, the camera turned, nearer and
 * tilted; found in both, and known again by their constellation alone. */
#include "check.h"
#include "close_up_found.h"

#include <scalptor/pairing.h>

static const double lost = 0.3, fresh = 0.2, faded = 0.8, spread = 1.08;

typedef struct year {
    close_up made[2];
    scalp_finds finds[2];
    int *truth[2]; /* of each find: the true dot; below 0: none */
    scalp_before_compared compared;
    double retention; /* of the dots that both pictures show */
} year;

static close_up_params camera(uint64_t seed, bool later, bool large) {
    close_up_params p = close_up_draw(CLOSE_UP_MEDIUM, 400 + 2 * seed + later);
    const close_up_params first = close_up_draw(CLOSE_UP_MEDIUM, 400 + 2 * seed);
    p.tone = first.tone;
    p.width = large ? 1040 : 600;
    p.height = p.width * 3 / 4;
    p.layout = CLOSE_UP_BLUE;
    p.px_per_mm = 24 * (later ? 1.06 - 0.02 * (double)(seed % 7) : 1);
    p.tilt_deg = later ? (double)(seed % 4) : 0;
    p.density_cm2 = 65;
    p.diam_mm[0] = 0.28;
    p.diam_mm[1] = 0.36;
    p.contrast[0] = 0.25;
    return p;
}

/* New work keeps away from what is there. */
static bool is_free(const close_up_dot *dots, size_t count, scalp_vec2 mm) {
    for (size_t i = 0; i < count; i++)
        if (hypot(dots[i].mm.x - mm.x, dots[i].mm.y - mm.y) < 0.75)
            return false;
    return true;
}

/* The dots a year later: plan_id is the earlier dot's number, -1 of new ones. */
static close_up_dot *later_dots(const close_up *first, uint64_t seed, scalp_arena *arena,
                                size_t *count) {
    scalp_random random = scalp_random_make(seed, 8);
    const double turn = 0.5 * scalp_random_uniform(&random) - 0.25;
    const scalp_vec2 middle = {first->params.width / first->params.px_per_mm / 2,
                               first->params.height / first->params.px_per_mm / 2};
    close_up_dot *dots = scalp_arena_take(arena, 2 * first->count + 1, sizeof *dots);
    close_up_dot *extra = scalp_arena_take(arena, first->count + 1, sizeof *extra);
    size_t extras = 0;
    *count = 0;
    for (size_t i = 0; i < first->count; i++) {
        close_up_dot dot = first->dots[i];
        const bool stays = scalp_random_uniform(&random) >= lost;
        const double fade = faded * exp(0.1 * scalp_random_normal(&random));
        const bool adds = scalp_random_uniform(&random) < 1.6 * fresh; /* not all find room */
        const double x = 2 * middle.x * scalp_random_uniform(&random);
        const double y = 2 * middle.y * scalp_random_uniform(&random);
        const double dx = dot.mm.x - middle.x, dy = dot.mm.y - middle.y;
        dot.mm = (scalp_vec2){middle.x + cos(turn) * dx - sin(turn) * dy + 0.6,
                              middle.y + sin(turn) * dx + cos(turn) * dy - 0.4};
        dot.plan_id = (int)i;
        dot.contrast *= fade;
        dot.diam_mm *= spread;
        if (stays)
            dots[(*count)++] = dot;
        extra[extras] = dot;
        extra[extras].mm = (scalp_vec2){x, y};
        extra[extras].plan_id = -1;
        extras += adds;
    }
    for (size_t i = 0; i < extras; i++)
        if (is_free(dots, *count, extra[i].mm))
            dots[(*count)++] = extra[i];
    return dots;
}

/* Which dot a find is of: the nearest within its radius and half a pixel. */
static int *true_dots(const close_up *made, const scalp_finds *finds, bool later,
                      scalp_arena *arena) {
    int *truth = scalp_arena_take(arena, finds->count + 1, sizeof *truth);
    for (size_t i = 0; i < finds->count; i++) {
        double best = HUGE_VAL;
        truth[i] = later ? -3 : -2;
        for (size_t k = 0; k < made->count; k++) {
            const close_up_dot *d = &made->dots[k];
            const double off = hypot(finds->dots[i].px.x - d->px.x, finds->dots[i].px.y - d->px.y);
            if (off < d->diam_px / 2 + 0.5 && off < best) {
                best = off;
                truth[i] = later ? d->plan_id : (int)k;
            }
        }
    }
    return truth;
}

static bool find(const close_up *made, scalp_arena *arena, scalp_finds *finds) {
    const scalp_work work = {.memory = arena};
    scalp_error error = {0};
    scalp_bytes bytes;
    scalp_image image;
    /* A scale that is a percent off, and a tilt that nobody knows. */
    const scalp_flat flat = scalp_flat_square(1.01 * made->params.px_per_mm, 0.1);
    const scalp_find_params how = {0};
    return close_up_jpeg(made, arena, &bytes) &&
           scalp_codec_image_read(bytes, "year", &work, &image, &error) == SCALP_OK &&
           scalp_find(&image, &flat, &how, &work, finds, &error) == SCALP_OK;
}

/* Of the earlier dots whose place both pictures show, those that are there still. */
static double true_retention(const close_up_dot *dots, size_t count, const year *y) {
    double there = 0, all = 0;
    for (size_t i = 0; i < y->compared.dot_count; i++) {
        const scalp_kept_dot *k = &y->compared.dots[i];
        if (k->before == SCALP_PAIR_NONE || k->state == SCALP_KEPT_UNSEEN ||
            y->truth[0][k->before] < 0)
            continue;
        all++;
        for (size_t d = 0; d < count; d++)
            there += dots[d].plan_id == y->truth[0][k->before];
    }
    return there / all;
}

typedef struct totals {
    double worst, square, pairs, false_pairs, covered, found;
} totals;

static void add(totals *t, const year *y) {
    const scalp_before_compared *c = &y->compared;
    const double off = c->zones[0].retained.value - y->retention;
    t->worst = fmax(t->worst, fabs(off));
    t->square += off * off;
    t->covered +=
        c->zones[0].retained.low <= y->retention && y->retention <= c->zones[0].retained.high;
    for (size_t i = 0; i < c->dot_count; i++)
        if (c->dots[i].before != SCALP_PAIR_NONE && c->dots[i].after != SCALP_PAIR_NONE) {
            t->pairs++;
            t->false_pairs += y->truth[0][c->dots[i].before] != y->truth[1][c->dots[i].after];
        }
}

static void pass(uint64_t seed, bool large, scalp_arena *arena, totals *t) {
    year *y = scalp_arena_take(arena, 1, sizeof *y);
    const scalp_work work = {.memory = arena};
    close_up_params p = camera(seed, false, large);
    CHECK(close_up_make(&p, arena, &y->made[0]));
    p = camera(seed, true, large);
    p.given = later_dots(&y->made[0], seed, arena, &p.given_count);
    CHECK(close_up_make(&p, arena, &y->made[1]));
    for (int k = 0; k < 2; k++) {
        CHECK(find(&y->made[k], arena, &y->finds[k]));
        y->truth[k] = true_dots(&y->made[k], &y->finds[k], k == 1, arena);
    }
    const scalp_side before = {
        .found = y->finds[0].dots, .count = y->finds[0].count, .window = &y->finds[0].window};
    const scalp_side after = {
        .found = y->finds[1].dots, .count = y->finds[1].count, .window = &y->finds[1].window};
    const scalp_before_params params = {.worked_between = true,
                                        .missed = scalp_pair_missed(y->finds[1].quality.missed),
                                        .missed_sd = SCALP_PAIR_MISSED_SD};
    CHECK_STATUS(scalp_pair_before(&before, &after, &params, &work, &y->compared, NULL), SCALP_OK);
    CHECK(y->compared.map.found && y->compared.zone_count == 1);
    t->found += y->compared.map.found;
    if (!y->compared.map.found)
        return;
    y->retention = true_retention(p.given, p.given_count, y);
    printf("# seed %d: %zu and %zu dots; retained %.3f, truly %.3f\n", (int)seed, y->finds[0].count,
           y->finds[1].count, y->compared.zones[0].retained.value, y->retention);
    add(t, y);
}

static void years(int seeds) {
    totals t = {0};
    for (int s = 0; s < seeds; s++) {
        scalp_arena *arena = NULL;
        CHECK(scalp_arena_open(NULL, &arena) == SCALP_OK);
        pass((uint64_t)s, seeds > 1, arena, &t);
        scalp_arena_close(&arena);
    }
    printf("# %d pairs of pictures: retention off by %.3f rms, %.3f at most, the truth in %.0f of "
           "their intervals; %.0f false of %.0f matches\n",
           seeds, sqrt(t.square / t.found), t.worst, t.covered, t.false_pairs, t.pairs);
    /* Of three hundred dots nobody could tell two points. */
    CHECK_AT_MOST(t.worst, seeds > 1 ? 0.022 : 0.04);
    CHECK_AT_MOST(sqrt(t.square / t.found), seeds > 1 ? 0.012 : 0.04);
    CHECK_AT_MOST(seeds * 0.9, t.covered + 0.5);
    CHECK_AT_MOST(t.false_pairs, 0.005 * t.pairs + (seeds > 1 ? 0 : 1));
}

int main(void) {
    scalp_error error;
    CHECK_STATUS(scalp_codec_images_open(1, &error), SCALP_OK);
    CASE("pictures a year apart: retention, false matches at most .5 %")
    years(check_times(1, 20));
    scalp_codec_images_close();
    return check_done();
}
