/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots found in drawn close-ups, one of each level and a blank one, beside plain ways to find them;
 * a large photo beside a small one; how even they are. Before they are timed, each way says how
 * well it finds. */
#include "bench_inspect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { seed = 100, found_most = 40000 };

static const close_up_level mosaic_level = CLOSE_UP_MEDIUM;

static const close_up_level levels[] = {CLOSE_UP_EASY,    CLOSE_UP_MEDIUM, CLOSE_UP_HARD,
                                        CLOSE_UP_EXTREME, CLOSE_UP_PLAN,   CLOSE_UP_BLANK};
enum { pictures = sizeof levels / sizeof *levels };

/* ---- Pictures ------------------------------------------------------------------------------ */

static scalp_status draw(close_up_level level, const scalp_work *work, close_up *made,
                         scalp_error *error) {
    const close_up_params params = close_up_draw(level, seed);
    if (!close_up_make(&params, work->memory, made))
        return scalp_fail(error, SCALP_ERR_MEMORY, "Memory is out for a drawn close-up.");
    return SCALP_OK;
}

static scalp_status read_picture(const char *folder, const char *name, const scalp_work *work,
                                 scalp_image *image, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(bench_read(folder, name, work, &bytes, error));
    return scalp_codec_image_read(bytes, name, work, image, error);
}

static scalp_status find_ours(const char *folder, int picture, const scalp_work *work,
                              bench_spots *to, scalp_error *error) {
    char name[32];
    scalp_image image;
    scalp_finds finds;
    const scalp_flat flat = scalp_flat_square(close_up_draw(levels[picture], seed).px_per_mm, 0);
    snprintf(name, sizeof name, "close%d.jpg", picture);
    SCALP_TRY(read_picture(folder, name, work, &image, error));
    SCALP_TRY(scalp_find(&image, &flat, NULL, work, &finds, error));
    to->count = 0;
    for (size_t i = 0; i < finds.count && to->count < found_most; i++)
        if (finds.dots[i].kind != SCALP_FOUND_STUB)
            to->px[to->count++] = finds.dots[i].px;
    return SCALP_OK;
}

static scalp_status find_dog(const char *folder, int picture, const scalp_work *work,
                             bench_spots *to, scalp_error *error) {
    char name[32];
    scalp_image image;
    snprintf(name, sizeof name, "close%d.jpg", picture);
    SCALP_TRY(read_picture(folder, name, work, &image, error));
    return bench_dog_find(&image, close_up_draw(levels[picture], seed).px_per_mm, work, to, error);
}

/* PROGRAM FOLDER reads close_ups.txt, a line "NAME.jpg PX_PER_MM" for each picture, and writes
 * NAME.csv, "x,y" in px for each dot. */
static scalp_status run_program(const char *folder, scalp_error *error) {
    const char *program = getenv("SCALPTOR_BLOBS");
    int status = 0;
    const pid_t child = program ? fork() : -1;
    if (child == 0) {
        execl(program, program, folder, (char *)NULL);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        return scalp_fail(error, SCALP_ERR_MACHINE, "SCALPTOR_BLOBS did not do its work.");
    return SCALP_OK;
}

static scalp_status read_program(const char *folder, int picture, const scalp_work *work,
                                 bench_spots *to, scalp_error *error) {
    char name[32];
    scalp_bytes bytes;
    snprintf(name, sizeof name, "close%d.csv", picture);
    SCALP_TRY(bench_read(folder, name, work, &bytes, error));
    const char *at = (const char *)bytes.data, *end = at + bytes.size;
    to->count = 0;
    while (at < end && to->count < found_most) {
        char *next;
        scalp_vec2 px;
        px.x = strtod(at, &next);
        if (next == at || *next != ',')
            break;
        px.y = strtod(next + 1, &next);
        to->px[to->count++] = px;
        at = next + (next < end && *next == '\n');
    }
    return SCALP_OK;
}

/* ---- How well ------------------------------------------------------------------------------ */

typedef scalp_status (*finder)(const char *folder, int picture, const scalp_work *work,
                               bench_spots *to, scalp_error *error);

/* F1 of what was found, one to one; of blank skin, how many per cm2. */
static double score(const close_up *truth, bench_spots *found) {
    const double m = truth->margin_px, w = truth->image.width - 1 - m;
    const double h = truth->image.height - 1 - m;
    double hits = 0, wanted = 0, extra = 0;
    for (size_t i = 0; i < truth->count; i++) {
        const close_up_dot *d = &truth->dots[i];
        double best = 0.5 * d->diam_px + 1;
        size_t at = found->count;
        for (size_t k = 0; k < found->count; k++) {
            const double away = hypot(found->px[k].x - d->px.x, found->px[k].y - d->px.y);
            if (away <= best) {
                best = away;
                at = k;
            }
        }
        if (at < found->count)
            found->px[at].x = -1e6; /* taken */
        wanted += !d->ignore;
        hits += !d->ignore && at < found->count;
    }
    for (size_t k = 0; k < found->count; k++) {
        const scalp_vec2 p = found->px[k];
        extra += p.x >= m && p.y >= m && p.x <= w && p.y <= h;
    }
    return truth->count ? 2 * hits / (wanted + hits + extra) : extra / (truth->area_mm2 / 100);
}

static scalp_status tell(const char *who, const char *folder, finder find, const close_up *truth,
                         const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(bench_spots), &memory, error));
    bench_spots *spots = memory;
    printf("%-20s", who);
    for (int i = 0; i < pictures; i++) {
        SCALP_TRY(find(folder, i, work, spots, error));
        printf(levels[i] == CLOSE_UP_BLANK ? "  %s %.1f false per cm2" : "  %s F1 %.3f",
               close_up_level_name(levels[i]), score(&truth[i], spots));
    }
    putchar('\n');
    fflush(stdout);
    return SCALP_OK;
}

