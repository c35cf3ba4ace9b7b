/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <string.h>

void store_copy_text(char *to, size_t room, const char *from) {
    size_t length = strlen(from);
    if (length >= room)
        length = room - 1;
    memcpy(to, from, length);
    to[length] = 0;
}

bool scalp_store_id_check(const char *id) {
    return id && strlen(id) == SCALP_STORE_ID - 1 &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz234567") == SCALP_STORE_ID - 1;
}

bool store_kind_check(const char *kind) {
    const size_t length = kind ? strlen(kind) : 0;
    return length >= 1 && length < SCALP_STORE_KIND &&
           strspn(kind, "abcdefghijklmnopqrstuvwxyz_") == length;
}

/* Whether `text` is digits where `pattern` has 0 and else the same. */
static bool looks_like(const char *text, const char *pattern) {
    for (; *pattern; text++, pattern++)
        if (*pattern == '0' ? *text < '0' || *text > '9' : *text != *pattern)
            return false;
    return !*text;
}

static int two_digits(const char *text) {
    return 10 * (text[0] - '0') + text[1] - '0';
}

static bool is_day(const char *date) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year = 100 * two_digits(date) + two_digits(date + 2);
    const int month = two_digits(date + 5), day = two_digits(date + 8);
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

scalp_status store_date_check(const char *date, scalp_error *error) {
    if (!date[0] || (looks_like(date, "0000-00-00") && is_day(date)))
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The date %.40s is none; write it as 2026-11-20, or leave it out.", date);
}

scalp_status store_time_check(const char *at, scalp_error *error) {
    if (at && looks_like(at, "0000-00-00T00:00:00Z") && is_day(at))
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The time %.40s is none; write it as 2026-11-20T08:30:00Z.", at ? at : "");
}

scalp_status store_owner_check(const char *id, const char *kind, const char *client,
                               const char *date, scalp_error *error) {
    if (!scalp_store_id_check(id))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.60s is no id; an id is 26 of the letters a-z and digits 2-7.", id);
    if (!store_kind_check(kind))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.60s is no kind; a kind is 1 to 32 of a-z and _.", kind);
    if (client[0] && !scalp_store_id_check(client))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.60s is no client's id; an id is 26 of the letters a-z and digits 2-7.",
                          client);
    return store_date_check(date, error);
}

/* Printable UTF-8 of a length, in one line. */
static bool is_line(const char *text, size_t least, size_t most) {
    const size_t length = strlen(text);
    if (length < least || length > most)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((uint8_t)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    return true;
}

/* Valid UTF-8 (RFC 3629): a database takes nothing else as text. */
static bool is_utf8(const char *text) {
    for (const uint8_t *c = (const uint8_t *)text; *c;) {
        const int more = *c < 0x80 ? 0 : *c >= 0xc2 && *c < 0xe0 ? 1 : (*c & 0xf0) == 0xe0 ? 2 : 3;
        if (*c >= 0x80 && (*c < 0xc2 || *c > 0xf4))
            return false;
        if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] > 0x9f) ||
            (c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] > 0x8f))
            return false;
        c++;
        for (int i = 0; i < more; i++, c++)
            if ((*c & 0xc0) != 0x80)
                return false;
    }
    return true;
}

static bool appears_before(const char *const *list, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (strcmp(list[i], list[index]) == 0)
            return true;
    return false;
}

static scalp_status check_lots(const scalp_document *d, scalp_error *error) {
    if (d->lot_count > SCALP_STORE_MAX_LOTS)
        return scalp_fail(error, SCALP_ERR_LIMIT, "A record names at most %d lots, not %zu.",
                          SCALP_STORE_MAX_LOTS, d->lot_count);
    for (size_t i = 0; i < d->lot_count; i++) {
        if (!is_line(d->lots[i], 1, SCALP_STORE_MAX_LOT) || !is_utf8(d->lots[i]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "A lot number must be 1 to %d characters in one line.",
                              SCALP_STORE_MAX_LOT);
        if (appears_before(d->lots, i))
            return scalp_fail(error, SCALP_ERR_INPUT, "The lot %s is named twice in a record.",
                              d->lots[i]);
    }
    return SCALP_OK;
}

static scalp_status check_refs(const scalp_document *d, scalp_error *error) {
    if (d->ref_count > SCALP_STORE_MAX_REFS)
        return scalp_fail(error, SCALP_ERR_LIMIT, "A record refers to at most %d others, not %zu.",
                          SCALP_STORE_MAX_REFS, d->ref_count);
    for (size_t i = 0; i < d->ref_count; i++) {
        if (!scalp_store_id_check(d->refs[i]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "A record refers to %.60s, which is no id; an id is 26 of the "
                              "letters a-z and digits 2-7.",
                              d->refs[i]);
        if (appears_before(d->refs, i))
            return scalp_fail(error, SCALP_ERR_INPUT, "A record refers to %s twice.", d->refs[i]);
    }
    return SCALP_OK;
}

scalp_status store_document_check(const scalp_document *d, scalp_error *error) {
    SCALP_TRY(store_owner_check(d->id, d->kind, d->client, d->date, error));
    if (d->version < 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The version of a record is 0 for a new one, or the one that was read.");
    if (d->body.size > SCALP_STORE_MAX_BODY)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "A record is at most %u bytes, not %zu; keep pictures as blobs.",
                          SCALP_STORE_MAX_BODY, d->body.size);
    SCALP_TRY(check_lots(d, error));
    return check_refs(d, error);
}

scalp_status store_note_check(const char *note, const char *what, scalp_error *error) {
    if (note && strlen(note) <= SCALP_STORE_MAX_NOTE)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT, "%s must be given, of at most %d bytes.", what,
                      SCALP_STORE_MAX_NOTE);
}

scalp_status store_passphrase_check(const char *passphrase, scalp_error *error) {
    const size_t length = passphrase ? strlen(passphrase) : 0;
    if (length >= SCALP_STORE_MIN_PASSPHRASE && length <= SCALP_STORE_MAX_PASSPHRASE)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The passphrase must have %d to %d bytes; four or five words are easy to "
                      "keep.",
                      SCALP_STORE_MIN_PASSPHRASE, SCALP_STORE_MAX_PASSPHRASE);
}
