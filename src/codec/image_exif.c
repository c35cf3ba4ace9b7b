/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EXIF without what could betray the client: where the photo was taken, what was cropped away, and
 * the maker's note, of which nobody knows what it holds. The orientation goes too, since the pixels
 * are upright. */
#include "image_codec.h"

#include <libexif/exif-data.h>

#include <stdlib.h>
#include <string.h>

static const char prefix[6] = {'E', 'x', 'i', 'f', 0, 0};

static void drop(ExifData *exif, ExifIfd directory, bool (*goes)(ExifTag tag)) {
    ExifContent *content = exif->ifd[directory];
    for (unsigned i = content->count; i-- > 0;) {
        if (goes(content->entries[i]->tag))
            exif_content_remove_entry(content, content->entries[i]);
    }
}

static bool every(ExifTag tag) {
    (void)tag;
    return true;
}

static bool maker_note(ExifTag tag) {
    return tag == EXIF_TAG_MAKER_NOTE;
}

static bool orientation(ExifTag tag) {
    return tag == EXIF_TAG_ORIENTATION;
}

static bool unnamed(ExifTag tag) {
    return exif_tag_get_name(tag) == NULL;
}

static void clean(ExifData *exif) {
    drop(exif, EXIF_IFD_GPS, every);
    drop(exif, EXIF_IFD_1, every);
    drop(exif, EXIF_IFD_EXIF, maker_note);
    drop(exif, EXIF_IFD_EXIF, unnamed);
    drop(exif, EXIF_IFD_0, orientation);
    drop(exif, EXIF_IFD_0, unnamed);
    free(exif->data); /* the thumbnail, by the library's default allocator */
    exif->data = NULL;
    exif->size = 0;
}

static scalp_status load(scalp_bytes block, const scalp_work *work, ExifData **exif,
                         scalp_error *error) {
    const bool prefixed =
        block.size >= sizeof prefix && memcmp(block.data, prefix, sizeof prefix) == 0;
    void *items;
    SCALP_TRY(scalp_work_take(work, block.size + sizeof prefix, 1, &items, error));
    memcpy(items, prefix, sizeof prefix);
    memcpy((uint8_t *)items + (prefixed ? 0 : sizeof prefix), block.data, block.size);
    *exif = exif_data_new();
    if (!*exif)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory for the photo's metadata.");
    exif_data_unset_option(*exif, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_load_data(*exif, items, (unsigned)(block.size + (prefixed ? 0 : sizeof prefix)));
    return SCALP_OK;
}

scalp_status scalp_picture_exif_clean(scalp_bytes block, const scalp_work *work,
                                      scalp_bytes *cleaned, scalp_error *error) {
    enum { most = 1 << 23 }; /* as libvips */
    *cleaned = (scalp_bytes){NULL, 0};
    if (block.size == 0 || block.size > most)
        return SCALP_OK;
    ExifData *exif = NULL;
    SCALP_TRY(load(block, work, &exif, error));
    clean(exif);
    unsigned char *data = NULL;
    unsigned size = 0;
    exif_data_save_data(exif, &data, &size);
    exif_data_unref(exif);
    const char *copy = data ? scalp_arena_text(work->memory, (const char *)data, size) : NULL;
    const bool lost = data && !copy;
    free(data);
    if (lost)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory for the photo's metadata.");
    if (copy)
        *cleaned = (scalp_bytes){(const uint8_t *)copy, size};
    return SCALP_OK;
}
