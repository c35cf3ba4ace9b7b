/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rim.h"

#include "camera.h"

#include <math.h>

#define CELL_MM 1.0
#define MOST_CELLS 900 /* a side; a head in cells of 1 mm has fewer than 400 */
#define NEAREST_MM 50.0
#define SMOOTHING 6 /* rounds of (1 2 1) / 4 */
enum { fewest = 32 };

/* The picture of the head: which face is seen in each cell. */
typedef struct picture {
    int width, height;
    double x0, y0, cell; /* px of the middle of cell (0, 0), and between two */
    int32_t *face;       /* -1: none */
    float *depth;
    scalp_vec3 *seen; /* of each vertex: cells, and depth in mm */
} picture;

static double length_of(scalp_vec2 a, scalp_vec2 b) {
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/* False when part of the head is behind the camera or the picture would be too large. */
static bool project(const scalp_head *head, const scalp_camera *camera, picture *p) {
    double low_x = HUGE_VAL, low_y = HUGE_VAL, high_x = -HUGE_VAL, high_y = -HUGE_VAL;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        double depth;
        const scalp_vec2 px = scalp_camera_project(camera, head->mesh.vertices[i], &depth);
        if (!(depth > NEAREST_MM))
            return false;
        p->seen[i] = (scalp_vec3){px.x, px.y, depth};
        low_x = fmin(low_x, px.x);
        low_y = fmin(low_y, px.y);
        high_x = fmax(high_x, px.x);
        high_y = fmax(high_y, px.y);
    }
    p->x0 = low_x - 2 * p->cell;
    p->y0 = low_y - 2 * p->cell;
    const double wide = (high_x - p->x0) / p->cell + 3, high = (high_y - p->y0) / p->cell + 3;
    if (!(wide < MOST_CELLS && high < MOST_CELLS))
        return false;
    p->width = (int)wide;
    p->height = (int)high;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        p->seen[i].x = (p->seen[i].x - p->x0) / p->cell;
        p->seen[i].y = (p->seen[i].y - p->y0) / p->cell;
    }
    return true;
}

static void draw_face(const scalp_head *head, const picture *p, size_t face) {
    const uint32_t *v = head->mesh.faces[face].v;
    const scalp_vec3 a = p->seen[v[0]], b = p->seen[v[1]], c = p->seen[v[2]];
    const double twice = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (!(fabs(twice) > 1e-9))
        return;
    const int x0 = (int)ceil(fmin(a.x, fmin(b.x, c.x))), x1 = (int)fmax(a.x, fmax(b.x, c.x));
    const int y0 = (int)ceil(fmin(a.y, fmin(b.y, c.y))), y1 = (int)fmax(a.y, fmax(b.y, c.y));
    for (int y = y0; y <= y1; y++) {
        for (int x = x0; x <= x1; x++) {
            const double u = ((b.x - x) * (c.y - y) - (b.y - y) * (c.x - x)) / twice;
            const double w = ((c.x - x) * (a.y - y) - (c.y - y) * (a.x - x)) / twice;
            if (u < 0 || w < 0 || u + w > 1)
                continue;
            const size_t at = (size_t)y * (size_t)p->width + (size_t)x;
            const float depth = (float)(u * a.z + w * b.z + (1 - u - w) * c.z);
            if (p->face[at] >= 0 && depth >= p->depth[at])
                continue;
            p->face[at] = (int32_t)face;
            p->depth[at] = depth;
        }
    }
}

static bool is_head(const picture *p, int x, int y) {
    return x >= 0 && y >= 0 && x < p->width && y < p->height &&
           p->face[(size_t)y * (size_t)p->width + (size_t)x] >= 0;
}

/* Walks along the cracks between cells with the head to the right hand. With `points` NULL it only
 * counts. The head is one piece, so the first cell of the highest row lies on its outline. */
static size_t follow(const picture *p, scalp_vec2 *points, uint32_t *faces) {
    static const int step_x[4] = {1, 0, -1, 0}, step_y[4] = {0, 1, 0, -1};
    static const int left_x[4] = {0, 0, -1, -1}, left_y[4] = {-1, 0, 0, -1};
    static const int right_x[4] = {0, -1, -1, 0}, right_y[4] = {0, 0, -1, -1};
    const size_t most = 4 * (size_t)p->width * (size_t)p->height;
    int start_x = 0, start_y = 0, way = 0;
    while (start_y < p->height && !is_head(p, start_x, start_y)) {
        if (++start_x == p->width) {
            start_x = 0;
            start_y++;
        }
    }
    if (start_y == p->height)
        return 0;
    int x = start_x, y = start_y;
    size_t n = 0;
    do {
        if (points) {
            const int cx = x + right_x[way], cy = y + right_y[way];
            points[n] = (scalp_vec2){x + 0.5 * step_x[way] - 0.5, y + 0.5 * step_y[way] - 0.5};
            faces[n] = is_head(p, cx, cy)
                           ? (uint32_t)p->face[(size_t)cy * (size_t)p->width + (size_t)cx]
                           : 0;
        }
        n++;
        x += step_x[way];
        y += step_y[way];
        if (is_head(p, x + left_x[way], y + left_y[way]))
            way = (way + 3) % 4;
        else if (!is_head(p, x + right_x[way], y + right_y[way]))
            way = (way + 1) % 4;
    } while ((x != start_x || y != start_y || way != 0) && n < most);
    return n;
}

