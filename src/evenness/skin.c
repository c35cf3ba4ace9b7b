/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The judged skin as a finer or coarser grid, and how far every place of it is from its border. */
#include "even.h"

#include <math.h>

static const double most_cells = 4e6;

/* The judged cells' box, in cells of the window; false when there is none. */
static bool judged_box(const scalp_window *w, scalp_box *box) {
    *box = (scalp_box){w->columns, w->rows, 0, 0};
    for (int y = 0; y < w->rows; y++)
        for (int x = 0; x < w->columns; x++) {
            if (w->why[(size_t)y * (size_t)w->columns + (size_t)x] != SCALP_UNSEEN_NOT)
                continue;
            box->left = x < box->left ? x : box->left;
            box->right = x >= box->right ? x + 1 : box->right;
            box->top = y < box->top ? y : box->top;
            box->bottom = y + 1;
        }
    return box->right > box->left;
}

/* With what was not judged around it, up to 60 % of its extent each way, to be shown. */
static scalp_box shown_box(const scalp_window *w, scalp_box judged) {
    const int x = (judged.right - judged.left) * 3 / 5, y = (judged.bottom - judged.top) * 3 / 5;
    const int left = judged.left > x ? judged.left - x : 0;
    const int top = judged.top > y ? judged.top - y : 0;
    const int right = judged.right + x < w->columns ? judged.right + x : w->columns;
    const int bottom = judged.bottom + y < w->rows ? judged.bottom + y : w->rows;
    scalp_box box = judged;
    for (int j = top; j < bottom; j++)
        for (int i = left; i < right; i++) {
            if (w->why[(size_t)j * (size_t)w->columns + (size_t)i] == SCALP_UNSEEN_OUTSIDE)
                continue;
            box.left = i < box.left ? i : box.left;
            box.right = i >= box.right ? i + 1 : box.right;
            box.top = j < box.top ? j : box.top;
            box.bottom = j >= box.bottom ? j + 1 : box.bottom;
        }
    return box;
}

size_t even_skin_cell(const even_skin *s, scalp_vec2 place) {
    const double x = (place.x - s->origin.x) / s->cell;
    const double y = (place.y - s->origin.y) / s->cell;
    if (!(x >= 0 && y >= 0 && x < s->columns && y < s->rows))
        return SIZE_MAX;
    return (size_t)y * (size_t)s->columns + (size_t)x;
}

scalp_vec2 even_skin_centre(const even_skin *s, size_t cell) {
    const size_t x = cell % (size_t)s->columns, y = cell / (size_t)s->columns;
    return (scalp_vec2){s->origin.x + ((double)x + 0.5) * s->cell,
                        s->origin.y + ((double)y + 0.5) * s->cell};
}

bool even_skin_worked(const even_skin *s, scalp_vec2 place) {
    const size_t cell = even_skin_cell(s, place);
    return cell != SIZE_MAX && s->state[cell] == EVEN_WORKED;
}

double even_skin_border(const even_skin *s, scalp_vec2 place) {
    const double x = (place.x - s->origin.x) / s->cell - 0.5;
    const double y = (place.y - s->origin.y) / s->cell - 0.5;
    if (!(x >= 0 && y >= 0 && x < s->columns - 1 && y < s->rows - 1))
        return 0;
    const size_t row = (size_t)s->columns, at = (size_t)y * row + (size_t)x;
    const double u = x - floor(x), v = y - floor(y);
    return (1 - v) * ((1 - u) * (double)s->border[at] + u * (double)s->border[at + 1]) +
           v * ((1 - u) * (double)s->border[at + row] + u * (double)s->border[at + row + 1]);
}

/* Squared distance to the nearest sample, along one line: the lower envelope of parabolas
 * (Felzenszwalb & Huttenlocher 2012). `from` and `to` are n long, `at` and `cut` n + 1. */
