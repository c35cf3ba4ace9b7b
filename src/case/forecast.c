/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case's forecast: its zones sorted into kinds, its measurements placed on the time line. */
#include "what_if.h"

#include <stdio.h>
#include <string.h>

static const double year_days = 365.25, healed_days = 28;
static const double least_share = 0.01; /* a zone with fewer dots is another's soft edge */

/* ---- Kinds ------------------------------------------------------------------------------- */

static bool same(double a, double b) {
    return !(a < b) && !(a > b);
}

static bool same_deposit(const scalp_deposit *a, const scalp_deposit *b) {
    return same(a->depth_mm, b->depth_mm) && same(a->diameter_mm, b->diameter_mm) &&
           same(a->thickness_mm, b->thickness_mm) && same(a->dmua_per_mm, b->dmua_per_mm);
}

static void add_zone(scalp_case_kind *kind, scalp_zone zone, double dots) {
    const size_t used = strlen(kind->zones);
    snprintf(kind->zones + used, sizeof kind->zones - used, "%s%s", used ? ", " : "",
             scalp_zone_name(zone));
    kind->in_zone[zone] = true;
    kind->dots += dots;
}

/* Dots, and strokes as one each: they only say which kind there is more of. */
static double marks_in(const scalp_design *design, int zone) {
    return design->dots[zone] + design->strokes[zone];
}

static void sort_zones(const scalp_case *document, const scalp_design *design,
                       const scalp_plan *plan, scalp_case_forecast *f) {
    double all = 0;
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++)
        all += marks_in(design, z);
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        const scalp_zone zone = (scalp_zone)z;
        if (!(marks_in(design, z) > 0) || !(marks_in(design, z) >= least_share * all))
            continue;
        const bool scar = scalp_case_wear(document, zone).scar > 0;
        const scalp_deposit deposit = scalp_plan_deposit(plan, zone);
        size_t k = 0;
        while (k < f->kind_count &&
               !(f->kinds[k].scar == scar && same_deposit(&f->kinds[k].deposit, &deposit)))
            k++;
        if (k == f->kind_count)
            f->kinds[f->kind_count++] = (scalp_case_kind){.scar = scar, .deposit = deposit};
        add_zone(&f->kinds[k], zone, marks_in(design, z));
    }
}

/* The deposits as this client's skin takes them. What of the pigment stays is the traits' own
 * matter: the forecast's courses have it. */
static void take_known(const scalp_traits *known, scalp_case_forecast *f) {
    scalp_response response = scalp_response_from_traits(known);
    response.mass = 1;
    for (size_t k = 0; k < f->kind_count; k++)
        (void)scalp_response_apply(&response, &f->kinds[k].deposit);
}

/* The dot as the optics know it; the pigment's spectrum scaled to the deposit's own absorption. */
static scalp_status seen_dot(const scalp_case *document, const scalp_skin_parts *skin,
                             const scalp_deposit *deposit, scalp_seen_dot *dot,
                             scalp_error *error) {
    const scalp_pigment *pigment = scalp_pigment_find(document->pigment);
    const size_t green = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM;
    if (!pigment)
        return scalp_fail(error, SCALP_ERR_INPUT, "treatment.pigment is no pigment.");
    *dot = (scalp_seen_dot){.skin = *skin, .deposit = *deposit};
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        dot->dmua_per_mm[w] =
            pigment->dmua_per_mm[w] / pigment->dmua_per_mm[green] * deposit->dmua_per_mm;
    return SCALP_OK;
}

static scalp_status see_kind(const scalp_case *document, const scalp_skin_parts *skin,
                             scalp_case_kind *kind, scalp_forecast_kind *asked,
                             const scalp_work *work, scalp_error *error) {
    static const double at[3] = {28, 365.25, 5 * 365.25};
    scalp_wear wear = scalp_case_wear(document, SCALP_ZONE_NONE);
    scalp_seen_dot dot;
    wear.scar = kind->scar;
    *asked = (scalp_forecast_kind){.wear = wear, .weight = kind->dots};
    SCALP_TRY(seen_dot(document, skin, &kind->deposit, &dot, error));
    SCALP_TRY(scalp_seen_law_make(&dot, work, &asked->law, error));
    for (int i = 0; i < 3; i++) {
        const scalp_faded faded = scalp_fading_of(&wear, NULL, at[i]);
        double total_mm2;
        SCALP_TRY(scalp_seen_make(&dot, &faded, work, &total_mm2, &kind->seen_mm[i], error));
    }
    return SCALP_OK;
}

/* ---- Time -------------------------------------------------------------------------------- */

/* Every month of the first year, every two of the others. */
static void fill_days(scalp_case_forecast *f) {
    size_t count = 0;
    f->days[count] = healed_days;
    f->year_index[0] = count++;
    for (int month = 1; month <= 120; month += month < 12 ? 1 : 2) {
        const double days = month * year_days / 12;
        if (days < healed_days + 1)
            continue;
        if (month % 12 == 0)
            f->year_index[month / 12] = count;
        f->days[count++] = days;
    }
}

