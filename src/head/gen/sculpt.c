/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face is worked over once it is meshed, as a sculptor moves clay: each row of
 * data/head_sculpt.csv draws what lies in an ellipsoid along. So triangles, scalp and chart stay as
 * they are, and whatever lies on the skin (landmarks, painted edges) is moved with it. */
#include "gen.h"

#include <string.h>

typedef struct sculpt_row {
    const char *name, *sex;
    scalp_vec3 centre, radii, by, grow;
} sculpt_row;

static const sculpt_row rows[] = {
#define ROW(name, sex, x, y, z, rx, ry, rz, dx, dy, dz, gx, gy, gz, source)                        \
    {name, sex, {x, y, z}, {rx, ry, rz}, {dx, dy, dz}, {gx, gy, gz}},
#include "head_sculpt.inc"
#undef ROW
};

/* 1 in the middle, 0 with all its slopes at the rim. */
static double share(const sculpt_row *row, scalp_vec3 from_centre) {
    const double x = from_centre.x / row->radii.x, y = from_centre.y / row->radii.y,
                 z = from_centre.z / row->radii.z;
    const double rest = 1 - x * x - y * y - z * z;
    return rest > 0 ? rest * rest * rest : 0;
}

/* What the row and its mirror image do; `side` -1 for the image. */
static scalp_vec3 drawn(const sculpt_row *row, scalp_vec3 p, double side) {
    const scalp_vec3 centre = {side * row->centre.x, row->centre.y, row->centre.z};
    const scalp_vec3 q = scalp_vec3_sub(p, centre);
    const double t = share(row, q);
    return (scalp_vec3){t * (side * row->by.x + row->grow.x * q.x),
                        t * (row->by.y + row->grow.y * q.y), t * (row->by.z + row->grow.z * q.z)};
}

scalp_vec3 gen_sculpted(scalp_vec3 p, bool female) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const sculpt_row *row = &rows[i];
        if (strcmp(row->sex, "female") == 0 && !female)
            continue;
        const double x = p.x;
        scalp_vec3 way = drawn(row, p, 1);
        if (row->centre.x > 0)
            way = scalp_vec3_add(way, drawn(row, p, -1));
        p = scalp_vec3_add(p, way);
        if (x == 0) /* the plane of symmetry stays one, to the last bit */
            p.x = 0;
    }
    return p;
}
