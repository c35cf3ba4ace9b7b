/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "utf8.h"
#include "vcard_line.h"

#include <scalptor/exchange.h>

#include <stdio.h>
#include <string.h>

/* A card as far as it has been read. */
typedef struct card {
    scalp_vcard contact;
    const char *organisation;
    int phone_rank, email_rank; /* 0: none yet */
} card;

static bool is_blank(const char *text) {
    return !text[strspn(text, " \t\n")];
}

/* One component, unescaped, without blanks at its ends, at most SCALP_VCARD_MAX_TEXT bytes; what
 * cannot be printed becomes a blank. `*value` moves behind it. */
static scalp_status take_part(scalp_vcard_lines *lines, const char **value, bool structured,
                              const char **text) {
    scalp_writer out = scalp_writer_make(lines->work, lines->error);
    const char *at = *value;
    for (; *at && !(structured && *at == ';'); at++) {
        char c = *at;
        if (c == '\\' && at[1]) {
            c = *++at;
            c = c == 'n' || c == 'N' ? '\n' : c;
        }
        if ((uint8_t)c < 0x20 && c != '\n')
            c = ' ';
        if (out.size || (c != ' ' && c != '\n'))
            scalp_writer_put(&out, &c, 1);
    }
    *value = at + (*at != '\0');
    scalp_bytes bytes;
    SCALP_TRY(scalp_writer_close(&out, &bytes));
    size_t size = scalp_utf8_cut(out.data, out.size, SCALP_VCARD_MAX_TEXT);
    while (size && strchr(" \n", out.data[size - 1]))
        size--;
    out.data[size] = '\0';
    *text = out.data;
    return SCALP_OK;
}

static scalp_status take_all(scalp_vcard_lines *lines, const scalp_vcard_line *line,
                             const char **text) {
    const char *value = line->value;
    return take_part(lines, &value, false, text);
}

/* N: family; given; additional; prefixes; suffixes. */
static scalp_status take_name(scalp_vcard_lines *lines, const scalp_vcard_line *line, card *c) {
    const char *value = line->value;
    SCALP_TRY(take_part(lines, &value, true, &c->contact.family));
    return take_part(lines, &value, true, &c->contact.given);
}

/* ADR: box; extended; street; city; region; postcode; country. The first address counts. */
static scalp_status take_address(scalp_vcard_lines *lines, const scalp_vcard_line *line, card *c) {
    const char *value = line->value, *unused;
    if (c->contact.city[0] || c->contact.street[0])
        return SCALP_OK;
    SCALP_TRY(take_part(lines, &value, true, &unused));
    SCALP_TRY(take_part(lines, &value, true, &unused));
    SCALP_TRY(take_part(lines, &value, true, &c->contact.street));
    SCALP_TRY(take_part(lines, &value, true, &c->contact.city));
    SCALP_TRY(take_part(lines, &value, true, &c->contact.region));
    SCALP_TRY(take_part(lines, &value, true, &c->contact.postcode));
    return take_part(lines, &value, true, &c->contact.country);
}

/* 1985-03-14, 19850314, either with a time behind it; days without a year are none. */
static scalp_status take_born(scalp_vcard_lines *lines, const scalp_vcard_line *line, card *c) {
    char date[SCALP_DATE];
    int32_t day;
    const char *v = line->value;
    if (strlen(v) >= 10 && v[4] == '-')
        snprintf(date, sizeof date, "%.10s", v);
    else if (strspn(v, "0123456789") == 8)
        snprintf(date, sizeof date, "%.4s-%.2s-%.2s", v, v + 4, v + 6);
    else
        return SCALP_OK;
    if (!scalp_day_from_date(date, &day))
        return SCALP_OK;
    void *copy;
    SCALP_TRY(scalp_work_take(lines->work, sizeof date, 1, &copy, lines->error));
    memcpy(copy, date, sizeof date);
    c->contact.born = copy;
    return SCALP_OK;
}

/* The value replaces what is there when it ranks higher. */
static scalp_status take_ranked(scalp_vcard_lines *lines, const scalp_vcard_line *line, int *rank,
                                const char **text) {
    const int mine = scalp_vcard_line_says(line, "PREF") ? 3
                     : scalp_vcard_line_says(line, "FAX") || scalp_vcard_line_says(line, "PAGER")
                         ? 0
                     : scalp_vcard_line_says(line, "CELL") ? 2
                                                           : 1;
    const char *got;
    if (mine <= *rank)
        return SCALP_OK;
    SCALP_TRY(take_all(lines, line, &got));
    if (strncmp(got, "tel:", 4) == 0)
        got += 4;
    if (is_blank(got))
        return SCALP_OK;
    *rank = mine;
    *text = got;
    return SCALP_OK;
}

