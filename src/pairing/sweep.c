/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For sets whose places were moved so far that no constellation of neighbours is left: a patch of
 * some hundred places is laid everywhere, at every angle; the best lays are moved to where they fit
 * best, and the best of them is kept when it stands out from what chance says. */
#include "pair.h"

enum { most_places = 480, few_places = 240, looks = 4, samples = 600, patches = 3, kept = 12 };

static const int look_at[looks] = {30, 60, 120, most_places};
/* How far above chance a lay must be to be looked at longer, in standard deviations. */
static const double look_least[looks] = {0.5, 1.2, 2.2, 0};
static const double step_spacings = 0.3, angle_slack = 0.12, most_lays = 9e6, stands_out = 5.9;

/* A place says more the nearer it falls: about the log of its likelihood at .35 spacings. */
static double say(const pair_search *s, double x, double y) {
    const uint32_t id = pair_raster_at(s->raster, x, y);
    if (id == PAIR_NONE)
        return -0.6;
    const double dx = s->b->at[id].x - x, dy = s->b->at[id].y - y;
    const double d2 = (dx * dx + dy * dy) / (s->b->spacing[id] * s->b->spacing[id]);
    return d2 < 0.34 ? 0.165 - 2.2 * d2 : -0.6;
}

typedef struct lay {
    double re, im;
    scalp_vec2 to;
} lay;

typedef struct sweep {
    const pair_search *search;
    scalp_vec2 centre;
    scalp_vec2 from[most_places]; /* about the centre, in random order */
    int count;
    double radius;
    double mean, sd; /* of one place under chance */
    double angle_low, angle_step;
    int angles, scales;
    double scale_low, scale_step;
    scalp_vec2 low; /* of the centre in b */
    double step;
    int columns, rows;
    double lays;
} sweep;

static scalp_vec2 placed(const lay *l, scalp_vec2 a) {
    return (scalp_vec2){l->to.x + l->re * a.x - l->im * a.y, l->to.y + l->im * a.x + l->re * a.y};
}

/* Standard deviations above chance, or -1 as soon as it is no good (unless `patient`). */
static double stand(const sweep *w, const lay *l, bool patient) {
    double sum = 0;
    int k = 0;
    for (int look = 0; look < looks; look++) {
        const int upto = look_at[look] < w->count ? look_at[look] : w->count;
        for (; k < upto; k++) {
            const scalp_vec2 at = placed(l, w->from[k]);
            sum += say(w->search, at.x, at.y);
        }
        const double z = (sum - k * w->mean) / (w->sd * sqrt((double)k));
        if (k == w->count)
            return z;
        if (z < look_least[look] && !patient)
            return -1;
    }
    return -1;
}

static void gather(sweep *w, uint32_t at, scalp_random *random) {
    const pair_set *a = w->search->a;
    w->centre = a->at[at];
    const double reach = sqrt((w->search->start ? most_places : few_places) / SCALP_PI) * a->median;
    w->count = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        const double x = a->at[i].x - w->centre.x, y = a->at[i].y - w->centre.y;
        if (x * x + y * y < reach * reach && w->count < most_places)
            w->from[w->count++] = (scalp_vec2){x, y};
    }
    for (int i = w->count - 1; i > 0; i--) {
        const int j = (int)scalp_random_below(random, (uint64_t)i + 1);
        const scalp_vec2 t = w->from[i];
        w->from[i] = w->from[j];
        w->from[j] = t;
    }
    w->radius = reach;
}

/* The first patch lies in the middle, where most places are about it; the others anywhere. */
static uint32_t centre_of(const pair_set *a, int patch, scalp_random *random) {
    if (patch > 0)
        return (uint32_t)scalp_random_below(random, a->count);
    scalp_vec2 middle = {0, 0};
    for (size_t i = 0; i < a->count; i++) {
        middle.x += a->at[i].x / (double)a->count;
        middle.y += a->at[i].y / (double)a->count;
    }
    return pair_set_nearest(a, middle, HUGE_VAL, NULL);
}

static void plan_lays(sweep *w) {
    const pair_search *s = w->search;
    const double across = w->radius / s->a->median; /* spacings */
    w->angle_step = step_spacings * 1.2 / across;
    w->angle_low = -SCALP_PI;
    double span = 2 * SCALP_PI;
    w->step = step_spacings * s->b->median;
    const pair_raster *r = s->raster;
    double width = r->columns / r->per_cell, height = r->rows / r->per_cell;
    w->low = (scalp_vec2){r->x0, r->y0};
    if (s->start) {
        const scalp_vec2 at = pair_plane_apply(s->start, w->centre);
        const scalp_vec2 on =
            pair_plane_apply(s->start, (scalp_vec2){w->centre.x + s->a->median, w->centre.y});
        w->angle_low = scalp_atan2(on.y - at.y, on.x - at.x) - angle_slack;
        span = 2 * angle_slack;
        width = height = 2 * s->start_reach;
        w->low = (scalp_vec2){at.x - s->start_reach, at.y - s->start_reach};
    }
    w->angles = (int)(span / w->angle_step) + 1;
    w->columns = (int)fmin(1e6, width / w->step) + 1;
    w->rows = (int)fmin(1e6, height / w->step) + 1;
    /* Middles of equal steps. */
    const double ratio = log(s->scale_high / s->scale_low);
    w->scales = (int)ceil(ratio / w->angle_step);
    w->scales = w->scales < 1 ? 1 : w->scales;
    w->scale_step = exp(ratio / w->scales);
    w->scale_low = s->scale_low * sqrt(w->scale_step);
    w->lays = (double)w->angles * w->columns * w->rows * w->scales;
}

