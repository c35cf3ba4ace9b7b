/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pigments, needles and diluents: what is there, until when, and who got a lot. */
#include "records.h"

#include <string.h>

#define MANY 60

static const cli_option record_options[] = {
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

/* ---- stock add --------------------------------------------------------------------------- */

static scalp_status add(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record stock;
    SCALP_TRY(scalp_studio_new(studio, "stock", NULL, NULL, &stock, error));
    scalp_record_set_text(&stock, "state", "in use");
    SCALP_TRY(cli_fields_set(job, studio, 0, &stock, error));
    if (scalp_record_value(&stock, "quantity")->given && !scalp_record_value(&stock, "left")->given)
        scalp_record_set_number(&stock, "left", scalp_record_number(&stock, "quantity", 0));
    SCALP_TRY(scalp_studio_save(studio, &stock, 1, error));
    SCALP_TRY(cli_record_stored(job, &stock, "New", error));
    const scalp_stock_state state = scalp_stock_state_on(&stock, stock.date);
    if (!state.usable)
        cli_say(job, "%s", state.why);
    return SCALP_OK;
}

static scalp_status run_add(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, add, error);
}

const cli_command cli_stock_add = {
    .name = "stock add",
    .operands = "FIELD=VALUE...",
    .operands_least = 1,
    .operands_most = MANY,
    .summary = "take in a bottle or box",
    .about = "Stores a bottle or box of one lot: use, brand, name, lot, expires, unit, quantity, "
             "sterile and reach are needed. A bottle that may not be used is told.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_add,
};

/* ---- stock set --------------------------------------------------------------------------- */

static scalp_status set(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record stock;
    SCALP_TRY(scalp_studio_find(studio, "stock", job->operands[0], &stock, error));
    SCALP_TRY(cli_fields_set(job, studio, 1, &stock, error));
    SCALP_TRY(scalp_studio_save(studio, &stock, 1, error));
    return cli_record_stored(job, &stock, "Changed", error);
}

static scalp_status run_set(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, set, error);
}

const cli_command cli_stock_set = {
    .name = "stock set",
    .operands = "ITEM FIELD=VALUE...",
    .operands_least = 2,
    .operands_most = MANY,
    .summary = "change a bottle or box",
    .about = "Sets fields of an item, as left after a count, or state=\"set aside\" with why. ITEM "
             "is a lot, words of the name, or an id: whatever means one.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_set,
};

/* ---- stock open and use ------------------------------------------------------------------ */

static scalp_status take(cli_job *job, scalp_studio *studio, double amount, const char *done,
                         scalp_error *error) {
    scalp_record stock;
    char today[SCALP_RECORD_DATE];
    scalp_studio_today(studio, today);
    SCALP_TRY(scalp_studio_find(studio, "stock", job->operands[0], &stock, error));
    SCALP_TRY(scalp_studio_take(studio, amount, &stock, error));
    SCALP_TRY(cli_record_stored(job, &stock, done, error));
    const scalp_stock_state state = scalp_stock_state_on(&stock, today);
    if (!cli_given(job, "json"))
        fprintf(job->out, "  %g %s left, to be used until %s%s\n",
                scalp_record_number(&stock, "left", 0), scalp_record_text(&stock, "unit"),
                state.last, state.reorder ? "; order more" : "");
    return SCALP_OK;
}

static scalp_status open_item(cli_job *job, scalp_studio *studio, scalp_error *error) {
    return take(job, studio, 0, "Opened", error);
}

static scalp_status run_open(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, open_item, error);
}

const cli_command cli_stock_open = {
    .name = "stock open",
    .operands = "ITEM",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "note that a bottle was opened",
    .about = "Notes the day on which a bottle is opened, from which use_within_days counts. One "
             "that may not be used is refused.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_open,
};

static scalp_status use_item(cli_job *job, scalp_studio *studio, scalp_error *error) {
    double amount;
    if (!cli_number_from_text(job->operands[1], &amount) || !(amount > 0))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The amount must be a number above 0, not "
                          "\"%.40s\".",
                          job->operands[1]);
    return take(job, studio, amount, "Used", error);
}

static scalp_status run_use(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, use_item, error);
}

const cli_command cli_stock_use = {
    .name = "stock use",
    .operands = "ITEM AMOUNT",
    .operands_least = 2,
    .operands_most = 2,
    .summary = "take some, outside of a session",
    .about = "Takes an amount from the stock that went into no client: spilt, tested, thrown away. "
             "For what goes into a client there is session use.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_use,
};

/* ---- stock list -------------------------------------------------------------------------- */

