/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots at the edges are as dense as those inside, spacing is that of skin, and no session holds a
 * pair. */
#include "layout/designs.h"

enum { side = 40, columns = 57, per_cm2 = 100, dots_most = side * side * per_cm2 / 100 };

static scalp_layout one(check_work *w, const scalp_design *design, double regularity, int seed) {
    const scalp_layout_params params = {.regularity = regularity, .seed = (uint64_t)seed};
    return layout_of(w, design, &params);
}

/* Between two columns of the sheet, where the density jumps. */
static const double jump_mm = 20;

/* The sheet with the columns beside the jump moved next to it: a cell of 0.02 mm has all of it. */
static scalp_mesh step_at(check_work *w, const scalp_mesh *sheet) {
    scalp_vec3 *v = scalp_arena_take(w->work.memory, sheet->vertex_count, sizeof *v);
    scalp_face *f = scalp_arena_take(w->work.memory, sheet->face_count, sizeof *f);
    const double column = (double)side / columns;
    memcpy(f, sheet->faces, sheet->face_count * sizeof *f);
    for (size_t i = 0; i < sheet->vertex_count; i++) {
        v[i] = sheet->vertices[i];
        const double beyond = v[i].x - jump_mm;
        if (fabs(beyond) < column)
            v[i].x = jump_mm + (beyond < 0 ? -0.01 : 0.01);
    }
    return shape_finish(w, v, sheet->vertex_count, f, sheet->face_count);
}

static double border(scalp_vec3 p) {
    return fmin(fmin(p.x, side - p.x), fmin(p.y, side - p.y));
}

typedef struct nearest {
    double cv, clark_evans;
} nearest;

/* Of the dots farther from the border than any nearest neighbour is from its dot, so that nothing
 * beyond it is missed. Clark-Evans: the mean over that of random dots, 0.5 / sqrt(density). */
static nearest nearest_of(const scalp_layout *layout, double spacing) {
    double sum = 0, square = 0;
    size_t count = 0;
    for (size_t i = 0; i < layout->dot_count; i++) {
        double least = HUGE_VAL;
        for (size_t j = 0; j < layout->dot_count; j++) {
            if (j != i)
                least = fmin(
                    least, scalp_vec3_distance(layout->dots[i].position, layout->dots[j].position));
        }
        if (border(layout->dots[i].position) < 2 * spacing)
            continue;
        sum += least;
        square += least * least;
        count++;
    }
    const double mean = sum / (double)count;
    return (nearest){sqrt(square / (double)count - mean * mean) / mean, mean / (0.5 * spacing)};
}

/* The least distance between dots of a session, in its own spacings. */
static double session_least(const scalp_layout *layout, unsigned session, double spacing) {
    static scalp_dot held[dots_most];
    scalp_layout own = {.dots = held};
    for (size_t i = 0; i < layout->dot_count; i++) {
        if (layout->dots[i].session == session)
            held[own.dot_count++] = layout->dots[i];
    }
    return least_distance(&own) / spacing * sqrt((double)own.dot_count / (double)layout->dot_count);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const int seeds = (int)check_times(5, 40);
    const double tolerance = check_times(5, 3) / 100.0;
    const scalp_mesh sheet = shape_sheet(&w, side, side, columns, columns);
    const scalp_design even = design_of(&w, &sheet, NULL, per_cm2);
    CASE("within two spacings of a hard edge the density is that of the inside") {
        for (double regularity = 0; regularity < 1.1; regularity += 0.5) {
            double held = 0;
            for (int seed = 0; seed < seeds; seed++) {
                const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
                const scalp_layout layout = one(&w, &even, regularity, seed);
                for (size_t i = 0; i < layout.dot_count; i++)
                    held += border(layout.dots[i].position) < 2;
                scalp_arena_return(w.work.memory, mark);
            }
            CHECK_NEAR(held / seeds / (side * side - (side - 4) * (side - 4)), 1, tolerance);
        }
    }
    CASE("on both sides of a jump of 10 : 1, too") {
        const double spacing[2] = {1, 3.1623};
        const int more = (int)check_times(12, 80);
        double *field = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *field);
        for (size_t i = 0; i < sheet.vertex_count; i++)
            field[i] = sheet.vertices[i].x < jump_mm ? 1 : 0.1;
        const scalp_mesh stepped = step_at(&w, &sheet);
        /* The mean of 1 and 0.1 of the larger density. */
        const scalp_design design = design_of(&w, &stepped, field, 0.55 * per_cm2);
        double held[2][2] = {{0}};
        for (int seed = 0; seed < more; seed++) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            const scalp_layout layout = one(&w, &design, 0.5, seed);
            for (size_t i = 0; i < layout.dot_count; i++) {
                const double beyond = layout.dots[i].position.x - jump_mm;
                const int thin = beyond > 0;
                for (int wide = 0; wide < 2; wide++)
                    held[thin][wide] += fabs(beyond) < (wide + 1) * spacing[thin];
            }
            scalp_arena_return(w.work.memory, mark);
        }
        for (int thin = 0; thin < 2; thin++) {
            const double per_mm = (double)side * (thin ? 0.1 : 1) * more * spacing[thin];
            CHECK_NEAR(held[thin][0] / per_mm, 1, check_times(8, 5) / 100.0);
            CHECK_NEAR(held[thin][1] / per_mm, 2, 2 * check_times(5, 4) / 100.0);
        }
    }
    CASE("along a feather it is what was asked for") {
        double *field = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *field);
        for (size_t i = 0; i < sheet.vertex_count; i++)
            field[i] = 0.1 + 0.9 * scalp_smoothstep(10, 24, sheet.vertices[i].x);
        const scalp_design design = design_of(&w, &sheet, field, per_cm2);
        double held[4] = {0}, expected[4] = {0};
        for (uint32_t f = 0; f < sheet.face_count; f++) {
            const scalp_mesh_point middle = {f, 1.0 / 3, 1.0 / 3};
            expected[(int)(scalp_mesh_position(&sheet, middle).x / 10)] +=
                scalp_mesh_field(&sheet, design.density_per_cm2, middle) / 100 *
                scalp_mesh_face_area_mm2(&sheet, f);
        }
        for (int seed = 0; seed < seeds; seed++) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            const scalp_layout layout = one(&w, &design, 0.5, seed);
            for (size_t i = 0; i < layout.dot_count; i++)
                held[(int)fmin(layout.dots[i].position.x / 10, 3)]++;
            scalp_arena_return(w.work.memory, mark);
        }
        for (int band = 0; band < 4; band++)
            CHECK_NEAR(held[band] / seeds / expected[band], 1, 0.05);
    }
    CASE("neighbours are as far apart as follicles, and vary as they do") {
        const scalp_layout layout = one(&w, &even, 0.5, 1);
        const nearest skin = nearest_of(&layout, 1);
        CHECK(skin.cv >= 0.15 && skin.cv <= 0.24);
        CHECK(skin.clark_evans >= 1.4 && skin.clark_evans <= 1.6);
    }
    CASE("no session holds a pair: its own dots keep 0.35 of its spacing") {
        for (int seed = 0; seed < seeds; seed++) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            const scalp_layout layout = one(&w, &even, 0.5, seed);
            for (unsigned session = 1; session <= 3; session++)
                CHECK(session_least(&layout, session, 1) >= 0.35);
            scalp_arena_return(w.work.memory, mark);
        }
    }
    check_work_close(&w);
    return check_done();
}
