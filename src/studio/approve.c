/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client approves one plan by its picture. */
#include "studio.h"

#include <string.h>

/* The plan's record, made when there is none of its hash. */
static scalp_status put_plan(const scalp_studio *studio, const scalp_studio_approval *approved,
                             const char *hash, const char **id, scalp_error *error) {
    const scalp_store_query query = {
        .kind = "plan", .client = approved->client, .archived = SCALP_STORE_EVERYTHING};
    const scalp_record *plans;
    const char *document;
    scalp_record plan;
    size_t count;
    SCALP_TRY(scalp_studio_list(studio, &query, &plans, &count, error));
    for (size_t i = 0; i < count; i++)
        if (scalp_record_is(&plans[i], "plan_sha256", hash)) {
            *id = plans[i].id;
            return SCALP_OK;
        }
    SCALP_TRY(scalp_studio_new(studio, "plan", approved->client, NULL, &plan, error));
    SCALP_TRY(
        scalp_studio_put_blob(studio, "plan", approved->client, approved->plan, &document, error));
    scalp_record_set_text(&plan, "plan_sha256", hash);
    scalp_record_set_text(&plan, "document", document);
    scalp_record_set_text(&plan, "title", approved->title);
    SCALP_TRY(scalp_studio_put(studio, &plan, error));
    return scalp_studio_copy(studio, plan.id, id, error);
}

static scalp_status put_approval(const scalp_studio *studio, const scalp_studio_approval *approved,
                                 scalp_record *approval, scalp_error *error) {
    const char *plan_hash, *picture_hash, *plan, *picture;
    SCALP_TRY(scalp_studio_hash(studio, approved->plan, &plan_hash, error));
    SCALP_TRY(scalp_studio_hash(studio, approved->picture, &picture_hash, error));
    SCALP_TRY(put_plan(studio, approved, plan_hash, &plan, error));
    SCALP_TRY(scalp_studio_put_blob(studio, "picture", approved->client, approved->picture,
                                    &picture, error));
    scalp_record_set_text(approval, "plan_sha256", plan_hash);
    scalp_record_set_text(approval, "plan", plan);
    scalp_record_set_text(approval, "picture_sha256", picture_hash);
    scalp_record_set_text(approval, "picture", picture);
    return scalp_studio_put(studio, approval, error);
}

scalp_status scalp_studio_approve(const scalp_studio *studio, const scalp_studio_approval *approved,
                                  scalp_record *approval, scalp_error *error) {
    SCALP_TRY(scalp_studio_new(studio, "approval", approved->client, NULL, approval, error));
    for (size_t i = 0; i < approved->height_count; i++) {
        scalp_record *row;
        SCALP_TRY(scalp_record_add_row(approval, "heights", studio->work, &row, error));
        *row = approved->heights[i];
    }
    scalp_record_set_text(approval, "words", approved->words);
    SCALP_TRY(scalp_studio_set_signature(studio, &approved->signature, approval, error));
    SCALP_TRY(scalp_store_begin(studio->store, studio->by, studio->at, error));
    const scalp_status status = put_approval(studio, approved, approval, error);
    if (status == SCALP_OK)
        return scalp_store_commit(studio->store, error);
    scalp_store_rollback(studio->store);
    return status;
}