/* clang-format off */
static const cli_option list_options[] = {
    {.name = "use", .kind = CLI_CHOICE, .argument = "KIND",
     .choices = "pigment|needle|diluent|anaesthetic|barrier|other", .help = "of this kind alone"},
    {.name = "all", .help = "also what is used up, set aside, recalled or archived"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show them as JSON, with what may be used"},
};
/* clang-format on */

static void show_item(FILE *to, const scalp_record *s, const scalp_stock_state *state) {
    char left[40], name[64];
    snprintf(left, sizeof left, "%g %s", scalp_record_number(s, "left", 0),
             scalp_record_text(s, "unit"));
    snprintf(name, sizeof name, "%.28s %.28s", scalp_record_text(s, "brand"),
             scalp_record_text(s, "name"));
    const char *word = !state->usable ? "no" : state->soon ? "soon" : "yes";
    fprintf(to, "%.8s  %-11s %-26.26s %-12.12s %10s  %s %s%s\n", s->id, scalp_record_text(s, "use"),
            name, scalp_record_text(s, "lot"), left, state->last, word,
            state->reorder ? ", order more" : "");
}

static json_t *item_json(cli_job *job, const scalp_record *s, const scalp_stock_state *state) {
    json_t *object = cli_record_json(job, s);
    json_object_set_new(object, "usable", json_boolean(state->usable));
    json_object_set_new(object, "reason", json_string(state->why));
    json_object_set_new(object, "usable_until", json_string(state->last));
    json_object_set_new(object, "days_left", json_integer(state->days_left));
    json_object_set_new(object, "reorder", json_boolean(state->reorder));
    return object;
}

static scalp_status list(cli_job *job, scalp_studio *studio, scalp_error *error) {
    const bool all = cli_given(job, "all");
    const char *use = cli_text(job, "use", NULL);
    const scalp_store_query query = {
        .kind = "stock", .archived = all ? SCALP_STORE_EVERYTHING : SCALP_STORE_CURRENT};
    const scalp_record *items;
    size_t count, shown = 0;
    char today[SCALP_RECORD_DATE];
    scalp_studio_today(studio, today);
    SCALP_TRY(scalp_studio_list(studio, &query, &items, &count, error));
    json_t *json = cli_given(job, "json") ? json_array() : NULL;
    for (size_t i = 0; i < count; i++) {
        const scalp_stock_state state = scalp_stock_state_on(&items[i], today);
        if ((!all && !scalp_record_is(&items[i], "state", "in use")) ||
            (use && !scalp_record_is(&items[i], "use", use)))
            continue;
        if (!json && shown++ == 0)
            fprintf(job->out, "%-8s  %-11s %-26s %-12s %10s  %-10s %s\n", "Id", "Use", "Name",
                    "Lot", "Left", "Until", "Usable");
        if (json)
            json_array_append_new(json, item_json(job, &items[i], &state));
        else
            show_item(job->out, &items[i], &state);
    }
    if (json)
        job->json = json_pack("{s:o}", "stock", json);
    else if (!shown)
        cli_say(job, "There is nothing.");
    return SCALP_OK;
}

static scalp_status run_list(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, list, error);
}

const cli_command cli_stock_list = {
    .name = "stock list",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "what is there, until when",
    .about = "Lists bottles and boxes: lot, how much is left, the last day of use (of the expiry "
             "and of the time after opening), whether it may be used, and what to order.",
    .options = list_options,
    .option_count = sizeof list_options / sizeof *list_options,
    .run = run_list,
};

/* ---- stock recall ------------------------------------------------------------------------ */

/* clang-format off */
static const cli_option recall_options[] = {
    {.name = "mark", .kind = CLI_TEXT, .argument = "REASON",
     .help = "mark the bottles of the lot as recalled, so that no session uses them"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show them as JSON"},
};
/* clang-format on */

static scalp_status mark(const scalp_studio *studio, const scalp_record *stock, size_t count,
                         const char *why, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(studio->work, count, sizeof *stock, &place, error));
    scalp_record *changed = place;
    for (size_t i = 0; i < count; i++) {
        changed[i] = stock[i];
        scalp_record_set_text(&changed[i], "state", "recalled");
        scalp_record_set_text(&changed[i], "why", why);
    }
    return count ? scalp_studio_save(studio, changed, count, error) : SCALP_OK;
}

static json_t *recalled_json(const scalp_studio_recalled *r) {
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "client", r->client, "name",
                     r->name, "phone", r->phone, "email", r->email, "session", r->session, "date",
                     r->date, "use", r->use, "lot", r->lot, "product", r->product);
}

static scalp_status recall(cli_job *job, scalp_studio *studio, scalp_error *error) {
    const scalp_studio_recalled *list;
    const scalp_record *stock;
    size_t count, stock_count;
    const char *lot = job->operands[0], *why = cli_text(job, "mark", NULL);
    SCALP_TRY(scalp_studio_recall(studio, lot, &list, &count, &stock, &stock_count, error));
    if (why)
        SCALP_TRY(mark(studio, stock, stock_count, why, error));
    if (cli_given(job, "json")) {
        json_t *people = json_array();
        for (size_t i = 0; i < count; i++)
            json_array_append_new(people, recalled_json(&list[i]));
        job->json = json_pack("{s:s, s:o, s:o}", "lot", lot, "sessions", people, "stock",
                              cli_records_json(job, stock, stock_count));
        return SCALP_OK;
    }
    for (size_t i = 0; i < count; i++)
        fprintf(job->out, "%s  %-28.28s %-18s %-24s %s, lot %s\n", list[i].date, list[i].name,
                list[i].phone, list[i].email, list[i].use, list[i].lot);
    fprintf(job->out, "%zu use%s of lot %s; %zu in the stock%s.\n", count, count == 1 ? "" : "s",
            lot, stock_count, why && stock_count ? ", marked as recalled" : "");
    return SCALP_OK;
}

static scalp_status run_recall(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, recall, error);
}

const cli_command cli_stock_recall = {
    .name = "stock recall",
    .operands = "LOT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "who got a lot",
    .about = "Lists everybody who got a lot, by date, with telephone and mail; spaces, signs and "
             "case in the number do not matter. Archived records count, and of erased clients the "
             "session is still there.",
    .options = recall_options,
    .option_count = sizeof recall_options / sizeof *recall_options,
    .run = run_recall,
};
