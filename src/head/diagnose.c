/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnose.h"

#include "check.h"
#include "pose.h"

#include <math.h>

/* Starts followed to the end: for the photo itself, and for each other reading of it. */
#define SEARCH_LIMIT 7
#define OTHER_LIMIT 5
/* Standard deviations beyond which a landmark is a mistake, not a person: 24 mm for most. */
#define MISTAKE 6.0
/* Beyond this (95 %, two dimensions) a landmark may be part of a mistake. */
#define SUSPECT 2.5
/* Root mean square deviation per coordinate that still counts as explained: 10 mm for most. */
#define EXPLAINED 2.5
/* A swap explains a photo better when it saves this many squared standard deviations. */
#define SWAP_GAIN 16.0
#define ENOUGH_TO_SET_ASIDE 6
#define SWAPS 5

typedef struct judgement {
    int used, mistakes, suspects;
    scalp_landmark worst;
    double worst_deviation, rms;
} judgement;

static judgement judge(const scalp_joint *joint, size_t sight) {
    judgement j = {.worst_deviation = -1};
    double squares = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!joint->sights[sight].used[i])
            continue;
        const double d = scalp_joint_deviation(joint, sight, (scalp_landmark)i);
        const bool hidden = scalp_pose_hides(joint, sight, (scalp_landmark)i);
        const double off = hidden ? d + MISTAKE : d;
        j.used++;
        j.mistakes += off > MISTAKE;
        j.suspects += off > SUSPECT;
        squares += d * d;
        if (off > j.worst_deviation) {
            j.worst_deviation = off;
            j.worst = (scalp_landmark)i;
        }
    }
    j.rms = sqrt(squares / (2.0 * (j.used > 0 ? j.used : 1)));
    return j;
}

static bool explained(const judgement *j) {
    return j->mistakes == 0 && j->rms <= EXPLAINED;
}

/* Another reading of the photo: which landmark each click belongs to. */
typedef struct reading {
    scalp_landmark a, b; /* exchanged; a == b: left and right exchanged throughout */
    double misfit;
} reading;

static void exchange(scalp_view *view, scalp_landmark a, scalp_landmark b) {
    const scalp_vec2 px = view->px[a];
    const bool has = view->has[a];
    view->px[a] = view->px[b];
    view->has[a] = view->has[b];
    view->px[b] = px;
    view->has[b] = has;
}

static void read_as(const scalp_joint *joint, reading as, scalp_view *view, scalp_sight *sight) {
    *sight = joint->sights[0];
    *view = *sight->view;
    if (as.a != as.b)
        exchange(view, as.a, as.b);
    for (int i = 0; as.a == as.b && i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (scalp_landmark_opposite((scalp_landmark)i) > (scalp_landmark)i)
            exchange(view, (scalp_landmark)i, scalp_landmark_opposite((scalp_landmark)i));
    }
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        sight->used[i] = view->has[i];
    sight->view = view;
}

static double guess_as(const scalp_joint *joint, reading as) {
    scalp_view view;
    scalp_sight sight;
    scalp_joint other = *joint;
    read_as(joint, as, &view, &sight);
    other.sights = &sight;
    return scalp_pose_guess(&other);
}

/* Puts a reading into the list of the best few. */
static int insert(reading *list, int count, reading as) {
    int at = count < SWAPS ? count++ : SWAPS;
    while (at > 0 && list[at - 1].misfit > as.misfit) {
        if (at < SWAPS)
            list[at] = list[at - 1];
        at--;
    }
    if (at < SWAPS)
        list[at] = as;
    return count;
}

/* The exchanges of two landmarks that by a quick guess explain the photo best. */
static int likely_swaps(const scalp_joint *joint, reading *list) {
    int count = 0;
    for (int a = 0; a < SCALP_LANDMARKS_ON_HEAD; a++) {
        for (int b = a + 1; b < SCALP_LANDMARKS_ON_HEAD; b++) {
            const bool *has = joint->sights[0].view->has;
            reading as = {(scalp_landmark)a, (scalp_landmark)b, 0};
            if (!has[a] && !has[b])
                continue;
            /* A click under the wrong name: only left taken for right is worth a guess. */
            if ((!has[a] || !has[b]) && scalp_landmark_opposite(as.a) != as.b)
                continue;
            as.misfit = guess_as(joint, as);
            count = insert(list, count, as);
        }
    }
    return count;
}

