/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strip.h"

#include <math.h>

enum { tones = 3, scales = 3, most_places = 256 };

/* Tones are square roots of linear light, near to even steps for the eye; colour differences
 * count double because skin and ground often differ in little else. */
static void tone_at(const scalp_image *image, double x, double y, float tone[tones]) {
    const double cx = scalp_clamp(x, 0, image->width - 1),
                 cy = scalp_clamp(y, 0, image->height - 1);
    const int x0 = (int)cx, y0 = (int)cy;
    const int x1 = x0 + 1 < image->width ? x0 + 1 : x0, y1 = y0 + 1 < image->height ? y0 + 1 : y0;
    const float fx = (float)(cx - x0), fy = (float)(cy - y0);
    float c[3];
    for (int b = 0; b < 3; b++) {
        const float top = scalp_image_linear(image, x0, y0, b) * (1 - fx) +
                          scalp_image_linear(image, x1, y0, b) * fx;
        const float bottom = scalp_image_linear(image, x0, y1, b) * (1 - fx) +
                             scalp_image_linear(image, x1, y1, b) * fx;
        c[b] = sqrtf(top * (1 - fy) + bottom * fy);
    }
    tone[0] = (c[0] + c[1] + c[2]) / 3;
    tone[1] = 2 * (c[0] - c[1]);
    tone[2] = (c[0] + c[1]) - 2 * c[2];
}

static scalp_vec2 outward(const scalp_curve *curve, size_t i) {
    /* Over five points, so that the corners of a traced curve do not turn the strips. */
    const size_t n = curve->count, reach = 2;
    const size_t before = i >= reach ? i - reach : curve->closed ? i + n - reach : 0;
    const size_t after = i + reach < n ? i + reach : curve->closed ? i + reach - n : n - 1;
    const double tx = curve->points[after].x - curve->points[before].x;
    const double ty = curve->points[after].y - curve->points[before].y;
    const double length = sqrt(tx * tx + ty * ty);
    return length > 0 ? (scalp_vec2){ty / length, -tx / length} : (scalp_vec2){0, 0};
}

typedef struct sampling {
    const scalp_image *image;
    const scalp_curve *curve;
    strip_set *strips;
    int gap;              /* places left out on both sides of an edge, for its blur */
    int window[scales];   /* places averaged on each side */
    double floor[scales]; /* difference of tones that counts half */
} sampling;

/* Reads one strip; each place is the mean of three, side by side along the curve. */
static void sample_strip(void *context, size_t i) {
    const sampling *s = context;
    strip_set *strips = s->strips;
    const scalp_vec2 p = s->curve->points[i], n = outward(s->curve, i);
    float *tone = strips->tone + i * strips->length * tones;
    strips->seen[i] = strips->length;
    for (size_t j = 0; j < strips->length; j++) {
        const double d = ((double)j - (double)strips->origin) * strips->step_px;
        const double x = p.x + n.x * d, y = p.y + n.y * d;
        if (j < strips->seen[i] &&
            (x < 0 || y < 0 || x > s->image->width - 1 || y > s->image->height - 1))
            strips->seen[i] = j;
        for (int t = 0; t < tones; t++)
            tone[j * tones + (size_t)t] = 0;
        for (int side = -1; side <= 1; side++) {
            float one[tones];
            tone_at(s->image, x - n.y * side, y + n.x * side, one);
            for (int t = 0; t < tones; t++)
                tone[j * tones + (size_t)t] += one[t] / 3;
        }
    }
}

/* Mean of the places first..first+window-1, cut to the strip. */
static void mean_tone(const float *tone, size_t length, int first, int window, double mean[tones]) {
    const int low = first < 0 ? 0 : first;
    const int high = first + window > (int)length ? (int)length : first + window;
    for (int t = 0; t < tones; t++)
        mean[t] = 0;
    for (int j = low; j < high; j++)
        for (int t = 0; t < tones; t++)
            mean[t] += (double)tone[j * tones + t];
    for (int t = 0; t < tones; t++)
        mean[t] /= high > low ? high - low : 1;
}

