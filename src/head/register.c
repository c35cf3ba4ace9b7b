/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head drawn onto a scan: every vertex moves towards the nearest place of the scan
 * while neighbours move alike, ever less stiffly (after Amberg, Romdhani & Vetter 2007, with
 * displacements in place of affine maps). */
#include <scalptor/head.h>

#include <math.h>
#include <string.h>

/* How much alike neighbours move: about the square of the number of edges over which a pull is
 * spread. And how far the scan may lie, mm: what is farther is hair, a hole or shoulders. */
static const struct {
    double stiffness, reach_mm, marks;
} stages[] = {{3000, 25, 100}, {1000, 20, 60}, {300, 15, 40}, {100, 12, 20},
              {30, 10, 10},    {10, 8, 5},     {5, 6, 2},     {3, 5, 1}};
enum { stage_count = sizeof stages / sizeof *stages, rounds = 1, most_steps = 60, many_marks = 8 };

static const double same_way = 0.6;   /* cosine between skin and scan */
static const double beside_mm = 1.0;  /* farther, and mostly sideways: the scan has a hole there */
static const double ear_weight = 0.1; /* folds that a smooth motion cannot follow */
static const double along_weight = 0.02;
static const double beside_ear_mm = 8;  /* from a root that was led there to the scan */
static const double nearly_mm = 0.4;    /* a stretch of some 17 mm on a round head */
static const double good_enough = 1e-7; /* of the squared residual */

/* A symmetric 3 x 3 matrix: xx, xy, xz, yy, yz, zz. */
typedef struct block {
    double s[6];
} block;

typedef struct registration {
    const scalp_head *from; /* the standard head with the scan's measures */
    scalp_mesh scan;        /* in the head's frame */
    const scalp_bvh *tree;
    size_t count;
    scalp_vec3 *moved; /* displacement of each vertex */
    scalp_vec3 *goal;  /* A goal for the displacement, in the sense of `pull` */
    block *pull;
    uint8_t *met; /* the scan is there */
    /* Neighbours of vertex i: next[first[i]] .. next[first[i + 1]], each edge from both its ends.
     */
    uint32_t *first, *next;
    scalp_vec3 *residual, *step, *image, *ready; /* of the conjugate gradients */
    double stiffness, reach_mm;
} registration;

static scalp_vec3 multiply(const block *b, scalp_vec3 v) {
    const double *s = b->s;
    return (scalp_vec3){s[0] * v.x + s[1] * v.y + s[2] * v.z, s[1] * v.x + s[3] * v.y + s[4] * v.z,
                        s[2] * v.x + s[4] * v.y + s[5] * v.z};
}

/* weight n n^T + along (1 - n n^T). */
static block pull_along(scalp_vec3 n, double weight, double along) {
    const double w = weight - along;
    return (block){{w * n.x * n.x + along, w * n.x * n.y, w * n.x * n.z, w * n.y * n.y + along,
                    w * n.y * n.z, w * n.z * n.z + along}};
}

/* ---- Where to ------------------------------------------------------------------------------ */

static void find_goal(void *context, size_t i) {
    registration *r = context;
    const scalp_vec3 at = scalp_vec3_add(r->from->mesh.vertices[i], r->moved[i]);
    double distance;
    r->pull[i] = (block){{0}};
    r->goal[i] = (scalp_vec3){0, 0, 0};
    r->met[i] = 0;
    const scalp_mesh_point near = scalp_bvh_closest(r->tree, at, &distance);
    const scalp_vec3 n = scalp_mesh_normal(&r->scan, near);
    const scalp_vec3 way = scalp_vec3_sub(scalp_mesh_position(&r->scan, near), at);
    const double over = fabs(scalp_vec3_dot(way, n));
    if (distance > r->reach_mm || scalp_vec3_dot(n, r->from->mesh.normals[i]) < same_way ||
        (distance > beside_mm && over < same_way * distance))
        return;
    const double weight = r->from->region[i] == SCALP_REGION_EAR ? ear_weight : 1;
    r->pull[i] = pull_along(n, weight, along_weight * weight);
    r->goal[i] = multiply(&r->pull[i], scalp_vec3_add(r->moved[i], way));
    r->met[i] = 1;
}

static size_t nearest_vertex(const scalp_mesh *mesh, scalp_vec3 to) {
    size_t best = 0;
    for (size_t i = 1; i < mesh->vertex_count; i++) {
        if (scalp_vec3_distance(mesh->vertices[i], to) <
            scalp_vec3_distance(mesh->vertices[best], to))
            best = i;
    }
    return best;
}

