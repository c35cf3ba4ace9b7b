/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surface nets: one vertex in every cell of the grid that the surface crosses, one quadrilateral
 * across every edge of the grid whose ends differ in sign. The plane of symmetry runs through the
 * middle of the first column of cells, so that their vertices lie on it. */
#include "gen.h"

#include <stdio.h>
#include <stdlib.h>

#define H GEN_SPACING_MM
#define NX 42
#define NY 116
#define NZ 104

static const double LOW_Y = -146.2, LOW_Z = -124.4;

typedef struct grid {
    float *value;     /* of each node */
    uint32_t *vertex; /* first of each cell */
    uint32_t *sheets; /* of each cell: which of its vertices each of the 12 edges belongs to */
} grid;

static size_t node(int i, int j, int k) {
    return ((size_t)k * NY + (size_t)j) * NX + (size_t)i;
}

static scalp_vec3 node_at(int i, int j, int k) {
    return (scalp_vec3){(i - 0.5) * H, LOW_Y + j * H, LOW_Z + k * H};
}

static void fill(const gen_shape *shape, grid *g) {
    for (int k = 0; k < NZ; k++) {
        for (int j = 0; j < NY; j++) {
            for (int i = 0; i < NX; i++)
                g->value[node(i, j, k)] = (float)gen_shape_value(shape, node_at(i, j, k));
        }
    }
}

static bool inside(const grid *g, const int at[3]) {
    return g->value[node(at[0], at[1], at[2])] < 0;
}

/* Edge `axis * 4 + u + 2 * w` of a cell runs along `axis`, at the offsets u and w along the two
 * following axes. */
static void edge_ends(const int cell[3], int edge, int a[3], int b[3]) {
    const int axis = edge / 4;
    for (int n = 0; n < 3; n++)
        a[n] = cell[n];
    a[(axis + 1) % 3] += edge & 1;
    a[(axis + 2) % 3] += (edge >> 1) & 1;
    for (int n = 0; n < 3; n++)
        b[n] = a[n];
    b[axis]++;
}

static int root(const int up[12], int e) {
    while (up[e] != e)
        e = up[e];
    return e;
}

static void join(int up[12], int a, int b) {
    const int ra = root(up, a), rb = root(up, b);
    up[ra > rb ? ra : rb] = ra < rb ? ra : rb;
}

/* Joins the crossed edges on one side of a cell. With four of them each inner corner keeps its
 * own two, whichever cell looks at the side: so thin sheets stay apart and the net is manifold. */
static void join_side(const grid *g, const int cell[3], int normal, int side,
                      const bool crossed[12], int up[12]) {
    const int p = (normal + 1) % 3, q = (normal + 2) % 3;
    const int edges[4] = {p * 4 + 2 * side, p * 4 + 1 + 2 * side, q * 4 + side, q * 4 + side + 2};
    int count = 0, first = -1;
    for (int n = 0; n < 4; n++)
        count += crossed[edges[n]];
    if (count == 4) {
        for (int corner = 0; corner < 4; corner++) {
            int at[3] = {cell[0], cell[1], cell[2]};
            at[normal] += side, at[p] += corner & 1, at[q] += corner >> 1;
            if (inside(g, at))
                join(up, edges[corner >> 1], edges[2 + (corner & 1)]);
        }
        return;
    }
    for (int n = 0; n < 4; n++) {
        if (!crossed[edges[n]])
            continue;
        if (first >= 0)
            join(up, first, edges[n]);
        first = edges[n];
    }
}

static scalp_vec3 crossing(const grid *g, const int cell[3], int edge) {
    int a[3], b[3];
    edge_ends(cell, edge, a, b);
    const double fa = g->value[node(a[0], a[1], a[2])], fb = g->value[node(b[0], b[1], b[2])];
    const scalp_vec3 pa = node_at(a[0], a[1], a[2]), pb = node_at(b[0], b[1], b[2]);
    return scalp_vec3_add(pa, scalp_vec3_scale(scalp_vec3_sub(pb, pa), fa / (fa - fb)));
}

