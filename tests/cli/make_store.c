/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make_store FOLDER PASSPHRASE: an empty store whose passphrase is quick to check. */
#include <scalptor/store.h>

#include <stdio.h>

int main(int count, char **arguments) {
    scalp_work work = {0};
    scalp_store *store = NULL;
    char recovery[SCALP_STORE_RECOVERY];
    scalp_error error = {0};
    if (count != 3 || scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 2;
    const scalp_store_create_params params = {.passphrase = arguments[2],
                                              .at = "2026-11-01T08:00:00Z",
                                              .by = "test",
                                              .key_memory = 8192,
                                              .key_passes = 1};
    const scalp_status status =
        scalp_store_create(arguments[1], &params, &work, &store, recovery, &error);
    if (status != SCALP_OK)
        fprintf(stderr, "%s\n", error.message);
    scalp_store_close(&store);
    scalp_arena_close(&work.memory);
    return status != SCALP_OK;
}
