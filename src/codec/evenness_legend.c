/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around the map of evenness: head, legend, scale bar, sentences. */
#include "evenness_map.h"

#include <math.h>
#include <stdio.h>

static const double left = EVENNESS_LEFT, top = EVENNESS_TOP;
enum { head_size = 40, text_size = 23, small_size = EVENNESS_SMALL };

const char *evenness_why(int why) {
    static const char *const words[] = {
        "seen",           "outside",     "no skin",           "card or sticker",
        "hair",           "shine",       "too light or dark", "not sharp",
        "too few pixels", "turned away", "ink, scab or mole"};
    return why < (int)(sizeof words / sizeof *words) ? words[why] : "not judged";
}

void evenness_head(evenness_sheet *s, const char *name) {
    const scalp_evenness *e = s->e;
    char text[300];
    scalp_page_text(&s->page, left, 36, head_size, true, 0, "How evenly the dots lie");
    if (e->has_mm && isfinite(e->density.low))
        snprintf(text, sizeof text, "%s: %zu dots on %.1f cm², %.0f per cm² (%.0f to %.0f)", name,
                 e->dots, e->area / 100, 100 * e->density.value, 100 * e->density.low,
                 100 * e->density.high);
    else
        snprintf(text, sizeof text, "%s: %zu dots; no scale, so no millimetres", name, e->dots);
    scalp_page_text(&s->page, left, 92, text_size, false, 0, text);
    snprintf(text, sizeof text, "%.0f %% of the skin in the picture could be judged",
             100 * e->seen_share);
    scalp_page_text(&s->page, left, 126, text_size, false, 0, text);
}

static double put_ramp(evenness_sheet *s, double y) {
    const scalp_evenness *e = s->e;
    char text[64];
    const double tall = 300, x = s->legend, bar = 60;
    scalp_page_text(&s->page, x, y, text_size, true, 0,
                    isfinite(e->over_wanted.value) ? "Dots, of those wanted"
                                                   : "Dots, 100 % is the usual");
    y += 44;
    for (int k = 0; k < (int)tall; k++) {
        double rgb[3];
        evenness_ramp(EVENNESS_HIGH - (EVENNESS_HIGH - EVENNESS_LOW) * k / tall, rgb);
        cairo_set_source_rgb(s->cairo, rgb[0], rgb[1], rgb[2]);
        cairo_rectangle(s->cairo, x, y + k, bar, 1.5);
        cairo_fill(s->cairo);
    }
    for (int percent = 40; percent <= 160; percent += 30) {
        const double at =
            y + tall * (EVENNESS_HIGH - percent / 100.0) / (EVENNESS_HIGH - EVENNESS_LOW);
        const double mean = 100 * e->density.value * percent / 100;
        evenness_ink(s, 0);
        cairo_rectangle(s->cairo, x + bar, at - 0.8, 10, 1.6);
        cairo_fill(s->cairo);
        if (e->has_mm && !isfinite(e->over_wanted.value))
            snprintf(text, sizeof text, "%d %%  %.0f per cm²", percent, mean);
        else
            snprintf(text, sizeof text, "%d %%", percent);
        scalp_page_text(&s->page, x + bar + 18, at - 14, small_size, false, 0, text);
    }
    return y + tall + 34;
}

static double put_lines(evenness_sheet *s, double y) {
    const char *const texts[] = {"thin line: a quarter fewer", "thick line: a quarter more"};
    for (int k = 0; k < 2; k++) {
        evenness_ink(s, 0.1);
        cairo_set_line_width(s->cairo, k ? 2.8 : 1.4);
        cairo_move_to(s->cairo, s->legend, y + 14);
        cairo_line_to(s->cairo, s->legend + 60, y + 14);
        cairo_stroke(s->cairo);
        scalp_page_text(&s->page, s->legend + 78, y, small_size, false, 0, texts[k]);
        y += 36;
    }
    return y + 6;
}

static double put_symbols(evenness_sheet *s, double y) {
    static const char *const texts[] = {"bare spot", "fewer dots", "more dots", "crowded",
                                        "touching or merged"};
    for (int k = 0; k < 5; k++) {
        evenness_shape(s, (scalp_uneven_kind)k, s->legend + 30, y + 15, 11);
        scalp_page_text(&s->page, s->legend + 78, y, small_size, false, 0, texts[k]);
        y += 40;
    }
    return y + 4;
}

