/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be done with a bottle or box. */
#include <scalptor/records.h>

#include <stdio.h>
#include <string.h>

/* The last day: of the expiry, and of the time it keeps after opening. */
static void last_day(const scalp_record *stock, char last[SCALP_RECORD_DATE]) {
    const char *expires = scalp_record_text(stock, "expires");
    const char *opened = scalp_record_text(stock, "opened");
    const double keeps = scalp_record_number(stock, "use_within_days", 0);
    memcpy(last, expires, SCALP_RECORD_DATE);
    if (opened[0] && keeps > 0) {
        char after[SCALP_RECORD_DATE];
        scalp_record_date_after(opened, (long)keeps, after);
        if (strcmp(after, last) < 0)
            memcpy(last, after, SCALP_RECORD_DATE);
    }
}

static bool enters_skin(const scalp_record *stock) {
    return scalp_record_is(stock, "use", "pigment") || scalp_record_is(stock, "use", "needle") ||
           scalp_record_is(stock, "use", "diluent");
}

static void why_not(const scalp_record *stock, const scalp_stock_state *state, const char *date,
                    char why[SCALP_RECORD_SENTENCE]) {
    char name[SCALP_RECORD_TITLE];
    scalp_record_title(stock, name);
    const char *expires = scalp_record_text(stock, "expires");
    const char *kept = scalp_record_text(stock, "why");
    if (!scalp_record_is(stock, "state", "in use"))
        snprintf(why, SCALP_RECORD_SENTENCE, "%.150s is %s%s%.120s; use another.", name,
                 scalp_record_text(stock, "state"), kept[0] ? ": " : "", kept);
    else if (strcmp(expires, date) < 0)
        snprintf(why, SCALP_RECORD_SENTENCE, "%.200s expired on %s; use another.", name, expires);
    else if (state->expired)
        snprintf(why, SCALP_RECORD_SENTENCE,
                 "%.150s was opened on %s and kept until %s; use another.", name,
                 scalp_record_text(stock, "opened"), state->last);
    else if (enters_skin(stock) && !scalp_record_yes(stock, "sterile"))
        snprintf(why, SCALP_RECORD_SENTENCE, "%.200s is not marked sterile; use one that is.",
                 name);
    else if (scalp_record_is(stock, "use", "pigment") && !scalp_record_yes(stock, "reach"))
        snprintf(why, SCALP_RECORD_SENTENCE,
                 "%.150s is not marked for use in tattoos or permanent make-up (REACH entry 75); "
                 "use one that is.",
                 name);
    else if (!(scalp_record_number(stock, "left", 0) > 0))
        snprintf(why, SCALP_RECORD_SENTENCE, "Nothing is left of %.200s; use another.", name);
    else
        why[0] = 0;
}

scalp_stock_state scalp_stock_state_on(const scalp_record *stock, const char *date) {
    scalp_stock_state state = {0};
    const scalp_value *again = scalp_record_value(stock, "reorder_at");
    last_day(stock, state.last);
    state.days_left = scalp_record_days_between(date, state.last);
    state.expired = state.days_left < 0;
    state.soon =
        !state.expired && (double)state.days_left <= scalp_record_limit("expiry_warn_days");
    state.reorder = again->given && scalp_record_number(stock, "left", 0) <= again->number;
    why_not(stock, &state, date, state.why);
    state.usable = !state.why[0];
    return state;
}