static void line_distance(const double *from, double *to, int *at, double *cut, int n) {
    int k = 0;
    at[0] = 0;
    cut[0] = -HUGE_VAL;
    cut[1] = HUGE_VAL;
    for (int q = 1; q < n; q++) {
        double s;
        for (;;) {
            const int p = at[k];
            s = ((from[q] + (double)q * q) - (from[p] + (double)p * p)) / (2.0 * (q - p));
            if (s > cut[k] || k == 0)
                break;
            k--;
        }
        if (s > cut[k])
            k++;
        at[k] = q;
        cut[k] = k == 0 ? -HUGE_VAL : s;
        cut[k + 1] = HUGE_VAL;
    }
    for (int q = 0, j = 0; q < n; q++) {
        while (cut[j + 1] < q)
            j++;
        to[q] = from[at[j]] + (double)(q - at[j]) * (q - at[j]);
    }
}

scalp_status even_skin_measure(even_skin *s, const scalp_work *work, scalp_error *error) {
    static const double far = 1e12; /* cells squared */
    const int n = s->columns > s->rows ? s->columns : s->rows;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *place;
    SCALP_TRY(scalp_work_take(work, (size_t)n * 4 + 4, sizeof(double), &place, error));
    double *from = place, *to = from + n, *cut = to + n;
    int *at = (int *)(void *)(cut + n + 2);
    size_t worked = 0;
    for (int x = 0; x < s->columns; x++) {
        for (int y = 0; y < s->rows; y++) {
            const size_t cell = (size_t)y * (size_t)s->columns + (size_t)x;
            worked += s->state[cell] == EVEN_WORKED;
            from[y] = s->state[cell] == EVEN_WORKED ? far : 0;
        }
        line_distance(from, to, at, cut, s->rows);
        for (int y = 0; y < s->rows; y++)
            s->border[(size_t)y * (size_t)s->columns + (size_t)x] = (float)to[y];
    }
    for (int y = 0; y < s->rows; y++) {
        float *line = s->border + (size_t)y * (size_t)s->columns;
        for (int x = 0; x < s->columns; x++)
            from[x] = (double)line[x];
        line_distance(from, to, at, cut, s->columns);
        /* From centre to centre; the border runs half a cell nearer. */
        for (int x = 0; x < s->columns; x++)
            line[x] = (float)(fmax(sqrt(to[x]) - 0.5, 0) * s->cell);
    }
    s->area = (double)worked * s->cell * s->cell;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status even_skin_make(const scalp_window *w, double cell, const scalp_work *work,
                            even_skin *skin, scalp_error *error) {
    even_skin s = {.cell = cell};
    scalp_box box;
    void *state, *border;
    if (!judged_box(w, &box))
        box = (scalp_box){0, 0, 1, 1};
    box = shown_box(w, box);
    const double wide = (box.right - box.left) * w->cell_mm;
    const double tall = (box.bottom - box.top) * w->cell_mm;
    while ((wide / s.cell + 3) * (tall / s.cell + 3) > most_cells)
        s.cell *= 1.25;
    s.origin = (scalp_vec2){w->origin_mm.x + box.left * w->cell_mm - s.cell,
                            w->origin_mm.y + box.top * w->cell_mm - s.cell};
    s.columns = (int)ceil(wide / s.cell - 1e-9) + 2;
    s.rows = (int)ceil(tall / s.cell - 1e-9) + 2;
    const size_t count = (size_t)s.columns * (size_t)s.rows;
    SCALP_TRY(scalp_work_take(work, count, 1, &state, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *s.border, &border, error));
    s.state = state;
    s.border = border;
    for (size_t i = 0; i < count; i++)
        s.state[i] = scalp_window_has(w, even_skin_centre(&s, i)) ? EVEN_WORKED : EVEN_UNSEEN;
    SCALP_TRY(even_skin_measure(&s, work, error));
    *skin = s;
    return SCALP_OK;
}
