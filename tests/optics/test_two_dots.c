/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two dots together: is what leaves the product of what each leaves? Packets of the Monte Carlo
 * walk through both discs; the product is that of modelled dots.
 *
 * A lattice of places lies at random over the plane, as for one disc (docs/optics.md); a packet's
 * lengths through the discs of two cells are those through a pair that far apart. Of a pair's
 * integral only the overlap is new: both discs want the same light, which is lost once. */
#include "slabs.h"

#include "../../src/optics/mc.h"

/* The lattice's constant, not below the diameter, and how far it reaches to each side. */
#define CELL_MM 0.25
enum { reach = 40, side = 2 * reach + 1, batches = 20 };

static const scalp_deposit disc = {0.12, 0.20, 0.08, 50};

/* ---- Walks ------------------------------------------------------------------------------- */

typedef struct lattice {
    double shift_x, shift_y; /* mm */
    double length[side][side];
} lattice;

/* The share of the piece a + t d, t in 0..1, inside the circle about (cx, cy), between two t. */
static double chord(const double a[2], const double d[2], double cx, double cy, double from,
                    double to) {
    const double fx = a[0] - cx, fy = a[1] - cy, r = disc.diameter_mm / 2;
    const double dd = d[0] * d[0] + d[1] * d[1], b = fx * d[0] + fy * d[1];
    const double c = fx * fx + fy * fy - r * r;
    if (dd < 1e-30)
        return c < 0 ? to - from : 0;
    const double square = b * b - dd * c;
    if (!(square > 0))
        return 0;
    return fmax(0, fmin(to, (-b + sqrt(square)) / dd) - fmax(from, (-b - sqrt(square)) / dd));
}

static int cell_of(double mm, double shift) {
    return (int)scalp_clamp(floor((mm - shift) / CELL_MM + 0.5), -reach, reach);
}

static void cross(void *context, const mc_photon *p, double length) {
    lattice *at = context;
    const double top = disc.depth_mm - disc.thickness_mm / 2, bottom = top + disc.thickness_mm;
    const double a[2] = {p->x, p->y}, d[2] = {p->ux * length, p->uy * length};
    const double dz = p->uz * length;
    double from = 0, to = 1;
    if (fabs(dz) > 1e-15) {
        const double t0 = (top - p->z) / dz, t1 = (bottom - p->z) / dz;
        from = fmax(0, fmin(t0, t1)), to = fmin(1, fmax(t0, t1));
    } else if (p->z < top || p->z > bottom) {
        return;
    }
    if (!(to > from))
        return;
    const double x0 = a[0] + from * d[0], x1 = a[0] + to * d[0];
    const double y0 = a[1] + from * d[1], y1 = a[1] + to * d[1];
    for (int i = cell_of(fmin(x0, x1), at->shift_x); i <= cell_of(fmax(x0, x1), at->shift_x); i++)
        for (int j = cell_of(fmin(y0, y1), at->shift_y); j <= cell_of(fmax(y0, y1), at->shift_y);
             j++)
            at->length[i + reach][j + reach] += length * chord(a, d, at->shift_x + i * CELL_MM,
                                                               at->shift_y + j * CELL_MM, from, to);
}

/* Sums over packets: weight that leaves, that one disc takes, that both of a pair want; the pair
 * lies `apart` cells apart, along either axis. */
typedef struct sums {
    double out, one, both[2];
} sums;

static void add_packet(const lattice *at, double weight, const int apart[2], sums *s) {
    static double taken[side][side];
    for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++) {
            const double l = at->length[i][j];
            taken[i][j] = l > 0 ? 1 - exp(-disc.dmua_per_mm * l) : 0;
        }
    s->out += weight;
    for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++) {
            if (!(taken[i][j] > 0))
                continue;
            s->one += weight * taken[i][j];
            for (int k = 0; k < 2; k++) {
                const int n = apart[k];
                const double x = i + n < side ? taken[i + n][j] : 0;
                const double y = j + n < side ? taken[i][j + n] : 0;
                s->both[k] += weight * taken[i][j] * (x + y) / 2;
            }
        }
}

static sums walk_some(const mc_world *world, uint64_t first, uint64_t count, const int apart[2]) {
    static lattice at;
    sums s = {.out = 0};
    for (uint64_t i = first; i < first + count; i++) {
        mc_photon p = mc_launch(world, 21, i);
        memset(&at, 0, sizeof at);
        at.shift_x = (mc_uniform(&p.random) - 0.5) * CELL_MM;
        at.shift_y = (mc_uniform(&p.random) - 0.5) * CELL_MM;
        mc_walk(world, &p, cross, NULL, &at);
        if (p.layer == -1 && p.weight > 0)
            add_packet(&at, p.weight, apart, &s);
    }
    return s;
}

