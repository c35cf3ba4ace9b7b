/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions 2 and 3 around what was really placed: as even as if all had been planned at once, full
 * where something is missing, few where there is enough. */
#include "layout/placed.h"

static const scalp_vec3 nowhere = {1e6, 0, 0};

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const double width = check_times(80, 250), height = check_times(60, 200), all = width * height;
    const scalp_mesh sheet = shape_sheet(&w, width, height, 13, 9);
    const scalp_design design = design_of(&w, &sheet, NULL, 100);
    const scalp_layout first =
        layout_of(&w, &design, &(scalp_layout_params){.regularity = 0.5, .seed = 1});
    CASE("session 1 placed just as planned: the whole and every union stay even") {
        const placed p = placed_session(&w, &sheet, &first, 1, nowhere, 0);
        const scalp_layout_params params = params_around(&p, 2);
        const scalp_layout more = layout_of(&w, &design, &params);
        const scalp_layout both = together(&w, &p, &more);
        CHECK_NEAR((double)both.dot_count, all, 0);
        CHECK(more.session_count == 3 && more.sites_outside == 0 && more.no_room == 0);
        CHECK_NEAR(more.there, (double)p.count, 1e-3 * all);
        CHECK(least_to_sites(&p, &more, 100, 0) >= 1 && least_distance(&both) >= 0.4);
        const unsigned sets[] = {7, 3, 2, 4};
        for (int k = 0; k < 4; k++) {
            printf("# set %u: %.3f %.3f\n", sets[k], disc_noise(&both, sets[k], width, height, 10),
                   disc_noise(&both, sets[k], width, height, 100));
            CHECK_AT_MOST(disc_noise(&both, sets[k], width, height, 10), 0.16);
            CHECK_AT_MOST(disc_noise(&both, sets[k], width, height, 100), 0.09);
        }
        double held[4] = {0};
        for (size_t i = 0; i < both.dot_count; i++)
            held[both.dots[i].session]++;
        CHECK_NEAR(held[2], 0.4 * all, 2);
        CHECK_NEAR(held[3], 0.3 * all, 2);
    }
    CASE("after two sessions the third takes the rest") {
        const placed p = placed_session(&w, &sheet, &first, 3, nowhere, 0);
        const scalp_layout_params params = params_around(&p, 3);
        const scalp_layout more = layout_of(&w, &design, &params);
        const scalp_layout both = together(&w, &p, &more);
        CHECK_NEAR((double)both.dot_count, all, 0);
        printf("# union: %.3f\n", disc_noise(&both, 7, width, height, 100));
        CHECK_AT_MOST(disc_noise(&both, 7, width, height, 100), 0.09);
        for (size_t i = 0; i < more.dot_count; i++)
            CHECK(more.dots[i].session == 3);
    }
    CASE("a bare patch is filled, by session 2 before session 3") {
        const scalp_vec3 middle = {width / 2, height / 2, 0};
        const placed p = placed_session(&w, &sheet, &first, 1, middle, 6);
        const double wanted = SCALP_PI * 36;
        enum { seeds = 3 }; /* 113 dots are few to count */
        double second = 0, filled = 0;
        scalp_layout_params params = params_around(&p, 2);
        for (int k = 0; k < seeds; k++) {
            params.seed = (uint64_t)k + 1;
            const scalp_layout more = layout_of(&w, &design, &params);
            const scalp_layout both = together(&w, &p, &more);
            CHECK_NEAR((double)both.dot_count, all, 0);
            filled += held_near(&both, middle, 6) / wanted / seeds;
            for (size_t i = 0; i < more.dot_count; i++)
                second += more.dots[i].session == 2 &&
                          scalp_vec3_distance(more.dots[i].position, middle) < 6;
            CHECK_AT_MOST(disc_noise(&both, 3, width, height, 100), 0.09);
        }
        printf("# patch: all %.3f, session 2 %.3f\n", filled, second / wanted / seeds);
        CHECK_NEAR(filled, 1, 0.04);
        CHECK_NEAR(second / wanted / seeds, 0.66, 0.06); /* not 4/7, as elsewhere */
    }
    CASE("all that is wanted is there: no dots") {
        const placed p = placed_session(&w, &sheet, &first, 7, nowhere, 0);
        for (unsigned session = 1; session <= 6; session += 3) {
            const scalp_layout_params params = params_around(&p, session);
            const scalp_layout more = layout_of(&w, &design, &params);
            CHECK(more.dot_count == 0);
        }
    }
    CASE("faded dots leave room for what they lack, evenly") {
        placed p = placed_session(&w, &sheet, &first, 7, nowhere, 0);
        for (size_t i = 0; i < p.count; i++)
            p.sites[i].weight = 0.75;
        const scalp_layout_params params = params_around(&p, 4);
        const scalp_layout more = layout_of(&w, &design, &params);
        CHECK_NEAR((double)more.dot_count, 0.25 * all, 0.5);
        CHECK(more.session_count == 4 && more.no_room == 0);
        CHECK(least_to_sites(&p, &more, 100, 0) >= 1);
        printf("# faded: %.3f %.3f\n", disc_noise(&more, 8, width, height, 10),
               disc_noise(&more, 8, width, height, 100));
        CHECK_AT_MOST(disc_noise(&more, 8, width, height, 100), 0.3);
    }
    CASE("a crowded half gets few, the thin half all it lacks") {
        placed p = placed_room(&w, 2 * first.dot_count);
        scalp_random random = scalp_random_make(5, 0);
        for (size_t i = 0; i < first.dot_count; i++) { /* left 1.5 times as many as wanted */
            const scalp_dot *d = &first.dots[i];
            if (d->position.x > width / 2 && d->session != 1)
                continue;
            placed_add(&p, &sheet, d->at, 1, 0);
            scalp_mesh_point at = d->at;
            if (d->position.x < width / 2 && scalp_random_uniform(&random) < 0.5) {
                at.u = 0.9 * at.u, at.v = 0.9 * at.v;
                placed_add(&p, &sheet, at, 1, 0);
            }
        }
        const scalp_layout_params params = params_around(&p, 2);
        const scalp_layout more = layout_of(&w, &design, &params);
        double left = 0, right = 0;
        for (size_t i = 0; i < more.dot_count; i++) {
            left += more.dots[i].position.x < width / 2 - 3;
            right += more.dots[i].position.x > width / 2 + 3;
        }
        printf("# left %.0f, right %.0f of %.0f; no room %zu\n", left, right,
               0.7 * height * (width / 2 - 3), more.no_room);
        CHECK_AT_MOST(left / (height * (width / 2 - 3)), 0.02);
        CHECK_NEAR(right / (0.7 * height * (width / 2 - 3)), 1, 0.04);
        CHECK(least_to_sites(&p, &more, 100, 0) >= 1);
    }
    CASE("sites change nothing of what is laid out without them") {
        char one[SCALP_HASH_HEX], other[SCALP_HASH_HEX];
        layout_hash(&first, one);
        const placed none = placed_room(&w, 1);
        scalp_layout_params params = params_around(&none, 1);
        params.seed = 1;
        const scalp_layout again = layout_of(&w, &design, &params);
        layout_hash(&again, other);
        CHECK_TEXT(other, one);
    }
    check_work_close(&w);
    return check_done();
}
