/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every condition with its class and its wait, one answer at a time, looked at on 2026-11-20; every
 * rule of the table is among them. */
#include "screening.h"

/* An answer, what it leads to by itself, and how long: the last day on which it holds is the one
 * before `until`. `with`: a question that must be answered yes for this one to be put. */
static const struct {
    const char *question, *answer, *reason;
    scalp_verdict verdict;
    const char *until, *with;
} known[] = {
    {"born", "2008-11-21", "minor", SCALP_VERDICT_NO, "", ""},
    {"born", "2001-11-21", "young", SCALP_VERDICT_GO, "", ""},
    {"hair_loss", "yes", "progressive", SCALP_VERDICT_GO, "", ""},
    {"pregnant", "yes", "pregnant", SCALP_VERDICT_NO, "", ""},
    {"nursing", "2026-10-31", "nursing", SCALP_VERDICT_WAIT, "2027-01-31", ""},
    {"nursing", "yes", "nursing", SCALP_VERDICT_WAIT, "2027-02-20", ""},
    {"keloid", "yes", "keloid", SCALP_VERDICT_NO, "", ""},
    {"allergy_pigment", "yes", "allergy_pigment", SCALP_VERDICT_NO, "", ""},
    {"allergy_latex", "yes", "allergy_latex", SCALP_VERDICT_GO, "", ""},
    {"allergy_numbing", "yes", "allergy_numbing", SCALP_VERDICT_GO, "", ""},
    {"skin_flare", "2026-11-01", "skin_flare", SCALP_VERDICT_WAIT, "2026-12-13", ""},
    {"skin_infection", "yes", "skin_infection", SCALP_VERDICT_WAIT, "2027-01-01", ""},
    {"sunburn", "2026-11-15", "sunburn", SCALP_VERDICT_WAIT, "2026-12-13", ""},
    {"lesion", "mole", "mole", SCALP_VERDICT_GO, "", ""},
    {"lesion", "unexplained", "lesion", SCALP_VERDICT_DOCTOR, "", ""},
    {"lesion", "cancer_past", "cancer_past", SCALP_VERDICT_DOCTOR, "", ""},
    {"lesion", "cancer_now", "cancer_now", SCALP_VERDICT_NO, "", ""},
    {"alopecia_areata", "2026-06-30", "areata", SCALP_VERDICT_WAIT, "2027-06-30", ""},
    {"alopecia_areata", "yes", "areata_now", SCALP_VERDICT_DOCTOR, "2027-11-20", ""},
    {"scarring_alopecia", "2026-02-28", "scarring", SCALP_VERDICT_DOCTOR, "2027-02-28", ""},
    {"scarring_alopecia", "2020-01-01", "scarring_doctor", SCALP_VERDICT_DOCTOR, "", ""},
    {"bleeding", "platelets_or_sickle_cell", "bleeding", SCALP_VERDICT_DOCTOR, "", ""},
    {"bleeding", "haemophilia", "haemophilia", SCALP_VERDICT_NO, "", ""},
    {"blood_thinner", "yes", "blood_thinner", SCALP_VERDICT_DOCTOR, "", ""},
    {"painkiller", "2026-11-19", "painkiller", SCALP_VERDICT_WAIT, "2026-11-22", ""},
    {"alcohol", "yes", "alcohol", SCALP_VERDICT_WAIT, "2026-11-21", ""},
    {"isotretinoin", "2026-03-31", "isotretinoin", SCALP_VERDICT_WAIT, "2027-03-31", ""},
    {"retinoid", "2026-11-20", "retinoid", SCALP_VERDICT_WAIT, "2027-01-15", ""},
    {"chemo", "2026-05-15", "chemo", SCALP_VERDICT_DOCTOR, "2027-05-15", ""},
    {"chemo", "2015-05-15", "chemo_doctor", SCALP_VERDICT_DOCTOR, "", ""},
    {"chemo_planned", "yes", "chemo_planned", SCALP_VERDICT_NO, "", ""},
    {"diabetes", "controlled", "diabetes_controlled", SCALP_VERDICT_GO, "", ""},
    {"diabetes", "type1", "diabetes", SCALP_VERDICT_DOCTOR, "", ""},
    {"diabetes", "uncontrolled", "diabetes_uncontrolled", SCALP_VERDICT_DOCTOR, "", ""},
    {"immune", "yes", "immune", SCALP_VERDICT_DOCTOR, "", ""},
    {"heart", "yes", "heart", SCALP_VERDICT_DOCTOR, "", ""},
    {"fits", "yes", "fits", SCALP_VERDICT_DOCTOR, "", ""},
    {"blood_pressure", "controlled", "blood_pressure_controlled", SCALP_VERDICT_GO, "", ""},
    {"blood_pressure", "uncontrolled", "blood_pressure", SCALP_VERDICT_DOCTOR, "", ""},
    {"liver", "yes", "liver", SCALP_VERDICT_DOCTOR, "", ""},
    {"methaemoglobin", "yes", "methaemoglobin", SCALP_VERDICT_GO, "", ""},
    {"steroids", "yes", "steroids_now", SCALP_VERDICT_DOCTOR, "2027-01-19", ""},
    {"steroids", "2026-11-01", "steroids", SCALP_VERDICT_WAIT, "2026-12-31", ""},
    {"antibiotics", "2026-11-10", "antibiotics", SCALP_VERDICT_WAIT, "2026-12-10", ""},
    {"illness", "2026-11-19", "illness", SCALP_VERDICT_WAIT, "2026-11-21", ""},
    {"botox", "2026-11-16", "botox", SCALP_VERDICT_WAIT, "2026-11-30", ""},
    {"peel", "2026-10-31", "peel", SCALP_VERDICT_WAIT, "2026-12-26", ""},
    {"laser_removal", "2026-09-01", "laser_removal", SCALP_VERDICT_WAIT, "2026-11-30", ""},
    {"shingles_vaccine", "2026-10-31", "shingles_vaccine", SCALP_VERDICT_WAIT, "2026-11-30", ""},
    {"eye_surgery", "2026-11-01", "eye_surgery", SCALP_VERDICT_WAIT, "2026-12-01", "brows"},
    {"transplant", "2026-01-10", "transplant", SCALP_VERDICT_WAIT, "2027-01-10", ""},
    {"scar", "2026-01-10", "scar", SCALP_VERDICT_WAIT, "2027-01-10", ""},
    {"vitiligo", "elsewhere", "vitiligo_elsewhere", SCALP_VERDICT_GO, "", ""},
    {"vitiligo", "in_area", "vitiligo", SCALP_VERDICT_DOCTOR, "", ""},
    {"autoimmune", "yes", "autoimmune", SCALP_VERDICT_DOCTOR, "", ""},
    {"body_image", "yes", "body_image", SCALP_VERDICT_DOCTOR, "", ""},
    {"expectations", "unclear", "unclear", SCALP_VERDICT_GO, "", ""},
    {"expectations", "unrealistic", "unrealistic", SCALP_VERDICT_WAIT, "2026-12-04", ""},
    {"intoxicated", "yes", "intoxicated", SCALP_VERDICT_WAIT, "2026-11-21", ""},
    {"patch_test", "no", "patch_missing", SCALP_VERDICT_WAIT, "2026-11-22", ""},
    {"patch_test", "2026-11-19", "patch_early", SCALP_VERDICT_WAIT, "2026-11-21", ""},
    {"patch_reaction", "slight", "patch_slight", SCALP_VERDICT_DOCTOR, "", ""},
    {"patch_reaction", "clear", "patch_clear", SCALP_VERDICT_NO, "", ""},
    {"trial_dots", "no", "trial_missing", SCALP_VERDICT_GO, "", "difficult_skin"},
    {"trial_dots", "2026-11-10", "trial_early", SCALP_VERDICT_WAIT, "2026-11-24", "difficult_skin"},
};

