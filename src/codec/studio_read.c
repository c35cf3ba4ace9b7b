/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a studio does otherwise, and whom to call. */
#include <scalptor/codec_care.h>

#include "json_in.h"

#include <stdio.h>
#include <string.h>

/* A text that a client may be shown: no control characters. */
static scalp_status read_shown(const scalp_json_in *in, const json_t *object, const char *key,
                               const char *at, char *text, size_t size) {
    char path[SCALP_JSON_PATH];
    const json_t *value = json_object_get(object, key);
    snprintf(path, sizeof path, "%.80s%s%s", at, at[0] ? "." : "", key);
    text[0] = 0;
    if (!value || json_is_null(value))
        return SCALP_OK;
    SCALP_TRY(scalp_json_text(in, value, path, text, size));
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return scalp_json_fail(in, "%s holds a control character; write it on one line.", path);
    }
    return SCALP_OK;
}

static scalp_status read_do(const scalp_json_in *in, const json_t *step, const char *at,
                            scalp_step_change *change) {
    static const char *const words[] = {"keep", "drop", "edit"};
    const json_t *value = json_object_get(step, "do");
    for (int i = 0; i < 3; i++) {
        if (json_is_string(value) && strcmp(json_string_value(value), words[i]) == 0) {
            *change = (scalp_step_change)i;
            return SCALP_OK;
        }
    }
    return scalp_json_fail(in, "%s.do must be keep, drop or edit.", at);
}

static scalp_status read_step(const scalp_json_in *in, const json_t *value, size_t index,
                              scalp_protocol_change *change) {
    static const char *const known[] = {"step", "do", "text", "after"};
    char at[32];
    snprintf(at, sizeof at, "steps[%zu]", index);
    if (!json_is_object(value))
        return scalp_json_fail(in, "%s must be an object.", at);
    SCALP_TRY(scalp_json_known(in, value, at, known, sizeof known / sizeof *known));
    SCALP_TRY(read_shown(in, value, "step", at, change->step, sizeof change->step));
    if (!change->step[0])
        return scalp_json_fail(in, "%s.step is missing: the step's name.", at);
    SCALP_TRY(read_do(in, value, at, &change->change));
    SCALP_TRY(read_shown(in, value, "text", at, change->text, sizeof change->text));
    SCALP_TRY(read_shown(in, value, "after", at, change->after, sizeof change->after));
    if (change->text[0] && change->change != SCALP_STEP_EDIT)
        return scalp_json_fail(in, "%s has a text, so do must be edit.", at);
    return SCALP_OK;
}

static scalp_status read_steps(const scalp_json_in *in, const json_t *root,
                               scalp_protocol_change *changes, size_t *count) {
    static const char *const known[] = {"scalptor_protocol", "steps"};
    json_t *list;
    SCALP_TRY(scalp_json_version(in, root, "scalptor_protocol", 1));
    SCALP_TRY(scalp_json_known(in, root, "", known, 2));
    SCALP_TRY(scalp_json_need(in, root, "steps", JSON_ARRAY, "steps", &list));
    *count = json_array_size(list);
    if (*count > SCALP_CARE_MAX_CHANGES)
        return scalp_json_fail(in, "steps has %zu entries, but may have %d.", *count,
                               SCALP_CARE_MAX_CHANGES);
    for (size_t i = 0; i < *count; i++)
        SCALP_TRY(read_step(in, json_array_get(list, i), i, &changes[i]));
    return SCALP_OK;
}

scalp_status scalp_codec_protocol_read(scalp_bytes bytes, const char *name,
                                       scalp_protocol_change *changes, size_t *count,
                                       scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_CARE_BYTES, &root));
    const scalp_status status = read_steps(&in, root, changes, count);
    json_decref(root);
    return status;
}

scalp_status scalp_codec_contact_read(scalp_bytes bytes, const char *name,
                                      scalp_studio_contact *contact, scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_CARE_BYTES, &root));
    scalp_status status = read_shown(&in, root, "name", "", contact->name, sizeof contact->name);
    if (status == SCALP_OK)
        status = read_shown(&in, root, "phone", "", contact->phone, sizeof contact->phone);
    if (status == SCALP_OK && (!contact->name[0] || !contact->phone[0]))
        status = scalp_json_fail(&in, "name or phone is missing: whom a client may call.");
    json_decref(root);
    return status;
}
