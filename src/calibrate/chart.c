/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patches of a chart from the centres of its corner patches. Which corner is which, and whether
 * the photo is a mirror image, follows from the colours. */
#include "exposure.h"
#include "plane.h"

#include <math.h>
#include <stdlib.h>

enum {
    columns = 6,
    rows = 4,
    side = 15,       /* places a side that are looked at in a patch */
    least_pitch = 6, /* px between patches: fewer and the neighbours run into each other */
    ways = 8,        /* four turns, and each mirrored */
};

static const double half_window = 0.2; /* of the distance between patches */
static const double least_likeness = 0.7;

typedef struct place {
    double light;
    scalp_rgb rgb;
} place;

static int by_light(const void *a, const void *b) {
    const double p = ((const place *)a)->light, q = ((const place *)b)->light;
    return (p > q) - (p < q);
}

/* Mean of the middle half of the places by luminance; `clipped` when a tenth of them are. */
static scalp_rgb patch_read(const scalp_image *image, const scalp_mat3 *px_from_grid, int patch,
                            bool *clipped) {
    place places[side * side];
    size_t count = 0, cut = 0;
    for (int i = 0; i < side * side; i++) {
        const double u = 2 * half_window * ((i % side) / (side - 1.0) - 0.5);
        const double v = 2 * half_window * ((i / side) / (side - 1.0) - 0.5);
        const scalp_vec2 p =
            scalp_plane_apply(px_from_grid, (scalp_vec2){patch % columns + u, patch / columns + v});
        const double x = scalp_clamp(floor(p.x + 0.5), 0, image->width - 1);
        const double y = scalp_clamp(floor(p.y + 0.5), 0, image->height - 1);
        bool is_cut;
        const scalp_rgb rgb = scalp_pixel(image, (int)x, (int)y, &is_cut);
        cut += is_cut;
        places[count++] = (place){scalp_luminance(rgb), rgb};
    }
    qsort(places, count, sizeof *places, by_light);
    scalp_rgb sum = {0, 0, 0};
    const size_t low = count / 4, high = count - count / 4;
    for (size_t i = low; i < high; i++) {
        sum.r += places[i].rgb.r;
        sum.g += places[i].rgb.g;
        sum.b += places[i].rgb.b;
    }
    const double n = (double)(high - low);
    *clipped = cut * 10 > count;
    return (scalp_rgb){sum.r / n, sum.g / n, sum.b / n};
}

/* ---- Corners ------------------------------------------------------------------------------- */

static double turn(scalp_vec2 a, scalp_vec2 b, scalp_vec2 c) {
    return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
}

/* The same corners clockwise as seen, whatever order they were clicked in. */
static void sort_around(const scalp_vec2 given[4], scalp_vec2 corner[4]) {
    scalp_vec2 middle = {0, 0};
    double angle[4];
    for (int i = 0; i < 4; i++) {
        middle.x += given[i].x / 4;
        middle.y += given[i].y / 4;
    }
    for (int i = 0; i < 4; i++) {
        const double a = scalp_atan2(given[i].y - middle.y, given[i].x - middle.x);
        int at = i;
        for (; at > 0 && angle[at - 1] > a; at--) {
            angle[at] = angle[at - 1];
            corner[at] = corner[at - 1];
        }
        angle[at] = a;
        corner[at] = given[i];
    }
}

static scalp_status check_corners(const scalp_image *image, const scalp_vec2 corner[4],
                                  scalp_error *error) {
    for (int i = 0; i < 4; i++) {
        const scalp_vec2 p = corner[i], q = corner[(i + 1) % 4], r = corner[(i + 2) % 4];
        if (!(p.x >= 0 && p.y >= 0 && p.x <= image->width - 1 && p.y <= image->height - 1))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The chart's corner %.0f,%.0f does not lie within the photo of %d x "
                              "%d pixels.",
                              p.x, p.y, image->width, image->height);
        if (!(turn(p, q, r) > 0))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The four corners of the chart make no quadrangle; give the centres "
                              "of its four corner patches.");
        if (hypot(p.x - q.x, p.y - q.y) < least_pitch * (rows - 1))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The chart is too small in the photo: its patches must be %d pixels "
                              "apart or more.",
                              least_pitch);
    }
    return SCALP_OK;
}

/* ---- Which way round ----------------------------------------------------------------------- */

/* How the logarithms of what is seen go with those of the chart, -1..1, mean of three bands. */
static double likeness(const scalp_chart_view *view) {
    double sum = 0;
    for (int band = 0; band < 3; band++) {
        double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
        for (size_t i = 0; i < SCALP_CHART_PATCHES; i++) {
            const scalp_rgb want =
                scalp_rgb_from_xyz(scalp_xyz_from_lab(scalp_chart_lab(SCALP_CHART_2014, i)));
            const double s[3] = {view->rgb[i].r, view->rgb[i].g, view->rgb[i].b};
            const double w[3] = {want.r, want.g, want.b};
            const double p = scalp_log(fmax(s[band], 0.005)), q = scalp_log(fmax(w[band], 0.02));
            x += p / SCALP_CHART_PATCHES;
            y += q / SCALP_CHART_PATCHES;
            xx += p * p / SCALP_CHART_PATCHES;
            yy += q * q / SCALP_CHART_PATCHES;
            xy += p * q / SCALP_CHART_PATCHES;
        }
        const double scatter = (xx - x * x) * (yy - y * y);
        sum += scatter > 1e-12 ? (xy - x * y) / sqrt(scatter) / 3 : 0;
    }
    return sum;
}

/* The chart's corners (dark skin, bluish green, black, white) onto those of the photo. */
static bool read_way(const scalp_image *image, const scalp_vec2 corner[4], int way,
                     scalp_chart_view *view) {
    scalp_plane_points points = {
        .mm = {{0, 0}, {columns - 1, 0}, {columns - 1, rows - 1}, {0, rows - 1}}, .count = 4};
    scalp_mat3 px_from_grid;
    view->mirrored = way >= 4;
    for (int i = 0; i < 4; i++)
        points.px[i] = corner[(view->mirrored ? 7 + way - i : way + i) % 4];
    if (!scalp_plane_homography(&points, &px_from_grid))
        return false;
    for (int i = 0; i < SCALP_CHART_PATCHES; i++) {
        view->rgb[i] = patch_read(image, &px_from_grid, i, &view->clipped[i]);
        view->place_px[i] =
            scalp_plane_apply(&px_from_grid, (scalp_vec2){i % columns, (double)(i / columns)});
    }
    return true;
}

scalp_status scalp_chart_read(const scalp_image *image, const scalp_vec2 corners[4],
                              scalp_chart_view *view, scalp_error *error) {
    scalp_vec2 corner[4];
    double best = -2;
    if (scalp_image_colours(image) == 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The photo is grey; a colour chart needs a photo in colour.");
    sort_around(corners, corner);
    SCALP_TRY(check_corners(image, corner, error));
    for (int way = 0; way < ways; way++) {
        scalp_chart_view one;
        if (!read_way(image, corner, way, &one))
            continue;
        const double alike = likeness(&one);
        if (alike > best) {
            best = alike;
            *view = one;
            view->likeness = alike;
        }
    }
    if (best < least_likeness)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Between the four corners lies nothing like a 24-patch chart; give the "
                          "centres of its corner patches (dark skin, bluish green, black, white).");
    return SCALP_OK;
}
