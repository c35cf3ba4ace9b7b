/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A binary tree of boxes over the faces in the order of a curve through space (Lauterbach et al.
 * 2009: Morton codes of the faces' middles, cut where the highest bit changes), kept in depth-first
 * order: the first child of an inner node follows it, the second is named. Between them some places
 * stay empty.
 *
 *     node 0 (inner, other = 4) | node 1 (leaf) ... | node 4 (leaf) ...
 *
 * Against a tree cut by surface area it is made in less than half the time, and most trees here
 * are asked only a little. What is found does not depend on the tree's shape.
 *
 * Boxes are in single precision, rounded outwards; everything about triangles is in double. */
#include <scalptor/mesh.h>

#include <math.h>

enum {
    leaf_faces = 4,
    axis_bits = 10,
    digit_values = 1 << axis_bits, /* the codes are sorted by three digits */
    faces_per_task = 4096,
    /* Each cut fixes a bit of the code, and equal codes are halved by count. */
    stack_size = 3 * axis_bits + 32,
    leaves_per_report = 1 << 14,
};

typedef struct node {
    float low[3], high[3];
    uint32_t other; /* inner: the second child; leaf: the first place in `order` */
    uint32_t count; /* faces of a leaf; 0: inner */
} node;

struct scalp_bvh {
    const scalp_mesh *mesh;
    const node *nodes;
    const uint32_t *order; /* faces, leaf by leaf */
};

typedef struct box {
    float low[3], high[3];
} box;

/* ---- Building ---------------------------------------------------------------------------- */

typedef struct coded {
    uint32_t code, face;
} coded;

typedef struct builder {
    const scalp_mesh *mesh;
    box *boxes; /* of each face */
    coded *faces;
    float start[3], scale; /* code's cell = (middle - start) * scale */
    uint32_t *order;
    node *nodes;
    const scalp_work *work;
    uint32_t leaves; /* since the last report */
    scalp_status status;
    scalp_error *error;
} builder;

static const box nothing = {{HUGE_VALF, HUGE_VALF, HUGE_VALF},
                            {-HUGE_VALF, -HUGE_VALF, -HUGE_VALF}};

static void grow(box *b, const box *by) {
    for (int k = 0; k < 3; k++) {
        b->low[k] = by->low[k] < b->low[k] ? by->low[k] : b->low[k];
        b->high[k] = by->high[k] > b->high[k] ? by->high[k] : b->high[k];
    }
}

static float middle(const box *b, int axis) {
    return 0.5f * b->low[axis] + 0.5f * b->high[axis];
}

static float round_down(double x) {
    const float f = (float)x;
    return (double)f > x ? nextafterf(f, -HUGE_VALF) : f;
}

static float round_up(double x) {
    const float f = (float)x;
    return (double)f < x ? nextafterf(f, HUGE_VALF) : f;
}

static double least(double a, double b, double c) {
    const double ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static void measure_faces(void *context, size_t task) {
    const builder *b = context;
    const size_t first = task * faces_per_task, end = first + faces_per_task;
    for (size_t f = first; f < end && f < b->mesh->face_count; f++) {
        const uint32_t *v = b->mesh->faces[f].v;
        const scalp_vec3 p = b->mesh->vertices[v[0]], q = b->mesh->vertices[v[1]];
        const scalp_vec3 r = b->mesh->vertices[v[2]];
        b->boxes[f] = (box){{round_down(least(p.x, q.x, r.x)), round_down(least(p.y, q.y, r.y)),
                             round_down(least(p.z, q.z, r.z))},
                            {round_up(-least(-p.x, -q.x, -r.x)), round_up(-least(-p.y, -q.y, -r.y)),
                             round_up(-least(-p.z, -q.z, -r.z))}};
    }
}

/* Cells of the same width along all axes, as many as fit along the widest. A width that is 0, or so
 * small or large that its inverse is no number, puts all into one cell. */
static void find_cells(builder *b) {
    box middles = nothing;
    for (size_t f = 0; f < b->mesh->face_count; f++) {
        const float m[3] = {middle(&b->boxes[f], 0), middle(&b->boxes[f], 1),
                            middle(&b->boxes[f], 2)};
        grow(&middles, &(box){{m[0], m[1], m[2]}, {m[0], m[1], m[2]}});
    }
    float widest = 0;
    for (int k = 0; k < 3; k++) {
        b->start[k] = middles.low[k];
        const float width = middles.high[k] - middles.low[k];
        widest = width > widest ? width : widest;
    }
    const float scale = digit_values / widest;
    b->scale = scale > 0 && scale < HUGE_VALF ? scale : 0;
}

/* Ten bits, each with two empty ones before it. */
static uint32_t spread(uint32_t bits) {
    bits = (bits | bits << 16) & 0x030000ff;
    bits = (bits | bits << 8) & 0x0300f00f;
    bits = (bits | bits << 4) & 0x030c30c3;
    return (bits | bits << 2) & 0x09249249;
}

static void code_faces(void *context, size_t task) {
    const builder *b = context;
    const size_t first = task * faces_per_task, end = first + faces_per_task;
    for (size_t f = first; f < end && f < b->mesh->face_count; f++) {
        uint32_t code = 0;
        for (int k = 0; k < 3 && b->scale > 0; k++) {
            const float cell = (middle(&b->boxes[f], k) - b->start[k]) * b->scale;
            code |= spread(cell < digit_values - 1 ? (uint32_t)cell : digit_values - 1) << k;
        }
        b->faces[f] = (coded){code, (uint32_t)f};
    }
}

/* By code, equal ones by face: digit by digit from the lowest, each time stable. Three rounds end
 * in the second array. */
static const coded *sort_faces(coded *from, coded *to, size_t count) {
    for (int round = 0; round < 3; round++) {
        uint32_t start[digit_values + 1] = {0};
        const int shift = round * axis_bits;
        for (size_t i = 0; i < count; i++)
            start[(from[i].code >> shift) % digit_values + 1]++;
        for (size_t i = 1; i < digit_values; i++)
            start[i] += start[i - 1];
        for (size_t i = 0; i < count; i++)
            to[start[(from[i].code >> shift) % digit_values]++] = from[i];
        coded *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

/* How many of the sorted faces go to the first child: those before the highest bit changes. */
static uint32_t split(const coded *faces, uint32_t count) {
    uint32_t differ = faces[0].code ^ faces[count - 1].code;
    if (differ == 0)
        return count / 2;
    while (differ & (differ - 1))
        differ &= differ - 1;
    uint32_t low = 0, high = count - 1; /* the bit is 0 at low, 1 at high */
    while (high - low > 1) {
        const uint32_t half = low + (high - low) / 2;
        if (faces[half].code & differ)
            high = half;
        else
            low = half;
    }
    return high;
}

/* Half of the work lies before the tree, and faces are filed from the first to the last. */
static void report(builder *b, uint32_t filed) {
    const double part = 0.5 + 0.5 * (double)filed / (double)b->mesh->face_count;
    if (b->status != SCALP_OK || ++b->leaves < leaves_per_report)
        return;
    b->leaves = 0;
    b->status = scalp_work_report(b->work, "tree", part, b->error);
}

/* Makes the node of these faces and all below it, 2 count - 1 at most, and gives its box. Idle once
 * it was cancelled. */
static box build(builder *b, const coded *faces, uint32_t at, uint32_t first, uint32_t count) {
    node *made = &b->nodes[at];
    box bounds = nothing;
    if (b->status != SCALP_OK)
        return bounds;
    if (count <= leaf_faces) {
        report(b, first);
        for (uint32_t i = first; i < first + count; i++) {
            b->order[i] = faces[i].face;
            grow(&bounds, &b->boxes[faces[i].face]);
        }
        made->other = first;
        made->count = count;
    } else {
        const uint32_t left = split(faces + first, count);
        made->other = at + 2 * left;
        bounds = build(b, faces, at + 1, first, left);
        const box other = build(b, faces, made->other, first + left, count - left);
        grow(&bounds, &other);
    }
    for (int k = 0; k < 3; k++) {
        made->low[k] = bounds.low[k];
        made->high[k] = bounds.high[k];
    }
    return bounds;
}

scalp_status scalp_bvh_make(const scalp_mesh *mesh, const scalp_work *work, const scalp_bvh **bvh,
                            scalp_error *error) {
    const size_t faces = mesh->face_count, tasks = (faces + faces_per_task - 1) / faces_per_task;
    void *made, *nodes, *order, *boxes, *codes;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_bvh), &made, error));
    SCALP_TRY(scalp_work_take(work, faces, sizeof(uint32_t), &order, error));
    SCALP_TRY(scalp_work_take(work, 2 * faces, sizeof(node), &nodes, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, faces, sizeof(box), &boxes, error));
    SCALP_TRY(scalp_work_take(work, 2 * faces, sizeof(coded), &codes, error));
    builder b = {.mesh = mesh,
                 .boxes = boxes,
                 .faces = codes,
                 .order = order,
                 .nodes = nodes,
                 .work = work,
                 .error = error};
    SCALP_TRY(scalp_work_report(work, "tree", 0, error));
    scalp_pool_for(work->pool, tasks, measure_faces, &b);
    find_cells(&b);
    SCALP_TRY(scalp_work_report(work, "tree", 0.2, error));
    scalp_pool_for(work->pool, tasks, code_faces, &b);
    const coded *sorted = sort_faces(b.faces, b.faces + faces, faces);
    SCALP_TRY(scalp_work_report(work, "tree", 0.5, error));
    build(&b, sorted, 0, 0, (uint32_t)faces);
    SCALP_TRY(b.status);
    scalp_arena_return(work->memory, mark);
    scalp_bvh *tree = made;
    *tree = (scalp_bvh){mesh, nodes, order};
    *bvh = tree;
    return SCALP_OK;
}

/* ---- Closest point ----------------------------------------------------------------------- */

static double dot(scalp_vec3 a, scalp_vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static scalp_vec3 sub(scalp_vec3 a, scalp_vec3 b) {
    return (scalp_vec3){a.x - b.x, a.y - b.y, a.z - b.z};
}

static double ratio(double part, double rest) {
    const double sum = part + rest;
    return sum > 0 ? part / sum : 0;
}

/* Weights of the second and third corner at the point nearest to p, for a triangle so thin that
 * it is no more than its edges. */
static void nearest_on_edges(scalp_vec3 p, const scalp_vec3 t[3], double *u, double *v) {
    double best = HUGE_VAL;
    for (int k = 0; k < 3; k++) {
        const scalp_vec3 a = t[k], edge = sub(t[(k + 1) % 3], a), way = sub(p, a);
        const double length2 = dot(edge, edge);
        const double s = length2 > 0 ? scalp_clamp(dot(edge, way) / length2, 0, 1) : 0;
        const scalp_vec3 gap = {way.x - s * edge.x, way.y - s * edge.y, way.z - s * edge.z};
        if (dot(gap, gap) < best) {
            best = dot(gap, gap);
            *u = k == 0 ? s : k == 1 ? 1 - s : 0;
            *v = k == 1 ? s : k == 2 ? 1 - s : 0;
        }
    }
}

/* Weights of b and c at the triangle's point nearest to p, by the Voronoi region p lies in
 * (Ericson 2005, 5.1.5). */
static void nearest_in_triangle(scalp_vec3 p, const scalp_vec3 t[3], double *u, double *v) {
    const scalp_vec3 ab = sub(t[1], t[0]), ac = sub(t[2], t[0]);
    const scalp_vec3 ap = sub(p, t[0]), bp = sub(p, t[1]), cp = sub(p, t[2]);
    const double ab_ap = dot(ab, ap), ac_ap = dot(ac, ap);
    const double ab_bp = dot(ab, bp), ac_bp = dot(ac, bp);
    const double ab_cp = dot(ab, cp), ac_cp = dot(ac, cp);
    const double beyond_ab = ab_ap * ac_bp - ab_bp * ac_ap;
    const double beyond_ac = ab_cp * ac_ap - ab_ap * ac_cp;
    const double beyond_bc = ab_bp * ac_cp - ab_cp * ac_bp;
    *u = *v = 0;
    if (ab_ap <= 0 && ac_ap <= 0)
        return;
    if (ab_bp >= 0 && ac_bp <= ab_bp) {
        *u = 1;
    } else if (ac_cp >= 0 && ab_cp <= ac_cp) {
        *v = 1;
    } else if (beyond_ab <= 0 && ab_ap >= 0 && ab_bp <= 0) {
        *u = ratio(ab_ap, -ab_bp);
    } else if (beyond_ac <= 0 && ac_ap >= 0 && ac_cp <= 0) {
        *v = ratio(ac_ap, -ac_cp);
    } else if (beyond_bc <= 0 && ac_bp >= ab_bp && ab_cp >= ac_cp) {
        *v = ratio(ac_bp - ab_bp, ab_cp - ac_cp);
        *u = 1 - *v;
    } else {
        const double sum = beyond_ab + beyond_ac + beyond_bc;
        if (!(sum > 1e-20 * dot(ab, ab) * dot(ac, ac))) {
            nearest_on_edges(p, t, u, v);
            return;
        }
        *u = scalp_clamp(beyond_ac / sum, 0, 1);
        *v = scalp_clamp(beyond_ab / sum, 0, 1 - *u);
    }
}

static double box_distance2(const node *n, const double p[3]) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
        const double below = (double)n->low[k] - p[k], above = p[k] - (double)n->high[k];
        const double gap = below > 0 ? below : above > 0 ? above : 0;
        sum += gap * gap;
    }
    return sum * (1 - 1e-14); /* never more than a triangle inside, whatever the rounding */
}

