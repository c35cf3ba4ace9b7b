/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans around what is in the skin already. */
#include <scalptor/case.h>

#include <string.h>

bool scalp_case_counts_hair(const scalp_case *document) {
    scalp_norwood norwood;
    const bool outline = strcmp(document->loss_stage, "none") == 0 ||
                         (strcmp(document->loss_scale, "norwood") == 0 &&
                          scalp_norwood_find(document->loss_stage, &norwood));
    return !outline || strcmp(document->loss_measured, "photos") == 0;
}

static scalp_status keep_clear_only(const scalp_placed *placed, const scalp_work *work,
                                    const scalp_site **follicles, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, placed->follicle_count, sizeof(scalp_site), &memory, error));
    scalp_site *to = memory;
    for (size_t i = 0; i < placed->follicle_count; i++) {
        to[i] = placed->follicles[i];
        to[i].weight = 0;
    }
    *follicles = to;
    return SCALP_OK;
}

scalp_status scalp_case_plan_around(const scalp_case *document, const scalp_design *design,
                                    const scalp_placed *given, const scalp_work *work,
                                    scalp_plan *plan, scalp_error *error) {
    scalp_treatment treatment;
    scalp_placed placed = *given;
    SCALP_TRY(scalp_case_reasons_check(document, design, error));
    SCALP_TRY(scalp_case_treatment(document, work, &treatment, error));
    if (placed.follicle_count && scalp_case_counts_hair(document))
        SCALP_TRY(keep_clear_only(given, work, &placed.follicles, error));
    return scalp_plan_make_around(design, &treatment, &placed, document->regularity,
                                  (uint64_t)document->seed, work, plan, error);
}

static bool session_day(const scalp_case *document, unsigned session, double *day) {
    return session >= 1 && session <= document->date_count &&
           scalp_case_day_from_date(document->session_dates[session - 1], day);
}

/* The day the new work is for; false: the case has no days. */
static scalp_status find_day(const scalp_case *document, const char *on, unsigned first,
                             bool *found, double *day, scalp_error *error) {
    char shown[SCALP_CASE_SHOWN];
    *found = true;
    if (on) {
        if (scalp_case_day_from_date(on, day))
            return SCALP_OK;
        scalp_case_text_quoted(on, shown);
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is no day; write it as YYYY-MM-DD, such as 2027-06-30.", shown);
    }
    if (session_day(document, first, day))
        return SCALP_OK;
    *found = session_day(document, (unsigned)document->date_count, day);
    *day += *found ? scalp_plan_usual_days(document->date_count, first) : 0;
    return SCALP_OK;
}

scalp_status scalp_case_age_placed(const scalp_case *document, const char *on, scalp_placed *placed,
                                   scalp_error *error) {
    const unsigned first = placed->first_session > 0 ? placed->first_session : 1;
    double day = 0, from;
    bool known = false, used[SCALP_LAYOUT_MAX_SESSIONS] = {false};
    SCALP_TRY(find_day(document, on, first, &known, &day, error));
    for (size_t i = 0; i < placed->dot_count; i++)
        used[placed->dots[i].session - 1] = true;
    for (size_t i = 0; i < placed->stroke_count; i++)
        used[placed->strokes[i].session - 1] = true;
    for (unsigned s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        const bool dated = known && session_day(document, s + 1, &from);
        if (dated && used[s] && from > day) {
            char date[SCALP_CASE_DATE];
            scalp_case_date_from_day(day, date);
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Session %u has placed dots, but is on %s, after the day it is "
                              "planned for, %s.",
                              s + 1, document->session_dates[s], date);
        }
        placed->days_before[s] = dated && day > from ? day - from : 0;
        for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
            const scalp_wear wear = scalp_case_wear(document, (scalp_zone)z);
            const bool ages = dated && day >= from;
            const double seen = ages ? scalp_fading_of(&wear, NULL, day - from).seen : 1;
            placed->strength[s][z] = scalp_clamp(seen, 0, 1);
        }
    }
    return SCALP_OK;
}
