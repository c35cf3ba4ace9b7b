/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of hairlines: each speaks when it should, with its source, and only then. */
#include "designs.h"

static const scalp_check *find(const scalp_design *d, const char *id) {
    for (size_t i = 0; i < d->check_count; i++) {
        if (strcmp(d->checks[i].id, id) == 0)
            return &d->checks[i];
    }
    return NULL;
}

/* Whether the rule speaks, and how. */
static int speaks(const scalp_head *head, scalp_design_spec spec, const char *id,
                  const scalp_work *work) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const scalp_design d = designs_make(head, spec, work);
    const scalp_check *check = find(&d, id);
    const int how = check ? (int)check->severity : -1;
    CHECK(!check || (check->source[0] && check->message[0] &&
                     check->needs_reason == (check->severity == SCALP_HARD)));
    scalp_arena_return(work->memory, mark);
    return how;
}

static scalp_design_spec at(double height, const char *sex, const char *look) {
    return (scalp_design_spec){.hairline_height_mm = height, .sex = sex, .look = look};
}

static int with(const scalp_head *head, scalp_hairline_number which, double value, const char *id,
                const scalp_work *work) {
    scalp_hairline_spec line = scalp_hairline_spec_none();
    line.number[which] = value;
    return speaks(head, (scalp_design_spec){.hairline = &line, .seed = 4}, id, work);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_head head = designs_head(&w.work, "male");
    CASE("too low: warned of below 7.0 cm, to be reasoned below 6.5, for a man's look") {
        CHECK(speaks(&head, at(70, "male", NULL), "hairline-low", &w.work) == -1);
        CHECK(speaks(&head, at(69.9, "male", NULL), "hairline-low", &w.work) == SCALP_WARN);
        CHECK(speaks(&head, at(65, "male", NULL), "hairline-too-low", &w.work) == -1);
        CHECK(speaks(&head, at(64.9, "male", NULL), "hairline-too-low", &w.work) == SCALP_HARD);
        CHECK(speaks(&head, at(64.9, "male", NULL), "hairline-low", &w.work) == -1);
    }
    CASE("... below 5.5 for a woman's, whatever the sex; nothing for neither") {
        CHECK(speaks(&head, at(56, "female", NULL), "hairline-too-low", &w.work) == -1);
        CHECK(speaks(&head, at(54, "female", NULL), "hairline-too-low", &w.work) == SCALP_HARD);
        CHECK(speaks(&head, at(60, "male", "feminine"), "hairline-too-low", &w.work) == -1);
        CHECK(speaks(&head, at(60, "female", "masculine"), "hairline-too-low", &w.work) ==
              SCALP_HARD);
        CHECK(speaks(&head, at(54, "male", "neutral"), "hairline-too-low", &w.work) == -1);
    }
    CASE("near the brow crease, 55 mm up on the standard head") {
        CHECK(speaks(&head, at(75, "male", NULL), "near-brow-crease", &w.work) == -1);
        CHECK(speaks(&head, at(66, "male", NULL), "near-brow-crease", &w.work) == SCALP_WARN);
    }
    CASE("falling in profile, closed temples, a ruled line, a sharp one, a mirrored one") {
        CHECK(with(&head, SCALP_HAIRLINE_CORNER_RECESS, 2, "slopes-down", &w.work) == SCALP_WARN);
        CHECK(with(&head, SCALP_HAIRLINE_CORNER_RECESS, 30, "slopes-down", &w.work) == -1);
        CHECK(with(&head, SCALP_HAIRLINE_TEMPLE_OPEN, 0, "temple-closed", &w.work) == SCALP_WARN);
        CHECK(with(&head, SCALP_HAIRLINE_TEMPLE_OPEN, 0.12, "temple-closed", &w.work) == -1);
        CHECK(with(&head, SCALP_HAIRLINE_TRANSITION, 4, "too-sharp", &w.work) == SCALP_WARN);
        CHECK(with(&head, SCALP_HAIRLINE_TRANSITION, 6, "too-sharp", &w.work) == -1);
        CHECK(with(&head, SCALP_HAIRLINE_ASYMMETRY, 0, "too-symmetric", &w.work) == SCALP_WARN);
        CHECK(with(&head, SCALP_HAIRLINE_ASYMMETRY, 1, "too-symmetric", &w.work) == -1);
        scalp_hairline_spec line = scalp_hairline_spec_none();
        line.number[SCALP_HAIRLINE_MACRO] = line.number[SCALP_HAIRLINE_MICRO] = 0.2;
        CHECK(speaks(&head, (scalp_design_spec){.hairline = &line}, "too-straight", &w.work) ==
              SCALP_WARN);
        CHECK(speaks(&head, (scalp_design_spec){.seed = 1}, "too-straight", &w.work) == -1);
    }
    CASE("ahead of the loss to come: two stages on, for men") {
        const scalp_design_spec three = {.loss = SCALP_NORWOOD_III, .age_years = 40};
        CHECK(speaks(&head, three, "ahead-of-recession", &w.work) == SCALP_NOTE);
        scalp_design_spec young = three;
        young.age_years = 22;
        CHECK(speaks(&head, young, "ahead-of-recession", &w.work) == SCALP_WARN);
        CHECK(speaks(&head, young, "young", &w.work) == SCALP_WARN);
        scalp_design_spec all = three;
        all.loss = SCALP_NORWOOD_NONE;
        CHECK(speaks(&head, all, "ahead-of-recession", &w.work) == -1);
    }
    CASE("rules have ids of their own, and a design's warnings are its checks' messages") {
        size_t rules = 0;
        for (; scalp_rule_id(rules); rules++) {
            for (size_t k = 0; k < rules; k++)
                CHECK(strcmp(scalp_rule_id(k), scalp_rule_id(rules)) != 0);
        }
        CHECK(rules >= 11 && rules <= SCALP_DESIGN_MAX_RULES);
        const scalp_design d = designs_make(&head, at(60, "male", NULL), &w.work);
        CHECK(d.warning_count > 0);
        CHECK_TEXT(d.warnings[0], d.checks[0].message);
    }
    CASE("a look that is none is refused") {
        scalp_design d;
        scalp_error error = {0};
        const scalp_design_spec spec = {.look = "elvish"};
        CHECK_STATUS(scalp_design_make(&head, &spec, &w.work, &d, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "elvish") && strstr(error.message, "neutral"));
    }
    check_work_close(&w);
    return check_done();
}
