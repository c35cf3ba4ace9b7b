/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is refused, and what is warned of. */
#include "designs.h"

static void check_refused(const scalp_head *head, scalp_design_spec spec, const char *word,
                          const scalp_work *work) {
    scalp_design design = {.hairline_height_mm = -1};
    scalp_error error = {0};
    CHECK_STATUS(scalp_design_make(head, &spec, work, &design, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, word) != NULL);
    CHECK(design.hairline_height_mm < 0);
}

static bool warned(const scalp_head *head, scalp_design_spec spec, const char *word,
                   const scalp_work *work) {
    const scalp_design design = designs_make(head, spec, work);
    for (size_t i = 0; i < design.warning_count; i++) {
        if (strstr(design.warnings[i], word))
            return true;
    }
    return false;
}

/* Gives out as many blocks as it has left. */
static void *ration(void *left, size_t bytes) {
    int *blocks = left;
    return (*blocks)-- > 0 ? malloc(bytes) : NULL;
}

static void give_back(void *left, void *block) {
    (void)left;
    free(block);
}

/* Memory ends at every possible block in turn. Returns how many blocks were enough. */
static int check_starved(const scalp_head *head) {
    const scalp_design_spec spec = {.loss = SCALP_NORWOOD_III};
    for (int blocks = 1; blocks < 64; blocks++) {
        int left = blocks;
        const scalp_allocator allocator = {ration, give_back, &left};
        scalp_work work = {0};
        CHECK_STATUS(scalp_arena_open(&allocator, &work.memory), SCALP_OK);
        scalp_design design = {.hairline_height_mm = -1};
        const scalp_status status = scalp_design_make(head, &spec, &work, &design, NULL);
        CHECK(status == SCALP_OK || (status == SCALP_ERR_MEMORY && design.hairline_height_mm < 0));
        scalp_arena_close(&work.memory);
        if (status == SCALP_OK)
            return blocks;
    }
    return 64;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_head head = designs_head(&w.work, "male");
    const scalp_zone_spec none[] = {{SCALP_ZONE_NONE, 100}}, thin[] = {{SCALP_ZONE_CROWN, 5}},
                          twice[] = {{SCALP_ZONE_CROWN, 100}, {SCALP_ZONE_CROWN, 90}};
    CASE("values outside their ranges are named") {
        check_refused(&head, (scalp_design_spec){.style = "mohican"}, "mohican", &w.work);
        check_refused(&head, (scalp_design_spec){.style = "mohican"}, "natural", &w.work);
        check_refused(&head, (scalp_design_spec){.sex = "x"}, "male or female", &w.work);
        check_refused(&head, (scalp_design_spec){.density_per_cm2 = 300}, "20 to 250", &w.work);
        check_refused(&head, (scalp_design_spec){.density_per_cm2 = NAN}, "density", &w.work);
        check_refused(&head, (scalp_design_spec){.hairline_height_mm = 30}, "50 to 110", &w.work);
        check_refused(&head, (scalp_design_spec){.hairline_height_mm = NAN}, "height", &w.work);
        check_refused(&head, (scalp_design_spec){.age_years = -1}, "age", &w.work);
        check_refused(&head, (scalp_design_spec){.loss = SCALP_NORWOOD_COUNT}, "stage", &w.work);
    }
    CASE("so are zones that are none, too thin, or named twice") {
        check_refused(&head, (scalp_design_spec){.zones = none, .zone_count = 1}, "zone", &w.work);
        check_refused(&head, (scalp_design_spec){.zones = thin, .zone_count = 1},
                      "density of a zone", &w.work);
        check_refused(&head, (scalp_design_spec){.zones = twice, .zone_count = 2}, "twice",
                      &w.work);
        check_refused(&head, (scalp_design_spec){.zones = none, .zone_count = 33}, "33", &w.work);
    }
    CASE("nothing to treat: a receded line on a head that has lost next to nothing") {
        const scalp_design_spec spec = {.loss = SCALP_NORWOOD_II, .hairline_height_mm = 110};
        scalp_design design;
        scalp_error error = {0};
        const scalp_status status = scalp_design_make(&head, &spec, &w.work, &design, &error);
        CHECK(status == SCALP_OK || strstr(error.message, "Nothing is to be treated"));
        if (status == SCALP_OK) { /* only the temples are left: half of what 80 mm gives */
            double dots = 0;
            for (int z = 0; z < SCALP_ZONE_COUNT; z++)
                dots += design.dots[z];
            CHECK(dots < 900);
        }
    }
    CASE("memory may end anywhere") {
        const int enough = check_starved(&head);
        CHECK(enough > 3 && enough < 64);
    }
    CASE("warnings, and none without cause") {
        CHECK(warned(&head, (scalp_design_spec){.sex = "male", .hairline_height_mm = 60},
                     "low for a man", &w.work));
        CHECK(!warned(&head, (scalp_design_spec){.sex = "female", .hairline_height_mm = 60}, "low",
                      &w.work));
        CHECK(warned(&head, (scalp_design_spec){.age_years = 22, .loss = SCALP_NORWOOD_III},
                     "stage V", &w.work));
        CHECK(warned(&head, (scalp_design_spec){.sex = "female", .loss = SCALP_NORWOOD_IV},
                     "Norwood", &w.work));
        CHECK(warned(&head, (scalp_design_spec){.density_per_cm2 = 220}, "220", &w.work));
        const scalp_design plain = designs_make(
            &head, (scalp_design_spec){.age_years = 34, .loss = SCALP_NORWOOD_IV}, &w.work);
        CHECK(plain.warning_count == 0);
    }
    check_work_close(&w);
    return check_done();
}
