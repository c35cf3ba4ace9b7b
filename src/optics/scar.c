/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/optics.h>

#include <string.h>

static const struct {
    const char *part;
    double share;
} rows[] = {
#define ROW(part, share, source) {part, share},
#include "scar_skin.inc"
#undef ROW
};

static double share_of(const char *part) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].part, part) == 0)
            return rows[i].share;
    }
    return 1;
}

scalp_skin_parts scalp_skin_scar(const scalp_skin_parts *skin) {
    return (scalp_skin_parts){.melanin = skin->melanin * share_of("melanin"),
                              .blood = skin->blood * share_of("blood"),
                              .scatter = skin->scatter};
}