double scalp_strips_refine(const strip_set *strips, size_t i, size_t place, double blur_px) {
    const double middle = ((double)place - (double)strips->origin) * strips->step_px;
    const int w = (int)((1.5 * blur_px + 1.5) / strips->step_px + 0.5), at = (int)place;
    const float *tone = strips->tone + i * strips->length * tones;
    if (at - 2 * w < 0 || at + 2 * w >= (int)strips->seen[i])
        return middle;
    double inside[tones], outside[tones], across = 0;
    mean_tone(tone, strips->length, at - 2 * w, w, inside);
    mean_tone(tone, strips->length, at + w + 1, w, outside);
    for (int t = 0; t < tones; t++)
        across += (outside[t] - inside[t]) * (outside[t] - inside[t]);
    if (across < 1e-8)
        return middle;
    double share = 0; /* of the window that looks like the inside */
    for (int j = at - w; j <= at + w; j++) {
        double along = 0;
        for (int t = 0; t < tones; t++)
            along += (outside[t] - (double)tone[j * tones + t]) * (outside[t] - inside[t]);
        share += along / across;
    }
    const double shift = (share - (w + 0.5)) * strips->step_px;
    return middle + scalp_clamp(shift, -w * strips->step_px, w * strips->step_px);
}

static double squared_distance(const double a[tones], const double b[tones]) {
    double sum = 0;
    for (int t = 0; t < tones; t++)
        sum += (a[t] - b[t]) * (a[t] - b[t]);
    return sum;
}

/* An edge differs over a short way as well as over a long one: noise does only the first,
 * shading only the second. Mean of the three answers, each saturated. */
static void find_strength(void *context, size_t i) {
    const sampling *s = context;
    strip_set *strips = s->strips;
    const float *tone = strips->tone + i * strips->length * tones;
    for (size_t j = 0; j < strips->length; j++) {
        const int place = (int)j;
        double sum = 0;
        for (int k = 0; k < scales; k++) {
            const int w = s->window[k];
            if (place - s->gap - w < -1 || place + s->gap + w > (int)strips->length)
                continue;
            double inside[tones], outside[tones];
            mean_tone(tone, strips->length, place - s->gap - w + 1, w, inside);
            mean_tone(tone, strips->length, place + s->gap, w, outside);
            const double d2 = squared_distance(inside, outside), f = s->floor[k];
            sum += d2 * d2 / (d2 * d2 + f * f * f * f);
        }
        strips->strength[i * strips->length + j] =
            j < strips->seen[i] ? (float)(sum / scales) : STRIP_UNSEEN;
    }
}

/* The value that would stand at `place` were they sorted: each round parts them by one of them and
 * goes on where the place is (Hoare 1961, FIND). */
static float find_ranked(float *values, int64_t count, int64_t place) {
    int64_t first = 0, last = count - 1;
    while (first < last) {
        const float pivot = values[first + (last - first) / 2];
        int64_t low = first, high = last;
        while (low <= high) {
            while (values[low] < pivot)
                low++;
            while (values[high] > pivot)
                high--;
            if (low > high)
                break;
            const float one = values[low];
            values[low++] = values[high];
            values[high--] = one;
        }
        if (place <= high)
            last = high;
        else if (place >= low)
            first = low;
        else
            break;
    }
    return values[place];
}

/* From the median of second differences along the strips, which edges and shading hardly touch.
 * For white noise their standard deviation is sqrt(6) of the noise's, the median of the absolute
 * value 0.6745 of that. The three tones' variances add up, as their differences do. */
static scalp_status find_noise(strip_set *strips, const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, strips->count * strips->length, sizeof(float), &memory, error));
    float *found = memory;
    double variance = 0;
    for (int t = 0; t < tones; t++) {
        size_t n = 0;
        for (size_t i = 0; i < strips->count; i++) {
            const float *tone = strips->tone + i * strips->length * tones + t;
            for (size_t j = 4; j + 4 < strips->seen[i]; j += 3)
                found[n++] =
                    fabsf(tone[(j - 4) * tones] - 2 * tone[j * tones] + tone[(j + 4) * tones]);
        }
        const double median = n > 0 ? (double)find_ranked(found, (int64_t)n, (int64_t)(n / 2)) : 0;
        const double sd = median / (0.6745 * sqrt(6.0));
        variance += sd * sd;
    }
    strips->noise = sqrt(variance);
    return SCALP_OK;
}

static int places(double px, double step) {
    const int n = (int)(px / step + 0.5);
    return n < 1 ? 1 : n;
}

static scalp_status take_strips(strip_set *strips, const scalp_work *work, scalp_error *error) {
    const size_t cells = strips->count * strips->length;
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells * (tones + 2), sizeof(float), &memory, error));
    strips->tone = memory;
    strips->strength = strips->tone + cells * tones;
    strips->cost = strips->strength + cells;
    SCALP_TRY(scalp_work_take(work, strips->count, sizeof(size_t), &memory, error));
    strips->seen = memory;
    return SCALP_OK;
}