/* One vertex for every sheet of the surface in the cell: the mean of its crossings. */
static void add_cell(grid *g, gen_mesh *mesh, const int cell[3]) {
    bool crossed[12];
    int up[12], any = 0;
    for (int e = 0; e < 12; e++) {
        int a[3], b[3];
        edge_ends(cell, e, a, b);
        up[e] = e;
        crossed[e] = inside(g, a) != inside(g, b);
        any += crossed[e];
    }
    if (!any)
        return;
    for (int normal = 0; normal < 3; normal++) {
        join_side(g, cell, normal, 0, crossed, up);
        join_side(g, cell, normal, 1, crossed, up);
    }
    const size_t here = node(cell[0], cell[1], cell[2]);
    g->vertex[here] = (uint32_t)mesh->vertex_count;
    uint32_t sheet = 0;
    for (int r = 0; r < 12; r++) {
        if (!crossed[r] || root(up, r) != r)
            continue;
        scalp_vec3 sum = {0, 0, 0};
        int count = 0;
        for (int e = r; e < 12; e++) {
            if (!crossed[e] || root(up, e) != r)
                continue;
            sum = scalp_vec3_add(sum, crossing(g, cell, e));
            g->sheets[here] |= sheet << (2 * e);
            count++;
        }
        sum = scalp_vec3_scale(sum, 1.0 / count);
        if (cell[0] == 0)
            sum.x = 0;
        gen_mesh_add_vertex(mesh, sum);
        sheet++;
    }
}

static void add_quad(gen_mesh *mesh, const uint32_t v[4], bool reversed) {
    const uint32_t q[4] = {v[0], reversed ? v[3] : v[1], v[2], reversed ? v[1] : v[3]};
    const scalp_vec3 *p = mesh->vertices;
    if (scalp_vec3_distance(p[q[0]], p[q[2]]) <= scalp_vec3_distance(p[q[1]], p[q[3]])) {
        gen_mesh_add_face(mesh, q[0], q[1], q[2]);
        gen_mesh_add_face(mesh, q[0], q[2], q[3]);
    } else {
        gen_mesh_add_face(mesh, q[0], q[1], q[3]);
        gen_mesh_add_face(mesh, q[1], q[2], q[3]);
    }
}

/* The four cells about the grid edge from node a along `axis`, turning with the right hand. */
static void connect(const grid *g, gen_mesh *mesh, const int a[3], int axis) {
    const int u = (axis + 1) % 3, w = (axis + 2) % 3;
    int b[3] = {a[0], a[1], a[2]};
    b[axis]++;
    if (inside(g, a) == inside(g, b) || a[u] == 0 || a[w] == 0)
        return;
    uint32_t v[4];
    static const int STEP[4][2] = {{1, 1}, {0, 1}, {0, 0}, {1, 0}};
    for (int n = 0; n < 4; n++) {
        int c[3] = {a[0], a[1], a[2]};
        c[u] -= STEP[n][0];
        c[w] -= STEP[n][1];
        const size_t cell = node(c[0], c[1], c[2]);
        const int edge = axis * 4 + STEP[n][0] + 2 * STEP[n][1];
        v[n] = g->vertex[cell] + ((g->sheets[cell] >> (2 * edge)) & 3u);
    }
    add_quad(mesh, v, !inside(g, a));
}

static void build(grid *g, gen_mesh *mesh) {
    int c[3];
    for (c[2] = 0; c[2] < NZ - 1; c[2]++) {
        for (c[1] = 0; c[1] < NY - 1; c[1]++) {
            for (c[0] = 0; c[0] < NX - 1; c[0]++)
                add_cell(g, mesh, c);
        }
    }
    for (c[2] = 0; c[2] < NZ - 1; c[2]++) {
        for (c[1] = 0; c[1] < NY - 1; c[1]++) {
            for (c[0] = 0; c[0] < NX - 1; c[0]++) {
                for (int axis = 0; axis < 3; axis++)
                    connect(g, mesh, c, axis);
            }
        }
    }
}

gen_mesh gen_net_make(const gen_shape *shape) {
    const size_t nodes = (size_t)NX * NY * NZ;
    gen_mesh mesh = {0};
    grid g = {calloc(nodes, sizeof(float)), calloc(nodes, sizeof(uint32_t)),
              calloc(nodes, sizeof(uint32_t))};
    if (!g.value || !g.vertex || !g.sheets) {
        fputs("no memory for the grid\n", stderr);
        exit(3);
    }
    fill(shape, &g);
    build(&g, &mesh);
    free(g.value);
    free(g.vertex);
    free(g.sheets);
    return mesh;
}
