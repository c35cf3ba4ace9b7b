/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hairline by rule, then made to wander.
 *
 *          A---M---A          M  mid-frontal point, `height` above the glabella along the skin
 *       C             C       C  frontotemporal corner: in the sagittal plane of the outer corner
 *     B                 B        of the eye, set back by the style (recession is kept)
 *   T                     T   T  temporal peak: on the way from C to the outer corner of the eye,
 *                                5 cm from C, on hair-bearing skin
 *
 * M, C and T after Garg (J. Cutan. Aesthet. Surg.) and Shapiro, see data/styles.csv; A and B only
 * round the curve. A widow's peak and lateral mounds are added to it. The wandering has two parts:
 * a few broad lobes, and small waves of 5 to 15 mm; left and right wander each on its own as far as
 * `asymmetry` says. At M itself it vanishes, for the height there is what was agreed. */
#include "hairline.h"

#include <math.h>

enum { pieces = 36, corner_count = 9, middle = 4, max_knots = 256, stretch = 12 };

static const double border_reach = 2.4, far_mm = 400;
static const double least_share = 0.25;         /* of the waves' height, root mean square */
static const double still_mm = 2, free_mm = 14; /* from M: no wandering, all of it */

/* A smooth random curve over arc length: values at knots unevenly spaced. */
typedef struct wave {
    double at[max_knots], value[max_knots];
    int count;
} wave;

static wave wave_make(scalp_random *random, double length_mm, double shortest, double longest) {
    wave w = {.count = 0};
    for (double s = -longest;
         w.count < max_knots && (w.count < 2 || w.at[w.count - 2] < length_mm);) {
        w.at[w.count] = s;
        w.value[w.count] = 2 * scalp_random_uniform(random) - 1;
        s += shortest + (longest - shortest) * scalp_random_uniform(random);
        w.count++;
    }
    return w;
}

static double wave_at(const wave *w, double s) {
    int k = 0;
    while (k + 2 < w->count && s >= w->at[k + 1])
        k++;
    const double t = scalp_smoothstep(w->at[k], w->at[k + 1], s);
    return w->value[k] + t * (w->value[k + 1] - w->value[k]);
}

typedef struct side {
    scalp_vec2 corner, peak;
} side;

/* The temporal peak: from the corner towards the eye, then back to hair-bearing skin, which begins
 * less than half of the way from the eye to the ear. */
static scalp_vec2 peak_at(const scalp_places *places, const double *number, double left,
                          scalp_vec3 corner) {
    const scalp_vec3 *l = places->head->landmarks;
    const scalp_vec3 eye = l[left > 0 ? SCALP_EXOCANTHION_L : SCALP_EXOCANTHION_R];
    const scalp_vec3 ear = l[left > 0 ? SCALP_OTOBASION_SUPERIUS_L : SCALP_OTOBASION_SUPERIUS_R];
    const double share =
        scalp_clamp(number[SCALP_HAIRLINE_TEMPLE] / scalp_vec3_distance(corner, eye), 0.3, 0.8);
    const double y = corner.y + share * (eye.y - corner.y);
    const double z = eye.z + number[SCALP_HAIRLINE_TEMPLE_SHARE] * (ear.z - eye.z);
    scalp_vec3 point;
    if (!scalp_places_side_point(places, left, y, z, &point))
        point = scalp_vec3_add(corner, scalp_vec3_scale(scalp_vec3_sub(eye, corner), share));
    return scalp_places_chart(places, point);
}

static side side_make(const scalp_places *places, const double *number, double mid_y, double left,
                      double jitter) {
    const scalp_vec3 eye =
        places->head->landmarks[left > 0 ? SCALP_EXOCANTHION_L : SCALP_EXOCANTHION_R];
    const double recess =
        number[SCALP_HAIRLINE_CORNER_RECESS] + number[SCALP_HAIRLINE_MICRO] * jitter;
    const double x = eye.x + left * number[SCALP_HAIRLINE_CORNER_OUT];
    const scalp_vec3 corner = scalp_places_front_point(places, x, mid_y - recess);
    return (side){scalp_places_chart(places, corner), peak_at(places, number, left, corner)};
}

