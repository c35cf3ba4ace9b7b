/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A photograph as it was decoded: upright pixels, the profile's tone curves, the metadata that
 * travels with it. Values only; `codec` makes them from files and turns them back into files. */
#ifndef SCALPTOR_IMAGE_H
#define SCALPTOR_IMAGE_H

#include <scalptor/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The tone curve of one band: sample value -> linear light, 0..1, as 256 or 65536 entries that
 * never fall. Linear light is in the photo's own primaries: darkening needs no others. */
typedef struct scalp_image_curve {
    const float *linear;
    size_t count;
} scalp_image_curve;

/* One piece of metadata, named as the codec names it. */
typedef struct scalp_image_note {
    const char *name;
    int kind; /* the codec's own: 0 text, 1 bytes, 2 whole number, 3 number */
    const void *data;
    size_t size;
} scalp_image_note;

/* Interleaved samples, rows top to bottom without padding, EXIF orientation already applied.
 * 1 band: grey; 2: grey, alpha; 3: red, green, blue; 4: red, green, blue, alpha.
 * 8 or 16 bits a sample, 16 in the machine's byte order. Immutable once made. */
typedef struct scalp_image {
    int width, height, bands, bits;
    const void *pixels;
    scalp_image_curve curve[3];      /* grey has one curve, in all three places */
    scalp_mat3 srgb_from_rgb;        /* linear light to sRGB's primaries; all 0: they are its own */
    double px_per_mm_x, px_per_mm_y; /* the file's print resolution, 0 when it has none */
    double focal_35mm;               /* EXIF FocalLengthIn35mmFilm, 0 when it has none */
    const scalp_image_note *notes;
    size_t note_count;
} scalp_image;

/* Colour samples of one pixel: 1 or 3, without alpha. */
int scalp_image_colours(const scalp_image *image);
size_t scalp_image_bytes(const scalp_image *image);

/* The sRGB tone curve (IEC 61966-2-1), 256 entries for 8 bits, 65536 for 16, in work->memory.
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_image_curve_make(int bits, const scalp_work *work,
                                                  scalp_image_curve *curve, scalp_error *error);
/* The sample value whose linear light is nearest to `linear`: the inverse of the curve, by
 * bisection. The lower one of two equally near; the lowest of several with the same light, so that
 * curve[sample_from_linear(curve[v])] == curve[v] for every v, and the sample is v itself wherever
 * the curve rises. Below the curve: its lowest sample, above: the lowest with its highest light. */
unsigned scalp_image_sample_from_linear(const scalp_image_curve *curve, float linear);

#define SCALP_IMAGE_MAX_REDUCTION 1024

/* A part of a picture, in its pixels: columns left to right - 1, rows top to bottom - 1. */
typedef struct scalp_box {
    int left, top, right, bottom;
} scalp_box;

/* A part of a picture (NULL: all), `factor` (1..1024) times smaller each way: every sample the mean
 * of a square of samples as they are stored; what is left over at the right and the lower edge,
 * alpha and notes are dropped. Shares the curves. The box must lie inside. SCALP_ERR_INPUT (no
 * pixel would be left), SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_image_reduce(const scalp_image *image, const scalp_box *box,
                                              int factor, const scalp_work *work,
                                              scalp_image *reduced, scalp_error *error);

/* Linear light of one band of a pixel, 0..1. Grey answers for every band. */
float scalp_image_linear(const scalp_image *image, int x, int y, int band);
/* Linear light in sRGB's primaries from that in the photo's own: what colours are measured by.
 * Bands fall below 0 and rise above 1 for colours that sRGB does not hold. */
scalp_vec3 scalp_image_srgb(const scalp_image *image, scalp_vec3 linear);

#ifdef __cplusplus
}
#endif
#endif
