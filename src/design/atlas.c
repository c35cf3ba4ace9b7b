/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "atlas.h"

#include <math.h>

enum { cells = 128 };

static const double reach_mm = 512, cell_mm = 8; /* of the chart, either way */

/* Faces by the cells of the chart that their boxes touch: those of cell c are
 * list[first[c]] .. list[first[c + 1] - 1]. */
struct scalp_atlas {
    const scalp_head *head;
    uint32_t first[cells * cells + 1];
    uint32_t *list;
    scalp_stretch *stretch;
};

static int cell_of(double mm) {
    return (int)scalp_clamp((mm + reach_mm) / cell_mm, 0, cells - 1);
}

/* Twice the area of the face in the chart. The chart is seen from above with x to the left, so
 * faces that lie as they should turn clockwise; those of the neck's lower end do not count. */
static double turn_of(const scalp_head *head, size_t f) {
    const uint32_t *v = head->mesh.faces[f].v;
    const scalp_vec2 a = head->chart[v[0]], b = head->chart[v[1]], c = head->chart[v[2]];
    return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

typedef struct box {
    int x0, x1, y0, y1;
} box;

static box box_of(const scalp_head *head, size_t f) {
    const uint32_t *v = head->mesh.faces[f].v;
    scalp_vec2 low = head->chart[v[0]], high = low;
    for (int k = 1; k < 3; k++) {
        const scalp_vec2 p = head->chart[v[k]];
        low = (scalp_vec2){p.x < low.x ? p.x : low.x, p.y < low.y ? p.y : low.y};
        high = (scalp_vec2){p.x > high.x ? p.x : high.x, p.y > high.y ? p.y : high.y};
    }
    return (box){cell_of(low.x), cell_of(high.x), cell_of(low.y), cell_of(high.y)};
}

/* With `list` NULL the faces of every cell are counted, else they are put in. */
static void sort_faces(scalp_atlas *atlas, uint32_t *fill, uint32_t *list) {
    const scalp_head *head = atlas->head;
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        if (!(turn_of(head, f) < 0))
            continue;
        const box b = box_of(head, f);
        for (int y = b.y0; y <= b.y1; y++) {
            for (int x = b.x0; x <= b.x1; x++) {
                const int cell = y * cells + x;
                if (list)
                    list[fill[cell]++] = (uint32_t)f;
                else
                    atlas->first[cell + 1]++;
            }
        }
    }
}

/* Sums over the faces about each vertex of the first fundamental form of chart to skin. */
typedef struct form {
    double e, f, g, weight;
} form;

static void add_forms(const scalp_head *head, form *forms) {
    for (size_t i = 0; i < head->mesh.face_count; i++) {
        const double turn = turn_of(head, i);
        if (!(turn < -1e-6))
            continue;
        const uint32_t *v = head->mesh.faces[i].v;
        const scalp_vec2 a = head->chart[v[0]], b = head->chart[v[1]], c = head->chart[v[2]];
        const scalp_vec3 *p = head->mesh.vertices;
        const scalp_vec3 s = scalp_vec3_sub(p[v[1]], p[v[0]]), t = scalp_vec3_sub(p[v[2]], p[v[0]]);
        const double w = 1 / turn;
        const scalp_vec3 x = scalp_vec3_sub(scalp_vec3_scale(s, (c.y - a.y) * w),
                                            scalp_vec3_scale(t, (b.y - a.y) * w));
        const scalp_vec3 y = scalp_vec3_sub(scalp_vec3_scale(t, (b.x - a.x) * w),
                                            scalp_vec3_scale(s, (c.x - a.x) * w));
        for (int k = 0; k < 3; k++) {
            form *f = &forms[v[k]];
            f->e += scalp_vec3_dot(x, x);
            f->f += scalp_vec3_dot(x, y);
            f->g += scalp_vec3_dot(y, y);
            f->weight += 1;
        }
    }
}

static scalp_stretch stretch_of(const form *f) {
    const double e = f->weight > 0 ? f->e / f->weight : 0;
    if (!(e > 1e-4))
        return (scalp_stretch){1, 0, 1};
    const double xx = sqrt(e), xy = f->f / f->weight / xx;
    const double left = f->g / f->weight - xy * xy;
    return (scalp_stretch){xx, xy, left > 1e-4 ? sqrt(left) : 0.01};
}

scalp_status scalp_atlas_make(const scalp_head *head, const scalp_work *work,
                              const scalp_atlas **atlas, scalp_error *error) {
    void *memory;
    const size_t vertices = head->mesh.vertex_count;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_atlas), &memory, error));
    scalp_atlas *made = memory;
    made->head = head;
    sort_faces(made, NULL, NULL);
    for (int c = 0; c < cells * cells; c++)
        made->first[c + 1] += made->first[c];
    SCALP_TRY(
        scalp_work_take(work, made->first[cells * cells] + 1, sizeof(uint32_t), &memory, error));
    made->list = memory;
    SCALP_TRY(scalp_work_take(work, (size_t)cells * cells, sizeof(uint32_t), &memory, error));
    uint32_t *fill = memory;
    for (int c = 0; c < cells * cells; c++)
        fill[c] = made->first[c];
    sort_faces(made, fill, made->list);
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(scalp_stretch), &memory, error));
    made->stretch = memory;
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(form), &memory, error));
    form *forms = memory;
    add_forms(head, forms);
    for (size_t i = 0; i < vertices; i++)
        made->stretch[i] = stretch_of(&forms[i]);
    *atlas = made;
    return SCALP_OK;
}

bool scalp_atlas_find(const scalp_atlas *atlas, scalp_vec2 chart, scalp_mesh_point *at) {
    const scalp_head *head = atlas->head;
    if (!(fabs(chart.x) < reach_mm && fabs(chart.y) < reach_mm))
        return false;
    const int cell = cell_of(chart.y) * cells + cell_of(chart.x);
    for (uint32_t i = atlas->first[cell]; i < atlas->first[cell + 1]; i++) {
        const size_t f = atlas->list[i];
        const uint32_t *v = head->mesh.faces[f].v;
        const scalp_vec2 a = head->chart[v[0]], b = head->chart[v[1]], c = head->chart[v[2]];
        const double turn = turn_of(head, f);
        const double u = ((chart.x - a.x) * (c.y - a.y) - (c.x - a.x) * (chart.y - a.y)) / turn;
        const double w = ((b.x - a.x) * (chart.y - a.y) - (chart.x - a.x) * (b.y - a.y)) / turn;
        if (u >= -1e-9 && w >= -1e-9 && u + w <= 1 + 1e-9) {
            *at = (scalp_mesh_point){(uint32_t)f, u, w};
            return true;
        }
    }
    return false;
}

const scalp_stretch *scalp_atlas_stretch(const scalp_atlas *atlas) {
    return atlas->stretch;
}

double scalp_stretch_square(const scalp_stretch *m, scalp_vec2 p, scalp_vec2 a, scalp_vec2 b) {
    const double ax = a.x - p.x, ay = a.y - p.y, bx = b.x - a.x, by = b.y - a.y;
    const double sx = m->xx * ax + m->xy * ay, sy = m->yy * ay;
    const double tx = m->xx * bx + m->xy * by, ty = m->yy * by;
    const double length = tx * tx + ty * ty;
    const double t = length > 0 ? scalp_clamp(-(sx * tx + sy * ty) / length, 0, 1) : 0;
    const double x = sx + t * tx, y = sy + t * ty;
    return x * x + y * y;
}
