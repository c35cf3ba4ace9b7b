/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The published colours of charts (data/charts.csv), from D50 to D65. */
#include <scalptor/calibrate.h>

#include <assert.h>

typedef struct patch {
    int chart, number;
    const char *name;
    scalp_lab lab;
} patch;

static const patch patches[] = {
#define ROW(chart, number, name, l, a, b, source) {chart, number, name, {l, a, b}},
#include "charts.inc"
#undef ROW
};

_Static_assert(sizeof patches / sizeof *patches == 2 * SCALP_CHART_PATCHES,
               "two charts, the newer first");

/* The white of D50 under the 1931 observer (ICC.1:2022, 7.2.16). */
static const scalp_xyz d50 = {0.9642, 1, 0.8249};

/* Bradford's cone responses (ICC.1:2022, annex E). */
static const scalp_mat3 bradford = {
    {{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};
static const scalp_mat3 unbradford = {{{0.9869929, -0.1470543, 0.1599627},
                                       {0.4323053, 0.5183603, 0.0492912},
                                       {-0.0085287, 0.0400428, 0.9684867}}};

static scalp_vec3 cones(scalp_xyz xyz) {
    return scalp_mat3_apply(&bradford, (scalp_vec3){xyz.x, xyz.y, xyz.z});
}

scalp_lab scalp_chart_lab(scalp_chart chart, size_t patch_index) {
    assert(patch_index < SCALP_CHART_PATCHES);
    const scalp_lab lab =
        patches[(chart == SCALP_CHART_2005 ? SCALP_CHART_PATCHES : 0) + patch_index].lab;
    const scalp_xyz d65 = scalp_xyz_from_lab((scalp_lab){100, 0, 0});
    scalp_xyz xyz = scalp_xyz_from_lab(lab); /* against D65: the ratio to white is Lab's own */
    xyz.x *= d50.x / d65.x;
    xyz.z *= d50.z / d65.z;
    const scalp_vec3 from = cones(d50), to = cones(d65), seen = cones(xyz);
    const scalp_vec3 out =
        scalp_mat3_apply(&unbradford, (scalp_vec3){seen.x * to.x / from.x, seen.y * to.y / from.y,
                                                   seen.z * to.z / from.z});
    return scalp_lab_from_xyz((scalp_xyz){out.x, out.y, out.z});
}

const char *scalp_chart_patch_name(size_t patch_index) {
    assert(patch_index < SCALP_CHART_PATCHES);
    return patches[patch_index].name;
}
