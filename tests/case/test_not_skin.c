/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eyes, glasses, ears, hair and ground in real portraits, outlined by hand: next to nothing is
 * drawn there. The pictures stay outside the repository. And hair that would have to be shaved
 * first is spoken of and left alone. */
#include "check.h"

#include <scalptor/codec.h>

enum { path_size = 1024, max_corners = 12 };

typedef struct outline {
    const char *document, *what;
    int count;
    scalp_vec2 at[max_corners];
} outline;

/* px of the 225 x 275 portraits */
static const outline outlines[] = {
    {"T000193", "right eye", 4, {{57, 108}, {70, 103}, {84, 109}, {70, 116}}},
    {"T000193", "left eye", 4, {{114, 107}, {128, 98}, {142, 104}, {128, 110}}},
    {"T000193", "left ear", 5, {{183, 103}, {192, 105}, {193, 135}, {186, 148}, {181, 125}}},
    {"T000193", "ground", 4, {{5, 5}, {50, 5}, {30, 60}, {5, 100}}},
    {"G000552", "right eye", 4, {{58, 109}, {68, 104}, {79, 109}, {68, 114}}},
    {"G000552", "left eye", 4, {{113, 107}, {123, 101}, {134, 106}, {123, 111}}},
    {"G000552", "right ear", 5, {{27, 105}, {36, 104}, {38, 140}, {33, 150}, {27, 125}}},
    {"G000552", "left ear", 5, {{178, 112}, {186, 97}, {193, 110}, {188, 140}, {178, 155}}},
    {"G000552", "hair", 5, {{170, 40}, {180, 45}, {183, 80}, {180, 95}, {172, 70}}},
    {"C000984", "right eye", 4, {{86, 116}, {98, 110}, {110, 116}, {98, 120}}},
    {"C000984", "left eye", 4, {{150, 112}, {162, 105}, {176, 111}, {162, 116}}},
    {"C000984", "right ear", 5, {{38, 125}, {46, 120}, {54, 150}, {58, 170}, {48, 160}}},
    {"C000984", "ground", 4, {{5, 5}, {50, 5}, {30, 60}, {5, 100}}},
    {"M000312",
     "glasses",
     8,
     {{44, 105}, {190, 95}, {190, 103}, {160, 115}, {125, 120}, {95, 122}, {60, 118}, {44, 114}}},
    {"L000174",
     "glasses",
     8,
     {{44, 98}, {190, 98}, {190, 108}, {160, 128}, {125, 128}, {100, 130}, {72, 128}, {44, 108}}},
};

/* Even-odd rule. */
static bool is_inside(const outline *o, int x, int y) {
    bool inside = false;
    for (int i = 0, j = o->count - 1; i < o->count; j = i++) {
        const scalp_vec2 a = o->at[i], b = o->at[j];
        if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x)
            inside = !inside;
    }
    return inside;
}

typedef struct result {
    scalp_image before, after;
    double hair; /* share of what is planned */
} result;

static scalp_status read_file(const char *folder, const char *name, const scalp_work *work,
                              scalp_bytes *bytes) {
    char path[path_size];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= path_size)
        return SCALP_ERR_LIMIT;
    return scalp_codec_file_read(path, SCALP_CODEC_MAX_IMAGE_BYTES, work, bytes, NULL);
}

