/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photos as they come: every kind of file that holds the same picture gives the same dots, and what
 * is no photo gets one clear sentence. */
#include "drawn.h"

#include <scalptor/codec.h>

#include <string.h>
#include <vips/vips.h>

static drawn_dots dots;
static const double px_per_mm = 22;

static scalp_image draw(check_work *w) {
    const drawn d = {.width = 180,
                     .height = 140,
                     .spacing_px = 22,
                     .diameter_px = 8,
                     .contrast = 0.35,
                     .blur_px = 1,
                     .noise = 0.02,
                     .seed = 7};
    drawn_places(&d, &dots);
    return drawn_make(&d, &dots, w);
}

typedef enum file_form { JPEG, CMYK_JPEG, PNG, PNG_16, PNG_ALPHA, PNG_GREY_ALPHA, FORMS } file_form;

static const char *const names[FORMS] = {"JPEG",           "CMYK JPEG",      "PNG",
                                         "PNG of 16 bits", "PNG with alpha", "grey PNG with alpha"};

/* The picture in another form, as vips has it. */
static VipsImage *formed(VipsImage *rgb, file_form form) {
    VipsImage *to = NULL;
    int failed = 0;
    if (form == CMYK_JPEG)
        failed = vips_colourspace(rgb, &to, VIPS_INTERPRETATION_CMYK, NULL);
    else if (form == PNG_16)
        failed = vips_colourspace(rgb, &to, VIPS_INTERPRETATION_RGB16, NULL);
    else if (form == PNG_ALPHA)
        failed = vips_addalpha(rgb, &to, NULL);
    else if (form == PNG_GREY_ALPHA) {
        VipsImage *grey = NULL;
        failed = vips_colourspace(rgb, &grey, VIPS_INTERPRETATION_B_W, NULL) ||
                 vips_addalpha(grey, &to, NULL);
        if (grey)
            g_object_unref(grey);
    } else
        failed = vips_copy(rgb, &to, NULL);
    CHECK(!failed);
    return to;
}

static scalp_bytes file_of(const scalp_image *image, file_form form, check_work *w) {
    void *buffer = NULL, *memory;
    size_t size = 0;
    VipsImage *rgb =
        vips_image_new_from_memory(image->pixels, 3 * (size_t)image->width * (size_t)image->height,
                                   image->width, image->height, 3, VIPS_FORMAT_UCHAR);
    VipsImage *typed = NULL;
    CHECK(!vips_copy(rgb, &typed, "interpretation", VIPS_INTERPRETATION_sRGB, NULL));
    VipsImage *to = formed(typed, form);
    if (form == JPEG || form == CMYK_JPEG)
        CHECK(!vips_jpegsave_buffer(to, &buffer, &size, "Q", 92, NULL));
    else
        CHECK(!vips_pngsave_buffer(to, &buffer, &size, NULL));
    CHECK_STATUS(scalp_work_take(&w->work, size + 1, 1, &memory, NULL), SCALP_OK);
    memcpy(memory, buffer, size);
    g_free(buffer);
    g_object_unref(to);
    g_object_unref(typed);
    g_object_unref(rgb);
    return (scalp_bytes){memory, size};
}

static scalp_status look(scalp_bytes bytes, check_work *w, scalp_finds *finds, scalp_error *error) {
    scalp_image image;
    const scalp_flat flat = scalp_flat_square(px_per_mm, 0);
    SCALP_TRY(scalp_codec_image_read(bytes, "photo", &w->work, &image, error));
    return scalp_find(&image, &flat, NULL, &w->work, finds, error);
}

