/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session that is planned around what was placed is even by itself, not only together with it. */
#include "layout/placed.h"

static const scalp_vec3 nowhere = {1e6, 0, 0};

/* The least distance within sessions (bit s-1) together, in their own spacings. */
static double own_closest(const scalp_layout *layout, unsigned sessions, double area) {
    scalp_layout own = {.dots = layout->dots};
    scalp_dot *dots = malloc(layout->dot_count * sizeof *dots + 1);
    if (!dots)
        return 0;
    for (size_t i = 0; i < layout->dot_count; i++) {
        if (sessions >> (layout->dots[i].session - 1) & 1u)
            dots[own.dot_count++] = layout->dots[i];
    }
    own.dots = dots;
    const double least = least_distance(&own) * sqrt((double)own.dot_count / area);
    free(dots);
    return least;
}

static void check_even(const scalp_layout *both, unsigned sets, double width, double height) {
    const double near = disc_noise(both, sets, width, height, 10);
    const double far = disc_noise(both, sets, width, height, 100);
    printf("# sessions %#x: %.3f %.3f\n", sets, near, far);
    CHECK_AT_MOST(near, 0.15);
    CHECK_AT_MOST(far, 0.09);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const double width = check_times(100, 250), height = check_times(80, 200);
    const double area = width * height;
    const scalp_mesh sheet = shape_sheet(&w, width, height, 13, 9);
    const scalp_design design = design_of(&w, &sheet, NULL, 100);
    const scalp_layout first =
        layout_of(&w, &design, &(scalp_layout_params){.regularity = 0.5, .seed = 1});
    for (int k = 0; k < 3; k++)
        check_even(&first, 1u << k, width, height);
    CASE("the third after two that were placed as planned") {
        const placed p = placed_session(&w, &sheet, &first, 3, nowhere, 0);
        const scalp_layout_params params = params_around(&p, 3);
        const scalp_layout more = layout_of(&w, &design, &params);
        const scalp_layout both = together(&w, &p, &more);
        check_even(&both, 4, width, height);
        check_even(&both, 7, width, height);
        const double closest = own_closest(&more, 4, area);
        printf("# closest: %.3f\n", closest);
        CHECK(closest >= 0.35);
    }
    CASE("the second after one that was placed as planned, and the third it leaves room for") {
        const placed p = placed_session(&w, &sheet, &first, 1, nowhere, 0);
        const scalp_layout_params params = params_around(&p, 2);
        const scalp_layout more = layout_of(&w, &design, &params);
        const scalp_layout both = together(&w, &p, &more);
        const unsigned sets[] = {2, 4, 3, 7};
        for (int k = 0; k < 4; k++)
            check_even(&both, sets[k], width, height);
        for (unsigned session = 2; session <= 3; session++) {
            const double closest = own_closest(&more, 1u << (session - 1), area);
            printf("# session %u, closest: %.3f\n", session, closest);
            CHECK(closest >= 0.35);
        }
        const double closest = own_closest(&both, 3, area);
        printf("# sessions 1 and 2, closest: %.3f\n", closest);
        CHECK(closest >= 0.35);
    }
    check_work_close(&w);
    return check_done();
}
