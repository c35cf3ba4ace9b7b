/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photographs of charts: patches left out come out within dE00 4 (median), in each photo and from
 * one photo to the other. */
#include "check.h"

#include <scalptor/codec.h>

typedef struct chart_case {
    const char *file;
    scalp_vec2 corner[4];
} chart_case;

static const chart_case good[] = {
    {"classic.png", {{225, 57}, {231, 331}, {65, 331}, {58, 60}}},
    {"calibrite-passport.png", {{95, 340}, {98, 106}, {237, 106}, {236, 339}}},
};
static const chart_case foreign = {"seedhead-rgb.jpg",
                                   {{169, 261}, {302, 265}, {298, 348}, {163, 344}}};

static void read_photo(const chart_case *c, check_work *w, scalp_image *image) {
    char path[4096];
    scalp_bytes bytes;
    snprintf(path, sizeof path, "%s/data/photos/colour/%s", check_shared(), c->file);
    CHECK_STATUS(scalp_codec_file_read(path, SCALP_CODEC_MAX_IMAGE_BYTES, &w->work, &bytes, NULL),
                 SCALP_OK);
    CHECK_STATUS(scalp_codec_image_read(bytes, path, &w->work, image, NULL), SCALP_OK);
}

static scalp_status correct(const chart_case *c, double shift, check_work *w,
                            scalp_chart_view *view, scalp_correction *correction,
                            scalp_error *error) {
    scalp_image image;
    scalp_vec2 corner[4];
    read_photo(c, w, &image);
    for (int i = 0; i < 4; i++)
        corner[i] = (scalp_vec2){c->corner[i].x + shift * (i % 2 ? 1 : -1), c->corner[i].y + shift};
    CHECK_STATUS(scalp_chart_read(&image, corner, view, error), SCALP_OK);
    return scalp_correction_from_chart(view, SCALP_CHART_2014, &w->work, correction, error);
}

static int by_size(const void *a, const void *b) {
    const double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

int main(void) {
    check_work w;
    scalp_error error = {0};
    scalp_chart_view view[2];
    scalp_correction c[2];
    if (!check_shared()) {
        check_skip("chart photos", "the shared data is not there");
        return check_done();
    }
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_codec_images_open(1, NULL), SCALP_OK);
    for (int i = 0; i < 2; i++) {
        CASE(good[i].file) {
            CHECK_STATUS(correct(&good[i], 0, &w, &view[i], &c[i], &error), SCALP_OK);
            printf("# %s: median %.2f, mean %.2f, worst %.2f; sd %.1f %.1f %.1f\n",
                   scalp_colour_model_name(c[i].model), c[i].median_de, c[i].mean_de, c[i].worst_de,
                   c[i].sd.l, c[i].sd.a, c[i].sd.b);
            CHECK_AT_MOST(c[i].median_de, 4);
            CHECK(!view[i].mirrored);
        }
    }
    CASE("found without clicks") {
        for (int i = 0; i < 2; i++) {
            scalp_chart_view found;
            scalp_image image;
            read_photo(&good[i], &w, &image);
            CHECK_STATUS(scalp_chart_find(&image, &w.work, &found, &error), SCALP_OK);
            for (size_t p = 0; p < SCALP_CHART_PATCHES; p++)
                CHECK_AT_MOST(hypot(found.place_px[p].x - view[i].place_px[p].x,
                                    found.place_px[p].y - view[i].place_px[p].y),
                              8);
        }
    }
    CASE("corners clicked three pixels off change little") {
        for (int i = 0; i < 2; i++) {
            scalp_chart_view moved;
            scalp_correction other;
            CHECK_STATUS(correct(&good[i], 3, &w, &moved, &other, &error), SCALP_OK);
            for (size_t p = 0; p < 2; p++)
                CHECK_AT_MOST(
                    scalp_lab_difference(
                        scalp_lab_from_xyz(scalp_correction_apply(&c[i], view[i].rgb[p])),
                        scalp_lab_from_xyz(scalp_correction_apply(&other, view[i].rgb[p]))),
                    1.5);
        }
    }
    CASE("the same patch in both photos, neither time part of the fit") {
        double de[SCALP_CHART_PATCHES];
        size_t count = 0;
        for (size_t p = 0; p < SCALP_CHART_PATCHES; p++)
            if (!view[0].clipped[p] && !view[1].clipped[p])
                de[count++] = scalp_lab_difference(c[0].left_out[p], c[1].left_out[p]);
        qsort(de, count, sizeof *de, by_size);
        printf("# median %.2f of %zu\n", de[count / 2], count);
        CHECK(count >= 20);
        CHECK_AT_MOST(de[count / 2], 4);
    }
    CASE("what the neutral 5 alone would give, taken for a grey card: within the sd that is told") {
        for (int i = 0; i < 2; i++) {
            scalp_correction grey;
            scalp_lab sum = {0, 0, 0};
            const scalp_area_colour card = {.rgb = view[i].rgb[21], .pixels = 100};
            const double y = scalp_xyz_from_lab(scalp_chart_lab(SCALP_CHART_2014, 21)).y;
            CHECK_STATUS(scalp_correction_from_grey(&card, y, &grey, &error), SCALP_OK);
            for (size_t p = 0; p < SCALP_CHART_PATCHES; p++) {
                const scalp_lab got =
                    scalp_lab_from_xyz(scalp_correction_apply(&grey, view[i].rgb[p]));
                const scalp_lab want = scalp_chart_lab(SCALP_CHART_2014, p);
                sum.l += (got.l - want.l) * (got.l - want.l) / SCALP_CHART_PATCHES;
                sum.a += (got.a - want.a) * (got.a - want.a) / SCALP_CHART_PATCHES;
                sum.b += (got.b - want.b) * (got.b - want.b) / SCALP_CHART_PATCHES;
                if (p < 2)
                    printf("# %s: off by %.1f %.1f %.1f\n", scalp_chart_patch_name(p),
                           got.l - want.l, got.a - want.a, got.b - want.b);
            }
            printf("# root mean squares %.1f %.1f %.1f\n", sqrt(sum.l), sqrt(sum.a), sqrt(sum.b));
            CHECK_AT_MOST(sqrt(sum.l), 1.1 * grey.sd.l);
            CHECK_AT_MOST(sqrt(sum.a), 1.1 * grey.sd.a);
            CHECK_AT_MOST(sqrt(sum.b), 1.1 * grey.sd.b);
        }
    }
    CASE("a chart of another maker is refused") {
        scalp_chart_view seen;
        scalp_correction none;
        CHECK_STATUS(correct(&foreign, 0, &w, &seen, &none, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "another chart") != NULL);
    }
    scalp_codec_images_close();
    check_work_close(&w);
    return check_done();
}
