/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much darker than bare skin the cells of a photo are. The skin is a plane through the tiles
 * about a cell, of which darker ones count less (iterated weights, Holland & Welsch 1977), so that
 * it stays skin below what is centimetres wide. */
#include "over.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    tile = 16, /* cells, each way */
    reach = 2, /* tiles about one that are looked at */
    most_tiles = (2 * reach + 1) * (2 * reach + 1),
    rounds = 5,
};

static const double lighter = 0.4;       /* of a tile's cells are taken for skin */
static const double slack = 0.02;        /* optical density that skin wanders by */
static const double least_colour = 0.03; /* green above red, of skin that has a colour */
static const double least_white = 0.08;  /* of the light: less is noise */
static const double least_left = 0.2;    /* of the light, without shine */

typedef struct bare_job {
    const scalp_sight *sight;
    const scalp_over *over;
    float *cell[2]; /* density of red and green; NaN: not seen */
    float *white;   /* light that shine adds */
    float *colour;  /* green above red, by tile */
    float *middle;  /* of the lighter cells, by tile */
    float *skin;    /* of bare skin, by tile */
    int across, down;
} bare_job;

static double light_of(double density) {
    return scalp_exp(-2.302585092994046 * density);
}

static double density_of(double light) {
    return -0.43429448190325182765 * scalp_log(light);
}

static unsigned sample(const scalp_image *image, size_t at) {
    return image->bits == 8 ? ((const uint8_t *)image->pixels)[at]
                            : ((const uint16_t *)image->pixels)[at];
}

/* Mean densities of one cell, of every second pixel where it has many. */
static void cell_read(const bare_job *job, int i, int j, size_t at_cell) {
    const scalp_sight *s = job->sight;
    const scalp_image *image = s->image;
    const int size = job->over->cell, step = size > 5 ? 2 : 1;
    const size_t second = s->colours > 1;
    double sum[2] = {0, 0};
    int seen = 0, all = 0;
    for (int y = j * size; y < (j + 1) * size && y < image->height; y += step)
        for (int x = i * size; x < (i + 1) * size && x < image->width; x += step) {
            const size_t pixel = (size_t)y * (size_t)image->width + (size_t)x;
            const size_t at = pixel * (size_t)image->bands;
            const unsigned r = sample(image, at), g = sample(image, at + second);
            all++;
            if ((s->mask && s->mask[pixel] != SCALP_UNSEEN_NOT) || r >= s->clipped ||
                g >= s->clipped)
                continue;
            sum[0] += (double)s->density[0][r];
            sum[1] += (double)s->density[second][g];
            seen++;
        }
    for (int b = 0; b < 2; b++)
        job->cell[b][at_cell] = 2 * seen > all ? (float)(sum[b] / seen) : NAN;
}

static void cells_row(void *context, size_t row) {
    const bare_job *job = context;
    for (int i = 0; i < job->over->columns; i++)
        cell_read(job, i, (int)row, row * (size_t)job->over->columns + (size_t)i);
}

/* ---- Tiles ----------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b) {
    const float p = *(const float *)a, q = *(const float *)b;
    return p < q ? -1 : p > q;
}

/* The cell of a tile that a share of its others lies below; of `less`, or without. */
static float tile_of(const bare_job *job, const float *from, const float *less, double share,
                     size_t index) {
    float v[tile * tile];
    size_t n = 0;
    const int left = (int)(index % (size_t)job->across) * tile;
    const int top = (int)(index / (size_t)job->across) * tile;
    for (int y = top; y < top + tile && y < job->over->rows; y++)
        for (int x = left; x < left + tile && x < job->over->columns; x++) {
            const size_t at = (size_t)y * (size_t)job->over->columns + (size_t)x;
            const float d = less ? from[at] - less[at] : from[at];
            if (!isnan(d))
                v[n++] = d;
        }
    if (n < tile)
        return NAN;
    qsort(v, n, sizeof *v, by_number);
    return v[(size_t)(share * (double)n)];
}

/* A tile and those about it, as far as they are known. */
typedef struct around {
    double x[most_tiles], y[most_tiles], value[most_tiles], weight[most_tiles];
    int count;
} around;

static around around_of(const bare_job *job, const float *from, size_t index) {
    around it = {.count = 0};
    const int i = (int)(index % (size_t)job->across), j = (int)(index / (size_t)job->across);
    for (int y = j - reach; y <= j + reach; y++)
        for (int x = i - reach; x <= i + reach; x++) {
            if (x < 0 || y < 0 || x >= job->across || y >= job->down)
                continue;
            const float value = from[(size_t)y * (size_t)job->across + (size_t)x];
            if (isnan(value))
                continue;
            it.x[it.count] = x - i;
            it.y[it.count] = y - j;
            it.weight[it.count] = 1;
            it.value[it.count++] = (double)value;
        }
    return it;
}

/* The plane through them by least squares; its value at the tile. */
static double plane(const around *it) {
    double a[3][4] = {{0}};
    for (int k = 0; k < it->count; k++) {
        const double row[4] = {1, it->x[k], it->y[k], it->value[k]};
        for (int i = 0; i < 3; i++)
            for (int c = 0; c < 4; c++)
                a[i][c] += it->weight[k] * row[i] * row[c];
    }
    a[1][1] += 0.5; /* of few tiles hardly a slope */
    a[2][2] += 0.5;
    for (int i = 2; i > 0; i--)
        for (int r = 0; r < i; r++) {
            const double f = a[r][i] / a[i][i];
            for (int c = 0; c < 4; c++)
                a[r][c] -= f * a[i][c];
        }
    return a[0][3] / a[0][0];
}

