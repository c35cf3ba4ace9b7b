/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint.h"

#include "linalg.h"

#include <cminpack.h>

#include <math.h>
#include <string.h>

/* One standard deviation of a click, px (design of the fit: a careful click on a sharp photo). */
#define CLICK_PX 2.0
/* Beyond this many standard deviations a residual counts by its length, no longer its square
 * (Huber 1964); 2.5 holds 95 % of two-dimensional normal residuals. */
#define HUBER 2.5
/* How much of a landmark's spread the middle may move sideways. */
#define MIDDLE_SHARE 0.3
/* How much faces of one head size differ in size (ANSUR II: menton-sellion 6.7 of 122.6 mm,
 * bizygomatic 6.2 of 142.6 mm, part of which is the head's; in one photo size stands for distance,
 * too), and how far ears sit forward or back and how high beyond what they share with faces
 * (judged; the height of the skull over the tragion has 6.2 mm, part of which is the skull's). */
#define FACE_SD 0.04
#define FACE_SD_ALONE 0.05
#define EAR_SD_MM 7.0
#define EAR_HEIGHT_SD_MM 4.0
/* Nothing on a head comes nearer to a lens than this, mm; keeps a division honest on the way. */
#define NEAREST_MM 10.0
#define IRIS_SD 0.0359 /* 0.42 / 11.71, Rufer et al. 2005 */
/* A tie this many standard deviations off counts no more than one half as far and straight
 * (Geman & McClure 1985): what lies there is something else. */
#define TIE_LIMIT 3.0

scalp_vec3 scalp_shape_landmark(const scalp_shape *shape, const double measures[SCALP_SHAPES],
                                scalp_landmark landmark) {
    scalp_vec3 at = shape->base[landmark];
    for (int k = 0; k < SCALP_SHAPES; k++) {
        const double more = measures[k] - shape->made_with[k];
        at = scalp_vec3_add(at, scalp_vec3_scale(shape->slope[k][landmark], more));
    }
    return at;
}

static scalp_vec3 in_camera(const scalp_pose *pose, scalp_vec3 point) {
    const double focal = scalp_exp(pose->log_focal);
    const double depth = scalp_exp(pose->log_focal - pose->log_scale);
    const scalp_vec3 origin = {pose->x_px / focal * depth, pose->y_px / focal * depth, depth};
    return scalp_vec3_add(scalp_mat3_apply(&pose->rotation, point), origin);
}

double scalp_pose_depth(const scalp_pose *pose, scalp_vec3 point) {
    return in_camera(pose, point).z;
}

scalp_vec2 scalp_pose_project(const scalp_pose *pose, scalp_vec3 point) {
    const scalp_vec3 p = in_camera(pose, point);
    const double scale = scalp_exp(pose->log_focal) / fmax(p.z, NEAREST_MM);
    return (scalp_vec2){scale * p.x, scale * p.y};
}

scalp_camera scalp_pose_camera(const scalp_pose *pose, const scalp_view *view) {
    return (scalp_camera){.focal_px = scalp_exp(pose->log_focal),
                          .centre_x = (view->width - 1) / 2.0,
                          .centre_y = (view->height - 1) / 2.0,
                          .rotation = pose->rotation,
                          .translation = in_camera(pose, (scalp_vec3){0, 0, 0}),
                          .width = view->width,
                          .height = view->height};
}

scalp_vec2 scalp_view_click(const scalp_view *view, scalp_landmark landmark) {
    return (scalp_vec2){view->px[landmark].x - (view->width - 1) / 2.0,
                        view->px[landmark].y - (view->height - 1) / 2.0};
}

/* ---- Weights ----------------------------------------------------------------------------- */

/* The covariance of one landmark in the photo, px2, as the inverse of its Cholesky factor. The
 * spread on the head is an ellipsoid, tangent2 I + (normal2 - tangent2) n n^T; the photo sees it
 * through the two rows of the projection's derivative. */
