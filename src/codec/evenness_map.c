/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How evenly the dots lie, as a picture: lightness says how dense, lines, hatching and words say
 * the rest, so that it reads without colours. */
#include "evenness_map.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double left = EVENNESS_LEFT, top = EVENNESS_TOP, panel_wide = 1060, panel_tall = 940,
                    beside_panel = 60, legend_wide = 390;
static const double light = 0.97, dark = 0.36;
enum { least_wide = 1250, small_size = EVENNESS_SMALL };

/* ---- What is drawn on the skin -------------------------------------------------------------- */

static double x_of(const evenness_sheet *s, double x) {
    return left + (x - s->origin.x) * s->scale;
}

static double y_of(const evenness_sheet *s, double y) {
    return top + (y - s->origin.y) * s->scale;
}

void evenness_ink(evenness_sheet *s, double level) {
    cairo_set_source_rgb(s->cairo, level, level, level);
}

/* Lightness, a little blue so that it is not taken for the photo. */
void evenness_ramp(double relative, double rgb[3]) {
    const double t = scalp_clamp((relative - EVENNESS_LOW) / (EVENNESS_HIGH - EVENNESS_LOW), 0, 1);
    const double level = light + (dark - light) * t;
    rgb[0] = level * (1 - 0.22 * t);
    rgb[1] = level * (1 - 0.06 * t);
    rgb[2] = fmin(level * (1 + 0.06 * t), 1);
}

/* Between the four cells about a place, those without a value left out. */
static double relative_at(const scalp_evenness_map *m, double x, double y) {
    const double u = (x - m->origin.x) / m->cell - 0.5, v = (y - m->origin.y) / m->cell - 0.5;
    double sum = 0, weight = 0;
    for (int k = 0; k < 4; k++) {
        const double i = floor(u) + (k & 1), j = floor(v) + (k >> 1);
        if (i < 0 || j < 0 || i >= m->columns || j >= m->rows)
            continue;
        const float value = m->relative[(size_t)j * (size_t)m->columns + (size_t)i];
        const double w = (1 - fabs(u - i)) * (1 - fabs(v - j)) + 1e-6;
        if (isfinite(value)) {
            sum += w * (double)value;
            weight += w;
        }
    }
    return weight > 0 ? sum / weight : (double)NAN;
}

static size_t cell_at(const scalp_evenness_map *m, double x, double y) {
    const double i = floor((x - m->origin.x) / m->cell), j = floor((y - m->origin.y) / m->cell);
    if (!(i >= 0 && j >= 0 && i < m->columns && j < m->rows))
        return SIZE_MAX;
    return (size_t)j * (size_t)m->columns + (size_t)i;
}

/* Stripes one way or the other, or dots where nothing was worked. */
double evenness_hatch(int why, bool treated, int x, int y) {
    if (!treated)
        return x % 14 < 3 && y % 14 < 3 ? 0.45 : 1;
    return ((why % 2 ? x + y : x - y + 14000) % 14) < 3 ? 0.45 : 0.93;
}

static void put_cells(evenness_sheet *s) {
    const scalp_evenness_map *m = &s->e->map;
    cairo_surface_t *surface = cairo_get_target(s->cairo);
    cairo_surface_flush(surface);
    unsigned char *data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int py = 0; py < (int)s->height; py++)
        for (int px = 0; px < (int)s->width; px++) {
            const double x = s->origin.x + (px + 0.5) / s->scale;
            const double y = s->origin.y + (py + 0.5) / s->scale;
            const size_t cell = cell_at(m, x, y);
            const double relative = relative_at(m, x, y);
            double rgb[3] = {1, 1, 1};
            if (cell == SIZE_MAX || (m->why[cell] == SCALP_UNSEEN_OUTSIDE && m->treated[cell]))
                continue;
            if (m->why[cell] == SCALP_UNSEEN_NOT && m->treated[cell] && isfinite(relative))
                evenness_ramp(relative, rgb);
            else
                rgb[0] = rgb[1] = rgb[2] = evenness_hatch(m->why[cell], m->treated[cell], px, py);
            uint32_t value = 0xff000000u;
            for (int c = 0; c < 3; c++)
                value |= (uint32_t)(rgb[c] * 255 + 0.5) << (16 - 8 * c);
            memcpy(data + (ptrdiff_t)(py + (int)top) * stride + 4 * (px + (int)left), &value, 4);
        }
    cairo_surface_mark_dirty(surface);
}

