/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "near.h"

#include <math.h>

static int cell_of(double x, double cell, int count) {
    return (int)scalp_clamp(floor(x / cell), 0, count - 1);
}

scalp_status scalp_near_make(const scalp_candidate *all, size_t count, int width, int height,
                             double cell, const scalp_work *work, scalp_near *near,
                             scalp_error *error) {
    void *memory;
    *near = (scalp_near){.cell = cell};
    near->columns = (int)(width / cell) + 1;
    near->rows = (int)(height / cell) + 1;
    const size_t cells = (size_t)near->columns * (size_t)near->rows;
    SCALP_TRY(scalp_work_take(work, cells + 2 + count, sizeof(size_t), &memory, error));
    size_t *start = memory, *item = start + cells + 2;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            const size_t at = (size_t)cell_of(all[i].y, cell, near->rows) * (size_t)near->columns +
                              (size_t)cell_of(all[i].x, cell, near->columns);
            if (pass == 0)
                start[at + 2]++;
            else
                item[start[at + 1]++] = i;
        }
        for (size_t i = 2; pass == 0 && i < cells + 2; i++)
            start[i] += start[i - 1];
    }
    near->start = start;
    near->item = item;
    return SCALP_OK;
}

scalp_near_rows scalp_near_within(const scalp_near *near, double x, double y, double reach) {
    return (scalp_near_rows){cell_of(y - reach, near->cell, near->rows),
                             cell_of(y + reach, near->cell, near->rows),
                             cell_of(x - reach, near->cell, near->columns),
                             cell_of(x + reach, near->cell, near->columns)};
}

void scalp_near_row(const scalp_near *near, const scalp_near_rows *rows, int row, size_t *from,
                    size_t *to) {
    const size_t line = (size_t)row * (size_t)near->columns;
    *from = near->start[line + (size_t)rows->left];
    *to = near->start[line + (size_t)rows->right + 1];
}
