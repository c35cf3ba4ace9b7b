/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A template's pieces on their pages, and the pages. */
#include "ink.h"
#include "template.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define CARD_WIDTH_MM 85.60 /* ISO/IEC 7810 ID-1 */
#define CARD_HEIGHT_MM 53.98
#define AROUND_MM 1.5 /* about a piece, for its marks */

static const double line_mm[] = {
    [CURVE_HAIRLINE] = 0.35, [CURVE_ZONE] = 0.2, [CURVE_AREA] = 0.25, [CURVE_CUT] = 0.12};

/* ---- Where the pieces lie ------------------------------------------------------------------ */

/* Seen from outside: the strip's y is upwards, the page's downwards. */
static scalp_vec2 turned(const piece *p, scalp_vec2 flat) {
    double sine, cosine;
    scalp_sincos(p->turn, &sine, &cosine);
    return (scalp_vec2){cosine * flat.x + sine * flat.y, sine * flat.x - cosine * flat.y};
}

scalp_vec2 template_on_paper(const piece *p, scalp_vec2 flat) {
    const scalp_vec2 at = turned(p, flat);
    return (scalp_vec2){at.x - p->corner.x, at.y - p->corner.y};
}

static void widen(scalp_vec2 *low, scalp_vec2 *high, scalp_vec2 at, double by) {
    *low = (scalp_vec2){fmin(low->x, at.x - by), fmin(low->y, at.y - by)};
    *high = (scalp_vec2){fmax(high->x, at.x + by), fmax(high->y, at.y + by)};
}

static void measure(piece *p) {
    scalp_vec2 low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < p->segment_count; i++) {
        widen(&low, &high, turned(p, p->segments[i].from), AROUND_MM);
        widen(&low, &high, turned(p, p->segments[i].to), AROUND_MM);
    }
    for (size_t i = 0; i < p->spot_count; i++)
        widen(&low, &high, turned(p, p->spots[i].at), 1);
    for (size_t i = 0; i < p->mark_count; i++)
        widen(&low, &high, turned(p, p->marks[i].at), p->of_hairline ? 6 : 2.5);
    p->corner = low;
    p->size = (scalp_vec2){high.x - low.x, high.y - low.y};
}

/* The hairline's strips lie across the page, slices hang down from the midline. */
static void choose_turn(piece *p, double width) {
    const scalp_strip *strip = p->strip;
    const scalp_vec2 end = strip->flat[strip->mesh.vertex_count - 1 - strip->columns_left];
    p->turn = scalp_atan2(end.y, end.x) + (p->of_hairline ? 0 : SCALP_PI / 2);
    measure(p);
    if (p->of_hairline && p->size.x > width) {
        p->turn += SCALP_PI / 2;
        measure(p);
    }
}

void template_place(template_job *job) {
    const bool letter = job->params->paper == SCALP_PAPER_LETTER;
    const double scale = job->params->ruler_mm > 0 ? 100 / job->params->ruler_mm : 1;
    const double width = (letter ? 215.9 : 210) - 2 * TEMPLATE_MARGIN;
    const double bottom = (letter ? 279.4 : 297) - TEMPLATE_BOTTOM;
    double x = 0, y = TEMPLATE_TOP + TEMPLATE_LEGEND, tall = 0;
    size_t page = 0;
    for (size_t i = 0; i < job->piece_count; i++) {
        piece *p = &job->pieces[i];
        choose_turn(p, width / scale);
        const double wide = scale * p->size.x, high = scale * p->size.y;
        if (x > 0 && x + wide > width) {
            x = 0;
            y += tall + TEMPLATE_GAP;
            tall = 0;
        }
        if (y + high > bottom && (y > TEMPLATE_TOP || x > 0)) {
            page++;
            x = tall = 0;
            y = TEMPLATE_TOP;
        }
        p->page = page;
        p->place = (scalp_vec2){TEMPLATE_MARGIN + x, y};
        x += wide + TEMPLATE_GAP;
        tall = fmax(tall, high);
    }
    job->pages = page + 1;
    job->facts.pages = page + 1;
}

/* ---- A piece ------------------------------------------------------------------------------- */

