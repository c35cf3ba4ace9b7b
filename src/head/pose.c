/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pose.h"

#include "camera.h"
#include "check.h"
#include "side.h"

#include <math.h>
#include <string.h>

#define STARTS_YAW 12
#define STARTS_PITCH 6
#define STARTS (STARTS_YAW * STARTS_PITCH)
/* Two starts nearer than this, radians, fall into the same minimum. */
#define APART 0.7
/* A landmark can be seen up to this cosine between its skin's direction and the camera: the table
 * of directions is coarse and people click what they guess, so 120 degrees, not 90. */
#define HIDDEN_COSINE (-0.5)
/* What a hidden landmark costs, in squared standard deviations: as much as one four off. */
#define HIDDEN_COST 16.0
/* What a pose opposite to the stated side costs: enough to break a tie, too little to win. */
#define SIDE_COST 4.0
/* 40 degrees, the pitch of the starts being 30 apart. */
#define SIDE_COSINE 0.766
#define NEAREST_CAMERA_MM 150.0
#define FARTHEST_CAMERA_MM 50000.0

/* One start: a direction, and the turn, size and place in the picture that suit it best. */
typedef struct start {
    scalp_pose pose;
    double misfit; /* px2 */
} start;

/* Sums over the used landmarks of their places in the picture (p) and, turned, on the head (q). */
typedef struct similarity {
    double count, px, py, qx, qy, pp, qq, dot, cross;
} similarity;

static similarity similarity_add(similarity s, scalp_vec2 p, scalp_vec3 q) {
    s.count += 1;
    s.px += p.x;
    s.py += p.y;
    s.qx += q.x;
    s.qy += q.y;
    s.pp += p.x * p.x + p.y * p.y;
    s.qq += q.x * q.x + q.y * q.y;
    s.dot += p.x * q.x + p.y * q.y;
    s.cross += p.y * q.x - p.x * q.y;
    return s;
}

/* The plane similarity p = s R q + c of least squares, as of a camera far away (Procrustes). */
static start start_from(const scalp_joint *joint, double yaw_deg, double pitch_deg) {
    const scalp_sight *sight = &joint->sights[0];
    const scalp_mat3 upright = scalp_camera_turn(yaw_deg, pitch_deg, 0);
    similarity s = {0};
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!sight->used[i])
            continue;
        const scalp_landmark landmark = (scalp_landmark)i;
        const scalp_vec3 at = scalp_shape_landmark(joint->shape, joint->measures, landmark);
        s = similarity_add(s, scalp_view_click(sight->view, landmark),
                           scalp_mat3_apply(&upright, at));
    }
    const double dot = s.dot - (s.px * s.qx + s.py * s.qy) / s.count;
    const double cross = s.cross - (s.py * s.qx - s.px * s.qy) / s.count;
    const double qq = fmax(s.qq - (s.qx * s.qx + s.qy * s.qy) / s.count, 1e-9);
    const double pp = s.pp - (s.px * s.px + s.py * s.py) / s.count;
    const double a = dot / qq, b = cross / qq;
    const scalp_mat3 roll = scalp_mat3_rotation((scalp_vec3){0, 0, scalp_atan2(b, a)});
    const double scale = fmax(sqrt(a * a + b * b), 1e-4);
    start result = {.misfit = pp - (dot * dot + cross * cross) / qq};
    result.pose.rotation = scalp_mat3_multiply(&roll, &upright);
    result.pose.x_px = (s.px - (a * s.qx - b * s.qy)) / s.count;
    result.pose.y_px = (s.py - (b * s.qx + a * s.qy)) / s.count;
    result.pose.log_scale = scalp_log(scale);
    result.pose.log_focal = sight->pose.log_focal;
    return result;
}

static double angle_between(const scalp_mat3 *a, const scalp_mat3 *b) {
    double trace = 0;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++)
            trace += a->m[i][k] * b->m[i][k];
    }
    return scalp_acos(scalp_clamp((trace - 1) / 2, -1, 1));
}

/* Three landmarks lie well on a head seen from nearly anywhere, so they are looked at from about
 * the stated side only. */
static bool few_landmarks(const scalp_sight *sight) {
    int count = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        count += sight->used[i];
    return count < SCALP_FIT_LANDMARKS;
}

