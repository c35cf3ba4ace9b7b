/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: a white page of pixels that cairo draws on, and words on it. */
#ifndef SCALPTOR_CODEC_PAGE_H
#define SCALPTOR_CODEC_PAGE_H

#include <scalptor/codec.h>

#include <cairo.h>

typedef struct scalp_page {
    cairo_t *cairo;
    int width, height;
} scalp_page;

/* SCALP_ERR_MEMORY. Close it, whatever happens. */
SCALP_CHECKED scalp_status scalp_page_open(scalp_page *page, int width, int height,
                                           scalp_error *error);
/* Text from its upper left corner, `size` px high; broken at `wide` px, 0: one line. Gives its
 * height. */
double scalp_page_text(scalp_page *page, double x, double y, int size, bool bold, double wide,
                       const char *text);
double scalp_page_text_width(scalp_page *page, int size, bool bold, const char *text);
/* The page's upper `height` rows as an 8-bit picture in work->memory. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_page_close(scalp_page *page, int height, const scalp_work *work,
                                            scalp_image *image, scalp_error *error);

#endif
