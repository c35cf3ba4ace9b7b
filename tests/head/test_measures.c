/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A head measures what was asked, measured on its mesh; impossible ones are refused. */
#include "check.h"

#include <scalptor/head.h>

/* Half-perimeter of the convex hull of points sorted by x: one chain of it. */
static int compare(const void *a, const void *b) {
    const scalp_vec2 *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return p->y < q->y ? -1 : p->y > q->y;
}

static double chain(const scalp_vec2 *p, size_t count, double side, scalp_vec2 *hull) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        while (n > 1 && side * ((hull[n - 1].x - hull[n - 2].x) * (p[i].y - hull[n - 2].y) -
                                (hull[n - 1].y - hull[n - 2].y) * (p[i].x - hull[n - 2].x)) <=
                            0)
            n--;
        hull[n++] = p[i];
    }
    double length = 0;
    for (size_t i = 1; i < n; i++)
        length += hypot(hull[i].x - hull[i - 1].x, hull[i].y - hull[i - 1].y);
    return length;
}

/* A tape laid over glabella and opisthocranion, on the triangles themselves. */
static double tape(const scalp_head *head) {
    const scalp_mesh *mesh = &head->mesh;
    const scalp_vec3 g = head->landmarks[SCALP_GLABELLA], o = head->landmarks[SCALP_OPISTHOCRANION];
    const scalp_vec3 along = scalp_vec3_unit(scalp_vec3_sub(g, o)), across = {1, 0, 0};
    const scalp_vec3 normal = scalp_vec3_cross(along, across);
    scalp_vec2 *points = calloc(mesh->face_count * 3, sizeof *points);
    scalp_vec2 *hull = calloc(mesh->face_count * 3, sizeof *hull);
    size_t count = 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const uint32_t i = mesh->faces[f].v[k], j = mesh->faces[f].v[(k + 1) % 3];
            const scalp_vec3 a = scalp_vec3_sub(mesh->vertices[i], g);
            const scalp_vec3 b = scalp_vec3_sub(mesh->vertices[j], g);
            const double da = scalp_vec3_dot(a, normal), db = scalp_vec3_dot(b, normal);
            if (head->region[i] == SCALP_REGION_EAR || (da < 0) == (db < 0))
                continue;
            const scalp_vec3 p =
                scalp_vec3_add(a, scalp_vec3_scale(scalp_vec3_sub(b, a), da / (da - db)));
            points[count++] = (scalp_vec2){p.x, scalp_vec3_dot(p, along)};
        }
    }
    qsort(points, count, sizeof *points, compare);
    const double length = chain(points, count, 1, hull) + chain(points, count, -1, hull);
    free(points);
    free(hull);
    return length;
}

static void check_head(const scalp_head *head, const scalp_head_measures *asked) {
    double widest = 0, highest = 0, longest = 0;
    const scalp_vec3 g = head->landmarks[SCALP_GLABELLA];
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const scalp_vec3 p = head->mesh.vertices[i];
        highest = fmax(highest, p.y);
        if (head->region[i] != SCALP_REGION_SCALP)
            continue;
        if (p.y > head->landmarks[SCALP_OTOBASION_SUPERIUS_L].y + 4)
            widest = fmax(widest, 2 * p.x);
        /* a calliper stays in the plane of symmetry */
        if (fabs(p.x) < 3 && p.y > head->landmarks[SCALP_INION].y)
            longest = fmax(longest, scalp_vec3_distance(p, g));
    }
    CHECK_NEAR(longest, asked->length_mm, 0.5);
    CHECK_NEAR(widest, asked->breadth_mm, 0.5);
    CHECK_NEAR(highest, asked->tragion_vertex_mm, 0.5);
    CHECK_NEAR(tape(head), asked->circumference_mm, 0.5);
    CHECK_NEAR(head->measures.length_mm, asked->length_mm, 0.1);
    CHECK_NEAR(head->measures.circumference_mm, asked->circumference_mm, 0.1);
}

