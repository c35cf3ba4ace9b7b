/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hair that the rendered head shows: by the stage of loss, or as the photos show it. */
#include "check.h"

#include <scalptor/case_hair.h>

#include <math.h>

typedef struct sums {
    double scalp, elsewhere;
} sums;

static sums sum_of(const scalp_case *document, const scalp_head *head, const double *existing,
                   const scalp_work *work) {
    const float *hair = NULL;
    sums s = {0, 0};
    CHECK_STATUS(scalp_case_hair_seen(document, head, existing, work, &hair, NULL), SCALP_OK);
    for (size_t i = 0; hair && i < head->mesh.vertex_count; i++) {
        CHECK(hair[i] >= 0 && hair[i] <= 1);
        const bool far = head->region[i] == SCALP_REGION_FACE &&
                         head->mesh.vertices[i].y < head->landmarks[SCALP_GLABELLA].y &&
                         head->mesh.vertices[i].z > head->landmarks[SCALP_EXOCANTHION_L].z - 20;
        s.scalp += head->region[i] == SCALP_REGION_SCALP ? (double)hair[i] : 0;
        s.elsewhere += far ? (double)hair[i] : 0;
    }
    return s;
}

static void set_stage(scalp_case *document, const char *scale, const char *stage) {
    snprintf(document->loss_scale, sizeof document->loss_scale, "%s", scale);
    snprintf(document->loss_stage, sizeof document->loss_stage, "%s", stage);
}

static void check_stages(scalp_case *document, const scalp_head *head, const scalp_work *work) {
    static const char *const stages[] = {"I", "II", "III", "V", "VI", "VII"};
    double before = HUGE_VAL;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        set_stage(document, "norwood", stages[i]);
        const sums s = sum_of(document, head, NULL, work);
        printf("# %s: %.0f vertices of hair\n", stages[i], s.scalp);
        CHECK(s.scalp > 100 && s.scalp < before - 1);
        CHECK_NEAR(s.elsewhere, 0, 0.01);
        before = s.scalp;
    }
    set_stage(document, "salt", "S5");
    CHECK_NEAR(sum_of(document, head, NULL, work).scalp, 0, 1e-3);
    set_stage(document, "norwood", "none"); /* no stage: the whole scalp is to be covered */
    CHECK_NEAR(sum_of(document, head, NULL, work).scalp, 0, 1e-3);
    set_stage(document, "norwood", "IX");
    const float *hair = NULL;
    CHECK_STATUS(scalp_case_hair_seen(document, head, NULL, work, &hair, NULL), SCALP_ERR_INPUT);
}

static void check_measured(scalp_case *document, const scalp_head *head, const scalp_work *work) {
    double *existing = scalp_arena_take(work->memory, head->mesh.vertex_count, sizeof *existing);
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        existing[i] = 0.25 * document->density_per_cm2;
    set_stage(document, "norwood", "I");
    const double full = sum_of(document, head, existing, work).scalp;
    snprintf(document->loss_measured, sizeof document->loss_measured, "photos");
    CHECK_NEAR(sum_of(document, head, existing, work).scalp, 0.25 * full, 1e-3 * full);
    CHECK_NEAR(sum_of(document, head, NULL, work).scalp, full, 1e-6 * full);
}

int main(void) {
    check_work w;
    scalp_head head;
    scalp_case document = scalp_case_default();
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_head_make(&document.measures, document.sex, &w.work, &head, NULL), SCALP_OK);
    CASE("the more is lost, the less is shown, and none on the face")
    check_stages(&document, &head, &w.work);
    CASE("what the photos show counts where the case has it measured")
    check_measured(&document, &head, &w.work);
    check_end_case();
    check_work_close(&w);
    return check_done();
}
