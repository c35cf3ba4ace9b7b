/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The photo in cells of whole pixels, about a million of them, and what each cell looks like. */
#include "stuff.h"

#include <math.h>
#include <string.h>

static const double cells_wanted = 1e6;
static const float slope_part = 0.9f; /* of an even slope's energy that is no texture */
enum { texture_reach = 2, texture_apart = 4 };
static const float least_gradient = 0.012f; /* relative, per cell: what noise makes */

typedef struct making {
    const scalp_image *image;
    stuff_look *look;
    const float *lightness; /* cube root of luminance */
    float *gx, *gy;         /* relative gradient, later its mean around the cell */
    float *xx, *xy, *yy;    /* structure tensor */
    scalp_status status;
} making;

/* Cube root for 0..1 within 1e-5: a start from the exponent, two steps of Halley's method. */
static float cube_root(float x) {
    if (!(x > 1e-9f))
        return 0.001f;
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits = bits / 3 + 709921077u;
    float y;
    memcpy(&y, &bits, sizeof y);
    for (int i = 0; i < 2; i++) {
        const float cube = y * y * y;
        y *= (cube + 2 * x) / (2 * cube + x);
    }
    return y;
}

/* log2 for positive normal numbers within 0.01: enough for a feature. */
static float log2_about(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    const float whole = (float)(int)(bits >> 23) - 127;
    bits = (bits & 0x7fffffu) | 0x3f800000u;
    float m;
    memcpy(&m, &bits, sizeof m);
    return whole + (-0.3358287f * m + 2) * m - 1.6583f;
}

/* Sum of linear light over the pixels of a row of cells. */
static void add_row(const scalp_image *image, int y, int side, int cells, float *const sum[3]) {
    const int colours = scalp_image_colours(image);
    const size_t bands = (size_t)image->bands;
    const size_t first = (size_t)y * (size_t)image->width * bands;
    for (int c = 0; c < colours; c++) {
        const float *linear = image->curve[c].linear;
        const uint8_t *narrow = (const uint8_t *)image->pixels + first + c;
        const uint16_t *wide = (const uint16_t *)image->pixels + first + c;
        for (int i = 0; i < cells; i++) {
            const int end = (i + 1) * side < image->width ? (i + 1) * side : image->width;
            float s = 0;
            for (int x = i * side; x < end; x++)
                s += linear[image->bits == 8 ? narrow[(size_t)x * bands] : wide[(size_t)x * bands]];
            sum[c][i] += s;
        }
    }
}

static void take_lab(stuff_look *look, size_t at, const float rgb[3]) {
    /* sRGB primaries over D65 white (IEC 61966-2-1); other primaries only stretch the features. */
    const float x = 0.43395f * rgb[0] + 0.37622f * rgb[1] + 0.18983f * rgb[2];
    const float y = 0.21264f * rgb[0] + 0.71517f * rgb[1] + 0.07219f * rgb[2];
    const float z = 0.01776f * rgb[0] + 0.10947f * rgb[1] + 0.87277f * rgb[2];
    const float fx = cube_root(x), fy = cube_root(y), fz = cube_root(z);
    const float held = fy > 0.12f ? fy : 0.12f; /* in the dark colours are noise */
    look->feature[stuff_red][at] = 100 * 500 / 116.0f * (fx - fy) / held;
    look->feature[stuff_yellow][at] = 100 * 200 / 116.0f * (fy - fz) / held;
    look->feature[stuff_tone][at] = 116 * fy - 16;
    look->feature[stuff_grain][at] = fy; /* until the texture is known */
    for (int c = 0; c < 3; c++)
        look->guide[c][at] = sqrtf(rgb[c]);
}