/* A line of equal density by marching over the cells. */
static void put_contour(evenness_sheet *s, double level, bool thin) {
    const scalp_evenness_map *m = &s->e->map;
    for (int j = 0; j + 1 < m->rows; j++)
        for (int i = 0; i + 1 < m->columns; i++) {
            const size_t at = (size_t)j * (size_t)m->columns + (size_t)i;
            const size_t corner[4] = {at, at + 1, at + 1 + (size_t)m->columns,
                                      at + (size_t)m->columns};
            static const int dx[4] = {0, 1, 1, 0}, dy[4] = {0, 0, 1, 1};
            scalp_vec2 cut[4];
            int count = 0;
            for (int k = 0; k < 4; k++) {
                const int n = (k + 1) % 4;
                const double a = (double)m->relative[corner[k]] - level;
                const double b = (double)m->relative[corner[n]] - level;
                if ((a < 0) == (b < 0) || !isfinite(a) || !isfinite(b))
                    continue;
                const double t = a / (a - b);
                cut[count++] = (scalp_vec2){i + 0.5 + dx[k] + t * (dx[n] - dx[k]),
                                            j + 0.5 + dy[k] + t * (dy[n] - dy[k])};
            }
            for (int k = 0; k + 1 < count; k += 2) {
                cairo_move_to(s->cairo, x_of(s, m->origin.x + m->cell * cut[k].x),
                              y_of(s, m->origin.y + m->cell * cut[k].y));
                cairo_line_to(s->cairo, x_of(s, m->origin.x + m->cell * cut[k + 1].x),
                              y_of(s, m->origin.y + m->cell * cut[k + 1].y));
            }
        }
    cairo_set_line_width(s->cairo, thin ? 1.4 : 2.8);
    evenness_ink(s, 0.1);
    cairo_stroke(s->cairo);
}

static void put_dots(evenness_sheet *s, const scalp_found *found, size_t count) {
    const double radius = scalp_clamp(0.13 * s->e->spacing * s->scale, 0.7, 4);
    for (size_t i = 0; i < count; i++) {
        const double x = x_of(s, found[i].mm.x), y = y_of(s, found[i].mm.y);
        const size_t cell = cell_at(&s->e->map, found[i].mm.x, found[i].mm.y);
        if (found[i].confidence < 0.5 || cell == SIZE_MAX ||
            s->e->map.why[cell] != SCALP_UNSEEN_NOT || !(x > left && x < left + s->width) ||
            !(y > top && y < top + s->height))
            continue;
        cairo_new_sub_path(s->cairo);
        cairo_arc(s->cairo, x, y, radius, 0, 2 * SCALP_PI);
        evenness_ink(s, 0);
        if (found[i].kind == SCALP_FOUND_STUB) {
            cairo_set_line_width(s->cairo, 1);
            cairo_stroke(s->cairo);
        } else {
            cairo_fill(s->cairo);
        }
    }
}

/* Strokes black on white, so that they show on light and on dark. */
static void outline(evenness_sheet *s, double width) {
    evenness_ink(s, 1);
    cairo_set_line_width(s->cairo, width + 4);
    cairo_stroke_preserve(s->cairo);
    evenness_ink(s, 0);
    cairo_set_line_width(s->cairo, width);
    cairo_stroke(s->cairo);
}

void evenness_shape(evenness_sheet *s, scalp_uneven_kind kind, double x, double y, double r) {
    static const double dashes[2] = {10, 7};
    cairo_new_path(s->cairo);
    cairo_set_dash(s->cairo, dashes, kind == SCALP_UNEVEN_THIN ? 2 : 0, 0);
    if (kind == SCALP_UNEVEN_BARE || kind == SCALP_UNEVEN_THIN) {
        cairo_arc(s->cairo, x, y, r, 0, 2 * SCALP_PI);
    } else if (kind == SCALP_UNEVEN_DENSE) {
        cairo_rectangle(s->cairo, x - r, y - r, 2 * r, 2 * r);
    } else if (kind == SCALP_UNEVEN_CROWDED) {
        cairo_move_to(s->cairo, x, y - 1.3 * r);
        cairo_line_to(s->cairo, x + 1.2 * r, y + 0.8 * r);
        cairo_line_to(s->cairo, x - 1.2 * r, y + 0.8 * r);
        cairo_close_path(s->cairo);
    } else {
        cairo_move_to(s->cairo, x, y - 1.3 * r);
        cairo_line_to(s->cairo, x + 1.3 * r, y);
        cairo_line_to(s->cairo, x, y + 1.3 * r);
        cairo_line_to(s->cairo, x - 1.3 * r, y);
        cairo_close_path(s->cairo);
    }
    outline(s, 3);
    cairo_set_dash(s->cairo, NULL, 0, 0);
}

