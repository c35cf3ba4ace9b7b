/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long work on a surface: memory that runs out and a listener who cancels, at any moment. */
#include "shapes.h"

typedef scalp_status (*job)(const scalp_mesh *mesh, const scalp_work *work, scalp_error *error);

static scalp_status tree(const scalp_mesh *mesh, const scalp_work *work, scalp_error *error) {
    const scalp_bvh *made;
    return scalp_bvh_make(mesh, work, &made, error);
}

static scalp_status clean(const scalp_mesh *mesh, const scalp_work *work, scalp_error *error) {
    static const scalp_mesh_clean_params params = {.close_mm = 1e3};
    scalp_mesh_cleaned made;
    return scalp_mesh_clean(mesh, NULL, &params, work, &made, error);
}

static scalp_status decimate(const scalp_mesh *mesh, const scalp_work *work, scalp_error *error) {
    scalp_mesh made;
    scalp_mesh_look look;
    return scalp_mesh_decimate(mesh, NULL, mesh->face_count / 4, work, &made, &look, error);
}

static scalp_status geodesic(const scalp_mesh *mesh, const scalp_work *work, scalp_error *error) {
    static const scalp_mesh_point from;
    const double *made;
    return scalp_geodesic_make(mesh, &from, 1, 0, work, &made, error);
}

static const struct {
    const char *name;
    job run;
} jobs[] = {{"tree", tree}, {"clean", clean}, {"decimate", decimate}, {"distances", geodesic}};

/* Lets the n-th block fail, for every n until the job is done. */
static void check_memory(const char *name, job run, const scalp_mesh *mesh) {
    scalp_status status = SCALP_ERR_MEMORY;
    long n = 1;
    for (; status != SCALP_OK && n < 100; n++) {
        check_stingy s = {n, 0};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
        scalp_work work = {0};
        scalp_error error = {SCALP_OK, ""};
        if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
            continue;
        status = run(mesh, &work, &error);
        if (status != SCALP_OK && (status != SCALP_ERR_MEMORY || !error.message[0]))
            CHECK_FAILED("%s, block %ld: status %d", name, n, (int)status);
        scalp_arena_close(&work.memory);
        CHECK(s.live == 0);
    }
    CHECK(n > 3);
    CHECK_STATUS(status, SCALP_OK);
}

/* Reports before it says no; and whether what is done was ever less than before, or beyond 1. */
typedef struct listener {
    long left, reports;
    double done;
    bool fell;
} listener;

static bool listen(void *context, const char *stage, double done) {
    listener *l = context;
    (void)stage;
    l->fell = l->fell || done < l->done || done > 1;
    l->done = done;
    l->reports++;
    return l->left-- > 0;
}

static void check_cancel(const char *name, job run, const scalp_mesh *mesh) {
    scalp_status status = SCALP_ERR_CANCELLED;
    long n = 0;
    for (; status != SCALP_OK && n < 100; n++) {
        listener l = {.left = n};
        scalp_work work = {.progress = listen, .progress_context = &l};
        scalp_error error = {SCALP_OK, ""};
        CHECK_STATUS(scalp_arena_open(NULL, &work.memory), SCALP_OK);
        status = run(mesh, &work, &error);
        if (status != SCALP_OK && status != SCALP_ERR_CANCELLED)
            CHECK_FAILED("%s, report %ld: status %d", name, n, (int)status);
        CHECK(status == SCALP_OK || l.reports == n + 1);
        CHECK(!l.fell);
        scalp_arena_close(&work.memory);
    }
    printf("# %s: %ld reports\n", name, n - 1);
    CHECK(n > 1);
    CHECK_STATUS(status, SCALP_OK);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh ball = shape_ball(&w, 90, 60);
    const scalp_mesh open =
        shape_finish(&w, ball.vertices, ball.vertex_count, ball.faces + 4, ball.face_count - 4);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        CASE(jobs[i].name) {
            check_memory(jobs[i].name, jobs[i].run, &open);
            check_cancel(jobs[i].name, jobs[i].run, &open);
        }
    }
    check_work_close(&w);
    return check_done();
}
