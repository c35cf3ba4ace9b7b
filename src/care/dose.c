/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbing: what the labels allow, a careful ceiling for the body, and what speaks against it. */
#include "rules.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct product_row {
    const char *id, *name;
    double lidocaine_pct, prilocaine_pct, g_per_10_cm2, most_g, most_cm2;
    double minutes_low, minutes_high, most_minutes, between_h;
    const char *source;
} product_row;

#define ROW(id, name, lidocaine, prilocaine, per, grams, area, low, high, most, between, source,   \
            date)                                                                                  \
    {id, name, lidocaine, prilocaine, per, grams, area, low, high, most, between, source},
static const product_row products[] = {
#include "anaesthetics.inc"
};
#undef ROW

typedef struct bar_row {
    const char *question, *ingredient, *class, *reason, *source;
} bar_row;

#define ROW(...) {__VA_ARGS__},
static const bar_row bars[] = {
#include "anaesthetic_bars.inc"
};
#undef ROW

enum { product_count = sizeof products / sizeof *products, minutes_of_day = 24 * 60 };

const char *scalp_anaesthetic_id(size_t index) {
    return index < product_count ? products[index].id : NULL;
}

const char *scalp_anaesthetic_name(size_t index) {
    return index < product_count ? products[index].name : NULL;
}

void scalp_weight_limits(double *low, double *high) {
    *low = scalp_care_term("weight_low");
    *high = scalp_care_term("weight_high");
}

static const product_row *product_of(const scalp_numbing *numbing) {
    for (size_t i = 0; i + 1 < product_count; i++) {
        if (strcmp(products[i].id, numbing->product) == 0)
            return &products[i];
    }
    return &products[product_count - 1]; /* other */
}

static bool is_other(const product_row *product) {
    return product == &products[product_count - 1];
}

static double lidocaine_pct(const scalp_numbing *numbing) {
    const product_row *product = product_of(numbing);
    return is_other(product) ? numbing->lidocaine_pct : product->lidocaine_pct;
}

static double prilocaine_pct(const scalp_numbing *numbing) {
    const product_row *product = product_of(numbing);
    return is_other(product) ? numbing->prilocaine_pct : product->prilocaine_pct;
}

/* ---- Words ------------------------------------------------------------------------------- */

/* What a sentence about numbing may name; 0 is not named. */
typedef struct dose_words {
    const char *product;
    double grams, area, minutes, hours, most, share, weight;
} dose_words;

static scalp_status add(scalp_findings *findings, const char *reason, scalp_verdict verdict,
                        const dose_words *words, const char *source, scalp_error *error) {
    enum { numbers = 7 };
    static const char *const names[numbers] = {"grams", "area",  "minutes", "hours",
                                               "most",  "share", "weight"};
    const double values[numbers] = {words->grams, words->area,  words->minutes, words->hours,
                                    words->most,  words->share, words->weight};
    const scalp_language language = findings->params->language;
    char texts[numbers][SCALP_NUMBER_TEXT];
    scalp_text_part parts[numbers + 1] = {{"product", words->product ? words->product : ""}};
    for (int i = 0; i < numbers; i++) {
        scalp_text_number(values[i], 1, language, texts[i]);
        parts[i + 1] = (scalp_text_part){names[i], texts[i]};
    }
    scalp_finding finding = {.question = -1,
                             .verdict = verdict,
                             .firm = verdict == SCALP_VERDICT_NO,
                             .reason = reason,
                             .source = source};
    SCALP_TRY(scalp_text_fill(scalp_text_of("screen.dose", reason, language), parts, numbers + 1,
                              findings->work, &finding.words, error));
    return scalp_findings_add(findings, finding, error);
}

/* ---- One application --------------------------------------------------------------------- */

static scalp_status check_one(scalp_findings *findings, const scalp_numbing *numbing,
                              scalp_error *error) {
    const product_row *product = product_of(numbing);
    const double thick = numbing->grams * 10 / numbing->area_cm2;
    dose_words words = {.product = product->name,
                        .grams = numbing->grams,
                        .area = numbing->area_cm2,
                        .minutes = numbing->minutes};
    if (numbing->on_broken_skin)
        SCALP_TRY(add(findings, "broken", SCALP_VERDICT_NO, &words, product->source, error));
    words.most = product->most_cm2;
    if (numbing->area_cm2 > product->most_cm2)
        SCALP_TRY(add(findings, "area", SCALP_VERDICT_NO, &words, product->source, error));
    words.most = product->g_per_10_cm2;
    if (thick > product->g_per_10_cm2 * (1 + 1e-9))
        SCALP_TRY(add(findings, "thick", SCALP_VERDICT_NO, &words, product->source, error));
    words.most = product->most_minutes;
    if (numbing->minutes > product->most_minutes)
        SCALP_TRY(add(findings, "long", SCALP_VERDICT_NO, &words, product->source, error));
    words.most = scalp_care_term("free_pct");
    if (lidocaine_pct(numbing) > words.most)
        SCALP_TRY(add(findings, "strong", SCALP_VERDICT_DOCTOR, &words, product->source, error));
    return SCALP_OK;
}

/* ---- All within 24 hours ----------------------------------------------------------------- */

static bool in_window(const scalp_numbing *numbing, const scalp_numbing *last) {
    const double hours = scalp_care_term("window_h");
    return numbing->minute <= last->minute && (double)(last->minute - numbing->minute) < hours * 60;
}

