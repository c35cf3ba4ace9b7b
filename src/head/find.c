/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a scan lies when no landmark was picked: the standard head's face and scalp are laid on it
 * from every side (closest points, Chen & Medioni 1992), and the best way of standing must be much
 * better than the next. */
#include <scalptor/head.h>

#include "rigid.h"

#include <math.h>

enum {
    ups = 6,
    yaws = 8,
    starts = ups * yaws,
    coarse_samples = 300,
    fine_samples = 1500,
    coarse_steps = 12,
    fine_steps = 12,
    most_candidates = 3,
    rounds = 3,
    bins = 200
};

static const double coarse_reach_mm = 20, fine_reach_mm = 6; /* halve the weight, about */
static const double lost_mm = 20;   /* no place of the scan is nearer, or none faces that way */
static const double same_way = 0.5; /* cosine between skin and scan */
static const double nearest_share = 0.85;
static const double head_tall_mm = 120;
static const double other_cosine = 0.866; /* ways of standing that differ by 30 degrees */
static const double most_mm = 3, clearly = 1.5;

typedef struct sampling {
    const scalp_head *head;
    const uint32_t *vertex;
    size_t count;
} sampling;

typedef struct try_out {
    head_pose pose;
    double rms_mm;
} try_out;

typedef struct finding {
    const scalp_mesh *scan;
    const scalp_bvh *tree;
    sampling samples;
    double reach_mm;
    int steps;
    try_out *tried;
} finding;

/* ---- One way of standing ------------------------------------------------------------------- */

/* The place of the scan for a point of the head, posed; false where the scan has none. */
static bool meet(const finding *f, const head_pose *pose, size_t vertex, scalp_vec3 *at,
                 double *distance) {
    const scalp_mesh *head = &f->samples.head->mesh;
    const scalp_mesh_point near =
        scalp_bvh_closest(f->tree, head_pose_undo(pose, head->vertices[vertex]), distance);
    const scalp_vec3 n = scalp_mat3_apply(&pose->rotation, scalp_mesh_normal(f->scan, near));
    *at = head_pose_apply(pose, scalp_mesh_position(f->scan, near));
    return *distance < lost_mm && scalp_vec3_dot(n, head->normals[vertex]) > same_way;
}

/* Distances, counted in bins. */
typedef struct tally {
    double squares[bins];
    size_t count[bins], all;
} tally;

static void count_distance(tally *t, double distance) {
    const size_t bin = (size_t)(bins * scalp_clamp(distance / lost_mm, 0, 0.9999));
    t->squares[bin] += distance * distance;
    t->count[bin]++;
    t->all++;
}

/* Root mean square of the nearest ones: chin, ears and hair are everybody's own. */
static double rms_of_nearest(const tally *t) {
    double squares = 0, left = nearest_share * (double)t->all;
    for (size_t i = 0; i < bins && left > 0; i++) {
        const double count = (double)t->count[i];
        const double share = count <= left ? 1 : left / count;
        squares += share * t->squares[i];
        left -= count;
    }
    return sqrt(squares / (nearest_share * (double)t->all));
}

/* Adds all samples to the rows; how far they lie from the scan. */
static double compare(const finding *f, const head_pose *pose, head_rows *rows) {
    const scalp_mesh *head = &f->samples.head->mesh;
    tally distances = {.all = 0};
    for (size_t i = 0; i < f->samples.count; i++) {
        const size_t v = f->samples.vertex[i];
        scalp_vec3 at;
        double distance;
        if (!meet(f, pose, v, &at, &distance)) {
            count_distance(&distances, lost_mm);
            continue;
        }
        const scalp_vec3 n = head->normals[v];
        const double off = scalp_vec3_dot(scalp_vec3_sub(at, head->vertices[v]), n);
        const double share = distance / f->reach_mm, less = 1 / (1 + share * share);
        count_distance(&distances, distance);
        head_rows_add(rows, at, n, off, less * less); /* Geman & McClure 1985 */
    }
    return rms_of_nearest(&distances);
}

static void follow(void *context, size_t i) {
    const finding *f = context;
    try_out *t = &f->tried[i];
    for (int step = 0; step <= f->steps; step++) {
        head_rows rows = {.count = 0};
        t->rms_mm = compare(f, &t->pose, &rows);
        if (step < f->steps && !head_rows_improve(&rows, &t->pose))
            return;
    }
}