/* Means with standard errors, from batches; in mm2. */
typedef struct walked {
    double one, one_error, both[2], both_error[2];
} walked;

static void mean_of(const double *batch, double *mean, double *error) {
    double sum = 0, square = 0;
    for (int i = 0; i < batches; i++)
        sum += batch[i] / batches;
    for (int i = 0; i < batches; i++)
        square += (batch[i] - sum) * (batch[i] - sum);
    *mean = sum;
    *error = sqrt(square / batches / (batches - 1));
}

static walked walk_pairs(const mc_world *world, uint64_t count, const int apart[2]) {
    double one[batches], both[2][batches];
    walked w;
    for (int b = 0; b < batches; b++) {
        const sums s = walk_some(world, (uint64_t)b * count, count, apart);
        one[b] = CELL_MM * CELL_MM * s.one / s.out;
        for (int k = 0; k < 2; k++)
            both[k][b] = CELL_MM * CELL_MM * s.both[k] / s.out;
    }
    mean_of(one, &w.one, &w.one_error);
    for (int k = 0; k < 2; k++)
        mean_of(both[k], &w.both[k], &w.both_error[k]);
    return w;
}

/* ---- The product ------------------------------------------------------------------------- */

static double contrast_at(const scalp_dot_seen *s, double r) {
    size_t i = 0;
    if (r >= s->r_mm[s->radius_count - 1])
        return 0;
    while (s->r_mm[i + 1] < r)
        i++;
    const double t = (r - s->r_mm[i]) / (s->r_mm[i + 1] - s->r_mm[i]);
    return s->contrast[i] + t * (s->contrast[i + 1] - s->contrast[i]);
}

/* 1 - (1 - C1)(1 - C2) = C1 + C2 - C1 C2: the integral of the last. */
static double product_overlap(const scalp_dot_seen *s, double apart_mm) {
    const double step = 0.02;
    double sum = 0;
    for (double y = step / 2; y < 3; y += step)
        for (double x = step / 2; x < 3; x += step)
            sum += 2 * contrast_at(s, hypot(x - apart_mm / 2, y)) *
                   contrast_at(s, hypot(x + apart_mm / 2, y));
    return 2 * sum * step * step;
}

static void against_product(check_work *w, double nm, uint64_t count, const double bound[2]) {
    static const int apart[2] = {2, 4};
    const scalp_skin_parts skin = {0.0164, SCALP_SKIN_BLOOD, 1};
    scalp_layer layers[SCALP_SKIN_LAYERS];
    const scalp_stack stack = {layers, SCALP_SKIN_LAYERS, 1, 1, 1.4};
    scalp_dot_seen seen;
    mc_world world;
    scalp_skin_layers_make(&skin, &nm, 1, layers);
    CHECK_STATUS(scalp_mc_world_make(&stack, &world, NULL), SCALP_OK);
    CHECK_STATUS(scalp_optics_dot_make(&stack, &disc, &disc.dmua_per_mm, &w->work, &seen, NULL),
                 SCALP_OK);
    const walked found = walk_pairs(&world, count, apart);
    CHECK_NEAR(found.one, seen.total_mm2[0], 0.05 * found.one + 4 * found.one_error);
    for (int k = 0; k < 2; k++) {
        const double sum = 2 * found.one, product = product_overlap(&seen, apart[k] * CELL_MM);
        const double error = found.both_error[k];
        printf("# %g nm, %g mm: of the sum %.3f %% overlap +- %.3f, %.3f by the product\n", nm,
               apart[k] * CELL_MM, 100 * found.both[k] / sum, 100 * error / sum,
               100 * product / sum);
        CHECK(found.both[k] > 4 * error);
        CHECK_NEAR(product / sum, found.both[k] / sum, bound[k] + 4 * error / sum);
        /* What is known of the product: rather too dark than too pale. */
        CHECK(found.both[k] + 4 * error > product);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const uint64_t count = (uint64_t)check_times(600, 10000);
    CASE("two dots half a millimetre and a whole one apart, 450 nm") {
        against_product(&w, 450, count, (const double[]){0.005, 0.0015});
    }
    CASE("the same at 650 nm, where light goes farther") {
        against_product(&w, 650, count, (const double[]){0.012, 0.002});
    }
    check_work_close(&w);
    return check_done();
}