/* The control points from the right peak to the left one; a widow's peak is added later. */
static void place_corners(side right, side left, const double *number, double mid_y,
                          scalp_vec2 out[corner_count]) {
    const side sides[2] = {right, left};
    const double front_y = mid_y - number[SCALP_HAIRLINE_WIDOW_HEIGHT];
    const double open = number[SCALP_HAIRLINE_TEMPLE_OPEN];
    for (int k = 0; k < 2; k++) {
        const int step = k ? 1 : -1;
        const scalp_vec2 c = sides[k].corner, t = sides[k].peak;
        out[middle + step] = (scalp_vec2){
            0.52 * c.x, front_y + number[SCALP_HAIRLINE_FRONT_SHARE] * (c.y - front_y) +
                            number[SCALP_HAIRLINE_MOUND]};
        out[middle + 2 * step] = c;
        /* Between corner and peak the line swings back by a share of its length. */
        const double dx = fabs(t.x) - fabs(c.x), dy = t.y - c.y;
        out[middle + 3 * step] =
            (scalp_vec2){(c.x + t.x) / 2 + step * open * dy, (c.y + t.y) / 2 - open * dx};
        out[middle + 4 * step] = t;
    }
    out[middle] = (scalp_vec2){0, front_y};
}

/* The widow's peak: a bell of that height whose foot is that wide. */
static void add_widow(const double *number, scalp_vec2 *points, size_t count) {
    const double height = number[SCALP_HAIRLINE_WIDOW_HEIGHT];
    const double half = number[SCALP_HAIRLINE_WIDOW_WIDTH] / 2;
    for (size_t i = 0; i < count && height > 0; i++) {
        const double t = points[i].x / half;
        if (fabs(t) < 1 && points[i].y > 0)
            points[i].y += height * (1 - t * t) * (1 - t * t);
    }
}

/* Arc length of every point, counted from the middle one, negative to the right. */
static void measure(const scalp_vec2 *points, size_t count, double *arc) {
    arc[0] = 0;
    for (size_t i = 1; i < count; i++) {
        const double dx = points[i].x - points[i - 1].x, dy = points[i].y - points[i - 1].y;
        arc[i] = arc[i - 1] + sqrt(dx * dx + dy * dy);
    }
    const double zero = arc[(size_t)middle * pieces];
    for (size_t i = 0; i < count; i++)
        arc[i] -= zero;
}

/* Knots of both sides: right, left. */
typedef struct waves {
    wave lobes[2], small[2];
} waves;

static waves waves_make(const double *number, double right_mm, double left_mm,
                        scalp_random *random) {
    const double macro = number[SCALP_HAIRLINE_MACRO_PERIOD];
    const double micro = number[SCALP_HAIRLINE_MICRO_PERIOD];
    waves w;
    w.lobes[0] = wave_make(random, right_mm, 0.375 * macro, 0.625 * macro);
    w.lobes[1] = wave_make(random, left_mm, 0.375 * macro, 0.625 * macro);
    w.small[0] = wave_make(random, right_mm, 0.25 * micro, 0.75 * micro);
    w.small[1] = wave_make(random, left_mm, 0.25 * micro, 0.75 * micro);
    return w;
}

static double offset_at(const waves *w, const double *number, int k, double s) {
    return number[SCALP_HAIRLINE_MACRO] * wave_at(&w->lobes[k], s) +
           number[SCALP_HAIRLINE_MICRO] * wave_at(&w->small[k], s);
}

/* Moves the points along the curve's normal, `gain` times as far as the waves say, taken over
 * a stretch of it so that the moved curve does not fold at the corners. Returns the root mean
 * square of the way between the corners. */