/* ---- All ways ------------------------------------------------------------------------------ */

/* Every so-many-th vertex of face and scalp. */
static scalp_status take_samples(const scalp_head *head, size_t most, const scalp_work *work,
                                 sampling *samples, scalp_error *error) {
    void *memory;
    size_t all = 0, count = 0, k = 0;
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        all += head->region[i] == SCALP_REGION_SCALP || head->region[i] == SCALP_REGION_FACE;
    SCALP_TRY(scalp_work_take(work, most, sizeof(uint32_t), &memory, error));
    uint32_t *vertex = memory;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        if (head->region[i] != SCALP_REGION_SCALP && head->region[i] != SCALP_REGION_FACE)
            continue;
        if (count < most && k * most >= count * all)
            vertex[count++] = (uint32_t)i;
        k++;
    }
    *samples = (sampling){head, vertex, count};
    return SCALP_OK;
}

static scalp_vec3 axis(int i) {
    const double sign = i < 3 ? 1 : -1;
    return (scalp_vec3){i % 3 == 1 ? sign : 0, i % 3 == 0 ? sign : 0, i % 3 == 2 ? sign : 0};
}

typedef struct box {
    scalp_vec3 low, high;
} box;

/* The box round what lies less than a head below the top, along the pose's axes. */
static box top_box(const scalp_mesh *mesh, const scalp_mat3 *turn) {
    double top = -HUGE_VAL;
    box b = {{HUGE_VAL, HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL, -HUGE_VAL}};
    for (size_t i = 0; i < mesh->vertex_count; i++)
        top = fmax(top, scalp_mat3_apply(turn, mesh->vertices[i]).y);
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = scalp_mat3_apply(turn, mesh->vertices[i]);
        if (p.y < top - head_tall_mm)
            continue;
        b.low = (scalp_vec3){fmin(b.low.x, p.x), fmin(b.low.y, p.y), fmin(b.low.z, p.z)};
        b.high = (scalp_vec3){fmax(b.high.x, p.x), fmax(b.high.y, p.y), fmax(b.high.z, p.z)};
    }
    return b;
}

/* Each axis of the file upwards, and the face to eight sides: top on top, middle on middle. */
static void start_from(const finding *f, size_t i) {
    static const scalp_mat3 straight = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    const box head = top_box(&f->samples.head->mesh, &straight);
    const scalp_vec3 up = axis((int)(i / yaws));
    scalp_vec3 u, v;
    double sine, cosine;
    scalp_vec3_tangents(up, &u, &v);
    scalp_sincos(2 * SCALP_PI * (double)(i % yaws) / yaws, &sine, &cosine);
    const scalp_vec3 z = scalp_vec3_add(scalp_vec3_scale(u, cosine), scalp_vec3_scale(v, sine));
    const scalp_vec3 x = scalp_vec3_cross(up, z);
    head_pose pose = {{{{x.x, x.y, x.z}, {up.x, up.y, up.z}, {z.x, z.y, z.z}}}, {0, 0, 0}};
    const box scan = top_box(f->scan, &pose.rotation);
    pose.shift = (scalp_vec3){(head.low.x + head.high.x - scan.low.x - scan.high.x) / 2,
                              head.high.y - scan.high.y,
                              (head.low.z + head.high.z - scan.low.z - scan.high.z) / 2};
    f->tried[i].pose = pose;
}

/* Cosine of the turn between two rotations. */
static double cosine_between(const scalp_mat3 *a, const scalp_mat3 *b) {
    double trace = 0;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++)
            trace += a->m[i][k] * b->m[i][k];
    }
    return (trace - 1) / 2;
}

/* The best of those that stand otherwise than the ones before; how many there are. */
static size_t pick_candidates(const try_out *tried, size_t count, try_out *best, size_t most) {
    size_t found = 0;
    for (; found < most; found++) {
        const try_out *next = NULL;
        for (size_t i = 0; i < count; i++) {
            bool other = true;
            for (size_t k = 0; k < found; k++)
                other = other && cosine_between(&best[k].pose.rotation, &tried[i].pose.rotation) <
                                     other_cosine;
            if (other && (!next || tried[i].rms_mm < next->rms_mm))
                next = &tried[i];
        }
        if (!next)
            break;
        best[found] = *next;
    }
    return found;
}

