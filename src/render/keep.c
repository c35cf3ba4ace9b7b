/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keep.h"

#include <string.h>

typedef struct keeping {
    const scalp_image *photo;
    const scalp_mask *mask;
    void *drawn;
} keeping;

/* A line of pixels between two rows of cells: `near`, in which it lies, and the next one above or
 * below, which has `share` of 2 x factor parts. */
typedef struct mask_line {
    const uint8_t *near, *next;
    unsigned share, whole;
} mask_line;

static int hold(int i, int count) {
    return i < 0 ? 0 : i < count ? i : count - 1;
}

static mask_line line_at(const scalp_mask *mask, int row) {
    const int y = row - mask->box.top;
    const int factor = mask->factor, cell = hold(y / factor, mask->height);
    const int off = 2 * hold(y - cell * factor, factor) + 1 - factor;
    const int beside = hold(cell + (off < 0 ? -1 : 1), mask->height);
    return (mask_line){mask->cells + (size_t)cell * (size_t)mask->width,
                       mask->cells + (size_t)beside * (size_t)mask->width,
                       (unsigned)(off < 0 ? -off : off), 2 * (unsigned)factor};
}

/* The line's value at a cell's middle, times `whole`. */
static unsigned line_value(const mask_line *line, int cell) {
    return line->near[cell] * (line->whole - line->share) + line->next[cell] * line->share;
}

static unsigned blend(const scalp_image_curve *curve, unsigned photo, unsigned drawn, float share) {
    if (photo == drawn)
        return photo;
    const float from = curve->linear[photo], to = curve->linear[drawn];
    return scalp_image_sample_from_linear(curve, from + (to - from) * share);
}

static void blend_pixel(const keeping *k, size_t pixel, float share) {
    const scalp_image *im = k->photo;
    for (int c = 0; c < scalp_image_colours(im); c++) {
        const size_t i = pixel * (size_t)im->bands + (size_t)c;
        if (im->bits == 8) {
            uint8_t *to = (uint8_t *)k->drawn + i;
            *to = (uint8_t)blend(&im->curve[c], ((const uint8_t *)im->pixels)[i], *to, share);
        } else {
            uint16_t *to = (uint16_t *)k->drawn + i;
            *to = (uint16_t)blend(&im->curve[c], ((const uint16_t *)im->pixels)[i], *to, share);
        }
    }
}

static void restore(const keeping *k, size_t pixel, size_t count) {
    const size_t bytes = (size_t)k->photo->bands * (size_t)k->photo->bits / 8;
    memcpy((uint8_t *)k->drawn + pixel * bytes, (const uint8_t *)k->photo->pixels + pixel * bytes,
           count * bytes);
}

static void keep_row(void *context, size_t line_of_box) {
    const keeping *k = context;
    const size_t row = (size_t)k->mask->box.top + line_of_box;
    const scalp_box *box = &k->mask->box;
    const int factor = k->mask->factor, cells = k->mask->width;
    const size_t start = row * (size_t)k->photo->width + (size_t)box->left;
    const mask_line line = line_at(k->mask, (int)row);
    const unsigned all = line.whole * line.whole;
    unsigned before = line_value(&line, 0), here = before;
    for (int cell = 0; cell < cells; cell++) {
        const unsigned after = line_value(&line, hold(cell + 1, cells));
        const int first = cell * factor,
                  end = cell + 1 < cells ? first + factor : box->right - box->left;
        const size_t at = start + (size_t)first;
        const bool even = before == here && here == after;
        if (even && here == 0)
            restore(k, at, (size_t)(end - first));
        for (int i = 0; i < end - first && !(even && (here == 0 || here == 255 * line.whole));
             i++) {
            const int off = 2 * hold(i, factor) + 1 - factor;
            const unsigned part = (unsigned)(off < 0 ? -off : off);
            const unsigned value = here * (line.whole - part) + (off < 0 ? before : after) * part;
            blend_pixel(k, at + (size_t)i, (float)value / (float)(255 * all));
        }
        before = here;
        here = after;
    }
}

void scalp_photo_keep(const scalp_image *photo, const scalp_mask *mask, const scalp_work *work,
                      void *drawn) {
    keeping k = {photo, mask, drawn};
    scalp_pool_for(work->pool, (size_t)(mask->box.bottom - mask->box.top), keep_row, &k);
}