static scalp_status try_reading(const scalp_joint *joint, reading as, const scalp_work *work,
                                double *cost, scalp_error *error) {
    scalp_view view;
    scalp_sight sight;
    scalp_joint other = *joint;
    read_as(joint, as, &view, &sight);
    other.sights = &sight;
    SCALP_TRY(scalp_pose_search(&other, OTHER_LIMIT, work, cost, error));
    const judgement j = judge(&other, 0);
    if (!explained(&j))
        *cost = HUGE_VAL;
    return SCALP_OK;
}

/* Looks for a reading that explains the photo much better than `cost` does. */
static scalp_status find_swap(const scalp_joint *joint, double cost, const scalp_work *work,
                              bool *found, reading *best, scalp_error *error) {
    reading list[SWAPS + 1] = {{SCALP_TRAGION_L, SCALP_TRAGION_L, 0}};
    const int count = 1 + likely_swaps(joint, list + 1);
    double least = cost - SWAP_GAIN;
    *found = false;
    for (int i = 0; i < count; i++) {
        double this_cost;
        SCALP_TRY(try_reading(joint, list[i], work, &this_cost, error));
        if (this_cost < least) {
            least = this_cost;
            *best = list[i];
            *found = true;
        }
    }
    return SCALP_OK;
}

static scalp_status say_swap(const scalp_view *view, reading as, scalp_error *error) {
    if (as.a == as.b)
        return scalp_fail(
            error, SCALP_ERR_NO,
            "Photo %s: left and right are exchanged in all landmarks, or the photo is "
            "mirrored; _l is the client's own left: rename them, or take the photo as "
            "the camera saw it.",
            scalp_view_name(view));
    if (!view->has[as.a] || !view->has[as.b])
        return scalp_fail(
            error, SCALP_ERR_NO,
            "Photo %s: landmark %s looks like %s; _l is the client's own left: rename "
            "it.",
            scalp_view_name(view), scalp_landmark_name(view->has[as.a] ? as.a : as.b),
            scalp_landmark_name(view->has[as.a] ? as.b : as.a));
    return scalp_fail(error, SCALP_ERR_NO,
                      "Photo %s: landmarks %s and %s look swapped; exchange them (_l is the "
                      "client's own left).",
                      scalp_view_name(view), scalp_landmark_name(as.a), scalp_landmark_name(as.b));
}

static scalp_status say_unexplained(const scalp_view *view, const judgement *j,
                                    scalp_error *error) {
    return scalp_fail(
        error, SCALP_ERR_NO,
        "Photo %s: no pose of a head explains its landmarks; %s fits worst: check that "
        "it is marked where it belongs, that left and right (the client's own) are not "
        "exchanged and that the photo is not mirrored.",
        scalp_view_name(view), scalp_landmark_name(j->worst));
}

scalp_status scalp_pose_find(scalp_joint *joint, const scalp_work *work, scalp_error *error) {
    scalp_sight *sight = &joint->sights[0];
    double cost;
    SCALP_TRY(scalp_pose_search(joint, SEARCH_LIMIT, work, &cost, error));
    judgement j = judge(joint, 0);
    if (explained(&j) && j.suspects < 2)
        return SCALP_OK;
    bool swapped;
    reading as;
    SCALP_TRY(find_swap(joint, cost, work, &swapped, &as, error));
    if (swapped)
        return say_swap(sight->view, as, error);
    if (explained(&j))
        return SCALP_OK;
    const judgement first = j;
    if (j.used >= ENOUGH_TO_SET_ASIDE) {
        sight->used[j.worst] = false;
        SCALP_TRY(scalp_pose_search(joint, SEARCH_LIMIT, work, &cost, error));
        j = judge(joint, 0);
    }
    return explained(&j) ? SCALP_OK : say_unexplained(sight->view, &first, error);
}

void scalp_pose_set_aside(scalp_joint *joint, size_t sight) {
    const judgement j = judge(joint, sight);
    if (j.used >= ENOUGH_TO_SET_ASIDE && j.worst_deviation > MISTAKE)
        joint->sights[sight].used[j.worst] = false;
}
