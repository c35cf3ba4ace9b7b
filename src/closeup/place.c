/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a close-up was taken from: a camera from places of the skin that are known on the head. */
#include "onto.h"

#include <math.h>
#include <string.h>

#define CLICK_PX 2.0      /* one standard deviation of a clicked pixel */
#define SQUARE_ON_SD 0.42 /* sine of 25 degrees: photos of skin are taken about square on */
#define START_TILT 0.35   /* 20 degrees */
#define HUBER 2.5         /* standard deviations */
#define ROUNDS 60
#define LEAST_SPREAD 0.15 /* of the pins across their longer direction, as a share of it */
#define MOST_RMS 4.0      /* standard deviations, beyond which no camera explains the pins */
#define MOST_END_MM 4.0   /* one standard deviation at the photo's ends */
#define STEP 1e-5

enum { rows_most = 2 * SCALP_ONTO_MAX_PINS + SCALP_ONTO_MAX_LENGTHS + 2 };

typedef struct placing {
    const scalp_mesh *mesh;
    const scalp_bvh *bvh;
    const scalp_pins *pins;
    scalp_vec3 pivot, normal;
    double px_per_mm; /* about */
} placing;

/* ---- Residuals ---------------------------------------------------------------------------- */

/* Where a pixel's ray meets the skin: the head, or beside it the plane at the pivot. */
static scalp_vec3 on_skin(const placing *p, const scalp_camera *camera, scalp_vec2 px) {
    onto_landing landing;
    if (onto_land(p->mesh, p->bvh, camera, px, &landing))
        return landing.position;
    const scalp_vec3 from = scalp_camera_position(camera), way = onto_ray(camera, px);
    const double s = scalp_vec3_dot(scalp_vec3_sub(p->pivot, from), p->normal) /
                     fmin(scalp_vec3_dot(way, p->normal), -1e-6);
    return scalp_vec3_add(from, scalp_vec3_scale(way, s));
}

/* Everything in standard deviations; returns the number of rows. Behind the camera: NaN. */
static size_t residuals(const placing *p, const scalp_camera *camera, double *row) {
    size_t n = 0;
    for (size_t i = 0; i < p->pins->count; i++) {
        const scalp_pin *pin = &p->pins->pins[i];
        double depth;
        const scalp_vec2 at = scalp_camera_project(camera, pin->at, &depth);
        const double click = pin->sd_px > 0 ? pin->sd_px : CLICK_PX;
        const double sd = hypot(click, pin->sd_mm * p->px_per_mm);
        row[n++] = depth > 0 ? (at.x - pin->px.x) / sd : (double)NAN;
        row[n++] = depth > 0 ? (at.y - pin->px.y) / sd : (double)NAN;
    }
    for (size_t i = 0; i < p->pins->length_count; i++) {
        const scalp_pin_length *length = &p->pins->lengths[i];
        const double mm =
            scalp_vec3_distance(on_skin(p, camera, length->from), on_skin(p, camera, length->to));
        row[n++] = log(mm / length->mm) / length->sd;
    }
    const scalp_vec3 seen = scalp_mat3_apply(&camera->rotation, p->normal);
    row[n++] = seen.x / SQUARE_ON_SD;
    row[n++] = seen.y / SQUARE_ON_SD;
    return n;
}

static double weight_of(const double *row) {
    const double r = hypot(row[0], row[1]);
    return r > HUBER ? HUBER / r : 1;
}

/* Huber's sum for pins, squares for the rest; what looks at the skin from below is out. */
static double cost_of(const placing *p, const scalp_camera *camera, double *row) {
    const size_t n = residuals(p, camera, row);
    double sum = 0;
    for (size_t i = 0; i < p->pins->count; i++) {
        const double r = hypot(row[2 * i], row[2 * i + 1]);
        sum += r > HUBER ? 2 * HUBER * r - HUBER * HUBER : r * r;
    }
    for (size_t k = 2 * p->pins->count; k < n; k++)
        sum += row[k] * row[k];
    const scalp_vec3 seen = scalp_mat3_apply(&camera->rotation, p->normal);
    return seen.z < 0 && sum < HUGE_VAL ? sum : HUGE_VAL;
}

