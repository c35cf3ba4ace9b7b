/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "treatment.h"

#include <assert.h>
#include <string.h>

/* ---- Tables ------------------------------------------------------------------------------ */

typedef struct needle {
    char code[SCALP_NEEDLE_NAME];
    double diameter_mm;
    int count;
} needle;

static const needle needles[] = {
#define ROW(code, diameter_mm, count, remark, source) {code, diameter_mm, count},
#include "needles.inc"
#undef ROW
};

enum { needle_count = sizeof needles / sizeof needles[0] };

typedef struct rate {
    char name[24];
    double value;
} rate;

static const rate rates[] = {
#define ROW(name, value, unit, source) {name, value},
#include "work_rates.inc"
#undef ROW
};

double plan_rate(const char *name) {
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        if (strcmp(rates[i].name, name) == 0)
            return rates[i].value;
    }
    assert(!"a rate that data/work_rates.csv does not have");
    return 0;
}

/* ---- Checks ------------------------------------------------------------------------------ */

static scalp_status check_needle(const char *code, const char *where, scalp_error *error) {
    char known[needle_count * SCALP_NEEDLE_NAME] = "";
    if (memchr(code, 0, SCALP_NEEDLE_NAME)) {
        for (size_t i = 0; i < needle_count; i++) {
            if (strcmp(needles[i].code, code) == 0)
                return SCALP_OK;
        }
    }
    for (size_t i = 0; i < needle_count; i++) {
        strcat(known, i ? ", " : "");
        strcat(known, needles[i].code);
    }
    return scalp_fail(error, SCALP_ERR_INPUT, "%sneedle \"%.15s\" is not known; there are %s.",
                      where, code, known);
}

/* Empty is the default. */
static scalp_status check_pigment(char id[SCALP_PIGMENT_NAME], scalp_error *error) {
    char known[160];
    if (id[0] == 0)
        memcpy(id, scalp_pigments[0].id, strlen(scalp_pigments[0].id) + 1);
    if (memchr(id, 0, SCALP_PIGMENT_NAME) && scalp_pigment_find(id))
        return SCALP_OK;
    scalp_pigment_names(known, sizeof known);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "treatment: pigment \"%.31s\" is not known; there are %s.", id, known);
}

typedef struct range {
    const char *name;
    double low, high, missing; /* what 0 means */
} range;

static const range needle_depth = {"needle_depth_mm", 0.1, 2, 0.5};
static const range pigment_depth = {"pigment_depth_mm", 0.05, 1, 0.12};
static const range thickness = {"thickness_mm", 0.02, 0.3, 0.08};
static const range diameter = {"diameter_mm", 0.05, 0.6, 0.2};
static const range dilution = {"dilution", 0.5, 100, 20};
static const range retention = {"expected_retention", 0.3, 1, 1};
static const range dots_per_second = {"dots_per_second", 0.2, 5, 0};
static const range strokes_per_minute = {"strokes_per_minute", 0.3, 20, 0};
static const range break_every = {"break_every_min", 15, 240, 0};
static const range break_length = {"break_min", 1, 60, 0};
static const range day_limit = {"day_limit_min", 30, 720, 0};

/* Fills 0 in with `missing` and checks the limits. */
static scalp_status check_range(const range *r, const char *where, double missing, double *value,
                                scalp_error *error) {
    if (*value >= 0 && *value <= 0)
        *value = missing;
    if (*value >= r->low && *value <= r->high)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT, "%s%s is %g; it must be %g to %g.", where, r->name,
                      *value, r->low, r->high);
}

/* The deposit lies in the skin with its upper face, too. */
static scalp_status check_inside(double depth_mm, double thickness_mm, const char *where,
                                 scalp_error *error) {
    if (depth_mm >= thickness_mm / 2)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%spigment_depth_mm is %g, but a deposit %g mm thick would stick out of the "
                      "skin; make it %g or more.",
                      where, depth_mm, thickness_mm, thickness_mm / 2);
}

double scalp_plan_scar_dilution(double of_others) {
    return scalp_clamp(of_others * plan_policy("scar_dilution"), 0, dilution.high);
}

static bool given(const double *shares) {
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        if (shares[s] > 0)
            return true;
    }
    return false;
}

static bool is_brow(scalp_zone zone) {
    return zone == SCALP_ZONE_BROW_L || zone == SCALP_ZONE_BROW_R;
}