scalp_status scalp_strips_make(const scalp_image *image, const scalp_curve *expected,
                               const scalp_outline_params *params, const scalp_work *work,
                               strip_set *strips, scalp_error *error) {
    const double blur = params->blur_px > 0 ? params->blur_px : 1;
    const double reach = params->reach_inside_px + params->reach_outside_px;
    const double fine = 0.5 * (blur < 1 ? 1 : blur);
    const double step = reach / (most_places - 40) > fine ? reach / (most_places - 40) : fine;
    /* Beyond the reach each strip goes on a little, so that the places at its ends have two
     * sides as well. */
    const double margin = 6 * blur + 2;
    const size_t inside = (size_t)((params->reach_inside_px + margin) / step + 0.5);
    const size_t outside = (size_t)((params->reach_outside_px + margin) / step + 0.5);
    *strips = (strip_set){.count = expected->count,
                          .length = inside + outside + 1,
                          .origin = inside,
                          .step_px = step};
    SCALP_TRY(take_strips(strips, work, error));
    sampling s = {.image = image, .curve = expected, .strips = strips};
    scalp_pool_for(work->pool, strips->count, sample_strip, &s);
    SCALP_TRY(find_noise(strips, work, error));
    s.gap = places(blur / 2, step);
    static const double blurs[scales] = {1, 2.5, 5.5};
    for (int k = 0; k < scales; k++) {
        s.window[k] = places(blurs[k] * blur, step);
        const double pixels = s.window[k] * step;
        const double noisy = 2.5 * strips->noise * sqrt(2 / (pixels > 1 ? pixels : 1));
        s.floor[k] = noisy > 0.035 ? noisy : 0.035;
    }
    scalp_pool_for(work->pool, strips->count, find_strength, &s);
    return SCALP_OK;
}

/* Mean tone beside the known edge over the strips near `i`: inside (side -1) or outside. */
static void side_tone(const strip_set *strips, const size_t *edge, size_t i, int side,
                      double mean[tones]) {
    const size_t n = strips->count, near = 6;
    const int away = (int)(3 / strips->step_px + 0.5) + 2, window = (int)(6 / strips->step_px) + 2;
    double sum[tones] = {0};
    for (size_t k = 0; k <= 2 * near; k++) {
        const size_t at = (i + n + k - near) % n;
        const float *tone = strips->tone + at * strips->length * tones;
        const int place = (int)edge[at];
        double one[tones];
        mean_tone(tone, strips->length, side < 0 ? place - away - window : place + away, window,
                  one);
        for (int t = 0; t < tones; t++)
            sum[t] += one[t];
    }
    for (int t = 0; t < tones; t++)
        mean[t] = sum[t] / (double)(2 * near + 1);
}

/* For every place of one strip: the mean over the places it would take in or give up, compared
 * with the place found before, of how much more they look like the other side. */
static void weigh_sides(strip_set *strips, const size_t *edge, size_t i) {
    double inside[tones], outside[tones];
    side_tone(strips, edge, i, -1, inside);
    side_tone(strips, edge, i, 1, outside);
    const double apart = sqrt(squared_distance(inside, outside));
    const double floor = 4 * strips->noise > 0.04 ? 4 * strips->noise : 0.04;
    const double weight = 0.05 * strips->step_px * apart / (apart + floor);
    const float *tone = strips->tone + i * strips->length * tones;
    double sum = 0;
    for (size_t j = 0; j < strips->length; j++) {
        double one[tones];
        mean_tone(tone, strips->length, (int)j, 1, one);
        const double in = sqrt(squared_distance(one, inside));
        const double out = sqrt(squared_distance(one, outside));
        sum += weight * (in - out) / (in + out + floor);
        strips->cost[i * strips->length + j] += (float)sum;
    }
}

void scalp_strips_weigh(strip_set *strips, const size_t *edge) {
    for (size_t i = 0; i < strips->count; i++) {
        for (size_t j = 0; j < strips->length; j++) {
            /* A slight leaning to the expected place, which decides where nothing else does. */
            const double off = ((double)j - (double)strips->origin) / (double)strips->length;
            const size_t at = i * strips->length + j;
            strips->cost[at] = (float)(0.8 * off * off) - strips->strength[at];
        }
        if (edge && strips->seen[i] == strips->length)
            weigh_sides(strips, edge, i);
    }
}