static void look_row(void *context, size_t row) {
    const making *m = context;
    stuff_look *look = m->look;
    const scalp_image *image = m->image;
    const size_t first = row * (size_t)look->width;
    float *const sum[3] = {look->guide[0] + first, look->guide[1] + first, look->guide[2] + first};
    const int top = (int)row * look->side;
    const int bottom = top + look->side < image->height ? top + look->side : image->height;
    for (int y = top; y < bottom; y++)
        add_row(image, y, look->side, look->width, sum);
    const bool grey = scalp_image_colours(image) == 1;
    for (int i = 0; i < look->width; i++) {
        const int end = (i + 1) * look->side;
        const int across = (end < image->width ? end : image->width) - i * look->side;
        const float part = 1 / (float)(across * (bottom - top));
        float rgb[3];
        for (int c = 0; c < 3; c++)
            rgb[c] = sum[grey ? 0 : c][i] * part;
        take_lab(look, first + (size_t)i, rgb);
    }
}

/* Relative gradients: those of log luminance, which do not change with shading. */
static void gradient_row(void *context, size_t row) {
    const making *m = context;
    const int w = m->look->width, h = m->look->height, y = (int)row;
    const float *f = m->lightness;
    const size_t above = (size_t)(y > 0 ? y - 1 : 0) * (size_t)w;
    const size_t below = (size_t)(y + 1 < h ? y + 1 : y) * (size_t)w;
    for (int x = 0; x < w; x++) {
        const size_t at = row * (size_t)w + (size_t)x;
        const int left = x > 0 ? x - 1 : 0, right = x + 1 < w ? x + 1 : x;
        const float held = f[at] > 0.15f ? f[at] : 0.15f;
        const float gx = (f[row * (size_t)w + (size_t)right] - f[row * (size_t)w + (size_t)left]);
        const float gy = f[below + (size_t)x] - f[above + (size_t)x];
        const float part = 1.5f / held;
        m->gx[at] = gx * part;
        m->gy[at] = gy * part;
        m->xx[at] = gx * gx * part * part;
        m->xy[at] = gx * gy * part * part;
        m->yy[at] = gy * gy * part * part;
    }
}

static int hold(int i, int count) {
    return i < 0 ? 0 : i < count ? i : count - 1;
}

/* Shading and a broad glint are no texture, however steep. */
static void level_row(void *context, size_t row) {
    const making *m = context;
    const size_t w = (size_t)m->look->width;
    for (size_t at = row * w; at < (row + 1) * w; at++) {
        m->xx[at] -= slope_part * m->gx[at] * m->gx[at];
        m->xy[at] -= slope_part * m->gx[at] * m->gy[at];
        m->yy[at] -= slope_part * m->gy[at] * m->gy[at];
    }
}

