/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances along surfaces where they are known by formula. */
#include "shapes.h"

static const double *distances(check_work *w, const scalp_mesh *mesh, scalp_mesh_point from,
                               double limit) {
    const double *d = NULL;
    scalp_error error = {0};
    if (scalp_geodesic_make(mesh, &from, 1, limit, &w->work, &d, &error))
        CHECK_FAILED("refused: %s", error.message);
    return d;
}

/* The largest relative error on a ball of radius 90, from a place within a face; what is nearer
 * than 10 mm counts as if it were 10 mm away. */
static double ball_error(check_work *w, unsigned cells, scalp_mesh_point from, double *rms) {
    const scalp_mesh ball = shape_ball(w, 90, cells);
    const double *d = distances(w, &ball, from, 0);
    const scalp_vec3 pole = scalp_vec3_unit(scalp_mesh_position(&ball, from));
    double worst = 0, sum = 0;
    for (size_t i = 0; i < ball.vertex_count; i++) {
        const double cosine = scalp_vec3_dot(pole, scalp_vec3_unit(ball.vertices[i]));
        const double true_mm = 90 * scalp_acos(scalp_clamp(cosine, -1, 1));
        const double error = fabs(d[i] - true_mm) / fmax(true_mm, 10);
        worst = fmax(worst, error);
        sum += error * error;
    }
    *rms = sqrt(sum / (double)ball.vertex_count);
    return worst;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("in a plane they are straight lines") {
        const scalp_mesh sheet = shape_sheet(&w, 100, 70, 23, 17);
        const scalp_mesh_point from = {331, 0.2, 0.5};
        const double *d = distances(&w, &sheet, from, 0);
        const scalp_vec3 at = scalp_mesh_position(&sheet, from);
        for (size_t i = 0; i < sheet.vertex_count; i++)
            CHECK_NEAR(d[i], scalp_vec3_distance(at, sheet.vertices[i]), 1e-3);
    }
    CASE("on a ball they are within 1 %") {
        const scalp_mesh_point places[] = {{0, 0, 0}, {100, 0.3, 0.3}, {317, 0.5, 0.5}};
        for (size_t i = 0; i < 3; i++) {
            double rms;
            const double coarse = ball_error(&w, 10, places[i], &rms);
            const double fine = ball_error(&w, 24, places[i], &rms);
            printf("# worst error %.3f %% with 40 edges round, %.3f %% with 96 (RMS %.3f %%)\n",
                   100 * coarse, 100 * fine, 100 * rms);
            CHECK_AT_MOST(coarse, 0.01);
            CHECK_AT_MOST(fine, 0.005);
        }
    }
    CASE("around the edge of a box they are those of the unfolded box") {
        const scalp_mesh box = shape_box(&w, (scalp_vec3){60, 60, 60}, 12);
        scalp_mesh_point from = {0, 0, 0};
        double best = 1e9, far;
        const scalp_bvh *tree;
        CHECK_STATUS(scalp_bvh_make(&box, &w.work, &tree, NULL), SCALP_OK);
        from = scalp_bvh_closest(tree, (scalp_vec3){30, 30, 60}, &far);
        const double *d = distances(&w, &box, from, 0);
        for (size_t i = 0; i < box.vertex_count; i++) {
            const scalp_vec3 p = box.vertices[i];
            if (p.x < 60 || p.z < 20 || fabs(p.y - 30) > 10)
                continue;
            const double across = 30 + (60 - p.z); /* over the edge x = 60, z = 60 */
            const double wanted = sqrt(across * across + (p.y - 30) * (p.y - 30));
            best = fmin(best, wanted - d[i]);
            CHECK_NEAR(d[i], wanted, 0.01 * wanted);
        }
        CHECK(best > -1 && best < 1);
    }
    CASE("a limit, two sources, and what cannot be reached") {
        const scalp_mesh sheet = shape_sheet(&w, 100, 10, 50, 5);
        const scalp_mesh_point ends[] = {{0, 0, 0}, {499, 0, 0}};
        const double *d = distances(&w, &sheet, ends[0], 30), *two;
        for (size_t i = 0; i < sheet.vertex_count; i++) {
            const double wanted = scalp_vec3_distance(sheet.vertices[0], sheet.vertices[i]);
            if (fabs(wanted - 30) > 1e-6)
                CHECK(wanted < 30 ? fabs(d[i] - wanted) < 1e-9 : d[i] > 1e300);
        }
        CHECK_STATUS(scalp_geodesic_make(&sheet, ends, 2, 0, &w.work, &two, NULL), SCALP_OK);
        const scalp_vec3 a = scalp_mesh_position(&sheet, ends[0]);
        const scalp_vec3 b = scalp_mesh_position(&sheet, ends[1]);
        for (size_t i = 0; i < sheet.vertex_count; i++)
            CHECK_NEAR(two[i],
                       fmin(scalp_vec3_distance(a, sheet.vertices[i]),
                            scalp_vec3_distance(b, sheet.vertices[i])),
                       0.3);
        const scalp_vec3 v[] = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {5, 0, 0}, {6, 0, 0}, {5, 1, 0}};
        const scalp_face f[] = {{{0, 1, 2}}, {{3, 4, 5}}};
        const scalp_mesh apart = shape_finish(&w, v, 6, f, 2);
        CHECK(distances(&w, &apart, ends[0], 0)[4] > 1e300);
    }
    CASE("no place to start from, or one beside the mesh") {
        const scalp_mesh sheet = shape_sheet(&w, 1, 1, 2, 2);
        const scalp_mesh_point beside = {8, 0, 0};
        const double *d;
        CHECK_STATUS(scalp_geodesic_make(&sheet, &beside, 1, 0, &w.work, &d, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_geodesic_make(&sheet, &beside, 0, 0, &w.work, &d, NULL),
                     SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
