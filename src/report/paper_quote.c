/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan costs by the studio's own price table. */
#include "cells.h"

#include <math.h>
#include <string.h>

typedef struct quote_job {
    const scalp_paper_plan *about;
} quote_job;

static double quantity(const scalp_paper_plan *about, scalp_price_per per) {
    const scalp_plan *plan = about->plan;
    double sessions = 0, minutes = 0;
    for (size_t s = 0; s < plan->session_count; s++) {
        sessions += plan->sessions[s].days > 0;
        minutes += plan->sessions[s].minutes;
    }
    switch (per) {
    case SCALP_PER_PLAN:
        return 1;
    case SCALP_PER_SESSION:
        return sessions;
    case SCALP_PER_HOUR:
        return floor(minutes / 6 + 0.5) / 10; /* as it is printed */
    case SCALP_PER_CM2:
        return floor(10 * plan->area_cm2 + 0.5) / 10;
    case SCALP_PER_1000_DOTS:
        return floor((double)plan->layout.dot_count / 100 + 0.5) / 10;
    }
    return 0;
}

static double cents(double amount) {
    return (amount < 0 ? -1 : 1) * floor(100 * fabs(amount) + 0.5 + 1e-7) / 100;
}

static const char *per_word(scalp_sheet *sheet, scalp_price_per per) {
    static const char *const names[] = {"per_plan", "per_session", "per_hour", "per_cm2",
                                        "per_dots"};
    return cell_say(sheet, names[per]);
}

static double put_prices(scalp_sheet *sheet, const scalp_paper_plan *about) {
    const scalp_studio_profile *studio = about->studio;
    const scalp_sheet_column columns[] = {{cell_say(sheet, "item"), 5, false},
                                          {cell_say(sheet, "quantity"), 2, true},
                                          {cell_say(sheet, "unit"), 2.4, false},
                                          {cell_say(sheet, "price"), 2.4, true},
                                          {cell_say(sheet, "amount"), 2.6, true}};
    const char *cells[5 * (SCALP_STUDIO_MAX_PRICES + 1)];
    size_t n = 0;
    double sum = 0;
    for (size_t i = 0; i < studio->price_count; i++) {
        const scalp_price *price = &studio->prices[i];
        const double number = quantity(about, price->per), amount = cents(number * price->amount);
        cells[n++] = price->name;
        cells[n++] = cell_number(sheet, number, 1);
        cells[n++] = per_word(sheet, price->per);
        cells[n++] = cell_money(sheet, price->amount, "");
        cells[n++] = cell_money(sheet, amount, "");
        sum = cents(sum + amount);
    }
    cells[n++] = cell_say(sheet, "sum");
    for (int i = 0; i < 3; i++)
        cells[n++] = "";
    cells[n++] = cell_money(sheet, sum, studio->currency);
    const scalp_sheet_table table = {columns, 5, cells, n / 5, true, 0, false};
    scalp_sheet_put_table(sheet, &table);
    return sum;
}

static void write(scalp_sheet *sheet, void *context) {
    const scalp_paper_plan *about = ((const quote_job *)context)->about;
    const scalp_studio_profile *studio = about->studio;
    const double sum = put_prices(sheet, about);
    const double deposit = cents(sum * studio->deposit_percent / 100);
    if (studio->tax_percent > 0) {
        const scalp_text_part part = {"percent", cell_number(sheet, studio->tax_percent, 2)};
        const double tax = cents(sum - sum / (1 + studio->tax_percent / 100));
        scalp_sheet_pair(sheet, scalp_sheet_say(sheet, "tax", &part, 1),
                         cell_money(sheet, tax, studio->currency));
    }
    if (deposit > 0) {
        cell_pair(sheet, "deposit", cell_money(sheet, deposit, studio->currency));
        cell_pair(sheet, "balance", cell_money(sheet, cents(sum - deposit), studio->currency));
    }
    scalp_sheet_space(sheet, 3);
    if (studio->valid_days > 0) {
        const scalp_text_part part = {"days", cell_number(sheet, studio->valid_days, 0)};
        scalp_sheet_paragraph(sheet, scalp_sheet_say(sheet, "valid", &part, 1));
    }
    scalp_sheet_paragraph(sheet, cell_say(sheet, "quote_basis"));
    scalp_sheet_space(sheet, 6);
    scalp_sheet_blank(sheet, cell_say(sheet, "client_signature"), 0);
}

scalp_status scalp_paper_quote_write(const scalp_sheet_params *params,
                                     const scalp_paper_plan *about, const scalp_work *work,
                                     scalp_bytes *bytes, scalp_error *error) {
    quote_job job = {about};
    if (!about->studio || about->studio->price_count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A quote needs the studio's own prices; give a profile that has them.");
    return scalp_sheet_make(params, write, &job, work, bytes, error);
}
