/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/head.h>

#include "camera.h"
#include "check.h"
#include "diagnose.h"
#include "form.h"
#include "linalg.h"
#include "scale.h"
#include "shape.h"
#include "ties.h"

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
/* The stated side is asked when a pose is less sure than this, radians (4 degrees), and is believed
 * when it lies within 30 degrees of the pose. */
#define SIDE_UNSURE_RAD 0.07
#define SIDE_COSINE 0.866
/* A pose less sure than this, radians (20 degrees), is none. */
#define UNSURE_RAD 0.35

/* How the outline is sought, one round after the other: ever nearer to where it is supposed. At
 * last what remains is what measures and modes cannot follow. */
static const head_search searches[] = {
    {25, 6, false}, {14, 3, false}, {8, 2, false}, {6, 1.5, false}};
/* Robust squares by which an outline may make a photo's landmarks fit worse: about what the doubt
 * in six of them is worth. More, and the outline is that of something else. */
#define OUTLINE_COST 12.0
/* Landmarks nearer than that to the standard head's are left where they are. */
#define LEAST_OFFSET_MM 0.25

static const head_search no_search = {0, 1, false};

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
    const scalp_head_measures *measures; /* as asked for */
    const scalp_head *own;               /* the client's, whose shape is known; else NULL */
    bool photos;                         /* some view has a picture */
    scalp_head_form form;                /* of `head` */
} fitting;

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

static int used_count(const scalp_sight *sight) {
    int count = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        count += sight->used[i];
    return count;
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
        sight->side_told = used_count(sight) < SCALP_FIT_LANDMARKS &&
                           scalp_side_find(sight->view->side, &sight->side);
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
static scalp_status solve(fitting *f, int rounds, const head_search *search, scalp_error *error) {
    f->joint.personal = !f->own;
    f->joint.picked = f->own ? f->own->picked : NULL;
    for (int round = 0; round < rounds; round++) {
        double cost;
        SCALP_TRY(scalp_work_report(f->work, "fit", 0.5, error));
        for (size_t v = 0; v < f->count; v++) {
            scalp_scale_read(&f->joint.sights[v], &f->head);
            SCALP_TRY(head_ties_make(&f->head, &f->joint, v, search, f->work, error));
        }
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

/* Makes the head with the values found; where no head has them together, goes back half way to
 * those it began with, which some head has. */
static scalp_status make_head(fitting *f, scalp_error *error) {
    double *found = f->joint.measures;
    bool any = false;
    for (int k = 0; k < SCALP_SHAPES; k++)
        any = any || f->shape.free[k];
    for (int attempt = 0; any; attempt++) {
        const scalp_status status = head_shape_head(found, f->sex, f->work, &f->head, error);
        if (status == SCALP_OK)
            break;
        if (status != SCALP_ERR_INPUT || attempt > 8)
            return status;
        for (int k = 0; k < SCALP_SHAPES; k++)
            found[k] =
                attempt == 8 ? f->shape.made_with[k] : (found[k] + f->shape.made_with[k]) / 2;
    }
    head_shape_move(&f->shape, &f->head, found);
    return SCALP_OK;
}

/* The cameras once more, on the very skull that is handed back. */
static scalp_status settle(fitting *f, const head_search *search, scalp_error *error) {
    memset(f->shape.free, 0, sizeof f->shape.free);
    return solve(f, search->reach_mm > 0 ? 1 : 2, search, error);
}

/* The person's own landmarks become the head's. What is given as a measure stays as it is; the
 * origin moves along with the ears. */
static scalp_status make_own(fitting *f, scalp_error *error) {
    double mm[SCALP_MEASURES];
    scalp_head_form form = {{0}, {{0, 0, 0}}};
    for (int k = 0; k < SCALP_HEAD_MODES; k++)
        form.modes[k] = f->joint.measures[SCALP_MEASURES + k];
    f->form = form;
    double farthest = 0;
    if (f->own)
        return SCALP_OK;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!head_bend_pins((scalp_landmark)i))
            continue;
        form.offsets[i] = scalp_joint_offset(&f->joint, (scalp_landmark)i);
        farthest = fmax(farthest, scalp_vec3_length(form.offsets[i]));
    }
    if (farthest < LEAST_OFFSET_MM)
        return SCALP_OK;
    /* The length begins there, so that it goes up and down only; hairlines hang on it. */
    form.offsets[SCALP_GLABELLA].z = 0;
    memcpy(mm, f->joint.measures, sizeof mm);
    if (f->given[3] == 0)
        mm[3] += head_bend_make(&form).shift.y;
    const scalp_head_measures measures = scalp_measures_from_array(mm);
    const scalp_status status =
        scalp_head_make_own(&measures, &form, f->sex, f->work, &f->head, error);
    if (status == SCALP_OK)
        f->form = form;
    return status == SCALP_ERR_INPUT ? SCALP_OK : status;
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

/* The landmarks used from the head without the person's offsets. */
static double unshaped_rms_mm(const fitting *f, const scalp_sight *sight,
                              const scalp_camera *camera) {
    double squares = 0, count = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!sight->used[i])
            continue;
        double depth;
        const scalp_vec3 at = scalp_shape_landmark(&f->shape, f->joint.measures, (scalp_landmark)i);
        const scalp_vec2 made = scalp_camera_project(camera, at, &depth);
        const double x = made.x - sight->view->px[i].x, y = made.y - sight->view->px[i].y;
        const double mm_per_px = depth / camera->focal_px;
        squares += (x * x + y * y) * mm_per_px * mm_per_px;
        count += 1;
    }
    return sqrt(squares / fmax(count, 1));
}