static void make_starts(const scalp_joint *joint, start starts[STARTS]) {
    for (int p = 0; p < STARTS_PITCH; p++) {
        for (int y = 0; y < STARTS_YAW; y++)
            starts[p * STARTS_YAW + y] = start_from(joint, 30.0 * y, -60.0 + 30.0 * p);
    }
    const scalp_sight *sight = &joint->sights[0];
    for (int i = 0; sight->side_told && few_landmarks(sight) && i < STARTS; i++) {
        if (scalp_side_cosine(&sight->side, &starts[i].pose.rotation) < SIDE_COSINE)
            starts[i].misfit = HUGE_VAL;
    }
}

/* The best of the starts that are far from all those already chosen, or -1. */
static int next_start(const start starts[STARTS], const int *chosen, int count) {
    int best = -1;
    for (int i = 0; i < STARTS; i++) {
        bool far = true;
        for (int k = 0; k < count && far; k++)
            far = angle_between(&starts[i].pose.rotation, &starts[chosen[k]].pose.rotation) > APART;
        if (far && starts[i].misfit < HUGE_VAL &&
            (best < 0 || starts[i].misfit < starts[best].misfit))
            best = i;
    }
    return best;
}

bool scalp_pose_hides(const scalp_joint *joint, size_t sight, scalp_landmark landmark) {
    const scalp_sight *s = &joint->sights[sight];
    const scalp_camera camera = scalp_pose_camera(&s->pose, s->view);
    const scalp_vec3 at = scalp_shape_landmark(joint->shape, joint->measures, landmark);
    const scalp_vec3 to_camera =
        scalp_vec3_unit(scalp_vec3_sub(scalp_camera_position(&camera), at));
    return scalp_vec3_dot(to_camera, scalp_spread_landmark(landmark).facing) < HIDDEN_COSINE;
}

/* 0 where the camera stands on the stated side, 1 opposite to it. */
static double off_side(const scalp_sight *sight) {
    scalp_side side;
    if (!scalp_side_find(sight->view->side, &side))
        return 0;
    return (1 - scalp_side_cosine(&side, &sight->pose.rotation)) / 2;
}

/* What a pose costs. Residuals are counted at the scale `log_scale`, the same for all poses, for
 * otherwise a pose that makes the head large could afford larger errors. */
static double cost_of(const scalp_joint *joint, double log_scale) {
    const scalp_sight *sight = &joint->sights[0];
    const double factor = scalp_exp(sight->pose.log_scale - log_scale);
    const double distance = scalp_pose_depth(&sight->pose, (scalp_vec3){0, 0, 0});
    double cost = SIDE_COST * off_side(sight);
    if (distance < NEAREST_CAMERA_MM || distance > FARTHEST_CAMERA_MM)
        cost += HIDDEN_COST * SCALP_LANDMARKS_ON_HEAD;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!sight->used[i])
            continue;
        const double d = factor * scalp_joint_deviation(joint, 0, (scalp_landmark)i);
        cost += scalp_joint_robust(d);
        cost += scalp_pose_hides(joint, 0, (scalp_landmark)i) ? HIDDEN_COST : 0;
    }
    return cost;
}

double scalp_pose_guess(const scalp_joint *joint) {
    start starts[STARTS];
    make_starts(joint, starts);
    double least = starts[0].misfit;
    for (int i = 1; i < STARTS; i++)
        least = fmin(least, starts[i].misfit);
    return least;
}

scalp_status scalp_pose_search(scalp_joint *joint, int limit, const scalp_work *work, double *cost,
                               scalp_error *error) {
    start starts[STARTS];
    int chosen[STARTS];
    make_starts(joint, starts);
    scalp_sight best = joint->sights[0];
    *cost = 0;
    for (int i = 0; i < limit; i++) {
        chosen[i] = next_start(starts, chosen, i);
        if (chosen[i] < 0)
            break;
        joint->sights[0].pose = starts[chosen[i]].pose;
        double squares;
        scalp_joint_weigh(joint);
        SCALP_TRY(scalp_joint_solve(joint, work, &squares, error));
        scalp_joint_weigh(joint);
        SCALP_TRY(scalp_joint_solve(joint, work, &squares, error));
        const double this_cost = cost_of(joint, starts[chosen[0]].pose.log_scale);
        if (i == 0 || this_cost < *cost) {
            *cost = this_cost;
            best = joint->sights[0];
        }
    }
    joint->sights[0] = best;
    return SCALP_OK;
}