static float skin_of(const bare_job *job, size_t index) {
    around it = around_of(job, job->middle, index);
    if (it.count == 0)
        return NAN;
    double at = plane(&it);
    for (int round = 0; round < rounds; round++) {
        for (int k = 0; k < it.count; k++) {
            const double above = fmax(it.value[k] - at, 0) / slack;
            it.weight[k] = 1 / (1 + above * above);
        }
        at = plane(&it);
    }
    return (float)at;
}

static float colour_of(const bare_job *job, size_t index) {
    float v[most_tiles];
    const around it = around_of(job, job->middle, index);
    for (int k = 0; k < it.count; k++)
        v[k] = (float)it.value[k];
    qsort(v, (size_t)it.count, sizeof *v, by_number);
    return it.count ? v[it.count / 2] : 0;
}

static float between(const bare_job *job, const float *grid, int column, int row) {
    const float u = fmaxf(((float)column + 0.5F) / tile - 0.5F, 0);
    const float v = fmaxf(((float)row + 0.5F) / tile - 0.5F, 0);
    const int i = (int)u < job->across - 1 ? (int)u : job->across - 1;
    const int j = (int)v < job->down - 1 ? (int)v : job->down - 1;
    const int right = i + 1 < job->across ? i + 1 : i, below = j + 1 < job->down ? j + 1 : j;
    const float fu = fminf(u - (float)i, 1), fv = fminf(v - (float)j, 1);
    const float *upper = grid + (size_t)j * (size_t)job->across;
    const float *lower = grid + (size_t)below * (size_t)job->across;
    const float top = upper[i] + fu * (upper[right] - upper[i]);
    return top + fv * (lower[i] + fu * (lower[right] - lower[i]) - top);
}

/* ---- Shine ----------------------------------------------------------------------------------- */

/* What is white on top of skin of one colour: of skin with red to green as 1 to s, red is m + w and
 * green s m + w. Ink and what is brown leave nothing. The mean of three by three cells. */
static void shine_row(void *context, size_t row) {
    const bare_job *job = context;
    const int columns = job->over->columns;
    for (int i = 0; i < columns; i++) {
        double sum = 0;
        int n = 0;
        for (int y = (int)row - 1; y <= (int)row + 1; y++)
            for (int x = i - 1; x <= i + 1; x++) {
                if (x < 0 || y < 0 || x >= columns || y >= job->over->rows)
                    continue;
                const size_t at = (size_t)y * (size_t)columns + (size_t)x;
                const double colour = (double)between(job, job->colour, x, y);
                if (isnan(job->cell[0][at]) || !(colour > least_colour))
                    continue;
                const double s = light_of(colour), red = light_of((double)job->cell[0][at]);
                sum += (light_of((double)job->cell[1][at]) - s * red) / (1 - s);
                n++;
            }
        job->white[row * (size_t)columns + (size_t)i] = n ? (float)fmax(sum / n, 0) : 0;
    }
}

static void without_shine(bare_job *job) {
    const size_t tiles = (size_t)job->across * (size_t)job->down;
    const size_t cells = (size_t)job->over->columns * (size_t)job->over->rows;
    for (size_t k = 0; k < tiles; k++)
        job->middle[k] = tile_of(job, job->cell[1], job->cell[0], 0.5, k);
    for (size_t k = 0; k < tiles; k++)
        job->colour[k] = colour_of(job, k);
    for (int j = 0; j < job->over->rows; j++)
        shine_row(job, (size_t)j);
    for (size_t i = 0; i < cells; i++)
        for (size_t b = 0; b < 2; b++) {
            const double light = light_of((double)job->cell[b][i]);
            const double white = (double)job->white[i];
            const double left = white > least_white * light ? light - white : light;
            job->cell[b][i] = left > least_left * light ? (float)density_of(left) : NAN;
        }
}

scalp_status scalp_bare_make(const scalp_sight *sight, const scalp_over *over,
                             const scalp_work *work, scalp_bare *bare, scalp_error *error) {
    bare_job job = {.sight = sight, .over = over};
    void *memory;
    const size_t cells = (size_t)over->columns * (size_t)over->rows;
    job.across = (over->columns + tile - 1) / tile;
    job.down = (over->rows + tile - 1) / tile;
    const size_t tiles = (size_t)job.across * (size_t)job.down;
    SCALP_TRY(scalp_work_take(work, 4 * cells + 3 * tiles, sizeof(float), &memory, error));
    job.cell[0] = memory;
    job.cell[1] = job.cell[0] + cells;
    job.white = job.cell[1] + cells;
    job.colour = job.white + cells;
    job.middle = job.colour + tiles;
    job.skin = job.middle + tiles;
    bare->plain = job.skin + tiles;
    scalp_pool_for(work->pool, (size_t)over->rows, cells_row, &job);
    memcpy(bare->plain, job.cell[sight->colours == 3], cells * sizeof(float));
    if (sight->colours == 3)
        without_shine(&job);
    for (size_t b = 0; b < 2; b++) {
        for (size_t k = 0; k < tiles; k++)
            job.middle[k] = tile_of(&job, job.cell[b], NULL, lighter, k);
        for (size_t k = 0; k < tiles; k++)
            job.skin[k] = skin_of(&job, k);
        for (size_t i = 0; i < cells; i++)
            job.cell[b][i] -= between(&job, job.skin, (int)(i % (size_t)over->columns),
                                      (int)(i / (size_t)over->columns));
        bare->lift[b] = job.cell[b];
    }
    return SCALP_OK;
}