static double wander(const scalp_path *base, const double *arc, const double *number,
                     const waves *w, double gain, scalp_vec2 *out) {
    const size_t n = base->count;
    const double own = number[SCALP_HAIRLINE_ASYMMETRY];
    double squares = 0;
    size_t between = 0;
    for (size_t i = 0; i < n; i++) {
        const scalp_vec2 a = base->points[i > stretch ? i - stretch : 0];
        const scalp_vec2 b = base->points[i + stretch < n ? i + stretch : n - 1];
        const double dx = b.x - a.x, dy = b.y - a.y, length = sqrt(dx * dx + dy * dy);
        const double s = fabs(arc[i]), free = scalp_smoothstep(still_mm, free_mm, s);
        double offset = offset_at(w, number, 0, s);
        if (arc[i] > 0)
            offset = own * offset_at(w, number, 1, s) + (1 - own) * offset;
        offset *= gain * free;
        out[i] = (scalp_vec2){base->points[i].x - offset * dy / length,
                              base->points[i].y + offset * dx / length};
        if (i >= 2 * (size_t)pieces && i <= 6 * (size_t)pieces) {
            squares += offset * offset;
            between++;
        }
    }
    return sqrt(squares / (double)between);
}

/* The border and the closed curve round all that lies behind it. */
static scalp_status make_border(const scalp_work *work, scalp_hairline *h, scalp_error *error) {
    const size_t n = h->line.count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, n + 4, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *points = memory;
    const scalp_vec2 right = h->line.points[0], left = h->line.points[n - 1];
    points[0] = (scalp_vec2){right.x * border_reach, right.y * border_reach};
    for (size_t i = 0; i < n; i++)
        points[i + 1] = h->line.points[i];
    points[n + 1] = (scalp_vec2){left.x * border_reach, left.y * border_reach};
    points[n + 2] = (scalp_vec2){far_mm, -far_mm};
    points[n + 3] = (scalp_vec2){-far_mm, -far_mm};
    SCALP_TRY(scalp_path_make(points, n + 2, false, work, &h->border, error));
    return scalp_path_make(points, n + 4, true, work, &h->behind, error);
}

scalp_status scalp_hairline_make(const scalp_places *places, const double *number, double height_mm,
                                 uint64_t seed, const scalp_work *work, scalp_hairline *hairline,
                                 scalp_error *error) {
    scalp_random random = scalp_random_make(seed, 0);
    const double mid_y = places->front_mm - height_mm, own = number[SCALP_HAIRLINE_ASYMMETRY];
    const double jitter = 2 * scalp_random_uniform(&random) - 1;
    const double other = 2 * scalp_random_uniform(&random) - 1;
    const side right = side_make(places, number, mid_y, -1, jitter);
    const side left = side_make(places, number, mid_y, 1, own * other + (1 - own) * jitter);
    scalp_vec2 corners[corner_count];
    place_corners(right, left, number, mid_y, corners);
    scalp_path base;
    SCALP_TRY(scalp_path_smooth(corners, corner_count, false, pieces, work, &base, error));
    void *arc, *points, *moved;
    SCALP_TRY(scalp_work_take(work, base.count, sizeof(double), &arc, error));
    SCALP_TRY(scalp_work_take(work, base.count, sizeof(scalp_vec2), &points, error));
    SCALP_TRY(scalp_work_take(work, base.count, sizeof(scalp_vec2), &moved, error));
    scalp_vec2 *smooth = moved;
    for (size_t i = 0; i < base.count; i++)
        smooth[i] = base.points[i];
    add_widow(number, smooth, base.count);
    base.points = smooth;
    measure(base.points, base.count, arc);
    const double *along = arc;
    const waves w = waves_make(number, -along[0], along[base.count - 1], &random);
    const double least =
        least_share * (number[SCALP_HAIRLINE_MACRO] + number[SCALP_HAIRLINE_MICRO]);
    double rough = wander(&base, arc, number, &w, 1, points);
    if (rough > 0 && rough < least) /* a draw that happens to be flat */
        rough = wander(&base, arc, number, &w, least / rough, points);
    scalp_hairline made = {.corner_x_mm = (left.corner.x - right.corner.x) / 2,
                           .corner = {right.corner, left.corner},
                           .roughness_mm = rough,
                           .number = number,
                           .peak_left = left.peak,
                           .peak_right = right.peak};
    SCALP_TRY(scalp_path_make(points, base.count, false, work, &made.line, error));
    SCALP_TRY(make_border(work, &made, error));
    *hairline = made;
    return SCALP_OK;
}

double scalp_hairline_depth(const scalp_hairline *hairline, scalp_vec2 chart, double limit) {
    const double distance = scalp_path_distance(&hairline->border, chart, limit);
    return scalp_path_inside(&hairline->behind, chart) ? distance : -distance;
}
