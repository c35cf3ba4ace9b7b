/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ties.h"

#include "rim.h"

#include <scalptor/segment.h>

#include <math.h>

/* How long a piece of the outline is one observation: what sets a skull or its edge in the photo
 * apart from the model stays alike for about that far. Several photos tell much of it by the modes,
 * and bear out each other. */
#define ALIKE_MM 35.0
#define ALIKE_TOGETHER_MM 14.0
/* The face's outline counts from so far over the glabella, the forehead; the rest of the face is
 * people's own, and so are the ears with what lies next to them. */
#define OVER_BROW_MM 8.0
/* Farther out than that, what lies lower than the ears' roots is muscle and the ears' backs. */
#define BEHIND_EAR_MM 35.0
#define BESIDE_MM 7.5
#define SHORTEST_MM 30.0 /* of a piece of outline that is looked for */
#define CLEAR 0.35       /* confidence from which a place of the outline is believed */
#define FACE_TIMES 5.0   /* by how much more people's faces differ than their skulls */
#define ABOVE_COSINE 0.7
#define EDGE_PX 1.0 /* one standard deviation of where the photo's edge is found */
#define MEASURE_REACH_MM 25.0
#define CLICK_PX 2.0
#define MIDLINE_MM 2.5 /* what people take for the middle of a head, one standard deviation */
#define MIDLINE_COSINE 0.1

/* What was found along one outline. */
typedef struct findings {
    const scalp_vec2 *at;
    double *offset_px; /* along the rim's outward direction, view's pixels */
    double *sure;      /* 0: not looked for */
} findings;

static bool is_skull(const scalp_head *head, uint32_t face) {
    for (int k = 0; k < 3; k++) {
        const uint32_t v = head->mesh.faces[face].v[k];
        const double y = head->mesh.vertices[v].y, x = fabs(head->mesh.vertices[v].x);
        const double low = x > BEHIND_EAR_MM ? head->landmarks[SCALP_OTOBASION_SUPERIUS_L].y
                                             : head->landmarks[SCALP_INION].y;
        const bool scalp = head->region[v] == SCALP_REGION_SCALP && y > low;
        const bool forehead = head->region[v] == SCALP_REGION_FACE &&
                              y > head->landmarks[SCALP_GLABELLA].y + OVER_BROW_MM;
        if (!scalp && !forehead)
            return false;
    }
    return true;
}

static bool is_face(const scalp_head *head, uint32_t face) {
    for (int k = 0; k < 3; k++) {
        const uint32_t v = head->mesh.faces[face].v[k];
        if (head->region[v] != SCALP_REGION_FACE)
            return false;
    }
    return true;
}

static bool inside(const scalp_view *view, scalp_vec2 p) {
    return p.x >= 2 && p.y >= 2 && p.x <= view->width - 3 && p.y <= view->height - 3;
}

static bool near_photo(const scalp_view *view, scalp_vec2 p, double px) {
    return p.x >= -px && p.y >= -px && p.x <= view->width + px && p.y <= view->height + px;
}

/* Marks the points of the rim that are looked for: on the skull, not next to anything else, and in
 * the photo or so near to it that the outline may be. */
static void choose(const scalp_head *head, const scalp_view *view, const head_rim *rim,
                   const head_search *how, uint8_t *chosen) {
    const size_t n = rim->count, beside = (size_t)(BESIDE_MM / HEAD_RIM_STEP_MM);
    for (size_t i = 0; i < n; i++) {
        bool good = true;
        for (size_t k = 0; k <= 2 * beside && good; k++) {
            const size_t j = (i + n + k - beside) % n;
            good = is_skull(head, rim->face[j]) || (how->face && is_face(head, rim->face[j]));
        }
        chosen[i] = good && near_photo(view, rim->at[i], how->reach_mm * rim->px_per_mm);
    }
}

static scalp_vec2 in_photo(const scalp_view *view, scalp_vec2 p) {
    const double k = (double)view->photo->width / view->width;
    return (scalp_vec2){(p.x + 0.5) * k - 0.5, (p.y + 0.5) * k - 0.5};
}

