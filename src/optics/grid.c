/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The directions of a stack.
 *
 * The range of p is cut where a medium ends: at the critical angles. In each piece the nodes are
 * a rule in mu of the thinnest layer that has it: Radau with mu = 1 in the piece that holds p = 0,
 * Gauss elsewhere (Prahl 1995, "The adding-doubling method", section on quadrature). With one
 * index in all layers that is the customary choice; with several, the nodes in the denser ones
 * are the refracted ones, their weights those that keep the flux. */
#include "adding.h"

#include <math.h>

/* Indices nearer than this are one. */
static const double same_index = 1e-6;

/* cos(theta) of p in index n: 0 when there is no such direction. */
static double mu_of(double p, double n) {
    const double sine = p / n;
    return sine < 1 ? sqrt((1 - sine) * (1 + sine)) : 0;
}

typedef struct piece {
    double from, to; /* p */
    double n;        /* the medium whose mu the rule is in */
    int nodes;
} piece;

static double piece_width(const piece *p) {
    return mu_of(p->from, p->n) - mu_of(p->to, p->n);
}

/* Ascending, without those that are there already. */
static size_t insert(double *list, size_t count, double value) {
    size_t at = 0;
    while (at < count && list[at] < value - same_index)
        at++;
    if (at < count && list[at] < value + same_index)
        return count;
    for (size_t i = count; i > at; i--)
        list[i] = list[i - 1];
    list[at] = value;
    return count + 1;
}

/* Where p is cut, and which indices the layers have. Both ascending. */
typedef struct cuts {
    double p[SCALP_OPTICS_MAX_LAYERS + 2], n[SCALP_OPTICS_MAX_LAYERS];
    size_t p_count, n_count;
} cuts;

static cuts cuts_make(const scalp_stack *stack) {
    cuts c = {.p_count = 0};
    for (size_t i = 0; i < stack->layer_count; i++)
        c.n_count = insert(c.n, c.n_count, stack->layers[i].n);
    for (size_t i = 0; i < c.n_count; i++)
        c.p[c.p_count++] = c.n[i];
    const double outside[2] = {stack->above, stack->below};
    for (int i = 0; i < 2; i++) {
        if (outside[i] < c.n[c.n_count - 1])
            c.p_count = insert(c.p, c.p_count, outside[i]);
    }
    return c;
}

/* Two nodes for the first piece, one for each other, the rest one by one to where they are
 * farthest apart. A piece that carries little flux for its width gets no less: its light is the
 * most oblique. */
static void deal(piece *pieces, size_t count, int nodes) {
    for (size_t i = 0; i < count; i++)
        pieces[i].nodes = i == 0 ? 2 : 1;
    for (int left = nodes - (int)count - 1; left > 0; left--) {
        size_t widest = 0;
        for (size_t i = 1; i < count; i++) {
            if (piece_width(&pieces[i]) * pieces[widest].nodes >
                piece_width(&pieces[widest]) * pieces[i].nodes)
                widest = i;
        }
        pieces[widest].nodes++;
    }
}

/* Critical angle of a single index: half of the nodes on either side, as is customary. */
static size_t pieces_make(const cuts *c, int nodes, piece *pieces) {
    for (size_t i = 0; i < c->p_count; i++) {
        size_t thinnest = 0;
        while (c->n[thinnest] < c->p[i] - same_index)
            thinnest++;
        pieces[i] = (piece){i ? c->p[i - 1] : 0, c->p[i], c->n[thinnest], 0};
    }
    if (c->p_count == 2 && c->n_count == 1)
        pieces[0].nodes = pieces[1].nodes = nodes / 2;
    else if (c->p_count == 1)
        pieces[0].nodes = nodes;
    else
        deal(pieces, c->p_count, nodes);
    return c->p_count;
}

