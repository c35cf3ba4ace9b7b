/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What travels with a photo (profile, resolution, camera, rights), what stays behind (place,
 * thumbnail, maker's note), and what a preview says of itself. */
#include "pictures.h"

static const char note[] = "Simulated preview, healed (not a photograph)";
/* Words that must not be found in any output. */
static const char secret_thumbnail[] = "\xff\xd8\xff\xe0 secret thumbnail \xff\xd9";
static const char *const secrets[] = {"secret", "GPSLatitude", "SecretCity"};

static const char xmp[] =
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" exif:GPSLatitude=\"47,7.4N\" "
    "tiff:Orientation=\"6\" photoshop:City=\"SecretCity\">"
    "<dc:creator><rdf:Seq><rdf:li>Ink &amp; Co</rdf:li><rdf:li>Second</rdf:li></rdf:Seq>"
    "</dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">All kept</rdf:li></rdf:Alt>"
    "</dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>";

/* A phone's photo: EXIF with place, thumbnail and maker's note, XMP, Display P3. */
static scalp_bytes phone_photo(const check_work *w) {
    const scalp_image image = picture_make(w, 32, 48, 3, 8);
    VipsImage *view = picture_view(&image);
    VipsImage *out = NULL;
    vips_image_set_string(view, "exif-ifd0-Make", "Acme (text)");
    vips_image_set_string(view, "exif-ifd0-Artist", "Zoe (text)");

    vips_image_set_string(view, "exif-ifd2-FocalLengthIn35mmFilm", "26");
    vips_image_set_string(view, "exif-ifd2-ExposureTime", "1/60");
    vips_image_set_string(view, "exif-ifd3-GPSLatitude", "47/1 7/1 114/5");
    vips_image_set_string(view, "exif-ifd3-GPSLatitudeRef", "N (text)");
    vips_image_set_string(view, "exif-ifd3-GPSMapDatum", "secret map (text)");
    vips_image_set_blob_copy(view, "jpeg-thumbnail-data", secret_thumbnail,
                             sizeof secret_thumbnail);
    vips_image_set_blob_copy(view, VIPS_META_XMP_NAME, xmp, sizeof xmp - 1);
    vips_image_set_blob_copy(view, VIPS_META_IPTC_NAME, "Photoshop 3.0 secret", 20);
    picture_set_profile(view, "p3");
    vips_image_set_int(view, VIPS_META_ORIENTATION, 6);
    CHECK(vips_copy(view, &out, "xres", 150 / 25.4, "yres", 300 / 25.4, NULL) == 0);
    void *data = NULL;
    size_t size = 0;
    CHECK(vips_jpegsave_buffer(out, &data, &size, NULL) == 0);
    g_object_unref(out);
    g_object_unref(view);
    return picture_bytes(w, data, size);
}

static VipsImage *load(scalp_bytes bytes) {
    VipsImage *in = vips_image_new_from_buffer(bytes.data, bytes.size, "", NULL);
    CHECK(in != NULL);
    return in;
}

static bool field_begins(VipsImage *in, const char *field, const char *text) {
    const char *value;
    return vips_image_get_typeof(in, field) && !vips_image_get_string(in, field, &value) &&
           strncmp(value, text, strlen(text)) == 0;
}

static bool has_gps(VipsImage *in) {
    gchar **fields = vips_image_get_fields(in);
    bool found = false;
    for (int i = 0; fields[i]; i++)
        found |= strstr(fields[i], "GPS") != NULL || strstr(fields[i], "ifd3") != NULL;
    g_strfreev(fields);
    return found;
}

static bool same_blob(VipsImage *in, const char *field, const scalp_image_note *expected) {
    const void *data;
    size_t size;
    return expected && vips_image_get_typeof(in, field) &&
           !vips_image_get_blob(in, field, &data, &size) && size == expected->size &&
           memcmp(data, expected->data, size) == 0;
}

/* PNG keeps XMP compressed; of HEIC the image library gives none. */
static void check_xmp(VipsImage *in, scalp_bytes file) {
    static const char *const expected[] = {"digitalsourcetype/compositeSynthetic", "Ink &amp; Co",
                                           "Second", "All kept", note};
    const void *data = file.data;
    size_t size = file.size;
    if (vips_image_get_typeof(in, VIPS_META_XMP_NAME))
        CHECK(vips_image_get_blob(in, VIPS_META_XMP_NAME, &data, &size) == 0);
    for (int i = 0; i < 5; i++)
        CHECK(picture_holds((scalp_bytes){data, size}, expected[i], strlen(expected[i])));
    for (int i = 0; i < 3; i++)
        CHECK(!picture_holds((scalp_bytes){data, size}, secrets[i], strlen(secrets[i])));
}

static void check_exif(VipsImage *in) {
    CHECK(field_begins(in, "exif-ifd0-Make", "Acme"));
    CHECK(field_begins(in, "exif-ifd0-Artist", "Zoe"));
    CHECK(!field_begins(in, "exif-ifd0-Orientation", "6"));
    CHECK(field_begins(in, "exif-ifd2-FocalLengthIn35mmFilm", "26"));
    CHECK(field_begins(in, "exif-ifd2-ExposureTime", "1/60"));
    CHECK(field_begins(in, "exif-ifd0-ImageDescription", note));
    CHECK(field_begins(in, "exif-ifd2-UserComment", note));
    CHECK(field_begins(in, "exif-ifd2-PixelXDimension", "48"));
    CHECK(!vips_image_get_typeof(in, "exif-ifd2-MakerNote"));
}

static void check_output(check_work *w, const scalp_image *photo, scalp_image_format format) {
    const scalp_bytes bytes = picture_write(w, photo, format, note);
    for (int i = 0; i < 3; i++)
        CHECK(!picture_holds(bytes, secrets[i], strlen(secrets[i])));
    VipsImage *in = load(bytes);
    CHECK(same_blob(in, VIPS_META_ICC_NAME, picture_note(photo, VIPS_META_ICC_NAME)));
    check_xmp(in, bytes);
    CHECK(!has_gps(in));
    CHECK(vips_image_get_orientation(in) == 1);
    if (format != SCALP_FORMAT_TIFF) /* which cannot carry EXIF through the image library */
        check_exif(in);
    else
        CHECK(field_begins(in, VIPS_META_IMAGEDESCRIPTION, note));
    g_object_unref(in);
    const scalp_image back = picture_read(w, bytes);
    CHECK_NEAR(back.px_per_mm_x, 300 / 25.4, 0.01);
    CHECK_NEAR(back.px_per_mm_y, 150 / 25.4, 0.01);
}

static void check_nothing_said(check_work *w, const scalp_image *photo) {
    const scalp_bytes bytes = picture_write(w, photo, SCALP_FORMAT_JPEG, NULL);
    VipsImage *in = load(bytes);
    CHECK(!vips_image_get_typeof(in, "exif-ifd0-ImageDescription"));
    CHECK(!picture_holds(bytes, "compositeSynthetic", 18));
    CHECK(picture_holds(bytes, "All kept", 8));
    CHECK(!has_gps(in));
    g_object_unref(in);
}

int main(void) {
    static const char *const names[] = {"JPEG", "PNG", "WebP", "TIFF", "HEIC"};
    check_work w;
    scalp_error error;
    check_work_open(&w, 0);
    CHECK_STATUS(scalp_codec_images_open(1, &error), SCALP_OK);
    const scalp_bytes original = phone_photo(&w);
    const scalp_image photo = picture_read(&w, original);
    CASE("the photo made for this test has all that must go") {
        VipsImage *in = load(original);
        CHECK(has_gps(in));
        CHECK(picture_holds(original, "secret thumbnail", 16));
        CHECK(picture_holds(original, "secret map", 10));
        CHECK(picture_holds(original, "SecretCity", 10));
        g_object_unref(in);
        CHECK_NEAR(photo.focal_35mm, 26, 0);
        CHECK_NEAR(photo.px_per_mm_x, 300 / 25.4, 1e-3);
    }
    CASE("what must go is not even in memory") {
        for (size_t i = 0; i < photo.note_count; i++) {
            const scalp_bytes bytes = {photo.notes[i].data, photo.notes[i].size};
            for (int k = 0; k < 3; k++)
                CHECK(!picture_holds(bytes, secrets[k], strlen(secrets[k])));
        }
    }
    for (int format = SCALP_FORMAT_JPEG; format <= SCALP_FORMAT_HEIC; format++) {
        CASE(names[format]) {
            check_output(&w, &photo, (scalp_image_format)format);
        }
    }
    CASE("without a note nothing is claimed") {
        check_nothing_said(&w, &photo);
    }
    CASE("a picture without metadata gets the note, and no resolution of its own") {
        const scalp_image bare = picture_make(&w, 20, 10, 3, 8);
        for (int format = SCALP_FORMAT_JPEG; format <= SCALP_FORMAT_HEIC; format++) {
            const scalp_bytes bytes = picture_write(&w, &bare, (scalp_image_format)format, note);
            CHECK(picture_holds(bytes, note, strlen(note)));
            const scalp_image back = picture_read(&w, bytes);
            CHECK(picture_note(&back, VIPS_META_ICC_NAME) == NULL);
        }
    }
    scalp_codec_images_close();
    check_work_close(&w);
    return check_done();
}