enum { forecast_days = 1 + 12 + 54 }; /* month 1 is day 30.4 */

static scalp_status find_kind(const scalp_case_forecast *f, const scalp_case_measured *m,
                              unsigned *kind, scalp_error *error) {
    *kind = SCALP_FORECAST_ALL;
    if (m->zone == SCALP_ZONE_NONE)
        return SCALP_OK;
    for (size_t k = 0; k < f->kind_count; k++) {
        if (f->kinds[k].in_zone[m->zone]) {
            *kind = (unsigned)k;
            return SCALP_OK;
        }
    }
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "Line %zu of the measurements: the zone %s is not treated in this case; "
                      "measure a treated zone, or all.",
                      m->line, scalp_zone_name(m->zone));
}

static scalp_status place_one(const scalp_case_forecast *f, const scalp_case_measured *m,
                              scalp_case_placed *placed, scalp_retained *retained,
                              scalp_error *error) {
    double day;
    char healed[SCALP_CASE_DATE];
    scalp_case_date_from_day(f->last_session_day + healed_days, healed);
    if (!scalp_case_day_from_date(m->date, &day) || day < f->last_session_day + healed_days)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Line %zu of the measurements: %s is before %s, day 28 after the last "
                          "session, to which retained_pct refers.",
                          m->line, m->date, healed);
    *placed = (scalp_case_placed){day - f->last_session_day, m};
    *retained = (scalp_retained){.days = placed->days,
                                 .share = m->retained_pct / 100,
                                 .low = m->low_pct / 100,
                                 .high = m->high_pct / 100};
    if (placed->days > 60 * year_days)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Line %zu of the measurements: %s is more than 60 years after the last "
                          "session.",
                          m->line, m->date);
    return find_kind(f, m, &retained->kind, error);
}

static scalp_status place(const scalp_case *document, const scalp_case_measured *measured,
                          size_t count, const scalp_work *work, scalp_case_forecast *f,
                          scalp_retained **retained, scalp_error *error) {
    void *memory;
    f->dated = document->date_count > 0 &&
               scalp_case_day_from_date(document->session_dates[document->date_count - 1],
                                        &f->last_session_day);
    if (count > 0 && !f->dated)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Measurements are dated, but the case has no treatment.session_dates to "
                          "count the days from; add the dates of the sessions.");
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_case_placed), &memory, error));
    scalp_case_placed *placed = memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_retained), &memory, error));
    *retained = memory;
    for (size_t i = 0; i < count; i++)
        SCALP_TRY(place_one(f, &measured[i], &placed[i], &(*retained)[i], error));
    f->placed = placed;
    f->placed_count = count;
    return SCALP_OK;
}

/* ---- All --------------------------------------------------------------------------------- */

scalp_status scalp_case_forecast_make(const scalp_case *document, const scalp_fit *fit,
                                      const scalp_design *design,
                                      const scalp_case_measured *measured, size_t count,
                                      const scalp_work *work, scalp_case_forecast *forecast,
                                      scalp_error *error) {
    return scalp_case_forecast_known(document, fit, design, measured, count, NULL, work, forecast,
                                     error);
}

scalp_status scalp_case_forecast_known(const scalp_case *document, const scalp_fit *fit,
                                       const scalp_design *design,
                                       const scalp_case_measured *measured, size_t count,
                                       const scalp_traits *known, const scalp_work *work,
                                       scalp_case_forecast *forecast, scalp_error *error) {
    enum { nodes = 16 };
    scalp_case_forecast f = {.known = known != NULL};
    scalp_plan plan = {0};
    scalp_forecast_kind kinds[SCALP_FORECAST_MAX_KINDS];
    scalp_retained *retained = NULL;
    scalp_skin_parts skin = {.blood = SCALP_SKIN_BLOOD, .scatter = 1};
    scalp_treatment asked;
    SCALP_TRY(scalp_case_treatment(document, work, &asked, error));
    SCALP_TRY(scalp_plan_treatment(&asked, work, &plan.treatment, error));
    sort_zones(document, design, &plan, &f);
    if (known)
        take_known(known, &f);
    SCALP_TRY(place(document, measured, count, work, &f, &retained, error));
    SCALP_TRY(scalp_skin_find_melanin(document->ita_deg, nodes, work, &skin, error));
    for (size_t k = 0; k < f.kind_count; k++)
        SCALP_TRY(see_kind(document, &skin, &f.kinds[k], &kinds[k], work, error));
    fill_days(&f);
    const scalp_forecast_spec spec = {.kinds = kinds,
                                      .kind_count = f.kind_count,
                                      .measured = retained,
                                      .measured_count = count,
                                      .days = f.days,
                                      .day_count = forecast_days,
                                      .known = known};
    SCALP_TRY(scalp_forecast_make(&spec, work, &f.forecast, error));
    SCALP_TRY(case_recede_make(document, fit, design, work, &f.recede, error));
    SCALP_TRY(case_grey_make(document, &f, work, &f.grey, error));
    *forecast = f;
    return SCALP_OK;
}
