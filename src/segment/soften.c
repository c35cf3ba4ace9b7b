/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alphas: in a band along the borders, label means regressed on colour over small windows (guided
 * filter, He, Sun and Tang 2013, eq. 19 to 21), the coefficients enlarged to the photo's size. */
#include "stuff.h"

#include <math.h>
#include <string.h>

enum { reach = 4, band_reach = 5, planes = 13 };
static const float calm = 4e-4f; /* added to the colours' variance */

typedef struct softening {
    const scalp_image *image;
    const stuff_look *look;
    const uint8_t *label;
    uint8_t *band;              /* 1: an alpha is to be found */
    float *mean[3], *second[6]; /* of the guide: means, and of its products */
    float *part, *product[3];   /* of the label's mask; then the coefficients */
    float *factor[stuff_kinds][4];
    const float *root[3]; /* square root of linear light by sample value */
    const bool *used;
    int last; /* kind in use: the filter is linear, so its alpha is what the others leave */
    uint8_t *to_label, *to_alpha[stuff_kinds];
} softening;

static const int pair[6][2] = {{0, 0}, {0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}};

/* Cells within band_reach of a border between labels: by rows, then by columns. */
static void find_band(const softening *s) {
    const int w = s->look->width, h = s->look->height;
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            const size_t at = (size_t)y * (size_t)w + (size_t)x;
            const bool right = x + 1 < w && s->label[at] != s->label[at + 1];
            const bool below = y + 1 < h && s->label[at] != s->label[at + (size_t)w];
            if (!right && !below)
                continue;
            const int x1 = x + band_reach < w ? x + band_reach : w - 1;
            const int x0 = x > band_reach ? x - band_reach : 0;
            const int y1 = y + band_reach < h ? y + band_reach : h - 1;
            for (int v = y > band_reach ? y - band_reach : 0; v <= y1; v++)
                memset(s->band + (size_t)v * (size_t)w + (size_t)x0, 1, (size_t)(x1 - x0 + 1));
        }
    }
}

/* Rows of sums that are then boxed; `kind` -1: of the guide. */
typedef struct filling {
    const softening *s;
    int kind;
} filling;

static void fill_guide(void *context, size_t row) {
    const softening *s = ((const filling *)context)->s;
    const size_t w = (size_t)s->look->width;
    float *const *guide = s->look->guide;
    for (size_t i = row * w; i < (row + 1) * w; i++) {
        for (int c = 0; c < 3; c++)
            s->mean[c][i] = guide[c][i];
        for (int k = 0; k < 6; k++)
            s->second[k][i] = guide[pair[k][0]][i] * guide[pair[k][1]][i];
    }
}

static void fill_kind(void *context, size_t row) {
    const filling *f = context;
    const softening *s = f->s;
    const size_t w = (size_t)s->look->width;
    for (size_t i = row * w; i < (row + 1) * w; i++) {
        const bool is = s->label[i] == f->kind;
        s->part[i] = is ? 1 : 0;
        for (int c = 0; c < 3; c++)
            s->product[c][i] = is ? s->look->guide[c][i] : 0;
    }
}

/* a solves (C + calm) a = cov, C symmetric by Cramer's rule; b the rest. */
static void solve_cell(const softening *s, size_t i, float a[4]) {
    float c[6], d[3];
    for (int k = 0; k < 6; k++)
        c[k] = s->second[k][i] - s->mean[pair[k][0]][i] * s->mean[pair[k][1]][i];
    c[0] += calm;
    c[3] += calm;
    c[5] += calm;
    for (int k = 0; k < 3; k++)
        d[k] = s->product[k][i] - s->mean[k][i] * s->part[i];
    const float m0 = c[3] * c[5] - c[4] * c[4], m1 = c[2] * c[4] - c[1] * c[5];
    const float m2 = c[1] * c[4] - c[2] * c[3], m3 = c[0] * c[5] - c[2] * c[2];
    const float m4 = c[1] * c[2] - c[0] * c[4], m5 = c[0] * c[3] - c[1] * c[1];
    const float scale = 1 / (c[0] * m0 + c[1] * m1 + c[2] * m2);
    a[0] = (m0 * d[0] + m1 * d[1] + m2 * d[2]) * scale;
    a[1] = (m1 * d[0] + m3 * d[1] + m4 * d[2]) * scale;
    a[2] = (m2 * d[0] + m4 * d[1] + m5 * d[2]) * scale;
    a[3] = s->part[i] - a[0] * s->mean[0][i] - a[1] * s->mean[1][i] - a[2] * s->mean[2][i];
}

