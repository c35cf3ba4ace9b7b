/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet to take home. */
#include <scalptor/care.h>

#include <stdio.h>
#include <string.h>

typedef struct care_row {
    const char *id, *kind;
    int from_day, to_day;
    const char *areas, *source;
} care_row;

#define ROW(...) {__VA_ARGS__},
static const care_row rows[] = {
#include "aftercare.inc"
};
#undef ROW

enum { row_count = sizeof rows / sizeof *rows };

static bool is_kind(const care_row *row, const char *kind, unsigned areas) {
    unsigned of_row = 0;
    return strcmp(row->kind, kind) == 0 && scalp_care_areas_find(row->areas, '|', &of_row) &&
           (areas & of_row);
}

/* Rows of a kind that hold on `day`; of those without days, all (`day` 0). */
static scalp_status list_of(const scalp_aftercare_params *params, const char *kind, int day,
                            const scalp_work *work, scalp_care_list *list, scalp_error *error) {
    void *ids, *lines;
    size_t count = 0;
    SCALP_TRY(scalp_work_take(work, row_count, sizeof(const char *), &ids, error));
    SCALP_TRY(scalp_work_take(work, row_count, sizeof(const char *), &lines, error));
    for (size_t i = 0; i < row_count; i++) {
        if (!is_kind(&rows[i], kind, params->areas) || day < rows[i].from_day ||
            day > rows[i].to_day)
            continue;
        ((const char **)ids)[count] = rows[i].id;
        ((const char **)lines)[count++] = scalp_text_of("aftercare", rows[i].id, params->language);
    }
    *list = (scalp_care_list){ids, lines, count};
    return SCALP_OK;
}

/* ---- Days -------------------------------------------------------------------------------- */

static bool is_of_days(const care_row *row, unsigned areas) {
    return is_kind(row, "expect", areas) || is_kind(row, "do", areas);
}

/* The first day behind `day` on which something begins or has ended; -1: there is none. */
static int next_change(const scalp_aftercare_params *params, int day) {
    int next = -1;
    for (size_t i = 0; i < row_count; i++) {
        if (!is_of_days(&rows[i], params->areas))
            continue;
        const int turns[] = {rows[i].from_day, rows[i].to_day + 1};
        for (int k = 0; k < 2; k++) {
            if (turns[k] > day && (next < 0 || turns[k] < next))
                next = turns[k];
        }
    }
    return next;
}

static scalp_status title_of(int from, int to, scalp_language language, const scalp_work *work,
                             const char **title, scalp_error *error) {
    char a[16], b[16];
    const scalp_text_part parts[] = {{"from", a}, {"to", b}};
    const char *key = from == 0 && to == 0 ? "aftercare.day"
                      : from == to         ? "aftercare.day_one"
                                           : "aftercare.days";
    snprintf(a, sizeof a, "%d", from);
    snprintf(b, sizeof b, "%d", to);
    return scalp_text_fill(scalp_text(key, language), parts, 2, work, title, error);
}

static scalp_status make_days(const scalp_aftercare_params *params, int from, int to,
                              const scalp_work *work, scalp_care_days *days, scalp_error *error) {
    days->from_day = from;
    days->to_day = to;
    for (size_t k = 0; k < params->session_count; k++) {
        const bool last = k + 1 == params->session_count;
        days->first[k] = params->sessions[k] + from;
        days->last[k] = params->sessions[k] + to;
        if (!last && days->last[k] >= params->sessions[k + 1])
            days->last[k] = params->sessions[k + 1] - 1;
    }
    SCALP_TRY(title_of(from, to, params->language, work, &days->title, error));
    SCALP_TRY(list_of(params, "expect", from, work, &days->expect, error));
    return list_of(params, "do", from, work, &days->todo, error);
}

static scalp_status make_all_days(const scalp_aftercare_params *params, const scalp_work *work,
                                  scalp_aftercare *sheet, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(work, 2 * row_count, sizeof(scalp_care_days), &place, error));
    scalp_care_days *days = place;
    for (int from = 0;;) {
        const int next = next_change(params, from);
        if (next < 0)
            break;
        SCALP_TRY(make_days(params, from, next - 1, work, &days[sheet->days_count++], error));
        from = next;
    }
    sheet->days = days;
    return SCALP_OK;
}