/* Share of the ceilings: both substances act on the same organs, so their shares add up. */
static scalp_dose dose_until(const scalp_screening *screening, const scalp_numbing *last) {
    const double kg = screening->weight_kg;
    scalp_dose dose = {0};
    for (size_t i = 0; i < screening->numbing_count; i++) {
        const scalp_numbing *numbing = &screening->numbings[i];
        if (!in_window(numbing, last))
            continue;
        dose.lidocaine_mg += numbing->grams * lidocaine_pct(numbing) * 10;
        dose.prilocaine_mg += numbing->grams * prilocaine_pct(numbing) * 10;
    }
    dose.share = dose.lidocaine_mg / fmin(scalp_care_term("lidocaine_mg_per_kg") * kg,
                                          scalp_care_term("lidocaine_most_mg")) +
                 dose.prilocaine_mg / fmin(scalp_care_term("prilocaine_mg_per_kg") * kg,
                                           scalp_care_term("prilocaine_most_mg"));
    return dose;
}

static double grams_until(const scalp_screening *screening, const scalp_numbing *last) {
    double grams = 0;
    for (size_t i = 0; i < screening->numbing_count; i++) {
        const scalp_numbing *numbing = &screening->numbings[i];
        if (product_of(numbing) == product_of(last) && in_window(numbing, last))
            grams += numbing->grams;
    }
    return grams;
}

/* Whether the same product was laid on not long before, and not merely in parts. */
static bool is_too_soon(const scalp_screening *screening, const scalp_numbing *last) {
    const double same = scalp_care_term("same_min"), between = product_of(last)->between_h * 60;
    for (size_t i = 0; i < screening->numbing_count; i++) {
        const scalp_numbing *numbing = &screening->numbings[i];
        const double minutes = (double)(last->minute - numbing->minute);
        if (product_of(numbing) == product_of(last) && minutes > same && minutes < between)
            return true;
    }
    return false;
}

static scalp_status check_until(scalp_findings *findings, const scalp_numbing *last,
                                scalp_error *error) {
    const product_row *product = product_of(last);
    dose_words words = {.product = product->name,
                        .grams = grams_until(findings->screening, last),
                        .hours = scalp_care_term("window_h"),
                        .most = product->most_g};
    if (words.grams > product->most_g * (1 + 1e-9))
        SCALP_TRY(add(findings, "much", SCALP_VERDICT_NO, &words, product->source, error));
    words.hours = product->between_h;
    if (is_too_soon(findings->screening, last))
        SCALP_TRY(add(findings, "soon", SCALP_VERDICT_NO, &words, product->source, error));
    return SCALP_OK;
}

/* ---- Answers against it ------------------------------------------------------------------ */

static bool is_said(const scalp_screening *screening, int question) {
    int32_t given_on;
    const scalp_answer_kind kind = scalp_answer_of(screening, question, &given_on).kind;
    return kind == SCALP_ANSWER_YES || kind == SCALP_ANSWER_UNKNOWN;
}

static scalp_status check_bars(scalp_findings *findings, bool prilocaine, scalp_error *error) {
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        const bar_row *bar = &bars[i];
        if ((strcmp(bar->ingredient, "prilocaine") == 0 && !prilocaine) ||
            !is_said(findings->screening, scalp_question_find(bar->question)))
            continue;
        const bool no = strcmp(bar->class, "no") == 0;
        const scalp_finding finding = {
            .question = -1,
            .verdict = no ? SCALP_VERDICT_NO : SCALP_VERDICT_DOCTOR,
            .firm = no,
            .reason = bar->reason,
            .words = scalp_text_of("screen.reason", bar->reason, findings->params->language),
            .source = bar->source};
        SCALP_TRY(scalp_findings_add(findings, finding, error));
    }
    return SCALP_OK;
}

/* ---- All of it --------------------------------------------------------------------------- */

static scalp_status check_all(scalp_findings *findings, scalp_dose *dose, scalp_error *error) {
    const scalp_screening *screening = findings->screening;
    const int64_t from = (int64_t)findings->params->on * minutes_of_day;
    bool prilocaine = false, any = false;
    for (size_t i = 0; i < screening->numbing_count; i++) {
        const scalp_numbing *numbing = &screening->numbings[i];
        if (numbing->minute < from)
            continue; /* it counts in the sums of those that come later */
        const scalp_dose sum = dose_until(screening, numbing);
        SCALP_TRY(check_one(findings, numbing, error));
        SCALP_TRY(check_until(findings, numbing, error));
        *dose = !any || sum.share > dose->share ? sum : *dose;
        prilocaine |= prilocaine_pct(numbing) > 0;
        any = true;
    }
    if (!any)
        return SCALP_OK;
    const dose_words words = {.hours = scalp_care_term("window_h"),
                              .share = ceil(100 * dose->share),
                              .weight = screening->weight_kg};
    if (dose->share > 1)
        SCALP_TRY(add(findings, "high", SCALP_VERDICT_DOCTOR, &words, "data/anaesthetic_terms.csv",
                      error));
    else
        SCALP_TRY(
            add(findings, "fine", SCALP_VERDICT_GO, &words, "data/anaesthetic_terms.csv", error));
    return check_bars(findings, prilocaine, error);
}

scalp_status scalp_dose_check(scalp_findings *findings, scalp_dose *dose, scalp_error *error) {
    const scalp_screening *screening = findings->screening;
    double low, high;
    scalp_weight_limits(&low, &high);
    *dose = (scalp_dose){0};
    if (screening->numbing_count == 0)
        return SCALP_OK;
    if (!(screening->weight_kg >= low && screening->weight_kg <= high))
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "Numbing is listed, but weight_kg is missing or not %g to %g, so the dose "
            "cannot be checked.",
            low, high);
    for (size_t i = 0; i < screening->numbing_count; i++) {
        const scalp_numbing *numbing = &screening->numbings[i];
        if (!(numbing->grams > 0 && numbing->area_cm2 > 0 && numbing->minutes >= 0))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "A numbing needs grams and area_cm2 above 0, and minutes.");
    }
    return check_all(findings, dose, error);
}
