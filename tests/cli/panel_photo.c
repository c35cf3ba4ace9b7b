/* SPDX-License-Identifier: GPL-3.0-or-later */
/* panel_photo DAY FILE: a drawn photo of nine test dots, 5 mm apart, beside a sticker, as they look
 * on day 0, 10 or 28 (then one is gone); and tells its pixels per mm. For the tests that are shell
 * scripts. */
#include "calibrate/scene.h"
#include "close_up.h"

#include <scalptor/codec.h>

#include <math.h>
#include <stdlib.h>

enum { width = 1100, height = 760, dot_count = 9 };

static const double px_per_mm = 24;

static const struct look {
    int day;
    double contrast, diameter_mm, turn, tone_redness;
    scalp_vec2 corner_mm; /* of the panel */
} looks[] = {{0, 0.6, 0.4, 0.08, 0.3, {28, 8}},
             {10, 0.5, 0.3, -0.1, 0, {29, 10}},
             {28, 0.42, 0.28, 0.03, 0, {28.5, 9}}};

static size_t place(const struct look *l, close_up_dot *dots) {
    size_t n = 0;
    for (int i = 0; i < dot_count; i++) {
        const double x = 5 * (i % 3), y = 5 * (double)(i / 3);
        if (l->day == 28 && i == 4)
            continue;
        dots[n++] = (close_up_dot){.mm = {l->corner_mm.x + x * cos(l->turn) - y * sin(l->turn),
                                          l->corner_mm.y + x * sin(l->turn) + y * cos(l->turn)},
                                   .diam_mm = l->diameter_mm * (1 + 0.02 * (i % 3 - 1)),
                                   .contrast = l->contrast * (1 + 0.05 * (i % 4 - 1.5)),
                                   .plan_id = i};
    }
    return n;
}

/* The sticker, square on, over the samples of the skin. */
static void lay_sticker(check_work *w, uint8_t *samples) {
    const double focal = 4000, away = focal / px_per_mm;
    scene s = {.width = width,
               .height = height,
               .focal_px = focal,
               .mark_count = 1,
               .marks = {{17, {0, 0, 0.05}, {-9, 1, away}}},
               .light = 0.85,
               .blur_px = 0.8,
               .noise = 0.005};
    double wide, high;
    scene_size(&s.marks[0], 1, &wide, &high);
    const scalp_image image = scene_make(&s, w);
    const uint8_t *from = image.pixels;
    const double margin = 0.05, sine = sin(0.05), cosine = cos(0.05);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const double dx = (x - (width - 1) / 2.0) / px_per_mm + 9;
            const double dy = (y - (height - 1) / 2.0) / px_per_mm - 1;
            const double u = cosine * dx + sine * dy, v = cosine * dy - sine * dx;
            if (fabs(u) < wide / 2 - margin && fabs(v) < high / 2 - margin)
                for (int k = 0; k < 3; k++)
                    samples[3 * (y * width + x) + k] = from[3 * (y * width + x) + k];
        }
}

int main(int count, char **arguments) {
    check_work w;
    close_up_dot dots[dot_count];
    close_up made;
    scalp_bytes bytes;
    scalp_error error;
    if (count != 3)
        return 2;
    const struct look *l = NULL;
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (looks[i].day == atoi(arguments[1]))
            l = &looks[i];
    if (!l)
        return 2;
    check_work_open(&w, 0);
    close_up_params p = close_up_draw(CLOSE_UP_MEDIUM, 60 + (uint64_t)l->day);
    p.width = width;
    p.height = height;
    p.px_per_mm = px_per_mm;
    p.tilt_deg = p.specular = 0;
    p.hairs = p.freckles = 0;
    p.tone = 1;
    p.texture = 0.5;
    p.pores = 30;
    p.furrows = 0.5;
    p.fresh.redness = l->tone_redness;
    p.given = dots;
    p.given_count = place(l, dots);
    if (scalp_codec_images_open(1, &error) != SCALP_OK || !close_up_make(&p, w.work.memory, &made))
        return 3;
    lay_sticker(&w, (uint8_t *)(uintptr_t)made.image.pixels);
    if (!close_up_jpeg(&made, w.work.memory, &bytes) ||
        scalp_codec_file_write(arguments[2], bytes, &error) != SCALP_OK)
        return 3;
    printf("%g\n", px_per_mm);
    scalp_codec_images_close();
    check_work_close(&w);
    return 0;
}
