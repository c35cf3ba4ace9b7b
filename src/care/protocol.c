/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a session, and what a studio does otherwise. */
#include <scalptor/care.h>

#include <string.h>

typedef struct step_row {
    const char *id, *visit, *areas;
    int from_days, to_days;
    const char *records, *evidence, *state;
    int required;
    const char *source;
} step_row;

#define ROW(...) {__VA_ARGS__},
static const step_row rows[] = {
#include "protocol.inc"
};
#undef ROW

enum { row_count = sizeof rows / sizeof *rows };

static const step_row *row_of(const char *id) {
    for (size_t i = 0; i < row_count; i++) {
        if (strcmp(rows[i].id, id) == 0)
            return &rows[i];
    }
    return NULL;
}

static const scalp_protocol_change *change_of(const char *id, const scalp_protocol_change *changes,
                                              size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(changes[i].step, id) == 0)
            return &changes[i];
    }
    return NULL;
}

/* ---- What a studio asks for -------------------------------------------------------------- */

static scalp_status check_own(const scalp_protocol_change *change, scalp_error *error) {
    if (change->change != SCALP_STEP_EDIT)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There is no step %.60s to %s; scalptor protocol --json lists the steps.",
                          change->step, change->change == SCALP_STEP_KEEP ? "keep" : "drop");
    if (!change->after[0] || !row_of(change->after))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Step %.60s is the studio's own, so it needs after: the step behind "
                          "which it comes.",
                          change->step);
    return SCALP_OK;
}

static scalp_status check_change(const scalp_protocol_change *changes, size_t index,
                                 scalp_error *error) {
    const scalp_protocol_change *change = &changes[index];
    const step_row *row = row_of(change->step);
    if (change_of(change->step, changes, index))
        return scalp_fail(error, SCALP_ERR_INPUT, "Step %.60s is changed twice.", change->step);
    if (change->change == SCALP_STEP_EDIT && !change->text[0])
        return scalp_fail(error, SCALP_ERR_INPUT, "Step %.60s is edited, but has no text.",
                          change->step);
    if (!row)
        return check_own(change, error);
    if (change->change == SCALP_STEP_DROP && row->required)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Step %.60s must stay: the record or the law needs it.", change->step);
    if (change->after[0])
        return scalp_fail(error, SCALP_ERR_INPUT, "Step %.60s has its place; leave out after.",
                          change->step);
    return SCALP_OK;
}

/* ---- Steps ------------------------------------------------------------------------------- */

static bool is_wanted(const step_row *row, unsigned areas) {
    unsigned of_row = 0;
    return scalp_care_areas_find(row->areas, '|', &of_row) && (areas & of_row);
}

/* The sentence on evidence, and that the studio worded the step. */
static scalp_status note_of(const step_row *row, bool edited, scalp_language language,
                            const scalp_work *work, const char **note, scalp_error *error) {
    const char *evidence = strcmp(row->evidence, "none") == 0      ? "protocol.none_evidence"
                           : strcmp(row->evidence, "against") == 0 ? "protocol.against_evidence"
                                                                   : NULL;
    *note = NULL;
    if (!evidence && !edited)
        return SCALP_OK;
    if (!evidence || !edited) {
        *note = scalp_text(evidence ? evidence : "protocol.edited", language);
        return SCALP_OK;
    }
    const scalp_text_part parts[] = {{"one", scalp_text(evidence, language)},
                                     {"other", scalp_text("protocol.edited", language)}};
    return scalp_text_fill("{one} {other}", parts, 2, work, note, error);
}

static scalp_status make_step(const step_row *row, const scalp_protocol_change *change,
                              scalp_language language, const scalp_work *work,
                              scalp_protocol_step *step, scalp_error *error) {
    const bool edited = change && change->change == SCALP_STEP_EDIT;
    *step = (scalp_protocol_step){
        .id = row->id,
        .visit = row->visit,
        .text = edited ? change->text : scalp_text_of("protocol", row->id, language),
        .evidence = row->evidence,
        .records = row->records,
        .from_days = row->from_days,
        .to_days = row->to_days,
        .warns = strcmp(row->evidence, "against") == 0,
        .source = row->source,
    };
    return note_of(row, edited, language, work, &step->note, error);
}

/* The studio's own steps that come behind a row. */
static void add_own(const step_row *row, const scalp_protocol_change *changes, size_t count,
                    scalp_language language, scalp_protocol_step *steps, size_t *used) {
    for (size_t i = 0; i < count; i++) {
        if (row_of(changes[i].step) || strcmp(changes[i].after, row->id) != 0)
            continue;
        steps[(*used)++] = (scalp_protocol_step){
            .id = changes[i].step,
            .visit = row->visit,
            .text = changes[i].text,
            .note = scalp_text("protocol.own", language),
            .evidence = "studio",
            .records = "",
            .from_days = row->from_days,
            .to_days = row->to_days,
        };
    }
}

scalp_status scalp_protocol_make(unsigned areas, const scalp_protocol_change *changes, size_t count,
                                 scalp_language language, const scalp_work *work,
                                 scalp_protocol *protocol, scalp_error *error) {
    void *place;
    size_t used = 0, dropped = 0;
    if (!(areas & SCALP_CARE_ALL))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "No area is worked on; name one of scalp, beard, brow and scar.");
    for (size_t i = 0; i < count; i++)
        SCALP_TRY(check_change(changes, i, error));
    SCALP_TRY(scalp_work_take(work, row_count + count, sizeof *protocol->steps, &place, error));
    scalp_protocol_step *steps = place;
    SCALP_TRY(scalp_work_take(work, row_count, sizeof *protocol->dropped, &place, error));
    const char **names = place;
    for (size_t i = 0; i < row_count; i++) {
        const step_row *row = &rows[i];
        const scalp_protocol_change *change = change_of(row->id, changes, count);
        const bool dropped_here = change && change->change == SCALP_STEP_DROP;
        const bool on = change ? !dropped_here : strcmp(row->state, "on") == 0;
        if (is_wanted(row, areas) && on)
            SCALP_TRY(make_step(row, change, language, work, &steps[used++], error));
        if (is_wanted(row, areas) && dropped_here)
            names[dropped++] = row->id;
        add_own(row, changes, count, language, steps, &used);
    }
    *protocol = (scalp_protocol){steps, used, names, dropped};
    return SCALP_OK;
}