static void fill_view(const fitting *f, size_t v, scalp_view_fit *result) {
    const scalp_sight *sight = &f->joint.sights[v];
    const double factor = misfit_factor(f, v, NOISE_BELIEF);
    double depth;
    result->camera = scalp_pose_camera(&sight->pose, sight->view);
    result->unshaped_rms_mm = unshaped_rms_mm(f, sight, &result->camera);
    const scalp_vec3 shift = head_bend_make(&f->form).shift;
    result->camera.translation = scalp_vec3_sub(result->camera.translation,
                                                scalp_mat3_apply(&result->camera.rotation, shift));
    result->outline_refused = sight->outline_refused;
    result->focal_source = sight->focal_source;
    result->scale_source = scale_source(f, v);
    (void)scalp_camera_project(&result->camera, scalp_head_middle(&f->head), &depth);
    result->px_per_mm = result->camera.focal_px / depth;
    result->px_per_mm_sd = result->px_per_mm * f->sureness[v].log_scale * fmax(factor, 1);
    result->rotation_sd_deg = f->sureness[v].angle_rad * fmax(factor, 1) * 180 / SCALP_PI;
    fill_residuals(sight, &f->head, result);
}

/* ---- Outlines ---------------------------------------------------------------------------- */

static scalp_status follow_outlines(fitting *f, scalp_error *error) {
    const size_t rounds = sizeof searches / sizeof *searches;
    for (size_t round = 0; round < rounds; round++) {
        SCALP_TRY(solve(f, 1, &searches[round], error));
        if (round + 1 < rounds)
            SCALP_TRY(make_head(f, error));
    }
    return SCALP_OK;
}

/* The outlines join in. One that the landmarks of its photo speak against is left out and the rest
 * done anew: no photo is worse off than with its landmarks alone. */
static scalp_status refine(fitting *f, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(f->work, f->count, sizeof(scalp_sight), &memory, error));
    scalp_sight *sights = memory;
    const scalp_joint before = f->joint;
    const scalp_shape shape = f->shape;
    const scalp_head head = f->head;
    memcpy(sights, f->joint.sights, f->count * sizeof *sights);
    for (size_t attempt = 0; attempt <= f->count; attempt++) {
        for (size_t k = SCALP_MEASURES; k < SCALP_SHAPES; k++) /* one photo tells no two sides */
            f->shape.free[k] = f->shape.vertex_slope[k] != NULL &&
                               (f->count > 1 || !head_mode_leans(k - SCALP_MEASURES));
        SCALP_TRY(follow_outlines(f, error));
        size_t worst = f->count;
        double most = OUTLINE_COST;
        for (size_t v = 0; v < f->count; v++) {
            scalp_sight *now = &f->joint.sights[v];
            memcpy(now->used, sights[v].used, sizeof now->used);
            const double after = scalp_joint_landmark_cost(&f->joint, v);
            scalp_joint then = before;
            then.sights = sights;
            const double more = after - scalp_joint_landmark_cost(&then, v);
            if (now->tie_count > now->view->midline_count && more > most) {
                worst = v;
                most = more;
            }
        }
        if (worst == f->count)
            return SCALP_OK;
        sights[worst].outline_refused = true;
        f->joint = before;
        f->shape = shape;
        f->head = head;
        memcpy(f->joint.sights, sights, f->count * sizeof *sights);
    }
    return SCALP_OK;
}