typedef struct nearest {
    scalp_mesh_point point;
    double distance2;
} nearest;

static void try_face(const scalp_mesh *mesh, uint32_t face, scalp_vec3 p, nearest *best) {
    const uint32_t *index = mesh->faces[face].v;
    const scalp_vec3 t[3] = {mesh->vertices[index[0]], mesh->vertices[index[1]],
                             mesh->vertices[index[2]]};
    double u, v;
    nearest_in_triangle(p, t, &u, &v);
    const double w = 1 - u - v;
    const scalp_vec3 gap = {w * t[0].x + u * t[1].x + v * t[2].x - p.x,
                            w * t[0].y + u * t[1].y + v * t[2].y - p.y,
                            w * t[0].z + u * t[1].z + v * t[2].z - p.z};
    const double distance2 = dot(gap, gap);
    if (distance2 < best->distance2 || (distance2 <= best->distance2 && face < best->point.face)) {
        best->point = (scalp_mesh_point){face, u, v};
        best->distance2 = distance2;
    }
}

typedef struct visit {
    uint32_t node;
    double key; /* squared distance, or place along the ray */
} visit;

scalp_mesh_point scalp_bvh_closest(const scalp_bvh *bvh, scalp_vec3 from, double *distance_mm) {
    const double p[3] = {from.x, from.y, from.z};
    nearest best = {{UINT32_MAX, 0, 0}, HUGE_VAL};
    visit stack[stack_size];
    int waiting = 0;
    stack[waiting++] = (visit){0, 0};
    while (waiting) {
        const visit next = stack[--waiting];
        if (next.key > best.distance2)
            continue;
        const node *n = &bvh->nodes[next.node];
        if (n->count) {
            for (uint32_t i = 0; i < n->count; i++)
                try_face(bvh->mesh, bvh->order[n->other + i], from, &best);
            continue;
        }
        const visit one = {next.node + 1, box_distance2(n + 1, p)};
        const visit two = {n->other, box_distance2(&bvh->nodes[n->other], p)};
        stack[waiting++] = one.key <= two.key ? two : one;
        stack[waiting++] = one.key <= two.key ? one : two;
    }
    if (best.point.face == UINT32_MAX) /* distances beyond what a double holds */
        best.point.face = 0;
    if (distance_mm)
        *distance_mm = sqrt(best.distance2);
    return best.point;
}

