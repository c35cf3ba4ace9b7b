/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include <math.h>
#include <string.h>

/* Landmarks whose extent across is below this share of their extent along lie in one line. */
#define LINE_SHARE 0.04
/* A length of fewer pixels is no scale. */
#define SHORTEST_PX 4.0

const char *scalp_view_name(const scalp_view *view) {
    return view->id && view->id[0] ? view->id : "without name";
}

static bool outside(const scalp_view *view, scalp_vec2 p) {
    return p.x < -0.5 || p.y < -0.5 || p.x > view->width - 0.5 || p.y > view->height - 0.5;
}

static scalp_status check_size(const scalp_view *view, scalp_error *error) {
    if (view->width > 0 && view->height > 0)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "Photo %s: its size of %d x %d pixels is no size; read the photo first.",
                      scalp_view_name(view), view->width, view->height);
}

static scalp_status check_landmarks(const scalp_view *view, scalp_error *error) {
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++) {
        if (!view->has[i])
            continue;
        const char *name = scalp_landmark_name((scalp_landmark)i);
        const scalp_vec2 p = view->px[i];
        if (!isfinite(p.x) || !isfinite(p.y))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Photo %s: landmark %s is not a finite number; mark it again.",
                              scalp_view_name(view), name);
        if (outside(view, p))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Photo %s: landmark %s at %.1f, %.1f lies outside the photo of %d x "
                              "%d pixels; mark it again.",
                              scalp_view_name(view), name, p.x, p.y, view->width, view->height);
    }
    return SCALP_OK;
}

static bool seen_from_behind(const scalp_view *view) {
    return view->side && (strcmp(view->side, "top") == 0 || strcmp(view->side, "back") == 0);
}

static scalp_status check_midline(const scalp_view *view, scalp_error *error) {
    for (size_t i = 0; i < view->midline_count; i++) {
        const scalp_vec2 p = view->midline[i];
        if (isfinite(p.x) && isfinite(p.y) && !outside(view, p))
            continue;
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s: midline point %zu at %g, %g lies outside the photo of %d x %d "
                          "pixels; mark it again.",
                          scalp_view_name(view), i + 1, p.x, p.y, view->width, view->height);
    }
    return SCALP_OK;
}

static scalp_status check_count(const scalp_view *view, scalp_error *error) {
    int count = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        count += view->has[i];
    const bool middle = view->midline_count >= SCALP_FIT_MIDLINE;
    if (count >= SCALP_FIT_LANDMARKS || (middle && count >= SCALP_FIT_LANDMARKS - 1))
        return SCALP_OK;
    if (seen_from_behind(view))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s: %d landmark%s and %zu midline point%s are too few for a view "
                          "from the %s; mark the upper roots of both ears "
                          "(otobasion_superius_l and _r), the vertex, and two or more points along "
                          "the midline.",
                          scalp_view_name(view), count, count == 1 ? "" : "s", view->midline_count,
                          view->midline_count == 1 ? "" : "s", view->side);
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!view->has[i])
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Photo %s: %d landmark%s marked on the head, at least %d are needed; "
                              "mark more, for example %s.",
                              scalp_view_name(view), count, count == 1 ? " is" : "s are",
                              SCALP_FIT_LANDMARKS, scalp_landmark_name((scalp_landmark)i));
    }
    return SCALP_OK;
}

/* Sums of squares about the mean, along and across the direction in which the points extend. */
static void extents(const scalp_view *view, double *along, double *across) {
    double n = 0, sx = 0, sy = 0, xx = 0, xy = 0, yy = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!view->has[i])
            continue;
        const double x = view->px[i].x, y = view->px[i].y;
        n += 1;
        sx += x;
        sy += y;
    }
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!view->has[i])
            continue;
        const double x = view->px[i].x - sx / n, y = view->px[i].y - sy / n;
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    const double half = (xx + yy) / 2, radius = sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
    *along = half + radius;
    *across = fmax(half - radius, 0);
}

static scalp_status check_line(const scalp_view *view, scalp_error *error) {
    double along, across;
    extents(view, &along, &across);
    if (along > 4 && across > LINE_SHARE * LINE_SHARE * along)
        return SCALP_OK;
    const char *names[2] = {"", ""};
    for (int i = 0, found = 0; i < SCALP_LANDMARKS_ON_HEAD && found < 2; i++) {
        if (view->has[i])
            names[found++] = scalp_landmark_name((scalp_landmark)i);
    }
    return scalp_fail(
        error, SCALP_ERR_INPUT,
        "Photo %s: its landmarks (%s, %s and the others) lie in one line, which fixes "
        "no pose; mark one well beside the line, for example a tragion or the outer "
        "corner of an eye.",
        scalp_view_name(view), names[0], names[1]);
}

static scalp_status check_scale(const scalp_view *view, scalp_error *error) {
    if (!view->has_scale)
        return SCALP_OK;
    const scalp_vec2 a = view->scale_from, b = view->scale_to;
    if (!isfinite(a.x) || !isfinite(a.y) || !isfinite(b.x) || !isfinite(b.y) || outside(view, a) ||
        outside(view, b))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s: an end of the scale lies outside the photo of %d x %d pixels; "
                          "mark both ends of the length again.",
                          scalp_view_name(view), view->width, view->height);
    const double px = sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
    if (!(px >= SHORTEST_PX) || !isfinite(view->scale_mm) || !(view->scale_mm > 0))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s: a scale of %.1f pixels for %g mm is no length; mark both ends "
                          "of something measured, at least %g pixels apart, and give its mm.",
                          scalp_view_name(view), px, view->scale_mm, SHORTEST_PX);
    return SCALP_OK;
}

static scalp_status check_focal(const scalp_view *view, scalp_error *error) {
    const double focal = view->focal_px;
    const double side = view->width > view->height ? view->width : view->height;
    /* From a fisheye that sees 150 degrees to a telescope. */
    if (focal == 0 || (focal >= side / 8 && focal <= side * 100))
        return SCALP_OK;
    return scalp_fail(
        error, SCALP_ERR_INPUT,
        "Photo %s: a focal length of %g px is none for a photo of %d x %d pixels; give "
        "%g to %g px or leave it out.",
        scalp_view_name(view), focal, view->width, view->height, side / 8, side * 100);
}

scalp_status scalp_view_check(const scalp_view *view, scalp_error *error) {
    SCALP_TRY(check_size(view, error));
    SCALP_TRY(check_landmarks(view, error));
    SCALP_TRY(check_midline(view, error));
    SCALP_TRY(check_count(view, error));
    SCALP_TRY(check_line(view, error));
    SCALP_TRY(check_scale(view, error));
    return check_focal(view, error);
}
