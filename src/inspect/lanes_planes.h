/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops over planes of pixels; after lanes_body.h. */
#include <string.h>

/* ---- Reading a photo ----------------------------------------------------------------------- */

static void line_lift(const scalp_lane_line *line, int c, float *restrict sum,
                      float *restrict pigment) {
    const float *restrict light = line->light[c], *restrict gain = line->gain[c].at;
    const float *restrict gain_step = line->gain[c].step;
    const float *restrict weight = line->weight[c].at, *restrict weight_step = line->weight[c].step;
    float *restrict lift = line->lift[c];
    const float part = line->part;
    for (int i = 0; i < line->count; i++) {
        lift[i] = 1 - light[i] * (gain[i] + part * gain_step[i]);
        sum[i] += lift[i];
    }
    for (int i = 0; weight && i < line->count; i++)
        pigment[i] += (weight[i] + part * weight_step[i]) * lift[i];
}

static void line(const scalp_lane_line *line) {
    const int count = line->count;
    float *restrict luma = line->luma, *restrict pigment = line->pigment;
    float *restrict known = line->known;
    const float *restrict most = line->most;
    const float shine = line->shine, black = line->black, clipped = line->clipped;
    const float mean = 1 / (float)line->colours;
    memset(luma, 0, (size_t)count * sizeof *luma);
    memset(pigment, 0, (size_t)count * sizeof *pigment);
    for (int c = 0; c < line->colours; c++)
        line_lift(line, c, luma, pigment);
    for (int i = 0; i < count; i++) {
        luma[i] *= mean;
        const float dim = most[i] < clipped ? 1.0F : 0.0F;
        const float lit = most[i] > black ? dim : 0.0F;
        known[i] *= luma[i] > shine ? lit : 0.0F;
        luma[i] *= known[i];
        pigment[i] *= known[i];
    }
    for (int c = 0; c < line->colours; c++) {
        float *restrict lift = line->lift[c];
        for (int i = 0; i < count; i++)
            lift[i] *= known[i];
    }
}

/* ---- Blur ---------------------------------------------------------------------------------- */

enum { strip = 512 };

static int row_of(int y, int height) {
    return y < 0 ? 0 : y >= height ? height - 1 : y;
}

/* Columns from..to of one line, down; `out` is column `left`. */
static void blur_down(const float *plane, int width, int height, int y, const float *kernel,
                      int radius, int from, int to, int left, float *out) {
    const float *up[SCALP_LANE_RADIUS + 1], *down[SCALP_LANE_RADIUS + 1];
    for (int k = 0; k <= radius; k++) {
        up[k] = plane + (size_t)row_of(y - k, height) * (size_t)width;
        down[k] = plane + (size_t)row_of(y + k, height) * (size_t)width;
    }
    for (int x = from; x < to; x += SCALP_LANE) {
        lane_sum sum = kernel[0] * LANES(up[0], x);
        for (int k = 1; k <= radius; k++)
            sum += kernel[k] * (LANES(up[k], x) + LANES(down[k], x));
        *(lane_sum *)(out + (x - left)) = sum;
    }
}

static void blur_across(const float *from, int count, const float *kernel, int radius, float *to) {
    int x = 0;
    for (; x + 2 * SCALP_LANE <= count; x += 2 * SCALP_LANE) {
        lane_sum a = kernel[0] * LANES(from, x), b = kernel[0] * LANES(from, x + SCALP_LANE);
        for (int k = 1; k <= radius; k++) {
            a += kernel[k] * (LANES(from, x - k) + LANES(from, x + k));
            b += kernel[k] * (LANES(from, x + SCALP_LANE - k) + LANES(from, x + SCALP_LANE + k));
        }
        *(lane_sum *)(to + x) = a;
        *(lane_sum *)(to + x + SCALP_LANE) = b;
    }
    for (; x < count; x += SCALP_LANE) {
        lane_sum sum = kernel[0] * LANES(from, x);
        for (int k = 1; k <= radius; k++)
            sum += kernel[k] * (LANES(from, x - k) + LANES(from, x + k));
        *(lane_sum *)(to + x) = sum;
    }
}

