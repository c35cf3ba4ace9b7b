/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several files as one archive: the ustar format of POSIX.1-1988 (pax, ustar interchange format),
 * which every system unpacks. */
#include <scalptor/report.h>

#include <stdio.h>
#include <string.h>

enum { block = 512, name_room = 100 };

static size_t padded(size_t size) {
    return (size + block - 1) / block * block;
}

/* An octal number with a NUL behind it. */
static void octal(uint8_t *to, int digits, uint64_t number) {
    for (int i = digits - 1; i >= 0; i--) {
        to[i] = (uint8_t)('0' + (number & 7));
        number >>= 3;
    }
    to[digits] = 0;
}

static void write_head(uint8_t head[block], const scalp_report_file *entry, uint64_t seconds) {
    unsigned sum = 0;
    memset(head, 0, block);
    memcpy(head, entry->name, strlen(entry->name));
    octal(head + 100, 7, 0600);
    octal(head + 108, 7, 0);
    octal(head + 116, 7, 0);
    octal(head + 124, 11, entry->bytes.size);
    octal(head + 136, 11, seconds);
    memset(head + 148, ' ', 8);
    head[156] = '0';
    memcpy(head + 257, "ustar", 6);
    memcpy(head + 263, "00", 2);
    for (int i = 0; i < block; i++)
        sum += head[i];
    octal(head + 148, 6, sum);
    head[155] = ' ';
}

scalp_status scalp_report_archive(const scalp_report_file *entries, size_t count, const char *date,
                                  const scalp_work *work, scalp_bytes *bytes, scalp_error *error) {
    size_t size = 2 * (size_t)block;
    int32_t day = 0;
    void *place;
    if (!scalp_day_from_date(date, &day) || day < 0)
        day = 0;
    for (size_t i = 0; i < count; i++) {
        if (!entries[i].name[0] || strlen(entries[i].name) >= name_room)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "\"%.120s\" is no name for a file of an archive; give 1 to 99 bytes.",
                              entries[i].name);
        size += block + padded(entries[i].bytes.size);
    }
    SCALP_TRY(scalp_work_take(work, size, 1, &place, error));
    uint8_t *at = place;
    for (size_t i = 0; i < count; i++) {
        write_head(at, &entries[i], (uint64_t)day * 86400);
        if (entries[i].bytes.size)
            memcpy(at + block, entries[i].bytes.data, entries[i].bytes.size);
        at += block + padded(entries[i].bytes.size);
    }
    *bytes = (scalp_bytes){place, size};
    return SCALP_OK;
}