/* J^T W J and J^T W r. */
static void normal_equations(const placing *p, const scalp_camera *camera, double h[36],
                             double g[6]) {
    double row[rows_most], up[6][rows_most], down[rows_most];
    const size_t n = residuals(p, camera, row);
    for (int k = 0; k < 6; k++) {
        /* Millimetres are to a camera what some hundredths of a radian are. */
        const double step = k < 3 ? STEP : STEP * 100;
        double by[6] = {0};
        by[k] = step;
        scalp_camera moved = onto_moved(camera, p->pivot, by);
        residuals(p, &moved, up[k]);
        by[k] = -step;
        moved = onto_moved(camera, p->pivot, by);
        residuals(p, &moved, down);
        for (size_t i = 0; i < n; i++)
            up[k][i] = (up[k][i] - down[i]) / (2 * step);
    }
    memset(h, 0, 36 * sizeof *h);
    memset(g, 0, 6 * sizeof *g);
    for (size_t i = 0; i < n; i++) {
        const double w = i < 2 * p->pins->count ? weight_of(row + (i & ~(size_t)1)) : 1;
        for (int a = 0; a < 6; a++) {
            g[a] += w * up[a][i] * row[i];
            for (int b = 0; b < 6; b++)
                h[6 * a + b] += w * up[a][i] * up[b][i];
        }
    }
}

/* ---- Search -------------------------------------------------------------------------------- */

/* Looks straight down on the skin at the pivot, turned and scaled as the pins ask for; what is
 * right in the photo is right seen from outside, or the pins are mirrored. */
static scalp_camera start_camera(const placing *p) {
    scalp_vec3 right, up;
    scalp_vec3_tangents(p->normal, &right, &up);
    const scalp_vec3 down = scalp_vec3_scale(up, -1);
    scalp_vec2 middle = {0, 0};
    const double n = (double)p->pins->count;
    for (size_t i = 0; i < p->pins->count; i++) {
        middle.x += p->pins->pins[i].px.x / n;
        middle.y += p->pins->pins[i].px.y / n;
    }
    double c = 0, s = 0, squares = 0;
    for (size_t i = 0; i < p->pins->count; i++) {
        const scalp_vec3 off = scalp_vec3_sub(p->pins->pins[i].at, p->pivot);
        const double x = scalp_vec3_dot(off, right), y = scalp_vec3_dot(off, down);
        const double u = p->pins->pins[i].px.x - middle.x, v = p->pins->pins[i].px.y - middle.y;
        c += x * u + y * v;
        s += x * v - y * u;
        squares += x * x + y * y;
    }
    const double length = fmax(hypot(c, s), 1e-300), scale = fmax(length / squares, 1e-6);
    c /= length;
    s /= length;
    /* Camera x holds c right - s down (in the skin's plane), y holds s right + c down. */
    const scalp_vec3 x = scalp_vec3_add(scalp_vec3_scale(right, c), scalp_vec3_scale(down, -s));
    const scalp_vec3 y = scalp_vec3_add(scalp_vec3_scale(right, s), scalp_vec3_scale(down, c));
    const scalp_vec3 z = scalp_vec3_scale(p->normal, -1);
    scalp_camera camera = {.focal_px = p->pins->focal_px,
                           .centre_x = (p->pins->width - 1) / 2.0,
                           .centre_y = (p->pins->height - 1) / 2.0,
                           .rotation = {{{x.x, x.y, x.z}, {y.x, y.y, y.z}, {z.x, z.y, z.z}}},
                           .width = p->pins->width,
                           .height = p->pins->height};
    const double depth = camera.focal_px / scale;
    const scalp_vec3 seen = {(middle.x - camera.centre_x) / scale,
                             (middle.y - camera.centre_y) / scale, depth};
    camera.translation = scalp_vec3_sub(seen, scalp_mat3_apply(&camera.rotation, p->pivot));
    return camera;
}

/* Levenberg-Marquardt; returns the cost. */
static double settle(const placing *p, scalp_camera *camera) {
    double row[rows_most], cost = cost_of(p, camera, row), damping = 1e-3;
    for (int round = 0; round < ROUNDS && damping < 1e9; round++) {
        double h[36], g[6];
        normal_equations(p, camera, h, g);
        for (int k = 0; k < 6; k++) {
            h[7 * k] *= 1 + damping;
            g[k] = -g[k];
        }
        if (!onto_solve(h, g, 6))
            return HUGE_VAL;
        const scalp_camera next = onto_moved(camera, p->pivot, g);
        const double now = cost_of(p, &next, row);
        if (now < cost) {
            const bool done = cost - now < 1e-10 * (1 + cost);
            *camera = next;
            cost = now;
            damping *= 0.1;
            if (done)
                break;
        } else {
            damping *= 10;
        }
    }
    return cost;
}

