/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Voronoi cells of the dots, each cut out of a square by the bisectors to its neighbours. */
#include "even.h"

#include <math.h>

enum { corners_most = 64, near_most = 512 };

typedef struct cell {
    int count;
    scalp_vec2 corner[corners_most]; /* relative to the dot */
} cell;

typedef struct other {
    double square;
    scalp_vec2 at;
} other;

/* What is nearer to the origin than to `at`. */
static void cut(cell *c, scalp_vec2 at) {
    const double half = (at.x * at.x + at.y * at.y) / 2;
    cell kept = {0};
    for (int i = 0; i < c->count && kept.count < corners_most - 1; i++) {
        const scalp_vec2 a = c->corner[i], b = c->corner[(i + 1) % c->count];
        const double u = a.x * at.x + a.y * at.y - half, v = b.x * at.x + b.y * at.y - half;
        if (u <= 0)
            kept.corner[kept.count++] = a;
        if ((u < 0 && v > 0) || (u > 0 && v < 0)) {
            const double t = u / (u - v);
            kept.corner[kept.count++] = (scalp_vec2){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        }
    }
    *c = kept;
}

static double farthest_square(const cell *c) {
    double most = 0;
    for (int i = 0; i < c->count; i++)
        most = fmax(most, c->corner[i].x * c->corner[i].x + c->corner[i].y * c->corner[i].y);
    return most;
}

static double area_of(const cell *c) {
    double twice = 0;
    for (int i = 0; i < c->count; i++) {
        const scalp_vec2 a = c->corner[i], b = c->corner[(i + 1) % c->count];
        twice += a.x * b.y - b.x * a.y;
    }
    return fabs(twice) / 2;
}

/* The others within reach, nearest first. */
static int gather(const even_points *p, size_t i, double reach, other *list) {
    const even_range near = even_points_near(p, p->at[i], reach);
    int count = 0;
    for (int row = near.top; row <= near.bottom; row++) {
        const size_t line = (size_t)row * (size_t)p->columns;
        const size_t last = p->start[line + (size_t)near.right + 1];
        for (size_t j = p->start[line + (size_t)near.left]; j < last; j++) {
            const scalp_vec2 at = {p->at[j].x - p->at[i].x, p->at[j].y - p->at[i].y};
            const other next = {at.x * at.x + at.y * at.y, at};
            if (j == i || next.square > reach * reach || next.square == 0)
                continue;
            int k = count < near_most ? count++ : near_most - 1;
            for (; k > 0 && list[k - 1].square > next.square; k--)
                list[k] = list[k - 1];
            list[k] = next;
        }
    }
    return count;
}

/* The cell's area, or 0 where what lies beyond the border could change it. */
static double area_at(const even_job *job, size_t i) {
    other list[near_most];
    cell c;
    double reach = 2 * job->spacing;
    for (;; reach *= 2) {
        const double side = reach; /* the square is larger than what is kept */
        c = (cell){4, {{-side, -side}, {side, -side}, {side, side}, {-side, side}}};
        const int count = gather(&job->dots, i, reach, list);
        for (int k = 0; k < count && list[k].square < 4 * farthest_square(&c); k++)
            cut(&c, list[k].at);
        if (4 * farthest_square(&c) <= reach * reach)
            break;
        if (reach > 10 * job->spacing)
            return 0;
    }
    for (int k = 0; k < c.count; k++) {
        const scalp_vec2 v = c.corner[k];
        const scalp_vec2 at = {job->dots.at[i].x + v.x, job->dots.at[i].y + v.y};
        const double border = even_skin_border(&job->skin, at);
        if (border * border < v.x * v.x + v.y * v.y)
            return 0;
    }
    return area_of(&c);
}

typedef struct sums {
    double count, area, square;
} sums;

static double cv_of(const sums *s) {
    const double mean = s->area / s->count;
    return s->count > 1 ? sqrt(fmax(s->square / s->count - mean * mean, 0)) / mean : (double)NAN;
}

scalp_status even_voronoi(even_job *job) {
    const size_t blocks = job->blocks.count;
    double replicates[EVEN_REPLICATES];
    sums all = {0};
    void *place;
    SCALP_TRY(scalp_work_take(job->work, blocks + 1, sizeof(sums), &place, job->error));
    sums *of = place;
    for (size_t i = 0; i < job->dots.count; i++) {
        const double area = area_at(job, i);
        if (area > 0) {
            sums *s = &of[job->block[i]];
            *s = (sums){s->count + 1, s->area + area, s->square + area * area};
            all = (sums){all.count + 1, all.area + area, all.square + area * area};
        }
    }
    for (int r = 0; r < EVEN_REPLICATES; r++) {
        sums drawn = {0};
        for (size_t b = 0; b < blocks; b++) {
            const double t = job->blocks.times[(size_t)r * blocks + b];
            drawn.count += t * of[b].count;
            drawn.area += t * of[b].area;
            drawn.square += t * of[b].square;
        }
        replicates[r] = cv_of(&drawn);
    }
    job->to->voronoi_cv = even_interval(cv_of(&all), replicates, blocks);
    return SCALP_OK;
}
