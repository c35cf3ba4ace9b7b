/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a preview may draw on a photo. Skin and hair are told apart at about a megapixel anyway,
 * and the mask is soft: a larger photo is divided made smaller, and the mask enlarged. */
#include <scalptor/case.h>

#include <math.h>
#include <string.h>

static const double enough_px = 1e6;

/* The case and its fit for a photo made `factor` times smaller. */
typedef struct smaller {
    scalp_case *document;
    scalp_fit fit;
    scalp_image photo;
} smaller;

static double shrunk(double px, int factor) {
    return (px + 0.5) / factor - 0.5;
}

static scalp_status make_smaller(const scalp_case *document, size_t index, const scalp_fit *fit,
                                 const scalp_image *photo, int factor, const scalp_work *work,
                                 smaller *to, scalp_error *error) {
    void *place, *views;
    SCALP_TRY(scalp_work_take(work, 1, sizeof *document, &place, error));
    SCALP_TRY(scalp_work_take(work, fit->view_count, sizeof *fit->views, &views, error));
    SCALP_TRY(scalp_image_reduce(photo, factor, work, &to->photo, error));
    to->document = memcpy(place, document, sizeof *document);
    for (size_t i = 0; i < document->stroke_count; i++)
        to->document->strokes[i].radius_px =
            fmax(document->strokes[i].radius_px / factor, SCALP_CASE_STROKE_LOW_PX);
    for (size_t i = 0; i < document->stroke_point_count; i++) {
        scalp_vec2 *p = &to->document->stroke_points[i];
        *p = (scalp_vec2){shrunk(p->x, factor), shrunk(p->y, factor)};
    }
    to->fit = *fit;
    to->fit.views = memcpy(views, fit->views, fit->view_count * sizeof *fit->views);
    scalp_camera *camera = &((scalp_view_fit *)views)[index].camera;
    camera->focal_px /= factor;
    camera->centre_x = shrunk(camera->centre_x, factor);
    camera->centre_y = shrunk(camera->centre_y, factor);
    camera->width = to->photo.width;
    camera->height = to->photo.height;
    return SCALP_OK;
}

/* Linear between the middles of the small plane's cells; beyond the outermost, their value. */
typedef struct enlarging {
    const uint8_t *from;
    uint8_t *to;
    int from_width, from_height, width, factor;
} enlarging;

static int within(int i, int count) {
    return i < 0 ? 0 : i < count ? i : count - 1;
}

/* The cell beside that of a large pixel, on the side where the pixel lies, and that one's share in
 * parts of twice the factor. */
static int beside(int at, int factor, int count, unsigned *share) {
    const int off = 2 * (at % factor) + 1 - factor;
    *share = (unsigned)(off < 0 ? -off : off);
    return within(at / factor + (off < 0 ? -1 : 1), count);
}

static void enlarge_row(void *context, size_t row) {
    const enlarging *e = context;
    const int factor = e->factor, last = e->from_width - 1;
    const unsigned whole = 2 * (unsigned)factor, all = whole * whole;
    uint8_t *to = e->to + row * (size_t)e->width, *end = to + e->width;
    unsigned down;
    const int line = within((int)row / factor, e->from_height);
    const int other = beside((int)row, factor, e->from_height, &down);
    const uint8_t *a = e->from + (size_t)line * (size_t)e->from_width;
    const uint8_t *b = e->from + (size_t)other * (size_t)e->from_width;
    unsigned before = a[0] * (whole - down) + b[0] * down, here = before;
    for (int cell = 0; to < end; cell++) {
        const int next = within(cell + 1, e->from_width);
        const unsigned after = a[next] * (whole - down) + b[next] * down;
        /* What is left over at the right belongs to the last cell. */
        const int count = cell >= last ? (int)(end - to) : factor;
        const bool even = before == here && here == after;
        if (even)
            memset(to, (int)((here * whole + all / 2) / all), (size_t)count);
        for (int k = 0; k < count && !even; k++) {
            const int off = 2 * within(k, factor) + 1 - factor;
            const unsigned share = (unsigned)(off < 0 ? -off : off);
            const unsigned there = off < 0 ? before : after;
            to[k] = (uint8_t)((here * (whole - share) + there * share + all / 2) / all);
        }
        to += count;
        before = here;
        here = after;
    }
}

scalp_status scalp_case_keep(const scalp_case *document, size_t index, const scalp_fit *fit,
                             const scalp_design *design, const scalp_image *photo,
                             const scalp_work *work, const uint8_t **skin, double *hair_share,
                             scalp_error *error) {
    const double pixels = (double)photo->width * (double)photo->height;
    const int factor = pixels > enough_px ? (int)sqrt(pixels / enough_px) : 1;
    scalp_segments segments;
    smaller s;
    void *large;
    SCALP_TRY(
        scalp_work_take(work, (size_t)photo->width * (size_t)photo->height, 1, &large, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(make_smaller(document, index, fit, photo, factor, work, &s, error));
    SCALP_TRY(scalp_case_segment(s.document, index, &s.fit, &s.photo, work, &segments, error));
    SCALP_TRY(scalp_case_hair_share(index, &s.fit, design, &segments, work, hair_share, error));
    SCALP_TRY(scalp_case_skin(s.document, index, &segments, work, skin, error));
    enlarging e = {*skin, large, s.photo.width, s.photo.height, photo->width, factor};
    scalp_pool_for(work->pool, (size_t)photo->height, enlarge_row, &e);
    scalp_arena_return(work->memory, mark);
    *skin = large;
    return SCALP_OK;
}
