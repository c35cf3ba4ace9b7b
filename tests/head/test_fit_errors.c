/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bad landmarks give one sentence that names the photo and the landmark. */
#include "head/fit_tools.h"

static check_work w;
static scalp_view good;

static void refused_for(const scalp_head_measures *given, scalp_view view, scalp_status status,
                        const char *text) {
    scalp_fit fit;
    scalp_error error = {0};
    const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
    CHECK_STATUS(scalp_fit_make(given, "male", &view, 1, &w.work, &fit, &error), status);
    scalp_arena_return(w.work.memory, mark);
    printf("# %s\n", error.message);
    CHECK(error.status == status);
    CHECK(strstr(error.message, text) != NULL);
    CHECK(strchr(error.message, '\n') == NULL);
    if (status != SCALP_ERR_MEMORY && status != SCALP_ERR_CANCELLED)
        CHECK(strstr(error.message, "profile") != NULL);
}

static void refused(scalp_view view, scalp_status status, const char *text) {
    refused_for(&fit_measures, view, status, text);
}

static void swap(scalp_view *view, scalp_landmark a, scalp_landmark b) {
    const scalp_vec2 px = view->px[a];
    const bool has = view->has[a];
    view->px[a] = view->px[b];
    view->has[a] = view->has[b];
    view->px[b] = px;
    view->has[b] = has;
}

static void swap_sides(scalp_view *view) {
    swap(view, SCALP_TRAGION_L, SCALP_TRAGION_R);
    swap(view, SCALP_EXOCANTHION_L, SCALP_EXOCANTHION_R);
    swap(view, SCALP_ENDOCANTHION_L, SCALP_ENDOCANTHION_R);
    swap(view, SCALP_CHEILION_L, SCALP_CHEILION_R);
    swap(view, SCALP_OTOBASION_SUPERIUS_L, SCALP_OTOBASION_SUPERIUS_R);
}

static bool stop(void *context, const char *stage, double done) {
    (void)context;
    (void)stage;
    return done < 0;
}

/* Blocks are given until `left` are used up. */
static void *give(void *context, size_t bytes) {
    int *left = context;
    return (*left)-- > 0 ? malloc(bytes) : NULL;
}

static void release(void *context, void *block) {
    (void)context;
    free(block);
}

static void few_and_outside(void) {
    CASE("too few landmarks") {
        scalp_view view = good;
        memset(view.has, 0, sizeof view.has);
        refused(view, SCALP_ERR_INPUT, "0 landmarks");
        view.has[SCALP_NASION] = true;
        refused(view, SCALP_ERR_INPUT, "1 landmark is");
        view.has[SCALP_MENTON] = view.has[SCALP_TRAGION_L] = true;
        refused(view, SCALP_ERR_INPUT, "3 landmarks");
        /* The iris gives no pose. */
        view.has[SCALP_LIMBUS_LATERAL_L] = true;
        view.px[SCALP_LIMBUS_LATERAL_L] = view.px[SCALP_NASION];
        refused(view, SCALP_ERR_INPUT, "3 landmarks");
    }
    CASE("outside, or not a number") {
        scalp_view view = good;
        view.px[SCALP_TRAGION_L].x = 1079.6;
        refused(view, SCALP_ERR_INPUT, "tragion_l");
        view.px[SCALP_TRAGION_L].x = NAN;
        refused(view, SCALP_ERR_INPUT, "tragion_l is not a finite number");
        view = good;
        view.px[SCALP_MENTON].y = -1;
        refused(view, SCALP_ERR_INPUT, "menton");
        view.px[SCALP_MENTON].y = HUGE_VAL;
        refused(view, SCALP_ERR_INPUT, "menton");
    }
    CASE("in one line") {
        scalp_view view = good;
        memset(view.has, 0, sizeof view.has);
        for (int i = 0; i < 5; i++) {
            const scalp_landmark line[5] = {SCALP_GLABELLA, SCALP_NASION, SCALP_SUBNASALE,
                                            SCALP_MENTON, SCALP_BROW_CREASE};
            view.has[line[i]] = true;
            view.px[line[i]] = (scalp_vec2){500 + 2 * i % 3, 300 + 80 * i};
        }
        refused(view, SCALP_ERR_INPUT, "one line");
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            view.px[i] = (scalp_vec2){500, 500};
        refused(view, SCALP_ERR_INPUT, "one line");
    }
    CASE("a photo without size") {
        scalp_view view = good;
        view.width = 0;
        refused(view, SCALP_ERR_INPUT, "0 x");
    }
}

