/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots as anybody would find them first: see bench_inspect.h. */
#include "bench_inspect.h"

#include <math.h>
#include <string.h>

enum { most_scales = 12, most_radius = 64 };

static const double ratio = 1.25;
/* Optical density; of .005 to .05 the best in the mean for the pictures of the row. */
static const float threshold = 0.01F;

typedef struct planes {
    int width, height, count;
    float *gauss, *next, *room, *dog[most_scales];
    double sigma[most_scales + 1];
} planes;

static int within(int i, int count) {
    return i < 0 ? 0 : i >= count ? count - 1 : i;
}

static void blur(const planes *p, const float *from, double sigma, float *to) {
    const int radius = (int)fmin(ceil(3 * sigma), most_radius);
    float kernel[most_radius + 1];
    double sum = 0;
    for (int k = 0; k <= radius; k++)
        sum += (k ? 2 : 1) * exp(-0.5 * k * k / (sigma * sigma));
    for (int k = 0; k <= radius; k++)
        kernel[k] = (float)(exp(-0.5 * k * k / (sigma * sigma)) / sum);
    for (int y = 0; y < p->height; y++) {
        float *line = p->room + (size_t)y * (size_t)p->width;
        memset(line, 0, (size_t)p->width * sizeof *line);
        for (int k = -radius; k <= radius; k++) {
            const float *other = from + (size_t)within(y + k, p->height) * (size_t)p->width;
            const float weight = kernel[k < 0 ? -k : k];
            for (int x = 0; x < p->width; x++)
                line[x] += weight * other[x];
        }
    }
    for (int y = 0; y < p->height; y++) {
        const float *line = p->room + (size_t)y * (size_t)p->width;
        float *out = to + (size_t)y * (size_t)p->width;
        memset(out, 0, (size_t)p->width * sizeof *out);
        for (int k = -radius; k <= radius; k++) {
            const float weight = kernel[k < 0 ? -k : k];
            const int first = k < 0 ? -k : 0, past = k > 0 ? p->width - k : p->width;
            for (int x = first; x < past; x++)
                out[x] += weight * line[x + k];
        }
    }
}

static bool is_peak(const planes *p, int level, size_t at) {
    const float v = p->dog[level][at];
    for (int l = level > 0 ? level - 1 : 0; l <= level + 1 && l < p->count; l++)
        for (int j = -1; j <= 1; j++)
            for (int i = -1; i <= 1; i++)
                if ((l != level || j != 0 || i != 0) &&
                    p->dog[l][at + (size_t)(j * p->width + i)] >= v)
                    return false;
    return true;
}

static scalp_status planes_make(const scalp_image *image, double px_per_mm, const scalp_work *work,
                                planes *p, scalp_error *error) {
    const size_t pixels = (size_t)image->width * (size_t)image->height;
    void *memory;
    *p = (planes){.width = image->width, .height = image->height};
    for (double s = 0.18 * px_per_mm / 2.83; s < 0.65 * px_per_mm / 2.83 * ratio; s *= ratio)
        if (p->count < most_scales) {
            p->sigma[p->count++] = s;
            p->sigma[p->count] = s * ratio;
        }
    SCALP_TRY(
        scalp_work_take(work, pixels * (size_t)(p->count + 3), sizeof(float), &memory, error));
    p->gauss = memory;
    p->next = p->gauss + pixels;
    p->room = p->next + pixels;
    for (int l = 0; l < p->count; l++)
        p->dog[l] = p->room + (size_t)(l + 1) * pixels;
    return SCALP_OK;
}

scalp_status bench_dog_find(const scalp_image *image, double px_per_mm, const scalp_work *work,
                            bench_spots *to, scalp_error *error) {
    planes p;
    const uint8_t *sample = image->pixels;
    float density[256];
    SCALP_TRY(planes_make(image, px_per_mm, work, &p, error));
    for (int v = 0; v < 256; v++)
        density[v] = -log10f(fmaxf(image->curve[1].linear[v], 1e-3F));
    const size_t pixels = (size_t)p.width * (size_t)p.height;
    for (size_t i = 0; i < pixels; i++)
        p.next[i] = density[sample[(size_t)image->bands * i + 1]];
    blur(&p, p.next, p.sigma[0], p.gauss);
    for (int l = 0; l < p.count; l++) {
        blur(&p, p.gauss, sqrt(ratio * ratio - 1) * p.sigma[l], p.next);
        for (size_t i = 0; i < pixels; i++)
            p.dog[l][i] = p.gauss[i] - p.next[i];
        float *swap = p.gauss;
        p.gauss = p.next;
        p.next = swap;
    }
    to->count = 0;
    for (int l = 0; l < p.count; l++)
        for (int y = 1; y < p.height - 1; y++)
            for (int x = 1; x < p.width - 1; x++) {
                const size_t at = (size_t)y * (size_t)p.width + (size_t)x;
                if (p.dog[l][at] > threshold && to->count < 40000 && is_peak(&p, l, at))
                    to->px[to->count++] = (scalp_vec2){x, y};
            }
    return SCALP_OK;
}
