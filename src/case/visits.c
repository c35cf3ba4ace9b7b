/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the sessions take place: the case's dates, checked, and proposals for the rest. */
#include <scalptor/case.h>

#include <stdio.h>
#include <string.h>

/* The first session's day since 1970-01-01; false: there is no date. */
static scalp_status find_first(const scalp_case *document, const char *first_date, double *day,
                               bool *dated, scalp_error *error) {
    *dated = document->date_count > 0 || first_date;
    *day = 0;
    if (first_date && !scalp_case_day_from_date(first_date, day)) {
        char shown[SCALP_CASE_SHOWN];
        scalp_case_text_quoted(first_date, shown);
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The first date is %s, but must be a day as YYYY-MM-DD, 1900-01-01 to "
                          "2999-12-31.",
                          shown);
    }
    if (document->date_count == 0)
        return SCALP_OK;
    if (first_date && strcmp(first_date, document->session_dates[0]) != 0) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The first date is %s, but treatment.session_dates begins with %s; "
                          "change one of them.",
                          first_date, document->session_dates[0]);
    }
    if (!scalp_case_day_from_date(document->session_dates[0], day))
        return scalp_fail(error, SCALP_ERR_INPUT, "treatment.session_dates[0] is no day.");
    return SCALP_OK;
}

static void warn_if_early(const scalp_plan_session *session, size_t number, double last_day,
                          double day, const char *date, scalp_case_visits *visits) {
    char least[SCALP_CASE_DATE];
    if (!(day - last_day < session->gap_least_days))
        return;
    scalp_case_date_from_day(last_day + session->gap_least_days, least);
    snprintf(visits->warnings[visits->warning_count++], SCALP_PLAN_WARNING_TEXT,
             "Session %zu on %s comes %.0f days after the end of the one before, fewer than %.0f "
             "(%s): the skin has not healed and the pigment has not settled, so too much would be "
             "added; move it to %s or later.",
             number, date, day - last_day, session->gap_least_days, session->gap_kind, least);
}

scalp_status scalp_case_visits_make(const scalp_case *document, const scalp_plan *plan,
                                    const char *first_date, scalp_case_visits *visits,
                                    scalp_error *error) {
    double first, day = 0, last_day = 0; /* last_day: of the session before */
    bool dated, begun = false;
    SCALP_TRY(find_first(document, first_date, &first, &dated, error));
    scalp_case_visits made = {0};
    for (size_t s = 0; s < plan->session_count; s++) {
        const scalp_plan_session *session = &plan->sessions[s];
        scalp_case_visit *visit = &made.visit[s];
        const bool entered = s < document->date_count;
        visit->works = session->days > 0;
        if (!visit->works && !entered)
            continue;
        day = s == 0 ? first : last_day + session->gap_days;
        /* Zones that were not worked before need not wait, but a day is a day. */
        if (begun && session->gap_days <= 0)
            day = last_day + 1;
        if (entered && !scalp_case_day_from_date(document->session_dates[s], &day))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "treatment.session_dates[%zu] is no day; write it YYYY-MM-DD.", s);
        visit->entered = entered;
        visit->dated = dated;
        visit->days = session->days > 0 ? session->days : 1;
        visit->days_after = day - first;
        visit->days_since = begun ? day - last_day : 0;
        scalp_case_date_from_day(day, visit->date);
        if (begun && entered)
            warn_if_early(session, s + 1, last_day, day, visit->date, &made);
        last_day = day + (double)(visit->days - 1);
        begun = true;
    }
    *visits = made;
    return SCALP_OK;
}