/* ---- Ray casting ------------------------------------------------------------------------- */

/* A ray after Woop, Benthin & Wald 2013: axes renamed so that the direction's largest component
 * is the third, and a shear that makes it the third axis. Two faces then see their common edge
 * with exactly opposite signs, and no ray slips between them. */
typedef struct ray {
    double origin[3], inverse[3];
    int axis[3];
    double shear[3];
    double minimum;
} ray;

static bool ray_make(scalp_vec3 origin, scalp_vec3 direction, double minimum, ray *r) {
    const double d[3] = {direction.x, direction.y, direction.z};
    int main_axis = 0;
    for (int k = 1; k < 3; k++)
        main_axis = fabs(d[k]) > fabs(d[main_axis]) ? k : main_axis;
    if (!(fabs(d[main_axis]) > 0) || !(fabs(d[main_axis]) < HUGE_VAL))
        return false;
    *r = (ray){{origin.x, origin.y, origin.z}, {0}, {0}, {0}, minimum};
    r->axis[2] = main_axis;
    r->axis[0] = (main_axis + 1) % 3;
    r->axis[1] = (main_axis + 2) % 3;
    r->shear[0] = d[r->axis[0]] / d[main_axis];
    r->shear[1] = d[r->axis[1]] / d[main_axis];
    r->shear[2] = 1 / d[main_axis];
    for (int k = 0; k < 3; k++)
        r->inverse[k] = fabs(d[k]) > 0 ? 1 / d[k] : HUGE_VAL;
    return true;
}