static scalp_status take_line(scalp_vcard_lines *lines, const scalp_vcard_line *line, card *c) {
    if (strcmp(line->name, "FN") == 0)
        return take_all(lines, line, &c->contact.name);
    if (strcmp(line->name, "N") == 0)
        return take_name(lines, line, c);
    if (strcmp(line->name, "ORG") == 0)
        return take_all(lines, line, &c->organisation);
    if (strcmp(line->name, "UID") == 0)
        return take_all(lines, line, &c->contact.uid);
    if (strcmp(line->name, "BDAY") == 0)
        return take_born(lines, line, c);
    if (strcmp(line->name, "ADR") == 0)
        return take_address(lines, line, c);
    if (strcmp(line->name, "TEL") == 0)
        return take_ranked(lines, line, &c->phone_rank, &c->contact.phone);
    if (strcmp(line->name, "EMAIL") == 0)
        return take_ranked(lines, line, &c->email_rank, &c->contact.email);
    return SCALP_OK;
}

/* A card without FN (version 2.1) is called by its parts, or by its firm. */
static scalp_status complete(scalp_vcard_lines *lines, card *c) {
    scalp_vcard *p = &c->contact;
    if (p->name[0])
        return SCALP_OK;
    scalp_writer out = scalp_writer_make(lines->work, lines->error);
    scalp_bytes bytes;
    if (p->given[0] || p->family[0])
        scalp_writer_add(&out, "%s%s%s", p->given, p->given[0] && p->family[0] ? " " : "",
                         p->family);
    else
        scalp_writer_add(&out, "%s", c->organisation);
    SCALP_TRY(scalp_writer_close(&out, &bytes));
    p->name = out.data;
    return SCALP_OK;
}

static const card empty_card = {{"", "", "", "", "", "", "", "", "", "", "", ""}, "", 0, 0};

/* Cards one after the other, in a place that doubles. */
typedef struct pile {
    scalp_vcard *contacts;
    size_t count, room, nameless;
} pile;

static scalp_status add_card(scalp_vcard_lines *lines, card *c, pile *p) {
    SCALP_TRY(complete(lines, c));
    if (!c->contact.name[0]) {
        p->nameless++;
        return SCALP_OK;
    }
    if (p->count == SCALP_VCARD_MAX)
        return scalp_fail(lines->error, SCALP_ERR_LIMIT, "%s has more than %d cards.",
                          lines->called, SCALP_VCARD_MAX);
    if (p->count == p->room) {
        void *more;
        p->room = p->room ? 2 * p->room : 16;
        SCALP_TRY(scalp_work_take(lines->work, p->room, sizeof *p->contacts, &more, lines->error));
        if (p->count)
            memcpy(more, p->contacts, p->count * sizeof *p->contacts);
        p->contacts = more;
    }
    p->contacts[p->count++] = c->contact;
    return SCALP_OK;
}

static bool is_marker(const scalp_vcard_line *line, const char *name) {
    return strcmp(line->name, name) == 0 &&
           (strcmp(line->value, "VCARD") == 0 || strcmp(line->value, "vcard") == 0);
}

static scalp_status read_cards(scalp_vcard_lines *lines, pile *p) {
    card c = empty_card;
    bool found, within = false;
    for (;;) {
        scalp_vcard_line line;
        SCALP_TRY(scalp_vcard_line_next(lines, &line, &found));
        if (!found)
            break;
        if (is_marker(&line, within ? "END" : "BEGIN")) {
            if (within)
                SCALP_TRY(add_card(lines, &c, p));
            c = empty_card;
            within = !within;
        } else if (!within || is_marker(&line, "BEGIN")) {
            return scalp_fail(lines->error, SCALP_ERR_INPUT,
                              within ? "%s, line %zu begins a card within another; END:VCARD is "
                                       "missing before it."
                                     : "%s, line %zu stands in no address card (BEGIN:VCARD).",
                              lines->called, line.number);
        } else {
            SCALP_TRY(take_line(lines, &line, &c));
        }
    }
    if (within)
        return scalp_fail(lines->error, SCALP_ERR_INPUT,
                          "%s ends within a card; the file was cut, get it again.", lines->called);
    return SCALP_OK;
}

scalp_status scalp_vcard_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                              const scalp_vcard **contacts, size_t *count, size_t *nameless,
                              scalp_error *error) {
    scalp_vcard_lines lines = {(const char *)bytes.data, NULL, name, 0, work, error};
    pile p = {NULL, 0, 0, 0};
    if (!scalp_utf8_check(bytes) || (bytes.size && memchr(bytes.data, 0, bytes.size)))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is not UTF-8; export the address cards as vCard 3.0 or 4.0.", name);
    if (!lines.at)
        lines.at = "";
    lines.end = lines.at + bytes.size;
    if (bytes.size >= 3 && memcmp(lines.at, "\xef\xbb\xbf", 3) == 0)
        lines.at += 3;
    SCALP_TRY(read_cards(&lines, &p));
    if (!p.count && !p.nameless)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s holds no address card (BEGIN:VCARD).", name);
    *contacts = p.contacts;
    *count = p.count;
    if (nameless)
        *nameless = p.nameless;
    return SCALP_OK;
}