static scalp_status make(const char *name, const scalp_work *work, result *r, scalp_error *error) {
    static scalp_case c;
    char folder[path_size], cases[path_size], file[64];
    scalp_bytes bytes;
    scalp_photo_facts facts;
    scalp_fit fit;
    scalp_design design;
    scalp_plan plan;
    scalp_segments segments;
    snprintf(folder, sizeof folder, "%s/data/photos/heads_portrait", check_shared());
    snprintf(cases, sizeof cases, "%s/tests/cases/real", getenv("SCALPTOR_SOURCE"));
    snprintf(file, sizeof file, "%s.case.json", name);
    SCALP_TRY(read_file(cases, file, work, &bytes));
    SCALP_TRY(scalp_codec_case_read(bytes, name, &c, error));
    c.density_per_cm2 = 70; /* fewer dots: the sanitizers are slow */
    SCALP_TRY(read_file(folder, c.photos[0].file, work, &bytes));
    SCALP_TRY(scalp_codec_image_facts(bytes, name, work, &facts, error));
    SCALP_TRY(scalp_codec_image_read(bytes, name, work, &r->before, error));
    facts.picture = &r->before;
    SCALP_TRY(scalp_case_fit(&c, &facts, NULL, work, &fit, error));
    SCALP_TRY(scalp_case_design(&c, &fit, work, &design, error));
    SCALP_TRY(scalp_case_plan(&c, &design, work, &plan, error));
    scalp_scene scene = {
        .camera = fit.views[0].camera, .head = &fit.head, .design = &design, .plan = &plan};
    SCALP_TRY(scalp_case_segment(&c, 0, &fit, &r->before, work, &segments, error));
    SCALP_TRY(scalp_case_skin(&c, 0, &segments, work, &scene.skin, error));
    SCALP_TRY(scalp_case_hair_share(0, &fit, &design, &segments, work, &r->hair, error));
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    return scalp_case_preview(&c, &scene, &r->before, &params, work, &r->after, error);
}

static bool changed(const result *r, int x, int y) {
    const size_t bands = (size_t)r->before.bands;
    const size_t at = ((size_t)y * (size_t)r->before.width + (size_t)x) * bands;
    return memcmp((const uint8_t *)r->before.pixels + at, (const uint8_t *)r->after.pixels + at,
                  bands) != 0;
}

static void check_outlines(const char *name, const result *r, int count) {
    for (size_t i = 0; i < sizeof outlines / sizeof *outlines; i++) {
        const outline *o = &outlines[i];
        int inside = 0, touched = 0;
        if (strcmp(o->document, name) != 0)
            continue;
        for (int y = 0; y < r->before.height; y++)
            for (int x = 0; x < r->before.width; x++)
                if (is_inside(o, x, y)) {
                    inside++;
                    touched += changed(r, x, y);
                }
        printf("# %s: %d of %d pixels change\n", o->what, touched, inside);
        CHECK(inside > 20);
        CHECK_AT_MOST(touched, 0.005 * count);
    }
}

int main(void) {
    static const char *const names[] = {"G000552", "M000312", "T000193", "C000984", "L000174"};
    if (!check_shared()) {
        check_skip("what is not skin", "the shared test data is not here");
        return check_done();
    }
    if (scalp_codec_images_open(1, NULL) != SCALP_OK)
        return 1;
    const int count_of_names = check_times(2, 5);
    for (int i = 0; i < count_of_names; i++) {
        CASE(names[i]) {
            check_work w;
            check_work_open(&w, 2);
            result r;
            scalp_error error = {0};
            CHECK_STATUS(make(names[i], &w.work, &r, &error), SCALP_OK);
            int count = 0;
            for (int k = 0; !error.status && k < r.before.width * r.before.height; k++)
                count += changed(&r, k % r.before.width, k / r.before.width);
            printf("# %s: %d pixels change; hair on %.0f %% of the zone\n", names[i], count,
                   100 * r.hair);
            CHECK(count > 500);
            if (!error.status)
                check_outlines(names[i], &r, count);
            check_work_close(&w);
        }
        check_end_case();
    }
    CASE("a full head of hair is not shaved in the picture") {
        check_work w;
        check_work_open(&w, 2);
        result r;
        scalp_error error = {0};
        CHECK_STATUS(make("D000614", &w.work, &r, &error), SCALP_OK);
        if (error.status)
            CHECK_FAILED("%s", error.message);
        int count = 0;
        for (int k = 0; !error.status && k < r.before.width * r.before.height; k++)
            count += changed(&r, k % r.before.width, k / r.before.width);
        printf("# %d pixels change; hair on %.0f %% of the zone\n", count, 100 * r.hair);
        CHECK(r.hair > 0.5);
        CHECK_AT_MOST(count, 0.005 * r.before.width * r.before.height);
        check_work_close(&w);
    }
    scalp_codec_images_close();
    return check_done();
}
