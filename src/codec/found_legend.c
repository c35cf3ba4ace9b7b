/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the marks on an inspected photo mean, below it. Nothing of it needs colour. */
#include "page.h"

#include <stdio.h>

enum { left = 16, row_high = 30, text_left = 88, text_high = 18, wide = 560 };

int scalp_codec_found_hatch(scalp_unseen why, int x, int y) {
    const int up = (x + y) % 12, down = (x - y + 120000) % 12;
    switch (why) {
    case SCALP_UNSEEN_HAIR:
        return x % 5 == 0 && y % 5 == 0;
    case SCALP_UNSEEN_GLOSS:
    case SCALP_UNSEEN_CLIPPED:
        return up < 2;
    case SCALP_UNSEEN_BLUR:
        return y % 10 < 2;
    case SCALP_UNSEEN_SMALL:
    case SCALP_UNSEEN_STEEP:
        return x % 10 < 2;
    case SCALP_UNSEEN_WOUND:
        return down < 2;
    case SCALP_UNSEEN_NO_SKIN:
    case SCALP_UNSEEN_MARK:
        return up < 2 || down < 2;
    default:
        return 0;
    }
}

static const char *reason(scalp_unseen why) {
    static const char *const words[SCALP_UNSEEN_COUNT] = {
        [SCALP_UNSEEN_NO_SKIN] = "no bare skin",           [SCALP_UNSEEN_MARK] = "card or sticker",
        [SCALP_UNSEEN_HAIR] = "a hair lies over it",       [SCALP_UNSEEN_GLOSS] = "it shines",
        [SCALP_UNSEEN_CLIPPED] = "too bright or too dark", [SCALP_UNSEEN_BLUR] = "out of focus",
        [SCALP_UNSEEN_SMALL] = "too few pixels",           [SCALP_UNSEEN_STEEP] = "turned away",
        [SCALP_UNSEEN_WOUND] = "ink, scab or mole",
    };
    return words[why];
}

typedef struct sheet {
    scalp_page page;
    double y;
} sheet;

static void say(sheet *s, const char *text) {
    scalp_page_text(&s->page, text_left, s->y + 4, text_high, false, 0, text);
    s->y += row_high;
}

static void ring(sheet *s, double radius, double thick, bool dashed) {
    static const double dash[2] = {5, 4};
    cairo_t *c = s->page.cairo;
    cairo_set_source_rgb(c, 0, 0, 0);
    cairo_set_line_width(c, thick);
    cairo_set_dash(c, dash, dashed ? 2 : 0, 0);
    cairo_new_path(c);
    cairo_arc(c, left + 30, s->y + row_high / 2.0, radius, 0, 2 * SCALP_PI);
    cairo_stroke(c);
    cairo_set_dash(c, NULL, 0, 0);
}

static void swatch(sheet *s, scalp_unseen why) {
    cairo_t *c = s->page.cairo;
    const int top = (int)s->y + 4;
    for (int y = 0; y < row_high - 8; y++)
        for (int x = 0; x < 60; x++) {
            const bool edge = x == 0 || y == 0 || x == 59 || y == row_high - 9;
            const double grey = edge || scalp_codec_found_hatch(why, x, y) ? 0.1 : 0.88;
            cairo_set_source_rgb(c, grey, grey, grey);
            cairo_rectangle(c, left + x, top + y, 1, 1);
            cairo_fill(c);
        }
}

static void rings(sheet *s, const scalp_finds *finds) {
    size_t of_kind[3] = {0}, thin = 0;
    for (size_t i = 0; i < finds->count; i++) {
        of_kind[finds->dots[i].kind]++;
        thin += !scalp_codec_found_sure(finds, &finds->dots[i]);
    }
    if (finds->count > thin) {
        ring(s, 10, 2.5, false);
        say(s, "found");
    }
    if (thin > 0) {
        ring(s, 10, 1, false);
        say(s, "found, but not surely a dot or not counted");
    }
    if (of_kind[SCALP_FOUND_MERGED] > 0) {
        ring(s, 10, 2.5, false);
        ring(s, 5, 2.5, false);
        say(s, "two or more that ran together");
    }
    if (of_kind[SCALP_FOUND_STUB] > 0) {
        ring(s, 10, 2.5, true);
        say(s, "shaved hair, no dot");
    }
}

scalp_status scalp_codec_found_legend(const scalp_finds *finds, const scalp_work *work,
                                      scalp_image *legend, scalp_error *error) {
    sheet s = {.y = row_high / 2.0};
    char text[80];
    const int rows = 5 + SCALP_UNSEEN_COUNT;
    SCALP_TRY(scalp_page_open(&s.page, wide, rows * row_high, error));
    rings(&s, finds);
    for (int why = SCALP_UNSEEN_NO_SKIN; why < SCALP_UNSEEN_COUNT; why++) {
        const double share = finds->quality.share[why];
        if (!(share > 0))
            continue;
        swatch(&s, (scalp_unseen)why);
        snprintf(text, sizeof text,
                 share < 0.01 ? "left out: %s, under 1 %%" : "left out: %s, %.0f %%",
                 reason((scalp_unseen)why), 100 * share);
        say(&s, text);
    }
    return scalp_page_close(&s.page, (int)s.y + row_high / 2, work, legend, error);
}

bool scalp_codec_found_sure(const scalp_finds *finds, const scalp_found *found) {
    return found->confidence >= 0.8 && scalp_window_has(&finds->window, found->mm);
}
