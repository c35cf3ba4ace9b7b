/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forgetting a client but for what the law needs. */
#include "studio.h"

#include <string.h>

static size_t kept_kinds(const char *kept[SCALP_STORE_MAX_KEPT]) {
    size_t count = 0;
    for (size_t i = 0; i < scalp_record_kind_count && count < SCALP_STORE_MAX_KEPT; i++)
        if (scalp_record_kinds[i].kept)
            kept[count++] = scalp_record_kinds[i].name;
    return count;
}

static scalp_status check_running(const scalp_studio *studio, const char *client,
                                  scalp_error *error) {
    scalp_record session;
    scalp_error why = {0};
    const scalp_status status = scalp_studio_running(studio, client, &session, &why);
    if (status == SCALP_OK)
        return scalp_fail(error, SCALP_ERR_NO,
                          "A session of this client is running; stop it before erasing.");
    return status == SCALP_ERR_INPUT ? SCALP_OK : scalp_fail(error, status, "%s", why.message);
}

static scalp_status erase(const scalp_studio *studio, const char *client, scalp_record *erasure,
                          scalp_store_erased *erased, scalp_error *error) {
    const char *kept[SCALP_STORE_MAX_KEPT];
    const size_t count = kept_kinds(kept);
    SCALP_TRY(scalp_studio_put(studio, erasure, error));
    return scalp_store_erase(studio->store, client, kept, count,
                             scalp_record_text(erasure, "reason"), studio->work, erased, error);
}

scalp_status scalp_studio_erase(const scalp_studio *studio, const char *client,
                                const char *asked_on, const char *reason,
                                scalp_store_erased *erased, scalp_record *erasure,
                                scalp_error *error) {
    scalp_record found, made;
    char today[SCALP_RECORD_DATE], until[SCALP_RECORD_DATE];
    const char *kept_until;
    scalp_studio_today(studio, today);
    SCALP_TRY(scalp_studio_get(studio, "client", client, &found, error));
    SCALP_TRY(check_running(studio, client, error));
    SCALP_TRY(scalp_studio_new(studio, "erasure", client, NULL, &made, error));
    scalp_record_years_after(today, (int)scalp_record_limit("kept_years"), until);
    SCALP_TRY(scalp_studio_copy(studio, until, &kept_until, error));
    scalp_record_set_text(&made, "asked_on", asked_on);
    scalp_record_set_text(&made, "reason", reason);
    scalp_record_set_text(&made, "by", studio->by);
    scalp_record_set_text(&made, "kept_until", kept_until);
    SCALP_TRY(scalp_store_begin(studio->store, studio->by, studio->at, error));
    const scalp_status status = erase(studio, client, &made, erased, error);
    if (status != SCALP_OK) {
        scalp_store_rollback(studio->store);
        return status;
    }
    SCALP_TRY(scalp_store_commit(studio->store, error));
    if (erasure)
        *erasure = made;
    return SCALP_OK;
}
