/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <pango/pangocairo.h>
#include <string.h>

static scalp_status no_memory(scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_MEMORY,
                      "Out of memory while drawing; close other programs.");
}

scalp_status scalp_page_open(scalp_page *page, int width, int height, scalp_error *error) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    *page = (scalp_page){cairo_create(surface), width, height};
    cairo_surface_destroy(surface);
    if (cairo_status(page->cairo) != CAIRO_STATUS_SUCCESS) {
        cairo_destroy(page->cairo);
        return no_memory(error);
    }
    cairo_set_source_rgb(page->cairo, 1, 1, 1);
    cairo_paint(page->cairo);
    return SCALP_OK;
}

static PangoLayout *layout_of(scalp_page *page, int size, bool bold, double wide,
                              const char *text) {
    PangoLayout *layout = pango_cairo_create_layout(page->cairo);
    PangoFontDescription *font = pango_font_description_from_string("DejaVu Sans");
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, size * (double)PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, text, -1);
    if (wide > 0)
        pango_layout_set_width(layout, (int)(wide * PANGO_SCALE));
    pango_font_description_free(font);
    return layout;
}

double scalp_page_text(scalp_page *page, double x, double y, int size, bool bold, double wide,
                       const char *text) {
    int width, height;
    PangoLayout *layout = layout_of(page, size, bold, wide, text);
    pango_layout_get_size(layout, &width, &height);
    cairo_set_source_rgb(page->cairo, 0.07, 0.07, 0.07);
    cairo_move_to(page->cairo, x, y);
    pango_cairo_show_layout(page->cairo, layout);
    cairo_new_path(page->cairo);
    g_object_unref(layout);
    return (double)height / PANGO_SCALE;
}

double scalp_page_text_width(scalp_page *page, int size, bool bold, const char *text) {
    int width, height;
    PangoLayout *layout = layout_of(page, size, bold, 0, text);
    pango_layout_get_size(layout, &width, &height);
    g_object_unref(layout);
    return (double)width / PANGO_SCALE;
}

static scalp_status copy(scalp_page *page, int height, const scalp_work *work, scalp_image *image,
                         scalp_error *error) {
    cairo_surface_t *surface = cairo_get_target(page->cairo);
    void *place;
    if (cairo_status(page->cairo) != CAIRO_STATUS_SUCCESS)
        return no_memory(error);
    SCALP_TRY(scalp_work_take(work, (size_t)page->width * (size_t)height, 3, &place, error));
    cairo_surface_flush(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    uint8_t *to = place;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < page->width; x++) {
            uint32_t pixel;
            memcpy(&pixel, data + (ptrdiff_t)y * stride + 4 * (ptrdiff_t)x, sizeof pixel);
            for (int c = 0; c < 3; c++)
                *to++ = (uint8_t)(pixel >> (16 - 8 * c));
        }
    *image = (scalp_image){.width = page->width, .height = height, .bands = 3, .bits = 8};
    image->pixels = place;
    SCALP_TRY(scalp_image_curve_make(8, work, &image->curve[0], error));
    image->curve[1] = image->curve[2] = image->curve[0];
    return SCALP_OK;
}

scalp_status scalp_page_close(scalp_page *page, int height, const scalp_work *work,
                              scalp_image *image, scalp_error *error) {
    const int kept = height < page->height ? height : page->height;
    const scalp_status status = copy(page, kept, work, image, error);
    cairo_destroy(page->cairo);
    page->cairo = NULL;
    return status;
}
