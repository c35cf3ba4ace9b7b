/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The skin's smooth shading: the mean tone of the seeded skin near each place, far places counting
 * less and less. A shaded cheek is then as light as it should be, and hair in the light is not. */
#include "stuff.h"

enum { coarse_side = 32 }; /* blocks along the longer side */

typedef struct shading {
    const stuff_look *look;
    int block, columns, rows;
    const float *tone; /* of each block */
} shading;

/* Weighted mean over all blocks with skin; the weight falls with the fourth power of distance. */
static void blend_block(const shading *s, const float *sum, const float *count, float *tone) {
    for (int y = 0; y < s->rows; y++) {
        for (int x = 0; x < s->columns; x++) {
            double weight = 0, total = 0;
            for (int v = 0; v < s->rows; v++) {
                for (int u = 0; u < s->columns; u++) {
                    const float n = count[v * s->columns + u];
                    if (!(n > 0))
                        continue;
                    const double d2 = (x - u) * (x - u) + (y - v) * (y - v) + 2.0;
                    weight += (double)n / (d2 * d2);
                    total += (double)sum[v * s->columns + u] / (d2 * d2);
                }
            }
            tone[y * s->columns + x] = weight > 0 ? (float)(total / weight) : 0;
        }
    }
}

static void shade_row(void *context, size_t row) {
    const shading *s = context;
    const int w = s->look->width;
    const double cy = scalp_clamp(((double)row + 0.5) / s->block - 0.5, 0, s->rows - 1);
    const int y0 = (int)cy, y1 = y0 + 1 < s->rows ? y0 + 1 : y0;
    for (int x = 0; x < w; x++) {
        const double cx = scalp_clamp((x + 0.5) / s->block - 0.5, 0, s->columns - 1);
        const int x0 = (int)cx, x1 = x0 + 1 < s->columns ? x0 + 1 : x0;
        const float fx = (float)(cx - x0), fy = (float)(cy - y0);
        const float *top = s->tone + y0 * s->columns, *bottom = s->tone + y1 * s->columns;
        const float a = top[x0] + (top[x1] - top[x0]) * fx;
        const float b = bottom[x0] + (bottom[x1] - bottom[x0]) * fx;
        s->look->feature[stuff_tone][row * (size_t)w + (size_t)x] -= a + (b - a) * fy;
    }
}

scalp_status scalp_stuff_shade(const stuff_look *look, const uint8_t *seed, const scalp_work *work,
                               scalp_error *error) {
    const int longest = look->width > look->height ? look->width : look->height;
    shading s = {.look = look, .block = (longest + coarse_side - 1) / coarse_side};
    s.columns = (look->width + s.block - 1) / s.block;
    s.rows = (look->height + s.block - 1) / s.block;
    const size_t blocks = (size_t)s.columns * (size_t)s.rows;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(scalp_work_take(work, blocks * 3, sizeof(float), &memory, error));
    float *sum = memory, *count = sum + blocks, *tone = count + blocks;
    for (int y = 0; y < look->height; y++) {
        for (int x = 0; x < look->width; x++) {
            const size_t at = (size_t)y * (size_t)look->width + (size_t)x;
            const size_t block = (size_t)(y / s.block) * (size_t)s.columns + (size_t)(x / s.block);
            if (seed[at] != 1 + SCALP_STUFF_SKIN)
                continue;
            sum[block] += look->feature[stuff_tone][at];
            count[block] += 1;
        }
    }
    blend_block(&s, sum, count, tone);
    s.tone = tone;
    scalp_pool_for(work->pool, (size_t)look->height, shade_row, &s);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
