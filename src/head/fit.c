/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/head.h>

#include "camera.h"
#include "check.h"
#include "diagnose.h"
#include "linalg.h"
#include "scale.h"

#include <math.h>
#include <string.h>

/* Diagonal of 24 x 36 mm film, mm: what a 35-mm equivalent focal length refers to (CIPA DC-008). */
#define FILM_DIAGONAL_MM 43.267
/* Assumed where nothing is known, mm: between a phone's wide and long lens, what a careful
 * photographer stands back for; and its spread as a standard deviation of the logarithm, 60 mm
 * becoming 44 or 81. */
#define ASSUMED_FOCAL_MM 60.0
#define ASSUMED_FOCAL_SD 0.3
/* The landmarks tell the focal length when its logarithm is known to this standard deviation. */
#define SOLVED_FOCAL_SD 0.1
#define SOLVED_LANDMARKS 6
/* How many coordinates the supposed noise is worth against the residuals seen. For the focal
 * length hardly any: clicks on a head of exactly the standard shape may tell it. */
#define NOISE_BELIEF 4.0
#define FOCAL_BELIEF 0.1
/* Weights and scale readings depend on the result a little; these many rounds settle them. */
#define ROUNDS 3
/* How far a measure is changed to learn what it does to the landmarks, mm. */
#define PROBE_MM 2.0
/* The stated side is asked when a pose is less sure than this, radians (4 degrees), and is believed
 * when it lies within 30 degrees of the pose. */
#define SIDE_UNSURE_RAD 0.07
#define SIDE_COSINE 0.866
/* A pose less sure than this, radians (20 degrees), is none. */
#define UNSURE_RAD 0.35

/* Limits of the measures as scalp_head_make has them. */
static const double measure_low[SCALP_MEASURES] = {160, 120, 450, 100};
static const double measure_high[SCALP_MEASURES] = {240, 190, 680, 165};

/* What scalp_fit_make knows while it works. */
typedef struct fitting {
    const scalp_view *views;
    size_t count;
    const char *sex;
    const scalp_work *work;
    double given[SCALP_MEASURES]; /* 0: not given */
    scalp_head head;
    scalp_shape shape;
    scalp_joint joint;
    scalp_joint_sureness *sureness;
} fitting;

/* ---- What a measure does to the landmarks ------------------------------------------------ */

/* Moves one measure up, or down where no head has it so; the head so made is given up again. */
static scalp_status probe(fitting *f, int measure, scalp_error *error) {
    const double *base = f->shape.made_with;
    double step = PROBE_MM;
    for (int attempt = 0; attempt < 2; attempt++, step = -step) {
        double wanted[SCALP_MEASURES];
        memcpy(wanted, base, sizeof wanted);
        wanted[measure] += step;
        const scalp_head_measures measures = scalp_measures_from_array(wanted);
        const scalp_arena_mark mark = scalp_arena_here(f->work->memory);
        scalp_head head;
        const scalp_status status = scalp_head_make(&measures, f->sex, f->work, &head, error);
        scalp_arena_return(f->work->memory, mark);
        if (status == SCALP_ERR_INPUT)
            continue;
        if (status != SCALP_OK)
            return status;
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            f->shape.slope[measure][i] =
                scalp_vec3_scale(scalp_vec3_sub(head.landmarks[i], f->shape.base[i]), 1 / step);
        return SCALP_OK;
    }
    f->shape.free[measure] = false;
    return SCALP_OK;
}

static scalp_status make_shape(fitting *f, scalp_error *error) {
    memset(&f->shape, 0, sizeof f->shape);
    memcpy(f->shape.base, f->head.landmarks, sizeof f->shape.base);
    scalp_measures_to_array(&f->head.measures, f->shape.made_with);
    for (int k = 0; k < SCALP_MEASURES; k++) {
        f->shape.free[k] = f->given[k] == 0;
        if (f->shape.free[k])
            SCALP_TRY(probe(f, k, error));
    }
    return SCALP_OK;
}

/* ---- The problem ------------------------------------------------------------------------- */