static void weigh(const scalp_pose *pose, scalp_vec3 at, scalp_landmark_spread spread,
                  double whiten[3]) {
    const scalp_vec3 p = in_camera(pose, at);
    const double z = fmax(p.z, NEAREST_MM), scale = scalp_exp(pose->log_focal) / z;
    const scalp_vec3 rows[2] = {
        scalp_mat3_apply_transposed(&pose->rotation, (scalp_vec3){scale, 0, -scale * p.x / z}),
        scalp_mat3_apply_transposed(&pose->rotation, (scalp_vec3){0, scale, -scale * p.y / z})};
    const double along = spread.tangent_mm * spread.tangent_mm;
    const double across = spread.normal_mm * spread.normal_mm - along;
    const double n0 = scalp_vec3_dot(rows[0], spread.facing);
    const double n1 = scalp_vec3_dot(rows[1], spread.facing);
    const double xx =
        CLICK_PX * CLICK_PX + along * scalp_vec3_dot(rows[0], rows[0]) + across * n0 * n0;
    const double xy = along * scalp_vec3_dot(rows[0], rows[1]) + across * n0 * n1;
    const double yy =
        CLICK_PX * CLICK_PX + along * scalp_vec3_dot(rows[1], rows[1]) + across * n1 * n1;
    const double l00 = sqrt(xx), l10 = xy / l00, l11 = sqrt(yy - l10 * l10);
    whiten[0] = 1 / l00;
    whiten[1] = -l10 / (l00 * l11);
    whiten[2] = 1 / l11;
}

void scalp_joint_weigh(scalp_joint *joint) {
    for (size_t v = 0; v < joint->sight_count; v++) {
        scalp_sight *sight = &joint->sights[v];
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
            const scalp_landmark landmark = (scalp_landmark)i;
            const scalp_vec3 at = scalp_shape_landmark(joint->shape, joint->measures, landmark);
            scalp_landmark_spread spread = scalp_spread_landmark(landmark);
            weigh(&sight->pose, at, spread, sight->whiten[i]);
            spread.normal_mm *= spread.own;
            spread.tangent_mm *= spread.own;
            weigh(&sight->pose, at, spread, sight->whiten_own[i]);
        }
    }
}

/* How far the click lies from a point of the head, in standard deviations. */
static scalp_vec2 whitened(const scalp_sight *sight, scalp_landmark landmark, scalp_vec3 at,
                           const double w[3]) {
    const scalp_vec2 seen = scalp_view_click(sight->view, landmark);
    const scalp_vec2 made = scalp_pose_project(&sight->pose, at);
    const double dx = made.x - seen.x, dy = made.y - seen.y;
    return (scalp_vec2){w[0] * dx, w[1] * dx + w[2] * dy};
}

/* Where the person's own landmark is known or sought, only what that leaves is doubted. */
static const double *weight_of(const scalp_joint *joint, const scalp_sight *sight,
                               scalp_landmark landmark) {
    const bool own = joint->personal || (joint->picked && joint->picked[landmark]);
    return own ? sight->whiten_own[landmark] : sight->whiten[landmark];
}

double scalp_joint_deviation(const scalp_joint *joint, size_t sight, scalp_landmark landmark) {
    const scalp_sight *s = &joint->sights[sight];
    const scalp_vec3 at = scalp_shape_landmark(joint->shape, joint->measures, landmark);
    const scalp_vec2 r = whitened(s, landmark, at, s->whiten[landmark]);
    return sqrt(r.x * r.x + r.y * r.y);
}

/* The part of a landmark's offset that its neighbours share: a face may be large or small for its
 * skull, about the glabella, and ears may sit far forward or back. */
static scalp_vec3 common_offset(const scalp_joint *joint, scalp_landmark landmark, scalp_vec3 at) {
    switch (landmark) {
    case SCALP_TRAGION_L:
    case SCALP_TRAGION_R:
    case SCALP_OTOBASION_SUPERIUS_L:
    case SCALP_OTOBASION_SUPERIUS_R:
        return (scalp_vec3){0, joint->ear_height_mm, joint->ear_depth_mm};
    case SCALP_VERTEX:
    case SCALP_INION:
    case SCALP_OPISTHOCRANION:
    case SCALP_BROW_CREASE:
        return (scalp_vec3){0, 0, 0};
    default:
        return scalp_vec3_scale(scalp_vec3_sub(at, joint->shape->base[SCALP_GLABELLA]),
                                joint->face_size);
    }
}

scalp_vec3 scalp_joint_offset(const scalp_joint *joint, scalp_landmark landmark) {
    const scalp_vec3 at = scalp_shape_landmark(joint->shape, joint->measures, landmark);
    const scalp_landmark other = scalp_landmark_opposite(landmark);
    scalp_vec3 offset = joint->offsets[other < landmark ? other : landmark];
    if (other < landmark)
        offset.x = -offset.x;
    for (size_t k = 0; k < SCALP_FACE_MODES; k++)
        offset = scalp_vec3_add(offset,
                                scalp_vec3_scale(joint->shape->face[k][landmark], joint->face[k]));
    return scalp_vec3_add(offset, common_offset(joint, landmark, at));
}