static void blur(const float *from, int width, int height, const float *kernel, int radius,
                 float *to, float *less) {
    float room[strip + 4 * SCALP_LANE_RADIUS];
    for (int left = 0; left < width; left += strip) {
        const int count = width - left < strip ? width - left : strip;
        const int first = left - SCALP_LANE_RADIUS < 0 ? 0 : left - SCALP_LANE_RADIUS;
        const int past =
            left + count + SCALP_LANE_RADIUS > width ? width : left + count + SCALP_LANE_RADIUS;
        float *line = room + SCALP_LANE_RADIUS;
        for (int y = 0; y < height; y++) {
            blur_down(from, width, height, y, kernel, radius, first, past, left, line);
            for (int k = 1; k <= radius && left == 0; k++)
                line[-k] = line[0];
            for (int k = past - left; k < count + radius && past == width; k++)
                line[k] = line[past - left - 1];
            const size_t at = (size_t)y * (size_t)width + (size_t)left;
            blur_across(line, count, kernel, radius, to + at);
            for (int i = 0; less && i < count; i++)
                less[at + (size_t)i] = from[at + (size_t)i] - to[at + (size_t)i];
        }
    }
}

/* ---- Peaks and noise ----------------------------------------------------------------------- */

static void tops(const float *row, int width, int count, float least, uint8_t *to) {
    const float *up = row - width, *down = row + width;
    for (int i = 0; i < count; i++) {
        const float v = row[i];
        to[i] = (uint8_t)((v > least) & (v >= row[i - 1]) & (v >= row[i + 1]) & (v >= up[i]) &
                          (v >= down[i]));
    }
}

static void negative(const float *row, const float *known, int count, float *sum, float *number) {
    for (int i = 0; i < count; i++) {
        const float one = row[i] < 0 ? known[i] : 0.0F;
        sum[i] -= one * row[i];
        number[i] += one;
    }
}

/* ---- Middles ------------------------------------------------------------------------------- */

enum { column_chunk = 64 };

static void order(float *restrict a, float *restrict b) {
    for (int i = 0; i < column_chunk; i++) {
        const float p = a[i], q = b[i];
        a[i] = p < q ? p : q;
        b[i] = p < q ? q : p;
    }
}

/* Merge exchange (Batcher 1968; Knuth 1998, algorithm 5.2.2M): the same steps whatever the numbers,
 * so that all columns take them together. */
static void sort_columns(float v[][column_chunk], int n) {
    int top = 1;
    while (2 * top < n)
        top *= 2;
    for (int p = top; p > 0; p /= 2) {
        int q = top, r = 0, d = p;
        for (;;) {
            for (int i = 0; i + d < n; i++)
                if ((i & p) == r)
                    order(v[i], v[i + d]);
            if (q == p)
                break;
            d = q - p;
            q /= 2;
            r = p;
        }
    }
}

static void middles(const float *const row[SCALP_LANE_MIDDLE], int count, float *to) {
    enum { cut = SCALP_LANE_MIDDLE / 4 };
    float v[SCALP_LANE_MIDDLE][column_chunk];
    for (int from = 0; from < count; from += column_chunk) {
        const int here = count - from < column_chunk ? count - from : column_chunk;
        float all[column_chunk] = {0}, sum[column_chunk] = {0};
        memset(v, 0, sizeof v);
        for (int k = 0; k < SCALP_LANE_MIDDLE; k++) {
            memcpy(v[k], row[k] + from, (size_t)here * sizeof *to);
            for (int i = 0; i < column_chunk; i++)
                all[i] += v[k][i];
        }
        sort_columns(v, SCALP_LANE_MIDDLE);
        for (int k = cut; k < SCALP_LANE_MIDDLE - cut; k++)
            for (int i = 0; i < column_chunk; i++)
                sum[i] += v[k][i];
        for (int i = 0; i < here; i++)
            to[from + i] = isnan(all[i]) ? NAN : sum[i] / (float)(SCALP_LANE_MIDDLE - 2 * cut);
    }
}
