/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A studio's profile as JSON. */
#include <scalptor/codec_studio.h>

#include "json_in.h"

#include <stdio.h>
#include <string.h>

static const char *const pers[] = {[SCALP_PER_PLAN] = "plan",
                                   [SCALP_PER_SESSION] = "session",
                                   [SCALP_PER_HOUR] = "hour",
                                   [SCALP_PER_CM2] = "cm2",
                                   [SCALP_PER_1000_DOTS] = "1000 dots"};

const char *scalp_price_per_name(scalp_price_per per) {
    return pers[per];
}

/* A text as it may be printed: one line, without control characters. */
static scalp_status read_line(const scalp_json_in *in, const json_t *value, const char *path,
                              char *text, size_t size) {
    SCALP_TRY(scalp_json_text(in, value, path, text, size));
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return scalp_json_fail(in, "%s holds a control character; write it on one line.", path);
    return SCALP_OK;
}

static scalp_status read_text(const scalp_json_in *in, const json_t *root, const char *key,
                              char *text, size_t size) {
    const json_t *value = json_object_get(root, key);
    text[0] = 0;
    return value && !json_is_null(value) ? read_line(in, value, key, text, size) : SCALP_OK;
}

static scalp_status read_lines(const scalp_json_in *in, const json_t *root, const char *key,
                               char lines[][SCALP_STUDIO_TEXT], size_t *count) {
    json_t *list;
    char path[SCALP_JSON_PATH];
    SCALP_TRY(scalp_json_member(in, root, key, JSON_ARRAY, key, &list));
    *count = json_array_size(list);
    if (*count > SCALP_STUDIO_MAX_LINES)
        return scalp_json_fail(in, "%s has %zu lines, but may have %d.", key, *count,
                               SCALP_STUDIO_MAX_LINES);
    for (size_t i = 0; i < *count; i++) {
        snprintf(path, sizeof path, "%s[%zu]", key, i);
        SCALP_TRY(read_line(in, json_array_get(list, i), path, lines[i], SCALP_STUDIO_TEXT));
    }
    return SCALP_OK;
}

static scalp_status read_number(const scalp_json_in *in, const json_t *object, const char *key,
                                const char *path, double low, double high, double *number) {
    const json_t *value = json_object_get(object, key);
    *number = 0;
    if (!value || json_is_null(value))
        return SCALP_OK;
    SCALP_TRY(scalp_json_number(in, value, path, number));
    if (!(*number >= low && *number <= high))
        return scalp_json_fail(in, "%s is %g, but must be %g to %g.", path, *number, low, high);
    return SCALP_OK;
}

static scalp_status read_per(const scalp_json_in *in, const json_t *value, const char *path,
                             scalp_price_per *per) {
    for (size_t i = 0; i < sizeof pers / sizeof *pers; i++)
        if (json_is_string(value) && strcmp(json_string_value(value), pers[i]) == 0) {
            *per = (scalp_price_per)i;
            return SCALP_OK;
        }
    return scalp_json_fail(in, "%s must be plan, session, hour, cm2 or 1000 dots.", path);
}

static scalp_status read_price(const scalp_json_in *in, const json_t *value, size_t index,
                               scalp_price *price) {
    static const char *const known[] = {"name", "per", "amount"};
    char at[32], path[SCALP_JSON_PATH];
    json_t *amount;
    snprintf(at, sizeof at, "prices[%zu]", index);
    if (!json_is_object(value))
        return scalp_json_fail(in, "%s must be an object.", at);
    SCALP_TRY(scalp_json_known(in, value, at, known, sizeof known / sizeof *known));
    snprintf(path, sizeof path, "%s.name", at);
    SCALP_TRY(read_line(in, json_object_get(value, "name"), path, price->name, sizeof price->name));
    snprintf(path, sizeof path, "%s.per", at);
    SCALP_TRY(read_per(in, json_object_get(value, "per"), path, &price->per));
    snprintf(path, sizeof path, "%s.amount", at);
    amount = json_object_get(value, "amount");
    if (!amount)
        return scalp_json_fail(in, "%s is missing.", path);
    return read_number(in, value, "amount", path, -1e7, 1e7, &price->amount);
}

static scalp_status read_prices(const scalp_json_in *in, const json_t *root,
                                scalp_studio_profile *studio) {
    json_t *list;
    SCALP_TRY(scalp_json_member(in, root, "prices", JSON_ARRAY, "prices", &list));
    studio->price_count = json_array_size(list);
    if (studio->price_count > SCALP_STUDIO_MAX_PRICES)
        return scalp_json_fail(in, "prices has %zu rows, but may have %d.", studio->price_count,
                               SCALP_STUDIO_MAX_PRICES);
    for (size_t i = 0; i < studio->price_count; i++)
        SCALP_TRY(read_price(in, json_array_get(list, i), i, &studio->prices[i]));
    return SCALP_OK;
}

static scalp_status read_all(const scalp_json_in *in, const json_t *root,
                             scalp_studio_profile *studio) {
    static const char *const known[] = {"name",        "phone",           "email",      "address",
                                        "licences",    "trainings",       "currency",   "language",
                                        "tax_percent", "deposit_percent", "valid_days", "prices"};
    SCALP_TRY(scalp_json_known(in, root, "", known, sizeof known / sizeof *known));
    SCALP_TRY(read_text(in, root, "name", studio->name, sizeof studio->name));
    if (!studio->name[0])
        return scalp_json_fail(in, "name is missing: the studio's.");
    SCALP_TRY(read_text(in, root, "phone", studio->phone, sizeof studio->phone));
    SCALP_TRY(read_text(in, root, "email", studio->email, sizeof studio->email));
    SCALP_TRY(read_lines(in, root, "address", studio->address, &studio->address_count));
    SCALP_TRY(read_lines(in, root, "licences", studio->licences, &studio->licence_count));
    SCALP_TRY(read_lines(in, root, "trainings", studio->trainings, &studio->training_count));
    SCALP_TRY(read_text(in, root, "currency", studio->currency, sizeof studio->currency));
    SCALP_TRY(read_text(in, root, "language", studio->language, sizeof studio->language));
    SCALP_TRY(read_number(in, root, "tax_percent", "tax_percent", 0, 100, &studio->tax_percent));
    SCALP_TRY(read_number(in, root, "deposit_percent", "deposit_percent", 0, 100,
                          &studio->deposit_percent));
    SCALP_TRY(read_number(in, root, "valid_days", "valid_days", 0, 3650, &studio->valid_days));
    return read_prices(in, root, studio);
}

scalp_status scalp_codec_studio_read(scalp_bytes bytes, const char *name,
                                     scalp_studio_profile *studio, scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    memset(studio, 0, sizeof *studio);
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_STUDIO_BYTES, &root));
    const scalp_status status = read_all(&in, root, studio);
    json_decref(root);
    return status;
}