/* An ear sits farther forward or back as a whole, which a smooth motion of the skin beside it does
 * not follow: where its tragion was picked and its upper root was not, the root goes along. */
static void lead_ears(const registration *r, scalp_head_marks *marks) {
    for (int side = 0; side < 2; side++) {
        const int from = SCALP_TRAGION_L + side, root = SCALP_OTOBASION_SUPERIUS_L + side;
        const scalp_vec3 *l = r->from->landmarks;
        double distance;
        if (!marks->has[from] || marks->has[root])
            continue;
        const scalp_vec3 to = scalp_vec3_add(l[root], scalp_vec3_sub(marks->at[from], l[from]));
        const scalp_mesh_point near = scalp_bvh_closest(r->tree, to, &distance);
        if (distance > beside_ear_mm)
            continue;
        marks->has[root] = true;
        marks->at[root] = scalp_mesh_position(&r->scan, near);
    }
}

/* The picked landmarks draw the vertices that stand for them. */
static void add_marks(registration *r, const scalp_head_marks *marks, double weight) {
    for (int k = 0; k < SCALP_LANDMARKS_ON_HEAD; k++) {
        if (!marks->has[k])
            continue;
        const size_t i = nearest_vertex(&r->from->mesh, r->from->landmarks[k]);
        const scalp_vec3 move = scalp_vec3_sub(marks->at[k], r->from->landmarks[k]);
        const double own[6] = {weight, 0, 0, weight, 0, weight};
        for (int j = 0; j < 6; j++)
            r->pull[i].s[j] += own[j];
        r->goal[i] = scalp_vec3_add(r->goal[i], scalp_vec3_scale(move, weight));
    }
}

/* ---- How --------------------------------------------------------------------------------------
 * Least of  sum (d - goal)^T pull (d - goal) + stiffness sum over edges |d_i - d_j|^2  by conjugate
 * gradients (Hestenes & Stiefel 1952), each vertex scaled by the inverse of its diagonal. */

static void apply_row(void *context, size_t i) {
    registration *r = context;
    scalp_vec3 sum = multiply(&r->pull[i], r->step[i]);
    for (uint32_t k = r->first[i]; k < r->first[i + 1]; k++)
        sum = scalp_vec3_add(
            sum, scalp_vec3_scale(scalp_vec3_sub(r->step[i], r->step[r->next[k]]), r->stiffness));
    r->image[i] = sum;
}

static void make_ready(const registration *r) {
    for (size_t i = 0; i < r->count; i++) {
        const double *s = r->pull[i].s;
        const double edges = r->stiffness * (r->first[i + 1] - r->first[i]) + 1e-9;
        r->ready[i] =
            (scalp_vec3){r->residual[i].x / (s[0] + edges), r->residual[i].y / (s[3] + edges),
                         r->residual[i].z / (s[5] + edges)};
    }
}

static double dot_all(const scalp_vec3 *a, const scalp_vec3 *b, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += scalp_vec3_dot(a[i], b[i]);
    return sum;
}

static void solve(registration *r, const scalp_work *work) {
    memcpy(r->step, r->moved, r->count * sizeof *r->step);
    scalp_pool_for(work->pool, r->count, apply_row, r);
    for (size_t i = 0; i < r->count; i++)
        r->residual[i] = scalp_vec3_sub(r->goal[i], r->image[i]);
    make_ready(r);
    memcpy(r->step, r->ready, r->count * sizeof *r->step);
    double now = dot_all(r->residual, r->ready, r->count);
    const double enough = good_enough * (dot_all(r->goal, r->goal, r->count) + 1e-9);
    for (int k = 0; k < most_steps && now > enough; k++) {
        scalp_pool_for(work->pool, r->count, apply_row, r);
        const double length = now / fmax(dot_all(r->step, r->image, r->count), 1e-300);
        for (size_t i = 0; i < r->count; i++) {
            r->moved[i] = scalp_vec3_add(r->moved[i], scalp_vec3_scale(r->step[i], length));
            r->residual[i] = scalp_vec3_sub(r->residual[i], scalp_vec3_scale(r->image[i], length));
        }
        make_ready(r);
        const double next = dot_all(r->residual, r->ready, r->count), share = next / now;
        for (size_t i = 0; i < r->count; i++)
            r->step[i] = scalp_vec3_add(r->ready[i], scalp_vec3_scale(r->step[i], share));
        now = next;
    }
}

/* ---- Setting up ---------------------------------------------------------------------------- */