/* Words in a white box, within the panel. */
static void put_label(evenness_sheet *s, double x, double y, const char *text) {
    const double w = scalp_page_text_width(&s->page, small_size, true, text) + 12, h = 28;
    x = scalp_clamp(x - w / 2, left + 2, fmax(left + s->width - w - 2, left + 2));
    y = scalp_clamp(y, top + 2, fmax(top + s->height - h - 2, top + 2));
    cairo_rectangle(s->cairo, x, y, w, h);
    evenness_ink(s, 1);
    cairo_fill_preserve(s->cairo);
    evenness_ink(s, 0);
    cairo_set_line_width(s->cairo, 1.2);
    cairo_stroke(s->cairo);
    scalp_page_text(&s->page, x + 6, y + 1, small_size, true, 0, text);
}

/* What touches where it crowds is told with the crowd. */
static const scalp_uneven_spot *beside(const scalp_evenness *e, const scalp_uneven_spot *spot,
                                       scalp_uneven_kind kind) {
    for (size_t i = 0; i < e->spot_count; i++) {
        const double dx = e->spots[i].place.x - spot->place.x;
        const double dy = e->spots[i].place.y - spot->place.y;
        const double reach = (e->spots[i].size + spot->size) / 2;
        if (e->spots[i].kind == kind && dx * dx + dy * dy < reach * reach)
            return &e->spots[i];
    }
    return NULL;
}

static void spot_label(const evenness_sheet *s, const scalp_uneven_spot *spot, char *text,
                       size_t size) {
    const double length = s->e->has_mm ? spot->size : spot->size / s->e->spacing;
    if (spot->kind == SCALP_UNEVEN_BARE)
        snprintf(text, size, length < 4 ? "bare %.1f%s" : "bare %.0f%s", length,
                 s->e->has_mm ? " mm" : " spacings");
    else if (spot->kind == SCALP_UNEVEN_THIN || spot->kind == SCALP_UNEVEN_DENSE)
        snprintf(text, size, "%+.0f %%", 100 * (spot->relative - 1));
    else
        snprintf(text, size, "%s",
                 spot->kind == SCALP_UNEVEN_MERGED         ? "touching"
                 : beside(s->e, spot, SCALP_UNEVEN_MERGED) ? "crowded, touching"
                                                           : "crowded");
}

static void put_spots(evenness_sheet *s) {
    char text[64];
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->e->spot_count; i++) {
            const scalp_uneven_spot *spot = &s->e->spots[i];
            const double x = x_of(s, spot->place.x), y = y_of(s, spot->place.y);
            const double r = fmax(spot->size / 2 * s->scale, 10);
            if (spot->kind == SCALP_UNEVEN_MERGED && beside(s->e, spot, SCALP_UNEVEN_CROWDED))
                continue;
            if (pass == 0) {
                cairo_save(s->cairo);
                cairo_rectangle(s->cairo, left, top, s->width, s->height);
                cairo_clip(s->cairo);
                evenness_shape(s, spot->kind, x, y, r);
                cairo_restore(s->cairo);
            } else {
                spot_label(s, spot, text, sizeof text);
                put_label(s, x, y + (r > 60 ? -14 : r + 5), text);
            }
        }
}

static void put_rows(evenness_sheet *s) {
    const double length = 0.42 * fmin(s->width, s->height);
    double sine, cosine;
    if (s->e->lines[SCALP_UNEVEN_ROWS].grade == SCALP_GRADE_NONE)
        return;
    scalp_sincos(s->e->rows_deg * SCALP_PI / 180, &sine, &cosine);
    const double x = left + s->width / 2, y = top + s->height / 2;
    for (int k = -1; k <= 1; k++) {
        const double ox = -sine * 22 * k, oy = cosine * 22 * k;
        cairo_move_to(s->cairo, x + ox - cosine * length, y + oy - sine * length);
        cairo_line_to(s->cairo, x + ox + cosine * length, y + oy + sine * length);
        outline(s, 3);
    }
    put_label(s, x, y - 14, "rows");
}

/* ---- Words for what was left out ------------------------------------------------------------ */

/* The middle of the largest square of cells that have that reason; `side` is scratch, a line of
 * cells and one more. */
