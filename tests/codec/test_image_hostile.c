/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bad files: one sentence that says what, where and what to do, never a crash, never half a
 * picture. */
#include "pictures.h"

#include <zlib.h>

static const char *const names[] = {"JPEG", "PNG", "WebP", "TIFF", "HEIC"};

static scalp_status read_quietly(const check_work *w, scalp_bytes bytes, scalp_image *image,
                                 scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(w->work.memory);
    *error = (scalp_error){.message = ""};
    const scalp_status status =
        scalp_codec_image_read(bytes, "client photo.jpg", &w->work, image, error);
    scalp_arena_return(w->work.memory, mark);
    return status;
}

/* One sentence: a capital or the file's name, one full stop at the end, no line break, and what to
 * do behind a semicolon. */
static bool is_sentence(const char *message) {
    const size_t length = strlen(message);
    return length > 20 && length < 319 && message[length - 1] == '.' && strchr(message, ';') &&
           !strchr(message, '\n') && strncmp(message, "client photo.jpg", 16) == 0;
}

static void check_refused(const check_work *w, scalp_bytes bytes, scalp_status expected,
                          const char *word) {
    scalp_image image = {.width = -7};
    scalp_photo_facts facts = {.width = -7};
    scalp_error error;
    const scalp_status status = read_quietly(w, bytes, &image, &error);
    if (status != expected || !is_sentence(error.message) || !strstr(error.message, word))
        CHECK_FAILED("status %d, \"%s\" does not say \"%s\"", (int)status, error.message, word);
    CHECK(image.width == -7); /* left untouched */
    CHECK_STATUS(scalp_codec_image_facts(bytes, "client photo.jpg", &w->work, &facts, &error),
                 expected);
    CHECK(facts.width == -7);
}

static void check_text(const check_work *w, const char *text, const char *word) {
    check_refused(w, (scalp_bytes){(const uint8_t *)text, strlen(text)}, SCALP_ERR_INPUT, word);
}

/* ---- Cut off and damaged ----------------------------------------------------------------- */

static scalp_bytes sample_file(check_work *w, scalp_image_format format) {
    const scalp_image image = picture_make(w, 70, 150, 3, 8);
    return picture_write(w, &image, format, "note");
}

/* Behind the pixels stand metadata and end marks: a cut there loses nothing that is seen. Anywhere
 * else no picture may come out. */
static void check_cut(check_work *w, scalp_image_format format) {
    const scalp_bytes whole = sample_file(w, format);
    const scalp_image good = picture_read(w, whole);
    for (size_t step = 0; step < 97; step++) {
        const size_t size = step < 90 ? whole.size * step / 90 : whole.size - (97 - step);
        scalp_image image = {.pixels = NULL};
        scalp_error error;
        /* A copy of its own, so that reading past its end is seen. */
        uint8_t *cut = malloc(size ? size : 1);
        memcpy(cut, whole.data, size);
        const scalp_arena_mark mark = scalp_arena_here(w->work.memory);
        const scalp_status status = scalp_codec_image_read(
            (scalp_bytes){cut, size}, "client photo.jpg", &w->work, &image, &error);
        if (status == SCALP_OK && memcmp(image.pixels, good.pixels, scalp_image_bytes(&good)) != 0)
            CHECK_FAILED("%s cut to %zu of %zu bytes gave another picture", names[format], size,
                         whole.size);
        else if (status != SCALP_OK && !is_sentence(error.message))
            CHECK_FAILED("%s cut to %zu: %s", names[format], size, error.message);
        CHECK(status != SCALP_OK || size > whole.size / 2);
        scalp_arena_return(w->work.memory, mark);
        free(cut);
    }
}

static void check_flips(check_work *w, scalp_image_format format) {
    const scalp_bytes whole = sample_file(w, format);
    uint8_t *copy = malloc(whole.size);
    for (uint64_t seed = 0; seed < (uint64_t)check_times(40, 1000); seed++) {
        scalp_random random = scalp_random_make(seed, (uint64_t)format);
        memcpy(copy, whole.data, whole.size);
        const uint64_t flips = 1 + scalp_random_below(&random, 20);
        /* Half of them in the header, where they do more. */
        const size_t reach = seed % 2 ? whole.size : whole.size < 600 ? whole.size : 600;
        for (uint64_t i = 0; i < flips; i++)
            copy[scalp_random_below(&random, reach)] ^=
                (uint8_t)(1u << scalp_random_below(&random, 8));
        scalp_image image;
        scalp_error error;
        const scalp_status status =
            read_quietly(w, (scalp_bytes){copy, whole.size}, &image, &error);
        CHECK(status == SCALP_OK || status == SCALP_ERR_INPUT || status == SCALP_ERR_LIMIT);
        CHECK(status == SCALP_OK || is_sentence(error.message));
    }
    free(copy);
}

/* ---- Too large --------------------------------------------------------------------------- */

static void put32(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> (24 - 8 * i));
}

static size_t add_chunk(uint8_t *to, const char *type, const uint8_t *data, size_t size) {
    put32(to, (uint32_t)size);
    memcpy(to + 4, type, 4);
    if (size)
        memcpy(to + 8, data, size);
    put32(to + 8 + size, (uint32_t)crc32(0, to + 4, (uInt)(size + 4)));
    return size + 12;
}

