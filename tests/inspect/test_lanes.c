/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops over eight pixels at once do what their slow forms do, and the same bits come from
 * those for every machine and those for this one. */
#include "../../src/inspect/lanes.h"
#include "check.h"
#include "drawn.h"

#include <string.h>

enum { width = 96, height = 40, plane = width * height };

static float field[plane], known[plane];

static void fill(uint64_t seed) {
    scalp_random random = scalp_random_make(seed, 1);
    for (int i = 0; i < plane; i++) {
        field[i] = (float)scalp_random_normal(&random);
        known[i] = scalp_random_uniform(&random) < 0.9 ? 1 : 0;
    }
}

static const scalp_lanes *fastest(void) {
    const scalp_kernels kernels = scalp_kernels_find();
    return scalp_lanes_find(&kernels);
}

/* ---- Blur ---------------------------------------------------------------------------------- */

static double blurred_at(const float *kernel, int radius, int x, int y) {
    double sum = 0;
    for (int j = -radius; j <= radius; j++)
        for (int i = -radius; i <= radius; i++) {
            const int u = (int)scalp_clamp(x + i, 0, width - 1);
            const int v = (int)scalp_clamp(y + j, 0, height - 1);
            sum += (double)kernel[abs(i)] * (double)kernel[abs(j)] * (double)field[v * width + u];
        }
    return sum;
}

static void blurs(int radius) {
    static float plain[plane], fast[plane], less[2][plane];
    float kernel[SCALP_LANE_RADIUS + 1];
    double off = 0;
    for (int k = 0; k <= radius; k++)
        kernel[k] = 1 / (float)((k + 2) * (radius + 1));
    scalp_lanes_plain.blur(field, width, height, kernel, radius, plain, less[0]);
    fastest()->blur(field, width, height, kernel, radius, fast, less[1]);
    CHECK(memcmp(plain, fast, sizeof plain) == 0 && memcmp(less[0], less[1], sizeof plain) == 0);
    for (int y = 0; y < height; y += 3)
        for (int x = 0; x < width; x++) {
            off = fmax(off, fabs((double)plain[y * width + x] - blurred_at(kernel, radius, x, y)));
            off = fmax(off, fabs((double)(less[0][y * width + x] + plain[y * width + x] -
                                          field[y * width + x])));
        }
    CHECK_AT_MOST(off, 2e-6);
}

/* ---- Peaks, noise, middles ----------------------------------------------------------------- */

static void tops(void) {
    uint8_t plain[width], fast[width];
    int wrong = 0, found = 0;
    for (int y = 1; y < height - 1; y++) {
        const float *row = field + y * width + 1;
        scalp_lanes_plain.tops(row, width, width - 2, 0.5F, plain);
        fastest()->tops(row, width, width - 2, 0.5F, fast);
        CHECK(memcmp(plain, fast, width - 2) == 0);
        for (int i = 0; i < width - 2; i++) {
            const bool top = row[i] > 0.5F && row[i] >= row[i - 1] && row[i] >= row[i + 1] &&
                             row[i] >= row[i - width] && row[i] >= row[i + width];
            wrong += top != plain[i];
            found += top;
        }
    }
    CHECK(wrong == 0 && found > 100);
}

static void negatives(void) {
    float sum[2][width] = {{0}}, number[2][width] = {{0}};
    double wanted = 0, all = 0;
    for (int y = 0; y < height; y++) {
        scalp_lanes_plain.negative(field + y * width, known + y * width, width, sum[0], number[0]);
        fastest()->negative(field + y * width, known + y * width, width, sum[1], number[1]);
        wanted -= known[y * width + 7] > 0 ? fmin((double)field[y * width + 7], 0) : 0;
        all += known[y * width + 7] > 0 && field[y * width + 7] < 0;
    }
    CHECK(memcmp(sum[0], sum[1], sizeof *sum) == 0);
    CHECK(memcmp(number[0], number[1], sizeof *number) == 0);
    CHECK_NEAR((double)sum[0][7], wanted, 1e-5);
    CHECK_NEAR((double)number[0][7], all, 0);
}

