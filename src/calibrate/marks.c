/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From tags to marks: the card from up to four tags, each sticker from its one. */
#include "corner.h"
#include "exposure.h"
#include "plane.h"
#include "tags.h"

#include <math.h>

static const double film_diagonal_mm = 43.2666; /* of 36 x 24, which focal lengths refer to */
static const double usual_focal_mm = 28;        /* a phone's main camera */

static scalp_plane_camera camera_for(const scalp_image *image, double focal_px, bool *assumed) {
    const double diagonal = hypot(image->width, image->height);
    scalp_plane_camera c = {.middle_px = {(image->width - 1) / 2.0, (image->height - 1) / 2.0}};
    *assumed = false;
    if (focal_px > 0) {
        c.focal_px = focal_px;
        c.focal_sd = 0.03;
    } else if (image->focal_35mm > 0) {
        c.focal_px = image->focal_35mm / film_diagonal_mm * diagonal;
        c.focal_sd = 0.08;
    } else {
        *assumed = true;
        c.focal_px = usual_focal_mm / film_diagonal_mm * diagonal;
        c.focal_sd = 0.4;
    }
    return c;
}

/* The corners of a tag on the mark, clockwise from its upper left, in true millimetres. */
static void add_tag(const scalp_card_part *part, const scalp_tag *tag, double factor,
                    scalp_plane_points *points) {
    static const double x[4] = {-1, 1, 1, -1}, y[4] = {-1, -1, 1, 1};
    for (int i = 0; i < 4; i++) {
        points->mm[points->count] = (scalp_vec2){factor * (part->x_mm + x[i] * part->width_mm / 2),
                                                 factor * (part->y_mm + y[i] * part->width_mm / 2)};
        points->px[points->count++] = tag->corner_px[i];
    }
}

static bool is_card(const scalp_tag *tag) {
    return tag->number < SCALP_STICKER_FIRST;
}

static const scalp_card_part *part_of(const scalp_tag *tag) {
    size_t count;
    const scalp_card_part *parts = scalp_card_parts(&count);
    for (size_t i = 0; i < count; i++)
        if (parts[i].kind == SCALP_PART_TAG && parts[i].tag == (is_card(tag) ? tag->number : -1))
            return &parts[i];
    return NULL;
}

/* One mark from its tags, of which there are `count` side by side. */
static scalp_status mark_make(const scalp_image *image, const scalp_marks_params *params,
                              const scalp_tag *tags, size_t count, const scalp_work *work,
                              scalp_mark *mark, scalp_error *error) {
    const bool card = is_card(tags);
    const double factor = scalp_card_factor(&params->card);
    const double width = factor * (card ? SCALP_CARD_WIDTH_MM : SCALP_STICKER_WIDTH_MM);
    const double height = factor * (card ? SCALP_CARD_HEIGHT_MM : SCALP_STICKER_HEIGHT_MM);
    const scalp_vec2 centre = {width / 2, height / 2};
    const scalp_vec2 corner[4] = {{0, 0}, {width, 0}, {width, height}, {0, height}};
    scalp_plane_points points = {.count = 0};
    scalp_scale *s = &mark->scale;
    scalp_plane plane;
    for (size_t i = 0; i < count; i++)
        add_tag(part_of(&tags[i]), &tags[i], factor, &points);
    *s = (scalp_scale){.kind = card ? SCALP_SCALE_CARD : SCALP_SCALE_STICKER,
                       .number = card ? -1 : tags->number,
                       .has_plane = true,
                       .tag_count = count};
    const scalp_plane_camera camera = camera_for(image, params->focal_px, &s->focal_assumed);
    SCALP_TRY(scalp_plane_fit(&points, &camera, centre, work, &plane, error));
    s->px_from_mm = plane.px_from_mm;
    s->centre_px = scalp_plane_apply(&plane.px_from_mm, centre);
    s->px_per_mm = plane.px_per_mm;
    s->px_per_mm_sd =
        hypot(plane.px_per_mm_sd, plane.px_per_mm * scalp_card_factor_sd(&params->card));
    s->tilt_deg = plane.tilt_deg;
    s->tilt_sd_deg = plane.tilt_sd_deg;
    s->rms_px = plane.rms_px;
    s->focal_px = plane.focal_px;
    for (int i = 0; i < 4; i++)
        s->outline_px[i] = scalp_plane_apply(&plane.px_from_mm, corner[i]);
    if (card && plane.rms_px > fmax(1, 0.15 * plane.px_per_mm))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The card's tags do not lie in one plane (%.1f px off): there are two "
                          "cards, or it is bent; lay one card flat and take the photo again.",
                          plane.rms_px);
    mark->exposure = scalp_exposure_make(image, s, factor);
    return SCALP_OK;
}

static scalp_status check_single(const scalp_tag *tags, size_t count, scalp_error *error) {
    for (size_t i = 1; i < count; i++) {
        if (tags[i].number != tags[i - 1].number)
            continue;
        if (is_card(&tags[i]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "There are two cards in the photo; leave one of them out.");
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Sticker %d is in the photo twice; each may be there once.",
                          tags[i].number);
    }
    return SCALP_OK;
}

scalp_status scalp_marks_find(const scalp_image *image, const scalp_marks_params *params,
                              const scalp_work *work, scalp_marks *marks, scalp_error *error) {
    scalp_tag tags[SCALP_MARKS_MAX];
    size_t count, card = 0;
    void *place;
    *marks = (scalp_marks){.marks = NULL};
    SCALP_TRY(scalp_card_check(&params->card, error));
    SCALP_TRY(scalp_tags_find(image, false, work, tags, &count, error));
    if (count == 0) {
        SCALP_TRY(scalp_tags_find(image, true, work, tags, &count, error));
        marks->mirrored = count > 0;
        return SCALP_OK;
    }
    SCALP_TRY(check_single(tags, count, error));
    for (size_t i = 0; i < count; i++)
        scalp_corners_refine(image, tags[i].corner_px);
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_mark), &place, error));
    scalp_mark *list = place;
    while (card < count && is_card(&tags[card]))
        card++;
    if (card > 0)
        SCALP_TRY(mark_make(image, params, tags, card, work, &list[marks->count++], error));
    for (size_t i = card; i < count; i++)
        SCALP_TRY(mark_make(image, params, &tags[i], 1, work, &list[marks->count++], error));
    marks->marks = list;
    return SCALP_OK;
}
