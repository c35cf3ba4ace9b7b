/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words on the head's map, and where planned dots are missing together. */
#include "page.h"

#include <math.h>
#include <stdio.h>

enum { title = 26, small = 20, rings_most = 9 };

static void paint(scalp_page *page, const scalp_image *image) {
    cairo_surface_t *surface = cairo_get_target(page->cairo);
    unsigned char *to = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    const uint8_t *from = image->pixels;
    if (!to)
        return;
    cairo_surface_flush(surface);
    for (int y = 0; y < image->height; y++) {
        uint32_t *row = (uint32_t *)(void *)(to + (ptrdiff_t)y * stride);
        for (int x = 0; x < image->width; x++, from += 3)
            row[x] = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
    }
    cairo_surface_mark_dirty(surface);
}

/* A ring about the spot, as large as it is or large enough to be seen, where the view shows it. */
static void put_ring(scalp_page *page, const scalp_onto_view *view, const scalp_worked_bare *bare,
                     int number) {
    const scalp_camera *c = &view->camera;
    char text[8];
    double depth;
    const scalp_vec2 px = scalp_camera_project(c, bare->middle.position, &depth);
    const scalp_vec3 to_eye =
        scalp_vec3_unit(scalp_vec3_sub(scalp_camera_position(c), bare->middle.position));
    if (!(depth > 0) || scalp_vec3_dot(to_eye, bare->middle.normal) < 0.3)
        return;
    const double r = fmax(0.5 * bare->diameter_mm * c->focal_px / depth, 7);
    const double x = view->left + px.x, y = view->top + px.y;
    for (int pass = 0; pass < 2; pass++) {
        cairo_set_source_rgb(page->cairo, pass ? 0 : 1, pass ? 0 : 1, pass ? 0 : 1);
        cairo_set_line_width(page->cairo, pass ? 2.5 : 6);
        cairo_new_path(page->cairo);
        cairo_arc(page->cairo, x, y, r, 0, 2 * SCALP_PI);
        cairo_stroke(page->cairo);
    }
    snprintf(text, sizeof text, "%d", number);
    cairo_set_source_rgb(page->cairo, 1, 1, 1);
    cairo_rectangle(page->cairo, x + r + 3, y - 13,
                    scalp_page_text_width(page, small, true, text) + 4, 25);
    cairo_fill(page->cairo);
    scalp_page_text(page, x + r + 5, y - 12, small, true, 0, text);
}

static void put_legend(scalp_page *page, const scalp_onto_picture *picture, const scalp_onto *onto,
                       size_t rings) {
    const double left = SCALP_ONTO_LEGEND_X, top = SCALP_ONTO_LEGEND_Y;
    const scalp_onto_zone *all = &onto->all;
    char text[120];
    scalp_page_text(page, left, top - 4, title, true, 0, "Dots per cm²");
    for (int k = 0; k <= 4; k++) {
        snprintf(text, sizeof text, "%.0f", picture->most_per_cm2 * k / 4);
        const double wide = scalp_page_text_width(page, small, false, text);
        const double at = left + SCALP_ONTO_RAMP * k / 4.0 - wide * k / 4;
        scalp_page_text(page, at, top + 90, small, false, 0, text);
    }
    scalp_page_text(page, left + 90, top + 156, small, false, 0, "planned, but in no photo");
    scalp_page_text(page, left + 90, top + 216, small, false, 0, "in a photo, but not judged");
    snprintf(text, sizeof text, "Seen: %.0f %% of %.0f cm²",
             100 * all->seen_mm2 / fmax(all->area_mm2, 1e-9), all->area_mm2 / 100);
    scalp_page_text(page, left, top + 286, title, true, 0, text);
    snprintf(text, sizeof text, "%zu dots found there", all->dots);
    scalp_page_text(page, left, top + 324, title, false, 0, text);
    if (rings == 0)
        return;
    snprintf(text, sizeof text, "Rings: %zu bare spot%s, planned dots missing together", rings,
             rings == 1 ? "" : "s");
    scalp_page_text(page, left, top + 370, small, false, SCALP_ONTO_RAMP + 60, text);
}

scalp_status scalp_codec_onto_map(const scalp_head *head, const scalp_design *design,
                                  const scalp_onto *onto, const scalp_worked *worked,
                                  const scalp_work *work, scalp_image *image, scalp_error *error) {
    scalp_onto_picture picture;
    scalp_page page;
    SCALP_TRY(scalp_onto_map(head, design, onto, work, &picture, error));
    SCALP_TRY(scalp_page_open(&page, picture.image.width, picture.image.height, error));
    paint(&page, &picture.image);
    size_t rings = worked ? worked->bare_count : 0;
    rings = rings < rings_most ? rings : rings_most;
    for (int k = 0; k < SCALP_ONTO_VIEWS; k++) {
        const scalp_onto_view *view = &picture.views[k];
        scalp_page_text(&page, view->left + 14, view->top + 12, title, true, 0, view->name);
        for (size_t i = 0; i < rings; i++)
            put_ring(&page, view, &worked->bare[i], (int)i + 1);
    }
    put_legend(&page, &picture, onto, rings);
    return scalp_page_close(&page, picture.image.height, work, image, error);
}