/* The landmark on this person's head. */
static scalp_vec3 own_landmark(const scalp_joint *joint, scalp_landmark landmark) {
    return scalp_vec3_add(scalp_shape_landmark(joint->shape, joint->measures, landmark),
                          scalp_joint_offset(joint, landmark));
}

double scalp_joint_robust(double deviation) {
    return deviation <= HUBER ? deviation * deviation : HUBER * (2 * deviation - HUBER);
}

/* ---- Parameters and residuals ------------------------------------------------------------ */

/* Landmarks of the left side and the middle, three coordinates each, and the three they share. */
static size_t offset_count(const scalp_joint *joint) {
    size_t count = joint->personal ? 3 + SCALP_FACE_MODES : 0;
    for (int i = 0; joint->personal && i < SCALP_LANDMARKS_ON_HEAD; i++)
        count += scalp_landmark_opposite((scalp_landmark)i) < (scalp_landmark)i ? 0 : 3;
    return count;
}

size_t scalp_joint_parameters(const scalp_joint *joint) {
    size_t count = 1 + offset_count(joint);
    for (size_t v = 0; v < joint->sight_count; v++)
        count += SCALP_POSE_PARAMETERS + joint->sights[v].focal_free;
    for (int k = 0; k < SCALP_SHAPES; k++)
        count += joint->shape->free[k];
    return count;
}

size_t scalp_joint_row_count(const scalp_joint *joint) {
    size_t count = SCALP_SHAPES + 1 + offset_count(joint);
    for (size_t v = 0; v < joint->sight_count; v++) {
        const scalp_sight *sight = &joint->sights[v];
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            count += sight->used[i] ? 2 : 0;
        count += (size_t)1 + sight->length.has + sight->iris.has + (sight->side_told ? 2 : 0);
        count += sight->tie_count;
    }
    return count;
}

/* Steps the pose; returns how many parameters that took. */
static size_t step_pose(scalp_sight *sight, const double *x) {
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){x[0], x[1], x[2]});
    sight->pose.rotation = scalp_mat3_multiply(&turn, &sight->pose.rotation);
    sight->pose.x_px += x[3];
    sight->pose.y_px += x[4];
    sight->pose.log_scale = scalp_clamp(sight->pose.log_scale + x[5], -12, 12);
    if (!sight->focal_free)
        return SCALP_POSE_PARAMETERS;
    sight->pose.log_focal = scalp_clamp(sight->pose.log_focal + x[6], 0, 16);
    return SCALP_POSE_PARAMETERS + 1;
}

static void step_shared(scalp_joint *joint, const double *x) {
    for (int k = 0; k < SCALP_SHAPES; k++) {
        if (joint->shape->free[k])
            joint->measures[k] += *x++;
    }
    joint->log_iris += *x++;
    for (int i = 0; joint->personal && i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (scalp_landmark_opposite((scalp_landmark)i) < (scalp_landmark)i)
            continue;
        joint->offsets[i] = scalp_vec3_add(joint->offsets[i], (scalp_vec3){x[0], x[1], x[2]});
        x += 3;
    }
    if (joint->personal) {
        joint->face_size += x[0];
        joint->ear_depth_mm += x[1];
        joint->ear_height_mm += x[2];
        for (size_t k = 0; k < SCALP_FACE_MODES; k++)
            joint->face[k] += x[3 + k];
    }
}

/* What makes the square of a length Huber's function of it. */
static double huber_factor(double length) {
    return length > HUBER ? sqrt(scalp_joint_robust(length)) / length : 1;
}

static double *landmark_rows(const scalp_joint *joint, const scalp_sight *sight,
                             scalp_landmark landmark, double *rows) {
    const double *w = weight_of(joint, sight, landmark);
    const scalp_vec2 r = whitened(sight, landmark, own_landmark(joint, landmark), w);
    const double factor = huber_factor(sqrt(r.x * r.x + r.y * r.y));
    *rows++ = factor * r.x;
    *rows++ = factor * r.y;
    return rows;
}

/* The person's offsets under the spread of people: by the inverse root of the ellipsoid
 * tangent2 I + (normal2 - tangent2) n n^T. */
