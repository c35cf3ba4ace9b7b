/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files image_*.c share: a picture between its header and its pixels. */
#ifndef SCALPTOR_IMAGE_CODEC_H
#define SCALPTOR_IMAGE_CODEC_H

#include "shown.h"

#include <scalptor/codec.h>

#include <lcms2.h>
#include <vips/vips.h>

#define SCALP_PICTURE_MAX_PROFILE_BYTES (16u << 20)

/* A file whose header has been read and found within the limits; nothing is decoded yet. */
typedef struct scalp_picture {
    VipsImage *in;
    char name[SCALP_SHOWN_NAME]; /* for messages */
    scalp_image_format format;
    int orientation; /* EXIF, 1..8 */
} scalp_picture;

/* How a picture's stored samples become an image's: copied, or by `transform` into sRGB. */
typedef struct scalp_picture_colours {
    cmsHTRANSFORM transform; /* NULL: the samples are kept */
    bool floats;             /* the samples are floats, to be scaled before the transform */
    float scale, low, high;  /* of floats: factor, then limits */
    int bands, bits;         /* of the image */
    int used_bits;           /* of 16; HEIC fills 10 or 12 from the top */
    scalp_image_curve curve[3];
    scalp_mat3 srgb_from_rgb; /* as scalp_image's */
    scalp_bytes profile;      /* to go with the image; size 0: none */
} scalp_picture_colours;

/* Looks at the first bytes, opens the one loader for them, checks the limits. Close with
 * scalp_picture_close, also after a failure. */
SCALP_CHECKED scalp_status scalp_picture_open(scalp_bytes bytes, const char *name,
                                              scalp_picture *picture, scalp_error *error);
void scalp_picture_close(scalp_picture *picture);
/* "NAME is damaged or cut off ...", with the library's reason. */
scalp_status scalp_picture_damaged(const char *name, scalp_error *error);
/* EXIF FocalLengthIn35mmFilm, or 0. */
double scalp_picture_focal_35mm(VipsImage *in);

/* Decides what becomes of the colours; may put another `in` into the picture. Close with
 * scalp_picture_colours_close, also after a failure. */
SCALP_CHECKED scalp_status scalp_picture_colours_open(scalp_picture *picture,
                                                      const scalp_work *work,
                                                      scalp_picture_colours *colours,
                                                      scalp_error *error);
/* Linear light in a matrix profile's primaries to sRGB's; all 0 where they are sRGB's or no
 * colours.
 */
scalp_mat3 scalp_picture_primaries(cmsHPROFILE profile);
void scalp_picture_colours_close(scalp_picture_colours *colours);
/* The library's own sRGB profile (the same bytes at any time). */
SCALP_CHECKED scalp_status scalp_picture_srgb_profile(const scalp_work *work, scalp_bytes *profile,
                                                      scalp_error *error);

/* The metadata that travels: profile, EXIF without place, thumbnail and maker's note, and title,
 * creator and rights from XMP. */
SCALP_CHECKED scalp_status scalp_picture_notes_make(VipsImage *in, scalp_bytes profile,
                                                    const scalp_work *work, scalp_image *image,
                                                    scalp_error *error);
/* Puts them onto `out`; `note` says what the picture is, or NULL. */
SCALP_CHECKED scalp_status scalp_picture_notes_write(const scalp_image *image, scalp_bytes profile,
                                                     const char *note, const scalp_work *work,
                                                     VipsImage *out, scalp_error *error);

/* An EXIF block without GPS, thumbnail and maker's note; size 0 when there is none to speak of. */
SCALP_CHECKED scalp_status scalp_picture_exif_clean(scalp_bytes block, const scalp_work *work,
                                                    scalp_bytes *cleaned, scalp_error *error);

/* One of title, creator and rights, as found: escaped text of one rdf:li. */
#define SCALP_XMP_PREFIX "xmp-dc-"
/* The `index`-th text of property dc:NAME in an XMP packet, if it is plain text of at most 1000
 * bytes; size 0 otherwise. */
scalp_bytes scalp_picture_xmp_find(scalp_bytes packet, const char *name, size_t index);
/* A packet that says what the picture is and carries the image's own title, creator and rights.
 * size 0 when there is nothing to say. */
SCALP_CHECKED scalp_status scalp_picture_xmp_make(const scalp_image *image, const char *note,
                                                  const scalp_work *work, scalp_bytes *packet,
                                                  scalp_error *error);
const scalp_image_note *scalp_picture_note_find(const scalp_image *image, const char *name);

#endif