enum { known_count = sizeof known / sizeof *known };

static const char on[] = "2026-11-20";

static void check_row(size_t i, check_work *w) {
    scalp_screening s = healthy();
    char until[SCALP_DATE] = "";
    if (known[i].with[0])
        set_answer(&s, known[i].with, "yes");
    set_answer(&s, known[i].question, known[i].answer);
    const scalp_screen_result result = screen_on(&s, on, NULL, w);
    const scalp_finding *finding = finding_of(&result, known[i].reason);
    if (result.waits)
        scalp_date_from_day(result.until, until);
    if (result.verdict != known[i].verdict || strcmp(until, known[i].until) != 0 || !finding)
        CHECK_FAILED("%s %s: %s until \"%s\", finding %s", known[i].question, known[i].answer,
                     scalp_verdict_name(result.verdict), until, finding ? "there" : "missing");
    else if (finding->question != question_of(known[i].question) || !finding->source[0] ||
             strcmp(finding->words, finding->reason) == 0)
        CHECK_FAILED("%s: no words, no source, or of another question", known[i].question);
}

/* On the day it ends there is nothing left of a wait that is counted from a day of the past. */
static void check_end(size_t i, check_work *w) {
    scalp_screening s = healthy();
    if (!known[i].until[0] || known[i].answer[0] != '2')
        return;
    if (known[i].with[0])
        set_answer(&s, known[i].with, "yes");
    set_answer(&s, known[i].question, known[i].answer);
    s.form_day = day_of(known[i].until) - 1;
    char eve[SCALP_DATE];
    scalp_date_from_day(s.form_day, eve);
    const scalp_screen_result before = screen_on(&s, eve, NULL, w);
    const scalp_screen_result after = screen_on(&s, known[i].until, NULL, w);
    if (!before.waits || after.waits)
        CHECK_FAILED("%s does not end on %s", known[i].question, known[i].until);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("nothing against it") {
        const scalp_screening s = healthy();
        const scalp_screen_result result = screen_on(&s, on, NULL, &w);
        CHECK(result.verdict == SCALP_VERDICT_GO && result.finding_count == 0);
        CHECK(result.cleared && result.clears_session && result.unanswered_count == 0);
    }
    CASE("each condition by itself") {
        for (size_t i = 0; i < known_count; i++)
            check_row(i, &w);
    }
    CASE("each wait ends on its day") {
        for (size_t i = 0; i < known_count; i++)
            check_end(i, &w);
    }
    CASE("every rule of the form is among them") {
        for (size_t r = 0; r < scalp_screen_rule_count(); r++) {
            const char *reason = scalp_screen_rule_reason(r);
            bool found = strcmp(reason, "new_drugs") == 0 || strcmp(reason, "new_health") == 0;
            for (size_t i = 0; i < known_count && !found; i++)
                found = strcmp(known[i].reason, reason) == 0;
            if (!found)
                CHECK_FAILED("no case for %s", reason);
        }
    }
    check_work_close(&w);
    return check_done();
}