static void solve_row(void *context, size_t row) {
    const filling *f = context;
    const softening *s = f->s;
    const size_t w = (size_t)s->look->width;
    for (size_t i = row * w; i < (row + 1) * w; i++) {
        float a[4] = {0, 0, 0, s->part[i]};
        /* Windows of one label only need no solution. */
        if (s->part[i] > 0.001f && s->part[i] < 0.999f)
            solve_cell(s, i, a);
        for (int k = 0; k < 4; k++)
            s->factor[f->kind][k][i] = a[k];
    }
}

static void guide_moments(const softening *s, float *scratch, const scalp_work *work) {
    filling f = {s, -1};
    scalp_pool_for(work->pool, (size_t)s->look->height, fill_guide, &f);
    for (int k = 0; k < 9; k++)
        scalp_stuff_box(s->look, k < 3 ? s->mean[k] : s->second[k - 3], scratch, reach, work);
}

static void regress(const softening *s, int kind, float *scratch, const scalp_work *work) {
    filling f = {s, kind};
    scalp_pool_for(work->pool, (size_t)s->look->height, fill_kind, &f);
    scalp_stuff_box(s->look, s->part, scratch, reach, work);
    for (int c = 0; c < 3; c++)
        scalp_stuff_box(s->look, s->product[c], scratch, reach, work);
    scalp_pool_for(work->pool, (size_t)s->look->height, solve_row, &f);
    for (int k = 0; k < 4; k++)
        scalp_stuff_box(s->look, s->factor[kind][k], scratch, reach, work);
}

/* ---- At full size -------------------------------------------------------------------------- */

static void guide_pixel(const softening *s, int x, int y, float guide[3]) {
    const scalp_image *im = s->image;
    const size_t at = ((size_t)y * (size_t)im->width + (size_t)x) * (size_t)im->bands;
    const bool grey = scalp_image_colours(im) == 1;
    for (int c = 0; c < 3; c++) {
        const size_t sample = at + (grey ? 0 : (size_t)c);
        const unsigned v = im->bits == 8 ? ((const uint8_t *)im->pixels)[sample]
                                         : ((const uint16_t *)im->pixels)[sample];
        guide[c] = s->root[c][v];
    }
}

/* Corners of the cell middles around a pixel, and how far from the first. */
typedef struct between {
    size_t at[4];
    float fx, fy;
} between;

static between place(const softening *s, int x, int y) {
    const int w = s->look->width, h = s->look->height, side = s->look->side;
    const float cx = ((float)x + 0.5f) / (float)side - 0.5f;
    const float cy = ((float)y + 0.5f) / (float)side - 0.5f;
    const int x0 = cx > 0 ? (int)cx : 0, y0 = cy > 0 ? (int)cy : 0;
    const int x1 = x0 + 1 < w ? x0 + 1 : x0, y1 = y0 + 1 < h ? y0 + 1 : y0;
    const size_t top = (size_t)y0 * (size_t)w, bottom = (size_t)y1 * (size_t)w;
    return (between){{top + (size_t)x0, top + (size_t)x1, bottom + (size_t)x0, bottom + (size_t)x1},
                     cx > 0 ? cx - (float)x0 : 0,
                     cy > 0 ? cy - (float)y0 : 0};
}

static float blend(const between *b, const float *v) {
    const float top = v[b->at[0]] + (v[b->at[1]] - v[b->at[0]]) * b->fx;
    const float bottom = v[b->at[2]] + (v[b->at[3]] - v[b->at[2]]) * b->fx;
    return top + (bottom - top) * b->fy;
}