static lay lay_at(const sweep *w, int scale, int angle, int column, int row) {
    double size = w->scale_low, sine, cosine;
    for (int i = 0; i < scale; i++)
        size *= w->scale_step;
    scalp_sincos(w->angle_low + angle * w->angle_step, &sine, &cosine);
    return (lay){
        size * cosine, size * sine, {w->low.x + column * w->step, w->low.y + row * w->step}};
}

/* What chance says: lays drawn at random that fall upon places of b at all. */
static bool learn_chance(sweep *w, scalp_random *random) {
    double sum = 0, square = 0;
    double n = 0;
    for (int k = 0; k < samples; k++) {
        const lay l = lay_at(w, (int)scalp_random_below(random, (uint64_t)w->scales),
                             (int)scalp_random_below(random, (uint64_t)w->angles),
                             (int)scalp_random_below(random, (uint64_t)w->columns),
                             (int)scalp_random_below(random, (uint64_t)w->rows));
        for (int i = 0; i < w->count; i += 4) {
            const scalp_vec2 at = placed(&l, w->from[i]);
            if (pair_set_nearest(w->search->b, at, 1.2 * w->search->b->median, NULL) == PAIR_NONE)
                continue;
            const double said = say(w->search, at.x, at.y);
            sum += said;
            square += said * said;
            n++;
        }
    }
    if (n < 200)
        return false;
    w->mean = sum / n;
    w->sd = sqrt(fmax(square / n - w->mean * w->mean, 1e-6));
    return true;
}

typedef struct best_lays {
    lay lays[kept];
    double z[kept];
    int count;
} best_lays;

static void keep(best_lays *b, const lay *l, double z) {
    if (b->count == kept && z <= b->z[kept - 1])
        return;
    int at = b->count < kept ? b->count++ : kept - 1;
    for (; at > 0 && b->z[at - 1] < z; at--) {
        b->z[at] = b->z[at - 1];
        b->lays[at] = b->lays[at - 1];
    }
    b->z[at] = z;
    b->lays[at] = *l;
}

static scalp_status run(sweep *w, const scalp_work *work, best_lays *best, scalp_error *error) {
    for (int scale = 0; scale < w->scales; scale++)
        for (int angle = 0; angle < w->angles; angle++) {
            SCALP_TRY(scalp_work_report(work, "pairing", (double)angle / w->angles, error));
            lay l = lay_at(w, scale, angle, 0, 0);
            const scalp_vec2 low = l.to;
            for (int j = 0; j < w->rows; j++)
                for (int i = 0; i < w->columns; i++) {
                    l.to = (scalp_vec2){low.x + i * w->step, low.y + j * w->step};
                    const double z = stand(w, &l, false);
                    if (z > 0)
                        keep(best, &l, z);
                }
        }
    return SCALP_OK;
}

/* One of the eight ways to move, turn and scale a lay by `size` steps. */
static lay moved(const sweep *w, const lay *l, int way, double size) {
    const double by = way % 2 ? -size : size, turn = by * w->angle_step;
    lay to = *l;
    switch (way / 2) {
    case 0:
        to.to.x += by * w->step;
        break;
    case 1:
        to.to.y += by * w->step;
        break;
    case 2:
        to.re = l->re - turn * l->im;
        to.im = l->im + turn * l->re;
        break;
    default:
        to.re = l->re * (1 + turn);
        to.im = l->im * (1 + turn);
    }
    return to;
}

/* Uphill, by ever smaller steps. */
static double climb(const sweep *w, lay *l) {
    double most = stand(w, l, true);
    for (double size = 0.5; size > 0.1; size /= 2)
        for (int round = 0; round < 6; round++) {
            const double before = most;
            for (int way = 0; way < 8; way++) {
                const lay to = moved(w, l, way, size);
                const double z = stand(w, &to, true);
                if (z > most) {
                    most = z;
                    *l = to;
                }
            }
            if (most <= before)
                break;
        }
    return most;
}

scalp_status pair_sweep(const pair_search *search, const scalp_work *work, pair_patch *patch,
                        bool *found, scalp_error *error) {
    *found = false;
    if (search->scale_high > 1.3 * search->scale_low || search->a->count < 40)
        return SCALP_OK;
    scalp_random random = scalp_random_make(search->seed, 0x53);
    for (int k = 0; k < patches && !*found; k++) {
        sweep w = {.search = search};
        best_lays lays = {.count = 0};
        gather(&w, centre_of(search->a, k, &random), &random);
        plan_lays(&w);
        if (w.count < 40 || w.lays > most_lays || !learn_chance(&w, &random))
            continue;
        SCALP_TRY(run(&w, work, &lays, error));
        lay best = {1, 0, {0, 0}};
        double most = 0;
        for (int i = 0; i < lays.count; i++) {
            const double z = climb(&w, &lays.lays[i]);
            if (z > most) {
                most = z;
                best = lays.lays[i];
            }
        }
        const double evidence = most * most / 2 - log(w.lays);
        if (most < stands_out || evidence < 7)
            continue;
        *patch = (pair_patch){
            {best.re, -best.im, best.im, best.re, w.centre, best.to}, w.radius, evidence};
        *found = true;
    }
    return SCALP_OK;
}
