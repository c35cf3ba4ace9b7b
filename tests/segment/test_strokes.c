/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Painted pictures whose division is known: hair against shaded skin of the same darkness, noise
 * and blocks as of a JPEG, a bar of glasses, an edge of known softness, hair that thins out; and
 * strokes that nobody should draw. */
#include "check.h"

#include <scalptor/segment.h>

enum { width = 240, height = 200, ground_left = 190, hair_below = 120, bar_top = 40, bar_rows = 7 };

typedef struct scene {
    double tone;  /* of the skin in full light, 0..1 of a middling one */
    double noise; /* of a sample, of 255 */
    bool blocks;  /* chroma by blocks of 8, as a JPEG leaves it */
    bool glasses;
    int edge; /* px over which skin gives way to the ground */
} scene;

/* Skin fades to a quarter of its light towards the left; hair has the mean of that. */
static void colour(const scene *s, int x, int y, scalp_random *r, double rgb[3]) {
    static const double skin[3] = {0.62, 0.36, 0.25}, ground[3] = {0.25, 0.36, 0.50};
    const double light = s->tone * (0.25 + 0.75 * x / ground_left);
    double share = s->edge > 0 ? 0.5 + (double)(x - ground_left) / s->edge : x >= ground_left;
    share = scalp_clamp(share, 0, 1);
    for (int c = 0; c < 3; c++)
        rgb[c] = skin[c] * light * (1 - share) + ground[c] * share;
    if (y >= hair_below && x < ground_left) {
        /* Strands, each of its own lightness, a few pixels long. */
        scalp_random strand = scalp_random_make(5, (uint64_t)(x + 1000 * ((y + 3 * x) / 9)));
        const double lit = light * (0.08 + 0.5 * scalp_random_uniform(&strand));
        rgb[0] = 0.40 * lit;
        rgb[1] = 0.33 * lit;
        rgb[2] = 0.28 * lit;
    }
    if (s->glasses && y >= bar_top && y < bar_top + bar_rows && x < ground_left)
        for (int c = 0; c < 3; c++)
            rgb[c] = 0.015;
    (void)r;
}

static scalp_image paint(const scene *s, int bands, int bits, const scalp_work *work) {
    scalp_image image = {.width = width, .height = height, .bands = bands, .bits = bits};
    uint8_t *pixels = scalp_arena_take(work->memory, scalp_image_bytes(&image), 1);
    scalp_random r = scalp_random_make(11, 0);
    CHECK_STATUS(scalp_image_curve_make(bits, work, &image.curve[0], NULL), SCALP_OK);
    image.curve[1] = image.curve[2] = image.curve[0];
    for (int i = 0; i < width * height; i++) {
        double rgb[3], block[3];
        const int x = i % width, y = i / width;
        colour(s, x, y, &r, rgb);
        colour(s, x / 8 * 8 + 4, y / 8 * 8 + 4, &r, block);
        for (int c = 0; c < bands; c++) {
            const int band = c < 3 ? c : 0; /* an alpha is as good as any */
            const double mixed = s->blocks ? 0.8 * rgb[band] + 0.2 * block[band] : rgb[band];
            const double most = bits == 8 ? 255 : 65535;
            const double v = scalp_image_sample_from_linear(&image.curve[0], (float)mixed) +
                             s->noise * most / 255 * scalp_random_normal(&r);
            const double held = scalp_clamp(floor(v + 0.5), 0, most);
            if (bits == 8)
                pixels[i * bands + c] = (uint8_t)held;
            else
                ((uint16_t *)(void *)pixels)[i * bands + c] = (uint16_t)held;
        }
    }
    image.pixels = pixels;
    return image;
}

static const scalp_vec2 on_skin[] = {{40, 25}, {170, 25}, {170, 100}, {60, 90}};
static const scalp_vec2 on_hair[] = {{30, 150}, {170, 180}};
static const scalp_vec2 on_ground[] = {{215, 10}, {215, 190}};
static const scalp_vec2 on_bar[] = {{30, 43}, {150, 43}};
static const scalp_stroke strokes[] = {{SCALP_STUFF_SKIN, on_skin, 4, 4},
                                       {SCALP_STUFF_HAIR, on_hair, 2, 5},
                                       {SCALP_STUFF_BACKGROUND, on_ground, 2, 5},
                                       {SCALP_STUFF_OTHER, on_bar, 2, 2}};