static void check_refused(scalp_head_measures asked, const char *word, check_work *w) {
    scalp_error error = {0};
    scalp_head head;
    CHECK_STATUS(scalp_head_make(&asked, "male", &w->work, &head, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, word));
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error;
    scalp_head head;
    CASE("the means are those of ANSUR II") {
        const scalp_head_measures m = scalp_head_measures_mean("male");
        const scalp_head_measures f = scalp_head_measures_mean("female");
        CHECK_NEAR(m.length_mm, 199.5, 1e-9);
        CHECK_NEAR(m.circumference_mm, 574.4, 1e-9);
        CHECK_NEAR(f.breadth_mm, 147.8, 1e-9);
        CHECK_NEAR(f.tragion_vertex_mm, 126.5, 1e-9);
    }
    CASE("means, and the 1st to 99th percentiles with a girth that suits them") {
        /* mean +- 2.326 standard deviations of length and breadth, and of the height */
        static const double Z[] = {-2.326, 0, 2.326}, GIRTH[] = {1.012, 1.03, 1.05};
        for (int i = 0; i < 27; i++) {
            const double a = (199.5 + 7.0 * Z[i % 3]) / 2, b = (154.3 + 5.5 * Z[i / 3 % 3]) / 2;
            const double h = (a - b) * (a - b) / ((a + b) * (a + b));
            const double ellipse = SCALP_PI * (a + b) * (1 + 3 * h / (10 + sqrt(4 - 3 * h)));
            const scalp_head_measures asked = {2 * a, 2 * b, ellipse * GIRTH[i / 9],
                                               131.1 + 6.2 * Z[(i + i / 3) % 3]};
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            CHECK_STATUS(scalp_head_make(&asked, "male", &w.work, &head, &error), SCALP_OK);
            check_head(&head, &asked);
            scalp_arena_return(w.work.memory, mark);
        }
    }
    CASE("what was not measured follows the rest") {
        const scalp_head_measures none = {0, 0, 0, 0}, longer = {210, 0, 0, 0};
        CHECK_STATUS(scalp_head_make(&none, "female", &w.work, &head, &error), SCALP_OK);
        CHECK_NEAR(head.measures.length_mm, 189.8, 0.1);
        CHECK_NEAR(head.measures.circumference_mm, 561.1, 0.1);
        CHECK_STATUS(scalp_head_make(&longer, "male", &w.work, &head, &error), SCALP_OK);
        CHECK_NEAR(head.measures.length_mm, 210, 0.1);
        /* regression on one measure: mean + r * sd * z */
        CHECK_NEAR(head.measures.circumference_mm, 574.4 + 0.82 * 16.0 * 1.5, 0.1);
    }
    CASE("every single measure over its whole population") {
        for (int i = 0; i < 8; i++) {
            const double z = i % 2 ? 2.326 : -2.326;
            scalp_head_measures asked = {0, 0, 0, 0};
            double *field[] = {&asked.length_mm, &asked.breadth_mm, &asked.circumference_mm,
                               &asked.tragion_vertex_mm};
            static const double MEAN[] = {189.8, 147.8, 561.1, 126.5}, SD[] = {7.4, 5.2, 19.4, 6.5};
            *field[i / 2] = MEAN[i / 2] + z * SD[i / 2];
            CHECK_STATUS(scalp_head_make(&asked, "female", &w.work, &head, &error), SCALP_OK);
        }
    }
    CASE("impossible heads are refused, naming the measure") {
        check_refused((scalp_head_measures){250, 0, 0, 0}, "length_mm", &w);
        check_refused((scalp_head_measures){0, 90, 0, 0}, "breadth_mm", &w);
        check_refused((scalp_head_measures){0, 0, 0, (double)NAN}, "tragion_vertex_mm", &w);
        check_refused((scalp_head_measures){0, 0, -570, 0}, "circumference_mm", &w);
        check_refused((scalp_head_measures){200, 155, 540, 0}, "circumference", &w);
        check_refused((scalp_head_measures){190, 150, 640, 0}, "circumference", &w);
    }
    check_work_close(&w);
    return check_done();
}