/* ---- What is avoided --------------------------------------------------------------------- */

static scalp_care_ban ban_of(const scalp_aftercare_params *params, const care_row *row) {
    scalp_care_ban ban = {.id = row->id,
                          .line = scalp_text_of("aftercare", row->id, params->language),
                          .to_day = row->to_day};
    for (size_t k = 0; k < params->session_count; k++) {
        const bool last = k + 1 == params->session_count;
        ban.last[k] = params->sessions[k] + row->to_day;
        ban.begins_again[k] = !last && ban.last[k] >= params->sessions[k + 1];
    }
    return ban;
}

static scalp_status make_bans(const scalp_aftercare_params *params, const scalp_work *work,
                              scalp_aftercare *sheet, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(work, row_count, sizeof(scalp_care_ban), &place, error));
    scalp_care_ban *bans = place;
    for (size_t i = 0; i < row_count; i++) {
        if (!is_kind(&rows[i], "avoid", params->areas))
            continue;
        size_t at = sheet->ban_count++;
        for (; at > 0 && bans[at - 1].to_day > rows[i].to_day; at--)
            bans[at] = bans[at - 1];
        bans[at] = ban_of(params, &rows[i]);
    }
    sheet->bans = bans;
    return SCALP_OK;
}

/* ---- The sheet --------------------------------------------------------------------------- */

static scalp_status check(const scalp_aftercare_params *params, scalp_error *error) {
    if (!(params->areas & SCALP_CARE_ALL))
        return scalp_fail(error, SCALP_ERR_INPUT, "A sheet needs an area that was worked on.");
    if (params->session_count < 1 || params->session_count > SCALP_CARE_MAX_SESSIONS)
        return scalp_fail(error, SCALP_ERR_INPUT, "A sheet needs the days of 1 to %d sessions.",
                          SCALP_CARE_MAX_SESSIONS);
    for (size_t k = 1; k < params->session_count; k++) {
        if (params->sessions[k] <= params->sessions[k - 1])
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Session %zu does not come after session %zu; put the days in order.",
                              k + 1, k);
    }
    return SCALP_OK;
}

static scalp_status make_call(const scalp_aftercare_params *params, const scalp_work *work,
                              scalp_aftercare *sheet, scalp_error *error) {
    const scalp_contact *contact = &params->contact;
    if (!contact->name || !contact->name[0] || !contact->phone || !contact->phone[0]) {
        sheet->call = scalp_text("aftercare.call_studio", params->language);
        return SCALP_OK;
    }
    const scalp_text_part parts[] = {{"name", contact->name}, {"phone", contact->phone}};
    return scalp_text_fill(scalp_text("aftercare.call", params->language), parts, 2, work,
                           &sheet->call, error);
}

scalp_status scalp_aftercare_make(const scalp_aftercare_params *params, const scalp_work *work,
                                  scalp_aftercare *sheet, scalp_error *error) {
    const char *areas;
    SCALP_TRY(check(params, error));
    *sheet = (scalp_aftercare){.language = params->language,
                               .intro = scalp_text("aftercare.intro", params->language),
                               .session_count = params->session_count};
    memcpy(sheet->sessions, params->sessions, sizeof sheet->sessions);
    SCALP_TRY(scalp_care_areas_text(params->areas, params->language, work, &areas, error));
    const scalp_text_part part = {"areas", areas};
    SCALP_TRY(scalp_text_fill(scalp_text("aftercare.title", params->language), &part, 1, work,
                              &sheet->title, error));
    SCALP_TRY(make_all_days(params, work, sheet, error));
    SCALP_TRY(make_bans(params, work, sheet, error));
    SCALP_TRY(list_of(params, "sign", 0, work, &sheet->signs, error));
    SCALP_TRY(list_of(params, "urgent", 0, work, &sheet->urgent, error));
    SCALP_TRY(list_of(params, "long", 0, work, &sheet->later, error));
    return make_call(params, work, sheet, error);
}
