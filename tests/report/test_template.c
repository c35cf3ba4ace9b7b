/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 1:1 template: lengths along the hairline, the same bytes, what is refused. */
#include "../check.h"

#include <scalptor/report.h>

typedef struct made {
    scalp_case document;
    scalp_fit fit;
    scalp_design design;
    scalp_plan plan;
} made;

static void make(check_work *w, const char *style, made *m) {
    m->document = scalp_case_default();
    snprintf(m->document.style, sizeof m->document.style, "%s", style);
    m->document.density_per_cm2 = 20; /* few dots: lines are what matters */
    CHECK_STATUS(scalp_case_fit(&m->document, NULL, NULL, &w->work, &m->fit, NULL), SCALP_OK);
    CHECK_STATUS(scalp_case_design(&m->document, &m->fit, &w->work, &m->design, NULL), SCALP_OK);
    CHECK_STATUS(scalp_case_plan(&m->document, &m->design, &w->work, &m->plan, NULL), SCALP_OK);
}

static scalp_status draw(check_work *w, const made *m, const scalp_template_params *params,
                         scalp_bytes *bytes, scalp_template_facts *facts, scalp_error *error) {
    return scalp_report_template(&m->fit.head, &m->design, &m->plan, params, &w->work, bytes, facts,
                                 error);
}

/* The design's own line, in its own steps, against what all strips of paper show of it. */
static void check_lengths(check_work *w, const made *m) {
    scalp_template_params params = {.dots = true};
    scalp_template_facts facts;
    scalp_bytes bytes;
    double length = 0;
    for (size_t i = 1; i < m->design.hairline_count; i++)
        length += scalp_vec3_distance(m->design.hairline[i - 1], m->design.hairline[i]);
    CHECK_STATUS(draw(w, m, &params, &bytes, &facts, NULL), SCALP_OK);
    CHECK(length > 100);
    CHECK_NEAR(facts.hairline_paper_mm, length, 1);
    CHECK_AT_MOST(facts.stretch, 0.04);
    /* Every dot lies on one slice; a few fall on the cuts' very rim. */
    CHECK_AT_MOST(fabs((double)facts.dots - (double)m->plan.layout.dot_count),
                  0.005 * (double)m->plan.layout.dot_count);
}

static void check_same(check_work *w, const made *m) {
    const scalp_template_params params = {.dots = true};
    scalp_template_facts facts;
    scalp_bytes one, two;
    CHECK_STATUS(draw(w, m, &params, &one, &facts, NULL), SCALP_OK);
    CHECK_STATUS(draw(w, m, &params, &two, &facts, NULL), SCALP_OK);
    CHECK(one.size == two.size && memcmp(one.data, two.data, one.size) == 0);
}

static void check_refused(check_work *w, const made *m) {
    scalp_template_params params = {.ruler_mm = 50};
    scalp_template_facts facts;
    scalp_bytes bytes;
    scalp_error error;
    CHECK_STATUS(draw(w, m, &params, &bytes, &facts, &error), SCALP_ERR_INPUT);
    params = (scalp_template_params){.zone = SCALP_ZONE_BEARD};
    CHECK_STATUS(draw(w, m, &params, &bytes, &facts, &error), SCALP_ERR_INPUT);
    CHECK_TEXT(error.message, "Nothing is planned in the zone beard.");
}

int main(void) {
    static const char *const styles[] = {"natural", "edge-up", "rounded"};
    check_work w;
    made *m = malloc(sizeof *m);
    if (!m)
        return 3;
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        check_work_open(&w, 0);
        make(&w, styles[i], m);
        CASE("the hairline is as long on paper as on the head") check_lengths(&w, m);
        if (i == 0)
            CASE("the same bytes every time") check_same(&w, m);
        if (i == 0)
            CASE("a ruler that is none and an empty zone are refused") check_refused(&w, m);
        check_work_close(&w);
    }
    free(m);
    return check_done();
}