static scalp_status make_close_ups(const char *folder, const scalp_work *work, close_up **truth,
                                   scalp_error *error) {
    char name[32], lines[64 * pictures];
    int length = 0;
    void *memory;
    SCALP_TRY(scalp_work_take(work, pictures, sizeof(close_up), &memory, error));
    *truth = memory;
    for (int i = 0; i < pictures; i++) {
        close_up *made = &(*truth)[i];
        scalp_bytes bytes;
        SCALP_TRY(draw(levels[i], work, made, error));
        if (!close_up_jpeg(made, work->memory, &bytes))
            return scalp_fail(error, SCALP_ERR_MACHINE, "A close-up cannot be encoded.");
        snprintf(name, sizeof name, "close%d.jpg", i);
        SCALP_TRY(bench_write(folder, name, bytes, error));
        length += snprintf(lines + length, sizeof lines - (size_t)length, "%s %.9g\n", name,
                           made->params.px_per_mm);
    }
    SCALP_TRY(bench_write(folder, "close_ups.txt",
                          (scalp_bytes){(const uint8_t *)lines, (size_t)length}, error));
    return tell("ours", folder, find_ours, *truth, work, error);
}

scalp_status bench_inspect_make(const char *folder, const scalp_work *work, scalp_error *error) {
    close_up *truth;
    SCALP_TRY(make_close_ups(folder, work, &truth, error));
    return tell("plain DoG", folder, find_dog, truth, work, error);
}

scalp_status bench_inspect_make_blobs(const char *folder, const scalp_work *work,
                                      scalp_error *error) {
    close_up *truth;
    SCALP_TRY(make_close_ups(folder, work, &truth, error));
    SCALP_TRY(run_program(folder, error));
    return tell("SimpleBlobDetector", folder, read_program, truth, work, error);
}

static scalp_status all_pictures(const char *folder, finder find, const scalp_work *work,
                                 scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(bench_spots), &memory, error));
    for (int i = 0; i < pictures; i++)
        SCALP_TRY(find(folder, i, work, memory, error));
    return SCALP_OK;
}

scalp_status bench_inspect_ours(const char *folder, const scalp_work *work, scalp_error *error) {
    return all_pictures(folder, find_ours, work, error);
}

scalp_status bench_inspect_dog(const char *folder, const scalp_work *work, scalp_error *error) {
    return all_pictures(folder, find_dog, work, error);
}

scalp_status bench_inspect_blobs(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)work;
    return run_program(folder, error);
}

/* ---- Large photos -------------------------------------------------------------------------- */

/* The drawn close-up and its mirror images side by side. */
static scalp_status mosaic(const char *folder, const char *name, int width, int height,
                           const scalp_work *work, scalp_error *error) {
    void *memory;
    scalp_bytes bytes;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(close_up), &memory, error));
    close_up *made = memory;
    SCALP_TRY(draw(mosaic_level, work, made, error));
    scalp_image image = made->image;
    const int w = image.width, h = image.height;
    SCALP_TRY(scalp_work_take(work, (size_t)width * (size_t)height, 3, &memory, error));
    uint8_t *to = memory;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++, to += 3) {
            const int u = x / w % 2 ? w - 1 - x % w : x % w;
            const int v = y / h % 2 ? h - 1 - y % h : y % h;
            memcpy(to, (const uint8_t *)image.pixels + 3 * ((size_t)v * (size_t)w + (size_t)u), 3);
        }
    image.width = width;
    image.height = height;
    image.pixels = memory;
    SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, work, &bytes, error));
    return bench_write(folder, name, bytes, error);
}

scalp_status bench_inspect_make_large(const char *folder, const scalp_work *work,
                                      scalp_error *error) {
    SCALP_TRY(mosaic(folder, "skin3.jpg", 2000, 1500, work, error));
    SCALP_TRY(mosaic(folder, "skin12.jpg", 4000, 3000, work, error));
    return mosaic(folder, "skin48.jpg", 8000, 6000, work, error);
}

static scalp_status inspect(const char *folder, const char *name, bool evenly,
                            const scalp_work *work, scalp_error *error) {
    scalp_image image;
    scalp_finds finds;
    void *memory;
    const scalp_flat flat = scalp_flat_square(close_up_draw(mosaic_level, seed).px_per_mm, 0);
    SCALP_TRY(read_picture(folder, name, work, &image, error));
    SCALP_TRY(scalp_find(&image, &flat, NULL, work, &finds, error));
    if (!evenly)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_evenness), &memory, error));
    const scalp_evenness_ask ask = {.found = finds.dots,
                                    .count = finds.count,
                                    .window = &finds.window,
                                    .has_mm = true,
                                    .seed = 1};
    return scalp_evenness_make(&ask, work, memory, error);
}

scalp_status bench_inspect_3(const char *folder, const scalp_work *work, scalp_error *error) {
    return inspect(folder, "skin3.jpg", true, work, error);
}

scalp_status bench_inspect_12(const char *folder, const scalp_work *work, scalp_error *error) {
    return inspect(folder, "skin12.jpg", true, work, error);
}

scalp_status bench_inspect_12_find(const char *folder, const scalp_work *work, scalp_error *error) {
    return inspect(folder, "skin12.jpg", false, work, error);
}

scalp_status bench_inspect_48(const char *folder, const scalp_work *work, scalp_error *error) {
    return inspect(folder, "skin48.jpg", true, work, error);
}
