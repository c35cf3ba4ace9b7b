/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that belong to a record, and their hashes. */
#include "studio.h"

#include <string.h>

scalp_status scalp_studio_hash(const scalp_studio *studio, scalp_bytes bytes, const char **hex,
                               scalp_error *error) {
    char text[SCALP_HASH_HEX];
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, bytes.data, bytes.size);
    scalp_hash_hex(&hash, text);
    return scalp_studio_copy(studio, text, hex, error);
}

scalp_status scalp_studio_put_blob(const scalp_studio *studio, const char *kind, const char *client,
                                   scalp_bytes bytes, const char **id, scalp_error *error) {
    scalp_blob blob = {.size = 0};
    memcpy(blob.kind, kind, strlen(kind) + 1);
    memcpy(blob.client, client, sizeof blob.client);
    scalp_studio_today(studio, blob.date);
    SCALP_TRY(scalp_store_id_make(blob.id, error));
    SCALP_TRY(scalp_store_blob_write(studio->store, &blob, bytes, studio->work, error));
    return scalp_studio_copy(studio, blob.id, id, error);
}
