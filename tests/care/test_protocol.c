/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps by area, and what a studio keeps, drops and edits. */
#include "../check.h"

#include <scalptor/care.h>

static scalp_protocol make(unsigned areas, const scalp_protocol_change *changes, size_t count,
                           check_work *w) {
    scalp_protocol protocol = {.step_count = 0};
    scalp_error error = {0};
    if (scalp_protocol_make(areas, changes, count, 0, &w->work, &protocol, &error) != SCALP_OK)
        CHECK_FAILED("%s", error.message);
    return protocol;
}

/* -1: it is not there. */
static int place_of(const scalp_protocol *protocol, const char *id) {
    for (size_t i = 0; i < protocol->step_count; i++) {
        if (strcmp(protocol->steps[i].id, id) == 0)
            return (int)i;
    }
    return -1;
}

static void check_areas(check_work *w) {
    const scalp_protocol scalp = make(SCALP_CARE_SCALP, NULL, 0, w);
    const scalp_protocol brow = make(SCALP_CARE_BROW, NULL, 0, w);
    const scalp_protocol scar = make(SCALP_CARE_SCALP | SCALP_CARE_SCAR, NULL, 0, w);
    CHECK(place_of(&scalp, "clip") >= 0 && place_of(&scalp, "needling") < 0);
    CHECK(place_of(&scalp, "passes") >= 0 && place_of(&scalp, "passes_brow") < 0);
    CHECK(place_of(&brow, "clip") < 0 && place_of(&brow, "mark_brow") >= 0);
    CHECK(place_of(&scar, "needling") >= 0 && place_of(&scar, "trial_dots") >= 0);
    CHECK(place_of(&scar, "needling_same_day") < 0);
    for (unsigned areas = 1; areas <= SCALP_CARE_ALL; areas++) {
        static const char *const order[] = {
            "ask_again", "label",    "assess",       "cleanse",   "numb",  "agree", "mix",
            "even",      "top_coat", "photos_after", "aftercare", "close", "review"};
        const scalp_protocol p = make(areas, NULL, 0, w);
        int last = -1;
        for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
            const int place = place_of(&p, order[i]);
            if (place <= last)
                CHECK_FAILED("%s is missing or out of order", order[i]);
            last = place;
        }
        CHECK(place_of(&p, "passes") >= 0 || place_of(&p, "passes_brow") >= 0 ||
              place_of(&p, "passes_scar") >= 0);
    }
}

/* What the practice of today asks of the defaults. */
static void check_defaults(check_work *w) {
    const scalp_protocol p = make(SCALP_CARE_SCALP | SCALP_CARE_SCAR, NULL, 0, w);
    const scalp_protocol_step *needling = &p.steps[place_of(&p, "needling")];
    CHECK(needling->from_days == -42 && needling->to_days == -28);
    const scalp_protocol_step *clip = &p.steps[place_of(&p, "clip")];
    CHECK(clip->to_days == -1);
    CHECK(strstr(p.steps[place_of(&p, "top_coat")].records, "lot") != NULL);
    CHECK(p.steps[place_of(&p, "top_coat")].note != NULL);
    CHECK(p.steps[place_of(&p, "mix")].note == NULL);
    for (size_t i = 0; i < p.step_count; i++)
        CHECK(p.steps[i].source && p.steps[i].source[0] && !p.steps[i].warns);
}

static void check_studio(check_work *w) {
    const scalp_protocol_change changes[] = {
        {.step = "top_coat", .change = SCALP_STEP_DROP},
        {.step = "breaks", .change = SCALP_STEP_EDIT, .text = "Rest every hour."},
        {.step = "even", .change = SCALP_STEP_EDIT, .text = "Look at it with a lens."},
        {.step = "needling_same_day", .change = SCALP_STEP_KEEP},
        {.step = "tea", .change = SCALP_STEP_EDIT, .text = "Offer tea.", .after = "arrive"},
    };
    const scalp_protocol p = make(SCALP_CARE_SCAR, changes, 5, w);
    CHECK(place_of(&p, "top_coat") < 0 && p.dropped_count == 1);
    CHECK_TEXT(p.dropped[0], "top_coat");
    CHECK_TEXT(p.steps[place_of(&p, "breaks")].text, "Rest every hour.");
    CHECK(p.steps[place_of(&p, "breaks")].note != NULL);
    /* The evidence stays beside the studio's words. */
    CHECK(strncmp(p.steps[place_of(&p, "even")].note, scalp_text("protocol.none_evidence", 0),
                  strlen(scalp_text("protocol.none_evidence", 0))) == 0);
    CHECK(p.steps[place_of(&p, "needling_same_day")].warns);
    CHECK(place_of(&p, "tea") == place_of(&p, "arrive") + 1);
    CHECK_TEXT(p.steps[place_of(&p, "tea")].visit, "day");
    CHECK(p.steps[place_of(&p, "tea")].source == NULL);
}

static void refuse(scalp_protocol_change change, check_work *w) {
    scalp_protocol p;
    const scalp_protocol_change twice[] = {change, change};
    CHECK_STATUS(scalp_protocol_make(SCALP_CARE_SCALP, twice, 1, 0, &w->work, &p, NULL),
                 SCALP_ERR_INPUT);
}

static void check_refused(check_work *w) {
    scalp_protocol p;
    const scalp_protocol_change twice[] = {{.step = "light", .change = SCALP_STEP_DROP},
                                           {.step = "light", .change = SCALP_STEP_KEEP}};
    refuse((scalp_protocol_change){.step = "label", .change = SCALP_STEP_DROP}, w);
    refuse((scalp_protocol_change){.step = "close", .change = SCALP_STEP_DROP}, w);
    refuse((scalp_protocol_change){.step = "light", .change = SCALP_STEP_EDIT}, w);
    refuse((scalp_protocol_change){.step = "tea", .change = SCALP_STEP_DROP}, w);
    refuse((scalp_protocol_change){.step = "tea", .change = SCALP_STEP_EDIT, .text = "Tea."}, w);
    refuse(
        (scalp_protocol_change){
            .step = "tea", .change = SCALP_STEP_EDIT, .text = "Tea.", .after = "coffee"},
        w);
    refuse((scalp_protocol_change){.step = "light", .change = SCALP_STEP_KEEP, .after = "arrive"},
           w);
    CHECK_STATUS(scalp_protocol_make(SCALP_CARE_SCALP, twice, 2, 0, &w->work, &p, NULL),
                 SCALP_ERR_INPUT);
    CHECK_STATUS(scalp_protocol_make(0, NULL, 0, 0, &w->work, &p, NULL), SCALP_ERR_INPUT);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("steps by area, in order") {
        check_areas(&w);
    }
    CASE("defaults") {
        check_defaults(&w);
    }
    CASE("a studio's own") {
        check_studio(&w);
    }
    CASE("what a studio may not do") {
        check_refused(&w);
    }
    CASE("areas by name") {
        unsigned areas = 0;
        CHECK(scalp_care_areas_find("scalp,scar", ',', &areas) && areas == 9);
        CHECK(scalp_care_areas_find("all", ',', &areas) && areas == SCALP_CARE_ALL);
        CHECK(!scalp_care_areas_find("", ',', &areas));
        CHECK(!scalp_care_areas_find("scalp,", ',', &areas));
        CHECK(!scalp_care_areas_find("scalps", ',', &areas));
    }
    check_work_close(&w);
    return check_done();
}
