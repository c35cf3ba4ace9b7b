/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out at any moment, and a listener who asks to stop: the status says so, nothing
 * leaks, and the image is left untouched. */
#include "pictures.h"

/* A photo with everything that takes memory: two conversions, EXIF, XMP, a profile. */
static scalp_bytes rich_file(const check_work *w) {
    static const uint8_t exif[20] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', '*', 0, 8};
    static const char xmp[] = "<dc:title><rdf:Alt><rdf:li>Name</rdf:li></rdf:Alt></dc:title>";
    const scalp_image image = picture_make(w, 300, 260, 2, 16);
    VipsImage *view = picture_view(&image);
    vips_image_set_blob_copy(view, VIPS_META_EXIF_NAME, exif, sizeof exif);
    vips_image_set_string(view, "exif-ifd0-Make", "Acme (text)");
    vips_image_set_blob_copy(view, VIPS_META_XMP_NAME, xmp, sizeof xmp - 1);
    void *data = NULL;
    size_t size = 0;
    CHECK(vips_pngsave_buffer(view, &data, &size, NULL) == 0);
    g_object_unref(view);
    return picture_bytes(w, data, size);
}

/* Lets every block after the n-th fail; true when reading and writing came through. */
static bool with_blocks(long n, scalp_bytes file) {
    check_stingy s = {n, 0};
    const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
    scalp_arena *arena;
    scalp_error error = {.message = ""};
    scalp_image image = {.width = -7};
    scalp_bytes bytes;
    if (scalp_arena_open(&allocator, &arena) != SCALP_OK)
        return false;
    const scalp_work work = {.memory = arena};
    scalp_status status = scalp_codec_image_read(file, "photo", &work, &image, &error);
    CHECK((status == SCALP_OK) == (image.width != -7));
    if (status == SCALP_OK)
        status = scalp_codec_image_write(&image, SCALP_FORMAT_WEBP, "note", &work, &bytes, &error);
    if (status != SCALP_OK) {
        CHECK(status == SCALP_ERR_MEMORY);
        CHECK(strstr(error.message, "Out of memory") != NULL);
    }
    scalp_arena_close(&arena);
    CHECK(s.live == 0);
    return status == SCALP_OK;
}

static bool stop(void *context, const char *stage, double done) {
    (void)stage;
    *(double *)context = done;
    return done < 0.5;
}

int main(void) {
    check_work w;
    scalp_error error;
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_codec_images_open(1, &error), SCALP_OK);
    CASE("whichever block fails") {
        const scalp_bytes file = rich_file(&w);
        long blocks = 1;
        while (blocks < 60 && !with_blocks(blocks, file))
            blocks++;
        CHECK(blocks > 3 && blocks < 60);
    }
    CASE("asked to stop half way") {
        const scalp_image tall = picture_make(&w, 10, 2000, 3, 8);
        const scalp_bytes file = picture_write(&w, &tall, SCALP_FORMAT_PNG, NULL);
        double reached = 0;
        scalp_work work = w.work;
        scalp_image image = {.width = -7};
        work.progress = stop;
        work.progress_context = &reached;
        CHECK_STATUS(scalp_codec_image_read(file, "photo", &work, &image, &error),
                     SCALP_ERR_CANCELLED);
        CHECK(image.width == -7 && reached >= 0.5 && reached < 0.6);
        scalp_bytes bytes;
        CHECK_STATUS(scalp_codec_image_write(&tall, SCALP_FORMAT_PNG, NULL, &work, &bytes, &error),
                     SCALP_ERR_CANCELLED);
    }
    scalp_codec_images_close();
    check_work_close(&w);
    return check_done();
}
