/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tags.h"

#include <apriltag/apriltag.h>
#include <apriltag/tag36h11.h>
#include <stdlib.h>
#include <string.h>

enum {
    least_side = 32,       /* smaller pictures hold no tag, and the library divides by their size */
    halved_from = 3000000, /* pixels; the search for squares then works on every second one */
    whole_until = 40000000, /* above it nothing is searched at full size */
    least_margin = 30,      /* grey levels between the cells of a tag, on the mean */
};

scalp_status scalp_tag_cells(int number, bool cells[SCALP_TAG_CELLS * SCALP_TAG_CELLS],
                             scalp_error *error) {
    apriltag_family_t *family = tag36h11_create();
    if (number < 0 || (uint32_t)number >= family->ncodes) {
        tag36h11_destroy(family);
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no tag number %d.", number);
    }
    image_u8_t *picture = apriltag_to_image(family, number);
    for (int y = 0; y < SCALP_TAG_CELLS; y++)
        for (int x = 0; x < SCALP_TAG_CELLS; x++)
            cells[y * SCALP_TAG_CELLS + x] = picture->buf[y * picture->stride + x] < 128;
    free(picture->buf);
    free(picture);
    tag36h11_destroy(family);
    return SCALP_OK;
}

/* Samples as they are, not linear: the search wants even steps for the eye. */
static uint8_t grey_at(const scalp_image *image, size_t pixel) {
    const size_t at = pixel * (size_t)image->bands;
    const size_t green = scalp_image_colours(image) == 1 ? 0 : 1, blue = 2 * green;
    if (image->bits == 16) {
        const uint16_t *p = (const uint16_t *)image->pixels + at;
        return (uint8_t)((p[0] + 2u * p[green] + p[blue]) >> 10);
    }
    const uint8_t *p = (const uint8_t *)image->pixels + at;
    return (uint8_t)((p[0] + 2u * p[green] + p[blue]) >> 2);
}

static scalp_status grey_make(const scalp_image *image, bool mirrored, const scalp_work *work,
                              uint8_t **grey, scalp_error *error) {
    void *place;
    const size_t width = (size_t)image->width;
    SCALP_TRY(scalp_work_take(work, width * (size_t)image->height, 1, &place, error));
    uint8_t *to = place;
    for (size_t y = 0; y < (size_t)image->height; y++)
        for (size_t x = 0; x < width; x++)
            to[y * width + (mirrored ? width - 1 - x : x)] = grey_at(image, y * width + x);
    *grey = to;
    return SCALP_OK;
}

static bool is_ours(int number) {
    return (number >= 0 && number < 4) ||
           (number >= SCALP_STICKER_FIRST && number < SCALP_STICKER_FIRST + SCALP_STICKER_COUNT);
}

/* The library counts from the edge of the first pixel, we from its centre; its corners run from the
 * lower left against the clock. */
static scalp_tag tag_from(const apriltag_detection_t *found) {
    scalp_tag tag = {.number = found->id};
    for (int i = 0; i < 4; i++) {
        const double *p = found->p[3 - i];
        tag.corner_px[i] = (scalp_vec2){p[0] - 0.5, p[1] - 0.5};
    }
    return tag;
}

static void detect(apriltag_detector_t *detector, image_u8_t *picture, scalp_tag *tags,
                   size_t *count) {
    zarray_t *found = apriltag_detector_detect(detector, picture);
    *count = 0;
    for (int i = 0; i < zarray_size(found); i++) {
        apriltag_detection_t *one;
        zarray_get(found, i, &one);
        if (is_ours(one->id) && one->decision_margin >= (float)least_margin &&
            *count < SCALP_MARKS_MAX)
            tags[(*count)++] = tag_from(one);
    }
    apriltag_detections_destroy(found);
}

static int by_number(const void *a, const void *b) {
    const scalp_tag *p = a, *q = b;
    if (p->number != q->number)
        return p->number < q->number ? -1 : 1;
    return p->corner_px[0].x < q->corner_px[0].x ? -1 : p->corner_px[0].x > q->corner_px[0].x;
}

scalp_status scalp_tags_find(const scalp_image *image, bool mirrored, const scalp_work *work,
                             scalp_tag *tags, size_t *count, scalp_error *error) {
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    const int64_t pixels = (int64_t)image->width * image->height;
    uint8_t *grey;
    *count = 0;
    if (image->width < least_side || image->height < least_side)
        return SCALP_OK;
    SCALP_TRY(scalp_work_report(work, "finding tags", 0, error));
    SCALP_TRY(grey_make(image, mirrored, work, &grey, error));
    image_u8_t picture = {.width = image->width, image->height, image->width, grey};
    apriltag_family_t *family = tag36h11_create();
    apriltag_detector_t *detector = apriltag_detector_create();
    if (!family || !detector)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory for the search for tags.");
    apriltag_detector_add_family_bits(detector, family, 1);
    detector->nthreads = 1;
    detector->quad_decimate = pixels > halved_from ? 2 : 1;
    detect(detector, &picture, tags, count);
    scalp_status status = scalp_work_report(work, "finding tags", 0.5, error);
    if (status == SCALP_OK && *count == 0 && pixels > halved_from && pixels <= whole_until) {
        detector->quad_decimate = 1;
        detect(detector, &picture, tags, count);
    }
    apriltag_detector_destroy(detector);
    tag36h11_destroy(family);
    qsort(tags, *count, sizeof *tags, by_number);
    scalp_arena_return(work->memory, here);
    return status;
}
