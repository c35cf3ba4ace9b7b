/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edge functions on a grid of whole numbers (Pineda 1988) with the top-left fill rule.
 *
 * Corners are snapped to 1/256 sample. From there on, inside or outside is decided with whole
 * numbers, so that two faces that share an edge never both take a sample and never both miss it.
 * The window is cut into bands of rows; each band draws the faces that touch it, in the order of
 * their numbers, into samples that nobody else writes. */
#include "raster.h"

#include <math.h>

enum { snap = 256, band_rows = 32, max_scale = 8 };

static const double nearest_mm = 1.0;
static const double farthest_sample = 1 << 21; /* from there, products of differences overflow */

/* A corner as the camera sees it. */
typedef struct corner {
    int64_t x, y;     /* in 1/snap sample, from the centre of the picture's first sample */
    double inverse_z; /* 0: too near, or too far to the side */
} corner;

typedef struct job {
    const scalp_mesh *mesh;
    const corner *corners;
    int64_t left, top; /* of the window, in samples */
    int width, height;
    const uint32_t *band_start, *band_faces;
    uint32_t *face;
    float *u, *v, *depth_mm;
} job;

static corner project(const scalp_camera *camera, scalp_vec3 point, int scale) {
    const scalp_vec3 p =
        scalp_vec3_add(scalp_mat3_apply(&camera->rotation, point), camera->translation);
    if (!(p.z >= nearest_mm))
        return (corner){0, 0, 0};
    const double x = camera->focal_px * p.x / p.z + camera->centre_x;
    const double y = camera->focal_px * p.y / p.z + camera->centre_y;
    const double xs = (x + 0.5) * scale - 0.5, ys = (y + 0.5) * scale - 0.5;
    if (!(fabs(xs) < farthest_sample && fabs(ys) < farthest_sample))
        return (corner){0, 0, 0};
    return (corner){(int64_t)floor(xs * snap + 0.5), (int64_t)floor(ys * snap + 0.5), 1 / p.z};
}

/* Twice the signed area of a, b, (x, y); positive when they turn clockwise on the screen. */
static int64_t turn(const corner *a, const corner *b, int64_t x, int64_t y) {
    return (b->x - a->x) * (y - a->y) - (b->y - a->y) * (x - a->x);
}

static int64_t smallest(int64_t a, int64_t b, int64_t c) {
    const int64_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static int64_t largest(int64_t a, int64_t b, int64_t c) {
    return -smallest(-a, -b, -c);
}

static int64_t floor_divide(int64_t a, int64_t b) {
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/* The samples whose centres may lie inside: a box within the window, or false. */
typedef struct box {
    int64_t x_first, x_last, y_first, y_last;
} box;

static bool face_box(const job *j, uint32_t face, box *out) {
    const uint32_t *v = j->mesh->faces[face].v;
    const corner *a = &j->corners[v[0]], *b = &j->corners[v[1]], *c = &j->corners[v[2]];
    if (a->inverse_z <= 0 || b->inverse_z <= 0 || c->inverse_z <= 0)
        return false;
    /* Counter-clockwise in space is counter-clockwise on the screen when seen from the front. */
    if (turn(a, b, c->x, c->y) >= 0)
        return false;
    box s = {floor_divide(smallest(a->x, b->x, c->x) + snap - 1, snap) - j->left,
             floor_divide(largest(a->x, b->x, c->x), snap) - j->left,
             floor_divide(smallest(a->y, b->y, c->y) + snap - 1, snap) - j->top,
             floor_divide(largest(a->y, b->y, c->y), snap) - j->top};
    s.x_first = s.x_first < 0 ? 0 : s.x_first;
    s.y_first = s.y_first < 0 ? 0 : s.y_first;
    s.x_last = s.x_last >= j->width ? j->width - 1 : s.x_last;
    s.y_last = s.y_last >= j->height ? j->height - 1 : s.y_last;
    *out = s;
    return s.x_first <= s.x_last && s.y_first <= s.y_last;
}

/* The rule for samples exactly on the edge from a to b of a face turned clockwise: those on a top
 * edge (level, running right) or a left edge (running up) are inside. */
static int64_t edge_bias(const corner *a, const corner *b) {
    const bool top = a->y == b->y && b->x > a->x;
    const bool left = b->y < a->y;
    return top || left ? 0 : -1;
}

/* One edge opposite to a corner: its value at a sample is the corner's weight. */
typedef struct edge {
    int64_t value, step_x, step_y, bias;
} edge;

static edge edge_make(const corner *a, const corner *b, int64_t x, int64_t y) {
    return (edge){turn(a, b, x, y), -(b->y - a->y) * snap, (b->x - a->x) * snap, edge_bias(a, b)};
}

static void draw_sample(job *j, size_t at, uint32_t face, const double w[3]) {
    const double sum = w[0] + w[1] + w[2]; /* of weight / z */
    const float depth = (float)(1 / sum);
    if (depth >= j->depth_mm[at])
        return;
    j->depth_mm[at] = depth;
    j->face[at] = face;
    j->u[at] = (float)(w[1] / sum);
    j->v[at] = (float)(w[2] / sum);
}

static void draw_face(job *j, uint32_t face, int64_t first_row, int64_t last_row) {
    box s;
    if (!face_box(j, face, &s))
        return;
    s.y_first = s.y_first < first_row ? first_row : s.y_first;
    s.y_last = s.y_last > last_row ? last_row : s.y_last;
    const uint32_t *v = j->mesh->faces[face].v;
    const corner *a = &j->corners[v[0]], *b = &j->corners[v[1]], *c = &j->corners[v[2]];
    const double area = (double)turn(a, c, b->x, b->y);
    const double scale[3] = {a->inverse_z / area, b->inverse_z / area, c->inverse_z / area};
    const int64_t x = (s.x_first + j->left) * snap, y = (s.y_first + j->top) * snap;
    /* Travelled clockwise: a, c, b. Each edge gives the weight of the corner it leaves out. */
    edge e[3] = {edge_make(c, b, x, y), edge_make(a, c, x, y), edge_make(b, a, x, y)};
    for (int64_t row = s.y_first; row <= s.y_last; row++) {
        int64_t value[3] = {e[0].value, e[1].value, e[2].value};
        for (int64_t column = s.x_first; column <= s.x_last; column++) {
            if (value[0] + e[0].bias >= 0 && value[1] + e[1].bias >= 0 &&
                value[2] + e[2].bias >= 0) {
                const double w[3] = {(double)value[0] * scale[0], (double)value[1] * scale[1],
                                     (double)value[2] * scale[2]};
                draw_sample(j, (size_t)row * (size_t)j->width + (size_t)column, face, w);
            }
            for (int k = 0; k < 3; k++)
                value[k] += e[k].step_x;
        }
        for (int k = 0; k < 3; k++)
            e[k].value += e[k].step_y;
    }
}

static void draw_band(void *context, size_t band) {
    job *j = context;
    const int64_t first = (int64_t)band * band_rows;
    const int64_t last = first + band_rows < j->height ? first + band_rows - 1 : j->height - 1;
    for (size_t at = (size_t)first * (size_t)j->width; at < (size_t)(last + 1) * (size_t)j->width;
         at++) {
        j->face[at] = SCALP_RASTER_NONE;
        j->depth_mm[at] = INFINITY;
    }
    for (uint32_t k = j->band_start[band]; k < j->band_start[band + 1]; k++)
        draw_face(j, j->band_faces[k], first, last);
}

/* Lists the faces of every band: counted, summed up, filled in. */
static scalp_status sort_into_bands(job *j, size_t bands, const scalp_work *work,
                                    scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, bands + 2, sizeof(uint32_t), &memory, error));
    uint32_t *start = memory;
    box s;
    for (uint32_t f = 0; f < j->mesh->face_count; f++) {
        if (face_box(j, f, &s)) {
            for (int64_t b = s.y_first / band_rows; b <= s.y_last / band_rows; b++)
                start[b + 2]++;
        }
    }
    for (size_t b = 2; b < bands + 2; b++)
        start[b] += start[b - 1];
    SCALP_TRY(scalp_work_take(work, start[bands + 1], sizeof(uint32_t), &memory, error));
    uint32_t *faces = memory;
    for (uint32_t f = 0; f < j->mesh->face_count; f++) {
        if (face_box(j, f, &s)) {
            for (int64_t b = s.y_first / band_rows; b <= s.y_last / band_rows; b++)
                faces[start[b + 1]++] = f;
        }
    }
    j->band_start = start;
    j->band_faces = faces;
    return SCALP_OK;
}