/* What is not said of a scar or a brow is as the policy has it. */
static void follow_policy(const scalp_treatment *all, scalp_zone_treatment *zone) {
    if (zone->scar == SCALP_SCAR_BY_ZONE)
        zone->scar = zone->zone == SCALP_ZONE_SCAR ? SCALP_SCAR_YES : SCALP_SCAR_NO;
    if (zone->scar != SCALP_SCAR_YES) {
        if (is_brow(zone->zone) && !given(zone->session_shares))
            plan_brow_shares(all->session_shares, zone->session_shares);
        return;
    }
    if (!given(zone->session_shares))
        plan_scar_shares(all->session_shares, zone->session_shares);
    if (zone->dilution >= 0 && zone->dilution <= 0)
        zone->dilution = scalp_plan_scar_dilution(all->dilution);
}

static scalp_status check_shares(const double *shares, const char *where, scalp_error *error) {
    double sum = 0;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        if (!(shares[s] >= 0 && shares[s] <= 1))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%sthe share of session %zu is %g; it must be 0 to 1.", where, s + 1,
                              shares[s]);
        sum += shares[s];
    }
    if (!given(shares) || (sum >= 1 - 1e-6 && sum <= 1 + 1e-6))
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%sthe shares of the sessions add up to %.9g; they must add up to 1.", where,
                      sum);
}

static scalp_status check_zone(const scalp_treatment *all, size_t index, scalp_zone_treatment *zone,
                               scalp_error *error) {
    char where[48] = "zone ";
    if (zone->zone <= SCALP_ZONE_NONE || zone->zone >= SCALP_ZONE_COUNT) {
        return scalp_fail(error, SCALP_ERR_INPUT, "Treatment %zu is for a zone that is none.",
                          index + 1);
    }
    strcat(where, scalp_zone_name(zone->zone));
    strcat(where, ": ");
    for (size_t i = 0; i < index; i++) {
        if (all->zones[i].zone == zone->zone)
            return scalp_fail(error, SCALP_ERR_INPUT, "%streated twice; keep one.", where);
    }
    follow_policy(all, zone);
    SCALP_TRY(check_shares(zone->session_shares, where, error));
    SCALP_TRY(
        check_range(&retention, where, all->expected_retention, &zone->expected_retention, error));
    if (zone->needle[0] == 0)
        memcpy(zone->needle, all->needle, sizeof zone->needle);
    SCALP_TRY(check_needle(zone->needle, where, error));
    SCALP_TRY(
        check_range(&needle_depth, where, all->needle_depth_mm, &zone->needle_depth_mm, error));
    SCALP_TRY(
        check_range(&pigment_depth, where, all->pigment_depth_mm, &zone->pigment_depth_mm, error));
    SCALP_TRY(check_inside(zone->pigment_depth_mm, all->thickness_mm, where, error));
    SCALP_TRY(check_range(&diameter, where, all->diameter_mm, &zone->diameter_mm, error));
    return check_range(&dilution, where, all->dilution, &zone->dilution, error);
}

static scalp_status check_pace(scalp_treatment *t, scalp_error *error) {
    SCALP_TRY(check_range(&retention, "", retention.missing, &t->expected_retention, error));
    SCALP_TRY(check_range(&dots_per_second, "", plan_rate("dots_per_second"), &t->dots_per_second,
                          error));
    SCALP_TRY(check_range(&strokes_per_minute, "", plan_rate("strokes_per_minute"),
                          &t->strokes_per_minute, error));
    SCALP_TRY(check_range(&break_every, "", plan_rate("work_between_breaks"), &t->break_every_min,
                          error));
    SCALP_TRY(check_range(&break_length, "", plan_rate("break_length"), &t->break_min, error));
    return check_range(&day_limit, "", plan_rate("day_limit"), &t->day_limit_min, error);
}

/* Keeps the zones in memory of their own, and those with a policy among them. */
static scalp_status check_zones(scalp_treatment *t, const scalp_work *work, scalp_error *error) {
    void *memory;
    static const scalp_zone others[] = {SCALP_ZONE_SCAR, SCALP_ZONE_BROW_L, SCALP_ZONE_BROW_R};
    enum { other_count = sizeof others / sizeof others[0] };
    SCALP_TRY(scalp_work_take(work, t->zone_count + other_count, sizeof *t->zones, &memory, error));
    scalp_zone_treatment *zones = memory;
    for (size_t i = 0; i < t->zone_count; i++)
        zones[i] = t->zones[i];
    t->zones = zones;
    for (size_t i = 0; i < other_count; i++) {
        if (!plan_zone_find(t, others[i]))
            zones[t->zone_count++] = (scalp_zone_treatment){.zone = others[i]};
    }
    for (size_t i = 0; i < t->zone_count; i++)
        SCALP_TRY(check_zone(t, i, &zones[i], error));
    return SCALP_OK;
}

