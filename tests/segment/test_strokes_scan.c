/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanned head's five pictures from a few strokes, against their masks. */
#include "segment/scan_pictures.h"

enum { away = 50, step = 30, most = 200 };

typedef struct drawing {
    scalp_stroke strokes[most];
    scalp_vec2 points[2 * most];
    size_t count;
} drawing;

static void add(drawing *d, scalp_stuff kind, scalp_vec2 a, scalp_vec2 b) {
    if (d->count == most)
        return;
    scalp_vec2 *p = d->points + 2 * d->count;
    p[0] = a;
    p[1] = b;
    d->strokes[d->count++] = (scalp_stroke){kind, p, 2, 8};
}

/* A bar across the widest row and one down its middle, both well inside. */
static void draw_head(const scalp_image *mask, drawing *d) {
    int row = 0, left = 0, right = 0;
    for (int y = away; y < mask->height * 6 / 10; y += 10) {
        int from = -1, to = -1;
        for (int x = 0; x < mask->width; x++)
            if (scan_in_mask(mask, x, y)) {
                from = from < 0 ? x : from;
                to = x;
            }
        if (to - from > right - left) {
            row = y;
            left = from;
            right = to;
        }
    }
    const int middle = (left + right) / 2;
    add(d, SCALP_STUFF_SKIN, (scalp_vec2){left + away, row}, (scalp_vec2){right - away, row});
    int top = row, bottom = row;
    while (scan_in_mask(mask, middle, top - away))
        top -= 5;
    while (bottom + 5 < mask->height && scan_in_mask(mask, middle, bottom + 5))
        bottom += 5;
    add(d, SCALP_STUFF_SKIN, (scalp_vec2){middle, top}, (scalp_vec2){middle, bottom});
}

static bool all_ground(const scalp_image *mask, scalp_vec2 a, scalp_vec2 b) {
    for (int t = 0; t <= 10; t++) {
        const int x = (int)(a.x + (b.x - a.x) * t / 10), y = (int)(a.y + (b.y - a.y) * t / 10);
        for (int k = 0; k < 9; k++)
            if (scan_in_mask(mask, x + (k % 3 - 1) * away / 2, y + (k / 3 - 1) * away / 2))
                return false;
    }
    return true;
}

/* Where a line from the left, the right or above comes near to the head. */
static scalp_vec2 stop(const scalp_image *mask, int side, int i) {
    if (side == 2) {
        int y = 0;
        while (y < mask->height && !scan_in_mask(mask, i, y))
            y++;
        return (scalp_vec2){i, y - away};
    }
    int x = side == 0 ? 0 : mask->width - 1;
    const int way = side == 0 ? 1 : -1;
    while (x >= 0 && x < mask->width && !scan_in_mask(mask, x, i))
        x += way;
    return (scalp_vec2){x - way * away, i};
}

static void draw_ground(const scalp_image *mask, drawing *d) {
    for (int side = 0; side < 3; side++) {
        const int length = side == 2 ? mask->width : mask->height;
        for (int i = 0; i + step < length; i += step) {
            const scalp_vec2 a = stop(mask, side, i), b = stop(mask, side, i + step);
            const bool inside = a.x >= 0 && b.x >= 0 && a.x < mask->width && b.x < mask->width &&
                                a.y >= 0 && b.y >= 0 && a.y < mask->height - away &&
                                b.y < mask->height - away;
            if (inside && all_ground(mask, a, b))
                add(d, SCALP_STUFF_BACKGROUND, a, b);
        }
    }
}

static double overlap(const char *name) {
    check_work w;
    check_work_open(&w, 2);
    char file[128];
    scalp_image photo, mask;
    double both = 0, either = 1;
    snprintf(file, sizeof file, "%s.jpg", name);
    bool good = scan_load(file, &w.work, &photo);
    snprintf(file, sizeof file, "%s.mask.png", name);
    good = good && scan_load(file, &w.work, &mask);
    if (good) {
        static drawing d;
        scalp_segments found = {0};
        d.count = 0;
        draw_head(&mask, &d);
        draw_ground(&mask, &d);
        CHECK_STATUS(scalp_segment_strokes(&photo, d.strokes, d.count, NULL, &w.work, &found, NULL),
                     SCALP_OK);
        either = 0;
        for (int i = 0; found.label && i < photo.width * photo.height; i++) {
            const bool a = scan_in_mask(&mask, i % photo.width, i / photo.width);
            const bool b = found.label[i] != SCALP_STUFF_BACKGROUND;
            both += a && b;
            either += a || b;
        }
    }
    check_work_close(&w);
    return both / either;
}

int main(void) {
    static const char *const names[] = {"lps_front", "lps_medium_threequarter", "lps_top",
                                        "lps_back", "lps_rightside"};
    if (!check_shared()) {
        check_skip("the scanned head from strokes", "the shared test data is not there");
        return check_done();
    }
    if (scalp_codec_images_open(1, NULL) != SCALP_OK)
        return 1;
    const int count = check_times(3, 5);
    for (int i = 0; i < count; i++) {
        CASE(names[i]) {
            const double share = overlap(names[i]);
            printf("# %.4f\n", share);
            CHECK(share >= 0.98);
        }
        check_end_case();
    }
    scalp_codec_images_close();
    return check_done();
}