static scalp_status draw(job *j, const scalp_camera *camera, int scale, const scalp_work *work,
                         scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, j->mesh->vertex_count, sizeof(corner), &memory, error));
    corner *corners = memory;
    for (size_t i = 0; i < j->mesh->vertex_count; i++)
        corners[i] = project(camera, j->mesh->vertices[i], scale);
    j->corners = corners;
    const size_t bands = ((size_t)j->height + band_rows - 1) / band_rows;
    SCALP_TRY(sort_into_bands(j, bands, work, error));
    scalp_pool_for(work->pool, bands, draw_band, j);
    return SCALP_OK;
}

static scalp_status take_samples(job *j, const scalp_work *work, scalp_error *error) {
    const size_t samples = (size_t)j->width * (size_t)j->height;
    void *memory;
    SCALP_TRY(scalp_work_take(work, samples, sizeof(uint32_t), &memory, error));
    j->face = memory;
    SCALP_TRY(scalp_work_take(work, samples * 3, sizeof(float), &memory, error));
    j->u = memory;
    j->v = j->u + samples;
    j->depth_mm = j->v + samples;
    return SCALP_OK;
}

scalp_status scalp_raster_make(const scalp_mesh *mesh, const scalp_camera *camera,
                               const scalp_raster_window *window, const scalp_work *work,
                               scalp_raster *raster, scalp_error *error) {
    scalp_raster_window w = *window;
    w.scale = w.scale == 0 ? 1 : w.scale;
    if (w.width <= 0 || w.height <= 0 || w.scale < 0 || w.scale > max_scale ||
        !(camera->focal_px > 0)) {
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "A window of %d x %d pixels with %d samples each way cannot be drawn with "
            "a focal length of %g px; all must be above 0, samples at most %d.",
            w.width, w.height, w.scale, camera->focal_px, max_scale);
    }
    job j = {.mesh = mesh,
             .left = (int64_t)w.x0 * w.scale,
             .top = (int64_t)w.y0 * w.scale,
             .width = w.width * w.scale,
             .height = w.height * w.scale};
    SCALP_TRY(take_samples(&j, work, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(draw(&j, camera, w.scale, work, error));
    scalp_arena_return(work->memory, mark);
    *raster = (scalp_raster){w, j.width, j.height, j.face, j.u, j.v, j.depth_mm};
    return SCALP_OK;
}
