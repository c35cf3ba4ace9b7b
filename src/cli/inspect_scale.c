/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large a millimetre is in an inspected photo. */
#include "inspect.h"

#include <math.h>

static const double head_radius_mm = 80; /* of a scalp, as near as one number goes */
static const double mark_margin_mm = 0.7;

static scalp_status usage(const cli_job *job, scalp_error *error) {
    static const char *const of_marks[] = {"card", "focal-px"};
    const bool entered = cli_given(job, "scale") || cli_given(job, "points");
    if (cli_given(job, "points") != cli_given(job, "mm"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--points and --mm go together; give both or none.");
    if (cli_given(job, "scale") && cli_given(job, "points"))
        return scalp_fail(error, SCALP_ERR_INPUT, "Give --scale or --points, not both.");
    for (size_t i = 0; i < sizeof of_marks / sizeof *of_marks; i++)
        if (entered && cli_given(job, of_marks[i]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--%s is for card and stickers; leave it out with --scale and "
                              "--points.",
                              of_marks[i]);
    return SCALP_OK;
}

static scalp_status by_points(cli_job *job, cli_inspection *it, scalp_error *error) {
    double p[4];
    size_t count;
    scalp_scale scale;
    SCALP_TRY(
        scalp_codec_numbers_read(cli_text(job, "points", ""), "--points", 4, 4, p, &count, error));
    for (int i = 0; i < 4; i++)
        if (!(p[i] >= 0 && p[i] <= (i % 2 ? it->image.height : it->image.width) - 1))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--points: %g does not lie within the photo of %d x %d pixels.", p[i],
                              it->image.width, it->image.height);
    SCALP_TRY(scalp_scale_from_points((scalp_vec2){p[0], p[1]}, (scalp_vec2){p[2], p[3]},
                                      cli_number(job, "mm", 0), 0, &scale, error));
    it->flat = scalp_flat_from_scale(&scale, cli_number(job, "radius", 0));
    it->scale_source = "points";
    return SCALP_OK;
}

static scalp_status mask_marks(cli_job *job, cli_inspection *it, scalp_error *error) {
    const uint8_t *under;
    void *memory;
    const size_t pixels = (size_t)it->image.width * (size_t)it->image.height;
    SCALP_TRY(scalp_marks_mask(&it->marks, it->image.width, it->image.height, mark_margin_mm,
                               &job->work, &under, error));
    SCALP_TRY(scalp_work_take(&job->work, pixels, 1, &memory, error));
    uint8_t *mask = memory;
    for (size_t i = 0; i < pixels; i++)
        mask[i] = under[i] ? SCALP_UNSEEN_MARK : SCALP_UNSEEN_NOT;
    it->mask = mask;
    return SCALP_OK;
}

/* The mark nearest to the middle of the photo: where it lies the skin is nearest to its plane. */
static const scalp_scale *nearest(const cli_inspection *it) {
    const scalp_vec2 middle = {it->image.width / 2.0, it->image.height / 2.0};
    const scalp_scale *best = &it->marks.marks[0].scale;
    for (size_t i = 1; i < it->marks.count; i++) {
        const scalp_scale *s = &it->marks.marks[i].scale;
        if (hypot(s->centre_px.x - middle.x, s->centre_px.y - middle.y) <
            hypot(best->centre_px.x - middle.x, best->centre_px.y - middle.y))
            best = s;
    }
    return best;
}

static scalp_status by_marks(cli_job *job, cli_inspection *it, scalp_error *error) {
    scalp_marks_params params = {.focal_px = cli_number(job, "focal-px", 0)};
    SCALP_TRY(cli_card_read(job, cli_text(job, "card", NULL), &params.card, error));
    SCALP_TRY(scalp_marks_find(&it->image, &params, &job->work, &it->marks, error));
    if (it->marks.mirrored)
        return scalp_fail(error, SCALP_ERR_NO,
                          "%s is a mirror image: its tags can be read only in a mirror; turn the "
                          "mirroring of the front camera off, or flip the photo back.",
                          it->path);
    if (it->marks.count == 0) {
        it->flat = scalp_flat_square(0, 0);
        it->scale_source = "none";
        return SCALP_OK;
    }
    const scalp_scale *scale = nearest(it);
    it->flat = scalp_flat_from_scale(scale, cli_number(job, "radius", head_radius_mm));
    it->scale_source = scalp_scale_kind_name(scale->kind);
    return mask_marks(job, it, error);
}

scalp_status cli_inspect_scale(cli_job *job, cli_inspection *it, scalp_error *error) {
    SCALP_TRY(usage(job, error));
    if (cli_given(job, "points"))
        return by_points(job, it, error);
    if (!cli_given(job, "scale"))
        return by_marks(job, it, error);
    const double scale = cli_number(job, "scale", 0);
    it->flat = scalp_flat_square(scale, 0.005 * scale);
    it->flat.radius_mm = cli_number(job, "radius", 0);
    it->flat.touch_mm =
        (scalp_vec2){(it->image.width - 1) / 2.0 / scale, (it->image.height - 1) / 2.0 / scale};
    it->scale_source = "entered";
    return SCALP_OK;
}

scalp_status cli_inspect_needs_mm(const cli_inspection *it, const char *what, scalp_error *error) {
    if (it->flat.has_mm)
        return SCALP_OK;
    return scalp_fail(
        error, SCALP_ERR_NO,
        "%s has no scale, so %s cannot be given in millimetres; take the photo with a "
        "card or sticker, or give --scale or --points.",
        it->path, what);
}