/* ---- In full ------------------------------------------------------------------------------- */

/* The candidate again, with a head of its own measures and all samples. */
static scalp_status refine(finding *f, const char *sex, const scalp_work *work, try_out *t,
                           scalp_scan_fit *fit, scalp_error *error) {
    f->tried = t;
    f->steps = fine_steps;
    f->reach_mm = fine_reach_mm;
    for (int round = 0; round < rounds; round++) {
        SCALP_TRY(head_scan_measure(f->scan, &t->pose, fit->head.landmarks[SCALP_GLABELLA].y, work,
                                    &fit->size, error));
        SCALP_TRY(head_like_scan(&fit->size, sex, work, &fit->head, error));
        SCALP_TRY(take_samples(&fit->head, fine_samples, work, &f->samples, error));
        follow(f, 0);
    }
    fit->rotation = t->pose.rotation;
    fit->shift = t->pose.shift;
    fit->surface_mm = t->rms_mm;
    return SCALP_OK;
}

/* Of the scalp alone, as when landmarks were picked. */
static double scalp_rms(const finding *f, const scalp_scan_fit *fit) {
    const head_pose pose = {fit->rotation, fit->shift};
    double squares = 0, count = 0;
    for (size_t i = 0; i < f->samples.count; i++) {
        scalp_vec3 at;
        double distance;
        if (fit->head.region[f->samples.vertex[i]] != SCALP_REGION_SCALP ||
            !meet(f, &pose, f->samples.vertex[i], &at, &distance))
            continue;
        squares += distance * distance;
        count++;
    }
    return count > 0 ? sqrt(squares / count) : 0;
}

static scalp_status judge(const scalp_scan_fit *fit, scalp_error *error) {
    if (!(fit->surface_mm <= most_mm))
        return scalp_fail(error, SCALP_ERR_NO,
                          "Without landmarks the head is not found: at best face and scalp lie "
                          "%.1f mm (RMS) from the standard head's, and %.0f is the most.",
                          fit->surface_mm, most_mm);
    if (!(fit->next_mm >= clearly * fit->surface_mm))
        return scalp_fail(error, SCALP_ERR_NO,
                          "Without landmarks the head is not found: it may look two ways, %.1f and "
                          "%.1f mm (RMS) from the standard head.",
                          fit->surface_mm, fit->next_mm);
    return SCALP_OK;
}

scalp_status scalp_scan_find(const scalp_mesh *mesh, const char *sex, const scalp_work *work,
                             scalp_scan_fit *fit, scalp_error *error) {
    static const scalp_head_measures unknown;
    scalp_head mean;
    void *memory;
    try_out best[most_candidates];
    finding f = {.scan = mesh, .reach_mm = coarse_reach_mm, .steps = coarse_steps};
    SCALP_TRY(scalp_head_make(&unknown, sex, work, &mean, error));
    SCALP_TRY(scalp_bvh_make(mesh, work, &f.tree, error));
    SCALP_TRY(take_samples(&mean, coarse_samples, work, &f.samples, error));
    SCALP_TRY(scalp_work_take(work, starts, sizeof(try_out), &memory, error));
    f.tried = memory;
    for (size_t i = 0; i < starts; i++)
        start_from(&f, i);
    SCALP_TRY(scalp_work_report(work, "find", 0, error));
    scalp_pool_for(work->pool, starts, follow, &f);
    const size_t count = pick_candidates(f.tried, starts, best, most_candidates);
    scalp_scan_fit made = {.surface_mm = HUGE_VAL}, next = {.next_mm = 0};
    double second = HUGE_VAL;
    for (size_t i = 0; i < count; i++) {
        SCALP_TRY(scalp_work_report(work, "find", (double)(i + 1) / (double)(count + 1), error));
        next = (scalp_scan_fit){.head = mean};
        SCALP_TRY(refine(&f, sex, work, &best[i], &next, error));
        next.rms_mm = scalp_rms(&f, &next);
        const bool better = next.surface_mm < made.surface_mm;
        second = fmin(second, better ? made.surface_mm : next.surface_mm);
        made = better ? next : made;
    }
    made.next_mm = second;
    SCALP_TRY(judge(&made, error));
    *fit = made;
    return SCALP_OK;
}
