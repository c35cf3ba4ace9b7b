/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours: kept with the profile's own curves where that is possible, turned into sRGB otherwise.
 */
#include "pictures.h"

#include <lcms2.h>

/* IEC 61966-2-1. */
static double srgb(double v) {
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double encoded(double linear) {
    return linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055;
}

/* With bytes behind it that do not belong to it, as some programs leave them. */
static void set_profile(VipsImage *view, cmsHPROFILE profile) {
    static uint8_t bytes[1 << 15];
    cmsUInt32Number size = sizeof bytes;
    CHECK(profile && cmsSaveProfileToMem(profile, bytes, &size));
    vips_image_set_blob_copy(view, VIPS_META_ICC_NAME, bytes, size);
    cmsCloseProfile(profile);
}

/* A lossless file of `view`, which is spent. */
static scalp_bytes save(const check_work *w, VipsImage *view, bool tiff) {
    void *data = NULL;
    size_t size = 0;
    if (tiff)
        CHECK(vips_tiffsave_buffer(view, &data, &size, NULL) == 0);
    else
        CHECK(vips_pngsave_buffer(view, &data, &size, NULL) == 0);
    g_object_unref(view);
    return picture_bytes(w, data, size);
}

static cmsHPROFILE gamma_profile(double gamma, bool grey) {
    static const cmsCIExyY d65 = {0.3127, 0.3290, 1};
    static const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *tone = cmsBuildGamma(NULL, gamma);
    cmsToneCurve *const tones[3] = {tone, tone, tone};
    cmsHPROFILE profile =
        grey ? cmsCreateGrayProfile(&d65, tone) : cmsCreateRGBProfile(&d65, &primaries, tones);
    cmsFreeToneCurve(tone);
    return profile;
}

static cmsInt32Number halve(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    (void)cargo;
    for (int i = 0; i < 3; i++)
        out[i] = (cmsUInt16Number)(in[i] / 2);
    return TRUE;
}

/* An RGB profile of tables: a linear space whose values are twice the XYZ it means. */
static cmsHPROFILE table_profile(void) {
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(NULL);
    cmsPipeline *tables = cmsPipelineAlloc(NULL, 3, 3);
    cmsStage *stage = cmsStageAllocCLut16bit(NULL, 9, 3, 3, NULL);
    CHECK(cmsStageSampleCLut16bit(stage, halve, NULL, 0));
    cmsPipelineInsertStage(tables, cmsAT_END, stage);
    cmsSetProfileVersion(profile, 2.4);
    cmsSetDeviceClass(profile, cmsSigInputClass);
    cmsSetColorSpace(profile, cmsSigRgbData);
    cmsSetPCS(profile, cmsSigXYZData);
    CHECK(cmsWriteTag(profile, cmsSigAToB0Tag, tables));
    cmsPipelineFree(tables);
    return profile;
}

static void check_kept(check_work *w) {
    const scalp_image image = picture_make(w, 20, 10, 3, 8);
    CASE("Display P3: samples and profile kept, its curve is sRGB's") {
        VipsImage *view = picture_view(&image);
        picture_set_profile(view, "p3");
        const scalp_image back = picture_read(w, save(w, view, false));
        CHECK(memcmp(back.pixels, image.pixels, scalp_image_bytes(&image)) == 0);
        CHECK(picture_note(&back, VIPS_META_ICC_NAME) != NULL);
        for (int v = 0; v < 256; v++)
            CHECK_NEAR((double)back.curve[1].linear[v], srgb(v / 255.0), 2e-4);
    }
    CASE("another gamma, 8 and 16 bits: the curve is the profile's") {
        for (int bits = 8; bits <= 16; bits += 8) {
            const scalp_image deep = picture_make(w, 20, 10, 3, bits);
            VipsImage *view = picture_view(&deep);
            set_profile(view, gamma_profile(2.2, false));
            const scalp_image back = picture_read(w, save(w, view, true));
            const scalp_image_note *icc = picture_note(&back, VIPS_META_ICC_NAME);
            CHECK(icc && icc->size > 128 && icc->size < 4096); /* without what stood behind it */
            const scalp_bytes again = picture_write(w, &back, SCALP_FORMAT_PNG, NULL);
            const scalp_image png = picture_read(w, again);
            CHECK(picture_note(&png, VIPS_META_ICC_NAME) != NULL);
            const size_t last = back.curve[2].count - 1;
            CHECK(memcmp(back.pixels, deep.pixels, scalp_image_bytes(&deep)) == 0);
            CHECK(last == (bits == 8 ? 255u : 65535u));
            for (size_t v = 0; v <= last; v += last / 51)
                CHECK_NEAR((double)back.curve[2].linear[v], pow((double)v / (double)last, 2.2),
                           3e-5);
        }
    }
    CASE("grey with its own profile, and as RGB by its curve") {
        const scalp_image grey = picture_make(w, 20, 10, 1, 8);
        VipsImage *view = picture_view(&grey);
        set_profile(view, gamma_profile(1.0, true));
        const scalp_image back = picture_read(w, save(w, view, true));
        CHECK_NEAR((double)back.curve[0].linear[51], 0.2, 1e-4);
        CHECK(memcmp(back.pixels, grey.pixels, scalp_image_bytes(&grey)) == 0);
        const scalp_image rgb = picture_read(w, picture_write(w, &back, SCALP_FORMAT_WEBP, NULL));
        CHECK_NEAR(picture_sample(&rgb, 10, 5, 1),
                   encoded(picture_sample(&grey, 10, 5, 0) / 255.0) * 255, 4);
    }
    CASE("a broken profile, and one of another kind of colour, count as none") {
        VipsImage *view = picture_view(&image);
        vips_image_set_blob_copy(view, VIPS_META_ICC_NAME, "not a profile at all", 20);
        void *data;
        size_t size;
        CHECK(vips_jpegsave_buffer(view, &data, &size, NULL) == 0);
        g_object_unref(view);
        scalp_image back = picture_read(w, picture_bytes(w, data, size));
        CHECK(picture_note(&back, VIPS_META_ICC_NAME) == NULL);
        view = picture_view(&image);
        set_profile(view, gamma_profile(1.8, true));
        back = picture_read(w, save(w, view, true));
        CHECK(picture_note(&back, VIPS_META_ICC_NAME) == NULL);
        CHECK_NEAR((double)back.curve[0].linear[128], srgb(128 / 255.0), 1e-6);
    }
}

static void check_tables(check_work *w) {
    CASE("an RGB profile of tables: into sRGB, alpha kept") {
        const scalp_image image = picture_make(w, 20, 10, 4, 16);
        VipsImage *view = picture_view(&image);
        set_profile(view, table_profile());
        const scalp_image back = picture_read(w, save(w, view, true));
        CHECK(back.bits == 16 && back.bands == 4);
        CHECK(picture_note(&back, VIPS_META_ICC_NAME) != NULL);
        CHECK(picture_sample(&back, 3, 4, 3) == picture_sample(&image, 3, 4, 3));
        /* Equal values mean equal X, Y and Z, which against D50 is a reddish grey. */
        CHECK(picture_sample(&back, 9, 5, 0) != picture_sample(&image, 9, 5, 0));
    }
    CASE("CMYK: paper is white, ink is dark, and red ink is red") {
        static const uint8_t ink[16] = {0, 0,   0,   0, 255, 255, 255, 255,
                                        0, 255, 255, 0, 0,   0,   0,   128};
        VipsImage *plain = vips_image_new_from_memory(ink, 16, 4, 1, 4, VIPS_FORMAT_UCHAR);
        VipsImage *view = NULL;
        CHECK(vips_copy(plain, &view, "interpretation", VIPS_INTERPRETATION_CMYK, NULL) == 0);
        g_object_unref(plain);
        const scalp_image back = picture_read(w, save(w, view, true));
        CHECK(back.bands == 3 && back.bits == 8);
        CHECK(picture_sample(&back, 0, 0, 1) > 245 && picture_sample(&back, 1, 0, 1) < 40);
        CHECK(picture_sample(&back, 2, 0, 0) > 180 && picture_sample(&back, 2, 0, 2) < 80);
        CHECK(picture_sample(&back, 3, 0, 0) > 90 && picture_sample(&back, 3, 0, 0) < 190);
    }
    CASE("CIELAB: the published sRGB of L* 50") {
        static const float lab[6] = {50, 0, 0, 100, 0, 0};
        VipsImage *plain = vips_image_new_from_memory(lab, sizeof lab, 2, 1, 3, VIPS_FORMAT_FLOAT);
        VipsImage *view = NULL, *packed = NULL;
        CHECK(vips_copy(plain, &view, "interpretation", VIPS_INTERPRETATION_LAB, NULL) == 0);
        CHECK(vips_Lab2LabQ(view, &packed, NULL) == 0);
        g_object_unref(plain);
        g_object_unref(view);
        const scalp_image back = picture_read(w, save(w, packed, true));
        for (int band = 0; band < 3; band++) {
            CHECK_NEAR(picture_sample(&back, 0, 0, band) / 257.0, 118.9, 1.2);
            CHECK_NEAR(picture_sample(&back, 1, 0, band) / 257.0, 255, 1.2);
        }
    }
}

static void check_deep(check_work *w) {
    CASE("floating point: linear light, limited to what can be shown") {
        static const float light[12] = {0, 0.5f, 1, 0.2f, 0.2f, 0.2f, -1, 7, NAN, 1, 0, 0};
        VipsImage *plain =
            vips_image_new_from_memory(light, sizeof light, 4, 1, 3, VIPS_FORMAT_FLOAT);
        VipsImage *view = NULL;
        CHECK(vips_copy(plain, &view, "interpretation", VIPS_INTERPRETATION_scRGB, NULL) == 0);
        g_object_unref(plain);
        const scalp_image back = picture_read(w, save(w, view, true));
        CHECK(back.bits == 16 && back.bands == 3);
        CHECK_NEAR(picture_sample(&back, 0, 0, 1) / 65535.0, encoded(0.5), 2e-3);
        CHECK_NEAR(picture_sample(&back, 1, 0, 2) / 65535.0, encoded(0.2), 2e-3);
        CHECK(picture_sample(&back, 2, 0, 0) < 400 && picture_sample(&back, 2, 0, 1) > 65000);
        CHECK(picture_sample(&back, 2, 0, 2) < 400);
    }
    CASE("32-bit whole numbers are encoded like the others") {
        static const uint32_t deep[6] = {0x80808080u, 0x40404040u, 0xffffffffu, 0, 0, 0};
        VipsImage *plain = vips_image_new_from_memory(deep, sizeof deep, 2, 1, 3, VIPS_FORMAT_UINT);
        VipsImage *view = NULL;
        CHECK(vips_copy(plain, &view, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) == 0);
        g_object_unref(plain);
        const scalp_image back = picture_read(w, save(w, view, true));
        CHECK_NEAR(picture_sample(&back, 0, 0, 0) / 257.0, 128, 0.5);
        CHECK_NEAR(picture_sample(&back, 0, 0, 1) / 257.0, 64, 0.5);
        CHECK_NEAR(picture_sample(&back, 0, 0, 2) / 257.0, 255, 0.5);
    }
    CASE("palette and one-bit pictures become 8-bit ones") {
        const scalp_image image = picture_make(w, 20, 10, 3, 8);
        VipsImage *view = picture_view(&image);
        void *data;
        size_t size;
        CHECK(vips_pngsave_buffer(view, &data, &size, "palette", TRUE, "Q", 100, NULL) == 0);
        scalp_image back = picture_read(w, picture_bytes(w, data, size));
        CHECK(back.bands == 3 && back.bits == 8);
        CHECK_NEAR(picture_sample(&back, 12, 5, 0), picture_sample(&image, 12, 5, 0), 12);
        g_object_unref(view);
        const scalp_image grey = picture_make(w, 20, 10, 1, 8);
        view = picture_view(&grey);
        CHECK(vips_tiffsave_buffer(view, &data, &size, "bitdepth", 1, NULL) == 0);
        g_object_unref(view);
        back = picture_read(w, picture_bytes(w, data, size));
        CHECK(back.bands == 1 && back.bits == 8);
        CHECK(picture_sample(&back, 0, 0, 0) == 0 && picture_sample(&back, 19, 9, 0) == 255);
    }
    CASE("signed samples are refused") {
        static const int16_t odd[6] = {-5, 0, 5, 1, 2, 3};
        VipsImage *plain = vips_image_new_from_memory(odd, 12, 2, 1, 3, VIPS_FORMAT_SHORT);
        scalp_image back;
        scalp_error error;
        CHECK_STATUS(
            scalp_codec_image_read(save(w, plain, true), "odd.tif", &w->work, &back, &error),
            SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "odd.tif holds 3 bands") != NULL);
    }
}

int main(void) {
    check_work w;
    scalp_error error;
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_codec_images_open(1, &error), SCALP_OK);
    check_kept(&w);
    check_tables(&w);
    check_deep(&w);
    scalp_codec_images_close();
    check_work_close(&w);
    return check_done();
}