static void smooth(scalp_vec2 *at, scalp_vec2 *scratch, size_t n) {
    for (int round = 0; round < SMOOTHING; round++) {
        for (size_t i = 0; i < n; i++) {
            const scalp_vec2 a = at[(i + n - 1) % n], b = at[i], c = at[(i + 1) % n];
            scratch[i] = (scalp_vec2){(a.x + 2 * b.x + c.x) / 4, (a.y + 2 * b.y + c.y) / 4};
        }
        for (size_t i = 0; i < n; i++)
            at[i] = scratch[i];
    }
}

/* Points at even distances along the closed curve of cracks. */
static void space_evenly(const scalp_vec2 *from, const uint32_t *faces, size_t n, double length,
                         head_rim *rim) {
    size_t i = 0;
    double walked = 0, piece = length_of(from[0], from[1 % n]);
    for (size_t k = 0; k < rim->count; k++) {
        const double want = length * (double)k / (double)rim->count;
        while (walked + piece < want && i + 1 < n) {
            walked += piece;
            i++;
            piece = length_of(from[i], from[(i + 1) % n]);
        }
        const double t = piece > 0 ? (want - walked) / piece : 0;
        const scalp_vec2 a = from[i], b = from[(i + 1) % n];
        rim->at[k] = (scalp_vec2){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
        rim->face[k] = faces[i];
    }
}

static void find_outward(head_rim *rim) {
    const size_t n = rim->count;
    for (size_t i = 0; i < n; i++) {
        const scalp_vec2 a = rim->at[(i + n - 1) % n], b = rim->at[(i + 1) % n];
        const double length = length_of(a, b);
        rim->outward[i] = length > 0 ? (scalp_vec2){(b.y - a.y) / length, (a.x - b.x) / length}
                                     : (scalp_vec2){0, 0};
    }
}

static scalp_status draw(const scalp_head *head, const scalp_camera *camera, const scalp_work *work,
                         picture *p, bool *visible, scalp_error *error) {
    void *seen, *face, *depth;
    SCALP_TRY(scalp_work_take(work, head->mesh.vertex_count, sizeof(scalp_vec3), &seen, error));
    p->seen = seen;
    *visible = project(head, camera, p);
    if (!*visible)
        return SCALP_OK;
    const size_t cells = (size_t)p->width * (size_t)p->height;
    SCALP_TRY(scalp_work_take(work, cells, sizeof(int32_t), &face, error));
    SCALP_TRY(scalp_work_take(work, cells, sizeof(float), &depth, error));
    p->face = face;
    p->depth = depth;
    for (size_t i = 0; i < cells; i++)
        p->face[i] = -1;
    for (size_t f = 0; f < head->mesh.face_count; f++)
        draw_face(head, p, f);
    return SCALP_OK;
}

static scalp_status trace(const picture *p, const scalp_work *work, head_rim *rim,
                          scalp_error *error) {
    void *points, *faces;
    const size_t n = follow(p, NULL, NULL);
    SCALP_TRY(scalp_work_take(work, 2 * n, sizeof(scalp_vec2), &points, error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(uint32_t), &faces, error));
    scalp_vec2 *cracks = points;
    follow(p, cracks, faces);
    smooth(cracks, cracks + n, n);
    double length = 0;
    for (size_t i = 0; i < n; i++)
        cracks[i] = (scalp_vec2){p->x0 + cracks[i].x * p->cell, p->y0 + cracks[i].y * p->cell};
    for (size_t i = 0; i < n; i++)
        length += length_of(cracks[i], cracks[(i + 1) % n]);
    const size_t count = (size_t)(length / (HEAD_RIM_STEP_MM * rim->px_per_mm));
    rim->count = count < rim->count ? count : rim->count;
    if (n == 0 || rim->count < fewest) {
        rim->count = 0;
        return SCALP_OK;
    }
    space_evenly(cracks, faces, n, length, rim);
    find_outward(rim);
    return SCALP_OK;
}

scalp_status head_rim_make(const scalp_head *head, const scalp_camera *camera,
                           const scalp_work *work, head_rim *rim, scalp_error *error) {
    /* No head's outline is longer than that. */
    enum { most = 2000 };
    double depth;
    void *memory;
    (void)scalp_camera_project(camera, scalp_head_middle(head), &depth);
    *rim = (head_rim){.count = most, .px_per_mm = camera->focal_px / depth};
    SCALP_TRY(scalp_work_take(work, (size_t)2 * most, sizeof(scalp_vec2), &memory, error));
    rim->at = memory;
    rim->outward = rim->at + most;
    SCALP_TRY(scalp_work_take(work, most, sizeof(uint32_t), &memory, error));
    rim->face = memory;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    picture p = {.cell = CELL_MM * rim->px_per_mm};
    bool visible = depth > NEAREST_MM;
    if (visible)
        SCALP_TRY(draw(head, camera, work, &p, &visible, error));
    if (visible)
        SCALP_TRY(trace(&p, work, rim, error));
    else
        rim->count = 0;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