static void same_dots(file_form form) {
    check_work w;
    scalp_finds plain, finds;
    scalp_error error = {0};
    check_work_open(&w, 0);
    const scalp_image image = draw(&w);
    CHECK_STATUS(look(file_of(&image, PNG, &w), &w, &plain, &error), SCALP_OK);
    CHECK_STATUS(look(file_of(&image, form, &w), &w, &finds, &error), SCALP_OK);
    size_t same = 0;
    for (size_t i = 0; i < finds.count; i++)
        for (size_t k = 0; k < plain.count; k++)
            same += hypot(finds.dots[i].px.x - plain.dots[k].px.x,
                          finds.dots[i].px.y - plain.dots[k].px.y) < 0.5;
    printf("# %zu dots, %zu the same of %zu\n", finds.count, same, plain.count);
    CHECK(plain.count > 30);
    CHECK(same + 2 >= plain.count && finds.count <= same + 2);
    check_work_close(&w);
}

/* One sentence, that begins with a capital and ends with a full stop. */
static void one_sentence(const scalp_error *error) {
    const char *m = error->message;
    const size_t length = strlen(m);
    printf("# %s\n", m);
    CHECK(length > 20 && m[length - 1] == '.' && strchr(m, '\n') == NULL);
}

static void refused(int width, int height) {
    check_work w;
    scalp_finds finds;
    scalp_error error = {0};
    void *memory;
    check_work_open(&w, 0);
    const size_t bytes = 3 * (size_t)width * (size_t)height;
    CHECK_STATUS(scalp_work_take(&w.work, bytes, 1, &memory, NULL), SCALP_OK);
    memset(memory, 120, bytes);
    const scalp_image image = {
        .width = width, .height = height, .bands = 3, .bits = 8, .pixels = memory};
    CHECK_STATUS(look(file_of(&image, PNG, &w), &w, &finds, &error), SCALP_ERR_INPUT);
    one_sentence(&error);
    check_work_close(&w);
}

static void cut_off(file_form form) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_image image = draw(&w);
    const scalp_bytes bytes = file_of(&image, form, &w);
    for (int part = 0; part < 8; part++) {
        scalp_finds finds;
        scalp_error error = {0};
        const scalp_bytes cut = {bytes.data, bytes.size * (size_t)part / 8};
        CHECK(look(cut, &w, &finds, &error) != SCALP_OK);
        if (part % 3 == 1)
            one_sentence(&error);
    }
    check_work_close(&w);
}

/* A wall, a strip one dot high, skin without colour: no dots, and no figure without ground. */
static void no_skin(const uint8_t colour[3], int width, int height) {
    check_work w;
    scalp_finds finds;
    scalp_error error = {0};
    void *memory;
    check_work_open(&w, 0);
    const size_t pixels = (size_t)width * (size_t)height;
    CHECK_STATUS(scalp_work_take(&w.work, pixels, 3, &memory, NULL), SCALP_OK);
    for (size_t i = 0; i < pixels; i++)
        memcpy((uint8_t *)memory + 3 * i, colour, 3);
    const scalp_image image = {
        .width = width, .height = height, .bands = 3, .bits = 8, .pixels = memory};
    CHECK_STATUS(look(file_of(&image, JPEG, &w), &w, &finds, &error), SCALP_OK);
    CHECK(finds.count == 0);
    CHECK(finds.quality.judged || finds.quality.note);
    check_work_close(&w);
}

int main(void) {
    if (scalp_codec_images_open(1, NULL) != SCALP_OK)
        return 1;
    for (int f = 0; f < FORMS; f++)
        CASE(names[f]) {
            same_dots((file_form)f);
        }
    CASE("too small, too narrow") {
        refused(1, 1);
        refused(1, 4000);
        refused(40000, 1);
        refused(15, 400);
    }
    CASE("cut off") {
        cut_off(JPEG);
        cut_off(PNG);
    }
    CASE("nothing there") {
        no_skin((const uint8_t[3]){0, 0, 0}, 64, 48);
        no_skin((const uint8_t[3]){255, 255, 255}, 64, 48);
        no_skin((const uint8_t[3]){120, 120, 120}, 4000, 16);
        no_skin((const uint8_t[3]){255, 0, 0}, 64, 48);
        no_skin((const uint8_t[3]){200, 150, 130}, 16, 16);
    }
    scalp_codec_images_close();
    return check_done();
}
