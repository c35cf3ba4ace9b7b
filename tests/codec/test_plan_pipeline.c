/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan made at once, one read from its file, and one made anew from the file's fit are the same,
 * bit for bit. */
#include "check.h"

#include "case/photo_case.h"

#include <scalptor/codec.h>

static bool same_dots(const scalp_layout *a, const scalp_layout *b) {
    bool same = a->dot_count == b->dot_count && a->session_count == b->session_count;
    for (size_t i = 0; same && i < a->dot_count; i++) {
        const scalp_dot *p = &a->dots[i], *q = &b->dots[i];
        same = p->at.face == q->at.face && memcmp(&p->at.u, &q->at.u, sizeof p->at.u) == 0 &&
               memcmp(&p->at.v, &q->at.v, sizeof p->at.v) == 0 &&
               memcmp(&p->position, &q->position, sizeof p->position) == 0 &&
               memcmp(&p->normal, &q->normal, sizeof p->normal) == 0 && p->zone == q->zone &&
               p->session == q->session;
    }
    return same;
}

static scalp_plan make_plan(const scalp_case *document, const scalp_fit *fit,
                            const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    scalp_design design;
    scalp_plan plan;
    memset(&plan, 0, sizeof plan);
    CHECK_STATUS(scalp_case_design(document, fit, work, &design, &error), SCALP_OK);
    CHECK_STATUS(scalp_case_plan(document, &design, work, &plan, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    return plan;
}

int main(void) {
    static photo_case x;
    static scalp_plan_file file;
    check_work w;
    check_work_open(&w, 2);
    scalp_error error = {SCALP_OK, ""};
    scalp_fit fit;
    scalp_bytes bytes = {NULL, 0};
    photo_case_make(&x, &w.work);
    CASE("a plan read from its file has every dot where it was") {
        CHECK_STATUS(scalp_case_fit(&x.document, x.facts, NULL, &w.work, &fit, &error), SCALP_OK);
        CHECK_STATUS(scalp_codec_fit_round(&x.document, &fit, &w.work, &error), SCALP_OK);
        CHECK(memcmp(&fit.measures, &x.document.measures, sizeof fit.measures) == 0);
        const scalp_plan plan = make_plan(&x.document, &fit, &w.work);
        CHECK_STATUS(
            scalp_codec_plan_write(&x.document, &fit, x.facts, &plan, &w.work, &bytes, &error),
            SCALP_OK);
        CHECK_STATUS(scalp_codec_plan_read(bytes, "plan.json", NULL, &w.work, &file, &error),
                     SCALP_OK);
        CHECK(plan.layout.dot_count > 100 && same_dots(&plan.layout, &file.layout));
    }
    CASE("a plan made anew from what the file carries is the same") {
        const scalp_plan again = make_plan(&file.document, &file.fit, &w.work);
        CHECK(same_dots(&again.layout, &file.layout));
        scalp_bytes second;
        CHECK_STATUS(scalp_codec_plan_write(&file.document, &file.fit, file.facts, &again, &w.work,
                                            &second, &error),
                     SCALP_OK);
        CHECK(second.size == bytes.size && memcmp(second.data, bytes.data, bytes.size) == 0);
    }
    CASE("cameras survive the file bit for bit") {
        CHECK(memcmp(file.fit.views, fit.views, sizeof *fit.views) == 0);
        CHECK(memcmp(file.facts, x.facts, sizeof x.facts) == 0);
    }
    if (error.message[0])
        printf("# %s\n", error.message);
    check_work_close(&w);
    return check_done();
}
