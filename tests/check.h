/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test runner: TAP on stdout, one point per CHECK group. A test file has one main():
 *
 *     int main(void) {
 *         CASE("areas of a cube") { CHECK_NEAR(area, 6.0, 1e-12); }
 *         return check_done();
 *     }
 *
 * A case fails when any CHECK in it fails, and says which, with the values. */
#ifndef SCALPTOR_CHECK_H
#define SCALPTOR_CHECK_H

#include <scalptor/base.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    int cases, failed_cases;
    const char *name;
    bool failed;
} check_state;

static inline void check_end_case(void) {
    if (!check_state.name)
        return;
    check_state.cases++;
    check_state.failed_cases += check_state.failed;
    printf("%s %d - %s\n", check_state.failed ? "not ok" : "ok", check_state.cases,
           check_state.name);
    fflush(stdout);
    check_state.name = NULL;
}

static inline bool check_begin_case(const char *name) {
    check_end_case();
    check_state.name = name;
    check_state.failed = false;
    return true;
}

/* Skips the case, saying why: for data that is not there. */
static inline void check_skip(const char *name, const char *why) {
    check_end_case();
    check_state.cases++;
    printf("ok %d - %s # SKIP %s\n", check_state.cases, name, why);
}

static inline int check_done(void) {
    check_end_case();
    printf("1..%d\n", check_state.cases);
    return check_state.failed_cases != 0;
}

#define CASE(name) if (check_begin_case(name))

#define CHECK_FAILED(...)                                                                          \
    do {                                                                                           \
        check_state.failed = true;                                                                 \
        printf("# %s:%d: ", __FILE__, __LINE__);                                                   \
        printf(__VA_ARGS__);                                                                       \
        printf("\n");                                                                              \
    } while (0)

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            CHECK_FAILED("not so: %s", #condition);                                                \
    } while (0)

#define CHECK_NEAR(value, expected, tolerance)                                                     \
    do {                                                                                           \
        const double check_a = (value), check_b = (expected);                                      \
        if (!(fabs(check_a - check_b) <= (tolerance)))                                             \
            CHECK_FAILED("%s is %.12g, not %.12g within %g", #value, check_a, check_b,             \
                         (double)(tolerance));                                                     \
    } while (0)

#define CHECK_AT_MOST(value, limit)                                                                \
    do {                                                                                           \
        const double check_a = (value), check_b = (limit);                                         \
        if (!(check_a <= check_b))                                                                 \
            CHECK_FAILED("%s is %.12g, more than %.12g", #value, check_a, check_b);                \
    } while (0)

#define CHECK_TEXT(value, expected)                                                                \
    do {                                                                                           \
        const char *check_a = (value), *check_b = (expected);                                      \
        if (strcmp(check_a, check_b) != 0)                                                         \
            CHECK_FAILED("%s is \"%s\", not \"%s\"", #value, check_a, check_b);                    \
    } while (0)

/* The call returns that status; its message is shown when it does not. */
#define CHECK_STATUS(call, expected)                                                               \
    do {                                                                                           \
        const scalp_status check_s = (call);                                                       \
        if (check_s != (expected))                                                                 \
            CHECK_FAILED("%s gave status %d, not %d", #call, (int)check_s, (int)(expected));       \
    } while (0)

/* A bundle for tests: fresh arena, `threads` threads (0: none), scalar kernels when the variable
 * SCALP_KERNELS is "scalar". Close with check_work_close. */
typedef struct check_work {
    scalp_work work;
    scalp_kernels kernels;
} check_work;

static inline void check_work_open(check_work *w, unsigned threads) {
    const char *wanted = getenv("SCALP_KERNELS");
    memset(w, 0, sizeof *w);
    w->kernels =
        wanted && strcmp(wanted, "scalar") == 0 ? scalp_kernels_make() : scalp_kernels_find();
    w->work.kernels = &w->kernels;
    if (scalp_arena_open(NULL, &w->work.memory) != SCALP_OK ||
        (threads > 0 && scalp_pool_open(threads, &w->work.pool) != SCALP_OK)) {
        printf("Bail out! no memory for the test itself\n");
        exit(3);
    }
}

static inline void check_work_close(check_work *w) {
    scalp_pool_close(&w->work.pool);
    scalp_arena_close(&w->work.memory);
}

/* How often to try something: `brief` in ./test, `full` in ./test --long. */
static inline int check_times(int brief, int full) {
    const char *asked = getenv("SCALPTOR_LONG");
    return asked && asked[0] ? full : brief;
}

/* An allocator whose n-th block fails, and which counts what is not given back. */
typedef struct check_stingy {
    long left, live;
} check_stingy;

static inline void *check_stingy_allocate(void *context, size_t bytes) {
    check_stingy *s = context;
    if (s->left-- <= 0)
        return NULL;
    s->live++;
    return malloc(bytes);
}

static inline void check_stingy_release(void *context, void *block) {
    ((check_stingy *)context)->live--;
    free(block);
}

/* The folder of shared test data, or NULL where it is absent: SCALPTOR_SHARED, set by the build. */
static inline const char *check_shared(void) {
    const char *folder = getenv("SCALPTOR_SHARED");
    return folder && folder[0] ? folder : NULL;
}

#endif
