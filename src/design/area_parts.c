/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How dense the parts of beard, moustache and brows are, and how soft their rims. */
#include "area_parts.h"

#include <string.h>

typedef struct part_row {
    const char *kind, *name;
    double x, y, z, share, edge_mm;
} part_row;

static const part_row rows[] = {
#define ROW(kind, part, x, y, z, share, edge, source) {kind, part, x, y, z, share, edge},
#include "area_parts.inc"
#undef ROW
};

enum { row_count = sizeof rows / sizeof rows[0] };

/* Within this much of a place it alone counts, nearly. */
static const double core_mm = 4;

scalp_status area_parts_make(const area_template *from, const scalp_head *head,
                             scalp_area_kind kind, const scalp_work *work, area_parts *parts,
                             scalp_error *error) {
    const char *name = scalp_area_kind_name(kind);
    const size_t stem = strlen(name);
    const bool sided = stem > 2 && name[stem - 2] == '_', right = sided && name[stem - 1] == 'r';
    const size_t compared = sided ? stem - 1 : stem + 1;
    void *memory;
    SCALP_TRY(scalp_work_take(work, (size_t)2 * row_count, sizeof(area_part), &memory, error));
    *parts = (area_parts){memory, 0};
    area_part *list = memory;
    for (int i = 0; i < row_count; i++) {
        if (strncmp(rows[i].kind, name, compared) != 0)
            continue;
        for (int side = right; side <= (sided ? right : 1); side++) {
            const scalp_vec3 at = {side ? -rows[i].x : rows[i].x, rows[i].y, rows[i].z};
            list[parts->count++] =
                (area_part){area_template_chart(from, head, at), rows[i].share, rows[i].edge_mm};
        }
    }
    return SCALP_OK;
}

/* Inverse distances (Shepard 1968), in the chart. */
area_part area_parts_at(const area_parts *parts, scalp_vec2 p, double edge_mm) {
    area_part sum = {p, 0, 0};
    double all = 0;
    for (size_t i = 0; i < parts->count; i++) {
        const double x = p.x - parts->list[i].at.x, y = p.y - parts->list[i].at.y;
        const double d2 = x * x + y * y + core_mm * core_mm;
        const double weight = 1 / (d2 * d2);
        sum.share += weight * parts->list[i].share;
        sum.edge_mm += weight * parts->list[i].edge_mm;
        all += weight;
    }
    return all > 0 ? (area_part){p, sum.share / all, sum.edge_mm / all}
                   : (area_part){p, 1, edge_mm};
}
