/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the skin hair covers: all or nothing by the labels, but where hair grows thin, by how
 * far its tone lies on the way from the skin's to the hair's. */
#include "stuff.h"

#include <string.h>

static const float least_apart = 8;     /* L*: nearer to each other, tones tell nothing */
static const float more_texture = 1.5f; /* than skin's, log2: from there on hair may be thin */

typedef struct covering {
    const stuff_look *look;
    const scalp_image *image;
    const uint8_t *label;
    float skin_tone, hair_tone, skin_texture;
    uint8_t *to;
} covering;

static float mean_of(const float *feature, const uint8_t *seed, size_t cells, int kind) {
    double sum = 0, count = 0;
    for (size_t i = 0; i < cells; i++) {
        if (seed[i] != 1 + kind)
            continue;
        sum += (double)feature[i];
        count++;
    }
    return count > 0 ? (float)(sum / count) : 0;
}

static uint8_t cover_of(const covering *c, size_t i) {
    const uint8_t label = c->label[i];
    if (label != SCALP_STUFF_HAIR && label != SCALP_STUFF_SKIN)
        return 0;
    const float apart = c->skin_tone - c->hair_tone;
    if ((apart < 0 ? -apart : apart) < least_apart)
        return label == SCALP_STUFF_HAIR ? 255 : 0;
    if (label == SCALP_STUFF_SKIN &&
        c->look->feature[stuff_texture][i] < c->skin_texture + more_texture)
        return 0;
    const float share = (c->skin_tone - c->look->feature[stuff_tone][i]) / apart;
    return share <= 0 ? 0 : share >= 1 ? 255 : (uint8_t)(255 * share + 0.5f);
}

static void cover_row(void *context, size_t row) {
    const covering *c = context;
    const int side = c->look->side, width = c->image->width;
    uint8_t *first = c->to + row * (size_t)side * (size_t)width;
    for (int i = 0; i < c->look->width; i++) {
        const int left = i * side, end = left + side < width ? left + side : width;
        memset(first + left, cover_of(c, row * (size_t)c->look->width + (size_t)i),
               (size_t)(end - left));
    }
    for (int y = 1; y < side && (int)row * side + y < c->image->height; y++)
        memcpy(first + (size_t)y * (size_t)width, first, (size_t)width);
}

void scalp_stuff_cover(const scalp_image *image, const stuff_look *look, const uint8_t *seed,
                       const uint8_t *label, const scalp_work *work, uint8_t *to) {
    const size_t cells = (size_t)look->width * (size_t)look->height;
    covering c = {.look = look, .image = image, .label = label, .to = to};
    c.skin_tone = mean_of(look->feature[stuff_tone], seed, cells, SCALP_STUFF_SKIN);
    c.hair_tone = mean_of(look->feature[stuff_tone], seed, cells, SCALP_STUFF_HAIR);
    c.skin_texture = mean_of(look->feature[stuff_texture], seed, cells, SCALP_STUFF_SKIN);
    scalp_pool_for(work->pool, (size_t)look->height, cover_row, &c);
}