static scalp_status measure_gaps(const fitting *f, scalp_view_fit *results, scalp_error *error) {
    for (size_t v = 0; v < f->count; v++) {
        head_gap gap = {0};
        if (f->views[v].photo)
            SCALP_TRY(
                head_gap_measure(&f->head, &results[v].camera, &f->views[v], f->work, &gap, error));
        results[v].outline_seen_mm = gap.seen_mm;
        results[v].outline_rms_mm = gap.rms_mm;
        results[v].outline_max_mm = gap.max_mm;
    }
    return SCALP_OK;
}

static scalp_status fit_views(fitting *f, scalp_error *error) {
    bool points = f->photos && !f->own;
    for (size_t v = 0; v < f->count; v++)
        points = points || (f->views[v].midline_count > 0 && !f->own);
    SCALP_TRY(head_shape_make(&f->head, f->given, f->sex, points, f->work, &f->shape, error));
    SCALP_TRY(make_joint(f, error));
    SCALP_TRY(find_poses(f, error));
    const scalp_vec3 middle = scalp_head_middle(&f->head);
    SCALP_TRY(solve(f, ROUNDS, &no_search, error));
    SCALP_TRY(scalp_joint_measure(&f->joint, middle, f->work, f->sureness, error));
    SCALP_TRY(check_sure(f, error));
    const bool freed = free_focals(f), told = tell_sides(f);
    if (freed || told)
        SCALP_TRY(solve(f, ROUNDS, &no_search, error));
    if (f->photos)
        SCALP_TRY(refine(f, error));
    if (freed || told || f->photos)
        SCALP_TRY(scalp_joint_measure(&f->joint, middle, f->work, f->sureness, error));
    SCALP_TRY(make_head(f, error));
    SCALP_TRY(settle(f, f->photos ? &searches[3] : &no_search, error));
    return make_own(f, error);
}

static scalp_status make_fit(fitting *f, scalp_fit *fit, scalp_error *error) {
    for (size_t v = 0; v < f->count; v++) {
        SCALP_TRY(scalp_view_check(&f->views[v], error));
        f->photos = f->photos || f->views[v].photo;
    }
    if (f->own)
        f->head = *f->own;
    else
        SCALP_TRY(scalp_head_make(f->measures, f->sex, f->work, &f->head, error));
    if (f->count > 0)
        SCALP_TRY(fit_views(f, error));
    void *memory;
    SCALP_TRY(scalp_work_take(f->work, f->count, sizeof(scalp_view_fit), &memory, error));
    scalp_view_fit *results = memory;
    for (size_t v = 0; v < f->count; v++)
        fill_view(f, v, &results[v]);
    SCALP_TRY(measure_gaps(f, results, error));
    SCALP_TRY(scalp_work_report(f->work, "fit", 1, error));
    *fit = (scalp_fit){.head = f->head,
                       .measures = f->head.measures,
                       .form = f->form,
                       .view_count = f->count,
                       .views = results};
    if (error) /* what was tried on the way and no head had */
        *error = (scalp_error){.status = SCALP_OK};
    return SCALP_OK;
}

scalp_status scalp_fit_make(const scalp_head_measures *given, const char *sex,
                            const scalp_view *views, size_t view_count, const scalp_work *work,
                            scalp_fit *fit, scalp_error *error) {
    fitting f = {.views = views, .count = view_count, .sex = sex, .work = work, .measures = given};
    scalp_measures_to_array(given, f.given);
    return make_fit(&f, fit, error);
}

scalp_status scalp_fit_scan(const scalp_head *own, const char *sex, const scalp_view *views,
                            size_t view_count, const scalp_work *work, scalp_fit *fit,
                            scalp_error *error) {
    fitting f = {.views = views, .count = view_count, .sex = sex, .work = work, .own = own};
    scalp_measures_to_array(&own->measures, f.given);
    return make_fit(&f, fit, error);
}