static scalp_stuff truth(const scene *s, int x, int y) {
    if (x >= ground_left)
        return SCALP_STUFF_BACKGROUND;
    if (s->glasses && y >= bar_top && y < bar_top + bar_rows)
        return SCALP_STUFF_OTHER;
    return y >= hair_below ? SCALP_STUFF_HAIR : SCALP_STUFF_SKIN;
}

/* Intersection over union of one kind. */
static double overlap(const scene *s, const scalp_segments *found, scalp_stuff kind) {
    double both = 0, either = 0;
    for (int i = 0; i < width * height; i++) {
        const bool a = truth(s, i % width, i / width) == kind, b = found->label[i] == kind;
        both += a && b;
        either += a || b;
    }
    return either > 0 ? both / either : 0;
}

static scalp_segments divide(const scalp_image *image, size_t count, const scalp_work *work) {
    scalp_segments found = {0};
    CHECK_STATUS(scalp_segment_strokes(image, strokes, count, NULL, work, &found, NULL), SCALP_OK);
    return found;
}

static void check_scene(const scene *s, double least) {
    check_work w;
    check_work_open(&w, 2);
    const scalp_image image = paint(s, 3, 8, &w.work);
    const scalp_segments found = divide(&image, s->glasses ? 4 : 3, &w.work);
    for (int k = 0; k < (s->glasses ? 4 : 3); k++) {
        const double share = overlap(s, &found, (scalp_stuff)k);
        printf("# %s %.3f\n", scalp_stuff_name((scalp_stuff)k), share);
        CHECK(share >= least);
    }
    size_t wrong = 0;
    for (int i = 0; i < width * height; i++) {
        int sum = 0, most = 0;
        for (int k = 0; k < SCALP_STUFF_COUNT; k++) {
            sum += found.alpha[k][i];
            most = found.alpha[k][i] > most ? found.alpha[k][i] : most;
        }
        wrong += sum != 255 || found.alpha[found.label[i]][i] < most - 1;
    }
    CHECK(wrong == 0);
    check_work_close(&w);
}

/* Mean difference of the ground's alpha from the painted one, within the edge. */
static void check_edge(int edge) {
    check_work w;
    check_work_open(&w, 1);
    const scene s = {1, 0.5, false, false, edge};
    const scalp_image image = paint(&s, 3, 8, &w.work);
    const scalp_segments found = divide(&image, 3, &w.work);
    double sum = 0;
    int n = 0;
    for (int y = 10; y < hair_below - 15; y++) {
        for (int x = ground_left - edge; x < ground_left + edge; x++, n++) {
            const double share = scalp_clamp(0.5 + (double)(x - ground_left) / edge, 0, 1);
            const double is = found.alpha[SCALP_STUFF_BACKGROUND][y * width + x] / 255.0;
            sum += fabs(share - is);
        }
    }
    printf("# edge of %d px: alpha off by %.3f on average\n", edge, sum / n);
    CHECK_AT_MOST(sum / n, 0.08);
    check_work_close(&w);
}