/* Where the ray enters the box, or HUGE_VAL. A comparison with NaN (a ray within a side of the
 * box) is false and leaves the interval as it is, so such a box is visited. */
static double box_entry(const node *n, const ray *r, double most) {
    double enter = r->minimum, leave = most;
    for (int k = 0; k < 3; k++) {
        const bool forward = r->inverse[k] > 0;
        const double near_side = forward ? (double)n->low[k] : (double)n->high[k];
        const double far_side = forward ? (double)n->high[k] : (double)n->low[k];
        const double a = (near_side - r->origin[k]) * r->inverse[k];
        const double b = (far_side - r->origin[k]) * r->inverse[k];
        enter = a > enter ? a : enter;
        leave = b < leave ? b : leave;
    }
    return enter <= leave + 1e-14 * fabs(leave) ? enter : HUGE_VAL;
}

typedef struct hit {
    scalp_mesh_point point;
    double s;
} hit;

static void cast_face(const scalp_mesh *mesh, uint32_t face, const ray *r, hit *best) {
    double x[3], y[3], z[3];
    for (int k = 0; k < 3; k++) {
        const scalp_vec3 corner = mesh->vertices[mesh->faces[face].v[k]];
        const double p[3] = {corner.x - r->origin[0], corner.y - r->origin[1],
                             corner.z - r->origin[2]};
        z[k] = p[r->axis[2]];
        x[k] = p[r->axis[0]] - r->shear[0] * z[k];
        y[k] = p[r->axis[1]] - r->shear[1] * z[k];
    }
    const double a = x[2] * y[1] - y[2] * x[1];
    const double b = x[0] * y[2] - y[0] * x[2];
    const double c = x[1] * y[0] - y[1] * x[0];
    if ((a < 0 || b < 0 || c < 0) && (a > 0 || b > 0 || c > 0))
        return;
    const double sum = a + b + c;
    if (!(fabs(sum) > 0))
        return;
    const double u = b / sum, v = c / sum;
    const double s = r->shear[2] * ((a / sum) * z[0] + u * z[1] + v * z[2]);
    if (s > r->minimum && (s < best->s || (s <= best->s && face < best->point.face)))
        *best = (hit){{face, u, v}, s};
}