/* The standard head is closed and oriented, so every edge comes once from each of its two ends. */
static void link_neighbours(registration *r) {
    const scalp_mesh *mesh = &r->from->mesh;
    memset(r->first, 0, (r->count + 2) * sizeof *r->first);
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++)
            r->first[mesh->faces[f].v[k] + 2]++;
    }
    for (size_t i = 0; i < r->count; i++)
        r->first[i + 2] += r->first[i + 1];
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        for (int k = 0; k < 3; k++)
            r->next[r->first[v[k] + 1]++] = v[(k + 1) % 3];
    }
}

static scalp_status take_all(registration *r, const scalp_work *work, scalp_error *error) {
    enum { vectors = 6 };
    void *memory[vectors], *pull, *met, *first, *next;
    for (int i = 0; i < vectors; i++)
        SCALP_TRY(scalp_work_take(work, r->count, sizeof(scalp_vec3), &memory[i], error));
    SCALP_TRY(scalp_work_take(work, r->count, sizeof(block), &pull, error));
    SCALP_TRY(scalp_work_take(work, r->count, 1, &met, error));
    SCALP_TRY(scalp_work_take(work, r->count + 2, sizeof(uint32_t), &first, error));
    SCALP_TRY(scalp_work_take(work, 3 * r->from->mesh.face_count, sizeof(uint32_t), &next, error));
    r->moved = memory[0];
    r->goal = memory[1];
    r->residual = memory[2];
    r->step = memory[3];
    r->image = memory[4];
    r->ready = memory[5];
    r->pull = pull;
    r->met = met;
    r->first = first;
    r->next = next;
    memset(r->moved, 0, r->count * sizeof *r->moved);
    return SCALP_OK;
}

/* The scan in the head's frame. */
static scalp_status turn_scan(const scalp_mesh *mesh, const scalp_scan_fit *fit,
                              const scalp_work *work, scalp_mesh *turned, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *at = memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        at[i] = scalp_vec3_add(scalp_mat3_apply(&fit->rotation, mesh->vertices[i]), fit->shift);
    return scalp_mesh_make(at, mesh->vertex_count, mesh->faces, mesh->face_count, work, turned,
                           error);
}

/* ---- The head so made ------------------------------------------------------------------------ */

static void report_fit(const registration *r, const scalp_vec3 *at, scalp_registered *result) {
    double squares = 0, met = 0, all = 0;
    for (size_t i = 0; i < r->count; i++) {
        if (r->from->region[i] != SCALP_REGION_SCALP)
            continue;
        all++;
        if (!r->met[i])
            continue;
        double distance;
        (void)scalp_bvh_closest(r->tree, at[i], &distance);
        squares += distance * distance;
        met++;
    }
    result->rms_mm = met > 0 ? sqrt(squares / met) : 0;
    result->scalp_met = met / all;
}

/* The middle of the stretch of the midline that is farthest from the glabella: that is what the
 * opisthocranion is, and a person's own, which the standard head's does not know. */
static scalp_vec3 farthest_back(const registration *r, const scalp_vec3 *at, scalp_vec3 glabella) {
    const scalp_head *from = r->from;
    double most = 0, count = 0;
    scalp_vec3 sum = {0, 0, 0};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < r->count; i++) {
            if (!from->midline[i] || from->mesh.vertices[i].z > 0 ||
                from->mesh.vertices[i].y < from->landmarks[SCALP_INION].y)
                continue;
            const double distance = scalp_vec3_distance(glabella, at[i]);
            if (pass == 0)
                most = fmax(most, distance);
            else if (distance > most - nearly_mm) {
                sum = scalp_vec3_add(sum, at[i]);
                count++;
            }
        }
    }
    return scalp_vec3_scale(sum, 1 / count);
}

/* Landmarks that were picked stand where they were picked; the others ride on the surface. */
static scalp_status place_landmarks(const registration *r, const scalp_head_marks *marks,
                                    const scalp_vec3 *at, const scalp_work *work,
                                    scalp_vec3 landmarks[SCALP_LANDMARKS_ON_HEAD],
                                    scalp_error *error) {
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    const scalp_bvh *tree;
    SCALP_TRY(scalp_bvh_make(&r->from->mesh, work, &tree, error));
    for (int k = 0; k < SCALP_LANDMARKS_ON_HEAD; k++) {
        landmarks[k] = marks->at[k];
        if (marks->has[k])
            continue;
        double distance;
        const scalp_mesh_point p = scalp_bvh_closest(tree, r->from->landmarks[k], &distance);
        const uint32_t *v = r->from->mesh.faces[p.face].v;
        const scalp_vec3 off =
            scalp_vec3_sub(r->from->landmarks[k], scalp_mesh_position(&r->from->mesh, p));
        landmarks[k] = scalp_vec3_add(
            scalp_vec3_add(scalp_vec3_scale(at[v[0]], 1 - p.u - p.v), off),
            scalp_vec3_add(scalp_vec3_scale(at[v[1]], p.u), scalp_vec3_scale(at[v[2]], p.v)));
    }
    if (!marks->has[SCALP_OPISTHOCRANION])
        landmarks[SCALP_OPISTHOCRANION] = farthest_back(r, at, landmarks[SCALP_GLABELLA]);
    scalp_arena_return(work->memory, here);
    return SCALP_OK;
}