static void offset_rows(const scalp_joint *joint, double *rows) {
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        const scalp_landmark other = scalp_landmark_opposite((scalp_landmark)i);
        if (other < (scalp_landmark)i)
            continue;
        const scalp_landmark_spread spread = scalp_spread_landmark((scalp_landmark)i);
        const scalp_vec3 n = spread.facing, offset = joint->offsets[i];
        const double along = 1 / (spread.rest * spread.tangent_mm);
        const double across = 1 / (spread.rest * spread.normal_mm) - along;
        scalp_vec3 r = scalp_vec3_add(scalp_vec3_scale(offset, along),
                                      scalp_vec3_scale(n, across * scalp_vec3_dot(n, offset)));
        if (other == (scalp_landmark)i)
            r.x /= MIDDLE_SHARE;
        const double factor = huber_factor(scalp_vec3_length(r));
        *rows++ = factor * r.x;
        *rows++ = factor * r.y;
        *rows++ = factor * r.z;
    }
    *rows++ = joint->face_size / (joint->sight_count > 1 ? FACE_SD : FACE_SD_ALONE);
    *rows++ = joint->ear_depth_mm / EAR_SD_MM;
    *rows++ = joint->ear_height_mm / EAR_HEIGHT_SD_MM;
    for (size_t k = 0; k < SCALP_FACE_MODES; k++)
        *rows++ = joint->face[k];
}

static double ratio_row(const scalp_joint *joint, const scalp_sight *sight,
                        const scalp_ratio *ratio) {
    const double depth = fmax(scalp_pose_depth(&sight->pose, ratio->anchor), NEAREST_MM);
    const double iris = ratio->iris ? joint->log_iris : 0;
    return (sight->pose.log_focal - scalp_log(depth) + iris - ratio->log_px_per_mm) / ratio->sd;
}

/* The camera of a pose, with pixels from the picture's centre. */
static scalp_camera centred_camera(const scalp_sight *sight) {
    scalp_camera camera = scalp_pose_camera(&sight->pose, sight->view);
    camera.centre_x = camera.centre_y = 0;
    return camera;
}

static double tie_px(const scalp_joint *joint, const scalp_camera *camera, const scalp_tie *tie) {
    const scalp_shape *shape = joint->shape;
    scalp_vec3 at = tie->at;
    for (int k = 0; k < SCALP_SHAPES; k++) {
        if (shape->free[k])
            at = scalp_vec3_add(
                at, scalp_vec3_scale(tie->slope[k], joint->measures[k] - shape->made_with[k]));
    }
    double depth;
    scalp_vec2 px = scalp_camera_project(camera, at, &depth);
    if (depth < NEAREST_MM)
        px = (scalp_vec2){px.x * depth / NEAREST_MM, px.y * depth / NEAREST_MM};
    return (px.x - tie->target.x) * tie->normal.x + (px.y - tie->target.y) * tie->normal.y;
}

double scalp_joint_tie_px(const scalp_joint *joint, size_t sight, const scalp_tie *tie) {
    const scalp_camera camera = centred_camera(&joint->sights[sight]);
    return tie_px(joint, &camera, tie);
}

double scalp_joint_landmark_cost(const scalp_joint *joint, size_t sight) {
    const scalp_sight *s = &joint->sights[sight];
    double cost = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!s->used[i])
            continue;
        const scalp_landmark landmark = (scalp_landmark)i;
        const scalp_vec2 r =
            whitened(s, landmark, own_landmark(joint, landmark), weight_of(joint, s, landmark));
        cost += scalp_joint_robust(sqrt(r.x * r.x + r.y * r.y));
    }
    return cost;
}

static double *sight_rows(const scalp_joint *joint, const scalp_sight *sight, double *rows) {
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (sight->used[i])
            rows = landmark_rows(joint, sight, (scalp_landmark)i, rows);
    }
    *rows++ = sight->focal_free && sight->focal_prior_sd > 0
                  ? (sight->pose.log_focal - sight->focal_prior) / sight->focal_prior_sd
                  : 0;
    if (sight->length.has)
        *rows++ = ratio_row(joint, sight, &sight->length);
    if (sight->iris.has)
        *rows++ = ratio_row(joint, sight, &sight->iris);
    if (sight->side_told) {
        const scalp_vec2 off = scalp_side_deviation(&sight->side, &sight->pose.rotation);
        *rows++ = off.x;
        *rows++ = off.y;
    }
    const scalp_camera camera = centred_camera(sight);
    for (size_t i = 0; i < sight->tie_count; i++) {
        const scalp_tie *tie = &sight->ties[i];
        const double r = tie_px(joint, &camera, tie) / tie->sd_px;
        *rows++ = tie->weight * r / sqrt(1 + r * r / (TIE_LIMIT * TIE_LIMIT));
    }
    return rows;
}

