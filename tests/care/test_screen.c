/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screening as a whole: the strictest wins, nothing answered is nothing cleared, letters,
 * overrides, the short questions, and a worse answer never helps. */
#include "screening.h"

static const char on[] = "2026-11-20";

/* All answers a question takes, on the day of the form. */
static size_t answers_of(const scalp_question *question, scalp_answer answers[64]) {
    static const scalp_answer_kind plain[] = {SCALP_ANSWER_NONE, SCALP_ANSWER_UNKNOWN,
                                              SCALP_ANSWER_NO, SCALP_ANSWER_YES};
    size_t count = 0;
    for (int i = 0; i < 4; i++)
        answers[count++] = (scalp_answer){plain[i], 0, 0};
    for (int i = 0; i < 8; i++)
        answers[count++] = (scalp_answer){SCALP_ANSWER_CHOICE, 0, i};
    for (int i = 0; i < 20; i++)
        answers[count++] = (scalp_answer){SCALP_ANSWER_DAY, day_of(on) - i * i * 30, 0};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (scalp_answer_check(question, &answers[i], day_of(on), NULL) == SCALP_OK)
            answers[kept++] = answers[i];
    }
    return kept;
}

/* How bad a result is: strictness, then the wait. */
static double badness(const scalp_screen_result *r) {
    return 1e7 * (double)r->verdict + (r->waits ? r->until - r->on : 0);
}

/* The client of a random draw with the answers of one question put beside one another. */
static void check_monotone(uint64_t seed, check_work *w) {
    scalp_random random = scalp_random_make(99, seed);
    scalp_screening s = healthy();
    scalp_answer answers[64];
    for (int i = 0; i < 3; i++) {
        const size_t q = scalp_random_below(&random, scalp_question_count());
        const scalp_question question = scalp_question_at(q);
        const size_t count = answers_of(&question, answers);
        s.form[q] = answers[scalp_random_below(&random, count)];
    }
    const scalp_screen_result before = screen_on(&s, on, NULL, w);
    for (size_t q = 0; q < scalp_question_count(); q++) {
        const scalp_question question = scalp_question_at(q);
        /* Answers that open or close other questions are another form. */
        const bool opens = strcmp(question.id, "brows") == 0 ||
                           strcmp(question.id, "difficult_skin") == 0 ||
                           strcmp(question.id, "patch_test") == 0;
        if (opens || !question.in_form)
            continue;
        const scalp_screening clean = healthy();
        scalp_screening alone = clean, both = s;
        const size_t count = answers_of(&question, answers);
        for (size_t i = 0; i < count; i++) {
            both.form[q] = alone.form[q] = answers[i];
            const scalp_screen_result one = screen_on(&alone, on, NULL, w);
            const scalp_screen_result all = screen_on(&both, on, NULL, w);
            scalp_screening rest = s;
            rest.form[q] = clean.form[q];
            const scalp_screen_result other = screen_on(&rest, on, NULL, w);
            if (all.verdict < one.verdict || badness(&all) < badness(&other))
                CHECK_FAILED("%s makes it better", question.id);
        }
    }
    CHECK(before.verdict >= SCALP_VERDICT_GO);
}

static void check_waiting(check_work *w) {
    scalp_screening s = healthy();
    set_answer(&s, "botox", "2026-11-16");
    set_answer(&s, "isotretinoin", "2026-03-31");
    const scalp_screen_result waits = screen_on(&s, on, NULL, w);
    CHECK(waits.verdict == SCALP_VERDICT_WAIT && waits.finding_count == 2);
    CHECK(waits.until == day_of("2027-03-31"));
    CHECK_TEXT(waits.findings[0].reason, "isotretinoin");
    set_answer(&s, "heart", "yes");
    const scalp_screen_result asks = screen_on(&s, on, NULL, w);
    CHECK(asks.verdict == SCALP_VERDICT_DOCTOR && asks.finding_count == 3);
    CHECK(asks.waits && asks.until == day_of("2027-03-31"));
    set_answer(&s, "keloid", "yes");
    const scalp_screen_result no = screen_on(&s, on, NULL, w);
    CHECK(no.verdict == SCALP_VERDICT_NO && no.finding_count == 4 && !no.cleared);
}

