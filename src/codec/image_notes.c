/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metadata that travels with a photo, and the words that say what a picture is.
 *
 * What could tell where a photo was taken, or show what was cropped away, stays behind: of EXIF
 * the GPS directory, the thumbnail and the maker's note; the IPTC, Photoshop and XMP blocks as they
 * were (title, creator and rights are taken over from XMP). */
#include "image_codec.h"

#include <stdio.h>
#include <string.h>

enum note_kind { note_text, note_bytes };
enum { max_notes = 16, creators = 4 };

typedef struct collecting {
    scalp_image_note *notes;
    size_t count;
    const scalp_work *work;
} collecting;

static scalp_status add_note(collecting *c, const char *name, enum note_kind kind, scalp_bytes data,
                             scalp_error *error) {
    if (c->count == max_notes || data.size == 0)
        return SCALP_OK;
    const char *name_copy = scalp_arena_text(c->work->memory, name, strlen(name));
    const char *copy = scalp_arena_text(c->work->memory, (const char *)data.data, data.size);
    if (!name_copy || !copy)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory for the photo's metadata.");
    c->notes[c->count++] = (scalp_image_note){name_copy, (int)kind, copy, data.size};
    return SCALP_OK;
}

/* Texts of the library's own that are not part of a block. */
static const char *const texts[] = {VIPS_META_RESOLUTION_UNIT, VIPS_META_IMAGEDESCRIPTION};
enum { text_count = sizeof texts / sizeof *texts };

static scalp_status add_texts(VipsImage *in, collecting *c, scalp_error *error) {
    for (size_t i = 0; i < text_count; i++) {
        const char *text;
        if (vips_image_get_typeof(in, texts[i]) == VIPS_TYPE_REF_STRING &&
            !vips_image_get_string(in, texts[i], &text))
            SCALP_TRY(add_note(c, texts[i], note_text,
                               (scalp_bytes){(const uint8_t *)text, strlen(text)}, error));
    }
    return SCALP_OK;
}

static scalp_bytes blob(VipsImage *in, const char *name) {
    const void *data;
    size_t size;
    if (!vips_image_get_typeof(in, name) || vips_image_get_blob(in, name, &data, &size))
        return (scalp_bytes){NULL, 0};
    return (scalp_bytes){data, size};
}

static scalp_status add_xmp(VipsImage *in, collecting *c, scalp_error *error) {
    static const char *const properties[] = {"title", "creator", "rights"};
    const scalp_bytes packet = blob(in, VIPS_META_XMP_NAME);
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        const size_t most = i == 1 ? creators : 1;
        char name[32];
        snprintf(name, sizeof name, SCALP_XMP_PREFIX "%s", properties[i]);
        for (size_t k = 0; k < most; k++)
            SCALP_TRY(add_note(c, name, note_text, scalp_picture_xmp_find(packet, properties[i], k),
                               error));
    }
    return SCALP_OK;
}

scalp_status scalp_picture_notes_make(VipsImage *in, scalp_bytes profile, const scalp_work *work,
                                      scalp_image *image, scalp_error *error) {
    collecting c = {NULL, 0, work};
    void *items;
    SCALP_TRY(scalp_work_take(work, max_notes, sizeof *c.notes, &items, error));
    c.notes = items;
    SCALP_TRY(add_note(&c, VIPS_META_ICC_NAME, note_bytes, profile, error));
    scalp_bytes exif;
    SCALP_TRY(scalp_picture_exif_clean(blob(in, VIPS_META_EXIF_NAME), work, &exif, error));
    SCALP_TRY(add_note(&c, VIPS_META_EXIF_NAME, note_bytes, exif, error));
    SCALP_TRY(add_xmp(in, &c, error));
    SCALP_TRY(add_texts(in, &c, error));
    image->notes = c.notes;
    image->note_count = c.count;
    return SCALP_OK;
}

const scalp_image_note *scalp_picture_note_find(const scalp_image *image, const char *name) {
    for (size_t i = 0; i < image->note_count; i++) {
        if (strcmp(image->notes[i].name, name) == 0)
            return &image->notes[i];
    }
    return NULL;
}

/* ---- Writing ----------------------------------------------------------------------------- */

static void set_blob(VipsImage *out, const char *name, scalp_bytes bytes) {
    if (bytes.size)
        vips_image_set_blob_copy(out, name, bytes.data, bytes.size);
}

/* A block without entries, for the library to fill: it writes none into PNG where there was none.
 * TIFF 6.0 pp. 13-14: byte order, 42, offset 8, no entry, no further directory. */
static const uint8_t empty_exif[20] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', '*', 0, 8};

/* Setting the EXIF block makes the library spread it into a field for every entry, and into the
 * resolution; fields set afterwards are what counts.
 *
 * The library takes a bracket at the end for its own remark and removes it: give it one. */
static scalp_status set_exif_text(VipsImage *out, const char *field, const char *text,
                                  const scalp_work *work, scalp_error *error) {
    static const char remark[] = " (text)";
    const size_t length = strlen(text);
    void *items;
    SCALP_TRY(scalp_work_take(work, length + sizeof remark, 1, &items, error));
    memcpy(items, text, length);
    memcpy((char *)items + length, remark, sizeof remark);
    vips_image_set_string(out, field, items);
    return SCALP_OK;
}

static scalp_status set_what_it_is(VipsImage *out, const char *note, const scalp_work *work,
                                   scalp_error *error) {
    SCALP_TRY(set_exif_text(out, "exif-ifd0-ImageDescription", note, work, error));
    SCALP_TRY(set_exif_text(out, "exif-ifd2-UserComment", note, work, error));
    SCALP_TRY(set_exif_text(out, "exif-ifd0-Software", "Scalptor " SCALP_VERSION, work, error));
    vips_image_set_string(out, VIPS_META_IMAGEDESCRIPTION, note);
    return SCALP_OK;
}

scalp_status scalp_picture_notes_write(const scalp_image *image, scalp_bytes profile,
                                       const char *note, const scalp_work *work, VipsImage *out,
                                       scalp_error *error) {
    const scalp_image_note *exif = scalp_picture_note_find(image, VIPS_META_EXIF_NAME);
    scalp_bytes packet;
    if (exif)
        set_blob(out, VIPS_META_EXIF_NAME, (scalp_bytes){exif->data, exif->size});
    else
        set_blob(out, VIPS_META_EXIF_NAME, (scalp_bytes){empty_exif, sizeof empty_exif});
    vips_image_set_string(out, VIPS_META_RESOLUTION_UNIT, "in");
    for (size_t i = 0; i < text_count; i++) {
        const scalp_image_note *text = scalp_picture_note_find(image, texts[i]);
        if (text)
            vips_image_set_string(out, texts[i], text->data);
    }
    vips_image_set_int(out, VIPS_META_ORIENTATION, 1);
    set_blob(out, VIPS_META_ICC_NAME, profile);
    /* EXIF 2.32 ColorSpace 1: sRGB, which is what no profile means. */
    if (profile.size == 0 && !exif)
        vips_image_set_string(out, "exif-ifd2-ColorSpace", "1");
    if (note)
        SCALP_TRY(set_what_it_is(out, note, work, error));
    SCALP_TRY(scalp_picture_xmp_make(image, note, work, &packet, error));
    set_blob(out, VIPS_META_XMP_NAME, packet);
    return SCALP_OK;
}