/* The measures under the population's spread: L^-1 (m - mean), and the iris under its own. */
static void shared_rows(const scalp_joint *joint, double *rows) {
    bool sought = false;
    for (int k = 0; k < SCALP_MEASURES; k++)
        sought = sought || joint->shape->free[k];
    for (int i = 0; i < SCALP_MEASURES; i++) {
        double sum = joint->measures[i] - joint->prior_mean[i];
        for (int k = 0; k < i; k++)
            sum -= joint->prior_factor[i * SCALP_MEASURES + k] * rows[k];
        rows[i] = sum / joint->prior_factor[i * SCALP_MEASURES + i];
    }
    /* Given measures cost nothing, however rare they are. */
    if (!sought)
        memset(rows, 0, SCALP_MEASURES * sizeof *rows);
    for (int k = SCALP_MEASURES; k < SCALP_SHAPES; k++)
        rows[k] = joint->measures[k];
    rows[SCALP_SHAPES] = joint->log_iris / IRIS_SD;
}

void scalp_joint_rows(const scalp_joint *joint, const double *x, double *rows) {
    scalp_joint moved = *joint;
    double *row = rows;
    const double *shared = x;
    for (size_t v = 0; v < joint->sight_count; v++)
        shared += SCALP_POSE_PARAMETERS + joint->sights[v].focal_free;
    step_shared(&moved, shared);
    for (size_t v = 0; v < joint->sight_count; v++) {
        scalp_sight sight = joint->sights[v];
        x += step_pose(&sight, x);
        row = sight_rows(&moved, &sight, row);
    }
    shared_rows(&moved, row);
    if (joint->personal)
        offset_rows(&moved, row + SCALP_SHAPES + 1);
}

static int residuals_for_minpack(void *context, int m, int n, const double *x, double *rows,
                                 int flag) {
    (void)m;
    (void)n;
    (void)flag;
    scalp_joint_rows(context, x, rows);
    return 0;
}

/* ---- Solving ----------------------------------------------------------------------------- */

typedef struct workspace {
    size_t m, n;
    double *x, *rows, *jacobian, *spare;
    int *pivots;
} workspace;

static scalp_status workspace_take(const scalp_joint *joint, const scalp_work *work, workspace *w,
                                   scalp_error *error) {
    w->m = scalp_joint_row_count(joint);
    w->n = scalp_joint_parameters(joint);
    void *numbers, *pivots;
    const size_t count = 6 * w->n + 2 * w->m + w->m * w->n;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &numbers, error));
    SCALP_TRY(scalp_work_take(work, w->n, sizeof(int), &pivots, error));
    w->x = numbers;
    w->rows = w->x + w->n;
    w->jacobian = w->rows + w->m;
    w->spare = w->jacobian + w->m * w->n;
    w->pivots = pivots;
    return SCALP_OK;
}

scalp_status scalp_joint_solve(scalp_joint *joint, const scalp_work *work, double *cost,
                               scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    workspace w;
    SCALP_TRY(workspace_take(joint, work, &w, error));
    double *diag = w.spare, *qtf = diag + w.n, *wa1 = qtf + w.n, *wa2 = wa1 + w.n;
    double *wa3 = wa2 + w.n, *wa4 = wa3 + w.n;
    int evaluations;
    lmdif(residuals_for_minpack, joint, (int)w.m, (int)w.n, w.x, w.rows, 1e-13, 1e-13, 0,
          (int)(60 * (w.n + 1)), SCALP_JOINT_STEP * SCALP_JOINT_STEP, diag, 1, 100, 0, &evaluations,
          w.jacobian, (int)w.m, w.pivots, qtf, wa1, wa2, wa3, wa4);
    const double *x = w.x;
    for (size_t v = 0; v < joint->sight_count; v++)
        x += step_pose(&joint->sights[v], x);
    step_shared(joint, x);
    *cost = 0;
    for (size_t i = 0; i < w.m; i++)
        *cost += w.rows[i] * w.rows[i];
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
