/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole pipeline on real pictures, which stay outside the repository: what may change in a
 * photo, and what must have. The cases with their landmarks are in tests/cases/real. */
#include "check.h"

#include <scalptor/codec.h>

#define PATH 1024

typedef struct real_photo {
    const char *document, *photo, *folder, *mask;
} real_photo;

static const real_photo photos[] = {
    {"scan", "front", "heads_scan", "lps_front.mask.png"},
    {"scan", "right", "heads_scan", "lps_rightside.mask.png"},
    {"scan", "left45", "heads_scan", "lps_medium_threequarter.mask.png"},
    {"C000984", NULL, "heads_portrait", NULL},
    {"G000552", NULL, "heads_portrait", NULL},
    {"T000193", NULL, "heads_portrait", NULL},
    {"W000273", NULL, "heads_portrait", NULL},
};

static scalp_status read_file(const char *folder, const char *name, const char *end,
                              const scalp_work *work, scalp_bytes *bytes) {
    char path[PATH];
    if (snprintf(path, sizeof path, "%s/%s%s", folder, name, end) >= PATH)
        return SCALP_ERR_LIMIT;
    return scalp_codec_file_read(path, SCALP_CODEC_MAX_IMAGE_BYTES, work, bytes, NULL);
}

static scalp_status read_image(const char *folder, const char *name, const scalp_work *work,
                               scalp_image *image) {
    scalp_bytes bytes;
    SCALP_TRY(read_file(folder, name, "", work, &bytes));
    return scalp_codec_image_read(bytes, name, work, image, NULL);
}

/* What the pipeline made of one photo. */
typedef struct result {
    scalp_image before, after;
    scalp_camera camera;
    scalp_fit fit;
    scalp_design design;
} result;

static scalp_status make(const real_photo *of, const char *shared, const scalp_work *work,
                         result *r, scalp_error *error) {
    char folder[PATH], cases[PATH];
    snprintf(folder, sizeof folder, "%s/data/photos/%s", shared, of->folder);
    snprintf(cases, sizeof cases, "%s/tests/cases/real", getenv("SCALPTOR_SOURCE"));
    static scalp_case document;
    scalp_bytes bytes;
    SCALP_TRY(read_file(cases, of->document, ".case.json", work, &bytes));
    SCALP_TRY(scalp_codec_case_read(bytes, of->document, &document, error));
    document.density_per_cm2 = 60; /* fewer dots: the sanitizers are slow */
    scalp_photo_facts facts[SCALP_CASE_MAX_PHOTOS];
    size_t chosen = 0;
    for (size_t i = 0; i < document.photo_count; i++) {
        const scalp_case_photo *photo = &document.photos[i];
        SCALP_TRY(read_file(folder, photo->file, "", work, &bytes));
        SCALP_TRY(scalp_codec_image_facts(bytes, photo->file, work, &facts[i], error));
        if (of->photo && strcmp(photo->id, of->photo) == 0)
            chosen = i;
    }
    SCALP_TRY(read_image(folder, document.photos[chosen].file, work, &r->before));
    SCALP_TRY(scalp_case_fit(&document, facts, NULL, work, &r->fit, error));
    SCALP_TRY(scalp_case_design(&document, &r->fit, work, &r->design, error));
    scalp_plan plan;
    SCALP_TRY(scalp_case_plan(&document, &r->design, work, &plan, error));
    r->camera = r->fit.views[chosen].camera;
    const scalp_scene scene = {
        .camera = r->camera, .head = &r->fit.head, .design = &r->design, .plan = &plan};
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    return scalp_case_preview(&document, &scene, &r->before, &params, work, &r->after, error);
}

static int sample(const scalp_image *image, int x, int y, int band) {
    const uint8_t *p = image->pixels;
    return p[((size_t)y * (size_t)image->width + (size_t)x) * (size_t)image->bands + (size_t)band];
}

static bool changed(const result *r, int x, int y) {
    for (int b = 0; b < scalp_image_colours(&r->before); b++) {
        if (sample(&r->before, x, y, b) != sample(&r->after, x, y, b))
            return true;
    }
    return false;
}

/* 1 - after / before of the linear green over the changed pixels; how many there are. */
static double mean_darkening(const result *r, int *count) {
    double before = 0, after = 0;
    *count = 0;
    for (int y = 0; y < r->before.height; y++) {
        for (int x = 0; x < r->before.width; x++) {
            if (!changed(r, x, y))
                continue;
            ++*count;
            before += (double)scalp_image_linear(&r->before, x, y, 1);
            after += (double)scalp_image_linear(&r->after, x, y, 1);
        }
    }
    return 1 - after / before;
}