static scalp_status make_head(const registration *r, const scalp_head_marks *marks,
                              const bool *picked, const scalp_work *work, scalp_registered *result,
                              scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, r->count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *at = memory;
    for (size_t i = 0; i < r->count; i++)
        at[i] = scalp_vec3_add(r->from->mesh.vertices[i], r->moved[i]);
    report_fit(r, at, result);
    scalp_head head = *r->from;
    SCALP_TRY(place_landmarks(r, marks, at, work, head.landmarks, error));
    const scalp_vec3 middle = scalp_vec3_scale(
        scalp_vec3_add(head.landmarks[SCALP_TRAGION_L], head.landmarks[SCALP_TRAGION_R]), 0.5);
    for (size_t i = 0; i < r->count; i++)
        at[i] = scalp_vec3_sub(at[i], middle);
    for (int k = 0; k < SCALP_LANDMARKS_ON_HEAD; k++)
        head.landmarks[k] = scalp_vec3_sub(head.landmarks[k], middle);
    result->shift = scalp_vec3_sub(result->shift, middle);
    SCALP_TRY(scalp_mesh_make(at, r->count, r->from->mesh.faces, r->from->mesh.face_count, work,
                              &head.mesh, error));
    memcpy(head.picked, picked, sizeof head.picked);
    result->met = r->met;
    result->head = head;
    return SCALP_OK;
}

/* Held to heads whose zones are known, with landmarks picked to 2 mm (tests/design/test_doubt.c).
 */
static double border_mm(const scalp_head_marks *marks) {
    int count = 0;
    for (int k = 0; marks && k < SCALP_LANDMARKS_ON_HEAD; k++)
        count += marks->has[k];
    return count >= many_marks ? 2 : count > 0 ? 2.5 : 5;
}

scalp_status scalp_head_register(const scalp_mesh *scan, const scalp_head_marks *marks,
                                 const char *sex, const scalp_work *work, scalp_registered *result,
                                 scalp_error *error) {
    scalp_scan_fit fit = {0};
    scalp_head_marks here = {{false}, {{0, 0, 0}}};
    if (marks) {
        here = *marks;
        SCALP_TRY(scalp_scan_fit_make(scan, marks, sex, work, &fit, error));
    } else {
        SCALP_TRY(scalp_scan_find(scan, sex, work, &fit, error));
    }
    registration r = {.from = &fit.head, .count = fit.head.mesh.vertex_count};
    for (int k = 0; k < SCALP_LANDMARKS_ON_HEAD; k++)
        here.at[k] = scalp_vec3_add(scalp_mat3_apply(&fit.rotation, here.at[k]), fit.shift);
    SCALP_TRY(turn_scan(scan, &fit, work, &r.scan, error));
    SCALP_TRY(scalp_bvh_make(&r.scan, work, &r.tree, error));
    SCALP_TRY(take_all(&r, work, error));
    link_neighbours(&r);
    scalp_head_marks led = here;
    lead_ears(&r, &led);
    for (int i = 0; i < stage_count * rounds; i++) {
        SCALP_TRY(scalp_work_report(work, "register", (double)i / (stage_count * rounds), error));
        r.stiffness = stages[i / rounds].stiffness;
        r.reach_mm = stages[i / rounds].reach_mm;
        scalp_pool_for(work->pool, r.count, find_goal, &r);
        add_marks(&r, &led, stages[i / rounds].marks);
        solve(&r, work);
    }
    scalp_registered made = {.rotation = fit.rotation,
                             .shift = fit.shift,
                             .size = fit.size,
                             .standard_rms_mm = fit.rms_mm,
                             .landmarks_mm = fit.landmarks_mm,
                             .surface_mm = fit.surface_mm,
                             .next_mm = fit.next_mm};
    SCALP_TRY(make_head(&r, &led, here.has, work, &made, error));
    made.border_mm = border_mm(marks);
    SCALP_TRY(scalp_work_report(work, "register", 1, error));
    *result = made;
    return SCALP_OK;
}