scalp_status scalp_plan_treatment(const scalp_treatment *given, const scalp_work *work,
                                  scalp_treatment *treatment, scalp_error *error) {
    scalp_treatment t = *given;
    if (t.needle[0] == 0)
        memcpy(t.needle, "0601RL", sizeof "0601RL");
    SCALP_TRY(check_needle(t.needle, "treatment: ", error));
    SCALP_TRY(check_pigment(t.pigment, error));
    SCALP_TRY(check_range(&needle_depth, "", needle_depth.missing, &t.needle_depth_mm, error));
    SCALP_TRY(check_range(&pigment_depth, "", pigment_depth.missing, &t.pigment_depth_mm, error));
    SCALP_TRY(check_range(&thickness, "", thickness.missing, &t.thickness_mm, error));
    SCALP_TRY(check_inside(t.pigment_depth_mm, t.thickness_mm, "", error));
    SCALP_TRY(check_range(&diameter, "", diameter.missing, &t.diameter_mm, error));
    SCALP_TRY(check_range(&dilution, "", dilution.missing, &t.dilution, error));
    SCALP_TRY(check_pace(&t, error));
    double sum = 0;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        sum += t.session_shares[s];
    if (sum >= 0 && sum <= 0) {
        t.session_shares[0] = t.session_shares[2] = 0.3;
        t.session_shares[1] = 0.4;
    }
    SCALP_TRY(check_zones(&t, work, error));
    *treatment = t;
    return SCALP_OK;
}

/* ---- What a zone gets -------------------------------------------------------------------- */

const scalp_zone_treatment *plan_zone_find(const scalp_treatment *t, scalp_zone zone) {
    for (size_t i = 0; i < t->zone_count; i++) {
        if (t->zones[i].zone == zone)
            return &t->zones[i];
    }
    return NULL;
}

static double dilution_of(const scalp_treatment *t, scalp_zone zone) {
    const scalp_zone_treatment *own = plan_zone_find(t, zone);
    return own ? own->dilution : t->dilution;
}

static void dmua_of(const scalp_treatment *t, scalp_zone zone, double *dmua_per_mm) {
    scalp_pigment_dmua(scalp_pigment_find(t->pigment), dilution_of(t, zone), dmua_per_mm);
}

scalp_deposit plan_deposit(const scalp_treatment *t, scalp_zone zone) {
    const scalp_zone_treatment *own = plan_zone_find(t, zone);
    const size_t at_550_nm = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM;
    double dmua[SCALP_SPECTRUM_COUNT];
    dmua_of(t, zone, dmua);
    return (scalp_deposit){.depth_mm = own ? own->pigment_depth_mm : t->pigment_depth_mm,
                           .diameter_mm = own ? own->diameter_mm : t->diameter_mm,
                           .thickness_mm = t->thickness_mm,
                           .dmua_per_mm = dmua[at_550_nm]};
}

scalp_deposit scalp_plan_deposit(const scalp_plan *plan, scalp_zone zone) {
    return plan_deposit(&plan->treatment, zone);
}

void scalp_plan_dmua(const scalp_plan *plan, scalp_zone zone,
                     double dmua_per_mm[SCALP_SPECTRUM_COUNT]) {
    dmua_of(&plan->treatment, zone, dmua_per_mm);
}

const char *scalp_plan_needle(const scalp_plan *plan, scalp_zone zone) {
    const scalp_zone_treatment *own = plan_zone_find(&plan->treatment, zone);
    return own ? own->needle : plan->treatment.needle;
}

scalp_zone_treatment scalp_plan_zone_treatment(const scalp_plan *plan, scalp_zone zone) {
    const scalp_treatment *all = &plan->treatment;
    const scalp_zone_treatment *own = plan_zone_find(all, zone);
    if (own)
        return *own;
    scalp_zone_treatment is = {.zone = zone,
                               .needle_depth_mm = all->needle_depth_mm,
                               .pigment_depth_mm = all->pigment_depth_mm,
                               .diameter_mm = all->diameter_mm,
                               .dilution = all->dilution,
                               .scar = SCALP_SCAR_NO,
                               .expected_retention = all->expected_retention};
    memcpy(is.needle, all->needle, sizeof is.needle);
    return is;
}