static double search(placing *p, scalp_camera *best) {
    static const double tilts[5][2] = {
        {0, 0}, {START_TILT, 0}, {-START_TILT, 0}, {0, START_TILT}, {0, -START_TILT}};
    const scalp_camera straight = start_camera(p);
    double least = HUGE_VAL;
    *best = straight;
    for (int k = 0; k < 5; k++) {
        const double by[6] = {tilts[k][0], tilts[k][1]};
        scalp_camera camera = onto_moved(&straight, p->pivot, by);
        const double cost = settle(p, &camera);
        if (cost < least) {
            least = cost;
            *best = camera;
        }
    }
    return least;
}

/* ---- Sureness ------------------------------------------------------------------------------ */

static bool measure(const placing *p, scalp_placement *placement) {
    const scalp_camera *camera = &placement->camera;
    double h[36], g[6], covariance[36], depth;
    normal_equations(p, camera, placement->information, g);
    memcpy(h, placement->information, sizeof h);
    if (!onto_invert(h, covariance, 6))
        return false;
    (void)scalp_camera_project(camera, p->pivot, &depth);
    placement->pivot = p->pivot;
    placement->px_per_mm = camera->focal_px / depth;
    placement->tilt_sd_deg = sqrt(covariance[0] + covariance[7]) * 180 / SCALP_PI;
    placement->turn_sd_deg = sqrt(covariance[14]) * 180 / SCALP_PI;
    placement->place_sd_mm = sqrt(covariance[21] + covariance[28]);
    placement->scale_sd = sqrt(covariance[35]) / depth;
    double squares = 0;
    for (size_t i = 0; i < p->pins->count; i++) {
        const scalp_pin *pin = &p->pins->pins[i];
        double z;
        const scalp_vec2 at = scalp_camera_project(camera, pin->at, &z);
        const double mm = hypot(at.x - pin->px.x, at.y - pin->px.y) * z / camera->focal_px;
        squares += mm * mm;
        if (i == 0 || mm > placement->worst_mm) {
            placement->worst = i;
            placement->worst_mm = mm;
        }
    }
    placement->rms_mm = sqrt(squares / (double)p->pins->count);
    return true;
}

/* One standard deviation of where the farthest corner of the photo lies. */
static double end_sd_mm(const scalp_placement *placement) {
    const scalp_camera *c = &placement->camera;
    const scalp_vec2 middle = scalp_camera_project(c, placement->pivot, NULL);
    const double x = fmax(middle.x, c->width - middle.x), y = fmax(middle.y, c->height - middle.y);
    const double reach = hypot(x, y) / placement->px_per_mm;
    const double turn = hypot(placement->turn_sd_deg * SCALP_PI / 180, placement->scale_sd);
    return hypot(placement->place_sd_mm, reach * turn);
}

/* ---- Checks -------------------------------------------------------------------------------- */

/* The pins' longer and shorter spread in the photo, px. */
static void spread_of(const scalp_pins *pins, double *longer, double *shorter) {
    double n = (double)pins->count, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < pins->count; i++) {
        x += pins->pins[i].px.x / n;
        y += pins->pins[i].px.y / n;
    }
    for (size_t i = 0; i < pins->count; i++) {
        const double u = pins->pins[i].px.x - x, v = pins->pins[i].px.y - y;
        xx += u * u / n;
        yy += v * v / n;
        xy += u * v / n;
    }
    const double mean = (xx + yy) / 2, half = hypot((xx - yy) / 2, xy);
    *longer = sqrt(mean + half);
    *shorter = sqrt(fmax(mean - half, 0));
}

static scalp_status check_pins(const scalp_pins *pins, scalp_error *error) {
    const size_t least = pins->length_count > 0 ? 3 : 4;
    double longer, shorter;
    if (pins->count > SCALP_ONTO_MAX_PINS || pins->length_count > SCALP_ONTO_MAX_LENGTHS)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s has %zu ties and %zu lengths, but may have %d and %d.",
                          pins->id, pins->count, pins->length_count, SCALP_ONTO_MAX_PINS,
                          SCALP_ONTO_MAX_LENGTHS);
    if (pins->count < least)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s has %zu ties to the head, but needs 4, or 3 and a scale; click "
                          "more places that an overview photo shows as well.",
                          pins->id, pins->count);
    if (!(pins->focal_px > 0) || pins->width < 1 || pins->height < 1)
        return scalp_fail(error, SCALP_ERR_INPUT, "Photo %s has no size or no focal length.",
                          pins->id);
    spread_of(pins, &longer, &shorter);
    if (!(shorter >= LEAST_SPREAD * longer) || !(longer > 0))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s: its ties lie nearly in one line; add one well beside it.",
                          pins->id);
    return SCALP_OK;
}

