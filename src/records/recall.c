/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who got a lot. */
#include <scalptor/records.h>

#include <string.h>

/* The next letter or digit, as a capital; bytes beyond ASCII count as they are. */
static int next(const char **at) {
    for (; **at; (*at)++) {
        const unsigned char c = (unsigned char)**at;
        if (c >= 'a' && c <= 'z')
            return (*at)++, c - 32;
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80)
            return (*at)++, c;
    }
    return 0;
}

bool scalp_lot_same(const char *a, const char *b) {
    bool any = false;
    for (;;) {
        const int x = next(&a), y = next(&b);
        if (x != y)
            return false;
        if (!x)
            return any;
        any = true;
    }
}

static void sort_in(scalp_recall_line *lines, size_t count, scalp_recall_line line) {
    size_t at = count;
    for (; at > 0 && strcmp(lines[at - 1].session->date, line.session->date) > 0; at--)
        lines[at] = lines[at - 1];
    lines[at] = line;
}

scalp_status scalp_recall_make(const scalp_record *records, size_t count, const char *lot,
                               const scalp_work *work, const scalp_recall_line **lines,
                               size_t *line_count, scalp_error *error) {
    size_t room = 0, found = 0;
    void *place;
    for (size_t i = 0; i < count; i++)
        if (strcmp(records[i].kind->name, "session") == 0)
            room += scalp_record_value(&records[i], "materials")->count;
    SCALP_TRY(scalp_work_take(work, room, sizeof(scalp_recall_line), &place, error));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(records[i].kind->name, "session") != 0)
            continue;
        const scalp_value *rows = scalp_record_value(&records[i], "materials");
        for (size_t j = 0; j < rows->count; j++)
            if (scalp_lot_same(scalp_record_text(&rows->rows[j], "lot"), lot))
                sort_in(place, found++, (scalp_recall_line){&records[i], &rows->rows[j]});
    }
    *lines = place;
    *line_count = found;
    return SCALP_OK;
}