/* Hair whose share of the columns falls from all to none: the alpha falls with it. */
static void check_thinning(void) {
    check_work w;
    check_work_open(&w, 1);
    const scene bald = {1, 0, false, false, 0};
    scalp_image image = paint(&bald, 3, 8, &w.work);
    uint8_t *pixels = scalp_arena_take(w.work.memory, scalp_image_bytes(&image), 1);
    memcpy(pixels, image.pixels, scalp_image_bytes(&image));
    image.pixels = pixels;
    scalp_random r = scalp_random_make(21, 0);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < ground_left; x++) {
            const bool hair = scalp_random_uniform(&r) < 1.2 - 1.4 * y / height;
            const int v = 20 + (int)scalp_random_below(&r, 25);
            pixels[(y * width + x) * 3] = (uint8_t)(hair ? v + 4 : 205);
            pixels[(y * width + x) * 3 + 1] = (uint8_t)(hair ? v : 158);
            pixels[(y * width + x) * 3 + 2] = (uint8_t)(hair ? v - 3 : 134);
        }
    static const scalp_vec2 thick[] = {{20, 12}, {170, 12}}, thin[] = {{20, 188}, {170, 188}};
    const scalp_stroke two[] = {{SCALP_STUFF_HAIR, thick, 2, 5}, {SCALP_STUFF_SKIN, thin, 2, 5}};
    scalp_segments found;
    CHECK_STATUS(scalp_segment_strokes(&image, two, 2, NULL, &w.work, &found, NULL), SCALP_OK);
    double alpha[4] = {0}, cover[4] = {0}, is[4] = {0};
    for (int y = 0; y < height; y++) {
        for (int x = 20; x < 170; x++) {
            const int part = y * 4 / height;
            alpha[part] += found.alpha[SCALP_STUFF_HAIR][y * width + x] / 255.0 / 7500;
            cover[part] += found.cover[y * width + x] / 255.0 / 7500;
            is[part] += (pixels[(y * width + x) * 3] < 100) / 7500.0;
        }
    }
    for (int k = 0; k < 4; k++) {
        printf("# hair %.2f: alpha %.2f, cover %.2f\n", is[k], alpha[k], cover[k]);
        CHECK_NEAR(cover[k], is[k], 0.12);
        CHECK(k == 0 || alpha[k] <= alpha[k - 1]);
    }
    CHECK(alpha[0] > 0.85 && alpha[3] < 0.15);
    check_work_close(&w);
}

static void check_refused(const scalp_stroke *bad, const char *wanted) {
    check_work w;
    check_work_open(&w, 1);
    const scene s = {1, 1, false, false, 0};
    const scalp_image image = paint(&s, 3, 8, &w.work);
    scalp_segments found;
    scalp_error error = {0};
    CHECK_STATUS(scalp_segment_strokes(&image, bad, bad ? 1 : 0, NULL, &w.work, &found, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, wanted))
        CHECK_FAILED("\"%s\", not \"%s\"", error.message, wanted);
    check_work_close(&w);
}

static void check_hostile(void) {
    const scalp_vec2 nan_at[] = {{NAN, 3}}, far[] = {{-1e6, -1e6}, {-9e5, -1e6}};
    const scalp_vec2 through[] = {{-1e6, 50}, {1e6, 60}}, infinite[] = {{1, INFINITY}};
    check_refused(NULL, "No stroke lies inside");
    check_refused(&(scalp_stroke){SCALP_STUFF_SKIN, NULL, 0, 3}, "No stroke lies inside");
    check_refused(&(scalp_stroke){SCALP_STUFF_SKIN, far, 2, 3}, "No stroke lies inside");
    check_refused(&(scalp_stroke){SCALP_STUFF_SKIN, nan_at, 1, 3}, "not a finite place");
    check_refused(&(scalp_stroke){SCALP_STUFF_SKIN, infinite, 1, 3}, "not a finite place");
    check_refused(&(scalp_stroke){SCALP_STUFF_SKIN, through, 2, NAN}, "radius");
    check_refused(&(scalp_stroke){SCALP_STUFF_SKIN, through, 2, -1}, "radius");
    check_refused(&(scalp_stroke){SCALP_STUFF_SKIN, through, 2, 1001}, "radius");
    check_refused(&(scalp_stroke){(scalp_stuff)7, through, 2, 3}, "no kind");
    check_work w;
    check_work_open(&w, 1);
    const scene s = {1, 1, false, false, 0};
    const scalp_image image = paint(&s, 3, 8, &w.work);
    scalp_segments found;
    const scalp_stroke one = {SCALP_STUFF_HAIR, through, 2, 1000};
    CHECK_STATUS(scalp_segment_strokes(&image, &one, 1, NULL, &w.work, &found, NULL), SCALP_OK);
    size_t other = 0;
    for (int i = 0; i < width * height; i++)
        other += found.label[i] != SCALP_STUFF_HAIR || found.alpha[SCALP_STUFF_HAIR][i] != 255;
    CHECK(other == 0);
    check_work_close(&w);
}