static void set_focal(scalp_sight *sight) {
    const scalp_view *view = sight->view;
    const double w = view->width, h = view->height, film = view->focal_35mm;
    const double px_per_film_mm = sqrt(w * w + h * h) / FILM_DIAGONAL_MM;
    double focal = ASSUMED_FOCAL_MM * px_per_film_mm;
    sight->focal_source = SCALP_FOCAL_ASSUMED;
    if (view->focal_px > 0) {
        sight->focal_source = SCALP_FOCAL_GIVEN;
        focal = view->focal_px;
    } else if (film >= 1 && film <= 2000) {
        sight->focal_source = SCALP_FOCAL_EXIF;
        focal = film * px_per_film_mm;
    }
    sight->focal_free = sight->focal_source == SCALP_FOCAL_ASSUMED;
    sight->focal_prior = sight->pose.log_focal = scalp_log(focal);
    sight->focal_prior_sd = ASSUMED_FOCAL_SD;
}

/* False when the table of spreads is no covariance. */
static bool set_prior(fitting *f) {
    const scalp_head_measures mean = scalp_head_measures_mean(f->sex);
    scalp_measures_to_array(&mean, f->joint.prior_mean);
    memcpy(f->joint.measures, f->shape.made_with, sizeof f->joint.measures);
    scalp_spread_measures(f->sex, f->joint.prior_factor);
    return scalp_linalg_cholesky(f->joint.prior_factor, SCALP_MEASURES);
}

static scalp_status make_joint(fitting *f, scalp_error *error) {
    void *sights, *sureness;
    SCALP_TRY(scalp_work_take(f->work, f->count, sizeof(scalp_sight), &sights, error));
    SCALP_TRY(scalp_work_take(f->work, f->count, sizeof(scalp_joint_sureness), &sureness, error));
    f->sureness = sureness;
    f->joint = (scalp_joint){.sights = sights, .sight_count = f->count, .shape = &f->shape};
    if (!set_prior(f))
        return scalp_fail(
            error, SCALP_ERR_MACHINE,
            "The table of head measures is no covariance; install the program again.");
    for (size_t v = 0; v < f->count; v++) {
        scalp_sight *sight = &f->joint.sights[v];
        sight->view = &f->views[v];
        set_focal(sight);
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            sight->used[i] = sight->view->has[i];
    }
    return SCALP_OK;
}

/* Each photo by itself, on the head as it was made. */
static scalp_status find_poses(fitting *f, scalp_error *error) {
    scalp_shape fixed = f->shape;
    memset(fixed.free, 0, sizeof fixed.free);
    for (size_t v = 0; v < f->count; v++) {
        SCALP_TRY(scalp_work_report(f->work, "fit", 0.5 * (double)v / (double)f->count, error));
        scalp_joint one = f->joint;
        one.shape = &fixed;
        one.sights = &f->joint.sights[v];
        one.sight_count = 1;
        SCALP_TRY(scalp_pose_find(&one, f->work, error));
    }
    return SCALP_OK;
}

/* All photos together, weights and readings following the result. */
static scalp_status solve(fitting *f, int rounds, scalp_error *error) {
    f->joint.personal = true;
    for (int round = 0; round < rounds; round++) {
        double cost;
        SCALP_TRY(scalp_work_report(f->work, "fit", 0.5, error));
        for (size_t v = 0; v < f->count; v++)
            scalp_scale_read(&f->joint.sights[v], &f->head);
        scalp_joint_weigh(&f->joint);
        SCALP_TRY(scalp_joint_solve(&f->joint, f->work, &cost, error));
        for (size_t v = 0; v < f->count; v++)
            scalp_pose_set_aside(&f->joint, v);
    }
    return SCALP_OK;
}

/* How much better or worse than supposed the landmarks of a photo fit, as a factor of standard
 * deviations; the supposition counts as much as `belief` coordinates (an inverse chi-squared
 * prior). */
static double misfit_factor(const fitting *f, size_t v, double belief) {
    double squares = 0, count = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!f->joint.sights[v].used[i])
            continue;
        const double d = scalp_joint_deviation(&f->joint, v, (scalp_landmark)i);
        squares += d * d;
        count += 2;
    }
    const double freedom = fmax(count - 7, 0);
    return sqrt((squares + belief) / (freedom + belief));
}