static void check_only_darker(const result *r) {
    int brighter = 0;
    for (int y = 0; y < r->before.height; y++) {
        for (int x = 0; x < r->before.width; x++) {
            for (int b = 0; b < scalp_image_colours(&r->before); b++)
                brighter += sample(&r->after, x, y, b) > sample(&r->before, x, y, b);
        }
    }
    CHECK(brighter == 0);
}

/* Below the brow and on the ears nothing changes. */
static void check_face_untouched(const result *r) {
    const scalp_head *head = &r->fit.head;
    const scalp_vec2 glabella =
        scalp_camera_project(&r->camera, head->landmarks[SCALP_GLABELLA], NULL);
    const scalp_vec2 menton = scalp_camera_project(&r->camera, head->landmarks[SCALP_MENTON], NULL);
    const double scale = hypot(menton.x - glabella.x, menton.y - glabella.y) / 130;
    for (int y = (int)fmax(glabella.y, 0); y < r->before.height; y++) {
        for (int x = (int)(glabella.x - 25 * scale); x < (int)(glabella.x + 25 * scale); x++) {
            if (x >= 0 && x < r->before.width && changed(r, x, y)) {
                CHECK_FAILED("the face changes at %d, %d", x, y);
                return;
            }
        }
    }
}

/* Against the true mask of head, neck and shoulders: nothing beyond its edge, and along the edge
 * where dots are planned no bare rim. */
static void check_outline(const result *r, const scalp_image *mask, double mean) {
    int beyond = 0, rim = 0, bare = 0;
    for (int y = 3; y < mask->height - 3; y++) {
        for (int x = 3; x < mask->width - 3; x++) {
            bool near_head = false;
            for (int k = 0; k < 25; k++)
                near_head |= sample(mask, x - 2 + k % 5, y - 2 + k / 5, 0) > 127;
            beyond += !near_head && changed(r, x, y);
            /* Two to three pixels inside the edge, and darkened eight pixels further in. */
            const bool edge = sample(mask, x, y, 0) > 127 && sample(mask, x, y - 3, 0) <= 127 &&
                              sample(mask, x, y - 2, 0) > 127;
            if (!edge || y + 12 >= mask->height || !changed(r, x, y + 12))
                continue;
            const double before = (double)scalp_image_linear(&r->before, x, y, 0);
            const double after = (double)scalp_image_linear(&r->after, x, y, 0);
            rim++;
            bare += 1 - after / before < 0.25 * mean;
        }
    }
    printf("# %d pixels change beyond the head; %d of %d along its edge stay bare\n", beyond, bare,
           rim);
    CHECK(beyond == 0);
    CHECK(rim > 100);
    CHECK_AT_MOST(bare, 0.1 * rim);
}

static void check_photo(const real_photo *of, const char *shared) {
    check_work w;
    check_work_open(&w, 2);
    scalp_error error = {0};
    result r;
    CHECK_STATUS(make(of, shared, &w.work, &r, &error), SCALP_OK);
    if (error.status != SCALP_OK) {
        CHECK_FAILED("%s", error.message);
        check_work_close(&w);
        return;
    }
    int count;
    const double mean = mean_darkening(&r, &count);
    printf("# %s %s: %d pixels change, %.1f %% darker on average in green\n", of->document,
           of->photo ? of->photo : "", count, 100 * mean);
    CHECK(count > 1000);
    CHECK(mean > 0.01 && mean < 0.15);
    check_only_darker(&r);
    check_face_untouched(&r);
    if (of->mask) {
        char folder[PATH];
        snprintf(folder, sizeof folder, "%s/data/photos/%s", shared, of->folder);
        scalp_image mask;
        CHECK_STATUS(read_image(folder, of->mask, &w.work, &mask), SCALP_OK);
        check_outline(&r, &mask, mean);
    }
    check_work_close(&w);
}

int main(void) {
    const char *shared = check_shared();
    if (!shared) {
        check_skip("real photos", "the shared test data is not here");
        return check_done();
    }
    if (scalp_codec_images_open(2, NULL) != SCALP_OK)
        return 1;
    for (size_t i = 0; i < sizeof photos / sizeof *photos; i++) {
        char name[PATH];
        snprintf(name, sizeof name, "%s %s: only the planned skin changes, evenly up to the edge",
                 photos[i].document, photos[i].photo ? photos[i].photo : "portrait");
        CASE(name) {
            check_photo(&photos[i], shared);
        }
        check_end_case();
    }
    scalp_codec_images_close();
    return check_done();
}