static scalp_status check_fit(const placing *p, const scalp_placement *placement, double cost,
                              scalp_error *error) {
    const char *id = p->pins->id;
    double row[rows_most], squares = 0;
    residuals(p, &placement->camera, row);
    for (size_t i = 0; i < 2 * p->pins->count; i++)
        squares += row[i] * row[i];
    if (!(cost < HUGE_VAL) || !(sqrt(squares / (double)p->pins->count) <= MOST_RMS))
        return scalp_fail(
            error, SCALP_ERR_NO,
            "Photo %s: no camera sees its ties as they lie on the head; they are %.1f "
            "mm off (RMS), tie %zu by %.1f mm. Two are exchanged, the photo is "
            "mirrored, or a place was clicked wrong.",
            id, placement->rms_mm, placement->worst, placement->worst_mm);
    const double end = end_sd_mm(placement);
    if (!(end <= MOST_END_MM))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s: its ties place its ends no better than within %.0f mm; spread "
                          "them over the photo, add some, or give its scale.",
                          id, end);
    return SCALP_OK;
}

scalp_status scalp_place_make(const scalp_mesh *mesh, const scalp_bvh *bvh, const scalp_pins *pins,
                              scalp_placement *placement, scalp_error *error) {
    placing p = {.mesh = mesh, .bvh = bvh, .pins = pins};
    scalp_placement result = {.px_per_mm = 0};
    double longer, shorter, mm = 0;
    SCALP_TRY(check_pins(pins, error));
    for (size_t i = 0; i < pins->count; i++) {
        p.pivot =
            scalp_vec3_add(p.pivot, scalp_vec3_scale(pins->pins[i].at, 1.0 / (double)pins->count));
        p.normal = scalp_vec3_add(p.normal, pins->pins[i].normal);
    }
    p.normal = scalp_vec3_unit(p.normal);
    for (size_t i = 0; i < pins->count; i++) {
        const double d = scalp_vec3_distance(pins->pins[i].at, p.pivot);
        mm += d * d / (double)pins->count;
    }
    spread_of(pins, &longer, &shorter);
    p.px_per_mm = hypot(longer, shorter) / fmax(sqrt(mm), 1e-6);
    const double cost = search(&p, &result.camera);
    if (!measure(&p, &result))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Photo %s: its ties do not tell where it was taken from; spread them "
                          "over the photo.",
                          pins->id);
    SCALP_TRY(check_fit(&p, &result, cost, error));
    *placement = result;
    return SCALP_OK;
}

scalp_placement scalp_place_from_fit(const scalp_mesh *mesh, const scalp_bvh *bvh,
                                     const scalp_view_fit *view) {
    const scalp_camera *c = &view->camera;
    scalp_placement placement = {
        .camera = *c,
        .rms_mm = view->rms_mm,
        .px_per_mm = view->px_per_mm,
        .scale_sd = view->px_per_mm > 0 ? view->px_per_mm_sd / view->px_per_mm : 0};
    onto_landing landing;
    double depth;
    const scalp_vec2 middle = {(c->width - 1) / 2.0, (c->height - 1) / 2.0};
    if (onto_land(mesh, bvh, c, middle, &landing))
        placement.pivot = landing.position;
    (void)scalp_camera_project(c, placement.pivot, &depth);
    /* The turn goes about the head's middle, some 90 mm below the skin. */
    const double turn = fmax(view->rotation_sd_deg, 0.05) * SCALP_PI / 180 / sqrt(3);
    const double shift = fmax(90 * turn, 0.2), deep = fmax(placement.scale_sd * depth, 0.5);
    const double sd[6] = {turn, turn, turn, shift, shift, deep};
    for (int k = 0; k < 6; k++)
        placement.information[7 * k] = 1 / (sd[k] * sd[k]);
    placement.turn_sd_deg = turn * 180 / SCALP_PI;
    placement.tilt_sd_deg = placement.turn_sd_deg * sqrt(2);
    placement.place_sd_mm = shift * sqrt(2);
    return placement;
}
