/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors and rotations: right-handed frames, orthogonal matrices, known turns. */
#include "check.h"

int main(void) {
    scalp_random r = scalp_random_make(2, 0);
    CASE("tangents make a right-handed orthonormal frame") {
        for (int i = 0; i < 1000; i++) {
            const scalp_vec3 n = scalp_vec3_unit((scalp_vec3){
                scalp_random_normal(&r), scalp_random_normal(&r), scalp_random_normal(&r)});
            scalp_vec3 t, b;
            scalp_vec3_tangents(n, &t, &b);
            CHECK_NEAR(scalp_vec3_length(t), 1, 1e-14);
            CHECK_NEAR(scalp_vec3_dot(t, n), 0, 1e-14);
            CHECK_NEAR(scalp_vec3_distance(scalp_vec3_cross(n, t), b), 0, 1e-14);
        }
    }
    CASE("a rotation keeps lengths, and its transpose undoes it") {
        for (int i = 0; i < 1000; i++) {
            const scalp_vec3 axis = {scalp_random_normal(&r), scalp_random_normal(&r),
                                     scalp_random_normal(&r)};
            const scalp_mat3 m = scalp_mat3_rotation(axis);
            const scalp_vec3 v = {1, -2, 3}, turned = scalp_mat3_apply(&m, v);
            CHECK_NEAR(scalp_vec3_length(turned), sqrt(14), 1e-13);
            CHECK_NEAR(scalp_vec3_distance(scalp_mat3_apply_transposed(&m, turned), v), 0, 1e-13);
            CHECK_NEAR(scalp_vec3_distance(scalp_mat3_apply(&m, axis), axis), 0, 1e-13);
        }
    }
    CASE("a quarter turn about y takes z to x") {
        const scalp_mat3 m = scalp_mat3_rotation((scalp_vec3){0, SCALP_PI / 2, 0});
        const scalp_vec3 x = scalp_mat3_apply(&m, (scalp_vec3){0, 0, 1});
        CHECK_NEAR(scalp_vec3_distance(x, (scalp_vec3){1, 0, 0}), 0, 1e-15);
        const scalp_mat3 twice = scalp_mat3_multiply(&m, &m);
        CHECK_NEAR(twice.m[0][0], -1, 1e-15);
    }
    CASE("a vector without length has no direction") {
        CHECK(scalp_vec3_length(scalp_vec3_unit((scalp_vec3){0, 0, 0})) == 0);
    }
    return check_done();
}