static int by_number(const void *a, const void *b) {
    const float p = *(const float *)a, q = *(const float *)b;
    return p < q ? -1 : p > q;
}

static void middles(void) {
    enum { count = 71 };
    const float *row[SCALP_LANE_MIDDLE];
    float plain[count], fast[count];
    for (int k = 0; k < SCALP_LANE_MIDDLE; k++)
        row[k] = field + k * width + k % 5;
    field[3 * width + 20 + 3] = NAN;
    scalp_lanes_plain.middles(row, count, plain);
    fastest()->middles(row, count, fast);
    for (int i = 0; i < count; i++) {
        float v[SCALP_LANE_MIDDLE];
        double sum = 0;
        bool unseen = false;
        for (int k = 0; k < SCALP_LANE_MIDDLE; k++) {
            v[k] = row[k][i];
            unseen |= isnan(v[k]);
        }
        CHECK(unseen == isnan(plain[i]) && unseen == isnan(fast[i]));
        if (unseen)
            continue;
        qsort(v, SCALP_LANE_MIDDLE, sizeof *v, by_number);
        for (int k = SCALP_LANE_MIDDLE / 4; k < SCALP_LANE_MIDDLE - SCALP_LANE_MIDDLE / 4; k++)
            sum += (double)v[k] / (SCALP_LANE_MIDDLE - 2 * (SCALP_LANE_MIDDLE / 4));
        CHECK(plain[i] == fast[i]);
        CHECK_NEAR((double)plain[i], sum, 1e-6);
    }
}

/* ---- Sums of products, whole photos -------------------------------------------------------- */

static void products(int vectors, int padded) {
    const float *v[SCALP_LANE_VECTORS];
    double plain[SCALP_LANE_SUMS], fast[SCALP_LANE_SUMS];
    for (int k = 0; k < vectors; k++)
        v[k] = field + 300 * k;
    scalp_lanes_plain.products(v, vectors, padded, plain);
    fastest()->products(v, vectors, padded, fast);
    CHECK(memcmp(plain, fast, (size_t)(vectors * (vectors + 1) / 2) * sizeof *plain) == 0);
    for (int p = 0, k = 0; p < vectors; p++)
        for (int q = 0; q <= p; q++, k++) {
            double sum = 0;
            for (int i = 0; i < padded; i++)
                sum += (double)v[p][i] * (double)v[q][i];
            CHECK_NEAR(plain[k], sum, 1e-4);
        }
}

static void whole_photos(void) {
    static drawn_dots dots;
    const drawn d = {.width = 410,
                     .height = 300,
                     .spacing_px = 24,
                     .diameter_px = 8,
                     .contrast = 0.3,
                     .blur_px = 1.1,
                     .noise = 0.03,
                     .seed = 3};
    const scalp_flat flat = scalp_flat_square(22, 0);
    const scalp_kernels every = scalp_kernels_make(), best = scalp_kernels_find();
    scalp_finds plain, fast;
    check_work w;
    check_work_open(&w, 0);
    drawn_places(&d, &dots);
    const scalp_image image = drawn_make(&d, &dots, &w);
    w.work.kernels = &every;
    CHECK_STATUS(scalp_find(&image, &flat, NULL, &w.work, &plain, NULL), SCALP_OK);
    w.work.kernels = &best;
    CHECK_STATUS(scalp_find(&image, &flat, NULL, &w.work, &fast, NULL), SCALP_OK);
    CHECK(plain.count > 100 && plain.count == fast.count);
    CHECK(memcmp(plain.dots, fast.dots, plain.count * sizeof *plain.dots) == 0);
    check_work_close(&w);
}

int main(void) {
    fill(5);
    if (fastest() == &scalp_lanes_plain)
        check_skip("loops of this machine's own", "it has none: those for all are held to theirs");
    CASE("blur") {
        blurs(1);
        blurs(7);
        blurs(30);
    }
    CASE("peaks") {
        tops();
    }
    CASE("the negative half") {
        negatives();
    }
    CASE("sums of products") {
        products(3, 8);
        products(6, 64);
        products(9, 296);
    }
    CASE("middles") {
        middles();
    }
    CASE("the same bytes from a photo") {
        whole_photos();
    }
    return check_done();
}