static void check_shapes(void) {
    static const int sizes[][2] = {{1, 1}, {2, 300}, {300, 1}, {7, 5}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_work w;
        check_work_open(&w, 2);
        const scene s = {1, 1, false, false, 0};
        for (int bits = 8; bits <= 16; bits += 8) {
            for (int bands = 1; bands <= 4; bands++) {
                scalp_image image = paint(&s, bands, bits, &w.work);
                image.width = sizes[i][0];
                image.height = sizes[i][1];
                const scalp_vec2 start[] = {{0, 0}},
                                 end[] = {{image.width - 1.0, image.height - 1.0}};
                const scalp_stroke two[] = {{SCALP_STUFF_SKIN, start, 1, 0},
                                            {SCALP_STUFF_BACKGROUND, end, 1, 0.5}};
                scalp_segments found;
                CHECK_STATUS(scalp_segment_strokes(&image, two, 2, NULL, &w.work, &found, NULL),
                             SCALP_OK);
                CHECK(found.label[image.width * image.height - 1] == SCALP_STUFF_BACKGROUND);
            }
        }
        check_work_close(&w);
    }
}

static void check_threads(void) {
    check_work one, three;
    check_work_open(&one, 0);
    check_work_open(&three, 3);
    const scene s = {0.6, 2, true, true, 4};
    const scalp_image image = paint(&s, 3, 8, &one.work);
    const scalp_segments a = divide(&image, 4, &one.work), b = divide(&image, 4, &three.work);
    const size_t pixels = (size_t)width * height;
    CHECK(memcmp(a.label, b.label, pixels) == 0);
    for (int k = 0; k < SCALP_STUFF_COUNT; k++)
        CHECK(memcmp(a.alpha[k], b.alpha[k], pixels) == 0);
    check_work_close(&one);
    check_work_close(&three);
}

static void check_memory(void) {
    check_work w;
    check_work_open(&w, 0);
    const scene s = {1, 1, false, false, 0};
    const scalp_image image = paint(&s, 3, 8, &w.work);
    scalp_status status = SCALP_ERR_MEMORY;
    int failures = 0;
    for (long left = 1; status == SCALP_ERR_MEMORY && left < 400; left++) {
        check_stingy stingy = {left, 0};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &stingy};
        scalp_work poor = w.work;
        scalp_segments found;
        if (scalp_arena_open(&allocator, &poor.memory) != SCALP_OK)
            continue;
        status = scalp_segment_strokes(&image, strokes, 3, NULL, &poor, &found, NULL);
        failures += status == SCALP_ERR_MEMORY;
        scalp_arena_close(&poor.memory);
        CHECK(stingy.live == 0);
    }
    CHECK_STATUS(status, SCALP_OK);
    CHECK(failures > 3);
    check_work_close(&w);
}

int main(void) {
    CASE("hair is told from shaded skin, on light and dark skin") {
        check_scene(&(scene){1, 1, false, false, 0}, 0.95);
        check_scene(&(scene){0.35, 1, false, false, 0}, 0.95);
        check_scene(&(scene){0.12, 0.5, false, false, 0}, 0.93);
    }
    CASE("through the noise and the blocks of a JPEG") {
        check_scene(&(scene){1, 3, true, false, 0}, 0.93);
        check_scene(&(scene){0.35, 2, true, false, 0}, 0.93);
    }
    CASE("a bar of glasses") {
        check_scene(&(scene){1, 1, false, true, 0}, 0.85);
    }
    CASE("soft edges are as soft as they are") {
        check_edge(2);
        check_edge(6);
        check_edge(10);
    }
    CASE("hair that thins out") {
        check_thinning();
    }
    CASE("strokes that are none") {
        check_hostile();
    }
    CASE("pictures of any shape and sample") {
        check_shapes();
    }
    CASE("the same bytes on any number of threads") {
        check_threads();
    }
    CASE("without memory") {
        check_memory();
    }
    CASE("names there and back") {
        scalp_stuff stuff = SCALP_STUFF_SKIN;
        for (int k = 0; k < SCALP_STUFF_COUNT; k++)
            CHECK(scalp_stuff_find(scalp_stuff_name((scalp_stuff)k), &stuff) && (int)stuff == k);
        CHECK(!scalp_stuff_find("beard", &stuff));
    }
    return check_done();
}
