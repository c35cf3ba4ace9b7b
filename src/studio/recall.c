/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who got lot X, with names and telephones. */
#include "studio.h"

#include <string.h>

/* The bottles of the lot, however its number is written. */
static scalp_status find_stock(const scalp_studio *studio, const char *lot,
                               const scalp_record **stock, size_t *count, scalp_error *error) {
    const scalp_store_query query = {.kind = "stock", .archived = SCALP_STORE_EVERYTHING};
    const scalp_record *all;
    size_t all_count;
    void *place;
    SCALP_TRY(scalp_studio_list(studio, &query, &all, &all_count, error));
    SCALP_TRY(scalp_work_take(studio->work, all_count, sizeof(scalp_record), &place, error));
    scalp_record *found = place;
    *count = 0;
    for (size_t i = 0; i < all_count; i++)
        if (scalp_lot_same(scalp_record_text(&all[i], "lot"), lot))
            found[(*count)++] = all[i];
    *stock = found;
    return SCALP_OK;
}

/* The spellings a store is asked for: as typed, and as on each bottle. */
static scalp_status spellings(const scalp_studio *studio, const char *lot,
                              const scalp_record *stock, size_t stock_count, const char ***texts,
                              size_t *count, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(studio->work, stock_count + 1, sizeof(char *), &place, error));
    *texts = place;
    *count = 0;
    (*texts)[(*count)++] = lot;
    for (size_t i = 0; i < stock_count; i++) {
        const char *text = scalp_record_text(&stock[i], "lot");
        bool known = false;
        for (size_t j = 0; j < *count; j++)
            known = known || strcmp((*texts)[j], text) == 0;
        if (!known)
            (*texts)[(*count)++] = text;
    }
    return SCALP_OK;
}

static scalp_status find_sessions(const scalp_studio *studio, const char **texts, size_t text_count,
                                  const scalp_record **sessions, size_t *count,
                                  scalp_error *error) {
    scalp_record *all = NULL;
    *count = 0;
    for (size_t i = 0; i < text_count; i++) {
        const scalp_store_query query = {
            .kind = "session", .lot = texts[i], .archived = SCALP_STORE_EVERYTHING};
        const scalp_record *some;
        size_t some_count;
        void *place;
        SCALP_TRY(scalp_studio_list(studio, &query, &some, &some_count, error));
        SCALP_TRY(scalp_work_take(studio->work, *count + some_count, sizeof *all, &place, error));
        if (*count)
            memcpy(place, all, *count * sizeof *all);
        all = place;
        for (size_t j = 0; j < some_count; j++) {
            bool known = false;
            for (size_t k = 0; k < *count && i > 0; k++)
                known = known || strcmp(all[k].id, some[j].id) == 0;
            if (!known)
                all[(*count)++] = some[j];
        }
    }
    *sessions = all;
    return SCALP_OK;
}

static scalp_status fill(const scalp_studio *studio, const scalp_recall_line *line,
                         scalp_studio_recalled *to, scalp_error *error) {
    scalp_record client;
    scalp_error why = {0};
    char title[SCALP_RECORD_TITLE];
    memcpy(to->client, line->session->client, sizeof to->client);
    memcpy(to->session, line->session->id, sizeof to->session);
    memcpy(to->date, line->session->date, sizeof to->date);
    to->use = scalp_record_text(line->material, "use");
    to->lot = scalp_record_text(line->material, "lot");
    to->product = scalp_record_text(line->material, "name");
    to->name = "(erased)";
    to->phone = to->email = "";
    const scalp_status status = scalp_studio_get(studio, "client", to->client, &client, &why);
    if (status == SCALP_ERR_INPUT)
        return SCALP_OK;
    if (status != SCALP_OK)
        return scalp_fail(error, status, "%s", why.message);
    scalp_record_title(&client, title);
    to->phone = scalp_record_text(&client, "phone");
    to->email = scalp_record_text(&client, "email");
    return scalp_studio_copy(studio, title, &to->name, error);
}

scalp_status scalp_studio_recall(const scalp_studio *studio, const char *lot,
                                 const scalp_studio_recalled **recalled, size_t *count,
                                 const scalp_record **stock, size_t *stock_count,
                                 scalp_error *error) {
    const scalp_record *bottles, *sessions;
    const scalp_recall_line *lines;
    const char **texts;
    size_t bottle_count, session_count, text_count;
    void *place;
    SCALP_TRY(find_stock(studio, lot, &bottles, &bottle_count, error));
    SCALP_TRY(spellings(studio, lot, bottles, bottle_count, &texts, &text_count, error));
    SCALP_TRY(find_sessions(studio, texts, text_count, &sessions, &session_count, error));
    SCALP_TRY(scalp_recall_make(sessions, session_count, lot, studio->work, &lines, count, error));
    SCALP_TRY(scalp_work_take(studio->work, *count, sizeof(scalp_studio_recalled), &place, error));
    scalp_studio_recalled *list = place;
    for (size_t i = 0; i < *count; i++)
        SCALP_TRY(fill(studio, &lines[i], &list[i], error));
    *recalled = list;
    if (stock) {
        *stock = bottles;
        *stock_count = bottle_count;
    }
    return SCALP_OK;
}
