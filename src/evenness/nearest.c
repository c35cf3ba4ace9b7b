/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Density, distance to the nearest neighbour, and Clark & Evans (1954). */
#include "even.h"

#include <math.h>

scalp_status even_density(even_job *job) {
    scalp_evenness *to = job->to;
    double replicates[EVEN_REPLICATES], sum = 0, doubt = 0;
    void *place;
    SCALP_TRY(
        scalp_work_take(job->work, job->blocks.count + 1, sizeof(double), &place, job->error));
    double *held = place;
    for (size_t i = 0; i < job->dots.count; i++) {
        const double c = job->ask->found[job->dots.source[i]].confidence;
        held[job->block[i]] += job->weight[i];
        sum += job->weight[i];
        doubt += c * (1 - c);
    }
    for (int r = 0; r < EVEN_REPLICATES; r++) {
        const uint8_t *times = job->blocks.times + (size_t)r * job->blocks.count;
        double count = 0, area = 0;
        for (size_t b = 0; b < job->blocks.count; b++) {
            count += times[b] * held[b];
            area += times[b] * job->blocks.area[b];
        }
        replicates[r] = count / area;
    }
    scalp_figure f = even_interval(sum / job->skin.area, replicates, job->blocks.count);
    /* Doubtful finds and dots that were not found, beside how the dots vary from place to place. */
    const double own = 1.96 * sqrt(doubt) / job->skin.area;
    const double missed = 1.96 * f.value * job->ask->recall_sd / job->recall;
    f.low = f.value - sqrt((f.value - f.low) * (f.value - f.low) + own * own + missed * missed);
    f.high = f.value + sqrt((f.high - f.value) * (f.high - f.value) + own * own + missed * missed);
    to->density =
        (scalp_figure){f.value / job->recall, fmax(f.low, 0) / job->recall, f.high / job->recall};
    return SCALP_OK;
}

/* Of one block, or of all: sums over dots nearer to their neighbour than to the border. */
typedef struct sums {
    double weight, first, second, dots, area;
} sums;

/* Skin farther from the border than r: areas of 256 steps of r up to `most`. */
enum { steps = 256 };

static void inner_areas(const even_skin *s, double most, double area[steps]) {
    for (int i = 0; i < steps; i++)
        area[i] = 0;
    for (size_t i = 0; i < (size_t)s->columns * (size_t)s->rows; i++)
        if (s->state[i] == EVEN_WORKED) {
            const double step = (double)s->border[i] / most * steps;
            area[step < steps ? (int)step : steps - 1] += s->cell * s->cell;
        }
    for (int i = steps - 2; i >= 0; i--)
        area[i] += area[i + 1];
}

static void figures(const sums *s, double *mean, double *cv, double *clark_evans) {
    *mean = s->first / s->weight;
    *cv = sqrt(fmax(s->second / s->weight - *mean * *mean, 0)) / *mean;
    *clark_evans = 2 * *mean * sqrt(s->dots / s->area);
}

static void add(sums *to, const sums *from, double times) {
    to->weight += times * from->weight;
    to->first += times * from->first;
    to->second += times * from->second;
    to->dots += times * from->dots;
    to->area += times * from->area;
}

/* Hanisch's weights (1984): a dot counts if its neighbour is nearer than the border, by how much of
 * the skin is that far from the border. */
static void gather(even_job *job, sums *of_block) {
    scalp_evenness *to = job->to;
    const double most = 6 * job->spacing;
    double area[steps];
    inner_areas(&job->skin, most, area);
    to->nearest_least = HUGE_VAL;
    to->doubles = 0;
    for (size_t i = 0; i < job->dots.count; i++) {
        sums *s = &of_block[job->block[i]];
        const double d = even_points_nearest(&job->dots, job->dots.at[i], i, most);
        s->dots += 1;
        to->nearest_least = fmin(to->nearest_least, d);
        if (!(d < most) || d > even_skin_border(&job->skin, job->dots.at[i]))
            continue;
        const double inner = area[(int)(d / most * steps)];
        const double weight = inner > 0 ? job->skin.area / inner : 0;
        s->weight += weight;
        s->first += weight * d;
        s->second += weight * d * d;
    }
}

scalp_status even_nearest(even_job *job) {
    scalp_evenness *to = job->to;
    const even_blocks *b = &job->blocks;
    double replicates[3][EVEN_REPLICATES], mean, cv, clark_evans;
    sums all = {0};
    void *place;
    SCALP_TRY(scalp_work_take(job->work, b->count + 1, sizeof(sums), &place, job->error));
    sums *of_block = place;
    gather(job, of_block);
    for (size_t i = 0; i < b->count; i++) {
        of_block[i].area = b->area[i];
        add(&all, &of_block[i], 1);
    }
    for (int r = 0; r < EVEN_REPLICATES; r++) {
        sums drawn = {0};
        for (size_t i = 0; i < b->count; i++)
            add(&drawn, &of_block[i], b->times[(size_t)r * b->count + i]);
        figures(&drawn, &replicates[0][r], &replicates[1][r], &replicates[2][r]);
    }
    figures(&all, &mean, &cv, &clark_evans);
    to->nearest_mean = even_interval(mean, replicates[0], b->count);
    to->nearest_cv = even_interval(cv, replicates[1], b->count);
    to->clark_evans = even_interval(clark_evans, replicates[2], b->count);
    /* Dots that were missed make neighbours look farther and less regular. */
    to->nearest_mean.low *= sqrt(job->recall);
    to->clark_evans.high += fmax(to->clark_evans.high - 1, 0) * (1 / job->recall - 1);
    return SCALP_OK;
}