static void soften_pixel(const softening *s, int x, int y, size_t to) {
    const between b = place(s, x, y);
    float guide[3], alpha[stuff_kinds] = {0}, sum = 0;
    guide_pixel(s, x, y, guide);
    float rest = 1;
    int best = s->last, left = 255;
    for (int k = 0; k <= s->last; k++) {
        if (!s->used[k])
            continue;
        float v = k == s->last ? rest : blend(&b, s->factor[k][3]);
        for (int c = 0; c < 3 && k != s->last; c++)
            v += blend(&b, s->factor[k][c]) * guide[c];
        rest -= v;
        alpha[k] = v > 0.02f ? v < 0.98f ? v : 1 : 0;
        sum += alpha[k];
    }
    for (int k = 0; k < stuff_kinds; k++)
        best = alpha[k] > alpha[best] ? k : best;
    for (int k = 0; k < stuff_kinds; k++) {
        const int part = sum > 0 && s->used[k] && k != best ? (int)(255 * alpha[k] / sum) : 0;
        s->to_alpha[k][to] = (uint8_t)part;
        left -= part;
    }
    s->to_alpha[best][to] = (uint8_t)left;
    s->to_label[to] = (uint8_t)best;
}

static void soften_rows(void *context, size_t row) {
    const softening *s = context;
    const int side = s->look->side, width = s->image->width;
    const int bottom =
        ((int)row + 1) * side < s->image->height ? ((int)row + 1) * side : s->image->height;
    for (int y = (int)row * side; y < bottom; y++) {
        const size_t line = (size_t)y * (size_t)width;
        for (int i = 0; i < s->look->width; i++) {
            const size_t cell = row * (size_t)s->look->width + (size_t)i;
            const int first = i * side, end = first + side < width ? first + side : width;
            if (s->band[cell]) {
                for (int x = first; x < end; x++)
                    soften_pixel(s, x, y, line + (size_t)x);
                continue;
            }
            const uint8_t kind = s->label[cell];
            memset(s->to_label + line + first, kind, (size_t)(end - first));
            memset(s->to_alpha[kind] + line + first, 255, (size_t)(end - first));
        }
    }
}

static scalp_status take_planes(softening *s, const scalp_work *work, float **scratch,
                                scalp_error *error) {
    const size_t cells = (size_t)s->look->width * (size_t)s->look->height;
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells * (planes + 1), sizeof(float), &memory, error));
    float *f = memory;
    for (int k = 0; k < 3; k++, f += cells)
        s->mean[k] = f;
    for (int k = 0; k < 6; k++, f += cells)
        s->second[k] = f;
    for (int k = 0; k < 3; k++, f += cells)
        s->product[k] = f;
    s->part = f;
    *scratch = f + cells;
    SCALP_TRY(scalp_work_take(work, cells, 1, &memory, error));
    s->band = memory;
    for (int k = 0; k < stuff_kinds; k++) {
        for (int c = 0; c < 4 && s->used[k] && k != s->last; c++) {
            SCALP_TRY(scalp_work_take(work, cells, sizeof(float), &memory, error));
            s->factor[k][c] = memory;
        }
    }
    for (int c = 0; c < 3; c++) {
        const scalp_image_curve *curve = &s->image->curve[c];
        SCALP_TRY(scalp_work_take(work, curve->count, sizeof(float), &memory, error));
        float *root = memory;
        for (size_t i = 0; i < curve->count; i++)
            root[i] = sqrtf(curve->linear[i]);
        s->root[c] = root;
    }
    return SCALP_OK;
}

scalp_status scalp_stuff_soften(const scalp_image *image, const stuff_look *look,
                                const uint8_t *label, const bool used[stuff_kinds],
                                const scalp_work *work, const stuff_planes *out,
                                scalp_error *error) {
    softening s = {.image = image, .look = look, .label = label, .used = used};
    s.to_label = out->label;
    for (int k = 0; k < stuff_kinds; k++)
        s.to_alpha[k] = out->alpha[k];
    for (int k = 0; k < stuff_kinds; k++)
        s.last = used[k] ? k : s.last;
    float *scratch;
    SCALP_TRY(take_planes(&s, work, &scratch, error));
    find_band(&s);
    guide_moments(&s, scratch, work);
    for (int k = 0; k < stuff_kinds; k++)
        if (used[k] && k != s.last)
            regress(&s, k, scratch, work);
    SCALP_TRY(scalp_work_report(work, "segment", 0.7, error));
    scalp_pool_for(work->pool, (size_t)look->height, soften_rows, &s);
    return SCALP_OK;
}
