/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close-ups with known dots, scored as their makers score them: pairs within half the true diameter
 * + 1 px, nearest first, one to one; dots to be ignored and finds in the margin count neither way.
 */
#include "check.h"

#include <scalptor/codec.h>

#include <jansson.h>

enum { most = 8000 };

typedef struct truth {
    size_t count;
    double x[most], y[most], d_px[most];
    bool ignore[most];
    double margin_px, area_cm2, density;
} truth;

typedef struct score {
    double f1, density_error, false_cm2, width_px;
} score;

typedef struct pair {
    double distance;
    size_t dot, find;
} pair;

static truth known;
static pair pairs[4 * most];

static double number(const json_t *object, const char *key) {
    return json_number_value(json_object_get(object, key));
}

static bool read_truth(const char *path) {
    json_t *root = json_load_file(path, 0, NULL);
    const json_t *dots = json_object_get(root, "dots");
    known.count = json_array_size(dots) < most ? json_array_size(dots) : most;
    for (size_t i = 0; i < known.count; i++) {
        const json_t *dot = json_array_get(dots, i);
        known.x[i] = number(dot, "x");
        known.y[i] = number(dot, "y");
        known.d_px[i] = number(dot, "diam_px");
        known.ignore[i] = number(dot, "ignore") != 0;
    }
    known.margin_px = number(root, "margin_px");
    known.area_cm2 = number(root, "scored_area_mm2") / 100;
    known.density = number(root, "true_density_cm2");
    json_decref(root);
    return known.area_cm2 > 0;
}

static int by_distance(const void *a, const void *b) {
    const pair *p = a, *q = b;
    return p->distance < q->distance ? -1 : p->distance > q->distance;
}

static score score_of(const scalp_image *image, const scalp_finds *finds) {
    static bool dot_taken[most], find_taken[4 * most];
    size_t count = 0, hits = 0, extra = 0, inside = 0, wanted = 0;
    double off = 0;
    memset(dot_taken, 0, sizeof dot_taken);
    memset(find_taken, 0, sizeof find_taken);
    for (size_t i = 0; i < known.count; i++)
        for (size_t k = 0; k < finds->count && k < 4 * most; k++) {
            const double r =
                hypot(finds->dots[k].px.x - known.x[i], finds->dots[k].px.y - known.y[i]);
            if (r <= 0.5 * known.d_px[i] + 1 && count < 4 * most)
                pairs[count++] = (pair){r, i, k};
        }
    qsort(pairs, count, sizeof *pairs, by_distance);
    for (size_t i = 0; i < count; i++) {
        const pair *p = &pairs[i];
        if (dot_taken[p->dot] || find_taken[p->find])
            continue;
        dot_taken[p->dot] = find_taken[p->find] = true;
        if (known.ignore[p->dot])
            continue;
        hits++;
        off += fabs(finds->dots[p->find].diameter_px - known.d_px[p->dot]);
    }
    const double m = known.margin_px;
    for (size_t k = 0; k < finds->count && k < 4 * most; k++) {
        const scalp_vec2 c = finds->dots[k].px;
        const bool in =
            c.x >= m && c.y >= m && c.x <= image->width - 1 - m && c.y <= image->height - 1 - m;
        inside += in;
        extra += in && !find_taken[k];
    }
    for (size_t i = 0; i < known.count; i++)
        wanted += !known.ignore[i];
    return (score){
        .f1 = wanted + hits + extra ? 2.0 * (double)hits / (double)(wanted + hits + extra) : 1,
        .density_error =
            known.density > 0 ? (double)inside / known.area_cm2 / known.density - 1 : 0,
        .false_cm2 = (double)extra / known.area_cm2,
        .width_px = hits ? off / (double)hits : 0,
    };
}

static score find_in(const char *name) {
    check_work w;
    scalp_bytes bytes;
    scalp_image image;
    scalp_finds finds;
    scalp_error error = {0};
    char path[512];
    score s = {0};
    check_work_open(&w, 2);
    snprintf(path, sizeof path, "%s/data/dots/%s.input.json", check_shared(), name);
    json_t *input = json_load_file(path, 0, NULL);
    const double scale = number(input, "px_per_mm");
    const scalp_flat flat = scalp_flat_square(scale, 0);
    json_decref(input);
    snprintf(path, sizeof path, "%s/data/dots/%s.gt.json", check_shared(), name);
    CHECK(read_truth(path));
    snprintf(path, sizeof path, "%s/data/dots/%s.jpg", check_shared(), name);
    CHECK_STATUS(scalp_codec_file_read(path, 1 << 26, &w.work, &bytes, &error), SCALP_OK);
    CHECK_STATUS(scalp_codec_image_read(bytes, name, &w.work, &image, &error), SCALP_OK);
    CHECK_STATUS(scalp_find(&image, &flat, NULL, &w.work, &finds, &error), SCALP_OK);
    if (error.status == SCALP_OK)
        s = score_of(&image, &finds);
    printf("# %-10s F1 %.3f, density %+.1f %%, %.1f false per cm2, width off %.4f mm\n", name, s.f1,
           100 * s.density_error, s.false_cm2, s.width_px / scale);
    s.width_px /= scale;
    check_work_close(&w);
    return s;
}

static void level(const char *name, int pictures, double least_f1, double most_density,
                  double most_width_mm) {
    score sum = {0};
    for (int i = 0; i < pictures; i++) {
        char file[32];
        snprintf(file, sizeof file, "%s%02d", name, 1 - i);
        const score s = find_in(file);
        sum.f1 += s.f1 / pictures;
        sum.density_error += fabs(s.density_error) / pictures;
        sum.width_px += s.width_px / pictures;
    }
    CHECK(sum.f1 >= least_f1);
    CHECK_AT_MOST(sum.density_error, most_density);
    CHECK_AT_MOST(sum.width_px, most_width_mm);
}

int main(void) {
    if (!check_shared()) {
        check_skip("close-ups with known dots", "there are none here");
        return check_done();
    }
    CHECK_STATUS(scalp_codec_images_open(1, NULL), SCALP_OK);
    const int pictures = check_times(1, 2);
    CASE("easy") {
        level("easy", pictures, 0.995, 0.02, 0.015);
    }
    CASE("medium") {
        level("medium", pictures, 0.975, 0.04, 0.02);
    }
    if (pictures > 1) {
        CASE("plan") {
            level("plan", pictures, 0.978, 0.04, 0.02);
        }
        CASE("hard") {
            level("hard", pictures, 0.74, 1, 1);
        }
        CASE("extreme") {
            level("extreme", pictures, 0.25, 2, 1);
        }
    }
    CASE("blank skin") {
        for (int i = 0; i < pictures; i++)
            CHECK_AT_MOST(find_in(i ? "blank00" : "blank01").false_cm2, 5);
    }
    scalp_codec_images_close();
    return check_done();
}