static void check_unanswered(check_work *w) {
    for (size_t q = 0; q < scalp_question_count(); q++) {
        scalp_screening s = healthy();
        const scalp_question question = scalp_question_at(q);
        if (!question.in_form || question.only_if >= 0)
            continue;
        s.form[q].kind = SCALP_ANSWER_NONE;
        const scalp_screen_result r = screen_on(&s, on, "talked it through with the client", w);
        if (r.verdict != SCALP_VERDICT_INCOMPLETE || r.unanswered_count < 1 || r.cleared ||
            !r.override_refused)
            CHECK_FAILED("%s unanswered clears", question.id);
    }
    const scalp_screening blank = {.form_day = day_of(on)};
    const scalp_screen_result r = screen_on(&blank, on, NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_INCOMPLETE && r.unanswered_count > 40);
}

static void check_unknown(check_work *w) {
    scalp_screening s = healthy();
    set_answer(&s, "isotretinoin", "unknown");
    const scalp_screen_result r = screen_on(&s, on, NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_DOCTOR);
    CHECK(finding_of(&r, "unknown") != NULL);
}

static void check_letters(check_work *w) {
    scalp_screening s = healthy();
    set_answer(&s, "diabetes", "type1");
    s.letter_count = 1;
    s.letters[0] = (scalp_letter){question_of("diabetes"), day_of("2026-11-01"), "Dr Roth"};
    scalp_screen_result r = screen_on(&s, on, NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_GO && r.cleared && r.finding_count == 1);
    CHECK(r.findings[0].letter != NULL);
    s.letters[0].day = day_of("2026-05-19"); /* six months and a day */
    r = screen_on(&s, on, NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_DOCTOR);
    s.letters[0].day = day_of("2026-11-21");
    r = screen_on(&s, on, NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_DOCTOR);
    s.letters[0].day = day_of("2026-11-01");
    set_answer(&s, "keloid", "yes");
    r = screen_on(&s, on, NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_NO);
    set_answer(&s, "keloid", "no");
    s.letters[0].question = question_of("heart");
    r = screen_on(&s, on, NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_DOCTOR);
}

static void check_override(check_work *w) {
    const char *reason = "spoke with her dermatologist on the phone";
    scalp_screening s = healthy();
    scalp_error error = {0};
    scalp_screen_result r;
    set_answer(&s, "peel", "2026-11-01");
    r = screen_on(&s, on, reason, w);
    CHECK(r.verdict == SCALP_VERDICT_WAIT && r.overridden && r.cleared && r.finding_count == 1);
    set_answer(&s, "born", "2008-11-21");
    r = screen_on(&s, on, reason, w);
    CHECK(r.verdict == SCALP_VERDICT_NO && !r.overridden && r.override_refused && !r.cleared);
    static const char *const thin[] = {"", "   ", "ok", "..........!!!!", "1234567890123"};
    for (size_t i = 0; i < sizeof thin / sizeof *thin; i++) {
        const scalp_screen_params params = {.on = day_of(on), .override_by = thin[i]};
        CHECK_STATUS(scalp_screen(&s, &params, &w->work, &r, &error), SCALP_ERR_INPUT);
    }
    s = healthy();
    r = screen_on(&s, on, reason, w);
    CHECK(r.verdict == SCALP_VERDICT_GO && !r.overridden && r.cleared);
}

static void ask_again(scalp_screening *s, const char *day) {
    s->asked_again = true;
    s->again_day = day_of(day);
    for (size_t q = 0; q < scalp_question_count(); q++)
        s->again[q].kind = scalp_question_at(q).on_day ? SCALP_ANSWER_NO : SCALP_ANSWER_NONE;
}

static scalp_screen_result again_on(const scalp_screening *s, const char *day, check_work *w) {
    const scalp_screen_params params = {.on = day_of(day), .again = true};
    scalp_screen_result r = {.finding_count = 0};
    CHECK_STATUS(scalp_screen(s, &params, &w->work, &r, NULL), SCALP_OK);
    return r;
}

