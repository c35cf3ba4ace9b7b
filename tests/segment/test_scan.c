/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upper outline of the scanned head's pictures, against their masks: the search starts from the
 * true outline pushed in and out by up to 18 px and has to find its way back. */
#include "segment/scan_pictures.h"

enum { points = 200 };

static bool in_mask(const scalp_image *mask, double x, double y) {
    return scan_in_mask(mask, (int)(x + 0.5), (int)(y + 0.5));
}

typedef struct view {
    const char *name;
    double x, y;             /* a point inside the head */
    double from_deg, to_deg; /* from 0 at three o'clock, clockwise on the screen */
} view;

/* Root mean square distance (px) of the outline found from the mask's. */
static double error_px(const view *v, double *confidence) {
    check_work w;
    check_work_open(&w, 2);
    char name[128];
    scalp_image photo, mask;
    snprintf(name, sizeof name, "%s.jpg", v->name);
    bool good = scan_load(name, &w.work, &photo);
    snprintf(name, sizeof name, "%s.mask.png", v->name);
    good = good && scan_load(name, &w.work, &mask);
    double sum = 1e9;
    if (good) {
        scalp_vec2 at[points];
        double pushed[points];
        for (int i = 0; i < points; i++) {
            const double a =
                (v->from_deg + (v->to_deg - v->from_deg) * i / (points - 1)) * SCALP_PI / 180;
            double r = 20;
            while (in_mask(&mask, v->x + r * cos(a), v->y + r * sin(a)))
                r += 0.25;
            pushed[i] = 10 + 8 * sin(i * 0.07);
            at[i] = (scalp_vec2){v->x + (r + pushed[i]) * cos(a), v->y + (r + pushed[i]) * sin(a)};
        }
        const scalp_curve expected = {at, points, false};
        const scalp_outline_params params = {30, 30, 1, 1};
        scalp_outline found;
        CHECK_STATUS(scalp_segment_outline(&photo, &expected, &params, &w.work, &found, NULL),
                     SCALP_OK);
        sum = *confidence = 0;
        for (int i = 5; i < points - 5; i++) {
            const double e = found.offset_px[i] + pushed[i];
            sum += e * e / (points - 10);
            *confidence += found.confidence[i] / (points - 10);
        }
    }
    check_work_close(&w);
    return sqrt(sum);
}

int main(void) {
    const view views[] = {{"lps_front", 530, 480, 190, 350},
                          {"lps_medium_threequarter", 680, 480, 185, 370},
                          {"lps_back", 540, 480, 190, 350},
                          {"lps_rightside", 330, 480, 230, 335}};
    if (!check_shared()) {
        check_skip("the scanned head's outline", "the shared test data is not there");
        return check_done();
    }
    CHECK_STATUS(scalp_codec_images_open(1, NULL), SCALP_OK);
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        CASE(views[i].name) {
            double confidence = 0;
            const double e = error_px(&views[i], &confidence);
            printf("# %s: %.2f px rms, confidence %.2f\n", views[i].name, e, confidence);
            CHECK_AT_MOST(e, 1.5);
            CHECK(confidence > 0.5);
        }
    }
    scalp_codec_images_close();
    return check_done();
}
