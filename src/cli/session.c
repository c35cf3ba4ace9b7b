/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions in the chair: may it start, start, use, record, stop. */
#include "records.h"

#include <string.h>

#define MANY 60
#define ITEMS 40

/* ---- What a session starts with ---------------------------------------------------------- */

/* clang-format off */
#define START_OPTIONS                                                                              \
    {.name = "plan", .kind = CLI_TEXT, .argument = "FILE", .otherwise = "the one last approved",   \
     .help = "the plan that is worked"},                                                           \
    {.name = "use", .kind = CLI_TEXT, .argument = "ITEM", .repeats = true,                         \
     .help = "a bottle or box from the stock: its lot, name or id; may be repeated"},              \
    {.name = "staff", .kind = CLI_TEXT, .argument = "NAME", .help = "who works"},                  \
    {.name = "label-given",                                                                        \
     .help = "the client has been given the label information of the pigment"},                    \
    {.name = "what", .kind = CLI_CHOICE, .argument = "KIND",                                       \
     .choices = "session|touch-up|correction|test dots", .otherwise = "session",                   \
     .help = "what kind of session it is"}
/* clang-format on */

typedef struct starting {
    scalp_record client, staff;
    char plan[SCALP_HASH_HEX];
    const char *items[ITEMS];
    scalp_studio_start start;
} starting;

/* The hash of --plan, or of the plan that was approved last. */
static scalp_status find_plan(cli_job *job, const scalp_studio *studio, starting *s,
                              scalp_error *error) {
    const char *path = cli_text(job, "plan", NULL);
    if (path) {
        scalp_bytes bytes;
        SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_PLAN_BYTES, &bytes, error));
        scalp_hash hash = scalp_hash_make();
        scalp_hash_add(&hash, bytes.data, bytes.size);
        scalp_hash_hex(&hash, s->plan);
        return SCALP_OK;
    }
    const scalp_store_query query = {.kind = "approval", .client = s->client.id};
    const scalp_record *approvals, *last = NULL;
    size_t count;
    SCALP_TRY(scalp_studio_list(studio, &query, &approvals, &count, error));
    for (size_t i = 0; i < count; i++)
        if (!last || strcmp(approvals[i].date, last->date) > 0 ||
            (strcmp(approvals[i].date, last->date) == 0 &&
             strcmp(scalp_record_text(&approvals[i], "signed_at"),
                    scalp_record_text(last, "signed_at")) >= 0))
            last = &approvals[i];
    snprintf(s->plan, sizeof s->plan, "%s", last ? scalp_record_text(last, "plan_sha256") : "");
    return SCALP_OK;
}

static scalp_status read_start(cli_job *job, const scalp_studio *studio, starting *s,
                               scalp_error *error) {
    const cli_value *use = cli_value_of(job, "use");
    const char *staff = cli_text(job, "staff", NULL);
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &s->client, error));
    SCALP_TRY(find_plan(job, studio, s, error));
    s->start = (scalp_studio_start){.client = s->client.id,
                                    .plan_sha256 = s->plan,
                                    .what = cli_text(job, "what", "session"),
                                    .items = s->items,
                                    .label_given = cli_given(job, "label-given")};
    if (staff) {
        SCALP_TRY(scalp_studio_find(studio, "staff", staff, &s->staff, error));
        s->start.staff = s->staff.id;
    }
    for (size_t i = 0; i < use->count; i++) {
        scalp_record stock;
        if (s->start.item_count == ITEMS)
            return scalp_fail(error, SCALP_ERR_LIMIT, "At most %d items can be used at the start.",
                              ITEMS);
        SCALP_TRY(scalp_studio_find(studio, "stock", use->texts[i], &stock, error));
        const char *id = scalp_arena_text(job->work.memory, stock.id, strlen(stock.id));
        if (!id)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory.");
        s->items[s->start.item_count++] = id;
    }
    return SCALP_OK;
}

/* ---- session check ----------------------------------------------------------------------- */