static void check_again(check_work *w) {
    scalp_screening s = healthy();
    scalp_screen_result r = screen_on(&s, "2026-12-10", NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_GO && r.cleared && !r.clears_session);
    r = again_on(&s, "2026-12-10", w);
    CHECK(r.verdict == SCALP_VERDICT_INCOMPLETE && r.unanswered_count >= 6 && !r.cleared);
    ask_again(&s, "2026-12-10");
    r = again_on(&s, "2026-12-10", w);
    CHECK(r.verdict == SCALP_VERDICT_GO && r.clears_session);
    r = again_on(&s, "2026-12-11", w); /* clearance holds for one session */
    CHECK(r.verdict == SCALP_VERDICT_INCOMPLETE && !r.clears_session);
    s.again[question_of("new_drugs")].kind = SCALP_ANSWER_YES;
    r = again_on(&s, "2026-12-10", w);
    CHECK(r.verdict == SCALP_VERDICT_INCOMPLETE && !r.cleared && finding_of(&r, "new_drugs"));
    s.again[question_of("new_drugs")].kind = SCALP_ANSWER_NO;
    s.again[question_of("new_health")].kind = SCALP_ANSWER_YES;
    r = again_on(&s, "2026-12-10", w);
    CHECK(r.verdict == SCALP_VERDICT_INCOMPLETE && finding_of(&r, "new_health"));
    s.again[question_of("new_health")].kind = SCALP_ANSWER_NO;
    static const char *const of_day[] = {"illness", "sunburn", "alcohol", "pregnant"};
    for (size_t i = 0; i < sizeof of_day / sizeof *of_day; i++) {
        scalp_screening ill = s;
        ill.again[question_of(of_day[i])].kind = SCALP_ANSWER_YES;
        r = again_on(&ill, "2026-12-10", w);
        if (r.verdict < SCALP_VERDICT_WAIT || r.cleared)
            CHECK_FAILED("%s on the day clears", of_day[i]);
    }
    ask_again(&s, "2027-05-20");
    CHECK(again_on(&s, "2027-05-20", w).clears_session);
    ask_again(&s, "2027-05-21"); /* six months and a day */
    r = again_on(&s, "2027-05-21", w);
    CHECK(r.verdict == SCALP_VERDICT_INCOMPLETE && finding_of(&r, "form_old") && !r.cleared);
}

static void check_days(check_work *w) {
    scalp_screening s = healthy();
    scalp_screen_result r;
    const scalp_screen_params early = {.on = day_of("2026-11-19")}, late = {.on = day_of(on)};
    CHECK_STATUS(scalp_screen(&s, &early, &w->work, &r, NULL), SCALP_ERR_INPUT);
    ask_again(&s, "2026-11-21");
    CHECK_STATUS(scalp_screen(&s, &late, &w->work, &r, NULL), SCALP_ERR_INPUT);
    ask_again(&s, "2026-11-19");
    CHECK_STATUS(scalp_screen(&s, &late, &w->work, &r, NULL), SCALP_ERR_INPUT);
}

static void check_no_memory(void) {
    scalp_screening s = healthy();
    set_answer(&s, "heart", "yes");
    for (long n = 0; n < 8; n++) {
        check_stingy stingy = {.left = n};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &stingy};
        const scalp_screen_params params = {.on = day_of(on)};
        scalp_work work = {.memory = NULL};
        scalp_screen_result r;
        if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
            continue;
        const scalp_status status = scalp_screen(&s, &params, &work, &r, NULL);
        CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
        scalp_arena_close(&work.memory);
        CHECK(stingy.live == 0);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("the strictest wins, all are told") {
        check_waiting(&w);
    }
    CASE("not answered is not cleared") {
        check_unanswered(&w);
    }
    CASE("not known is for a doctor") {
        check_unknown(&w);
    }
    CASE("letters set a doctor's matter aside, nothing else") {
        check_letters(&w);
    }
    CASE("an override needs a reason and does not help a minor") {
        check_override(&w);
    }
    CASE("the short questions on the day, the whole form after six months") {
        check_again(&w);
    }
    CASE("days in order") {
        check_days(&w);
    }
    CASE("a worse answer never makes it better") {
        for (int i = 0; i < check_times(6, 60); i++) {
            const scalp_arena_mark here = scalp_arena_here(w.work.memory);
            check_monotone((uint64_t)i, &w);
            scalp_arena_return(w.work.memory, here);
        }
    }
    CASE("out of memory") {
        check_no_memory();
    }
    check_work_close(&w);
    return check_done();
}
