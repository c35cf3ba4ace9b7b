/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Islands that are fainter than the spacing they ask for is long: hair as photos show it leaves
 * such. A plan comes out all the same, and the floor gives way nowhere else. */
#include "layout/designs.h"

enum { columns = 60, rows = 40 };

static const double share_of_faint = 0.1;

/* The left half full, on the right a strip here and there that falls to nothing. */
static void faint_field(uint64_t seed, double *relative) {
    scalp_random random = scalp_random_make(seed, 0);
    for (size_t i = 0; i < (size_t)(columns + 1) * (rows + 1); i++) {
        const size_t x = i % (columns + 1);
        const double draw = scalp_random_uniform(&random), low = scalp_random_uniform(&random);
        relative[i] = x < columns / 2                      ? 1
                      : x > columns / 2 + 2 && draw < 0.25 ? 0.03 * low * low
                                                           : 0;
    }
}

/* The least distance in spacings of the place, over pairs of which at least one lies where the
 * density is more than a tenth of the largest. */
static double least_relative(const scalp_design *design, const scalp_layout *layout) {
    double least = HUGE_VAL, most = 0;
    for (size_t i = 0; i < design->mesh->vertex_count; i++)
        most = fmax(most, design->density_per_cm2[i] / 100);
    for (size_t i = 0; i < layout->dot_count; i++) {
        for (size_t j = 0; j < i; j++) {
            const scalp_dot *a = &layout->dots[i], *b = &layout->dots[j];
            const double d = scalp_vec3_distance(a->position, b->position);
            const double mean = 0.5 / 100 *
                                (scalp_mesh_field(design->mesh, design->density_per_cm2, a->at) +
                                 scalp_mesh_field(design->mesh, design->density_per_cm2, b->at));
            if (d < 20)
                least = fmin(least, d * sqrt(fmax(mean, share_of_faint * most)));
        }
    }
    return least;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a plan comes out, and full places keep their floor") {
        const scalp_mesh sheet = shape_sheet(&w, 120, 80, columns, rows);
        double *relative = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *relative);
        for (uint64_t seed = 0; seed < (uint64_t)check_times(20, 400); seed++) {
            faint_field(seed, relative);
            const scalp_design design = design_of(&w, &sheet, relative, 8);
            const scalp_layout layout =
                layout_of(&w, &design, &(scalp_layout_params){.regularity = 0.5, .seed = seed});
            CHECK(least_relative(&design, &layout) >= 0.4);
        }
    }
    check_work_close(&w);
    return check_done();
}