static void show_reasons(FILE *to, const scalp_gate_answer *answer) {
    for (int stops = 1; stops >= 0; stops--)
        for (size_t i = 0; i < answer->reason_count; i++) {
            const scalp_gate_reason *r = &answer->reasons[i];
            if (r->stops != (stops == 1))
                continue;
            fprintf(to, "%-7s %-10s ", r->stops ? "stop" : "note", scalp_gate_name(r->gate));
            cli_wrap(to, r->text, 19, 19);
        }
}

static json_t *answer_json(const scalp_gate_answer *answer) {
    json_t *reasons = json_array();
    for (size_t i = 0; i < answer->reason_count; i++) {
        const scalp_gate_reason *r = &answer->reasons[i];
        json_array_append_new(reasons, json_pack("{s:s, s:b, s:s, s:s}", "gate",
                                                 scalp_gate_name(r->gate), "stops", (int)r->stops,
                                                 "text", r->text, "record", r->record));
    }
    return json_pack("{s:b, s:o}", "open", (int)answer->open, "reasons", reasons);
}

static const cli_option check_options[] = {
    START_OPTIONS,
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the answer as JSON"},
};

static scalp_status check(cli_job *job, scalp_studio *studio, scalp_error *error) {
    starting s = {.plan = ""};
    scalp_gate_answer answer;
    SCALP_TRY(read_start(job, studio, &s, error));
    SCALP_TRY(scalp_studio_ask(studio, &s.start, &answer, error));
    if (cli_given(job, "json")) {
        job->json = answer_json(&answer);
    } else {
        fprintf(job->out, "%s\n",
                answer.open ? "The session may start." : "The session cannot start yet.");
        show_reasons(job->out, &answer);
    }
    return answer.open ? SCALP_OK : SCALP_ERR_NO;
}

static scalp_status run_check(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, check, error);
}

const cli_command cli_session_check = {
    .name = "session check",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "may a session start?",
    .about = "Says everything that stands against a session today, and what should be known before "
             "it: clearance of the day, consent, approval of this very plan, unexpired and marked "
             "lots, the label information. Nothing is stored. Exit code 1 when it may not start.",
    .options = check_options,
    .option_count = sizeof check_options / sizeof *check_options,
    .run = run_check,
};

/* ---- session start ----------------------------------------------------------------------- */

static const cli_option start_options[] = {
    START_OPTIONS,
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

static scalp_status start(cli_job *job, scalp_studio *studio, scalp_error *error) {
    starting s = {.plan = ""};
    scalp_gate_answer answer;
    scalp_record session;
    SCALP_TRY(read_start(job, studio, &s, error));
    const scalp_status status = scalp_studio_begin(studio, &s.start, &answer, &session, error);
    if (status == SCALP_ERR_NO && answer.reason_count > 0 && !answer.open) {
        if (cli_given(job, "json"))
            job->json = answer_json(&answer);
        else
            show_reasons(job->out, &answer);
    }
    SCALP_TRY(status);
    SCALP_TRY(cli_record_stored(job, &session, "Started", error));
    if (!cli_given(job, "json"))
        show_reasons(job->out, &answer);
    return SCALP_OK;
}

static scalp_status run_start(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, start, error);
}

const cli_command cli_session_start = {
    .name = "session start",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "start a session",
    .about = "Starts a session when nothing stands against it (session check says what does), with "
             "the lots that are used, and notes the day on which a bottle is opened.",
    .options = start_options,
    .option_count = sizeof start_options / sizeof *start_options,
    .run = run_start,
};

/* ---- session use ------------------------------------------------------------------------- */

/* clang-format off */
static const cli_option use_options[] = {
    {.name = "amount", .kind = CLI_NUMBER, .argument = "N", .low = 0, .high = 100000,
     .otherwise = "not counted", .help = "how much of it, in the unit it is counted in"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};
/* clang-format on */

static scalp_status use(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record client, stock, session;
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &client, error));
    SCALP_TRY(scalp_studio_find(studio, "stock", job->operands[1], &stock, error));
    SCALP_TRY(scalp_studio_use(studio, client.id, stock.id, cli_number(job, "amount", 0), &session,
                               error));
    return cli_record_stored(job, &session, "Noted in", error);
}