static void draw_lines(ink *pen, const piece *p, curve_kind kind) {
    cairo_t *cairo = pen->cairo;
    const double dashes[] = {1.6, 1.0};
    ink_grey(pen, kind == CURVE_CUT ? 0.45 : kind == CURVE_ZONE ? 0.25 : 0);
    cairo_set_line_width(cairo, line_mm[kind]);
    cairo_set_dash(cairo, dashes, kind == CURVE_ZONE ? 2 : 0, 0);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    bool open = false;
    for (size_t i = 0; i < p->segment_count; i++) {
        const segment *s = &p->segments[i];
        if (s->kind != kind)
            continue;
        const scalp_vec2 from = template_on_paper(p, s->from), to = template_on_paper(p, s->to);
        if (!s->goes_on || !open)
            cairo_move_to(cairo, from.x, from.y);
        cairo_line_to(cairo, to.x, to.y);
        open = true;
    }
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

static void draw_spots(ink *pen, const piece *p) {
    ink_grey(pen, 0);
    for (size_t i = 0; i < p->spot_count; i++) {
        const scalp_vec2 at = template_on_paper(p, p->spots[i].at);
        cairo_new_sub_path(pen->cairo);
        cairo_arc(pen->cairo, at.x, at.y, p->spots[i].diameter_mm / 2, 0, 2 * SCALP_PI);
        if (p->spots[i].filled) {
            cairo_fill(pen->cairo);
        } else {
            cairo_set_line_width(pen->cairo, 0.2);
            cairo_stroke(pen->cairo);
        }
    }
}

static void draw_mark(ink *pen, const piece *p, const mark *m) {
    const bool middle = p->of_hairline && strcmp(m->label, "M") == 0;
    const scalp_vec2 at = template_on_paper(p, m->at);
    const scalp_vec2 next =
        template_on_paper(p, (scalp_vec2){m->at.x + m->along.x, m->at.y + m->along.y});
    const double x = -(next.y - at.y), y = next.x - at.x; /* across the line */
    const double reach = middle ? 5 : p->of_hairline ? 1.2 : 2;
    const char *label = m->label;
    const bool counted = p->of_hairline && !middle;
    ink_grey(pen, 0);
    ink_line(pen, at.x - reach * x, at.y - reach * y, at.x + reach * x, at.y + reach * y, 0.15);
    if (!p->of_hairline) {
        cairo_arc(pen->cairo, at.x, at.y, 0.9, 0, 2 * SCALP_PI);
        cairo_set_line_width(pen->cairo, 0.12);
        cairo_stroke(pen->cairo);
    }
    if (counted && strlen(label) > 1 && label[strlen(label) - 1] == '0' &&
        (label[strlen(label) - 2] % 2) != 0)
        return; /* a number every 20 mm */
    const double away = reach + 1.6;
    ink_text(pen, at.x + away * x, at.y + away * y - 1.1,
             (ink_font){counted ? 5.5 : 6, middle, INK_CENTRE, 0}, label);
}

/* The piece's name where there is paper: a slice's in its middle, a strip's at its start. */
static void draw_name(ink *pen, const piece *p) {
    const scalp_vec2 flat = {p->of_hairline ? 6 : 9, p->of_hairline ? 8 : 0};
    const scalp_vec2 at = template_on_paper(p, flat);
    const ink_font font = {9, true, INK_CENTRE, 0};
    const double wide = ink_text_width(pen, font, p->name) + 1.5;
    ink_grey(pen, 1);
    cairo_rectangle(pen->cairo, at.x - wide / 2, at.y - 2, wide, 4);
    cairo_fill(pen->cairo);
    ink_grey(pen, 0.2);
    ink_text(pen, at.x, at.y - 2, font, p->name);
}

static void draw_piece(ink *pen, const piece *p, double scale) {
    cairo_save(pen->cairo);
    cairo_translate(pen->cairo, p->place.x, p->place.y);
    cairo_scale(pen->cairo, scale, scale);
    draw_lines(pen, p, CURVE_CUT);
    draw_lines(pen, p, CURVE_ZONE);
    draw_lines(pen, p, CURVE_AREA);
    draw_spots(pen, p);
    draw_lines(pen, p, CURVE_HAIRLINE);
    for (size_t i = 0; i < p->mark_count; i++)
        draw_mark(pen, p, &p->marks[i]);
    draw_name(pen, p);
    cairo_restore(pen->cairo);
}

/* ---- A page -------------------------------------------------------------------------------- */

static const char *say(const template_job *job, const char *name) {
    return scalp_text_of("report", name, job->params->language);
}

static void draw_head(const template_job *job, ink *pen) {
    const double right = pen->width_mm - TEMPLATE_MARGIN;
    char line[160];
    ink_grey(pen, 0);
    ink_text(pen, TEMPLATE_MARGIN, 8, (ink_font){13, true, INK_LEFT, 0},
             say(job, "template_title"));
    ink_grey(pen, 0.3);
    snprintf(line, sizeof line, "%s%s%s", job->params->note ? job->params->note : "",
             job->params->note && job->params->date ? "  ·  " : "",
             job->params->date ? job->params->date : "");
    ink_text(pen, right, 9.5, (ink_font){8, false, INK_RIGHT, 0}, line);
    ink_text(pen, TEMPLATE_MARGIN, 15, (ink_font){8, false, INK_LEFT, 0},
             say(job, "template_print"));
}

static scalp_status draw_foot(const template_job *job, ink *pen, double scale) {
    const double base = pen->height_mm - 15, right = pen->width_mm - TEMPLATE_MARGIN;
    char page[24], pages[24];
    const char *line;
    snprintf(page, sizeof page, "%zu", pen->page + 1);
    snprintf(pages, sizeof pages, "%zu", job->pages);
    const scalp_text_part parts[] = {{"page", page}, {"pages", pages}};
    SCALP_TRY(scalp_text_fill(say(job, "page"), parts, 2, job->work, &line, job->error));
    ink_ruler(pen, TEMPLATE_MARGIN + 2, base, 100, scale);
    ink_grey(pen, 0.3);
    ink_text(pen, TEMPLATE_MARGIN + 4 + 100 * scale, base - 8,
             (ink_font){7.5, false, INK_LEFT, right - TEMPLATE_MARGIN - 106 * scale},
             say(job, "template_ruler"));
    ink_text(pen, right, pen->height_mm - 9, (ink_font){7, false, INK_RIGHT, 0}, line);
    if (job->params->hash) {
        char hash[120];
        snprintf(hash, sizeof hash, "%s %.64s", say(job, "plan_hash"), job->params->hash);
        ink_text(pen, TEMPLATE_MARGIN, pen->height_mm - 9, (ink_font){6, false, INK_LEFT, 0}, hash);
    }
    return SCALP_OK;
}

/* A bank card laid on the box tells at once whether the print is right; in it the legend. */
static scalp_status draw_legend(const template_job *job, ink *pen, double scale) {
    const double x = TEMPLATE_MARGIN, y = TEMPLATE_TOP + 1, beside = x + CARD_WIDTH_MM * scale + 6;
    const double wide = pen->width_mm - TEMPLATE_MARGIN - beside;
    char number[SCALP_NUMBER_TEXT];
    const char *line;
    ink_grey(pen, 0.3);
    cairo_rectangle(pen->cairo, x, y, CARD_WIDTH_MM * scale, CARD_HEIGHT_MM * scale);
    cairo_set_line_width(pen->cairo, 0.15);
    cairo_stroke(pen->cairo);
    ink_text(pen, x + 4, y + 3, (ink_font){8, false, INK_LEFT, CARD_WIDTH_MM * scale - 8},
             say(job, "template_card"));
    static const char *const names[] = {"template_hairline", "template_zone", "template_area",
                                        "template_cut"};
    for (int k = 0; k < 4; k++) {
        const double at = y + 22 + 6 * k;
        const double dashes[] = {1.6, 1.0};
        ink_grey(pen, k == CURVE_CUT ? 0.45 : 0);
        cairo_set_dash(pen->cairo, dashes, k == CURVE_ZONE ? 2 : 0, 0);
        ink_line(pen, x + 4, at + 1.6, x + 18, at + 1.6, line_mm[k]);
        cairo_set_dash(pen->cairo, NULL, 0, 0);
        ink_grey(pen, 0);
        ink_text(pen, x + 21, at, (ink_font){8, false, INK_LEFT, 0}, say(job, names[k]));
    }
    double down = y;
    ink_grey(pen, 0);
    for (int k = 1; k <= 4; k++) {
        char name[32];
        snprintf(name, sizeof name, "template_how_%d", k);
        down +=
            ink_text(pen, beside, down, (ink_font){8, false, INK_LEFT, wide}, say(job, name)) + 1.5;
    }
    scalp_text_number(100 * job->facts.stretch, 1, job->params->language, number);
    const scalp_text_part parts[] = {{"percent", number}};
    SCALP_TRY(
        scalp_text_fill(say(job, "template_stretch"), parts, 1, job->work, &line, job->error));
    ink_text(pen, beside, down, (ink_font){8, false, INK_LEFT, wide}, line);
    return SCALP_OK;
}

static scalp_status draw_pages(template_job *job, ink *pen) {
    const double scale = job->params->ruler_mm > 0 ? 100 / job->params->ruler_mm : 1;
    for (size_t page = 0; page < job->pages; page++) {
        SCALP_TRY(scalp_work_report(job->work, "template", (double)page / (double)job->pages,
                                    job->error));
        draw_head(job, pen);
        if (page == 0)
            SCALP_TRY(draw_legend(job, pen, scale));
        for (size_t i = 0; i < job->piece_count; i++)
            if (job->pieces[i].page == page)
                draw_piece(pen, &job->pieces[i], scale);
        SCALP_TRY(draw_foot(job, pen, scale));
        ink_next_page(pen);
    }
    return SCALP_OK;
}

scalp_status template_draw(template_job *job, scalp_bytes *bytes) {
    ink pen;
    const ink_params params = {job->params->paper, job->params->svg, job->pages,
                               say(job, "template_title"), false};
    SCALP_TRY(ink_open(&pen, &params, job->work, job->error));
    const scalp_status status = draw_pages(job, &pen);
    const scalp_status closed = ink_close(&pen, job->work, bytes, job->error);
    return status != SCALP_OK ? status : closed;
}