/* Adds the nodes of one piece, p ascending: mu descending. */
static void add_piece(const piece *from, bool first, adding_grid *grid, int *used) {
    double node[adding_max_nodes], weight[adding_max_nodes];
    const double low = mu_of(from->to, from->n), high = mu_of(from->from, from->n);
    if (first)
        scalp_quadrature_radau(from->nodes, node, weight);
    else
        scalp_quadrature_gauss(from->nodes, node, weight);
    for (int i = from->nodes - 1; i >= 0; i--) {
        const double mu = low + (high - low) * node[i], n = from->n;
        const double sine = sqrt((1 - mu) * (1 + mu));
        grid->p[*used] = node[i] < 1 ? n * sine : from->from;
        grid->root_c[*used] = n * sqrt(2 * mu * weight[i] * (high - low));
        ++*used;
    }
}

/* Legendre polynomials of one parity times sqrt(w), made orthonormal (Gram-Schmidt, twice). */
static void orders_make(const adding_medium *medium, const double *root_w, int parity,
                        double (*orders)[adding_max_nodes]) {
    const int m = medium->active;
    double before[adding_max_nodes], now[adding_max_nodes];
    for (int i = 0; i < m; i++) {
        before[i] = 0;
        now[i] = root_w[i];
    }
    for (int l = 0, k = 0; l < medium->orders; l++) {
        if (l % 2 == parity) {
            for (int i = 0; i < m; i++)
                orders[k][i] = now[i];
            for (int pass = 0; pass < 2; pass++) {
                for (int e = 0; e < k; e++) {
                    double dot = 0;
                    for (int i = 0; i < m; i++)
                        dot += orders[e][i] * orders[k][i];
                    for (int i = 0; i < m; i++)
                        orders[k][i] -= dot * orders[e][i];
                }
            }
            double square = 0;
            for (int i = 0; i < m; i++)
                square += orders[k][i] * orders[k][i];
            for (int i = 0; i < m; i++)
                orders[k][i] /= sqrt(square);
            k++;
        }
        for (int i = 0; i < m; i++) {
            const double next = ((2 * l + 1) * medium->mu[i] * now[i] - l * before[i]) / (l + 1);
            before[i] = now[i];
            now[i] = next;
        }
    }
}

static void medium_make(const adding_grid *grid, double n, adding_medium *medium) {
    double root_w[adding_max_nodes];
    medium->n = n;
    for (int i = 0; i < grid->nodes && grid->p[i] < n; i++)
        medium->active = i + 1;
    for (int i = 0; i < medium->active; i++) {
        medium->mu[i] = mu_of(grid->p[i], n);
        root_w[i] = grid->root_c[i] / (n * sqrt(2 * medium->mu[i]));
    }
    medium->orders = medium->active;
    orders_make(medium, root_w, 0, medium->even);
    orders_make(medium, root_w, 1, medium->odd);
}

scalp_status scalp_adding_grid_make(const scalp_stack *stack, int nodes, const scalp_work *work,
                                    adding_grid *grid, scalp_error *error) {
    const cuts c = cuts_make(stack);
    piece pieces[SCALP_OPTICS_MAX_LAYERS + 2];
    void *media;
    int used = 0;
    if ((int)c.p_count >= nodes)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "The stack and its surroundings have %zu different refractive indices; "
                          "%d nodes are enough for %d.",
                          c.p_count, nodes, nodes - 1);
    SCALP_TRY(scalp_work_take(work, c.n_count, sizeof(adding_medium), &media, error));
    *grid = (adding_grid){.nodes = nodes, .medium_count = c.n_count, .media = media};
    const size_t count = pieces_make(&c, nodes, pieces);
    for (size_t i = 0; i < count; i++)
        add_piece(&pieces[i], i == 0, grid, &used);
    for (size_t i = 0; i < c.n_count; i++)
        medium_make(grid, c.n[i], &grid->media[i]);
    return SCALP_OK;
}

void scalp_adding_face_make(const adding_grid *grid, double n, double m, adding_face *face) {
    face->same = fabs(n - m) <= same_index;
    for (int i = 0; i < grid->nodes; i++) {
        const double a = mu_of(grid->p[i], n), b = mu_of(grid->p[i], m);
        const double across = (n * a - m * b) / (n * a + m * b);
        const double along = (m * a - n * b) / (m * a + n * b);
        const bool total = a <= 0 || b <= 0;
        face->reflectance[i] = total ? 1 : (across * across + along * along) / 2;
        if (face->same)
            face->reflectance[i] = total ? 1 : 0;
    }
}
