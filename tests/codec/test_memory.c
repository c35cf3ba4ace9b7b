/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out at any moment: SCALP_ERR_MEMORY, nothing leaked, nothing half done. The
 * arena's allocator fails here, and jansson's. */
#include "codec/plan_fixture.h"

#include "case/random_case.h"

#include <jansson.h>

typedef scalp_status (*job)(plan_fixture *x, scalp_bytes bytes, const scalp_work *work,
                            scalp_error *error);

static scalp_status write_case(plan_fixture *x, scalp_bytes bytes, const scalp_work *work,
                               scalp_error *error) {
    return scalp_codec_case_write(&x->document, work, &bytes, error);
}

static scalp_status write_fit(plan_fixture *x, scalp_bytes bytes, const scalp_work *work,
                              scalp_error *error) {
    return scalp_codec_fit_write(&x->document, &x->fit, x->facts, work, &bytes, error);
}

static scalp_status write_plan(plan_fixture *x, scalp_bytes bytes, const scalp_work *work,
                               scalp_error *error) {
    return scalp_codec_plan_write(&x->document, &x->fit, x->facts, &x->plan, work, &bytes, error);
}

static scalp_status write_dots(plan_fixture *x, scalp_bytes bytes, const scalp_work *work,
                               scalp_error *error) {
    return scalp_codec_dots_write(&x->plan, work, &bytes, error);
}

static scalp_status read_plan(plan_fixture *x, scalp_bytes bytes, const scalp_work *work,
                              scalp_error *error) {
    (void)x;
    scalp_plan_file *file = malloc(sizeof *file);
    const scalp_status status = scalp_codec_plan_read(bytes, "p", NULL, work, file, error);
    free(file);
    return status;
}

/* Lets the n-th block of the arena fail, for every n until the job is done. */
static void check_job(const char *name, job run, plan_fixture *x, scalp_bytes bytes) {
    scalp_status status = SCALP_ERR_MEMORY;
    for (long n = 1; status != SCALP_OK && n < 200; n++) {
        check_stingy s = {n, 0};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
        scalp_arena *arena;
        scalp_error error = {SCALP_OK, ""};
        if (scalp_arena_open(&allocator, &arena) != SCALP_OK)
            continue;
        const scalp_work work = {.memory = arena};
        status = run(x, bytes, &work, &error);
        if (status != SCALP_OK &&
            (status != SCALP_ERR_MEMORY || !strstr(error.message, "Out of memory")))
            CHECK_FAILED("%s, block %ld: status %d, \"%s\"", name, n, (int)status, error.message);
        scalp_arena_close(&arena);
        CHECK(s.live == 0);
    }
    CHECK_STATUS(status, SCALP_OK);
}

/* jansson takes its memory from functions without a context, so the count must be global. */
static long jansson_left;

static void *jansson_allocate(size_t bytes) {
    return jansson_left-- > 0 ? malloc(bytes) : NULL;
}

/* jansson calls a token that it has no memory for an invalid one, so the status may be either; what
 * counts is that nothing leaks and that no document comes out that is not the one that went in. */
static void check_jansson(const scalp_case *was, scalp_bytes bytes) {
    long failures = 0;
    json_set_alloc_funcs(jansson_allocate, free);
    for (long n = 0; n == 0 || jansson_left < 0; n++) {
        scalp_case is;
        scalp_error error = {SCALP_OK, ""};
        char what[200];
        jansson_left = n;
        const scalp_status status = scalp_codec_case_read(bytes, "c", &is, &error);
        failures += status != SCALP_OK;
        CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY || status == SCALP_ERR_INPUT);
        if (status == SCALP_OK && scalp_case_differs(was, &is, what, sizeof what))
            CHECK_FAILED("allocation %ld: %s", n, what);
    }
    CHECK(failures > 20);
    json_set_alloc_funcs(malloc, free);
}

int main(void) {
    static plan_fixture x;
    check_work w;
    check_work_open(&w, 0);
    fixture_fit(&x, true, &w.work);
    fixture_plan(&x, 2000, &w.work);
    const scalp_bytes bytes = fixture_write(&x, &w.work);
    CASE("writing and reading, whichever block of the arena fails") {
        check_job("case", write_case, &x, bytes);
        check_job("fit", write_fit, &x, bytes);
        check_job("plan", write_plan, &x, bytes);
        check_job("dots", write_dots, &x, bytes);
        check_job("plan read", read_plan, &x, bytes);
    }
    CASE("reading, whichever allocation of jansson fails") {
        scalp_bytes text = {NULL, 0};
        scalp_error error;
        CHECK_STATUS(scalp_codec_case_write(&x.document, &w.work, &text, &error), SCALP_OK);
        check_jansson(&x.document, text);
    }
    check_work_close(&w);
    return check_done();
}