/* The least energy of four windows around the cell: an edge lies in some of them, hair in all. */
static void texture_row(void *context, size_t row) {
    static const int step[4][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    const making *m = context;
    stuff_look *look = m->look;
    const int w = look->width, h = look->height;
    for (int x = 0; x < w; x++) {
        float least = INFINITY, coherence = 0;
        for (int k = 0; k < 4; k++) {
            const size_t at = (size_t)hold((int)row + step[k][1] * texture_apart, h) * (size_t)w +
                              (size_t)hold(x + step[k][0] * texture_apart, w);
            const float energy = m->xx[at] + m->yy[at];
            const float d = m->xx[at] - m->yy[at], e = 2 * m->xy[at];
            coherence += sqrtf(d * d + e * e) / (energy + least_gradient * least_gradient) / 4;
            least = energy < least ? energy : least;
        }
        const size_t at = row * (size_t)w + (size_t)x;
        look->feature[stuff_texture][at] = log2_about(least + least_gradient * least_gradient);
        look->feature[stuff_grain][at] = coherence;
    }
}

typedef struct boxing {
    float *field, *scratch;
    int width, height, reach;
} boxing;

enum { lanes = 8, block = 64 };

/* Sums that slide along several rows at once: they do not wait for each other. */
static void box_lanes(const boxing *b, int top, int count) {
    const size_t w = (size_t)b->width;
    const float *from = b->field + (size_t)top * w;
    float *to = b->scratch + (size_t)top * w;
    double sum[lanes] = {0};
    int low = 0, high = 0;
    for (int x = 0; x < b->width; x++) {
        for (; high < b->width && high <= x + b->reach; high++)
            for (int k = 0; k < lanes; k++)
                sum[k] += k < count ? (double)from[(size_t)k * w + (size_t)high] : 0;
        for (; low < x - b->reach; low++)
            for (int k = 0; k < lanes; k++)
                sum[k] -= k < count ? (double)from[(size_t)k * w + (size_t)low] : 0;
        const double part = 1.0 / (high - low);
        for (int k = 0; k < count; k++)
            to[(size_t)k * w + (size_t)x] = (float)(sum[k] * part);
    }
}

static void box_rows(void *context, size_t task) {
    const boxing *b = context;
    const int top = (int)task * lanes;
    box_lanes(b, top, top + lanes <= b->height ? lanes : b->height - top);
}

/* Down the columns, a row of the block at a time. */
static void box_columns(void *context, size_t task) {
    const boxing *b = context;
    const size_t w = (size_t)b->width, left = task * block;
    const size_t n = left + block < w ? block : w - left;
    double sum[block] = {0};
    int low = 0, high = 0;
    for (int y = 0; y < b->height; y++) {
        for (; high < b->height && high <= y + b->reach; high++)
            for (size_t i = 0; i < n; i++)
                sum[i] += (double)b->scratch[(size_t)high * w + left + i];
        for (; low < y - b->reach; low++)
            for (size_t i = 0; i < n; i++)
                sum[i] -= (double)b->scratch[(size_t)low * w + left + i];
        const double part = 1.0 / (high - low);
        for (size_t i = 0; i < n; i++)
            b->field[(size_t)y * w + left + i] = (float)(sum[i] * part);
    }
}

void scalp_stuff_box(const stuff_look *look, float *field, float *scratch, int reach,
                     const scalp_work *work) {
    boxing b = {field, scratch, look->width, look->height, reach};
    scalp_pool_for(work->pool, ((size_t)look->height + lanes - 1) / lanes, box_rows, &b);
    scalp_pool_for(work->pool, ((size_t)look->width + block - 1) / block, box_columns, &b);
}

static scalp_status add_texture(making *m, const scalp_work *work, scalp_error *error) {
    const stuff_look *look = m->look;
    const size_t cells = (size_t)look->width * (size_t)look->height;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells * 6, sizeof(float), &memory, error));
    float *f = memory;
    m->xx = f;
    m->xy = f + cells;
    m->yy = f + 2 * cells;
    m->gx = f + 3 * cells;
    m->gy = f + 4 * cells;
    m->lightness = look->feature[stuff_grain];
    scalp_pool_for(work->pool, (size_t)look->height, gradient_row, m);
    for (size_t k = 0; k < 5; k++)
        scalp_stuff_box(look, f + k * cells, f + 5 * cells, texture_reach, work);
    scalp_pool_for(work->pool, (size_t)look->height, level_row, m);
    scalp_pool_for(work->pool, (size_t)look->height, texture_row, m);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status scalp_stuff_look(const scalp_image *image, const scalp_work *work, stuff_look *look,
                              scalp_error *error) {
    int side = 1;
    while ((double)image->width / side * ((double)image->height / side) > cells_wanted)
        side++;
    stuff_look made = {.side = side};
    made.width = (image->width + side - 1) / side;
    made.height = (image->height + side - 1) / side;
    const size_t cells = (size_t)made.width * (size_t)made.height;
    for (int i = 0; i < 3 + stuff_features; i++) {
        void *memory;
        SCALP_TRY(scalp_work_take(work, cells, sizeof(float), &memory, error));
        *(i < 3 ? &made.guide[i] : &made.feature[i - 3]) = memory;
    }
    making m = {.image = image, .look = &made};
    scalp_pool_for(work->pool, (size_t)made.height, look_row, &m);
    SCALP_TRY(add_texture(&m, work, error));
    *look = made;
    return SCALP_OK;
}
