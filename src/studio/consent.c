/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Consents, signed and taken back. */
#include "studio.h"

#include <string.h>

scalp_status scalp_studio_set_signature(const scalp_studio *studio,
                                        const scalp_studio_signature *signature,
                                        scalp_record *record, scalp_error *error) {
    const bool drawn = signature->drawing && signature->drawing[0];
    const char *now;
    SCALP_TRY(scalp_studio_copy(studio, studio->now, &now, error));
    scalp_record_set_text(record, "signed_how", drawn ? "drawn" : "typed");
    scalp_record_set_text(record, "signature", signature->name);
    scalp_record_set_text(record, "drawing", drawn ? signature->drawing : NULL);
    scalp_record_set_text(record, "signed_at", now);
    scalp_record_set_text(record, "witness", signature->witness);
    return SCALP_OK;
}

scalp_status scalp_studio_sign(const scalp_studio *studio, const scalp_studio_consent *given,
                               scalp_record *consent, scalp_error *error) {
    SCALP_TRY(scalp_studio_new(studio, "consent", given->client, NULL, consent, error));
    scalp_record_set_text(consent, "text_version", given->text_version);
    scalp_record_set_text(consent, "language", given->language);
    scalp_record_set_text(consent, "text", given->text);
    scalp_record_set_yes(consent, "treatment", given->treatment);
    scalp_record_set_yes(consent, "photos", given->photos);
    scalp_record_set_yes(consent, "publication", given->publication);
    for (size_t i = 0; i < given->risk_count; i++) {
        scalp_record *row;
        SCALP_TRY(scalp_record_add_row(consent, "risks", studio->work, &row, error));
        scalp_record_set_text(row, "key", given->risks[i].risk);
        scalp_record_set_text(row, "initials", given->risks[i].initials);
    }
    SCALP_TRY(scalp_studio_set_signature(studio, &given->signature, consent, error));
    return scalp_studio_save(studio, consent, 1, error);
}

/* ---- Taking back ------------------------------------------------------------------------- */

static const scalp_record *latest(const scalp_record *records, size_t count, const char *scope,
                                  const char *today) {
    static const char *const purposes[] = {"treatment", "photos", "publication"};
    for (size_t i = 0; i < 3; i++) {
        const bool asked = strcmp(scope, purposes[i]) == 0 || strcmp(scope, "all") == 0;
        const scalp_record *consent =
            asked ? scalp_consent_find(records, count, purposes[i], today, NULL) : NULL;
        if (consent)
            return consent;
    }
    return NULL;
}

scalp_status scalp_studio_withdraw(const scalp_studio *studio, const char *client,
                                   const char *scope, const char *words, scalp_record *withdrawal,
                                   scalp_error *error) {
    const scalp_store_query query = {.client = client, .archived = SCALP_STORE_EVERYTHING};
    const scalp_record *records;
    size_t count;
    char today[SCALP_RECORD_DATE];
    scalp_studio_today(studio, today);
    SCALP_TRY(scalp_studio_list(studio, &query, &records, &count, error));
    const scalp_record *consent = latest(records, count, scope, today);
    if (!consent)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There is no consent in force to take back (%.20s); look at it with "
                          "scalptor consent show.",
                          scope);
    SCALP_TRY(scalp_studio_new(studio, "withdrawal", client, NULL, withdrawal, error));
    scalp_record_set_text(withdrawal, "consent", consent->id);
    scalp_record_set_text(withdrawal, "scope", scope);
    scalp_record_set_text(withdrawal, "words", words);
    return scalp_studio_save(studio, withdrawal, 1, error);
}