static double put_reasons(evenness_sheet *s, double y) {
    const scalp_evenness *e = s->e;
    double all = 0;
    char text[80];
    for (int why = 0; why < SCALP_UNSEEN_COUNT; why++)
        all += why == SCALP_UNSEEN_OUTSIDE ? 0 : e->unseen[why];
    for (int why = SCALP_UNSEEN_NO_SKIN; why <= SCALP_UNSEEN_COUNT; why++) {
        const bool untreated = why == SCALP_UNSEEN_COUNT;
        const double area = untreated ? e->untreated : e->unseen[why];
        if (!(area > 0.002 * all))
            continue;
        for (int py = 0; py < 26; py++)
            for (int px = 0; px < 60; px++) {
                evenness_ink(s, evenness_hatch(why, !untreated, px, py));
                cairo_rectangle(s->cairo, s->legend + px, y + py, 1, 1);
                cairo_fill(s->cairo);
            }
        snprintf(text, sizeof text, area < 0.01 * all ? "%s, under 1 %%" : "%s, %.0f %%",
                 untreated ? "not treated" : evenness_why(why), 100 * area / all);
        scalp_page_text(&s->page, s->legend + 78, y - 1, small_size, false, 0, text);
        y += 36;
    }
    return y;
}

/* A round length of about a fifth of the panel. */
static double put_scale(evenness_sheet *s, double y) {
    static const double lengths[] = {1, 2, 5, 10, 20, 50, 100, 200};
    char text[32];
    double length = lengths[0];
    if (!s->e->has_mm)
        return y;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        if (lengths[i] * s->scale <= 0.3 * s->width)
            length = lengths[i];
    const double w = length * s->scale;
    evenness_ink(s, 0);
    cairo_rectangle(s->cairo, left, y, w, 4);
    cairo_rectangle(s->cairo, left, y - 7, 2, 18);
    cairo_rectangle(s->cairo, left + w - 2, y - 7, 2, 18);
    cairo_fill(s->cairo);
    snprintf(text, sizeof text, "%g mm", length);
    scalp_page_text(&s->page, left + w + 14, y - 13, small_size, true, 0, text);
    return y + 34;
}

/* Full, half or empty: clear, slight, nothing. */
static void put_grade(evenness_sheet *s, double x, double y, scalp_grade grade) {
    cairo_new_path(s->cairo);
    cairo_arc(s->cairo, x, y, 10, 0, 2 * SCALP_PI);
    cairo_set_line_width(s->cairo, 2);
    evenness_ink(s, 0);
    if (grade == SCALP_GRADE_CLEAR)
        cairo_fill_preserve(s->cairo);
    cairo_stroke(s->cairo);
    if (grade == SCALP_GRADE_SLIGHT) {
        cairo_arc(s->cairo, x, y, 10, SCALP_PI / 2, 3 * SCALP_PI / 2);
        cairo_fill(s->cairo);
    }
}

double evenness_sentences(evenness_sheet *s, double y) {
    const scalp_evenness *e = s->e;
    static const char *const keys[] = {"nothing", "slight", "clear"};
    if (!e->judged)
        return y + scalp_page_text(&s->page, left, y, text_size, true, s->wide - 2 * left,
                                   e->lines[0].text);
    double x = left;
    for (int grade = 2; grade >= 0; grade--) {
        put_grade(s, x + 12, y + 16, (scalp_grade)grade);
        scalp_page_text(&s->page, x + 30, y, small_size, false, 0, keys[grade]);
        x += 160;
    }
    y += 50;
    for (int grade = 2; grade >= 0; grade--)
        for (int kind = 0; kind < SCALP_UNEVEN_COUNT; kind++) {
            if ((int)e->lines[kind].grade != grade)
                continue;
            put_grade(s, left + 12, y + 16, e->lines[kind].grade);
            y += scalp_page_text(&s->page, left + 40, y, text_size, false, s->wide - 2 * left - 40,
                                 e->lines[kind].text) +
                 8;
        }
    return y;
}

double evenness_legend(evenness_sheet *s) {
    const double under = put_scale(s, top + s->height + 26);
    double y = put_ramp(s, top);
    y = put_lines(s, y);
    y = put_symbols(s, y);
    return fmax(put_reasons(s, y), under);
}
