/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: the sheet that the map of evenness is drawn on. */
#ifndef SCALPTOR_CODEC_EVENNESS_MAP_H
#define SCALPTOR_CODEC_EVENNESS_MAP_H

#include "page.h"

#define EVENNESS_LEFT 60.0 /* px, the panel's upper left corner */
#define EVENNESS_TOP 190.0
#define EVENNESS_LOW 0.4 /* of the ramp, over what most of the skin has */
#define EVENNESS_HIGH 1.6
#define EVENNESS_SMALL 20 /* px, text */

typedef struct evenness_sheet {
    scalp_page page;
    cairo_t *cairo;
    const scalp_evenness *e;
    scalp_vec2 origin; /* of the panel's upper left corner, on the skin */
    double scale;      /* px per mm of skin */
    double width, height;
    double legend; /* its left edge */
    int wide;
} evenness_sheet;

void evenness_ink(evenness_sheet *s, double level);
/* Lightness, a little blue so that it is not taken for the photo. */
void evenness_ramp(double relative, double rgb[3]);
/* Stripes one way or the other, or dots where nothing was worked: grey of a pixel. */
double evenness_hatch(int why, bool treated, int x, int y);
void evenness_shape(evenness_sheet *s, scalp_uneven_kind kind, double x, double y, double r);
/* A reason in a client's words. */
const char *evenness_why(int why);

void evenness_head(evenness_sheet *s, const char *name);
/* Each gives where the next thing may begin. */
double evenness_legend(evenness_sheet *s);
double evenness_sentences(evenness_sheet *s, double y);

#endif