static int used_count(const scalp_sight *sight) {
    int count = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        count += sight->used[i];
    return count;
}

/* Lets go of the assumed focal length where the landmarks tell a better one. */
static bool free_focals(fitting *f) {
    bool any = false;
    for (size_t v = 0; v < f->count; v++) {
        scalp_sight *sight = &f->joint.sights[v];
        if (!sight->focal_free || !f->sureness[v].determined ||
            used_count(sight) < SOLVED_LANDMARKS ||
            f->sureness[v].log_focal * misfit_factor(f, v, FOCAL_BELIEF) > SOLVED_FOCAL_SD)
            continue;
        sight->focal_source = SCALP_FOCAL_SOLVED;
        sight->focal_prior_sd = 0;
        any = true;
    }
    return any;
}

/* Lets the stated side help where the landmarks leave the direction open, as four of them do in a
 * profile, and where it is not far from what they say. */
static bool tell_sides(fitting *f) {
    bool any = false;
    for (size_t v = 0; v < f->count; v++) {
        scalp_sight *sight = &f->joint.sights[v];
        const double unsure = f->sureness[v].rotation_rad * misfit_factor(f, v, NOISE_BELIEF);
        if (!f->sureness[v].determined || unsure < SIDE_UNSURE_RAD ||
            !scalp_side_find(sight->view->side, &sight->side) ||
            scalp_side_cosine(&sight->side, &sight->pose.rotation) < SIDE_COSINE)
            continue;
        sight->side_told = true;
        any = true;
    }
    return any;
}

static scalp_status check_sure(const fitting *f, scalp_error *error) {
    for (size_t v = 0; v < f->count; v++) {
        if (f->sureness[v].determined && f->sureness[v].rotation_rad < UNSURE_RAD)
            continue;
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "Photo %s: its landmarks lie too near to one line or to each other to fix "
            "a pose; mark more of them, for example a tragion, menton or vertex.",
            scalp_view_name(f->joint.sights[v].view));
    }
    return SCALP_OK;
}

/* ---- The head as found ------------------------------------------------------------------- */

/* Makes the head with the measures found; where no head has them together, goes back half way to
 * those it began with, which some head has. */
static scalp_status make_head(fitting *f, scalp_error *error) {
    double *found = f->joint.measures;
    bool any = false;
    for (int k = 0; k < SCALP_MEASURES; k++) {
        found[k] = scalp_clamp(found[k], measure_low[k], measure_high[k]);
        any = any || f->shape.free[k];
    }
    if (!any)
        return SCALP_OK;
    for (int attempt = 0;; attempt++) {
        const scalp_head_measures measures = scalp_measures_from_array(found);
        const scalp_status status = scalp_head_make(&measures, f->sex, f->work, &f->head, error);
        if (status != SCALP_ERR_INPUT || attempt == 8)
            return status;
        for (int k = 0; k < SCALP_MEASURES; k++)
            found[k] = (found[k] + f->shape.made_with[k]) / 2;
    }
}

/* The cameras once more, on the very head that is handed back. */
static scalp_status settle(fitting *f, scalp_error *error) {
    memcpy(f->shape.base, f->head.landmarks, sizeof f->shape.base);
    memcpy(f->shape.made_with, f->joint.measures, sizeof f->shape.made_with);
    memset(f->shape.free, 0, sizeof f->shape.free);
    return solve(f, 2, error);
}

static scalp_scale_source scale_source(const fitting *f, size_t v) {
    bool measured = false, length = f->joint.sights[v].length.has;
    bool iris = f->joint.sights[v].iris.has;
    for (int k = 0; k < SCALP_MEASURES; k++)
        measured = measured || f->given[k] > 0;
    /* Without one of its own, a photo takes the scale through the head from another photo. */
    for (size_t i = 0; i < f->count && !length && !measured; i++)
        length = f->joint.sights[i].length.has;
    for (size_t i = 0; i < f->count && !iris; i++)
        iris = f->joint.sights[i].iris.has;
    if (length)
        return SCALP_SCALE_LENGTH;
    if (measured)
        return SCALP_SCALE_HEAD;
    return iris ? SCALP_SCALE_IRIS : SCALP_SCALE_PRIOR;
}