/* Where the photo ends the outline lies at its border or beyond: that draws a head outwards, and
 * nothing inwards. */
static bool in_sight(const scalp_view *view, const head_rim *rim, size_t i, double offset_px) {
    const scalp_vec2 p = rim->at[i], n = rim->outward[i];
    return inside(view, p) ||
           inside(view, (scalp_vec2){p.x + offset_px * n.x, p.y + offset_px * n.y});
}

/* Looks for `count` points of the rim from `first` on. */
static scalp_status search_arc(const scalp_view *view, const head_rim *rim, size_t first,
                               size_t count, double reach_mm, const scalp_work *work,
                               findings *found, scalp_error *error) {
    const double k = (double)view->photo->width / view->width, px = rim->px_per_mm * k;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *at = memory;
    for (size_t i = 0; i < count; i++)
        at[i] = in_photo(view, rim->at[(first + i) % rim->count]);
    const scalp_curve curve = {at, count, count == rim->count};
    const double reach = fmax(reach_mm * px, 3);
    const scalp_outline_params params = {.reach_inside_px = reach,
                                         .reach_outside_px = reach,
                                         .blur_px = scalp_clamp(px / 5, 1, 3),
                                         .stiffness = 1};
    scalp_outline outline;
    SCALP_TRY(scalp_segment_outline(view->photo, &curve, &params, work, &outline, error));
    for (size_t i = 0; i < count; i++) {
        const size_t to = (first + i) % rim->count;
        found->offset_px[to] = outline.offset_px[i] / k;
        found->sure[to] = in_sight(view, rim, to, found->offset_px[to]) ? outline.confidence[i] : 0;
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

static scalp_status search(const scalp_head *head, const scalp_view *view, const head_rim *rim,
                           const head_search *how, const scalp_work *work, findings *found,
                           scalp_error *error) {
    const size_t n = rim->count, shortest = (size_t)(SHORTEST_MM / HEAD_RIM_STEP_MM);
    void *memory;
    SCALP_TRY(scalp_work_take(work, 2 * n, sizeof(double), &memory, error));
    found->offset_px = memory;
    found->sure = found->offset_px + n;
    for (size_t i = 0; i < n; i++)
        found->offset_px[i] = found->sure[i] = 0;
    SCALP_TRY(scalp_work_take(work, n, 1, &memory, error));
    uint8_t *chosen = memory;
    choose(head, view, rim, how, chosen);
    size_t gap = 0;
    while (gap < n && chosen[gap])
        gap++;
    if (gap == n)
        return search_arc(view, rim, 0, n, how->reach_mm, work, found, error);
    for (size_t k = 0, count = 0; k <= n; k++) {
        const bool here = k < n && chosen[(gap + k) % n];
        if (here) {
            count++;
        } else {
            if (count >= shortest)
                SCALP_TRY(search_arc(view, rim, (gap + k - count) % n, count, how->reach_mm, work,
                                     found, error));
            count = 0;
        }
    }
    return SCALP_OK;
}

/* From above, brows, nose and cheeks are all that tell where the front is; elsewhere landmarks do.
 */
static bool from_above(const scalp_camera *camera) {
    const scalp_vec3 from = scalp_vec3_unit(scalp_camera_position(camera));
    return from.y > ABOVE_COSINE;
}

/* ---- Ties ------------------------------------------------------------------------------------ */

static scalp_vec3 middle_of(const scalp_face *face, const scalp_vec3 *of) {
    const scalp_vec3 sum =
        scalp_vec3_add(of[face->v[0]], scalp_vec3_add(of[face->v[1]], of[face->v[2]]));
    return scalp_vec3_scale(sum, 1.0 / 3);
}

/* The tie of a place of the outline: the point of the skull that makes it moves as far along the
 * normal as the edge in the photo lies off. */
static scalp_tie outline_tie(const scalp_head *head, const scalp_joint *joint,
                             const scalp_pose *pose, const head_rim *rim, const findings *found,
                             size_t i, double sd_mm) {
    const scalp_face *face = &head->mesh.faces[rim->face[i]];
    scalp_tie tie = {.at = middle_of(face, head->mesh.vertices), .normal = rim->outward[i]};
    for (int k = 0; k < SCALP_SHAPES; k++) {
        if (joint->shape->vertex_slope[k])
            tie.slope[k] = middle_of(face, joint->shape->vertex_slope[k]);
    }
    const scalp_vec2 now = scalp_pose_project(pose, tie.at);
    tie.target = (scalp_vec2){now.x + tie.normal.x * found->offset_px[i],
                              now.y + tie.normal.y * found->offset_px[i]};
    const double sd = sd_mm * rim->px_per_mm * (is_skull(head, rim->face[i]) ? 1 : FACE_TIMES);
    tie.sd_px = sqrt(sd * sd + EDGE_PX * EDGE_PX);
    const double alike = joint->sight_count > 1 ? ALIKE_TOGETHER_MM : ALIKE_MM;
    tie.weight = found->sure[i] * sqrt(HEAD_RIM_STEP_MM / alike);
    return tie;
}

static scalp_status outline_ties(const scalp_head *head, const scalp_joint *joint, size_t sight,
                                 const head_search *how, const scalp_work *work, scalp_tie *ties,
                                 size_t most, size_t *count, scalp_error *error) {
    const scalp_sight *s = &joint->sights[sight];
    const scalp_camera camera = scalp_pose_camera(&s->pose, s->view);
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    head_search looking = *how;
    looking.face = from_above(&camera);
    head_rim rim;
    findings found;
    SCALP_TRY(head_rim_make(head, &camera, work, &rim, error));
    if (rim.count > 0)
        SCALP_TRY(search(head, s->view, &rim, &looking, work, &found, error));
    for (size_t i = 0; i < rim.count && *count < most; i++) {
        if (found.sure[i] > CLEAR)
            ties[(*count)++] = outline_tie(head, joint, &s->pose, &rim, &found, i, how->sd_mm);
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* The piece of the head's midline, one edge of the mesh, that is seen nearest to a click. */
typedef struct middle {
    uint32_t a, b;
    double px;
} middle;

static bool faces_camera(const scalp_head *head, uint32_t vertex, scalp_vec3 from) {
    const scalp_vec3 way = scalp_vec3_unit(scalp_vec3_sub(from, head->mesh.vertices[vertex]));
    return scalp_vec3_dot(head->mesh.normals[vertex], way) > MIDLINE_COSINE;
}

static double off_piece(scalp_vec2 a, scalp_vec2 b, scalp_vec2 p) {
    const double x = b.x - a.x, y = b.y - a.y, length2 = fmax(x * x + y * y, 1e-12);
    const double t = scalp_clamp(((p.x - a.x) * x + (p.y - a.y) * y) / length2, 0, 1);
    const double dx = a.x + t * x - p.x, dy = a.y + t * y - p.y;
    return sqrt(dx * dx + dy * dy);
}

static bool in_middle(const scalp_head *head, uint32_t vertex) {
    return head->midline[vertex] && head->region[vertex] != SCALP_REGION_NECK;
}

static middle nearest_middle(const scalp_head *head, const scalp_pose *pose, scalp_vec3 from,
                             scalp_vec2 click) {
    middle best = {0, 0, HUGE_VAL};
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        for (int k = 0; k < 3; k++) {
            const uint32_t a = v[k], b = v[(k + 1) % 3];
            if (!in_middle(head, a) || !in_middle(head, b) || !faces_camera(head, a, from) ||
                !faces_camera(head, b, from))
                continue;
            const double px = off_piece(scalp_pose_project(pose, head->mesh.vertices[a]),
                                        scalp_pose_project(pose, head->mesh.vertices[b]), click);
            if (px < best.px)
                best = (middle){a, b, px};
        }
    }
    return best;
}

static scalp_tie midline_tie(const scalp_head *head, const scalp_joint *joint,
                             const scalp_pose *pose, const middle *m, scalp_vec2 click,
                             double px_per_mm) {
    const scalp_vec3 *at = head->mesh.vertices;
    scalp_tie tie = {.at = scalp_vec3_scale(scalp_vec3_add(at[m->a], at[m->b]), 0.5)};
    for (int k = 0; k < SCALP_SHAPES; k++) {
        const scalp_vec3 *slope = joint->shape->vertex_slope[k];
        if (slope)
            tie.slope[k] = scalp_vec3_scale(scalp_vec3_add(slope[m->a], slope[m->b]), 0.5);
    }
    const scalp_vec2 a = scalp_pose_project(pose, at[m->a]), b = scalp_pose_project(pose, at[m->b]);
    const double x = b.x - a.x, y = b.y - a.y, length = fmax(sqrt(x * x + y * y), 1e-9);
    tie.normal = (scalp_vec2){y / length, -x / length};
    tie.target = click;
    const double sd = MIDLINE_MM * px_per_mm;
    tie.sd_px = sqrt(sd * sd + CLICK_PX * CLICK_PX);
    tie.weight = 1;
    return tie;
}

static void midline_ties(const scalp_head *head, const scalp_joint *joint, size_t sight,
                         scalp_tie *ties, size_t *count) {
    const scalp_sight *s = &joint->sights[sight];
    const scalp_camera camera = scalp_pose_camera(&s->pose, s->view);
    const scalp_vec3 from = scalp_camera_position(&camera);
    const double px_per_mm = scalp_exp(s->pose.log_scale);
    for (size_t i = 0; i < s->view->midline_count; i++) {
        const scalp_vec2 click = {s->view->midline[i].x - camera.centre_x,
                                  s->view->midline[i].y - camera.centre_y};
        const middle m = nearest_middle(head, &s->pose, from, click);
        if (m.px < HUGE_VAL)
            ties[(*count)++] = midline_tie(head, joint, &s->pose, &m, click, px_per_mm);
    }
}

scalp_status head_ties_make(const scalp_head *head, scalp_joint *joint, size_t sight,
                            const head_search *how, const scalp_work *work, scalp_error *error) {
    scalp_sight *s = &joint->sights[sight];
    const bool outline = s->view->photo && how->reach_mm > 0 && !s->outline_refused;
    const size_t most = s->view->midline_count + (outline ? 400 : 0);
    void *memory;
    s->tie_count = 0;
    SCALP_TRY(scalp_work_take(work, most, sizeof(scalp_tie), &memory, error));
    scalp_tie *ties = memory;
    size_t count = 0;
    midline_ties(head, joint, sight, ties, &count);
    if (outline)
        SCALP_TRY(outline_ties(head, joint, sight, how, work, ties, most, &count, error));
    s->ties = ties;
    s->tie_count = count;
    return SCALP_OK;
}

scalp_status head_gap_measure(const scalp_head *head, const scalp_camera *camera,
                              const scalp_view *view, const scalp_work *work, head_gap *gap,
                              scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    head_rim rim;
    findings found;
    const head_search looking = {.reach_mm = MEASURE_REACH_MM};
    double squares = 0, count = 0;
    *gap = (head_gap){0};
    SCALP_TRY(head_rim_make(head, camera, work, &rim, error));
    if (rim.count > 0)
        SCALP_TRY(search(head, view, &rim, &looking, work, &found, error));
    for (size_t i = 0; i < rim.count; i++) {
        if (!(found.sure[i] > CLEAR))
            continue;
        const double mm = fabs(found.offset_px[i]) / rim.px_per_mm;
        squares += mm * mm;
        count += 1;
        gap->max_mm = fmax(gap->max_mm, mm);
    }
    gap->seen_mm = count * HEAD_RIM_STEP_MM;
    gap->rms_mm = count > 0 ? sqrt(squares / count) : 0;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