bool scalp_bvh_cast(const scalp_bvh *bvh, scalp_vec3 origin, scalp_vec3 direction, double minimum,
                    scalp_mesh_point *found, double *s) {
    ray r;
    if (!ray_make(origin, direction, minimum, &r))
        return false;
    hit best = {{UINT32_MAX, 0, 0}, HUGE_VAL};
    visit stack[stack_size];
    int waiting = 0;
    stack[waiting++] = (visit){0, minimum};
    while (waiting) {
        const visit next = stack[--waiting];
        if (next.key > best.s)
            continue;
        const node *n = &bvh->nodes[next.node];
        if (n->count) {
            for (uint32_t i = 0; i < n->count; i++)
                cast_face(bvh->mesh, bvh->order[n->other + i], &r, &best);
            continue;
        }
        const visit one = {next.node + 1, box_entry(n + 1, &r, best.s)};
        const visit two = {n->other, box_entry(&bvh->nodes[n->other], &r, best.s)};
        const bool one_first = one.key <= two.key;
        if ((one_first ? two : one).key < HUGE_VAL)
            stack[waiting++] = one_first ? two : one;
        if ((one_first ? one : two).key < HUGE_VAL)
            stack[waiting++] = one_first ? one : two;
    }
    if (best.point.face == UINT32_MAX)
        return false;
    *found = best.point;
    *s = best.s;
    return true;
}