/* A one-bit PNG of that size, all black (ISO 15948 5.3, 11.2): 200 KB that unfold to gigabytes. */
static scalp_bytes make_bomb(const check_work *w, uint32_t width, uint32_t height) {
    static uint8_t row[8192], packed[1 << 19], file[1 << 20];
    uint8_t header[13] = {[8] = 1};
    z_stream z = {.next_out = packed, .avail_out = sizeof packed};
    CHECK(deflateInit(&z, 9) == Z_OK);
    for (uint32_t y = 0; y < height; y++) {
        z.next_in = row;
        z.avail_in = (uInt)(1 + (width + 7) / 8);
        CHECK(deflate(&z, Z_NO_FLUSH) == Z_OK && z.avail_in == 0);
    }
    CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    put32(header, width);
    put32(header + 4, height);
    memcpy(file, "\x89PNG\r\n\x1a\n", 8);
    size_t size = 8;
    size += add_chunk(file + size, "IHDR", header, sizeof header);
    size += add_chunk(file + size, "IDAT", packed, sizeof packed - z.avail_out);
    size += add_chunk(file + size, "IEND", NULL, 0);
    deflateEnd(&z);
    const char *copy = scalp_arena_text(w->work.memory, (const char *)file, size);
    return (scalp_bytes){(const uint8_t *)copy, size};
}

static void check_large(const check_work *w) {
    CASE("a PNG of 40000 x 40000 pixels") {
        const scalp_bytes bomb = make_bomb(w, 40000, 40000);
        CHECK(bomb.size < 400000);
        check_refused(w, bomb, SCALP_ERR_LIMIT,
                      "40000 x 40000 pixels, more than the limit of 120 million");
    }
    CASE("a side beyond the limit, and one at it") {
        check_refused(w, make_bomb(w, 40001, 2), SCALP_ERR_LIMIT, "40000 a side");
        scalp_image image;
        scalp_error error;
        CHECK_STATUS(read_quietly(w, make_bomb(w, 40000, 2), &image, &error), SCALP_OK);
    }
    CASE("no pixels") {
        check_refused(w, make_bomb(w, 0, 0), SCALP_ERR_INPUT, "");
        check_refused(w, make_bomb(w, 8, 0), SCALP_ERR_INPUT, "");
    }
    CASE("a huge profile") {
        const scalp_image image = picture_make(w, 8, 8, 3, 8);
        VipsImage *view = picture_view(&image);
        const size_t huge = 17u << 20;
        void *zeros = calloc(huge, 1);
        vips_image_set_blob_copy(view, VIPS_META_ICC_NAME, zeros, huge);
        free(zeros);
        void *data;
        size_t size;
        CHECK(vips_tiffsave_buffer(view, &data, &size, NULL) == 0);
        scalp_error error;
        scalp_image back;
        CHECK_STATUS(read_quietly(w, (scalp_bytes){data, size}, &back, &error), SCALP_ERR_LIMIT);
        CHECK(is_sentence(error.message) && strstr(error.message, "17825792 bytes"));
        g_free(data);
        g_object_unref(view);
    }
}

static void check_other_kinds(const check_work *w) {
    CASE("what is no photo says what it is") {
        check_text(w, "", "is empty");
        check_text(w, "Dear client, here is my photo", "JPEG, PNG, HEIC, WebP or TIFF");
        check_text(w, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "an SVG drawing");
        check_text(w, "<?xml version=\"1.0\"?><svg/>", "SVG");
        check_text(w, "%PDF-1.7 and so on", "a PDF document");
        check_text(w, "GIF89a and so on", "a GIF picture");
        check_text(w, "BM and so on, a bitmap", "a BMP picture");
        check_text(w, "\1\1\1\1ftypqt  and so on", "a video");
        check_text(w, "\xff\xd8\xff\xe0 no more than that", "damaged or cut off");
        check_text(w, "\x89PNG\r\n\x1a\n no more than that", "damaged or cut off");
        check_text(w, "II*", "not a picture that can be read");
    }
    CASE("a long name, and one that would break the line") {
        const char *name =
            "/a/very/long/path/to/the/folder/of/the/client/with/the/photos/cli\nent.jpg";
        scalp_image image;
        scalp_error error;
        CHECK_STATUS(scalp_codec_image_read((scalp_bytes){(const uint8_t *)"GIF89a", 6}, name,
                                            &w->work, &image, &error),
                     SCALP_ERR_INPUT);
        CHECK(strncmp(error.message, "...", 3) == 0 &&
              strstr(error.message, "/cli?ent.jpg is a GIF"));
    }
    CASE("loaders that are not needed are switched off in the library") {
        VipsImage *in = vips_image_new_from_buffer("P5 2 2 255 abcd", 15, "", NULL);
        CHECK(in == NULL);
    }
}

int main(void) {
    check_work w;
    scalp_error error;
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_codec_images_open(1, &error), SCALP_OK);
    check_other_kinds(&w);
    for (int format = SCALP_FORMAT_JPEG; format <= SCALP_FORMAT_HEIC; format++) {
        CASE(names[format]) {
            check_cut(&w, (scalp_image_format)format);
            check_flips(&w, (scalp_image_format)format);
        }
    }
    check_large(&w);
    scalp_codec_images_close();
    check_work_close(&w);
    return check_done();
}
