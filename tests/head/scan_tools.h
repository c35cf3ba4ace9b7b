/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scanned heads of the shared test data: reading them, and measuring them as a tape and a calliper
 * would. */
#ifndef SCALPTOR_TEST_SCAN_TOOLS_H
#define SCALPTOR_TEST_SCAN_TOOLS_H

#include "check.h"

#include <scalptor/head.h>

#define MAX_ITEMS 40000

typedef struct scan {
    size_t vertex_count, face_count;
    scalp_vec3 *vertices;
    scalp_face *faces;
    double glabella_y;
} scan;

/* ---- Reading ----------------------------------------------------------------------------- */

static inline void read_faces(scan *s, const char *text) {
    char *end = NULL;
    for (int k = 0; k < 3; k++) {
        s->faces[s->face_count].v[k] = (uint32_t)strtoul(text, &end, 10) - 1;
        text = end + strcspn(end, " \n");
    }
    s->face_count++;
}

static inline bool read_scan(const char *folder, const char *name, scan *s) {
    char path[1024], line[256];
    snprintf(path, sizeof path, "%s/data/heads/%s.obj", folder, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    s->vertices = calloc(MAX_ITEMS, sizeof *s->vertices);
    s->faces = calloc(MAX_ITEMS, sizeof *s->faces);
    while (fgets(line, sizeof line, file)) {
        scalp_vec3 *v = &s->vertices[s->vertex_count];
        if (line[0] == 'v' && line[1] == ' ' && s->vertex_count + 1 < MAX_ITEMS)
            s->vertex_count += sscanf(line + 2, "%lf %lf %lf", &v->x, &v->y, &v->z) == 3;
        else if (line[0] == 'f' && s->face_count + 1 < MAX_ITEMS)
            read_faces(s, line + 2);
    }
    fclose(file);
    return s->face_count > 0;
}

static inline bool read_mark(const char *text, const char *name, scalp_vec3 *p) {
    const char *at = strstr(text, name);
    at = at ? strchr(at, '[') : NULL;
    return at && sscanf(at + 1, " %lf , %lf , %lf", &p->x, &p->y, &p->z) == 3;
}

static inline bool read_marks(const char *folder, const char *name, scan *s) {
    char path[1024], text[4096];
    snprintf(path, sizeof path, "%s/data/heads/%s.landmarks.json", folder, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    scalp_vec3 g, l, r;
    if (!read_mark(text, "\"glabella\"", &g) || !read_mark(text, "\"tragion_l\"", &l) ||
        !read_mark(text, "\"tragion_r\"", &r))
        return false;
    /* to the product's origin, midway between the tragia */
    const scalp_vec3 middle = scalp_vec3_scale(scalp_vec3_add(l, r), 0.5);
    for (size_t i = 0; i < s->vertex_count; i++)
        s->vertices[i] = scalp_vec3_sub(s->vertices[i], middle);
    s->glabella_y = g.y - middle.y;
    return true;
}

/* ---- Measuring a scan -------------------------------------------------------------------- */

static inline int compare(const void *a, const void *b) {
    const scalp_vec2 *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return p->y < q->y ? -1 : p->y > q->y;
}

static inline double chain(const scalp_vec2 *p, size_t count, double side, scalp_vec2 *hull) {
    size_t n = 0;
    double length = 0;
    for (size_t i = 0; i < count; i++) {
        while (n > 1 && side * ((hull[n - 1].x - hull[n - 2].x) * (p[i].y - hull[n - 2].y) -
                                (hull[n - 1].y - hull[n - 2].y) * (p[i].x - hull[n - 2].x)) <=
                            0)
            n--;
        hull[n++] = p[i];
    }
    for (size_t i = 1; i < n; i++)
        length += hypot(hull[i].x - hull[i - 1].x, hull[i].y - hull[i - 1].y);
    return length;
}

/* A horizontal slice: extents in x and z, and the length of its hull. */
static inline scalp_head_measures slice(const scan *s, double y) {
    scalp_vec2 *points = calloc(s->face_count * 3, sizeof *points);
    scalp_vec2 *hull = calloc(s->face_count * 3, sizeof *hull);
    size_t count = 0;
    double low = 1e9, high = -1e9;
    for (size_t f = 0; f < s->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const scalp_vec3 a = s->vertices[s->faces[f].v[k]];
            const scalp_vec3 b = s->vertices[s->faces[f].v[(k + 1) % 3]];
            if ((a.y < y) == (b.y < y))
                continue;
            const double t = (y - a.y) / (b.y - a.y);
            points[count++] = (scalp_vec2){a.x + t * (b.x - a.x), a.z + t * (b.z - a.z)};
            low = fmin(low, points[count - 1].y);
            high = fmax(high, points[count - 1].y);
        }
    }
    qsort(points, count, sizeof *points, compare);
    const scalp_head_measures m = {high - low, points[count - 1].x - points[0].x,
                                   chain(points, count, 1, hull) + chain(points, count, -1, hull),
                                   0};
    free(points);
    free(hull);
    return m;
}

/* As data/heads/README.md of the shared folder says: the largest of the slices above the brow. */
static inline scalp_head_measures measure(const scan *s) {
    scalp_head_measures m = {0, 0, 0, 0};
    for (double y = s->glabella_y - 4; y < s->glabella_y + 50; y += 3) {
        const scalp_head_measures here = slice(s, y);
        m.length_mm = fmax(m.length_mm, here.length_mm);
        m.breadth_mm = fmax(m.breadth_mm, here.breadth_mm);
        m.circumference_mm = fmax(m.circumference_mm, here.circumference_mm);
    }
    for (size_t i = 0; i < s->vertex_count; i++)
        m.tragion_vertex_mm = fmax(m.tragion_vertex_mm, s->vertices[i].y);
    return m;
}

#endif
