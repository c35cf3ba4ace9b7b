/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots at the edges are as dense as those inside, spacing is that of skin, and no session holds a
 * pair. */
#include "layout/designs.h"

enum { side = 40, per_cm2 = 100, dots_most = side * side * per_cm2 / 100 };

static scalp_layout one(check_work *w, const scalp_design *design, double regularity, int seed) {
    const scalp_layout_params params = {.regularity = regularity, .seed = (uint64_t)seed};
    return layout_of(w, design, &params);
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
    const scalp_mesh sheet = shape_sheet(&w, side, side, 57, 57);
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