static scalp_status run_use(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, use, error);
}

const cli_command cli_session_use = {
    .name = "session use",
    .operands = "CLIENT ITEM",
    .operands_least = 2,
    .operands_most = 2,
    .summary = "a lot that is used in a running session",
    .about = "Notes a bottle or box in the session that is running, and takes the amount from the "
             "stock. What is expired, unmarked or recalled is refused.",
    .options = use_options,
    .option_count = sizeof use_options / sizeof *use_options,
    .run = run_use,
};

/* ---- session record and stop ------------------------------------------------------------- */

static const cli_option record_options[] = {
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

static scalp_status last_session(const scalp_studio *studio, const char *client,
                                 scalp_record *session, scalp_error *error) {
    const scalp_store_query query = {.kind = "session", .client = client};
    const scalp_record *sessions;
    size_t count;
    SCALP_TRY(scalp_studio_list(studio, &query, &sessions, &count, error));
    if (count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "This client has had no session yet.");
    size_t last = 0;
    for (size_t i = 1; i < count; i++)
        if (strcmp(scalp_record_text(&sessions[i], "started_at"),
                   scalp_record_text(&sessions[last], "started_at")) >= 0)
            last = i;
    *session = sessions[last];
    return SCALP_OK;
}

static scalp_status note(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record client, session;
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &client, error));
    SCALP_TRY(last_session(studio, client.id, &session, error));
    SCALP_TRY(cli_fields_set(job, studio, 1, &session, error));
    SCALP_TRY(scalp_studio_save(studio, &session, 1, error));
    return cli_record_stored(job, &session, "Noted in", error);
}

static scalp_status run_note(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, note, error);
}

const cli_command cli_session_record = {
    .name = "session record",
    .operands = "CLIENT FIELD=VALUE...",
    .operands_least = 2,
    .operands_most = MANY,
    .summary = "note something in the last session",
    .about =
        "Sets fields of the client's last session, running or over: needle, depth_mm, recipes, "
        "numbing, zones, dots, pain, bleeding, notes. Earlier versions stay.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_note,
};

static const cli_option stop_options[] = {
    {.name = "early", .help = "it was stopped before it was done"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

static scalp_status stop(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record client, session;
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &client, error));
    SCALP_TRY(scalp_studio_running(studio, client.id, &session, error));
    if (job->operand_count > 1) {
        SCALP_TRY(cli_fields_set(job, studio, 1, &session, error));
        SCALP_TRY(scalp_studio_save(studio, &session, 1, error));
    }
    SCALP_TRY(scalp_studio_stop(studio, client.id, cli_given(job, "early"), &session, error));
    SCALP_TRY(cli_record_stored(job, &session, "Stopped", error));
    if (!cli_given(job, "json")) {
        char time[32];
        cli_minutes_text(
            (double)scalp_record_minutes_between(scalp_record_text(&session, "started_at"),
                                                 scalp_record_text(&session, "stopped_at")),
            time, sizeof time);
        fprintf(job->out, "  %s, %zu lots\n", time,
                scalp_record_value(&session, "materials")->count);
    }
    return SCALP_OK;
}

static scalp_status run_stop(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, stop, error);
}

const cli_command cli_session_stop = {
    .name = "session stop",
    .operands = "CLIENT [FIELD=VALUE...]",
    .operands_least = 1,
    .operands_most = MANY,
    .summary = "end the running session",
    .about = "Ends the client's running session now, after setting the fields that are given.",
    .options = stop_options,
    .option_count = sizeof stop_options / sizeof *stop_options,
    .run = run_stop,
};

/* ---- session show ------------------------------------------------------------------------ */

static scalp_status show(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record client, session;
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &client, error));
    SCALP_TRY(last_session(studio, client.id, &session, error));
    if (cli_given(job, "json"))
        job->json = cli_record_json(job, &session);
    else
        cli_record_text(job->out, &session);
    return SCALP_OK;
}

static scalp_status run_show(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, show, error);
}

const cli_command cli_session_show = {
    .name = "session show",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "the last session",
    .about = "Shows the client's last session, running or over; earlier ones by record show.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_show,
};