static void fill_residuals(const scalp_sight *sight, const scalp_head *head,
                           scalp_view_fit *result) {
    double px2 = 0, mm2 = 0, count = 0;
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++) {
        result->residual_px[i] = -1;
        if (i >= SCALP_LANDMARKS_ON_HEAD || !sight->view->has[i])
            continue;
        double depth;
        const scalp_vec2 made = scalp_camera_project(&result->camera, head->landmarks[i], &depth);
        const double x = made.x - sight->view->px[i].x, y = made.y - sight->view->px[i].y;
        result->residual_px[i] = sqrt(x * x + y * y);
        if (!sight->used[i])
            continue;
        const double mm = result->residual_px[i] * depth / result->camera.focal_px;
        px2 += result->residual_px[i] * result->residual_px[i];
        mm2 += mm * mm;
        count += 1;
    }
    result->rms_px = sqrt(px2 / fmax(count, 1));
    result->rms_mm = sqrt(mm2 / fmax(count, 1));
}

static void fill_view(const fitting *f, size_t v, scalp_view_fit *result) {
    const scalp_sight *sight = &f->joint.sights[v];
    const double factor = misfit_factor(f, v, NOISE_BELIEF);
    double depth;
    result->camera = scalp_pose_camera(&sight->pose, sight->view);
    result->focal_source = sight->focal_source;
    result->scale_source = scale_source(f, v);
    (void)scalp_camera_project(&result->camera, scalp_head_middle(&f->head), &depth);
    result->px_per_mm = result->camera.focal_px / depth;
    result->px_per_mm_sd = result->px_per_mm * f->sureness[v].log_scale * fmax(factor, 1);
    result->rotation_sd_deg = f->sureness[v].rotation_rad * factor * 180 / SCALP_PI;
    fill_residuals(sight, &f->head, result);
}

static scalp_status fit_views(fitting *f, scalp_error *error) {
    SCALP_TRY(make_shape(f, error));
    SCALP_TRY(make_joint(f, error));
    SCALP_TRY(find_poses(f, error));
    const scalp_vec3 middle = scalp_head_middle(&f->head);
    SCALP_TRY(solve(f, ROUNDS, error));
    SCALP_TRY(scalp_joint_measure(&f->joint, middle, f->work, f->sureness, error));
    SCALP_TRY(check_sure(f, error));
    const bool freed = free_focals(f), told = tell_sides(f);
    if (freed || told) {
        SCALP_TRY(solve(f, ROUNDS, error));
        SCALP_TRY(scalp_joint_measure(&f->joint, middle, f->work, f->sureness, error));
    }
    SCALP_TRY(make_head(f, error));
    return settle(f, error);
}

scalp_status scalp_fit_make(const scalp_head_measures *given, const char *sex,
                            const scalp_view *views, size_t view_count, const scalp_work *work,
                            scalp_fit *fit, scalp_error *error) {
    fitting f = {.views = views, .count = view_count, .sex = sex, .work = work};
    scalp_measures_to_array(given, f.given);
    for (size_t v = 0; v < view_count; v++)
        SCALP_TRY(scalp_view_check(&views[v], error));
    SCALP_TRY(scalp_head_make(given, sex, work, &f.head, error));
    if (view_count > 0)
        SCALP_TRY(fit_views(&f, error));
    void *results;
    SCALP_TRY(scalp_work_take(work, view_count, sizeof(scalp_view_fit), &results, error));
    for (size_t v = 0; v < view_count; v++)
        fill_view(&f, v, (scalp_view_fit *)results + v);
    SCALP_TRY(scalp_work_report(work, "fit", 1, error));
    *fit = (scalp_fit){
        .head = f.head, .measures = f.head.measures, .view_count = view_count, .views = results};
    return SCALP_OK;
}
