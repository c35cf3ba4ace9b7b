/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same places found again by their constellations. */
#include "check.h"
#include "pair_world.h"

enum { most = 24000 };

static scalp_vec2 all[most], seen[most], truth[most];

typedef struct trial {
    double side, apart;         /* of the whole */
    double share;               /* of the part that is seen again, of its width */
    double jitter, lost, extra; /* spacings, shares */
    world_view view;
    double spread;
} trial;

typedef struct outcome {
    bool found;
    double off; /* rms between where a place falls and where it is, in spacings, jitter left out */
    scalp_pair_map map;
} outcome;

static outcome run(const trial *t, uint64_t seed) {
    scalp_random random = scalp_random_make(seed, 1);
    const size_t count = world_darts(&random, t->side, t->apart, all, most);
    const double spacing = world_spacing(t->side, count);
    /* A second field beside the first: what a photo shows that the other does not. */
    static scalp_vec2 beside[most];
    const size_t more = t->share < 1 ? world_darts(&random, t->side, t->apart, beside, most) : 0;
    const double shift = (1 - t->share) * t->side;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].x >= shift && scalp_random_uniform(&random) >= t->lost)
            seen[kept++] = all[i];
    const size_t same = kept;
    for (size_t i = 0; i < more; i++)
        if (beside[i].x < shift && kept < most)
            seen[kept++] = (scalp_vec2){beside[i].x + t->side + 0.6 * t->apart, beside[i].y};
    const size_t extras = (size_t)(t->extra * (double)kept);
    for (size_t i = 0; i < extras && kept < most; i++)
        seen[kept++] = (scalp_vec2){shift + t->side * scalp_random_uniform(&random),
                                    t->side * scalp_random_uniform(&random)};
    for (size_t i = 0; i < kept; i++) {
        truth[i] = seen[i];
        seen[i].x += t->jitter * spacing * scalp_random_normal(&random);
        seen[i].y += t->jitter * spacing * scalp_random_normal(&random);
        seen[i] = world_seen(&t->view, seen[i]);
    }
    check_work w;
    check_work_open(&w, 0);
    outcome o = {.found = false};
    const scalp_pair_start start = {.scale_spread = t->spread, .seed = seed};
    CHECK_STATUS(scalp_pair_find(seen, kept, all, count, &start, &w.work, &o.map, NULL), SCALP_OK);
    o.found = o.map.found;
    double sum = 0;
    for (size_t i = 0; o.found && i < same; i++) {
        const scalp_vec2 at = scalp_pair_apply(&o.map, world_seen(&t->view, truth[i]));
        sum += (pow(at.x - truth[i].x, 2) + pow(at.y - truth[i].y, 2)) / (spacing * spacing);
        const scalp_vec2 back = scalp_pair_invert(&o.map, at), is = world_seen(&t->view, truth[i]);
        if (i % 50 == 0)
            CHECK_AT_MOST(hypot(back.x - is.x, back.y - is.y), 1e-6);
    }
    o.off = same ? sqrt(sum / (double)same) : 0;
    check_work_close(&w);
    return o;
}

static void all_found(trial t, int seeds, double off) {
    int missed = 0;
    double worst = 0;
    for (int s = 0; s < seeds; s++) {
        t.view.angle = 0.7 + 2.4 * s;
        t.view.from = (scalp_vec2){3.0 * s, -5};
        const outcome o = run(&t, (uint64_t)s + 100);
        missed += !o.found;
        worst = fmax(worst, o.off);
    }
    CHECK_AT_MOST(missed, 0);
    CHECK_AT_MOST(worst, off);
}

/* No place of one is of the other: nothing may be found. */
static void unrelated(int seeds) {
    int found = 0;
    check_work w;
    check_work_open(&w, 0);
    const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
    for (int s = 0; s < seeds; s++) {
        scalp_random random = scalp_random_make(5000 + (uint64_t)s, 2);
        const double side = 5 + s % 5;
        const size_t a = world_darts(&random, side, 0.8, seen, most);
        const size_t b = world_darts(&random, side + 2, 0.8, all, most);
        const scalp_pair_start start = {.scale_spread = s % 2 ? 2 : 0, .seed = (uint64_t)s};
        scalp_pair_map map;
        CHECK_STATUS(scalp_pair_find(seen, a, all, b, &start, &w.work, &map, NULL), SCALP_OK);
        found += map.found;
        scalp_arena_return(w.work.memory, mark);
    }
    CHECK_AT_MOST(found, seeds / 1000);
    check_work_close(&w);
}

static void mirrored(void) {
    scalp_random random = scalp_random_make(8, 8);
    const size_t n = world_darts(&random, 12, 0.8, all, most);
    for (size_t i = 0; i < n; i++)
        seen[i] = (scalp_vec2){-all[i].x, all[i].y};
    check_work w;
    check_work_open(&w, 0);
    scalp_pair_map map;
    const scalp_pair_start start = {.scale_spread = 1.2};
    CHECK_STATUS(scalp_pair_find(seen, n, all, n, &start, &w.work, &map, NULL), SCALP_OK);
    CHECK(!map.found);
    check_work_close(&w);
}

int main(void) {
    const trial plain = {.side = 18, .apart = 0.8, .share = 1, .view = {.scale = 1}};
    trial t = plain;
    CASE("turned and jittered, 30 % lost, 20 % more") {
        t.jitter = 0.1, t.lost = 0.3, t.extra = 0.2;
        all_found(t, check_times(5, 100), 0.05);
    }
    CASE("the same at half to twice the scale, which is not known") {
        t.spread = 2;
        for (int s = 0; s < 3; s++) {
            t.view.scale = 0.5 * (1 << s) * 1.01;
            all_found(t, check_times(2, 30), 0.05);
        }
    }
    CASE("the same in perspective") {
        t.view = (world_view){.scale = 1, .slant = 0.01};
        t.spread = 0;
        all_found(t, check_times(2, 50), 0.07);
    }
    CASE("a third shared") {
        t.view = (world_view){.scale = 1};
        t.share = 0.35;
        all_found(t, check_times(2, 50), 0.09);
    }
    CASE("a close-up among a head's dots") {
        trial head = plain;
        head.side = 60, head.share = 0.4, head.jitter = 0.05, head.lost = 0.1;
        all_found(head, check_times(1, 10), 0.05);
    }
    CASE("fifteen places, nearly exact") {
        trial few = plain;
        few.side = 3.6, few.jitter = 0.03;
        all_found(few, check_times(20, 200), 0.05);
    }
    CASE("places that have nothing to do with each other are not found")
    unrelated(check_times(25, 2000));
    CASE("the mirror image is not found")
    mirrored();
    return check_done();
}