static bool widest(const scalp_evenness_map *m, int why, bool treated, uint16_t *side,
                   scalp_vec2 *at) {
    double best = 0, ties = 0;
    memset(side, 0, ((size_t)m->columns + 1) * sizeof *side);
    for (int j = 0; j < m->rows; j++) {
        uint16_t before = 0; /* up and left */
        for (int i = 0; i < m->columns; i++) {
            const size_t c = (size_t)j * (size_t)m->columns + (size_t)i;
            const uint16_t up = side[i + 1], beside_it = side[i];
            const bool same =
                (m->treated[c] != 0) == treated && (!treated || m->why[c] == (uint8_t)why);
            uint16_t least = up < beside_it ? up : beside_it;
            least = before < least ? before : least;
            side[i + 1] = same ? (uint16_t)(least + 1) : 0;
            before = up;
            const scalp_vec2 middle = {m->origin.x + (i + 1 - side[i + 1] / 2.0) * m->cell,
                                       m->origin.y + (j + 1 - side[i + 1] / 2.0) * m->cell};
            if (side[i + 1] > best) {
                best = side[i + 1];
                ties = 0;
            }
            if (side[i + 1] == best && best > 0) {
                ties += 1;
                at->x += (middle.x - at->x) / ties;
                at->y += (middle.y - at->y) / ties;
            }
        }
    }
    return best >= 8;
}

static scalp_status put_unseen(evenness_sheet *s, const scalp_work *work, scalp_error *error) {
    scalp_vec2 at = {0, 0};
    void *side;
    SCALP_TRY(scalp_work_take(work, (size_t)s->e->map.columns + 1, sizeof(uint16_t), &side, error));
    for (int why = SCALP_UNSEEN_NO_SKIN; why < SCALP_UNSEEN_COUNT; why++)
        if (s->e->unseen[why] > 0 && widest(&s->e->map, why, true, side, &at))
            put_label(s, x_of(s, at.x), y_of(s, at.y) - 14, evenness_why(why));
    if (s->e->untreated > 0 && widest(&s->e->map, 0, false, side, &at))
        put_label(s, x_of(s, at.x), y_of(s, at.y) - 14, "not treated");
    return SCALP_OK;
}

/* The part of the map that has anything in it. */
static void place(evenness_sheet *s) {
    const scalp_evenness_map *m = &s->e->map;
    scalp_box box = {m->columns, m->rows, 0, 0};
    for (int j = 0; j < m->rows; j++)
        for (int i = 0; i < m->columns; i++) {
            const size_t at = (size_t)j * (size_t)m->columns + (size_t)i;
            if (m->why[at] == SCALP_UNSEEN_OUTSIDE && m->treated[at])
                continue;
            box.left = i < box.left ? i : box.left;
            box.right = i >= box.right ? i + 1 : box.right;
            box.top = j < box.top ? j : box.top;
            box.bottom = j + 1;
        }
    const double w = (box.right - box.left) * m->cell, h = (box.bottom - box.top) * m->cell;
    s->origin = (scalp_vec2){m->origin.x + box.left * m->cell, m->origin.y + box.top * m->cell};
    s->scale = w > 0 && h > 0 ? fmin(panel_wide / w, panel_tall / h) : 1;
    s->width = floor(w * s->scale);
    s->height = floor(h * s->scale);
    s->legend = left + s->width + beside_panel;
    s->wide = (int)fmax(s->legend + legend_wide, least_wide);
}

static scalp_status put_panel(evenness_sheet *s, const scalp_found *found, size_t count,
                              const scalp_work *work, scalp_error *error) {
    put_cells(s);
    put_contour(s, 0.75, true);
    put_contour(s, 1.25, false);
    put_dots(s, found, count);
    put_spots(s);
    put_rows(s);
    const scalp_status status = put_unseen(s, work, error);
    evenness_ink(s, 0.2);
    cairo_set_line_width(s->cairo, 1.5);
    cairo_rectangle(s->cairo, left, top, s->width, s->height);
    cairo_stroke(s->cairo);
    return status;
}

scalp_status scalp_codec_evenness_map(const scalp_evenness *e, const scalp_found *found,
                                      size_t count, const char *name, const scalp_work *work,
                                      scalp_image *image, scalp_error *error) {
    enum { tall_most = 2600 };
    evenness_sheet s = {.e = e};
    double y = top;
    scalp_status status = SCALP_OK;
    place(&s);
    SCALP_TRY(scalp_page_open(&s.page, s.wide, tall_most, error));
    s.cairo = s.page.cairo;
    evenness_head(&s, name);
    if (e->judged) {
        status = put_panel(&s, found, count, work, error);
        y = evenness_legend(&s);
    }
    y = evenness_sentences(&s, y + 20);
    const scalp_status closed =
        scalp_page_close(&s.page, (int)fmin(y + 40, tall_most), work, image, error);
    return status == SCALP_OK ? closed : status;
}
