/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets that are no sets: nothing, one place, all in one place, a line, a lattice, no number. */
#include "check.h"
#include "pair_world.h"

enum { most = 1000 };

static scalp_vec2 a[most], b[most];

static bool found(size_t na, size_t nb) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_pair_start start = {.loose = true};
    scalp_pair_map map;
    CHECK_STATUS(scalp_pair_find(a, na, b, nb, &start, &w.work, &map, NULL), SCALP_OK);
    check_work_close(&w);
    return map.found;
}

static void fill(int shape, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const double t = (double)i;
        if (shape == 0)
            a[i] = (scalp_vec2){1, 2}; /* all in one place */
        else if (shape == 1)
            a[i] = (scalp_vec2){t, 2 * t}; /* a line */
        else if (shape == 2)
            a[i] = (scalp_vec2){1e8 * (double)(i % 2), t * 1e-7}; /* two heaps far apart */
        else
            a[i] = (scalp_vec2){(double)(i % 20), (double)(i / 20)}; /* upon each other in pairs */
        b[i] = a[i];
    }
}

static scalp_status status(scalp_vec2 odd, scalp_pair_start start, scalp_error *error) {
    check_work w;
    check_work_open(&w, 0);
    fill(3, 100);
    a[50] = odd;
    scalp_pair_map map;
    const scalp_status s = scalp_pair_find(a, 100, b, 100, &start, &w.work, &map, error);
    check_work_close(&w);
    return s;
}

/* Every allocation in turn fails. */
static void out_of_memory(void) {
    scalp_random random = scalp_random_make(3, 3);
    const size_t n = world_darts(&random, 8, 0.8, a, most);
    memcpy(b, a, n * sizeof *a);
    long left = 0;
    for (bool done = false; !done && left < 200; left++) {
        check_stingy stingy = {left, 0};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &stingy};
        scalp_work work = {0};
        scalp_error error = {0};
        if (scalp_arena_open(&allocator, &work.memory) == SCALP_OK) {
            const scalp_pair_start start = {0};
            scalp_pair_map map;
            const scalp_status s = scalp_pair_find(a, n, b, n, &start, &work, &map, &error);
            CHECK(s == SCALP_OK || s == SCALP_ERR_MEMORY);
            done = s == SCALP_OK;
        }
        scalp_arena_close(&work.memory);
        CHECK(stingy.live == 0);
    }
    CHECK(left < 200);
}

int main(void) {
    CASE("too few places, one place, a line, heaps: not found") {
        fill(3, 10);
        CHECK(!found(0, 0) && !found(0, 10) && !found(1, 10) && !found(3, 3) && !found(10, 1));
        for (int shape = 0; shape < 3; shape++) {
            fill(shape, 300);
            CHECK(!found(300, 300));
        }
    }
    CASE("what is no number, and starts that make no sense, are refused") {
        const scalp_pair_start none = {0};
        scalp_error error = {0};
        CHECK_STATUS(status((scalp_vec2){NAN, 1}, none, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "51") != NULL);
        CHECK_STATUS(status((scalp_vec2){1, HUGE_VAL}, none, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(status((scalp_vec2){1, 1}, (scalp_pair_start){.scale = -1}, &error),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(status((scalp_vec2){1, 1}, (scalp_pair_start){.scale_spread = 9}, &error),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(status((scalp_vec2){1, 1},
                            (scalp_pair_start){.has_place = true, .place_sd = NAN}, &error),
                     SCALP_ERR_INPUT);
    }
    CASE("more places than can be paired are refused") {
        check_work w;
        check_work_open(&w, 0);
        const scalp_pair_start none = {0};
        scalp_pair_map map;
        CHECK_STATUS(scalp_pair_find(a, SCALP_PAIR_MAX + 1, b, 1, &none, &w.work, &map, NULL),
                     SCALP_ERR_LIMIT);
        check_work_close(&w);
    }
    CASE("every allocation may fail")
    out_of_memory();
    return check_done();
}
