/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart without clicks: even pieces that are as square as a patch, the lattice that most of them
 * lie on, and the six by four places of it whose colours are those of a chart. */
#include "exposure.h"
#include "plane.h"
#include "squares.h"

#include <math.h>
#include <string.h>

enum {
    columns = 6,
    rows = 4,
    reach = 5, /* cells from the first square in every direction */
    span = 2 * reach + 1,
    least_found = 11, /* of the 24 patches */
    near = 8,         /* neighbours of a square that are tried */
};

static const double off_cell = 0.22; /* of the distance between patches */
static const double least_likeness = 0.85;

/* Squares by lattice cell: index + 1, or 0. */
typedef struct lattice {
    int cell[span][span]; /* [row][column], the first square in the middle */
    int count;
} lattice;

static bool alike(const scalp_square *a, const scalp_square *b) {
    return a->side < 1.6 * b->side && b->side < 1.6 * a->side;
}

static void lay(const scalp_square *squares, size_t count, const scalp_square *at, scalp_vec2 u,
                scalp_vec2 v, lattice *l) {
    const double d = u.x * v.y - u.y * v.x;
    memset(l, 0, sizeof *l);
    for (size_t k = 0; k < count; k++) {
        if (!alike(&squares[k], at))
            continue;
        const double x = squares[k].centre.x - at->centre.x, y = squares[k].centre.y - at->centre.y;
        const double i = (x * v.y - y * v.x) / d, j = (u.x * y - u.y * x) / d;
        const double column = floor(i + 0.5), row = floor(j + 0.5);
        /* Seen in perspective the cells drift apart with the distance. */
        const double slack = off_cell + 0.03 * (fabs(column) + fabs(row));
        if (fabs(column) > reach || fabs(row) > reach || fabs(i - column) > slack ||
            fabs(j - row) > slack)
            continue;
        int *cell = &l->cell[(int)row + reach][(int)column + reach];
        l->count += *cell == 0;
        *cell = (int)k + 1;
    }
}

/* The nearest few squares of that size. */
static size_t neighbours(const scalp_square *squares, size_t count, size_t at, size_t *list) {
    double away[near];
    size_t n = 0;
    for (size_t k = 0; k < count; k++) {
        const double far = hypot(squares[k].centre.x - squares[at].centre.x,
                                 squares[k].centre.y - squares[at].centre.y);
        const double side = (squares[k].side + squares[at].side) / 2;
        if (k == at || !alike(&squares[k], &squares[at]) || far > 2.2 * side || far < 0.9 * side)
            continue;
        size_t place = n < near ? n++ : near;
        for (; place > 0 && away[place - 1] > far; place--)
            if (place < near) {
                away[place] = away[place - 1];
                list[place] = list[place - 1];
            }
        if (place < near) {
            away[place] = far;
            list[place] = k;
        }
    }
    return n;
}

/* Tries the lattices that a square spans with two of its neighbours. */
static void try_square(const scalp_square *squares, size_t count, size_t at, lattice *best) {
    size_t list[near];
    const size_t n = neighbours(squares, count, at, list);
    for (size_t p = 0; p < n; p++)
        for (size_t q = 0; q < n; q++) {
            const scalp_vec2 o = squares[at].centre, b = squares[list[p]].centre,
                             c = squares[list[q]].centre;
            const scalp_vec2 u = {b.x - o.x, b.y - o.y}, v = {c.x - o.x, c.y - o.y};
            const double uu = hypot(u.x, u.y), vv = hypot(v.x, v.y);
            if (u.x * v.y - u.y * v.x < 0.8 * uu * vv || uu > 1.7 * vv || vv > 1.7 * uu)
                continue;
            lattice l;
            lay(squares, count, &squares[at], u, v, &l);
            if (l.count > best->count)
                *best = l;
        }
}

/* The corners of a window of the lattice, from the squares found in it; false when they are few. */
static bool window_corners(const scalp_square *squares, const lattice *l, int column, int row,
                           int width, int height, scalp_vec2 corner[4]) {
    scalp_plane_points points = {.count = 0};
    scalp_mat3 m;
    for (int j = 0; j < height; j++)
        for (int i = 0; i < width; i++) {
            const int index = l->cell[row + j][column + i];
            if (!index)
                continue;
            points.mm[points.count] = (scalp_vec2){i, j};
            points.px[points.count++] = squares[index - 1].centre;
        }
    if (points.count < least_found || !scalp_plane_homography(&points, &m))
        return false;
    const scalp_vec2 grid[4] = {{0, 0}, {width - 1, 0}, {width - 1, height - 1}, {0, height - 1}};
    for (int i = 0; i < 4; i++)
        corner[i] = scalp_plane_apply(&m, grid[i]);
    return true;
}

scalp_status scalp_chart_find(const scalp_image *image, const scalp_work *work,
                              scalp_chart_view *view, scalp_error *error) {
    const scalp_square *squares;
    size_t count;
    lattice l = {.count = 0};
    view->likeness = 0;
    if (scalp_image_colours(image) == 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The photo is grey; a colour chart needs a photo in colour.");
    SCALP_TRY(scalp_squares_find(image, work, &squares, &count, error));
    for (size_t i = 0; i < count; i++)
        try_square(squares, count, i, &l);
    for (int turned = 0; turned < 2; turned++) {
        const int width = turned ? rows : columns, height = turned ? columns : rows;
        for (int row = 0; row + height <= span; row++)
            for (int column = 0; column + width <= span; column++) {
                scalp_vec2 corner[4];
                scalp_chart_view one;
                if (window_corners(squares, &l, column, row, width, height, corner) &&
                    scalp_chart_read(image, corner, &one, NULL) == SCALP_OK &&
                    one.likeness > view->likeness)
                    *view = one;
            }
    }
    if (view->likeness < least_likeness)
        return scalp_fail(error, SCALP_ERR_NO,
                          "No 24-patch chart was found in the photo; give the centres of its "
                          "corner patches.");
    return SCALP_OK;
}
