/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session that is running: what is used, and its end. */
#include "studio.h"

#include <stdio.h>
#include <string.h>

void scalp_studio_reduce(scalp_record *stock, const char *today, double amount) {
    const double left = scalp_record_number(stock, "left", 0) - amount;
    if (!scalp_record_text(stock, "opened")[0])
        scalp_record_set_text(stock, "opened", today);
    scalp_record_set_number(stock, "left", left > 0 ? left : 0);
    if (!(left > 0))
        scalp_record_set_text(stock, "state", "used up");
}

scalp_status scalp_studio_check_use(const scalp_record *stock, const char *today, double amount,
                                    scalp_error *error) {
    const scalp_stock_state state = scalp_stock_state_on(stock, today);
    const double left = scalp_record_number(stock, "left", 0);
    if (!state.usable)
        return scalp_fail(error, SCALP_ERR_NO, "%s", state.why);
    if (amount > left)
        return scalp_fail(error, SCALP_ERR_INPUT, "Only %g %s of lot %s are left, not %g.", left,
                          scalp_record_text(stock, "unit"), scalp_record_text(stock, "lot"),
                          amount);
    return SCALP_OK;
}

scalp_status scalp_studio_take(const scalp_studio *studio, double amount, scalp_record *stock,
                               scalp_error *error) {
    char today[SCALP_RECORD_DATE];
    const char *kept;
    scalp_studio_today(studio, today);
    SCALP_TRY(scalp_studio_check_use(stock, today, amount, error));
    SCALP_TRY(scalp_studio_copy(studio, today, &kept, error));
    scalp_studio_reduce(stock, kept, amount);
    return scalp_studio_save(studio, stock, 1, error);
}

/* The row of that bottle; NULL: it has none yet. */
static scalp_record *row_of(const scalp_record *session, const char *item) {
    const scalp_value *rows = scalp_record_value(session, "materials");
    for (size_t i = 0; i < rows->count; i++)
        if (scalp_record_is(&rows->rows[i], "item", item))
            return &rows->rows[i];
    return NULL;
}

scalp_status scalp_studio_add_material(const scalp_studio *studio, scalp_record *session,
                                       const scalp_record *stock, double amount,
                                       scalp_error *error) {
    char name[SCALP_RECORD_TITLE];
    const char *kept, *id;
    scalp_record *row = row_of(session, stock->id);
    if (row) {
        scalp_record_set_number(row, "amount", scalp_record_number(row, "amount", 0) + amount);
        return SCALP_OK;
    }
    SCALP_TRY(scalp_record_add_row(session, "materials", studio->work, &row, error));
    snprintf(name, sizeof name, "%.100s, %.100s", scalp_record_text(stock, "brand"),
             scalp_record_text(stock, "name"));
    SCALP_TRY(scalp_studio_copy(studio, name, &kept, error));
    SCALP_TRY(scalp_studio_copy(studio, stock->id, &id, error));
    scalp_record_set_text(row, "use", scalp_record_text(stock, "use"));
    scalp_record_set_text(row, "item", id);
    scalp_record_set_text(row, "name", kept);
    scalp_record_set_text(row, "lot", scalp_record_text(stock, "lot"));
    scalp_record_set_text(row, "expires", scalp_record_text(stock, "expires"));
    if (amount > 0)
        scalp_record_set_number(row, "amount", amount);
    return SCALP_OK;
}

scalp_status scalp_studio_running(const scalp_studio *studio, const char *client,
                                  scalp_record *session, scalp_error *error) {
    const scalp_store_query query = {.kind = "session", .client = client};
    const scalp_record *sessions;
    size_t count;
    SCALP_TRY(scalp_studio_list(studio, &query, &sessions, &count, error));
    for (size_t i = count; i-- > 0;)
        if (scalp_record_is(&sessions[i], "state", "running")) {
            *session = sessions[i];
            return SCALP_OK;
        }
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "No session of this client is running; start one first.");
}

scalp_status scalp_studio_use(const scalp_studio *studio, const char *client, const char *item,
                              double amount, scalp_record *session, scalp_error *error) {
    scalp_record stock;
    char today[SCALP_RECORD_DATE];
    scalp_studio_today(studio, today);
    SCALP_TRY(scalp_studio_running(studio, client, session, error));
    SCALP_TRY(scalp_studio_get(studio, "stock", item, &stock, error));
    SCALP_TRY(scalp_studio_check_use(&stock, today, amount, error));
    SCALP_TRY(scalp_studio_add_material(studio, session, &stock, amount, error));
    scalp_studio_reduce(&stock, today, amount);
    scalp_record changed[] = {*session, stock};
    SCALP_TRY(scalp_studio_save(studio, changed, 2, error));
    *session = changed[0];
    return SCALP_OK;
}

scalp_status scalp_studio_stop(const scalp_studio *studio, const char *client, bool early,
                               scalp_record *session, scalp_error *error) {
    const char *now;
    SCALP_TRY(scalp_studio_running(studio, client, session, error));
    SCALP_TRY(scalp_studio_copy(studio, studio->now, &now, error));
    if (scalp_record_minutes_between(scalp_record_text(session, "started_at"), now) < 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The session started at %s, which is later than %s; check the clock.",
                          scalp_record_text(session, "started_at"), now);
    scalp_record_set_text(session, "state", early ? "stopped early" : "done");
    scalp_record_set_text(session, "stopped_at", now);
    return scalp_studio_save(studio, session, 1, error);
}