static void scales_and_lenses(void) {
    CASE("a scale that is no length") {
        scalp_view view = good;
        view.has_scale = true;
        view.scale_mm = 50;
        view.scale_from = view.scale_to = (scalp_vec2){100, 100};
        refused(view, SCALP_ERR_INPUT, "no length");
        view.scale_to.x = 300;
        view.scale_mm = 0;
        refused(view, SCALP_ERR_INPUT, "no length");
        view.scale_mm = -3;
        refused(view, SCALP_ERR_INPUT, "no length");
        view.scale_mm = NAN;
        refused(view, SCALP_ERR_INPUT, "no length");
        view.scale_mm = 50;
        view.scale_to.x = 3000;
        refused(view, SCALP_ERR_INPUT, "scale lies outside");
    }
    CASE("a focal length that is none") {
        scalp_view view = good;
        view.focal_px = -5;
        refused(view, SCALP_ERR_INPUT, "focal length");
        view.focal_px = NAN;
        refused(view, SCALP_ERR_INPUT, "focal length");
        view.focal_px = 20;
        refused(view, SCALP_ERR_INPUT, "focal length");
    }
}

static void wrong_names(const scalp_head *head) {
    CASE("all left and right exchanged") {
        scalp_view view = good;
        swap_sides(&view);
        refused(view, SCALP_ERR_NO, "left and right");
        const scalp_camera camera = fit_camera(head, -85, 0, 0);
        view = fit_view(head, &camera, 1, 2);
        view.id = "profile";
        swap_sides(&view);
        refused(view, SCALP_ERR_NO, "left and right");
    }
    CASE("a mirrored photo") {
        const scalp_camera camera = fit_camera(head, 40, 5, 0);
        scalp_view view = fit_view(head, &camera, 1, 2);
        view.id = "profile";
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            view.px[i].x = view.width - 1 - view.px[i].x;
        refused(view, SCALP_ERR_NO, "mirrored");
    }
    CASE("two landmarks swapped") {
        const scalp_camera camera = fit_camera(head, 0, 0, 0);
        scalp_view view = fit_view(head, &camera, 1, 2);
        view.id = "profile";
        swap(&view, SCALP_TRAGION_L, SCALP_TRAGION_R);
        refused(view, SCALP_ERR_NO, "tragion_l and tragion_r look swapped");
        view = good;
        swap(&view, SCALP_EXOCANTHION_L, SCALP_EXOCANTHION_R);
        refused(view, SCALP_ERR_NO, "exocanthion_l and exocanthion_r look swapped");
        view = good;
        swap(&view, SCALP_NASION, SCALP_MENTON);
        refused(view, SCALP_ERR_NO, "nasion and menton look swapped");
    }
    CASE("one eye's corners swapped") {
        scalp_view view = good;
        swap(&view, SCALP_EXOCANTHION_L, SCALP_ENDOCANTHION_L);
        refused(view, SCALP_ERR_NO, "exocanthion_l and endocanthion_l look swapped");
    }
    CASE("nothing fits") {
        scalp_view view = good;
        scalp_random random = scalp_random_make(4, 4);
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            view.px[i] = (scalp_vec2){1000 * scalp_random_uniform(&random),
                                      1000 * scalp_random_uniform(&random)};
        refused(view, SCALP_ERR_NO, "no pose of a head");
    }
}

static void machine(void) {
    CASE("measures that no head has") {
        scalp_fit fit;
        scalp_error error = {0};
        const scalp_head_measures wrong = {.length_mm = 50};
        CHECK_STATUS(scalp_fit_make(&wrong, "male", &good, 1, &w.work, &fit, &error),
                     SCALP_ERR_INPUT);
        CHECK(error.message[0] != '\0');
    }
    CASE("cancelled") {
        w.work.progress = stop;
        refused(good, SCALP_ERR_CANCELLED, "");
        w.work.progress = NULL;
    }
    CASE("memory running out") {
        scalp_status status = SCALP_ERR_MEMORY;
        for (int blocks = 1; blocks < 200 && status != SCALP_OK; blocks = blocks * 2) {
            int left = blocks;
            const scalp_allocator allocator = {give, release, &left};
            scalp_work small = w.work;
            scalp_fit fit;
            scalp_error error = {0};
            if (scalp_arena_open(&allocator, &small.memory) != SCALP_OK)
                continue;
            status = scalp_fit_make(&fit_measures, "male", &good, 1, &small, &fit, &error);
            CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
            scalp_arena_close(&small.memory);
        }
        CHECK(status == SCALP_OK);
    }
}

int main(void) {
    check_work_open(&w, 0);
    scalp_error error = {0};
    scalp_head head;
    CASE("a head to look at") {
        CHECK_STATUS(scalp_head_make(&fit_measures, "male", &w.work, &head, &error), SCALP_OK);
        if (error.status != SCALP_OK)
            return check_done();
    }
    const scalp_camera camera = fit_camera(&head, 15, 5, 0);
    good = fit_view(&head, &camera, 1, 1);
    good.id = "profile";
    few_and_outside();
    scales_and_lenses();
    wrong_names(&head);
    machine();
    check_work_close(&w);
    return check_done();
}
